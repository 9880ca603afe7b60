-- Where a report names its agency and its year: source:line, with the words where they differ from agency_name.
ALTER TABLE reports ADD COLUMN agency_evidence TEXT;
ALTER TABLE reports ADD COLUMN year_evidence TEXT;

-- Schools, hospitals and enterprises publish reports too, by rules of their own.
ALTER TABLE agencies ADD COLUMN kind TEXT NOT NULL GENERATED ALWAYS AS (
    CASE function_class WHEN 'schools_hospitals' THEN 'institution' WHEN 'enterprises' THEN 'enterprise' ELSE 'organ' END
) VIRTUAL;
