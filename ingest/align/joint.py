"""All lost rows of a table at once: the readings that satisfy every sum which says anything.

First each sum is asked, column by column, which readings of a row it leaves whatever the others hold. Then one
combination of those that are left is found, and for each of its cells another in which that cell holds something else.
A cell is filled only if there is none, and if a sum bears it out: the row's own, or its column's. A reading that merely
escapes the sums (its total left blank) proves nothing, since the source may have miscounted. Where no combination is
left the source contradicts itself, and nothing is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from ingest.align.readings import Cells
from ingest.align.sums import UNKNOWN, Number, holds, numbers, told
from ingest.align.work import Work
from ingest.forms import Sum

Row = tuple[Number, ...]
Result = tuple[str | None, ...]  # a cell's text, "" for a blank, None where it isn't certain

_LARGEST = 1_000_000  # sums are kept as bits, so that a larger one would take too much memory
_TRYING = 5_000  # steps to find a combination; see ``Work``
_AGREEING = 2_500  # steps to find others


def place(
    settled: Mapping[str, Sequence[Number]],
    lost: Mapping[str, Sequence[Cells]],
    columns: Sequence[str],
    sums: Sequence[Sum],
    work: Work,
    weak: Collection[str] = (),
) -> dict[str, Result]:
    """For each lost row (all its readings) the text of every cell, as far as the sums tell.

    ``settled`` holds the rows whose cells have their place, one number (or None) a column. ``weak`` rows need a
    column to bear them out: of the many ways to cut glued digits one may agree with the row's own sum by chance.
    """
    printed = list(set(chain.from_iterable(chain.from_iterable(lost.values()))))
    number = dict(zip(printed, numbers(printed), strict=True)).__getitem__
    texts = {code: {tuple(map(number, cells)): cells for cells in readings} for code, readings in lost.items()}
    unknown: list[Row] = [(UNKNOWN,) * len(columns)]
    domains = {code: _Domain([tuple(row)]) for code, row in settled.items()}
    domains |= {code: _Domain(list(found) or unknown) for code, found in texts.items()}
    work.spend(sum(len(domain.rows) for domain in domains.values()) // 2)
    table = _Table(columns, sums, domains.keys(), work)
    domains = table.solve(domains) or {}
    return {code: _certain(table, code, domains, texts[code], code in weak) for code in lost}


def _certain(table: _Table, code: str, domains: Domains, texts: Mapping[Row, Cells], weak: bool) -> Result:
    width = len(table.columns)
    rows = domains[code].rows if code in domains else []
    if not rows or rows[0] not in texts:
        return (None,) * width
    first, agreed = texts[rows[0]], domains[code].columns
    proven = set(range(width)) if not weak and table.adds_up(rows) else table.borne_out(code, domains)
    if any(first[at] and at in proven for at in range(width)):
        proven |= {at for at in range(width) if not first[at]}  # what no sum speaks of is blank if the others stand
    return tuple(first[at] if len(agreed[at]) == 1 and at in proven else None for at in range(width))


class _Domain:
    """The readings left for one row, and what they may hold in each column."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.columns: list[set[Number]] = list(map(set, zip(*rows, strict=True)))
        self.least = list(rows[0]) if len(rows) == 1 else [_least(column) for column in self.columns]
        # What the sums may count: the numbers, and the one number where it is certain.
        self.worth = [set(map(_worth, column)) for column in self.columns]
        self.certain = [
            next(iter(worth)) if len(worth) == 1 and least is not UNKNOWN else None
            for worth, least in zip(self.worth, self.least, strict=True)
        ]
        self._apart: list[list[Row]] | None = None
        self._kept: dict[tuple[int, frozenset[int]], _Domain] = {}

    @property
    def apart(self) -> list[list[Row]]:
        """The readings in groups that no sum can tell apart."""
        if self._apart is None:
            groups: dict[tuple[int, ...], list[Row]] = {}
            for row in self.rows:
                groups.setdefault(tuple(map(_worth, row)), []).append(row)
            self._apart = list(groups.values())
        return self._apart

    def keep(self, at: int, worth: set[int]) -> _Domain:
        """The readings that in one column hold one of these."""
        key = (at, frozenset(worth))
        if key not in self._kept:
            self._kept[key] = _Domain([row for row in self.rows if _worth(row[at]) in worth])
        return self._kept[key]

    def parted(self, other: _Domain, columns: Collection[int]) -> tuple[list[Row], list[Row]]:
        """The readings that hold in some columns what another domain may hold there, and those that don't."""
        alike: list[Row] = []
        others: list[Row] = []
        for row in self.rows:
            (alike if all(row[at] in other.columns[at] for at in columns) else others).append(row)
        return alike, others

    def differs(self, other: _Domain) -> Iterator[int]:
        """The columns in which it leaves less than another, larger one."""
        pairs = zip(self.columns, other.columns, strict=True)
        return (at for at, (mine, theirs) in enumerate(pairs) if len(mine) != len(theirs))


Domains = dict[str, _Domain]


class _Side(NamedTuple):
    """One side of a sum in one column, over the readings left for its rows."""

    rows: int = 0  # readings
    printed: bool = False  # is a number certain to be printed?
    readable: bool = True  # and none to be unreadable?
    negative: bool = False  # may a number be below zero?
    most: int = 0  # that all may come to
    fixed: int = 0  # the sum of those that are the same in every reading
    several: Mapping[str, set[int]] = MappingProxyType({})  # the others, row by row

    @property
    def tells(self) -> bool:
        """Does it say something, in numbers whose sums can be kept as bits?"""
        return self.printed and self.readable and not self.negative and self.most <= _LARGEST


_NOTHING = _Side()


def _side(codes: Sequence[str], at: int, domains: Domains, settled: _Side = _NOTHING) -> _Side:
    """``settled``: what the rows with one reading left come to, which are not among the ``codes``."""
    rows, printed, readable, negative, most, fixed, _ = settled
    several: dict[str, set[int]] = {}
    for code in codes:
        domain = domains[code]
        rows += len(domain.rows)
        printed = printed or domain.least[at] is not None
        number = domain.certain[at]
        if number is not None:
            fixed += number
            most += number
            negative = negative or number < 0
        elif domain.least[at] is UNKNOWN:
            readable = False
        else:
            several[code] = worth = domain.worth[at]
            most += max(worth)
            negative = negative or min(worth) < 0
    return _Side(rows, printed, readable, negative, most, fixed, several)


def _least(values: set[Number]) -> Number:
    """Of the numbers in a row's column the one that says least: unreadable, then blank."""
    if UNKNOWN in values:
        return UNKNOWN
    return None if None in values else next(iter(values))


def _worth(number: Number) -> int:
    """A blank counts nothing. A sum with a cell that can't be read is never asked."""
    return 0 if number is None or number is UNKNOWN else int(number)


class _Down:
    """A sum over rows: which are still open, and what the settled ones come to in each column."""

    def __init__(self, total: Sum, columns: int) -> None:
        self.total = total
        self.codes = frozenset((*total.left, *total.right))
        self._open: tuple[Sequence[str], Sequence[str]] = (total.left, total.right)
        self._settled = [(_NOTHING, _NOTHING)] * columns

    def settle(self, domains: Domains) -> None:
        """From now on only the rows with several readings need be given."""
        left, right = ([code for code in side if len(domains[code].rows) == 1] for side in self._open)
        self._settled = [(_side(left, at, domains), _side(right, at, domains)) for at in range(len(self._settled))]
        left, right = ([code for code in side if len(domains[code].rows) > 1] for side in self._open)
        self._open = left, right

    def sides(self, at: int, domains: Domains) -> tuple[_Side, _Side]:
        """Both sides in one column."""
        left, right = self._settled[at]
        return _side(self._open[0], at, domains, left), _side(self._open[1], at, domains, right)


class _Table:
    """The sums of a table, and what they leave of its rows' readings."""

    def __init__(self, columns: Sequence[str], sums: Sequence[Sum], rows: Collection[str], work: Work) -> None:
        self.columns = columns
        self._across = [total for total in sums if total.over == "columns"]
        down = [_Down(total, len(columns)) for total in sums if total.over == "rows"]
        self._down = [one for one in down if one.codes <= set(rows)]
        self._work = work

    def solve(self, domains: Domains) -> Domains | None:
        """The readings that some combination satisfying all sums has; None where there is no such combination."""
        every = {(code, at) for code in domains for at in range(len(self.columns))}
        narrowed = self._narrowed(domains, every)
        if narrowed is None or self._work.done:
            return None
        self._work = Work(min(self._work.left, _TRYING))
        several = {code: domain for code, domain in narrowed.items() if len(domain.rows) > 1}
        for down in self._down:
            down.settle(narrowed)
        first = next(self._combinations(several, 1), None)
        if first is None:
            return None  # the source contradicts itself, or nobody knows whether it does
        self._work = Work(min(self._work.left, _AGREEING))
        return narrowed | self._agreed(several, first)

    def _agreed(self, domains: Domains, first: Domains) -> Domains:
        """What all combinations share with the first: a cell is certain if none has another number in it."""
        shared = {code: [at for at, values in enumerate(first[code].columns) if len(values) == 1] for code in domains}
        for code in sorted(first, key=lambda code: len(domains[code].rows)):
            while open_ := [at for at in shared[code] if len(domains[code].columns[at]) > 1]:
                alike, others = domains[code].parted(first[code], open_)
                another = next(self._chosen(domains, code, _Domain(others), -1), None)
                if self._work.done:
                    return domains
                if another is None:
                    domains = self._with(domains, code, _Domain(alike)) or domains | {code: _Domain(alike)}
                else:
                    shared = _still_shared(shared, first, another)
        return domains

    def adds_up(self, rows: Sequence[Row]) -> bool:
        """Does the row's own sum hold in every reading?"""
        known = (dict(zip(self.columns, row, strict=True)) for row in rows)
        return all(any(holds(total, numbers) for total in self._across) for numbers in known)

    def borne_out(self, code: str, domains: Domains) -> set[int]:
        """The columns with a sum that says something of a row."""
        mine = [down.total for down in self._down if code in down.codes]
        return {at for total in mine for at in range(len(self.columns)) if _tells(total, at, domains)}

    def _combinations(self, domains: Domains, step: int) -> Iterator[Domains]:
        groups = {code: domain.apart for code, domain in domains.items() if len(domain.rows) > 1}
        groups = {code: apart for code, apart in groups.items() if len(apart) > 1}
        if not groups:
            yield domains
            return
        code = min(groups, key=lambda code: len(groups[code]))
        for rows in groups[code][::step]:
            yield from self._chosen(domains, code, _Domain(rows), step)

    def _chosen(self, domains: Domains, code: str, domain: _Domain, step: int) -> Iterator[Domains]:
        """The combinations in which a row has one of these readings."""
        narrowed = self._with(domains, code, domain)
        if narrowed is not None and not self._work.done:
            yield from self._combinations(narrowed, step)

    def _with(self, domains: Domains, code: str, domain: _Domain) -> Domains | None:
        """What is left if a row has one of these readings."""
        changed = {(code, at) for at in domain.differs(domains[code])}
        return self._narrowed(domains | {code: domain}, changed)

    def _narrowed(self, domains: Domains, changed: set[tuple[str, int]]) -> Domains | None:
        """The readings that no sum excludes by itself, some cells having changed; None where one leaves nothing."""
        left = dict(domains)
        while changed and not self._work.done:
            before, changed = changed, set()
            for down in self._down:
                for at in sorted({at for code, at in before if code in down.codes}):
                    found = self._narrow(down, at, left)
                    if found is None:
                        return None
                    changed |= found
        return left

    def _narrow(self, down: _Down, at: int, domains: Domains) -> set[tuple[str, int]] | None:
        """Take out what one column's sum excludes; the cells that this changed, None where nothing is left."""
        left, right = down.sides(at, domains)
        if self._work.spend(8 + (left.rows + right.rows) // 8) or not (left.tells and right.tells):
            return set()
        if not (left.several or right.several):
            return set() if left.fixed == right.fixed else None
        common = self._reach(left) & self._reach(right)
        if not common:
            return None
        changed = set()
        for code, fitting in chain(self._fitting(left, common), self._fitting(right, common)):
            domain = domains[code].keep(at, fitting)
            changed |= {(code, column) for column in domain.differs(domains[code])}
            domains[code] = domain
        return changed

    def _reach(self, side: _Side) -> int:
        """Every sum of one number out of each set, and what is fixed, as the bits of one number."""
        reached = 1 << side.fixed
        for worth in side.several.values():
            reached = self._any([reached << number for number in worth])
        return reached

    def _any(self, masks: list[int]) -> int:
        result, steps = 0, len(masks)
        for mask in masks:
            result |= mask
            steps += mask.bit_length() >> 11
        self._work.spend(steps)
        return result

    def _fitting(self, side: _Side, sums: int) -> Iterator[tuple[str, set[int]]]:
        """For each row that may be less, the numbers that with some choice for the others come to one of the sums."""
        rest = [sums >> side.fixed]  # what all rows from the last one back must have come to
        for worth in reversed(list(side.several.values())):
            rest.append(self._any([rest[-1] >> number for number in worth]))
        rest.pop()
        before = 1
        for code, worth in side.several.items():
            after = rest.pop()
            fitting = {number for number in worth if (before << number) & after}
            if len(fitting) < len(worth):
                yield code, fitting
            before = self._any([before << number for number in worth])


def _still_shared(shared: Mapping[str, Sequence[int]], first: Domains, another: Domains) -> dict[str, list[int]]:
    """The columns of each row in which another combination holds what the first one does."""
    return {
        code: [at for at in columns if another[code].columns[at] == first[code].columns[at]]
        for code, columns in shared.items()
    }


def _tells(total: Sum, at: int, domains: Domains) -> bool:
    """Does a column's sum say something, whichever reading of its rows is the right one?"""
    return told([domains[code].least[at] for code in total.left], [domains[code].least[at] for code in total.right])
