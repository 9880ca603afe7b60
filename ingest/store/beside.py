"""Reports beside each other (同名并列): of one name and year, kept side by side as nothing tells whose they are.

Each says so of all of them; the finding goes when one of them gets a place, is removed or settled by a person.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from ingest.model import Finding
from ingest.store.rows import FINDING_COLUMNS, finding_row

CHECK = "place.same_name"
_SHOWN = 6  # reports
_OF_BASE = """
    SELECT r.year, r.scope, r.id, r.agency_key, r.agency_name, s.name, s.sha256
    FROM reports r JOIN sources s ON s.id = r.source_id JOIN agency_aliases a ON a.key = r.agency_key
    WHERE r.agency_key >= :base AND r.agency_key < :base || 'g' AND a.source NOT IN ('alias', 'merge', 'split')
    ORDER BY r.year, r.scope, s.name, s.sha256
"""
_STANDING = """
    SELECT f.id, f.report_id, f.message FROM reports r JOIN findings f ON f.report_id = r.id
    WHERE r.agency_key >= :base AND r.agency_key < :base || 'g' AND f.check_id = :check
"""
_COLUMNS = ("report_id", *FINDING_COLUMNS)
_INSERT = f"INSERT INTO findings ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def recheck(connection: sqlite3.Connection, bases: Iterable[str]) -> None:
    """Make the findings anew of the reports under these open names, in the caller's transaction."""
    for base in sorted(set(bases)):
        wanted = _findings(connection, base)
        for finding_id, report_id, message in connection.execute(_STANDING, {"base": base, "check": CHECK}).fetchall():
            if wanted.get(report_id, ("",))[0] == message:
                del wanted[report_id]
            else:
                connection.execute("DELETE FROM findings WHERE id = ?", [finding_id])
        connection.executemany(_INSERT, [row for _, row in wanted.values()])


def _findings(connection: sqlite3.Connection, base: str) -> dict[int, tuple[str, tuple[Any, ...]]]:
    """Report → what is said of it, and the row."""
    beside: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for year, scope, *report in connection.execute(_OF_BASE, {"base": base}):
        beside[year, scope].append(report)
    found = {}
    for (year, scope), reports in beside.items():
        if len(reports) > 1:
            message = _message(year, reports)
            for report_id, key, name, _, _ in reports:
                row = finding_row(Finding(CHECK, message, stated=name), (key, year, scope))
                found[report_id] = (message, (report_id, *row))
    return found


def _message(year: int, reports: list[Any]) -> str:
    files = [PurePosixPath(report[3]).name for report in reports]
    # Of many no number: it would change in all of them with each that comes.
    more = "等多份" if len(files) > _SHOWN else f"，共 {len(files)} 份"
    return (
        f"库中有同名机关 {year} 年度的报告：{'、'.join(files[:_SHOWN])}{more}，"
        "地区都未确定，无从断定是不是同一机关，各自保留，互不替换。"
    )
