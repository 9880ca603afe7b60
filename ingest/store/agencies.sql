-- What tells one agency from another, and who was expected to report.

CREATE TABLE function_classes (
    code TEXT PRIMARY KEY,
    label TEXT NOT NULL
) STRICT;

CREATE TABLE region_names (
    code TEXT NOT NULL REFERENCES regions(code),
    name TEXT NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    code_now TEXT NOT NULL REFERENCES regions(code),
    PRIMARY KEY (code, name)
) STRICT, WITHOUT ROWID;

ALTER TABLE agencies ADD COLUMN function_class TEXT REFERENCES function_classes(code);
CREATE INDEX agencies_class ON agencies(function_class);

ALTER TABLE reports ADD COLUMN agency_name TEXT;
ALTER TABLE reports ADD COLUMN agency_key TEXT;
ALTER TABLE reports ADD COLUMN place_code TEXT REFERENCES regions(code);
ALTER TABLE reports ADD COLUMN place_evidence TEXT;
ALTER TABLE reports ADD COLUMN stated_credit_code TEXT;
CREATE INDEX reports_place ON reports(place_code, year);
CREATE INDEX reports_credit_code ON reports(stated_credit_code) WHERE stated_credit_code IS NOT NULL;

CREATE TABLE agency_aliases (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('name', 'credit_code', 'alias', 'merge', 'split')),
    region_code TEXT REFERENCES regions(code), -- this and the next: as the latest report under the key has it
    level TEXT CHECK (level IN ('national', 'provincial', 'prefectural', 'county', 'township')),
    function TEXT,
    function_class TEXT REFERENCES function_classes(code)
) STRICT;
CREATE INDEX agency_aliases_agency ON agency_aliases(agency_id);

CREATE TABLE agency_log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('alias', 'merge', 'split', 'credit_code')),
    agency_id INTEGER NOT NULL,
    agency TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TABLE roster (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    region_code TEXT REFERENCES regions(code),
    level TEXT CHECK (level IN ('national', 'provincial', 'prefectural', 'county', 'township')),
    function TEXT,
    first_year INTEGER NOT NULL,
    last_year INTEGER,
    list TEXT NOT NULL,
    UNIQUE (key, first_year)
) STRICT;
