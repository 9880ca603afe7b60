"""A function's page (职能): all the agencies that do the same in different places, as every 教育局 of a province.

``/-/functions`` lists the functions, ``?function=教育局`` the provinces that have it, ``&province=河南省`` its
agencies.
"""

from datasette import Response, hookimpl

_FUNCTIONS = (
    "SELECT function, count(*) AS agencies FROM agencies WHERE function IS NOT NULL AND instr(function, :q) > 0"
    " GROUP BY function ORDER BY agencies DESC, function LIMIT 301"
)
_PROVINCES = (
    "SELECT s.province, count(DISTINCT a.id) AS agencies, count(*) AS reports,"
    " min(s.year) AS first, max(s.year) AS last,"
    " sum(s.received) FILTER (WHERE s.scope = 'own') AS received"
    " FROM agencies a JOIN report_stats s ON s.agency_id = a.id WHERE a.function = :function"
    " GROUP BY s.province ORDER BY agencies DESC, s.province"
)
_AGENCIES = (
    "SELECT a.id, a.name, g.full_name AS place, a.region_code, count(*) AS reports,"
    " min(s.year) AS first, max(s.year) AS last,"
    " max(s.year) - min(s.year) + 1 - count(DISTINCT s.year) AS gaps, sum(s.errors) AS errors, latest.report_id,"
    " latest.received, latest.closed, latest.disclosed, latest.partly_disclosed, latest.refused,"
    " latest.disclosure_rate,"
    " latest.reconsiderations, latest.suits"
    " FROM agencies a JOIN report_stats s ON s.agency_id = a.id LEFT JOIN regions g ON g.code = a.region_code"
    " JOIN report_stats latest ON latest.report_id = (SELECT report_id FROM report_stats WHERE agency_id = a.id"
    " AND (:year = '' OR year = CAST(:year AS INTEGER)) ORDER BY year DESC, scope DESC LIMIT 1)"
    " WHERE a.function = :function AND s.province = :province GROUP BY a.id ORDER BY a.region_code, a.name LIMIT 1001"
)


async def functions(datasette, request):
    given = {key: (request.args.get(key) or "").strip() for key in ("q", "function", "province", "year")}
    database = datasette.get_database("reports")

    def load(connection):
        def rows(sql):
            return [dict(row) for row in connection.execute(sql, given)]

        if not given["function"]:
            return {"functions": rows(_FUNCTIONS)}
        return {"provinces": rows(_PROVINCES), "agencies": rows(_AGENCIES) if given["province"] else []}

    page = {**given, **await database.execute_fn(load)}
    page["latest_year"] = max((row["last"] for row in page.get("provinces", [])), default=None)
    return Response.html(await datasette.render_template("functions.html", page, request=request))


@hookimpl
def register_routes():
    return [(r"^/-/functions$", functions)]
