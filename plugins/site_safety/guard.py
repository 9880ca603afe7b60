"""What SQL may do (SQL 白名单): every connection that answers requests reads, by named means, within limits.

An authorizer asks at each statement's preparation: functions, modules and pragmas must stand in ``allowed.toml``,
tables and views in the database itself. A new SQLite with a new function, or a plugin that brings one, changes nothing
until the name is listed. What the library offers besides is switched off where this Python can (3.12 on).

The limits bound what one statement may ask for: no cell longer than the longest source that ``ingest`` takes, no heap
beyond HEAP (of the process, all connections together).

>>> may = allowed()
>>> "sum" in may.functions, "fts3_tokenizer" in may.functions, "pragma_database_list" in may.modules
(True, False, False)
"""

import sqlite3
import tomllib
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEAP = 200_000_000  # bytes of SQLite's own memory in this process
LIMITS = {
    "LENGTH": 64_000_000,  # bytes of a cell or a row; a source has 20 MB at most
    "SQL_LENGTH": 200_000,  # bytes; a table's page with a hundred filters stays far below
    "COLUMN": 300,
    "EXPR_DEPTH": 500,
    "COMPOUND_SELECT": 100,
    "FUNCTION_ARG": 100,
    "ATTACHED": 0,
    "LIKE_PATTERN_LENGTH": 1_000,  # bytes
    "VARIABLE_NUMBER": 4_000,
    "TRIGGER_DEPTH": 1,
    "WORKER_THREADS": 0,
}
_SWITCHES = {  # where sqlite3 has Connection.setconfig
    "DEFENSIVE": True,
    "TRUSTED_SCHEMA": False,
    "ENABLE_FTS3_TOKENIZER": False,
    "ENABLE_LOAD_EXTENSION": False,
    "ENABLE_TRIGGER": False,
    "WRITABLE_SCHEMA": False,
}
_ACTIONS = {
    getattr(sqlite3, f"SQLITE_{name.upper()}"): name
    for name in ("read", "function", "pragma", "attach", "insert", "update", "delete", "savepoint")
}
_SHADOWS = {"sqlite_master", "sqlite_schema", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"


@dataclass(frozen=True)
class Allowed:
    """The names of allowed.toml: functions, modules, and pragmas with whether they take the name of a table."""

    functions: frozenset
    modules: frozenset
    pragmas: dict


@cache
def allowed():
    """allowed.toml, read once."""
    told = tomllib.loads(Path(__file__).with_name("allowed.toml").read_text("utf-8"))
    return Allowed(
        frozenset(name for group in told["functions"] for name in group["names"]),
        frozenset(name for group in told["modules"] for name in group["names"]),
        {name: group["argument"] for group in told["pragmas"] for name in group["names"]},
    )


class Tables:
    """The tables and views that a database holds, asked anew when a name isn't known (the schema may grow)."""

    def __init__(self, path):
        self.path, self.names = path, frozenset()
        with sqlite3.connect(":memory:") as empty:
            # Modules that are tables without being made (dbstat, sqlite_stmt …): never read but where listed.
            self.modules = {name for (name,) in empty.execute("SELECT name FROM pragma_module_list")}

    def __contains__(self, name):
        if name not in self.names:
            self.names = self._read()
        return name in self.names

    def _read(self):
        asking = sqlite3.connect(f"{Path(self.path).absolute().as_uri()}?mode=ro", uri=True)
        try:
            rows = asking.execute(_SCHEMA).fetchall()
        finally:
            asking.close()
        return frozenset(name for name, sql in rows if _module(sql) in (None, *allowed().modules)) | _SHADOWS

    def unmade(self, name):
        """Is it a module's own table, which no database has to hold?"""
        return name in self.modules or name.startswith("pragma_")


def _module(sql):
    """The module of a virtual table, None of any other.

    >>> _module("CREATE VIRTUAL TABLE [x_fts] USING FTS5 (a)"), _module("CREATE TABLE using (a)")
    ('fts5', None)
    """
    words = sql.split(None, 4)
    if [word.lower() for word in words[:2]] != ["create", "virtual"]:
        return None
    return sql.lower().partition(" using ")[2].split("(")[0].strip()


class Authorizer:
    """SQLite's question about each step of a statement: may it be? ``refused`` says what was refused last."""

    def __init__(self, tables):
        self.tables, self.may, self.refused = tables, allowed(), None
        self.asked = {
            sqlite3.SQLITE_SELECT: lambda *_: True,
            sqlite3.SQLITE_RECURSIVE: lambda *_: True,
            sqlite3.SQLITE_READ: self._read,
            sqlite3.SQLITE_FUNCTION: lambda _, name, __: name.lower() in self.may.functions,
            sqlite3.SQLITE_PRAGMA: self._pragma,
            # BEGIN and ROLLBACK of a page that asks several questions of one state; nothing is written in between.
            sqlite3.SQLITE_TRANSACTION: lambda *_: True,
            # How SQLite names it when a virtual table tells its columns. A statement can't write the schema so: the
            # connection only reads, and writable_schema is a pragma that is refused.
            sqlite3.SQLITE_UPDATE: lambda table, _, __: table == "sqlite_master",
        }

    def __call__(self, action, first, second, database, _inner):
        answer = self.asked.get(action)
        if answer and answer(first, second, database):
            return sqlite3.SQLITE_OK
        self.refused = " ".join(filter(None, (_ACTIONS.get(action, f"action {action}"), first, second)))
        return sqlite3.SQLITE_DENY

    def explained(self, error):
        """The sentence of an error, with what was refused."""
        text = str(error)
        if not any(words in text for words in ("not authorized", "prohibited")):
            return text
        return f"这里的 SQL 只能读，只能用列明的函数和表；不可用：{self.refused} (not allowed: {self.refused}; {text})"

    def _read(self, table, column, database):
        if table in self.may.modules:
            return True
        if column == "" and not self.tables.unmade(table):
            return True  # nothing is read of it: a common table expression, or rows that are only counted
        return database == "main" and table in self.tables

    def _pragma(self, name, argument, _):
        name = name.lower()
        return name in self.may.pragmas and (argument is None or self.may.pragmas[name])


def limit(connection, limits):
    """Set limits of SQLite by the end of their names."""
    for name, most in limits.items():
        connection.setlimit(getattr(sqlite3, f"SQLITE_LIMIT_{name}"), most)


def limit_heap(most=HEAP):
    """Bytes that SQLite may take in this process from now on; can only become fewer."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA hard_heap_limit = {most}")


def harden(connection, path):
    """Limits, switches and the authorizer, which is returned, on one connection to the database at ``path``."""
    limit(connection, LIMITS)
    for name, value in _SWITCHES.items():
        if hasattr(connection, "setconfig"):
            connection.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_{name}"), value)
    asked = Authorizer(Tables(path))
    connection.set_authorizer(asked)
    return asked
