-- A row's share of what was closed rests on the reports that have both numbers, as every rate does (migration 0005).

ALTER TABLE application_totals ADD COLUMN share_numerator INTEGER;
ALTER TABLE application_totals ADD COLUMN share_denominator INTEGER;

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
