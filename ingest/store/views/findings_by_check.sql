-- 每种校验发现了多少，多的在前：处数、涉及的报告数和占全部报告的比例（附分母 reports_in_all），以及复核结果。没有发现的校验也列出。
CREATE VIEW findings_by_check AS
SELECT
    c.id AS check_id,
    c.title,
    c.severity,
    CAST(count(f.id) AS INTEGER) AS findings,
    CAST(count(DISTINCT f.report_id) AS INTEGER) AS reports,
    CAST((SELECT count(*) FROM reports) AS INTEGER) AS reports_in_all,
    CAST(count(DISTINCT f.report_id) AS REAL) / nullif((SELECT count(*) FROM reports), 0) AS report_share,
    CAST(count(f.id) FILTER (WHERE v.verdict = 'dismissed') AS INTEGER) AS dismissed,
    CAST(count(f.id) FILTER (WHERE v.verdict = 'confirmed') AS INTEGER) AS confirmed
FROM checks c
LEFT JOIN findings f ON f.check_id = c.id
LEFT JOIN reviews v ON v.key = f.key
GROUP BY c.id
ORDER BY findings DESC, c.id;
