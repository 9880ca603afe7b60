"""Tables by their ruling lines: what the lines enclose is a cell, and what a page's end leaves open is closed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.table import TableFinder, merge_edges
from pdfplumber.utils.geometry import obj_to_edges

from ingest.containers.pdfs.shapes import Box, Char, Part, Place
from ingest.containers.pdfs.words import text_of

_NEAR = 3.0  # points within which lines meet
_SHORT = 4.0  # points; shorter lines are dots and dashes
_ROWS = 2  # rows with cells side by side
_ENDS = 3  # upright lines that end together: fewer are no table


class _Page:
    """What pdfplumber's finder of tables asks of a page."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges
        self.bbox = (-1e6, -1e6, 1e6, 1e6)


def ruled_tables(page: Any, chars: Sequence[Char]) -> list[Part]:
    """The tables that a page's lines draw."""
    return tables_of(list(_drawn(page)), chars)


def tables_of(edges: list[dict[str, Any]], chars: Sequence[Char]) -> list[Part]:
    """The tables that edges, as pdfplumber has them, enclose: of at least two columns and two rows."""
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    merged = [edge for edge in merged if max(edge["width"], edge["height"]) >= _SHORT]
    if len(merged) < 4:
        return []
    whole = [*merged, *_closing(merged)]
    settings = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "edge_min_length": _SHORT}
    found = TableFinder(_Page(whole), settings).tables  # type: ignore[arg-type]
    parts = [_part(table.cells, chars) for table in found]
    return [part for part in parts if part is not None]


def _drawn(page: Any) -> Iterable[dict[str, Any]]:
    """The edges of what is drawn as a line: strokes, and areas so thin that they are one. Grounds of colour are not."""
    for shape in (*page.lines, *page.rects, *page.curves):
        if shape.get("stroke") or shape["object_type"] == "line" or min(shape["width"], shape["height"]) <= _NEAR:
            # A border that a browser bevels has slanting edges at its corners: those are neither level nor upright.
            yield from (edge for edge in obj_to_edges(shape) if edge["orientation"])


def _closing(edges: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Level lines where upright ones end together and none is drawn: a page's end cuts a table there."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("top", "bottom"):
        for ends in _together(upright, end):
            for one, other in pairwise(sorted(ends, key=lambda edge: float(edge["x0"]))):
                height = (one[end] + other[end]) / 2
                middle = (one["x0"] + other["x0"]) / 2
                if not any(abs(edge["top"] - height) <= _NEAR and edge["x0"] < middle < edge["x1"] for edge in level):
                    yield _level(one["x0"], other["x0"], height)


def _together(upright: Sequence[dict[str, Any]], end: str) -> Iterable[list[dict[str, Any]]]:
    groups: list[list[dict[str, Any]]] = []
    for edge in sorted(upright, key=lambda edge: float(edge[end])):
        if groups and edge[end] - groups[-1][-1][end] <= _NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [group for group in groups if len(group) >= _ENDS]


def _level(left: float, right: float, height: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "orientation": "h",
        "x0": left,
        "x1": right,
        "top": height,
        "bottom": height,
        "doctop": height,
        "width": right - left,
        "height": 0.0,
    }


def _part(cells: Sequence[tuple[float, float, float, float]], chars: Sequence[Char]) -> Part | None:
    """A table's cells with their texts; None for a frame around a text."""
    boxes = [Box(*cell) for cell in cells]
    columns = _steps(value for box in boxes for value in (box.left, box.right))
    rows = _steps(value for box in boxes for value in (box.top, box.bottom))
    if len(columns) < 3 or len(rows) < 3 or _rows_of_cells(boxes) < _ROWS:
        return None  # a frame, or the ground behind highlighted lines
    box = Box(columns[0], rows[0], columns[-1], rows[-1])
    inside = [char for char in chars if box.left <= char.middle <= box.right and box.top <= char.center <= box.bottom]
    places = []
    left_over = inside
    for one in sorted(boxes, key=lambda one: (one.top, one.left)):
        own = [char for char in left_over if _is_in(char, one)]
        left_over = [char for char in left_over if not _is_in(char, one)]
        first, last = _step(rows, one.top), _step(rows, one.bottom)
        places.append(Place(text_of(own), first, max(1, last - first), one.left, one.right))
    if any(place.text for place in places):
        return Part(tuple(places), box, is_exact=not left_over)
    return None


def _is_in(char: Char, box: Box) -> bool:
    return box.left <= char.middle < box.right and box.top <= char.center < box.bottom


def _rows_of_cells(boxes: Sequence[Box]) -> int:
    """The rows that have a cell beside another."""
    tops = [box.top for box in boxes for other in boxes if _is_beside(box, other)]
    return len(_steps(tops))


def _is_beside(box: Box, other: Box) -> bool:
    return abs(other.left - box.right) <= _NEAR and abs(other.top - box.top) <= _NEAR


def _steps(values: Iterable[float]) -> list[float]:
    """Values that lie close together, as one."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _NEAR / 2:
            steps.append(value)
    return steps


def _step(steps: Sequence[float], value: float) -> int:
    return min(range(len(steps)), key=lambda at: abs(steps[at] - value))
