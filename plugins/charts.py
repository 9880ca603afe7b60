"""Charts (图) and dashboards (看板): rows of canned queries drawn with Vega-Lite, each with its table and its SQL.

What is drawn stands in ``dashboards.yml``; the queries stand in metadata.yml, where every reader can open, change and
export them. A template draws a chart by ``{{ chart("agency_years", agency=7) }}``: the answer is the figure with the
table that it was drawn from, so nothing is lost where no script runs. ``static/charts.js`` draws it, with the Vega in
``static/vega``, which needs neither a network nor ``eval``.

A number that rests on fewer than FEW reports is drawn pale and says so in the table.
"""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import yaml
from datasette import NotFound, Response, hookimpl
from datasette.database import QueryInterrupted
from markupsafe import Markup

_FILE = Path(__file__).with_name("dashboards.yml")
FEW = 10
_DATABASE = "reports"
_PARAMETER = re.compile(r"(?<![:\w]):([a-z]\w*)")
# The names of provinces and years by hops over an index: a hundred times faster than DISTINCT over the reports.
_HOPS = (
    "WITH RECURSIVE hop(v) AS (SELECT min({0}) FROM report_stats UNION ALL"
    " SELECT (SELECT min({0}) FROM report_stats WHERE {0} > hop.v) FROM hop WHERE hop.v IS NOT NULL)"
    " SELECT v FROM hop WHERE v IS NOT NULL"
)
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
    "isValid(datum['报告数']) && datum['报告数'] < 10"
    >>> [field["field"] for field in spec["encoding"]["tooltip"]]
    ['年份', '报告数']
    """
    spec = json.loads(json.dumps(chart["spec"]))
    spec.setdefault("width", "container")
    spec["data"] = {"values": rows}
    encoding = spec["encoding"]
    fields = [channel["field"] for channel in encoding.values() if "field" in channel]
    if "reports" in chart:
        few = f"isValid(datum['{chart['reports']}']) && datum['{chart['reports']}'] < {FEW}"
        encoding["opacity"] = {"condition": {"test": few, "value": 0.4}, "value": 1}
        fields.append(chart["reports"])
    encoding["tooltip"] = [_tip(encoding, field) for field in dict.fromkeys(fields) if field != "position"]
    return spec


def _tip(encoding, field):
    drawn = next((channel for channel in encoding.values() if channel.get("field") == field), {})
    share = "%" in str(drawn.get("axis") or drawn.get("legend") or "")
    return {"field": field, "type": drawn.get("type", "nominal"), **({"format": ".1%"} if share else {})}


async def figure(datasette, request, name, **given):
    """One chart, drawn from its canned query with these parameters, as markup."""
    chart = defined()["charts"][name]
    query_name = chart.get("query", name)
    query = await datasette.get_canned_query(_DATABASE, query_name, None)
    wanted = parameters(query["sql"])
    used = {key: str(value) for key, value in given.items() if key in wanted and value not in (None, "")}
    values = {**dict.fromkeys(wanted, ""), **used}
    late = False
    try:
        answer = await datasette.execute(_DATABASE, query["sql"], values)
        columns, rows = answer.columns, [dict(row) for row in answer.rows]
    except QueryInterrupted:
        columns, rows, late = [], [], True
    address = datasette.urls.query(_DATABASE, query_name)
    context = {
        "name": name,
        "title": chart.get("title") or query["title"],
        "description": chart.get("description") or query.get("description"),
        "columns": columns,
        "rows": rows,
        "late": late,
        "reports": chart.get("reports"),
        "few": FEW,
        "any_few": any(_is_few(row, chart) for row in rows),
        "specification": json.dumps(specification(chart, rows), ensure_ascii=False),
        "address": address,
        "arguments": urlencode(used),
        "fragment": query.get("fragment"),
    }
    return Markup(await datasette.render_template("_chart.html", context, request=request))  # noqa: S704 (a template)


def _is_few(row, chart):
    count = row.get(chart.get("reports"))
    return count is not None and count < FEW


@hookimpl
def extra_template_vars(datasette, request):
    async def chart(name, **given):
        return await figure(datasette, request, name, **given)

    async def sums_are_late():
        """Is an add under way whose reports the summary tables don't hold yet?"""
        return (await datasette.execute(_DATABASE, _LATE)).single_value()

    return {"chart": chart, "chart_presets": _presets, "sums_are_late": sums_are_late}


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
    'g.mark=bar&g.x_column=agency&g.x_type=nominal&g.y_column=total&g.y_type=quantitative'
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
    """What datasette-vega reads from an address.

    >>> _fragment({"mark": "bar", "x": "year", "y": "received"})
    'g.mark=bar&g.x_column=year&g.x_type=ordinal&g.y_column=received&g.y_type=quantitative'
    """
    fields = {"mark": chart["mark"], "x_column": chart["x"], "x_type": chart.get("x_type", "ordinal")}
    fields |= {"y_column": chart["y"], "y_type": "quantitative"}
    fields |= {"color_column": chart["color"], "color_type": "nominal"} if "color" in chart else {}
    return urlencode({f"g.{name}": value for name, value in fields.items()}, quote_via=quote)


async def _choices(datasette, names):
    database = datasette.get_database(_DATABASE)
    found = {}
    for name in names:
        rows = (await database.execute(_HOPS.format(name))).rows
        found[name] = [row[0] for row in rows]
    if "year" in found:
        found["year"].reverse()
    return found


async def dashboards(datasette, request):
    page = {"dashboards": defined()["dashboards"]}
    return Response.html(await datasette.render_template("dashboards.html", page, request=request))


async def dashboard(datasette, request):
    name = request.url_vars["name"]
    board = defined()["dashboards"].get(name)
    if board is None:
        raise NotFound(f"没有名为 {name} 的看板 (no such dashboard)")
    choices = await _choices(datasette, board["parameters"])
    given = {key: request.args.get(key) or "" for key in board["parameters"]}
    given = {key: value if value in map(str, choices[key]) else "" for key, value in given.items()}
    for key in board.get("required", ()):
        given[key] = given[key] or next(iter(choices[key]), "")
    page = {
        "name": name,
        "board": board,
        "dashboards": defined()["dashboards"],
        "parameters": [(key, _LABELS[key], choices[key], given[key]) for key in board["parameters"]],
        "required": board.get("required", ()),
        "given": given,
    }
    return Response.html(await datasette.render_template("dashboard.html", page, request=request))


@hookimpl
def register_routes():
    return [(r"^/-/dashboards$", dashboards), (r"^/-/dashboards/(?P<name>[a-z]+)$", dashboard)]
