"""An agency's page (行政机关): its reports through the years, gaps shown as gaps; findings; its place and neighbours.

It is the page of the row in ``agencies``; the row's JSON stays what Datasette makes of it.
"""

import sys
from pathlib import Path

from datasette import hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import peers
import series
from site_safety.parameters import single_key

_TEMPLATE = "row-reports-agencies.html"
_CHART = "agency_years"
_NEIGHBOURS = 60  # names listed; beyond that the place's page has them all
_SQL = {
    "agency": "SELECT a.*, g.full_name AS place FROM agencies a LEFT JOIN regions g ON g.code = a.region_code"
    " WHERE a.id = :id",
    "reports": "SELECT s.*, r.title FROM report_stats s JOIN reports r ON r.id = s.report_id WHERE s.agency_id = :id"
    " ORDER BY s.year, s.scope",
    "findings": "SELECT f.*, r.year, c.title AS check_title FROM reports r JOIN findings f ON f.report_id = r.id"
    " JOIN checks c ON c.id = f.check_id WHERE r.agency_id = :id"
    " ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, r.year DESC, f.id LIMIT 100",
    # Only where reports from before 2019 are there: those since have their table above.
    "series": "SELECT s.year, s.scope, s.measure, s.measure_label AS label, s.value, s.unit, s.breaks, s.note,"
    " f.first_year AS form_year FROM series s JOIN series_measures m ON m.code = s.measure"
    " JOIN forms f ON f.id = s.form_id WHERE s.agency_id = :id AND EXISTS"
    " (SELECT 1 FROM reports WHERE agency_id = :id AND year < 2019) ORDER BY m.position, s.year",
    "breaks": series.SQL,
    "above": "WITH RECURSIVE up(code, depth) AS (SELECT region_code, 0 FROM agencies WHERE id = :id UNION ALL"
    " SELECT n.parent_code, depth + 1 FROM regions n JOIN up ON n.code = up.code WHERE n.parent_code IS NOT NULL)"
    " SELECT n.code, n.name, n.level FROM up JOIN regions n ON n.code = up.code ORDER BY depth DESC",
    "below": "SELECT n.code, n.name FROM agencies a JOIN regions n ON n.parent_code = a.region_code WHERE a.id = :id"
    " ORDER BY n.code",
    "beside": "SELECT b.id, b.name FROM agencies a JOIN agencies b ON b.region_code = a.region_code AND b.id <> a.id"
    f" WHERE a.id = :id ORDER BY b.name LIMIT {_NEIGHBOURS + 1}",
}


@hookimpl
def extra_template_vars(template, datasette, database, request):
    if template != _TEMPLATE:
        return {}

    async def agency_page():
        given = {"id": single_key(request.url_vars["pks"])}
        drawn = (await datasette.get_canned_query(database, _CHART, None))["sql"]
        found = await datasette.get_database(database).execute_fn(lambda connection: _look(connection, drawn, given))
        return {"page": {**found, "agency": found["agency"][0], "years": with_gaps(found["reports"])}}

    return agency_page


def series_of(connection, number):
    """An agency's series over the forms; empty where it has no report from before 2019."""
    return [dict(row) for row in connection.execute(_SQL["series"], {"id": number})]


def _look(connection, drawn, given):
    """All that the page shows, of one state of the database."""
    connection.execute("BEGIN")
    try:
        found = {name: [dict(row) for row in connection.execute(sql, given)] for name, sql in _SQL.items()}
        cursor = connection.execute(drawn, {"agency": given["id"]})
        columns = [column[0] for column in cursor.description]
        found |= {"peers": peers.of_agency(connection, given["id"])}
        return {**found, _CHART: (columns, [dict(zip(columns, row, strict=True)) for row in cursor])}
    finally:
        connection.rollback()


def with_gaps(reports):
    """Every year from the first report to the last: its reports, none where there is a gap; the newest first.

    >>> [(year["year"], len(year["reports"])) for year in with_gaps([{"year": 2019}, {"year": 2021}, {"year": 2021}])]
    [(2021, 2), (2020, 0), (2019, 1)]
    >>> with_gaps([])
    []
    """
    if not reports:
        return []
    first, last = reports[0]["year"], reports[-1]["year"]
    return [
        {"year": year, "reports": [report for report in reports if report["year"] == year]}
        for year in range(last, first - 1, -1)
    ]
