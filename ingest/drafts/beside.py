"""A draft beside the others, the list and the year asked for: findings that no draft alone can give."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath

from ingest.checks.drafts import sent_in as rules
from ingest.drafts.alike import Twins
from ingest.drafts.model import Asked, Expected
from ingest.front.likeness import agree
from ingest.model import Finding, Report
from ingest.pipeline.checking import Read
from ingest.pipeline.reading import Checked

_STORED = "SELECT r.year FROM reports r JOIN sources s ON s.id = r.source_id WHERE s.sha256 = ?"


def findings(read: Sequence[Read], asked: Asked, connection: sqlite3.Connection | None) -> list[list[Finding]]:
    """For each file what the others, the list and the year say of it."""
    beside = _Beside([(path, checked) for path, _, checked in read if checked is not None], asked, connection)
    return [[] if checked is None else list(beside.findings(path, checked)) for path, _, checked in read]


def entry_of(report: Report, roster: Sequence[Expected]) -> Expected | None:
    """The entry of the list that a report's agency is: by its key, or else the only one whose name means the same."""
    key, name = report.agency.key, printed(report)
    for one in roster:
        if one.agency.key == key:
            return one
    alike = [one for one in roster if _is_written_otherwise(one.name, name)]
    return alike[0] if len(alike) == 1 else None


def named_by(path: str, roster: Sequence[Expected]) -> Expected | None:
    """The entry of the list that a file's name names, for a file that can't be read."""
    bare = rules.bare(PurePath(path).stem)
    return max((one for one in roster if one.name in bare), key=lambda one: len(one.name), default=None)


def _is_written_otherwise(listed: str, name: str) -> bool:
    """Is this the same name without its place, or short (卫健委)? One character more or less is a slip of the pen."""
    if not agree(listed, name):
        return False
    return listed.endswith(name) or name.endswith(listed) or abs(len(listed) - len(name)) > 1


def printed(report: Report) -> str:
    """The agency's name as the draft prints it."""
    return report.agency.printed or report.agency.name


class _Beside:
    """Several drafts, looked at together once."""

    def __init__(
        self, drafts: Sequence[tuple[str, Checked]], asked: Asked, connection: sqlite3.Connection | None
    ) -> None:
        self._asked, self._connection = asked, connection
        self._files: dict[str, list[str]] = defaultdict(list)
        self._agencies: dict[tuple[str, int, str], list[tuple[str, str]]] = defaultdict(list)
        for path, checked in drafts:
            self._files[checked.sha256].append(path)
            self._agencies[_key(checked.report)].append((path, checked.sha256))
        self._twins = Twins([(path, checked.report) for path, checked in drafts])

    def findings(self, path: str, checked: Checked) -> Iterator[Finding]:
        """Everything that is said of one draft."""
        report = checked.report
        yield from self._of_the_year(report, checked.sha256)
        yield from self._on_the_list(path, report)
        yield from self._in_time(report)
        same = [other for other in self._files[checked.sha256] if other != path]
        if same:
            yield rules.same_file(_name(same[0]))
        others = [other for other, sha in self._agencies[_key(report)] if other != path and sha != checked.sha256]
        if others:
            yield rules.same_agency(printed(report), report.year, [_name(other) for other in others])
        if twin := self._twins.of(path):
            yield rules.twin(*twin)
        if same_tables := self._twins.tables_of(path):
            yield rules.twin_tables(*same_tables)

    def _of_the_year(self, report: Report, sha256: str) -> Iterator[Finding]:
        stored = self._connection.execute(_STORED, [sha256]).fetchone() if self._connection is not None else None
        if stored is not None and self._asked.year is not None and stored[0] != self._asked.year:
            yield rules.resent(self._asked.year, stored[0])
        elif self._asked.year is not None and report.year != self._asked.year:
            yield rules.other_year(self._asked.year, report)

    def _on_the_list(self, path: str, report: Report) -> Iterator[Finding]:
        if not self._asked.roster:
            yield from rules.named_otherwise(PurePath(path).stem, report)
            return
        entry = entry_of(report, self._asked.roster)
        if entry is None:
            yield rules.not_listed(printed(report), [one.name for one in self._asked.roster])
        yield from rules.listed_otherwise(PurePath(path).stem, report, entry, self._asked.roster)

    def _in_time(self, report: Report) -> Iterator[Finding]:
        head = report.head
        made = head.document_date or head.signed_date or head.published_date
        if self._asked.deadline and made:
            month, day = self._asked.deadline
            last = date((self._asked.year or report.year) + 1, month, min(day, 28) if month == 2 else day)
            if made > last:
                yield rules.late(made, last)


def _key(report: Report) -> tuple[str, int, str]:
    return report.agency.key, report.year, report.head.scope


def _name(path: str) -> str:
    return PurePath(path).name
