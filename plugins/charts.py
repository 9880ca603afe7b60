"""Charts (图) and dashboards (看板): rows of canned queries drawn with Vega-Lite, each with its table and its SQL.

What is drawn stands in ``dashboards.yml``; the queries stand in metadata.yml, where every reader can open, change and
export them. A template draws a chart by ``{{ chart("agency_years", agency=7) }}``: the answer is the figure with the
table that it was drawn from, so nothing is lost where no script runs. ``static/charts.js`` draws it, with the Vega in
``static/vega``, which needs neither a network nor ``eval``.

A number that rests on fewer than FEW reports, or a share of fewer than FEW_CASES cases, is drawn pale and says so in
the table; where the colour is the number, its cell has a dot instead.
"""

import json
import re
import sqlite3
import sys
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import yaml
from datasette import NotFound, Response, hookimpl
from markupsafe import Markup

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import places_named
from site_safety import patience

_FILE = Path(__file__).with_name("dashboards.yml")
FEW = 10
FEW_CASES = 30  # a share of fewer is marked, and its row says so
MOST = 1000  # rows of an answer that a page takes
_DATABASE = "reports"
_PARAMETER = re.compile(r"(?<![:\w]):([a-z]\w*)")
# The years by hops over an index, the latest first: a hundred times faster than DISTINCT over the reports.
YEARS = (
    "WITH RECURSIVE hop(v) AS (SELECT max(year) FROM report_stats UNION ALL"
    " SELECT (SELECT max(year) FROM report_stats WHERE year < hop.v) FROM hop WHERE hop.v IS NOT NULL)"
    " SELECT v FROM hop WHERE v IS NOT NULL"
)
_CHOICES = {"year": YEARS, "province": places_named.PROVINCES}
_LATE = "SELECT EXISTS (SELECT 1 FROM summaries_stale)"
_LABELS = {"province": "省份", "year": "年份"}


@cache
def defined():
    """dashboards.yml, read once."""
    return yaml.safe_load(_FILE.read_text("utf-8"))


def parameters(sql):
    """The named parameters of a query.

    >>> parameters("select '12:30' where :year = '' or year = :year and p = :province")
    ['year', 'province']
    """
    return list(dict.fromkeys(_PARAMETER.findall(re.sub(r"'[^']*'", "''", sql))))


def specification(chart, rows):
    """The Vega-Lite specification with its rows, sizes, tooltip and paleness where few reports stand behind.

    >>> chart = {"spec": {"mark": "bar", "encoding": {"x": {"field": "年份"}}}, "reports": "报告数"}
    >>> spec = specification(chart, [{"年份": 2020, "报告数": 3}])
    >>> spec["encoding"]["opacity"]["condition"]["test"]
    "(isValid(datum['报告数']) && datum['报告数'] < 10)"
    >>> [field["field"] for field in spec["encoding"]["tooltip"]]
    ['年份', '报告数']
    """
    spec = json.loads(json.dumps(chart["spec"]))
    spec.setdefault("width", "container")
    spec["data"] = {"values": rows}
    encoding = spec["encoding"]
    fields = [channel["field"] for channel in encoding.values() if "field" in channel]
    if tests := list(_few_tests(chart)):
        if _by_colour(chart):
            _dotted(spec, " || ".join(tests))
        else:
            # A line is drawn in one go, as its first point would be: only its points, which are filled, can be pale.
            channel = "fillOpacity" if _kind(spec) == "line" else "opacity"
            encoding[channel] = {"condition": {"test": " || ".join(tests), "value": 0.4}, "value": 1}
        fields += _counts_told(spec, chart)
    encoding["tooltip"] = [_tip(encoding, field) for field in dict.fromkeys(fields) if field != "position"]
    _stacked(spec)
    _name_once(encoding, rows)
    _name_drawn(spec, rows)
    _in_ones(encoding, rows)
    if encoding.get("x", {}).get("field") == "年份" and (years := _years(rows)):
        encoding["x"].setdefault("scale", {})["domain"] = years  # those without a row, too
    return _broken(spec, rows) if "mark" in spec else spec


def _counts_told(spec, chart):
    """The columns of what a mark rests on, for its tip; a folded number tells its own count alone.

    >>> spec = {"transform": [{"fold": ["新收", "办结"], "as": ["种类", "件数"]}]}
    >>> _counts_told(spec, {"spec": spec, "reports": {"新收": "报告数", "办结": "有办结数的报告"}})
    ['所据报告']
    >>> spec["transform"][-1]["calculate"]
    "{'新收': datum['报告数'], '办结': datum['有办结数的报告']}[datum['种类']]"
    """
    kind = next((step["as"][0] for step in spec.get("transform", ()) if "fold" in step), None)
    own = chart.get("reports")
    if kind is None or not isinstance(own, dict):
        return [column for column, _ in _rests_on(chart)]
    counts = ", ".join(f"'{name}': datum['{column}']" for name, column in own.items())
    spec["transform"].append({"calculate": f"{{{counts}}}[datum['{kind}']]", "as": "所据报告"})
    return ["所据报告", *(column for column, few in _rests_on(chart) if few == FEW_CASES)]


def _stacked(spec):
    """Parts of a bar lie on one another in the order of the legend.

    >>> colour = {"field": "类", "scale": {"domain": ["甲"]}}
    >>> spec = {"mark": "bar", "encoding": {"y": {"stack": "zero"}, "color": colour}}
    >>> _stacked(spec)
    >>> spec["transform"], spec["encoding"]["order"]["field"]
    ([{'calculate': "indexof(['甲'], datum['类'])", 'as': 'position'}], 'position')
    """
    colour, stack = spec["encoding"].get("color", {}), spec["encoding"].get("y", {}).get("stack")
    if stack and "domain" in colour.get("scale", {}):
        position = f"indexof({colour['scale']['domain']}, datum['{colour['field']}'])"
        spec.setdefault("transform", []).append({"calculate": position, "as": "position"})
        spec["encoding"]["order"] = {"field": "position", "type": "quantitative"}


def _kind(spec):
    return spec["mark"] if isinstance(spec["mark"], str) else spec["mark"]["type"]


def _by_colour(chart):
    """Is a number told by how dark its colour is? Then paleness would be another number."""
    return chart["spec"]["encoding"].get("color", {}).get("type") == "quantitative"


def _dotted(spec, few):
    """A dot in each cell of which a test holds; the cell keeps the colour of its number."""
    dot = {"type": "point", "filled": True, "size": 36, "color": "#fff", "stroke": "#1f2328", "opacity": 1}
    marked = {"transform": [{"filter": few}], "mark": dot, "encoding": {"color": {"value": "#fff"}}}
    spec["layer"] = [{"mark": spec.pop("mark")}, marked]


def _name_once(encoding, rows):
    """Lines told apart by colour and shape have one legend: Vega-Lite merges legends of the same explicit domain alone.

    >>> encoding = {"color": {"field": "事项"}, "shape": {"field": "事项"}}
    >>> _name_once(encoding, [{"事项": "许可"}, {"事项": "处罚"}, {"事项": "许可"}])
    >>> encoding["shape"]
    {'field': '事项', 'scale': {'domain': ['许可', '处罚']}}
    """
    field = encoding.get("color", {}).get("field")
    if field is None:
        return
    alike = [
        encoding[name] for name in ("color", "shape", "strokeDash") if encoding.get(name, {}).get("field") == field
    ]
    domain = list(dict.fromkeys(row[field] for row in rows if row.get(field) is not None))
    if len(alike) > 1 and domain:
        for channel in alike:
            channel.setdefault("scale", {}).setdefault("domain", domain)


def _name_drawn(spec, rows):
    """A legend names what has a number; each keeps its colour, whatever else is drawn.

    >>> spec = {"encoding": {"color": {"field": "种类"}}, "transform": [{"fold": ["甲", "乙"], "as": ["种类", "件数"]}]}
    >>> _name_drawn(spec, [{"甲": 3, "乙": None}])
    >>> spec["encoding"]["color"]["legend"]
    {'values': ['甲']}
    """
    encoding, colour = spec["encoding"], spec["encoding"].get("color", {})
    if "field" not in colour or colour.get("type") == "quantitative" or colour.get("legend", {}) is None:
        return
    named = _drawn_names(spec, colour, rows)
    for channel in (encoding.get(name, {}) for name in ("color", "shape", "strokeDash")):
        if channel.get("field") == colour["field"]:
            channel["legend"] = {**channel.get("legend", {}), "values": named}


def _drawn_names(spec, colour, rows):
    """The names among those that colours stand for that have a number, in their order."""
    fold = next((step for step in spec.get("transform", ()) if step.get("as", [None])[0] == colour["field"]), None)
    if fold:
        return [name for name in fold["fold"] if any(row.get(name) is not None for row in rows)]
    drawn = (row.get(colour["field"]) for row in rows if None not in _numbers(spec["encoding"], row))
    return sorted({name for name in drawn if name is not None}, key=lambda name: _place(colour, name))


def _numbers(encoding, row):
    """The numbers that a row is drawn by."""
    drawn = (encoding[name] for name in ("x", "y") if encoding.get(name, {}).get("type") == "quantitative")
    return [row[at["field"]] for at in drawn if at["field"] in row]


def _place(channel, name):
    """Where a name stands among those of a channel."""
    order = channel.get("scale", {}).get("domain") or channel.get("sort") or []
    return order.index(name) if name in order else len(order)


# What says where a mark is drawn and how, not which line it is of.
_PLACED = ("x", "y", "order", "opacity", "fillOpacity", "tooltip")


def _in_ones(encoding, rows):
    """No half reports on the axis of a count.

    >>> encoding = {"y": {"field": "份数", "type": "quantitative"}}
    >>> _in_ones(encoding, [{"份数": 2}, {"份数": None}])
    >>> encoding["y"]["axis"]
    {'tickMinStep': 1}
    """
    for channel in (encoding.get("x", {}), encoding.get("y", {})):
        numbers = [row.get(channel.get("field")) for row in rows]
        counted = all(isinstance(number, int) for number in numbers if number is not None)
        share = channel.get("stack") == "normalize" or "%" in str(channel.get("axis"))
        if channel.get("type") == "quantitative" and counted and not share:
            channel["axis"] = {"tickMinStep": 1, **channel.get("axis", {})}


def _years(rows):
    """Every year from the first of some rows to the last, whether it has a row or not."""
    found = [row["年份"] for row in rows if isinstance(row.get("年份"), int)]
    return list(range(min(found), max(found) + 1)) if found else []


def _broken(spec, rows):
    """A specification whose lines break off where a year has no number: what isn't known is no line.

    >>> encoding = {"x": {"field": "年份"}, "y": {"field": "件数"}, "color": {"field": "种类"}}
    >>> _broken({"mark": "line", "encoding": encoding}, [{"年份": 2019}, {"年份": 2022}])["transform"]
    [{'impute': '件数', 'key': '年份', 'keyvals': [2019, 2020, 2021, 2022], 'value': None, 'groupby': ['种类']}]
    """
    encoding, years = spec["encoding"], _years(rows)
    if _kind(spec) != "line" or encoding["x"].get("field") != "年份" or not years:
        return spec
    mark = {"type": "line"} if isinstance(spec["mark"], str) else spec["mark"]
    spec["mark"] = {"invalid": "break-paths-show-domains", **mark}
    steps = spec.setdefault("transform", [])
    if not any("impute" in step for step in steps):
        channels = [channel for name, channel in encoding.items() if name not in _PLACED]
        steps.append(
            {
                "impute": encoding["y"]["field"],
                "key": "年份",
                "keyvals": years,
                "value": None,
                "groupby": list(dict.fromkeys(channel["field"] for channel in channels if "field" in channel)),
            }
        )
    return spec


def _rests_on(chart):
    """The columns that say on how many reports, and on how many cases, a number rests; with what is few."""
    return list(dict.fromkeys((column, few) for _, column, few in _columns(chart)))


def _columns(chart):
    """(which of the folded numbers or None for all, the column of what it rests on, what is few) each."""
    for kind, few in (("reports", FEW), ("cases", FEW_CASES)):
        told = chart.get(kind, {})
        yield from ((name, column, few) for name, column in (told if isinstance(told, dict) else {None: told}).items())


def _few_tests(chart):
    """What is asked of a datum to know whether its number rests on little.

    >>> folded = {"transform": [{"fold": ["新收", "办结"], "as": ["种类", "件数"]}]}
    >>> list(_few_tests({"spec": folded, "reports": {"办结": "有办结数的报告"}}))
    ["(datum['种类'] == '办结' && isValid(datum['有办结数的报告']) && datum['有办结数的报告'] < 10)"]
    """
    kind = next((step["as"][0] for step in chart["spec"].get("transform", ()) if "fold" in step), None)
    for name, column, few in _columns(chart):
        own = f"datum['{kind}'] == '{name}' && " if name else ""
        yield f"({own}isValid(datum['{column}']) && datum['{column}'] < {few})"


def _tip(encoding, field):
    drawn = next((channel for channel in encoding.values() if channel.get("field") == field), {})
    share = "%" in str(drawn.get("axis") or drawn.get("legend") or "")
    return {"field": field, "type": drawn.get("type", "nominal"), **({"format": ".1%"} if share else {})}


async def query_of(datasette, name, given):
    """A chart's canned query and its parameters: those that it takes and is given, the others empty."""
    query = await datasette.get_canned_query(_DATABASE, defined()["charts"][name].get("query", name), None)
    wanted = parameters(query["sql"])
    used = passed(wanted, given)
    return query, used, {**dict.fromkeys(wanted, ""), **used}


def passed(wanted, given):
    """Of what is given that which a query takes; a province is the place of a query that takes any.

    >>> passed(["place", "year"], {"province": "河南省", "year": "", "function": "教育局"})
    {'place': '河南省'}
    """
    if "province" not in wanted:
        given = {**given, "place": given.get("place") or given.get("province")}
    return {key: str(value) for key, value in given.items() if key in wanted and value not in (None, "")}


# What a question that chose a parameter itself says of it in each of its rows.
_CHOSEN = {"year": ("年份", "缺少的年份"), "province": ("省份",), "function": ("职能",)}


def settled(sql, used, columns, rows):
    """The parameters with those that a question chose itself: what is taken along today means the same tomorrow.

    >>> sql = "select … where year = coalesce(nullif(:year, ''), 2024) and (:province = '' or …)"
    >>> settled(sql, {}, ["年份", "省份"], [{"年份": 2024, "省份": "甲"}, {"年份": 2024, "省份": "甲"}])
    {'year': '2024'}
    """
    chosen = {}
    for name, headings in _CHOSEN.items():
        if name not in used and f"coalesce(nullif(:{name}, '')" in sql:
            values = {row[heading] for heading in headings if heading in columns for row in rows or ()}
            if len(values) == 1 and None not in values:
                chosen[name] = str(values.pop())
    return {**used, **chosen}


def load(connection, limit, sql, values):
    """The answer to a chart's query: its columns and rows, None for what took too long."""
    try:
        with patience.limited(connection, limit):
            cursor = connection.execute(sql, values)
            columns = [column[0] for column in cursor.description]
            return columns, [dict(zip(columns, row, strict=True)) for row in cursor.fetchmany(MOST)]
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return [], None


async def figure(datasette, request, name, found=None, **given):
    """One chart, drawn from its canned query with these parameters, as markup.

    ``found`` is the answer where a page has asked already, of the same state of the database as all else on it.
    """
    chart = defined()["charts"][name]
    query, used, values = await query_of(datasette, name, given)
    if found is None:
        limit = datasette.setting("sql_time_limit_ms")
        database = datasette.get_database(_DATABASE)
        found = await database.execute_fn(lambda connection: load(connection, limit, query["sql"], values))
    columns, rows = found
    shown = rows or []
    address = datasette.urls.query(_DATABASE, query["name"])
    context = {
        "name": name,
        "title": chart.get("title") or query["title"],
        "subject": subject(values, columns, shown),
        "description": chart.get("description") or query.get("description"),
        "columns": columns,
        "rows": shown,
        "late": rows is None,
        "listed": shown[: chart.get("rows", MOST)],
        "few_in": [_few_in(row, chart) for row in shown],
        "few_said": few_said(chart, shown),
        "specification": json.dumps(specification(chart, shown), ensure_ascii=False),
        "address": address,
        "arguments": urlencode(settled(query["sql"], used, columns, shown)),
        "fragment": query.get("fragment"),
    }
    return Markup(await datasette.render_template("_chart.html", context, request=request))  # noqa: S704 (a template)


_NAMED = {"year": ("年份", "缺少的年份"), "province": ("省份",), "place": (), "function": ("职能",)}


def subject(values, columns, rows):
    """Of which year, place and function numbers are: as asked, or as all their rows say.

    >>> subject({"year": "", "province": "河南省"}, ["年份", "件数"], [{"年份": 2024, "件数": 3}])
    '河南省，2024 年'
    >>> subject({"year": ""}, ["年份"], [{"年份": 2023}, {"年份": 2024}])
    ''
    """
    told = {}
    for name, headings in _NAMED.items():
        if name in values:
            printed = {row[heading] for heading in headings if heading in columns for row in rows}
            told[name] = values[name] or (printed.pop() if len(printed) == 1 else None)
    year = f"{told['year']} 年" if told.get("year") else ""
    return "，".join(filter(None, [told.get("province"), told.get("place"), told.get("function"), year]))


def _few_in(row, chart):
    """The columns of a row that say that its number rests on little."""
    return {column for column, few in _rests_on(chart) if row.get(column) is not None and row[column] < few}


def few_said(chart, rows):
    """The sentence on what is drawn pale, or has a dot, for page and picture; empty where nothing is.

    >>> bars = {"spec": {"mark": "bar", "encoding": {"color": {"field": "类别", "type": "nominal"}}}}
    >>> few_said({**bars, "reports": "报告数", "cases": "分母"}, [{"报告数": 3, "分母": 50}])
    '淡色：报告数不足 10，或分母不足 30，不宜据以比较。'
    >>> few_said({**bars, "reports": "报告数"}, [{"报告数": 10}])
    ''
    """
    if not any(_few_in(row, chart) for row in rows):
        return ""
    sign = "格中的圆点" if _by_colour(chart) else "淡色的点" if _kind(chart["spec"]) == "line" else "淡色"
    several = isinstance(chart.get("reports"), dict) and len(chart["reports"]) > 1
    told = [
        f"所据报告不足 {FEW} 份" if several and few == FEW else f"{column}不足 {few}"
        for column, few in _rests_on(chart)
    ]
    return f"{sign}：{'，或'.join(dict.fromkeys(told))}，不宜据以比较。"


@hookimpl
def extra_template_vars(datasette, request):
    async def chart(name, found=None, **given):
        return await figure(datasette, request, name, found, **given)

    async def sums_are_late():
        """Is an add under way whose reports the summary tables don't hold yet?"""
        return (await datasette.execute(_DATABASE, _LATE)).single_value()

    def own_chart(name, given):
        """The address of a question's own chart; empty where it has none."""
        asked = urlencode({key: value for key, value in (given or {}).items() if value})
        address = datasette.urls.path(f"/-/chart/{name}")
        return "" if name not in defined()["charts"] else f"{address}?{asked}" if asked else address

    return {"chart": chart, "chart_presets": _presets, "own_chart": own_chart, "sums_are_late": sums_are_late}


def _presets(table, metadata, columns, request, rows):
    """Links that open a table's, view's or query's own page with its chart set, for datasette-vega."""
    drawn = defined()["tables"].get(table, [])
    if drawn:
        return [{"title": chart["title"], "href": f"?{chart['arguments']}#{_fragment(chart)}"} for chart in drawn]
    fragment = (metadata or {}).get("fragment")
    if not fragment:
        fragment = _plain(columns or [], rows or [])
    query = f"?{request.query_string}" if request.query_string else ""
    return [{"title": "打开图", "href": f"{query}#{fragment}"}] if fragment else []


_KEYS = re.compile(r"(^|_)(id|rowid|line|position|number|报告|原文行)$")


def _plain(columns, rows):
    """The chart of whatever was asked: the last column that holds numbers and no keys, by the first other one.

    >>> _plain(["report_id", "agency", "total"], [(7, "甲局", None), (8, "乙局", 3)])
    'g.mark=bar&g.x_column=total&g.x_type=quantitative&g.y_column=agency&g.y_type=nominal'
    >>> _plain(["id", "name"], [(1, "甲")]) is None
    True
    """
    numbers = {at for at in range(len(columns)) if any(_is_number(row[at]) for row in rows)}
    drawn = [at for at in numbers if not _KEYS.search(columns[at])]
    if not drawn or len(columns) < 2:
        return None
    others = [at for at in range(len(columns)) if at != max(drawn)]
    by = next((at for at in others if at not in numbers), others[0])
    kind = "ordinal" if by in numbers else "nominal"
    return _fragment({"mark": "bar", "x": columns[by], "x_type": kind, "y": columns[max(drawn)]})


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fragment(chart):
    """What datasette-vega reads from an address; names stand beside their bars, where there is room for them.

    >>> _fragment({"mark": "bar", "x": "year", "y": "received"})
    'g.mark=bar&g.x_column=year&g.x_type=ordinal&g.y_column=received&g.y_type=quantitative'
    >>> _fragment({"mark": "bar", "x": "label", "x_type": "nominal", "y": "total"})
    'g.mark=bar&g.x_column=total&g.x_type=quantitative&g.y_column=label&g.y_type=nominal'
    """
    axes = (chart["x"], chart.get("x_type", "ordinal")), (chart["y"], "quantitative")
    (x, x_type), (y, y_type) = reversed(axes) if axes[0][1] == "nominal" else axes
    fields = {"mark": chart["mark"], "x_column": x, "x_type": x_type, "y_column": y, "y_type": y_type}
    fields |= {"color_column": chart["color"], "color_type": "nominal"} if "color" in chart else {}
    return urlencode({f"g.{name}": value for name, value in fields.items()}, quote_via=quote)


def _choices(connection, names):
    return {name: [row[0] for row in connection.execute(_CHOICES[name])] for name in names}


def _whole(connection, limit, board, typed, asked):
    """Everything that a dashboard shows, of one state of the database: choices, what is chosen, each chart's rows."""
    connection.execute("BEGIN")
    try:
        choices = _choices(connection, board["parameters"])
        given = _given(board, typed, choices)
        charts = {
            name: load(connection, limit, sql, {**values, **passed(values, given)})
            for name, (sql, values) in asked.items()
        }
        return choices, given, charts
    finally:
        connection.rollback()


def _given(board, typed, choices):
    """The parameters as typed; what a dashboard can't do without is the first that there is."""
    required = board.get("required", ())
    return {key: typed[key] or (next(iter(choices[key]), "") if key in required else "") for key in typed}


async def dashboards(datasette, request):
    page = {"dashboards": defined()["dashboards"]}
    return Response.html(await datasette.render_template("dashboards.html", page, request=request))


async def dashboard(datasette, request):
    """One dashboard; plugins/asked.py has seen to it that what is asked for is there, and called by its name."""
    name = request.url_vars["name"]
    board = defined()["dashboards"].get(name)
    if board is None:
        raise NotFound(f"没有名为 {name} 的看板 (no such dashboard)")
    typed = {key: request.args.get(key) or "" for key in board["parameters"]}

    asked = {}
    for chart in board["charts"]:
        query, _, empty = await query_of(datasette, chart, {})
        asked[chart] = query["sql"], empty
    limit = datasette.setting("sql_time_limit_ms")
    choices, given, charts = await datasette.get_database(_DATABASE).execute_fn(
        lambda connection: _whole(connection, limit, board, typed, asked)
    )
    page = {
        "name": name,
        "board": board,
        "dashboards": defined()["dashboards"],
        "parameters": [(key, _LABELS[key], choices[key], given[key]) for key in board["parameters"]],
        "required": board.get("required", ()),
        "given": given,
        "subject": subject(given, (), ()),
        "found": charts,
    }
    return Response.html(await datasette.render_template("dashboard.html", page, request=request))


@hookimpl
def register_routes():
    return [(r"^/-/dashboards$", dashboards), (r"^/-/dashboards/(?P<name>[a-z]+)$", dashboard)]
