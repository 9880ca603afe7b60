"""Findings as a spreadsheet (电子表格): one row a finding, one sheet of sums a file, to be sent on.

Text of a file is written as text: nothing in it becomes a formula or a link when the sheet is opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from ingest.checks import checks
from ingest.cli.findings import MARKS, TABLES, VERDICTS, column_label, row_label
from ingest.cli.terminal import clean
from ingest.forms import serving
from ingest.model import Refused
from ingest.pipeline.checking import Result, Told

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_COLUMNS = {
    "文件": 28,
    "机关": 26,
    "年度": 7,
    "性质": 6,
    "表": 20,
    "行": 34,
    "栏": 16,
    "印作": 10,
    "应为": 10,
    "说明": 60,
    "原文行": 8,
    "校验": 30,
    "公式": 50,
    "依据": 36,
    "复核": 16,
    "备注": 24,
    "编号": 19,
}
_FILES = {
    "文件": 28,
    "机关": 26,
    "年度": 7,
    "误": 6,
    "疑": 6,
    "注": 6,
    "相符": 7,
    "不符": 7,
    "无法判断": 10,
    "拒收原因": 60,
}
_COLOURS = {"error": "#F8D7DA", "warning": "#FFF3CD", "note": "#E2E3E5"}


def write(results: Sequence[Result], path: str) -> None:
    """The workbook at a path; an older one there gives way. Raises ``Refused`` where it can't be written."""
    made = io.BytesIO()  # whole before anything is written: half a workbook can't be opened
    try:
        with xlsxwriter.Workbook(made, {**_SAFE, "in_memory": True}) as book:
            _findings(book, results)
            _files(book, results)
        Path(path).write_bytes(made.getbuffer())
    except (OSError, XlsxWriterException) as error:
        raise Refused(f"无法写入电子表格 (the spreadsheet can't be written: {error})") from error


def _findings(book: Any, results: Sequence[Result]) -> None:
    colours = {severity: book.add_format({"bg_color": colour}) for severity, colour in _COLOURS.items()}
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = _sheet(book, "发现", _COLUMNS)
    rows = [(result, told) for result in results for told in result.told]
    for at, (result, told) in enumerate(rows, start=1):
        for column, value in enumerate(_row(result, told)):
            mark = colours[told.severity] if column == list(_COLUMNS).index("性质") else wrap
            _cell(sheet, at, column, value, mark)
    sheet.autofilter(0, 0, max(1, len(rows)), len(_COLUMNS) - 1)


def _sheet(book: Any, name: str, columns: dict[str, int]) -> Any:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    for at, (title, size) in enumerate(columns.items()):
        sheet.set_column(at, at, size)
        sheet.write_string(0, at, title, head)
    sheet.freeze_panes(1, 0)
    return sheet


def _cell(sheet: Any, row: int, column: int, value: str | int | None, mark: Any = None) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, mark)
    elif value and value.isascii() and value.removeprefix("-").isdigit() and len(value) < 15:
        sheet.write_number(row, column, int(value), mark)
    else:
        sheet.write_string(row, column, clean(value or "")[:32_000], mark)  # a cell holds 32,767 characters


def _row(result: Result, told: Told) -> Iterator[str | int | None]:
    report, finding = result.report, told.finding
    assert report is not None  # noqa: S101 (for the type checker: a finding has a report)
    form, check = serving(report.form), checks()[finding.check]
    yield from (result.path, report.agency.name, report.year, MARKS[told.severity], TABLES[finding.table])
    yield from (row_label(finding, form), column_label(finding, form), finding.stated, finding.expected)
    yield from (finding.message, finding.line, check.title, check.formula, check.basis)
    verdict = told.verdict
    yield from (VERDICTS[verdict.verdict] if verdict else "", verdict.note if verdict else "", f"#{told.key}")


def _files(book: Any, results: Sequence[Result]) -> None:
    sheet = _sheet(book, "文件", _FILES)
    for at, result in enumerate(results, start=1):
        report, sums = result.report, result.sums or {}
        counts = [sum(t.severity == severity and t.counts for t in result.told) for severity in MARKS]
        values: list[str | int | None] = [result.path, report.agency.name if report else ""]
        values += [report.year if report else None, *counts]
        values += [sums.get("held"), sums.get("contradicted"), sums.get("open"), result.refused]
        for column, value in enumerate(values):
            _cell(sheet, at, column, value)
