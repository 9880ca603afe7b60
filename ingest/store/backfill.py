"""Backfilling (补填): what a migration works out for the rows that a database holds already."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter

from ingest.checks import across
from ingest.model import Finding, Section
from ingest.places import resolve
from ingest.store.rows import finding_key

_FINDINGS = """
    SELECT f.id, r.agency_key, r.year, r.scope,
        check_id, message, f.line, table_name, row_code, column_name, stated, expected
    FROM findings f JOIN reports r ON r.id = f.report_id
"""
_REVIEWS = """
    SELECT key, agency, year, scope, check_id, message, NULL, table_name, row_code, column_name, stated, expected
    FROM reviews ORDER BY reviewed_at
"""
_SECTIONS = "SELECT report_id, kind, heading, body, line FROM sections ORDER BY report_id, position"


def keys(connection: sqlite3.Connection) -> None:
    """The keys of findings and verdicts that were made before these had any, or by the agency's name."""
    for finding_id, agency, year, scope, *finding in connection.execute(_FINDINGS).fetchall():
        key = finding_key(Finding(*finding), (agency, year, scope))
        connection.execute("UPDATE findings SET key = ? WHERE id = ?", (key, finding_id))
    for old, name, year, scope, *finding in connection.execute(_REVIEWS).fetchall():
        key = finding_key(Finding(*finding), (resolve(name).key, year, scope))
        connection.execute("UPDATE OR REPLACE reviews SET key = ? WHERE key = ?", (key, old))


def marks(connection: sqlite3.Connection) -> None:
    """The marks of the sentences of reports that were written before there were any."""
    for report_id, rows in groupby(connection.execute(_SECTIONS), itemgetter(0)):
        found = across.marks(Section(*row[1:]) for row in rows)
        if found:
            connection.execute("INSERT INTO prose_marks (report_id, marks) VALUES (?, ?)", (report_id, found))
