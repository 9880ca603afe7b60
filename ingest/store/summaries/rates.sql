-- What no sum may hold twice, and what every rate rests on (migration 0010).

-- Reports that are shown but not added, and why: a government's own beside its office's, several that speak for one
-- place, a whole 系统 beside the organ in charge of it.
CREATE TABLE reports_left_out (
    report_id INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('beside_office', 'several', 'system'))
) STRICT;

-- A place by the code that it bears today, whatever it bore in a report's year.
CREATE INDEX region_names_now ON region_names(code_now);

DELETE FROM report_totals;
ALTER TABLE report_totals ADD COLUMN added INTEGER NOT NULL DEFAULT 1;
ALTER TABLE report_totals ADD COLUMN disclosure_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report_totals ADD COLUMN refusal_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report_totals ADD COLUMN correction_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report_totals ADD COLUMN decided_numerator INTEGER;
ALTER TABLE report_totals ADD COLUMN decided_denominator INTEGER;
ALTER TABLE report_totals ADD COLUMN decided_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report_totals ADD COLUMN closing_numerator INTEGER;
ALTER TABLE report_totals ADD COLUMN closing_denominator INTEGER;
ALTER TABLE report_totals ADD COLUMN closing_reports INTEGER NOT NULL DEFAULT 0;

DELETE FROM appeal_totals;
ALTER TABLE appeal_totals ADD COLUMN added INTEGER NOT NULL DEFAULT 1;
ALTER TABLE appeal_totals ADD COLUMN correction_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appeal_totals ADD COLUMN decided_numerator INTEGER;
ALTER TABLE appeal_totals ADD COLUMN decided_denominator INTEGER;
ALTER TABLE appeal_totals ADD COLUMN decided_reports INTEGER NOT NULL DEFAULT 0;

DELETE FROM region_totals;
ALTER TABLE region_totals ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE region_totals ADD COLUMN undecided INTEGER;
ALTER TABLE region_totals ADD COLUMN disclosure_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE region_totals ADD COLUMN refusal_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE region_totals ADD COLUMN correction_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE region_totals ADD COLUMN decided_numerator INTEGER;
ALTER TABLE region_totals ADD COLUMN decided_denominator INTEGER;
ALTER TABLE region_totals ADD COLUMN decided_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE region_totals ADD COLUMN closing_numerator INTEGER;
ALTER TABLE region_totals ADD COLUMN closing_denominator INTEGER;
ALTER TABLE region_totals ADD COLUMN closing_reports INTEGER NOT NULL DEFAULT 0;

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
