"""What is asked for (参数): a place, a year, an agency that isn't there is said so, with what may be meant.

Dashboards, functions, search and the canned queries take parameters. Each is looked at here before anything else sees
it, so that no page ever shows the numbers of another place or year: a name that is exactly one place is put in its
full form (河南 becomes 河南省), a year in figures (２０２１年 becomes 2021), a term in its code (政府汇总 becomes
aggregate); what is none of the database's is answered with 404, a sentence and suggestions, and no numbers. JSON and
CSV are answered the same way. A question that takes any place takes a ``province`` by that name, too.

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

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import places_named

_DATABASE = "reports"
_PARAMETER = re.compile(r"(?<![:\w]):([a-z]\w*)")
_PATHS = {
    re.compile(r"/-/dashboards/[a-z]+(\.json)?"): {"province": "province", "year": "year"},
    re.compile(r"/-/build(\.(csv|json|metadata\.json|png|svg|xlsx)|/embed)?"): {
        "from": "year",
        "to": "year",
        "place": "region",
        "level": "level",
        "scope": "scope",
    },
    re.compile(r"/-/chart/[a-z_]+(\.(csv|json|metadata\.json|png|svg)|/embed)?"): {
        "province": "province",
        "place": "place",
        "year": "year",
        "region": "region",
        "agency": "one agency",
        "function": "function",
    },
    re.compile(r"/-/feed\.atom"): {"place": "region", "function": "function or class", "agency": "agency by name"},
    re.compile(r"/-/functions(\.json)?"): {"function": "function", "province": "province", "year": "year"},
    re.compile(r"/-/copies(\.json)?"): {"place": "region"},
    re.compile(r"/-/search(\.json)?"): {"province": "province", "year": "year", "kind": "kind"},
}
_QUERY = re.compile(rf"/{_DATABASE}/(?P<name>[a-z_]+)(?:\.(?:json|csv))?")
_KINDS = ("province", "year", "scope", "level", "place", "region", "agency", "function", "report")
# Here ``agency`` is a number or a whole name; elsewhere any part of one.
_ONE_AGENCY = {"agency_years"}
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


class Found(NamedTuple):
    """What became of one parameter: its value, or a sentence and what may be meant."""

    value: str = ""
    said: str = ""
    suggestions: tuple[str, ...] = ()


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
    "province as place": _province,
    "year": _year,
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


async def _kinds(datasette, path):
    """Parameter → its kind, for an address that takes any."""
    for pattern, kinds in _PATHS.items():
        if pattern.fullmatch(path):
            return kinds
    asked = _QUERY.fullmatch(path)
    queries = await datasette.get_canned_queries(_DATABASE, None) if asked else {}
    if not asked or asked["name"] not in queries:
        return {}
    names = set(_PARAMETER.findall(re.sub(r"'[^']*'", "''", queries[asked["name"]]["sql"])))
    kinds = {name: name for name in _KINDS if name in names}
    kinds |= {"province": "province as place"} if "place" in names and "province" not in names else {}
    return kinds | ({"agency": "one agency"} if "agency" in kinds and asked["name"] in _ONE_AGENCY else {})


async def _looked_up(datasette, kinds, given):
    """The parameters of a request with what became of each that is of a kind: (name, typed, Found)."""

    def look(connection):
        connection.row_factory, kept = None, connection.row_factory
        try:
            return [
                (name, typed, _FIND[kinds[name]](connection, typed.replace("\0", "").strip()))
                for name, typed in given
                if name in kinds and typed.strip()
            ]
        finally:
            connection.row_factory = kept

    return await datasette.get_database(_DATABASE).execute_fn(look)


def _elsewhere(scope, given, name, found):
    """The request for the page that says so; it goes the way of every page, so it is as safe and as Chinese as one."""
    others = [(key, value) for key, value in given if key not in (name, "page")]
    told = {"name": name, "found": found, "others": others, "path": scope["path"]}
    return {**scope, "path": _PAGE, "raw_path": _PAGE.encode(), "query_string": b"", "asked": told}


async def _say(datasette, request):
    """The answer to a parameter that leads nowhere."""
    told = request.scope.get("asked")
    if told is None:
        raise NotFound("没有这一页 (no such page)")
    name, found, path = told["name"], told["found"], told["path"]
    if path.endswith((".json", ".csv", ".xlsx", ".png", ".svg")):
        said = {"ok": False, "error": found.said, "status": 404, "suggestions": list(found.suggestions)}
        return Response.json(said, status=404)
    shown = found.suggestions if name == "province" else found.suggestions[:_SHOWN]
    ways = [(_CODES.get(name, {}).get(way, way), _address(path, [*told["others"], (name, way)])) for way in shown]
    page = {"said": found.said, "ways": ways, "more": len(found.suggestions) - len(ways)}
    page["all"] = _address(path, told["others"])
    return Response.html(await datasette.render_template("asked.html", page, request=request), status=404)


def _address(path, given):
    return f"{path}?{urllib.parse.urlencode(given)}" if given else path


def _placed(kinds, given):
    """A province as the place of a question that takes any; what is asked for as a place goes before it.

    >>> _placed({"province": "province as place"}, [("province", "河南省"), ("place", "")])
    [('place', '河南省')]
    >>> _placed({"province": "province as place"}, [("province", "河南省"), ("place", "海南省")])
    [('place', '海南省')]
    """
    if kinds.get("province") != "province as place":
        return given
    place = next((value for name in ("place", "province") for key, value in given if key == name and value.strip()), "")
    others = [(name, value) for name, value in given if name not in ("place", "province")]
    return [*others, ("place", place)] if len(others) < len(given) else given


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        async def asked(scope, receive, send):
            if scope["type"] != "http" or not scope.get("query_string") or _DATABASE not in datasette.databases:
                return await app(scope, receive, send)
            kinds = await _kinds(datasette, scope["path"])
            given = urllib.parse.parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            if not any(name in kinds and typed.strip() for name, typed in given):
                return await app(scope, receive, send)
            found = await _looked_up(datasette, kinds, given)
            for name, _, one in found:
                if one.said:
                    return await app(_elsewhere(scope, given, name, one), receive, send)
            values = {(name, typed): one.value for name, typed, one in found}
            changed = _placed(kinds, [(name, values.get((name, typed), typed)) for name, typed in given])
            if changed != given:
                scope = {**scope, "query_string": urllib.parse.urlencode(changed).encode()}
            return await app(scope, receive, send)

        return asked

    return wrap


@hookimpl
def register_routes():
    return [(rf"^{_PAGE}$", _say)]


@hookimpl
def extra_template_vars():
    return {"parameter_zh": lambda name: LABELS.get(name) or f"参数 {name}"}
