"""Tables in text (文本中的表格): the lines of a text → grids, each saying honestly how much of its places is known.

A text is what a converter left of a table. Lines that a delimiter parts are cut by it, kind by kind; of the others the
words of the forms tell which are a table's, and white space how they hang together.

    stacked     headers of table 3 broken over lines side by side       their words made whole first
    rulers      pandoc's tables: columns by the dashes above them       exact
    delimited   a row a line, parted by tabs or pipes (TSV, Markdown)   exact where every row is of one width, else rows
    apart       lines, spaces or nothing between cells                  rows where the ends of rows show, else stream
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.containers.texts import apart, delimited, rulers, stacked
from ingest.containers.texts.broken import counting
from ingest.containers.texts.lines import Line
from ingest.model import Document, Grid, Refused
from ingest.text import fold, simplified
from ingest.transcript import MOST_CELLS, TOO_MANY

__all__ = ["Line", "grids_of", "read"]

_PAGE = "- 1 -"  # a line that nobody takes for a cell
_ESCAPED = "\\n"  # a line end within a cell, as some converters spell it out


def read(text: str) -> Document:
    """A text with its tables; its transcript is the text. Raises ``Refused`` for more cells than any report has."""
    lines = text.split("\n")
    if text.count("\t") + text.count("|") > MOST_CELLS:
        raise Refused(TOO_MANY)
    folded = simplified(fold(text)).replace(_ESCAPED, "  ").split("\n")
    return Document(tuple(lines), tuple(folded), blocks=tuple(grids_of(lines, folded)), verbatim=True)


def grids_of(printed: Sequence[str], folded: Sequence[str]) -> list[Grid]:
    """The tables of a text in reading order. ``folded``: the same lines, characters folded."""
    pages = counting(folded)
    lines = [
        Line(at, *((_PAGE, _PAGE) if at in pages else both))
        for at, both in enumerate(zip(printed, folded, strict=True), start=1)
    ]
    lines = stacked.mended(lines)
    found: list[Grid] = []
    start = at = nearest = 0
    while at < len(lines):
        table = rulers.read(lines, at)
        if table is None and at >= nearest and (rows := delimited.read(lines, at)) is not None:
            nearest, end, read = rows
            table = (end, read) if nearest == at else None
        if table is None:
            at += 1
            continue
        found += [*apart.read(lines[start:at]), *table[1]]
        start = at = table[0]
    return [*found, *apart.read(lines[start:])]
