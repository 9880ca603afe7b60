-- 行政复议、行政诉讼历年的结果：一个年份、一个层级、一种口径、一种途径一行。复议后起诉与此前的复议是同一争议，各途径不可相加。
-- correction_rate 为结果纠正 ÷ 总计（含尚未审结），decided_rate 为结果纠正 ÷ 已审结（总计 − 尚未审结）；各附分子、分母和所据报告数，
-- 只计两者都有数字的报告，分母为零时为 NULL。政府和其办公室等不重复计，见 reports_left_out。
CREATE VIEW yearly_by_channel AS
SELECT
    t.year,
    t.level,
    t.scope,
    c.code AS channel,
    c.label AS channel_label,
    CAST(sum(t.reports) AS INTEGER) AS reports,
    CAST(sum(t.with_total) AS INTEGER) AS with_total,
    CAST(sum(t.total) AS INTEGER) AS total,
    CAST(sum(t.upheld) AS INTEGER) AS upheld,
    CAST(sum(t.corrected) AS INTEGER) AS corrected,
    CAST(sum(t.other) AS INTEGER) AS other,
    CAST(sum(t.pending) AS INTEGER) AS pending,
    CAST(sum(t.correction_numerator) AS INTEGER) AS correction_numerator,
    CAST(sum(t.correction_denominator) AS INTEGER) AS correction_denominator,
    CAST(sum(t.correction_reports) AS INTEGER) AS correction_reports,
    CAST(sum(t.correction_numerator) AS REAL) / nullif(sum(t.correction_denominator), 0) AS correction_rate,
    CAST(sum(t.decided_numerator) AS INTEGER) AS decided_numerator,
    CAST(sum(t.decided_denominator) AS INTEGER) AS decided_denominator,
    CAST(sum(t.decided_reports) AS INTEGER) AS decided_reports,
    CAST(sum(t.decided_numerator) AS REAL) / nullif(sum(t.decided_denominator), 0) AS decided_rate
FROM appeal_totals t
JOIN channels c ON c.id = t.channel_id
WHERE t.added
GROUP BY t.year, t.level, t.scope, t.channel_id;
