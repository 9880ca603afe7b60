-- Look-ups, filled from the form definitions, the region table and the checks --------------------------------

CREATE TABLE forms (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    authority TEXT NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER
) STRICT;

CREATE TABLE item_kinds (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    article TEXT
) STRICT;

CREATE TABLE measures (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    unit TEXT,
    form_id TEXT REFERENCES forms(id)
) STRICT;

CREATE TABLE outcomes (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('inflow', 'disposition', 'closed', 'outflow')),
    article TEXT
) STRICT;

CREATE TABLE channels (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL
) STRICT;

CREATE TABLE applicants (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL
) STRICT;

CREATE TABLE appeal_results (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL
) STRICT;

CREATE TABLE regions (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    parent_code TEXT REFERENCES regions(code),
    level TEXT NOT NULL CHECK (level IN ('national', 'provincial', 'prefectural', 'county', 'township')),
    first_year INTEGER,
    last_year INTEGER
) STRICT;
CREATE INDEX regions_parent ON regions(parent_code);

CREATE TABLE checks (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    formula TEXT NOT NULL,
    basis TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'note'))
) STRICT;

-- Content -----------------------------------------------------------------------------------------------------

CREATE TABLE agencies (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    region_code TEXT REFERENCES regions(code),
    level TEXT CHECK (level IN ('national', 'provincial', 'prefectural', 'county', 'township')),
    function TEXT,
    credit_code TEXT
) STRICT;
CREATE INDEX agencies_region ON agencies(region_code);

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    encoding TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    added_at TEXT NOT NULL,
    parser_version TEXT NOT NULL,
    replaced_by INTEGER REFERENCES sources(id), -- the source of the report that took the place of this one's
    removed_at TEXT -- when its report was taken out on purpose; NULL otherwise
) STRICT;
CREATE INDEX sources_replaced_by ON sources(replaced_by) WHERE replaced_by IS NOT NULL;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    agency_id INTEGER NOT NULL REFERENCES agencies(id),
    year INTEGER NOT NULL,
    title TEXT,
    form_id TEXT REFERENCES forms(id),
    index_number TEXT,
    publisher TEXT,
    document_date TEXT,
    published_date TEXT,
    disclosure_method TEXT,
    category TEXT,
    document_number TEXT,
    period_start TEXT,
    period_end TEXT,
    contact_office TEXT,
    contact_address TEXT,
    contact_postcode TEXT,
    contact_phone TEXT,
    contact_fax TEXT,
    contact_email TEXT,
    signed_by TEXT,
    signed_date TEXT,
    filing_date TEXT,
    scope TEXT NOT NULL CHECK (scope IN ('own', 'aggregate')),
    completeness TEXT NOT NULL CHECK (completeness IN ('complete', 'partial', 'narrative')),
    source_id INTEGER NOT NULL REFERENCES sources(id),
    UNIQUE (agency_id, year, scope)
) STRICT;
CREATE INDEX reports_source ON reports(source_id);
CREATE INDEX reports_year ON reports(year);

CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('overview', 'proactive', 'applications', 'appeals', 'problems', 'other')),
    heading TEXT,
    body TEXT NOT NULL,
    line INTEGER NOT NULL,
    UNIQUE (report_id, position)
) STRICT;

-- One token a character (the writer puts a space between them), since no stock tokenizer finds a Chinese word.
-- The name of the content table stands in double quotes because Datasette looks for it in that form.
CREATE VIRTUAL TABLE sections_fts USING fts5(heading, body, content="sections", content_rowid="id");

CREATE TABLE disclosure_items (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    item_kind_id INTEGER NOT NULL REFERENCES item_kinds(id),
    measure_id INTEGER NOT NULL REFERENCES measures(id),
    value REAL,
    unit TEXT,
    raw TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (report_id, item_kind_id, measure_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    outcome_id INTEGER NOT NULL REFERENCES outcomes(id),
    natural_person INTEGER,
    business INTEGER,
    research_institution INTEGER,
    social_organization INTEGER,
    legal_service INTEGER,
    other_organization INTEGER,
    total INTEGER,
    line INTEGER NOT NULL,
    PRIMARY KEY (report_id, outcome_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE appeals (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channels(id),
    upheld INTEGER,
    corrected INTEGER,
    other INTEGER,
    pending INTEGER,
    total INTEGER,
    line INTEGER NOT NULL,
    PRIMARY KEY (report_id, channel_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    check_id TEXT NOT NULL REFERENCES checks(id),
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'note')),
    table_name TEXT,
    row_code TEXT,
    column_name TEXT,
    stated TEXT,
    expected TEXT,
    message TEXT NOT NULL,
    line INTEGER
) STRICT;
CREATE INDEX findings_report ON findings(report_id);
CREATE INDEX findings_check ON findings(check_id);

CREATE TABLE report_stats (
    report_id INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    agency_id INTEGER NOT NULL REFERENCES agencies(id),
    year INTEGER NOT NULL,
    region_code TEXT REFERENCES regions(code),
    province TEXT,
    city TEXT,
    county TEXT,
    level TEXT,
    function TEXT,
    form_id TEXT REFERENCES forms(id),
    scope TEXT NOT NULL,
    completeness TEXT NOT NULL,
    received INTEGER,
    carried_in INTEGER,
    closed INTEGER,
    disclosed INTEGER,
    partly_disclosed INTEGER,
    refused INTEGER,
    not_available INTEGER,
    not_processed INTEGER,
    other_handling INTEGER,
    carried_out INTEGER,
    reconsiderations INTEGER,
    suits INTEGER,
    corrected INTEGER,
    disclosure_rate REAL,
    refusal_rate REAL,
    correction_rate REAL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL
) STRICT;
CREATE INDEX report_stats_year ON report_stats(year);
CREATE INDEX report_stats_province ON report_stats(province);
CREATE INDEX report_stats_level ON report_stats(level);
CREATE INDEX report_stats_form ON report_stats(form_id);
CREATE INDEX report_stats_completeness ON report_stats(completeness);
CREATE INDEX report_stats_agency ON report_stats(agency_id);
