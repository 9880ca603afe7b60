"""report_stats (一份报告一行): the headline numbers, made in SQL from the tables as they stand.

Which rows stand under （三）不予公开 and the other heads is not said here nor in the SQL: the forms say it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from ingest.forms import forms


@cache
def _sql() -> str:
    return (files(__package__) / "stats.sql").read_text("utf-8")


@cache
def members() -> tuple[tuple[str, str, str], ...]:
    """(form, head, row) for every row of table 2 that stands under another."""
    return tuple(
        (form.id, row.parent, row.code)
        for form in forms().values()
        for row in form.rows
        if row.parent is not None and row.kind == "disposition"
    )


def rebuild(connection: sqlite3.Connection, report_ids: Iterable[int]) -> None:
    """The rows of these reports made anew, in the caller's transaction."""
    ids = json.dumps(sorted(set(report_ids)))  # one put twice in a transaction would be summed twice
    connection.execute(_sql(), {"ids": ids, "members": json.dumps(members())})
