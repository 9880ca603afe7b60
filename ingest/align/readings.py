"""Readings (读法): every way in which the values of a row that lost its places may stand in its columns.

A row's columns come in groups, each ending in the total of the others (table 2: one group of seven, table 3: three of
five). A reading that its group's total contradicts is none. A blank total contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, islice
from operator import itemgetter

from ingest.align.work import Work
from ingest.values import read_count

Cells = tuple[str, ...]
MOST = 4000  # readings of one row; with more of them no sum would leave one
_SPARE = 2  # values that a row may have beyond its columns: a page number, a serial number
_GLUED = 7  # digits that a number of a glued row may have
_REMEMBERED = 12  # digits; a longer row has too many cuts to keep

Pieces = Callable[[int, int, int], Iterable[Cells]]  # (start, end, width of the group) → its readings


def squeezed(cells: Sequence[str], widths: Sequence[int], work: Work, *, summed: bool = True) -> list[Cells]:
    """Every reading of values in printed order, blanks having been squeezed out; none at all where there are too many.

    >>> squeezed(["3", "3"], [3], Work())
    [('3', '3', ''), ('3', '', '3'), ('', '3', '3')]
    >>> squeezed(["2", "1", "3", "9"], [3], Work())           # one value too many
    [('2', '1', '3')]
    """
    spare = len(cells) - sum(widths)
    if 0 < spare <= _SPARE:
        kept = (combinations(cells, len(cells) - spare)) if summed and len(widths) == 1 else ()
        return _few((cells for cells in kept if _adds_up(cells)), work)

    def pieces(start: int, end: int, width: int) -> Iterator[Cells]:
        return _fitting(tuple(cells[start:end]), width, work, summed)

    return _few(_grouped(_once(pieces, widths, work), 0, len(cells), tuple(widths)), work)


def glued(digits: str, widths: Sequence[int], work: Work, *, blanks: bool, summed: bool = True) -> list[Cells]:
    """Every reading of a glued row (``行政许可1240``); ``blanks``: the page leaves cells blank.

    >>> glued("003", [3], Work(), blanks=True, summed=False)
    [('0', '0', '3')]
    >>> len(glued("1240", [3], Work(), blanks=False, summed=False))
    3
    >>> glued("124025", [4], Work(), blanks=False)
    [('1', '24', '0', '25')]
    """
    if not digits.isdigit() or not digits.isascii():
        return []

    def pieces(start: int, end: int, width: int) -> Iterator[Cells]:
        for parts in range(0 if blanks else width, width + 1):
            for cut in _cut(digits[start:end], parts, work):
                yield from _fitting(cut, width, work, summed)

    ways = _totalled(digits, work) if summed and not blanks else pieces
    return _few(_grouped(_once(ways, widths, work), 0, len(digits), tuple(widths)), work)


def only(readings: Sequence[Cells]) -> Cells | None:
    """The reading, if there is just one."""
    return readings[0] if len(readings) == 1 else None


def _few(readings: Iterable[Cells], work: Work) -> list[Cells]:
    found = list(islice(readings, MOST + 1))
    return found if len(found) <= MOST and not work.done else []


def _grouped(pieces: Pieces, start: int, end: int, widths: tuple[int, ...]) -> Iterable[Cells]:
    """What stands from start to end, divided among the groups in every way."""
    return pieces(start, end, widths[0]) if len(widths) == 1 else _divided(pieces, start, end, widths)


def _divided(pieces: Pieces, start: int, end: int, widths: tuple[int, ...]) -> Iterator[Cells]:
    for middle in range(start, end + 1):
        for first in pieces(start, middle, widths[0]):
            yield from (first + rest for rest in _grouped(pieces, middle, end, widths[1:]))


def _once(pieces: Pieces, widths: Sequence[int], work: Work) -> Pieces:
    """The same readings, those of a group worked out once: they follow each way to read the groups before it. They
    cost as much work each time, so that a page reads as it would without."""
    if len(widths) == 1:
        return pieces
    known: dict[tuple[int, int, int], tuple[list[Cells], int]] = {}

    def kept(start: int, end: int, width: int) -> list[Cells]:
        place = (start, end, width)
        if place not in known:
            left = work.left
            known[place] = list(pieces(start, end, width)), left - work.left
        else:
            work.spend(known[place][1])
        return [] if work.done else known[place][0]

    return kept


def _fitting(values: Cells, width: int, work: Work, summed: bool) -> Iterator[Cells]:
    """Values in order over the columns of a group, where its total doesn't contradict them."""
    rows = _summed(values, width) if summed else _spread(values, width)
    return (row for row in rows if not work.spend(1))


def _summed(values: Cells, width: int) -> Iterator[Cells]:
    """With a blank total, or with the last value for a total that the others make."""
    if len(values) < width:
        for row in _spread(values, width - 1):
            yield *row, ""
    if values and _may_total(values):
        for row in _spread(values[:-1], width - 1):
            yield *row, values[-1]


def _may_total(values: Cells) -> bool:
    numbers = [read_count(cell).number for cell in values]
    return len(numbers) == 1 or None in numbers or sum(n or 0 for n in numbers[:-1]) == numbers[-1]


def _spread(values: Cells, width: int) -> list[Cells]:
    """Values in order over the columns, blanks between them."""
    if len(values) >= width:
        return [values] if len(values) == width else []
    with_blank = (*values, "")
    return [pick(with_blank) for pick in _spreads(len(values), width)]


@cache  # no row has more columns than the form
def _spreads(count: int, width: int) -> tuple[Callable[[Cells], Cells], ...]:
    """Each way to spread so many values over so many columns, as a choice from those values and a blank behind them."""
    ways = []
    for chosen in combinations(range(width), count):
        places = [chosen.index(column) if column in chosen else count for column in range(width)]
        ways.append(itemgetter(*places) if width > 1 else lambda cells: cells[-1:])
    return tuple(ways)


def _adds_up(row: Sequence[str]) -> bool:
    values = [read_count(cell).number for cell in row]
    return sum(value or 0 for value in values[:-1]) == values[-1]


def _cut(digits: str, parts: int, work: Work, worth: int | None = None) -> Iterator[Cells]:
    """Digits cut into so many numbers, none of which begins with a 0 of no worth; ``worth``: what they come to."""
    if len(digits) <= _REMEMBERED:
        yield from _recalled(digits, parts, work, worth)
        return
    for end in range(1, min(_GLUED, len(digits) - parts + 1) + 1):
        first = digits[:end]
        if parts == 0 or not _is_number(first, worth) or work.spend(1):
            break
        yield from ((first, *rest) for rest in _cut(digits[end:], parts - 1, work, _left(worth, first)))


def _recalled(digits: str, parts: int, work: Work, worth: int | None) -> Iterator[Cells]:
    cuts, after = _cuts(digits, parts, worth)
    for steps, cells in cuts:
        if work.spend(steps):
            return
        yield cells
    work.spend(after)


@lru_cache(maxsize=4096)  # the numbers that rows end in are cut again and again, behind each way to cut the others
def _cuts(digits: str, parts: int, worth: int | None) -> tuple[tuple[tuple[int, Cells], ...], int]:
    """Every way to cut digits, each with the steps that trying took since the one before; the steps after the last."""
    if parts == 0:
        return (() if digits or worth else ((0, ()),)), 0
    found: list[tuple[int, Cells]] = []
    steps = 0
    for end in range(1, min(_GLUED, len(digits) - parts + 1) + 1):
        first = digits[:end]
        if not _is_number(first, worth):
            break
        rests, after = _cuts(digits[end:], parts - 1, _left(worth, first))
        steps += 1
        for more, rest in rests:
            found.append((steps + more, (first, *rest)))
            steps = 0
        steps += after
    return tuple(found), steps


def _left(worth: int | None, first: str) -> int | None:
    return None if worth is None else worth - int(first)


def _totalled(digits: str, work: Work) -> Pieces:
    """The readings of a group without blanks, found from its total: cutting in all ways would take minutes."""

    def pieces(start: int, end: int, width: int) -> Iterator[Cells]:
        for total in range(max(start + width - 1, end - _GLUED), end):
            last = digits[total:end]
            if _is_number(last):
                yield from ((*row, last) for row in _cut(digits[start:total], width - 1, work, int(last)))

    return pieces


def _is_number(digits: str, most: int | None = None) -> bool:
    if digits != "0" and not (0 < len(digits) <= _GLUED and digits[0] != "0"):
        return False
    return most is None or int(digits) <= most
