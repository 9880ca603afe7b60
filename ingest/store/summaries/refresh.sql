-- The rows of every stale group made anew. CROSS JOIN: from the groups to their reports to their cells, never from
-- all the cells. A sum over nothing but blanks is NULL, not 0.

DELETE FROM report_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN report_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

INSERT INTO report_totals
SELECT
    s.year, s.province, s.region_code, s.level, s.scope, s.form_id, s.completeness,
    count(*), sum(s.errors > 0), sum(s.errors = 0 AND s.warnings = 0), sum(s.errors), sum(s.warnings),
    sum((SELECT count(*) FROM sections x WHERE x.report_id = s.report_id)),
    count(s.received), sum(s.received), sum(s.carried_in), count(s.closed), sum(s.closed),
    sum(s.disclosed), sum(s.partly_disclosed), sum(s.refused), sum(s.not_available), sum(s.not_processed),
    sum(s.other_handling), sum(s.carried_out),
    count(s.reconsiderations), sum(s.reconsiderations), sum(s.suits), sum(s.corrected),
    sum(s.disclosed + s.partly_disclosed) FILTER (WHERE s.closed IS NOT NULL),
    sum(s.closed) FILTER (WHERE s.disclosed + s.partly_disclosed IS NOT NULL),
    sum(s.refused) FILTER (WHERE s.closed IS NOT NULL),
    sum(s.closed) FILTER (WHERE s.refused IS NOT NULL),
    sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL),
    sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL)
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
GROUP BY s.year, s.province, s.region_code, s.level, s.scope, s.form_id, s.completeness;

DELETE FROM application_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN application_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

INSERT INTO application_totals
SELECT
    s.year, s.province, s.level, s.scope, a.outcome_id, count(*), count(a.total),
    count(a.natural_person), count(a.business), count(a.research_institution), count(a.social_organization),
    count(a.legal_service), count(a.other_organization),
    sum(a.natural_person), sum(a.business), sum(a.research_institution), sum(a.social_organization),
    sum(a.legal_service), sum(a.other_organization), sum(a.total),
    sum(a.total) FILTER (WHERE s.closed IS NOT NULL), sum(s.closed) FILTER (WHERE a.total IS NOT NULL)
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN applications a ON a.report_id = s.report_id
GROUP BY s.year, s.province, s.level, s.scope, a.outcome_id;

DELETE FROM appeal_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN appeal_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

INSERT INTO appeal_totals
SELECT
    s.year, s.province, s.level, s.scope, a.channel_id, count(*), count(a.total),
    sum(a.upheld), sum(a.corrected), sum(a.other), sum(a.pending), sum(a.total),
    sum(a.corrected) FILTER (WHERE a.total IS NOT NULL), sum(a.total) FILTER (WHERE a.corrected IS NOT NULL)
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN appeals a ON a.report_id = s.report_id
GROUP BY s.year, s.province, s.level, s.scope, a.channel_id;

DELETE FROM disclosure_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN disclosure_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

-- An amount without a stated unit is never added to one in 万元. Rounded where binary fractions leave a trace.
INSERT INTO disclosure_totals
SELECT
    s.year, s.province, s.level, s.scope, d.item_kind_id, d.measure_id, d.unit,
    count(*), count(d.value), round(sum(d.value), 6)
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN disclosure_items d ON d.report_id = s.report_id
GROUP BY s.year, s.province, s.level, s.scope, d.item_kind_id, d.measure_id, d.unit;

DELETE FROM finding_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN finding_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

INSERT INTO finding_totals
SELECT s.year, s.province, s.level, s.scope, f.check_id, f.severity, count(DISTINCT f.report_id), count(*)
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN findings f ON f.report_id = s.report_id
GROUP BY s.year, s.province, s.level, s.scope, f.check_id, f.severity;

DELETE FROM summaries_stale;

-- The large tables are counted from the sums above, the others are small.
INSERT OR REPLACE INTO table_counts VALUES
    ('reports', (SELECT coalesce(sum(reports), 0) FROM report_totals)),
    ('report_stats', (SELECT coalesce(sum(reports), 0) FROM report_totals)),
    ('sections', (SELECT coalesce(sum(sections), 0) FROM report_totals)),
    ('applications', (SELECT coalesce(sum(reports), 0) FROM application_totals)),
    ('appeals', (SELECT coalesce(sum(reports), 0) FROM appeal_totals)),
    ('disclosure_items', (SELECT coalesce(sum(reports), 0) FROM disclosure_totals)),
    ('findings', (SELECT coalesce(sum(findings), 0) FROM finding_totals)),
    ('applications_long',
        (SELECT coalesce(sum(reports), 0) FROM application_totals) * (SELECT count(*) FROM applicants)),
    ('appeals_long', (SELECT coalesce(sum(reports), 0) FROM appeal_totals) * (SELECT count(*) FROM appeal_results)),
    ('disclosure_long', (SELECT coalesce(sum(reports), 0) FROM disclosure_totals)),
    ('agencies', (SELECT count(*) FROM agencies)),
    ('sources', (SELECT count(*) FROM sources));
