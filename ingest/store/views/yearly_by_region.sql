-- 各地各年的汇总：一个年份、一个行政区划（本级及其下属机关）、一种口径一行。政府的汇总报告（aggregate）与部门自己的
-- 报告（own）分开，从不相加。own 行是本地及以下各机关自己报告之和。aggregate 行不重复计算：有本级政府汇总的取本级
-- （aggregated_from = itself），没有的取以下各地最上一级汇总之和（below），上级汇总从不与其下级相加；一地一年有几份汇总的，
-- 无法取舍，不计入；政府本级与其办公室、整个系统与主管机关不重复计。没有计入的份数见 left_out（各份及理由见 reports_left_out）；全国一行的
-- undecided 为地区未定、因而不在任何地方之内的报告数，其他各地是否有，不可知，为空。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子、分母和所据报告数（…_reports），只计两者都有数字的报告，
-- 分母为零时为 NULL。decided 为扣除尚未审结的纠正率，closing 为办结率。由汇总表 report_totals 相加而成，随其他汇总一起更新。
CREATE VIEW yearly_by_region AS
SELECT
    t.year,
    t.region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    t.scope,
    t.aggregated_from,
    t.reports,
    t.with_received,
    t.received,
    t.with_closed,
    t.closed,
    t.disclosed,
    t.partly_disclosed,
    t.refused,
    t.carried_out,
    t.reconsiderations,
    t.suits,
    t.corrected,
    t.left_out,
    t.undecided,
    t.disclosure_numerator,
    t.disclosure_denominator,
    t.disclosure_reports,
    CAST(t.disclosure_numerator AS REAL) / nullif(t.disclosure_denominator, 0) AS disclosure_rate,
    t.refusal_numerator,
    t.refusal_denominator,
    t.refusal_reports,
    CAST(t.refusal_numerator AS REAL) / nullif(t.refusal_denominator, 0) AS refusal_rate,
    t.correction_numerator,
    t.correction_denominator,
    t.correction_reports,
    CAST(t.correction_numerator AS REAL) / nullif(t.correction_denominator, 0) AS correction_rate,
    t.decided_numerator,
    t.decided_denominator,
    t.decided_reports,
    CAST(t.decided_numerator AS REAL) / nullif(t.decided_denominator, 0) AS decided_rate,
    t.closing_numerator,
    t.closing_denominator,
    t.closing_reports,
    CAST(t.closing_numerator AS REAL) / nullif(t.closing_denominator, 0) AS closing_rate
FROM region_totals t
CROSS JOIN regions n ON n.code = t.region_code;
