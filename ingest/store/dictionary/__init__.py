"""The data dictionary (数据字典): what every table, view and column holds, said once.

``dictionary.toml`` has the words, the schema has the columns, types and keys, each view's file its description, and
the forms the labels that they print. Together they become the table ``dictionary`` of the database (so a copy of the
file explains itself), and from that the site's metadata.yml and ``/-/dictionary.json``. A column without words is an
error: nothing is shown that nobody has described.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ingest.forms import forms
from ingest.store import panel

_SETTINGS = ("label_column", "sort_desc", "size", "sortable_columns", "facets")
_FTS = "sections_fts"


class DictionaryError(Exception):
    """A table or column that dictionary.toml doesn't describe, or describes and isn't there."""


class Entry(NamedTuple):
    """One row of the table ``dictionary``; a table's own row has the empty column name."""

    table_name: str
    column_name: str
    position: int
    type: str
    term: str
    english: str
    unit: str | None
    description: str | None
    codes: str | None
    refers_to: str | None

    def sentence(self) -> str:
        """Everything in one line, as the site prints it above a table.

        >>> Entry("t", "total", 1, "INTEGER", "总计", "total", "件", "照录原文", None, None).sentence()
        '总计（total）：单位件；照录原文'
        """
        codes: dict[str, str] = json.loads(self.codes or "{}")
        parts = [
            f"单位{self.unit}" if self.unit else "",
            "，".join(f"{code} {meaning}" for code, meaning in codes.items()),
            self.description or "",
        ]
        told = "；".join(filter(None, parts))
        return f"{self.term}（{self.english}）" + (f"：{told}" if told else "")


@cache
def _text() -> bytes:
    return (files(__package__) / "dictionary.toml").read_bytes()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_text().decode())


@cache
def _printed() -> dict[str, str]:
    """Code → the label that the forms print for a column or, in short, for a row of table 2."""
    found: dict[str, str] = {}
    for form in forms().values():
        found |= {row.code: row.name or row.label for row in form.outcomes}
        found |= {label.code: label.label for label in (*form.applicants, *form.results)}
    return found


def hidden() -> tuple[str, ...]:
    """Tables that are no reader's business, by name."""
    return tuple(name for name, table in _words()["tables"].items() if table.get("hidden"))


def settings(table: str) -> dict[str, Any]:
    """How the site shows a table: its label column, order, page size, facets."""
    told = _words()["tables"][table]
    return {key: told[key] for key in _SETTINGS if key in told}


def entries(connection: sqlite3.Connection, views: Mapping[str, str]) -> Iterator[Entry]:
    """The whole dictionary for a database; ``views`` are the descriptions of its views.

    Raises ``DictionaryError`` for a table or a column without words, and for words without a table or column.
    """
    query = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
    kinds = {name: kind for name, kind in connection.execute(query) if not name.startswith((_FTS, "sqlite_"))}
    told = _words()["tables"]
    for name in told:
        if name not in kinds:
            raise DictionaryError(f"dictionary.toml describes {name}, which isn't in the database")
    for name, kind in kinds.items():
        if name not in told:
            raise DictionaryError(f"dictionary.toml lacks [tables.{name}]")
        if not told[name].get("hidden"):
            yield _table(name, kind, views)
            yield from _columns(connection, name)


def _table(name: str, kind: str, views: Mapping[str, str]) -> Entry:
    told = _words()["tables"][name]
    description = views.get(name) or told["description"]
    return Entry(name, "", 0, kind, told["title"], told["english"], None, description, None, None)


def _columns(connection: sqlite3.Connection, table: str) -> Iterator[Entry]:
    keys = connection.execute('SELECT "from", "table" || \'.\' || "to" FROM pragma_foreign_key_list(?)', [table])
    refers = dict(keys.fetchall())
    columns = connection.execute("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1", [table]).fetchall()
    own = _words()["tables"][table].get("columns", {}) | (panel.words() if table == "panel" else {})
    for name in own:
        if name not in dict(columns):
            raise DictionaryError(f"dictionary.toml describes {table}.{name}, which isn't in the database")
    for position, (name, kind) in enumerate(columns, start=1):
        told = own.get(name) or _words()["columns"].get(name)
        if told is None:
            raise DictionaryError(f"dictionary.toml lacks {name} of [tables.{table}.columns]")
        term = told.get("term") or _printed()[name]
        codes = json.dumps(told["codes"], ensure_ascii=False) if "codes" in told else None
        unit, note = told.get("unit"), told.get("note")
        held = kind or told.get("type", "")  # SQLite knows no type of an expression
        yield Entry(table, name, position, held, term, told["english"], unit, note, codes, refers.get(name))


def fill(connection: sqlite3.Connection, views: Mapping[str, str], *, changed: bool) -> bool:
    """Bring the table up to date; True if something was written. The transaction is the caller's.

    Unless the schema has ``changed`` it is only looked at when the words have: their checksum is kept.
    """
    checksum = zlib.crc32(_text())
    before = connection.execute("SELECT checksum FROM dictionary_version").fetchall()
    if before == [(checksum,)] and not changed:
        return False
    wanted = set(entries(connection, views))
    have = set(map(Entry._make, connection.execute(f"SELECT {', '.join(Entry._fields)} FROM dictionary")))
    connection.executemany(
        "DELETE FROM dictionary WHERE table_name = ? AND column_name = ?", [row[:2] for row in have - wanted]
    )
    marks = ", ".join("?" * len(Entry._fields))
    connection.executemany(f"INSERT INTO dictionary VALUES ({marks})", sorted(wanted - have))
    if before != [(checksum,)]:
        connection.execute("DELETE FROM dictionary_version")
        connection.execute("INSERT INTO dictionary_version VALUES (?)", [checksum])
    return have != wanted
