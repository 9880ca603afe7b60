"""Rows of statistics tables as printed (印出的行): a label, the unit beside it, and what the table's columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.patterns import lazy
from ingest.statistics.cells import is_number
from ingest.statistics.columns import Column, values_of
from ingest.statistics.naming import is_listed
from ingest.statistics.unbroken import UNITS
from ingest.text import fold, label_key

_NUMBERED = lazy(r"\d[.、)]")
GOES_ON = 8  # lines over which a label goes on at most


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """``values`` stand in the order of the table's columns of numbers; None: nobody can tell which is whose."""

    label: str
    line: int
    unit: str
    values: tuple[str, ...] | None
    text: str  # what it prints behind the label


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table under one header; ``columns``: those of numbers."""

    columns: tuple[Column, ...]
    rows: tuple[PrintedRow, ...]
    line: int  # of the header


def table_of(columns: Sequence[Column], rows: Iterable[PrintedRow], line: int) -> PrintedTable:
    """A table under a header; of its columns those of numbers are kept."""
    return PrintedTable(tuple(columns[at] for at in values_of(columns)), tuple(rows), line)


def whole(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """Rows with their labels whole: one that goes on alone in the rows below its first half and the number there."""
    at = 0
    while at < len(rows):
        below = [row.label for row in takewhile(lambda row: not row.text, rows[at + 1 : at + 1 + GOES_ON])]
        more = goes_on_for(rows[at].label, below)
        yield replace(rows[at], label="".join([rows[at].label, *below[:more]]))
        at += 1 + more


def goes_on_for(label: str, below: Sequence[str]) -> int:
    """Over how many texts below it, none of them a label itself, the first half of a listed label goes on."""
    if not label or is_listed(label):
        return 0
    for count, text in enumerate(below, start=1):
        if is_listed(text):
            return 0
        label += text
        if is_listed(label):
            return count
    return 0


def rows_of(columns: Sequence[Column], below: Iterable[tuple[list[str], int]]) -> list[PrintedRow]:
    """Rows whose cells stand in order: under their columns where they are as many, else told by what they hold."""
    kinds = [kind for kind, _ in columns]
    name, rows = kinds.index("indicator"), []
    for found, line in below:
        printed = found if "serial" in kinds or not _is_numbered(found) else found[1:]
        closed = not any(printed[len(columns) :])  # what a row's closing mark leaves
        cells = printed[: len(columns)] if closed else printed
        unit = unit_of(kinds, cells)
        if len(cells) == len(columns) and unit is not None:
            values = tuple(cells[at] for at in values_of(columns))
            rows.append(PrintedRow(cells[name], line, unit, values, " ".join(filter(None, cells[name + 1 :]))))
        else:
            label = next((at for at, cell in enumerate(cells) if cell and not is_number(cell)), None)
            if label is not None:
                rows.append(told_by_cells(columns, cells[label], cells[label + 1 :], line, is_first=label == 0))
    return rows


def _is_numbered(cells: Sequence[str]) -> bool:
    """Does a row's own number (12.) begin in the cell before its label?"""
    return len(cells) > 1 and cells[0].isdecimal() and _NUMBERED.match(cells[1]) is not None


def unit_of(kinds: Sequence[str], cells: Sequence[str]) -> str | None:
    """What stands in the column of units; None where that is no unit, so that the cells aren't their columns'."""
    at = kinds.index("unit") if "unit" in kinds else len(cells)
    unit = cells[at] if at < len(cells) else ""
    return unit if not label_key(fold(unit)) or not any(char.isdecimal() for char in fold(unit)) else None


def told_by_cells(
    columns: Sequence[Column], label: str, behind: Sequence[str], line: int, *, is_first: bool
) -> PrintedRow:
    """A row with fewer cells than columns: a lone column of numbers is told by what its cells hold."""
    units = [cell for cell in behind if cell in UNITS]
    rest = [cell for cell in behind if cell and cell not in UNITS]
    values: tuple[str, ...] | None = ("",) * len(values_of(columns))
    if rest and "" in behind and len(behind) >= len(columns):
        values = None  # a blank that is shown, and more cells than columns: one of them is no cell
    elif rest:
        values = _alone(columns, rest, is_first=is_first)
    return PrintedRow(label, line, units[0] if units else "", values, " ".join(filter(None, behind)))


def _alone(columns: Sequence[Column], rest: Sequence[str], *, is_first: bool) -> tuple[str, ...] | None:
    """What stands in the only column of numbers; None where there are several, or other columns it may be of."""
    kinds = {kind for kind, _ in columns}
    if len(values_of(columns)) != 1 or kinds & {"code", "none", ""} or is_first is ("serial" in kinds):
        return None
    if all(label_key(fold(cell)) == "" for cell in rest):
        return ("",)  # dashes
    return (rest[0],) if len(rest) == 1 else None
