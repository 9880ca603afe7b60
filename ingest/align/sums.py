"""Sums (勾稽关系): does one of the form's sums hold, as far as the cells tell?

A blank part counts nothing; a sum whose total is blank, unreadable or not printed says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import nan

from ingest.forms import Sum, latest
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


def channel_totals(columns: Sequence[tuple[str | None, str]], cells: Sequence[str]) -> list[tuple[bool | None, bool]]:
    """For each channel of a row of table 3, in its columns (channel, result): does its total hold, and of more than 0?

    >>> both = [("reconsideration", code) for code in ("upheld", "corrected", "other", "pending", "total")]
    >>> channel_totals(both, ["1", "0", "2", "0", "3"]), channel_totals(both, ["1", "0", "2", "0", "4"])
    ([(True, True)], [(False, True)])
    """
    known: dict[str | None, dict[str, Number]] = {}
    for (channel, code), number in zip(columns, numbers(cells), strict=True):
        known.setdefault(channel, {})[code] = number
    sums = [one for one in latest().sums_over("appeals", ()) if one.over == "columns"]
    return [(holds(one, of_part), any(of_part.values())) for of_part in known.values() for one in sums]
