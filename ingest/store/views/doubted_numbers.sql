-- 数本身存疑的单元格：有一条没有被复核推翻的警告说它不像件数或金额（单位、大小不合情理）。照录照加，凡合计都另注明其中有几个。
-- value 为空的没有录入，也就没有加进合计。
CREATE VIEW doubted_numbers AS
SELECT
    f.report_id, r.year, f.table_name, f.row_code, f.column_name, f.stated,
    CAST(coalesce(
        (SELECT l.value FROM disclosure_long l
         WHERE f.table_name = 'disclosure_items' AND l.report_id = f.report_id AND l.item = f.row_code
            AND l.measure = f.column_name),
        (SELECT l.value FROM applications_long l
         WHERE f.table_name = 'applications' AND l.report_id = f.report_id AND l.outcome = f.row_code
            AND l.applicant = f.column_name),
        (SELECT l.value FROM appeals_long l
         WHERE f.table_name = 'appeals' AND l.report_id = f.report_id AND l.channel = f.row_code
            AND l.result = f.column_name)
    ) AS REAL) AS value,
    f.check_id, f.message
FROM findings f
JOIN reports r ON r.id = f.report_id
LEFT JOIN reviews v ON v.key = f.key
WHERE f.check_id IN (:doubting) AND coalesce(v.verdict, '') <> 'dismissed';
