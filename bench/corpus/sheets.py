"""Sheet writers: openpyxl and xlsxwriter; one sheet or three, merged or not, numbers as numbers or as text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import pages
from . import parts as shaping
from .paper import Paper
from .tables import Table, laid

_TITLES = {"proactive": "主动公开", "applications": "依申请公开", "appeals": "复议诉讼"}


@dataclass(frozen=True, slots=True)
class Style:
    """One way to put a report on sheets."""

    one: bool = True  # one sheet for all tables
    merged: bool = True
    prose: bool = True  # the report's text stands in cells
    maker: str = "openpyxl"
    computed: bool = False  # numbers are formulas with their results; hidden rows and a hidden sheet hold older ones


STYLES: Mapping[str, Style] = {
    "xlsx one sheet": Style(),
    "xlsx three sheets": Style(one=False, maker="xlsxwriter"),
    "xlsx unmerged": Style(merged=False),
    "xlsx formulas, hidden": Style(maker="xlsxwriter", computed=True),
    "xlsx tables alone": Style(prose=False, maker="xlsxwriter"),
}

# A block: (row, column, rows, columns, what stands there)
Block = tuple[int, int, int, int, "str | int | float"]


def write(paper: Paper, name: str) -> pages.Written:
    """A paper as a workbook of one style."""
    style = STYLES[name]
    sheets = _sheets(paper, style)
    if style.maker == "openpyxl":
        return pages.Written(_by_openpyxl(sheets, style.merged), ".xlsx")
    return pages.Written(_by_xlsxwriter(sheets, style), ".xlsx")


def _sheets(paper: Paper, style: Style) -> dict[str, list[Block]]:
    """Sheet → what stands where. On one sheet, all from top to bottom; on three, the title on each."""
    parts = shaping.plain_parts(paper)
    out: dict[str, list[Block]] = {}
    current: list[Block] = []
    at = 0
    if style.one:
        out["年报"] = current
        at = _lines(current, at, [paper.title, *(paper.preamble if style.prose else ())], 15)
    for section in paper.sections:
        if not style.one and section.kind in parts:
            current, at = [], 0
            out[_TITLES[section.kind]] = current
            first = not out.keys() - {_TITLES[section.kind]}
            at = _lines(current, at, [paper.title, *(paper.preamble if first else ())], 10)
        if section.kind in parts or (style.prose and style.one):
            at = _lines(current, at, [section.heading, *section.paragraphs], 15 if style.one else 10)
        for _, table in parts.get(section.kind, []):
            at = _table(current, at, table) + 1
    return out


def _lines(blocks: list[Block], at: int, texts: list[str], columns: int) -> int:
    for text in texts:
        blocks.append((at, 0, 1, columns, text))
        at += 1
    return at


def _table(blocks: list[Block], at: int, table: Table) -> int:
    seen: set[int] = set()
    for number, line in enumerate(laid(table)):
        for column, box in enumerate(line):
            if id(box) not in seen:
                seen.add(id(box))
                blocks.append((at + number, column, box.rows, box.columns, _value(box.text)))
    return at + len(table)


def _value(text: str) -> str | int | float:
    if text.isascii() and text.isdecimal():
        return int(text)
    whole, dot, part = text.partition(".")
    return float(text) if dot and whole.isdecimal() and part.isdecimal() else text


def _by_openpyxl(sheets: Mapping[str, list[Block]], merged: bool) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, blocks in sheets.items():
        sheet = book.create_sheet(name)
        for row, column, rows, columns, value in blocks:
            sheet.cell(row + 1, column + 1, value if value != "" else None)
            if merged and rows * columns > 1:
                sheet.merge_cells(
                    start_row=row + 1, start_column=column + 1, end_row=row + rows, end_column=column + columns
                )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _by_xlsxwriter(sheets: Mapping[str, list[Block]], style: Style) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        grid = book.add_format({"border": 1, "align": "center"})
        for name, blocks in sheets.items():
            sheet: Any = book.add_worksheet(name)
            for row, column, rows, columns, value in blocks:
                if style.merged and rows * columns > 1:
                    sheet.merge_range(row, column, row + rows - 1, column + columns - 1, value, grid)
                elif style.computed and isinstance(value, int):
                    sheet.write_formula(row, column, f"={value}+0", grid, value)
                else:
                    sheet.write(row, column, value, grid)
        if style.computed:
            _hide(book, sheet, max(row for row, *_ in blocks) + 1)
    return stream.getvalue()


def _hide(book: Any, sheet: Any, at: int) -> None:
    """A row of an older draft below the last table, and a sheet of one, both hidden."""
    for column in range(15):
        sheet.write(at, column, 7)
    sheet.set_row(at, None, None, {"hidden": True})
    draft = book.add_worksheet("草稿")
    for row, words in enumerate(("信息内容", "规章", "行政规范性文件")):
        draft.write_row(row, 0, [words, 88, 88, 88])
    draft.hide()
