"""What a page is made of, once the drawing instructions are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, in points from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Char(NamedTuple):
    """One printed character."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_apart: bool = False  # a blank is printed before it
    is_struck: bool = False  # a line is drawn through it
    is_underlined: bool = False

    @property
    def middle(self) -> float:
        """Halfway between left and right."""
        return (self.left + self.right) / 2

    @property
    def center(self) -> float:
        """Halfway between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand close together on a line."""

    text: str
    box: Box
    words: tuple[Piece, ...] = ()  # where narrower gaps part it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its pieces from left to right, parted by wide gaps."""

    pieces: tuple[Piece, ...]
    box: Box
    size: float  # of its characters

    @property
    def text(self) -> str:
        """The line, a blank between its pieces."""
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a table's part, its place by the part's own rows and by points across the page."""

    text: str  # its lines parted by line ends
    row: int
    rows: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Part:
    """A table, or what of it stands on one page."""

    places: tuple[Place, ...]
    box: Box
    is_exact: bool = True  # are the places those of ruling lines, or of words that stand clearly under one another?

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((place.row + place.rows for place in self.places), default=0)


def agree(borders: Sequence[float], others: Sequence[float], near: float) -> bool:
    """May a row with these upright borders stand under one with those? One of the two has to have all of the other's,
    as far as they reach alike: a head over several columns has fewer, a row of parts has more.

    >>> agree([0, 60, 90], [0, 60, 75, 90], 3), agree([0, 60, 90], [0, 61, 90], 3), agree([0, 60, 90], [0, 40, 90], 3)
    (True, True, False)
    """
    if not borders or not others:
        return True
    left, right = max(borders[0], others[0]) - near, min(borders[-1], others[-1]) + near
    here, there = ([at for at in side if left <= at <= right] for side in (borders, others))
    return _has_all(here, there, near) or _has_all(there, here, near)


def _has_all(borders: Sequence[float], others: Sequence[float], near: float) -> bool:
    return all(any(abs(at - other) <= near for at in borders) for other in others)
