"""Reports as the database holds them (库中的报告): as printed, for who prints or adds them up again."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ingest.model import BLANK, Finding, Row, Section, Table, Value
from ingest.store.errors import StoreError, told
from ingest.store.rows import columns_of
from ingest.values import read_count


@dataclass(frozen=True, slots=True)
class Held:
    """One report: whose, of which year, and its rows in the order of the database (that of the form)."""

    id: int
    agency_id: int
    agency: str
    year: int
    scope: str
    title: str | None
    form: str | None
    place: str | None  # where its agency was in the report's year
    level: str | None
    function: str | None
    function_class: str | None
    signed_by: str | None
    signed_date: str | None
    errors: int  # findings of that severity that nobody has dismissed
    file: str
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]

    def row(self, table: Table, code: str) -> Row | None:
        """The row of a table, None where it isn't printed."""
        return next((row for row in self.rows if row.code == code and row.table == table), None)


_PLACE = "coalesce(r.place_code, g.region_code)"
_ERRORS = """
    (SELECT count(*) FROM findings f LEFT JOIN reviews v ON v.key = f.key
     WHERE f.report_id = r.id AND f.severity = 'error' AND coalesce(v.verdict, '') <> 'dismissed')
"""
_WARNINGS = """
    SELECT f.report_id, f.check_id, f.message, f.line, f.table_name, f.row_code, f.column_name, f.stated, f.expected
    FROM json_each(:ids) j JOIN findings f ON f.report_id = j.value LEFT JOIN reviews v ON v.key = f.key
    WHERE f.severity = 'warning' AND coalesce(v.verdict, '') <> 'dismissed' ORDER BY f.report_id, f.line, f.id
"""
_HEADS = f"""
    SELECT r.id, r.agency_id, g.name, r.year, r.scope, r.title, r.form_id, {_PLACE}, g.level, g.function,
        g.function_class, r.signed_by, coalesce(r.signed_date, r.document_date), {_ERRORS}, s.name
    FROM json_each(:ids) j JOIN reports r ON r.id = j.value JOIN agencies g ON g.id = r.agency_id
    JOIN sources s ON s.id = r.source_id ORDER BY {_PLACE} IS NULL, {_PLACE}, g.name, r.year, r.scope
"""
_ITEMS = """
    SELECT d.report_id, k.code, d.line, m.code, d.value, d.unit, d.raw FROM json_each(:ids) j
    JOIN disclosure_items d ON d.report_id = j.value JOIN item_kinds k ON k.id = d.item_kind_id
    JOIN measures m ON m.id = d.measure_id ORDER BY d.report_id, k.id, m.id
"""
_COUNTS = """
    SELECT t.report_id, c.code, t.line, {columns} FROM json_each(:ids) j JOIN {table} t ON t.report_id = j.value
    JOIN {codes} c ON c.id = t.{key} ORDER BY t.report_id, c.id
"""
_PRINTED = """
    SELECT p.report_id, p.table_name, p.row_code, p.column_name, p.raw
    FROM json_each(:ids) j JOIN printed_cells p ON p.report_id = j.value
"""
_SECTIONS = """
    SELECT s.report_id, s.kind, s.heading, s.body, s.line FROM json_each(:ids) j
    JOIN sections s ON s.report_id = j.value ORDER BY s.report_id, s.position
"""
_TABLES: dict[Table, tuple[str, str]] = {
    "applications": ("outcomes", "outcome_id"),
    "appeals": ("channels", "channel_id"),
}
_MEMBERS = f"""
    SELECT r.id FROM reports r JOIN agencies g ON g.id = r.agency_id
    WHERE r.year = ? AND {_PLACE} IN (SELECT value FROM json_each(?))
"""


def held(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Held]:
    """These reports, by place and name."""
    given = {"ids": json.dumps(list(ids))}
    with told():
        rows = _rows(connection, given)
        sections: dict[int, list[Section]] = defaultdict(list)
        for report_id, *section in connection.execute(_SECTIONS, given):
            sections[report_id].append(Section(*section))
        heads: list[Any] = connection.execute(_HEADS, given).fetchall()
        return [Held(*(*head, tuple(rows[head[0]]), tuple(sections[head[0]]))) for head in heads]


def members(connection: sqlite3.Connection, year: int, places: Iterable[str]) -> list[Held]:
    """The reports of a year of all agencies that were in these places then."""
    with told():
        found = connection.execute(_MEMBERS, (year, json.dumps(sorted(places)))).fetchall()
    return held(connection, [report_id for (report_id,) in found])


def open_warnings(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[Finding, ...]]:
    """The warnings of these reports that nobody has dismissed, in reading order."""
    found: dict[int, list[Finding]] = defaultdict(list)
    with told():
        for report_id, *warning in connection.execute(_WARNINGS, {"ids": json.dumps(list(ids))}):
            found[report_id].append(Finding(*warning))
    return {report_id: tuple(warnings) for report_id, warnings in found.items()}


def one_of(connection: sqlite3.Connection, agency_id: int, year: int, scope: str | None = None) -> Held:
    """The report of an agency and a year; its own rather than its aggregate. Raises ``StoreError`` if there is none."""
    query = (
        "SELECT id FROM reports WHERE agency_id = ? AND year = ? AND (? IS NULL OR scope = ?)"
        " ORDER BY scope = 'own' DESC LIMIT 1"
    )
    with told():
        row = connection.execute(query, (agency_id, year, scope, scope)).fetchone()
    if row is None:
        raise StoreError(f"没有这个机关 {year} 年度的报告 (no report of {year})")
    return held(connection, [row[0]])[0]


def _rows(connection: sqlite3.Connection, given: dict[str, str]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    items: dict[tuple[int, str, int], dict[str, Value]] = defaultdict(dict)
    for report_id, item, line, measure, number, unit, raw in connection.execute(_ITEMS, given):
        items[report_id, item, line][measure] = _value(number, raw, unit)
    for (report_id, item, line), cells in items.items():
        found[report_id].append(Row("disclosure_items", item, tuple(cells), tuple(cells.values()), line))
    printed = {tuple(place): raw for *place, raw in connection.execute(_PRINTED, given)}
    for table, (codes, key) in _TABLES.items():
        columns = columns_of(table)
        query = _COUNTS.format(columns=", ".join(columns), table=table, codes=codes, key=key)
        for report_id, code, line, *numbers in connection.execute(query, given):
            raws = [printed.get((report_id, table, code, column)) for column in columns]
            values = tuple(_value(number, raw) for number, raw in zip(numbers, raws, strict=True))
            found[report_id].append(Row(table, code, columns, values, line))
    return found


def _value(number: Any, raw: str | None, unit: str | None = None) -> Value:
    """A cell as it was printed; where nothing but its number was kept, that is what was printed."""
    if number is None:
        return Value(raw, None, None, read_count(raw).note) if raw else BLANK
    number = int(number) if number == int(number) else number  # table 1 keeps its counts as REAL
    return Value(str(number) if raw is None else raw, number, unit)
