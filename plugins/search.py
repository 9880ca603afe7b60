"""One box for all (检索): agencies, places, titles, index numbers and prose; ``/-/search?q=档案&year=2021``.

Prose is found by ``sections_fts`` with the phrases of chinese_search.py, so that a word of one character is found
too; names and titles hold what was typed anywhere in them. White space separates words, all of which must occur.
Ways of writing one character are one (档案, 檔案).

The newest hits come first. How the hits spread over years, provinces and sections is counted over the newest
COUNTED hits, and the page says so where there are more: a word that half of all sections hold has no use for more.
How many hits there are in all is said always, or, where it takes too long to count them, that there are more.
"""

from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from markupsafe import Markup, escape

_PAGE = 20
COUNTED = 1000
_NAMES = {"agencies": 24, "places": 12, "titles": 8}  # shown of each
_KINDS = {
    "overview": "总体情况",
    "proactive": "主动公开",
    "applications": "依申请公开",
    "appeals": "复议诉讼",
    "problems": "问题与改进",
    "other": "其他",
}
_FACETS = {"year": "年份", "province": "省份", "kind": "章节"}
# A rare word: from its hits to their reports. A common word with a place or a year chosen: from the reports to
# their sections, asking of each whether it holds the word; else half of all sections would be looked up for a page.
_COMMON = 20_000
_HITS = (
    f"SELECT count(*) FROM (SELECT 1 FROM sections_fts WHERE sections_fts MATCH chinese_match(:q) LIMIT {_COMMON + 1})"
)
_FROM_HITS = (
    "FROM sections_fts CROSS JOIN sections x ON x.id = sections_fts.rowid"
    " CROSS JOIN report_stats s ON s.report_id = x.report_id WHERE sections_fts MATCH chinese_match(:q)"
    "{filters} ORDER BY sections_fts.rowid DESC"
)
_FROM_REPORTS = (
    "FROM report_stats s CROSS JOIN sections x ON x.report_id = s.report_id WHERE EXISTS"
    " (SELECT 1 FROM sections_fts WHERE rowid = x.id AND sections_fts MATCH chinese_match(:q)){filters}"
    " ORDER BY s.report_id DESC, x.position DESC"
)
_PROSE = (
    "SELECT x.id, x.report_id, x.heading, x.kind, x.line, s.year, s.province, s.agency_id, x.body"
    " {hits} LIMIT :size OFFSET :skip"
)
_COUNTS = (
    "SELECT year, province, kind, count(*) AS n FROM (SELECT s.year, s.province, x.kind {hits}"
    f" LIMIT {COUNTED + 1}) GROUP BY 1, 2, 3"
)
_ALL = "SELECT count(*) AS n FROM sections_fts WHERE sections_fts MATCH chinese_match(:q)"
_ALL_CHOSEN = "SELECT count(*) AS n FROM (SELECT 1 {hits})"
_PATIENCE = 500  # milliseconds for the number of all hits
_SNIPPETS = "SELECT chinese_snippet(?1, ?3, char(2), char(3)), chinese_snippet(?2, ?3, char(2), char(3))"
_CONDITIONS = {
    "year": " AND s.year = CAST(:year AS INTEGER)",
    "province": " AND s.province = :province",
    "kind": " AND x.kind = :kind",
}


def _hits(given, common):
    filters = "".join(condition for name, condition in _CONDITIONS.items() if given[name])
    return (_FROM_REPORTS if common and filters else _FROM_HITS).format(filters=filters)


def _words(typed):
    return typed.split()[:8]


def _holding(column, words, kind="w"):
    """A condition: the column holds every word, capital or not; ``t`` as typed, ``w`` in simplified characters."""
    return " AND ".join(f"instr(lower({column}), :{kind}{n}) > 0" for n in range(len(words)))


def _names(words):
    return {
        "agencies": "SELECT a.id, a.name, g.full_name AS place FROM agencies a LEFT JOIN regions g"
        f" ON g.code = a.region_code WHERE {_holding('a.name', words)}"
        f" ORDER BY length(a.name), a.name LIMIT {_NAMES['agencies'] + 1}",
        "places": f"SELECT code, full_name FROM regions WHERE {_holding('full_name', words)}"
        f" AND instr(lower(name), :w{len(words) - 1}) > 0 ORDER BY last_year IS NOT NULL, length(full_name), code"
        f" LIMIT {_NAMES['places'] + 1}",
        "titles": "SELECT r.id, r.title, r.year, r.index_number FROM reports r WHERE"
        f" ({_holding('r.title', words)}) OR ({_holding('r.title', words, 't')})"
        " OR instr(lower(r.index_number), :w0) > 0"
        f" ORDER BY r.id DESC LIMIT {_NAMES['titles'] + 1}",
    }


def lit(snippet):
    r"""The hits of a snippet, between \x02 and \x03, as ``<mark>``; all else escaped.

    >>> lit("全年\x02公开\x03<b>【】")
    Markup('全年<mark>公开</mark>&lt;b&gt;【】')
    """
    return Markup(str(escape(snippet)).replace("\x02", "<mark>").replace("\x03", "</mark>"))  # noqa: S704 (escaped above)


async def search(datasette, request):
    given = {key: (request.args.get(key) or "").replace("\0", " ").strip() for key in ("q", *_FACETS)}
    page = int(request.args.get("page") or 1) if (request.args.get("page") or "1").isdigit() else 1
    page = min(max(page, 1), COUNTED // _PAGE)
    found = {"late": []}
    words = _words(given["q"])
    if words:
        found = await _find(datasette, given, words, page)
    context = {
        **given,
        **found,
        "page_number": page,
        "pages": COUNTED // _PAGE,
        "facets": _facets(found.get("counts", []), given),
        "kinds": _KINDS,
    }
    context |= {"size": _PAGE, "counted": COUNTED, "names_shown": _NAMES, "address": _address(datasette, given)}
    return Response.html(await datasette.render_template("search.html", context, request=request))


async def _find(datasette, given, words, page):
    database = datasette.get_database("reports")
    values = {
        **given,
        **{f"t{n}": word.lower() for n, word in enumerate(words)},
        **{f"w{n}": word for n, word in enumerate(await _folded(database, words))},
        "size": _PAGE + 1,
        "skip": (page - 1) * _PAGE,
    }
    hits = _hits(given, (await database.execute(_HITS, values)).rows[0][0] > _COMMON)
    queries = {"prose": _PROSE.format(hits=hits), "counts": _COUNTS.format(hits=hits)}
    if not (given["year"] or given["province"] or given["kind"]) and page == 1:
        queries |= _names(words)
    found = {"late": []}
    for name, sql in queries.items():
        try:
            found[name] = [dict(row) for row in (await database.execute(sql, values)).rows]
        except QueryInterrupted:
            found[name] = []
            found["late"].append(name)
    found["total"] = None if "counts" in found["late"] else await _total(database, found["counts"], hits, values)
    await _finish(database, found, given["q"])
    return found


async def _folded(database, words):
    """Words in the characters of the index."""
    columns = ", ".join(f"chinese_fold(:w{n})" for n in range(len(words)))
    (row,) = (await database.execute(f"SELECT {columns}", {f"w{n}": word for n, word in enumerate(words)})).rows
    return list(row)


async def _total(database, counts, hits, values):
    """How many hits there are in all; None where it takes too long to tell."""
    counted = sum(row["n"] for row in counts)
    if counted <= COUNTED:
        return counted
    chosen = any(values[name] for name in _CONDITIONS)
    sql = _ALL_CHOSEN.format(hits=hits) if chosen else _ALL
    try:
        return (await database.execute(sql, values, custom_time_limit=_PATIENCE)).single_value()
    except QueryInterrupted:
        return None


async def _finish(database, found, typed):
    """Agencies' names and snippets of the hits of this page only: a snippet reads the whole section."""

    def load(connection):
        for hit in found["prose"]:
            (hit["agency"],) = connection.execute(
                "SELECT name FROM agencies WHERE id = ?", [hit["agency_id"]]
            ).fetchone()
            given = [hit.pop("body"), hit["heading"], typed]
            snippets = connection.execute(_SNIPPETS, given).fetchone()
            hit |= {"snippet": lit(snippets[0]), "lit_heading": lit(snippets[1])}

    await database.execute_fn(load)


def _facets(counts, given):
    """What can be chosen, with its hits under the choices already made; what is chosen can be let go."""
    facets = []
    for name, label in _FACETS.items():
        values = {given[name]: 0} if given[name] and not counts else {}
        for row in counts:
            if row[name] is not None:
                values[row[name]] = values.get(row[name], 0) + row["n"]
        if name == "year":
            order = sorted(values, reverse=True)
        else:
            order = sorted(values, key=lambda value, all_=values: (-all_[value], str(value)))
        choices = [(value, _KINDS.get(value, value), values[value], str(value) == given[name]) for value in order]
        facets.append((name, label, choices))
    return facets


def _address(datasette, given):
    def address(**changed):
        chosen = {key: value for key, value in {**given, **changed}.items() if value}
        return f"{datasette.urls.path('/-/search')}?{urlencode(chosen)}"

    return address


@hookimpl
def register_routes():
    return [(r"^/-/search$", search)]
