"""Tables without ruling lines: numbers that stand under one another, under the words that head them.

Columns are where the numbers of all rows and the shortest heads stand; a word belongs to the column whose territory
(halfway to the next) holds its middle, the words of one line of heads to the columns that they are centred on. Only
where all of that has one answer are the places exact; a zone of such lines that doesn't give one stays text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.containers.pdfs.fragments import whole_rows
from ingest.containers.pdfs.labels import labels_of, left_of, right_of
from ingest.containers.pdfs.shapes import Box, Line, Part, Piece, Place
from ingest.containers.pdfs.values import VALUE, around, finer, numbers_of, values_of, without_broken_numbers
from ingest.containers.pdfs.zones import is_close, zone

_MOST_LINES = 400  # of a table on one page; no paper has more
_HEADS = 4  # words on a line that head columns of their own
_WRAP = 1.75  # of the letters' size: the lines of one label lie no farther apart
_FLUSH = 2.5  # points within which words begin together
_BESIDE = 10.0  # points: groups of rows stand in columns of their own, left of the labels
_CLEARLY = 2.0  # times as far off: another way to share out columns than the nearest
_OFF = 0.3  # of a column's width: a word is centred on columns within that


@dataclass(frozen=True, slots=True)
class Found:
    """What a page's lines make: text, tables, and the columns of the last table, which may go on on the next page."""

    text: list[Line]
    parts: list[Part]
    last: Columns | None


def unruled_tables(lines: Sequence[Line], before: Columns | None = None) -> Found:
    """The lines that are text, and the tables that the others make; ``before``: columns of the page before."""
    ordered = sorted(lines, key=lambda line: line.box.top)
    fine = [finer(line) for line in ordered]
    found = Found([], [], None)
    at = 0
    while at < len(ordered):
        until = zone(fine, at)
        start = at - _above(fine, at, len(found.text)) if until > at else at
        made = _part(fine[start:until], before if not found.parts else None) if until > at else None
        if made is None:
            until = max(until, at + 1)
            found.text.extend(ordered[at:until])
        else:
            del found.text[len(found.text) - (at - start) :]
            found.parts.append(made[0])
            found = replace(found, last=made[1])
        at = until
    return found


def _above(lines: Sequence[Line], at: int, most: int) -> int:
    """How many lines above a zone whose first row has values are of its label."""
    values, count = values_of(lines[at]), 0
    while values and count < min(at, most):
        line, below = lines[at - count - 1], lines[at - count]
        if not is_close(line, below) or line.box.right > values[0].box.left:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of values: what they print, the borders of their territories, and where labels end."""

    spans: tuple[tuple[float, float], ...]  # from left to right as far as anything is printed
    borders: tuple[float, ...]  # one more than columns; the first is where labels end
    left: float  # where labels begin
    are_flush: bool  # do their words begin at their left borders, and are not centred?
    values: tuple[Box | None, ...] = ()  # where each prints values; None where it prints none

    def under(self, middle: float) -> int | None:
        """The column in whose territory a point lies."""
        return next((n for n, (left, right) in enumerate(pairwise(self.borders)) if left <= middle < right), None)

    @property
    def middles(self) -> tuple[float, ...]:
        """Where each column is centred."""
        return tuple((left + right) / 2 for left, right in self.spans)

    def center(self, first: int, last: int) -> float:
        """The middle of a run of columns, ``last`` not included."""
        return (self.middles[first] + self.middles[last - 1]) / 2

    def off(self, column: int, piece: Piece) -> float:
        """How far a piece is from standing in a column's middle, at its left border or at its right one."""
        left, right = self.spans[column]
        return min(abs((left + right) / 2 - _center(piece)), abs(left - piece.box.left), abs(right - piece.box.right))

    def boxes(self, lines: Sequence[Line]) -> tuple[Box | None, ...]:
        """Where lines print values in each column."""
        boxes: list[list[Box]] = [[] for _ in self.spans]
        for piece in (piece for line in lines for piece in numbers_of(line, self.borders[0])):
            if (column := self.under(_center(piece))) is not None:
                boxes[column].append(piece.box)
        return tuple(around(own) if own else None for own in boxes)

    def go_on_in(self, lines: Sequence[Line]) -> bool:
        """Do lines of another page print their values where the columns do: as far left, as far right, or centred?"""
        both = zip(self.values, self.boxes(lines), strict=True)
        return all(_is_in_line(own, other) for own, other in both if own and other)

    def width(self) -> float:
        """The usual width of a column."""
        widths = sorted(right - left for left, right in pairwise(self.borders))
        return widths[len(widths) // 2]


def _columns(lines: Sequence[Line]) -> Columns | None:
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
    spans = _with_blank_ends(lines, edge, spans)
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    last = spans[-1][1] + (spans[-1][0] - inner[-1] if inner else spans[-1][1] - spans[-1][0])
    borders = ((edge + spans[0][0]) / 2, *inner, last)
    left = min(*(line.box.left for line in lines), borders[0] - 1)
    found = Columns(tuple((left, right) for left, right in spans), borders, left, _are_flush(lines, spans, edge))
    return replace(found, values=found.boxes(lines))


def _is_in_line(one: Box, other: Box) -> bool:
    """Do two boxes of values begin, end, or have their middle, at one place across the page?"""
    left, right = one.left - other.left, one.right - other.right
    return min(abs(left), abs(right), abs(left + right) / 2) <= _FLUSH


def _with_blank_ends(lines: Sequence[Line], edge: float, spans: list[list[float]]) -> list[list[float]]:
    """The columns, with one before and behind them where a head stands there alone and no row has a value."""
    heads = [p.box for line in lines if not values_of(line) for p in line.pieces if p.box.left > edge]
    before = [box for box in heads if box.right < spans[0][0] - 1]
    behind = [box for box in heads if box.left > spans[-1][1] + 1]
    first, last = ([[around(side).left, around(side).right]] if side else [] for side in (before, behind))
    return [*first, *spans, *last]


def _are_flush(lines: Sequence[Line], spans: Sequence[Sequence[float]], edge: float) -> bool:
    """Do the columns' words all begin at their left borders?"""
    pieces = [piece for line in lines for piece in numbers_of(line, edge)]
    lefts = [left for left, _ in spans]
    return bool(pieces) and all(min(abs(piece.box.left - left) for left in lefts) <= _FLUSH for piece in pieces)


def _narrow(lines: Sequence[Line], edge: float) -> Iterator[Piece]:
    """What shows where columns are: the values, and heads that share a line with several others."""
    for line in lines:
        yield from values_of(line)
        heads = [piece for piece in line.pieces if piece.box.left > edge]
        if not values_of(line) and len(heads) >= _HEADS:
            yield from heads


def _part(lines: Sequence[Line], before: Columns | None) -> tuple[Part, Columns] | None:
    """The table that a zone's lines make, and its columns; None where the places have no one answer."""
    if len(lines) > _MOST_LINES:
        return None
    lines = without_broken_numbers(lines)
    own = _columns(lines)
    goes_on = before is not None and all(map(values_of, (line for line in lines if len(line.pieces) > 1)))
    goes_on = goes_on and before is not None and before.go_on_in(lines)
    for columns in (before, own) if goes_on else (own,):
        rows = whole_rows(lines, columns.borders[0]) if columns is not None else lines
        places = _places(rows, columns) if columns is not None else None
        if columns is not None and places is not None:
            box = around([line.box for line in lines])
            return Part(tuple(places), Box(columns.left, box.top, columns.borders[-1], box.bottom)), columns
    return None


def _places(lines: Sequence[Line], columns: Columns) -> list[Place] | None:
    rows = _rows(lines, columns.borders[0])
    places: list[Place] = []
    tops: dict[_Key, float] = {}
    groups = {(0, len(columns.middles))}  # runs of columns that heads share out
    for number, row in enumerate(rows):
        made = _cells(row, number, columns, groups)
        if made is None:
            return None
        places += made
        pieces = right_of(row.main, columns.borders[0])
        own = [place for place in made if place.left >= columns.borders[0] and place.text]
        tops |= {_key(place): piece.box.top for place, piece in zip(own, pieces, strict=True)}
    return _stacked(places, rows, columns, tops)


_Key = tuple[int, float, float]


def _key(place: Place) -> _Key:
    """What tells a table's cells apart: row and borders."""
    return place.row, place.left, place.right


@dataclass(frozen=True, slots=True)
class _Row:
    """The line of one row, with its values or heads, its label, and groups that stand beside it."""

    main: Line
    label: str
    groups: tuple[str, ...] = ()


def _rows(lines: Sequence[Line], edge: float) -> list[_Row]:
    """Each line with values or heads as a row, and each label that stands without any."""
    with_values = [number for number, line in enumerate(lines) if numbers_of(line, edge)]
    heads = [number for number, line in enumerate(lines) if right_of(line, edge) and number not in with_values]
    others = [number for number in range(len(lines)) if number not in {*with_values, *heads}]
    labels = labels_of(lines, with_values, others, edge)
    found = []
    for number, line in enumerate(lines):
        if number in heads:
            found.append(_Row(line, "\n".join(piece.text for piece in left_of(line, edge))))
        elif number in with_values:
            found.append(_Row(line, labels.own.get(number, ""), tuple(labels.groups.get(number, ()))))
        elif number in labels.alone:
            found.append(_Row(replace(line, pieces=()), labels.alone[number]))
    return found


def _cells(row: _Row, number: int, columns: Columns, groups: set[tuple[int, int]]) -> list[Place] | None:
    """A row's cells: its label, and the pieces over their columns, blanks between them where it has values."""
    pieces = right_of(row.main, columns.borders[0])
    spans = _spans(pieces, columns, groups)
    if spans is None:
        return None
    groups |= {(first, last) for first, last in spans if last - first > 1}
    left = columns.left
    places = [Place(row.label, number, 1, left, columns.borders[0])] if row.label else []
    for at, group in enumerate(row.groups, 1):
        places.append(Place(group, number, 1, left - at * _BESIDE, left - (at - 1) * _BESIDE))
    for piece, (first, last) in zip(pieces, spans, strict=True):
        places.append(Place(piece.text, number, 1, columns.borders[first], columns.borders[last]))
    if numbers_of(row.main, columns.borders[0]) or not pieces:
        covered = {n for first, last in spans for n in range(first, last)}
        blank = [n for n in range(len(columns.middles)) if n not in covered]
        places += [Place("", number, 1, columns.borders[n], columns.borders[n + 1]) for n in blank]
    return places


def _spans(pieces: Sequence[Piece], columns: Columns, groups: set[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The columns of each piece of a line: the one it stands over, or those that a line of heads shares out."""
    are_heads = not any(VALUE.fullmatch(piece.text) for piece in pieces)
    if columns.are_flush and are_heads:
        return _begun(pieces, columns, groups)
    under = [n for piece in pieces if (n := columns.under(_center(piece))) is not None]
    if len(under) < len(pieces):
        return None
    are_others = len({piece.text for piece in pieces}) == len(pieces)  # 总计 twice is each time one column's
    shared = _shared_out(pieces, columns, groups) if are_heads and are_others and 1 < len(pieces) < _HEADS else None
    return shared or _each_over_one(pieces, under, columns)


def _each_over_one(pieces: Sequence[Piece], under: Sequence[int], columns: Columns) -> list[tuple[int, int]] | None:
    """A column for each piece; None where two have one, or one among several stands askew."""
    off = max((columns.off(n, piece) for n, piece in zip(under, pieces, strict=True)), default=0.0)
    is_over = len(pieces) == 1 or off <= _OFF * columns.width()
    return [(n, n + 1) for n in under] if is_over and len(set(under)) == len(under) else None


def _begun(pieces: Sequence[Piece], columns: Columns, groups: set[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The columns of heads that begin at the left border of their first: up to the next head, or their group's end."""
    starts = []
    for piece in pieces:
        own = [n for n, (left, _) in enumerate(columns.spans) if abs(left - piece.box.left) <= _FLUSH]
        if len(own) != 1:
            return None
        starts.append(own[0])
    if len(pieces) >= _HEADS or sorted(set(starts)) != starts:
        return [(n, n + 1) for n in starts] if len(set(starts)) == len(starts) else None
    ends = []
    for number, start in enumerate(starts):
        group = min((last for first, last in groups if first <= start < last), default=start + 1)
        ends.append(min(group, starts[number + 1]) if number + 1 < len(starts) else group)
    return list(zip(starts, ends, strict=True))


def _center(piece: Piece) -> float:
    return (piece.box.left + piece.box.right) / 2


def _shared_out(
    pieces: Sequence[Piece], columns: Columns, groups: set[tuple[int, int]]
) -> list[tuple[int, int]] | None:
    """The one way to share out a run of columns among heads that are centred on theirs; None where two come near."""
    ways = []
    for way in _tilings(pieces, columns, 0):
        if (way[0][0], way[-1][1]) in groups:
            off = sum(abs(columns.center(*span) - _center(piece)) for span, piece in zip(way, pieces, strict=True))
            ways.append((off, way))
    ways.sort()
    return ways[0][1] if ways and (len(ways) == 1 or ways[1][0] > _CLEARLY * ways[0][0]) else None


def _stacked(
    places: Sequence[Place], rows: Sequence[_Row], columns: Columns, tops: Mapping[_Key, float]
) -> list[Place]:
    """Heads broken over lines (结果 over 维持) as one: words of one column that lie as close as those of one label."""
    heads: dict[tuple[float, float], tuple[Place, Place]] = {}  # by columns: the words, and the last piece of them
    kept: list[Place] = []
    for place in places:
        if place.left < columns.borders[0] or not place.text or numbers_of(rows[place.row].main, columns.borders[0]):
            kept.append(place)
            continue
        above, last = heads.get((place.left, place.right), (place, place))
        if last.row < place.row and 0 < tops[_key(place)] - tops[_key(last)] <= _WRAP * rows[place.row].main.size:
            above = replace(above, text=f"{above.text}\n{place.text}")
        elif last.row < place.row:
            kept.append(above)
            above = place
        heads[place.left, place.right] = (above, place)
    return [*kept, *(place for place, _ in heads.values())]


def _tilings(pieces: Sequence[Piece], columns: Columns, start: int) -> Iterator[list[tuple[int, int]]]:
    """Every way to give the pieces runs of columns that they are centred on and that leave no column between them."""
    if not pieces:
        yield []
        return
    starts = range(start, len(columns.middles)) if start == 0 else (start,)
    for first in starts:
        for last in range(first + 1, len(columns.middles) + 1):
            if abs(columns.center(first, last) - _center(pieces[0])) > _OFF * columns.width():
                continue
            if last - first > 1 and pieces[0].box.left < columns.borders[first] - columns.width():
                continue
            yield from ([(first, last), *rest] for rest in _tilings(pieces[1:], columns, last))
