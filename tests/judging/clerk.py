"""Drafts as a clerk would hand them in, checked by ``ingest check --draft``, and what must be told of the first file.

``finding``       a finding that must come out: ``severity`` is the least it may have (note, warning, error); ``one_of``
                  lists places or words of which one is enough: ``table``, ``row``, ``column``, or ``message_has``,
                  words that stand in the message. ``stated``: a finding on that cell that states a number states what
                  it prints.
``findings``      all of these must come out, with ``printed`` and ``children`` in their message.
``applications``  what is read of a row: its numbers by column; ``null`` for what is no number.
``none_above``    no finding is more severe than this.
``quiet``         no finding of these checks.
``last_year``     a report in the database that the drafts are checked against.
``also``          drafts checked in the same call.
``roster``        the list of those who are expected. ``year``: the year asked for; 2025 if nothing is said.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from ingest.cli import main
from judging.added import Added

SEVERITIES = ("note", "warning", "error")
WORDS = (
    "finding", "findings", "applications", "none_above", "quiet", "last_year", "also", "roster", "year"
)  # fmt: skip


class Told(NamedTuple):
    """The findings of the first file, and what is read of it."""

    findings: list[dict[str, Any]]
    shown: dict[str, Any]


def files_of(expect: dict[str, Any]) -> list[str]:
    """The names of the other files that a case speaks of."""
    return [*expect.get("also", []), *([expect["last_year"]] if "last_year" in expect else [])]


def made(files: list[Path], folder: Path, stated: dict[str, Any]) -> Told:
    """``ingest check --draft`` of the first file and those of ``also``."""
    expect, draft = stated["expect"], files[0]
    options = ["--draft", "--year", str(expect.get("year", 2025)), "--format", "json"]
    if "roster" in expect:
        options += ["--roster", str(draft.parent / expect["roster"])]
    if "last_year" in expect:
        options += ["--db", str(Added([draft.parent / expect["last_year"]], folder).path)]
    also = [str(draft.parent / name) for name in expect.get("also", [])]
    results = [json.loads(line) for line in _run("check", str(draft), *also, *options).splitlines()]
    mine = next(result for result in results if result.get("file") == str(draft))
    assert mine["status"] == "checked", mine
    return Told(mine["findings"], json.loads(_run("show", str(draft), "--json")) if "applications" in expect else {})


def _run(*arguments: str) -> str:
    told = CliRunner().invoke(main, list(arguments))
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.stdout


def judge(told: Told, expect: dict[str, Any]) -> list[str]:
    """What doesn't hold of one draft."""
    return [failure for word in expect for failure in _JUDGES.get(word, _nothing)(told, expect[word])]


def _nothing(_told: Told, _expected: Any) -> list[str]:
    return []


def _finding(told: Told, expected: dict[str, Any]) -> list[str]:
    least = SEVERITIES.index(expected["severity"])
    severe = [found for found in told.findings if SEVERITIES.index(found["severity"]) >= least]
    failures = [] if any(_meets(f, place) for f in severe for place in expected["one_of"]) else [f"no {expected}"]
    cell = expected.get("stated")
    if cell:
        on = [f for f in told.findings if (f["row"], f["column"]) == (cell["row"], cell["column"])]
        failures += [f"states {f['stated']}" for f in on if f["stated"] not in (None, cell["printed"])]
    return failures


def _meets(found: dict[str, Any], place: dict[str, Any]) -> bool:
    words = place.get("message_has", [])
    return all(word in found["message"] for word in words) and all(
        found[name] == place[name] for name in ("table", "row", "column", "stated") if name in place
    )


def _findings(told: Told, expected: list[dict[str, Any]]) -> list[str]:
    failures = []
    for wanted in expected:
        least = SEVERITIES.index(wanted["severity"])
        on = [
            f
            for f in told.findings
            if all(f[name] == wanted[name] for name in ("table", "row", "column"))
            and SEVERITIES.index(f["severity"]) >= least
        ]
        numbers = (f"{wanted['printed']:g}", f"{wanted['children']:g}")
        if not any(all(number in f["message"] for number in numbers) for f in on):
            failures.append(f"no {wanted}")
    return failures


def _applications(told: Told, expected: dict[str, list[int | None]]) -> list[str]:
    rows = {row["code"]: row for row in told.shown["rows"] if row["table"] == "applications"}
    return [
        f"{code} is {got}, not {numbers}"
        for code, numbers in expected.items()
        if (got := [cell["number"] for cell in rows[code]["cells"].values()]) != numbers
    ]


def _none_above(told: Told, expected: str) -> list[str]:
    most = SEVERITIES.index(expected)
    return [
        f"{f['severity']} {f['check']}: {f['message']}" for f in told.findings if SEVERITIES.index(f["severity"]) > most
    ]


def _quiet(told: Told, expected: list[str]) -> list[str]:
    return [f"{f['check']}: {f['message']}" for f in told.findings if f["check"] in expected]


_JUDGES = {
    "finding": _finding,
    "findings": _findings,
    "applications": _applications,
    "none_above": _none_above,
    "quiet": _quiet,
}
