"""All lost rows of a table at once: the readings that satisfy every sum which says anything.

First each sum is asked, column by column, which readings of a row it leaves whatever the others hold; then the
combinations that are left are gone through. A cell is filled only if they all agree on it and a sum bears it out: the
row's own, or its column's. A reading that merely escapes the sums (its total left blank) proves nothing, since the
source may have miscounted. Where no combination is left the source contradicts itself, and nothing is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ingest.align.readings import Cells
from ingest.align.sums import UNKNOWN, Number, holds, numbers, told
from ingest.align.work import Work
from ingest.forms import Sum

Row = tuple[Number, ...]
Result = tuple[str | None, ...]  # a cell's text, "" for a blank, None where it isn't certain

_LARGEST = 1_000_000  # sums are kept as bits, so that a larger one would take too much memory
_COMBINATIONS = 64
# In 293 tables that lost their places, trying told 70 cells more than each sum by itself, 57 of them within so many
# steps; the 33 tables that took more than four times as many were told nothing by it.
_TRYING = 5_000


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
    texts = {code: {tuple(numbers(cells)): cells for cells in readings} for code, readings in lost.items()}
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
        self.columns: list[set[Number]] = [set(column) for column in zip(*rows, strict=True)]
        self.least = list(rows[0]) if len(rows) == 1 else [_least(column) for column in self.columns]
        # What the sums may count: the numbers, and the one number where it is certain.
        self.worth = [{0 if n is None or n is UNKNOWN else int(n) for n in column} for column in self.columns]
        self.certain = [
            next(iter(worth)) if len(worth) == 1 and least is not UNKNOWN else None
            for worth, least in zip(self.worth, self.least, strict=True)
        ]
        self._apart: list[list[Row]] | None = None

    @property
    def apart(self) -> list[list[Row]]:
        """The readings in groups that no sum can tell apart."""
        if self._apart is None:
            groups: dict[tuple[int, ...], list[Row]] = {}
            for row in self.rows:
                groups.setdefault(tuple(map(_worth, row)), []).append(row)
            self._apart = list(groups.values())
        return self._apart

    def differs(self, other: _Domain) -> Iterator[int]:
        """The columns in which it leaves less than another, larger one."""
        pairs = zip(self.columns, other.columns, strict=True)
        return (at for at, (mine, theirs) in enumerate(pairs) if len(mine) != len(theirs))


Domains = dict[str, _Domain]


class _Side(NamedTuple):
    """One side of a sum in one column, over the readings left for its rows."""

    rows: int  # readings
    tells: bool  # a number is certain to be printed, and none to be unreadable
    negative: bool  # may a number be below zero?
    most: int  # that all may come to
    fixed: int  # the sum of those that are the same in every reading
    several: dict[str, set[int]]  # the others, row by row


def _side(codes: Sequence[str], at: int, domains: Domains) -> _Side:
    rows = most = fixed = 0
    printed, readable, negative, several = False, True, False, {}
    for code in codes:
        domain = domains[code]
        rows += len(domain.rows)
        printed = printed or domain.least[at] is not None
        number = domain.certain[at]
        if number is not None:
            fixed += number
            negative = negative or number < 0
        elif domain.least[at] is UNKNOWN:
            readable = False
        else:
            several[code] = worth = domain.worth[at]
            most += max(worth)
            negative = negative or min(worth) < 0
    return _Side(rows, printed and readable, negative, most + fixed, fixed, several)


def _least(values: set[Number]) -> Number:
    """Of the numbers in a row's column the one that says least: unreadable, then blank."""
    if UNKNOWN in values:
        return UNKNOWN
    return None if None in values else next(iter(values))


def _worth(number: Number) -> int:
    """A blank counts nothing. A sum with a cell that can't be read is never asked."""
    return 0 if number is None or number is UNKNOWN else int(number)


class _Table:
    """The sums of a table, and what they leave of its rows' readings."""

    def __init__(self, columns: Sequence[str], sums: Sequence[Sum], rows: Collection[str], work: Work) -> None:
        self.columns = columns
        self._across = [total for total in sums if total.over == "columns"]
        down = [(total, frozenset((*total.left, *total.right))) for total in sums if total.over == "rows"]
        self._down = [(total, codes) for total, codes in down if codes <= set(rows)]
        self._work = work

    def solve(self, domains: Domains) -> Domains | None:
        """The readings that some combination satisfying all sums has; None where there is no such combination."""
        every = {(code, at) for code in domains for at in range(len(self.columns))}
        narrowed = self._narrowed(domains, every)
        if narrowed is None or self._work.done:
            return None
        self._work = Work(min(self._work.left, _TRYING))
        found: list[Domains] = []
        undecided = [
            (code, at) for code, d in narrowed.items() for at, values in enumerate(d.columns) if len(values) > 1
        ]
        for combination in islice(self._combinations(narrowed), _COMBINATIONS):
            found.append(combination)
            undecided = [
                (code, at) for code, at in undecided if combination[code].columns[at] == found[0][code].columns[at]
            ]
            if not undecided:
                return narrowed  # the combinations agree on no more than what each sum leaves by itself
        if not found:
            return None
        if len(found) == _COMBINATIONS or self._work.done:
            return narrowed  # too many to go through: what each sum excludes by itself is excluded
        return {code: _Domain(list({row: None for c in found for row in c[code].rows})) for code in narrowed}

    def adds_up(self, rows: Sequence[Row]) -> bool:
        """Does the row's own sum hold in every reading?"""
        known = (dict(zip(self.columns, row, strict=True)) for row in rows)
        return all(any(holds(total, numbers) for total in self._across) for numbers in known)

    def borne_out(self, code: str, domains: Domains) -> set[int]:
        """The columns with a sum that says something of a row."""
        mine = [total for total, codes in self._down if code in codes]
        return {at for total in mine for at in range(len(self.columns)) if _tells(total, at, domains)}

    def _combinations(self, domains: Domains) -> Iterator[Domains]:
        groups = {code: domain.apart for code, domain in domains.items() if len(domain.rows) > 1}
        groups = {code: apart for code, apart in groups.items() if len(apart) > 1}
        if not groups:
            yield domains
            return
        code = min(groups, key=lambda code: len(groups[code]))
        for rows in groups[code]:
            domain = _Domain(rows)
            changed = {(code, at) for at in domain.differs(domains[code])}
            narrowed = self._narrowed(domains | {code: domain}, changed)
            if narrowed is not None and not self._work.done:
                yield from self._combinations(narrowed)

    def _narrowed(self, domains: Domains, changed: set[tuple[str, int]]) -> Domains | None:
        """The readings that no sum excludes by itself, some cells having changed; None where one leaves nothing."""
        left = dict(domains)
        while changed and not self._work.done:
            before, changed = changed, set()
            for total, codes in self._down:
                for at in sorted({at for code, at in before if code in codes}):
                    found = self._narrow(total, at, left)
                    if found is None:
                        return None
                    changed |= found
        return left

    def _narrow(self, total: Sum, at: int, domains: Domains) -> set[tuple[str, int]] | None:
        """Take out what one column's sum excludes; the cells that this changed, None where nothing is left."""
        left, right = _side(total.left, at, domains), _side(total.right, at, domains)
        if self._work.spend(8 + (left.rows + right.rows) // 8) or not (left.tells and right.tells):
            return set()
        if left.negative or right.negative or max(left.most, right.most) > _LARGEST:
            return set()
        fixed, several = (left.fixed, right.fixed), (left.several, right.several)
        if not any(several):
            return set() if left.fixed == right.fixed else None
        reached = [self._reach(side, start) for side, start in zip(several, fixed, strict=True)]
        common = reached[0] & reached[1]
        if not common:
            return None
        changed = set()
        for side, start in zip(several, fixed, strict=True):
            for code, fitting in self._fitting(side, common >> start):
                if len(fitting) < len(side[code]):
                    domain = _Domain([row for row in domains[code].rows if _worth(row[at]) in fitting])
                    changed |= {(code, column) for column in domain.differs(domains[code])}
                    domains[code] = domain
        return changed

    def _reach(self, several: dict[str, set[int]], start: int) -> int:
        """Every sum of one number out of each set, and what is fixed, as the bits of one number."""
        reached = 1 << start
        for worth in several.values():
            reached = self._any([reached << number for number in worth])
        return reached

    def _any(self, masks: list[int]) -> int:
        result = 0
        for mask in masks:
            result |= mask
            self._work.spend(1 + (mask.bit_length() >> 11))
        return result

    def _fitting(self, several: dict[str, set[int]], sums: int) -> Iterator[tuple[str, set[int]]]:
        """For each row, the numbers that with some choice for the others come to one of the sums."""
        rest = [sums]  # what all rows from the last one back must have come to
        for worth in reversed(list(several.values())):
            rest.append(self._any([rest[-1] >> number for number in worth]))
        before = 1
        for position, (code, worth) in enumerate(several.items()):
            after = rest[len(several) - 1 - position]
            yield code, {number for number in worth if (before << number) & after}
            before = self._any([before << number for number in worth])


def _tells(total: Sum, at: int, domains: Domains) -> bool:
    """Does a column's sum say something, whichever reading of its rows is the right one?"""
    return told([domains[code].least[at] for code in total.left], [domains[code].least[at] for code in total.right])
