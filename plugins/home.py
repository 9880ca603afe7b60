"""The home page and the database's page (首页): the country by province and year, quality, the questions people ask.

Nothing is counted for the page: the picture, the quality and the numbers of rows come from the summary tables.
"""

from urllib.parse import quote

from datasette import hookimpl

_COUNTED = ("reports", "agencies", "findings")
_COUNTS = {
    **{name: f"SELECT sum(row_count) FROM table_counts WHERE table_name = '{name}'" for name in _COUNTED},
    "places": "SELECT count(DISTINCT region_code) FROM agencies",
}
_PICTURE = (
    "SELECT t.province, n.code AS country, year, sum(reports) AS reports,"
    " coalesce(sum(reports) FILTER (WHERE completeness = 'complete'), 0) AS complete,"
    " coalesce(sum(reports) FILTER (WHERE completeness = 'partial'), 0) AS partial,"
    " sum(with_errors) AS wrong, sum(reports - with_errors - clean) AS doubtful"
    " FROM report_totals t LEFT JOIN regions n ON n.code = t.region_code AND n.level = 'national'"
    " GROUP BY t.province, n.code, year"
)
_PLACES = "SELECT name, min(code) AS code FROM regions WHERE level = 'provincial' GROUP BY name ORDER BY code"
_LATEST = (
    "SELECT r.id, a.name AS agency, r.year, r.completeness, s.errors, substr(o.added_at, 1, 10) AS added"
    " FROM reports r JOIN agencies a ON a.id = r.agency_id JOIN sources o ON o.id = r.source_id"
    " LEFT JOIN report_stats s ON s.report_id = r.id ORDER BY r.id DESC LIMIT 8"
)
_QUESTIONS = (
    "applications_by_year",
    "refusal_grounds",
    "disclosure_rate_by_province",
    "arithmetic_errors",
    "not_reported",
)
_NATIONAL = "国家机关"
_STEPS = (1, 10, 50, 200, 1000)  # from how many reports on a square of the picture is one shade darker


@hookimpl
def extra_template_vars(template, datasette, database):
    if template == "index.html" and "reports" in datasette.databases:
        return lambda: _home(datasette)
    if template == "database-reports.html":
        return {"described": datasette.metadata("tables", database=database) or {}}
    return {}


async def _home(datasette):
    def load(connection):
        connection.execute("BEGIN")  # one look, so that the numbers of the page agree
        try:
            counts = {name: connection.execute(sql).fetchone()[0] or 0 for name, sql in _COUNTS.items()}
            return counts, *(connection.execute(sql).fetchall() for sql in (_PICTURE, _PLACES, _LATEST))
        finally:
            connection.rollback()

    counts, cells, places, latest = await datasette.get_database("reports").execute_fn(load)
    queries = await datasette.get_canned_queries("reports", None)
    return {
        "counts": counts,
        "country": _country(cells, [(row["name"], row["code"]) for row in places]),
        "quality": _quality(cells),
        "latest": latest,
        "questions": [queries[name] for name in _QUESTIONS],
    }


def shade(reports):
    """How dark a square of the picture is, 0 to 5.

    >>> [shade(n) for n in (0, 1, 9, 10, 5000)]
    [0, 1, 1, 2, 5]
    """
    return sum(reports >= step for step in _STEPS)


def _country(cells, places):
    """The picture: a line a province in the order of their codes, a square a year; a province without reports too."""
    found = {(_line_of(row), row["year"]): row for row in cells}
    years = sorted({row["year"] for row in cells})
    lines = []
    for name, (code, query) in _lines(cells, places).items():
        squares = [(year, found.get((name, year))) for year in years]
        drawn = [
            {"year": year, "reports": row["reports"] if row else 0, "shade": shade(row["reports"] if row else 0)}
            for year, row in squares
        ]
        total = sum(square["reports"] for square in drawn)
        lines.append({"name": name, "code": code, "query": query, "squares": drawn, "total": total})
    provinces = {name for name, _ in places}
    there = sum(1 for line in lines if line["name"] in provinces and line["total"])
    return {"years": years, "lines": lines, "provinces": there}


def _lines(cells, places):
    """Name → code of its place, and how its reports are asked for: provinces, the country's own, those of no place."""
    named = {name: (code, f"province={quote(name)}") for name, code in places}
    for row in cells:
        if row["country"]:
            named.setdefault(_NATIONAL, (row["country"], f"region_code={row['country']}"))
    if any(_line_of(row) is None for row in cells):
        named[None] = None, "region_code__isnull=1"
    return named


def _line_of(row):
    """Whose line a number is of: a province's, the country's own agencies', or, None, of no place that is known."""
    return row["province"] or (_NATIONAL if row["country"] else None)


def _quality(cells):
    """Shares of all reports: how whole their tables are, and how many contradict themselves."""
    total = sum(row["reports"] for row in cells)

    def part(label, name, kind, query):
        count = sum(row[name] for row in cells) if name else total - sum(r["complete"] + r["partial"] for r in cells)
        share = count / total if total else 0
        return {"label": label, "count": count, "share": share, "kind": kind, "query": query}

    return [
        part("三张表完整", "complete", "good", "completeness=complete"),
        part("表格不全", "partial", "middling", "completeness=partial"),
        part("只有文字", None, "plain", "completeness=narrative"),
        part("有“误”：数字自相矛盾或无法识别", "wrong", "bad", "errors__gt=0"),
        part("只有“疑”", "doubtful", "middling", "errors=0&warnings__gt=0"),
    ]
