-- Sums of tables 1 and 2 tell what counts only once, as those of table 3 do (migration 0014_added).

ALTER TABLE application_totals ADD COLUMN added INTEGER NOT NULL DEFAULT 1; -- 0: see reports_left_out
ALTER TABLE disclosure_totals ADD COLUMN added INTEGER NOT NULL DEFAULT 1;

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
