"""Sheets as other writers make them (openpyxl, xlsxwriter, LibreOffice): values, places, and what is hidden."""

from __future__ import annotations

import datetime
import io
import shutil
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ingest.containers import source_of
from ingest.containers.office.convert import converted
from ingest.model import Document, Refused

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice isn't installed")


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(book: openpyxl.Workbook) -> Document:
    source = source_of("a.xlsx", saved(book))
    assert source.container == "xlsx" and source.document is not None
    return source.document


def sheet(*rows: list[Any]) -> Worksheet:
    book = openpyxl.Workbook()
    made = book.active
    assert isinstance(made, Worksheet)
    for row in rows:
        made.append(row)
    return made


def book_of(made: Worksheet) -> openpyxl.Workbook:
    assert isinstance(made.parent, openpyxl.Workbook)
    return made.parent


@pytest.mark.parametrize(
    ("value", "seen"),
    [(0, "0"), (12.0, "12"), (12.5, "12.5"), (0.1 + 0.2, "0.3"), (251000, "251000"), ("/", "/"), (" 7 ", "7"),
     (True, "TRUE"), (datetime.date(2022, 1, 5), "2022-01-05"), ("=A9+1", "=A9+1"), ("#REF!", "#REF!")],
)  # fmt: skip
def test_a_value_is_what_the_cell_holds(value: Any, seen: str) -> None:
    assert read(book_of(sheet(["规章", value]))).lines == (f"规章\t{seen}",)


def test_a_share_is_no_count() -> None:
    made = sheet(["规章", 0.5, 0.25])
    made["B1"].number_format = "0%"
    made["C1"].number_format = '0.00"%"'  # a sign that is only painted on, and shown all the same
    assert read(book_of(made)).lines == ("规章\t50%\t0.25%",)


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [(17, '0"万"', "17万"), (17, '"约"0', "约17"), (17, '0"（2022年）"', "17（2022年）"), (17, '0"件"', "17件"),
     (17, ";;;", ""),
     (17, "#,##0", "17"), (17, "#,##0_ ", "17"), (17, "+0;-0", "+17"), (17000, "#,##0,", "17000[#,##0,]"),
     (17, '[>10]"多";0', '17[[>10]"多";0]'), (17, "[White]0", "17[[White]0]"), (17, "0 0", "17[0 0]"),
     (0, '0;-0;"-"', "-"), (0, "0;-0;", ""), (0, "#", ""), (5, "#", "5"), (-17, "0;(0)", "(17)"), (-17, "0;-0", "-17"),
     (-17, "0;[Red]0", "-17[0;[Red]0]"), (-17, "0_ ;[Red]-0", "-17"),
     (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
     ("17", ";;;", ""), ("17", '@"万"', "17万"), (17, "[DBNum1]General", "17"), (17, "[$¥-804]0", "¥17")],
)  # fmt: skip
def test_a_number_is_what_its_format_shows(value: Any, code: str, seen: str) -> None:
    made = sheet(["规章", value, 1])
    made["B1"].number_format = code
    assert read(book_of(made)).lines == (f"规章\t{seen}\t1",)


def test_white_digits_on_nothing_are_no_number() -> None:
    made = sheet(["规章", 17, 18, 19])
    for place in ("A1", "B1", "C1"):
        made[place].font = Font(color="FFFFFFFF")
    made["C1"].fill = PatternFill("solid", fgColor="FF204080")
    assert read(book_of(made)).lines == ("规章\t17[与底色同色]\t18\t19",)


def test_digits_of_their_ground_s_colour_or_of_no_size_are_no_number() -> None:
    made = sheet(["规章", 17, 18, 19])
    made["B1"].fill, made["B1"].font = PatternFill("solid", fgColor="FF204080"), Font(color="FF204080")
    made["C1"].font = Font(sz=1)
    assert read(book_of(made)).lines == ("规章\t17[与底色同色]\t18[与底色同色]\t19",)


def test_a_sheet_that_shows_no_noughts_prints_blanks() -> None:
    made = sheet(["规章", 0, 8, 0.0, "0"])
    made["D1"].number_format = '0;-0;"无"'
    made.sheet_view.showZeros = False
    assert read(book_of(made)).lines == ("规章\t\t8\t\t0",)


_WHITE, _NO_NOUGHT = Font(color="FFFFFFFF"), DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode="0;-0;;@"))


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        (CellIsRule("equal", ["0"], font=_WHITE), "规章\t0[与底色同色]\t5\t12"),
        (CellIsRule("between", ["4", "6"], font=_WHITE), "规章\t0\t5[与底色同色]\t12"),
        (CellIsRule("equal", ["0"], font=_WHITE, fill=PatternFill(bgColor="FF204080")), "规章\t0\t5\t12"),
        (CellIsRule("greaterThan", ["$Z$9"], font=_WHITE), "规章\t0[条件格式]\t5[条件格式]\t12[条件格式]"),
        (FormulaRule(["B1=0"], font=_WHITE), "规章\t0[与底色同色]\t5\t12"),
        (FormulaRule(["ISERROR(B1)"], font=_WHITE), "规章\t0\t5\t12"),
        (FormulaRule(["$A$1<>9"], font=_WHITE), "规章\t0[条件格式]\t5[条件格式]\t12[条件格式]"),
        (FormulaRule(["B1>3"], font=Font(color="FFFF0000")), "规章\t0\t5\t12"),
        (Rule("cellIs", operator="equal", formula=["0"], dxf=_NO_NOUGHT), "规章\t\t5\t12"),
        (
            IconSetRule("3Arrows", "num", [0, 3, 6], showValue=False),
            "规章\t0[与底色同色]\t5[与底色同色]\t12[与底色同色]",
        ),
    ],
)
def test_a_number_is_what_a_condition_leaves_of_it(rule: Rule, seen: str) -> None:
    made = sheet(["规章", 0, 5, 12])
    made.conditional_formatting.add("B1:D9", rule)
    assert read(book_of(made)).lines == (seen,)


def test_what_a_merged_cell_covers_is_not_shown() -> None:
    made = sheet(["行政许可", 12, 47, None], ["行政处罚", None, 3, 4])
    made.merged_cells.ranges.add(CellRange("B1:D1"))  # merged by a program that keeps what stands below
    made.merged_cells.ranges.add(CellRange("B2:C2"))
    assert read(book_of(made)).lines == ("行政许可\t12", "行政处罚\t\t\t4")


def test_blank_cells_keep_their_places() -> None:
    (grid,) = read(book_of(sheet(["规章", 1, 2, 3], ["行政许可", None, None, 7]))).grids
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells if cell.row == 1] == [
        ("行政许可", 1, 0),
        ("", 1, 1),
        ("", 1, 2),
        ("7", 1, 3),
    ]


def test_merged_cells_have_their_spans() -> None:
    made = sheet(["办理结果", "予以公开", 3], [None, "部分公开", 4])
    made.merge_cells("A1:A2")
    (grid,) = read(book_of(made)).grids
    assert [cell.rows for cell in grid.cells if cell.text == "办理结果"] == [2]
    assert [cell.column for cell in grid.cells if cell.text == "部分公开"] == [1]
    assert len(grid.cells) == 5  # what a merge covers is no cell


def test_tables_are_parted_by_empty_rows_and_paragraphs() -> None:
    text = "一、总体情况\n本年度按时公开。"
    document = read(book_of(sheet(["规章", 1], [None], ["行政许可", 2], [text], ["行政处罚", 3])))
    assert [[cell.text for cell in grid.cells] for grid in document.grids] == [
        ["规章", "1"],
        ["行政许可", "2"],
        ["行政处罚", "3"],
    ]
    assert document.lines == ("规章\t1", "行政许可\t2", *text.split("\n"), "行政处罚\t3")


def test_hidden_rows_columns_and_sheets_stay_out() -> None:
    made = sheet(["规章", 1, 9, 2], ["上年", 8, 8, 8], ["行政许可", 3, 9, 4])
    made.row_dimensions[2].hidden = True
    made.column_dimensions["C"].hidden = True
    other = book_of(made).create_sheet("上年")
    other.append(["规章", 7])
    other.sheet_state = "hidden"
    document = read(book_of(made))
    assert document.lines == ("规章\t1\t2", "行政许可\t3\t4")
    assert [(cell.row, cell.column) for cell in document.grids[0].cells] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
        (1, 1),
        (1, 2),
    ]


def test_rows_and_columns_without_size_stay_out() -> None:
    made = sheet(["规章", 1, 9, 2], ["上年", 8, 8, 8], ["行政许可", 3, 9, 4])
    made.row_dimensions[2].height, made.row_dimensions[3].height = 77, 0.5
    made.column_dimensions["C"].width = 77
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book_of(made)))) as whole, zipfile.ZipFile(out, "w") as flat:
        for name in whole.namelist():
            flat.writestr(name, whole.read(name).replace(b'ht="77"', b'ht="0.0"').replace(b'width="77"', b'width="0"'))
    found = source_of("a.xlsx", out.getvalue()).document
    assert found is not None and found.lines == ("规章\t1\t2", "行政许可\t3\t4")


@pytest.mark.parametrize(("aligned", "seen"), [("superscript", "12³"), ("subscript", "12 3"), ("baseline", "123")])
def test_what_stands_off_the_line_is_none_of_the_number(aligned: str, seen: str) -> None:
    off = CellRichText(TextBlock(InlineFont(b=True), "12"), TextBlock(InlineFont(vertAlign=aligned), "3"))
    assert read(sheet(["行政许可", off]).parent).lines == (f"行政许可\t{seen}",)


def test_what_is_struck_through_is_marked() -> None:
    old, now = TextBlock(InlineFont(strike=True), "12"), TextBlock(InlineFont(b=True), "15")
    made = sheet(["规章", 7, CellRichText(old, now), CellRichText(now, "件"), 0.5])
    for place in ("B1", "E1"):
        made[place].font = Font(strike=True)
    made["E1"].number_format = "0%"
    assert read(made.parent).lines == ("规章\t~~7~~\t~~12~~15\t15件\t~~50%~~",)


def test_a_line_says_on_which_sheet_it_stands() -> None:
    made = sheet(["规章", 1])
    made.title = "表一"
    book_of(made).create_sheet("表二").append(["行政许可", 2])
    assert read(book_of(made)).parts == ("工作表“表一”", "工作表“表二”")


def test_another_writer_s_file_reads_alike() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("表二")
    page.merge_range("A1:C1", "申请人情况")
    page.write_row("A2", ["规章", 3, None])
    page.write_formula("C2", "=B2*2", None, 6)
    book.close()
    document = source_of("b.xlsx", out.getvalue()).document
    assert document is not None and document.lines == ("申请人情况", "规章\t3\t6")
    assert document.grids[0].cells[0].columns == 3


@needs_office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_older_formats_read_alike_by_libreoffice(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(__import__("ingest.containers.office.convert", fromlist=["x"]))["_FILTERS"], kind, kind)
    made = sheet(["办理结果", "予以公开", 3], [None, "部分公开", "=C1/0"], ["上年", "予以公开", 5])
    made.merge_cells("A1:A2")
    made.row_dimensions[3].hidden = True
    found = source_of(f"a.{kind}", converted(saved(book_of(made)), ".xlsx", kind))
    assert found.container == "xlsx" and found.document is not None
    assert found.document.lines == ("办理结果\t予以公开\t3", "部分公开\t#DIV/0!")


def test_a_sheet_larger_than_any_report_is_refused() -> None:
    made = sheet(["规章", 1])
    made["XFD1000000"] = 1
    with pytest.raises(Refused, match="过大"):
        read(book_of(made))


@pytest.mark.parametrize("cut", [300, 2000, -30])
def test_a_file_cut_off_is_refused(cut: int) -> None:
    content = saved(book_of(sheet(["规章", 1])))[:cut]
    with pytest.raises(Refused):
        source_of("a.xlsx", content + b"[Content_Types].xml xl/")


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Refused):
        read(openpyxl.Workbook())
