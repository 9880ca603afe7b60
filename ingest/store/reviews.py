"""Reviews (复核): what people say of findings. A verdict stands by the finding's key, not by its id.

So it outlives re-reading, another file of the same report that prints the same numbers, even the report's removal; a
finding that states other numbers is another finding and has no verdict yet. The key speaks of the agency as the report
itself has it (``reports.agency_key``), so making agencies one or parting them leaves every verdict where it is.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from ingest.model import Finding
from ingest.patterns import lazy
from ingest.store.errors import told
from ingest.store.records import Reviewed, Verdict
from ingest.store.rows import Identified, finding_key
from ingest.store.schema import transaction
from ingest.store.summaries import refresh

_KEY = lazy(r"[0-9a-f]{6,16}", re.IGNORECASE)  # a key, or so much of it that it may stand for it


_OF_FINDINGS = f"""
    SELECT DISTINCT f.key, g.name, r.year, r.scope, {", ".join(f"f.{name}" for name in Reviewed._fields[4:])}
    FROM findings f JOIN reports r ON r.id = f.report_id JOIN agencies g ON g.id = r.agency_id
"""
_OF_REVIEWS = f"SELECT {', '.join(Reviewed._fields)} FROM reviews"
_WRITE = f"""
    INSERT INTO reviews (verdict, note, reviewed_at, {", ".join(Reviewed._fields)})
    VALUES (?, ?, ?, {", ".join("?" * len(Reviewed._fields))})
    ON CONFLICT (key) DO UPDATE SET verdict = excluded.verdict, note = excluded.note,
        reviewed_at = excluded.reviewed_at, message = excluded.message
"""
_FOLLOWING = """
    SELECT v.key, f.check_id, f.message, f.line, f.table_name, f.row_code, f.column_name, f.stated, f.expected
    FROM reports r JOIN findings f ON f.report_id = r.id JOIN reviews v ON v.key = f.key
    WHERE r.id = ? AND (r.agency_key, r.year, r.scope) IS NOT (?, ?, ?)
"""


def matching(connection: sqlite3.Connection, wanted: str) -> list[Reviewed]:
    """The findings of a key or the beginning of one, or of an id; failing that, those of which a verdict stands."""
    with told():
        found: dict[str, Reviewed] = {}
        for query in (_OF_FINDINGS, _OF_REVIEWS):
            key = "f.key" if query is _OF_FINDINGS else "key"
            if _KEY.fullmatch(wanted):
                rows = connection.execute(f"{query} WHERE {key} LIKE ? || '%'", [wanted.lower()])
                found |= {row[0]: Reviewed(*row) for row in rows if row[0] not in found}
        if not found and wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
            rows = connection.execute(f"{_OF_FINDINGS} WHERE f.id = ?", [int(wanted)])
            found = {row[0]: Reviewed(*row) for row in rows}
    return list(found.values())


def review(connection: sqlite3.Connection, finding: Reviewed, verdict: str, note: str) -> None:
    """Record a verdict; an earlier one of the same finding gives way."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with told(), transaction(connection):
        connection.execute(_WRITE, (verdict, note, now, *finding))
        refresh(connection)


def take(connection: sqlite3.Connection, said: Iterable[tuple[Reviewed, Verdict]]) -> int:
    """Take over verdicts that were given elsewhere; one of here that is as new stays. How many were taken."""
    with told(), transaction(connection):
        taken = 0
        for finding, verdict in said:
            row = connection.execute("SELECT reviewed_at FROM reviews WHERE key = ?", [finding.key]).fetchone()
            if row is None or row[0] < verdict.reviewed_at:
                values = (verdict.verdict, verdict.note, verdict.reviewed_at, *finding)
                connection.execute(_WRITE, values)
                taken += 1
        refresh(connection)
    return taken


def follow(connection: sqlite3.Connection, report_id: int, identity: Identified) -> None:
    """A report is about to be known by another agency key, year or scope: the verdicts on it go along.

    So they outlast a better reading of the name, and a corrected file that writes it otherwise.
    """
    for old, *finding in connection.execute(_FOLLOWING, (report_id, *identity)).fetchall():
        key = finding_key(Finding(*finding), identity)
        connection.execute("UPDATE OR IGNORE reviews SET key = ? WHERE key = ?", (key, old))


def withdraw(connection: sqlite3.Connection, finding: Reviewed) -> bool:
    """Take a verdict back; False where there is none."""
    with told(), transaction(connection):
        gone = connection.execute("DELETE FROM reviews WHERE key = ?", [finding.key]).rowcount > 0
        refresh(connection)
        return gone


def verdicts(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Verdict]:
    """What stands of these findings."""
    query = "SELECT key, verdict, note, reviewed_at FROM reviews WHERE key IN (SELECT value FROM json_each(?))"
    with told():
        rows: list[tuple[Any, ...]] = connection.execute(query, [json.dumps(list(keys))]).fetchall()
    return {key: Verdict(*rest) for key, *rest in rows}
