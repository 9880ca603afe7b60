"""What is asked for (参数): a place, a year, an agency that isn't there is said so, with what may be meant.

Dashboards, functions, search and the canned queries take parameters. Each is looked at here before anything else sees
it, so that no page ever shows the numbers of another place or year: a name that is exactly one place is put in its
full form (河南 becomes 河南省), a year in figures (２０２１年 becomes 2021), a term in its code (政府汇总 becomes
aggregate); what is none of the database's is answered with 404, a sentence and suggestions, and no numbers. JSON and
CSV are answered the same way.

>>> [short(name) for name in ("河南省", "内蒙古自治区", "新疆维吾尔自治区", "瀍河回族区", "二七区", "区")]
['河南', '内蒙古', '新疆', '瀍河', '二七', '区']
>>> year("２０２１年"), year("2021"), year("21"), year("二〇二一")
(2021, 2021, None, None)
"""

import re
import unicodedata
import urllib.parse
from difflib import get_close_matches
from typing import NamedTuple

from datasette import NotFound, Response, hookimpl

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
    re.compile(r"/-/chart/[a-z_]+(\.(metadata\.json|png|svg)|/embed)?"): {
        "province": "province",
        "year": "year",
        "region": "region",
        "agency": "one agency",
        "function": "function",
    },
    re.compile(r"/-/feed\.atom"): {"function": "function or class", "agency": "agency by name"},
    re.compile(r"/-/functions(\.json)?"): {"function": "function", "province": "province", "year": "year"},
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
    "place": "地方（名称或代码）",
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
# What kind of place it is, with the peoples that an autonomous one is named for.
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AREAS = "自治[区州县旗]|特别行政区|地区|新区|林区|省|市|区|县|旗|盟|州"
_ENDS = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:(?:(?:{_PEOPLES})族)+(?:自治)?[区州县旗乡]|维吾尔自治区|(?:哈萨克|柯尔克孜|蒙古)自治[州县]"
    rf"|(?:{_AREAS}))$"
)
_SHOWN = 8
_PAGE = "/-/asked"


class Found(NamedTuple):
    """What became of one parameter: its value, or a sentence and what may be meant."""

    value: str = ""
    said: str = ""
    suggestions: tuple[str, ...] = ()


def short(name):
    """A place's name without what kind of place it is."""
    return _ENDS.sub("", name)


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
    sql = "SELECT DISTINCT province FROM report_totals WHERE province IS NOT NULL ORDER BY province"
    return tuple(name for (name,) in connection.execute(sql))


class _Places:
    """Every way in which a place may be called, of one version of the table of regions."""

    def __init__(self, connection):
        rows = connection.execute("SELECT code, name, full_name, parent_code, level, last_year FROM regions").fetchall()
        self.full = {row[0]: row[2] for row in rows}
        self.level = {row[0]: row[4] for row in rows}
        self.gone = {row[0] for row in rows if row[5] is not None}
        self._parents = {row[0]: (row[1], row[3]) for row in rows}
        self.exact, self.loose = {}, {}
        for code, name, full_name, *_ in rows:
            for form in (code, name, full_name):
                self.exact.setdefault(form, set()).add(code)
            for form in self._forms(code):
                self.loose.setdefault(form, set()).add(code)

    def _chain(self, code):
        chain = []
        while code in self._parents:
            name, parent = self._parents[code]
            if parent is None and chain:  # the country
                break
            chain.insert(0, name)
            code = parent
        return chain

    def _forms(self, code):
        chain = self._chain(code)
        shorts = [short(name) for name in chain]
        for first in range(len(chain)):
            yield "".join(shorts[first:])
            yield "".join([*shorts[first:-1], chain[-1]])
            yield "".join(chain[first:])


_kept = {}  # the state of the table of regions → its names


def _places(connection):
    state = connection.execute("SELECT count(*), max(code), total(last_year) FROM regions").fetchone()
    key = tuple(state)
    if key not in _kept:
        _kept.clear()
        _kept[key] = _Places(connection)
    return _kept[key]


def _place(connection, typed, level=None, code=False):
    """The one place that is called so, by its full name (or code); several, or none, are said."""
    places, wanted = _places(connection), re.sub(r"\s", "", typed)
    for forms in (places.exact, places.loose):
        codes = {found for found in forms.get(wanted, ()) if level in (None, places.level[found])}
        codes = codes - places.gone or codes  # 衢州 is today's, not the 衢州 that was once a part of 金华
        names = sorted({places.full[found] for found in codes})
        if len(names) == 1:
            return Found(_best(connection, codes) if code else names[0])
        if names:
            return Found(said=f"“{typed}”不止一处。", suggestions=tuple(names))
    what = "省份" if level == "provincial" else "地方"
    return Found(said=f"没有名为“{typed}”的{what}。", suggestions=_like(connection, places, wanted, level))


def _best(connection, codes):
    """Of the codes of one place the one that most reports have, the newest among equals."""
    marks = ", ".join("?" * len(codes))
    sql = (
        f"SELECT n.code FROM regions n LEFT JOIN report_totals t ON t.region_code = n.code WHERE n.code IN ({marks})"
        " GROUP BY n.code ORDER BY coalesce(sum(t.reports), 0) DESC, n.last_year IS NOT NULL, n.code LIMIT 1"
    )
    return connection.execute(sql, sorted(codes)).fetchone()[0]


def _like(connection, places, wanted, level):
    """Places that may be meant: those that the words hold or that hold the words, and those spelt almost so."""
    if level == "provincial":
        there = _provinces(connection)
        held = [name for name in there if short(name) in wanted or wanted in name]
        return tuple(held or get_close_matches(wanted, there, _SHOWN, 0.35) or there)
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
            changed = [(name, values.get((name, typed), typed)) for name, typed in given]
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
