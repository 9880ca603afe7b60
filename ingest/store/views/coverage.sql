-- 收录情况，一个机关一个年份一行：found 已收录，partial 表格不全或有统计表式的年份（2019 年起）只有正文，missing 未收录。
-- 应有的年份：列入名录（ingest expect）的机关按名录；其余取任何报告涉及的每一年，以及该机关首份与末份报告之间的每一年。
-- within = 1 表示该年在其首末两份之间；missing 而 within = 0 时，机关当时可能尚未设立或已撤并。
-- 期限（due_date）：2019 年起依《政府信息公开条例》第四十九条，县级以上政府部门次年 1 月 31 日，政府汇总 3 月 31 日，
-- 乡镇街道没有法定期限；此前依 2008 年条例第三十一条，3 月 31 日。dated 取成文日期与发布日期中较早的一个（网站迁移常使发布日期
-- 晚数年）；days_late 为逾期天数，按期为 0，没有期限或没有日期为 NULL。
CREATE VIEW coverage AS
WITH RECURSIVE span(agency_id, first_year, last_year) AS MATERIALIZED (
    SELECT agency_id, min(year), max(year) FROM reports GROUP BY agency_id
),
reported(year) AS MATERIALIZED (
    SELECT DISTINCT year FROM reports
),
listed AS MATERIALIZED (
    SELECT
        al.agency_id, o.id AS roster_id, o.name, o.region_code, o.level, o.first_year,
        coalesce(o.last_year, max(o.first_year, coalesce((SELECT max(year) FROM reported), o.first_year))) AS last_year
    FROM roster o LEFT JOIN agency_aliases al ON al.key = o.key
),
years(year) AS (
    SELECT min(year) FROM (SELECT min(year) AS year FROM reported UNION ALL SELECT min(first_year) FROM listed)
    UNION ALL
    SELECT year + 1 FROM years
    WHERE year < (SELECT max(year) FROM (SELECT max(year) AS year FROM reported UNION ALL SELECT max(last_year) FROM listed))
),
rostered AS MATERIALIZED (
    SELECT l.agency_id, l.name, l.region_code, l.level, y.year
    FROM listed l JOIN years y ON y.year BETWEEN l.first_year AND l.last_year
    GROUP BY coalesce(l.agency_id, -l.roster_id), y.year
),
expected AS (
    SELECT agency_id, name, region_code, level, year, 'roster' AS expected_by FROM rostered
    UNION ALL
    SELECT s.agency_id, NULL, NULL, NULL, y.year, 'reports'
    FROM span s CROSS JOIN years y
    WHERE CASE
        WHEN s.agency_id IN (SELECT agency_id FROM listed WHERE agency_id IS NOT NULL) THEN
            EXISTS (SELECT 1 FROM reports r WHERE r.agency_id = s.agency_id AND r.year = y.year)
            AND NOT EXISTS (SELECT 1 FROM rostered o WHERE o.agency_id = s.agency_id AND o.year = y.year)
        ELSE y.year BETWEEN s.first_year AND s.last_year OR y.year IN (SELECT year FROM reported)
    END
),
joined AS (
    SELECT
        e.agency_id, e.year, e.expected_by, coalesce(g.name, e.name) AS agency,
        coalesce(g.region_code, e.region_code) AS region_code, coalesce(g.level, e.level) AS level, g.function_class,
        r.id AS report_id, r.scope, r.completeness,
        nullif(min(coalesce(r.document_date, '9'), coalesce(r.published_date, '9')), '9') AS dated,
        CASE
            WHEN coalesce(g.level, e.level) = 'township' OR coalesce(g.level, e.level) IS NULL THEN NULL
            WHEN e.year < 2019 OR coalesce(r.scope, iif(g.function_class = 'government', 'aggregate', 'own')) = 'aggregate'
                THEN (e.year + 1) || '-03-31'
            ELSE (e.year + 1) || '-01-31'
        END AS due_date,
        coalesce(e.year BETWEEN s.first_year AND s.last_year, 0) AS within
    FROM expected e
    LEFT JOIN span s ON s.agency_id = e.agency_id
    LEFT JOIN agencies g ON g.id = e.agency_id
    LEFT JOIN reports r ON r.agency_id = e.agency_id AND r.year = e.year
)
SELECT
    j.agency_id,
    j.agency,
    j.region_code,
    n.full_name AS region,
    j.level,
    CAST(j.year AS INTEGER) AS year,
    CASE
        WHEN j.report_id IS NULL THEN 'missing'
        WHEN j.completeness = 'complete' THEN 'found'
        WHEN j.completeness = 'narrative' AND j.year < (SELECT min(first_year) FROM forms) THEN 'found'
        ELSE 'partial'
    END AS status,
    CASE
        WHEN j.report_id IS NULL THEN '未收录'
        WHEN j.completeness = 'complete' THEN '已收录'
        WHEN j.completeness = 'narrative' AND j.year < (SELECT min(first_year) FROM forms) THEN '已收录'
        ELSE '不完整'
    END AS status_label,
    j.scope,
    j.report_id,
    CAST(j.within AS INTEGER) AS within,
    j.expected_by,
    j.due_date,
    j.dated,
    CASE
        WHEN j.report_id IS NULL THEN NULL
        WHEN j.level = 'township' THEN 'no statutory date'
        WHEN j.due_date IS NULL OR j.dated IS NULL THEN 'unknown'
        WHEN j.dated <= j.due_date THEN 'on time'
        ELSE 'late'
    END AS timeliness,
    CASE
        WHEN j.report_id IS NULL THEN NULL
        WHEN j.level = 'township' THEN '无法定期限'
        WHEN j.due_date IS NULL OR j.dated IS NULL THEN '无法判断'
        WHEN j.dated <= j.due_date THEN '按期'
        ELSE '逾期'
    END AS timeliness_label,
    CAST(max(0, CAST(julianday(j.dated) - julianday(j.due_date) AS INTEGER)) AS INTEGER) AS days_late
FROM joined j
LEFT JOIN regions n ON n.code = j.region_code;
