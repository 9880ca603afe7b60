"""Charts to keep: an address, a picture that stands alone, its rows and what it is."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from conftest import ROOT

CHARTS = yaml.safe_load((ROOT / "plugins" / "dashboards.yml").read_text("utf-8"))["charts"]


def test_every_chart_has_its_page_with_what_can_be_taken_along(synthetic_site: Any) -> None:
    for name in CHARTS:
        page = synthetic_site.get(f"/-/chart/{name}")
        assert page.status_code == 200, name
        for ending in (".png", ".svg", ".metadata.json"):
            assert f"/-/chart/{name}{ending}" in page.text, name
        assert "&lt;iframe src=" in page.text


@pytest.mark.parametrize("name", ["applications_by_year", "agency_years?agency=1"])
def test_picture_has_title_source_address_and_date(synthetic_site: Any, name: str) -> None:
    name, _, asked = name.partition("?")
    told = synthetic_site.get(f"/-/chart/{name}.metadata.json?{asked}").json()
    drawing = synthetic_site.get(f"/-/chart/{name}.svg?{asked}").text
    said = re.sub(r"<[^>]+>", "", drawing)
    assert told["title"] in said and "数据截至 2026-01-01" in said and f"/-/chart/{name}" in said
    assert int(re.search(r'width="(\d+)"', drawing)[1]) == 900


def test_the_page_of_a_question_leads_to_its_chart_of_the_same(synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/reports/refusal_grounds?year=2023&place={quote('河南省')}").text
    (way,) = re.findall(r'class="own-chart"><a href="([^"]+)"', page)
    assert "（河南省，2023 年）" in synthetic_site.get(way.replace("&amp;", "&")).text.replace(
        " <small>", "（"
    ).replace("</small>", "）")
    assert "own-chart" not in synthetic_site.get("/reports/timeliness").text


def test_picture_says_what_is_pale(synthetic_site: Any) -> None:
    address = "/-/chart/disclosure_rate_by_province{}?year=2023"
    told = re.search(r'class="few-note">([^<]+)<', synthetic_site.get(address.format("")).text)
    assert told and told[1].startswith("淡色：")
    assert told[1] in re.sub(r"<[^>]+>", "", synthetic_site.get(address.format(".svg")).text)


def test_files_of_a_chart_answer(synthetic_site: Any) -> None:
    told = synthetic_site.get("/-/chart/disclosure_rate_by_province.metadata.json?year=2023").json()
    for kind, address in told["files"].items():
        if kind != "png":
            assert synthetic_site.get(address.partition("localhost")[2]).status_code == 200, kind
    rows = synthetic_site.get(told["files"]["json"].partition("localhost")[2] + "&_shape=array").json()
    assert list(rows[0]) == told["columns"] and {row["年份"] for row in rows} == {2023}


def test_frame_page_of_a_chart_holds_a_picture_and_a_link_only(synthetic_site: Any) -> None:
    answer = synthetic_site.get("/-/chart/applications_by_year/embed")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text and "<form" not in answer.text
    assert (
        "frame-ancestors 'self'"
        in synthetic_site.get("/-/chart/applications_by_year").headers["content-security-policy"]
    )


def test_what_is_not_there_is_said(synthetic_site: Any) -> None:
    assert synthetic_site.get("/-/chart/nothing").status_code == 404
    assert synthetic_site.get("/-/chart/disclosure_rate_by_province.svg?year=1950").status_code == 404


@pytest.mark.parametrize("name, column", [("region_years", "地区"), ("agency_years", "机关")])
def test_a_chart_that_chose_whose_it_is_says_so(name: str, column: str, synthetic_site: Any) -> None:
    """Nobody asked for a place: the one of most reports is drawn, and named."""
    (row, *_) = synthetic_site.get(f"/reports/{name}.json?_shape=array").json()
    told = synthetic_site.get(f"/-/chart/{name}.metadata.json").json()
    assert told["title"].startswith(f"{row[column]}：")


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_taken_along_today_means_the_same_tomorrow(name: str, synthetic_site: Any) -> None:
    """The year, place or agency that a question chose itself stands in every address."""
    told = synthetic_site.get(f"/-/chart/{name}.metadata.json").json()
    sql = synthetic_site.datasette.metadata("queries", database="reports")[CHARTS[name].get("query", name)]["sql"]
    chosen = set(re.findall(r"coalesce\(nullif\(:(\w+), ''\)", sql))
    assert told["parameters"].keys() == chosen - {"level", "scope"}
    page = synthetic_site.get(f"/-/chart/{name}").text
    frame = synthetic_site.get(f"/-/chart/{name}/embed").text
    for key, value in told["parameters"].items():
        said = f"{key}={quote(value)}"
        assert all(said in address for address in told["files"].values()) and said in told["address"]
        assert page.count(said) >= 8 and said in re.findall(r'<img src="([^"]+)"', frame)[0]
    drawn = told["files"]["svg"].partition("localhost")[2]
    assert synthetic_site.get(drawn).text == synthetic_site.get(f"/-/chart/{name}.svg").text
