"""Pipe-delimited rows, as HTML-to-text converters leave them: ``规章 | 2 | 0 | 5 | |||``.

Merged cells leave their pipes at the end of the row ("residue"), and so may blank cells: trailing pipes tell how
many cells are missing, not which.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import Fragment

WRAPS = False


def recognises(line: str) -> bool:
    """Any pipe delimits."""
    return "|" in line


def cut(lines: list[tuple[int, str]]) -> Iterator[Fragment]:
    """Cells in order, each with its line; pipes before the first and after the last cell close nothing."""
    for number, line in lines:
        cells = line.strip().split("|")
        if not cells[0].strip() and len(cells) > 1:
            cells = cells[1:]
        if not cells[-1].strip() and len(cells) > 1:
            cells = cells[:-1]
        for position, cell in enumerate(cells):
            yield Fragment(cell.strip(" *#\t"), number, "cell" if position else "row", "pipes")
