"""The home page and the database's page (首页): counts, Chinese titles of tables, the questions people ask.

Counting is kept to the small tables; what is counted is cheap at 100,000 reports.
"""

from datasette import hookimpl

_COUNTS = {
    "reports": "SELECT count(*) FROM reports",
    "agencies": "SELECT count(*) FROM agencies",
    "first": "SELECT min(year) FROM reports",
    "last": "SELECT max(year) FROM reports",
    "provinces": "SELECT count(DISTINCT province) FROM report_stats",
    "with_errors": "SELECT count(*) FROM report_stats WHERE errors > 0",
}
_LATEST = (
    "SELECT r.id, a.name AS agency, r.year, r.completeness, s.errors FROM reports r"
    " JOIN agencies a ON a.id = r.agency_id LEFT JOIN report_stats s ON s.report_id = r.id ORDER BY r.id DESC LIMIT 8"
)
_QUESTIONS = (
    "applications_by_year",
    "refusal_grounds",
    "disclosure_rate_by_province",
    "arithmetic_errors",
    "not_reported",
)


@hookimpl
def extra_template_vars(template, datasette, database):
    if template == "index.html" and "reports" in datasette.databases:
        return lambda: _home(datasette)
    if template == "database-reports.html":
        return {"described": datasette.metadata("tables", database=database) or {}}
    return {}


async def _home(datasette):
    def load(connection):
        counts = {name: connection.execute(sql).fetchone()[0] for name, sql in _COUNTS.items()}
        return counts, connection.execute(_LATEST).fetchall()

    counts, latest = await datasette.get_database("reports").execute_fn(load)
    queries = await datasette.get_canned_queries("reports", None)
    return {"counts": counts, "latest": latest, "questions": [queries[name] for name in _QUESTIONS]}
