"""Pages for programs (网页的 JSON): search, places, functions and dashboards answer at the same address with ``.json``.

They say what the page says, of the same state of the database; numbers stay numbers. Search gives a page of hits and
how many there are (``total``, null where counting takes too long), the others all they have.
"""

import sys
from pathlib import Path

from datasette import NotFound, Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import charts
import function_page
import search

_DATABASE = "reports"
_PLACES = (
    "SELECT n.code, n.name, n.full_name, n.level, n.parent_code, sum(t.reports) AS reports, min(t.year) AS first_year,"
    " max(t.year) AS last_year FROM report_totals t JOIN regions n ON n.code = t.region_code GROUP BY n.code"
    " ORDER BY n.code"
)
_HITS = ("id", "report_id", "agency", "year", "province", "kind", "heading", "line")


async def places(datasette, request):
    """``/-/places.json``: every place that has reports of its own."""
    rows = (await datasette.get_database(_DATABASE).execute(_PLACES)).rows
    return Response.json([dict(row) for row in rows])


async def functions(datasette, request):
    """``/-/functions.json``: the functions, or the provinces and agencies of one."""
    given = {key: (request.args.get(key) or "").strip() for key in ("q", "function", "province", "year")}
    drawn = (await datasette.get_canned_query(_DATABASE, "function_by_year", None))["sql"]
    limit = datasette.setting("sql_time_limit_ms")
    load = datasette.get_database(_DATABASE).execute_fn
    page = await load(lambda connection: function_page._look(connection, drawn, limit, given))
    if "drawn" in page:
        page["by_year"] = page.pop("drawn")[1]
    return Response.json(page)


async def hits(datasette, request):
    """``/-/search.json?q=…``: hits in the prose, newest first, and names that hold the words."""
    given = {key: (request.args.get(key) or "").replace("\0", " ").strip() for key in ("q", *search._FACETS)}
    page = min(max(search._number(request.args.get("page")), 1), max(search.COUNTED // search._PAGE, 1))
    if not given["q"]:
        return Response.json({**given, "page": page, "total": 0, "prose": []})
    load = datasette.get_database(_DATABASE).execute_fn
    found = await load(lambda connection: search._Search(connection, given).found(page))
    prose = [{**{key: hit[key] for key in _HITS}, "snippet": _text(hit["snippet"])} for hit in found["prose"]]
    names = {kind: [dict(row) for row in found.get(kind) or ()] for kind in search._NAMES}
    told = {**given, "page": page, "page_size": search._PAGE, "total": found["total"], "late": found["late"]}
    headers = {} if not found["late"] and found["total"] is not None else {"cache-control": "no-store"}
    return Response.json({**told, "prose": prose, **names}, headers=headers)


def _text(snippet):
    """A snippet as plain text, its hits in 【】 as search_prose has them.

    >>> from markupsafe import Markup
    >>> _text(Markup("<mark>公开</mark>&lt;b&gt;"))
    '【公开】<b>'
    """
    return str(snippet.replace("<mark>", "【").replace("</mark>", "】").unescape())


async def dashboards(datasette, request):
    """``/-/dashboards.json``: what there is."""
    told = charts.defined()["dashboards"]
    kept = ("title", "description", "charts", "parameters")
    return Response.json({name: {key: board.get(key) for key in kept} for name, board in told.items()})


async def dashboard(datasette, request):
    """``/-/dashboards/NAME.json``: the rows of each of its charts."""
    board = charts.defined()["dashboards"].get(request.url_vars["name"])
    if board is None:
        raise NotFound(f"没有名为 {request.url_vars['name']} 的看板 (no such dashboard)")
    typed = {key: request.args.get(key) or "" for key in board["parameters"]}
    asked = {}
    for name in board["charts"]:
        query, _, empty = await charts.query_of(datasette, name, {})
        asked[name] = query["sql"], empty
    limit = datasette.setting("sql_time_limit_ms")
    load = datasette.get_database(_DATABASE).execute_fn
    _, given, found = await load(lambda connection: charts._whole(connection, limit, board, typed, asked))
    rows = {name: rows for name, (_, rows) in found.items()}
    cut = [name for name, one in rows.items() if one is None or len(one) >= charts.MOST]
    return Response.json({"title": board["title"], "parameters": given, "charts": rows, "incomplete": cut})


@hookimpl
def register_routes():
    return [
        (r"^/-/places\.json$", places),
        (r"^/-/functions\.json$", functions),
        (r"^/-/search\.json$", hits),
        (r"^/-/dashboards\.json$", dashboards),
        (r"^/-/dashboards/(?P<name>[a-z]+)\.json$", dashboard),
    ]
