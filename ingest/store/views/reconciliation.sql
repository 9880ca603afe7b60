-- 政府汇总与其部门之和的对照：一份汇总报告一行。departments 为同一地区（报告当年的地区及其前身、后继）各机关自己的报告，政府本级、垂直管理的
-- （税务、海关、气象等）和整个系统的不计，与校验 across.children 一致；townships 为该地乡镇街道的报告，below 为紧接的下一级各地政府的汇总，
-- 一地有几份而无法取舍的不计入，份数见 below_left_out。expected 为该地当年应有的机关数：名录所列（没有名录的，库中出现过的）和已收录的，
-- 所以收录比例 coverage 不会超过 1；其中当年在首份报告之前或末份之后、是否设立尚不可知的，数见 unknown。
-- 汇总应不少于已收录部门之和：short_of 为汇总少于部门之和的件数，收录不全时相等或更多是正常的。各列只对照，不相加。
CREATE VIEW reconciliation AS
WITH now AS MATERIALIZED (
    SELECT code, max(code_now) AS place FROM region_names GROUP BY code
),
totals AS MATERIALIZED (
    SELECT
        s.report_id, s.agency_id, s.year, s.region_code, n.place, r.parent_code, s.level = r.level AS own_level,
        g.function_class, s.received, s.closed,
        s.level = r.level AND NOT (coalesce(g.function_class, '') = 'zone_committee' AND instr(s.region_code, 'Z') = 0)
            AS whole
    FROM report_stats s CROSS JOIN agencies g ON g.id = s.agency_id CROSS JOIN regions r ON r.code = s.region_code
    CROSS JOIN now n ON n.code = s.region_code
    WHERE s.scope = 'aggregate'
),
codes AS MATERIALIZED (
    -- nothing is looked at but places that have a total
    SELECT code, place FROM now WHERE place IN (SELECT place FROM totals)
),
departments AS MATERIALIZED (
    SELECT s.function FROM (SELECT DISTINCT function FROM agencies) s WHERE NOT (:not_the_governments)
),
own AS MATERIALIZED (
    SELECT
        s.year, n.place, s.agency_id, iif(s.level = 'township', 'township', 'department') AS kind, s.received, s.closed
    FROM codes n CROSS JOIN report_stats s ON s.region_code = n.code CROSS JOIN agencies g ON g.id = s.agency_id
    WHERE s.scope = 'own' AND coalesce(g.function_class, '') <> 'government'
        AND s.function IN (SELECT function FROM departments)
),
added AS MATERIALIZED (
    SELECT
        year, place, kind, count(*) AS reports, count(received) AS with_received, sum(received) AS received,
        sum(closed) AS closed
    FROM own GROUP BY year, place, kind
),
below AS MATERIALIZED (
    SELECT
        t.year, n.place, count(*) FILTER (WHERE o.report_id IS NULL) AS reports,
        count(o.report_id) AS left_out, sum(t.received) FILTER (WHERE o.report_id IS NULL) AS received
    FROM totals t JOIN now n ON n.code = t.parent_code LEFT JOIN reports_left_out o ON o.report_id = t.report_id
    WHERE t.own_level AND NOT (t.function_class = 'zone_committee' AND instr(t.region_code, 'Z') = 0)
    GROUP BY t.year, n.place
),
years AS MATERIALIZED (
    SELECT DISTINCT year FROM totals
),
listed AS MATERIALIZED (
    SELECT DISTINCT y.year, n.place, coalesce(al.agency_id, -s.id) AS member
    FROM roster s JOIN codes n ON n.code = s.region_code
    JOIN years y ON y.year >= s.first_year AND (s.last_year IS NULL OR y.year <= s.last_year)
    LEFT JOIN agency_aliases al ON al.key = s.key
    WHERE s.level <> 'township' AND s.function NOT LIKE '%人民政府' AND NOT (:not_the_governments)
),
rosters AS MATERIALIZED (
    SELECT DISTINCT year, place FROM listed
),
spans AS MATERIALIZED (
    SELECT s.agency_id AS member, n.place, min(s.year) AS first_year, max(s.year) AS last_year
    FROM codes n CROSS JOIN agencies g ON g.region_code = n.code CROSS JOIN report_stats s ON s.agency_id = g.id
    WHERE s.scope = 'own' AND s.level <> 'township' AND coalesce(g.function_class, '') <> 'government'
        AND s.function IN (SELECT function FROM departments) AND s.region_code IN (SELECT code FROM now)
    GROUP BY s.agency_id
),
reported AS MATERIALIZED (
    SELECT s.*, y.year FROM spans s CROSS JOIN years y LEFT JOIN rosters l ON l.year = y.year AND l.place = s.place
    WHERE l.year IS NULL
),
members AS (
    SELECT year, place, agency_id AS member FROM own WHERE kind = 'department'
    UNION SELECT year, place, member FROM listed
    UNION SELECT year, place, member FROM reported
),
known AS MATERIALIZED (
    SELECT year, place, count(*) AS agencies FROM members GROUP BY year, place
),
open AS MATERIALIZED (
    SELECT year, place, count(*) AS agencies FROM reported WHERE year NOT BETWEEN first_year AND last_year
    GROUP BY year, place
)
SELECT
    s.report_id,
    g.name AS agency,
    s.year,
    s.region_code,
    n.full_name AS region,
    n.level AS region_level,
    s.received,
    s.closed,
    CAST(coalesce(d.reports, 0) AS INTEGER) AS departments,
    CAST(coalesce(k.agencies, 0) AS INTEGER) AS expected,
    CAST(coalesce(u.agencies, 0) AS INTEGER) AS unknown,
    CAST(coalesce(d.reports, 0) AS REAL) / nullif(k.agencies, 0) AS coverage,
    iif(l.year IS NULL, 'reports', 'roster') AS expected_by,
    CAST(d.with_received AS INTEGER) AS departments_with_received,
    CAST(d.received AS INTEGER) AS departments_received,
    CAST(d.closed AS INTEGER) AS departments_closed,
    CAST(coalesce(t.reports, 0) AS INTEGER) AS townships,
    CAST(t.received AS INTEGER) AS townships_received,
    CAST(coalesce(b.reports, 0) AS INTEGER) AS below,
    CAST(b.received AS INTEGER) AS below_received,
    CAST(coalesce(b.left_out, 0) AS INTEGER) AS below_left_out,
    CAST(s.received - d.received AS INTEGER) AS difference,
    CAST(max(0, d.received - s.received) AS INTEGER) AS short_of
FROM totals s
JOIN agencies g ON g.id = s.agency_id
JOIN regions n ON n.code = s.region_code
LEFT JOIN added d ON d.year = s.year AND d.place = s.place AND d.kind = 'department' AND s.whole
LEFT JOIN added t ON t.year = s.year AND t.place = s.place AND t.kind = 'township' AND s.whole
LEFT JOIN below b ON b.year = s.year AND b.place = s.place AND s.whole
LEFT JOIN known k ON k.year = s.year AND k.place = s.place AND s.whole
LEFT JOIN open u ON u.year = s.year AND u.place = s.place AND s.whole
LEFT JOIN rosters l ON l.year = s.year AND l.place = s.place;
