"""Zones of a page that may be tables without ruling lines: where their first and their last lines are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.containers.pdfs.shapes import Line
from ingest.containers.pdfs.values import VALUE, values_of

_HEADING = re.compile(r"[一二三四五六七八九十]、.{6,}")
_LEAST = 5  # values that make a table
_APART = 4  # lines without a value between two rows of a table, at most, lines of labels not counted
_FAR = 4.0  # of a line's height: rows lie closer than that
_LARGER = 1.15  # of the letters' size: a heading's are
_PITCH = 1.8  # of the letters' size: the lines of one label lie no farther apart


def zone(lines: Sequence[Line], at: int) -> int:
    """Where the lines that may be one table end; ``at`` itself where none begins. Lines are ordered by height."""
    if len(lines[at].pieces) < 2:
        return at  # a line of heads has several
    inside = _Inside(lines, at)
    number = at + 1
    while number < len(lines) and inside.takes(number):
        number += 1
    end = inside.end_with_label()
    return end if sum(len(values_of(line)) for line in lines[at:end]) >= _LEAST else at


def is_close(above: Line, below: Line) -> bool:
    """Do two lines lie as close as those of one label?"""
    return 0 < below.box.top - above.box.top <= _PITCH * below.size


def _is_tabular(line: Line) -> bool:
    return bool(values_of(line)) or len(line.pieces) > 2


class _Inside:
    """A zone that grows line by line."""

    def __init__(self, lines: Sequence[Line], at: int) -> None:
        self._lines = lines
        self._size = lines[at].size  # of its largest letters
        self._apart = 0
        self._edge = 0.0  # where values begin
        self.end = at
        if _is_tabular(lines[at]):
            self._take(at)

    def takes(self, number: int) -> bool:
        """Is the next line in the zone, or may one below it be?"""
        line, above = self._lines[number], self._lines[number - 1]
        if line.box.top - above.box.bottom > _FAR * line.size or line.size > _LARGER * self._size:
            return False
        if _is_tabular(line):
            self._take(number)
            return True
        if self._is_heading(number):
            return False
        self._apart += not self._is_label(line)
        return self._apart <= _APART

    def _take(self, number: int) -> None:
        line = self._lines[number]
        self.end, self._apart = number + 1, 0
        self._size = max(self._size, line.size)
        lefts = [piece.box.left for piece in values_of(line)]
        self._edge = min([self._edge or lefts[0], *lefts]) if lefts else self._edge

    def _is_label(self, line: Line) -> bool:
        return line.box.right < self._edge

    def _is_number(self, line: Line) -> bool:
        return line.box.left >= self._edge - line.size and all(VALUE.fullmatch(piece.text) for piece in line.pieces)

    def _is_heading(self, number: int) -> bool:
        """Is this a section's heading? The first line of a label looks like one, and has values below it."""
        if not _HEADING.fullmatch(self._lines[number].text):
            return False
        following = next((line for line in self._lines[number + 1 :] if len(line.pieces) > 1), None)
        return not self._is_label(self._lines[number]) or following is None or not values_of(following)

    def end_with_label(self) -> int:
        """Where the zone ends, with the lines of its last row's label, and of its broken numbers, below its values."""
        end = self.end
        while (
            self._edge
            and end < len(self._lines)
            and (self._is_label(self._lines[end]) or self._is_number(self._lines[end]))
            and is_close(self._lines[end - 1], self._lines[end])
            and not self._is_heading(end)
        ):
            end += 1
        return end
