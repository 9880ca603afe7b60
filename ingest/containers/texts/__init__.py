"""Tables in text (文本中的表格): the lines of a text → grids, each saying honestly how much of its places is known.

A text is what a converter left of a table. Runs of lines that one kind of delimiter parts are cut here, kind by kind
(a module each); what no delimiter parts stays prose. Nothing here knows what a row or a column means.

    rulers      pandoc's tables: columns by the dashes above them       exact
    delimited   a row a line, parted by tabs or pipes (TSV, Markdown)   exact where every row is of one width, else rows
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.containers.texts import delimited, rulers
from ingest.containers.texts.lines import Line
from ingest.model import Grid

__all__ = ["Line", "grids_of"]


def grids_of(printed: Sequence[str], folded: Sequence[str]) -> Iterator[Grid]:
    """The tables of a text in reading order. ``folded``: the same lines, characters folded."""
    lines = [Line(at, *both) for at, both in enumerate(zip(printed, folded, strict=True), start=1)]
    at = 0
    while at < len(lines):
        for kind in (rulers, delimited):
            found = kind.read(lines, at)
            if found is not None:
                at, grids = found
                yield from grids
                break
        else:
            at += 1
