-- 各层级历年的汇总：一个年份、一个层级、一种口径一行。own 各行可以相加；aggregate 各行不可相加（上级汇总可能已含下级），
-- 也不与 own 相加。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，分母为零时为 NULL。由汇总表 report_totals 相加而成。
CREATE VIEW yearly_by_level AS
SELECT
    s.year,
    s.level,
    s.scope,
    CAST(sum(s.reports) AS INTEGER) AS reports,
    CAST(sum(s.with_received) AS INTEGER) AS with_received,
    CAST(sum(s.received) AS INTEGER) AS received,
    CAST(sum(s.with_closed) AS INTEGER) AS with_closed,
    CAST(sum(s.closed) AS INTEGER) AS closed,
    CAST(sum(s.disclosed) AS INTEGER) AS disclosed,
    CAST(sum(s.partly_disclosed) AS INTEGER) AS partly_disclosed,
    CAST(sum(s.refused) AS INTEGER) AS refused,
    CAST(sum(s.carried_out) AS INTEGER) AS carried_out,
    CAST(sum(s.reconsiderations) AS INTEGER) AS reconsiderations,
    CAST(sum(s.suits) AS INTEGER) AS suits,
    CAST(sum(s.corrected) AS INTEGER) AS corrected,
    CAST(sum(s.disclosure_numerator) AS INTEGER) AS disclosure_numerator,
    CAST(sum(s.disclosure_denominator) AS INTEGER) AS disclosure_denominator,
    CAST(sum(s.disclosure_numerator) AS REAL) / nullif(sum(s.disclosure_denominator), 0) AS disclosure_rate,
    CAST(sum(s.refusal_numerator) AS INTEGER) AS refusal_numerator,
    CAST(sum(s.refusal_denominator) AS INTEGER) AS refusal_denominator,
    CAST(sum(s.refusal_numerator) AS REAL) / nullif(sum(s.refusal_denominator), 0) AS refusal_rate,
    CAST(sum(s.correction_numerator) AS INTEGER) AS correction_numerator,
    CAST(sum(s.correction_denominator) AS INTEGER) AS correction_denominator,
    CAST(sum(s.correction_numerator) AS REAL) / nullif(sum(s.correction_denominator), 0) AS correction_rate
FROM report_totals s
GROUP BY s.year, s.level, s.scope;
