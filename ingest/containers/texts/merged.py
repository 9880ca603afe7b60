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
    body = [row for row in rows if any(map(is_number, row.cells))]
    headed = _headed(rows)
    cells = list(cells_of(rows))
    for row, (column, width) in _spans(body, headed).items():
        cells = [
            replace(cell, columns=width) if cell.column == column and cell.line == row else cell
            for cell in cells
            if cell.line != row or not column < cell.column < column + width
        ]
    return tuple(cells)


def _headed(rows: Sequence[Row]) -> set[int]:
    """The columns that a row without numbers has words over."""
    header = [row.cells for row in rows if not any(map(is_number, row.cells))]
    return {column for cells in header for column, cell in enumerate(cells) if cell}


def _spans(body: Sequence[Row], headed: set[int]) -> dict[int, tuple[int, int]]:
    """By line: the column of a cell that may be merged, and how many it may cover."""
    first = min((_first(row) for row in body), default=0)
    full = [row for row in body if all(cell for at, cell in enumerate(row.cells) if at >= first and at in headed)]
    odd = len(full) >= _ROWS and len(full) == len(body) - 1
    found = {}
    for row in body:
        start, end = _first(row), len(row.cells)
        if not any(row.cells[start + 1 :]) and len(headed & set(range(start + 1, end))) >= _MANY:
            found[row.line] = (start, end - start)
        elif odd and start > first and row not in full and all(at in headed for at in range(first, start)):
            label = max((at for at in range(start) if row.cells[at]), default=first)
            found[row.line] = (label, start - label)
    return found


def _first(row: Row) -> int:
    return next(at for at, cell in enumerate(row.cells) if is_number(cell))
