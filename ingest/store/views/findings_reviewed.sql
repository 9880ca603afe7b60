-- 发现与复核意见，一条发现一行：机关、年度、校验、位置、印作、应为、说明，以及人工复核（dismissed 不成立，confirmed 属实，
-- 空为未复核）。复核意见按发现的 key 保存，重新读取、更正或移除报告后仍在。
CREATE VIEW findings_reviewed AS
SELECT
    f.id,
    f.key,
    f.report_id,
    g.name AS agency,
    r.year,
    r.scope,
    f.check_id,
    c.title AS check_title,
    f.severity,
    f.table_name,
    f.row_code,
    f.column_name,
    f.stated,
    f.expected,
    f.message,
    f.line,
    coalesce(v.verdict, '') AS verdict,
    coalesce(v.note, '') AS note,
    v.reviewed_at
FROM findings f
JOIN reports r ON r.id = f.report_id
JOIN agencies g ON g.id = r.agency_id
JOIN checks c ON c.id = f.check_id
LEFT JOIN reviews v ON v.key = f.key;
