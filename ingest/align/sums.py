"""Sums (勾稽关系): does one of the form's sums hold, as far as the cells tell?

A blank part counts nothing; a sum whose total is blank, unreadable or not printed says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import nan

from ingest.forms import Sum
from ingest.values import read_count

Number = int | float | None
UNKNOWN = nan  # a cell that is printed but can't be read


def numbers(cells: Sequence[str]) -> list[Number]:
    """What sums may reckon with: a number, None for a blank, UNKNOWN for what can't be read."""
    return list(map(_number, cells))


@lru_cache(maxsize=4096)
def _number(cell: str) -> Number:
    value = read_count(cell)
    return UNKNOWN if value.note == "unreadable" else value.number


def holds(total: Sum, known: Mapping[str, Number]) -> bool | None:
    """Does a sum hold? None where it can't be told: its total or all its parts are blank, or one can't be read."""
    left = [known.get(code, UNKNOWN) for code in total.left]
    right = [known.get(code, UNKNOWN) for code in total.right]
    if not told(left, right):
        return None
    return sum(filter(None, left)) == sum(filter(None, right))


def told(left: Sequence[Number], right: Sequence[Number]) -> bool:
    """Do the cells on both sides say enough? A sum of one total needs that total, any other something on each side."""
    if UNKNOWN in left or UNKNOWN in right:
        return False
    return left.count(None) < len(left) and right.count(None) < len(right)
