-- 几个机关的报告都写的统一社会信用代码：多是门户的代码，不据以归并机关。一个代码一行：多少个机关、几种职能、多少份报告。
CREATE VIEW shared_credit_codes AS
SELECT
    r.stated_credit_code AS credit_code,
    CAST(count(DISTINCT r.agency_id) AS INTEGER) AS agencies,
    CAST(count(DISTINCT g.function) AS INTEGER) AS functions,
    CAST(count(*) AS INTEGER) AS reports,
    min(r.year) AS first_year,
    max(r.year) AS last_year
FROM reports r
JOIN agencies g ON g.id = r.agency_id
WHERE r.stated_credit_code IS NOT NULL
GROUP BY r.stated_credit_code
HAVING count(DISTINCT r.agency_id) > 1;
