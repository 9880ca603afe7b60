"""How much rows of cells tell (行宽): exact where nothing speaks against it that each cell stands in its column."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.containers.texts.lines import Row, cells_of, is_number, is_words
from ingest.containers.texts.merged import placed
from ingest.model import Grid


def grids(rows: Sequence[Row], *, squeezing: bool) -> list[Grid]:
    """Rows as one grid, or as one for each header where only some of them are exact.

    ``squeezing``: what printed the rows may have moved blank cells to the end of their row.
    """
    keeps = any(map(_keeps_blanks, rows))
    squeezing = squeezing and not keeps
    padded = _padded(rows) if keeps else rows
    rows = padded if is_exact(padded, squeezing=squeezing) else rows
    parts = _parts(rows)
    places = [is_exact(part, squeezing=squeezing) for part in parts]
    if not all(places):
        places = [exact and not _is_chance(part) for part, exact in zip(parts, places, strict=True)]
    if is_exact(rows, squeezing=squeezing):
        return [Grid(placed(rows), "exact")]
    if not any(places):
        return [Grid(cells_of(rows), "rows", squeezing)]
    return [
        Grid(placed(part), "exact") if exact else Grid(cells_of(part), "rows", squeezing)
        for part, exact in zip(parts, places, strict=True)
    ]


def is_exact(rows: Sequence[Row], *, squeezing: bool) -> bool:
    """Are the rows of one width, words and numbers in columns of their own, each column of numbers under a header?"""
    wide = [row.cells for row in rows if len(row.cells) > 1]
    if len({len(cells) for cells in wide}) != 1 or len(wide) < 2:
        return False
    if squeezing and _may_be_squeezed(wide):
        return False
    return all(_is_sound(part) for part in _parts(rows))


def _is_chance(rows: Sequence[Row]) -> bool:
    """May a single row with blanks be as wide as its header by chance, where rows elsewhere have other widths?"""
    body = [row.cells for row in rows if _has_number(row)]
    return len(body) == 1 and "" in body[0]


def _is_sound(rows: Sequence[Row]) -> bool:
    """Has no column words beside numbers, and every column of numbers a header right above?"""
    body = [row.cells for row in rows if _has_number(row) and len(row.cells) > 1]
    header = [row.cells for row in rows if not _has_number(row)]
    for column in range(max((len(cells) for cells in body), default=0)):
        below = [cells[column] for cells in body if column < len(cells)]
        numbers = any(map(is_number, below))
        if numbers and (any(map(is_words, below)) or not any(column < len(one) and one[column] for one in header)):
            return False
    return True


def _may_be_squeezed(wide: Sequence[Sequence[str]]) -> bool:
    """Does a row of numbers end in a blank cell? Elsewhere in the row it may have been, too."""
    return any(cells[-1] == "" for cells in wide if any(map(is_number, cells)))


def _keeps_blanks(row: Row) -> bool:
    """Does a header have blank cells before its words, where merged ones would have left theirs at the end?"""
    words = [at for at, cell in enumerate(row.cells) if cell]
    return len(words) > 1 and not _has_number(row) and words[-1] >= len(words)


def _padded(rows: Sequence[Row]) -> list[Row]:
    """Headers as wide as the rows below them: what is missing at their end are merged cells."""
    widths = {len(row.cells) for row in rows if _has_number(row) and len(row.cells) > 1}
    width = max(widths) if len(widths) == 1 else 0
    return [
        row
        if _has_number(row) or not 1 < len(row.cells) < width
        else row._replace(cells=[*row.cells, *[""] * (width - len(row.cells))], lines=_stretched(row, width))
        for row in rows
    ]


def _stretched(row: Row, width: int) -> list[int]:
    return [*row.lines, *[row.line] * (width - len(row.cells))] if row.lines else []


def _has_number(row: Row) -> bool:
    return any(map(is_number, row.cells))


def _parts(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows cut before each header: words, no number, reaching over where numbers stand above."""
    parts: list[list[Row]] = [[]]
    first = None  # the column in which numbers begin above
    for row in rows:
        if _has_number(row):
            start = next(at for at, cell in enumerate(row.cells) if is_number(cell))
            first = start if first is None else min(first, start)
        elif first is not None and any(map(is_words, row.cells[first:])) and sum(map(is_words, row.cells)) > 1:
            parts.append([])
            first = None
        parts[-1].append(row)
    return parts
