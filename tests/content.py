"""What a database says, whatever its ids, its history and its schema: to compare two of them.

An id is the database's own affair, so wherever a row refers to another, that row's natural key stands instead: what
its table declares UNIQUE. Times and the parser's version say when and by what a file came in, not what it says.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

Row = tuple[tuple[str, Any], ...]
HAPPENING = ("report_changes", "copies_due", "section_texts")  # what happened, what is to be done, marks
VOLATILE = ("added_at", "removed_at", "parser_version", "changed_at")


class Content:
    """The tables of a database, read once."""

    def __init__(self, path: Path | str) -> None:
        """Read everything but the full-text index."""
        with closing(sqlite3.connect(path)) as db:
            db.execute("BEGIN")
            self._keys: dict[str, dict[Any, Any]] = {}
            self.tables = {table: _columns(db, table) for table in _tables(db)}
            self._references = {table: _references(db, table) for table in self.tables}
            self._unique = {table: _unique(db, table) for table in self.tables}
            self._rows = {table: db.execute(f'SELECT * FROM "{table}"').fetchall() for table in self.tables}

    def rows(self, table: str) -> Counter[Row]:
        """A table's rows, without ids."""
        return Counter(row for _, row in self._said(table))

    def all(self) -> dict[str, Counter[Row]]:
        """Every table."""
        return {table: self.rows(table) for table in self.tables}

    def reports(self) -> dict[Any, dict[str, Counter[Row]]]:
        """What each report has in each table, its own row and its source's among them, under its natural key."""
        found: dict[Any, dict[str, Counter[Row]]] = {key: {} for key in self._key_of("reports").values()}
        for table in self.tables:
            if "report_id" in self.tables[table] and table not in HAPPENING:
                for key, row in self._said(table):
                    found[key].setdefault(table, Counter())[row] += 1
        for row in self.rows("reports"):
            said = dict(row)
            key = tuple(said[column] for column in self._unique["reports"])
            found[key]["reports"] = Counter([row])
        return found

    def _said(self, table: str) -> Iterator[tuple[Any, Row]]:
        """(Key of the report that it belongs to, row) for each row."""
        references = self._references[table]
        hidden = {*VOLATILE, *(["id"] if self._unique[table] or table == "findings" else [])}
        for values in self._rows[table]:
            given = dict(zip(self.tables[table], values, strict=True))
            said = {name: self._named(references.get(name), value) for name, value in given.items()}
            yield said.get("report_id"), tuple(pair for pair in sorted(said.items()) if pair[0] not in hidden)

    def _named(self, reference: tuple[str, str] | None, value: Any) -> Any:
        if reference is None or reference[1] != "id" or value is None or not self._unique[reference[0]]:
            return value
        return self._key_of(reference[0])[value]

    def _key_of(self, table: str) -> dict[Any, Any]:
        """The natural key of each id of a table."""
        if table not in self._keys:
            columns, references = self.tables[table], self._references[table]
            places = [(columns.index(name), references.get(name)) for name in self._unique[table]]
            self._keys[table] = {
                row[columns.index("id")]: tuple(self._named(reference, row[at]) for at, reference in places)
                for row in self._rows[table]
            }
        return self._keys[table]


MARKS = ("section_texts", "section_bands", "section_texts_gone")  # under ids of sections, which no other database has


def _tables(db: sqlite3.Connection) -> Iterable[str]:
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    indexes = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
    return [name for name in names if not name.startswith(("sqlite_", "_", *indexes)) and name not in MARKS]


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f'PRAGMA table_xinfo("{table}")') if row[6] != 1]


def _references(db: sqlite3.Connection, table: str) -> dict[str, tuple[str, str]]:
    return {row[3]: (row[2], row[4]) for row in db.execute(f'PRAGMA foreign_key_list("{table}")')}


def _unique(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table's first UNIQUE constraint."""
    indexes = [row[1] for row in db.execute(f'PRAGMA index_list("{table}")') if row[3] == "u" and not row[4]]
    return [row[2] for row in db.execute(f'PRAGMA index_info("{indexes[-1]}")')] if indexes else []
