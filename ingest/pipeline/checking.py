"""Checking (校验草稿): many files read and checked in other processes, then set beside each other; nothing is written.

A file's neighbours are the other files given and, with a database, the reports in it; a file given counts before the
report that stands in the database for the same agency, year and scope.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest import store
from ingest.checks import across, checks
from ingest.checks import children as whole_and_parts
from ingest.checks.across import Facts
from ingest.checks.children import Below, covered
from ingest.checks.drafts import last_year, parts
from ingest.model import Finding, Report
from ingest.pipeline.inputs import Input
from ingest.pipeline.interrupts import Interrupts
from ingest.pipeline.reading import Checked, Draft, Unpublished
from ingest.pipeline.workers import readings
from ingest.store import Held, Verdict, agency_key, finding_key, identity_of, members

Key = tuple[str | int, int, str]  # agency, year, scope
Read = tuple[str, str | None, Checked | None]  # path; why it was refused, or what it says
More = Callable[[Sequence[Read]], Sequence[Sequence[Finding]]]  # what else is to be said of each file


class Told(NamedTuple):
    """A finding of a draft, its key, and what someone said of it before."""

    finding: Finding
    key: str
    verdict: Verdict | None

    @property
    def severity(self) -> str:
        """As the check has it."""
        return checks()[self.finding.check].severity

    @property
    def counts(self) -> bool:
        """Does it bear on the exit status? Not once someone has dismissed it."""
        return self.verdict is None or self.verdict.verdict != "dismissed"


class Result(NamedTuple):
    """What became of one file: its findings, or why it was refused."""

    path: str
    refused: str | None = None
    report: Report | None = None  # without its prose, unless it is about to be published
    sums: dict[str, int] | None = None
    told: tuple[Told, ...] = ()


def check(
    found: Iterable[Input],
    connection: sqlite3.Connection | None,
    interrupts: Interrupts,
    progress: Callable[[], None] = lambda: None,
    more: More | None = None,
    *,
    children: bool = False,
    known: Mapping[str, Verdict] | None = None,
) -> list[Result]:
    """Check every file, in the order given; with ``more``, as one that is about to be published.

    ``children``: a government's numbers are also told where they exceed those of its organs. ``known``: what someone
    said of findings, beside what the database knows.
    """
    kind = Draft if more is None else Unpublished
    results = readings((kind(*one) for one in found), frozenset())
    read: list[Read] = []
    try:
        while True:
            with interrupts.heard():
                one = next(results, None)
            if one is None:
                break
            task, reading = one
            assert isinstance(task, Draft)  # noqa: S101 (for the type checker)
            read.append((task.path, reading.refused, reading.checked))
            progress()
    finally:
        results.close()
    readable = [checked for _, _, checked in read if checked is not None]
    beside = (_Beside if more is None else _BesideUnpublished)(readable, connection, children=children)
    beside.known = known or {}
    told = more(read) if more is not None else [()] * len(read)
    return [_result(one, beside, found) for one, found in zip(read, told, strict=True)]


def _result(one: Read, beside: _Beside, more: Sequence[Finding]) -> Result:
    path, refused, checked = one
    if checked is None:
        return Result(path, refused)
    report = checked.report
    found = (*report.findings, *beside.findings(report, checked.facts), *more)
    report = replace(report, findings=found)
    return Result(path, None, report, checked.sums, tuple(beside.told(found, identity_of(report))))


def below_of(report: Report) -> Below | None:
    """A draft as it may be part of a government's sums; None where its place is open."""
    agency = report.agency
    if agency.region_code is None:
        return None
    cells = whole_and_parts.numbers(report.rows)
    return Below(agency.region_code, report.head.scope, agency.function, agency.function_class, cells, agency.name)


def below_held(one: Held) -> Below:
    """A report of the database, likewise."""
    cells = whole_and_parts.numbers(one.rows)
    return Below(one.place or "", one.scope, one.function, one.function_class, cells, one.agency)


class _Beside:
    """The reports beside a draft: other drafts, and those in a database."""

    def __init__(self, drafts: Sequence[Checked], connection: sqlite3.Connection | None, *, children: bool) -> None:
        self._connection, self._children = connection, children
        self.known: Mapping[str, Verdict] = {}
        self._drafts = {self._key(checked.report): checked for checked in drafts}
        self._years: dict[int, list[Key]] = defaultdict(list)
        for key in self._drafts:
            self._years[key[1]].append(key)

    _held = staticmethod(store.standing)

    def _key(self, report: Report) -> Key:
        """Agency, year and scope; the agency by its id in the database if it has one there."""
        key = agency_key(report.agency)
        found = None
        if self._connection is not None:
            found = store.known_as(self._connection, key, report.agency.printed or report.agency.name)
        return key if found is None else found, report.year, report.head.scope

    def findings(self, report: Report, facts: Facts) -> Iterator[Finding]:
        """What the reports beside it say against a draft."""
        agency, year, scope = self._key(report)
        before = self._drafts.get((agency, year - 1, scope))
        last = before.facts if before is not None else None
        if last is None and self._connection is not None and isinstance(agency, int):
            last = self._held(self._connection, agency, year - 1, scope)
        if last is not None:
            yield from self._against(report, facts, last)
        place = report.agency.region_code
        if scope == "aggregate" and place and not whole_and_parts.of_a_zone(place, report.agency.function_class):
            counted = whole_and_parts.organs(place, report.head.title, self._others(report, place))
            sums, now = whole_and_parts.totals(counted), whole_and_parts.numbers(report.rows)
            lines = {(row.table, row.code): row.line for row in report.rows}
            yield from whole_and_parts.below(now, lines, report.form, sums, both_ways=self._children)

    def _against(self, report: Report, facts: Facts, last: Facts) -> Iterator[Finding]:
        return across.compare(facts, last)

    def _others(self, report: Report, place: str) -> Iterator[Below]:
        drafts = self._years[report.year]
        for key in drafts:
            if (below := below_of(self._drafts[key].report)) is not None:
                yield below
        if self._connection is not None:
            named = {(agency, scope) for agency, _, scope in drafts}
            for one in members(self._connection, report.year, covered(place, report.head.title)):
                if (one.agency_id, one.scope) not in named:
                    yield below_held(one)

    def told(self, found: Sequence[Finding], of: tuple[str, int, str]) -> Iterator[Told]:
        """The findings with what someone said of them."""
        keys = [finding_key(finding, of) for finding in found]
        stored = store.verdicts(self._connection, keys) if self._connection is not None else {}
        for finding, key in zip(found, keys, strict=True):
            said = [one for one in (stored.get(key), self.known.get(key)) if one is not None]
            yield Told(finding, key, max(said, key=lambda one: one.reviewed_at, default=None))


class _BesideUnpublished(_Beside):
    """The same of drafts that aren't published yet: every number is held against last year's."""

    _held = staticmethod(store.standing_whole)

    def _against(self, report: Report, facts: Facts, last: Facts) -> Iterator[Finding]:
        yield from super()._against(report, facts, last)
        yield from last_year.compare(facts, last)
        yield from parts.compare(report, facts, last)
