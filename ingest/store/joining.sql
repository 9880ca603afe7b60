-- Agencies whose place is open are told apart by their sources, and joined by evidence (migration 0010).

CREATE INDEX reports_agency_key ON reports(agency_key, year);
CREATE INDEX reports_agency_name ON reports(agency_name, year);

CREATE TABLE agency_aliases_now (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('name', 'credit_code', 'series', 'document', 'alias', 'merge', 'split')),
    region_code TEXT REFERENCES regions(code), -- this and the next: as the latest report under the key has it
    level TEXT CHECK (level IN ('national', 'provincial', 'prefectural', 'county', 'township')),
    function TEXT,
    function_class TEXT REFERENCES function_classes(code)
) STRICT;
INSERT INTO agency_aliases_now SELECT key, name, agency_id, source, region_code, level, function, function_class
    FROM agency_aliases;
DROP TABLE agency_aliases;
ALTER TABLE agency_aliases_now RENAME TO agency_aliases;
CREATE INDEX agency_aliases_agency ON agency_aliases(agency_id);

CREATE TABLE agency_log_now (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('alias', 'merge', 'split', 'credit_code', 'series')),
    agency_id INTEGER NOT NULL,
    agency TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO agency_log_now SELECT id, at, action, agency_id, agency, detail FROM agency_log;
DROP TABLE agency_log;
ALTER TABLE agency_log_now RENAME TO agency_log;

ALTER TABLE report_stats ADD COLUMN decided INTEGER; -- disputes that were decided: all but those still pending
UPDATE report_stats SET decided = (
    SELECT CASE WHEN count(*) = count(p.total - p.pending) THEN sum(p.total - p.pending) END
    FROM channels c LEFT JOIN appeals p ON p.report_id = report_stats.report_id AND p.channel_id = c.id
);
