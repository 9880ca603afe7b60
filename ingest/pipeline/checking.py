"""Checking (校验草稿): many files read and checked in other processes, then set beside each other; nothing is written.

A file's neighbours are the other files given and, with a database, the reports in it; a file given counts before the
report that stands in the database for the same agency, year and scope.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.checks import across, checks
from ingest.checks.across import Facts
from ingest.model import Finding, Report
from ingest.pipeline.inputs import Input
from ingest.pipeline.interrupts import Interrupts
from ingest.pipeline.reading import Checked, Draft
from ingest.pipeline.workers import readings
from ingest.store import Verdict, finding_key, organs, standing, verdicts

Key = tuple[str, int, str]


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
    report: Report | None = None  # without its prose
    sums: dict[str, int] | None = None
    told: tuple[Told, ...] = ()


def check(
    found: Iterable[Input],
    connection: sqlite3.Connection | None,
    interrupts: Interrupts,
    progress: Callable[[], None] = lambda: None,
) -> list[Result]:
    """Check every file, in the order given."""
    results = readings((Draft(*one) for one in found), frozenset())
    read: list[tuple[str, str | None, Checked | None]] = []
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
    drafts = {_key(checked.report): checked.facts for _, _, checked in read if checked is not None}
    beside = _Beside(drafts, [checked.report for _, _, checked in read if checked is not None], connection)
    return [_result(path, refused, checked, beside) for path, refused, checked in read]


def _key(report: Report) -> Key:
    return report.agency.name, report.year, report.head.scope


def _result(path: str, refused: str | None, checked: Checked | None, beside: _Beside) -> Result:
    if checked is None:
        return Result(path, refused)
    report = checked.report
    found = (*report.findings, *beside.findings(report, checked.facts))
    report = replace(report, findings=found)
    return Result(path, None, report, checked.sums, tuple(beside.told(found, _key(report))))


class _Beside:
    """The reports beside a draft: other drafts, and those in a database."""

    def __init__(
        self, drafts: dict[Key, Facts], reports: Sequence[Report], connection: sqlite3.Connection | None
    ) -> None:
        self._drafts = drafts
        self._connection = connection
        self._organs: dict[tuple[str, int], list[Key]] = defaultdict(list)
        for report in reports:
            if report.head.scope == "own" and report.agency.region_code:
                self._organs[report.agency.region_code, report.year].append(_key(report))

    def findings(self, report: Report, facts: Facts) -> Iterator[Finding]:
        """What the reports beside it say against a draft."""
        agency, year, scope = _key(report)
        before = self._drafts.get((agency, year - 1, scope))
        if before is None and self._connection is not None:
            before = standing(self._connection, agency, year - 1, scope)
        if before is not None:
            yield from across.compare(facts, before)
        if scope == "aggregate" and report.agency.region_code:
            yield from across.below(facts, self._below(report.agency.region_code, year))

    def _below(self, region: str, year: int) -> dict[str, tuple[int, float]]:
        drafts = [self._drafts[key] for key in dict.fromkeys(self._organs[region, year])]
        named = [agency for agency, _, _ in self._organs[region, year]]
        stored = organs(self._connection, region, year, but=named) if self._connection is not None else {}
        sums = {}
        for code in across.COMPARED:
            own = [n for draft in drafts if (n := draft.numbers.get(("applications", code, "total"))) is not None]
            count, total = stored.get(code, (0, 0))
            sums[code] = (count + len(own), total + sum(own))
        return sums

    def told(self, found: Sequence[Finding], of: Key) -> Iterator[Told]:
        """The findings with what someone said of them."""
        keys = [finding_key(finding, of) for finding in found]
        known = verdicts(self._connection, keys) if self._connection is not None else {}
        for finding, key in zip(found, keys, strict=True):
            yield Told(finding, key, known.get(key))
