"""The report builder: what it shows is what the reports print, and an address is all that it takes."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from conftest import ROOT, Site

sys.path.insert(0, str(ROOT / "plugins"))
from site_builder import tiles as tiles_module

CELLS = "applications.process_information.natural_person"


def _rows(site: Any, query: str) -> list[dict[str, Any]]:
    answer = site.get(f"/-/build.json?{query}&_shape=array")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_years_add_what_every_own_report_prints(synthetic_site: Any) -> None:
    shown = {row["name"]: row for row in _rows(synthetic_site, f"rows=year&show=received&show={CELLS}")}
    counted = synthetic_site.rows(
        "SELECT r.year, count(*), sum(r.received), count(r.received), sum(p.natural_person), count(p.natural_person)"
        " FROM report_stats r LEFT JOIN applications p ON p.report_id = r.report_id"
        " AND p.outcome_id = (SELECT id FROM outcomes WHERE code = 'process_information')"
        " WHERE r.scope = 'own' GROUP BY r.year"
    )
    assert len(counted) == len(shown) > 3
    for year, reports, received, with_received, cell, with_cell in counted:
        row = shown[year]
        assert (row["reports"], row["received"], row["received:reports"]) == (reports, received, with_received)
        assert (row[CELLS], row[f"{CELLS}:reports"]) == (cell, with_cell)


@pytest.mark.parametrize("indicator", ["appeals.reconsideration.corrected", "disclosure.licensing.decisions"])
def test_places_hold_what_lies_under_them(synthetic_site: Any, indicator: str) -> None:
    table, row, column = indicator.split(".")
    sql = {
        "appeals": f"SELECT sum(c.{column}) FROM appeals c JOIN channels k ON k.id = c.channel_id",
        "disclosure": "SELECT sum(c.value) FROM disclosure_items c JOIN item_kinds k ON k.id = c.item_kind_id"
        f" JOIN measures m ON m.id = c.measure_id AND m.code = '{column}'",
    }[table]
    for level, digits in (("province", 2), ("prefecture", 4), ("county", 6)):
        found = _rows(synthetic_site, f"rows={level}&show={indicator}&from=2022&to=2023")
        assert found
        for line in found:
            ((expected,),) = synthetic_site.rows(
                f"{sql} JOIN report_stats s ON s.report_id = c.report_id WHERE k.code = '{row}' AND s.scope = 'own'"
                f" AND s.year = {line['year']} AND substr(s.region_code, 1, {digits}) = '{line['code'][:digits]}'"
            )
            assert line[indicator] == expected


def test_rate_has_its_parts_and_is_blank_where_nothing_was_closed(synthetic_site: Any) -> None:
    for line in _rows(synthetic_site, "rows=agency&show=disclosure_rate&from=2018&to=2025"):
        ((opened, closed),) = synthetic_site.rows(
            "SELECT disclosed + partly_disclosed, closed FROM report_stats"
            f" WHERE agency_id = {line['code']} AND year = {line['year']} AND scope = 'own'"
        )
        both = opened is not None and closed is not None
        assert line["disclosure_rate:numerator"] == (opened if both else None)
        assert line["disclosure_rate"] == (opened / closed if both and closed else None)


def test_every_row_is_of_one_year(synthetic_site: Any) -> None:
    lines = _rows(synthetic_site, "rows=province&show=carried_out&from=2019&to=2024")
    assert len({(line["code"], line["year"]) for line in lines}) == len(lines)
    assert {line["year"] for line in lines} >= {2020, 2023}


def test_aggregates_are_never_added_over_levels(synthetic_site: Any) -> None:
    refused = synthetic_site.get("/-/build?rows=year&scope=aggregate")
    assert refused.status_code == 400 and "互相包含" in refused.text
    assert synthetic_site.get("/-/build?rows=function&scope=aggregate").status_code == 400
    ((received,),) = synthetic_site.rows("SELECT received FROM report_stats WHERE scope = 'aggregate' AND year = 2023")
    (line,) = _rows(synthetic_site, "rows=prefecture&scope=aggregate&show=received&from=2023&to=2023")
    assert (line["code"], line["received"]) == ("330800", received)
    assert _rows(synthetic_site, "rows=province&scope=aggregate&show=received&from=2023&to=2023") == []


def test_filters_narrow_what_is_counted(synthetic_site: Any) -> None:
    def reports(query: str) -> int:
        return sum(line["reports"] for line in _rows(synthetic_site, f"rows=year&{query}"))

    def counted(condition: str) -> int:
        return synthetic_site.rows(f"SELECT count(*) FROM report_stats WHERE scope = 'own' AND {condition}")[0][0]

    assert reports("clean=1") == counted("errors = 0")
    assert reports(f"place={quote('河南省')}") == counted("province = '河南省'")
    assert reports("form=2019") == counted("form_id = '2019'")
    assert reports(f"level={quote('市级')}") == counted("level = 'prefectural'")
    education = "agency_id IN (SELECT id FROM agencies WHERE function_class = 'education')"
    assert reports(f"function={quote('教育')}") == counted(education)
    assert reports("from=2021&to=2022") == counted("year BETWEEN 2021 AND 2022")


def test_rows_of_few_cases_are_left_out_and_counted(synthetic_site: Any) -> None:
    every = synthetic_site.get("/-/build.json?rows=agency&show=disclosure_rate").json()
    bounds = sorted(row["disclosure_rate:denominator"] or 0 for row in every["rows"])
    least = bounds[len(bounds) // 2] or 1
    some = synthetic_site.get(f"/-/build.json?rows=agency&show=disclosure_rate&least={least}").json()
    assert len(some["rows"]) == sum(bound >= least for bound in bounds) < len(every["rows"])
    assert any("没有列出" in note for note in some["notes"])


def test_sorting_puts_blanks_last_whichever_way(synthetic_site: Any) -> None:
    for way in ("", "&dir=up"):
        lines = _rows(synthetic_site, f"rows=agency&show=received&from=2018&to=2025&sort=received{way}")
        numbers = [line["received"] for line in lines]
        printed = [number for number in numbers if number is not None]
        assert numbers[: len(printed)] == printed == sorted(printed, reverse=not way)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rows=village", "这种行"),
        (f"show={quote('受理量')}", "这个指标"),
        ("show=received&sort=closed", "它不在表中"),
        ("least=many", "应为数字"),
        ("scope=both", "没有“both”这种口径"),
    ],
)
def test_what_cannot_be_meant_is_said(synthetic_site: Any, query: str, said: str) -> None:
    answer = synthetic_site.get(f"/-/build?{query}")
    assert answer.status_code in (400, 404) and said in answer.text


def test_too_many_indicators_are_refused_by_name(synthetic_site: Any) -> None:
    shown = "&".join(f"show=appeals.reconsideration.{name}" for name in ("upheld", "corrected", "other", "pending"))
    answer = synthetic_site.get(f"/-/build?{shown}&show=received&show=closed&show=refused")
    assert answer.status_code == 400 and "最多选 6 个指标" in answer.text


def test_page_says_the_same_as_its_files(synthetic_site: Any) -> None:
    query = "rows=year&show=disclosure_rate&show=received"
    page, lines = synthetic_site.get(f"/-/build?{query}").text, _rows(synthetic_site, query)
    for line in lines:
        row = re.search(rf'<th scope="row">{line["name"]}</th>(.*?)</tr>', page, re.S)
        assert row
        if line["disclosure_rate"] is not None:
            assert f"{line['disclosure_rate']:.1%}" in row[1] and f"{line['received']:,}" in row[1]
    table = synthetic_site.get(f"/-/build.csv?{query}").text.splitlines()
    assert table[0].startswith("年份,报告数,公开率,公开率分子,公开率分母,公开率有数的报告,新收申请（件）")
    assert len(table) == len(lines) + 1


def test_sheet_opens_with_numbers_and_says_what_it_is(synthetic_site: Any) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    answer = synthetic_site.get("/-/build.xlsx?rows=province&show=disclosure_rate&from=2023&to=2023")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    lines = _rows(synthetic_site, "rows=province&show=disclosure_rate&from=2023&to=2023")
    printed = [row[:2] for row in book["数据"].iter_rows(min_row=2, values_only=True)]
    assert printed == [(line["name"], line["code"]) for line in lines]
    about = [row[0] for row in book["说明"].iter_rows(values_only=True)]
    assert "公开率" in about[0] and about[-1].startswith("http") and "/-/build?rows=province" in about[-1]


def test_picture_stands_alone(synthetic_site: Any) -> None:
    query = "rows=year&show=received&show=closed"
    drawing = synthetic_site.get(f"/-/build.svg?{query}")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    said = re.sub(r"<[^>]+>", "", drawing.text)
    for wanted in ("全国历年：新收申请、办结总计", "（件）", "来源：", "数据截至 2026-01-01", "/-/build?rows=year"):
        assert wanted in said
    assert "http://www.w3.org" in drawing.text and "href=" not in drawing.text
    picture = synthetic_site.get(f"/-/build.png?{query}").content
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(picture[16:20], "big") >= 1600


def _said(site: Any, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    return re.sub(r"<[^>]+>", "", answer.text)


def test_picture_says_on_how_many_reports_each_year_rests(synthetic_site: Any) -> None:
    said = _said(synthetic_site, "/-/build.svg?rows=year&show=received")
    for row in _rows(synthetic_site, "rows=year&show=received"):
        assert row["received"] is None or f"{row['name']}n={row['received:reports']}" in said
    assert "n 是有数的报告份数；各年份数不同" in said


def test_picture_says_what_is_pale(synthetic_site: Any) -> None:
    few = "rows=agency&show=disclosure_rate&from=2022&to=2022"
    assert any((row["disclosure_rate:denominator"] or 99) < 30 for row in _rows(synthetic_site, few))
    for address in (f"/-/build.svg?{few}", f"/-/build?{few}"):
        assert "淡色：分母不足 30 件，不宜据以比较。" in _said(synthetic_site, address)


@pytest.mark.parametrize("view", ["line", pytest.param("bar", marks=pytest.mark.long)])
def test_names_of_lines_stand_clear_of_the_title_of_the_axis(synthetic_site: Any, view: str) -> None:
    drawing = synthetic_site.get(f"/-/build.svg?rows=year&show=received&show=closed&view={view}").text
    at = dict(_texts(ElementTree.fromstring(drawing)))
    assert at["（件）"] - at["新收申请"] > 16 and at["（件）"] - at["办结总计"] > 16  # points, of letters 12 high


def _texts(element: ElementTree.Element, top: float = 0) -> Iterator[tuple[str, float]]:
    """Each text of a drawing and how far below the top its line is."""
    moved = re.match(r"translate\([-\d.]+,\s*([-\d.]+)\)", element.get("transform", ""))
    top += float(moved[1]) if moved else 0
    if element.tag.endswith("}text") and element.text:
        yield element.text, top
    for part in element:
        yield from _texts(part, top)


@pytest.mark.parametrize(
    ("row", "called"), [("fees", "行政事业性收费·本年收费金额"), ("procurement", "政府集中采购·采购总金额")]
)
def test_amount_is_called_as_in_its_row(synthetic_site: Any, row: str, called: str) -> None:
    told = synthetic_site.json(f"/-/build.json?rows=year&show=disclosure.{row}.amount")
    assert called in told["title"] and "／" not in told["title"] + "".join(told["notes"])
    assert any(column["label"].startswith(f"{called}（万元）") for column in told["columns"])


def test_only_the_page_for_frames_may_be_framed(synthetic_site: Any) -> None:
    framed = synthetic_site.get("/-/build/embed?rows=year")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "<script" not in framed.text and "/-/build.svg?rows=year" in framed.text
    page = synthetic_site.get("/-/build?rows=year")
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert "&lt;iframe src=" in page.text


def test_metadata_names_every_file_and_formula(synthetic_site: Any) -> None:
    told = synthetic_site.get("/-/build.metadata.json?rows=province&show=refusal_rate").json()
    assert told["indicators"][0]["formula"] == "不予公开 ÷ 办结总计" and told["data_date"] == "2026-01-01"
    assert set(told["files"]) == {"csv", "xlsx", "json", "svg", "png", "metadata.json", "embed"}
    assert "rows" not in told


def test_tiles_are_coloured_by_fifths_and_linked(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/build?rows=province&show=received&from=2022&to=2023&view=tiles").text
    assert len(re.findall(r'<section aria-label="\d{4} 年">', page)) == 2
    ((received,),) = synthetic_site.rows(
        "SELECT sum(received) FROM report_stats WHERE scope = 'own' AND year = 2023 AND province = '河南省'"
    )
    assert re.search(rf'regions/410000"><abbr title="河南省">豫</abbr> <span>{received:,}</span>', page)


@pytest.mark.parametrize(("show", "pattern"), [("received", r"[\d,]+"), ("disclosure_rate", r"[\d.]+%")])
def test_a_picture_of_the_tiles_is_the_tiles_of_the_page(synthetic_site: Any, show: str, pattern: str) -> None:
    query = f"rows=province&show={show}&from=2022&to=2023&view=tiles"
    page = synthetic_site.get(f"/-/build?{query}").text.split("tiles-figure")[1].split("</figure>")[0]
    tiles = re.findall(r"<abbr[^>]*>(.)</abbr> <span>(?:(" + pattern + ")<)?", page)
    drawing = synthetic_site.get(f"/-/build.svg?{query}").text
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", drawing)
    assert len(tiles) == 68 and sum(text in {short for short, _ in tiles} for text in texts) == 68
    numbers = sorted(number for _, number in tiles if number)
    assert numbers and sorted(text for text in texts if text in numbers) == numbers
    said = "".join(texts)
    assert "2022 年" in texts and "2023 年" in texts and "没有数字" in said and "一格一省" in said
    assert ("圆点：" in said) == ("圆点：" in page)
    for tone, key in re.findall(r'<span class="key tone-([1-5])">([^<]+)<', page):
        assert key in texts and tiles_module.COLOURS[int(tone)] in drawing


def test_colours_of_the_tiles_are_those_of_the_page() -> None:
    style = (ROOT / "static" / "site.css").read_text("utf-8")
    assert re.findall(r"\.tone-\d \{ background: (#[0-9a-f]{6})", style) == list(tiles_module.COLOURS)


def test_a_tile_of_few_reports_is_marked_and_its_key_repeats_nothing(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/build?rows=province&show=disclosure_rate&from=2023&to=2023").text
    told = page.split("tiles-figure")[1].split("</figure>")[0]
    keys = re.findall(r'<span class="key tone-\d">([^<]+)</span>', told)
    assert keys and len(set(keys)) == len(keys)
    ((reports,),) = synthetic_site.rows(
        "SELECT count(disclosure_rate) FROM report_stats WHERE scope = 'own' AND year = 2023 AND province = '浙江省'"
    )
    tile = re.search(r'<li class="([^"]*)"[^>]*>\s*<a href="/reports/regions/330000">', told)
    assert tile and 0 < reports < 10 and "little" in tile[1].split()
    assert f"据 {reports} 份报告" in told and "所据报告不足 10 份" in told


def test_blanks_of_the_earlier_form_are_not_said_to_be_blanks_of_the_reports(
    synthetic_dir: Path, tmp_path: Path
) -> None:
    folder = _copied(synthetic_dir, tmp_path / "site")
    with closing(sqlite3.connect(folder / "reports.db")) as db, db:
        ((report, agency, code),) = db.execute(
            "SELECT report_id, agency_id, region_code FROM report_stats WHERE scope = 'own' AND year = 2019 LIMIT 1"
        )
        blank = "received = NULL, closed = NULL, disclosed = NULL, refused = NULL, carried_out = NULL"
        db.execute(
            f"UPDATE report_stats SET year = 2016, form_id = '2014', {blank}, reconsiderations = NULL, suits = NULL,"
            " disclosure_rate = NULL WHERE report_id = ?",
            [report],
        )
        db.execute("UPDATE reports SET year = 2016 WHERE id = ?", [report])
    site = Site(folder)
    page = site.get("/-/build?rows=year&show=received").text
    assert "没有一份报告印有" not in page and re.search(r"其中 \d+ 份用的是 2019 年前的表式", page)
    for address in (
        f"/reports/agencies/{agency}", f"/reports/regions/{code}", f"/reports/agency_years?agency={agency}",
        f"/reports/region_years?region={code}", f"/-/chart/agency_years?agency={agency}",
    ):  # fmt: skip
        assert "2019 年前的报告用另一种表式" in site.get(address).text, address
    assert "2019 年前的报告用另一种表式" not in site.get("/reports/applicants_by_year").text


def test_lists_suggest_places_and_agencies(synthetic_site: Any) -> None:
    found = synthetic_site.get(f"/-/suggest.json?kind=place&q={quote('二七')}").json()
    assert {"id": "410103", "name": "河南省郑州市二七区"} in found
    agencies = synthetic_site.get(f"/-/suggest.json?kind=agency&q={quote('衢州市人民')}").json()
    assert agencies[0]["name"] == "衢州市人民政府"
    assert synthetic_site.get("/-/suggest.json?kind=x&q=1").status_code == 400


def test_doubted_numbers_among_the_sums_are_counted(synthetic_dir: Path, tmp_path: Path) -> None:
    folder = _copied(synthetic_dir, tmp_path / "site")
    with closing(sqlite3.connect(folder / "reports.db")) as db, db:
        reports = db.execute(
            "SELECT s.report_id FROM report_stats s JOIN disclosure_items d USING (report_id)"
            " JOIN item_kinds k ON k.id = d.item_kind_id JOIN measures m ON m.id = d.measure_id"
            " WHERE k.code = 'fees' AND m.code = 'amount' AND d.value IS NOT NULL"
            " AND s.scope = 'own' AND s.report_id NOT IN (SELECT report_id FROM reports_left_out) LIMIT 2"
        ).fetchall()
        db.executemany(
            "INSERT INTO findings (report_id, check_id, severity, table_name, row_code, column_name, message, key)"
            " VALUES (?, 'unit.implausible', 'warning', 'disclosure_items', 'fees', 'amount', '存疑。', ?)",
            [(report, f"key{report}") for (report,) in reports],
        )
        assert len(reports) == 2
        db.execute(
            "INSERT INTO findings (report_id, check_id, severity, table_name, row_code, column_name, message, key)"
            " SELECT s.report_id, 'counts.implausible', 'warning', 'applications', 'received', 'total', '存疑。', 'k'"
            " FROM report_stats s WHERE s.scope = 'own' AND s.received IS NOT NULL"
            " AND s.report_id NOT IN (SELECT report_id FROM reports_left_out) LIMIT 1"
        )
    site = Site(folder)
    told = site.json("/-/build.json?rows=year&show=disclosure.fees.amount")
    assert told["doubted_numbers"] == 2
    assert any("有 2 个本身存疑" in note for note in told["notes"])
    received = site.json("/-/build.json?rows=year&show=received")
    assert received["doubted_numbers"] == 1
    closed = site.json("/-/build.json?rows=year&show=closed")
    assert closed["doubted_numbers"] == 0 and not any("存疑" in note for note in closed["notes"])
    plain = Site(synthetic_dir).json("/-/build.json?rows=year&show=disclosure.fees.amount")
    assert plain["doubted_numbers"] == 0


def _copied(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to, symlinks=True))


_BAR = re.compile(r'aria-label="(?=[^"]*名称: ([^;]+);)[^"]*指标: ([^;]+);[^"]*"[^>]*"bar" d="M([\d.]+),([\d.]+)')


@pytest.mark.parametrize("asked, upright", [("rows=province&view=bar", False), ("rows=year&view=bar", True)])
@pytest.mark.parametrize("shown", [("refused", "closed", "received"), ("received", "closed", "refused")])
def test_bars_of_one_row_stand_in_the_order_that_was_chosen(
    shown: tuple[str, ...], asked: str, upright: bool, synthetic_site: Any
) -> None:
    query = "&".join([asked, *(f"show={one}" for one in shown), "from=2022&to=2022"])
    names = [one["label"] for one in synthetic_site.get(f"/-/build.metadata.json?{query}").json()["indicators"]]
    bars = _BAR.findall(synthetic_site.get(f"/-/build.svg?{query}").text)
    placed = sorted((float(x if upright else y), label) for name, label, x, y in bars if name == bars[0][0])
    assert [label for _, label in placed] == names


@pytest.mark.parametrize("view", ["bar", pytest.param("line", marks=pytest.mark.long)])
def test_a_year_without_reports_keeps_its_place_on_the_axis(view: str, synthetic_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    with closing(sqlite3.connect(folder / "reports.db")) as db, db:
        years = [year for (year,) in db.execute("SELECT DISTINCT year FROM report_stats ORDER BY year")]
        db.execute("DELETE FROM report_stats WHERE year = ?", [years[-2]])
    drawing = Site(folder).get(f"/-/build.svg?rows=year&show=received&view={view}").text
    told = [int(year) for year in re.findall(r">(\d{4})</t", drawing)]
    assert [year for year in told if year > years[0]] == list(range(years[0] + 1, years[-1] + 1))
