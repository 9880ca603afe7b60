-- 收录情况，一个机关一个年份一行：found 已收录，partial 表格不全或有统计表式的年份（2019 年起）只有正文，missing 未收录。
-- 没有机关名录，故年份取：任何报告涉及的每一年，以及该机关首份与末份报告之间的每一年。within = 1 表示该年在其首末两份之间；
-- missing 而 within = 0 时，机关当时可能尚未设立或已撤并。
CREATE VIEW coverage AS
WITH RECURSIVE span(agency_id, first_year, last_year) AS (
    SELECT agency_id, min(year), max(year) FROM reports GROUP BY agency_id
),
own(agency_id, year) AS (
    SELECT agency_id, first_year FROM span
    UNION ALL
    SELECT own.agency_id, own.year + 1 FROM own JOIN span USING (agency_id) WHERE own.year < span.last_year
),
expected(agency_id, year) AS (
    SELECT agency_id, year FROM own
    UNION
    SELECT span.agency_id, y.year FROM span CROSS JOIN (SELECT DISTINCT year FROM reports) y
)
SELECT
    e.agency_id,
    g.name AS agency,
    g.region_code,
    n.full_name AS region,
    g.level,
    e.year,
    CASE
        WHEN r.id IS NULL THEN 'missing'
        WHEN r.completeness = 'complete' THEN 'found'
        WHEN r.completeness = 'narrative' AND e.year < (SELECT min(first_year) FROM forms) THEN 'found'
        ELSE 'partial'
    END AS status,
    CASE
        WHEN r.id IS NULL THEN '未收录'
        WHEN r.completeness = 'complete' THEN '已收录'
        WHEN r.completeness = 'narrative' AND e.year < (SELECT min(first_year) FROM forms) THEN '已收录'
        ELSE '不完整'
    END AS status_label,
    r.scope,
    r.id AS report_id,
    e.year BETWEEN span.first_year AND span.last_year AS within
FROM expected e
JOIN span ON span.agency_id = e.agency_id
JOIN agencies g ON g.id = e.agency_id
LEFT JOIN regions n ON n.code = g.region_code
LEFT JOIN reports r ON r.agency_id = e.agency_id AND r.year = e.year;
