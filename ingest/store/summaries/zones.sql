-- A zone without a code of its own is a part of the place that it lies in (migration 0010_zones).

DROP TABLE reports_left_out;
CREATE TABLE reports_left_out (
    report_id INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('beside_office', 'several', 'part', 'system'))
) STRICT;

ALTER TABLE report_totals ADD COLUMN whole INTEGER NOT NULL DEFAULT 1; -- 0: not of all its place

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
