-- 各职能类别历年的汇总：一个年份、一个职能类别、一个层级一行，只计机关自己的报告（own），不含政府汇总，所以可以相加。
-- 各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，只计两者都有数字的报告，分母为零时为 NULL。
CREATE VIEW yearly_by_function AS
SELECT
    s.year,
    g.function_class,
    k.label AS function_label,
    s.level,
    count(*) AS reports,
    count(s.received) AS with_received,
    sum(s.received) AS received,
    count(s.closed) AS with_closed,
    sum(s.closed) AS closed,
    sum(s.disclosed) AS disclosed,
    sum(s.partly_disclosed) AS partly_disclosed,
    sum(s.refused) AS refused,
    sum(s.carried_out) AS carried_out,
    sum(s.reconsiderations) AS reconsiderations,
    sum(s.suits) AS suits,
    sum(s.corrected) AS corrected,
    sum(s.disclosed + s.partly_disclosed) FILTER (WHERE s.closed IS NOT NULL) AS disclosure_numerator,
    sum(s.closed) FILTER (WHERE s.disclosed + s.partly_disclosed IS NOT NULL) AS disclosure_denominator,
    CAST(sum(s.disclosed + s.partly_disclosed) FILTER (WHERE s.closed IS NOT NULL) AS REAL)
        / nullif(sum(s.closed) FILTER (WHERE s.disclosed + s.partly_disclosed IS NOT NULL), 0) AS disclosure_rate,
    sum(s.refused) FILTER (WHERE s.closed IS NOT NULL) AS refusal_numerator,
    sum(s.closed) FILTER (WHERE s.refused IS NOT NULL) AS refusal_denominator,
    CAST(sum(s.refused) FILTER (WHERE s.closed IS NOT NULL) AS REAL)
        / nullif(sum(s.closed) FILTER (WHERE s.refused IS NOT NULL), 0) AS refusal_rate,
    sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL) AS correction_numerator,
    sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL) AS correction_denominator,
    CAST(sum(s.corrected) FILTER (WHERE s.reconsiderations + s.suits IS NOT NULL) AS REAL)
        / nullif(sum(s.reconsiderations + s.suits) FILTER (WHERE s.corrected IS NOT NULL), 0) AS correction_rate
FROM report_stats s
JOIN agencies g ON g.id = s.agency_id
LEFT JOIN function_classes k ON k.code = g.function_class
WHERE s.scope = 'own'
GROUP BY s.year, g.function_class, s.level;
