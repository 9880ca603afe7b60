-- 跨表式的系列：一个机关、一年、一个指标一个数字，2014 年起，只收各表式中含义相同的。value 是 form_id 表式中若干格（parts 个）之和，其中一格为空即为空。
-- breaks 写明该指标在哪些年份口径有变（见 breaks 表），跨过这些年份的升降不能直接比较。
CREATE VIEW series AS
WITH cells AS (
    SELECT s.report_id, p.measure, p.form_id, s.value
    FROM series_parts p
    JOIN indicators i ON p.table_name = 'statistics' AND i.code = p.row_code
    JOIN statistics s ON s.indicator_id = i.id
    UNION ALL
    SELECT a.report_id, p.measure, p.form_id, a.total
    FROM series_parts p
    JOIN outcomes o ON p.table_name = 'applications' AND o.code = p.row_code
    JOIN applications a ON a.outcome_id = o.id
    UNION ALL
    SELECT
        a.report_id, p.measure, p.form_id,
        CASE p.column_name WHEN 'upheld' THEN a.upheld WHEN 'corrected' THEN a.corrected WHEN 'other' THEN a.other END
    FROM series_parts p
    JOIN channels c ON p.table_name = 'appeals' AND c.code = p.row_code
    JOIN appeals a ON a.channel_id = c.id
    UNION ALL
    SELECT d.report_id, p.measure, p.form_id, d.value
    FROM series_parts p
    JOIN item_kinds k ON p.table_name = 'disclosure_items' AND k.code = p.row_code
    JOIN measures m ON m.code = p.column_name
    JOIN disclosure_items d ON d.item_kind_id = k.id AND d.measure_id = m.id
)
SELECT
    r.agency_id,
    g.name AS agency,
    r.year,
    r.scope,
    m.code AS measure,
    m.label AS measure_label,
    CAST(iif(count(x.value) = n.parts, sum(x.value), NULL) AS INTEGER) AS value,
    m.unit,
    n.parts,
    r.form_id,
    (SELECT group_concat(b.year, ' ') FROM series_breaks s JOIN breaks b ON b.code = s.break WHERE s.measure = m.code)
        AS breaks,
    m.note,
    r.id AS report_id
FROM cells x
JOIN reports r ON r.id = x.report_id AND r.form_id = x.form_id
JOIN agencies g ON g.id = r.agency_id
JOIN series_measures m ON m.code = x.measure
JOIN (SELECT measure, form_id, count(*) AS parts FROM series_parts GROUP BY measure, form_id) n
    ON n.measure = x.measure AND n.form_id = x.form_id
GROUP BY r.id, m.code;
