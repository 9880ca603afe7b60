"""Totals (总计): the rows of a table print theirs or leave them blank; readings that mix both prove nothing.

A reading with a blank total contradicts no sum. One misprinted total would exclude the true reading of its row, and
the sums might then agree on a false one with a blank total all over the table. So a page's rows must tell first
whether they print totals, and rows that speak against the others are not read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from ingest.align.readings import Cells
from ingest.align.sums import Number, numbers

_FEW = 2  # rows prove a habit; one may be misprinted
_CLEAR = 3  # times as many rows must speak for a habit as against it


def of_one_habit(
    lost: Mapping[str, Sequence[Cells]], settled: Mapping[str, Sequence[Number]]
) -> dict[str, list[Cells]]:
    """The readings of lost rows that agree with the habit of the table; none for rows that speak against it.

    >>> lost = {"a": [("2", "1", "", "3"), ("2", "1", "3", "")], "b": [("4", "2", "5", "")]}
    >>> kept = of_one_habit(lost, {})
    >>> kept["a"], kept["b"]                             # one row for, one against: nobody can tell
    ([], [])
    """
    return _agreed(lost, settled, (True, False))


def of_printed_totals(
    lost: Mapping[str, Sequence[Cells]], settled: Mapping[str, Sequence[Number]]
) -> dict[str, list[Cells]]:
    """The same for rows of a kind that prints its totals on every page met: none is believed to leave them blank."""
    return _agreed(lost, settled, (True,))


def _agreed(
    lost: Mapping[str, Sequence[Cells]], settled: Mapping[str, Sequence[Number]], habits: Collection[bool]
) -> dict[str, list[Cells]]:
    printing = {code: _prints(lost[code]) for code in lost}
    votes = [told for told in printing.values() if told is not None]
    votes += [row[-1] is not None for row in settled.values() if any(row[:-1])]
    if votes == [True]:  # one row that may have a total speaks neither for the habit nor against it
        return {code: list(readings) for code, readings in lost.items()}
    habit = _habit(sum(votes), len(votes) - sum(votes))
    return {code: _agreeing(readings, habit if habit in habits else None) for code, readings in lost.items()}


def _prints(readings: Sequence[Cells]) -> bool | None:
    """Can a row's last value be its total? None where it says nothing: no number but 0, one alone, no reading."""
    if not readings or not any(numbers(readings[0])) or sum(map(bool, readings[0])) < 2:
        return None
    return any(row[-1] and any(row[:-1]) for row in readings)


def _habit(for_it: int, against: int) -> bool | None:
    """Are totals printed? None where the rows contradict each other, or too few speak."""
    if for_it >= _FEW and for_it >= _CLEAR * against:
        return True
    return False if against >= _FEW and against >= _CLEAR * for_it else None


def _agreeing(readings: Sequence[Cells], habit: bool | None) -> list[Cells]:
    cells = list(set(chain.from_iterable(readings)))
    zeros = {cell for cell, number in zip(cells, numbers(cells), strict=True) if not number}
    return [
        row
        for row in readings
        if (habit is not None and (row[-1] and any(row[:-1]) if habit else not row[-1]))
        or zeros.issuperset(row)  # nothing but zeros, which no arrangement makes wrong
    ]
