-- 依申请公开，一格一行：一份报告、一种办理结果、一类申请人一个数字，供作图和汇总用。空白格为 NULL。
-- 总计栏（applicant = total）和各小计、总计行与明细并列，汇总时请先筛选，以免重复计算。
CREATE VIEW applications_long AS
SELECT
    a.report_id,
    g.name AS agency,
    r.year,
    r.scope,
    r.form_id,
    o.code AS outcome,
    o.name AS outcome_label,
    o.parent AS outcome_group,
    o.kind,
    o.position,
    c.code AS applicant,
    c.label AS applicant_label,
    CAST(CASE c.code
        WHEN 'natural_person' THEN a.natural_person
        WHEN 'business' THEN a.business
        WHEN 'research_institution' THEN a.research_institution
        WHEN 'social_organization' THEN a.social_organization
        WHEN 'legal_service' THEN a.legal_service
        WHEN 'other_organization' THEN a.other_organization
        WHEN 'total' THEN a.total
    END AS INTEGER) AS value,
    a.line
FROM applications a
JOIN reports r ON r.id = a.report_id
JOIN agencies g ON g.id = r.agency_id
JOIN outcomes o ON o.id = a.outcome_id
CROSS JOIN applicants c;
