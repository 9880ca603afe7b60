-- What a container made of a file, and where the file came from.
ALTER TABLE sources ADD COLUMN container TEXT NOT NULL DEFAULT 'text';
ALTER TABLE sources ADD COLUMN transcript BLOB; -- compressed; NULL where the file is text: the transcript is the file
ALTER TABLE sources ADD COLUMN locations BLOB; -- compressed: for each line of the transcript, where it stands for people
ALTER TABLE sources ADD COLUMN recognised INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN url TEXT;
ALTER TABLE sources ADD COLUMN fetched_at TEXT;
ALTER TABLE sources ADD COLUMN published_at TEXT;
ALTER TABLE sources ADD COLUMN expected_agency TEXT; -- as a manifest says: a check, never a source
ALTER TABLE sources ADD COLUMN expected_year INTEGER;

ALTER TABLE findings ADD COLUMN location TEXT;

-- Cells whose printed text is more than the stored number: dashes, units, remarks, what can't be read.
CREATE TABLE printed_cells (
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    row_code TEXT NOT NULL,
    column_name TEXT NOT NULL,
    raw TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (report_id, table_name, row_code, column_name)
) STRICT, WITHOUT ROWID;
