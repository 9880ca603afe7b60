-- report_stats for the reports in :ids, from the tables. :members says which rows stand under which head of which
-- form (JSON, from the form definitions). A sum with a missing or blank part is NULL, never a smaller number.
WITH written AS MATERIALIZED (
    SELECT value AS report_id FROM json_each(:ids)
),
members AS MATERIALIZED (
    SELECT json_extract(m.value, '$[0]') AS form_id, json_extract(m.value, '$[1]') AS head, o.id AS outcome_id
    FROM json_each(:members) m JOIN outcomes o ON o.code = json_extract(m.value, '$[2]')
),
own AS MATERIALIZED (
    SELECT
        a.report_id,
        max(a.total) FILTER (WHERE o.code = 'received') AS received,
        max(a.total) FILTER (WHERE o.code = 'carried_in') AS carried_in,
        max(a.total) FILTER (WHERE o.code = 'closed') AS closed,
        max(a.total) FILTER (WHERE o.code = 'disclosed') AS disclosed,
        max(a.total) FILTER (WHERE o.code = 'partly_disclosed') AS partly_disclosed,
        max(a.total) FILTER (WHERE o.code = 'other_handling') AS other_handling,
        max(a.total) FILTER (WHERE o.code = 'carried_out') AS carried_out
    FROM written w
    JOIN applications a ON a.report_id = w.report_id
    JOIN outcomes o ON o.id = a.outcome_id
    GROUP BY a.report_id
),
parts AS MATERIALIZED (
    SELECT r.id AS report_id, m.head, CASE WHEN count(a.total) = count(*) THEN sum(a.total) END AS total
    FROM written w
    JOIN reports r ON r.id = w.report_id
    JOIN members m ON m.form_id = r.form_id
    LEFT JOIN applications a ON a.report_id = r.id AND a.outcome_id = m.outcome_id
    GROUP BY r.id, m.head
),
heads AS MATERIALIZED (
    SELECT
        report_id,
        max(total) FILTER (WHERE head = 'refused') AS refused,
        max(total) FILTER (WHERE head = 'not_available') AS not_available,
        max(total) FILTER (WHERE head = 'not_processed') AS not_processed,
        max(total) FILTER (WHERE head = 'other_handling') AS other_handling
    FROM parts GROUP BY report_id
),
disputes AS MATERIALIZED (
    SELECT
        w.report_id,
        max(p.total) FILTER (WHERE c.code = 'reconsideration') AS reconsiderations,
        CASE WHEN count(*) FILTER (WHERE c.code <> 'reconsideration')
                = count(p.total) FILTER (WHERE c.code <> 'reconsideration')
            THEN sum(p.total) FILTER (WHERE c.code <> 'reconsideration') END AS suits,
        CASE WHEN count(*) = count(p.corrected) THEN sum(p.corrected) END AS corrected,
        CASE WHEN count(*) = count(p.total - p.pending) THEN sum(p.total - p.pending) END AS decided
    FROM written w
    CROSS JOIN channels c
    LEFT JOIN appeals p ON p.report_id = w.report_id AND p.channel_id = c.id
    GROUP BY w.report_id
),
found AS MATERIALIZED (
    SELECT
        f.report_id,
        count(*) FILTER (WHERE f.severity = 'error') AS errors,
        count(*) FILTER (WHERE f.severity = 'warning') AS warnings
    FROM written w JOIN findings f ON f.report_id = w.report_id
    GROUP BY f.report_id
),
places AS MATERIALIZED (
    WITH RECURSIVE up(code, name, level, parent_code) AS (
        SELECT DISTINCT coalesce(r.place_code, g.region_code), n.name, n.level, n.parent_code
        FROM written w JOIN reports r ON r.id = w.report_id JOIN agencies g ON g.id = r.agency_id
        JOIN regions n ON n.code = coalesce(r.place_code, g.region_code)
        UNION
        SELECT up.code, n.name, n.level, n.parent_code FROM up JOIN regions n ON n.code = up.parent_code
    )
    SELECT
        code,
        max(name) FILTER (WHERE level = 'provincial') AS province,
        max(name) FILTER (WHERE level = 'prefectural') AS city,
        max(name) FILTER (WHERE level = 'county') AS county
    FROM up GROUP BY code
)
INSERT OR REPLACE INTO report_stats (
    report_id, agency_id, year, region_code, province, city, county, level, function, form_id, scope, completeness,
    received, carried_in, closed, disclosed, partly_disclosed, refused, not_available, not_processed, other_handling,
    carried_out, reconsiderations, suits, corrected, disclosure_rate, refusal_rate, correction_rate, errors, warnings, decided
)
SELECT
    r.id, r.agency_id, r.year, coalesce(r.place_code, g.region_code), p.province, p.city, p.county, g.level, g.function, r.form_id, r.scope,
    r.completeness,
    own.received, own.carried_in, own.closed, own.disclosed, own.partly_disclosed,
    heads.refused, heads.not_available, heads.not_processed, coalesce(own.other_handling, heads.other_handling),
    own.carried_out,
    disputes.reconsiderations, disputes.suits, disputes.corrected,
    CAST(own.disclosed + own.partly_disclosed AS REAL) / nullif(own.closed, 0),
    CAST(heads.refused AS REAL) / nullif(own.closed, 0),
    CAST(disputes.corrected AS REAL) / nullif(disputes.reconsiderations + disputes.suits, 0),
    coalesce(found.errors, 0), coalesce(found.warnings, 0), disputes.decided
FROM written w
JOIN reports r ON r.id = w.report_id
JOIN agencies g ON g.id = r.agency_id
LEFT JOIN places p ON p.code = coalesce(r.place_code, g.region_code)
LEFT JOIN own ON own.report_id = r.id
LEFT JOIN heads ON heads.report_id = r.id
LEFT JOIN disputes ON disputes.report_id = r.id
LEFT JOIN found ON found.report_id = r.id
