"""Tables without ruling lines: numbers that stand under one another, under the words that head them.

Columns are where the numbers of all rows and the shortest heads stand; a word belongs to the column whose territory
(halfway to the next) holds its middle, the words of one line of heads to the columns that they are centred on. Only
where all of that has one answer are the places exact; a zone of such lines that doesn't give one stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.containers.pdfs.shapes import Line, Part, Piece, Place
from ingest.containers.pdfs.values import VALUE, around, values_of, without_broken_numbers

_HEADING = re.compile(r"[一二三四五六七八九十]、.{6,}")
_LEAST = 5  # values that make a table
_HEADS = 4  # words on a line that head columns of their own
_APART = 4  # lines without a value between two rows of a table, at most
_FAR = 4.0  # of a line's height: rows lie closer than that
_LARGER = 1.15  # of the letters' size: a heading's are
_WRAP = 1.6  # of the letters' size: the lines of one label lie no farther apart
_OFF = 0.3  # of a column's width: a word is centred on columns within that


def unruled_tables(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """The lines that are text, and the tables that the others make."""
    ordered = sorted(lines, key=lambda line: line.box.top)
    text: list[Line] = []
    parts: list[Part] = []
    at = 0
    while at < len(ordered):
        until = _zone(ordered, at)
        part = _part(ordered[at:until]) if until > at else None
        if part is None:
            until = max(until, at + 1)
            text += ordered[at:until]
        else:
            parts.append(part)
        at = until
    return text, parts


def _is_tabular(line: Line) -> bool:
    return bool(values_of(line)) or len(line.pieces) > 2


def _zone(lines: Sequence[Line], at: int) -> int:
    """Where the lines that may be one table end; ``at`` itself where none begins."""
    if len(lines[at].pieces) < 2:
        return at  # a line of heads has several
    end = at + 1 if _is_tabular(lines[at]) else at
    sizes = [lines[at].size]
    for number in range(at + 1, len(lines)):
        line, above = lines[number], lines[number - 1]
        if line.box.top - above.box.bottom > _FAR * line.size or line.size > _LARGER * max(sizes):
            break
        if _is_tabular(line):
            end = number + 1
            sizes.append(line.size)
        elif number - end >= _APART or _HEADING.fullmatch(line.text):
            break
    return end if sum(len(values_of(line)) for line in lines[at:end]) >= _LEAST else at


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of values: their middles, the borders of their territories, and where labels end."""

    middles: tuple[float, ...]
    borders: tuple[float, ...]  # one more than columns; the first is where labels end

    def under(self, middle: float) -> int | None:
        """The column in whose territory a point lies."""
        return next((n for n, (left, right) in enumerate(pairwise(self.borders)) if left <= middle < right), None)

    def width(self) -> float:
        """The usual width of a column."""
        widths = sorted(right - left for left, right in pairwise(self.borders))
        return widths[len(widths) // 2]


def _columns(lines: Sequence[Line]) -> _Columns | None:
    labels = [p.box.right for line in lines if values_of(line) for p in line.pieces if not VALUE.fullmatch(p.text)]
    edge = max(labels, default=min(line.box.left for line in lines) - 1)
    spans: list[list[float]] = []
    for piece in sorted(_narrow(lines, edge), key=lambda piece: piece.box.left):
        if spans and piece.box.left <= spans[-1][1] + 1:
            spans[-1][1] = max(spans[-1][1], piece.box.right)
        else:
            spans.append([piece.box.left, piece.box.right])
    if not spans or spans[0][0] <= edge:
        return None  # a number among the labels, or labels among the numbers
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    last = spans[-1][1] + (spans[-1][0] - inner[-1] if inner else spans[-1][1] - spans[-1][0])
    middles = tuple((left + right) / 2 for left, right in spans)
    return _Columns(middles, ((edge + spans[0][0]) / 2, *inner, last))


def _narrow(lines: Sequence[Line], edge: float) -> Iterator[Piece]:
    """What shows where columns are: the values, and heads that share a line with several others."""
    for line in lines:
        yield from values_of(line)
        heads = [piece for piece in line.pieces if piece.box.left > edge]
        if not values_of(line) and len(heads) >= _HEADS:
            yield from heads


def _part(lines: Sequence[Line]) -> Part | None:
    """The table that a zone's lines make; None where the places have no one answer."""
    lines = without_broken_numbers(lines)
    columns = _columns(lines)
    if columns is None:
        return None
    rows = _rows(lines, columns.borders[0])
    if rows is None:
        return None
    places: list[Place] = []
    left = min(*(line.box.left for line in lines), columns.borders[0] - 1)
    groups = {(0, len(columns.middles))}  # runs of columns that heads share out
    for number, row in enumerate(rows):
        made = _cells(row, number, columns, left, groups)
        if made is None:
            return None
        places += made
    if any(values_of(row.main) and not row.label for row in rows) and any(row.label for row in rows):
        return None  # values of which nobody knows whose they are
    places = _stacked(places, rows, columns)
    return Part(tuple(places), around([line.box for line in lines]))


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of one row; ``main`` has the values or the heads."""

    main: Line
    label: str


def _rows(lines: Sequence[Line], edge: float) -> list[_Row] | None:
    """Each line as a row, a label's further lines put to the one line with values that they are centred on."""
    taken: dict[int, int] = {}  # a line of a label alone → the line that it belongs to
    for start, end in _chains(lines, edge):
        mains = [n for n in range(start, end) if _right_of(lines[n], edge)]
        if len(mains) == end - start:
            continue
        if len(mains) != 1:
            return None  # lines of labels that may belong to one row or another
        middle = (lines[start].box.top + lines[end - 1].box.bottom) / 2
        own = (lines[mains[0]].box.top + lines[mains[0]].box.bottom) / 2
        if abs(middle - own) > 0.35 * lines[mains[0]].size:
            return None
        taken |= {n: mains[0] for n in range(start, end) if n != mains[0]}
    found = []
    for number, line in enumerate(lines):
        if number in taken:
            continue
        parts = sorted([number, *(n for n, main in taken.items() if main == number)])
        labels = [piece for n in parts for piece in lines[n].pieces if piece.box.right <= edge]
        label = "\n".join(piece.text for piece in labels)
        found.append(_Row(line, label))
    return found


def _chains(lines: Sequence[Line], edge: float) -> Iterator[tuple[int, int]]:
    """Runs of lines whose labels lie as close as the lines of one label."""
    start = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines):
            above, below = lines[number - 1], lines[number]
            is_close = below.box.top - above.box.top <= _WRAP * below.size
            if is_close and (_left_of(above, edge) or _left_of(below, edge)):
                continue
        if number - start > 1:
            yield start, number
        start = number


def _left_of(line: Line, edge: float) -> list[Piece]:
    return [piece for piece in line.pieces if piece.box.right <= edge]


def _right_of(line: Line, edge: float) -> list[Piece]:
    return [piece for piece in line.pieces if piece.box.right > edge]


def _cells(row: _Row, number: int, columns: _Columns, left: float, groups: set[tuple[int, int]]) -> list[Place] | None:
    """A row's cells: its label, and the pieces over their columns, blanks between them where it has values."""
    pieces = _right_of(row.main, columns.borders[0])
    spans = _spans(pieces, columns, groups)
    if spans is None:
        return None
    groups |= {(first, last) for first, last in spans if last - first > 1}
    places = [Place(row.label, number, 1, left, columns.borders[0])] if row.label else []
    for piece, (first, last) in zip(pieces, spans, strict=True):
        places.append(Place(piece.text, number, 1, columns.borders[first], columns.borders[last]))
    if values_of(row.main) or not pieces:
        covered = {n for first, last in spans for n in range(first, last)}
        blank = [n for n in range(len(columns.middles)) if n not in covered]
        places += [Place("", number, 1, columns.borders[n], columns.borders[n + 1]) for n in blank]
    return places


def _spans(pieces: Sequence[Piece], columns: _Columns, groups: set[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The columns of each piece of a line: the one it stands over, or those that a line of heads shares out."""
    middles = [(piece.box.left + piece.box.right) / 2 for piece in pieces]
    under = [n for middle in middles if (n := columns.under(middle)) is not None]
    if len(under) < len(pieces):
        return None
    if 1 < len(pieces) < _HEADS and not any(VALUE.fullmatch(piece.text) for piece in pieces):
        shared = [way for way in _tilings(pieces, columns, 0) if (way[0][0], way[-1][1]) in groups]
        if len(shared) == 1:
            return shared[0]
    off = [abs(columns.middles[n] - middle) for n, middle in zip(under, middles, strict=True)]
    is_over = len(pieces) == 1 or max(off, default=0.0) <= _OFF * columns.width()
    return [(n, n + 1) for n in under] if is_over and len(set(under)) == len(under) else None


def _stacked(places: Sequence[Place], rows: Sequence[_Row], columns: _Columns) -> list[Place]:
    """Heads broken over lines (结果 over 维持) as one: words of one column on lines as close as those of one label."""
    heads: dict[tuple[float, float], Place] = {}
    kept: list[Place] = []
    for place in places:
        row = rows[place.row]
        if place.left < columns.borders[0] or not place.text or values_of(row.main):
            kept.append(place)
            continue
        above = heads.get((place.left, place.right))
        if above is not None and _is_next(rows[above.row + above.text.count("\n")].main, row.main):
            heads[place.left, place.right] = replace(above, text=f"{above.text}\n{place.text}")
            continue
        if above is not None:
            kept.append(above)
        heads[place.left, place.right] = place
    return [*kept, *heads.values()]


def _is_next(above: Line, below: Line) -> bool:
    return 0 < below.box.top - above.box.top <= _WRAP * below.size


def _tilings(pieces: Sequence[Piece], columns: _Columns, start: int) -> Iterator[list[tuple[int, int]]]:
    """Every way to give the pieces runs of columns that they are centred on and that leave no column between them."""
    if not pieces:
        yield []
        return
    middle = (pieces[0].box.left + pieces[0].box.right) / 2
    starts = range(start, len(columns.middles)) if start == 0 else (start,)
    for first in starts:
        for last in range(first + 1, len(columns.middles) + 1):
            center = (columns.middles[first] + columns.middles[last - 1]) / 2
            if abs(center - middle) > _OFF * columns.width():
                continue
            if last - first > 1 and pieces[0].box.left < columns.borders[first] - columns.width():
                continue
            yield from ([(first, last), *rest] for rest in _tilings(pieces[1:], columns, last))
