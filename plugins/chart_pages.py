"""Each chart at an address of its own (图的网址): ``/-/chart/disclosure_rate_by_province?year=2023``.

The same address ends in ``.svg`` and ``.png`` for a picture that stands alone, in ``.metadata.json`` for what it is;
``/embed`` behind it is the page for other people's frames. Rows as CSV and JSON are those of the chart's question;
a chart that no question draws (site_charts) has its own ``.csv`` and ``.json``.
"""

import json
import re
import sys
from pathlib import Path
from urllib.parse import urlencode

from datasette import NotFound, Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import charts
import earlier_forms
import places_named
from gaps.exports import for_excel, safe, written
from site_charts.made import MADE
from site_pictures import pages
from site_safety.errors import refusal

_DATABASE = "reports"
_DATE = "SELECT substr(added_at, 1, 10) FROM sources ORDER BY id DESC LIMIT 1"
_NAMES = {  # whose a chart is: parameter → the column that says so, and its name
    "agency": ("机关", "SELECT name FROM agencies WHERE id = :given"),
    "region": ("地区", "SELECT full_name FROM regions WHERE code = :given"),
}
_TAGS = re.compile(r"<[^>]+>")


class _Chart:
    """A chart with the rows that a request asks for."""

    def __init__(self, datasette, request, name, query, used, answer, date, whose):
        self.datasette, self.request, self.name, self.query, self.used = datasette, request, name, query, used
        self.defined, (self.columns, self.rows), self.date = charts.defined()["charts"][name], answer, date
        subject = charts.subject(
            {**dict.fromkeys(charts.parameters(query["sql"]), ""), **used}, self.columns, self.rows
        )
        title = self.defined.get("title") or query["title"]
        self.title = "".join([f"{whose}：" if whose else "", title, f"（{subject}）" if subject else ""])
        self.description = _TAGS.sub("", self.defined.get("description") or query.get("description") or "")

    def address(self, ending="", path=None):
        """The absolute address of the chart, or of one of its files."""
        path = path or self.datasette.urls.path(f"/-/chart/{self.name}{ending}")
        asked = f"?{urlencode(self.used)}" if self.used else ""
        return self.datasette.absolute_url(self.request, f"{path}{asked}")

    def files(self):
        """The addresses of everything that can be taken along."""
        question = self.datasette.urls.query(_DATABASE, self.query["name"])
        own = {kind: self.address(f".{kind}") for kind in ("svg", "png", "metadata.json")}
        rows = {kind: self.address(path=f"{question}.{kind}") for kind in ("csv", "json")}
        return {**own, **rows, "embed": self.address("/embed")}


class _Made:
    """A chart that no question draws, with the same faces."""

    def __init__(self, datasette, request, name, made, date):
        self.datasette, self.request, self.name, self.made, self.date = datasette, request, name, made, date
        self.title, self.description, self.query = made.title, made.description, None
        self.columns, self.rows, self.used = made.columns, made.rows, {}
        for key, value in made.used:  # several of one name as a list
            self.used[key] = [*self.used[key], value] if key in self.used else [value] if key == "who" else value

    def address(self, ending=""):
        """The absolute address of the chart, or of one of its files."""
        path = self.datasette.urls.path(f"/-/chart/{self.name}")
        return self.datasette.absolute_url(self.request, path + self.made.address(ending))

    def files(self):
        """The addresses of everything that can be taken along."""
        own = {kind: self.address(f".{kind}") for kind in ("svg", "png", "metadata.json", "csv", "json")}
        return {**own, "embed": self.address("/embed")}


async def _made(datasette, request, name):
    def load(connection):
        connection.execute("BEGIN")
        try:
            row = connection.execute(_DATE).fetchone()
            return MADE[name](connection, request.args), row[0] if row else ""
        finally:
            connection.rollback()

    return _Made(datasette, request, name, *await datasette.get_database(_DATABASE).execute_fn(load))


async def rows(datasette, request):
    """``/-/chart/NAME.csv`` and ``.json`` of a chart that no question draws; of others the question's own."""
    name = request.url_vars["name"]
    if name not in MADE:
        raise NotFound("这张图的数据见其现成的问题 (the rows are those of its question)")
    chart = await _made(datasette, request, name)
    if request.url_vars["format"] == "json":
        return Response.json([dict(zip(chart.columns, row, strict=True)) for row in chart.rows])
    excel = request.args.get("_excel") == "on"
    text = ("\ufeff" if excel else "") + written([chart.columns, *chart.rows], for_excel if excel else safe)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'} if excel else {}
    return Response(text, headers=headers, content_type=f"text/{'csv' if excel else 'plain'}; charset=utf-8")


async def _asked(datasette, request):
    name = request.url_vars["name"]
    if name in MADE:
        return await _made(datasette, request, name)
    if name not in charts.defined()["charts"]:
        raise NotFound(f"没有名为 {name} 的图 (no such chart)")
    given = {key: request.args.get(key) for key in request.args}
    query, used, values = await charts.query_of(datasette, name, given)
    limit = datasette.setting("sql_time_limit_ms")

    def load(connection):
        row = connection.execute(_DATE).fetchone()
        found = charts.load(connection, limit, query["sql"], values)
        settled = charts.settled(query["sql"], used, *found) | _chosen(connection, values, found[1])
        return found, row[0] if row else "", _whose(connection, values, found[1]), settled

    answer, date, whose, used = await datasette.get_database(_DATABASE).execute_fn(load)
    if answer[1] is None:
        raise refusal(400, "计算超时，请先选省份或年份 (it takes too long)")
    return _Chart(datasette, request, name, query, used, answer, date, whose)


def _chosen(connection, values, rows):
    """The agency or place that a question chose itself, as its key; an agency by a report: several are called alike."""
    first = (rows or [{}])[0]
    report = next((row["报告"] for row in rows or () if row.get("报告")), None)
    if values.get("agency") == "" and report is not None:
        return {"agency": str(connection.execute("SELECT agency_id FROM reports WHERE id = ?", [report]).fetchone()[0])}
    if values.get("region") == "" and first.get("地区"):
        ((_, codes),) = places_named.called(connection, first["地区"]).items()
        return {"region": places_named.best(connection, codes)}
    return {}


def _whose(connection, values, rows):
    """Whose a chart is: the agency or place that was asked for, or the one that its question chose itself."""
    for key in values.keys() & _NAMES.keys():
        column, sql = _NAMES[key]
        row = connection.execute(sql, {"given": values[key]}).fetchone() if values[key] else None
        names = {row[0]} if row else {one[column] for one in rows or ()}
        if len(names) == 1:
            return names.pop()
    return ""


async def page(datasette, request):
    """``/-/chart/NAME``."""
    chart = await _asked(datasette, request)
    told = {
        "name": chart.name, "title": chart.title, "given": chart.used, "found": (chart.columns, chart.rows),
        "files": chart.files(), "embed": pages.embed_code(chart.address("/embed"), chart.title), "date": chart.date,
        "chart_of": chart,
        "specification": "" if chart.query else json.dumps(chart.made.spec, ensure_ascii=False),
    }  # fmt: skip
    return Response.html(await datasette.render_template("chart.html", told, request=request))


async def image(datasette, request):
    """``/-/chart/NAME.svg`` and ``.png``."""
    chart = await _asked(datasette, request)
    if not chart.rows:
        raise refusal(404, "没有可画的数字 (nothing to draw)")
    spec, said = _drawn(chart)
    foot = [*filter(None, said), *pages.source(chart.date, chart.address())]
    frame = {"title": chart.title, "subtitle": chart.description, "foot": foot}
    return await pages.image(spec, frame, request.url_vars["format"])


def _drawn(chart):
    """The specification of a chart, and what its picture says below it."""
    if chart.query is None:
        return chart.made.spec, []
    said = [charts.few_said(chart.defined, chart.rows), earlier_forms.said(chart.columns, chart.rows)]
    return charts.specification(chart.defined, chart.rows), said


async def metadata(datasette, request):
    """``/-/chart/NAME.metadata.json``."""
    chart = await _asked(datasette, request)
    return Response.json(
        {
            "title": chart.title,
            "description": chart.description,
            "parameters": chart.used,
            "columns": chart.columns,
            **pages.provenance(chart.date, chart.address()),
            "files": chart.files(),
            **({"sql": chart.query["sql"]} if chart.query else {}),
        }
    )


async def embed(datasette, request):
    """``/-/chart/NAME/embed``."""
    chart = await _asked(datasette, request)
    return await pages.embed(datasette, request, chart.title, chart.address(".svg"), chart.address())


@hookimpl
def register_routes():
    name = r"^/-/chart/(?P<name>[a-z_]+)"
    return [
        (rf"{name}$", page),
        (rf"{name}\.(?P<format>svg|png)$", image),
        (rf"{name}\.metadata\.json$", metadata),
        (rf"{name}\.(?P<format>csv|json)$", rows),
        (rf"{name}/embed$", embed),
    ]
