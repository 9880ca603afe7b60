"""Columns named by their header (列的对应): the cells above a column, in the page's order.

A header is a run of rows without numbers that name columns of a form. Each grid column has a path of header cells
above it (法人或其他组织 / 其他); the innermost that names a column of the form is its name. A column under the words of
another year, or under words that are no column's (序号, 备注, 占比), has no name and keeps its values to itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from operator import attrgetter

from ingest.forms import forms
from ingest.grids.around import is_turned_group, words_around
from ingest.grids.likeness import adds, likeness
from ingest.grids.senses import sense_likeness
from ingest.grids.words import (
    Named,
    channel_of,
    channels,
    columns_called,
    is_around,
    is_corner,
    key_of,
    of_other_year,
    rows_called,
    table_of,
    ways,
)
from ingest.grids.years import is_own, other_year, year_alone
from ingest.headings import SECTION_OF, heading_kind
from ingest.model import Cell, Table
from ingest.text import fold
from ingest.values import is_value

_LEAST = 0.6  # likeness of a column's wording on no list
_MARGIN = 0.2
_MANY = 2  # columns named in one row make it a header


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: the grid columns ``start`` to ``end`` (not included) under one header."""

    start: int
    end: int
    code: str | None  # None: no column of the form's
    channel: str | None  # of table 3
    path: tuple[str, ...]  # the header's words from the top
    read_as: bool = False  # the words are on no list

    @property
    def text(self) -> str:
        """The header as one would quote it."""
        return "·".join(dict.fromkeys(self.path))


@dataclass(frozen=True, slots=True)
class Header:
    """A header and the columns that it names, from left to right; ``labels``: where those begin."""

    table: Table
    rows: tuple[int, ...]
    line: int
    columns: tuple[Column, ...]
    labels: int
    width: int
    assumed: bool = False  # it couldn't be read; these are the form's columns
    lines: tuple[tuple[str, int], ...] = ()  # of table 3: where each part's own word stands
    around: tuple[str, ...] = ()  # its words that are over no single column

    def named(self) -> tuple[Column, ...]:
        """The columns of the form."""
        return tuple(column for column in self.columns if column.code)


def is_number(text: str) -> bool:
    """Does a cell hold what would be read as a number?"""
    folded = fold(text)
    return any(char.isdigit() for char in folded) and is_value(folded.strip())


def is_header(own: Sequence[Cell]) -> bool:
    """Does a row, by its own cells, belong to a header?"""
    printed = [cell for cell in own if cell.text.strip()]
    if not printed or any(is_number(cell.text) for cell in printed):
        return False
    corner = next((at for at, cell in enumerate(printed) if is_corner(cell.text)), None)
    if corner is not None and not any(rows_called(cell.text) or columns_called(cell.text) for cell in printed[:corner]):
        return True  # before the corner stands the caption (第二十条第（五）项)
    return _name_columns(printed, len(own))


def _name_columns(printed: Sequence[Cell], width: int) -> bool:
    """Do the words of a row of so many cells name several columns, a group of them, or nothing but these?"""
    naming = [cell for cell in printed if columns_called(cell.text)]
    grouping = [cell for cell in printed if is_around(cell.text) or channel_of(cell.text)]
    if len({key_of(cell.text) for cell in naming}) >= _MANY or any(cell.columns > 1 for cell in grouping):
        return True
    alone = len(printed) == 1 < width
    return len(naming) + len(grouping) == len(printed) and (not alone or _is_measure(printed[0]))


def may_head(own: Sequence[Cell], year: int | None) -> bool:
    """May a row stand over a header as its first row: words, over several columns or against the form's, none a
    number or a row's?"""
    printed = [cell for cell in own if cell.text.strip()]
    words = not any(is_number(cell.text) and not _is_year(cell.text) for cell in printed)
    wide = any(cell.columns > 1 for cell in printed[1:])
    named = [cell for cell in printed if not heading_kind(fold(cell.text))]
    against = len(own) > 1 and any(is_contradicted((cell.text,), year) for cell in named)
    return words and (wide or against) and not any(rows_called(c.text) for c in printed)


def goes_on(own: Sequence[Cell]) -> bool:
    """Does a row go on a header, naming years or 本年 and 上年 under its columns?"""
    printed = [cell for cell in own if cell.text.strip()]
    return len(printed) > 1 and all(
        _is_year(cell.text) or is_own(cell.text) or key_of(cell.text) in _COUNTED or of_other_year(cell.text, None)
        for cell in printed
    )


def _is_year(text: str) -> bool:
    return year_alone(text) is not None


def _is_measure(cell: Cell) -> bool:
    return any(named.table == "disclosure_items" for named in columns_called(cell.text))


def header_of(rows: Sequence[tuple[int, Sequence[Cell]]], width: int, year: int | None) -> Header | None:
    """The header that these rows make: (grid row, the cells that cover it). None where they name no column."""
    paths = _paths(rows, width, year)
    table = table_of([text for path in dict.fromkeys(paths) for text in path])
    if table is None:
        return None
    spans = [(path, [at for at, _ in group]) for path, group in groupby(enumerate(paths), key=lambda one: one[1])]
    columns = [column_of(path, places[0], places[-1] + 1, table, year) for path, places in spans]
    columns = list(likely(columns, table, year))
    labels = _behind_labels(columns, table)
    if labels is None:
        return None
    values = tuple(column for column in columns if column.start >= labels)
    cells = list(chain.from_iterable(own for _, own in rows))
    line = min(map(attrgetter("line"), cells))
    around = words_around(map(attrgetter("text"), cells), map(attrgetter("path"), values))
    at = tuple(row for row, _ in rows)
    return Header(table, at, line, values, labels, width, lines=lines_of_channels(cells), around=around)


def _behind_labels(columns: Sequence[Column], table: Table) -> int | None:
    """Where the columns of values begin: with the first that is named, or else speaks of the table's; None for none."""
    named = [column for column in columns if column.code] or [one for one in columns if _speaks_of(one, table)]
    return min(column.start for column in (named[0], *_leading(columns)[:1])) if named else None


def lines_of_channels(cells: Iterable[Cell]) -> tuple[tuple[str, int], ...]:
    """Where a header prints the word of each part of table 3."""
    found: dict[str, int] = {}
    for cell in cells:
        if channel := channel_of(cell.text):
            found.setdefault(channel, cell.line)
    return tuple(found.items())


def _leading(columns: Sequence[Column]) -> list[Column]:
    """Columns of values that a page puts before the form's: 上年件数 | 自然人 …; they are no labels."""
    first = next((at for at, column in enumerate(columns) if column.code), len(columns))
    return [column for column in columns[1:first] if column.path and not _is_label(column)]


def _is_label(column: Column) -> bool:
    return all(is_around(text) or is_corner(text) for text in column.path) or len(set(column.path)) == 0


def _paths(rows: Sequence[tuple[int, Sequence[Cell]]], width: int, year: int | None) -> list[tuple[str, ...]]:
    """The words above each grid column from the top, those of merged cells and of cells that repeat them once."""
    paths: list[list[str]] = [[] for _ in range(width)]
    for at, (row, cells) in enumerate(rows):
        below = [cell for _, others in rows[at + 1 :] for cell in others]
        for cell in cells:
            end = cell.column + cell.columns
            if cell.columns == 1 and cell.row == row and _is_group(cell.text, year):
                end = _end_of_group(cell, cells, below, end)
            for path in paths[cell.column : end]:
                _go_down(path, cell.text.strip())
    _under_one(paths, [cell for _, cells in rows for cell in cells])
    return [tuple(path) for path in paths]


def _go_down(path: list[str], text: str) -> None:
    """Put a word below those over a column; a blank, or the same word once more, says nothing."""
    if text and path[-1:] != [text]:
        path.append(text)


def _under_one(paths: list[list[str]], cells: Sequence[Cell]) -> None:
    """A column's header that lies under two groups, as converters draw it that don't hit a border, is that one's of

    which it makes a column: 总计 under 行政复议 and a little of 行政诉讼, over which channels are to be told below.
    """
    for cell in cells:
        if cell.columns > 1 and columns_called(cell.text):
            span = range(cell.column, min(len(paths), cell.column + cell.columns))
            above = {tuple(paths[place]) for place in span if paths[place][-1:] == [cell.text.strip()]}
            telling = [path for path in above if any(channels().get(key_of(text)) for text in path)]
            if len(above) > 1 and len(telling) == 1:
                for place in span:
                    paths[place] = list(telling[0])


def _is_group(text: str, year: int | None) -> bool:
    return is_around(text) or channel_of(text) is not None or is_contradicted((text,), year)


def _end_of_group(group: Cell, cells: Sequence[Cell], below: Sequence[Cell], end: int) -> int:
    """Where a group's words reach whose merged cell was taken apart, blanks left behind: over the blank cells beside
    it that have columns below, if it has one below itself."""
    named = {cell.column for cell in below if cell.text.strip()}
    blank = {cell.column for cell in cells if cell.row == group.row and not cell.text.strip() and cell.columns == 1}
    if group.column in named:
        while end in blank and end in named:
            end += 1
    return end


def column_of(path: tuple[str, ...], start: int, end: int, table: Table, year: int | None) -> Column:
    """The column under a path of header words; without a code where its words are no column's of the table."""
    channel = next((named for text in reversed(path) if (named := channel_of(text))), None)
    code = None
    for text in reversed(path):
        called = columns_called(text) or columns_called(_of_this_year(text, year))
        codes = [named.code for named in called if named.table == table]
        if codes:
            code = codes[0]
            break
        if not _is_harmless(text, year):
            break
    if is_contradicted(path, year):
        code = None
    return Column(start, end, code, channel if table == "appeals" else None, path)


def _of_this_year(text: str, year: int | None) -> str:
    """A header that names the report's year for 本年: 2023年制发件数."""
    return fold(text).replace(f"{year}年", "本年") if year and str(year) in text else text


def is_contradicted(path: Sequence[str], year: int | None) -> bool:
    """Do the words over a column speak of another year, or make something else of it?"""
    return any(of_other_year(text, year) or is_turned_group(text) for text in path)


def _is_harmless(text: str, year: int | None) -> bool:
    """Do words under a column's name leave it what it is: 本年, the report's year, 件?"""
    return is_own(text) or key_of(text) in _COUNTED or (year is not None and year_alone(text) == year)


_COUNTED = frozenset(("数量", "件数", "件", "数"))


def _speaks_of(column: Column, table: Table) -> bool:
    """Do its words come near a column of the table, so that there is a header here although it names none?"""
    return any(is_near(table, text) for text in column.path if not is_corner(text)) or (
        any(map(is_corner, column.path)) and table == "disclosure_items"
    )


def has_stray_word(header: Header) -> bool:
    """Does a header of table 2 have a word that is no column's, and lack a column in another place?

    Then the word may be no column, and the column one whose word is lost: as many values tell nothing.
    """
    known = [column for column in header.columns if column.code or not _is_past(column)]
    codes = [column.code for column in known]
    lacking = iter(code for code in _codes(header.table) if code not in codes)
    filled = [code or next(lacking, None) for code in codes]
    if header.table != "applications" or None not in codes or set(codes) >= set(_codes(header.table)):
        return False
    return filled != [code for code in _codes(header.table) if code in filled]


def _is_past(column: Column) -> bool:
    return any(other_year(text, None) is not None for text in column.path)


def is_near(table: Table, text: str) -> bool:
    """Does a header's word come near one of a table's columns (商口企业)?"""
    return likeness(key_of(text), _every(table)) >= _LEAST


@cache
def _every(table: Table) -> tuple[str, ...]:
    return tuple(way for code in _codes(table) for way in ways(table, code))


def _codes(table: Table) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for form in forms().values():
        labels = {"disclosure_items": form.measures, "applications": form.applicants, "appeals": form.results}[table]
        found |= dict.fromkeys(label.code for label in labels)
    return tuple(found)


def likely(columns: Sequence[Column], table: Table, year: int | None) -> Iterator[Column]:
    """The columns; one in words on no list is named after the clearly nearest one that no other column has."""
    for column in columns:
        if column.code or not column.path or _is_label(column):
            yield column
            continue
        taken = {other.code for other in columns if other.code and other.channel == column.channel}
        free = [code for code in _codes(table) if code not in taken]
        code = None if is_contradicted(column.path, year) else _nearest(column, free, table)
        yield (
            column
            if code is None
            else Column(column.start, column.end, code, column.channel, column.path, read_as=True)
        )


def _nearest(column: Column, codes: Sequence[str], table: Table) -> str | None:
    key = key_of(column.path[-1])
    if not key:
        return None
    near = sorted(((sense_likeness(key, ways(table, code)), code) for code in codes), reverse=True)
    if not near or near[0][0] < _LEAST or (len(near) > 1 and near[0][0] - near[1][0] < _MARGIN):
        return None
    return None if adds(key, ways(table, near[0][1])) else near[0][1]


__all__ = ["Column", "Header", "Named", "header_of", "is_header", "is_number"]


def ends(header: Header, cells: Sequence[Cell]) -> bool:
    """Does a row print nothing but the heading of another section, so that a header above it holds no longer?"""
    texts = {fold(cell.text).strip() for cell in cells if cell.text.strip()}
    kind = heading_kind(texts.pop()) if len(texts) == 1 else None
    return kind is not None and kind != SECTION_OF.get(header.table)
