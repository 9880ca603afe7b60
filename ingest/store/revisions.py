"""Revisions (更正): what a later file changes in the report whose place it takes, cell by cell.

Everything that is read of a report is compared, as text: the cells of its tables, the fields of its head, its prose.
It is written down once, when the file comes; what today's parser would make of the earlier file is another question
(``ingest diff``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from ingest.store.rows import HEAD_COLUMNS, columns_of
from ingest.store.script import statements

Place = tuple[str, str, str | None]  # table, row, column
Reading = dict[Place, str | None]

_HEAD = (*HEAD_COLUMNS, "form_id", "completeness", "agency_name")
_ITEMS = """
    SELECT k.code, m.code, i.value, i.raw FROM disclosure_items i
    JOIN item_kinds k ON k.id = i.item_kind_id JOIN measures m ON m.id = i.measure_id WHERE i.report_id = ?
"""
_STATISTICS = """
    SELECT i.code, 'value', s.value, s.raw FROM statistics s JOIN indicators i ON i.id = s.indicator_id
    WHERE s.report_id = ?
"""
_PRINTED = "SELECT table_name, row_code, column_name, raw FROM printed_cells WHERE report_id = ?"
_SECTIONS = "SELECT kind, heading, body FROM sections WHERE report_id = ? ORDER BY position"
_COUNTED = """
    UPDATE reports SET revision = (
        WITH RECURSIVE chain(id) AS (
            VALUES (reports.source_id) UNION SELECT s.id FROM sources s JOIN chain ON s.replaced_by = chain.id
        )
        SELECT count(*) FROM chain
    )
    WHERE revision > 1 OR source_id IN (SELECT replaced_by FROM sources WHERE replaced_by IS NOT NULL)
"""
_NONE_ANY_MORE = """
    DELETE FROM report_changes WHERE report_id NOT IN (SELECT id FROM reports)
        OR replaced_source_id IN (SELECT id FROM sources WHERE replaced_by IS NULL)
"""
_CHANGE = """
    INSERT INTO report_changes (
        report_id, replaced_source_id, source_id, changed_at, table_name, row_code, column_name, before, after
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def create(connection: sqlite3.Connection) -> None:
    """The table, and how often the reports that are there were replaced; what was changed then isn't known."""
    for statement in statements((files(__package__) / "revisions.sql").read_text("utf-8")):
        connection.execute(statement)
    count(connection)


def count(connection: sqlite3.Connection) -> None:
    """Number every report by the files that gave way to its own."""
    connection.execute(_COUNTED)


def read_again(connection: sqlite3.Connection) -> None:
    """After all files were read again: two files that today are of two reports correct nothing."""
    connection.execute(_NONE_ANY_MORE)
    count(connection)


def reading(connection: sqlite3.Connection, report_id: int) -> Reading:
    """All that is read of a report, place by place."""
    found: Reading = {}
    printed = {row[:3]: row[3] for row in connection.execute(_PRINTED, [report_id])}
    for table, query in (("disclosure_items", _ITEMS), ("statistics", _STATISTICS)):
        for row, column, value, raw in connection.execute(query, [report_id]):
            found[table, row, column] = _text(value, raw)
    for table, key, look_up in (("applications", "outcome_id", "outcomes"), ("appeals", "channel_id", "channels")):
        columns = columns_of(table)
        query = f"SELECT k.code, {', '.join(columns)} FROM {table} JOIN {look_up} k ON k.id = {key} WHERE report_id = ?"
        for row, *values in connection.execute(query, [report_id]):
            for column, value in zip(columns, values, strict=True):
                found[table, row, column] = _text(value, printed.get((table, row, column)))
    return found | _head(connection, report_id) | _prose(connection, report_id)


def _text(value: Any, raw: str | None) -> str | None:
    """A cell as text: its number, else what is printed there.

    >>> _text(288.0, "288"), _text(0, None), _text(None, "——"), _text(None, "")
    ('288', '0', '——', None)
    """
    if value is None:
        return raw or None
    return str(int(value)) if float(value).is_integer() else str(value)


def _head(connection: sqlite3.Connection, report_id: int) -> Reading:
    row = connection.execute(f"SELECT {', '.join(_HEAD)} FROM reports WHERE id = ?", [report_id]).fetchone()
    told = zip(_HEAD, row, strict=True)
    return {("reports", name, None): value for name, value in told if not name.endswith(("_evidence", "_sources"))}


def _prose(connection: sqlite3.Connection, report_id: int) -> Reading:
    found: Reading = {}
    for kind, heading, body in connection.execute(_SECTIONS, [report_id]):
        found["sections", kind, heading] = "\n".join(filter(None, (found.get(("sections", kind, heading)), body)))
    return found


def _differences(before: Reading, after: Reading) -> Iterator[tuple[str | None, ...]]:
    """(table, row, column, before, after) of every place that differs; white space in prose is no difference.

    >>> one, other = ("sections", "problems", "五、问题"), ("sections", "problems", "五、 问题")
    >>> list(_differences({one: "甲 乙"}, {other: "甲\\n乙"}))
    []
    >>> list(_differences({one: "甲 乙"}, {other: "甲丙"}))
    [('sections', 'problems', '五、 问题', '甲 乙', '甲丙')]
    """
    one, other = ({_same(place): place for place in side} for side in (before, after))
    for key in dict.fromkeys((*one, *other)):
        was, now = (side.get(names.get(key, key)) for side, names in ((before, one), (after, other)))
        told = (_folded(was), _folded(now)) if key[0] == "sections" else (was, now)
        if told[0] != told[1]:
            yield *other.get(key, one.get(key, key)), was, now


def _same(place: Place) -> Place:
    """A place under which both files have it: a heading with other white space is the same heading."""
    table, row, column = place
    return (table, row, _folded(column)) if table == "sections" else place


def _folded(text: str | None) -> str | None:
    return "".join(text.split()) if text else text


def note(connection: sqlite3.Connection, report_id: int, before: Reading, replaced: int, source: int, at: str) -> None:
    """Write down what differs between a report as it was and as it stands now, under the files and the time."""
    after = reading(connection, report_id)
    changes: list[tuple[str | None, ...]] = list(_differences(before, after)) or [(None,) * 5]
    connection.executemany(_CHANGE, [(report_id, replaced, source, at, *change) for change in changes])
    count(connection)


def forget(connection: sqlite3.Connection, report_id: int) -> None:
    """A report was taken out on purpose: its id may be given to another."""
    connection.execute("DELETE FROM report_changes WHERE report_id = ?", [report_id])
