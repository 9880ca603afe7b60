"""Statistics (``sqlite_stat1``): what SQLite's planner knows of how many rows a value has.

Without them it takes any index for as good as any other, and a question that starts from the wrong one takes seconds.
They are kept by the writer, with the last commit of many, for nobody who uses a database thinks of ``ANALYZE``.
"""

from __future__ import annotations

import sqlite3

_LOOKED_AT = 1000  # entries of an index: some 30 ms, however large the database


def refresh(connection: sqlite3.Connection) -> None:
    """The statistics of every table as it stands, in the caller's transaction."""
    connection.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
    connection.execute("ANALYZE")


def missing(connection: sqlite3.Connection) -> bool:
    """Are there none, as in a database that was made before they were kept?"""
    return not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
