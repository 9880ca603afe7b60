-- 面板数据，一份报告一行：机关、地区、年份、口径，以及三张法定表的每一格，各为一列，列名为“表_行_栏”的代码。空值在原文中是空白、短横、无法识别还是没有这一格，见随数据发布的 missing 表；
-- 政府汇总报告（scope = aggregate）不可与部门自己的报告（own）相加。整张下载见 /-/panel。
CREATE VIEW panel AS
SELECT
    r.id AS report_id,
    r.agency_id,
    g.name AS agency,
    r.year,
    r.scope,
    r.form_id,
    r.completeness,
    s.region_code,
    s.province,
    s.city,
    s.county,
    g.level,
    g.function,
    g.function_class,
    g.credit_code,
    r.published_date,
    o.sha256,
    o.url,
    s.errors,
    s.warnings,
    :panel_cells
FROM reports r
JOIN agencies g ON g.id = r.agency_id
JOIN sources o ON o.id = r.source_id
LEFT JOIN report_stats s ON s.report_id = r.id
:panel_rows;
