-- 主动公开，一格一行，附事项和栏目的名称。unit 是报告写明的单位，expected_unit 是表式的计量单位。
CREATE VIEW disclosure_long AS
SELECT
    d.report_id,
    g.name AS agency,
    r.year,
    r.scope,
    r.form_id,
    k.code AS item,
    k.label AS item_label,
    k.article,
    m.code AS measure,
    m.label AS measure_label,
    d.value,
    d.unit,
    m.unit AS expected_unit,
    d.raw,
    d.line
FROM disclosure_items d
JOIN reports r ON r.id = d.report_id
JOIN agencies g ON g.id = r.agency_id
JOIN item_kinds k ON k.id = d.item_kind_id
JOIN measures m ON m.id = d.measure_id;
