"""What is written as the statutory form is read back as it was, cell by cell."""

from __future__ import annotations

from pathlib import Path
from random import Random

import facts
import pytest
from click.testing import CliRunner

from ingest.checks import children
from ingest.cli import main
from ingest.containers import source_of
from ingest.forms import forms
from ingest.model import Report, Row, Value
from ingest.parse import _tables, parse
from ingest.printing.drawing import drawn, placed
from ingest.printing.report import Paper, as_sheets, as_word
from ingest.store import connect
from ingest.store.held import held
from ingest.values import read_change, read_count, read_money

WRITERS = [pytest.param("a.docx", as_word, id="word"), pytest.param("a.xlsx", as_sheets, id="sheets")]
EXAMPLES = sorted(Path("examples").glob("*.txt"))


def cells(rows: tuple[Row, ...]) -> dict[tuple[str, str, str], tuple[object, ...]]:
    """Every cell that isn't blank: number and unit, and what is printed where it is no number."""
    return {
        (row.table, row.code, column): (value.number, value.unit, value.note, value.raw if value.number is None else "")
        for row in rows
        for column, value in zip(row.columns, row.values, strict=True)
        if value.raw
    }


def numbered(form_id: str) -> Report:
    """A report in which every cell has another number, so that no two can be taken for one another."""
    report = facts.zeros(2025 if form_id == "2021" else 2020, form_id)
    rows, at = [], 0
    for row in report.rows:
        values = []
        for column, value in zip(row.columns, row.values, strict=True):
            at += 1
            text = "" if not value.raw else f"{at}.{at % 9 + 1}万元" if column == "amount" else str(at)
            reads = read_money if column == "amount" else read_change if column == "items_change" else read_count
            values.append(reads(text))
        rows.append(Row(row.table, row.code, row.columns, tuple(values), row.line))
    return Report(report.agency, report.year, report.head, form_id, "complete", tuple(rows), ())


def title(report: Report) -> str:
    return f"{report.agency.name}{report.year}年政府信息公开工作年度报告"


def read_back(name: str, content: bytes) -> Report:
    return parse(source_of(name, content))


@pytest.mark.parametrize("form_id", ["2019", "2021"])
@pytest.mark.parametrize("name, write", WRITERS)
def test_every_cell_is_read_back(name: str, write: object, form_id: str) -> None:
    report = numbered(form_id)
    again = read_back(name, write(Paper(forms()[form_id], title(report), report.rows)))  # type: ignore[operator]
    assert cells(again.rows) == cells(report.rows)
    assert (again.form, again.agency.name, again.year) == (form_id, report.agency.name, report.year)


@pytest.mark.parametrize("form_id", ["2019", "2021"])
@pytest.mark.parametrize("name, write", WRITERS)
def test_a_blank_form_is_read_as_blanks(name: str, write: object, form_id: str) -> None:
    paper = Paper(forms()[form_id], "衢州市示例局2025年政府信息公开工作年度报告")
    again = read_back(name, write(paper))  # type: ignore[operator]
    assert again.form == form_id
    assert cells(again.rows) == {}
    assert len(again.rows) >= (
        30 if name.endswith(".docx") else 1
    )  # a sheet of blanks has no cells to be told from none


@pytest.mark.parametrize("name, write", WRITERS)
def test_a_form_without_a_name_has_its_tables_all_the_same(name: str, write: object) -> None:
    content = write(Paper(forms()["2021"], "＿＿＿＿年政府信息公开工作年度报告"))  # type: ignore[operator]
    document = source_of(name, content).document
    assert document is not None
    tables = _tables(document, None, ())
    assert tables.form == "2021" and cells(tables.rows) == {}


@pytest.mark.parametrize(
    "row, column, value",
    [
        ("received", "total", Value("12件", 12)),
        ("received", "business", Value("/")),
        ("disclosed", "business", Value("—")),
        ("disclosed", "total", Value("十二", None, None, "unreadable")),
        ("closed", "total", Value("1,234", 1234)),
        ("closed", "other_organization", Value("22（其中修订16件）", 22, None, "annotated")),
    ],
)
@pytest.mark.parametrize("name, write", WRITERS)
def test_what_stands_beside_a_number_is_kept(name: str, write: object, row: str, column: str, value: Value) -> None:
    report = numbered("2021")
    rows = tuple(
        one
        if one.code != row
        else Row(
            one.table,
            one.code,
            one.columns,
            tuple(value if code == column else old for code, old in zip(one.columns, one.values, strict=True)),
            1,
        )
        for one in report.rows
    )
    again = read_back(name, write(Paper(forms()["2021"], title(report), rows)))  # type: ignore[operator]
    read = again.row("applications", row)
    assert read is not None
    got = dict(zip(read.columns, read.values, strict=True))[column]
    assert (got.number, got.note, got.raw) == (value.number, value.note, value.raw)


@pytest.mark.parametrize(
    "value, number, unit",
    [
        (Value("251000元", 25.1, "万元"), 25.1, "万元"),
        (Value("251000", 25.1, "万元"), 25.1, "万元"),  # its own header said 元
        (Value("37.5", 37.5, None), 37.5, None),  # neither cell nor header states a unit
        (Value("0.25亿", 2500.0, "万元"), 2500.0, "万元"),
    ],
)
def test_money_neither_gains_nor_loses_a_unit(value: Value, number: float, unit: str | None) -> None:
    report = numbered("2021")
    rows = tuple(
        Row(row.table, row.code, row.columns, (value,), 1) if row.code == "fees" else row for row in report.rows
    )
    again = read_back("a.docx", as_word(Paper(forms()["2021"], title(report), rows)))
    [read] = again.row("disclosure_items", "fees").values  # type: ignore[union-attr]
    assert (read.number, read.unit) == (number, unit)


@pytest.mark.parametrize("alone", [True, False])
def test_other_handling_as_a_row_of_its_own(alone: bool) -> None:
    report = numbered("2021")
    codes = forms()["2021"].children("other_handling")
    seven = tuple(Value(str(n), n) for n in range(501, 508))
    rows = tuple(
        Row(row.table, row.code, row.columns, seven, 1) if row.code == "other_handling" else row
        for row in report.rows
        if not (alone and row.code in codes)
    )
    again = read_back("a.docx", as_word(Paper(forms()["2021"], title(report), rows)))
    assert cells(again.rows) == cells(rows)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_written_from_the_database_and_read_back(path: Path, tmp_path: Path) -> None:
    report = parse(source_of(path.name, path.read_bytes()))
    if report.form is None:
        pytest.skip("it has no statutory tables")
    database = str(tmp_path / "reports.db")
    for arguments in (
        ["add", "--db", database, str(path)],
        ["form", "1", "--db", database, "-o", str(tmp_path / "表.docx")],
    ):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    again = read_back("表.docx", (tmp_path / "表.docx").read_bytes())
    assert cells(again.rows) == cells(report.rows)
    assert (again.agency.name, again.year) == (report.agency.name, report.year)
    connection = connect(database)
    [one] = held(connection, [1])
    connection.close()
    assert cells(one.rows) == cells(report.rows)
    assert children.numbers(one.rows) == children.numbers(report.rows)


def test_blank_forms_and_their_refusals(tmp_path: Path) -> None:
    out = str(tmp_path / "表.docx")
    run = CliRunner().invoke(main, ["form", "--blank", "2021", "--agency", "光山县示例局", "--year", "2025", "-o", out])
    assert run.exit_code == 0, run.output
    again = read_back("表.docx", Path(out).read_bytes())
    assert (again.agency.name, again.year, cells(again.rows)) == ("光山县示例局", 2025, {})
    for arguments in (["--blank", "2008"], [], ["1", "--blank", "2021"]):
        assert CliRunner().invoke(main, ["form", *arguments, "-o", out]).exit_code == 2
    assert CliRunner().invoke(main, ["form", "--blank", "2021", "-o", str(tmp_path / "a.pdf")]).exit_code == 2
    lost = CliRunner().invoke(main, ["form", "--blank", "2021", "-o", str(tmp_path / "no" / "a.docx")])
    assert lost.exit_code == 1 and lost.stderr.count("\n") == 1 and "无法写入" in lost.stderr


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_a_drawing_covers_each_place_once(form_id: str) -> None:
    for table in drawn(forms()[form_id], "·".join):
        taken = [
            (line + down, column + right)
            for line, column, slot in placed(table)
            for down in range(slot.rows)
            for right in range(slot.columns)
        ]
        assert sorted(taken) == [(line, column) for line in range(len(table.lines)) for column in range(table.columns)]
    shown = {slot.cell for table in drawn(forms()[form_id], lambda cell: "") for *_, slot in placed(table) if slot.cell}
    assert shown == set(forms()[form_id].cells)


_PRINTED = (
    "",
    "",
    "0",
    "0",
    "7",
    "12",
    "1,234",
    "—",
    "/",
    "*",
    "O",
    "约5",
    "12（含撤回3件）",
    "N/A",
    "见附件",
    "3.5",
    "-2",
)
_MONEY = ("", "0", "12.35", "1,234.50", "8600元", "2亿元", "—", "暂无", "12.3（含罚没）")


def random_report(rng: Random, form_id: str) -> Report:
    """A report in which anything may be printed in any cell."""
    report = facts.zeros(2025 if form_id == "2021" else 2020, form_id)
    rows = []
    for row in report.rows:
        values = []
        for column, value in zip(row.columns, row.values, strict=True):
            money = column == "amount"
            text = rng.choice(_MONEY if money else _PRINTED) if value.raw else ""
            reads = read_change if column == "items_change" else read_count
            values.append(read_money(text, "万元") if money else reads(text))
        rows.append(Row(row.table, row.code, row.columns, tuple(values), row.line))
    return Report(report.agency, report.year, report.head, form_id, "complete", tuple(rows), ())


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("form_id", ["2019", "2021"])
@pytest.mark.parametrize(("name", "write"), WRITERS)
def test_whatever_a_cell_prints_is_read_back(name: str, write: object, form_id: str, seed: int) -> None:
    report = random_report(Random(seed), form_id)
    written = write(Paper(forms()[form_id], title(report), report.rows, ()))  # type: ignore[operator]
    assert cells(read_back(name, written).rows) == cells(report.rows)


def test_prose_before_the_first_heading_is_written_too(tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    text = Path("examples/quzhou-2021.txt").read_text("utf-8")
    draft.write_text(text.replace("一、总体情况", "本报告由示例局编制，特此说明。\n一、总体情况", 1), "utf-8")
    out = tmp_path / "表.docx"
    assert CliRunner().invoke(main, ["form", str(draft), "-o", str(out)]).exit_code == 0
    report = read_back("a.docx", out.read_bytes())
    assert "本报告由示例局编制，特此说明。" in "".join(one.body for one in report.sections if one.heading is None)
