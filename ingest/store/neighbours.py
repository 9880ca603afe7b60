"""Neighbours (相邻的报告): reports set side by side at the commit, in few queries for many reports.

What a report says against the year before, and a government against its organs, rests on two reports; so whenever one
comes, changes or goes, the findings that rest on it are made anew. The outcome depends on which reports stand in the
database and not on the order in which they came. The formulas are those of ``ingest.checks.across``; here is only
where the facts come from. Only differences are written, so that what stays keeps its id.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from ingest.checks import across
from ingest.checks import children as whole_and_parts
from ingest.checks.across import Facts
from ingest.checks.children import TOTALS, Below, Total, covered
from ingest.checks.sums import Number
from ingest.model import Finding, Table
from ingest.places import outward
from ingest.store.rows import FINDING_COLUMNS, Identified, columns_of, finding_row

CHECKS = tuple(check.id for check in (*across.CHECKS, *whole_and_parts.CHECKS))
_CHUNK = 1000  # reports compared at a time


class Touched(NamedTuple):
    """A report that came, changed or went, or that has another agency now; where it had another place, that too."""

    agency_id: int
    year: int
    scope: str
    region_code: str | None = None


class _Place(NamedTuple):
    """A report that has to be compared."""

    id: int
    agency_key: str
    year: int
    scope: str
    region_code: str | None
    title: str | None
    function_class: str | None

    @property
    def is_whole(self) -> bool:
        """Does it speak for all of its place?"""
        place = self.region_code
        return (
            self.scope == "aggregate"
            and bool(place)
            and not whole_and_parts.of_a_zone(place or "", self.function_class)
        )

    @property
    def identity(self) -> Identified:
        return self.agency_key, self.year, self.scope


# Where a report's agency was in the report's year; a name without a place is where its agency is.
_REGION = "coalesce(r.place_code, g.region_code)"
_TOUCHED = """
    WITH touched(agency_id, year, scope, region_code) AS MATERIALIZED (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
            json_extract(value, '$[3]')
        FROM json_each(:touched)
    )
"""
_PLACES = f"""
    {_TOUCHED}
    SELECT year, region_code FROM touched WHERE region_code IS NOT NULL
    UNION
    SELECT r.year, {_REGION} FROM touched t JOIN agencies g ON g.id = t.agency_id
    JOIN reports r ON r.agency_id = t.agency_id AND r.year = t.year AND r.scope = t.scope
    WHERE {_REGION} IS NOT NULL
"""
_AFFECTED = f"""
    {_TOUCHED},
    places(year, region_code) AS MATERIALIZED (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:places)
    ),
    affected(id) AS MATERIALIZED (
        SELECT r.id FROM touched t JOIN reports r ON r.agency_id = t.agency_id AND r.year = t.year AND r.scope = t.scope
        UNION
        SELECT r.id FROM touched t
        JOIN reports r ON r.agency_id = t.agency_id AND r.year = t.year + 1 AND r.scope = t.scope
        UNION
        SELECT r.id FROM places p JOIN reports r ON r.place_code = p.region_code AND r.year = p.year
        WHERE r.scope = 'aggregate'
        UNION
        SELECT r.id FROM places p JOIN agencies g ON g.region_code = p.region_code
        JOIN reports r ON r.agency_id = g.id AND r.year = p.year
        WHERE r.scope = 'aggregate' AND r.place_code IS NULL
    )
    SELECT r.id, coalesce(r.agency_key, '?:' || g.name), r.year, r.scope, {_REGION}, r.title, g.function_class
    FROM affected JOIN reports r ON r.id = affected.id JOIN agencies g ON g.id = r.agency_id
"""
_BEFORE = """
    SELECT r.id, b.id FROM json_each(:ids) j JOIN reports r ON r.id = j.value
    JOIN reports b ON b.agency_id = r.agency_id AND b.year = r.year - 1 AND b.scope = r.scope
"""
_BELOW = f"""
    WITH places(whole, year, region_code) AS MATERIALIZED (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
        FROM json_each(:places)
    ),
    members(whole, id) AS MATERIALIZED (
        SELECT p.whole, r.id FROM places p JOIN reports r ON r.place_code = p.region_code AND r.year = p.year
        UNION ALL
        SELECT p.whole, r.id FROM places p JOIN agencies g ON g.region_code = p.region_code
        JOIN reports r ON r.agency_id = g.id AND r.year = p.year AND r.place_code IS NULL
    )
    SELECT m.whole, r.agency_id, {_REGION}, r.scope, g.function, g.function_class, g.name, o.code, a.total
    FROM members m JOIN reports r ON r.id = m.id JOIN agencies g ON g.id = r.agency_id
    JOIN outcomes o ON o.code IN (SELECT value FROM json_each(:codes))
    LEFT JOIN applications a ON a.report_id = r.id AND a.outcome_id = o.id
"""
_OUTCOMES = f"""
    SELECT a.report_id, o.code, a.line, {", ".join(columns_of("applications"))}
    FROM json_each(:ids) j JOIN applications a ON a.report_id = j.value JOIN outcomes o ON o.id = a.outcome_id
    WHERE o.code IN (SELECT value FROM json_each(:codes))
"""
_ITEMS = """
    SELECT d.report_id, k.code, d.line, m.code, d.value
    FROM json_each(:ids) j JOIN disclosure_items d ON d.report_id = j.value
    JOIN item_kinds k ON k.id = d.item_kind_id JOIN measures m ON m.id = d.measure_id
    WHERE m.code IN (SELECT value FROM json_each(:codes)) AND d.value IS NOT NULL
"""
_EVERY_ITEM = """
    SELECT k.code, m.code, d.value FROM disclosure_items d JOIN item_kinds k ON k.id = d.item_kind_id
    JOIN measures m ON m.id = d.measure_id WHERE d.report_id = ? AND d.value IS NOT NULL
"""
_HEADS = """
    SELECT r.id, r.year, r.form_id, coalesce(p.marks, x'')
    FROM json_each(:ids) j JOIN reports r ON r.id = j.value LEFT JOIN prose_marks p ON p.report_id = r.id
"""
_STANDING = f"""
    SELECT f.id, report_id, {", ".join(f"f.{column}" for column in FINDING_COLUMNS)}
    FROM json_each(:ids) j JOIN findings f ON f.report_id = j.value
    WHERE check_id IN (SELECT value FROM json_each(:codes))
"""
_COLUMNS = ("report_id", *FINDING_COLUMNS)
_INSERT = f"INSERT INTO findings ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_EVERY = "SELECT agency_id, year, scope, NULL FROM reports ORDER BY id"
_OF = f"SELECT r.agency_id, r.year, r.scope, {_REGION} FROM reports r JOIN agencies g ON g.id = r.agency_id"


def recheck(connection: sqlite3.Connection, touched: Iterable[Touched]) -> None:
    """Make the findings anew that rest on these reports, in the caller's transaction."""
    rows = iter(sorted(set(touched), key=repr))
    while chunk := list(islice(rows, _CHUNK)):
        given = {"touched": json.dumps(chunk)}
        over = {(year, code) for year, place in connection.execute(_PLACES, given) for code in outward(place)}
        given |= {"places": json.dumps(sorted(over))}
        places = [_Place(*row) for row in connection.execute(_AFFECTED, given)]
        if places:
            _write(connection, places, _findings(connection, places))


def every(connection: sqlite3.Connection) -> list[Touched]:
    """Every report of the database."""
    return [Touched(*row) for row in connection.execute(_EVERY)]


def of_agency(connection: sqlite3.Connection, agency_id: int) -> list[Touched]:
    """The reports of an agency, with the places that they have now."""
    return [Touched(*row) for row in connection.execute(f"{_OF} WHERE r.agency_id = ?", [agency_id])]


def of_report(connection: sqlite3.Connection, report_id: int) -> list[Touched]:
    """A report, with the place that it has now."""
    return [Touched(*row) for row in connection.execute(f"{_OF} WHERE r.id = ?", [report_id])]


def _findings(connection: sqlite3.Connection, places: list[_Place]) -> Iterator[tuple[_Place, Finding]]:
    ids = [place.id for place in places]
    before = dict(connection.execute(_BEFORE, {"ids": json.dumps(ids)}))
    sums = _sums(connection, [place for place in places if place.is_whole])
    found = facts(connection, sorted({*before, *before.values(), *sums}))
    for place in sorted(places, key=attrgetter("id")):
        if place.id in before:
            yield from ((place, finding) for finding in across.compare(found[place.id], found[before[place.id]]))
        if place.id in sums:
            now = found[place.id]
            compared = {cell: now.numbers[cell] for cell in TOTALS if cell in now.numbers}
            told = whole_and_parts.below(compared, now.lines, now.form, sums[place.id])
            yield from ((place, finding) for finding in told)


def _sums(connection: sqlite3.Connection, governments: list[_Place]) -> dict[int, dict[across.Cell, Total]]:
    """What each government's report can't be less than."""
    found = children(connection, [(p.id, p.year, p.region_code or "", p.title) for p in governments])
    counted = {p.id: whole_and_parts.organs(p.region_code or "", p.title, found[p.id].values()) for p in governments}
    return {report_id: whole_and_parts.totals(organs) for report_id, organs in counted.items()}


def _write(connection: sqlite3.Connection, places: list[_Place], found: Iterator[tuple[_Place, Finding]]) -> None:
    standing: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    given = {"ids": json.dumps([place.id for place in places]), "codes": json.dumps(CHECKS)}
    for finding_id, *row in connection.execute(_STANDING, given):
        standing[tuple(row)].append(finding_id)
    new = []
    for place, finding in found:
        row = (place.id, *finding_row(finding, place.identity))
        if standing.get(row):
            standing[row].pop()
        else:
            new.append(row)
    gone = [(finding_id,) for ids in standing.values() for finding_id in ids]
    connection.executemany("DELETE FROM findings WHERE id = ?", gone)
    connection.executemany(_INSERT, new)


# --- facts ------------------------------------------------------------------------------------------------------


def facts(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of reports in the database."""
    given = json.dumps(list(ids))
    numbers: dict[int, dict[across.Cell, float]] = defaultdict(dict)
    lines: dict[int, dict[tuple[Table, str], int]] = defaultdict(dict)
    columns = columns_of("applications")
    for report_id, code, line, *cells in connection.execute(
        _OUTCOMES, {"ids": given, "codes": json.dumps(across.OUTCOMES)}
    ):
        lines[report_id]["applications", code] = line
        for column, number in zip(columns, cells, strict=True):
            if number is not None:
                numbers[report_id]["applications", code, column] = number
    for report_id, item, line, measure, number in connection.execute(
        _ITEMS, {"ids": given, "codes": json.dumps(across.MEASURES)}
    ):
        lines[report_id]["disclosure_items", item] = line
        numbers[report_id]["disclosure_items", item, measure] = number
    return {
        report_id: Facts(year, form, numbers[report_id], lines[report_id], across.unpacked(marks))
        for report_id, year, form, marks in connection.execute(_HEADS, {"ids": given})
    }


def children(
    connection: sqlite3.Connection, governments: Iterable[tuple[int, int, str, str | None]]
) -> dict[int, dict[tuple[int, str], Below]]:
    """For governments' reports (id, year, place, title): (agency, scope) → what may be part of theirs, and they."""
    asked = [(whole, year, code) for whole, year, place, title in governments for code in covered(place, title)]
    given = {"places": json.dumps(sorted(asked)), "codes": json.dumps([row for _, row, _ in TOTALS])}
    found: dict[int, dict[tuple[int, str], Below]] = defaultdict(dict)
    cells: dict[tuple[int, int, str], dict[across.Cell, Number]] = defaultdict(dict)
    for whole, agency_id, place, scope, function, kind, name, code, total in connection.execute(_BELOW, given):
        printed = cells[whole, agency_id, scope]
        found[whole].setdefault((agency_id, scope), Below(place, scope, function, kind, printed, name))
        if total is not None:
            printed["applications", code, "total"] = total
    return found


# --- for a report that isn't in the database --------------------------------------------------------------------

_STANDS = "SELECT id FROM reports WHERE agency_id = ? AND year = ? AND scope = ?"


def standing(connection: sqlite3.Connection, agency_id: int, year: int, scope: str) -> Facts | None:
    """The facts of the report that stands for an agency, year and scope."""
    row = connection.execute(_STANDS, (agency_id, year, scope)).fetchone()
    return None if row is None else facts(connection, [row[0]])[row[0]]


def standing_whole(connection: sqlite3.Connection, agency_id: int, year: int, scope: str) -> Facts | None:
    """The same with every number of its tables."""
    row = connection.execute(_STANDS, (agency_id, year, scope)).fetchone()
    found = standing(connection, agency_id, year, scope)
    return None if found is None else replace(found, numbers=_numbers(connection, row[0]))


_TABLES = {"applications": ("outcomes", "outcome_id"), "appeals": ("channels", "channel_id")}


def _numbers(connection: sqlite3.Connection, report_id: int) -> dict[across.Cell, Number]:
    """Every number that a report prints, by its cell."""
    found: dict[across.Cell, Number] = {
        ("disclosure_items", row, column): number
        for row, column, number in connection.execute(_EVERY_ITEM, [report_id])
    }
    for table, (codes, key) in _TABLES.items():
        columns = columns_of(table)
        sql = f"SELECT c.code, {', '.join(columns)} FROM {table} t JOIN {codes} c ON c.id = t.{key} WHERE report_id = ?"
        for row, *cells in connection.execute(sql, [report_id]):
            pairs = zip(columns, cells, strict=True)
            found |= {(table, row, column): number for column, number in pairs if number is not None}  # type: ignore[misc]
    return found
