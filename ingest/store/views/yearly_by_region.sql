-- 各地各年的汇总：一个年份、一个行政区划（本级及其下属机关）、一种范围一行。政府的汇总报告（aggregate）与部门自己的
-- 报告（own）分开，从不相加。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，只计两者都有数字的报告，
-- 分母为零时为 NULL。
CREATE VIEW yearly_by_region AS
WITH RECURSIVE under(region_code, member) AS (
    SELECT code, code FROM regions
    UNION
    SELECT n.parent_code, under.member FROM under JOIN regions n ON n.code = under.region_code
    WHERE n.parent_code IS NOT NULL
)
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
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
JOIN under u ON u.member = s.region_code
JOIN regions n ON n.code = u.region_code
GROUP BY s.year, n.code, s.scope;
