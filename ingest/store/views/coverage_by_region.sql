-- 各地各年应有、已收录、不完整、未收录、尚不可知的机关数，以及按期、逾期数：一个年份、一个行政区划（本级及其下属机关）一行，以 coverage
-- 为准，一个机关一年计一次。expected 为可知应有的（名录所列、首末两份之间、已有报告）；unknown 为尚不可知的。missing 为 0 而 unknown
-- 不为 0 时，未收录几个不可知，为空，不为 0；share_found 为已收录（含不完整）占应有之比，有尚不可知的时为空。载入名录（ingest expect）
-- 即可知。地区未定的机关不在内。
CREATE VIEW coverage_by_region AS
SELECT
    s.year,
    n.code AS region_code,
    n.name AS region,
    n.full_name AS region_full_name,
    n.level AS region_level,
    CAST(s.found + s.partial + s.missing AS INTEGER) AS expected,
    s.by_roster,
    s.found,
    s.partial,
    CAST(iif(s.missing = 0 AND s.unknown > 0, NULL, s.missing) AS INTEGER) AS missing,
    s.unknown,
    CAST(iif(s.unknown > 0, NULL, s.found + s.partial) AS REAL) / (s.found + s.partial + s.missing) AS share_found,
    s.on_time,
    s.dated_in_time,
    s.late
FROM region_coverage s
JOIN regions n ON n.code = s.region_code;
