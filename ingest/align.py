"""Alignment (对位): which column a value belongs to, when a row prints fewer values than it has columns.

Where a layout keeps a cell's place, that place stands, right or wrong: a source's own mistake survives as printed.
Where the place was lost, the form's own sums decide: of all assignments that keep the printed order, those that
contradict a sum drop out, and a cell is filled only if every assignment left agrees on it and is borne out by a sum.
An assignment that merely escapes the sums (its total left blank) proves nothing: the source may have miscounted.

In a sum a blank part counts nothing; a sum whose total is blank, unreadable or not printed says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from math import isnan, nan

from ingest.forms import Sum

Number = int | float | None
Placement = tuple[int | None, ...]  # for each column: the index of the printed value; None: blank
_GLUED = 6  # digits a number of a glued row may have
UNCERTAIN = -1
UNKNOWN = nan  # a cell that is printed but can't be read


def split(digits: str, columns: Sequence[str], sums: Sequence[Sum]) -> list[str] | None:
    """A glued row (``行政许可1240``) cut into one number a column, where only one way to cut it agrees with its sum.

    >>> split("000", ["made", "disclosed", "disclosed_total"], [])
    ['0', '0', '0']
    >>> split("1240", ["made", "disclosed", "disclosed_total"], []) is None
    True
    """
    totals = [total for total in sums if total.over == "columns" and total.left == (columns[-1],)]
    ways: list[list[str]] = []
    for way in islice(_cuts(digits, len(columns), bool(totals)), 2):
        ways.append(way)
    return ways[0] if len(ways) == 1 else None


def _cuts(digits: str, columns: int, summed: bool) -> Iterator[list[str]]:
    """Every way to cut digits into so many numbers without leading zeros; ``summed``: the last is the others' sum."""
    if not summed or columns == 1:
        yield from _parts(digits, columns, None)
        return
    for start in range(max(columns - 1, len(digits) - _GLUED), len(digits)):
        total = digits[start:]
        if _is_number(total):
            yield from ([*parts, total] for parts in _parts(digits[:start], columns - 1, int(total)))


def _parts(digits: str, columns: int, left: int | None) -> Iterator[list[str]]:
    """``left``: what the parts must come to."""
    if columns == 1:
        if _is_number(digits) and (left is None or int(digits) == left):
            yield [digits]
        return
    for end in range(1, min(_GLUED, len(digits) - columns + 1) + 1):
        head = digits[:end]
        if not _is_number(head) or (left is not None and int(head) > left):
            break
        rest = None if left is None else left - int(head)
        yield from ([head, *parts] for parts in _parts(digits[end:], columns - 1, rest))


def _is_number(digits: str) -> bool:
    return digits == "0" or (0 < len(digits) <= _GLUED and digits[0] != "0")


def place(
    settled: Mapping[str, Sequence[Number]],
    open_rows: Mapping[str, Sequence[Number]],
    columns: Sequence[str],
    sums: Sequence[Sum],
) -> dict[str, Placement]:
    """For each open row (its printed values in order) the column of each value, as far as the sums tell.

    ``settled`` holds the rows whose cells have their place, one number (or None) a column.
    """
    known = dict(settled)
    choices = {code: list(_placements(values, columns, sums)) for code, values in open_rows.items()}
    moved = True
    while moved:
        moved = False
        for code, values in open_rows.items():
            if code in known:
                continue
            left = [p for p in choices[code] if _agrees(code, _numbers(p, values), known, columns, sums)]
            choices[code] = left
            if len(left) == 1 and _proven(code, _numbers(left[0], values), known, columns, sums):
                known[code] = _numbers(left[0], values)
                moved = True
    common = {}
    for code, values in open_rows.items():
        proven = all(_proven(code, _numbers(p, values), known, columns, sums) for p in choices[code])
        common[code] = _common(choices[code] if proven else [], values, len(columns))
    return common


def _placements(values: Sequence[Number], columns: Sequence[str], sums: Sequence[Sum]) -> Iterator[Placement]:
    """Every assignment in printed order that contradicts none of the row's own sums."""
    if len(values) > len(columns):
        return
    across = [total for total in sums if total.over == "columns"]
    for chosen in combinations(range(len(columns)), len(values)):
        placement: list[int | None] = [None] * len(columns)
        for index, column in enumerate(chosen):
            placement[column] = index
        row = dict(zip(columns, _numbers(tuple(placement), values), strict=True))
        if all(holds(total, row) is not False for total in across):
            yield tuple(placement)


def _numbers(placement: Placement, values: Sequence[Number]) -> list[Number]:
    return [None if index is None else values[index] for index in placement]


def _agrees(
    code: str, row: Sequence[Number], known: Mapping[str, Sequence[Number]], columns: Sequence[str], sums: Sequence[Sum]
) -> bool:
    """No sum over rows is contradicted."""
    return all(False not in held for held in _held(code, row, known, columns, sums))


def _proven(
    code: str, row: Sequence[Number], known: Mapping[str, Sequence[Number]], columns: Sequence[str], sums: Sequence[Sum]
) -> bool:
    """The row's own sum holds, or each of its numbers stands in a column whose sum holds."""
    across = dict(zip(columns, row, strict=True))
    if any(total.over == "columns" and holds(total, across) for total in sums):
        return True
    held = list(_held(code, row, known, columns, sums))
    return bool(held) and all(any(h[at] for h in held) for at, number in enumerate(row) if number is not None)


def _held(
    code: str, row: Sequence[Number], known: Mapping[str, Sequence[Number]], columns: Sequence[str], sums: Sequence[Sum]
) -> Iterator[list[bool | None]]:
    """For each sum over rows that this row has a part in, whether it holds, column by column.

    One with a row that is missing or undecided itself tells nothing.
    """
    for total in sums:
        others = {*total.left, *total.right} - {code}
        if total.over == "rows" and code in (*total.left, *total.right) and others <= known.keys():
            yield [
                holds(total, {other: known[other][at] for other in others} | {code: row[at]})
                for at in range(len(columns))
            ]


def holds(total: Sum, numbers: Mapping[str, Number]) -> bool | None:
    """Does a sum hold? None where it can't be told: its total or all its parts are blank, or one can't be read.

    A blank part counts nothing; the parts alone may already exceed a total.
    """
    left = [numbers.get(code, UNKNOWN) for code in total.left]
    right = [numbers.get(code, UNKNOWN) for code in total.right]
    if any(number is not None and isnan(number) for number in (*left, *right)):
        return None
    if len(left) == 1:
        if left[0] is None or all(number is None for number in right):
            return None
    elif all(number is None for number in left) or all(number is None for number in right):
        return None
    return sum(number or 0 for number in left) == sum(number or 0 for number in right)


def _common(choices: list[Placement], values: Sequence[Number], columns: int) -> Placement:
    """The cells that every assignment left agrees on; equal numbers agree whichever printed value they are."""
    if not choices:
        return (UNCERTAIN,) * columns
    common: list[int | None] = []
    for position in range(columns):
        indexes = {choice[position] for choice in choices}
        numbers = {None if index is None else values[index] for index in indexes}
        same = len(numbers) == 1 and (len(indexes) == 1 or None not in indexes)
        common.append(next(iter(indexes)) if same else UNCERTAIN)
    return tuple(common)
