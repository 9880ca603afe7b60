-- 各职能类别历年的汇总：一个年份、一个职能类别、一个层级一行，只计机关自己的报告（own），不含政府汇总，所以可以相加。
-- 各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，只计两者都有数字的报告，分母为零时为 NULL。
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
    CAST(sum(s.disclosed + s.partly_disclosed) FILTER (WHERE s.closed IS NOT NULL) AS REAL)
        / nullif(sum(s.closed) FILTER (WHERE s.disclosed + s.partly_disclosed IS NOT NULL), 0) AS disclosure_rate,
    CAST(sum(s.refused) FILTER (WHERE s.closed IS NOT NULL) AS INTEGER) AS refusal_numerator,
    CAST(sum(s.closed) FILTER (WHERE s.refused IS NOT NULL) AS INTEGER) AS refusal_denominator,
    CAST(sum(s.refused) FILTER (WHERE s.closed IS NOT NULL) AS REAL)
        / nullif(sum(s.closed) FILTER (WHERE s.refused IS NOT NULL), 0) AS refusal_rate,
    CAST(sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL) AS INTEGER) AS correction_numerator,
    CAST(sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL) AS INTEGER) AS correction_denominator,
    CAST(sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL) AS REAL)
        / nullif(sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL), 0) AS correction_rate
FROM report_stats s
JOIN agencies g ON g.id = s.agency_id
LEFT JOIN function_classes k ON k.code = g.function_class
WHERE s.scope = 'own'
GROUP BY s.year, g.function_class, s.level;
