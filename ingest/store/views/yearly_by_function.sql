-- 各职能类别历年的汇总：一个年份、一个职能类别、一个层级一行，只计机关自己的报告（own），不含政府汇总，所以可以相加；政府本级与其办公室、
-- 整个系统与主管机关不重复计（见 reports_left_out）。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子、分母和所据报告数（…_reports），
-- 只计两者都有数字的报告，分母为零时为 NULL。decided 为扣除尚未审结的纠正率，closing 为办结率。
CREATE VIEW yearly_by_function AS
SELECT
    s.year,
    g.function_class,
    k.label AS function_label,
    s.level,
    CAST(count(*) AS INTEGER) AS reports,
    CAST(count(s.received) AS INTEGER) AS with_received,
    CAST(sum(s.received) AS INTEGER) AS received,
    CAST(count(s.closed) AS INTEGER) AS with_closed,
    CAST(sum(s.closed) AS INTEGER) AS closed,
    CAST(sum(s.disclosed) AS INTEGER) AS disclosed,
    CAST(sum(s.partly_disclosed) AS INTEGER) AS partly_disclosed,
    CAST(sum(s.refused) AS INTEGER) AS refused,
    CAST(sum(s.carried_out) AS INTEGER) AS carried_out,
    CAST(sum(s.reconsiderations) AS INTEGER) AS reconsiderations,
    CAST(sum(s.suits) AS INTEGER) AS suits,
    CAST(sum(s.corrected) AS INTEGER) AS corrected,
    CAST(sum(s.disclosed + s.partly_disclosed) FILTER (WHERE s.closed IS NOT NULL) AS INTEGER) AS disclosure_numerator,
    CAST(sum(s.closed) FILTER (WHERE s.disclosed + s.partly_disclosed IS NOT NULL) AS INTEGER) AS disclosure_denominator,
    CAST(count(s.disclosed + s.partly_disclosed + s.closed) AS INTEGER) AS disclosure_reports,
    CAST(sum(s.disclosed + s.partly_disclosed) FILTER (WHERE s.closed IS NOT NULL) AS REAL)
        / nullif(sum(s.closed) FILTER (WHERE s.disclosed + s.partly_disclosed IS NOT NULL), 0) AS disclosure_rate,
    CAST(sum(s.refused) FILTER (WHERE s.closed IS NOT NULL) AS INTEGER) AS refusal_numerator,
    CAST(sum(s.closed) FILTER (WHERE s.refused IS NOT NULL) AS INTEGER) AS refusal_denominator,
    CAST(count(s.refused + s.closed) AS INTEGER) AS refusal_reports,
    CAST(sum(s.refused) FILTER (WHERE s.closed IS NOT NULL) AS REAL)
        / nullif(sum(s.closed) FILTER (WHERE s.refused IS NOT NULL), 0) AS refusal_rate,
    CAST(sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL) AS INTEGER) AS correction_numerator,
    CAST(sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL) AS INTEGER) AS correction_denominator,
    CAST(count(s.corrected + s.reconsiderations + s.suits) AS INTEGER) AS correction_reports,
    CAST(sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL) AS REAL)
        / nullif(sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL), 0) AS correction_rate,
    CAST(sum(s.corrected) FILTER (WHERE s.decided IS NOT NULL) AS INTEGER) AS decided_numerator,
    CAST(sum(s.decided) FILTER (WHERE s.corrected IS NOT NULL) AS INTEGER) AS decided_denominator,
    CAST(count(s.corrected + s.decided) AS INTEGER) AS decided_reports,
    CAST(sum(s.corrected) FILTER (WHERE s.decided IS NOT NULL) AS REAL)
        / nullif(sum(s.decided) FILTER (WHERE s.corrected IS NOT NULL), 0) AS decided_rate,
    CAST(sum(s.closed) FILTER (WHERE s.received + s.carried_in IS NOT NULL) AS INTEGER) AS closing_numerator,
    CAST(sum(s.received + s.carried_in) FILTER (WHERE s.closed IS NOT NULL) AS INTEGER) AS closing_denominator,
    CAST(count(s.closed + s.received + s.carried_in) AS INTEGER) AS closing_reports,
    CAST(sum(s.closed) FILTER (WHERE s.received + s.carried_in IS NOT NULL) AS REAL)
        / nullif(sum(s.received + s.carried_in) FILTER (WHERE s.closed IS NOT NULL), 0) AS closing_rate
FROM report_stats s
JOIN agencies g ON g.id = s.agency_id
LEFT JOIN function_classes k ON k.code = g.function_class
LEFT JOIN reports_left_out o ON o.report_id = s.report_id
WHERE s.scope = 'own' AND o.report_id IS NULL
GROUP BY s.year, g.function_class, s.level;
