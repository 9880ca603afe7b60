"""Cells placed (单元格的对位): the rows of a table whose places are lost, each with what stands under its columns.

By the hypotheses that explain all of them, then by the form's sums; what neither tells stays open (None).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.align import numbers
from ingest.forms import Form
from ingest.grids.assumed import borne_out
from ingest.grids.hypotheses import NOTHING, Readings, Run, explained
from ingest.grids.printed import PrintedRow
from ingest.grids.solving import Cells, Open, agreed, by_channels, by_sums
from ingest.grids.surplus import may_be_exchanged, without_surplus
from ingest.model import Table
from ingest.values import read_count

_TOTALS = 2  # fewer say nothing of a page's habit
_RARE = 4  # times as many totals that are printed as are not


def placed(
    table: Table, rows: Sequence[PrintedRow], codes: Sequence[str | None], form: Form, *, blanks: bool = False
) -> list[PrintedRow]:
    """The rows, those without places with as many cells under their columns as anything tells.

    ``codes``: what each row is of the form; None for one that is none of its rows, or names itself by its columns.
    ``blanks``: the page leaves cells blank.
    """
    readings = _readings(rows, blanks)
    if not readings:
        return list(rows)
    found = dict(enumerate(rows))
    summed: list[int] = []
    for at, row in enumerate(rows):
        if at in readings and table == "appeals" and len(_groups(row)) > 1:
            found[at] = _with(row, _of_channels(row, readings[at], form), readings[at])
        else:
            summed.append(at)
    opened = [_open(rows[at], codes[at], readings.get(at)) for at in summed]
    for at, cells in zip(summed, by_sums(table, opened, form), strict=True):
        if at in readings:
            found[at] = _with(rows[at], cells, readings[at])
    return borne_out(table, _without_totals([found[at] for at in range(len(rows))], table, form), codes, form)


def _without_totals(rows: Sequence[PrintedRow], table: Table, form: Form) -> list[PrintedRow]:
    """The rows, without the cells that stand beside a blank total where nearly all totals are printed.

    A row whose places only their order tells, with numbers and no total, has lost a cell and gained one at its end.
    """
    totals = {total.left[0] for total in form.sums_over(table, ()) if total.over == "columns"}
    parts = {(at, channel): cells for at, row in enumerate(rows) for channel, cells in _channels(row)}
    told = [key for key, cells in parts.items() if any(map(cells.get, totals))]
    bare = {key for key, cells in parts.items() if rows[key[0]].run is not None and _is_bare(cells, totals)}
    if len(told) < _TOTALS or len(told) <= len(bare) * (1 if table == "appeals" else _RARE):
        return list(rows)
    return [replace(row, cells=_emptied(at, row, bare)) for at, row in enumerate(rows)]


def _is_bare(cells: Mapping[str | None, str | None], totals: Collection[str]) -> bool:
    """Are numbers printed that have a sum, and their total blank? Of zeros it is as often left so."""
    summed = any(cell and read_count(cell).number != 0 for cell in cells.values())
    return summed and any(cells.get(total) == "" for total in totals)


def _channels(row: PrintedRow) -> Iterator[tuple[str | None, dict[str | None, str | None]]]:
    """The cells of each channel of a row by their columns; those of table 2 are all of none."""
    for channel in dict.fromkeys(column.channel for column in row.header.columns):
        pairs = zip(row.header.columns, row.cells, strict=True)
        yield channel, {column.code: cell for column, cell in pairs if column.channel == channel}


def _emptied(at: int, row: PrintedRow, channels: Collection[tuple[int, str | None]]) -> Cells:
    pairs = zip(row.header.columns, row.cells, strict=True)
    return tuple(None if (at, column.channel) in channels else cell for column, cell in pairs)


def _readings(rows: Sequence[PrintedRow], blanks: bool) -> dict[int, Readings]:
    """For each row without places all that its cells may be, by what explains its whole table."""
    runs = {
        at: Run(row.run, len(row.header.columns), row.depth, row.shifted, row.filled)
        for at, row in enumerate(rows)
        if row.run is not None
    }
    return dict(zip(runs, explained(list(runs.values()), blanks=blanks), strict=True))


def _groups(row: PrintedRow) -> list[list[str | None]]:
    """The columns of a row of table 3, channel by channel."""
    columns = row.header.columns
    return [[column.code for column in group] for _, group in groupby(columns, key=lambda column: column.channel)]


def _of_channels(row: PrintedRow, readings: Readings, form: Form) -> Cells:
    """The cells of a row of several channels; of one with a number that may be none of its own what the totals tell."""
    groups = [tuple(code or "" for code in group) for group in _groups(row)]
    values, columns = tuple(filter(None, row.run or ())), len(row.header.columns)
    if len(values) == columns + 1:
        return without_surplus(values, groups, form) or (None,) * columns
    squeezed = len(row.run or ()) == len(values) == columns and 0 not in numbers(values)  # who prints 0 leaves no blank
    if squeezed and may_be_exchanged(values, groups, form):
        return (None,) * columns
    return _unless_narrow(row, by_channels(readings, _groups(row), form))


def _unless_narrow(row: PrintedRow, cells: Cells) -> Cells:
    """The cells of a row of table 3 but those of a channel that lacks a column which the row may have a cell for."""
    groups = _groups(row)
    widest = max(map(len, groups))
    if len(row.run or ()) == len(cells) or all(len(group) == widest for group in groups):
        return cells
    known: list[str | None] = []
    for group in groups:
        own = cells[len(known) : len(known) + len(group)]
        known += own if len(group) == widest else [None] * len(group)
    return tuple(known)


def _open(row: PrintedRow, code: str | None, readings: Readings | None) -> Open:
    columns = tuple(column.code for column in row.header.columns)
    if readings is None:
        known = frozenset({tuple(cell or "" for cell in row.cells)}) if row.is_placed else NOTHING
        return Open(code, columns, known)
    printed = sum(map(bool, row.run or ()))
    glued = printed == 1 and len(columns) > 1 and any(sum(map(bool, reading)) > 1 for reading in readings)
    return Open(code, columns, readings, glued, squeezed=printed == len(row.run or ()), surplus=printed > len(columns))


def _with(row: PrintedRow, cells: Cells, readings: Readings) -> PrintedRow:
    """A row with its cells; they were told by sums where its readings didn't agree."""
    told = None not in cells and None in agreed(readings, len(cells))
    return replace(row, cells=cells, placed=told)
