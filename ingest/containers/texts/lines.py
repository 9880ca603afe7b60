"""Lines and their cells (行与单元格): what every module here cuts tables from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.model import Cell
from ingest.pages import DASHED, NAMED
from ingest.text import fold
from ingest.values import is_value

EDGES = " \r*#\u00a0\u3000"  # white space and Markdown's marks around what a cell says
_PAGE = re.compile(rf"^\s*{DASHED}\s*|\s*{DASHED}\s*$|^\s*{NAMED}$")
_ESCAPED = re.compile(r"\\(?=[-.*_+#|()\[\]!])")


class Line(NamedTuple):
    """A line of a text, from 1: as printed, and folded."""

    number: int
    printed: str
    folded: str

    def parts(self, mark: str) -> list[str]:
        """What a delimiter parts: as printed where that reads the same, else as it is read."""
        folded = self.folded.split(mark)
        printed = self.printed.split(mark)
        if len(printed) != len(folded):
            return folded
        return [one if one == two or fold(one) == two else two for one, two in zip(printed, folded, strict=True)]


def clean(text: str) -> str:
    """A cell's text without white space and Markdown's marks around it."""
    bare = text.strip(EDGES)
    if not bare and ("*" in text or "#" in text):
        return text.strip()  # marks alone are what the cell prints
    if "#" in text and is_number(bare):
        return text.strip(EDGES.replace("#", ""))  # a number's own mark: no line of Markdown is a number alone
    return _ESCAPED.sub("", bare) if "\\" in bare else bare


def without_page(line: str) -> str:
    """A folded line without the number of a page (— 4 —, 第3页)."""
    return _PAGE.sub("", line) if any(mark in line for mark in "-—页") else line


def is_words(text: str) -> bool:
    """Does a cell print something that is no value: a label, a header, a remark?"""
    return text != "" and not _is_value(text)


def is_number(text: str) -> bool:
    """Does a cell print a number, even one that a line end broke?"""
    return any(char.isdigit() for char in text) and _is_value(text)


def _is_value(text: str) -> bool:
    return all(map(is_value, fold(text).split("\n"))) if "\n" in text else is_value(fold(text))


class Row(NamedTuple):
    """A printed row: its line and its cells, cleaned, "" for a blank one."""

    line: int
    cells: Sequence[str]
    lines: Sequence[int] = ()  # of each cell, where they aren't all on one


def cells_of(rows: Sequence[Row]) -> tuple[Cell, ...]:
    """The cells of rows in reading order."""
    return tuple(
        Cell(text, row.lines[column] if row.lines else row.line, at, column)
        for at, row in enumerate(rows)
        for column, text in enumerate(row.cells)
    )
