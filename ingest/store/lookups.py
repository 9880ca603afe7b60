"""Look-up tables, filled from the forms, the region table and the checks each time a database is opened.

A code that stands in the database never changes its id; labels follow today's definitions; codes that are no
longer defined stay, since rows may refer to them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, fields
from functools import cache
from operator import attrgetter
from typing import Any

from ingest import places
from ingest.checks import checks
from ingest.forms import Form, Label, Measure, forms
from ingest.forms.series import series
from ingest.forms.statistics import StatisticsForm, statistics_forms
from ingest.model import Check

Rows = list[tuple[Any, ...]]


def fill(connection: sqlite3.Connection) -> bool:
    """Bring every look-up table up to date; True if something had to be written. The transaction is the caller's."""
    tables, pairs = _defined()
    written = [_fill(connection, table, columns, rows) for table, columns, rows in tables]
    written += [_made_anew(connection, table, rows) for table, rows in pairs]
    return _fill_regions(connection) or any(written)


def _made_anew(connection: sqlite3.Connection, table: str, rows: Rows) -> bool:
    """A table that nothing refers to, and that has no row which isn't defined today."""
    if set(connection.execute(f"SELECT * FROM {table}")) == set(rows):
        return False
    connection.execute(f"DELETE FROM {table}")
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return True


def _fill_regions(connection: sqlite3.Connection) -> bool:
    """The region table is long: it is looked through only when it isn't the one that the database has."""
    if connection.execute("PRAGMA user_version").fetchone() == (places.version(),):
        return False
    _fill(connection, "regions", _REGION, list(map(attrgetter(*_REGION), places.regions().values())))
    connection.execute("DELETE FROM region_names")
    rows = [(*named[:2], named.first_year, named.last_year, places.successor(named.code)) for named in places.names()]
    connection.executemany("INSERT INTO region_names VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute(f"PRAGMA user_version = {places.version()}")
    return True


def _fill(connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Rows) -> bool:
    have = set(connection.execute(f"SELECT {', '.join(columns)} FROM {table}"))
    missing = [row for row in rows if row not in have]
    if missing:
        connection.executemany(_upsert(table, columns), missing)
    return bool(missing)


def _upsert(table: str, columns: tuple[str, ...]) -> str:
    changed = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    marks = ", ".join("?" * len(columns))
    values = f"({', '.join(columns)}) VALUES ({marks})"
    return f"INSERT INTO {table} {values} ON CONFLICT ({columns[0]}) DO UPDATE SET {changed}"


@cache
def _defined() -> tuple[list[tuple[str, tuple[str, ...], Rows]], list[tuple[str, Rows]]]:
    """What is defined today: the look-up tables, and those of pairs."""
    return list(_tables()), list(_pairs())


def _tables() -> Iterable[tuple[str, tuple[str, ...], Rows]]:
    """Each table with its columns, its key first, and its rows in the order in which they get their ids."""
    known = list(forms().values())
    before = list(statistics_forms().values())
    every: list[Form | StatisticsForm] = [*before, *known]
    yield "forms", ("id", "title", "authority", "first_year", "last_year"), [_form(form) for form in every]
    yield "indicators", ("code", "label", "unit", "parent", "position", "form_id"), _indicators(before)
    yield from _series()
    yield "item_kinds", ("code", "label", "article"), _item_kinds(known)
    yield "measures", ("code", "label", "unit", "form_id"), _measures(known)
    yield "outcomes", ("code", "label", "name", "parent", "position", "kind", "article"), _outcomes(known)
    yield "channels", ("code", "label"), _labels(label for form in known for label in form.channels)
    yield "applicants", ("code", "label"), _labels(label for form in known for label in form.applicants)
    yield "appeal_results", ("code", "label"), _labels(label for form in known for label in form.results)
    yield "function_classes", ("code", "label"), [(one.code, one.label) for one in places.classes()]
    yield "checks", _CHECK, [astuple(check) for check in checks().values()]


_CHECK = tuple(field.name for field in fields(Check))
_REGION = ("code", "name", "full_name", "parent_code", "level", "first_year", "last_year")


def _indicators(known: list[StatisticsForm]) -> Rows:
    return [
        (row.code, row.label, row.unit, row.parent, at, form.id)
        for form in known
        for at, row in enumerate(form.rows, start=1)
        if row.code
    ]


def _series() -> Iterable[tuple[str, tuple[str, ...], Rows]]:
    told = series()
    yield "breaks", ("code", "year", "title", "note", "basis"), [astuple(one) for one in told.breaks]
    measures = [(one.code, one.label, one.unit, at, one.note) for at, one in enumerate(told.measures, start=1)]
    yield "series_measures", ("code", "label", "unit", "position", "note"), measures


def _pairs() -> Iterable[tuple[str, Rows]]:
    """Which cells of which form a measure is the sum of, and where its meaning breaks."""
    every: list[Form | StatisticsForm] = [*statistics_forms().values(), *forms().values()]
    told = series().measures
    yield "series_parts", [(one.code, form.id, *cell) for one in told for form in every for cell in one.cells_of(form)]
    yield "series_breaks", [(one.code, code) for one in told for code in one.breaks]


def _form(form: Form | StatisticsForm) -> tuple[Any, ...]:
    return form.id, form.title, form.authority, form.first_year, form.last_year


def _labels(labels: Iterable[Label]) -> Rows:
    return list({label.code: (label.code, label.label) for label in labels}.values())


def _item_kinds(known: list[Form]) -> Rows:
    found: dict[str, list[tuple[str, str]]] = {}
    for form in known:
        for band in form.bands:
            for item in band.items:
                found.setdefault(item.code, []).append((item.label, band.article))
    return [(code, joined(label for label, _ in uses), uses[-1][1]) for code, uses in found.items()]


def _measures(known: list[Form]) -> Rows:
    """The columns that each form prints itself; one that two forms share belongs to neither."""
    found: dict[str, list[tuple[str, Measure]]] = {}
    for form in known:
        printed = {measure.code: measure for band in form.bands for measure in band.measures}
        for code, measure in printed.items():
            found.setdefault(code, []).append((form.id, measure))
    return [_measure(code, uses) for code, uses in found.items()]


def _measure(code: str, uses: list[tuple[str, Measure]]) -> tuple[Any, ...]:
    form_id = uses[0][0] if len(uses) == 1 else None
    return code, joined(measure.label for _, measure in uses), uses[-1][1].unit, form_id


def joined(labels: Iterable[str]) -> str:
    """One label for a code that forms print differently: the words they share, else both.

    >>> joined(["处理决定数量", "本年处理决定数量"]), joined(["采购总金额", "本年收费金额"])
    ('处理决定数量', '采购总金额／本年收费金额')
    """
    kept: list[str] = []
    for label in sorted(dict.fromkeys(labels), key=len):
        if not any(shorter in label for shorter in kept):
            kept.append(label)
    return "／".join(kept)


def _outcomes(known: list[Form]) -> Rows:
    rows = {
        row.code: (row.code, row.label, row.name or row.label, row.parent, row.position, row.kind, row.article)
        for form in known
        for row in form.rows
    }
    return sorted(rows.values(), key=lambda row: row[4])
