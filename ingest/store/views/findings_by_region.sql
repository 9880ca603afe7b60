-- 各地各年的报告有多少份有误：一个年份、一个行政区划（本级及其下属机关）、一种范围一行。复核为“不成立”的发现不计。
-- clean 为没有任何错误、警告的报告数（提示不计）；比率附分子（with_errors、clean）和分母（reports）。
CREATE VIEW findings_by_region AS
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
    s.reports,
    s.with_errors,
    s.with_warnings,
    s.clean,
    s.errors,
    s.warnings,
    CAST(s.with_errors AS REAL) / s.reports AS error_share,
    CAST(s.clean AS REAL) / s.reports AS clean_share
FROM region_findings s
JOIN regions n ON n.code = s.region_code;
