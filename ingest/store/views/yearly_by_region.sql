-- 各地各年的汇总：一个年份、一个行政区划（本级及其下属机关）、一种口径一行。政府的汇总报告（aggregate）与部门自己的
-- 报告（own）分开，从不相加。own 行是本地及以下各机关自己报告之和。aggregate 行不重复计算：有本级政府汇总的取本级
-- （aggregated_from = itself），没有的取以下各地最上一级汇总之和（below），上级汇总从不与其下级相加；一地一年有几份汇总的，
-- 无法取舍，不计入。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，只计两者都有数字的报告，分母为零时为 NULL。
CREATE VIEW yearly_by_region AS
WITH RECURSIVE own_up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM report_stats WHERE scope = 'own' AND region_code IS NOT NULL
    UNION
    SELECT own_up.member, n.parent_code FROM own_up JOIN regions n ON n.code = own_up.region_code
    WHERE n.parent_code IS NOT NULL
),
aggregates(year, region_code, reports) AS MATERIALIZED (
    SELECT year, region_code, count(*) FROM report_stats
    WHERE scope = 'aggregate' AND region_code IS NOT NULL GROUP BY year, region_code
),
aggregate_up(year, member, region_code) AS (
    SELECT year, region_code, region_code FROM aggregates WHERE reports = 1
    UNION ALL
    SELECT u.year, u.member, n.parent_code FROM aggregate_up u JOIN regions n ON n.code = u.region_code
    WHERE n.parent_code IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM aggregates a WHERE a.year = u.year AND a.region_code = n.parent_code)
),
chosen(report_id, member, region_code) AS (
    SELECT s.report_id, u.member, u.region_code FROM report_stats s JOIN own_up u ON u.member = s.region_code
    WHERE s.scope = 'own'
    UNION ALL
    SELECT s.report_id, u.member, u.region_code
    FROM report_stats s JOIN aggregate_up u ON u.member = s.region_code AND u.year = s.year
    WHERE s.scope = 'aggregate'
)
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
    CASE WHEN s.scope = 'aggregate' THEN iif(max(c.member = n.code), 'itself', 'below') END AS aggregated_from,
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
FROM chosen c
JOIN report_stats s ON s.report_id = c.report_id
JOIN regions n ON n.code = c.region_code
GROUP BY s.year, n.code, s.scope;
