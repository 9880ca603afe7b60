-- What people say of findings, and what comparing reports needs (migration 0002) ------------------------------

ALTER TABLE checks ADD COLUMN good TEXT NOT NULL DEFAULT '';
ALTER TABLE checks ADD COLUMN bad TEXT NOT NULL DEFAULT '';
ALTER TABLE checks ADD COLUMN limits TEXT NOT NULL DEFAULT '';

-- The same finding of the same report has the same key after every re-reading, whatever its id.
ALTER TABLE findings ADD COLUMN key TEXT NOT NULL DEFAULT '';

-- A verdict stands by the finding's key and repeats what was judged: it outlives finding, report and agency.
CREATE TABLE reviews (
    key TEXT PRIMARY KEY,
    verdict TEXT NOT NULL CHECK (verdict IN ('dismissed', 'confirmed')),
    note TEXT NOT NULL DEFAULT '',
    reviewed_at TEXT NOT NULL,
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    scope TEXT NOT NULL,
    check_id TEXT NOT NULL,
    table_name TEXT,
    row_code TEXT,
    column_name TEXT,
    stated TEXT,
    expected TEXT,
    message TEXT NOT NULL
) STRICT;

-- Marks of a report's sentences (four bytes each), to tell how much of it was copied from the year before.
CREATE TABLE prose_marks (
    report_id INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    marks BLOB NOT NULL
) STRICT;
