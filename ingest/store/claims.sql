-- Figures that the prose of a report without tables states: as claims, never as cells.
CREATE TABLE prose_claims (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    what TEXT NOT NULL,
    number REAL NOT NULL,
    quote TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT, WITHOUT ROWID;
