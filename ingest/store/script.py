"""SQL scripts (脚本) within the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: ``executescript`` would commit the transaction.

    >>> list(statements("CREATE TABLE a (\\n  b\\n);\\nDROP TABLE a;"))
    ['CREATE TABLE a (\\n  b\\n);\\n', 'DROP TABLE a;']
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
