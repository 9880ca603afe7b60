"""Lines through text (删除线) and under it: so a print of a Word file shows what its changes delete and insert.

A stroke is told from a border by its ends: they are those of the characters that it runs through.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from ingest.containers.pdfs.shapes import Char

_THICK = 2.0  # points; no stroke is thicker
_END = 0.15  # of a character's size: so near to a stroke's ends its text begins and ends
_THROUGH = (0.12, 0.6)  # of a character's size above its foot: there a stroke runs through it
_UNDER = (-0.25, 0.02)
_TOUCHES = 0.3  # of a character's size


class _Stroke(NamedTuple):
    height: float  # from the page's top
    left: float
    right: float
    shape: int  # its place among the page's shapes


@dataclass(frozen=True, slots=True)
class Strokes:
    """Of one page: which of its characters are struck or underlined, and which of its shapes strike them."""

    struck: frozenset[int] = frozenset()
    underlined: frozenset[int] = frozenset()
    shapes: frozenset[int] = field(default_factory=frozenset)


def strokes_of(chars: Sequence[dict[str, Any]], shapes: Sequence[dict[str, Any]]) -> Strokes:
    """The strokes among shapes (lines, rectangles, curves as pdfplumber has them); all by their index."""
    level = sorted(
        _Stroke((shape["top"] + shape["bottom"]) / 2, shape["x0"], shape["x1"], number)
        for number, shape in enumerate(shapes)
        if shape["height"] <= _THICK < shape["width"]
    )
    through, under = (_touched(level, chars, band) for band in (_THROUGH, _UNDER))
    return Strokes(
        frozenset(number for touched in through.values() for number in touched),
        frozenset(number for touched in under.values() for number in touched),
        frozenset(level[at].shape for at in through),
    )


def _touched(
    level: Sequence[_Stroke], chars: Sequence[dict[str, Any]], band: tuple[float, float]
) -> dict[int, list[int]]:
    """The strokes that run through a band of the height of some characters and end with these; all by their index."""
    heights = [stroke.height for stroke in level]
    found: dict[int, list[int]] = defaultdict(list)
    for number, char in enumerate(chars) if level else ():
        middle, size = (char["x0"] + char["x1"]) / 2, float(char["size"])
        foot = char["top"] + char["y1"] - char["matrix"][5]
        for at in range(bisect_left(heights, foot - band[1] * size), bisect_right(heights, foot - band[0] * size)):
            if level[at].left <= middle <= level[at].right:
                found[at].append(number)
    return {at: touched for at, touched in found.items() if _ends_with(level[at], [chars[n] for n in touched])}


def _ends_with(stroke: _Stroke, chars: Sequence[dict[str, Any]]) -> bool:
    near = _END * max(float(char["size"]) for char in chars)
    left, right = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
    return bool(abs(stroke.left - left) <= near and abs(stroke.right - right) <= near)


def settled(chars: Iterable[Char]) -> list[Char]:
    """Characters in reading order without those that are struck beside underlined ones: deleted, where others were

    inserted. What is struck without that stays, marked: nobody knows whether something else was to stand there.
    """
    kept: list[Char] = []
    runs = [(is_struck, list(run)) for is_struck, run in groupby(chars, key=lambda char: char.is_struck)]
    for number, (is_struck, run) in enumerate(runs):
        before = runs[number - 1][1][-1] if number else None
        after = runs[number + 1][1][0] if number + 1 < len(runs) else None
        if not is_struck or not any(char is not None and char.is_underlined for char in (before, after)):
            kept += run
        elif kept and _touches(kept[-1], run[0]):
            kept[-1] = kept[-1]._replace(right=max(kept[-1].right, run[-1].right))
        elif after is not None and _touches(run[-1], after):
            beside = [char.left for char in run if after.top < char.center < after.bottom]
            runs[number + 1][1][0] = after._replace(left=min(beside, default=after.left))
    return kept


def _touches(before: Char, char: Char) -> bool:
    return before.top < char.center < before.bottom and char.left - before.right <= _TOUCHES * char.size
