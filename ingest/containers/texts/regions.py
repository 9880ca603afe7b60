"""Where tables stand among lines (表的起止): from the first word of a header or row to the heading or prose behind.

Menus and prose hold such words too: what has no value among them is no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.containers.texts.pieces import Piece
from ingest.containers.texts.vocabulary import is_fragment, is_weak
from ingest.grids.words import columns_called, is_known
from ingest.headings import heading_kind
from ingest.text import fold

_AHEAD = 4  # unknown words, pieces of known ones not counted, after which the next must be known
_LONG = 60  # characters; longer words are prose
_CELLS = 2  # fewer are no table
_HEADERS = 5  # a value under so many is a row of one


def regions(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The runs of pieces that are tables."""
    at = done = 0
    while at < len(pieces):
        if not _opens(pieces[at]):
            at += 1
            continue
        end = _end(pieces, at)
        region = pieces[_begin(pieces, at, done) : end]
        done = end
        if _is_table(region):
            yield list(region)
        at = end


def _is_table(region: Sequence[Piece]) -> bool:
    """Has a region values enough, or one under many headers, whose digits may be glued?"""
    values = sum(piece.is_cell and piece.text != "" for piece in region)
    headers = sum(bool(columns_called(piece.text)) for piece in region)
    return values >= _CELLS or (values > 0 and headers >= _HEADERS)


def _opens(piece: Piece) -> bool:
    return not piece.prose and not piece.is_cell and is_known(piece.text) and not is_weak(piece.text)


def _begin(pieces: Sequence[Piece], start: int, done: int) -> int:
    """Where the header begins whose first sure word stands here: 总计 may come before it, and is a column's as well."""
    while start > done and _may_lead(pieces[start - 1]):
        start -= 1
    return start


def _may_lead(piece: Piece) -> bool:
    return not piece.prose and not piece.is_cell and is_weak(piece.text) and bool(columns_called(piece.text))


def _end(pieces: Sequence[Piece], start: int) -> int:
    """Behind the last piece of the table that opens here."""
    end = at = start + 1
    while at < len(pieces):
        piece = pieces[at]
        if _ends(piece):
            break
        if piece.is_cell or is_known(piece.text) or _goes_on(pieces, at):
            end = at + 1
        elif not _is_known_ahead(pieces, at):
            break
        at += 1
    return end


def _ends(piece: Piece) -> bool:
    if piece.prose or len(piece.text) > _LONG * 2:
        return True
    return not piece.is_cell and not is_known(piece.text) and heading_kind(fold(piece.text)) is not None


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Has an unknown word values right behind it, as a row's label?"""
    return len(pieces[at].text) <= _LONG and at + 1 < len(pieces) and pieces[at + 1].is_cell


def _is_known_ahead(pieces: Sequence[Piece], at: int) -> bool:
    words = 0
    for piece in pieces[at + 1 :]:
        if _ends(piece):
            return False
        if not piece.is_cell:
            if is_known(piece.text):
                return True
            words += not is_fragment(piece.text)
            if words > _AHEAD:
                return False
    return False
