-- 雷同的正文：报告的一节与另一份报告的一节几乎相同（相同的字占八成以上），一行一对。本机关往年的和其他机关同年或更早的，各取最相似的一节，相似的取年份最近的。
-- 表式、法规的套话（standard）、数字、标点和八个字以内的小标题不计，余下不足八十字的不比。相似度 = 相同字数 × 2 ÷ 两节字数之和，按原次序逐字比。
-- 同一年的两份谁先谁后，不可知。雷同不等于抄袭：可能同出一个范本。
CREATE VIEW copied_prose AS
SELECT
    c.section_id,
    c.kind,
    r.id AS report_id,
    g.name AS agency,
    r.year,
    s.province,
    x.heading,
    c.other_report_id,
    h.name AS other_agency,
    o.year AS other_year,
    c.other_section_id,
    y.heading AS other_heading,
    c.common,
    c.characters,
    c.other_characters,
    c.similarity
FROM copied_sections c
JOIN sections x ON x.id = c.section_id
JOIN reports r ON r.id = c.report_id
JOIN agencies g ON g.id = r.agency_id
JOIN sections y ON y.id = c.other_section_id
JOIN reports o ON o.id = c.other_report_id
JOIN agencies h ON h.id = o.agency_id
LEFT JOIN report_stats s ON s.report_id = r.id;
