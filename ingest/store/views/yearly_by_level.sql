-- 各层级历年的汇总：一个年份、一个层级、一种口径一行。own 各行可以相加；aggregate 各行不可相加（上级汇总可能已含下级），
-- 也不与 own 相加。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，分母为零时为 NULL。由汇总表 report_totals 相加而成。
CREATE VIEW yearly_by_level AS
SELECT
    s.year,
    s.level,
    s.scope,
    :sums_of_totals
FROM report_totals s
GROUP BY s.year, s.level, s.scope;
