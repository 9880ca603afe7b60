"""Files that end too soon (残缺文件): a number at the very end of a file may be the beginning of one.

>>> from ingest.model import Cell
>>> table = Grid((Cell("规章", 7, 0, 0), Cell("2", 7, 0, 1)), "rows")
>>> [cell.text for cell in marked((table,), "规章 | 2")[0].cells]
['规章', '2…']
>>> marked((table,), "特此报告") == (table,)  # something stands behind the table
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.grids.printed import Found
from ingest.grids.walk import found_in
from ingest.model import Document, Grid

_MARK = "…"


def found_to_the_end(document: Document, year: int | None) -> Found:
    """What a document's grids print; where its file ends inside a cell, that cell can't be read.

    The end of table 3 (表三) is that of many a text that is whole, its last cell a total, which its sum bears out.
    """
    found = found_in(document.grids, year)
    if not document.cut or not found.rows or _is_whole(found):
        return found
    last = next((line for line in reversed(document.lines) if line.strip()), "")
    return found_in(marked(document.grids, last), year)


def _is_whole(found: Found) -> bool:
    last = found.rows[-1]
    return last.header.table == "appeals" and len(last.printed) == len(last.header.columns)


def marked(grids: Sequence[Grid], last: str) -> tuple[Grid, ...]:
    """The grids, with a mark behind the last cell of all if a document's last printed line ends with it."""
    printed = [at for at, cell in enumerate(grids[-1].cells) if cell.text.strip()] if grids else []
    if not printed or not last.rstrip().endswith(grids[-1].cells[printed[-1]].text.strip()):
        return tuple(grids)
    cells = list(grids[-1].cells)
    cells[printed[-1]] = replace(cells[printed[-1]], text=cells[printed[-1]].text + _MARK)
    return (*grids[:-1], replace(grids[-1], cells=tuple(cells)))
