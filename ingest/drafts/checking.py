"""The check of drafts: files → ``Run``. What one draft alone can say wrong stands in ``ingest.checks.drafts``; here is
what only shows beside the others, the list and the year that was asked for."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ingest.checks.drafts import blank_cells
from ingest.drafts.beside import entry_of, findings, named_by
from ingest.drafts.model import Asked, Draft, Run
from ingest.model import Report
from ingest.pipeline import Interrupts
from ingest.pipeline.checking import Result, Told
from ingest.pipeline.checking import check as check_files
from ingest.pipeline.inputs import Input
from ingest.store import Verdict


def check(
    found: Iterable[Input],
    asked: Asked,
    connection: sqlite3.Connection | None,
    interrupts: Interrupts,
    progress: Callable[[], None] = lambda: None,
    *,
    children: bool = False,
    known: Mapping[str, Verdict] | None = None,
) -> Run:
    """Check every file as a draft that is about to be published."""
    results = check_files(
        found,
        connection,
        interrupts,
        progress,
        lambda read: findings(read, asked, connection),
        children=children,
        known=known,
    )
    same: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for result in results:
        if result.report is not None:
            same[_key(result.report)].append(result.path)
    drafts = [_draft(result, asked, same) for result in results]
    seen = {one.expected.agency.key for one in drafts if one.expected is not None}
    order = {one.agency.key: at for at, one in enumerate(asked.roster)}
    drafts.sort(key=lambda one: order[one.expected.agency.key] if one.expected is not None else len(order))
    return Run(tuple(drafts), tuple(one for one in asked.roster if one.agency.key not in seen), asked)


def plain(results: Sequence[Result]) -> Run:
    """Files that were checked as they are published: nobody is expected, and the order is that of the files."""
    return Run(tuple(_counted(result) for result in results), (), Asked())


def _counted(result: Result) -> Draft:
    return Draft(result, None, blank_cells.count(result.report) if result.report is not None else 0)


def _key(report: Report) -> tuple[str, int, str]:
    return report.agency.key, report.year, report.head.scope


# Findings that hold a draft against its own year.
_OF_THE_YEAR = frozenset(
    {"draft.period", "dates.period", "dates.year", "dates.deadline"}
    | {"draft.preamble_year", "draft.opening_year", "draft.plan_year", "head.year"}
)


def _in_its_year(told: Sequence[Told], asked: Asked) -> list[Told]:
    """The findings without those that hold what is of the year asked for against a title that is of another."""
    if asked.year is None or all(one.finding.check != "draft.other_year" for one in told):
        return list(told)
    right = (str(asked.year), str(asked.year + 1))
    return [
        one
        for one in told
        if one.finding.check not in _OF_THE_YEAR or not any(year in (one.finding.stated or "") for year in right)
    ]


def _draft(result: Result, asked: Asked, same: dict[tuple[str, int, str], list[str]]) -> Draft:
    report = result.report
    if report is None:
        return Draft(result, named_by(result.path, asked.roster))
    others: Sequence[str] = [path for path in same[_key(report)] if path != result.path]
    told = tuple(
        sorted(_in_its_year(result.told, asked), key=lambda one: (one.finding.line is None, one.finding.line or 0))
    )
    return Draft(result._replace(told=told), entry_of(report, asked.roster), blank_cells.count(report), tuple(others))
