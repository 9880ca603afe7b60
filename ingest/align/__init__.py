"""Alignment (对位): which column a value belongs to, when a row prints fewer or more values than it has columns.

Where a layout keeps a cell's place, that place stands, right or wrong: a source's own mistake survives as printed.
Where the place was lost, every reading in printed order is listed (``readings``), and the form's own sums decide
over all lost rows of a table at once (``joint``). What a sum says stands in ``sums``.
"""

from __future__ import annotations

from ingest.align.joint import place
from ingest.align.readings import Cells, glued
from ingest.align.sums import UNKNOWN, Number, holds, numbers
from ingest.align.totals import of_one_habit, of_printed_totals
from ingest.align.work import Work

__all__ = [
    "UNKNOWN",
    "Cells",
    "Number",
    "Work",
    "glued",
    "holds",
    "numbers",
    "of_one_habit",
    "of_printed_totals",
    "place",
]
