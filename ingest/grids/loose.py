"""Rows without places (只知行序的行): what stands before a row's values, and the run of cells that the values are in.

A row of a grid whose ``places`` are ``rows`` is a printed row. In a ``stream`` a row begins at the first text behind
values or blanks. Either way a row is some leading texts (the labels of its groups and its own), then a run of cells.

>>> from ingest.model import Cell
>>> row = loose([Cell(text, 1, 0, at) for at, text in enumerate(["", "三、本年度办理结果", "（一）予以公开", "", "3"])])
>>> [cell.text for cell in row.texts], [cell.text for cell in row.run], row.depth
(['三、本年度办理结果', '（一）予以公开'], ['', '3'], 3)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from ingest.forms import forms
from ingest.grids.likeness import likeness
from ingest.grids.words import channel_of, columns_called, every_row, is_corner, key_of, rows_called, unnumbered
from ingest.model import Cell, Grid
from ingest.text import fold
from ingest.values import is_value

_LIKELY = 0.55  # likeness to a row's wording with which a text may be a label in other words
_CJK = re.compile(r"[\u4e00-\u9fff]")
_NUMBERED = re.compile(r"\d{1,2}[.、]\s*[^\d\s.,、]\s*[\u4e00-\u9fff]")  # a damaged label (3.□他)
_YEAR = re.compile(r"(?:19|20)\d\d ?年?度?")
_CELL = 12  # characters that what was meant for a number may have, if most of them are no digits
_UNITS = frozenset("件项条个宗次份部篇")  # of a column of units behind the labels
_SIGNS = frozenset(("增", "减", "增加", "减少", "新增", "持平"))  # a change of which no amount is printed
_WORDS = 2  # Chinese characters that may stand beside a number in its cell (约5件)


@dataclass(frozen=True, slots=True)
class Loose:
    """A row: its leading texts, the cells behind them, and how many cells stand before those."""

    texts: tuple[Cell, ...]
    run: tuple[Cell, ...]
    depth: int


def is_text(cell: Cell) -> bool:
    """Does a cell hold words: no blank, no value, nor what was meant for one (``12*``, ``1 234``)?"""
    return _is_text(cell.text)


@lru_cache(maxsize=16384)
def _is_text(text: str) -> bool:
    folded = fold(text).strip()
    if folded in _SIGNS or is_value(folded) or not any(char.isalpha() for char in folded):
        return False
    digits = sum(char.isdigit() for char in folded)
    meant = digits and folded[-1] != "年" and (len(folded) <= _CELL or digits * 2 > len(folded))
    if not meant or len(_CJK.findall(folded)) > _WORDS or _YEAR.fullmatch(folded) or _NUMBERED.match(folded):
        return True
    return bool(rows_called(folded) or columns_called(folded))


def is_remark(cell: Cell) -> bool:
    """Is this no value, but words of some kind in the place of one (注1, 第3页)?"""
    text = fold(cell.text).strip()
    return bool(_CJK.search(text)) and not is_value(text) and text not in _SIGNS


def is_beside(cell: Cell) -> bool:
    """Is this what a column of units or shares has (件, 12.5%), and no label?"""
    text = fold(cell.text).strip()
    return text.strip("()") in _UNITS or (any(map(str.isdigit, text)) and not any(map(str.isalpha, text)))


def loose_rows(grid: Grid) -> Iterator[list[Cell]]:
    """The rows of a grid as its container gives them, or as the texts of a stream part them."""
    if grid.places != "stream":
        for _, cells in groupby(grid.cells, key=lambda cell: cell.row):
            yield list(cells)
        return
    row: list[Cell] = []
    for cell in grid.cells:
        if row and is_text(cell) and not is_text(row[-1]):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def loose(cells: Sequence[Cell]) -> Loose:
    """What leads a row, and its run; a running number before the label is neither."""
    begin = _serial(cells)
    last = begin
    for at in range(begin, len(cells)):
        if is_text(cells[at]):
            last = at + 1
        elif cells[at].text.strip():
            break
    texts = tuple(cell for cell in cells[begin:last] if cell.text.strip())
    return Loose(texts, tuple(cells[last:]), last)


def _serial(cells: Sequence[Cell]) -> int:
    """How many cells a running number before a row's label takes."""
    printed = [at for at, cell in enumerate(cells) if cell.text.strip()]
    if len(printed) > 1 and not is_text(cells[printed[0]]) and may_be_label(cells[printed[1]].text):
        return printed[1]
    return 0


def labelled(row: Loose, columns: int) -> tuple[Cell | None, tuple[Cell, ...], tuple[Cell, ...]]:
    """The label of a row, those of the groups above it, and its run with the texts that stand in the place of values.

    The label is the last text that may be one. What stands behind it is in a cell of its own if the run is too short
    without it (见附件), else the label of a row below (行政检查); a unit (项) is neither.
    """
    if not row.texts:
        return None, (), row.run
    at = _own_label(row.texts)
    behind = tuple(cell for cell in row.texts[at + 1 :] if not is_beside(cell))
    if (whole := _put_together(row.texts[at:])) is not None:
        return whole, row.texts[:at], row.run
    if behind and len(row.run) >= columns:
        return behind[-1], (*row.texts[: at + 1], *behind[:-1]), row.run
    return row.texts[at], row.texts[:at], (*behind, *row.run)


def _own_label(texts: Sequence[Cell]) -> int:
    """Which of the texts before a row's values is its own label."""
    named = [at for at, cell in enumerate(texts) if _names_row(cell)]
    likely = [at for at, cell in enumerate(texts) if may_be_label(cell.text) and not _is_head(cell)]
    at = (named or likely or [len(texts) - 1])[-1]
    return likely[-1] if likely and likely[-1] > at and _heads(texts[at]) else at


def _put_together(texts: Sequence[Cell]) -> Cell | None:
    """The label that texts are together, if the first alone names no row: 禁止公 and 开 on the next line."""
    whole = replace(texts[0], text="".join(cell.text for cell in texts))
    return whole if len(texts) > 1 and not _names_row(texts[0]) and _names_row(whole) else None


def _names_row(cell: Cell) -> bool:
    return any(not name.is_head for name in rows_called(cell.text))


def _is_head(cell: Cell) -> bool:
    names = rows_called(cell.text)
    return bool(names) and all(name.is_head for name in names)


def _heads(cell: Cell) -> bool:
    """May a label stand over those of other rows?"""
    return any(name.code in _parents() for name in rows_called(cell.text))


@cache
def _parents() -> frozenset[str]:
    return frozenset(head for form in forms().values() for head in form.parents.values())


@lru_cache(maxsize=4096)
def may_be_label(text: str) -> bool:
    """Does a text name a row, or come near one's wording?"""
    key = key_of(unnumbered(text))
    return bool(rows_called(text)) or (bool(key) and likeness(key, every_row()) >= _LIKELY)


def parted(texts: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """A run of texts as the words of a header, and the labels of the row behind it."""
    columns = [at for at, cell in enumerate(texts) if columns_called(cell.text) or is_corner(cell.text)]
    named = [at for at, cell in enumerate(texts) if begins_rows(cell)]
    if not columns or (named and named[0] < columns[0]):
        return [], list(texts)
    behind = [at for at in range(columns[-1] + 1, len(texts)) if _may_open(texts[at])]
    first = min([*named, *behind], default=len(texts))
    return list(texts[:first]), list(texts[first:])


def _may_open(cell: Cell) -> bool:
    """May a text behind the last column that is known be a row's label, rather than a column in other words?"""
    return bool(channel_of(cell.text)) or may_be_label(cell.text)


def begins_rows(cell: Cell) -> bool:
    """Does a text name a row of tables 1 and 2, and no column as well?"""
    names = [name for name in rows_called(cell.text) if name.table != "appeals"]
    return bool(names) and not columns_called(cell.text)
