"""Spreadsheets (电子表格): plain tables that sort and print well, and statutory tables as they look.

Text of a file is written as text: nothing in it becomes a formula or a link when the sheet is opened.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from ingest.model import Refused
from ingest.patterns import lazy
from ingest.printing.drawing import Cell, Drawn, placed

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_LINES = "#BFBFBF"
SHADES = {"error": "#F8D7DA", "warning": "#FFF3CD", "note": "#E2E3E5"}
_NUMBER = lazy(r"-?(?:0|[1-9]\d{0,13})(?:\.\d{1,6})?", re.ASCII)
_NO_TEXT = lazy(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_000  # a cell holds 32,767 characters
_A4 = 9
_WIDTHS = {"disclosure_items": (26, 18), "applications": (10, 13, 34, 9), "appeals": (9,)}
_LINE, _MOST_LINES = 15.5, 26  # points; a row is 409 points high at most
Value = str | int | float | None


class Book:
    """A workbook in the making; it is whole before anything is written, as half a one can't be opened."""

    def __init__(self) -> None:
        self._made = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._made, _SAFE)
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": _LINES}
        self._wrap = self._book.add_format(plain)
        self._number = self._book.add_format(plain | {"align": "center"})  # else it touches the text beside it
        self._head = self._book.add_format(plain | {"bold": True, "valign": "vcenter"})
        self._shades = {name: self._book.add_format(plain | {"bg_color": colour}) for name, colour in SHADES.items()}
        self._formats: dict[tuple[str, str], Any] = {}

    def mark(self, category: str) -> None:
        """Say among the workbook's properties what kind of paper it is."""
        self._book.set_properties({"category": category})

    def table(
        self,
        name: str,
        columns: Mapping[str, int],
        rows: Iterable[Sequence[Value]],
        shaded: Mapping[int, Sequence[str]] | None = None,
        printed: int | None = None,
    ) -> None:
        """A sheet of rows under a header (its columns with their widths); ``shaded``: column → each row's severity.

        ``printed``: how many of the columns go on paper, where all would be too small to read.
        """
        sheet = self._sheet(name, landscape=True)
        for at, (title, size) in enumerate(columns.items()):
            sheet.set_column(at, at, size)
            sheet.write_string(0, at, title, self._head)
        count, sizes = 0, list(columns.values())
        for count, row in enumerate(rows, start=1):
            lines = max((_lines(value, size) for value, size in zip(row[:printed], sizes, strict=False)), default=1)
            sheet.set_row(count, _LINE * min(lines, _MOST_LINES))
            for column, value in enumerate(row):
                marks = (shaded or {}).get(column)
                self._write(sheet, count, column, value, self._shades.get(marks[count - 1]) if marks else None)
        if printed:
            sheet.print_area(0, 0, max(1, count), printed - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(1, count), len(columns) - 1)

    def form(
        self,
        name: str,
        title: str,
        tables: Sequence[Drawn],
        marked: Mapping[Cell, str] | None = None,
        remarks: Sequence[str] = (),
    ) -> None:
        """A sheet with statutory tables beneath a title, as they look in print; ``remarks``: what warns of them."""
        width = max(table.columns for table in tables)
        sheet = self._sheet(name, landscape=width > 4)
        sheet.fit_to_pages(1, 1)  # whatever stands above it
        sizes = _WIDTHS[tables[0].table]
        for column in range(width):
            sheet.set_column(column, column, sizes[min(column, len(sizes) - 1)])
        top = self._book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
        _over(sheet, 0, 0, 1, width, title, top)
        line, across = 2, sum(sizes[min(column, len(sizes) - 1)] for column in range(width))
        for remark in remarks:
            sheet.set_row(line, _LINE * min(_lines(remark, across), _MOST_LINES))
            _over(sheet, line, 0, 1, width, remark[:_LONGEST], self._shades["error"])
            line += 1
        for table in tables:
            for at, height in enumerate(_heights(table, sizes)):
                sheet.set_row(line + at, _LINE * height)
            for at, column, slot in placed(table):
                made = self._format(slot.kind, (marked or {}).get(slot.cell, "") if slot.cell else "")
                _over(sheet, line + at, column, slot.rows, slot.columns, _typed(slot.text), made)
            line += len(table.lines) + 1

    def prose(self, name: str, lines: Sequence[str]) -> None:
        """A sheet of sentences."""
        sheet = self._sheet(name, landscape=False)
        sheet.set_column(0, 0, 90)
        for at, line in enumerate(lines):
            self._write(sheet, at, 0, line, None)

    def content(self) -> bytes:
        """The workbook as a file's bytes; raises ``Refused`` where it can't be made."""
        try:
            self._book.close()
        except (OSError, XlsxWriterException) as error:
            raise Refused(f"无法写入电子表格 (the spreadsheet can't be written: {error})") from error
        return self._made.getvalue()

    def _sheet(self, name: str, *, landscape: bool) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&C&P / &N")
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: Value, mark: Any) -> None:
        value = _typed(value) if isinstance(value, str) else value
        if isinstance(value, (int, float)):
            sheet.write_number(row, column, value, mark or self._number)
        else:
            sheet.write_string(row, column, value or "", mark or self._wrap)

    def _format(self, kind: str, shade: str) -> Any:
        key = (kind, shade)
        if key not in self._formats:
            align = "left" if kind == "label" else "center"
            given = {"border": 1, "text_wrap": True, "align": align, "valign": "vcenter", "font_size": 10}
            self._formats[key] = self._book.add_format(given | ({"bg_color": SHADES[shade]} if shade else {}))
        return self._formats[key]


def _lines(value: Value, room: int) -> int:
    """The lines that a cell's text takes in a column of so many (narrow) characters; a Chinese one is two of them."""
    text = "" if value is None else str(value)
    return sum(ceil((len(line) + sum(char > "\u2e7f" for char in line)) / room) or 1 for line in text.split("\n"))


def _heights(table: Drawn, sizes: Sequence[int]) -> list[int]:
    """How many lines of text each row needs; merged cells don't grow by themselves."""
    found = [1] * len(table.lines)
    for at, column, slot in placed(table):
        room = sum(sizes[min(n, len(sizes) - 1)] for n in range(column, column + slot.columns))
        if slot.rows == 1:
            found[at] = max(found[at], _lines(slot.text, room))
    return found


def _over(sheet: Any, row: int, column: int, rows: int, columns: int, value: str | int | float, made: Any) -> None:
    """Write over so many cells."""
    write = sheet.write_string if isinstance(value, str) else sheet.write_number
    if rows * columns > 1:
        sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", made)
    write(row, column, value, made)


def _typed(text: str) -> str | int | float:
    """A number where a text is one and nothing would be lost (007, 3.10 stay text).

    >>> _typed("3"), _typed("25.1"), _typed("007"), _typed("=1+1"), _typed("3.10")
    (3, 25.1, '007', '=1+1', '3.10')
    """
    if _NUMBER.fullmatch(text):
        number = float(text) if "." in text else int(text)
        if str(number) == text:
            return number
    return _NO_TEXT.sub("", text)[:_LONGEST]
