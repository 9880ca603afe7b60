"""Sums (勾稽关系): every sum of a form as equations between cells, and when printed numbers contradict one.

A blank is not a zero: a sum with a blank says nothing, unless what is printed already exceeds the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from ingest.forms import Form, Label, Sum, forms

Number = int | float
Cell = tuple[str, str]  # row, column
Pick = Callable[[Mapping[Cell, Number]], Sequence[Number]]  # the numbers of one side; KeyError at a blank


def shown(number: Number) -> str:
    """A number as one prints it: every digit, and no point where it is whole.

    >>> shown(1234567), shown(3.0), shown(25.1), shown(-2)
    ('1234567', '3', '25.1', '-2')
    """
    return str(int(number)) if number == int(number) else repr(number)


def exact_sum(numbers: Iterable[Number]) -> Number:
    """A sum as one adds on paper: decimal fractions stay what they are.

    >>> exact_sum([0.1, 0.2]), exact_sum([22.94, 64.38, 13.61]), exact_sum([3, 4]), exact_sum([])
    (0.3, 100.93, 7, 0)
    """
    found = list(numbers)
    if all(isinstance(number, int) for number in found):
        return sum(found)
    total = sum((Decimal(repr(number)) for number in found), Decimal(0))
    return int(total) if total == int(total) else float(total)


class Equation(NamedTuple):
    """One sum of the form in one row or column: its cells on either side."""

    total: Sum
    place: str  # the row in which, or the column down which, it holds
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    picks: tuple[Pick, Pick]

    def fails(self, cells: Mapping[Cell, Number]) -> bool:
        """Do the printed numbers contradict it? Some forty are asked of each report, nearly all without a blank."""
        left, right = self.picks
        try:
            return sum(left(cells)) != sum(right(cells))
        except KeyError:
            return contradicted(*sides(self, cells))


@cache
def equations(form: str) -> tuple[Equation, ...]:
    """Every sum of a form, row by row and column by column."""
    of = forms()[form]
    found = []
    for total in of.sums:
        places = _rows(of, total) if total.over == "columns" else tuple(column.code for column in of.applicants)
        for place in places:
            left, right = (
                tuple((place, code) if total.over == "columns" else (code, place) for code in side)
                for side in (total.left, total.right)
            )
            found.append(Equation(total, place, left, right, (_pick(left), _pick(right))))
    return tuple(found)


def _pick(side: tuple[Cell, ...]) -> Pick:
    return itemgetter(*side) if len(side) > 1 else lambda cells: (cells[side[0]],)


def _rows(form: Form, total: Sum) -> tuple[str, ...]:
    labels: tuple[Label, ...] = form.rows if total.table == "applications" else form.channels
    return tuple(label.code for label in labels)


@cache
def stand_ins(form: str) -> dict[Cell, tuple[Cell, ...]]:
    """Cells of table 2 that may be printed instead of the ones under them, column by column; with those."""
    of = forms()[form]
    known = {row.code for row in of.rows}
    wholes = {of.parents[code] for code in of.leaves if of.parents.get(code) in known}
    return {
        (whole, column.code): tuple((part, column.code) for part in of.children(whole))
        for whole in sorted(wholes)
        for column in of.applicants
    }


def with_stand_ins(form: str, cells: Mapping[Cell, Number]) -> dict[Cell, Number]:
    """The numbers of table 2 as its sums count them: （六）其他处理 printed as one number stands for its rows."""
    found = dict(cells)
    for whole, parts in stand_ins(form).items():
        if whole in cells and not any(part in cells for part in parts):
            found |= dict.fromkeys(parts, 0) | {parts[0]: cells[whole]}
    return found


def sides(equation: Equation, cells: Mapping[Cell, Number]) -> tuple[list[Number | None], list[Number | None]]:
    """The printed numbers on either side of a sum, None for a blank."""
    return [cells.get(cell) for cell in equation.left], [cells.get(cell) for cell in equation.right]


def contradicted(left: Sequence[Number | None], right: Sequence[Number | None]) -> bool:
    """Can the two sides not be equal, whatever stands in the blanks? Counts are never negative.

    >>> contradicted([5], [3, None]), contradicted([5], [6, None]), contradicted([None], [6]), contradicted([0], [-1])
    (False, True, False, True)
    """
    here, there = _printed(left), _printed(right)
    left_whole, right_whole = len(here) == len(left), len(there) == len(right)
    if left_whole and right_whole:
        return sum(here) != sum(there)
    if any(number < 0 for number in (*here, *there)):
        return False
    return (left_whole and sum(there) > sum(here)) or (right_whole and sum(here) > sum(there))


def _printed(side: Sequence[Number | None]) -> list[Number]:
    return [number for number in side if number is not None]
