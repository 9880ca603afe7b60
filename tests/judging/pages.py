"""Reports added by themselves to an empty database, and what must stand in it afterwards.

``cells``           ``table.row.column`` → its number; ``null``: NULL, or no such row. Money is in 万元.
``cells_or_null``   that number, or NULL with a finding on the row or its table; any other number is wrong.
``findings``        each is met by a finding with all that is given: ``table``, ``row``, ``column``, ``word`` (in the
                    message), ``check``, ``severity``.
``checks``          table → the checks about cells that say something of it or of the whole page, all of them but
                    ``rows.missing``.
``rows``            ``table.row`` → whether that row stands in the database.
``agency``          the agency's name. ``report``: columns of ``reports``.
``may_be_refused``  the file may also be refused, in words; then nothing else is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.checks import arithmetic, reading
from judging.added import Added

ABOUT_CELLS = {check.id for check in (*reading.CHECKS, *arithmetic.CHECKS)}
# Findings that quote what a page prints: nobody finds the place without the table, the quote and the line.
QUOTING = {
    "cells.annotated", "cells.unplaced", "cells.unreadable", "columns.unmatched", "labels.read_as", "rows.long",
    "rows.placed", "rows.unmatched",
}  # fmt: skip
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ROWS = {"applications": ("outcomes", "outcome_id"), "appeals": ("channels", "channel_id")}
_FINDING = {
    "table": "table_name", "row": "row_code", "column": "column_name", "check": "check_id", "severity": "severity"
}  # fmt: skip


class Stored(Added):
    """The report of a case's file in the database, if it was taken."""

    def __init__(self, files: list[Path], folder: Path) -> None:
        super().__init__(files, folder)
        of = "FROM reports r JOIN agencies g ON g.id = r.agency_id"
        self.report = self._only(f"SELECT r.*, g.name agency, g.level {of}")
        self.place = self._only("SELECT region_code FROM report_stats")
        self.findings = self.rows("SELECT * FROM findings")
        self.sections = self.rows("SELECT kind, heading, body FROM sections ORDER BY position")
        self.printed = {**_disclosure(self), **_table(self, "applications"), **_table(self, "appeals")}

    def _only(self, sql: str) -> dict[str, Any] | None:
        found = self.rows(sql)
        assert len(found) <= 1, f"{len(found)} reports"
        return found[0] if found else None

    @property
    def in_words(self) -> bool:
        """Whether the refusal says why, in Chinese, and no more than that."""
        return self.status == 1 and bool(_CHINESE.search(self.said)) and "Traceback" not in self.said

    def cell(self, key: str) -> float | None:
        """The number in ``table.row.column``; None for NULL and where there is no such cell."""
        row, _, column = key.rpartition(".")
        return self.printed.get(row, {}).get(column)

    def spoken_of(self, key: str) -> bool:
        """Whether a finding stands on a cell's row or on its whole table."""
        table, row, _ = key.split(".")
        return any(f["table_name"] == table and f["row_code"] in (row, None) for f in self.findings)


def stored(files: list[Path], folder: Path, _: dict[str, Any]) -> Stored:
    """``ingest add`` of all of them, into an empty database."""
    return Stored(files, folder)


def _table(found: Added, table: str) -> dict[str, dict[str, Any]]:
    codes, key = _ROWS[table]
    rows = found.rows(f"SELECT c.code, t.* FROM {table} t JOIN {codes} c ON c.id = t.{key}")
    return {f"{table}.{row['code']}": row for row in rows}


def _disclosure(found: Added) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for row in found.rows(
        "SELECT k.code item, m.code measure, d.value FROM disclosure_items d"
        " JOIN item_kinds k ON k.id = item_kind_id JOIN measures m ON m.id = measure_id"
    ):
        rows.setdefault(f"disclosure_items.{row['item']}", {})[row["measure"]] = row["value"]
    return rows


def _cells(found: Stored, expected: dict[str, float | None]) -> list[str]:
    return [
        f"{key} is {found.cell(key)}, not {number}" for key, number in expected.items() if found.cell(key) != number
    ]


def _cells_or_null(found: Stored, expected: dict[str, float | None]) -> list[str]:
    told = []
    for key, number in expected.items():
        got = found.cell(key)
        if got is not None and got != number:
            told.append(f"{key} is {got}, not {number} or NULL")
        elif got is None and number is not None and not found.spoken_of(key):
            told.append(f"{key} is NULL, and no finding says so")
    return told


def _findings(found: Stored, expected: list[dict[str, str]]) -> list[str]:
    return [f"no finding {wanted}" for wanted in expected if not any(_meets(f, wanted) for f in found.findings)]


def _meets(finding: dict[str, Any], wanted: dict[str, str]) -> bool:
    return wanted.get("word", "") in finding["message"] and all(
        finding[_FINDING[word]] == value for word, value in wanted.items() if word != "word"
    )


def _checks(found: Stored, expected: dict[str, list[str]]) -> list[str]:
    told = []
    for table, checks in expected.items():
        said = {f["check_id"] for f in found.findings if f["table_name"] in (table, None)}
        if (about := (said & ABOUT_CELLS) - {"rows.missing"}) != set(checks):
            told.append(f"{table}: {sorted(about)}, not {sorted(checks)}")
    return told


def _rows(found: Stored, expected: dict[str, bool]) -> list[str]:
    return [
        f"{key} is {'not ' if stands else ''}in the database"
        for key, stands in expected.items()
        if (key in found.printed) != stands
    ]


def _report(found: Stored, expected: dict[str, Any]) -> list[str]:
    report = found.report or {}
    return [f"{name} is {report[name]!r}, not {value!r}" for name, value in expected.items() if report[name] != value]


WORDS: dict[str, Callable[[Stored, Any], list[str]]] = {
    "cells": _cells,
    "cells_or_null": _cells_or_null,
    "findings": _findings,
    "checks": _checks,
    "rows": _rows,
    "report": _report,
    "agency": lambda found, expected: _report(found, {"agency": expected}),
    "may_be_refused": lambda found, expected: [],
}


def judge(found: Stored, expect: dict[str, Any]) -> list[str]:
    """What doesn't hold of one report."""
    if found.report is None:
        return [] if expect.get("may_be_refused") and found.in_words else [f"refused: {found.said!r}"]
    said = [f"{word}: {failure}" for word, value in expect.items() for failure in WORDS[word](found, value)]
    return said + _quotes(found)


def _quotes(found: Stored) -> list[str]:
    return [
        f"{finding['check_id']} without its table, quote or line"
        for finding in found.findings
        if finding["check_id"] in QUOTING and None in (finding["table_name"], finding["stated"], finding["line"])
    ]
