"""Questions: fields with lists, numbers as people read them, counties by their rate of correction."""

from __future__ import annotations

import re
from typing import Any


def test_fields_with_few_choices_are_lists(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/places_by_correction_rate").text
    year = re.search(r'<select id="[^"]*" name="year">(.*?)</select>', page, re.S)
    assert year
    years = [str(year) for (year,) in synthetic_site.rows("SELECT DISTINCT year FROM report_stats ORDER BY 1 DESC")]
    assert re.findall(r'<option value="(\d+)"', year[1]) == years
    assert '<option value="county">县级</option>' in page
    assert re.search(r'<input[^>]* name="place"[^>]* data-suggest="place"', page)


def test_a_choice_that_was_made_stays_chosen(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/places_by_correction_rate?year=2022").text
    assert '<option value="2022" selected>2022 年</option>' in page


def test_counties_are_ranked_by_cases(synthetic_site: Any) -> None:
    rows = synthetic_site.json("/reports/places_by_correction_rate.json?year=2023&_shape=array")
    assert rows
    for row in rows:
        ((corrected, cases),) = synthetic_site.rows(
            "SELECT sum(corrected), sum(reconsiderations + suits) FROM report_stats s JOIN regions n"
            " ON n.code = s.region_code WHERE s.scope = 'own' AND s.year = 2023 AND corrected IS NOT NULL"
            f" AND reconsiderations + suits IS NOT NULL AND n.full_name = '{row['地区']}'"
        )
        assert (row["纠正件数"], row["案件总数"]) == (corrected, cases)
        assert (row["名次"] is not None) == (cases >= 30)


def test_shares_are_shown_as_percentages_and_kept_as_numbers(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/disclosure_rate_by_province?year=2023").text
    rows = synthetic_site.json("/reports/disclosure_rate_by_province.json?year=2023&_shape=array")
    shown = [row["公开率"] for row in rows if row["办结件数"] >= 30]
    assert shown
    for share in shown:
        assert f"{share:.1%}" in page


def test_provinces_are_listed_by_code_wherever_one_is_chosen(synthetic_site: Any) -> None:
    by_code = [
        name
        for (name,) in synthetic_site.rows(
            "SELECT full_name FROM regions WHERE level = 'provincial'"
            " AND full_name IN (SELECT province FROM report_totals) ORDER BY code"
        )
    ]
    assert by_code != sorted(by_code)
    board = synthetic_site.get("/-/dashboards/province").text.partition('name="province"')[2].partition("</select>")[0]
    field = synthetic_site.get("/reports/places_of_province").text.partition('name="province"')[2]
    for listed in (board, field.partition("</select>")[0]):
        assert re.findall(r">([^<>]+[省市区])</option>", listed) == by_code
    said = synthetic_site.get("/reports/places_of_province.json?province=火星").json()
    assert said["suggestions"] == by_code


def test_columns_of_words_have_room_and_short_ones_stay_on_a_line(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/timeliness").text
    kinds = [re.findall(r"(short|words)\"", cell) for cell in re.findall(r"<td class=[^>]*>", page)]
    assert {kind for found in kinds for kind in found} == {"short", "words"}
