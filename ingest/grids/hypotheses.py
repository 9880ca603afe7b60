"""Hypotheses (假设) of what a writer does everywhere in a table with its blank cells, where their places are lost.

A row that lost its places is a run of cells behind its label. Blanks may be *kept*, the values standing in a window of
the run: so many cells behind the label, or in a fixed column of the printed row, or so many before the row's end. They
may be moved to the *end*, or be *dropped*; the digits of all columns may be *glued*. A hypothesis that can't explain
the rows of a table is out; a cell is certain where all that are left agree.

>>> rows = [Run(("3", "", "5", ""), 3), Run(("", "1", "0", ""), 3)]
>>> [sorted(readings) for readings in explained(rows)]                # a blank between two numbers: blanks are kept
[[('3', '', '5')], [('', '1', '0')]]
>>> sorted(explained([Run(("3", "5", ""), 3, shifted=True)])[0])      # nothing tells whether they are
[('', '3', '5'), ('3', '', '5'), ('3', '5', '')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from ingest.align.readings import glued_without_total
from ingest.align.work import Work
from ingest.text import fold
from ingest.values import read_count

Reading = tuple[str, ...]  # the text of each column, "" for a blank
Readings = frozenset[Reading]
NOTHING: Readings = frozenset()

_BESIDE = 12  # cells of residue that may stand on one side of the values
_EVIDENCE = 7  # columns; fewer digits may be one for each by chance
_FEW_OF = 10  # of so many rows one may have lost a cell
_WIDER = 8  # of so many rows no more than one may have a cell too many
_MOSTLY = 0.7  # of the rows
_MERGED = 4  # blanks behind a number that may stand over them, too
_SOME = 4  # rows; fewer have lost or gained a cell each for itself
SPREAD, GLUED, GLUED_WITH_BLANKS = "…", "⋯", "⋰"  # before the cells of a reading that stands for many
WIDEST = 9  # columns of a row whose readings are listed; wider rows come in groups
_LONGEST = 9  # digits of a count
_SPARE = 2  # cells that a row may have beyond its columns: a page's number, a serial number


class Run(NamedTuple):
    """The cells behind a label, the number of columns, and how many cells stand before them (None: unknown)."""

    cells: tuple[str, ...]
    columns: int
    depth: int | None = None
    shifted: bool = False  # may what printed it have moved its blank cells to its end?
    filled: bool = False  # does its table show blanks where merged cells reach?

    @property
    def printed(self) -> tuple[str, ...]:
        """The cells that are not blank."""
        return tuple(cell for cell in self.cells if cell)


Hypothesis = Callable[[Run], Readings]  # no reading: it can't explain the row


def explained(rows: Sequence[Run], *, blanks: bool = False) -> list[Readings]:
    """For each row of a table the readings that the hypotheses left allow; none where nothing is known of it.

    ``blanks``: the page leaves cells blank elsewhere, so that glued digits need not be one for each column.
    """
    telling = _unmerged([row for row in rows if row.cells])
    left = _left(telling, blanks or not all(row.cells for row in rows))
    if _is_wider(telling) and not left:
        return [NOTHING] * len(rows)
    found = []
    for row in rows:
        readings = [hypothesis(row) for hypothesis in left]
        if not readings or not all(readings) or not _has_its_length(row, telling):
            readings.append(_any(row))
        if _may_be_merged(row):
            readings.append(frozenset({("",) * row.columns}))
        found.append(frozenset().union(*readings))
    return found


def _may_be_merged(row: Run) -> bool:
    """Is a row's first value its only one, before more blanks than it would leave out? One cell over all its columns,
    whose number is no column's, looks like that where the merged cells' places are filled with blanks."""
    return row.filled and len(row.printed) == 1 and bool(row.cells[0]) and len(row.cells) > _MERGED


def _is_full(row: Run) -> bool:
    """Is a value printed for every column?"""
    return len(row.printed) == row.columns and not _has_gap(row)


def _has_its_length(row: Run, rows: Sequence[Run]) -> bool:
    """Has a row as many cells as those that print every value, which show what stands beside them, or as its like have?

    One that is shorter or longer has lost a cell, or gained one, and what is blank at its end may be none of its own.
    """
    full = [one for one in rows if _is_full(one)]
    if not full or not row.printed or _is_full(row) or len(row.cells) <= len(row.printed):
        return True
    alike = [len(one.cells) for one in rows if (one.depth, one.columns) == (row.depth, row.columns) and one.printed]
    if alike.count(len(row.cells)) >= max(_SOME, len(alike) * _MOSTLY):
        return True
    return any(
        len({size(one) for one in full}) == 1 and size(row) == size(full[0])
        for size in (
            lambda one: len(one.cells) - one.columns,  # so many cells beside the values
            lambda one: len(one.cells),
            lambda one: len(one.cells) + (one.depth or 0),  # the whole row, the cells of its labels too
        )
    )


def _unmerged(rows: Sequence[Run]) -> Sequence[Run]:
    """The rows without those of a single cell over all columns, where the others show that blanks are kept."""
    others = [row for row in rows if len(row.cells) > 1 or row.columns == 1]
    return others if sum(map(_has_gap, others)) >= _SOME else rows


def _is_wider(rows: Sequence[Run]) -> bool:
    """Have many rows more cells than there are columns: one that the header doesn't name, nobody knows where?"""
    full = sum(len(row.printed) > row.columns for row in rows)
    long = sum(len(row.cells) > row.columns for row in rows)
    return (full >= _SOME and full * _WIDER > len(rows)) or (long >= _SOME and long * 2 > len(rows))


def _left(rows: Sequence[Run], blanks: bool) -> list[Hypothesis]:
    """The hypotheses that explain every row; where none does, those that fail in few."""
    failures = [(sum(not hypothesis(row) for row in rows), hypothesis) for hypothesis in _hypotheses(rows, blanks)]
    allowed = 0 if any(not failed for failed, _ in failures) else len(rows) // _FEW_OF
    left = [hypothesis for failed, hypothesis in failures if failed <= allowed]
    if any(row.shifted and not any(row.cells[len(row.printed) :]) for row in rows if row.printed):
        return left
    return [hypothesis for hypothesis in left if _is_steady(rows, hypothesis)] or left


def _is_steady(rows: Sequence[Run], hypothesis: Hypothesis) -> bool:
    """Do all rows, long and short ones, then print the same columns, which they would not by chance?"""
    readings = [hypothesis(row) for row in rows if row.printed]
    columns = {tuple(map(bool, reading)) for found in readings for reading in found}
    long = len({len(row.cells) for row in rows if row.printed}) > 1
    return len(columns) == 1 and len(readings) >= _SOME and long and all(len(found) == 1 for found in readings)


def _hypotheses(rows: Sequence[Run], blanks: bool) -> Iterator[Hypothesis]:
    """All that the cells of these rows leave room for."""
    surplus = {len(row.cells) - row.columns for row in rows}
    spare = min(_BESIDE, max(surplus, default=0))
    for beside in range(spare + 1):
        yield from _so_many_behind(rows, beside)
    depths = {row.depth for row in rows}
    known = sorted(depth for depth in depths if depth is not None)
    if len(known) == len(depths) > 1:
        yield from (_in_column(start) for start in range(known[-1], known[-1] + spare + 1))
    if len(surplus) > 1:
        yield from (_before_end(beside) for beside in range(spare + 1))
    yield _dropped
    if _are_single(rows):
        yield _glued(blanks=blanks or not _prints_all(rows))


def _so_many_behind(rows: Sequence[Run], beside: int) -> Iterator[Hypothesis]:
    """The values begin so many cells behind the label, blanks kept or moved to the end."""
    yield _behind(beside, numbered=bool(beside) and _is_serial([row.cells[beside - 1 : beside] for row in rows]))
    if any(row.shifted for row in rows):
        yield _ended(beside, alone=sum(map(_has_gap, rows)) == 1)


# --- kept -----------------------------------------------------------------------------------------------------------


def _window(row: Run, start: int, numbered: bool = False) -> Readings:
    """The values in a window of the run, nothing beside it; of a run of blanks alone nobody need count them."""
    if not row.printed:
        return frozenset({("",) * row.columns})
    end = start + row.columns
    before = row.cells[: max(0, start - numbered)]
    if start < 0 or len(row.cells) < end or any(before) or any(row.cells[end:]):
        return NOTHING
    return frozenset({row.cells[start:end]})


def _behind(beside: int, *, numbered: bool) -> Hypothesis:
    """Blanks kept, so many cells between label and values, the last of them a running number or blank like all."""
    return lambda row: _window(row, beside, numbered)


def _in_column(start: int) -> Hypothesis:
    """Blanks kept, the values in the same columns of every printed row, however many labels stand before them."""
    return lambda row: _window(row, start - (row.depth or 0))


def _before_end(beside: int) -> Hypothesis:
    """Blanks kept, so many cells behind the values; where some before them are nobody's, a blank first cell may be."""

    def read(row: Run) -> Readings:
        found = _window(row, len(row.cells) - row.columns - beside)
        return spread(row.printed, row.columns) if any(not one[0] and any(one) for one in found) else found

    return read


def _is_serial(cells: Sequence[Sequence[str]]) -> bool:
    """Do the cells at one place number the rows, from 1 in each part of the table?"""
    numbers = [read_count(cell).number for one in cells for cell in one]
    follow = all(b == 1 or (a is not None and b == a + 1) for a, b in pairwise(numbers))
    return len(numbers) == len(cells) > 1 and follow and numbers[0] is not None


# --- moved, dropped, glued ------------------------------------------------------------------------------------------


def spread(values: Sequence[str], columns: int) -> Readings:
    """Values in printed order over the columns, blanks between them; one reading for all where there are too many."""
    if columns > WIDEST and 0 < len(values) < columns:
        return open_reading(values)
    found = set()
    for chosen in combinations(range(columns), len(values)):
        row = [""] * columns
        for at, value in zip(chosen, values, strict=True):
            row[at] = value
        found.add(tuple(row))
    return frozenset(found)


def _has_gap(row: Run) -> bool:
    """Does a blank stand between two values?"""
    printed = [at for at, cell in enumerate(row.cells) if cell]
    return bool(printed) and printed[-1] - printed[0] >= len(printed)


def _ended(beside: int, *, alone: bool) -> Hypothesis:
    """Blanks moved to the end of the row, so many cells between label and values.

    ``alone``: a single row of the table has a blank between two values, which proves it of that row, not of others.
    """

    def read(row: Run) -> Readings:
        values = row.printed
        if alone and _has_gap(row):
            return _window(row, beside)
        cells = row.cells[beside:]
        moved = not any(row.cells[:beside]) and cells[: len(values)] == values
        if not moved or len(cells) < row.columns or len(values) > row.columns or not values:
            return _window(row, beside) if not values else NOTHING
        return spread(values, row.columns)

    return read


def _dropped(row: Run) -> Readings:
    """Blanks dropped: there are none."""
    if "" in row.cells or len(row.cells) > row.columns or _is_cut(row):
        return NOTHING
    return spread(row.cells, row.columns)


def _is_cut(row: Run) -> bool:
    """Is there a number that begins with a 0 of no worth, or longer than any count, as only glued digits are?"""
    folded = [fold(cell) for cell in row.cells]
    return any(
        (cell[:1] == "0" and read_count(cell).note == "unreadable") or (len(cell) > _LONGEST and cell.isdigit())
        for cell in folded
    )


def _glued(*, blanks: bool) -> Hypothesis:
    """The digits of all columns stand together; ``blanks``: some columns have none."""

    def read(row: Run) -> Readings:
        digits = fold("".join(row.printed))
        if row.columns == 1 and len(row.printed) == 1:
            return frozenset({row.printed})
        if len(row.printed) > 1 or not (digits.isdigit() or not digits):
            return NOTHING
        if row.columns > WIDEST and digits:
            return open_reading([digits], GLUED_WITH_BLANKS if blanks else GLUED)
        if not digits:
            return frozenset({("",) * row.columns})
        return frozenset(glued_without_total(digits, [row.columns], Work(), blanks=blanks)[0])

    return read


def _are_single(rows: Sequence[Run]) -> bool:
    """Has no row of several columns more than one cell, and is anything printed?"""
    return any(row.printed for row in rows) and all(len(row.cells) <= 1 for row in rows if row.columns > 1)


def _prints_all(rows: Sequence[Run]) -> bool:
    """Has every row of glued digits one for each column, as where no cell is blank?"""
    told = sum(row.columns for row in rows if row.columns > 1) >= _EVIDENCE
    return told and all(len("".join(row.printed)) >= row.columns for row in rows)


# --- rows that nothing explains -------------------------------------------------------------------------------------


def open_reading(values: Sequence[str], mark: str = SPREAD) -> Readings:
    """Stands for all ways to spread values, or to cut digits, over more columns than one lists."""
    return frozenset({(mark, *values)})


def is_open(reading: Reading) -> bool:
    """Does a reading stand for many?"""
    return reading[:1] in ((SPREAD,), (GLUED,), (GLUED_WITH_BLANKS,))


def _any(row: Run) -> Readings:
    """Every reading in printed order of a row that has lost a cell or has one too many."""
    values = row.printed
    if not values:
        return frozenset({("",) * row.columns}) if row.cells else NOTHING
    spare = len(row.cells) - row.columns
    if len(values) <= row.columns:
        kept = combinations(row.cells, row.columns) if _has_gap(row) and 0 < spare <= _SPARE else ()
        return spread(values, row.columns) | frozenset(kept)
    if len(values) - row.columns > _SPARE or row.columns > WIDEST or row.columns == 1:
        return NOTHING  # what a single column prints twice may be one value in pieces, though both be 0
    return frozenset(combinations(values, row.columns))
