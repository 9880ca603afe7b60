"""Tables by their ruling lines: what the lines enclose is a cell, and what a page's end leaves open is closed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.table import TableFinder, merge_edges
from pdfplumber.utils.geometry import obj_to_edges

from ingest.containers.pdfs.breaks import without_strips
from ingest.containers.pdfs.outlines import cells_by_ground, is_dash, level_edge, lines_of_dashes
from ingest.containers.pdfs.shapes import Box, Char, Part, Place, agree
from ingest.containers.pdfs.values import around
from ingest.containers.pdfs.words import is_broken_number, text_of

_NEAR = 3.0  # points within which lines meet
_SHORT = 4.0  # points; shorter lines are dots and dashes
_HEADS = 3  # cells of a row that heads groups of columns, at most
_ENDS = 3  # upright lines that end together: fewer are no table


class _Page:
    """What pdfplumber's finder of tables asks of a page."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges
        self.bbox = (-1e6, -1e6, 1e6, 1e6)


def ruled_tables(shapes: Sequence[dict[str, Any]], chars: Sequence[Char]) -> list[Part]:
    """The tables that a page's lines, rectangles and curves draw."""
    return tables_of(list(_drawn(shapes)), chars)


def tables_of(edges: list[dict[str, Any]], chars: Sequence[Char]) -> list[Part]:
    """The tables that edges, as pdfplumber has them, enclose: of at least two columns.

    A table may have one row: the end of a page cuts others off.
    """
    return [part for band in _bands(edges) for part in _tables_of_band(band, chars)]


def _bands(edges: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """The edges of tables that stand one below another, each by itself: borders of two tables are no one line."""
    band: list[dict[str, Any]] = []
    until = 0.0
    for edge in sorted(edges, key=lambda edge: float(edge["top"])):
        if band and edge["top"] > until + _NEAR:
            yield band
            band = []
        until = max(until, float(edge["bottom"])) if band else float(edge["bottom"])
        band.append(edge)
    if band:
        yield band


def _tables_of_band(edges: list[dict[str, Any]], chars: Sequence[Char]) -> Iterable[Part]:
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    merged = [edge for edge in merged if max(edge["width"], edge["height"]) >= _SHORT]
    if len(merged) < 4:
        return
    whole = [*merged, *_closing(merged)]
    settings = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "edge_min_length": _SHORT}
    for table in TableFinder(_Page(whole), settings).tables:  # type: ignore[arg-type]
        yield from _parts([Box(*cell) for cell in table.cells], chars)


def _drawn(shapes: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The edges of what is drawn as a line: strokes, areas so thin that they are one, dashes, what parts grounds."""
    own = [shape for shape in shapes if not is_dash(shape) or shape["object_type"] == "line"]
    yield from lines_of_dashes(shapes)
    for shape in (*filter(_is_line, own), *cells_by_ground(own)):
        # A border that a browser bevels has slanting edges at its corners: those are neither level nor upright.
        yield from (edge for edge in obj_to_edges(shape) if edge["orientation"])


def _is_line(shape: dict[str, Any]) -> bool:
    is_stroke = bool(shape.get("stroke")) or shape["object_type"] == "line"
    return is_stroke or min(shape["width"], shape["height"]) <= _NEAR


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
                    yield level_edge(one["x0"], other["x0"], height)


def _together(upright: Sequence[dict[str, Any]], end: str) -> Iterable[list[dict[str, Any]]]:
    groups: list[list[dict[str, Any]]] = []
    for edge in sorted(upright, key=lambda edge: float(edge[end])):
        if groups and edge[end] - groups[-1][-1][end] <= _NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [group for group in groups if len(group) >= _ENDS]


def _parts(boxes: Sequence[Box], chars: Sequence[Char]) -> Iterable[Part]:
    """The tables that touching cells make, with their texts; none for a frame around a text."""
    columns = _steps(value for box in boxes for value in (box.left, box.right))
    rows = _steps(value for box in boxes for value in (box.top, box.bottom))
    if len(columns) < 3 or len(rows) < 2 or not _has_cells_side_by_side(boxes):
        return  # a frame, or the ground behind highlighted lines
    by_row = [
        sorted((box for box in boxes if _step(rows, box.top) == n), key=lambda box: box.left) for n in range(len(rows))
    ]
    for first, last in _tables(by_row, rows):
        part = _part(by_row[first:last], rows[first : last + 1], chars)
        if part is not None:
            yield part


def _tables(by_row: Sequence[Sequence[Box]], edges: Sequence[float]) -> Iterable[tuple[int, int]]:
    """Where tables begin and end that touch: a row whose upright lines don't go on those above belongs to another,

    unless a cell reaches from those above into it.
    """
    lines = [_steps(value for box in row for value in (box.left, box.right)) for row in by_row]
    until = [max((_step(edges, box.bottom) for box in row), default=0) for row in by_row]
    start, borders = 0, list[float]()
    for number, own in enumerate(lines):
        if not agree(borders, own, _NEAR) and max(until[:number], default=0) <= number:
            first = number
            while first - 1 > start and len(by_row[first - 1]) <= _HEADS and agree(own, lines[first - 1], _NEAR):
                first -= 1  # heads over several columns are those of what follows
            yield start, first
            start, borders = first, []
        borders = _steps([*borders, *own])
    yield start, len(by_row)


def _part(by_row: Sequence[Sequence[Box]], edges: Sequence[float], chars: Sequence[Char]) -> Part | None:
    boxes = [box for row in by_row for box in row]
    if not boxes:
        return None
    box = around(boxes)._replace(top=boxes[0].top)
    inside = [char for char in chars if _is_on(char, box)]
    places: list[Place] = []
    for number, row in enumerate(by_row):
        texts, inside = _texts(row, inside)
        for one, text in zip(row, texts, strict=True):
            last = min(_step(edges, one.bottom), len(by_row)) if len(edges) > 1 else number + 1
            places.append(Place(text, number, max(1, last - number), one.left, one.right))
    return Part(tuple(without_strips(places)), box, is_exact=not inside) if any(p.text for p in places) else None


def _texts(row: Sequence[Box], chars: Sequence[Char]) -> tuple[list[str], list[Char]]:
    """The texts of a row's cells, and the characters that stand in none of them.

    A number that is broken over lines is put together where another stands on one line: then the row is no two rows.
    """
    texts: list[str] = []
    are_broken: list[bool] = []
    rest = list(chars)
    for one in row:
        own = [char for char in rest if _is_in(char, one)]
        rest = [char for char in rest if not _is_in(char, one)]
        texts.append(text_of(own))
        are_broken.append(is_broken_number(own, one.right - one.left))
    if any(text.isdecimal() for text in texts):
        texts = [t.replace("\n", "") if broken else t for t, broken in zip(texts, are_broken, strict=True)]
    return texts, rest


def _is_on(char: Char, box: Box) -> bool:
    return box.left <= char.middle <= box.right and box.top <= char.center <= box.bottom


def _is_in(char: Char, box: Box) -> bool:
    return box.left <= char.middle < box.right and box.top <= char.center < box.bottom


def _has_cells_side_by_side(boxes: Sequence[Box]) -> bool:
    return any(_is_beside(box, other) for box in boxes for other in boxes)


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
