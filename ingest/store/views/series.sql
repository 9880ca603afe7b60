-- 跨表式的系列：一个机关、一年、一个指标一个数字，2014 年起，只收各表式中含义相同的。value 是 form_id 表式中若干格（parts 个）之和，其中一格为空即为空。
-- breaks 写明该指标在哪些年份口径有变（见 breaks 表），跨过这些年份的升降不能直接比较。
CREATE VIEW series AS
SELECT
    r.agency_id, g.name AS agency, r.year, r.scope, m.code AS measure, m.label AS measure_label,
    CAST(iif(count(x.value) = p.parts, sum(x.value), NULL) AS INTEGER) AS value,
    m.unit, CAST(p.parts AS INTEGER) AS parts, r.form_id, p.breaks, m.note, r.id AS report_id
FROM reports r
JOIN agencies g ON g.id = r.agency_id
JOIN (
    SELECT
        s.*, count(*) OVER (PARTITION BY s.measure, s.form_id) AS parts,
        (SELECT group_concat(b.year, ' ') FROM series_breaks t JOIN breaks b ON b.code = t.break
            WHERE t.measure = s.measure) AS breaks
    FROM series_parts s
) p ON p.form_id = r.form_id AND p.table_name = 'statistics'
JOIN series_measures m ON m.code = p.measure
JOIN indicators i ON i.code = p.row_code
JOIN statistics x ON x.report_id = r.id AND x.indicator_id = i.id
GROUP BY r.agency_id, r.year, r.id, m.code
UNION ALL
SELECT
    r.agency_id, g.name AS agency, r.year, r.scope, m.code AS measure, m.label AS measure_label,
    CAST(iif(count(x.total) = p.parts, sum(x.total), NULL) AS INTEGER) AS value,
    m.unit, CAST(p.parts AS INTEGER) AS parts, r.form_id, p.breaks, m.note, r.id AS report_id
FROM reports r
JOIN agencies g ON g.id = r.agency_id
JOIN (
    SELECT
        s.*, count(*) OVER (PARTITION BY s.measure, s.form_id) AS parts,
        (SELECT group_concat(b.year, ' ') FROM series_breaks t JOIN breaks b ON b.code = t.break
            WHERE t.measure = s.measure) AS breaks
    FROM series_parts s
) p ON p.form_id = r.form_id AND p.table_name = 'applications'
JOIN series_measures m ON m.code = p.measure
JOIN outcomes o ON o.code = p.row_code
JOIN applications x ON x.report_id = r.id AND x.outcome_id = o.id
GROUP BY r.agency_id, r.year, r.id, m.code
UNION ALL
SELECT
    r.agency_id, g.name AS agency, r.year, r.scope, m.code AS measure, m.label AS measure_label,
    CAST(iif(count(CASE p.column_name WHEN 'upheld' THEN x.upheld WHEN 'corrected' THEN x.corrected ELSE x.other END) = p.parts, sum(CASE p.column_name WHEN 'upheld' THEN x.upheld WHEN 'corrected' THEN x.corrected ELSE x.other END), NULL) AS INTEGER) AS value,
    m.unit, CAST(p.parts AS INTEGER) AS parts, r.form_id, p.breaks, m.note, r.id AS report_id
FROM reports r
JOIN agencies g ON g.id = r.agency_id
JOIN (
    SELECT
        s.*, count(*) OVER (PARTITION BY s.measure, s.form_id) AS parts,
        (SELECT group_concat(b.year, ' ') FROM series_breaks t JOIN breaks b ON b.code = t.break
            WHERE t.measure = s.measure) AS breaks
    FROM series_parts s
) p ON p.form_id = r.form_id AND p.table_name = 'appeals'
JOIN series_measures m ON m.code = p.measure
JOIN channels c ON c.code = p.row_code
JOIN appeals x ON x.report_id = r.id AND x.channel_id = c.id
GROUP BY r.agency_id, r.year, r.id, m.code
UNION ALL
SELECT
    r.agency_id, g.name AS agency, r.year, r.scope, m.code AS measure, m.label AS measure_label,
    CAST(iif(count(x.value) = p.parts, sum(x.value), NULL) AS INTEGER) AS value,
    m.unit, CAST(p.parts AS INTEGER) AS parts, r.form_id, p.breaks, m.note, r.id AS report_id
FROM reports r
JOIN agencies g ON g.id = r.agency_id
JOIN (
    SELECT
        s.*, count(*) OVER (PARTITION BY s.measure, s.form_id) AS parts,
        (SELECT group_concat(b.year, ' ') FROM series_breaks t JOIN breaks b ON b.code = t.break
            WHERE t.measure = s.measure) AS breaks
    FROM series_parts s
) p ON p.form_id = r.form_id AND p.table_name = 'disclosure_items'
JOIN series_measures m ON m.code = p.measure
JOIN item_kinds k ON k.code = p.row_code
JOIN measures u ON u.code = p.column_name
JOIN disclosure_items x ON x.report_id = r.id AND x.item_kind_id = k.id AND x.measure_id = u.id
GROUP BY r.agency_id, r.year, r.id, m.code;
