"""Merged cells that a text shows as blanks (合并单元格): where one can't be told from blank cells, it is kept.

A converter that writes a merged cell as its text and blanks beside it leaves two readings of a row. A number that
stands alone before blanks may be one merged over all of them; a blank before the only row that lacks a number may be
the end of a label that reaches too far. Such a cell is given its widest span, so that no column has it to itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.containers.texts.lines import Row, cells_of, is_number
from ingest.model import Cell

_MANY = 4  # blank columns with headers of their own: more than such a row would leave out
_ROWS = 5  # rows without a blank that make one with a blank odd


def placed(rows: Sequence[Row]) -> tuple[Cell, ...]:
    """The cells of rows that are exact, with the spans that they may have lost."""
    cells = list(cells_of(rows))
    for at, (column, width) in _spans(rows).items():
        cells = [
            replace(cell, columns=width) if cell.column == column and cell.row == at else cell
            for cell in cells
            if cell.row != at or not column < cell.column < column + width
        ]
    return tuple(cells)


def _headed(rows: Sequence[Row]) -> set[int]:
    """The columns that a row without numbers has words over."""
    header = [row.cells for row in rows if not any(map(is_number, row.cells))]
    return {column for cells in header for column, cell in enumerate(cells) if cell}


def _spans(rows: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """By row: the column of a cell that may be merged, and how many it may cover."""
    body = {at: row for at, row in enumerate(rows) if any(map(is_number, row.cells))}
    headed = _headed(rows)
    first = min(map(_first, body.values()), default=0)
    odd = _odd(body, headed, first)
    found = {}
    for at, row in body.items():
        start, end = _first(row), len(row.cells)
        if not any(row.cells[start + 1 :]) and len(headed & set(range(start + 1, end))) >= _MANY:
            found[at] = (start, end - start)
        elif at == odd and start > first and all(column in headed for column in range(first, start)):
            label = max((column for column in range(start) if row.cells[column]), default=first)
            found[at] = (label, start - label)
    return found


def _odd(body: dict[int, Row], headed: set[int], first: int) -> int | None:
    """The one row that has a blank cell where all others have numbers."""
    blank = [at for at, row in body.items() if not all(row.cells[n] for n in headed if first <= n < len(row.cells))]
    return blank[0] if len(blank) == 1 and len(body) > _ROWS else None


def _first(row: Row) -> int:
    return next(at for at, cell in enumerate(row.cells) if is_number(cell))
