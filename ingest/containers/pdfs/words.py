"""Characters → lines of text with their gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ingest.containers.pdfs.shapes import Box, Char, Line, Piece
from ingest.containers.pdfs.sight import grounds_of, is_white_on_white
from ingest.containers.pdfs.strokes import Strokes, settled
from ingest.text import joined, plain, struck

_GAP = 0.3  # of a character's size: a wider gap parts two words
_BLANK = 0.15  # … and of the gap that a printed blank leaves, which may be narrow
_PADDING = 5.4  # points; what Word leaves at either side of a cell
_LEADING = 0.8  # of a character's size: the lines of one paragraph lie closer
_WIDE = 0.8  # of a character's size: a wider gap parts two pieces of a line


def chars_of(page: Any, strokes: Strokes) -> list[Char]:
    """The page's upright characters that are seen, radicals as the characters that they look like, blanks left out."""
    found = []
    is_apart = False
    grounds = grounds_of(page)
    for number, char in enumerate(page.chars):
        text = plain(char["text"])
        is_seen = char.get("upright", True) and not _is_outside(char, page) and not is_white_on_white(char, grounds)
        if text.strip() and is_seen:
            place = (char["x0"], char["top"], char["x1"], char["bottom"], float(char["size"]))
            found.append(Char(text, *place, is_apart, number in strokes.struck, number in strokes.underlined))
        is_apart = not text.strip()
    return found


def _is_outside(char: dict[str, Any], page: Any) -> bool:
    left, top, right, bottom = page.bbox
    return bool(char["x1"] < left or char["x0"] > right or char["bottom"] < top or char["top"] > bottom)


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """The lines of text that characters stand on, from top to bottom."""
    return [_line(row) for row in map(settled, rows_of(chars)) if row]


def rows_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters that share a line, each line from left to right: they overlap by more than half their height with one
    of its middle, not with the end of a label beside it that stands a little higher.
    """
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (char.center, char.left)):
        row = next((row for row in rows[-3:] if _shares(row[len(row) // 2], char)), None)
        if row is None:
            rows.append([char])
        else:
            row.append(char)
    for row in rows:
        row.sort(key=lambda char: char.left)
    return rows


def _shares(one: Char, other: Char) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def text_of(chars: Iterable[Char]) -> str:
    """The text of characters in reading order, its lines parted by line ends, words by blanks."""
    return "\n".join(joined(_spaced(row)) for row in rows_of(_settled(chars)))


def _settled(chars: Iterable[Char]) -> Sequence[Char]:
    chars = list(chars)
    return settled(char for row in rows_of(chars) for char in row) if any(char.is_struck for char in chars) else chars


def is_broken_number(chars: Sequence[Char], width: float) -> bool:
    """Is it a number that its cell, so many points wide, has no room for on one line: 14 above 9 for 149?

    It is where every line but the last is full: the next digit wouldn't have had room beside it.
    """
    chars = _settled(chars)
    rows = rows_of(chars)
    if (
        len(rows) < 2
        or any(char.is_struck for char in chars)
        or not all(char.text.isdecimal() for char in chars)
        or rows[0][0].text in "0０"
    ):
        return False
    room = width - 2 * _PADDING
    return all(
        row[-1].right - row[0].left + (below[0].right - below[0].left) > room
        and below[0].top - row[0].bottom < _LEADING * row[0].size
        for row, below in pairwise(rows)
    )


def _spaced(row: Sequence[Char]) -> Iterable[str]:
    before: Char | None = None
    for char in row:
        if before is not None:
            gap = _BLANK if char.is_apart else _GAP
            if char.left - before.right > gap * max(char.size, before.size):
                yield " "
        yield struck(char.text) if char.is_struck else char.text
        before = char


def _line(row: list[Char]) -> Line:
    pieces: list[list[Char]] = [[row[0]]]
    for char in row[1:]:
        if char.left - pieces[-1][-1].right > _WIDE * max(char.size, 4.0):
            pieces.append([char])
        else:
            pieces[-1].append(char)
    made = tuple(Piece(joined(_spaced(piece)), _box(piece), _words(piece)) for piece in pieces)
    sizes = sorted(char.size for char in row)
    return Line(made, _box(row), sizes[len(sizes) // 2])


def _words(piece: Sequence[Char]) -> tuple[Piece, ...]:
    words: list[list[Char]] = []
    for char in piece:
        if words and char.left - words[-1][-1].right <= _GAP * max(char.size, words[-1][-1].size):
            words[-1].append(char)
        else:
            words.append([char])
    return tuple(Piece(joined(_spaced(word)), _box(word)) for word in words) if len(words) > 1 else ()


def _box(chars: Sequence[Char]) -> Box:
    return Box(
        min(char.left for char in chars),
        min(char.top for char in chars),
        max(char.right for char in chars),
        max(char.bottom for char in chars),
    )
