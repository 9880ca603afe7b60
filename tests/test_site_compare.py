"""Two reports side by side."""

from __future__ import annotations

import re
from typing import Any


def test_compared_cells_are_those_of_the_two_reports(synthetic_site: Any) -> None:
    (a,), (b,) = synthetic_site.rows(
        "SELECT id FROM reports WHERE form_id = '2021' AND agency_id = 1 ORDER BY year LIMIT 2"
    )
    page = synthetic_site.get(f"/-/compare/{a}/{b}").text
    tables = re.findall(r'<table class="versus">(.*?)</table>', page, re.S)
    assert len(tables) == 3
    row = re.search(r'<th scope="row">一、本年新收[^<]*</th>(.*?)</tr>', tables[1], re.S)
    assert row
    shown = re.findall(r'<td class="([ab])[^"]*">([^<]*)', row[1])
    for side, report in (("a", a), ("b", b)):
        (stored,) = synthetic_site.rows(
            "SELECT natural_person, business, research_institution, social_organization, legal_service,"
            f" other_organization, total FROM applications WHERE report_id = {report}"
            " AND outcome_id = (SELECT id FROM outcomes WHERE code = 'received')"
        )
        assert [text for which, text in shown if which == side] == ["" if n is None else str(n) for n in stored]


def test_difference_is_marked_with_its_amount_and_a_blank_has_none(synthetic_site: Any) -> None:
    (a,), (b,) = synthetic_site.rows(
        "SELECT id FROM reports WHERE form_id = '2021' AND agency_id = 1 ORDER BY year LIMIT 2"
    )
    page = synthetic_site.get(f"/-/compare/{a}/{b}").text
    (first,), (second,) = synthetic_site.rows(
        f"SELECT total FROM applications WHERE report_id IN ({a}, {b})"
        f" AND outcome_id = (SELECT id FROM outcomes WHERE code = 'received') ORDER BY report_id = {b}"
    )
    assert first != second
    by = f"{second - first:+d}".replace("-", "−")
    row = re.search(r'<th scope="row">一、本年新收[^<]*</th>(.*?)</tr>', page, re.S)
    assert row and f'{second}<span class="by">{by}</span>' in row[1]


def test_report_compared_with_itself_has_no_difference(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/compare/2/2").text
    assert ' differs"' not in page and "<del>" not in page.split('<table class="prose-diff">')[1]
    assert "<strong>100%</strong>" in page


def test_forms_that_differ_are_told(synthetic_site: Any) -> None:
    (a,), (b,) = synthetic_site.rows(
        "SELECT min(id) FROM reports WHERE agency_id = 1 AND form_id IS NOT NULL GROUP BY form_id ORDER BY form_id"
    )
    assert "表式不同" in synthetic_site.get(f"/-/compare/{a}/{b}").text


def test_columns_of_table_1_are_called_as_in_their_row_and_form(synthetic_site: Any) -> None:
    sql = "SELECT id FROM reports WHERE agency_id = 1 AND form_id = '{}' ORDER BY year LIMIT 2"
    old, new = ([one for (one,) in synthetic_site.rows(sql.format(form))] for form in ("2019", "2021"))

    def heads(one: int, other: int) -> list[str]:
        page = synthetic_site.get(f"/-/compare/{one}/{other}").text
        table = page.split('<table class="versus">')[1]
        return re.findall(r'scope="colgroup" class="a">([^<]+)<', table)

    amounts = ["采购总金额", "本年收费金额（单位：万元）"]
    assert [name for name in heads(new[0], new[1]) if "金额" in name] == amounts[1:]
    assert "本年处理决定数量" in heads(new[0], new[1])
    assert [name for name in heads(old[0], old[-1]) if "金额" in name] == amounts[:1]
    assert sorted(name for name in heads(old[0], new[0]) if "金额" in name) == sorted(amounts)
    assert heads(old[0], new[0]).count("处理决定数量") == 1


def test_two_reports_are_chosen_by_name_and_year_or_number(synthetic_site: Any) -> None:
    ((report, name, year),) = synthetic_site.rows(
        "SELECT r.id, a.name, r.year FROM reports r JOIN agencies a ON a.id = agency_id WHERE r.id = 3"
    )
    answer = synthetic_site.get(
        "/-/compare", params={"a": f"{name} {year}", "b": f"http://localhost/reports/reports/{report}"}
    )
    assert (answer.status_code, answer.headers["location"]) == (302, f"/-/compare/{report}/{report}")
    several = synthetic_site.get("/-/compare", params={"a": "示例", "b": str(report)}).text
    assert several.count(f"&amp;b={report}") >= 5
    for path in ("/-/compare/1/999999", "/-/compare/999999/1"):
        assert synthetic_site.get(path).status_code == 404
