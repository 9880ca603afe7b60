-- 各层级历年的汇总：一个年份、一个层级、一种口径一行。own 各行可以相加；aggregate 各行不可相加（上级汇总可能已含下级），
-- 也不与 own 相加。一行之内不重复计：政府和其办公室都有汇总的，无法取舍，都不计入；政府本级与其办公室、整个系统与主管机关只计后者；没有计入的份数见
-- left_out。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子、分母和所据报告数（…_reports），分母为零时为 NULL。
-- decided 为扣除尚未审结的纠正率，closing 为办结率。由汇总表 report_totals 相加而成。
CREATE VIEW yearly_by_level AS
SELECT
    s.year,
    s.level,
    s.scope,
    :sums_of_totals
FROM report_totals s
GROUP BY s.year, s.level, s.scope;
