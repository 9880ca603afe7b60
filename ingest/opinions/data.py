"""A check for programs: an object a draft, then the sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ingest.drafts import VERDICTS as STATES
from ingest.drafts import Draft, Run
from ingest.opinions.words import MARKS


def as_data(run: Run) -> Iterator[dict[str, Any]]:
    """An object a draft, in the order of the list, then the summary."""
    yield from map(_draft, run.drafts)
    counts = {severity: sum(draft.counts[severity] for draft in run.drafts) for severity in MARKS}
    summary: dict[str, Any] = {"files": len(run.drafts)} | counts
    if run.asked.roster:
        summary["missing"] = [one.name for one in run.missing]
    yield {"summary": summary}


def printable(path: str) -> str:
    """A path as text, whatever bytes it holds."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _draft(draft: Draft) -> dict[str, Any]:
    data: dict[str, Any] = {"file": printable(draft.path)}
    state = {"state": draft.state, "verdict": STATES[draft.state]}
    report = draft.report
    if report is None:
        return data | {"status": "refused", "message": draft.result.refused} | state
    data |= {"status": "checked", "agency": report.agency.name, "year": report.year, "scope": report.head.scope}
    findings = [
        asdict(told.finding)
        | {"severity": told.severity, "key": told.key}
        | ({"verdict": told.verdict.verdict, "note": told.verdict.note} if told.verdict else {})
        for told in draft.told
    ]
    data |= {"form": report.form, "sums": draft.result.sums, **state, "blanks": draft.blanks}
    if draft.expected is not None:
        data["expected"] = draft.expected.name
    if draft.others:
        data["others"] = list(map(printable, draft.others))
    return data | {"findings": findings}
