"""Questions of a place (地方): a province, a city or a county, with all under it, however its sums are come by."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from conftest import ROOT

QUESTIONS = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
OF_A_PLACE = sorted(name for name, told in QUESTIONS.items() if ":place" in told["sql"])
KEPT = [name for name in OF_A_PLACE if "the sums are kept" in QUESTIONS[name]["sql"]]
PROVINCE, CITY, COUNTY = "河南省", "河南省郑州市", "河南省郑州市二七区"


def _rows(site: Any, name: str, **given: object) -> list[dict[str, Any]]:
    typed = "".join(f"&{key}={quote(str(value))}" for key, value in given.items())
    found: list[dict[str, Any]] = site.json(f"/reports/{name}.json?_shape=array{typed}")
    return found


def test_no_question_knows_provinces_only() -> None:
    """But the one that lists the cities of a province."""
    assert [name for name, told in QUESTIONS.items() if ":province" in told["sql"]] == ["places_of_province"]
    assert len(OF_A_PLACE) >= 22 and len(KEPT) == 7


@pytest.mark.parametrize("name", KEPT)
def test_sums_that_are_kept_are_those_that_are_added_up(name: str, synthetic_site: Any) -> None:
    """The same SQL with no province among those whose sums are kept."""
    sql = QUESTIONS[name]["sql"]
    added = sql.replace("(:place = '' or province = :province)", "").replace("or province = :place)", "or 0)")
    added = added.replace("and level = 'provincial')", "and 0)")
    assert added.count("and 0)") == 1 and added.count("or 0)") == 1
    connection = _connection(synthetic_site)
    provinces = [
        row[0] for row in connection.execute("SELECT DISTINCT province FROM report_totals WHERE province > ''")
    ]
    assert len(provinces) > 2
    for place in provinces:
        given = dict.fromkeys(set(re.findall(r"(?<![:\w]):([a-z]\w*)", sql)), "") | {"place": place}
        kept, counted = (connection.execute(one, given).fetchall() for one in (sql, added))
        assert kept == counted
    assert kept or name == "common_findings"


def _connection(site: Any) -> Any:
    site.rows("SELECT 1")
    return site._asked[1]


@pytest.mark.parametrize("name", OF_A_PLACE)
def test_a_province_is_a_place_by_either_name(name: str, synthetic_site: Any) -> None:
    assert _rows(synthetic_site, name, province="河南") == _rows(synthetic_site, name, place=PROVINCE)
    assert _rows(synthetic_site, name, province="", place="") == _rows(synthetic_site, name)


@pytest.mark.parametrize("place", [PROVINCE, CITY, COUNTY])
def test_sums_of_a_place_are_those_of_the_reports_under_it(place: str, synthetic_site: Any) -> None:
    under = (
        "SELECT s.* FROM report_stats s JOIN regions n ON n.code = s.region_code WHERE s.scope = 'own'"
        f" AND substr(n.full_name, 1, {len(place)}) = '{place}'"
        " AND s.report_id NOT IN (SELECT report_id FROM reports_left_out)"
    )
    truth = synthetic_site.rows(
        f"SELECT year, sum(received), count(received) FROM ({under}) WHERE received IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    found = _rows(synthetic_site, "applications_by_year", place=place)
    assert [(row["年份"], row["新收申请"], row["报告数"]) for row in found] == truth != []
    cells = f"({under}) s JOIN applications t ON t.report_id = s.report_id JOIN outcomes o ON o.id = t.outcome_id"
    truth = synthetic_site.rows(
        f"SELECT s.year, o.name, sum(t.total), count(t.total) FROM {cells}"
        " WHERE o.parent IN ('refused', 'not_available', 'not_processed') GROUP BY 1, 2 HAVING sum(t.total) IS NOT NULL"
    )
    found = _rows(synthetic_site, "grounds_by_year", place=place)
    assert sorted((row["年份"], row["理由"], row["件数"], row["报告数"]) for row in found) == sorted(truth) != []
    cells = f"({under}) s JOIN appeals t ON t.report_id = s.report_id JOIN channels c ON c.id = t.channel_id"
    truth = synthetic_site.rows(
        "SELECT s.year, c.label, sum(t.total), sum(t.upheld), count(t.upheld), count(t.pending)"
        f" FROM {cells} GROUP BY 1, 2"
    )
    columns = ("年份", "渠道", "总计", "结果维持", "有结果维持数的报告", "有尚未审结数的报告")
    found = _rows(synthetic_site, "appeal_outcomes", place=place)
    assert sorted(tuple(row[column] for column in columns) for row in found) == sorted(truth) != []


def test_a_place_that_is_asked_for_by_a_name_of_several_is_not_guessed(synthetic_site: Any) -> None:
    answer = synthetic_site.get("/reports/appeal_outcomes.json?place=朝阳")
    assert answer.status_code == 404 and "不止一处" in answer.json()["error"]


def test_the_page_names_the_place_and_lists_provinces_before_anything_is_typed(synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/reports/refusal_grounds?place={quote(CITY)}").text
    assert f"{CITY}，" in re.sub(r"<[^>]+>", "", page.partition("<h1")[2].partition("</h1>")[0])
    listed = page.partition("<datalist")[2].partition("</datalist>")[0]
    assert f'<option value="{PROVINCE}">' in listed


def test_the_page_of_a_place_leads_to_the_questions_of_it(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/regions/410103").text
    ways = re.findall(r'<a href="(/reports/([a-z_]+)\?place=[^"]+)">([^<]+)</a>', page)
    assert len(ways) == 6
    for way, name, title in ways:
        assert title == QUESTIONS[name]["title"]
        assert COUNTY in synthetic_site.get(way).text


@pytest.mark.parametrize("level", ["provincial", "prefectural", "county"])
def test_coverage_of_places_is_that_of_the_view(level: str, synthetic_site: Any) -> None:
    for (year,) in synthetic_site.rows("SELECT DISTINCT year FROM coverage"):
        truth = synthetic_site.rows(
            "SELECT region_full_name, year, expected, by_roster, found, partial, missing, unknown,"
            " round(share_found, 4), on_time, dated_in_time, late"
            f" FROM coverage_by_region WHERE year = {year} AND region_level = '{level}'"
            " ORDER BY region_code"
        )
        found = [tuple(row.values()) for row in _rows(synthetic_site, "coverage_of_places", level=level, year=year)]
        assert found == truth


def test_whole_dashboards_are_of_the_province(synthetic_site: Any) -> None:
    """Every chart of a dashboard that is of one province is of that province, or lists them all."""
    boards = yaml.safe_load((Path(ROOT) / "plugins/dashboards.yml").read_text("utf-8"))
    listing = {"disclosure_rate_by_province", "correction_rate_by_province", "reports_by_province_and_year"}
    for board in boards["dashboards"].values():
        if "province" in board["parameters"]:
            for chart in set(board["charts"]) - listing:
                sql = QUESTIONS[boards["charts"][chart].get("query", chart)]["sql"]
                assert ":place" in sql or ":province" in sql, chart
