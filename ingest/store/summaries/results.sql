-- Sums of table 3 tell how many reports have a number in each of its columns (migration 0016_results).

ALTER TABLE appeal_totals ADD COLUMN with_upheld INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appeal_totals ADD COLUMN with_corrected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appeal_totals ADD COLUMN with_other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appeal_totals ADD COLUMN with_pending INTEGER NOT NULL DEFAULT 0;

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
