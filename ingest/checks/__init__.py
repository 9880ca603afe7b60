"""The checks (校验): what must hold in a report, each with its formula, basis, severity, examples and limits.

One module a check, or a family on one formula. A module holds ``CHECKS`` and, if it looks at a finished report,
``find(case) -> Iterator[Finding]``; if it sets reports side by side, ``compare`` (see ``across.py``). Findings that
reading itself makes are declared in ``reading.py``. What is asked of drafts alone stands in ``drafts``, a module a
check like here. docs/checks.md and the table ``checks`` are made from ``CHECKS``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.checks.case import Case
from ingest.forms import serving
from ingest.model import Check, Finding, Report

Find = Callable[[Case], Iterator[Finding]]

# Warnings that doubt the number itself: another unit, a telephone number, two numbers in one. A sum with one says so.
DOUBTING = frozenset({"unit.implausible", "counts.implausible", "draft.amount"})


@cache
def _modules(room: str = __name__) -> tuple[tuple[tuple[Check, ...], Find | None], ...]:
    found = []
    package = importlib.import_module(room)
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{room}.{info.name}")
        found.append((tuple(getattr(module, "CHECKS", ())), getattr(module, "find", None)))
    return tuple(found)


_DRAFTS = f"{__name__}.drafts"


@cache
def checks() -> dict[str, Check]:
    """Every check by its id, those of drafts last."""
    return {check.id: check for declared, _ in (*_modules(), *_modules(_DRAFTS)) for check in declared}


def check_report(report: Report, lines: Sequence[str] = (), *, draft: bool = False) -> Report:
    """The report with the findings of every check added; ``lines`` are its source's, to say where prose stands.

    Of a ``draft`` (a report that is about to be published) more is asked than of a published page.

    Where no label told the form, the latest one's sums serve.
    """
    form = serving(report.form)
    asked = (*_modules(), *_modules(_DRAFTS)) if draft else _modules()
    found = list(report.findings)
    case = Case(report, form, lines, draft, found)
    for _, find in asked:
        found += find(case) if find else ()
    found = found[len(report.findings) :]
    return replace(report, findings=(*_general(report.findings, found), *found))


def _general(read: Sequence[Finding], found: Sequence[Finding]) -> Iterator[Finding]:
    """What reading met, but for what a check says more of: 1.5 is no count, not only unreadable; a table is absent."""
    told = {(f.table, f.row, f.column) for f in found if f.check in ("counts.whole", "counts.implausible")}
    absent = {f.table for f in found if f.check == "draft.table_absent"}
    for finding in read:
        cell = (finding.table, finding.row, finding.column)
        again = finding.check == "cells.unreadable" and cell in told
        if not again and not (finding.check == "rows.missing" and finding.row is None and finding.table in absent):
            yield finding
