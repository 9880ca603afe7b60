"""The rows of the panel, and for every cell without a number why it has none."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ingest.forms import forms
from ingest.store.errors import StoreError
from ingest.store.panel import Cell, cells
from ingest.values import read_count

# Kinds of a missing value, by the letter that Stata has for it (.a … .z).
KINDS = {
    "n": ("not_in_form", "所用表式没有这一格，或报告没有法定表格"),
    "r": ("row_absent", "表式有这一行，报告没有印"),
    "b": ("blank", "空白"),
    "d": ("dash", "短横、斜线、“无”等"),
    "u": ("unreadable", "有字，读不成一个确定的数"),
}
_AT_ONCE = 2_000


class Column(NamedTuple):
    """A column of the panel with what the dictionary says of it."""

    name: str
    type: str
    label: str
    english: str
    unit: str | None
    note: str | None
    codes: str | None
    cell: Cell | None

    @property
    def stata(self) -> str:
        """The name that it has in Stata, of at most 32 characters."""
        return self.cell.stata if self.cell else self.name


class Missing(NamedTuple):
    """Why a cell has no number: a letter of ``KINDS``, what is printed, and the line of the row."""

    kind: str
    printed: str | None = None
    line: int | None = None


class Entry(NamedTuple):
    """A row of the panel; ``missing`` has its cells without a number, by column."""

    values: tuple[Any, ...]
    missing: dict[str, Missing]


@dataclass
class Panel:
    """The panel of a database: how wide it is, how long, as of when, and its rows, as often as one asks."""

    connection: sqlite3.Connection
    columns: tuple[Column, ...]
    count: int
    date: str  # of the last report that came or went
    files: list[str] = field(default_factory=list)

    def chunks(self) -> Iterator[list[Entry]]:
        """All rows by report id, some thousands at once."""
        cursor = self.connection.execute("SELECT * FROM panel ORDER BY report_id")
        while some := cursor.fetchmany(_AT_ONCE):
            yield list(self._entries(some))

    def _entries(self, some: list[tuple[Any, ...]]) -> Iterator[Entry]:
        printed = _printed(self.connection, some[0][0], some[-1][0])
        form_at = next(n for n, column in enumerate(self.columns) if column.name == "form_id")
        for row in some:
            yield Entry(row, _missing(self.columns, row, row[form_at], printed[row[0]]))


def panel(connection: sqlite3.Connection) -> Panel:
    """The panel; raises ``StoreError`` for a database without reports."""
    (count,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    if not count:
        raise StoreError("库中还没有报告 (no report in the database)")
    (date,) = connection.execute(
        "SELECT substr(max(max(added_at), max(coalesce(removed_at, ''))), 1, 10) FROM sources"
    ).fetchone()
    by_name = {cell.name: cell for cell in cells()}
    told = connection.execute(
        "SELECT column_name, type, term, english, unit, description, codes FROM dictionary"
        " WHERE table_name = 'panel' AND column_name <> '' ORDER BY position"
    )
    columns = tuple(Column._make((*row, by_name.get(row[0]))) for row in told)
    return Panel(connection, columns, count, date)


_Rows = dict[tuple[str, str], int]  # (table, row) → line
_Texts = dict[tuple[str, str, str], str]


class _Printed(NamedTuple):
    """What of a report's tables is printed: its rows, and the texts that are no numbers."""

    rows: _Rows
    texts: _Texts


def _printed(connection: sqlite3.Connection, first: int, last: int) -> dict[int, _Printed]:
    found: dict[int, _Printed] = defaultdict(lambda: _Printed({}, {}))
    between = "WHERE report_id BETWEEN ? AND ?"
    for table, key, look_up in (("applications", "outcome_id", "outcomes"), ("appeals", "channel_id", "channels")):
        query = f"SELECT t.report_id, k.code, t.line FROM {table} t JOIN {look_up} k ON k.id = t.{key} {between}"
        for report_id, code, line in connection.execute(query, (first, last)):
            found[report_id].rows[table, code] = line
    query = f"""
        SELECT i.report_id, k.code, m.code, i.raw, i.line FROM disclosure_items i
        JOIN item_kinds k ON k.id = i.item_kind_id JOIN measures m ON m.id = i.measure_id {between} AND i.value IS NULL
    """
    for report_id, row, column, raw, line in connection.execute(query, (first, last)):
        found[report_id].rows[f"disclosure_items.{column}", row] = line
        found[report_id].texts["disclosure_items", row, column] = raw
    query = f"SELECT report_id, table_name, row_code, column_name, raw FROM printed_cells {between}"
    for report_id, table, row, column, raw in connection.execute(query, (first, last)):
        found[report_id].texts[table, row, column] = raw
    return found


def _missing(
    columns: tuple[Column, ...], row: tuple[Any, ...], form: str | None, printed: _Printed
) -> dict[str, Missing]:
    return {
        column.name: _why(column.cell, form, printed)
        for column, value in zip(columns, row, strict=True)
        if value is None and column.cell
    }


def _why(cell: Cell, form: str | None, printed: _Printed) -> Missing:
    table = f"disclosure_items.{cell.column}" if cell.table == "disclosure_items" else cell.table
    line = printed.rows.get((table, cell.row))
    if line is None:
        return Missing("r" if form in cell.forms and form in forms() else "n")
    text = printed.texts.get((cell.table, cell.row, cell.column), "").strip()
    if not text:
        return Missing("b", None, line)
    read = read_count(text)
    return Missing("d" if read.number is None and not read.note else "u", text, line)
