"""Reports of 2008–2018 and the national 统计表: indicators by their code, one number each.

``year``, ``form``   of the report
``statistics``       indicator → the number that must stand in ``statistics.value``; ``null``: NULL, or no row
``only``             no other indicator of the report has a number
``may_be``           numbers that may be stored for other indicators
``later``            table → row → column → number, in the tables of the later forms
``findings``         each is met by one with this ``table``, ``row``, ``severity``, and with ``about`` in its message
``no_findings``      no finding is such
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from judging.pages import Stored

_COLUMNS = {"table": "table_name", "row": "row_code", "severity": "severity"}


def _report(column: str) -> Callable[[Stored, Any, dict[str, Any]], list[str]]:
    def look(found: Stored, expected: Any, _: dict[str, Any]) -> list[str]:
        value = (found.report or {}).get(column)
        return [] if value == expected else [f"{value!r}, not {expected!r}"]

    return look


def _indicators(found: Stored) -> dict[str, float | None]:
    """Indicator → its number; none where there is no such table yet."""
    try:
        rows = found.rows("SELECT i.code, s.value FROM statistics s JOIN indicators i ON i.id = s.indicator_id")
    except sqlite3.OperationalError:
        return {}
    return {row["code"]: row["value"] for row in rows}


def _statistics(found: Stored, expected: dict[str, float | None], _: dict[str, Any]) -> list[str]:
    got = _indicators(found)
    return [f"{code} is {got.get(code)}, not {number}" for code, number in expected.items() if got.get(code) != number]


def _only(found: Stored, _: bool, expect: dict[str, Any]) -> list[str]:
    may_be = expect.get("may_be", {})
    others = {code: n for code, n in _indicators(found).items() if n is not None and code not in expect["statistics"]}
    return [f"{code} is {number}" for code, number in others.items() if may_be.get(code) != number]


def _later(found: Stored, expected: dict[str, dict[str, dict[str, float | None]]], _: dict[str, Any]) -> list[str]:
    cells = {f"{t}.{r}.{c}": n for t, rows in expected.items() for r, row in rows.items() for c, n in row.items()}
    return [f"{key} is {found.cell(key)}, not {number}" for key, number in cells.items() if found.cell(key) != number]


def _met(found: Stored, wanted: dict[str, str]) -> bool:
    return any(
        wanted.get("about", "") in finding["message"]
        and all(finding[column] == wanted[word] for word, column in _COLUMNS.items() if word in wanted)
        for finding in found.findings
    )


def _findings(found: Stored, expected: list[dict[str, str]], _: dict[str, Any]) -> list[str]:
    return [f"no finding {wanted}" for wanted in expected if not _met(found, wanted)]


def _no_findings(found: Stored, expected: list[dict[str, str]], _: dict[str, Any]) -> list[str]:
    return [f"a finding {unwanted}" for unwanted in expected if _met(found, unwanted)]


WORDS: dict[str, Callable[[Stored, Any, dict[str, Any]], list[str]]] = {
    "year": _report("year"),
    "form": _report("form_id"),
    "statistics": _statistics,
    "only": _only,
    "may_be": lambda found, expected, expect: [],
    "later": _later,
    "findings": _findings,
    "no_findings": _no_findings,
}


def judge(found: Stored, expect: dict[str, Any]) -> list[str]:
    """What doesn't hold of one report."""
    if found.report is None:
        return [f"refused: {found.said!r}"]
    return [f"{word}: {failure}" for word, value in expect.items() for failure in WORDS[word](found, value, expect)]
