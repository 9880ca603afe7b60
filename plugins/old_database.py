"""A database that an earlier version made (旧数据库): every page says in one sentence what to do, instead of failing.

The site asks for the tables, views and columns that metadata.yml describes. Where one of them isn't there, the file was
made by an earlier version and nobody has migrated it; the site reads only, so it can't. That is looked at again
whenever the file is another.
"""

import os
import sqlite3
import sys
from pathlib import Path

from datasette import hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
from site_safety.errors import refusal

_DATABASE = "reports"
_TABLES = "SELECT name, NULL FROM sqlite_master WHERE type IN ('table', 'view')"
_COLUMNS = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view')"
_OPEN = ("/static/", "/-/static", "/-/versions", "/favicon.ico")


def lacking(described, there):
    """The first that a database lacks of what is described of it, as ``table`` or ``table.column``.

    >>> described = {"a": {"columns": {"x": "…", "y": "…"}}, "b": {}}
    >>> lacking(described, {("a", "x"), ("a", "y"), ("b", "z")}), lacking(described, {("a", "x"), ("b", "z")})
    (None, 'a.y')
    >>> lacking(described, {("a", "x"), ("a", "y")})
    'b'
    """
    tables = {table for table, _ in there}
    for table, told in described.items():
        if table not in tables:
            return table
        for column in told.get("columns") or ():
            if (table, column) not in there:
                return f"{table}.{column}"
    return None


def _looked_at(connection, described):
    """What a database lacks; where a view names what isn't there, that."""
    tables = {name: {} for name in described}  # first, for without one of them the others' columns can't be told
    try:
        return lacking(tables, _rows(connection, _TABLES)) or lacking(described, _rows(connection, _COLUMNS))
    except sqlite3.OperationalError as error:
        return str(error)


def _rows(connection, sql):
    return {tuple(row) for row in connection.execute(sql)}


class _Watched:
    """What the database lacks, as of the state of its file."""

    def __init__(self, datasette):
        self.datasette, self.state, self.lacks = datasette, None, None

    async def lacking(self):
        db = self.datasette.databases.get(_DATABASE)
        if db is None or not db.path:
            return None
        found = os.stat(db.path)  # noqa: PTH116 (as in conditional.py)
        state = found.st_ino, found.st_mtime_ns, found.st_size
        if state != self.state or self.lacks:  # what a migration wrote may stand in the log as yet
            described = self.datasette.metadata("tables", database=_DATABASE) or {}
            self.lacks = await db.execute_fn(lambda connection: _looked_at(connection, described))
            self.state = state
        return self.lacks


@hookimpl
def asgi_wrapper(datasette):
    watched = _Watched(datasette)

    def wrap(app):
        async def current(scope, receive, send):
            if scope["type"] == "http" and not scope["path"].startswith(_OPEN) and (lacks := await watched.lacking()):
                said = f"数据库由旧版程序建立（没有 {lacks}），请在服务器上运行 ingest reparse，完成后网站即可使用"
                raise refusal(503, f"{said} (made by an earlier version: run ingest reparse)", after=60)
            return await app(scope, receive, send)

        return current

    return wrap
