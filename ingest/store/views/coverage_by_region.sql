-- 各地各年应有、已收录、不完整、未收录的报告数，以及按期、逾期数：一个年份、一个行政区划（本级及其下属机关）一行。应有数的由来
-- 见 coverage；share_found 为已收录（含不完整）占应有之比。地区未定的机关不在内。
CREATE VIEW coverage_by_region AS
WITH RECURSIVE counted AS MATERIALIZED (
    SELECT
        region_code, year, count(*) AS expected, sum(status = 'found') AS found, sum(status = 'partial') AS partial,
        sum(status = 'missing') AS missing, sum(expected_by = 'roster') AS by_roster,
        sum(timeliness = 'on time') AS on_time, sum(timeliness = 'late') AS late
    FROM coverage WHERE region_code IS NOT NULL
    GROUP BY region_code, year
),
up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM counted
    UNION
    SELECT up.member, n.parent_code FROM up JOIN regions n ON n.code = up.region_code WHERE n.parent_code IS NOT NULL
)
SELECT
    CAST(c.year AS INTEGER) AS year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    CAST(sum(c.expected) AS INTEGER) AS expected,
    CAST(sum(c.by_roster) AS INTEGER) AS by_roster,
    CAST(sum(c.found) AS INTEGER) AS found,
    CAST(sum(c.partial) AS INTEGER) AS partial,
    CAST(sum(c.missing) AS INTEGER) AS missing,
    CAST(sum(c.found) + sum(c.partial) AS REAL) / sum(c.expected) AS share_found,
    CAST(sum(c.on_time) AS INTEGER) AS on_time,
    CAST(sum(c.late) AS INTEGER) AS late
FROM counted c
JOIN up u ON u.member = c.region_code
JOIN regions n ON n.code = u.region_code
GROUP BY c.year, n.code;
