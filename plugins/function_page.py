"""A function's page (职能): all the agencies that do the same in different places, as every 教育局 of a province.

``/-/functions`` lists the functions, ``?function=教育局`` the provinces that have it, ``&province=河南省`` its
agencies with their numbers of one year (``&year=2021``; the latest unless said), which the page names.
"""

import sys
from pathlib import Path

from datasette import Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
from site_safety import patience

_FUNCTIONS = (
    "SELECT function, count(*) AS agencies FROM agencies WHERE function IS NOT NULL AND instr(function, :q) > 0"
    " GROUP BY function ORDER BY agencies DESC, function LIMIT 301"
)
_PROVINCES = (
    "SELECT s.province, count(DISTINCT a.id) AS agencies, count(*) AS reports,"
    " min(s.year) AS first, max(s.year) AS last,"
    " sum(s.received) FILTER (WHERE s.scope = 'own') AS received"
    " FROM agencies a JOIN report_stats s ON s.agency_id = a.id WHERE a.function = :function"
    " GROUP BY s.province ORDER BY s.province IS NULL, min(s.region_code)"
)
_YEARS = (
    "SELECT DISTINCT s.year FROM agencies a JOIN report_stats s ON s.agency_id = a.id WHERE a.function = :function"
    " AND (:province = '' OR s.province = :province) ORDER BY s.year DESC"
)
# The agencies with their report of one year; one without is listed too, with blanks.
_AGENCIES = (
    "SELECT a.id, a.name, g.full_name AS place, a.region_code, count(*) AS reports,"
    " min(s.year) AS first, max(s.year) AS last,"
    " max(s.year) - min(s.year) + 1 - count(DISTINCT s.year) AS gaps, sum(s.errors) AS errors, shown.report_id,"
    " shown.received, shown.closed, shown.refused, shown.disclosure_rate, shown.reconsiderations, shown.suits"
    " FROM agencies a JOIN report_stats s ON s.agency_id = a.id LEFT JOIN regions g ON g.code = a.region_code"
    " LEFT JOIN report_stats shown ON shown.report_id = (SELECT report_id FROM report_stats WHERE agency_id = a.id"
    " AND year = :year ORDER BY scope DESC LIMIT 1)"
    " WHERE a.function = :function AND s.province = :province GROUP BY a.id ORDER BY a.region_code, a.name LIMIT 1001"
)
_CHART = "function_by_year"


async def functions(datasette, request):
    """The page; plugins/asked.py has seen to it that what is asked for is there, and called by its name."""
    given = {key: (request.args.get(key) or "").strip() for key in ("q", "function", "province", "year")}
    drawn = (await datasette.get_canned_query("reports", _CHART, None))["sql"]
    limit = datasette.setting("sql_time_limit_ms")
    database = datasette.get_database("reports")
    page = await database.execute_fn(lambda connection: _look(connection, drawn, limit, given))
    return Response.html(await datasette.render_template("functions.html", page, request=request))


def _look(connection, drawn, limit, given):
    """All that the page shows, of one state of the database."""

    def rows(sql, values):
        cursor = connection.execute(sql, values)
        columns = [column[0] for column in cursor.description]
        return columns, [dict(zip(columns, row, strict=True)) for row in cursor]

    connection.execute("BEGIN")
    try:
        if not given["function"]:
            return {**given, "functions": rows(_FUNCTIONS, given)[1]}
        years = [row["year"] for row in rows(_YEARS, given)[1]]
        year = int(given["year"]) if given["year"] else next(iter(years), None)
        page = {**given, "years": years, "year": year, "provinces": rows(_PROVINCES, given)[1], "agencies": []}
        if given["province"]:
            page["agencies"] = rows(_AGENCIES, {**given, "year": year})[1]
        with patience.limited(connection, limit):
            return {**page, "drawn": rows(drawn, {"function": given["function"], "place": given["province"]})}
    finally:
        connection.rollback()


@hookimpl
def register_routes():
    return [(r"^/-/functions$", functions)]
