-- 跨表式的系列：一个机关、一年、一个指标一个数字，2014 年起，只收各表式中含义相同的。value 是 form_id 表式中若干格（parts 个）之和，其中一格为空即为空。
-- breaks 写明该指标在哪些年份口径有变（见 breaks 表），跨过这些年份的升降不能直接比较；
-- 表式与年度不符的（如 2018 年度的报告用 2019 年表式），口径随表式（form_id），不随年份。
CREATE VIEW series AS
WITH sums AS MATERIALIZED (
    SELECT
        s.measure, s.form_id, s.table_name, count(*) AS parts,
        (SELECT group_concat(b.year, ' ') FROM series_breaks t JOIN breaks b ON b.code = t.break
            WHERE t.measure = s.measure) AS breaks
    FROM series_parts s GROUP BY s.measure, s.form_id, s.table_name
)
SELECT
    -- no GROUP BY over the reports: whoever asks for one agency, or for the first rows, waits for no others
    r.agency_id, g.name AS agency, r.year, r.scope, m.code AS measure, m.label AS measure_label,
    CAST(CASE p.table_name
        WHEN 'statistics' THEN (
            SELECT iif(count(x.value) = p.parts, sum(x.value), NULL)
            FROM series_parts s CROSS JOIN indicators i ON i.code = s.row_code
            CROSS JOIN statistics x ON x.report_id = r.id AND x.indicator_id = i.id
            WHERE s.measure = p.measure AND s.form_id = p.form_id
        )
        WHEN 'applications' THEN (
            SELECT iif(count(x.total) = p.parts, sum(x.total), NULL)
            FROM series_parts s CROSS JOIN outcomes o ON o.code = s.row_code
            CROSS JOIN applications x ON x.report_id = r.id AND x.outcome_id = o.id
            WHERE s.measure = p.measure AND s.form_id = p.form_id
        )
        WHEN 'appeals' THEN (
            SELECT
                iif(count(CASE s.column_name WHEN 'upheld' THEN x.upheld WHEN 'corrected' THEN x.corrected ELSE x.other END) = p.parts,
                    sum(CASE s.column_name WHEN 'upheld' THEN x.upheld WHEN 'corrected' THEN x.corrected ELSE x.other END), NULL)
            FROM series_parts s CROSS JOIN channels c ON c.code = s.row_code
            CROSS JOIN appeals x ON x.report_id = r.id AND x.channel_id = c.id
            WHERE s.measure = p.measure AND s.form_id = p.form_id
        )
        ELSE (
            SELECT iif(count(x.value) = p.parts, sum(x.value), NULL)
            FROM series_parts s CROSS JOIN item_kinds k ON k.code = s.row_code CROSS JOIN measures u ON u.code = s.column_name
            CROSS JOIN disclosure_items x ON x.report_id = r.id AND x.item_kind_id = k.id AND x.measure_id = u.id
            WHERE s.measure = p.measure AND s.form_id = p.form_id
        )
    END AS INTEGER) AS value,
    m.unit, CAST(p.parts AS INTEGER) AS parts, r.form_id, p.breaks, m.note, r.id AS report_id
FROM reports r
JOIN agencies g ON g.id = r.agency_id
JOIN sums p ON p.form_id = r.form_id
JOIN series_measures m ON m.code = p.measure
WHERE CASE p.table_name
    WHEN 'statistics' THEN EXISTS (
        SELECT 1 FROM series_parts s CROSS JOIN indicators i ON i.code = s.row_code
        CROSS JOIN statistics x ON x.report_id = r.id AND x.indicator_id = i.id
        WHERE s.measure = p.measure AND s.form_id = p.form_id
    )
    WHEN 'applications' THEN EXISTS (
        SELECT 1 FROM series_parts s CROSS JOIN outcomes o ON o.code = s.row_code
        CROSS JOIN applications x ON x.report_id = r.id AND x.outcome_id = o.id
        WHERE s.measure = p.measure AND s.form_id = p.form_id
    )
    WHEN 'appeals' THEN EXISTS (
        SELECT 1 FROM series_parts s CROSS JOIN channels c ON c.code = s.row_code
        CROSS JOIN appeals x ON x.report_id = r.id AND x.channel_id = c.id
        WHERE s.measure = p.measure AND s.form_id = p.form_id
    )
    ELSE EXISTS (
        SELECT 1 FROM series_parts s CROSS JOIN item_kinds k ON k.code = s.row_code CROSS JOIN measures u ON u.code = s.column_name
        CROSS JOIN disclosure_items x ON x.report_id = r.id AND x.item_kind_id = k.id AND x.measure_id = u.id
        WHERE s.measure = p.measure AND s.form_id = p.form_id
    )
END;
