-- The sums of every report that is due made anew.

DELETE FROM report_copies WHERE report_id IN (SELECT report_id FROM copies_due);
INSERT INTO report_copies
WITH compared AS (
    SELECT
        t.report_id, t.characters, coalesce(e.common, 0) AS earlier, coalesce(o.common, 0) AS others
    FROM copies_due d
    CROSS JOIN section_texts t ON t.report_id = d.report_id
    LEFT JOIN copied_sections e ON e.section_id = t.section_id AND e.kind = 'earlier_year'
    LEFT JOIN copied_sections o ON o.section_id = t.section_id AND o.kind = 'other_agency'
)
SELECT
    report_id, sum(characters), sum(earlier), sum(others), sum(max(earlier, others)),
    round(1.0 * sum(earlier) / sum(characters), 4), round(1.0 * sum(others) / sum(characters), 4),
    round(1.0 * sum(max(earlier, others)) / sum(characters), 4)
FROM compared
GROUP BY report_id;

DELETE FROM copied_reports WHERE report_id IN (SELECT report_id FROM copies_due);
INSERT INTO copied_reports
SELECT
    c.report_id, c.other_report_id, c.kind, r.year, count(*), sum(c.common), s.characters,
    round(1.0 * sum(c.common) / s.characters, 4)
FROM copies_due d
CROSS JOIN copied_sections c ON c.report_id = d.report_id
JOIN reports r ON r.id = c.report_id
JOIN report_copies s ON s.report_id = c.report_id
GROUP BY c.report_id, c.other_report_id;
