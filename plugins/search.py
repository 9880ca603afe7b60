"""One box for all (检索): agencies, places, titles, index numbers and prose; ``/-/search?q=档案&year=2021``.

Prose is found by ``sections_fts`` with the phrases of chinese_search.py, so that a word of one character is found
too; names and titles hold what was typed anywhere in them. White space separates words, all of which must occur.
Ways of writing one character are one (档案, 檔案).

The newest hits come first. How the hits spread over years, provinces and sections is counted over the newest
COUNTED hits, and the page says so where there are more: a word that half of all sections hold has no use for more.
How many hits there are in all is said always, or, where it takes too long to count them, more than how many.

A year, a province, a kind of section are chosen from all hits. Which way, is no guess of SQLite's planner: the index
is always asked for its hits, newest first. Few hits are looked at one by one; for many, what was chosen is laid out
first, from indexes alone, and each hit only looked up in it. (``+rowid`` keeps FTS5 from being asked anew for each.)
"""

import json
import sqlite3
import time
from contextlib import contextmanager
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.utils import sqlite_timelimit
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
_COMMON = 2000  # more hits than this aren't looked at one by one
_BUDGET = 1.5  # seconds for all that a page asks
_PATIENCE = 0.25  # of these, for the number of all hits
_MATCH = "FROM sections_fts WHERE sections_fts MATCH chinese_match(:q)"
_ARE_COMMON = f"SELECT count(*) FROM (SELECT 1 {_MATCH} LIMIT {_COMMON + 1})"
_NEWEST = f"SELECT rowid {_MATCH}{{chosen}} ORDER BY rowid DESC"
_OF_REPORT = {"year": "s.year = CAST(:year AS INTEGER)", "province": "s.province = :province"}
_OF_SECTION = {"kind": "x.kind = :kind"}
_ONE_BY_ONE = (
    " AND EXISTS (SELECT 1 FROM sections x CROSS JOIN report_stats s ON s.report_id = x.report_id"
    " WHERE x.id = sections_fts.rowid AND {})"
)
_LAID_OUT = {
    "report": " AND +rowid IN (SELECT x.id FROM report_stats s CROSS JOIN sections x ON x.report_id = s.report_id"
    " WHERE {})",
    "section": " AND +rowid IN (SELECT x.id FROM sections x WHERE {})",
}
_THESE = (
    "FROM json_each(:ids) CROSS JOIN sections x ON x.id = json_each.value"
    " CROSS JOIN report_stats s ON s.report_id = x.report_id"
)
_PROSE = (
    "SELECT x.id, x.report_id, x.heading, x.kind, x.line, s.year, s.province, a.name AS agency,"
    " chinese_snippet(x.body, :q, char(2), char(3)) AS snippet,"
    " chinese_snippet(x.heading, :q, char(2), char(3)) AS lit_heading"
    f" {_THESE} CROSS JOIN agencies a ON a.id = s.agency_id ORDER BY x.id DESC"
)
_COUNTS = f"SELECT s.year, s.province, x.kind, count(*) AS n {_THESE} GROUP BY 1, 2, 3"


def _chosen(given, common):
    """The conditions of what was chosen, for many hits or for few."""
    of_report = [condition for name, condition in _OF_REPORT.items() if given[name]]
    of_section = [condition for name, condition in _OF_SECTION.items() if given[name]]
    if not common:
        return _ONE_BY_ONE.format(" AND ".join(of_report + of_section)) if of_report + of_section else ""
    found = _LAID_OUT["report"].format(" AND ".join(of_report)) if of_report else ""
    return found + (_LAID_OUT["section"].format(" AND ".join(of_section)) if of_section else "")


def _holding(column, words):
    """A condition: the column holds every word, capital or not."""
    cased = any(word.lower() != word.upper() for word in words)
    column = f"lower({column})" if cased else column
    return " AND ".join(f"instr({column}, :w{n}) > 0" for n in range(len(words)))


def _names(words):
    last = len(words) - 1
    title = " AND ".join(f"r.title GLOB chinese_glob(:w{n})" for n in range(len(words)))
    return {
        "agencies": "SELECT a.id, a.name, g.full_name AS place FROM agencies a LEFT JOIN regions g"
        f" ON g.code = a.region_code WHERE {_holding('a.name', words)}"
        f" ORDER BY length(a.name), a.name LIMIT {_NAMES['agencies'] + 1}",
        "places": f"SELECT code, full_name FROM regions WHERE {_holding('full_name', words)}"
        f" AND instr(lower(name), :w{last}) > 0 ORDER BY last_year IS NOT NULL, length(full_name), code"
        f" LIMIT {_NAMES['places'] + 1}",
        "titles": "SELECT r.id, r.title, r.year, r.index_number FROM reports r WHERE"
        f" ({title}) OR {_holding('r.index_number', words[:1])}"
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
    pages = max(COUNTED // _PAGE, 1)
    page = min(max(_number(request.args.get("page")), 1), pages)
    found = {"late": []}
    if given["q"]:
        database = datasette.get_database("reports")
        found = await database.execute_fn(lambda connection: _Search(connection, given).found(page))
    context = {
        **given,
        **found,
        "page_number": page,
        "pages": pages,
        "facets": _facets(found.get("counts", []), given),
        "kinds": _KINDS,
    }
    context |= {"size": _PAGE, "counted": COUNTED, "names_shown": _NAMES, "address": _address(datasette, given)}
    whole = not found["late"] and found.get("total", 0) is not None
    headers = {} if whole else {"cache-control": "no-store"}  # another time it may be
    return Response.html(await datasette.render_template("search.html", context, request=request), headers=headers)


def _number(typed):
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else 1


class _Search:
    """One search, asked of one state of the database, within its time."""

    def __init__(self, connection, given):
        self.connection, self.given = connection, given
        self.over = time.monotonic() + _BUDGET
        self.late = []

    def found(self, page):
        """What the page shows; ``late`` names what could not be found in time."""
        self.connection.execute("BEGIN")
        try:
            return self._found(page)
        finally:
            self.connection.rollback()

    def _found(self, page):
        newest, total, counted = [], None, 0
        with self._in_time("prose"):
            newest, total, counted = self._newest()
        skip = (page - 1) * _PAGE
        found = {"total": total, "at_least": counted, "prose": [], "counts": []}
        for name, sql, ids in (("prose", _PROSE, newest[skip : skip + _PAGE]), ("counts", _COUNTS, newest[:COUNTED])):
            with self._in_time(name):
                found[name] = self._rows(sql, {"ids": json.dumps(ids)})
        for hit in found["prose"]:
            hit |= {"snippet": lit(hit["snippet"]), "lit_heading": lit(hit["lit_heading"])}
        found["more"] = len(newest) > skip + _PAGE
        if page == 1 and not any(self.given[name] for name in _FACETS):
            found |= self._named()
        return {**found, "late": self.late}

    def _named(self):
        (typed,) = self.connection.execute("SELECT chinese_words(:q)", self.given).fetchone()
        (folded,) = self.connection.execute("SELECT chinese_fold(?)", [typed]).fetchone()
        words, found = folded.split(), {}
        if not words:
            return found
        given = {f"w{n}": word for n, word in enumerate(words)}
        for name, sql in _names(words).items():
            with self._in_time(name):
                found[name] = self._rows(sql, given)
        return found

    def _newest(self):
        """(ids of the newest hits, all hits or None, as many as were counted)."""
        common = self.connection.execute(_ARE_COMMON, self.given).fetchone()[0] > _COMMON
        chosen = _chosen(self.given, common)
        cursor = self.connection.execute(_NEWEST.format(chosen=chosen), self.given)
        newest = [number for (number,) in cursor.fetchmany(COUNTED + 1)]
        if len(newest) <= COUNTED:
            return newest, len(newest), len(newest)
        return newest, *(self._rest(cursor) if chosen else self._all())

    def _rest(self, cursor):
        """(all hits, or None if it takes too long; as many as were counted) where the newest have been taken."""
        until, counted = time.monotonic() + _PATIENCE, COUNTED + 1
        while rows := cursor.fetchmany(_COMMON):
            counted += len(rows)
            if time.monotonic() > until:
                return None, counted
        return counted, counted

    def _all(self):
        """The same where nothing was chosen: the index alone counts several times faster."""
        try:
            with sqlite_timelimit(self.connection, int(_PATIENCE * 1000)):
                (counted,) = self.connection.execute(f"SELECT count(*) {_MATCH}", self.given).fetchone()
        except sqlite3.OperationalError:
            return None, COUNTED
        return counted, counted

    def _rows(self, sql, given):
        cursor = self.connection.execute(sql, {**self.given, **given})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def _in_time(self, name):
        left = int((self.over - time.monotonic()) * 1000)
        try:
            with sqlite_timelimit(self.connection, max(left, 50)):
                yield
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            self.late.append(name)


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
