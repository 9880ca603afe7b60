"""Grids in order alone (只知次序的表): the headers and rows of grids whose container knows no columns.

A header is a run of rows that name columns (``flat``), or, in a stream, the texts before a row's own. A row is its
label and the run of cells behind it; which of them stands under which column is found for a whole table at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.grids.doubts import doubt_broken, doubt_cut, doubt_each_once, doubt_pages, doubt_torn
from ingest.grids.flat import flat_header, stream_header
from ingest.grids.header import Header, ends, goes_on, has_stray_word, header_of, is_header
from ingest.grids.loose import Loose, begins_rows, is_remark, is_text, labelled, loose, loose_rows, may_be_label, parted
from ingest.grids.printed import Found, Headless, PrintedRow
from ingest.grids.words import (
    channel_of,
    columns_called,
    end_of,
    is_around,
    is_caption,
    is_corner,
    is_torn_column,
    rows_called,
)
from ingest.headings import heading_kind
from ingest.model import Cell, Grid, Table
from ingest.pages import NAMED, OF_ALL
from ingest.spans import Span, laid
from ingest.text import fold

_REACH = 3  # blanks
_TORN = 2  # marks that may be left between the pieces of a header's word (本年增 / 减)
_EDGE = re.compile(rf"{OF_ALL}|{NAMED}|.*(?:年度报告|年报)")  # of a page: its number, its title
Block = list[tuple[int, list[Cell]]]  # the rows of a header


def walk_loose(found: Found, number: int, grid: Grid, before: Header | None, year: int | None) -> Header | None:
    """Note what one grid prints, under the header of the one before it if it goes on with its table."""
    first = len(found.rows)
    walk = _Walk(found, number, grid, before, year)
    for row, cells in walk.rows:
        walk.go_on(row, cells)
    header = walk.end()
    _note_blank(found, header, number, grid)
    if grid.places == "stream":
        doubt_pages(found.rows, first, dict(walk.rows))
        doubt_torn(found.rows, first)
        doubt_each_once(found.rows, first, grid.cells)
    doubt_cut(found.rows, first)
    doubt_broken(found.rows, first)
    return header


class _Walk:
    """One grid row by row: the header that holds, and the rows of the one that has begun."""

    def __init__(self, found: Found, number: int, grid: Grid, before: Header | None, year: int | None) -> None:
        self.rows = list(_printed_rows(grid))
        self._found, self._number, self._grid, self._year = found, number, grid, year
        self._header = before if before and self.rows and _goes_on(self.rows[0][1], before.table) else None
        self._block: Block = []
        self._filled = grid.places == "rows" and any(_is_filled(cells) for _, cells in self.rows)
        self._doubted = False  # do the numbers below the header leave open which row's they are?

    def go_on(self, row: int, cells: list[Cell]) -> None:
        """Keep a row that is a header's; note what else it prints under the header above it."""
        if self._header is not None and not self._block and ends(self._header, cells):
            self._header = None
        if self._is_cut(row, cells):
            self._block.append((row, list(loose(cells).texts)))
            return
        head, rest = _heading(cells, self._grid, begun=bool(self._block))
        if head:
            self._block.append((row, head))
        if rest is None:
            return
        if self._block:
            self._open(row, rest)
        for one in _single(rest, self._grid):
            self._note(one, row, cells)

    def _is_cut(self, row: int, cells: Sequence[Cell]) -> bool:
        """Does a row of a header's words end in one number before more of them: a page's, or a column's?"""
        one = loose(cells)
        if not one.texts or sum(bool(cell.text.strip()) for cell in one.run) != 1:
            return False
        words, labels = parted(one.texts)
        if labels or not words:
            return False
        behind, _ = parted(loose(self._behind(row)).texts)
        return bool(behind) and not any(map(is_measure, behind))

    def _behind(self, row: int) -> list[Cell]:
        """The cells of the row behind one."""
        return next((cells for at, cells in self.rows if at > row), [])

    def _open(self, row: int, first: Loose) -> None:
        """The header that has begun is whole: its first row stands below it."""
        header = None if _has_corner(self._block) else self._header
        self._header = _close(self._found, self._block, self._grid, self._year) or header
        self._block = []
        stream = self._grid.places == "stream"
        self._doubted = stream and not first.texts and _may_precede_labels(self._header, self._behind(row))

    def _note(self, one: Loose, row: int, cells: Sequence[Cell]) -> None:
        header = self._header
        if header is None or not header.columns or _is_other(one, header.table):
            self._found.headless.append(Headless(one, self._number, row))
            self._found.texts.update(cell.text for cell in one.texts)
            return
        beside = self._doubted or _is_in_doubt(one, cells, header, self._grid)
        shifted, filled = self._grid.shifted, self._filled
        note_loose(self._found, one, header, self._number, row, beside=beside, shifted=shifted, filled=filled)

    def end(self) -> Header | None:
        """The header that holds behind the last row; one may have begun there."""
        if self._block:
            self._header = _close(self._found, self._block, self._grid, self._year) or self._header
        return self._header


def _printed_rows(grid: Grid) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a grid that print anything, with their numbers."""
    for row, run in enumerate(loose_rows(grid)):
        for cells in _before_headers(run) if grid.places == "stream" else [run]:
            if any(cell.text.strip() for cell in cells):
                yield row, cells


def _is_filled(cells: Sequence[Cell]) -> bool:
    """Do several blanks stand between the words of a row, as where one of them reached over the columns below?"""
    printed = [at for at, cell in enumerate(cells) if cell.text.strip()]
    return any(two - one > _REACH for one, two in pairwise(printed)) and all(is_text(cells[at]) for at in printed)


def _has_corner(block: Block) -> bool:
    """Has a header's word over labels been printed, so that none before it goes on?"""
    return any(is_corner(cell.text) for _, cells in block for cell in cells)


def _before_headers(cells: list[Cell]) -> Iterator[list[Cell]]:
    """A row of a stream whose label has no value behind it, or what can't be read as one, and the header that follows,
    each by itself."""
    begin = 0
    for at in [at for at, (cell, behind) in enumerate(pairwise(cells)) if _opens_header(cell, behind)]:
        before = [cell for cell in cells[begin:at] if not is_caption(cell.text)]
        labels = [cell for cell in before if not cell.text[:1].isdigit()]
        headed = any(is_corner(cell.text) for cell in before)
        if labels and all(map(begins_rows, labels[-1:] if headed else labels)):
            yield before
            begin = at
    yield cells[begin:]


def _opens_header(cell: Cell, behind: Cell) -> bool:
    return is_corner(cell.text) and bool(columns_called(behind.text))


def _may_precede_labels(header: Header | None, behind: Sequence[Cell]) -> bool:
    """May numbers right below a header stand before their labels, or be running numbers: has the table labels?

    Table 3 has them where its channels are rows. ``behind``: the row behind the numbers.
    """
    if header is None or header.table != "appeals":
        return header is not None
    row = loose(behind)
    return not any(column.channel for column in header.columns) and any(
        channel_of(cell.text) for cell in row.texts[-1:] if row.run
    )


def _note_blank(found: Found, header: Header | None, number: int, grid: Grid) -> None:
    """Table 3 has one row without a label: where its cells stand there and are blank, it is printed all the same."""
    if header is None or header.table != "appeals" or grid.places != "rows":
        return
    if not header.rows or not header.columns or any(one.header is header for one in found.rows):
        return
    for row, cells in enumerate(loose_rows(grid)):
        blank = len(cells) == len(header.columns) and not any(cell.text.strip() for cell in cells)
        if blank and row > header.rows[-1]:
            found.rows.append(PrintedRow(header, None, (), ("",) * len(cells), header.line, number, row, ()))
            return


def _goes_on(cells: Sequence[Cell], table: Table) -> bool:
    """Is a row, the first of its grid, one of this table's?"""
    head, labels = parted(loose(cells).texts)
    return not head and any(name.table == table for cell in labels for name in rows_called(cell.text))


# --- headers --------------------------------------------------------------------------------------------------------


def _heading(cells: list[Cell], grid: Grid, *, begun: bool) -> tuple[list[Cell], Loose | None]:
    """The words of a header in a row, and the row without them; None where nothing is left of it."""
    row = loose(cells)
    empty = not any(cell.text.strip() for cell in row.run)
    if empty and grid.places == "rows":
        heads = is_header(cells) or (begun and goes_on(cells)) or _stands_over(row.texts)
        return (cells, None) if heads else ([], row)
    head, labels = _parted_alone(row.texts, begun=begun) if empty else parted(row.texts)
    if not _is_heading(head, begun=begun, alone=empty and not labels):
        return [], row
    nothing = not labels and (empty or _is_torn_off(row.run))
    return head, None if nothing else Loose(tuple(labels), row.run, row.depth)


def _parted_alone(texts: Sequence[Cell], *, begun: bool) -> tuple[list[Cell], list[Cell]]:
    """The words of a header and the labels behind them, in a row without values: all may be the header's."""
    head, labels = parted(texts)
    heads = (not head and is_header(texts)) or (begun and not any(may_be_label(cell.text) for cell in labels))
    return (list(texts), []) if heads else (head, labels)


def _is_torn_off(run: Sequence[Cell]) -> bool:
    """Is what stands for values but marks that are left between the pieces of a header's word?"""
    return len(run) <= _TORN and not any(char.isdigit() for cell in run for char in cell.text)


def _stands_over(texts: Sequence[Cell]) -> bool:
    """Does a row stand over a header: several words, one of them known as such (申请人情况), none a row's?"""
    around = any(is_around(cell.text) for cell in texts)
    return around and len(texts) > 1 and not any(rows_called(cell.text) for cell in texts)


def _is_heading(cells: Sequence[Cell], *, begun: bool, alone: bool) -> bool:
    """Do words make a header, or go on with one? One word does if it is alone, and no row's."""
    named = any(columns_called(cell.text) for cell in cells)
    if any(is_corner(cell.text) for cell in cells):
        return True  # whatever the word behind it says, it is another header
    if len(cells) > 1 or not cells:
        return is_header(cells) or (begun and named) if cells else False
    return begun or (alone and not rows_called(cells[0].text)) or is_measure(cells[0])


def is_measure(cell: Cell) -> bool:
    """Is this a column of table 1?"""
    return any(name.table == "disclosure_items" for name in columns_called(cell.text)) or is_corner(cell.text)


def _close(found: Found, block: Block, grid: Grid, year: int | None) -> Header | None:
    """Note the header that some rows make, by its own spans where it has any; None where they make none."""
    header = _laid(block, year) or _flat(block, grid, year)
    if header is None:
        return None
    found.headers += [header] if header.columns else []
    if not header.columns and _is_legible(block):
        found.refused.add(header.table)
    for row, cells in block:
        for cell in cells:
            found.note(cell, header.table, row)
            found.texts.add(cell.text)
    return header


def _is_in_doubt(row: Loose, cells: Sequence[Cell], header: Header, grid: Grid) -> bool:
    """May a row's values stand under other columns than their order says?"""
    two = any(rows_called(cell.text) for cell in row.run)  # of one row that has another's label among its values
    return two or _is_torn(header) or _is_beside_columns(cells, header, grid) or _is_interrupted(row, header, grid)


def _is_torn(header: Header) -> bool:
    """Is one of its words a piece of a column, or several in one? Then others may be put together wrongly, too."""
    if has_stray_word(header):
        return True
    unknown = [column.path[-1] for column in header.columns if column.path and not column.code]
    return any(is_torn_column(header.table, text) for text in unknown)


def _is_legible(block: Block) -> bool:
    """Are most words of a header of table 3 known, so that it is no torn text of a PDF?"""
    cells = [cell for _, row in block for cell in row if cell.text.strip()]
    known = [cell for cell in cells if columns_called(cell.text) or channel_of(cell.text)]
    return len(known) * 2 > len(cells) and any(channel_of(cell.text) for cell in cells)


def _flat(block: Block, grid: Grid, year: int | None) -> Header | None:
    """The header of rows without spans; in a stream they are one."""
    header = stream_header if grid.places == "stream" else flat_header
    return header([cells for _, cells in block], [row for row, _ in block], year)


def _laid(block: Block, year: int | None) -> Header | None:
    """The header of rows whose spans add up by themselves, although those of the whole grid don't."""
    if not any(cell.columns > 1 for _, cells in block for cell in cells):
        return None
    cells, places = laid([[Span(cell.text, cell.rows, cell.columns) for cell in row] for _, row in block])
    if places != "exact" or not cells:
        return None
    by_row: dict[int, list[Cell]] = {at: [] for at in range(len(block))}
    for cell in cells:
        for at in range(cell.row, cell.row + cell.rows):
            by_row[at].append(replace(cell, line=block[cell.row][1][0].line))
    width = max(cell.column + cell.columns for cell in cells)
    return header_of([(block[at][0], by_row[at]) for at in by_row], width, year)


# --- rows -----------------------------------------------------------------------------------------------------------


def _single(row: Loose, grid: Grid) -> Iterator[Loose]:
    """A row of a stream without those before it that printed a label and no cells."""
    start = 0
    if grid.places == "stream":
        named = [at for at, cell in enumerate(row.texts) if any(not name.is_head for name in rows_called(cell.text))]
        for at in named[:-1]:
            yield Loose(row.texts[start : at + 1], (), 0)
            start = at + 1
    yield replace(row, texts=row.texts[start:])


def _is_interrupted(row: Loose, header: Header, grid: Grid) -> bool:
    """Do words stand among the values of a stream, or what a page prints at its edge, or the rest of its label?

    They may have taken the place of a blank that was lost.
    """
    label, _, run = labelled(row, len(header.columns))
    rest = len(run) > len(row.run) and label is not None and not rows_called(label.text)
    beside = rest or any(_EDGE.fullmatch(fold(cell.text).strip()) for cell in (*row.texts[1:], *row.run))
    return grid.places == "stream" and (beside or any(is_remark(cell) for cell in row.run))


def _is_other(row: Loose, table: Table) -> bool:
    """Is a row, by its label, another table's than the header's above it, whose own header can't be read?"""
    named = {name.table for cell in row.texts for name in rows_called(cell.text)}
    return bool(named) and table not in named


def _is_beside_columns(cells: Sequence[Cell], header: Header, grid: Grid) -> bool:
    """Has a row as many cells as its header, and a value under one of the header's blanks?"""
    if grid.places == "stream" or len(cells) != header.width:
        return False
    named = {column.start for column in header.columns}
    label = next((at for at, cell in enumerate(cells) if is_text(cell)), -1)
    behind = [(at, cell) for at, cell in enumerate(cells) if at > label and at not in named]
    return any(cell.text.strip() and not is_text(cell) for at, cell in behind)


def note_loose(
    found: Found,
    row: Loose,
    header: Header,
    number: int,
    at: int,
    *,
    beside: bool = False,
    shifted: bool = False,
    filled: bool = False,
) -> None:
    """Note a row, its cells in a run; a text alone that names no row is a caption, or a remark.

    ``beside``: some of its values stand under no column; ``shifted``: its blanks may have been moved to its end;
    ``filled``: where merged cells reach, there are blanks.
    """
    label, above, run = labelled(row, len(header.columns))
    texts = [cell for cell in (*above, label) if cell]
    _note_lines(found, texts, run, header.table, at)
    printed = tuple(cell.text for cell in run if cell.text.strip())
    if not printed and not (label and (may_be_label(label.text) or end_of(label.text))):
        _note_below(found, texts, header, at)
        return
    found.texts.update(cell.text for cell in texts)
    found.rows.append(
        PrintedRow(
            header=header,
            label=label,
            above=above,
            cells=(None,) * len(header.columns),
            line=label.line if label else run[0].line,
            grid=number,
            row=at,
            printed=printed,
            run=None if beside else _run(run, header),
            depth=row.depth,
            shifted=shifted,
            filled=filled,
        )
    )


def _note_lines(found: Found, texts: Sequence[Cell], run: Sequence[Cell], table: Table, at: int) -> None:
    """Note the lines of a row as the table's, but for one on which a heading stands."""
    headings = {cell.line for cell in texts if heading_kind(fold(cell.text))}
    for cell in (*texts, *run):
        if cell.line not in headings:
            found.note(cell, table, at)


def _note_below(found: Found, texts: Sequence[Cell], header: Header, at: int) -> None:
    """Note words that name nothing at a row without a cell right above them: they may be its value (未统计)."""
    last = found.rows[-1] if found.rows else None
    if last is not None and last.header is header and last.row == at - 1 and not last.printed:
        found.rows[-1] = replace(last, below=tuple(cell.text for cell in texts))


def _run(cells: Sequence[Cell], header: Header) -> tuple[str, ...] | None:
    """The texts of a run, a cell for each column that it spans; None where one spans several or none is named."""
    widths = [column.end - column.start for column in header.columns]
    if len(set(widths)) != 1:
        alike = [cell.columns for cell in cells] == widths and all(cell.rows == 1 for cell in cells)
        return tuple(cell.text.strip() for cell in cells) if alike and widths else None
    width = widths[0]
    found: list[str] = []
    for cell in cells:
        text = cell.text.strip()
        if text and (cell.rows > 1 or cell.columns != width):
            return None
        found += [text] if text else [""] * max(1, cell.columns // width)
    return tuple(found)
