"""The checks (校验): what must hold in a report, each with its formula, basis and severity.

One module a check (or a family on one formula). A module holds ``CHECKS`` and, if it looks at finished reports,
``find(report, form) -> Iterator[Finding]``. Findings that reading itself makes are declared in ``reading.py``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from ingest.forms import Form, forms
from ingest.model import Check, Finding, Report

Find = Callable[[Report, Form], Iterator[Finding]]


@cache
def _modules() -> tuple[tuple[tuple[Check, ...], Find | None], ...]:
    found = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append((tuple(module.CHECKS), getattr(module, "find", None)))
    return tuple(found)


@cache
def checks() -> dict[str, Check]:
    """Every check by its id."""
    return {check.id: check for declared, _ in _modules() for check in declared}


def check_report(report: Report) -> Report:
    """The report with the findings of every check added. Where no label told the form, the latest one's sums serve."""
    form = forms()[report.form] if report.form else list(forms().values())[-1]
    found = [finding for _, find in _modules() if find for finding in find(report, form)]
    return replace(report, findings=(*report.findings, *found))
