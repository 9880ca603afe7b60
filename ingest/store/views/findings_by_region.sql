-- 各地各年的报告有多少份有误：一个年份、一个行政区划（本级及其下属机关）、一种范围一行。复核为“不成立”的发现不计。
-- clean 为没有任何错误、警告的报告数（提示不计）；比率附分子（with_errors、clean）和分母（reports）。
CREATE VIEW findings_by_region AS
WITH RECURSIVE counted(report_id, errors, warnings) AS (
    SELECT f.report_id, count(*) FILTER (WHERE f.severity = 'error'), count(*) FILTER (WHERE f.severity = 'warning')
    FROM findings f LEFT JOIN reviews v ON v.key = f.key
    WHERE f.severity <> 'note' AND coalesce(v.verdict, '') <> 'dismissed'
    GROUP BY f.report_id
),
sums AS MATERIALIZED (  -- a place's own reports first: each counts for every place above it
    SELECT
        s.year, s.region_code, s.scope, count(*) AS reports,
        count(*) FILTER (WHERE c.errors > 0) AS with_errors, count(*) FILTER (WHERE c.warnings > 0) AS with_warnings,
        count(*) FILTER (WHERE c.report_id IS NULL) AS clean,
        coalesce(sum(c.errors), 0) AS errors, coalesce(sum(c.warnings), 0) AS warnings
    FROM report_stats s LEFT JOIN counted c ON c.report_id = s.report_id
    WHERE s.region_code IS NOT NULL
    GROUP BY s.year, s.region_code, s.scope
),
up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM sums
    UNION
    SELECT up.member, n.parent_code FROM up JOIN regions n ON n.code = up.region_code WHERE n.parent_code IS NOT NULL
)
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
    CAST(sum(s.reports) AS INTEGER) AS reports,
    CAST(sum(s.with_errors) AS INTEGER) AS with_errors,
    CAST(sum(s.with_warnings) AS INTEGER) AS with_warnings,
    CAST(sum(s.clean) AS INTEGER) AS clean,
    CAST(sum(s.errors) AS INTEGER) AS errors,
    CAST(sum(s.warnings) AS INTEGER) AS warnings,
    CAST(sum(s.with_errors) AS REAL) / sum(s.reports) AS error_share,
    CAST(sum(s.clean) AS REAL) / sum(s.reports) AS clean_share
FROM sums s
JOIN up u ON u.member = s.region_code
JOIN regions n ON n.code = u.region_code
GROUP BY s.year, n.code, s.scope;
