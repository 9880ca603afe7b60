"""The reader's cells beside a paper's truth.

right, missed, wrong: of the cells that the file prints as numbers. gone: missed, and the text doesn't even have that
number often enough, so nobody could read them all. invented: a number where the paper prints none. silent: a wrong or
invented cell whose table has no finding. unsaid: a missed one without.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.containers import source_of
from ingest.model import Refused, Report
from ingest.parse import parse

from .paper import Key

COUNTS = ("files", "refused", "crashed", "printed", "right", "missed", "gone", "wrong", "invented", "silent", "unsaid")
HEADS = ("heads", "head_right", "head_missed", "head_wrong")
# Findings that name no table speak of all of them if they are of these kinds.
_OF_ALL = ("rows", "cells", "tables", "table", "columns", "layout", "page", "pages", "form", "values", "report")


@dataclass(slots=True)
class Verdict:
    """What reading one file gave: counts, and the cells that aren't as printed: (what, cell, printed, read)."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)
    refusal: str = ""


def judge(name: str, content: bytes, truth: Mapping[str, Any], *, text: str | None = None) -> Verdict:
    """Read a file and compare it. ``text``: what a converter made of it, for telling what is gone."""
    verdict = Verdict(Counter(files=1))
    report: Report | None = None
    try:
        report = parse(source_of(name, content))
    except Refused as refused:
        verdict.refusal = str(refused)
        verdict.counts["refused"] = 1
    except Exception as error:  # a fault of the reader's, counted like any other
        verdict.refusal = f"crashed: {error!r}"
        verdict.counts["crashed"] = 1
        verdict.faults.append(("crashed", name, "", repr(error)))
    read = _numbers(report)
    printed = {cell: number for cell, number in truth["cells"].items() if number is not None}
    gone = _gone(text, truth["printed"]) if text is not None else set()
    for cell in sorted({*printed, *read}):
        _compare(verdict, report, cell, printed.get(cell), read.get(cell), cell in gone)
    if report is not None:
        _heads(verdict, report, truth)
    return verdict


def _numbers(report: Report | None) -> dict[str, int | float]:
    return {
        f"{row.table}.{row.code}.{column}": value.number
        for row in (report.rows if report else ())
        for column, value in zip(row.columns, row.values, strict=True)
        if value.number is not None
    }


def _compare(
    verdict: Verdict,
    report: Report | None,
    cell: str,
    printed: int | float | None,
    read: int | float | None,
    gone: bool,
) -> None:
    counts = verdict.counts
    counts["printed"] += printed is not None
    if printed is not None and read is not None and abs(read - printed) < 1e-9 * max(1, abs(printed)):
        counts["right"] += 1
        return
    what = _called(printed, read, gone)
    counts[what] += 1
    if report is not None and not _speaks(report, Key.parse(cell)):
        counts["unsaid" if read is None else "silent"] += 1
    verdict.faults.append((what, cell, str(printed), str(read)))


def _called(printed: int | float | None, read: int | float | None, gone: bool) -> str:
    if read is not None:
        return "invented" if printed is None else "wrong"
    return "gone" if gone else "missed"


def _speaks(report: Report, key: Key) -> bool:
    """Has the cell's table a finding, or all tables?"""
    return any(
        finding.table == key.table or (finding.table is None and finding.check.partition(".")[0] in _OF_ALL)
        for finding in report.findings
    )


def _gone(text: str, printed: Mapping[str, str]) -> set[str]:
    """The cells whose printed text stands in the converted text less often than the file prints it."""
    plain = unicodedata.normalize("NFKC", text)
    needed = Counter(map(_plain, printed.values()))
    short = {
        token
        for token, times in needed.items()
        if len(re.findall(rf"(?<![\d.,]){re.escape(token)}(?![\d.,])", plain)) < times
    }
    return {cell for cell, token in printed.items() if _plain(token) in short}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


# --- what the file says of itself -----------------------------------------------------------------------------------


def _heads(verdict: Verdict, report: Report, truth: Mapping[str, Any]) -> None:
    said: dict[str, Any] = {name: truth["report"][name] for name in truth["says"]}
    said |= {name: truth[name] for name in ("agency", "year", "title", "form")}
    for name, expected in said.items():
        _head(verdict, name, expected, _read_head(report, name))


def _read_head(report: Report, name: str) -> Any:
    if name == "agency":
        return report.agency.name
    value = getattr(report, name) if name in ("year", "form") else getattr(report.head, name)
    return value.isoformat() if isinstance(value, date) else value


def _head(verdict: Verdict, name: str, expected: Any, read: Any) -> None:
    verdict.counts["heads"] += 1
    if _same(read) == _same(expected):
        verdict.counts["head_right"] += 1
        return
    verdict.counts["head_missed" if read is None else "head_wrong"] += 1
    verdict.faults.append(("head", name, str(expected), str(read)))


def _same(value: Any) -> Any:
    return "".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else value
