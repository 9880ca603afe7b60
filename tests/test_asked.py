"""What is asked for is shown, under its name, or said not to be there; never another place's or year's numbers."""

from __future__ import annotations

import ast
import csv
import html
import io
import re
from typing import Any

import pytest
from conftest import ROOT
from test_site_home import figures, specification, text

PAGES = ("/-/dashboards/province", "/-/dashboards/appeals", "/-/functions?function=示例局", "/-/search?q=公开")
QUESTIONS = ("applications_by_year", "refusal_grounds", "places_of_province", "not_reported", "arithmetic_errors")


def _ask(site: Any, path: str, **given: str) -> Any:
    return site.get(path + ("&" if "?" in path else "?") + "&".join(f"{name}={value}" for name, value in given.items()))


def _heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    assert found
    return text(found[1])


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.S)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("typed", ["河南", "河南省", "410000", " 河南 ", "河 南"])
def test_a_name_that_is_exactly_one_place_is_that_place(typed: str, synthetic_site: Any) -> None:
    page = _ask(synthetic_site, "/-/dashboards/province", province=typed).text
    assert "河南省" in _heading(page) and "河南省" in _title(page)
    sql = "SELECT year, sum(received) FROM report_stats WHERE province = '河南省' AND scope = 'own'"
    rows = synthetic_site.rows(f"{sql} AND received IS NOT NULL GROUP BY year")
    drawn = specification(figures(page)["applications_by_year"])["data"]["values"]
    assert {row["年份"]: row["新收申请"] for row in drawn} == dict(rows)
    answer = _ask(synthetic_site, "/reports/applications_by_year.json", province=typed, _shape="array").json()
    assert {row["年份"]: row["新收申请"] for row in answer} == dict(rows)


@pytest.mark.parametrize(
    "typed", ["河男", "浙", "火星", "江浙省", "郑州", "浙江省杭州市", "0", "'", "<b>", "广东省", "云南"]
)
@pytest.mark.parametrize("page", [*PAGES, *(f"/reports/{name}" for name in QUESTIONS)])
def test_a_province_that_is_not_there_is_said_and_has_no_numbers(typed: str, page: str, synthetic_site: Any) -> None:
    answer = _ask(synthetic_site, page, province=typed)
    assert answer.status_code == 404
    assert "<figure" not in answer.text and '<table class="rows' not in answer.text
    assert re.search("没有名为“.*”的省份|库中没有.*省的报告|不止一处", _heading(answer.text))
    ways = re.findall(r'<li><a href="([^"]*)">([^<]*)</a>', answer.text)
    assert ways
    for way, label in ways:
        assert synthetic_site.get(html.unescape(way)).status_code == 200, (way, label)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_program_is_told_too(form: str, synthetic_site: Any) -> None:
    answer = _ask(synthetic_site, f"/reports/applications_by_year.{form}", province="河男")
    assert answer.status_code == 404
    assert answer.json()["error"] == "没有名为“河男”的省份。" and "河南省" in answer.json()["suggestions"]
    right = _ask(synthetic_site, f"/reports/applications_by_year.{form}", province="浙江")
    assert right.status_code == 200
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(right.text)))
        sql = "SELECT count(DISTINCT year) FROM report_stats WHERE province = '浙江省' AND scope = 'own'"
        assert len(rows) == synthetic_site.rows(f"{sql} AND received IS NOT NULL")[0][0]


@pytest.mark.parametrize("typed", ["1999", "2099", "x", "21", "二〇二一", "2021-2022", "²"])
@pytest.mark.parametrize(
    "page",
    [*PAGES, "/-/dashboards/country", "/reports/not_reported", "/reports/timeliness", "/reports/coverage_of_places"],
)
def test_a_year_out_of_range_is_said_and_has_no_numbers(typed: str, page: str, synthetic_site: Any) -> None:
    answer = _ask(synthetic_site, page, year=typed)
    assert answer.status_code == 404
    assert f"“{typed}”不是年份" in _heading(answer.text) or f"没有 {typed} 年的报告" in _heading(answer.text)
    assert "<figure" not in answer.text and '<table class="rows' not in answer.text


@pytest.mark.parametrize("typed", ["2021", "２０２１", "2021年", "2021 年度"])
def test_a_year_is_a_year_however_it_is_written(typed: str, synthetic_site: Any) -> None:
    page = _ask(synthetic_site, "/reports/top_received", year=typed).text
    assert "2021 年" in _heading(page) and "2021 年" in _title(page)
    assert {
        row["年份"] for row in _ask(synthetic_site, "/reports/top_received.json", year=typed, _shape="array").json()
    } == {2021}


@pytest.mark.parametrize(
    "place,full",
    [
        ("郑州二七", "河南省郑州市二七区"),
        ("二七区", "河南省郑州市二七区"),
        ("郑州市二七区", "河南省郑州市二七区"),
        ("410103", "河南省郑州市二七区"),
        ("衢州", "浙江省衢州市"),
        ("洛阳瀍河", "河南省洛阳市瀍河回族区"),
    ],
)
def test_a_place_may_be_called_in_short(place: str, full: str, synthetic_site: Any) -> None:
    answer = _ask(synthetic_site, "/reports/county_series.json", place=place, _shape="array").json()
    assert {row["地区"] for row in answer} == {full}
    assert full in _heading(_ask(synthetic_site, "/reports/county_series", place=place).text)
    assert answer and _ask(synthetic_site, "/reports/region_years.json", region=place, _shape="array").json()


@pytest.mark.parametrize(
    "place,held", [("朝阳区", "吉林省长春市朝阳区"), ("鼓楼", "河南省开封市鼓楼区"), ("二起区", "二七区")]
)
def test_a_name_of_several_places_or_none_is_said_with_suggestions(place: str, held: str, synthetic_site: Any) -> None:
    for name in ("county_series", "timeliness", "aggregate_against_departments"):
        answer = _ask(synthetic_site, f"/reports/{name}", place=place)
        assert answer.status_code == 404 and held in answer.text
        assert re.search("不止一处|没有名为", _heading(answer.text))


@pytest.mark.parametrize(
    "path",
    [
        "top_received?scope=政府",
        "places_ranked?level=村级",
        "functions_compared?level=x",
        "agency_series?agency=没有这个局",
        "agency_years?agency=99999",
        "function_by_year?function=没有这种局",
        "figures_with_lines?report=99999",
        "figures_with_lines?report=x",
        "region_years?region=999999",
    ],
)
def test_everything_else_that_is_not_there_is_said(path: str, synthetic_site: Any) -> None:
    answer = synthetic_site.get(f"/reports/{path}")
    assert answer.status_code == 404
    assert "没有" in _heading(answer.text) and '<table class="rows' not in answer.text


@pytest.mark.parametrize(
    "path,told",
    [
        ("top_received?scope=政府汇总", "政府汇总"),
        ("places_ranked?level=市", "市级"),
        ("agency_years?agency=衢州市人民政府", "衢州市人民政府"),
        ("disclosure_rate_by_province", "2025 年"),
        ("places_of_province?province=浙江", "浙江省"),
        ("not_reported", "2024 年"),
    ],
)
def test_the_heading_says_of_what_the_numbers_are(path: str, told: str, synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/reports/{path}").text
    assert told in _heading(page) and told in _title(page)


def test_a_chart_of_one_year_names_it(synthetic_site: Any) -> None:
    page = _ask(synthetic_site, "/-/dashboards/province", province="河南").text
    assert re.search(r"<h2>一个省的各地市 <small>河南省，2025 年</small>", page)
    page = _ask(synthetic_site, "/-/dashboards/province", province="河南", year="2021").text
    assert re.search(r"<h2>一个省的各地市 <small>河南省，2021 年</small>", page) and "2021 年" in _heading(page)


def test_fields_of_questions_have_chinese_names(synthetic_site: Any) -> None:
    for name in synthetic_site.datasette.metadata("queries", database="reports"):
        labels = re.findall(r'<label for="qp[^"]*">([^<]*)</label>', synthetic_site.get(f"/reports/{name}").text)
        assert all(re.search("[\u4e00-\u9fff]", label) for label in labels), name


@pytest.mark.parametrize(
    "path,meant",
    [
        ("/reports/region_years.json?place=浙江", "/reports/region_years.json?region=330000"),
        ("/reports/county_series.json?region=410103", "/reports/county_series.json?place=河南省郑州市二七区"),
        ("/reports/places_of_province.json?place=浙江", "/reports/places_of_province.json?province=浙江省"),
        ("/reports/appeal_outcomes.json?region=410100", "/reports/appeal_outcomes.json?place=郑州"),
        ("/reports/appeal_outcomes.json?province=河南&place=郑州", "/reports/appeal_outcomes.json?place=郑州"),
        ("/reports/appeal_outcomes.json?place=河南&region=410000", "/reports/appeal_outcomes.json?place=河南省"),
        ("/reports/appeal_outcomes.JSON?place=河南", "/reports/appeal_outcomes.json?place=河南省"),
        ("/reports/appeal~5Foutcomes.json?place=河南", "/reports/appeal_outcomes.json?place=河南省"),
        ("/reports/appeal_outcomes.CSV?place=河南", "/reports/appeal_outcomes.csv?place=河南省"),
        ("/reports/appeal_outcomes.json?place=%20", "/reports/appeal_outcomes.json"),
        ("/reports/appeal_outcomes.JSON?place=", "/reports/appeal_outcomes.json"),
        ("/reports/appeal_outcomes.json?from=timeline&utm_source=x", "/reports/appeal_outcomes.json"),
        ("/reports/timeliness.json?year=%20&place=%E3%80%80", "/reports/timeliness.json"),
        ("/-/build.JSON?rows=year&province=浙江", "/-/build.json?rows=year&place=330000"),
        ("/-/feed.atom?province=浙江", "/-/feed.atom?place=330000"),
        ("/-/feed.atom?region=410103&year=2021年", "/-/feed.atom?place=410103&year=2021"),
        (
            "/-/chart/places_of_province.metadata.json?place=浙江",
            "/-/chart/places_of_province.metadata.json?province=浙江省",
        ),
        ("/-/chart/beside_peers.json?place=二七区", "/-/chart/beside_peers.json?region=410103"),
    ],
)
def test_one_place_or_year_is_understood_however_it_is_asked_for(path: str, meant: str, synthetic_site: Any) -> None:
    asked, told = (_ask(synthetic_site, one, _shape="array") for one in (path, meant))
    assert asked.status_code == 200 and len(asked.content) > 100
    assert asked.text == told.text


@pytest.mark.parametrize(
    "path,status,said",
    [
        ("/reports/agency_series?place=郑州", 400, "不能按“place”问"),
        ("/reports/levels_compared?province=河南", 400, "不能按“province”问"),
        ("/reports/disclosure_rate_by_province?place=河南", 400, "不能按“place”问"),
        ("/reports/applications_by_year?year=2021", 400, "不能按“year”问"),
        ("/reports/applications_by_year?city=郑州", 400, "不能按“city”问"),
        ("/reports/applications_by_year?from=2021", 400, "不能按“from”问"),
        ("/reports/applications_by_year?place=郑州&province=浙江", 400, "既有“河南省郑州市”，又有“浙江省”"),
        ("/reports/appeal_outcomes?place=郑州&place=洛阳", 400, "既有“河南省郑州市”，又有“河南省洛阳市”"),
        ("/reports/carry_over?year=2021&year=2022", 400, "既有“2021”，又有“2022”"),
        ("/reports/places_of_province?place=郑州", 404, "没有名为“郑州”的省份"),
        ("/reports/appeal_outcomes.xml?place=河南", 404, "没有 .xml 这种文件"),
        ("/-/dashboards/country?province=河南", 400, "不能按“province”问"),
        ("/-/build?year=2021", 400, "不能按“year”问"),
        ("/-/feed.atom?year=abc", 404, "“abc”不是年份"),
        ("/-/feed.atom?county=二七区", 400, "不能按“county”问"),
        ("/-/chart/disclosure_rate_by_province?province=河南", 400, "不能按“province”问"),
        ("/-/chart/beside_peers?agency=1&region=410103", 400, "只写一个"),
        ("/reports/regions/410000?year=1990", 404, "没有 1990 年的报告"),
        ("/reports/regions/410000?province=浙江", 400, "不能按“province”问"),
        ("/-/revisions?report=x", 404, "没有编号为“x”的报告"),
        ("/-/panel?year=2021", 400, "不能按“year”问"),
        ("/reports/report_stats?place=河南", 400, "没有“place”这一栏"),
        ("/reports/report_stats?place__contains=河南", 400, "没有“place__contains”这一栏"),
    ],
)
def test_what_cannot_be_asked_is_said_and_has_no_numbers(
    path: str, status: int, said: str, synthetic_site: Any
) -> None:
    answer = synthetic_site.get(path)
    assert answer.status_code == status and said in html.unescape(answer.text)
    assert "<figure" not in answer.text and '<table class="rows' not in answer.text and "<entry" not in answer.text
    if path.startswith("/reports/") and status == 400:
        told = synthetic_site.get(path.replace("?", ".json?"))
        assert told.status_code == 400 and said in told.json()["error"]


def test_what_is_not_asked_for_passes(synthetic_site: Any) -> None:
    assert synthetic_site.get("/-/dashboards/appeals?province=&year=").status_code == 200
    assert synthetic_site.get("/-/asked").status_code == 404
    assert synthetic_site.get("/reports/report_stats?province=火星").status_code == 200  # a filter: no row, no number


def _patterns() -> list[str]:
    """The addresses that take parameters, as the source has them: a dictionary would keep the last of two alike."""
    tree = ast.parse((ROOT / "plugins" / "asked.py").read_text("utf-8"))
    [table] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "_PATHS"
    ]
    assert isinstance(table, ast.Dict)
    keys = [key.args[0] for key in table.keys if isinstance(key, ast.Call)]
    assert len(keys) == len(table.keys)
    return [key.value for key in keys if isinstance(key, ast.Constant)]


def test_no_address_stands_twice_among_those_that_take_parameters() -> None:
    patterns = _patterns()
    assert len(patterns) >= 5 and len(set(patterns)) == len(patterns)


def test_no_address_is_of_two_patterns() -> None:
    """The first that fits says which parameters are looked at, so a second would be for nothing."""
    for pattern in _patterns():
        # A plain address of the pattern: each choice its first way, each part that may be absent left out.
        plain = re.sub(r"\[[^]]*\][+*]?", "a", re.sub(r"\((?:[^()]|\([^()]*\))*\)\??", "", pattern)).replace("\\", "")
        assert [other for other in _patterns() if re.fullmatch(other, plain)] == [pattern], plain
