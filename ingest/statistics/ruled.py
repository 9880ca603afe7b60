"""Statistics tables of grids (表格中的统计表): cells that have their places, or their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from ingest.model import Cell, Grid
from ingest.statistics.columns import Column, is_header, kinds_of, values_of
from ingest.statistics.naming import is_listed
from ingest.statistics.printed import PrintedRow, PrintedTable, rows_of, table_of, whole
from ingest.statistics.unbroken import UNITS

_NAMES = ("serial", "indicator")


def of_grids(grids: Sequence[Grid]) -> list[PrintedTable]:
    """The table of each grid with a header; grids that go on with it, on another page, without one are a part of it."""
    tables: list[PrintedTable] = []
    places: _Places | None = None
    for grid in grids:
        exact = grid.places == "exact"
        parts = _parts([list(cells) for _, cells in groupby(grid.cells, key=lambda cell: cell.row)])
        for rows in chain.from_iterable(map(_blocks, parts)) if exact else parts:
            headed = is_header(_named(rows[0]))
            if headed and exact:
                columns, deep = _header_of(rows)
                places = _Places(columns)
                tables.append(table_of(places.columns, places.rows(rows[deep:]), rows[0][0].line))
            elif headed:
                places = None
                tables.append(_in_order(rows))
            elif places is not None and exact and places.fit(rows):
                tables[-1] = replace(tables[-1], rows=(*tables[-1].rows, *places.rows(rows)))
    return tables


def _parts(rows: Sequence[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """The rows of a grid, parted where a header stands, without what stands above the first one."""
    starts = [at for at, cells in enumerate(rows) if is_header(_named(cells))]
    for start, until in zip(starts or [0], [*starts[1:], len(rows)] if rows else (), strict=False):
        yield list(rows[start:until])


def _blocks(rows: Sequence[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """Tables that stand beside each other under one header, which begins anew for each."""
    names = [(kinds_of(cell.text), cell.column) for cell in rows[0]]
    first = next((kind for kind, _ in names if kind in _NAMES), "")
    edges = [column for kind, column in names if first and kind == first]
    for start, until in zip([0, *edges[1:]], [*edges[1:], None], strict=True):
        block = [[cell for cell in cells if start <= cell.column < (until or cell.column + 1)] for cells in rows]
        yield [cells for cells in block if cells]


def _in_order(rows: Sequence[Sequence[Cell]]) -> PrintedTable:
    """A table of whose cells the order alone is known; its header stands first."""
    columns = _named(rows[0])
    below = (([cell.text.strip() for cell in cells], cells[0].line) for cells in rows[1:])
    return table_of(columns, rows_of(columns, below), rows[0][0].line)


def _header_of(rows: Sequence[Sequence[Cell]]) -> tuple[list[tuple[int, Column]], int]:
    """The columns where they begin, and how many rows their header is deep."""
    headers = {cell.column: (kind, cell) for cell in rows[0] if (kind := kinds_of(cell.text)) or cell.text.strip()}
    deep = max(cell.rows for _, cell in headers.values())
    return list(_leaves(headers.values(), [cell for cells in rows[1:deep] for cell in cells])), deep


def _named(cells: Iterable[Cell]) -> list[Column]:
    return [(kinds_of(cell.text), cell.text) for cell in cells]


def _leaves(headers: Iterable[tuple[str, Cell]], under: Sequence[Cell]) -> Iterator[tuple[int, Column]]:
    """Each column where it begins; one parted below (统计数: 本年, 上年) by its parts."""
    for kind, cell in headers:
        parts = [part for part in under if cell.column <= part.column < cell.column + cell.columns]
        for part in parts if cell.columns > 1 and parts else (cell,):
            below = kinds_of(part.text) if part is not cell else ""
            yield part.column, (below or kind, part.text if part is cell else f"{cell.text}{part.text}")


class _Places:
    """Where the columns of a table are whose cells have their places."""

    def __init__(self, columns: Sequence[tuple[int, Column]]) -> None:
        self.columns = [column for _, column in columns]
        self._kinds = {at: kind for at, (kind, _) in columns}
        self._values = [at for at, column in columns if values_of([column])]
        self._units = [at for at, (kind, _) in columns if kind == "unit"]
        name = next((at for at, (kind, _) in columns if kind == "indicator"), 0)
        self._behind = min((at for at, (kind, _) in columns if kind not in _NAMES and at > name), default=0)

    def rows(self, rows: Sequence[Sequence[Cell]]) -> list[PrintedRow]:
        return list(whole([row for cells in rows if (row := self.row(cells))]))

    def fit(self, rows: Sequence[Sequence[Cell]]) -> bool:
        """Do rows under no header of their own stand in these columns: as many, labels and units in theirs?"""
        cells = [cell for row in rows for cell in row]
        names = [row.label for row in self.rows(rows) if is_listed(row.label)]
        units = [cell.text.strip() for cell in cells if cell.column in self._units]
        same = {cell.column for cell in cells} == set(self._kinds)
        return same and 2 * len(names) >= len(rows) and all(not unit.strip("-—/ ") or unit in UNITS for unit in units)

    def row(self, cells: Sequence[Cell]) -> PrintedRow | None:
        """A row: each value under its header, and over no other's."""
        told = [cell for cell in cells if cell.text.strip()]
        before = [cell for cell in told if cell.column < self._behind and self._kinds.get(cell.column) != "serial"]
        if not before:
            return None
        name = before[-1]
        behind = [cell for cell in told if cell.column >= self._behind]
        texts = {cell.column: cell.text.strip() for cell in cells}
        unit = next((texts[at] for at in self._units if at in texts), "")
        values = None if any(map(self._is_astray, behind)) else tuple(texts.get(at, "") for at in self._values)
        return PrintedRow(name.text.strip(), name.line, unit, values, " ".join(cell.text.strip() for cell in behind))

    def _is_astray(self, cell: Cell) -> bool:
        """Does a cell reach over several columns or rows, or stand in no column?"""
        return cell.columns > 1 or cell.rows > 1 or cell.column not in self._kinds
