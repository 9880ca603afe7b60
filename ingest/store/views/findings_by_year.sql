-- 各年各表式的报告有多少份没有任何发现：一个年份、一种表式一行，复核为“不成立”的发现不计。without_errors 没有错误，
-- clean 没有错误和警告，without_findings 连提示也没有；比率的分母是 reports。
CREATE VIEW findings_by_year AS
WITH counted(report_id, errors, warnings) AS (
    SELECT f.report_id, count(*) FILTER (WHERE f.severity = 'error'), count(*) FILTER (WHERE f.severity = 'warning')
    FROM findings f LEFT JOIN reviews v ON v.key = f.key
    WHERE coalesce(v.verdict, '') <> 'dismissed'
    GROUP BY f.report_id
)
SELECT
    r.year,
    r.form_id,
    CAST(count(*) AS INTEGER) AS reports,
    CAST(count(*) FILTER (WHERE coalesce(c.errors, 0) = 0) AS INTEGER) AS without_errors,
    CAST(count(*) FILTER (WHERE coalesce(c.errors + c.warnings, 0) = 0) AS INTEGER) AS clean,
    CAST(count(*) FILTER (WHERE c.report_id IS NULL) AS INTEGER) AS without_findings,
    CAST(count(*) FILTER (WHERE coalesce(c.errors, 0) = 0) AS REAL) / count(*) AS without_errors_share,
    CAST(count(*) FILTER (WHERE coalesce(c.errors + c.warnings, 0) = 0) AS REAL) / count(*) AS clean_share,
    CAST(count(*) FILTER (WHERE c.report_id IS NULL) AS REAL) / count(*) AS without_findings_share
FROM reports r
LEFT JOIN counted c ON c.report_id = r.id
GROUP BY r.year, r.form_id;
