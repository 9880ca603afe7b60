-- Where a report names its agency and its year: source:line, with the words where they differ from agency_name.
ALTER TABLE reports ADD COLUMN agency_evidence TEXT;
ALTER TABLE reports ADD COLUMN year_evidence TEXT;

-- Schools, hospitals and enterprises publish reports too, by rules of their own. (No generated column: SQLite 3.40
-- can't VACUUM a table that has one, and a database is published by VACUUM INTO.)
ALTER TABLE agencies ADD COLUMN kind TEXT NOT NULL DEFAULT 'organ' CHECK (kind IN ('organ', 'institution', 'enterprise'));
UPDATE agencies SET kind = 'institution' WHERE function_class = 'schools_hospitals';
UPDATE agencies SET kind = 'enterprise' WHERE function_class = 'enterprises';
CREATE TRIGGER agencies_kind_of_new AFTER INSERT ON agencies
WHEN NEW.function_class IN ('schools_hospitals', 'enterprises')
BEGIN
    UPDATE agencies SET kind = iif(NEW.function_class = 'enterprises', 'enterprise', 'institution') WHERE id = NEW.id;
END;
CREATE TRIGGER agencies_kind_of_changed AFTER UPDATE OF function_class ON agencies
BEGIN
    UPDATE agencies SET kind = CASE NEW.function_class
        WHEN 'schools_hospitals' THEN 'institution' WHEN 'enterprises' THEN 'enterprise' ELSE 'organ' END
    WHERE id = NEW.id;
END;
