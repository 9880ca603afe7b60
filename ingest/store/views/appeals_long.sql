-- 行政复议、行政诉讼，一格一行：一份报告、一种途径、一种结果一个数字，供作图和汇总用。空白格为 NULL。
-- 总计栏（result = total）与明细并列，汇总时请先筛选，以免重复计算。
CREATE VIEW appeals_long AS
SELECT
    p.report_id,
    g.name AS agency,
    r.year,
    r.scope,
    r.form_id,
    h.code AS channel,
    h.label AS channel_label,
    s.code AS result,
    s.label AS result_label,
    CAST(CASE s.code
        WHEN 'upheld' THEN p.upheld
        WHEN 'corrected' THEN p.corrected
        WHEN 'other' THEN p.other
        WHEN 'pending' THEN p.pending
        WHEN 'total' THEN p.total
    END AS INTEGER) AS value,
    p.line
FROM appeals p
JOIN reports r ON r.id = p.report_id
JOIN agencies g ON g.id = r.agency_id
JOIN channels h ON h.id = p.channel_id
CROSS JOIN appeal_results s;
