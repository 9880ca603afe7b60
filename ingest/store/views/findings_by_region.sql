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
    UNION ALL
    SELECT up.member, n.parent_code FROM up JOIN regions n ON n.code = up.region_code WHERE n.parent_code IS NOT NULL
),
added AS (
    SELECT
        s.year, u.region_code, s.scope, sum(s.reports) AS reports, sum(s.with_errors) AS with_errors,
        sum(s.with_warnings) AS with_warnings, sum(s.clean) AS clean, sum(s.errors) AS errors, sum(s.warnings) AS warnings
    FROM sums s JOIN up u ON u.member = s.region_code
    GROUP BY s.year, u.region_code, s.scope
)
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
    CAST(s.reports AS INTEGER) AS reports,
    CAST(s.with_errors AS INTEGER) AS with_errors,
    CAST(s.with_warnings AS INTEGER) AS with_warnings,
    CAST(s.clean AS INTEGER) AS clean,
    CAST(s.errors AS INTEGER) AS errors,
    CAST(s.warnings AS INTEGER) AS warnings,
    CAST(s.with_errors AS REAL) / s.reports AS error_share,
    CAST(s.clean AS REAL) / s.reports AS clean_share
FROM added s
JOIN regions n ON n.code = s.region_code;
