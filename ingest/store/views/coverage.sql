-- 收录情况，一个机关一个年份一行：found 已收录，partial 表格不全或有统计表式的年份（2019 年起）只有正文，missing 未收录，
-- unknown 尚不可知。应有的年份：列入名录（ingest expect）的机关按名录；其余取任何报告涉及的每一年，以及该机关首份与末份报告之间的每一年。
-- 没有报告的年份，名录列有或在该机关首末两份之间（within = 1）的为 missing；在其首份之前或末份之后的，机关当时可能尚未设立、已经撤并或尚未公布，
-- 为 unknown；所在地区已撤销的，此后不再列出。地区为当年的地区。coverage_by_region、coverage_by_year、not_reported、各看板和 ingest coverage 都以此为准。
-- 期限（due_date）：2019 年起依《政府信息公开条例》第四十九条，县级以上政府部门次年 1 月 31 日，政府汇总 3 月 31 日，
-- 乡镇街道没有法定期限；此前依 2008 年条例第三十一条，3 月 31 日。只有发布日期能证明按期（on time）；成文在期限内而没有发布日期的（dated in time），
-- 公布日期不明；成文在期限内而所印发布日期在期限后的（published after），可能是网站迁移改写了日期，不判；late 为发布或成文在期限后。
-- dated 为据以判断的日期；days_late 为逾期天数，按期为 0，不能判断为 NULL。
CREATE VIEW coverage AS
WITH RECURSIVE listed AS MATERIALIZED (
    SELECT
        al.agency_id, o.id AS roster_id, o.name, o.region_code, o.level, o.first_year,
        coalesce(o.last_year, max(o.first_year, coalesce((SELECT max(year) FROM report_stats), o.first_year))) AS last_year
    FROM roster o LEFT JOIN agency_aliases al ON al.key = o.key
),
years(year) AS MATERIALIZED (
    SELECT min(year) FROM (SELECT min(year) AS year FROM report_stats UNION ALL SELECT min(first_year) FROM listed)
    UNION ALL
    SELECT year + 1 FROM years
    WHERE year < (SELECT max(year) FROM (SELECT max(year) AS year FROM report_stats UNION ALL SELECT max(last_year) FROM listed))
),
reported(year) AS MATERIALIZED (
    SELECT year FROM years WHERE EXISTS (SELECT 1 FROM report_stats s WHERE s.year = years.year)
),
rostered AS MATERIALIZED (
    SELECT DISTINCT CAST(coalesce(l.agency_id, -l.roster_id) AS INTEGER) AS member, y.year
    FROM listed l JOIN years y ON y.year BETWEEN l.first_year AND l.last_year
),
spans AS MATERIALIZED (
    SELECT agency_id, min(year) AS first_year, max(year) AS last_year FROM reports GROUP BY agency_id
),
members AS MATERIALIZED (
    SELECT
        g.id AS member, g.id AS agency_id, g.name, g.region_code, g.level, g.function_class, s.first_year, s.last_year,
        g.id IN (SELECT agency_id FROM listed WHERE agency_id IS NOT NULL) AS is_listed
    FROM agencies g LEFT JOIN spans s ON s.agency_id = g.id
    UNION ALL
    SELECT CAST(-roster_id AS INTEGER), NULL, name, region_code, level, NULL, NULL, NULL, 1 FROM listed WHERE agency_id IS NULL
),
deadlines AS MATERIALIZED (
    SELECT year, (year + 1) || '-01-31' AS january, (year + 1) || '-03-31' AS march FROM years
),
joined AS (
    -- one SELECT without a UNION in it: who asks for a year gets to it before anything is looked up
    SELECT
        m.agency_id, y.year, iif(o.year IS NULL, 'reports', 'roster') AS expected_by, m.name AS agency,
        -- where the place was in the year: under an earlier code, or nowhere once it was abolished
        coalesce(r.place_code, iif(m.agency_id IS NULL, m.region_code, (
            SELECT p.code FROM region_names h JOIN region_names p ON p.code_now = h.code_now
            WHERE h.code = m.region_code AND y.year BETWEEN coalesce(p.first_year, 0) AND coalesce(p.last_year, 9999)
            ORDER BY p.code LIMIT 1
        )), m.region_code) AS region_code,
        m.region_code AS known_at, m.level, coalesce(y.year BETWEEN m.first_year AND m.last_year, 0) AS within,
        r.id AS report_id, r.scope, r.completeness, r.document_date, r.published_date,
        CASE
            WHEN m.level = 'township' OR m.level IS NULL THEN NULL
            WHEN y.year < 2019 OR coalesce(r.scope, iif(m.function_class = 'government', 'aggregate', 'own')) = 'aggregate'
                THEN y.march
            ELSE y.january
        END AS due_date
    FROM members m CROSS JOIN deadlines y
    LEFT JOIN rostered o ON o.member = m.member AND o.year = y.year
    LEFT JOIN reports r ON r.agency_id = m.agency_id AND r.year = y.year
    WHERE CASE
        WHEN o.year IS NOT NULL OR r.id IS NOT NULL THEN 1
        WHEN m.is_listed OR m.first_year IS NULL THEN 0
        WHEN y.year NOT IN (SELECT year FROM reported) AND y.year NOT BETWEEN m.first_year AND m.last_year THEN 0
        ELSE m.region_code IS NULL OR EXISTS (
            SELECT 1 FROM region_names h JOIN region_names p ON p.code_now = h.code_now
            WHERE h.code = m.region_code AND y.year BETWEEN coalesce(p.first_year, 0) AND coalesce(p.last_year, 9999)
        )
    END
),
judged AS (
    SELECT
        j.*,
        CASE
            WHEN report_id IS NULL THEN iif(expected_by = 'roster' OR within, 'missing', 'unknown')
            WHEN completeness = 'complete' THEN 'found'
            WHEN completeness = 'narrative' AND year < (SELECT min(first_year) FROM forms) THEN 'found'
            ELSE 'partial'
        END AS status,
        CASE
            WHEN report_id IS NULL THEN NULL
            WHEN level = 'township' THEN 'no statutory date'
            WHEN due_date IS NULL OR coalesce(published_date, document_date) IS NULL THEN 'unknown'
            WHEN published_date <= due_date THEN 'on time'
            WHEN document_date > due_date OR document_date IS NULL THEN 'late'
            WHEN published_date IS NULL THEN 'dated in time'
            ELSE 'published after'
        END AS timeliness,
        CASE
            WHEN published_date <= due_date THEN published_date
            WHEN document_date > due_date THEN min(document_date, coalesce(published_date, document_date))
            ELSE coalesce(document_date, published_date)
        END AS dated
    FROM joined j
)
SELECT
    j.agency_id,
    j.agency,
    j.region_code,
    j.known_at AS agency_region,
    n.full_name AS region,
    iif(p.level = 'provincial', p.name, NULL) AS province,
    j.level,
    CAST(j.year AS INTEGER) AS year,
    j.status,
    CASE j.status WHEN 'found' THEN '已收录' WHEN 'partial' THEN '不完整' WHEN 'missing' THEN '未收录' ELSE '尚不可知' END AS status_label,
    j.scope,
    j.report_id,
    CAST(j.within AS INTEGER) AS within,
    j.expected_by,
    j.due_date,
    j.dated,
    j.timeliness,
    CASE j.timeliness
        WHEN 'no statutory date' THEN '无法定期限'
        WHEN 'unknown' THEN '无法判断'
        WHEN 'on time' THEN '按期'
        WHEN 'late' THEN '逾期'
        WHEN 'dated in time' THEN '成文日期在期限内，公布日期不明'
        WHEN 'published after' THEN '成文日期在期限内，所印发布日期在期限后'
    END AS timeliness_label,
    CASE j.timeliness
        WHEN 'on time' THEN 0
        WHEN 'late' THEN CAST(julianday(j.dated) - julianday(j.due_date) AS INTEGER)
    END AS days_late
FROM judged j
LEFT JOIN regions n ON n.code = j.region_code
LEFT JOIN regions p ON p.code = substr(j.region_code, 1, 2) || '0000';
