"""Many files (批量): read in other processes, here or on a cluster, written by one writer, hundreds a transaction.

An event is only handed on when what it tells of is committed, so what was printed is in the database, also after
Ctrl-C, a full disk or a power cut.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from ingest import store
from ingest.model import Refused, Unreachable
from ingest.pipeline.checking import check
from ingest.pipeline.executors import Elsewhere, readings_on
from ingest.pipeline.inputs import Input, gathered, inputs
from ingest.pipeline.interrupts import Interrupted, Interrupts
from ingest.pipeline.reading import Reading, Result, Task
from ingest.pipeline.workers import readings

if TYPE_CHECKING:
    from ingest.store import Packed, Rereading, Stored, Writer, Written

__all__ = ["Elsewhere", "Event", "Input", "Interrupted", "Interrupts", "add", "check", "gathered", "inputs", "reread"]

BATCH = 256  # reports a transaction
SECONDS = 1.0  # a transaction's longest: another writer waits no longer than that


class Event(NamedTuple):
    """What became of one input."""

    path: str
    status: Literal["added", "replaced", "unchanged", "refused"]
    message: str | None = None  # why it was refused
    report_id: int | None = None
    agency: str | None = None
    year: int | None = None
    errors: int = 0
    warnings: int = 0
    notes: int = 0


def add(
    connection: sqlite3.Connection,
    found: Iterable[Input],
    interrupts: Interrupts,
    elsewhere: Elsewhere | None = None,
    *,
    replace: bool = False,
) -> Iterator[Event]:
    """Read and write every input. ``Interrupted`` comes after the reports that were ready are committed.

    A second report of an agency, year and scope among the inputs is refused, unless it may ``replace`` the first.

    Reading is done in processes of this machine's, or ``elsewhere``; then ``Unreachable`` comes in the same way.
    """
    writer = store.Writer(connection)
    batch, run = _Batch(writer), _Run(writer, replace=replace)
    known = writer.known()
    results = readings(found, known) if elsewhere is None else readings_on(elsewhere, found, known)
    try:
        while (result := _next(results, interrupts)) is not None:
            batch.events.append(run.write(*result))
            if batch.full():
                yield from batch.commit()
        yield from batch.commit()
        writer.commit()
    except (Interrupted, Unreachable):
        yield from batch.commit()
        writer.commit()
        raise
    finally:
        results.close()
        writer.rollback()


def reread(
    connection: sqlite3.Connection, interrupts: Interrupts, progress: Callable[[], None] = lambda: None
) -> list[Event]:
    """Read every source of the database again, in one transaction: all of it or, if interrupted, nothing."""
    writer = store.Writer(connection)
    try:
        events = list(_reread(store.Rereading(writer), interrupts, progress))
        writer.commit()
        return events
    finally:
        writer.rollback()


class _Batch:
    """Events that wait for their transaction."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._since = time.monotonic()
        self.events: list[Event] = []

    def full(self) -> bool:
        return len(self.events) >= BATCH or time.monotonic() - self._since > SECONDS

    def commit(self) -> list[Event]:
        self._writer.commit_part()
        self._since = time.monotonic()
        events, self.events = self.events, []
        return events


def _next(results: Iterator[Result], interrupts: Interrupts) -> Result | None:
    with interrupts.heard():
        return next(results, None)


class _Run:
    """What the inputs of one call of ``add`` gave, so that none of them silently replaces another."""

    def __init__(self, writer: Writer, *, replace: bool) -> None:
        self._writer = writer
        self._replace = replace
        self._taken: dict[int, str] = {}  # report → the input that it is from

    def write(self, task: Task, reading: Reading) -> Event:
        """What became of one input."""
        path = task[0] if isinstance(task, Input) else task.name
        if reading.refused is not None:
            return Event(path, "refused", reading.refused)
        if reading.packed is None:
            if task.origin is not None and reading.sha256 is not None:
                self._writer.told_of(reading.sha256, task.origin)
            return self._known(path, reading.sha256 or "")
        try:
            written = self._writer.write(reading.packed, {} if self._replace else self._taken)
        except Refused as refused:
            return Event(path, "refused", str(refused))
        if written.report_id is not None:
            self._taken[written.report_id] = path
        return _event(path, reading.packed, written)

    def _known(self, path: str, sha256: str) -> Event:
        """A file that the database has: unchanged, unless another of this run has just replaced its report."""
        source = self._writer.source(sha256)
        report_id = None if source is None else self._writer.report_of(source[0])
        if report_id is not None:
            self._taken.setdefault(report_id, path)
        elif source is not None and not self._replace:
            by = self._writer.successor_of(source[0])
            if by in self._taken:
                return Event(path, "refused", store.second(self._writer.key_of(by), self._taken[by]))
        return Event(path, "unchanged", report_id=report_id)


def _event(path: str, packed: Packed, written: Written) -> Event:
    agency, year, _ = packed.key
    severities = Counter(finding[1] for finding in packed.findings)
    counts = (severities["error"], severities["warning"], severities["note"])
    return Event(path, written.status, None, written.report_id, agency, year, *counts)


def _reread(again: Rereading, interrupts: Interrupts, progress: Callable[[], None]) -> Iterator[Event]:
    waiting: dict[int, tuple[str, Packed]] = {}
    results = readings(again.sources(), frozenset())
    try:
        while (result := _next(results, interrupts)) is not None:
            event = _rewrite(again, *result, waiting)
            progress()
            if event is not None:
                yield event
    finally:
        results.close()
    for source_id, written in again.end():
        yield _event(*waiting[source_id], written)


def _rewrite(again: Rereading, task: Task, reading: Reading, waiting: dict[int, tuple[str, Packed]]) -> Event | None:
    stored = cast("Stored", task)
    try:
        if reading.packed is None:
            raise Refused(reading.refused)
        written = again.write(stored.id, reading.packed)
    except Refused as refused:
        again.refused(stored.id)
        return Event(stored.name, "refused", str(refused))
    if written is None:
        waiting[stored.id] = (stored.name, reading.packed)
        return None
    return _event(stored.name, reading.packed, written)
