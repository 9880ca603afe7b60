"""A place's page (地方): its years, the government's own total beside the sum of its departments, what is covered.

It is the page of the row in ``regions``; ``/-/places`` leads to the country's. The sum of the departments found and
the aggregate that the government prints are shown side by side and never added.
"""

import sys
from pathlib import Path

from datasette import Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import peers
import places_below
import places_named
import series
from site_safety.parameters import single_key

_TEMPLATE = "row-reports-regions.html"
_CHART = "region_years"
_ALIKE = (
    "SELECT DISTINCT p.code FROM region_names h JOIN region_names p ON p.code_now = h.code_now WHERE h.code = :code"
)
_AGENCIES = "SELECT id FROM agencies WHERE region_code IN (:codes)"
_SQL = {
    "region": "SELECT * FROM regions WHERE code = :code",
    "above": "WITH RECURSIVE up(code, depth) AS (SELECT parent_code, 0 FROM regions WHERE code = :code UNION ALL"
    " SELECT n.parent_code, depth + 1 FROM regions n JOIN up ON n.code = up.code WHERE n.parent_code IS NOT NULL)"
    " SELECT n.code, n.name FROM up JOIN regions n ON n.code = up.code ORDER BY depth DESC",
    "below": "WITH RECURSIVE under(child, code) AS"
    " (SELECT code, code FROM regions WHERE parent_code IN (:codes) UNION ALL"
    " SELECT under.child, n.code FROM under JOIN regions n ON n.parent_code = under.code)"
    " SELECT n.code, n.name, n.first_year, n.last_year, coalesce(sum(t.reports), 0) AS reports, min(t.year) AS first,"
    " max(t.year) AS last, (SELECT count(*) FROM under u JOIN agencies a ON a.region_code = u.code"
    " WHERE u.child = n.code) AS agencies"
    " FROM under JOIN regions n ON n.code = under.child LEFT JOIN report_totals t ON t.region_code = under.code"
    " GROUP BY under.child ORDER BY reports = 0, n.code",
    # Reports of the organs at this very place; a government's that sums them up stands apart, and is never added.
    # What a form too early or too late for its year counts otherwise is added to no other form's.
    "series": "SELECT s.year, s.scope, s.measure, s.measure_label AS label, sum(s.value) AS value,"
    " count(s.value) AS n, s.unit, s.breaks, s.note FROM series s JOIN series_measures m ON m.code = s.measure"
    " JOIN forms f ON f.id = s.form_id WHERE s.agency_id IN (:agencies) AND EXISTS"
    " (SELECT 1 FROM agencies a JOIN reports r ON r.agency_id = a.id WHERE a.region_code IN (:codes) AND r.year < 2019)"
    " AND NOT EXISTS (SELECT 1 FROM series_breaks t JOIN breaks b ON b.code = t.break"
    " JOIN forms n ON n.first_year = b.year"
    " WHERE t.measure = s.measure AND (s.year >= b.year) <> (f.first_year >= b.year))"
    " GROUP BY s.scope, s.measure, s.year ORDER BY m.position, s.year",
    "breaks": series.SQL,
    # By the view: what is missing here is missing in every question, dashboard and command.
    "covered": "SELECT c.agency_id AS id, c.agency AS name, c.year, c.status, c.report_id, c.scope, s.completeness,"
    " s.errors FROM coverage c LEFT JOIN agencies a ON a.id = c.agency_id"
    # Under every code that the place bore in turn; as constants, so that nothing but its agencies is looked at.
    " LEFT JOIN report_stats s ON s.report_id = c.report_id WHERE c.agency_region IN (:codes)"
    " ORDER BY c.level = 'township', a.function IS NOT NULL, c.agency, c.year",
}


@hookimpl
def extra_template_vars(template, datasette, database, request):
    if template != _TEMPLATE:
        return {}

    async def region_page():
        given = {"code": single_key(request.url_vars["pks"])}
        asked = {name: (request.args.get(name) or "").strip() for name in ("year", "sort")}
        drawn = (await datasette.get_canned_query(database, _CHART, None))["sql"]
        found = await datasette.get_database(database).execute_fn(
            lambda connection: _look(connection, drawn, given, asked)
        )
        return {"page": {**found, "region": found["region"][0], "coverage": coverage(found["covered"])}}

    return region_page


def _look(connection, drawn, given, asked):
    """All that the page shows, of one state of the database."""
    connection.execute("BEGIN")
    try:
        codes, given, written = _written(connection, given)
        found = {name: [dict(row) for row in connection.execute(written(sql), given)] for name, sql in _SQL.items()}
        cursor = connection.execute(drawn, {"region": given["code"]})
        columns = [column[0] for column in cursor.description]
        found |= {
            "others": places_named.others(connection, given["code"]),
            "peers": peers.of_place(connection, given["code"]),
            "figures": places_below.figures(connection, codes, asked),
        }
        return {**found, _CHART: (columns, [dict(zip(columns, row, strict=True)) for row in cursor])}
    finally:
        connection.rollback()


def _written(connection, given):
    """The codes that a place bore in turn, the parameters with them, and what puts both into a statement."""
    codes = [row[0] for row in connection.execute(_ALIKE, given)] or [given["code"]]
    given = given | {f"code{n}": code for n, code in enumerate(codes)}
    marks = ", ".join(f":code{n}" for n in range(len(codes)))
    # Their numbers stand in the statement: only then SQLite looks into the view for these agencies alone.
    numbers = connection.execute(_AGENCIES.replace(":codes", marks), given)
    agencies = ", ".join(str(row[0]) for row in numbers) or "NULL"
    return codes, given, lambda sql: sql.replace(":codes", marks).replace(":agencies", agencies)


def series_of(connection, code):
    """The series over the forms of the organs at a place; empty where none has a report from before 2019."""
    _, given, written = _written(connection, {"code": code})
    return [dict(row) for row in connection.execute(written(_SQL["series"]), given)]


def coverage(rows):
    """The agencies of a place, a line each, and for every year the reports found, or whether one is missing.

    >>> rows = [{"id": 1, "name": "甲局", "year": year, "report_id": year, "status": "found"} for year in (2019, 2021)]
    >>> rows += [{"id": 1, "name": "甲局", "year": 2020, "report_id": None, "status": "missing"}]
    >>> rows += [{"id": 2, "name": "乙局", "year": 2020, "report_id": None, "status": "unknown"}]
    >>> found = coverage(rows)
    >>> found["years"]
    [2019, 2020, 2021]
    >>> [[len(cell["reports"]) or cell["missing"] for cell in line["cells"]] for line in found["lines"]]
    [[1, True, 1], [False, False, False]]
    """
    printed = {row["year"] for row in rows}
    years = list(range(min(printed), max(printed) + 1)) if printed else []
    agencies = {}
    for row in rows:
        agencies.setdefault((row["id"], row["name"]), []).append(row)
    return {"years": years, "lines": [_line(own, years) for own in agencies.values()]}


def _line(rows, years):
    found = {}
    for row in rows:
        found.setdefault(row["year"], []).append(row)
    cells = [
        {
            "year": year,
            "reports": [row for row in found.get(year, ()) if row["report_id"] is not None],
            "missing": any(row["status"] == "missing" for row in found.get(year, ())),
        }
        for year in years
    ]
    return {"id": rows[0]["id"], "name": rows[0]["name"], "cells": cells}


async def places(datasette):
    sql = "SELECT code FROM regions WHERE level = 'national' LIMIT 1"
    country = (await datasette.get_database("reports").execute(sql)).first()
    address = (
        datasette.urls.row("reports", "regions", country[0]) if country else datasette.urls.table("reports", "regions")
    )
    return Response.redirect(address)


@hookimpl
def register_routes():
    return [(r"^/-/places$", places)]
