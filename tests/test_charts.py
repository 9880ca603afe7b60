"""Charts as they are drawn: lines that break off, legends that name a line once, marks for what rests on little."""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from typing import Any

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "plugins"))
import charts

CONFIG = json.loads((ROOT / "static" / "chart-config.json").read_text("utf-8"))
YEARS = (2017, 2018, 2021, 2022)  # none of 2019 and 2020
_CHANNELS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def _row(chart: str, year: int, name: str) -> dict[str, Any]:
    """A row with a number in every column that any of the charts draws."""
    number = year - 2000 + len(name)
    columns = ("新收申请", "办结", "结转下年", "不予公开", "行政诉讼", "处理决定", *_CHANNELS)
    told = {"年份": year, "报告数": 40, "分母": 90, "公开率": 0.5, "纠正率": number / 100, "口径": "own"}
    return {
        **dict.fromkeys(columns, number),
        **told,
        "规则": "一",
        ("渠道" if chart == "correction_rates" else "事项"): name,
    }


def _rows(chart: str) -> list[dict[str, Any]]:
    names = {"licensing_and_penalties": ("许可", "行政处罚"), "correction_rates": _CHANNELS}.get(chart, ("",))
    return [_row(chart, year, name) for year in YEARS for name in names]


def _drawn(chart: str, rows: list[dict[str, Any]]) -> str:
    vl_convert = pytest.importorskip("vl_convert")
    spec = {**charts.specification(charts.defined()["charts"][chart], rows), "width": 600}
    return str(vl_convert.vegalite_to_svg(spec, config=CONFIG, allowed_base_urls=[]))


def _lines(drawing: str) -> list[list[int]]:
    """How many points each stretch of each line joins."""
    lines = re.findall(r'<path[^>]*aria-roledescription="line mark"[^>]* d="([^"]*)"', drawing)
    return [[stretch.count("L") + 1 for stretch in line.split("M") if stretch] for line in lines]


LINES = sorted(
    name
    for name, chart in charts.defined()["charts"].items()
    if isinstance(chart["spec"]["mark"], dict) and chart["spec"]["mark"]["type"] == "line"
)


@pytest.mark.parametrize("name", [name for name in LINES if name != "agency_years"])
def test_a_line_breaks_off_where_years_have_no_number(name: str) -> None:
    drawing = _drawn(name, _rows(name))
    assert _lines(drawing) and all(stretches == [2, 2] for stretches in _lines(drawing)), name
    assert {"2019", "2020"} <= set(re.findall(r">(\d{4})</text>", drawing)), (
        "the years are on the axis, without a value"
    )


@pytest.mark.parametrize("name", ["correction_rates", "structural_break"])
def test_lines_of_appeals_break_off_where_the_law_changed(name: str) -> None:
    """Reconsideration comes first since 2024: before and after can't be compared."""
    names = _CHANNELS if name == "correction_rates" else ("",)
    rows = [{**_row(name, year, one), "规则": str(year < 2024)} for year in range(2021, 2027) for one in names]
    assert all(stretches == [3] for stretches in _lines(_drawn(name, rows))) and len(_lines(_drawn(name, rows))) == 6


def test_legend_has_nothing_of_years_without_a_report() -> None:
    rows = [
        {**_row("agency_years", 2021, ""), "口径": "own"},
        {"年份": 2022, "口径": None, "新收申请": None, "公开率": None},
    ]
    spec = charts.specification(charts.defined()["charts"]["agency_years"], rows)
    assert spec["encoding"]["color"]["legend"]["values"] == ["own"]


@pytest.mark.parametrize(
    "name",
    [name for name, chart in charts.defined()["charts"].items() if chart["spec"]["encoding"].get("y", {}).get("stack")],
)
def test_parts_of_a_bar_lie_as_the_legend_has_them(name: str) -> None:
    spec = charts.specification(charts.defined()["charts"][name], [{"年份": 2021}])
    order = spec["encoding"]["color"]["scale"]["domain"]
    assert spec["transform"][-1]["calculate"].startswith(f"indexof({order}") and spec["encoding"]["order"]


BY_YEAR = sorted(
    name
    for name, chart in charts.defined()["charts"].items()
    if chart["spec"]["encoding"].get("x", {}).get("field") == "年份" and name not in LINES
)


@pytest.mark.parametrize("name", BY_YEAR)
def test_years_without_a_row_keep_their_place_on_the_axis(name: str) -> None:
    spec = charts.specification(charts.defined()["charts"][name], [{"年份": 2018}, {"年份": 2022}, {"年份": 2017}])
    assert spec["encoding"]["x"]["scale"]["domain"] == [2017, 2018, 2019, 2020, 2021, 2022]


def test_a_line_breaks_off_at_one_blank_number() -> None:
    rows = [{**row, "办结": None if row["年份"] == 2018 else row["办结"]} for row in _rows("applications_by_year")]
    assert sorted(_lines(_drawn("applications_by_year", rows))) == [[1, 2], [2, 2], [2, 2]]


@pytest.mark.parametrize("name", LINES)
def test_a_legend_names_each_line_once(name: str) -> None:
    drawing = _drawn(name, _rows(name))
    legends = re.findall(r'<g class="mark-group role-legend"', drawing)
    assert len(legends) == 1, name


@pytest.mark.parametrize("scope, said", [("own", "本机关自己的报告"), ("aggregate", "政府汇总报告")])
def test_a_picture_of_an_agency_says_whose_reports_its_lines_are(scope: str, said: str) -> None:
    drawing = _drawn("agency_years", [{**row, "口径": scope} for row in _rows("agency_years")])
    assert {one for one in ("本机关自己的报告", "政府汇总报告") if one in drawing} == {said}


def _axis_labels(drawing: str) -> list[str]:
    return re.findall(r">([\d.,]+%)</text>", drawing)


@pytest.mark.parametrize("most", [0.004, 0.017, 0.023, 0.12, 0.31, 0.77])
@pytest.mark.parametrize(
    "name", [name for name, chart in charts.defined()["charts"].items() if "%" in json.dumps(chart["spec"])]
)
def test_ticks_of_shares_say_where_they_stand(name: str, most: float) -> None:
    """Half steps of a per cent were rounded to whole ones: 0 %, 0 %, 1 %, 2 % …"""
    if name in ("errors_by_year", "agency_years"):
        return  # always 0 to 100, or no share on an axis
    shares = ("公开率", "纠正率", "占办结比例")
    row = {"报告数": 40, "分母": 90, "办结总数": 90, "省份": "甲省", "渠道": "行政复议", "结果": "予以公开"}
    row |= {"理由": "甲"}
    rows = [{**row, **dict.fromkeys(shares, part), "年份": year} for year, part in ((2020, most / 3), (2021, most))]
    ticks = _axis_labels(_drawn(name, rows))
    numbers = [float(tick.rstrip("%").replace(",", "")) for tick in ticks]
    steps = {round(after - before, 6) for before, after in pairwise(numbers)}
    assert len(numbers) > 2 and len(set(numbers)) == len(numbers), ticks
    assert max(steps) - min(steps) < 1e-5, ticks


def test_a_legend_lists_what_is_drawn_and_keeps_its_colours() -> None:
    rows = [{**row, "结转下年": None} for row in _rows("applications_by_year")]
    whole = charts.specification(charts.defined()["charts"]["applications_by_year"], _rows("applications_by_year"))
    spec = charts.specification(charts.defined()["charts"]["applications_by_year"], rows)
    assert spec["encoding"]["color"]["legend"]["values"] == ["新收申请", "办结"]
    assert spec["encoding"]["color"]["scale"] == whole["encoding"]["color"]["scale"]
    drawing = _drawn("applications_by_year", rows)
    assert ">办结</text>" in drawing and ">结转下年</text>" not in drawing


@pytest.mark.parametrize(
    ("name", "drawn", "counted"),
    [
        ("structural_break", "未经复议直接起诉", "有直接起诉数的报告"),
        ("structural_break", "复议后起诉", "有复议后起诉数的报告"),
        ("applications_by_year", "结转下年", "有结转下年数的报告"),
        ("function_by_year", "不予公开", "有不予公开数的报告"),
    ],
)
def test_a_folded_number_is_pale_by_its_own_count(name: str, drawn: str, counted: str) -> None:
    chart = charts.defined()["charts"][name]
    others = [column for column in chart["reports"].values() if column != counted]
    assert chart["reports"][drawn] == counted and others
    tests = charts.specification(chart, [])["encoding"]["fillOpacity"]["condition"]["test"]
    assert f"== '{drawn}' && isValid(datum['{counted}'])" in tests
    said = charts.few_said(chart, [{counted: 3, **dict.fromkeys(others, 90)}])
    assert said.startswith("淡色的点：所据报告不足 10 份")


def test_colour_that_is_a_number_is_never_paled() -> None:
    rows = [
        {"年份": 2020, "理由": "甲", "报告数": 50, "分母": 400, "占办结比例": 0.2},
        {"年份": 2021, "理由": "甲", "报告数": 3, "分母": 400, "占办结比例": 0.2},
        {"年份": 2022, "理由": "甲", "报告数": 50, "分母": 8, "占办结比例": 0.2},
    ]
    drawing = _drawn("grounds_by_year", rows)
    cells = re.findall(r'<path[^>]*aria-roledescription="rect mark"[^>]*>', drawing)
    assert len({re.search(r'fill="([^"]+)"', cell)[1] for cell in cells}) == 1  # type: ignore[index]
    assert not [cell for cell in cells if re.search(r'opacity="0\.\d', cell)]
    assert len(re.findall(r'aria-roledescription="(?:point|circle)"', drawing)) == 2
    said = charts.few_said(charts.defined()["charts"]["grounds_by_year"], rows)
    assert said.startswith("格中的圆点：") and "报告数不足 10" in said


def test_every_chart_whose_colour_is_a_number_marks_few_by_a_dot() -> None:
    for name, chart in charts.defined()["charts"].items():
        if chart["spec"]["encoding"].get("color", {}).get("type") == "quantitative":
            assert "opacity" not in charts.specification(chart, [])["encoding"], name


@pytest.mark.parametrize("name", charts.defined()["charts"])
def test_what_a_number_rests_on_stands_among_the_rows(name: str, synthetic_site: Any) -> None:
    chart = charts.defined()["charts"][name]
    rows = synthetic_site.json(f"/reports/{chart.get('query', name)}.json?_shape=array")
    assert rows and {column for column, _ in charts._rests_on(chart)} <= rows[0].keys()


def test_each_of_several_numbers_of_a_row_is_pale_by_what_it_rests_on() -> None:
    row = {"年份": 2021, "部门报告数": 50, "有新收数的报告": 3, "部门合计新收": 8, "政府汇总新收": 9}
    drawing = _drawn("region_years", [row])
    pattern = r'aria-label="[^"]*口径: (\w+);[^"]*"[^>]*aria-roledescription="bar"[^>]* opacity="([\d.]+)"'
    bars = dict(re.findall(pattern, drawing))
    assert bars == {"部门合计新收": "0.4", "政府汇总新收": "1"}  # what a government prints rests on its own report
    said = charts.few_said(charts.defined()["charts"]["region_years"], [row])
    assert said == "淡色：有新收数的报告不足 10，不宜据以比较。"


def test_a_line_is_never_pale_because_its_first_point_is() -> None:
    rows = [{**row, "报告数": 3 if row["年份"] == 2017 else 40} for row in _rows("licensing_and_penalties")]
    drawing = _drawn("licensing_and_penalties", rows)
    lines = re.findall(r'<path[^>]*aria-roledescription="line mark"[^>]*>', drawing)
    assert lines and all(re.search(r'fill="none"|fill="transparent"', line) or " fill=" not in line for line in lines)
    assert not any(re.search(r' (?:stroke-)?opacity="0', line) for line in lines)
    points = re.findall(r'aria-label="年份: (\d+);[^>]*aria-roledescription="point"', drawing)
    pale = re.findall(r'aria-label="年份: (\d+);[^>]*aria-roledescription="point"[^>]*fill-opacity="0.4"', drawing)
    assert set(points) > set(pale) == {"2017"}
