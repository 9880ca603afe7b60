-- 各地各年的报告有多少份有误：一个年份、一个行政区划（本级及其下属机关）、一种范围一行。复核为“不成立”的发现不计。
-- clean 为没有任何错误、警告的报告数（提示不计）；比率附分子（with_errors、clean）和分母（reports）。
CREATE VIEW findings_by_region AS
WITH RECURSIVE under(region_code, member) AS (
    SELECT code, code FROM regions
    UNION
    SELECT n.parent_code, under.member FROM under JOIN regions n ON n.code = under.region_code
    WHERE n.parent_code IS NOT NULL
),
counted(report_id, errors, warnings) AS (
    SELECT f.report_id, count(*) FILTER (WHERE f.severity = 'error'), count(*) FILTER (WHERE f.severity = 'warning')
    FROM findings f LEFT JOIN reviews v ON v.key = f.key
    WHERE f.severity <> 'note' AND coalesce(v.verdict, '') <> 'dismissed'
    GROUP BY f.report_id
)
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
    CAST(count(*) AS INTEGER) AS reports,
    CAST(count(*) FILTER (WHERE c.errors > 0) AS INTEGER) AS with_errors,
    CAST(count(*) FILTER (WHERE c.warnings > 0) AS INTEGER) AS with_warnings,
    CAST(count(*) FILTER (WHERE c.report_id IS NULL) AS INTEGER) AS clean,
    CAST(coalesce(sum(c.errors), 0) AS INTEGER) AS errors,
    CAST(coalesce(sum(c.warnings), 0) AS INTEGER) AS warnings,
    CAST(count(*) FILTER (WHERE c.errors > 0) AS REAL) / count(*) AS error_share,
    CAST(count(*) FILTER (WHERE c.report_id IS NULL) AS REAL) / count(*) AS clean_share
FROM report_stats s
JOIN under u ON u.member = s.region_code
JOIN regions n ON n.code = u.region_code
LEFT JOIN counted c ON c.report_id = s.report_id
GROUP BY s.year, n.code, s.scope;
