"""What looks like ruling lines on a page and is drawn otherwise: rows of dashes, gaps between the grounds of cells.

Shapes and edges are pdfplumber's: ``dict`` with ``x0, x1, top, bottom, width, height`` in points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

Shape = dict[str, Any]

_THIN = 3.0  # points; no line is thicker, and no gap between the grounds of two cells is wider
_DASH = 8.0  # points; no dash is longer
_GAP = 4.5  # points; dashes of one line lie no farther apart
_DASHES = 4  # fewer are no line
_TOUCHING = 0.2  # points; grounds that lie closer show nothing between them
_GROUNDS = 8  # fewer that lie side by side are no table


def level_edge(left: float, right: float, height: float) -> Shape:
    """A level edge as pdfplumber has it."""
    return _edge("h", left, right, height, height)


def _edge(orientation: str, left: float, right: float, top: float, bottom: float) -> Shape:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": right - left,
        "height": bottom - top,
    }


def is_dash(shape: Shape) -> bool:
    """Is a shape so small that it draws a line only with others?"""
    return bool(max(shape["width"], shape["height"]) <= _DASH and min(shape["width"], shape["height"]) <= _THIN)


def lines_of_dashes(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """The edges that rows of dashes and dots draw; a dot on a crossing is one of both lines."""
    dashes = [shape for shape in shapes if is_dash(shape)]
    for left, right, height in _runs(dashes, "x0", "x1", "top", "bottom"):
        yield level_edge(left, right, height)
    for top, bottom, at in _runs(dashes, "top", "bottom", "x0", "x1"):
        yield _edge("v", at, at, top, bottom)


def _runs(dashes: Iterable[Shape], start: str, end: str, side: str, other: str) -> Iterator[tuple[float, float, float]]:
    """Where dashes that stand in one line begin and end, and how far from the page's edge that line runs."""
    lines: dict[float, list[Shape]] = defaultdict(list)
    for dash in dashes:
        if dash[other] - dash[side] <= _THIN:
            lines[round(dash[side] + dash[other])].append(dash)
    for run in lines.values():
        run.sort(key=lambda dash: float(dash[start]))
        first = 0
        for number in range(1, len(run) + 1):
            if number < len(run) and run[number][start] - run[number - 1][end] <= _GAP:
                continue
            if number - first >= _DASHES and run[number - 1][end] - run[first][start] > _DASH:
                yield run[first][start], run[number - 1][end], (run[first][side] + run[first][other]) / 2
            first = number


def cells_by_ground(shapes: Sequence[Shape]) -> list[Shape]:
    """The grounds of cells between which a lighter or darker one shows as lines; none where they touch (stripes)."""
    grounds = [
        shape for shape in shapes if shape["object_type"] == "rect" and min(shape["width"], shape["height"]) > _THIN
    ]
    grounds.sort(key=lambda ground: (round(ground["top"]), ground["x0"]))
    beside = 0
    for _, row in groupby(grounds, key=lambda ground: round(ground["top"])):
        beside += sum(_TOUCHING < right["x0"] - left["x1"] <= _THIN for left, right in pairwise(row))
    return grounds if beside >= _GROUNDS else []
