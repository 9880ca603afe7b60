-- 各地各年应有、已收录、不完整、未收录、尚不可知的机关数，以及按期、逾期数：一个年份、一个行政区划（本级及其下属机关）一行，以 coverage
-- 为准，一个机关一年计一次。expected 为可知应有的（名录所列、首末两份之间、已有报告）；unknown 为尚不可知的。missing 为 0 而 unknown
-- 不为 0 时，未收录几个不可知，为空，不为 0；share_found 为已收录（含不完整）占应有之比，有尚不可知的时为空。载入名录（ingest expect）
-- 即可知。地区未定的机关不在内。
CREATE VIEW coverage_by_region AS
WITH RECURSIVE agency_years AS (
    SELECT
        region_code, year, min(CASE status WHEN 'found' THEN 1 WHEN 'partial' THEN 2 WHEN 'missing' THEN 3 ELSE 4 END) AS status,
        max(expected_by = 'roster') AS by_roster, coalesce(max(timeliness = 'on time'), 0) AS on_time,
        coalesce(max(timeliness = 'dated in time'), 0) AS dated_in_time, coalesce(max(timeliness = 'late'), 0) AS late
    FROM (
        SELECT region_code, year, coalesce(agency_id, agency) AS agency, status, expected_by, timeliness FROM coverage
        WHERE region_code IS NOT NULL LIMIT -1  -- or each of these is worked out at every mention
    )
    GROUP BY region_code, year, agency
),
counted AS MATERIALIZED (
    SELECT
        region_code, year, sum(status = 1) AS found, sum(status = 2) AS partial, sum(status = 3) AS missing,
        sum(status = 4) AS unknown, sum(by_roster) AS by_roster, sum(on_time) AS on_time,
        sum(dated_in_time) AS dated_in_time, sum(late) AS late
    FROM agency_years GROUP BY region_code, year
),
up(member, region_code) AS (
    SELECT DISTINCT region_code, region_code FROM counted
    UNION ALL
    SELECT up.member, n.parent_code FROM up JOIN regions n ON n.code = up.region_code WHERE n.parent_code IS NOT NULL
),
sums AS (
    SELECT
        c.year, u.region_code, sum(c.found) AS found, sum(c.partial) AS partial, sum(c.missing) AS missing,
        sum(c.unknown) AS unknown, sum(c.by_roster) AS by_roster, sum(c.on_time) AS on_time,
        sum(c.dated_in_time) AS dated_in_time, sum(c.late) AS late
    FROM counted c JOIN up u ON u.member = c.region_code
    GROUP BY c.year, u.region_code
)
SELECT
    CAST(s.year AS INTEGER) AS year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    CAST(s.found + s.partial + s.missing AS INTEGER) AS expected,
    CAST(s.by_roster AS INTEGER) AS by_roster,
    CAST(s.found AS INTEGER) AS found,
    CAST(s.partial AS INTEGER) AS partial,
    CAST(iif(s.missing = 0 AND s.unknown > 0, NULL, s.missing) AS INTEGER) AS missing,
    CAST(s.unknown AS INTEGER) AS unknown,
    CAST(iif(s.unknown > 0, NULL, s.found + s.partial) AS REAL) / (s.found + s.partial + s.missing) AS share_found,
    CAST(s.on_time AS INTEGER) AS on_time,
    CAST(s.dated_in_time AS INTEGER) AS dated_in_time,
    CAST(s.late AS INTEGER) AS late
FROM sums s
JOIN regions n ON n.code = s.region_code;
