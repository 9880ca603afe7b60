"""What is asked for (参数): a place, a year, an agency that isn't there is said so, with what may be meant.

Dashboards, functions, search and the canned queries take parameters. Each is looked at here before anything else sees
it, so that no page ever shows the numbers of another place or year: a name that is exactly one place is put in its
full form (河南 becomes 河南省), a year in figures (２０２１年 becomes 2021), a term in its code (政府汇总 becomes
aggregate); what is none of the database's is answered with 404, a sentence and suggestions, and no numbers. A place is
understood by whichever name it is asked for (``place``, ``region``, ``province``). What an address doesn't take, and
two places or years that contradict each other, are answered with 400. JSON and CSV are answered the same way.

>>> year("２０２１年"), year("2021"), year("21"), year("二〇二一")
(2021, 2021, None, None)
"""

import re
import sys
import unicodedata
import urllib.parse
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import charts
import places_named
from site_charts.made import TAKEN
from site_safety.errors import refusal

_DATABASE = "reports"
# Addresses → what each takes: parameter → its kind, None for what the page looks at itself.
_PATHS = {
    re.compile(r"/-/build(\.(csv|json|metadata\.json|png|svg|xlsx)|/embed)?"): {
        "from": "year",
        "to": "year",
        "place": "region",
        "level": "level",
        "scope": "scope",
        **dict.fromkeys(("rows", "show", "function", "form", "clean", "least", "sort", "dir", "view", "page")),
    },
    re.compile(r"/-/feed\.atom"): {
        "place": "region",
        "function": "function or class",
        "agency": "agency by name",
        "year": "any year",
        "q": None,
    },
    re.compile(r"/-/functions(\.json)?"): {"function": "function", "province": "province", "year": "year", "q": None},
    re.compile(r"/-/copies(\.json)?"): {
        "place": "region",
        "year": "year",
        **dict.fromkeys(("kind", "agency", "report", "page")),
    },
    re.compile(r"/-/revisions"): {"report": "report", "before": None},
    re.compile(r"/-/panel"): {},
    re.compile(r"/reports/regions/[\w]+(\.json)?"): {"year": "year", "sort": None},
    re.compile(r"/-/search(\.json)?"): {
        "province": "province",
        "year": "year",
        "kind": "kind",
        **dict.fromkeys(("q", "page")),
    },
}
_BOARD = re.compile(r"/-/dashboards/(?P<name>[a-z]+)(\.json)?")
_CHART = re.compile(r"/-/chart/(?P<name>[a-z_]+)(\.(csv|json|metadata\.json|png|svg)|/embed)?")
_QUERY = re.compile(rf"/{_DATABASE}/(?P<name>[a-z_]+)(?:\.(?:json|csv))?")
_KINDS = ("province", "year", "scope", "level", "place", "region", "agency", "function", "report")
# Here ``agency`` is a number or a whole name; elsewhere any part of one.
_ONE_AGENCY = {"agency_years"}
_PLACES = ("place", "region", "province")  # one thing by three names
# What other programs put behind an address that they pass on.
_PASSED_ON = re.compile(r"utm_\w+=.*|from=(singlemessage|groupmessage|timeline)|isappinstalled=\d|(fb|g)clid=.*|spm=.*")
_FILE = re.compile(rf"(?:(?P<of>/{_DATABASE}/[a-z_]+)|/.*)\.(?P<ending>[a-z]+)", re.IGNORECASE | re.ASCII)
# What the fields of the questions are called.
LABELS = {
    "province": "省份（如 河南）",
    "year": "年份",
    "scope": "口径",
    "level": "层级（省、市、县、乡镇）",
    "place": "地方（含所辖）",
    "region": "地方（名称或代码）",
    "agency": "机关（名称）",
    "function": "职能（如 教育局）",
    "report": "报告编号",
    "q": "检索词",
    "limit": "最多几处",
}
_CODES = {
    "scope": {"own": "本机关", "aggregate": "政府汇总"},
    "level": {"national": "国家", "provincial": "省级", "prefectural": "市级", "county": "县级", "township": "乡镇"},
    "kind": {
        "overview": "总体情况",
        "proactive": "主动公开",
        "applications": "依申请公开",
        "appeals": "复议诉讼",
        "problems": "问题与改进",
        "other": "其他",
    },
}
_NAMES = {"scope": "口径", "level": "层级", "kind": "章节"}
_SHOWN = 8
_PAGE = "/-/asked"


class UnanswerableError(Exception):
    """A parameter that leads nowhere, by the name that was typed, with what is said of it."""

    def __init__(self, name, found):
        super().__init__(name, found)
        self.name, self.found = name, found


class Found(NamedTuple):
    """What became of one parameter: its value, or a sentence and what may be meant."""

    value: str = ""
    said: str = ""
    suggestions: tuple[str, ...] = ()
    status: int = 404


def year(typed):
    """A year as typed, in full width or with 年 behind it."""
    found = re.fullmatch(r"(\d{4})\s*年?(?:度)?", unicodedata.normalize("NFKC", typed).strip(), re.ASCII)
    return int(found[1]) if found else None


# --- each kind of parameter: (connection, what was typed) → Found ------------------------------------------------


def _year(connection, typed):
    sql = (
        "SELECT min(y), max(y) FROM (SELECT min(year) AS y FROM report_stats UNION ALL SELECT max(year)"
        " FROM report_stats UNION ALL SELECT min(first_year) FROM roster UNION ALL SELECT max(last_year) FROM roster)"
    )
    first, last = connection.execute(sql).fetchone()
    asked = year(typed)
    if asked is None:
        return Found(said=f"“{typed}”不是年份。", suggestions=() if last is None else (str(last),))
    if first is not None and first <= asked <= last:
        return Found(str(asked))
    told = "" if first is None else f"，只有 {first} 至 {last} 年的" if first != last else f"，只有 {first} 年的"
    return Found(said=f"库中没有 {asked} 年的报告{told}。", suggestions=() if last is None else (str(last), str(first)))


def _any_year(_connection, typed):
    """A year as such: who follows what is new may wait for one that hasn't come."""
    asked = year(typed)
    return Found(said=f"“{typed}”不是年份。") if asked is None else Found(str(asked))


def _code(kind):
    def found(_connection, typed):
        codes, wanted = _CODES[kind], typed.strip()
        for code, name in codes.items():
            if wanted in (code, name, name.removesuffix("级")):
                return Found(code)
        return Found(said=f"没有“{typed}”这种{_NAMES[kind]}。", suggestions=tuple(codes))

    return found


def _province(connection, typed):
    found = _place(connection, typed, level="provincial")
    if found.said:
        return found
    there = "SELECT EXISTS (SELECT 1 FROM report_stats WHERE province = ?)"
    if connection.execute(there, [found.value]).fetchone()[0]:
        return found
    return Found(said=f"库中没有{found.value}的报告。", suggestions=_provinces(connection))


def _provinces(connection):
    return tuple(name for (name,) in connection.execute(places_named.PROVINCES))


def _place(connection, typed, level=None, code=False):
    """The one place that is called so, by its full name (or code); several, or none, are said."""
    called = places_named.called(connection, typed, level)
    if len(called) == 1:
        ((name, codes),) = called.items()
        return Found(places_named.best(connection, codes) if code else name)
    if called:
        return Found(said=f"“{typed}”不止一处。", suggestions=tuple(sorted(called)))
    what = "省份" if level == "provincial" else "地方"
    return Found(said=f"没有名为“{typed}”的{what}。", suggestions=_like(connection, re.sub(r"\s", "", typed), level))


def _like(connection, wanted, level):
    """Places that may be meant: those that the words hold or that hold the words, and those spelt almost so."""
    if level == "provincial":
        there = _provinces(connection)
        held = [name for name in there if places_named.short(name) in wanted or wanted in name]
        return tuple(held or get_close_matches(wanted, there, _SHOWN, 0.35) or there)
    places = places_named.places(connection)
    names = {name for code, name in places.full.items() if len(wanted) > 1 and wanted in name}
    if not names:
        close = get_close_matches(wanted, places.loose, _SHOWN, 0.6)
        names = {places.full[code] for form in close for code in places.loose[form]}
    return tuple(sorted(names, key=lambda name: (len(name), name)))


def _region(connection, typed):
    return _place(connection, typed, code=True)


def _like_name(connection, column, table, typed):
    """Names that hold what was typed, or its end, the shortest first."""
    for part in (typed, typed[-4:], typed[-3:]):
        sql = f"SELECT DISTINCT {column} FROM {table} WHERE instr({column}, ?) > 0 ORDER BY length({column}), 1 LIMIT ?"
        found = tuple(name for (name,) in connection.execute(sql, [part, _SHOWN]))
        if found:
            return found
    return ()


def _agency_part(connection, typed):
    """Any part of a name, as the question has it."""
    sql = "SELECT EXISTS (SELECT 1 FROM agencies WHERE name LIKE '%' || ? || '%')"
    if connection.execute(sql, [typed]).fetchone()[0]:
        return Found(typed)
    return Found(said=f"库中没有名称含“{typed}”的机关。", suggestions=_like_name(connection, "name", "agencies", typed))


def _agency(connection, typed):
    """One agency, by number or name."""
    sql = "SELECT id FROM agencies WHERE name = ? OR CAST(id AS TEXT) = ?"
    found = connection.execute(sql, [typed, typed]).fetchall()
    if len(found) == 1:
        return Found(str(found[0][0]))
    return Found(said=f"库中没有“{typed}”这个机关。", suggestions=_like_name(connection, "name", "agencies", typed))


def _function(connection, typed):
    if connection.execute("SELECT EXISTS (SELECT 1 FROM agencies WHERE function = ?)", [typed]).fetchone()[0]:
        return Found(typed)
    return Found(
        said=f"库中没有职能为“{typed}”的机关。", suggestions=_like_name(connection, "function", "agencies", typed)
    )


def _function_or_class(connection, typed):
    """A class of functions by code or name, as the builder takes it, or what an agency's function is called."""
    classes = connection.execute("SELECT code, label FROM function_classes ORDER BY label").fetchall()
    for code, label in classes:
        if typed in (code, label):
            return Found(code)
    found = _function(connection, typed)
    if not found.said:
        return found
    close = get_close_matches(typed, [label for _, label in classes], _SHOWN, 0.4)
    return found._replace(suggestions=tuple(dict.fromkeys((*close, *found.suggestions)))[:_SHOWN])


def _agency_by_name(connection, typed):
    """One agency, by number or name, as its name."""
    found = _agency(connection, typed)
    if found.said:
        return found
    return Found(connection.execute("SELECT name FROM agencies WHERE id = ?", [found.value]).fetchone()[0])


def _report(connection, typed):
    sql = "SELECT EXISTS (SELECT 1 FROM reports WHERE CAST(id AS TEXT) = ?)"
    return (
        Found(typed) if connection.execute(sql, [typed]).fetchone()[0] else Found(said=f"没有编号为“{typed}”的报告。")
    )


_FIND = {
    "province": _province,
    "year": _year,
    "any year": _any_year,
    "scope": _code("scope"),
    "level": _code("level"),
    "kind": _code("kind"),
    "place": _place,
    "region": _region,
    "agency": _agency_part,
    "one agency": _agency,
    "function": _function,
    "function or class": _function_or_class,
    "agency by name": _agency_by_name,
    "report": _report,
}


# --- requests ----------------------------------------------------------------------------------------------------


async def _taken(datasette, path):
    """What an address takes, as in _PATHS; None for one that isn't looked at here."""
    for pattern, taken in _PATHS.items():
        if pattern.fullmatch(path):
            return taken
    if (board := _BOARD.fullmatch(path)) and board["name"] in charts.defined()["dashboards"]:
        return {name: name for name in charts.defined()["dashboards"][board["name"]]["parameters"]}
    if chart := _CHART.fullmatch(path):
        return await _taken_by_chart(datasette, chart["name"])
    question = _QUERY.fullmatch(path)
    return await _taken_by_question(datasette, question["name"]) if question else None


async def _taken_by_question(datasette, name):
    query = (await datasette.get_canned_queries(_DATABASE, None)).get(name)
    if query is None:
        return None
    taken = {name: name if name in _KINDS else None for name in charts.parameters(query["sql"])}
    return taken | ({"agency": "one agency"} if name in _ONE_AGENCY else {})


async def _taken_by_chart(datasette, name):
    if name in TAKEN:
        return TAKEN[name]
    if name not in charts.defined()["charts"]:
        return None
    return await _taken_by_question(datasette, charts.defined()["charts"][name].get("query", name))


def _own_names(taken, given):
    """Parameters by the names that an address takes: a place by whichever name, typed (name, typed name, value).

    >>> _own_names({"place": "place"}, [("province", " 河南 "), ("place", " "), ("q", "a"), ("_size", "9")])
    [('place', 'province', '河南'), ('place', 'place', ''), ('q', 'q', 'a'), ('_size', '_size', '9')]
    """
    own = next((name for name in _PLACES if name in taken), None)
    return [
        (own if own and name in _PLACES and name not in taken else name, name, _clean(name, value))
        for name, value in given
    ]


def _clean(name, value):
    return value if name.startswith("_") else value.replace("\0", "").strip()


def _not_taken(taken, given):
    """Say the first parameter that an address doesn't take."""
    for name, typed, value in given:
        if value and name not in taken and not name.startswith("_") and not _PASSED_ON.fullmatch(f"{name}={value}"):
            told = "、".join(f"{one}（{LABELS[one].partition('（')[0]}）" if one in LABELS else one for one in taken)
            more = f"可以用的参数：{told}。" if told else "这里没有参数。"
            raise UnanswerableError(typed, Found(said=f"这里不能按“{typed}”问。{more}", status=400))


def _found(connection, taken, name, typed, value):
    """What became of one parameter, asked for by a name that may be another's."""
    if typed == "province" and name != "province":
        found = _province(connection, value)
        return found if found.said else _FIND[taken[name]](connection, found.value)
    return _FIND[taken[name]](connection, value)


def _narrower(connection, name, one, other):
    """Of two values of one parameter that which both mean: a place and what it lies in, or two that are the same."""
    if one == other:
        return one
    if name in _PLACES:
        for inner, outer in ((one, other), (other, one)):
            if places_named.lies_in(connection, inner, outer):
                return inner
    return None


def _agreed(connection, taken, given):
    """The parameters with what each means, a name once."""
    values = {}
    for name, typed, value in given:
        if not value or not taken.get(name):
            continue
        found = _found(connection, taken, name, typed, value)
        if found.said:
            raise UnanswerableError(typed, found)
        kept = values.setdefault(name, found.value)
        values[name] = _narrower(connection, name, kept, found.value)
        if values[name] is None:
            said = f"要的是哪一个？地址里既有“{kept}”，又有“{found.value}”。"
            raise UnanswerableError(typed, Found(said=said, suggestions=(kept, found.value), status=400))
    others = [(name, value) for name, _, value in given if not taken.get(name)]
    blank = [(name, "") for name in dict.fromkeys(name for name, _, _ in given) if taken.get(name)]
    return [*others, *((name, values.get(name, "")) for name, _ in blank)]


async def _looked_up(datasette, taken, given):
    def look(connection):
        connection.row_factory, kept = None, connection.row_factory
        try:
            return _agreed(connection, taken, given)
        finally:
            connection.row_factory = kept

    return await datasette.get_database(_DATABASE).execute_fn(look)


def _elsewhere(scope, given, name, found):
    """The request for the page that says so; it goes the way of every page, so it is as safe and as Chinese as one."""
    same = {name, *(_PLACES if name in _PLACES else ())} if found.suggestions else {name}
    others = [(key, value) for key, value in given if key not in same and key != "page"]
    told = {"name": name, "found": found, "others": others, "path": scope["path"]}
    return {**scope, "path": _PAGE, "raw_path": _PAGE.encode(), "query_string": b"", "asked": told}


async def _say(datasette, request):
    """The answer to a parameter that leads nowhere."""
    told = request.scope.get("asked")
    if told is None:
        raise NotFound("没有这一页 (no such page)")
    name, found, path = told["name"], told["found"], told["path"]
    if path.endswith((".json", ".csv", ".xlsx", ".png", ".svg")):
        said = {"ok": False, "error": found.said, "status": found.status, "suggestions": list(found.suggestions)}
        return Response.json(said, status=found.status)
    shown = found.suggestions if name == "province" else found.suggestions[:_SHOWN]
    ways = [(_CODES.get(name, {}).get(way, way), _address(path, [*told["others"], (name, way)])) for way in shown]
    page = {"said": found.said, "ways": ways, "more": len(found.suggestions) - len(ways)}
    page["all"] = _address(path, told["others"])
    return Response.html(await datasette.render_template("asked.html", page, request=request), status=found.status)


def _address(path, given):
    return f"{path}?{urllib.parse.urlencode(given)}" if given else path


async def _meant(datasette, taken, typed):
    """The parameters of a request as they are meant; raises UnanswerableError."""
    given = _own_names(taken, typed)
    _not_taken(taken, given)
    if any(value and taken.get(name) for name, _, value in given):
        return await _looked_up(datasette, taken, given)
    return [(name, value) for name, _, value in given]


async def _answerable(datasette, scope):
    """The request as it is meant, or the one for the page that says why it can't be."""
    # Datasette takes ~5F in a name for what it stands for.
    taken = await _taken(datasette, tilde_decode(scope["path"])) if scope.get("query_string") else None
    if taken is None:
        return scope
    typed = urllib.parse.parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    try:
        given = await _meant(datasette, taken, typed)
    except UnanswerableError as error:
        return _elsewhere(scope, typed, error.name, error.found)
    return scope if given == typed else {**scope, "query_string": urllib.parse.urlencode(given).encode()}


def _file(datasette, scope):
    """The request with the ending of its file in small letters; a kind of file that there isn't is said.

    Datasette takes any ending that it doesn't know for a page's, and what looks at addresses here would pass it over.
    """
    found = _FILE.fullmatch(scope["path"])
    if found is None:
        return scope
    ending = found["ending"].lower()
    if found["of"] and ending not in {"csv", *datasette.renderers}:
        raise refusal(404, f"没有 .{ending} 这种文件，有 .csv 和 .json (no such format)")
    if ending == found["ending"]:
        return scope
    path = scope["path"].removesuffix(found["ending"]) + ending
    raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0].removesuffix(found["ending"].encode())
    return {**scope, "path": path, "raw_path": raw + ending.encode()}


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        async def asked(scope, receive, send):
            if scope["type"] != "http" or _DATABASE not in datasette.databases:
                return await app(scope, receive, send)
            return await app(await _answerable(datasette, _file(datasette, scope)), receive, send)

        return asked

    return wrap


@hookimpl
def filters_from_request(request, table, database, datasette):
    async def check():
        """SQLite takes a name in quotes that is no column's for a text: a filter by it finds nothing, or everything."""
        columns = {"rowid", *await datasette.get_database(database).table_columns(table)}
        for name in request.args:
            if not name.startswith("_") and name not in columns and name.rpartition("__")[0] not in columns:
                raise refusal(400, f"{table} 没有“{name}”这一栏 (no such column)")

    return check


@hookimpl
def register_routes():
    return [(rf"^{_PAGE}$", _say)]


@hookimpl
def extra_template_vars():
    return {"parameter_zh": lambda name: LABELS.get(name) or f"参数 {name}"}
