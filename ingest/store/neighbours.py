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
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from ingest.checks import across
from ingest.checks.across import Facts
from ingest.model import Finding, Table
from ingest.store.rows import FINDING_COLUMNS, columns_of, finding_row

CHECKS = tuple(check.id for check in across.CHECKS)
_CHUNK = 1000  # reports compared at a time


class Touched(NamedTuple):
    """A report that came, changed or went; where its agency had another place before, that too."""

    agency_id: int
    year: int
    scope: str
    region_code: str | None = None


class _Place(NamedTuple):
    """A report that has to be compared."""

    id: int
    agency_id: int
    agency: str
    year: int
    scope: str
    region_code: str | None


_AFFECTED = """
    WITH touched(agency_id, year, scope, region_code) AS MATERIALIZED (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
            json_extract(value, '$[3]')
        FROM json_each(:touched)
    ),
    places(region_code, year) AS MATERIALIZED (
        SELECT region_code, year FROM touched WHERE region_code IS NOT NULL
        UNION
        SELECT g.region_code, t.year FROM touched t JOIN agencies g ON g.id = t.agency_id
        WHERE g.region_code IS NOT NULL
    ),
    affected(id) AS MATERIALIZED (
        SELECT r.id FROM touched t JOIN reports r ON r.agency_id = t.agency_id AND r.year = t.year AND r.scope = t.scope
        UNION
        SELECT r.id FROM touched t
        JOIN reports r ON r.agency_id = t.agency_id AND r.year = t.year + 1 AND r.scope = t.scope
        UNION
        SELECT r.id FROM places p JOIN agencies g ON g.region_code = p.region_code
        JOIN reports r ON r.agency_id = g.id AND r.year = p.year AND r.scope = 'aggregate'
    )
    SELECT r.id, r.agency_id, g.name, r.year, r.scope, g.region_code
    FROM affected JOIN reports r ON r.id = affected.id JOIN agencies g ON g.id = r.agency_id
"""
_BEFORE = """
    SELECT r.id, b.id FROM json_each(:ids) j JOIN reports r ON r.id = j.value
    JOIN reports b ON b.agency_id = r.agency_id AND b.year = r.year - 1 AND b.scope = r.scope
"""
_BELOW = """
    SELECT p.value, o.code, count(a.total), sum(a.total)
    FROM json_each(:ids) p JOIN reports r ON r.id = p.value JOIN agencies g ON g.id = r.agency_id
    JOIN agencies c ON c.region_code = g.region_code
    JOIN reports own ON own.agency_id = c.id AND own.year = r.year AND own.scope = 'own'
    JOIN applications a ON a.report_id = own.id JOIN outcomes o ON o.id = a.outcome_id
    WHERE o.code IN (SELECT value FROM json_each(:codes)) AND a.total IS NOT NULL
    GROUP BY p.value, o.code
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


def recheck(connection: sqlite3.Connection, touched: Iterable[Touched]) -> None:
    """Make the findings anew that rest on these reports, in the caller's transaction."""
    rows = iter(sorted(set(touched), key=repr))
    while chunk := list(islice(rows, _CHUNK)):
        places = [_Place(*row) for row in connection.execute(_AFFECTED, {"touched": json.dumps(chunk)})]
        if places:
            _write(connection, places, _findings(connection, places))


def every(connection: sqlite3.Connection) -> list[Touched]:
    """Every report of the database."""
    return [Touched(*row) for row in connection.execute(_EVERY)]


def _findings(connection: sqlite3.Connection, places: list[_Place]) -> Iterator[tuple[_Place, Finding]]:
    ids = [place.id for place in places]
    before = dict(connection.execute(_BEFORE, {"ids": json.dumps(ids)}))
    whole = [place.id for place in places if place.scope == "aggregate" and place.region_code]
    sums = children(connection, whole)
    found = facts(connection, sorted({*before, *before.values(), *sums}))
    for place in sorted(places):
        if place.id in before:
            yield from ((place, finding) for finding in across.compare(found[place.id], found[before[place.id]]))
        if place.id in sums:
            yield from ((place, finding) for finding in across.below(found[place.id], sums[place.id]))


def _write(connection: sqlite3.Connection, places: list[_Place], found: Iterator[tuple[_Place, Finding]]) -> None:
    standing: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    given = {"ids": json.dumps([place.id for place in places]), "codes": json.dumps(CHECKS)}
    for finding_id, *row in connection.execute(_STANDING, given):
        standing[tuple(row)].append(finding_id)
    new = []
    for place, finding in found:
        row = (place.id, *finding_row(finding, (place.agency, place.year, place.scope)))
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


def children(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """For governments' reports: row → (how many organs of the place print its total, their sum)."""
    given = {"ids": json.dumps(list(ids)), "codes": json.dumps(across.COMPARED)}
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for report_id, code, count, total in connection.execute(_BELOW, given) if json.loads(given["ids"]) else ():
        found[report_id][code] = (count, total)
    return found


# --- for a report that isn't in the database --------------------------------------------------------------------

_STANDS = """
    SELECT r.id FROM reports r JOIN agencies g ON g.id = r.agency_id WHERE g.name = ? AND r.year = ? AND r.scope = ?
"""
_ORGANS = """
    SELECT o.code, count(a.total), sum(a.total)
    FROM agencies g JOIN reports r ON r.agency_id = g.id AND r.year = :year AND r.scope = 'own'
    JOIN applications a ON a.report_id = r.id JOIN outcomes o ON o.id = a.outcome_id
    WHERE g.region_code = :region AND g.name NOT IN (SELECT value FROM json_each(:but))
        AND a.total IS NOT NULL AND o.code IN (SELECT value FROM json_each(:codes))
    GROUP BY o.code
"""


def standing(connection: sqlite3.Connection, agency: str, year: int, scope: str) -> Facts | None:
    """The facts of the report that stands for an agency, year and scope."""
    row = connection.execute(_STANDS, (agency, year, scope)).fetchone()
    return facts(connection, [row[0]])[row[0]] if row else None


def organs(
    connection: sqlite3.Connection, region: str, year: int, *, but: Iterable[str] = ()
) -> Mapping[str, tuple[int, int]]:
    """Row → (how many organs of a place print its total, their sum), some agencies left out."""
    given = {"year": year, "region": region, "codes": json.dumps(across.COMPARED), "but": json.dumps(list(but))}
    return {code: (count, total) for code, count, total in connection.execute(_ORGANS, given)}
