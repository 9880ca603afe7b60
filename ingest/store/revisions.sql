-- Corrected reports: how often a report was replaced, and what each correction changed, cell by cell.
ALTER TABLE reports ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- Written once, when the later file comes; reading the files again doesn't change it. report_id is no foreign key:
-- reading all anew may take a report out and put it back under its id.
CREATE TABLE report_changes (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL,
    replaced_source_id INTEGER NOT NULL REFERENCES sources(id),
    source_id INTEGER NOT NULL REFERENCES sources(id),
    changed_at TEXT NOT NULL,
    table_name TEXT, -- NULL: another file, and nothing of what is read from it differs
    row_code TEXT,
    column_name TEXT,
    before TEXT, -- NULL: blank, or not there
    after TEXT
) STRICT;
CREATE INDEX report_changes_report ON report_changes(report_id);
CREATE INDEX report_changes_at ON report_changes(changed_at);
CREATE INDEX report_changes_source ON report_changes(source_id);
CREATE INDEX report_changes_replaced ON report_changes(replaced_source_id);
