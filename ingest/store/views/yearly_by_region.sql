-- 各地各年的汇总：一个年份、一个行政区划（本级及其下属机关）、一种口径一行。政府的汇总报告（aggregate）与部门自己的
-- 报告（own）分开，从不相加。own 行是本地及以下各机关自己报告之和。aggregate 行不重复计算：有本级政府汇总的取本级
-- （aggregated_from = itself），没有的取以下各地最上一级汇总之和（below），上级汇总从不与其下级相加；一地一年有几份汇总的，
-- 无法取舍，不计入。各数为有该数字的报告之和（with_… 为这样的报告数）；比率附分子和分母，只计两者都有数字的报告，分母为零时为 NULL。由汇总表 report_totals 相加而成。
CREATE VIEW yearly_by_region AS
WITH RECURSIVE sums AS MATERIALIZED (
    SELECT year, region_code, scope,
        sum(reports) AS reports, sum(with_received) AS with_received, sum(received) AS received,
        sum(with_closed) AS with_closed, sum(closed) AS closed, sum(disclosed) AS disclosed,
        sum(partly_disclosed) AS partly_disclosed, sum(refused) AS refused, sum(carried_out) AS carried_out,
        sum(reconsiderations) AS reconsiderations, sum(suits) AS suits, sum(corrected) AS corrected,
        sum(disclosure_numerator) AS disclosure_numerator, sum(disclosure_denominator) AS disclosure_denominator,
        sum(refusal_numerator) AS refusal_numerator, sum(refusal_denominator) AS refusal_denominator,
        sum(correction_numerator) AS correction_numerator, sum(correction_denominator) AS correction_denominator
    FROM report_totals WHERE region_code IS NOT NULL
    GROUP BY year, region_code, scope
),
own_up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM sums WHERE scope = 'own'
    UNION
    SELECT own_up.member, n.parent_code FROM own_up JOIN regions n ON n.code = own_up.region_code
    WHERE n.parent_code IS NOT NULL
),
aggregates(year, region_code, reports) AS MATERIALIZED (
    SELECT year, region_code, reports FROM sums WHERE scope = 'aggregate'
),
aggregate_up(year, member, region_code) AS (
    SELECT year, region_code, region_code FROM aggregates WHERE reports = 1
    UNION ALL
    SELECT u.year, u.member, n.parent_code FROM aggregate_up u JOIN regions n ON n.code = u.region_code
    WHERE n.parent_code IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM aggregates a WHERE a.year = u.year AND a.region_code = n.parent_code)
),
chosen AS (
    SELECT s.*, u.region_code AS place FROM sums s JOIN own_up u ON u.member = s.region_code
    WHERE s.scope = 'own'
    UNION ALL
    SELECT s.*, u.region_code AS place
    FROM sums s JOIN aggregate_up u ON u.member = s.region_code AND u.year = s.year
    WHERE s.scope = 'aggregate'
)
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    s.scope,
    CASE WHEN s.scope = 'aggregate' THEN iif(max(s.region_code = n.code), 'itself', 'below') END AS aggregated_from,
    :sums_of_totals
FROM chosen s
JOIN regions n ON n.code = s.place
GROUP BY s.year, n.code, s.scope;
