-- The rows of every stale group made anew. CROSS JOIN: from the groups to their reports to their cells, never from
-- all the cells. A sum over nothing but blanks is NULL, not 0.

DELETE FROM reports_left_out WHERE report_id IN (
    SELECT s.report_id FROM summaries_stale g
    CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
);

INSERT INTO reports_left_out
WITH marked AS MATERIALIZED (
    SELECT
        s.report_id, s.year, s.scope, a.function_class AS kind,
        coalesce((SELECT max(n.code_now) FROM region_names n WHERE n.code = s.region_code), s.region_code) AS place,
        coalesce(s.level = r.level, 0) AS of_level,
        coalesce(s.level = r.level AND NOT (a.function_class = 'zone_committee' AND instr(s.region_code, 'Z') = 0), 0) AS whole, s.function LIKE '%系统' AS of_system
    FROM summaries_stale g
    CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
    JOIN agencies a ON a.id = s.agency_id
    JOIN regions r ON r.code = s.region_code
),
beside AS (
    SELECT
        report_id, scope, kind, of_level, whole, of_system,
        sum(scope = 'own' AND kind = 'government_office' AND whole) OVER place AS offices,
        sum(scope = 'aggregate' AND whole) OVER place AS aggregates,
        sum(scope = 'own' AND NOT of_system AND whole) OVER (PARTITION BY year, place, kind) AS of_kind
    FROM marked WINDOW place AS (PARTITION BY year, place)
)
SELECT report_id, CASE WHEN scope = 'aggregate' THEN iif(whole, 'several', 'part') WHEN of_system THEN 'system' ELSE 'beside_office' END
FROM beside
WHERE (scope = 'aggregate' AND whole AND aggregates > 1)
    OR (scope = 'aggregate' AND of_level AND NOT whole AND aggregates > 0)
    OR (scope = 'own' AND kind = 'government' AND whole AND offices > 0)
    OR (scope = 'own' AND of_system AND kind IS NOT NULL AND of_kind > 0);

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
    sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL),
    o.report_id IS NULL AS added,
    count(s.closed + s.disclosed + s.partly_disclosed), count(s.closed + s.refused),
    count(s.corrected + s.reconsiderations + s.suits),
    sum(s.corrected) FILTER (WHERE s.decided IS NOT NULL), sum(s.decided) FILTER (WHERE s.corrected IS NOT NULL),
    count(s.corrected + s.decided),
    sum(s.closed) FILTER (WHERE s.received + s.carried_in IS NOT NULL),
    sum(s.received + s.carried_in) FILTER (WHERE s.closed IS NOT NULL), count(s.closed + s.received + s.carried_in),
    coalesce(s.level = n.level AND NOT (a.function_class = 'zone_committee' AND instr(s.region_code, 'Z') = 0), 0) AS whole
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN agencies a ON a.id = s.agency_id
LEFT JOIN regions n ON n.code = s.region_code
LEFT JOIN reports_left_out o ON o.report_id = s.report_id
GROUP BY s.year, s.province, s.region_code, s.level, s.scope, s.form_id, s.completeness, added, whole;

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
    sum(a.total) FILTER (WHERE s.closed IS NOT NULL), sum(s.closed) FILTER (WHERE a.total IS NOT NULL),
    o.report_id IS NULL AS added
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN applications a ON a.report_id = s.report_id
LEFT JOIN reports_left_out o ON o.report_id = s.report_id
GROUP BY s.year, s.province, s.level, s.scope, a.outcome_id, added;

DELETE FROM appeal_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN appeal_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

INSERT INTO appeal_totals
SELECT
    s.year, s.province, s.level, s.scope, a.channel_id, count(*), count(a.total),
    sum(a.upheld), sum(a.corrected), sum(a.other), sum(a.pending), sum(a.total),
    sum(a.corrected) FILTER (WHERE a.total IS NOT NULL), sum(a.total) FILTER (WHERE a.corrected IS NOT NULL),
    o.report_id IS NULL AS added, count(a.corrected + a.total),
    sum(a.corrected) FILTER (WHERE a.total - a.pending IS NOT NULL),
    sum(a.total - a.pending) FILTER (WHERE a.corrected IS NOT NULL), count(a.corrected + a.total - a.pending),
    count(a.upheld), count(a.corrected), count(a.other), count(a.pending)
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN appeals a ON a.report_id = s.report_id
LEFT JOIN reports_left_out o ON o.report_id = s.report_id
GROUP BY s.year, s.province, s.level, s.scope, a.channel_id, added;

DELETE FROM disclosure_totals WHERE rowid IN (
    SELECT t.rowid FROM summaries_stale g CROSS JOIN disclosure_totals t
    WHERE t.year = g.year AND t.province IS nullif(g.province, '')
);

-- An amount without a stated unit is never added to one in 万元. Rounded where binary fractions leave a trace.
INSERT INTO disclosure_totals
WITH doubted AS MATERIALIZED ( -- few, whatever the database holds: a cell once, however many doubt it
    SELECT DISTINCT n.report_id, k.id AS item_kind_id, m.id AS measure_id
    FROM doubted_numbers n JOIN item_kinds k ON k.code = n.row_code JOIN measures m ON m.code = n.column_name
    WHERE n.table_name = 'disclosure_items' AND n.value IS NOT NULL
)
SELECT
    s.year, s.province, s.level, s.scope, d.item_kind_id, d.measure_id, d.unit,
    count(*), count(d.value), round(sum(d.value), 6), o.report_id IS NULL AS added,
    count(x.report_id) AS doubted
FROM summaries_stale g
CROSS JOIN report_stats s ON s.year = g.year AND s.province IS nullif(g.province, '')
CROSS JOIN disclosure_items d ON d.report_id = s.report_id
LEFT JOIN reports_left_out o ON o.report_id = s.report_id
LEFT JOIN doubted x ON x.report_id = d.report_id AND x.item_kind_id = d.item_kind_id AND x.measure_id = d.measure_id
GROUP BY s.year, s.province, s.level, s.scope, d.item_kind_id, d.measure_id, d.unit, added;

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

INSERT INTO region_totals (
    year, region_code, scope, aggregated_from, left_out, undecided,
    reports, with_received, received, with_closed, closed, disclosed, partly_disclosed, refused, carried_out,
    reconsiderations, suits, corrected, disclosure_numerator, disclosure_denominator, refusal_numerator,
    refusal_denominator, correction_numerator, correction_denominator, disclosure_reports, refusal_reports,
    correction_reports, decided_numerator, decided_denominator, decided_reports, closing_numerator,
    closing_denominator, closing_reports
)
WITH RECURSIVE sums AS MATERIALIZED ( -- of a place, and of the zones in it, which are not the whole of it
    SELECT
        t.year, t.region_code, t.scope, t.added, t.whole,
        sum(t.reports) AS reports, sum(t.with_received) AS with_received, sum(t.received) AS received,
        sum(t.with_closed) AS with_closed, sum(t.closed) AS closed, sum(t.disclosed) AS disclosed,
        sum(t.partly_disclosed) AS partly_disclosed, sum(t.refused) AS refused, sum(t.carried_out) AS carried_out,
        sum(t.reconsiderations) AS reconsiderations, sum(t.suits) AS suits, sum(t.corrected) AS corrected,
        sum(t.disclosure_numerator) AS disclosure_numerator, sum(t.disclosure_denominator) AS disclosure_denominator,
        sum(t.refusal_numerator) AS refusal_numerator, sum(t.refusal_denominator) AS refusal_denominator,
        sum(t.correction_numerator) AS correction_numerator, sum(t.correction_denominator) AS correction_denominator,
        sum(t.disclosure_reports) AS disclosure_reports, sum(t.refusal_reports) AS refusal_reports,
        sum(t.correction_reports) AS correction_reports, sum(t.decided_numerator) AS decided_numerator,
        sum(t.decided_denominator) AS decided_denominator, sum(t.decided_reports) AS decided_reports,
        sum(t.closing_numerator) AS closing_numerator, sum(t.closing_denominator) AS closing_denominator,
        sum(t.closing_reports) AS closing_reports
    FROM report_totals t
    WHERE t.region_code IS NOT NULL AND t.year IN (SELECT year FROM summaries_stale)
    GROUP BY t.year, t.region_code, t.scope, t.added, t.whole
),
own_up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM sums WHERE scope = 'own'
    UNION
    SELECT own_up.member, n.parent_code FROM own_up JOIN regions n ON n.code = own_up.region_code
    WHERE n.parent_code IS NOT NULL
),
wholes(year, region_code) AS MATERIALIZED (
    SELECT DISTINCT year, region_code FROM sums WHERE scope = 'aggregate' AND whole
),
-- What a place's own aggregate covers, or several that nobody can choose from, isn't added to what is above it.
aggregate_up(year, member, whole, region_code) AS (
    SELECT DISTINCT year, region_code, whole, region_code FROM sums s WHERE scope = 'aggregate' AND (
        whole OR NOT EXISTS (SELECT 1 FROM wholes w WHERE w.year = s.year AND w.region_code = s.region_code)
    )
    UNION ALL
    SELECT u.year, u.member, u.whole, n.parent_code FROM aggregate_up u JOIN regions n ON n.code = u.region_code
    WHERE n.parent_code IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM wholes w WHERE w.year = u.year AND w.region_code = n.parent_code)
),
chosen AS (
    SELECT s.*, u.region_code AS place FROM sums s JOIN own_up u ON u.member = s.region_code
    WHERE s.scope = 'own'
    UNION ALL
    SELECT s.*, u.region_code AS place
    FROM sums s JOIN aggregate_up u ON u.member = s.region_code AND u.year = s.year AND u.whole = s.whole
    WHERE s.scope = 'aggregate'
)
SELECT
    s.year, s.place, s.scope,
    CASE WHEN s.scope = 'aggregate' AND max(s.added) THEN
        iif(max(s.region_code = s.place AND s.whole), 'itself', 'below')
    END,
    coalesce(sum(s.reports) FILTER (WHERE NOT s.added), 0),
    iif(s.place = '100000', (
        SELECT coalesce(sum(t.reports), 0) FROM report_totals t
        WHERE t.year = s.year AND t.scope = s.scope AND t.region_code IS NULL
    ), NULL),
    coalesce(sum(s.reports) FILTER (WHERE s.added), 0), coalesce(sum(s.with_received) FILTER (WHERE s.added), 0),
    sum(s.received) FILTER (WHERE s.added), coalesce(sum(s.with_closed) FILTER (WHERE s.added), 0),
    sum(s.closed) FILTER (WHERE s.added), sum(s.disclosed) FILTER (WHERE s.added),
    sum(s.partly_disclosed) FILTER (WHERE s.added), sum(s.refused) FILTER (WHERE s.added),
    sum(s.carried_out) FILTER (WHERE s.added), sum(s.reconsiderations) FILTER (WHERE s.added),
    sum(s.suits) FILTER (WHERE s.added), sum(s.corrected) FILTER (WHERE s.added),
    sum(s.disclosure_numerator) FILTER (WHERE s.added), sum(s.disclosure_denominator) FILTER (WHERE s.added),
    sum(s.refusal_numerator) FILTER (WHERE s.added), sum(s.refusal_denominator) FILTER (WHERE s.added),
    sum(s.correction_numerator) FILTER (WHERE s.added), sum(s.correction_denominator) FILTER (WHERE s.added),
    coalesce(sum(s.disclosure_reports) FILTER (WHERE s.added), 0),
    coalesce(sum(s.refusal_reports) FILTER (WHERE s.added), 0),
    coalesce(sum(s.correction_reports) FILTER (WHERE s.added), 0), sum(s.decided_numerator) FILTER (WHERE s.added),
    sum(s.decided_denominator) FILTER (WHERE s.added), coalesce(sum(s.decided_reports) FILTER (WHERE s.added), 0),
    sum(s.closing_numerator) FILTER (WHERE s.added), sum(s.closing_denominator) FILTER (WHERE s.added),
    coalesce(sum(s.closing_reports) FILTER (WHERE s.added), 0)
FROM chosen s
GROUP BY s.year, s.place, s.scope;

-- Who has reported, of every place with all below it. Of every year: a report makes what lies between it and its
-- agency's others missing, and a roster's end is the last year of all.
DELETE FROM region_coverage;

INSERT INTO region_coverage
WITH RECURSIVE agency_years AS (
    SELECT
        region_code, year, min(CASE status WHEN 'found' THEN 1 WHEN 'partial' THEN 2 WHEN 'missing' THEN 3 ELSE 4 END) AS status,
        max(expected_by = 'roster') AS by_roster, coalesce(max(timeliness = 'on time'), 0) AS on_time,
        coalesce(max(timeliness = 'dated in time'), 0) AS dated_in_time, coalesce(max(timeliness = 'late'), 0) AS late
    FROM (
        SELECT region_code, year, coalesce(agency_id, agency) AS agency, status, expected_by, timeliness FROM coverage
        WHERE region_code IS NOT NULL LIMIT -1  -- or each of these is worked out at every mention
    )
    GROUP BY region_code, year, agency
),
counted AS MATERIALIZED (
    SELECT
        region_code, year, sum(status = 1) AS found, sum(status = 2) AS partial, sum(status = 3) AS missing,
        sum(status = 4) AS unknown, sum(by_roster) AS by_roster, sum(on_time) AS on_time,
        sum(dated_in_time) AS dated_in_time, sum(late) AS late
    FROM agency_years GROUP BY region_code, year
),
up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM counted
    UNION ALL
    SELECT up.member, n.parent_code FROM up JOIN regions n ON n.code = up.region_code WHERE n.parent_code IS NOT NULL
)
SELECT
    c.year, u.region_code, sum(c.found), sum(c.partial), sum(c.missing), sum(c.unknown), sum(c.by_roster),
    sum(c.on_time), sum(c.dated_in_time), sum(c.late)
FROM counted c JOIN up u ON u.member = c.region_code
GROUP BY c.year, u.region_code;

-- Errors and warnings of a place's reports and of all below it, without the findings that somebody dismissed.
DELETE FROM region_findings WHERE year IN (SELECT year FROM summaries_stale);

INSERT INTO region_findings
WITH RECURSIVE dismissed(report_id, errors, warnings) AS MATERIALIZED (
    SELECT f.report_id, sum(f.severity = 'error'), sum(f.severity = 'warning')
    FROM reviews v JOIN findings f ON f.key = v.key
    WHERE v.verdict = 'dismissed' GROUP BY f.report_id
),
kept AS (
    SELECT
        s.year, s.region_code, s.scope, s.errors - coalesce(d.errors, 0) AS errors,
        s.warnings - coalesce(d.warnings, 0) AS warnings
    FROM (SELECT DISTINCT year FROM summaries_stale) g
    CROSS JOIN report_stats s ON s.year = g.year
    LEFT JOIN dismissed d ON d.report_id = s.report_id
    WHERE s.region_code IS NOT NULL
),
sums AS MATERIALIZED ( -- a place's own reports first: each counts for every place above it
    SELECT
        year, region_code, scope, count(*) AS reports, sum(errors > 0) AS with_errors, sum(warnings > 0) AS with_warnings,
        sum(errors = 0 AND warnings = 0) AS clean, sum(errors) AS errors, sum(warnings) AS warnings
    FROM kept GROUP BY year, region_code, scope
),
up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM sums
    UNION ALL
    SELECT up.member, n.parent_code FROM up JOIN regions n ON n.code = up.region_code WHERE n.parent_code IS NOT NULL
)
SELECT
    s.year, u.region_code, s.scope, sum(s.reports), sum(s.with_errors), sum(s.with_warnings), sum(s.clean),
    sum(s.errors), sum(s.warnings)
FROM sums s JOIN up u ON u.member = s.region_code
GROUP BY s.year, u.region_code, s.scope;

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
