"""One page → its blocks from top to bottom: lines of text, and tables with the place of every cell.

Lengths are points (1/72 inch) from the page's upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.containers.pdfs.fragments import are_broken
from ingest.containers.pdfs.ruled import ruled_tables
from ingest.containers.pdfs.shapes import Box, Char, Line, Part
from ingest.containers.pdfs.strokes import strokes_of
from ingest.containers.pdfs.unruled import Columns, unruled_tables
from ingest.containers.pdfs.words import chars_of, lines_of


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page's blocks from top to bottom, and its size."""

    height: float
    width: float
    blocks: list[Line | Part] = field(default_factory=list)
    last: Columns | None = None  # of its last table without ruling lines
    is_broken: bool = False  # are numbers of its text broken over lines?


def blocks(page: Any, before: Columns | None = None) -> Blocks:
    """Lines and tables of a page as pdfplumber gives it; ``before``: the columns in which the page before ended."""
    shapes = [*page.lines, *page.rects, *page.curves]
    strokes = strokes_of(page.chars, shapes)
    chars = chars_of(page, strokes)
    borders = [shape for number, shape in enumerate(shapes) if number not in strokes.shapes]
    return arranged(ruled_tables(borders, chars), chars, float(page.height), float(page.width), before)


def arranged(
    tables: list[Part], chars: list[Char], height: float, width: float, before: Columns | None = None
) -> Blocks:
    """The tables of a page, and the lines that its other characters stand on, from top to bottom."""
    rest = [char for char in chars if not any(_within(char, part.box) for part in tables)]
    loose = unruled_tables(lines_of(rest), before)
    found: list[Line | Part] = [*tables, *loose.parts, *loose.text]
    found.sort(key=lambda block: (block.box.top, block.box.left))
    broken = are_broken(loose.text)
    return Blocks(height, width, found, loose.last, broken)


def _within(char: Char, box: Box) -> bool:
    return box.left <= char.middle <= box.right and box.top <= char.center <= box.bottom
