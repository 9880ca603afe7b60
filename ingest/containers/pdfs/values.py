"""Lines of unruled tables that have values, and numbers that are broken over two of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.containers.pdfs.shapes import Box, Line, Piece

VALUE = re.compile(r"[\d,.~，．%/／—–\-－*万元件条次\n]{1,14}|无|０")
_DIGITS = re.compile(r"\d")
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．][^\d]")  # a label with its number
_HEADS = 4  # words that may head columns of their own
_TIGHT = 0.75  # of the usual distance of rows: lines lie closer than that only within one


def values_of(line: Line) -> list[Piece]:
    """The pieces of a line that are numbers or stand for one, if it has a label before them or is all numbers."""
    found = [piece for piece in line.pieces if VALUE.fullmatch(piece.text)]
    return found if len(line.pieces) > 1 and any(_DIGITS.search(piece.text) for piece in found) else []


def finer(line: Line) -> Line:
    """A line whose numbers, or heads, stand so close that they look like one: each as a piece of its own."""
    are_heads = not _DIGITS.search(line.text) and sum(len(piece.words) or 1 for piece in line.pieces) >= _HEADS
    pieces: list[Piece] = []
    for piece in line.pieces:
        are_numbers = all(VALUE.fullmatch(word.text) for word in piece.words)
        pieces += piece.words if piece.words and (are_numbers or are_heads) else [piece]
    return replace(line, pieces=tuple(pieces))


def numbers_of(line: Line, edge: float) -> list[Piece]:
    """The pieces of a line within a table that stand right of its labels, if one of them is a number."""
    found = [piece for piece in line.pieces if piece.box.right > edge and VALUE.fullmatch(piece.text)]
    return found if any(_DIGITS.search(piece.text) for piece in found) else []


def without_broken_numbers(lines: Sequence[Line]) -> list[Line]:
    """Lines with values that stand closer than rows do and have no numbered label are the end of the row above.

    Their numbers are the rest of those above (53 and 06 for 5306) or a row of their own: put together they are neither,
    and are told as unreadable.
    """
    beside = [(above, below) for above, below in pairwise(lines) if values_of(above) and values_of(below)]
    gaps = sorted(below.box.top - above.box.top for above, below in beside)
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        is_close = above is not None and line.box.top - above.box.top < _TIGHT * usual
        if above is not None and is_close and values_of(above) and values_of(line) and not _NUMBERED.match(line.text):
            kept[-1] = together(above, line)
        else:
            kept.append(line)
    return kept


def together(above: Line, below: Line) -> Line:
    """Two lines as one, the pieces that stand under one another as one each."""
    pieces = list(above.pieces)
    for piece in below.pieces:
        over = next((n for n, one in enumerate(pieces) if overlap(one.box, piece.box)), None)
        if over is None:
            pieces.append(piece)
        else:
            pieces[over] = Piece(f"{pieces[over].text}\n{piece.text}", around([pieces[over].box, piece.box]))
    pieces.sort(key=lambda piece: piece.box.left)
    return Line(tuple(pieces), around([above.box, below.box]), above.size)


def overlap(one: Box, other: Box) -> bool:
    """Do two boxes share a part of the page's width?"""
    return min(one.right, other.right) > max(one.left, other.left)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
