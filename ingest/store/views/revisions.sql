-- 更正：后来的文件取代先前的报告时，改了哪些格、哪些字，一处一行，附改前、改后、先后两份原文和日期。没有表名的一行：文件换了，读出的内容没有变。
-- 数字照录；空值是空白或没有这一处。在有这张表之前的更正，只知道次数（reports.revision），改动未记。
CREATE VIEW revisions AS
SELECT
    c.id,
    c.report_id,
    g.name AS agency,
    r.year,
    r.scope,
    c.table_name,
    c.row_code,
    coalesce(o.name, h.label, k.label, i.label, d.term) AS row_label,
    c.column_name,
    coalesce(p.label, s.label, m.label) AS column_label,
    c.before,
    c.after,
    c.replaced_source_id,
    c.source_id,
    n.url,
    c.changed_at
FROM report_changes c
JOIN reports r ON r.id = c.report_id
JOIN agencies g ON g.id = r.agency_id
JOIN sources n ON n.id = c.source_id
LEFT JOIN outcomes o ON c.table_name = 'applications' AND o.code = c.row_code
LEFT JOIN channels h ON c.table_name = 'appeals' AND h.code = c.row_code
LEFT JOIN item_kinds k ON c.table_name = 'disclosure_items' AND k.code = c.row_code
LEFT JOIN indicators i ON c.table_name = 'statistics' AND i.code = c.row_code
LEFT JOIN dictionary d ON c.table_name = 'reports' AND d.table_name = 'reports' AND d.column_name = c.row_code
LEFT JOIN applicants p ON c.table_name = 'applications' AND p.code = c.column_name
LEFT JOIN appeal_results s ON c.table_name = 'appeals' AND s.code = c.column_name
LEFT JOIN measures m ON c.table_name = 'disclosure_items' AND m.code = c.column_name;
