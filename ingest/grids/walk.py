"""Tables found (表的辨认): grids → rows, each with the header that it stands under, its label, its cells by column.

A header holds until the next one. A grid without a header goes on with the one before it if it begins with a row of its
table (which was cut in two). Where a container knows every place, a cell belongs to the header that it lies under, and
to none if it lies under two. Where it only knows rows, a row is placed if it has a label and then just as many cells as
the header has columns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise

from ingest.forms import latest
from ingest.grids.flat import flat_header
from ingest.grids.header import Column, Header, ends, goes_on, header_of, is_header, is_number, may_head
from ingest.grids.loose import is_beside, is_text, loose
from ingest.grids.ordered import note_loose, walk_loose
from ingest.grids.printed import Found, PrintedRow
from ingest.grids.turned import upright
from ingest.grids.words import rows_called
from ingest.grids.years import year_alone
from ingest.model import Cell, Grid, Table
from ingest.text import fold
from ingest.values import is_value

_SIBLINGS = 2  # rows of a group whose labels stand in one column


def found_in(grids: Sequence[Grid], year: int | None) -> Found:
    """What the grids of a document print under headers of the form."""
    found = Found()
    header: Header | None = None
    for number, grid in enumerate(grids):
        walk = _walk if grid.places == "exact" else walk_loose
        header = walk(found, number, upright(grid), header, year)
    return found


def _walk(found: Found, number: int, grid: Grid, before: Header | None, year: int | None) -> Header | None:
    """One grid, under the header of the one before it if it has none of its own."""
    rows = _Rows(grid)
    header = before if before and rows.goes_on(before.table) else None
    rows.counted = header is not None and rows.width != header.width  # a piece with other label columns
    block: list[int] = []
    for row, following in pairwise((*rows.numbers, -1)):
        own = rows.own(row)
        header = header if block else _holding(header, own)
        next_heads = following >= 0 and is_header(rows.own(following))
        if is_header(own) or (goes_on(own) if block else next_heads and may_head(own, year)):
            block.append(row)
            continue
        if block:
            header = _close(found, rows, block, header, year)
            block, rows.counted = [], header is not None and not header.width
        if header is not None:
            _note_row(found, rows, row, header, number)
    header = _close(found, rows, block, header, year)
    _note_blank(found, rows, header, number)
    return header


def _holding(header: Header | None, cells: Sequence[Cell]) -> Header | None:
    """The header that holds for a row: none behind another section's heading."""
    return None if header is None or ends(header, cells) else header


def _note_blank(found: Found, rows: _Rows, header: Header | None, number: int) -> None:
    """Table 3 has one row without a label: where it is blank, it is printed all the same."""
    if header is None:
        return
    if not any(column.channel for column in header.named()) or any(one.header is header for one in found.rows):
        return
    blank = next((row for row in rows.blank if row > header.rows[-1]), None) if rows.prints(header) else None
    if blank is not None:
        cells = ("",) * len(header.columns)
        found.rows.append(PrintedRow(header, None, (), cells, header.line, number, blank, ()))


def _close(found: Found, rows: _Rows, block: Sequence[int], before: Header | None, year: int | None) -> Header | None:
    """Note the header that some rows make; the one before it where they make none, or there are none."""
    header = (rows.header(block, year) if block else None) or before
    if header is None or not block:
        return header
    found.headers.append(header)
    for row in block:
        for cell in rows.own(row):
            found.note(cell, header.table, row)
            found.texts.add(cell.text)
    return header


def _note_row(found: Found, rows: _Rows, row: int, header: Header, number: int) -> None:
    own = rows.own(row)
    printed = [cell for cell in own if cell.text.strip()]
    if not printed:
        return
    line = printed[0].line
    if _is_one_text(printed) and _is_across(printed, own, rows.width):
        found.note(printed[0], header.table, row)  # 第二十条第（一）项, or a remark
        return
    if rows.counted or rows.askew(row, header):
        note_loose(found, loose(own), header, number, row)
        return
    placed = rows.placed(row, header)
    label, above = rows.label(row, header)
    found.lines[line] = (header.table, row)
    found.texts.update(cell.text for cell in (label, *above) if cell)
    values = tuple(cell.text for cell in printed if cell is not label and cell not in above)
    found.rows.append(
        PrintedRow(header, label, above, placed, label.line if label and label in own else line, number, row, values)
    )


def _is_one_text(printed: Sequence[Cell]) -> bool:
    """Do the cells of a row print one text, which is no value?"""
    return len({cell.text for cell in printed}) == 1 and not is_value(fold(printed[0].text).strip())


def _is_across(printed: Sequence[Cell], own: Sequence[Cell], width: int) -> bool:
    """Does a text stand in several cells, alone in its row, or over nearly all of it?"""
    return len(printed) > 1 or len(own) == 1 or printed[0].columns * 2 > width


def _is_collapsed(header: Header) -> bool:
    """Has a channel of table 3 a result twice, or one alone beside results of no channel? Then the channels' cells lost
    what they reached over, and words moved to the left.
    """
    if header.table != "appeals":
        return False
    named = Counter((column.channel, column.code) for column in header.named() if column.channel)
    channels = Counter(channel for channel, _ in named)
    is_without = any(not column.channel for column in header.named())
    return any(count > 1 for count in named.values()) or (is_without and 1 in channels.values())


def _groups_of(cell: Cell) -> set[str]:
    """The groups of rows of table 2 to which a row of this label may belong."""
    parents = latest().parents
    return {parents[name.code] for name in rows_called(cell.text) if name.code in parents}


class _Rows:
    """The rows of a grid: their own cells, and those that reach into them from above."""

    def __init__(self, grid: Grid) -> None:
        self.counted = False  # are cells counted off the label although their places are known?
        self._own: dict[int, list[Cell]] = {}
        for cell in grid.cells:
            self._own.setdefault(cell.row, []).append(cell)
        # A row that prints nothing parts no header from its values.
        self.numbers = sorted(row for row, cells in self._own.items() if any(cell.text.strip() for cell in cells))
        self.blank = sorted(self._own.keys() - set(self.numbers))
        self.width = max((cell.column + cell.columns for cell in grid.cells), default=0)
        self._cover: dict[int, list[Cell]] = {row: [] for row in self._own}
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rows) if cell.rows > 1 else (cell.row,):
                if row in self._cover:
                    self._cover[row].append(cell)

    def own(self, row: int) -> list[Cell]:
        """The cells that begin in a row."""
        return self._own[row]

    def prints(self, header: Header) -> bool:
        """Does a header stand in this grid, and not in the one before it?"""
        return any(cell.line == header.line for row in header.rows for cell in self._own.get(row, ()))

    def goes_on(self, table: Table) -> bool:
        """Is the first row that prints anything one of this table's, as where it is cut in two?"""
        for row in self.numbers:
            texts = [cell.text for cell in self._own[row] if cell.text.strip()]
            if texts:
                return not is_header(self._own[row]) and any(
                    name.table == table for t in texts for name in rows_called(t)
                )
        return False

    def header(self, block: Sequence[int], year: int | None) -> Header | None:
        """The header that a run of rows makes."""
        made = header_of([(row, self._cover[row]) for row in block], self.width, year)
        if made is None or not _is_collapsed(made):
            return made
        return flat_header([self._own[row] for row in block], block, year)

    # --- labels and cells -------------------------------------------------------------------------------------------

    def label(self, row: int, header: Header) -> tuple[Cell | None, tuple[Cell, ...]]:
        """The row's label and those of the groups above it, the outermost first; repetitions, numbers are none."""
        printed = [cell for cell in self._labels(row, header) if cell.text.strip()]
        cells = [cell for cell in printed if not is_value(fold(cell.text).strip()) and not is_beside(cell)]
        cells = cells or [cell for cell in printed if year_alone(cell.text)]  # 2021 is no number there
        texts: list[Cell] = []
        for cell in cells:
            if not texts or texts[-1].text != cell.text:
                texts.append(cell)
        return (texts[-1], tuple(texts[:-1])) if texts else (None, ())

    def _labels(self, row: int, header: Header) -> Iterator[Cell]:
        covering = sorted(self._cover[row], key=lambda cell: cell.column)
        end = min((column.start for column in header.named()), default=header.labels)
        yield from (cell for cell in covering if cell.column < end)

    def placed(self, row: int, header: Header) -> tuple[str | None, ...]:
        """What stands under each column."""
        return tuple(self._under(row, column) for column in header.columns)

    def askew(self, row: int, header: Header) -> bool:
        """Does a label reach under a column or stand there, or a number stand among the labels?

        Two tables that touch on a page of a PDF look like one, and the lower one's columns are as wide as they like.
        A converter that knows no merged cells moves the cells behind one to the left.
        """
        first = min((column.start for column in header.columns), default=0)
        reaches = any(
            cell.column < first < cell.column + cell.columns and not is_value(fold(cell.text).strip())
            for cell in self._cover[row]
        )
        return reaches or self._is_under(row, header) or self._is_moved(row, first) or self._is_apart(row, first)

    def _is_under(self, row: int, header: Header) -> bool:
        """Does a row's label stand under a column of the form's, as in a piece of a table with more label columns?"""
        places = {at for column in header.named() for at in range(column.start, column.end)}
        return any(cell.column in places and rows_called(cell.text) for cell in self._own[row])

    def _is_moved(self, row: int, first: int) -> bool:
        """Does a number stand behind a row's label, in a column that has other rows' labels?"""
        words = [cell.column for cell in self._cover[row] if is_text(cell)]
        behind = min(words, default=first)
        return any(
            behind < cell.column < first and is_number(cell.text) and self._has_labels(cell.column)
            for cell in self._own[row]
        )

    def _is_apart(self, row: int, first: int) -> bool:
        """Does a row's label stand, alone, left of those of the others in its group? Then its cells moved with it."""
        cells = [cell for cell in self._own[row] if cell.column < first and cell.text.strip()]
        groups = _groups_of(cells[0]) if len(cells) == 1 else ()
        end = cells[0].column + cells[0].columns if cells else first
        return any(
            count >= _SIBLINGS and end <= column < first
            for group in groups
            for column, count in self._columns_of_labels[group].items()
        )

    @cached_property
    def _columns_of_labels(self) -> dict[str, Counter[int]]:
        """For each group of rows the columns in which labels of its rows stand."""
        found: dict[str, Counter[int]] = defaultdict(Counter)
        for cell in chain.from_iterable(self._own.values()):
            for group in _groups_of(cell):
                found[group][cell.column] += 1
        return found

    def _has_labels(self, column: int) -> bool:
        return any(rows_called(cell.text) for cells in self._own.values() for cell in cells if cell.column == column)

    def _under(self, row: int, column: Column) -> str | None:
        """The one thing printed under a column; None for several, or for a cell that reaches out of it."""
        found: list[str] = []
        for cell in self._cover[row]:
            if cell.column >= column.end or cell.column + cell.columns <= column.start:
                continue
            text = cell.text.strip()
            if not text:
                continue
            if cell.column < column.start or cell.column + cell.columns > column.end or self._shared(cell):
                return None
            found.append(text)
        return found[0] if len(set(found)) == 1 else None if found else ""

    def _shared(self, cell: Cell) -> bool:
        """Does a cell belong to more than one row that prints anything of its own?"""
        if cell.rows == 1:
            return False
        reached = [row for row in range(cell.row, cell.row + cell.rows) if row in self._own]
        return sum(any(own.text.strip() for own in self._own[row]) for row in reached) > 1
