"""Readings (读法): every way in which the values of a row that lost its places may stand in its columns.

A row's columns come in groups, each ending in the total of the others (table 2: one group of seven, table 3: three of
five). A reading that its group's total contradicts is none. A blank total contradicts nothing. Groups are listed one
by one: which readings a group has doesn't depend on how the others are read, only on where they begin and end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, combinations, islice
from operator import itemgetter

from ingest.align.work import Work

Cells = tuple[str, ...]
MOST = 4000  # readings of one group; with more of them no sum would leave one
_GLUED = 7  # digits that a number of a glued row may have
_REMEMBERED = 12  # digits; a longer row has too many cuts to keep

Pieces = Callable[[int, int, int], Iterable[Cells]]  # (start, end, width of the group) → its readings
Listed = Callable[[int, int, int], list[Cells]]  # the same, each way once


def glued(digits: str, widths: Sequence[int], work: Work, *, blanks: bool) -> list[list[Cells]]:
    """For each group every reading of a glued row (``行政许可1240``); ``blanks``: the page leaves cells blank.

    >>> glued("124025", [4], Work(), blanks=False)
    [[('1', '24', '0', '25')]]
    """
    if not _are_digits(digits):
        return [[] for _ in widths]
    weights = list(accumulate(map(int, digits), initial=0))

    def pieces(start: int, end: int, width: int) -> Iterator[Cells]:
        if blanks:
            yield from ((*row, "") for row in _untotalled(digits[start:end], width - 1, blanks, work))
        for at in range(max(start if blanks else start + width - 1, end - _GLUED), end):
            # Numbers and their sum leave the same rest on division by nine, and so do their digits.
            if (weights[at] - weights[start] - weights[end] + weights[at]) % 9 == 0 or at == start:
                yield from _totalled(digits[start:at], digits[at:end], width, blanks, work)

    return by_group(pieces, len(digits), widths, work)


def glued_without_total(digits: str, widths: Sequence[int], work: Work, *, blanks: bool) -> list[list[Cells]]:
    """The same where the last column of a group is no total of the others.

    >>> glued_without_total("003", [3], Work(), blanks=True)
    [[('0', '0', '3')]]
    >>> len(glued_without_total("1240", [3], Work(), blanks=False)[0])
    3
    """
    if not _are_digits(digits):
        return [[] for _ in widths]

    def pieces(start: int, end: int, width: int) -> Iterator[Cells]:
        return _untotalled(digits[start:end], width, blanks, work)

    return by_group(pieces, len(digits), widths, work)


def _are_digits(text: str) -> bool:
    return text.isdigit() and text.isascii()


def _untotalled(digits: str, columns: int, blanks: bool, work: Work) -> Iterator[Cells]:
    """Digits cut into numbers and spread over columns of which none sums up the others."""
    for count in range(0 if blanks else columns, columns + 1):
        for cut in _cut(digits, count, work):
            yield from _spread(cut, columns)


def by_group(pieces: Pieces, length: int, widths: Sequence[int], work: Work) -> list[list[Cells]]:
    """For each group the readings with which the other groups can read the rest."""
    known: dict[tuple[int, int, int], list[Cells]] = {}

    def listed(start: int, end: int, width: int) -> list[Cells]:
        place = (start, end, width)
        if work.done:
            return []
        if place not in known:
            known[place] = found = list(islice(pieces(start, end, width), MOST + 1))
            work.spend(1 + len(found))
        return known[place]

    groups: list[list[Cells]] = []
    for width, spans in zip(widths, _spans(listed, length, widths), strict=True):
        found = [listed(start, end, width) for start, end in spans]
        groups.append(found[0] if len(found) == 1 else list(dict.fromkeys(chain.from_iterable(found))))
    unread = work.done or any(len(group) > MOST for group in groups)
    return [[] for _ in widths] if unread else groups


def _spans(listed: Listed, length: int, widths: Sequence[int]) -> list[list[tuple[int, int]]]:
    """For each group where it may begin and end, so that it and all groups before and behind it can be read."""
    spans: list[list[tuple[int, int]]] = []
    starts = [0]
    for behind, width in zip(reversed(range(len(widths))), widths, strict=True):
        within = [(start, end) for start in starts for end in (range(start, length + 1) if behind else (length,))]
        spans.append([(start, end) for start, end in within if listed(start, end, width)])
        starts = sorted({end for _, end in spans[-1]})
    ends = {length}
    for at in reversed(range(len(spans))):
        spans[at] = [(start, end) for start, end in spans[at] if end in ends]
        ends = {start for start, _ in spans[at]}
    return spans


def _beside(values: Cells, width: int, total: str) -> list[Cells]:
    """Values over the columns before a group's total."""
    return [(*row, total) for row in _spread(values, width - 1)]


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


def _totalled(digits: str, total: str, width: int, blanks: bool, work: Work) -> Iterator[Cells]:
    """The readings with this total, found from it: cutting in all ways would take minutes."""
    if not _is_number(total):
        return
    if not digits:
        yield from _beside((), width, total)
        return
    for count in range(1 if blanks else width - 1, width):
        for cut in _cut(digits, count, work, int(total)):
            yield from _beside(cut, width, total)


def _cut(digits: str, count: int, work: Work, worth: int | None = None) -> Iterable[Cells]:
    """Digits cut into so many numbers, none of which begins with a 0 of no worth; ``worth``: what they come to."""
    if len(digits) > _REMEMBERED:
        return _cut_long(digits, count, work, worth)
    cuts, steps = _cuts(digits, count, worth)
    return () if work.spend(steps) else cuts


def _cut_long(digits: str, count: int, work: Work, worth: int | None) -> Iterator[Cells]:
    for end in _ends(digits, count, worth):
        if work.spend(1):
            break
        first = digits[:end]
        yield from ((first, *rest) for rest in _cut(digits[end:], count - 1, work, _left(worth, first)))


@lru_cache(maxsize=4096)  # the numbers that rows end in are cut again and again, behind each way to cut the others
def _cuts(digits: str, count: int, worth: int | None) -> tuple[tuple[Cells, ...], int]:
    """Every way to cut digits, and the steps that it takes to find them."""
    if count <= 1:
        whole = _is_number(digits) and worth in (None, int(digits)) if count else not digits and not worth
        return (((digits,) * count,) if whole else ()), 1
    found: list[Cells] = []
    steps = 1
    for end in _ends(digits, count, worth):
        first = digits[:end]
        rests, more = _cuts(digits[end:], count - 1, _left(worth, first))
        found += [(first, *rest) for rest in rests]
        steps += more
    return tuple(found), steps


def _ends(digits: str, count: int, worth: int | None) -> Iterable[int]:
    """Where the first of so many numbers may end."""
    if count == 0 or not _may_come_to(len(digits), count, worth):
        return ()
    if digits[0] == "0":
        return (1,)
    return range(max(1, len(digits) - _GLUED * (count - 1)), min(_GLUED, len(digits) - count + 1) + 1)


def _may_come_to(digits: int, count: int, worth: int | None) -> bool:
    """Can so many digits, cut into so many numbers, come to what they must?"""
    if not count <= digits <= count * _GLUED:
        return False
    least, most = _range(digits, count)
    return worth is None or least <= worth <= most


@cache  # of two small numbers
def _range(digits: int, count: int) -> tuple[int, int]:
    """The least and the most that so many digits, cut into so many numbers, come to."""
    longest = -(-digits // count)  # some number has so many digits or more
    return int(10 ** (longest - 1)) if longest > 1 else 0, int(10 ** (digits - count + 1)) - 1 + 9 * (count - 1)


def _left(worth: int | None, first: str) -> int | None:
    return None if worth is None else worth - int(first)


def _is_number(digits: str) -> bool:
    return digits == "0" or (0 < len(digits) <= _GLUED and digits[0] != "0")
