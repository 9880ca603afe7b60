"""What empty lines say (空行): between cells, for a blank cell, at the end of a row.

Converters that write a line end for each tag leave gaps of fixed widths: c between two cells of a row, k more for a
blank cell between them, d between rows. They are worked out from the page; gaps that don't fit them prove nothing.

>>> def spread(*pairs): return [Piece(text, at, gap) for at, (gap, text) in enumerate(pairs)]
>>> above = (1, "甲"), (3, "8"), (5, "2"), (7, "乙"), (3, "4"), (3, "5"), (3, "6")
>>> table = rows(spread(*above, (7, "丙"), (7, "7"), (5, "0")))
>>> [[cell.text for cell in row] for row in table]
[['甲', '8', '', '2'], ['乙', '4', '5', '6'], ['丙', '', '', '7', '', '0']]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import gcd
from typing import NamedTuple

from ingest.containers.texts.pieces import Piece

Rows = list[list[Piece]]
_ODD = 2  # wider gaps may be slips
_WIDEST = 60  # blank cells that a gap may stand for


class Widths(NamedTuple):
    """Line ends between cells, more for each blank one (0: no blank is told), between rows (0: not told)."""

    cell: int
    blank: int
    row: int


def widths(pieces: Sequence[Piece]) -> Widths | None:
    """The widths that explain every gap of a table; None where none do."""
    inside = Counter(two.gap for one, two in pairwise(pieces) if one.is_cell and two.is_cell)
    before = [two.gap for one, two in pairwise(pieces) if not one.is_cell and two.is_cell]
    behind = [two.gap for one, two in pairwise(pieces) if one.is_cell and not two.is_cell]
    if not inside or not behind:
        return None
    cell = min(inside)
    wider = [gap - cell for gap in (*inside.elements(), *before) if gap != cell]
    if 0 < len(wider) <= _ODD:
        return None
    blank = gcd(*wider)
    row = min(behind)
    explained = all(gap >= cell and _fits(gap - cell, blank) for gap in before)
    row = row if row > cell and all(_fits(gap - row, blank) for gap in behind) else 0
    return Widths(cell, blank, row) if explained else None


def _fits(more: int, blank: int) -> bool:
    return more == 0 or (blank > 0 and more > 0 and more % blank == 0 and more // blank <= _WIDEST)


def rows(pieces: Sequence[Piece]) -> Rows | None:
    """A table's rows, blank cells filled in; None where its gaps don't tell them."""
    told = widths(pieces)
    if told is None or not told.row:
        return None
    found: Rows = [[pieces[0]]]
    for one, two in pairwise(pieces):
        opens = not two.is_cell and two.gap >= told.row
        if opens and not _fits(two.gap - told.row, told.blank) and one.is_cell:
            return None
        more = two.gap - (told.row if opens else told.cell)
        found[-1] += _blanks(two, more, told.blank) if one.is_cell or two.is_cell else []
        found += [[two]] if opens else []
        if not opens:
            found[-1].append(two)
    return found


def filled(pieces: Sequence[Piece]) -> list[Piece]:
    """A table's pieces in order, with the blank cells that its gaps show."""
    told = widths(pieces)
    if told is None or not told.blank:
        return list(pieces)
    found = [pieces[0]]
    for one, two in pairwise(pieces):
        more = two.gap - told.cell
        found += _blanks(two, more, told.blank) if (one.is_cell or two.is_cell) and _fits(more, told.blank) else []
        found.append(two)
    return found


def _blanks(piece: Piece, more: int, blank: int) -> list[Piece]:
    return [Piece("", piece.line, 1)] * (more // blank) if blank and more > 0 else []
