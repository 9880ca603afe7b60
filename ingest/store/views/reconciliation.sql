-- 政府汇总与其部门之和的对照：一份汇总报告一行。departments 为同一地区（报告当年的地区及其前身、后继）各机关自己的报告，政府本级、垂直管理的
-- （税务、海关、气象等）和整个系统的不计，与校验 across.children 一致；townships 为该地乡镇街道的报告，below 为紧接的下一级各地政府的汇总，
-- 一地有几份而无法取舍的不计入，份数见 below_left_out。expected 为该地当年应有的机关数：名录所列（没有名录的，库中出现过的）和已收录的，
-- 所以收录比例 coverage 不会超过 1；其中当年在首份报告之前或末份之后、是否设立尚不可知的，数见 unknown。
-- 汇总应不少于已收录部门之和：short_of 为汇总少于部门之和的件数，收录不全时相等或更多是正常的。各列只对照，不相加。
CREATE VIEW reconciliation AS
WITH now AS MATERIALIZED (
    SELECT code, max(code_now) AS place FROM region_names GROUP BY code
),
own AS MATERIALIZED (
    SELECT
        s.year, n.place, s.agency_id, iif(s.level = 'township', 'township', 'department') AS kind, s.received, s.closed
    FROM report_stats s JOIN now n ON n.code = s.region_code JOIN agencies g ON g.id = s.agency_id
    WHERE s.scope = 'own' AND coalesce(g.function_class, '') <> 'government' AND NOT (:not_the_governments)
),
wholes AS MATERIALIZED (
    SELECT
        s.report_id,
        s.level = r.level AND NOT (coalesce(g.function_class, '') = 'zone_committee' AND instr(s.region_code, 'Z') = 0)
            AS whole
    FROM report_stats s JOIN agencies g ON g.id = s.agency_id JOIN regions r ON r.code = s.region_code
    WHERE s.scope = 'aggregate'
),
added AS MATERIALIZED (
    SELECT
        year, place, kind, count(*) AS reports, count(received) AS with_received, sum(received) AS received,
        sum(closed) AS closed
    FROM own GROUP BY year, place, kind
),
below AS MATERIALIZED (
    SELECT
        s.year, n.place, count(*) FILTER (WHERE o.report_id IS NULL) AS reports,
        count(o.report_id) AS left_out, sum(s.received) FILTER (WHERE o.report_id IS NULL) AS received
    FROM report_stats s JOIN regions r ON r.code = s.region_code JOIN now n ON n.code = r.parent_code
    JOIN agencies g ON g.id = s.agency_id LEFT JOIN reports_left_out o ON o.report_id = s.report_id
    WHERE s.scope = 'aggregate' AND s.level = r.level
        AND NOT (g.function_class = 'zone_committee' AND instr(s.region_code, 'Z') = 0)
    GROUP BY s.year, n.place
),
years AS MATERIALIZED (
    SELECT DISTINCT year FROM report_stats WHERE scope = 'aggregate'
),
listed AS MATERIALIZED (
    SELECT DISTINCT y.year, n.place, coalesce(al.agency_id, -s.id) AS member
    FROM roster s JOIN now n ON n.code = s.region_code
    JOIN years y ON y.year >= s.first_year AND (s.last_year IS NULL OR y.year <= s.last_year)
    LEFT JOIN agency_aliases al ON al.key = s.key
    WHERE s.level <> 'township' AND s.function NOT LIKE '%人民政府' AND NOT (:not_the_governments)
),
rosters AS MATERIALIZED (
    SELECT DISTINCT year, place FROM listed
),
spans AS MATERIALIZED (
    SELECT o.agency_id AS member, n.place, min(o.year) AS first_year, max(o.year) AS last_year
    FROM own o JOIN agencies g ON g.id = o.agency_id JOIN now n ON n.code = g.region_code
    WHERE o.kind = 'department' GROUP BY o.agency_id
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
FROM report_stats s
JOIN agencies g ON g.id = s.agency_id
JOIN regions n ON n.code = s.region_code
JOIN now p ON p.code = s.region_code
JOIN wholes w ON w.report_id = s.report_id
LEFT JOIN added d ON d.year = s.year AND d.place = p.place AND d.kind = 'department' AND w.whole
LEFT JOIN added t ON t.year = s.year AND t.place = p.place AND t.kind = 'township' AND w.whole
LEFT JOIN below b ON b.year = s.year AND b.place = p.place AND w.whole
LEFT JOIN known k ON k.year = s.year AND k.place = p.place AND w.whole
LEFT JOIN open u ON u.year = s.year AND u.place = p.place AND w.whole
LEFT JOIN rosters l ON l.year = s.year AND l.place = p.place
WHERE s.scope = 'aggregate';
