-- 可能是同一机关的两个机关：信用代码相同而名称不同，或同一地区（含改名、改级、改属前后）、同一职能类别、一个的报告止于另一个的报告开始之前。
-- 这里只提示，从不自动合并；确认后用 ingest agency merge。几种职能都写的信用代码是门户的，
-- 从不据以归并，见 shared_credit_codes。years_apart 为两者报告年份之间的间隔。
CREATE VIEW agency_suggestions AS
WITH span AS (
    SELECT
        a.id, a.name, (SELECT max(n.code_now) FROM region_names n WHERE n.code = a.region_code) AS place, a.level,
        a.function_class, min(r.year) AS first_year, max(r.year) AS last_year
    FROM agencies a JOIN reports r ON r.agency_id = a.id
    GROUP BY a.id
),
coded AS (
    SELECT DISTINCT agency_id, stated_credit_code AS code FROM reports WHERE stated_credit_code IS NOT NULL
)
SELECT
    a.id AS agency_id,
    a.name AS agency,
    b.id AS other_id,
    b.name AS other,
    'credit_code' AS reason,
    '信用代码相同' AS reason_label,
    x.code AS credit_code,
    NULL AS years_apart
FROM coded x
JOIN coded y ON y.code = x.code AND y.agency_id > x.agency_id
JOIN span a ON a.id = x.agency_id
JOIN span b ON b.id = y.agency_id
WHERE a.place IS b.place OR a.place IS NULL OR b.place IS NULL
UNION ALL
SELECT a.id, a.name, b.id, b.name, 'succession', '同地同类，先后相接', NULL, b.first_year - a.last_year
FROM span a
JOIN span b
    ON b.place = a.place AND b.function_class = a.function_class AND b.level = a.level
    AND b.first_year > a.last_year AND b.first_year - a.last_year <= 2
WHERE a.level <> 'township' AND a.function_class NOT IN ('schools_hospitals', 'zone_committee');
