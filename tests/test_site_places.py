"""The pages of agencies, places and functions."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from markup import figures, specification

from ingest.store import stats, summaries

HOSTILE = "<script>alert("


def test_agency_page_shows_every_report_and_every_gap(synthetic_site: Any) -> None:
    for (agency,) in synthetic_site.rows("SELECT id FROM agencies"):
        page = synthetic_site.get(f"/reports/agencies/{agency}").text
        table = re.search(r'<table class="data years-table">(.*?)</table>', page, re.S)
        assert table
        links = {int(n) for n in re.findall(r'href="/reports/reports/(\d+)"', table[1])}
        stored = dict(synthetic_site.rows(f"SELECT id, year FROM reports WHERE agency_id = {agency}"))
        assert links == stored.keys()
        gaps = {int(y) for y in re.findall(r'<tr class="gap"><th scope="row">(\d+)</th>', table[1])}
        assert gaps == set(range(min(stored.values()), max(stored.values()) + 1)) - set(stored.values())


def test_chart_of_an_agency_has_a_row_for_a_missing_year(synthetic_site: Any) -> None:
    ((agency, year),) = synthetic_site.rows(
        "SELECT agency_id, year FROM coverage WHERE status = 'missing' AND within = 1 LIMIT 1"
    )
    figure = figures(synthetic_site.get(f"/reports/agencies/{agency}").text)["agency_years"]
    rows = specification(figure)["data"]["values"]
    (missing,) = [row for row in rows if row["年份"] == year]
    assert missing["报告"] is None and missing["新收申请"] is None


def test_agency_page_lists_its_findings_place_and_neighbours(synthetic_site: Any) -> None:
    ((agency, message),) = synthetic_site.rows(
        "SELECT agency_id, message FROM findings JOIN reports r ON r.id = report_id WHERE severity = 'error' LIMIT 1"
    )
    page = synthetic_site.get(f"/reports/agencies/{agency}").text
    assert message in html.unescape(page)
    ((code,),) = synthetic_site.rows(f"SELECT region_code FROM agencies WHERE id = {agency}")
    assert f'href="/reports/regions/{code}"' in page
    for (other,) in synthetic_site.rows(f"SELECT id FROM agencies WHERE region_code = '{code}' AND id <> {agency}"):
        assert f'href="/reports/agencies/{other}"' in page


def test_report_counts_where_it_was_made_and_not_where_its_agency_is_today(synthetic_dir: Path, tmp_path: Path) -> None:
    """An agency of two places (moved, or made one by a person): every page says the same of either place."""
    shutil.copytree(synthetic_dir, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "reports.db") as db:
        (report,) = db.execute(
            "SELECT report_id FROM report_stats WHERE region_code = '410304' AND scope = 'own' AND year = 2023"
        ).fetchone()
        db.execute("UPDATE reports SET place_code = '330802' WHERE id = ?", [report])
        stats.rebuild(db, [report])
        summaries.refresh(db)
    site = Site(tmp_path)
    sums = "SELECT reports, received, closed FROM yearly_by_region WHERE scope = 'own' AND year = 2023"
    for code in ("330802", "330800", "410300", "410000"):
        answer = site.json(f"/reports/region_years.json?region={code}&_shape=array")
        shown = [(r["部门报告数"], r["部门合计新收"], r["部门合计办结"]) for r in answer if r["年份"] == 2023]
        assert [one for one in shown if one[0]] == site.rows(f"{sums} AND region_code = '{code}'"), code
    page = site.get("/reports/regions/330800").text
    below = dict(re.findall(r'regions/(\d+)">[^\n]*?<td class="number of-reports">(\d+)</td>', page))
    counted = site.rows(
        "SELECT region_code, count(*) FROM report_stats WHERE city = '衢州市' AND county <> '' GROUP BY 1"
    )
    assert {code: int(n) for code, n in below.items()} == dict(counted)


def test_a_place_whose_code_changed_is_one_place_everywhere(synthetic_dir: Path, tmp_path: Path) -> None:
    """孟津县 (410322, until 2020) is 孟津区 (410308): under either code all its years are shown and added."""
    shutil.copytree(synthetic_dir, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "reports.db") as db:
        reports = db.execute(
            "SELECT report_id, year FROM report_stats WHERE scope = 'own' AND city = '洛阳市' AND received IS NOT NULL"
            " AND report_id NOT IN (SELECT report_id FROM reports_left_out) AND year IN (2020, 2022, 2023)"
        ).fetchall()
        for report, year in reports:
            db.execute(
                "UPDATE reports SET place_code = ? WHERE id = ?", ["410322" if year < 2021 else "410308", report]
            )
        assert {year for _, year in reports} >= {2020, 2022}
        stats.rebuild(db, [report for report, _ in reports])
        summaries.refresh(db)
    site = Site(tmp_path)
    sums = dict(
        site.rows(
            "SELECT year, sum(received) FROM report_stats WHERE scope = 'own' AND region_code IN ('410322', '410308')"
            " AND report_id NOT IN (SELECT report_id FROM reports_left_out) GROUP BY year"
        )
    )
    assert len(sums) > 1
    for code in ("410322", "410308"):
        answer = site.json(f"/reports/region_years.json?region={code}&_shape=array")
        assert {row["年份"]: row["部门合计新收"] for row in answer} == sums, code
        answer = site.json(f"/reports/county_series.json?place={code}&_shape=array")
        assert {row["年份"]: row["新收申请"] for row in answer if row["口径"] == "own"} == sums, code
        page = site.get(f"/reports/regions/{code}").text
        drawn = specification(figures(page)["region_years"])["data"]["values"]
        assert {row["年份"]: row["部门合计新收"] for row in drawn} == sums, code
        assert "把各代码的合在一起" in page


def test_place_shows_the_aggregate_beside_the_sum_and_never_adds_them(synthetic_site: Any) -> None:
    figure = figures(synthetic_site.get("/reports/regions/330800").text)["region_years"]
    rows = specification(figure)["data"]["values"]
    (row,) = [row for row in rows if row["年份"] == 2023]
    ((own,),) = synthetic_site.rows(
        "SELECT sum(received) FROM report_stats WHERE city = '衢州市' AND scope = 'own' AND year = 2023"
    )
    ((whole,),) = synthetic_site.rows(
        "SELECT received FROM report_stats WHERE city = '衢州市' AND scope = 'aggregate' AND year = 2023"
    )
    assert (row["部门合计新收"], row["政府汇总新收"]) == (own, whole)


def test_coverage_of_a_place_is_that_of_the_view(synthetic_site: Any) -> None:
    for (code,) in synthetic_site.rows("SELECT DISTINCT region_code FROM agencies"):
        table = re.search(
            r'<table class="data coverage">(.*?)</table>', synthetic_site.get(f"/reports/regions/{code}").text, re.S
        )
        assert table
        stored = synthetic_site.rows(f"SELECT status, report_id FROM coverage WHERE region_code = '{code}'")
        assert table[1].count('class="cover missing"') == sum(status == "missing" for status, _ in stored)
        assert len(re.findall(r'<a class="cover', table[1])) == sum(report is not None for _, report in stored)


def test_places_lead_from_the_country_down(synthetic_site: Any) -> None:
    assert synthetic_site.get("/-/places").headers["location"] == "/reports/regions/100000"
    country = synthetic_site.get("/reports/regions/100000").text
    (count,) = synthetic_site.rows("SELECT count(*) FROM report_stats WHERE province = '浙江省'")[0]
    row = re.search(r'<tr><th scope="row"><a href="/reports/regions/330000">.*?</tr>', country, re.S)
    assert row and f'<td class="number of-reports">{count}</td>' in row[0]


def test_function_page_lists_all_agencies_of_a_province(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/functions?function=示例局&province=浙江省").text
    listed = {int(n) for n in re.findall(r'<th scope="row"><a href="/reports/agencies/(\d+)">', page)}
    stored = synthetic_site.rows(
        "SELECT DISTINCT agency_id FROM report_stats WHERE function = '示例局' AND province = '浙江省'"
    )
    assert listed == {agency for (agency,) in stored} != set()
    assert "function_by_year" in figures(page)
    assert "示例局" in synthetic_site.get("/-/functions?q=示例").text
    answer = synthetic_site.get(f"/-/functions?function={HOSTILE}")
    assert answer.status_code == 404 and HOSTILE not in answer.text


@pytest.mark.parametrize("year", [None, 2019, 2021])
def test_function_page_says_of_which_year_its_numbers_are(year: int | None, synthetic_site: Any) -> None:
    path = "/-/functions?function=示例局&province=河南省"
    page = synthetic_site.get(path + (f"&year={year}" if year else "")).text
    chosen = re.search(r'<select name="year">.*?<option selected>(\d{4})</option>', page, re.S)
    latest = "SELECT max(year) FROM report_stats WHERE function = '示例局' AND province = '河南省'"
    shown = year or synthetic_site.rows(latest)[0][0]
    assert chosen and int(chosen[1]) == shown
    assert re.search(rf"<h1>河南省的示例局：{shown} 年</h1>", page) and f"{shown} 年的数字" in page
    for agency, *line in re.findall(r'agencies/(\d+)">.*?</th>(.*?)</tr>', page.partition("年的数字")[2], re.S):
        cells = re.findall(r'<td class="number">([^<]*)', line[0])
        stored = synthetic_site.rows(
            f"SELECT received, closed FROM report_stats WHERE agency_id = {agency} AND year = {shown}"
            " ORDER BY scope DESC"
        )
        wanted = ["" if value is None else str(value) for value in (stored[0] if stored else (None, None))]
        assert cells[1:3] == wanted, agency


def test_places_that_have_ended_are_not_among_those_without_reports(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/regions/410300").text
    told = dict(re.findall(r"<summary>([^<]*没有报告的 \d+ 个[^<]*)</summary><p>(.*?)</p>", page, re.S))
    [standing] = [words for title, words in told.items() if title.startswith("库中")]
    [ended] = [words for title, words in told.items() if title.startswith("已")]
    assert "至 " not in standing
    for words, is_standing in ((standing, True), (ended, False)):
        codes = ", ".join(f"'{code}'" for code in re.findall(r"regions/(\d+)", words))
        found = synthetic_site.rows(f"SELECT last_year FROM regions WHERE code IN ({codes})")
        assert found and all((year is None) is is_standing for (year,) in found)
