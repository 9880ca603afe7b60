-- 政府汇总与其部门之和的对照：一份汇总报告一行。departments 为同一地区、同一层级各机关自己的报告，townships 为该地乡镇街道的报告，
-- below 为紧接的下一级各地政府的汇总；expected 为该地应有的机关数（有名录按名录，否则按库中出现过的机关），coverage 为收录比例。
-- 汇总应不少于已收录部门之和：short_of 为汇总少于部门之和的件数，收录不全时相等或更多是正常的。各列只对照，不相加。
CREATE VIEW reconciliation AS
WITH own AS MATERIALIZED (
    SELECT
        year, region_code, iif(level = 'township', 'township', 'department') AS kind, count(*) AS reports,
        count(received) AS with_received, sum(received) AS received, sum(closed) AS closed
    FROM report_stats WHERE scope = 'own' AND region_code IS NOT NULL
    GROUP BY year, region_code, kind
),
below AS MATERIALIZED (
    SELECT s.year, n.parent_code AS region_code, count(*) AS reports, sum(s.received) AS received
    FROM report_stats s JOIN regions n ON n.code = s.region_code
    WHERE s.scope = 'aggregate' AND n.parent_code IS NOT NULL
    GROUP BY s.year, n.parent_code
),
known AS MATERIALIZED (
    SELECT region_code, count(*) AS agencies FROM agencies
    WHERE level <> 'township' AND coalesce(function_class, '') <> 'government' GROUP BY region_code
),
listed AS MATERIALIZED (
    SELECT region_code, y.year, count(*) AS agencies
    FROM roster o JOIN (SELECT DISTINCT year FROM report_stats) y
        ON y.year >= o.first_year AND (o.last_year IS NULL OR y.year <= o.last_year)
    WHERE o.level <> 'township' AND o.function NOT LIKE '%人民政府' GROUP BY region_code, y.year
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
    CAST(coalesce(l.agencies, k.agencies, 0) AS INTEGER) AS expected,
    CAST(coalesce(d.reports, 0) AS REAL) / nullif(coalesce(l.agencies, k.agencies), 0) AS coverage,
    iif(l.agencies IS NULL, 'reports', 'roster') AS expected_by,
    CAST(d.with_received AS INTEGER) AS departments_with_received,
    CAST(d.received AS INTEGER) AS departments_received,
    CAST(d.closed AS INTEGER) AS departments_closed,
    CAST(coalesce(t.reports, 0) AS INTEGER) AS townships,
    CAST(t.received AS INTEGER) AS townships_received,
    CAST(coalesce(b.reports, 0) AS INTEGER) AS below,
    CAST(b.received AS INTEGER) AS below_received,
    CAST(s.received - d.received AS INTEGER) AS difference,
    CAST(max(0, d.received - s.received) AS INTEGER) AS short_of
FROM report_stats s
JOIN agencies g ON g.id = s.agency_id
JOIN regions n ON n.code = s.region_code
LEFT JOIN own d ON d.year = s.year AND d.region_code = s.region_code AND d.kind = 'department'
LEFT JOIN own t ON t.year = s.year AND t.region_code = s.region_code AND t.kind = 'township'
LEFT JOIN below b ON b.year = s.year AND b.region_code = s.region_code
LEFT JOIN known k ON k.region_code = s.region_code
LEFT JOIN listed l ON l.region_code = s.region_code AND l.year = s.year
WHERE s.scope = 'aggregate';
