"""Spans (合并单元格): rows of cells with row and column spans → cells with places, as a browser lays them out.

>>> cells, places = laid([[Span("三、", rows=2), Span("（一）"), Span("5")], [Span("（二）"), Span("0")]])
>>> [(cell.text, cell.row, cell.column) for cell in cells], places
([('三、', 0, 0), ('（一）', 0, 1), ('5', 0, 2), ('（二）', 1, 1), ('0', 1, 2)], 'exact')
>>> laid([[Span("甲", rows=3), Span("5")], [Span("6")]])[1]         # a row span past the end is cut there
'exact'
>>> laid([[Span("甲"), Span("1"), Span("2")], [Span("乙"), Span("3")]])[1]      # a cell is missing, nobody knows which
'rows'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.model import Cell, Places, Refused

MOST_COLUMNS = 1_000  # a browser's own limit
_MOST = 400_000  # grid fields that the cells of one table may cover
_TOO_LARGE = f"表格过大（超过 {_MOST:,} 格），不像年度报告 (a table of more than {_MOST:,} fields: not a report)"


class Span(NamedTuple):
    """A cell as its row has it: what it says and how far it reaches. ``rows`` 0: to the end of its group."""

    text: str
    rows: int = 1
    columns: int = 1


def laid(rows: Sequence[Sequence[Span]], groups: Iterable[int] = ()) -> tuple[list[Cell], Places]:
    """The cells in reading order with their places, lines still 0, and what these are worth.

    ``groups``: where groups of rows (thead, tbody) begin that no row span crosses. A grid in which every row reaches
    as far as the others is exact; in one where a row is too short or too long its author's spans are wrong somewhere,
    and only the order of the cells in their rows is sure. A row of one cell needs no span to be read as one across.
    """
    ends = _ends(len(rows), groups)
    cells: list[Cell] = []
    until: dict[int, int] = {}  # grid column → the first row that it is free again
    overlaps, area = False, 0
    for row, spans in enumerate(rows):
        column = 0
        for span in spans:
            while until.get(column, 0) > row:
                column += 1
            columns = max(1, min(span.columns, MOST_COLUMNS))
            height = ends[row] - row if span.rows == 0 else max(1, min(span.rows, ends[row] - row))
            area += columns * height
            if area > _MOST or column > MOST_COLUMNS * 10:
                raise Refused(_TOO_LARGE)
            for at in range(column, column + columns):
                overlaps = overlaps or until.get(at, 0) > row
                until[at] = row + height
            cells.append(Cell(span.text, 0, row, column, height, columns))
            column += columns
    return cells, "rows" if overlaps or not _even(cells, rows) else "exact"


def _ends(count: int, groups: Iterable[int]) -> list[int]:
    """For each row, where its group ends."""
    starts = sorted({*groups, count} - {0})
    ends, at = [], 0
    for row in range(count):
        while starts[at] <= row:
            at += 1
        ends.append(starts[at])
    return ends


def _even(cells: Sequence[Cell], rows: Sequence[Sequence[Span]]) -> bool:
    """Do all rows reach equally far, without a gap? Nothing printed in a column is no excuse: a row that an
    overlong span pushed aside may end in a blank cell."""
    reach: dict[int, int] = {}
    covered: dict[int, int] = {}
    printed: set[int] = set()
    for cell in cells:
        if cell.text and not cell.text.isspace():
            printed.add(cell.row)
        for row in range(cell.row, cell.row + cell.rows):
            covered[row] = covered.get(row, 0) + cell.columns
            reach[row] = max(reach.get(row, 0), cell.column + cell.columns)
    telling = [row for row in printed if not _alone(rows[row], covered[row])]
    return len({reach[row] for row in telling}) <= 1 and all(covered[row] == reach[row] for row in telling)


def _alone(spans: Sequence[Span], covered: int) -> bool:
    """Does a row hold one cell and nothing else?"""
    return len(spans) == 1 and covered == max(1, min(spans[0].columns, MOST_COLUMNS))
