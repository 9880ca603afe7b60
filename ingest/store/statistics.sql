-- The statistics table of the reports before 2019 (统计表), and the series that go on over the forms.
CREATE TABLE indicators (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    unit TEXT,
    parent TEXT,
    position INTEGER NOT NULL,
    form_id TEXT NOT NULL REFERENCES forms(id)
) STRICT;

CREATE TABLE statistics (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    indicator_id INTEGER NOT NULL REFERENCES indicators(id),
    value REAL,
    unit TEXT,
    raw TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (report_id, indicator_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX statistics_indicator ON statistics(indicator_id);

-- Where a series goes on but its meaning changes: forms, laws.
CREATE TABLE breaks (
    code TEXT PRIMARY KEY,
    year INTEGER NOT NULL, -- the first report year after it
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    basis TEXT NOT NULL
) STRICT;

CREATE TABLE series_measures (
    code TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    unit TEXT NOT NULL,
    position INTEGER NOT NULL,
    note TEXT
) STRICT;

-- The cells whose sum a measure is, form by form.
CREATE TABLE series_parts (
    measure TEXT NOT NULL REFERENCES series_measures(code),
    form_id TEXT NOT NULL REFERENCES forms(id),
    table_name TEXT NOT NULL,
    row_code TEXT NOT NULL,
    column_name TEXT NOT NULL,
    PRIMARY KEY (measure, form_id, table_name, row_code, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE series_breaks (
    measure TEXT NOT NULL REFERENCES series_measures(code),
    break TEXT NOT NULL REFERENCES breaks(code),
    PRIMARY KEY (measure, break)
) STRICT, WITHOUT ROWID;
