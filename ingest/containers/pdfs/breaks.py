"""Rows that the end of a page cuts: which cells below it are the rest of cells above it.

A page's end lies between two rows, or it runs through one. Cells that are merged over rows are cut in either case. What
is told here rests on where the cells' borders are and on which of them have text; where a cut has two readings, the
rows stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.containers.pdfs.shapes import Place

_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]")  # a label with its number
_LETTERS = re.compile(r"[\u4e00-\u9fff]")
_DIGITS = re.compile(r"\d")
_STRIP = 3  # cells that begin together: fewer without a text are no row


class _Pair(NamedTuple):
    """Two cells of the same left and right border, on either side of a page's end."""

    end: Place
    top: Place

    @property
    def is_label(self) -> bool:
        """Has it letters?"""
        return bool(_LETTERS.search(self.end.text + self.top.text))

    @property
    def begins_numbered(self) -> bool:
        """Is it a label whose part above begins with a number?"""
        return self.is_label and _NUMBERED.match(self.end.text) is not None

    @property
    def is_merged(self) -> bool:
        """Does one of the two reach over several rows?"""
        return self.end.rows > 1 or self.top.rows > 1

    @property
    def goes_on(self) -> bool:
        """Can the text below be the rest of that above? A numbered label begins a row; no number begins with 0."""
        end, top = self.end.text.strip(), self.top.text.strip()
        if not end or not top:
            return True
        if _LETTERS.search(end) and _LETTERS.search(top):
            return not _NUMBERED.match(top)
        return end[0] not in "0０" and all("".join(text.split()).isdecimal() for text in (end, top))


def without_strips(places: Iterable[Place]) -> list[Place]:
    """A part without the rows that are none: a cell's end that is drawn a little off, the space below the last row."""
    kept = list(places)
    row = 0
    while row < max((place.row + place.rows for place in kept), default=0):
        starting = [place for place in kept if place.row == row]
        if len(starting) < _STRIP and not any(place.text.strip() for place in starting):
            kept = [_shrunk(place, row) for place in kept if place.row != row or place.rows > 1]
        else:
            row += 1
    return kept


def _shrunk(place: Place, row: int) -> Place:
    """A cell, a row taken away."""
    if place.row > row:
        return replace(place, row=place.row - 1)
    return replace(place, rows=place.rows - 1) if place.row + place.rows > row else place


def mended(above: Sequence[Place], below: Sequence[Place], height: int) -> list[Place]:
    """Both parts' cells, those put together that the page's end cuts; the first row below is numbered ``height``."""
    ends = {(place.left, place.right): place for place in above if place.row + place.rows == height}
    tops = {(place.left, place.right): place for place in below if place.row == height}
    pairs = [_Pair(ends[key], top) for key, top in tops.items() if key in ends]
    is_alike = len(pairs) == len(tops) == len(ends)
    if is_alike and all(pair.goes_on for pair in pairs) and _is_one_row(pairs):
        return _sewn(above, below, pairs, 1)
    # Heads of two levels: some stand side by side below one of those above.
    are_heads = not is_alike and not any(_DIGITS.search(p.text) for p in (*ends.values(), *tops.values()))
    return _sewn(above, below, [pair for pair in pairs if _is_one_cell(pair, pairs, are_heads=are_heads)], 0)


def _is_one_row(pairs: Sequence[_Pair]) -> bool:
    """Does the page's end run through a row, where all texts below can be the rest of those above?"""
    own = [pair for pair in pairs if not pair.is_merged] or list(pairs)
    ends, tops = ([pair for pair in own if pair[side].text.strip()] for side in (0, 1))
    if not tops or not ends:
        return True  # one side has borders alone
    if any(pair.begins_numbered for pair in own):
        return True  # a numbered label goes on without a number
    # Heads go on below heads. But the first cell alone may as well be the label of a row of blanks.
    are_heads = not any(_DIGITS.search(pair.end.text + pair.top.text) for pair in own)
    return are_heads and tops != own[:1] and set(tops) <= set(ends)


def _is_one_cell(pair: _Pair, pairs: Sequence[_Pair], *, are_heads: bool) -> bool:
    """Between two rows: is it a merged cell that goes on? Else it would have a label of its own, or be a number."""
    if not pair.goes_on or not (_LETTERS.search(pair.end.text) or (pair.is_merged and not pair.end.text.strip())):
        return False
    is_beside = are_heads or any(_LETTERS.search(other.top.text) for other in pairs if other is not pair)
    if not (pair.is_merged or is_beside):
        return False
    return are_heads or not pair.top.text.strip() or not pair.end.text.strip() or bool(_NUMBERED.match(pair.end.text))


def _sewn(above: Sequence[Place], below: Sequence[Place], pairs: Sequence[_Pair], shared: int) -> list[Place]:
    """All cells, the pairs' as one each; ``shared``: how many rows both parts have a piece of."""
    ends, tops = ({id(pair[side]) for pair in pairs} for side in (0, 1))
    return [
        *(place for place in above if id(place) not in ends),
        *_whole(pairs, shared),
        *(replace(place, row=place.row - shared) for place in below if id(place) not in tops),
    ]


def _whole(pairs: Sequence[_Pair], shared: int) -> Iterator[Place]:
    for end, top in pairs:
        text = "\n".join(part for part in (end.text, top.text) if part.strip())
        yield replace(end, text=text, rows=end.rows + top.rows - shared)
