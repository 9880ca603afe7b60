"""Links in tables and answers (链接): a report's number leads to its page, a line to that line of the source.

Works on every table and query that has a column ``report_id`` (and ``line`` or ``source_id``), or their Chinese
names in the canned queries. An agency's name leads to its page, by its number where the row has it, else by the name.
A row of ``report_stats`` is a report's, so its own page is the report's page (its JSON stays what it is).
"""

from urllib.parse import quote, unquote

from datasette import Response, hookimpl
from markupsafe import Markup

_REPORT = ("report_id", "报告")
_LINE = ("line", "原文行")
_SOURCE = ("source_id", "原文")
_AGENCY = ("agency", "机关")
_BY_NAME = "SELECT id FROM agencies WHERE name = ?"
_LISTED = "SELECT name FROM roster WHERE name = ? LIMIT 1"


def _plain(value):
    """The key under a cell: Datasette hands an expanded foreign key as its value and label."""
    return value["value"] if isinstance(value, dict) else value


def _named(row, names):
    return next((_plain(row[name]) for name in names if name in row.keys()), None)  # noqa: SIM118 (rows aren't dicts)


@hookimpl
def render_cell(row, value, column, table, database, datasette):
    if database != "reports":
        return None
    if column in _REPORT and (table is None or _unnamed(value)):
        return _report(datasette, database, _plain(value))
    if column in _AGENCY and isinstance(value, str) and value:
        return _agency(datasette, row, value)
    if column in _LINE and isinstance(value, int):
        report = _named(row, _REPORT)
        if isinstance(report, int):
            return _link(datasette.urls.path(f"/-/source/report/{report}#L{value}"), value, "看原文这一行")
    return _source(datasette, row, value, column, table)


def _source(datasette, row, value, column, table):
    if column in _SOURCE and isinstance(_plain(value), int):
        source = _plain(value)
        return _link(datasette.urls.path(f"/-/source/{source}"), f"原文 {source}", "逐行看原文")
    if table == "sources" and column == "content":
        source = row["id"]
        return _link(datasette.urls.path(f"/-/source/{source}"), "逐行看原文", f"{row['size']} 字节")
    return None


def _unnamed(value):
    # A report without a title has no label, and Datasette would print "None".
    return isinstance(value, dict) and value["label"] in (None, "")


def _report(datasette, database, report):
    if not isinstance(report, int):
        return None
    return _link(datasette.urls.row(database, "reports", str(report)), f"报告 {report}", "看这份报告")


def _agency(datasette, row, name):
    if "agency_id" in row.keys():  # noqa: SIM118 (rows aren't dicts)
        number = _plain(row["agency_id"])
        if number is None:  # listed in a roster, and no more
            return None
        return _link(datasette.urls.row("reports", "agencies", str(number)), name, "看这个机关")
    return _link(datasette.urls.path(f"/-/agency/{quote(name, safe='')}"), name, "看这个机关")


def _link(href, label, title):
    return Markup('<a href="{}" title="{}">{}</a>').format(href, title, label)


async def _report_of_stats(datasette, request):
    return Response.redirect(datasette.urls.row("reports", "reports", request.url_vars["id"]))


async def _agency_by_name(datasette, request):
    name, database = unquote(request.url_vars["name"]), datasette.get_database("reports")
    found = (await database.execute(_BY_NAME, [name])).first()
    if found is not None:
        return Response.redirect(datasette.urls.row("reports", "agencies", str(found[0])))
    listed = (await database.execute(_LISTED, [name])).first() is not None
    said = f"{name}在名录上，库中还没有它的报告。" if listed else f"没有名为“{name}”的机关。"
    page = {"said": said, "ways": [], "more": 0, "all": datasette.urls.path("/-/places")}
    status = 200 if listed else 404
    return Response.html(await datasette.render_template("asked.html", page, request=request), status=status)


@hookimpl
def register_routes():
    return [
        (r"^/-/agency/(?P<name>[^/]+)$", _agency_by_name),
        (r"^/reports/report_stats/(?P<id>\d+)$", _report_of_stats),
    ]
