"""Tables on their side (横纵互换的表): a form's columns printed one below another, its rows beside each other.

>>> names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
>>> cells = [cell for row, name in enumerate(names) for cell in (Cell(name, 1, row, 0), Cell("3", 1, row, 1))]
>>> side = Grid(tuple(cells), "exact")
>>> [(cell.text, cell.row, cell.column) for cell in upright(side).cells[:3]]
[('结果维持', 0, 0), ('结果纠正', 0, 1), ('其他结果', 0, 2)]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.grids.words import columns_called
from ingest.model import Cell, Grid

_LEAST = 4  # columns of the form one below another


def upright(grid: Grid) -> Grid:
    """A grid of exact places with its rows and columns exchanged, if it names the form's columns one below another."""
    if grid.places != "exact" or not _most((cell.column, cell) for cell in grid.cells) > max(
        _LEAST - 1, _most((cell.row, cell) for cell in grid.cells)
    ):
        return grid
    turned = [replace(c, row=c.column, column=c.row, rows=c.columns, columns=c.rows) for c in grid.cells]
    return Grid(tuple(sorted(turned, key=lambda cell: (cell.row, cell.column))), grid.places)


def _most(placed: Iterable[tuple[int, Cell]]) -> int:
    """How many columns of one table the cells of one line name, at most; table 1 prints its own below each other."""
    named: dict[tuple[int, str], set[str]] = {}
    for at, cell in placed:
        for one in (one for one in columns_called(cell.text) if one.table != "disclosure_items"):
            named.setdefault((at, one.table), set()).add(one.code)
    return max(map(len, named.values()), default=0)
