"""Numbers broken over lines (断行的数) in tables without ruling lines: pieces of one row that look like rows.

A line of numbers that has no label beside it and lies as close to another as the lines of one cell is a piece of that
row: its numbers are put together with those above or below them, which makes them neither, and told as unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from ingest.containers.pdfs.labels import is_numbered, labels_of, left_of, right_of
from ingest.containers.pdfs.shapes import Box, Line
from ingest.containers.pdfs.values import VALUE, numbers_of, overlap, together

_PITCH = 2.2  # of the letters' size: the lines of one cell lie no farther apart
_ON = 0.1  # of the letters' size: no two rows reach farther into each other
_CLEARLY = 0.8  # of the other's distance: a line is nearer than that to the row whose piece it is
_MOSTLY = 0.6  # of the rows that have labels: so many numbered ones, and a label without a number is none of its own
_BETWEEN = 3  # lines of a label may lie between two of a number
_SIGNS = frozenset("+-－＋±增减")


def whole_rows(lines: Sequence[Line], edge: float) -> list[Line]:
    """The lines, pieces of rows put to their rows; a piece on which two have an equal claim makes both unreadable."""
    found = _with_cut_labels(_apart(lines, edge), edge)
    settled: set[Box] = set()
    while (piece := _next_piece(found, edge, settled)) is not None:
        number, near = piece
        if len(near) == 1:
            found = _put_together(found, *sorted((number, near[0])))
        else:
            settled.add(found[number].box)
            for other in near:
                found[other] = _doubted(found[other], found[number])
    return found


def _apart(lines: Sequence[Line], edge: float) -> list[Line]:
    """The lines, those put together that reach into each other: no two rows lie so close, whatever stands beside."""
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        if above is not None and _is_on(above, line) and _have_numbers(above, line, edge):
            kept[-1] = together(above, line)
        else:
            kept.append(line)
    return kept


def _have_numbers(above: Line, below: Line, edge: float) -> bool:
    """Have both lines something under the columns, one of them a number?"""
    are_values = right_of(above, edge) and right_of(below, edge)
    return bool(are_values and (numbers_of(above, edge) or numbers_of(below, edge)))


def _is_on(above: Line, below: Line) -> bool:
    return below.box.top < above.box.bottom - _ON * min(above.size, below.size)


def _with_cut_labels(lines: Sequence[Line], edge: float) -> list[Line]:
    """Lines whose label has no number, in a table of numbered ones, as pieces of the numbered row above them."""
    labelled = [line for line in lines if numbers_of(line, edge) and left_of(line, edge)]
    if sum(_is_numbered(line, edge) for line in labelled) <= _MOSTLY * len(labelled):
        return list(lines)
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        is_piece = numbers_of(line, edge) and left_of(line, edge) and not _is_numbered(line, edge)
        if above is not None and is_piece and numbers_of(above, edge) and _distance(above, line) <= _PITCH * line.size:
            kept[-1] = together(above, line)
        else:
            kept.append(line)
    return kept


def _is_numbered(line: Line, edge: float) -> bool:
    return any(is_numbered(piece.text) for piece in left_of(line, edge))


def _next_piece(lines: Sequence[Line], edge: float, settled: Set[Box]) -> tuple[int, list[int]] | None:
    """A line of numbers without a label, and the rows near it that it may be a piece of."""
    with_values = [number for number, line in enumerate(lines) if numbers_of(line, edge) or _is_of_signs(line, edge)]
    others = [number for number in range(len(lines)) if number not in with_values and left_of(lines[number], edge)]
    labels = labels_of(lines, with_values, others, edge)
    for number in with_values:
        near = _near(lines, number, with_values)
        if number not in labels.own and lines[number].box not in settled and near:
            return number, near if labels.own else near[:1]
    return None


def _is_of_signs(line: Line, edge: float) -> bool:
    """Is it a line of nothing but signs, which numbers below it may have lost?"""
    return line.box.left > edge and all(piece.text in _SIGNS for piece in line.pieces)


def are_broken(lines: Sequence[Line]) -> bool:
    """Has text that is no part of a table lines of nothing but numbers, as close to others as the lines of a cell?"""
    ordered = sorted(lines, key=lambda line: line.box.top)
    return any(
        abs(_distance(one, other)) <= _PITCH * one.size
        and (_are_numbers(one) or _are_numbers(other))
        and _has_number(one)
        and _has_number(other)
        for step in range(1, _BETWEEN + 1)
        for one, other in zip(ordered, ordered[step:], strict=False)
    )


def _are_numbers(line: Line) -> bool:
    return all(VALUE.fullmatch(piece.text) for piece in line.pieces)


def _has_number(line: Line) -> bool:
    return any(VALUE.fullmatch(piece.text) for piece in line.pieces)


def _near(lines: Sequence[Line], number: int, with_values: Sequence[int]) -> list[int]:
    """The lines of values that lie near one; the nearest alone where it is so by far."""
    off = {other: abs(_distance(lines[number], lines[other])) for other in with_values if other != number}
    near = sorted((other for other in off if off[other] <= _PITCH * lines[number].size), key=lambda other: off[other])
    return near[:1] if len(near) > 1 and off[near[0]] < _CLEARLY * off[near[1]] else near[:2]


def _doubted(row: Line, piece: Line) -> Line:
    """A row, its numbers that stand under or above a piece's put together with them."""
    pieces = [
        replace(one, text="\n".join([one.text, *(other.text for other in piece.pieces if overlap(one.box, other.box))]))
        for one in row.pieces
    ]
    return replace(row, pieces=tuple(pieces))


def _put_together(lines: Sequence[Line], first: int, last: int) -> list[Line]:
    whole = together(lines[first], lines[last])
    return [whole if number == first else line for number, line in enumerate(lines) if number != last]


def _distance(above: Line, below: Line) -> float:
    return (below.box.top + below.box.bottom - above.box.top - above.box.bottom) / 2
