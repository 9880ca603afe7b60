"""What empty lines say (空行): between cells, for a blank cell, at the end of a row.

Converters that write a line end for each tag leave gaps of fixed widths: c between two cells of a row, k more for a
blank cell between them, d between rows. They are worked out from the page; gaps that don't fit them prove nothing.

>>> def spread(*pairs): return [Piece(text, at, gap) for at, (gap, text) in enumerate(pairs)]
>>> above = (1, "甲"), (3, "8"), (5, "2"), (7, "乙"), (3, "4"), (3, "5"), (3, "6")
>>> printed = spread(*above, (7, "丙"), (7, "7"), (5, "0"))
>>> table = rows(printed, widths([printed]))
>>> [[cell.text for cell in row] for row in table]
[['甲', '8', '', '2'], ['乙', '4', '5', '6'], ['丙', '', '', '7', '', '0']]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import gcd
from typing import NamedTuple

from ingest.containers.texts.pieces import Piece
from ingest.grids.words import columns_called

Rows = list[list[Piece]]
_ODD = 2  # wider gaps may be slips
_HEADER = 2  # words of columns before a value that have no label between them
_WIDEST = 60  # blank cells that a gap may stand for


class Widths(NamedTuple):
    """Line ends between cells, more for each blank one (0: no blank is told), between rows (0: not told).

    Where as many stand between rows as between cells, rows don't show.
    """

    cell: int
    blank: int
    row: int


def widths(tables: Sequence[Sequence[Piece]]) -> Widths | None:
    """The widths that explain every gap of some tables of one text; None where none do."""
    inside, before, behind, under = _gaps(tables)
    if not inside or not behind:
        return None
    cell, row = min(inside), min(behind)
    wider = [gap - cell for gap in (*inside, *before) if gap != cell]
    if _tells_nothing(wider, cell):
        return None
    blank = _blank(wider, behind, cell)
    if not _explains(before, cell, blank):
        return None
    row = row if row >= cell and _explains(behind, row, blank) else 0
    if row and not all(gap == cell or (gap >= row and _fits(gap - row, blank)) for gap in under):
        row = 0  # a row that begins with blanks doesn't show how many
    return Widths(cell, blank, row)


def _gaps(tables: Sequence[Sequence[Piece]]) -> tuple[list[int], list[int], list[int], list[int]]:
    """The gaps between two cells, before a row's first, behind its last, and between a header and the first."""
    inside: list[int] = []
    before: list[int] = []
    behind: list[int] = []
    under: list[int] = []
    for pieces in tables:
        for at, (one, two) in enumerate(pairwise(pieces), start=1):
            if one.is_cell:
                (inside if two.is_cell else behind).append(two.gap)
            elif two.is_cell:
                (under if _is_under(pieces, at) else before).append(two.gap)
    return inside, before, behind, under


def _explains(gaps: Sequence[int], width: int, blank: int) -> bool:
    """Is each gap of a width, or wider by what stands for blank cells?"""
    return all(_fits(gap - width, blank) for gap in gaps)


def _tells_nothing(wider: Sequence[int], cell: int) -> bool:
    """Are the wider gaps slips, or do cells stand on one line here and on several there, as no fixed widths have it?"""
    return 0 < len(wider) <= _ODD or (bool(wider) and not cell)


def _blank(wider: Sequence[int], behind: Sequence[int], cell: int) -> int:
    """Line ends for a blank cell: as many as for any other if that explains all gaps; before a row's end where only
    that tells. No blank cell takes more than one that prints something: such gaps hold nobody knows how many (0).
    """
    blank = gcd(*wider) if wider else gcd(*(gap - min(behind) for gap in behind))
    if cell and blank > cell:
        return 0 if blank % cell else cell
    return cell if blank and cell and blank % cell == 0 else blank


def best(pieces: Sequence[Piece], of_text: Widths | None) -> Widths | None:
    """The widths of one table; where it tells none by itself, those of all tables of its text."""
    return widths([pieces]) or of_text


def _fits(more: int, blank: int) -> bool:
    return more == 0 or (blank > 0 and more > 0 and more % blank == 0 and more // blank <= _WIDEST)


def rows(pieces: Sequence[Piece], told: Widths | None) -> Rows | None:
    """A table's rows, blank cells filled in; None where its gaps don't tell them."""
    if told is None or told.row <= told.cell:
        return None
    found: Rows = [[pieces[0]]]
    for at, (one, two) in enumerate(pairwise(pieces), start=1):
        opens = two.gap >= told.row and (not two.is_cell or _is_under(pieces, at))
        more = two.gap - (told.row if opens else told.cell)
        blanks = _blanks(two, more, told.blank) if one.is_cell or two.is_cell else []
        if not opens:
            found[-1] += [*blanks, two]
        elif two.is_cell:
            found.append([*blanks, two])
        elif one.is_cell and not _fits(more, told.blank):
            return None
        else:
            found[-1] += blanks
            found.append([two])
    return found


def filled(pieces: Sequence[Piece], told: Widths | None) -> list[Piece]:
    """A table's pieces in order, with the blank cells that its gaps show."""
    if told is None or not told.blank:
        return list(pieces)
    found = [pieces[0]]
    for at, (one, two) in enumerate(pairwise(pieces), start=1):
        more = two.gap - (told.row if _is_under(pieces, at) else told.cell)
        cell = one.is_cell or (two.is_cell and (told.row or not _is_under(pieces, at)))
        found += _blanks(two, more, told.blank) if cell and _fits(more, told.blank) else []
        found.append(two)
    return found


def _is_under(pieces: Sequence[Piece], at: int) -> bool:
    """Does a value stand under a header, with no label, so that a row begins with it?"""
    above = pieces[max(0, at - _HEADER) : at]
    return pieces[at].is_cell and len(above) == _HEADER and all(columns_called(piece.text) for piece in above)


def _blanks(piece: Piece, more: int, blank: int) -> list[Piece]:
    return [Piece("", piece.line, 1)] * (more // blank) if blank and more > 0 else []
