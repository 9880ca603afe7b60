"""What the form's own sums leave certain in rows whose blanks were squeezed out: the reader's last resort.

Deliberately cautious, and independent of ``ingest.align``. A placement keeps the printed order. A sum says nothing
where its total is blank, or where all its parts are; else a blank counts nothing and both sides must be equal. Of
the placements that survive the row's own sum, those drop out that no choice for the other rows can complete to the
column sums. A cell is certain if all that are left agree on a number there. Where nothing is left the source
contradicts itself, and then nothing in the table is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

Placement = tuple[int | None, ...]
MOST = 4000  # candidates of one row; beyond that nobody would try


def squeezed(values: Sequence[int], width: int) -> Iterator[Placement]:
    """Every placement of some numbers, in order, in a row of ``width`` columns."""
    for columns in combinations(range(width), len(values)):
        row: list[int | None] = [None] * width
        for column, value in zip(columns, values, strict=True):
            row[column] = value
        yield tuple(row)


@lru_cache(maxsize=64)
def glued(digits: str, width: int) -> tuple[Placement, ...] | None:
    """Every way to cut glued digits into numbers, in every placement; None: too many to think of."""
    if not digits:
        return ()
    return _ways(digits, width) if _count(digits, width) <= MOST * 10 else None


def _heads(digits: str) -> range:
    """How long the first number may be: a 0 begins no longer one."""
    return range(1, 2 if digits[0] == "0" else len(digits) + 1) if digits else range(0)


@lru_cache(maxsize=100_000)
def _count(digits: str, width: int) -> int:
    if not width:
        return not digits
    return _count(digits, width - 1) + sum(_count(digits[end:], width - 1) for end in _heads(digits))


@lru_cache(maxsize=1000)
def _ways(digits: str, width: int) -> tuple[Placement, ...]:
    """The first column is blank, or has the first number; the others hold what is left."""
    if not width:
        return () if digits else ((),)
    ways = [(None, *rest) for rest in _ways(digits, width - 1)]
    for end in _heads(digits):
        number = int(digits[:end])
        ways += [(number, *rest) for rest in _ways(digits[end:], width - 1)]
    return tuple(ways)


def adds_up(row: Placement) -> bool:
    """Does the last column hold the sum of the others, as far as it says anything?"""
    *parts, total = row
    printed = [part for part in parts if part is not None]
    return total is None or not printed or sum(printed) == total


def agreed(candidates: Iterable[Placement]) -> Placement:
    """The numbers on which all candidates agree; None elsewhere."""
    rows = list(candidates)
    if not rows:
        return ()
    return tuple(column[0] if len(set(column)) == 1 else None for column in zip(*rows, strict=True))


def settle(rows: dict[str, list[Placement]], leaves: Sequence[str]) -> dict[str, Placement]:
    """For each row of table 2 the numbers that are certain, given each row's candidates."""
    left = {code: list(candidates) for code, candidates in rows.items()}
    if not left or any(not candidates or len(candidates) > MOST for candidates in left.values()):
        return {}
    width = len(next(iter(left.values()))[0])
    sums = [("closed", [(code, 1) for code in leaves])] if set(leaves) <= left.keys() else []
    sums += [("received", [("closed", 1), ("carried_out", 1), ("carried_in", -1)])]
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            if not {total, *(code for code, _ in parts)} <= left.keys():
                continue
            for at in range(width):
                changed |= _filter(left, total, parts, at)
        if not all(left.values()):
            return {}
    return {code: agreed(candidates) for code, candidates in left.items()}


def _filter(left: dict[str, list[Placement]], total: str, parts: Sequence[tuple[str, int]], at: int) -> bool:
    """Drop the placements that one column's sum excludes, whatever the other rows hold."""
    domains = {code: {row[at] for row in left[code]} for code in (total, *(code for code, _ in parts))}
    if None in domains[total] or all(None in domains[code] for code, _ in parts):
        return False  # the sum may say nothing
    if total == "received" and None in domains["closed"]:
        return False
    signed = [*((code, sign) for code, sign in parts), (total, -1)]
    changed = False
    for code, sign in signed:
        others = [(other, factor) for other, factor in signed if other != code]
        reached = {0}
        for other, factor in others:
            reached = {s + factor * (value or 0) for s in reached for value in domains[other]}
            if len(reached) > 200_000:
                return changed
        kept = [row for row in left[code] if -sign * (row[at] or 0) in reached]
        if len(kept) < len(left[code]):
            left[code] = kept
            domains[code] = {row[at] for row in kept}
            changed = True
            if not kept:
                return True
    return changed
