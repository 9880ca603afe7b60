"""The statistics table of the reports before 2019: read, stored, shown, joined with later forms."""

from __future__ import annotations

import re
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT, Site, _configured

from ingest.cli import main
from ingest.containers import source_of
from ingest.forms import forms, serving
from ingest.forms.series import series
from ingest.forms.statistics import statistics_forms
from ingest.parse import parse
from ingest.statistics.naming import named

sys.path.append(str(ROOT / "bench"))
import old_forms

pytestmark = pytest.mark.xdist_group("statistics_tables")
FORM = statistics_forms()["2014"]
TABLE_2016 = "\n".join(
    f"{row.number}{row.label}\t{row.unit or '——'}\t{{{row.code}}}" if row.code else f"{row.number}{row.label}\t——\t——"
    for row in FORM.rows
)
NUMBERS = dict.fromkeys(FORM.labels, 0) | {
    "applications_received": 9, "received_online": 9, "applications_answered": 9, "disclosed": 4, "already_public": 3,
    "partly_disclosed": 1, "refused": 1, "refused_personal_privacy": 1, "reconsiderations": 2,
    "reconsideration_upheld": 2, "issued_normative_documents": 6, "applications_closed": 9, "closed_in_time": 9,
    "disclosed_information": 50,
}  # fmt: skip
HEAD = (
    "兰州市城关区示例局{year}年政府信息公开工作年度报告\n统计期限自{year}年1月1日起至{year}年12月31日止。\n"
    "一、概述\n略。\n"
)


def page_2016(**changed: object) -> str:
    """The report of 2016, with other cells than NUMBERS."""
    table = TABLE_2016.format(**{**NUMBERS, **changed})
    return HEAD.format(year=2016) + f"政府信息公开情况统计表（2016年度）\n统计指标\t单位\t统计数\n{table}\n"


def page_2022() -> str:
    """A report on the form of 2021: two suits corrected by way of two channels, one application."""
    form = forms()["2021"]
    rows = "\n".join(
        "\t".join([row.label, *(["1", "0", "0", "0", "0", "0", "1"] if row.code in ("received", "disclosed", "closed")
                                else ["0"] * 7)])
        for row in form.rows if not form.children(row.code)
    )  # fmt: skip
    return (
        HEAD.format(year=2022)
        + "三、收到和处理政府信息公开申请情况\n\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
        + rows
        + "\n四、政府信息公开行政复议、行政诉讼情况\n"
        + "\t".join(["行政复议"] + [""] * 4 + ["未经复议直接起诉"] + [""] * 4 + ["复议后起诉"] + [""] * 4)
        + "\n"
        + "\t".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
        + "\n"
        + "\t".join(["0", "0", "0", "0", "0", "0", "1", "0", "0", "1", "0", "1", "0", "0", "1"])
        + "\n"
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = _configured(tmp_path_factory.mktemp("old"))
    files = []
    for year, page in ((2016, page_2016()), (2022, page_2022())):
        files.append(str(folder / f"{year}.txt"))
        Path(files[-1]).write_text(page, "utf-8")
    result = CliRunner().invoke(main, ["add", *files, "--db", str(folder / "reports.db")])
    assert result.exit_code == 0, result.output
    return Site(folder)


def _series(site: Site) -> dict[tuple[int, str], Any]:
    return {(year, measure): value for year, measure, value in site.rows("SELECT year, measure, value FROM series")}


def test_a_series_goes_on_over_the_forms_where_the_meaning_is_the_same(old: Site) -> None:
    found = _series(old)
    assert found[2016, "received"] == 9 and found[2022, "received"] == 1
    assert found[2016, "disclosed"] == 7  # 同意公开 + 属于已主动公开范围
    assert found[2016, "third_party_rights"] == 1 and found[2016, "normative_documents_made"] == 6
    assert found[2022, "litigation_corrected"] == 2  # both channels
    assert found[2022, "refused"] == 0 and found[2022, "closed"] == 1
    assert not {measure for _, measure in found} & {"reconsiderations", "lawsuits", "disclosed_information", "staff"}


def test_a_sum_with_a_blank_part_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(page_2016(already_public="—"), "utf-8")
    CliRunner().invoke(main, ["add", str(tmp_path / "a.txt"), "--db", str(tmp_path / "r.db")])
    with closing(sqlite3.connect(tmp_path / "r.db")) as db:
        found = dict(db.execute("SELECT measure, value FROM series"))
        (raw,) = db.execute("SELECT raw FROM printed_cells WHERE row_code = 'already_public'").fetchone()
    assert found["disclosed"] is None and found["received"] == 9 and raw == "—"


def test_every_measure_names_cells_of_every_form_it_is_in() -> None:
    for measure in series().measures:
        assert all(code in FORM.labels for code in measure.statistics), measure.code
        assert all(cell in set(forms()["2019"].cells) | set(forms()["2021"].cells) for cell in measure.later)
        assert set(measure.breaks) <= {one.code for one in series().breaks}


def test_the_report_page_draws_the_table_as_printed(old: Site) -> None:
    (report,) = old.rows("SELECT id FROM reports WHERE year = 2016")[0]
    page = old.get(f"/reports/reports/{report}").text
    assert "政府信息公开情况统计表" in page and "国办发〔2014〕32号" in page
    row = re.search(r'<tr id="statistics-applications_received">(.*?)</tr>', page, re.DOTALL)
    assert row and "收到申请数" in row[1] and ">9<" in row[1] and ">件<" in row[1]
    assert 'id="applications-received"' not in page


def test_the_report_page_gives_no_unit_to_an_amount_that_states_none(tmp_path: Path) -> None:
    folder = _configured(tmp_path)
    rows = {"dedicated_funds": "政府信息公开专项经费\t\t300", "fees_collected": "依申请公开信息收取的费用\t元\t300"}
    (folder / "a.txt").write_text(_with(**rows), "utf-8")
    CliRunner().invoke(main, ["add", str(folder / "a.txt"), "--db", str(folder / "reports.db")])
    page = Site(folder).get("/reports/reports/1").text
    units = {code: re.search(rf'id="statistics-{code}">.*?<td>(.*?)</td>', page, re.DOTALL) for code in rows}
    assert {code: found and found[1] for code, found in units.items()} == {
        "dedicated_funds": "未注明",
        "fees_collected": "万元",
    }


def test_two_reports_of_those_years_are_compared_row_by_row(eleven_years: Site) -> None:
    numbers = {year: number for number, year in eleven_years.rows("SELECT id, year FROM reports WHERE agency_id = 1")}
    page = eleven_years.get(f"/-/compare/{numbers[2014]}/{numbers[2015]}").text
    assert "58 格，1 格不同" in page and "收到申请数" in page and "表式不同" not in page
    page = eleven_years.get(f"/-/compare/{numbers[2018]}/{numbers[2019]}").text
    assert "只有部分指标含义相同" in page and "2021 年表式的三行" not in page


def test_agency_and_place_pages_mark_the_break(old: Site) -> None:
    ((agency, region),) = old.rows("SELECT id, region_code FROM agencies")
    for address in (f"/reports/agencies/{agency}", f"/reports/regions/{region}"):
        page = old.get(address).text
        assert "2019 年起改用新表式" in page, address
        head = re.search(r'<table class="data series">.*?<thead>(.*?)</thead>', page, re.DOTALL)
        assert head and re.findall(r'class="number( break)?">(\d{4})', head[1]) == [("", "2016"), (" break", "2022")]


def test_rereading_finds_it_unchanged(old: Site, tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    with closing(sqlite3.connect(old.folder / "reports.db")) as db, closing(sqlite3.connect(database)) as copy:
        db.backup(copy)
    result = CliRunner().invoke(main, ["reparse", "--db", str(database)])
    assert result.exit_code == 0 and "更正 0" in result.output, result.output
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT count(*) FROM statistics").fetchone() == (58,)


@pytest.mark.parametrize("way", old_forms.WAYS)
def test_no_way_of_printing_gives_a_wrong_number(way: str) -> None:
    counts, faults = old_forms.run(3, 40_000, way)
    assert faults == [] and not any(found["missed"] for found in counts.values())
    blurred = way in ("one line, glued rows", "one line, glued", "lines, blanks lost")  # inserted rows and lost blanks
    assert blurred or counts[way]["right"] == counts[way]["printed"] > 0


def test_a_pipe_alone_on_a_line_is_no_row() -> None:
    lines = page_2016().replace("\t", "    ").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("统计指标"))
    for below in (len(lines), at + 4, at + 1):
        lines.insert(below, "|")
    report = parse(source_of("page.txt", "\n".join(lines).encode()))
    assert {row.code: row.values[0].number for row in report.rows} == NUMBERS


def test_a_row_that_others_share_words_with_is_told_by_its_block_alone() -> None:
    labels = ["四、行政复议数量", "（一）维持具体行政行为数", "（二）被依法纠错数", "六、举报投诉数量"]
    labels.append("（二）被依法纠错数")
    assert [one.code for one in named(labels)][2:] == ["reconsideration_corrected", "complaints", None]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("（一）收到的申请数", "applications_received"),
        ("4.不同意公开的答复数", "refused"),
        ("2.同意公开的答复数", "disclosed"),
        ("召开政府信息公开工作会议（专题会议）数", "meetings"),
        ("本级特色栏目更新数", None),
    ],
)
def test_a_wording_on_no_list_is_its_indicators_or_nobodys(label: str, code: str | None) -> None:
    assert named([label])[0].code == code


def test_a_quarters_table_is_not_the_years() -> None:
    page = page_2016().replace("统计表（2016年度）", "统计表（2016年第一季度）")
    report = parse(source_of("a.txt", page.encode()))
    assert not any(row.table == "statistics" for row in report.rows)
    assert ["第一季度" in (f.stated or "") for f in report.findings if f.check == "tables.unread"] == [True]


def test_later_reports_are_what_they_were() -> None:
    report = parse(source_of("b.txt", page_2022().encode()))
    assert report.form == "2021" and Counter(row.table for row in report.rows)["statistics"] == 0
    assert serving("2014") is list(forms().values())[-1]


def test_figures_of_prose_are_kept_as_claims_and_never_as_cells(tmp_path: Path) -> None:
    folder = _configured(tmp_path)
    prose = (
        "金水区水利局2015年政府信息公开工作年度报告\n\n一、概述\n略，全年工作平稳有序开展。\n二、主动公开情况\n"
        "2015年，我局主动公开政府信息1,234条，其中网站主动公开信息900条。累计主动公开信息5000条。\n"
        "三、依申请公开情况\n2015年共收到政府信息公开申请17件，全部按时办结。\n四、存在的问题\n上年主动公开信息3条。\n"
    )
    (folder / "a.txt").write_text(prose, "utf-8")
    db = str(folder / "reports.db")
    assert CliRunner().invoke(main, ["add", str(folder / "a.txt"), "--db", db]).exit_code == 0
    with closing(sqlite3.connect(db)) as kept:
        said = kept.execute("SELECT what, number, line FROM prose_claims ORDER BY position").fetchall()
        assert ("published_information", 1234.0, 6) in said and ("received", 17.0, 8) in said
        assert {number for what, number, _ in said if what == "published_information"} == {1234.0}
        assert kept.execute("SELECT completeness FROM reports").fetchall() == [("narrative",)]
        for table in ("statistics", "applications", "appeals", "disclosure_items", "series"):
            assert kept.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    page = Site(folder).get("/reports/reports/1").text
    assert "正文所说的数字" in page and 'class="number">1234</td>' in page and 'href="#L6">第 6 行' in page
    again = CliRunner().invoke(main, ["reparse", "--db", db])
    assert again.exit_code == 0
    with closing(sqlite3.connect(db)) as kept:
        assert kept.execute("SELECT what, number, line FROM prose_claims ORDER BY position").fetchall() == said


def _told(header: str, row: str) -> tuple[dict[str, float | None], list[str]]:
    """What is read of the form's rows under a header, each printed as ``row`` says."""
    lines = [
        row.format(
            label=f"{one.number}{one.label}", unit=one.unit or "—", n=NUMBERS[one.code] + 10 if one.code else "—"
        )
        for one in FORM.rows
    ]
    page = HEAD.format(year=2016) + "政府信息公开情况统计表（2016年度）\n" + "\n".join([header, *lines]) + "\n"
    report = parse(source_of("a.txt", page.encode()))
    read = {one.code: one.values[0].number for one in report.rows if one.table == "statistics"}
    return read, [finding.check for finding in report.findings]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("统计指标\t统计数\t单位", "{label}\t{n}\t{unit}"),
        ("统计指标\t单位\t累计\t本年", "{label}\t{unit}\t99\t{n}"),
        ("统计指标\t单位\t上年\t本年\t累计", "{label}\t{unit}\t7\t{n}\t88"),
        ("统计指标\t单位\t2016年\t同比增减", "{label}\t{unit}\t{n}\t-5"),
        ("统计指标\t统计数", "{label}\t{n}{unit}"),
    ],
)
def test_columns_in_another_arrangement_are_read_or_left(header: str, row: str) -> None:
    read, _ = _told(header, row)
    expected = {code: number + 10 for code, number in NUMBERS.items()}
    assert {code: number for code, number in read.items() if number != expected[code]} == {}
    assert len(read) == len(expected)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("统计数\t单位\t统计指标", "{n}\t{unit}\t{label}"),
    ],
)
def test_arrangement_that_tells_no_column_gives_no_number_and_says_so(header: str, row: str) -> None:
    read, said = _told(header, row)
    assert [number for number in read.values() if number is not None] == [] and "tables.unread" in said


def _on_one_line(header: str, row: str, step: int = 1) -> tuple[dict[str, float | None], list[str]]:
    """What is read of the form's rows on one line, each printed as ``row`` says."""
    rows = [
        row.format(
            at=1 + at * step,
            label=one.label,
            own=one.number,
            unit=one.unit or "—",
            n=NUMBERS[one.code] * 37 if one.code else "—",
        )
        for at, one in enumerate(FORM.rows)
    ]
    page = HEAD.format(year=2016) + "政府信息公开情况统计表（2016年度）" + header + "".join(rows) + "\n"
    report = parse(source_of("a.txt", page.encode()))
    read = {one.code: one.values[0].number for one in report.rows if one.table == "statistics"}
    return read, [finding.check for finding in report.findings]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("统计指标单位统计数", "{at}.{label}{unit}{n}"),
        ("统计指标单位统计数", "{at}、{label}{unit}{n}"),
        ("统计指标单位统计数", "{at}{label}{unit}{n}"),
        ("统计指标单位统计数", "{own}{label}{unit}{n}"),
        ("统计指标统计数单位", "{own}{label}{n}{unit}"),
        ("统计指标统计数单位", " {at}.{label} {n} {unit}"),
        ("统计指标单位统计数", " {at}.{label} {n} {unit}"),
        ("统计指标统计数", "{at}.{label}{n}"),
        ("序号统计指标单位统计数", "{at}{own}{label}{unit}{n}"),
        ("序号统计指标单位统计数", "{at}{at}.{label}{unit}{n}"),
        ("序号统计指标单位统计数", " {at} {at}. {label} {unit} {n}"),
        ("序号统计指标统计数单位", "{at}{own}{label}{n}{unit}"),
    ],
)
def test_numbers_of_rows_are_told_from_the_values_they_are_glued_to(header: str, row: str) -> None:
    read, _ = _on_one_line(header, row)
    assert read == {code: number * 37 for code, number in NUMBERS.items()}


@pytest.mark.parametrize("row", ["{at}{label}{unit}{n}", "{at}.{label}{unit}{n}"])
def test_numbers_of_rows_that_count_nothing_leave_the_values_unread(row: str) -> None:
    read, said = _on_one_line("序号统计指标单位统计数", row, step=3)
    assert {number for number in read.values() if number is not None} == set()
    assert "cells.unreadable" in said or "cells.unplaced" in said


def test_a_name_on_no_list_right_behind_digits_may_begin_with_them() -> None:
    rows = "（一）收到申请数件3（二）申请办结数件712345热线受理数件5（三）申请答复数件8"
    page = HEAD.format(year=2016) + "政府信息公开情况统计表（2016年度）统计指标单位统计数" + rows
    report = parse(source_of("a.txt", page.encode()))
    read = {one.code: one.values[0].number for one in report.rows}
    assert read == {"applications_received": 3, "applications_closed": None, "applications_answered": 8}
    assert "applications_closed" in {finding.row for finding in report.findings}


_FEW = (
    ("（一）收到申请数", "9"), ("1.当面申请数", ""), ("2.传真申请数", "4"), ("3.网络申请数", "17"),
    ("（二）申请办结数", ""), ("1.按时办结数", "31"), ("2.延期办结数", "0"), ("（三）申请答复数", "12"),
)  # fmt: skip
_PROSE = "上文写到这里为止，下一页接着写下去。\n2\n本报告的第二页从这里开始，仍然是正文。\n"


def _a_cell_a_line(header: list[str], blank: str, mark: str) -> list[tuple[list[str], int]]:
    """A small table, a cell a line, with the mark of a page at each of its places."""
    cells = list(header)
    for at, (label, value) in enumerate(_FEW, start=1):
        row = {"序号": str(at), "统计指标": label, "单位": "件", "统计数": value or blank}
        cells += [row[word] for word in header if row[word]]
    return [([*cells[:at], mark, *cells[at:]], at) for at in range(1, len(cells))]


@pytest.mark.parametrize(
    "header", [["统计指标", "单位", "统计数"], ["序号", "统计指标", "单位", "统计数"], ["统计指标", "统计数"]]
)
@pytest.mark.parametrize("blank", ["", "\xa0", "——"])
@pytest.mark.parametrize("mark", ["— 3 —", "第3页", "3", "3/5"])
def test_a_pages_number_among_cells_is_no_value(header: list[str], blank: str, mark: str) -> None:
    expected = {named([label])[0].code: float(value) if value else None for label, value in _FEW}
    sure = mark in ("— 3 —", "第3页")
    for cells, _ in _a_cell_a_line(header, blank, mark)[::3]:
        page = (
            HEAD.format(year=2016)
            + _PROSE
            + "政府信息公开情况统计表（2016年度）\n"
            + "\n".join(cells)
            + "\n单位负责人：张某\n"
        )
        report = parse(source_of("a.txt", page.encode()))
        read = {row.code: row.number("value") for row in report.rows if row.table == "statistics"}
        told = {finding.row for finding in report.findings if finding.table == "statistics"}
        for code, number in expected.items():
            assert read.get(code) == number or (read.get(code) is None and {code, None} & told and not sure), (
                cells,
                code,
            )


def test_another_header_below_begins_another_table() -> None:
    page = HEAD.format(year=2016) + (
        "政府信息公开情况统计表（2016年度）\n统计指标\t本年\t上年\n（一）收到申请数\t9\t5\n1.当面申请数\t2\t1\n2.传真申请数\t0\t1\n"
        "统计指标\t上年\t本年\n3.网络申请数\t3\t7\n{more}"
    )
    more = "4.信函申请数\t0\t2\n（二）申请办结数\t6\t8\n"
    report = parse(source_of("a.txt", page.format(more=more).encode()))
    assert {row.code: row.number("value") for row in report.rows}["received_online"] == 7
    page = page.format(more="")
    for text in (page, page.replace("\t", "    "), page.replace("\t", "\n")):
        report = parse(source_of("a.txt", text.encode()))
        read = {row.code: row.number("value") for row in report.rows if row.table == "statistics"}
        assert "received_online" not in read and read["applications_received"] == 9
        assert any("表头不同" in finding.message for finding in report.findings)


@pytest.mark.parametrize("row", ["· {label} {unit} {n}", "{n} {label} {unit}", "{label}：{n}{unit}"])
def test_indicators_without_a_header_are_told(row: str) -> None:
    _, said = _told("附表", row)
    assert "tables.unread" in said


def test_wide_cells_take_no_longer() -> None:
    page = HEAD.format(year=2016) + "".join(f"| {row.label}{' ' * 400} | {' ' * 400} |\n" for row in FORM.rows)
    started = time.perf_counter()
    parse(source_of("a.txt", page.encode()))
    assert time.perf_counter() - started < 5


def _beside_each_other() -> str:
    """The form's rows in two halves beside each other, a column of kinds before the first."""
    cells = [f"<td>{one.label}<td>{one.unit or '—'}<td>{NUMBERS[one.code] if one.code else '—'}" for one in FORM.rows]
    half = len(cells) // 2
    rows = [f"<tr><td>甲{left}{right}" for left, right in zip(cells[:half], cells[half:], strict=False)]
    header = "<tr><td>类别" + "<td>统计指标<td>单位<td>统计数" * 2
    above = "".join(f"<p>{line}</p>" for line in HEAD.format(year=2016).splitlines())
    return f"{above}<p>政府信息公开情况统计表</p><table>{header}{''.join(rows)}</table>"


def test_halves_of_a_table_beside_each_other_are_read_one_after_the_other() -> None:
    page = _beside_each_other()
    report = parse(source_of("a.html", page.encode()))
    read = {row.code: row.number("value") for row in report.rows if row.table == "statistics"}
    assert len(read) >= len(NUMBERS) - 1 and all(NUMBERS[code] == number for code, number in read.items())


def test_two_tables_beside_each_other_with_other_numbers_give_none() -> None:
    read, said = _told("统计指标\t单位\t统计数\t统计指标\t单位\t统计数", "{label}\t{unit}\t{n}\t{label}\t{unit}\t5")
    assert {number for number in read.values() if number is not None} == set() and "rows.repeated" in said


def _with(
    header: str = "统计指标\t单位\t统计数", caption: str = "政府信息公开情况统计表（2016年度）", **row: str
) -> str:
    """The report of 2016 under another header or caption, with other rows: label, unit and number."""
    lines = [f"{one.label}\t{one.unit or '——'}\t{NUMBERS[one.code] if one.code else '——'}" for one in FORM.rows]
    told = [row.get(one.code or "", line) for one, line in zip(FORM.rows, lines, strict=True)]
    return HEAD.format(year=2016) + "\n".join([caption, header, *told]) + "\n"


def _numbers(page: str) -> tuple[dict[str, float | None], list[str]]:
    report = parse(source_of("a.txt", page.encode()))
    read = {row.code: row.number("value") for row in report.rows if row.table == "statistics"}
    return read, [finding.check for finding in report.findings]


@pytest.mark.parametrize(
    "header",
    ["累计", "历年累计", "上年统计数", "去年数量", "上半年合计", "本月数量", "计划数量", "统计数（百件）", "全省合计"],
)
def test_a_column_that_is_not_known_to_be_the_years_gives_no_number(header: str) -> None:
    read, said = _numbers(_with(f"统计指标\t单位\t{header}"))
    assert set(read.values()) <= {None} and "tables.unread" in said


@pytest.mark.parametrize("header", ["本年统计数", "2016年度数量", "数量（件）", "填报数量", "本级统计数"])
def test_words_that_change_nothing_leave_a_column_the_years(header: str) -> None:
    assert _numbers(_with(f"统计指标\t单位\t{header}"))[0] == NUMBERS


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("统计指标\t单位\t本年统计数\t上年统计数", "{label}\t{unit}\t{n}\t7"),
        ("统计指标\t单位\t统计数\t比上年增减数量", "{label}\t{unit}\t{n}\t-7"),
        ("统计指标\t单位\t历年累计\t本年数量", "{label}\t{unit}\t777\t{n}"),
    ],
)
def test_the_years_column_is_told_from_others_worded_like_it(header: str, row: str) -> None:
    assert _told(header, row)[0] == {code: number + 10 for code, number in NUMBERS.items()}


@pytest.mark.parametrize(
    "caption",
    [
        "七里河区政府信息公开情况统计表（2016年度）",
        "城关区教育局政府信息公开情况统计表（2016年度）",
        "政府信息公开情况统计表（二〇一五年度）",
        "截至2016年9月底政府信息公开情况统计表",
        "自条例施行以来政府信息公开情况统计表",
        "全市政府信息公开情况统计表（2016年度）",
        "政府信息公开情况统计表\n填报单位：城关区水务局\n单位：件、条",
        "政府信息公开情况统计表\n2015年度\n填报单位：示例局\n单位：件、条\n",
    ],
)
def test_a_table_of_another_organ_or_time_gives_no_number(caption: str) -> None:
    read, said = _numbers(_with(caption=caption))
    assert set(read.values()) <= {None} and "tables.unread" in said


@pytest.mark.parametrize(
    "caption",
    [
        "城关区政府信息公开情况统计表",
        "附件2：2016年度兰州市城关区示例局政府信息公开情况统计表",
        "统计时间：2017年1月5日",
    ],
)
def test_a_caption_of_its_own_leaves_the_table_its_own(caption: str) -> None:
    assert _numbers(_with(caption=caption))[0] == NUMBERS


@pytest.mark.parametrize(
    "label",
    ["收到申请人数", "月均收到申请数", "收到申请数（网上）", "拟收到申请数", "收到申请数（不含下属单位）"],
)
def test_a_label_that_says_more_than_its_likest_is_nobodys(label: str) -> None:
    read, said = _numbers(_with(applications_received=f"{label}\t件\t9"))
    assert "applications_received" not in read and "rows.unmatched" in said


@pytest.mark.parametrize(
    ("code", "row", "number", "check"),
    [
        ("disclosed_information", "主动公开政府信息数\t万条\t3", None, "cells.unreadable"),
        ("people_trained", "接受培训人员数\t百人次\t3", None, "cells.unreadable"),
        ("fees_collected", "依申请公开信息收取的费用\t元\t300", 0.03, None),
        ("fees_collected", "依申请公开信息收取的费用（万元）\t元\t300", None, "cells.unreadable"),
        ("fees_collected", "依申请公开信息收取的费用\t\t300", 300, "unit.not_stated"),
    ],
)
def test_a_number_is_read_by_its_unit_or_not_at_all(
    code: str, row: str, number: float | None, check: str | None
) -> None:
    read, said = _numbers(_with(**{code: row}))
    assert read[code] == number and (check is None or check in said)


def test_what_is_no_count_is_told_in_the_forms_own_words() -> None:
    report = parse(source_of("a.txt", page_2016(complaints="1.5").encode()))
    (told,) = [finding for finding in report.findings if finding.check == "counts.whole"]
    assert "“举报投诉数量”统计数一栏印作“1.5”" in told.message


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One agency whose report of 2018 is on a later form already, and one that prints the old one to 2020."""
    folder = _configured(tmp_path_factory.mktemp("early"))
    pages = {
        "a2017": page_2016().replace("2016", "2017"),
        "a2018": page_2022().replace("2022", "2018"),
        "b2018": page_2016(applications_answered=40).replace("2016", "2018").replace("示例局", "水务局"),
        "b2020": page_2016().replace("2016", "2020").replace("示例局", "水务局"),
    }
    for name, page in pages.items():
        (folder / f"{name}.txt").write_text(page, "utf-8")
    files = [str(folder / f"{name}.txt") for name in pages]
    result = CliRunner().invoke(main, ["add", *files, "--db", str(folder / "reports.db")])
    assert result.exit_code == 0, result.output
    return Site(folder)


def _heads(page: str) -> list[tuple[str, str]]:
    head = re.search(r'<table class="data series">.*?<thead>(.*?)</thead>', page, re.DOTALL)
    return re.findall(r'class="number( break)?">(\d{4})', head[1]) if head else []


def test_a_break_stands_where_an_agency_changes_its_form(early: Site) -> None:
    found = {name: number for number, name in early.rows("SELECT id, name FROM agencies")}
    one, other = (
        early.get(f"/reports/agencies/{found[f'兰州市城关区{organ}']}").text for organ in ("示例局", "水务局")
    )
    assert _heads(one) == [("", "2017"), (" break", "2018")] and _heads(other) == [("", "2018"), ("", "2020")]


def test_a_places_sum_adds_no_number_that_another_form_counts_otherwise(early: Site) -> None:
    page = early.get("/reports/regions/620102").text
    cells = {
        label: re.findall(r'<td class="number[^"]*">(\d*)', row)
        for label, row in re.findall(r'<th scope="row">([^<]*?)(?: <sup>※</sup>)?</th>(.*?)</tr>', page)
    }
    assert cells["收到申请"] == ["9", "10", "9"]  # 2018: 9 and 1
    assert cells["办理（答复）合计"] == ["9", "40", ""]


def test_what_a_document_ends_with_is_no_prose() -> None:
    for table in (page_2016().rstrip("\n"), page_2022().rstrip("\n")):
        report = parse(source_of("a.txt", table.encode()))
        assert not any("\t" in section.body for section in report.sections)


def _inserting(row: str, **changed: int) -> str:
    lines = page_2016(**changed).splitlines()
    at = next(at for at, line in enumerate(lines) if "信函申请数" in line)
    return "\n".join([*lines[: at + 1], row, *lines[at + 1 :]]) + "\n"


@pytest.mark.parametrize(("received", "wrong"), [(9, False), (13, False), (12, True)])
def test_a_row_inserted_among_the_parts_may_be_counted(received: int, wrong: bool) -> None:
    page = _inserting("5.邮件申请数\t件\t4", applications_received=received)
    assert ("statistics.sum" in _numbers(page)[1]) is wrong


def test_a_row_inserted_elsewhere_makes_no_sum_right() -> None:
    page = page_2016(applications_received=13) + "热线受理数\t件\t4\n"
    assert "statistics.sum" in _numbers(page)[1]


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("全年主动公开政府信息51条。", True),
        ("2016年，我局共主动公开政府信息51条。", True),
        ("全年主动公开政府信息50条。", False),
        ("通过政府网站主动公开政府信息51条。", False),
        ("所属各单位主动公开政府信息51条。", False),
        ("2015年主动公开政府信息51条。", False),
    ],
)
def test_what_the_prose_says_was_published_is_held_against_the_table(prose: str, told: bool) -> None:
    _, said = _numbers(page_2016().replace("略。", prose))
    assert ("statistics.prose" in said) is told


_APPLICANTS = 7  # columns of table 2
_DOCUMENTS = {
    "2019": "本年新制作数量\t本年新公开数量\t对外公开总数量",
    "2021": "本年制发件数\t本年废止件数\t现行有效件数",
}
_NORMATIVE = {"2019": "规范性文件", "2021": "行政规范性文件"}


def _later(year: int, form: str, documents: str, **cells: int) -> str:
    """A report on a form since 2019: rows of one applicant, documents as printed, three suits corrected in two ways."""
    rows = [
        "\t".join([row.label, str(n), *["0"] * (_APPLICANTS - 2), str(n)])
        for row in forms()[form].rows
        if not forms()[form].children(row.code)
        for n in (cells.get(row.code, 0),)
    ]
    table = f"二、主动公开政府信息情况\n信息内容\t{_DOCUMENTS[form]}\n{_NORMATIVE[form]}\t{documents}\n"
    page = (
        page_2022().replace("2022", str(year)).replace("0\t1\t0\t0\t1\t0\t1\t0\t0\t1", "0\t1\t0\t0\t1\t0\t2\t0\t0\t2")
    )
    head, _, rest = page.partition("三、收到")
    return f"{head}{table}三、收到{rest.split(chr(10))[0]}\n{rest.split(chr(10))[1]}\n" + "\n".join(
        [*rows, "四、" + rest.partition("\n四、")[2]]
    )


@pytest.fixture(scope="module")
def eleven_years(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One agency with every report from 2014 to 2024, another of the same place with those of 2018 and 2021."""
    folder = _configured(tmp_path_factory.mktemp("eleven"))
    old = {year: page_2016(applications_received=year - 2004).replace("2016", str(year)) for year in range(2014, 2019)}
    of_2019 = {y: _later(y, "2019", "2\t1\t9", received=y - 1999, disclosed=5, closed=8) for y in (2019, 2020)}
    of_2021 = {y: _later(y, "2021", "4\t1\t9", received=y - 1991, disclosed=6, closed=9) for y in range(2021, 2025)}
    pages = {f"a{year}": page for year, page in {**old, **of_2019, **of_2021}.items()}
    pages["b2018"] = page_2016(applications_received=100).replace("2016", "2018").replace("示例局", "水务局")
    pages["b2021"] = _later(2021, "2021", "1\t0\t3", received=200).replace("示例局", "水务局")
    for name, page in pages.items():
        (folder / f"{name}.txt").write_text(page, "utf-8")
    files = [str(folder / f"{name}.txt") for name in pages]
    result = CliRunner().invoke(main, ["add", *files, "--db", str(folder / "reports.db")])
    assert result.exit_code == 0, result.output
    return Site(folder)


@pytest.mark.parametrize(
    ("measure", "values", "breaks"),
    [
        ("received", [10, 11, 12, 13, 14, 20, 21, 30, 31, 32, 33], None),
        ("disclosed", [7, 7, 7, 7, 7, 5, 5, 6, 6, 6, 6], None),  # 4 agreed to and 3 published before
        ("closed", [9, 9, 9, 9, 9, 8, 8, 9, 9, 9, 9], "2019"),
        ("litigation_corrected", [0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3], "2024"),  # 1 and 2 since 2019
        ("normative_documents_made", [6, 6, 6, 6, 6, 2, 2, 4, 4, 4, 4], "2019 2021"),
        ("normative_documents_disclosed", [0, 0, 0, 0, 0, 1, 1], "2019"),  # ends with the form of 2019
    ],
)
def test_eleven_years_add_up_as_by_hand(
    measure: str, values: list[int], breaks: str | None, eleven_years: Site
) -> None:
    found = eleven_years.rows(
        f"SELECT year, value, breaks FROM series WHERE measure = '{measure}' AND agency LIKE '%示例局' ORDER BY year"
    )
    assert found == [(2014 + at, value, breaks) for at, value in enumerate(values)]


def test_breaks_of_eleven_years_are_marked_where_they_are(eleven_years: Site) -> None:
    ((agency,),) = eleven_years.rows("SELECT id FROM agencies WHERE name LIKE '%示例局'")
    heads = _heads(eleven_years.get(f"/reports/agencies/{agency}").text)
    assert [year for mark, year in heads if mark] == ["2019", "2021", "2024"]


def test_a_place_adds_its_organs_year_by_year(eleven_years: Site) -> None:
    page = eleven_years.get("/reports/regions/620102").text
    row = re.search(r'<th scope="row">收到申请</th>(.*?)</tr>', page, re.DOTALL)
    assert row and re.findall(r'<td class="number[^"]*">(\d*)(?: <small>(\d) 份)?', row[1])[4:8] == [
        ("114", "2"), ("20", ""), ("21", ""), ("230", "2"),
    ]  # fmt: skip
