-- Copied prose (雷同的正文): near-identical sections of other agencies and of earlier years.

-- Read by people and programs:
CREATE TABLE copied_sections (
    section_id INTEGER NOT NULL REFERENCES sections(id),
    kind TEXT NOT NULL CHECK (kind IN ('earlier_year', 'other_agency')),
    other_section_id INTEGER NOT NULL REFERENCES sections(id),
    report_id INTEGER NOT NULL REFERENCES reports(id),
    other_report_id INTEGER NOT NULL REFERENCES reports(id),
    common INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    other_characters INTEGER NOT NULL,
    similarity REAL NOT NULL,
    PRIMARY KEY (section_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX copied_sections_other ON copied_sections(other_section_id);
CREATE INDEX copied_sections_report ON copied_sections(report_id);
CREATE INDEX copied_sections_other_report ON copied_sections(other_report_id);

CREATE TABLE copied_reports (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    other_report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('earlier_year', 'other_agency')),
    year INTEGER NOT NULL,
    sections INTEGER NOT NULL,
    common INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (report_id, other_report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX copied_reports_common ON copied_reports(kind, common);
CREATE INDEX copied_reports_year ON copied_reports(kind, year, common);
CREATE INDEX copied_reports_other ON copied_reports(other_report_id);

CREATE TABLE report_copies (
    report_id INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    characters INTEGER NOT NULL,
    from_earlier_year INTEGER NOT NULL,
    from_other_agency INTEGER NOT NULL,
    copied INTEGER NOT NULL,
    earlier_year_share REAL NOT NULL,
    other_agency_share REAL NOT NULL,
    copied_share REAL NOT NULL
) STRICT;

-- The writer's own: what is compared of a section, by which marks it is found, what is to be compared anew.
CREATE TABLE section_texts (
    section_id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    bands BLOB NOT NULL
) STRICT;
CREATE INDEX section_texts_report ON section_texts(report_id);

CREATE TABLE section_bands (
    band INTEGER NOT NULL,
    year INTEGER NOT NULL,
    section_id INTEGER NOT NULL,
    PRIMARY KEY (band, year, section_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE section_texts_gone (
    section_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    bands BLOB NOT NULL
) STRICT;

CREATE TABLE copies_due (report_id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE copies_method (method TEXT NOT NULL) STRICT;

-- Which reports are to be compared anew is noted by triggers, so that whoever writes can't forget it.
CREATE TRIGGER sections_came_copies AFTER INSERT ON sections BEGIN
    INSERT OR IGNORE INTO copies_due VALUES (NEW.report_id);
END;

CREATE TRIGGER sections_gone_copies BEFORE DELETE ON sections BEGIN
    INSERT INTO section_texts_gone SELECT section_id, year, bands FROM section_texts WHERE section_id = OLD.id;
    DELETE FROM section_texts WHERE section_id = OLD.id;
    INSERT OR IGNORE INTO copies_due VALUES (OLD.report_id);
    INSERT OR IGNORE INTO copies_due SELECT report_id FROM copied_sections WHERE other_section_id = OLD.id;
    DELETE FROM copied_sections WHERE section_id = OLD.id;
    DELETE FROM copied_sections WHERE other_section_id = OLD.id;
END;

CREATE TRIGGER reports_changed_copies AFTER UPDATE OF agency_id, year ON reports
WHEN OLD.agency_id <> NEW.agency_id OR OLD.year <> NEW.year BEGIN
    INSERT OR IGNORE INTO copies_due VALUES (NEW.id);
    INSERT OR IGNORE INTO copies_due
    SELECT c.report_id FROM sections x JOIN copied_sections c ON c.other_section_id = x.id WHERE x.report_id = NEW.id;
END;

INSERT INTO copies_due SELECT DISTINCT report_id FROM sections;
