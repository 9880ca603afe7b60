"""Reading (读取): one input → rows ready to write, or the sentence that refuses it. Runs in the reading processes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from ingest.checks.across import Facts, every_fact, facts
from ingest.checks.arithmetic import assess
from ingest.checks.case import Case
from ingest.containers import needs_of, source_of
from ingest.forms import serving
from ingest.model import Origin, Refused, Report
from ingest.parse import parse
from ingest.pipeline import archives, limits
from ingest.pipeline.inputs import Input
from ingest.remote import is_url, is_web
from ingest.source import read_bytes
from ingest.store import Packed, Stored, pack


class Draft(Input):
    """A file to check and not to write."""

    __slots__ = ()


class Unpublished(Draft):
    """A draft that is about to be published: more is asked of it, and its prose is kept for comparison."""

    __slots__ = ()


Task: TypeAlias = Input | Stored  # a file, or a source that the database holds


class Checked(NamedTuple):
    """A draft's report, what its neighbours are compared by, and how many of its sums hold.

    The prose is left out unless it is about to be published (``Unpublished``).
    """

    report: Report
    facts: Facts
    sums: dict[str, int]
    sha256: str = ""


class Reading(NamedTuple):
    """What became of one input: rows, or a refusal; neither for a file that the database knows already."""

    sha256: str | None = None
    packed: Packed | None = None
    refused: str | None = None
    checked: Checked | None = None  # of a draft


Result = tuple[Task, Reading]


def read(task: Task, known: frozenset[str], folder: str = "") -> Reading:
    """Read one input. Never raises: whatever is wrong with one file must not touch the others.

    ``folder`` is where paths begin, for a process that stands elsewhere than the one they were given to.
    """
    try:
        with limits.in_time():
            name, content = _content(task, folder)
            seconds, memory = needs_of(name, content)
        with limits.in_time(seconds), limits.wider(memory):
            return _read(task, name, content, known)
    except Refused as refused:
        return Reading(refused=_one_line(str(refused)))
    except MemoryError:
        return Reading(refused=limits.TOO_LARGE)
    except Exception as error:  # a fault of ours: said in one line, and the other files go on
        return Reading(refused=_one_line(f"内部错误 (internal error: {type(error).__name__}: {error})"))


def _read(task: Task, name: str, content: bytes, known: frozenset[str]) -> Reading:
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 in known:
        return Reading(sha256)
    source = replace(source_of(name, content), origin=_origin(task))
    strict = isinstance(task, Unpublished)
    report = parse(source, draft=strict)
    if isinstance(task, Draft):
        seen, of = (report, every_fact) if strict else (replace(report, sections=()), facts)
        sums = dict(assess(Case(seen, serving(report.form))))
        return Reading(sha256, checked=Checked(seen, of(report), sums, sha256))
    return Reading(sha256, pack(source, report))


def _content(task: Task, folder: str) -> tuple[str, bytes]:
    if isinstance(task, Stored):
        return task.name, task.bytes()
    if task.refused is not None:
        raise Refused(task.refused)
    if task.inside:
        return task.path, archives.read(os.path.join(folder, task.archive), task.inside)  # noqa: PTH118
    is_elsewhere = task.path == "-" or is_url(task.path)
    return task.path, read_bytes(task.path if is_elsewhere else os.path.join(folder, task.path))  # noqa: PTH118


def _origin(task: Task) -> Origin | None:
    """Where a file came from: as a manifest says, or as its address does."""
    if task.origin is None and isinstance(task, Input) and is_web(task.path):
        return Origin(task.path, datetime.now(UTC).isoformat(timespec="seconds"))
    return task.origin


def _one_line(message: str) -> str:
    return " ".join(message.split())[:1000]
