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

-- A place with all below it: every place of a stale year, for a report counts for all above it.
DELETE FROM region_totals WHERE year IN (SELECT year FROM summaries_stale);

INSERT INTO region_totals
WITH RECURSIVE sums AS MATERIALIZED (
    SELECT year, region_code, scope,
        sum(reports) AS reports, sum(with_received) AS with_received, sum(received) AS received,
        sum(with_closed) AS with_closed, sum(closed) AS closed, sum(disclosed) AS disclosed,
        sum(partly_disclosed) AS partly_disclosed, sum(refused) AS refused, sum(carried_out) AS carried_out,
        sum(reconsiderations) AS reconsiderations, sum(suits) AS suits, sum(corrected) AS corrected,
        sum(disclosure_numerator) AS disclosure_numerator, sum(disclosure_denominator) AS disclosure_denominator,
        sum(refusal_numerator) AS refusal_numerator, sum(refusal_denominator) AS refusal_denominator,
        sum(correction_numerator) AS correction_numerator, sum(correction_denominator) AS correction_denominator
    FROM report_totals
    WHERE region_code IS NOT NULL AND year IN (SELECT year FROM summaries_stale)
    GROUP BY year, region_code, scope
),
own_up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM sums WHERE scope = 'own'
    UNION
    SELECT own_up.member, n.parent_code FROM own_up JOIN regions n ON n.code = own_up.region_code
    WHERE n.parent_code IS NOT NULL
),
aggregates(year, region_code, reports) AS MATERIALIZED (
    SELECT year, region_code, reports FROM sums WHERE scope = 'aggregate'
),
aggregate_up(year, member, region_code) AS (
    SELECT year, region_code, region_code FROM aggregates WHERE reports = 1
    UNION ALL
    SELECT u.year, u.member, n.parent_code FROM aggregate_up u JOIN regions n ON n.code = u.region_code
    WHERE n.parent_code IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM aggregates a WHERE a.year = u.year AND a.region_code = n.parent_code)
),
chosen AS (
    SELECT s.*, u.region_code AS place FROM sums s JOIN own_up u ON u.member = s.region_code
    WHERE s.scope = 'own'
    UNION ALL
    SELECT s.*, u.region_code AS place
    FROM sums s JOIN aggregate_up u ON u.member = s.region_code AND u.year = s.year
    WHERE s.scope = 'aggregate'
)
SELECT
    s.year, s.place, s.scope,
    CASE WHEN s.scope = 'aggregate' THEN iif(max(s.region_code = s.place), 'itself', 'below') END,
    sum(s.reports), sum(s.with_received), sum(s.received), sum(s.with_closed), sum(s.closed), sum(s.disclosed),
    sum(s.partly_disclosed), sum(s.refused), sum(s.carried_out), sum(s.reconsiderations), sum(s.suits),
    sum(s.corrected), sum(s.disclosure_numerator), sum(s.disclosure_denominator), sum(s.refusal_numerator),
    sum(s.refusal_denominator), sum(s.correction_numerator), sum(s.correction_denominator)
FROM chosen s
GROUP BY s.year, s.place, s.scope;

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
