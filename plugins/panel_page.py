"""The panel for download (面板数据): ``/-/panel`` says what there is, in which files, and how to read them.

The CSV is read from the database as it is now. Parquet, Stata and XLSX files take minutes to make, so the site only
gives out those that ``ingest export --release release`` has put into the folder ``release`` beside the database, with
their version; without one the page says how they are made.
"""

import json
from pathlib import Path

from datasette import NotFound, hookimpl
from datasette.utils.asgi import AsgiFileDownload, Response

FOLDER = "release"
_KINDS = {
    "panel.csv": ("CSV", "text/csv; charset=utf-8"),
    "panel.xlsx": ("XLSX（Excel）", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "panel.parquet": ("Parquet", "application/vnd.apache.parquet"),
    "panel.dta": ("Stata（.dta）", "application/x-stata-dta"),
    "missing.csv": ("各格为何没有数字，CSV", "text/csv; charset=utf-8"),
    "missing.parquet": ("各格为何没有数字，Parquet", "application/vnd.apache.parquet"),
    "codebook.csv": ("编码手册，CSV", "text/csv; charset=utf-8"),
    "datapackage.json": ("数据包说明（Frictionless）", "application/json; charset=utf-8"),
    "CITATION.cff": ("引用格式", "text/plain; charset=utf-8"),
    "README.md": ("说明", "text/plain; charset=utf-8"),
    "SHA256SUMS": ("指纹", "text/plain; charset=utf-8"),
}
_FIRST = "&".join(
    f"_col={name}"
    for name in (
        "agency", "year", "scope", "region_code", "province", "city", "county", "level", "function",
        "applications_received_total", "applications_carried_in_total", "applications_closed_total",
        "applications_disclosed_total", "applications_partly_disclosed_total", "applications_carried_out_total",
        "appeals_reconsideration_total", "appeals_reconsideration_corrected", "errors",
    )
).encode()  # fmt: skip
_COLUMNS = (
    "SELECT column_name, term, english, unit, description FROM dictionary"
    " WHERE table_name = 'panel' AND column_name <> '' ORDER BY position"
)


def _folder(datasette):
    return Path(datasette.get_database("reports").path).parent / FOLDER


def _released(datasette):
    """The version and the files of the release that lies beside the database; None if there is none."""
    folder = _folder(datasette)
    try:
        version = json.loads((folder / "datapackage.json").read_text("utf-8"))["version"]
        files = [
            {"name": name, "label": label, "size": (folder / name).stat().st_size}
            for name, (label, _) in _KINDS.items()
            if (folder / name).is_file()
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return {"version": str(version), "date": str(version)[:10], "files": files}


async def page(datasette, request):
    if "reports" not in datasette.databases:
        raise NotFound("没有数据库 (no database)")
    db = datasette.get_database("reports")
    if "panel" not in await db.view_names():
        raise NotFound("数据库由旧版本建立，没有面板数据 (made by an older version: no panel)")
    columns = [dict(row) for row in (await db.execute(_COLUMNS, page_size=2000)).rows]
    values = {"columns": columns, "released": _released(datasette)}
    return Response.html(await datasette.render_template("panel.html", values, request=request))


async def file(datasette, request):
    name = request.url_vars["name"]
    if "reports" not in datasette.databases or name not in _KINDS or not (_folder(datasette) / name).is_file():
        raise NotFound("没有这个文件 (no such file)")
    return AsgiFileDownload(
        str(_folder(datasette) / name), name, _KINDS[name][1], headers={"x-content-type-options": "nosniff"}
    )


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        async def fewer(scope, receive, send):
            query = scope.get("query_string", b"")
            if scope["type"] != "http" or scope["path"] != "/reports/panel" or b"_col=" in query or b"_nocol=" in query:
                return await app(scope, receive, send)
            return await app({**scope, "query_string": (query + b"&" if query else b"") + _FIRST}, receive, send)

        return fewer

    return wrap


@hookimpl
def register_routes():
    return [(r"^/-/panel$", page), (r"^/-/panel/(?P<name>[A-Za-z0-9_.]{1,40})$", file)]
