"""Matching (对表): a document's fragments → rows as printed, anchored on labels.

A value belongs to the row label before it and the column header above it; delimiters only say where cells end. The
reader walks the fragments once and collects ``Drawn`` rows: a code, its cells in printed order, its line. Which form
they follow, which column each cell belongs to and what number it holds is decided afterwards (``tables``).

Labels may be cut: over cells, lines and pages, before and after their own values. What stands between the rows of a
table and is no label of any form is kept as a ``Stray``.
"""

from __future__ import annotations

from ingest.match.captions import captions
from ingest.match.drawing import BLANK, STREAMS, Drawing, Drawn, HeaderCell, Stray
from ingest.match.gaps import fill
from ingest.match.reader import Reader
from ingest.model import Document
from ingest.text import MARKED_BLANK

__all__ = ["STREAMS", "Drawing", "Drawn", "HeaderCell", "Stray", "draw"]


def draw(document: Document) -> Drawing:
    """Everything that a document's tables print, with its lines; whatever the form.

    A label without cells that stands again with cells (a menu's 行政许可, a header's) was no row; a table of labels
    alone has no rows at all.
    """
    drawing = Reader(document.fragments).read()
    fill(drawing, document)
    _unmark(drawing)
    drawing.captions = captions(document)
    if drawing.channels and drawing.appeals:
        header = document.folded[min(drawing.channels.values()) : drawing.appeals[-1][0]]
        drawing.residue = any(line.lstrip().startswith("||") for line in header)
    drawing.inline = any(document.folded[line - 1].lstrip().startswith("|") for line in drawing.channels.values())
    printed = {(row.table, row.code) for row in drawing.rows if row.cells}
    tables = {table for table, _ in printed}
    for row in drawing.rows:
        if row.table not in tables:
            drawing.bare.setdefault(row.table, set()).add(row.code)
    drawing.rows = [
        row for row in drawing.rows if row.cells or (row.table in tables and (row.table, row.code) not in printed)
    ]
    if any(row.made == "lines" for row in drawing.rows):
        lines = [line.strip() for line in document.folded if line.strip()]
        drawing.no_repeats = len(set(lines)) == len(lines)
    return drawing


def _unmark(drawing: Drawing) -> None:
    """Take out what is no cell of its row: the blank that opens the next, and unmarked blanks where they are marked."""
    for row in drawing.rows:
        opens = row.made == "piped" and row.lends and drawing.opens_rows(row.table)
        if opens and row.cells and row.cells[-1] in BLANK:
            row.cells.pop()
    marking = {row.table for row in drawing.rows if MARKED_BLANK in row.cells}
    for row in drawing.rows:
        if row.table in marking:
            printed = len(row.cells)
            row.made, row.cells = _unmarked(row.made, row.cells)
            row.residue = printed - len(row.cells)
            row.header_width -= row.header_residue if row.made == "marked" else 0
    drawing.appeals = [
        (line, *_unmarked(made, cells)) if MARKED_BLANK in cells else (line, made, cells)
        for line, made, cells in drawing.appeals
    ]


def _unmarked(made: str, cells: list[str]) -> tuple[str, list[str]]:
    if made == "pipes":
        while cells and not cells[-1]:
            cells = cells[:-1]
        made = "marked"
    return made, ["" if cell == MARKED_BLANK else cell for cell in cells]
