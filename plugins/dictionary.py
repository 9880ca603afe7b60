"""The data dictionary for programs (数据字典): ``/-/dictionary.json``.

Tables, views and columns with their Chinese and English names, units, codes and keys, from the database's own table
``dictionary``, of which metadata.yml is made, too; and every code of the look-up tables with its label, unit and
article. So it describes the database that is served, whatever program made it.
"""

import json

from datasette import Forbidden, NotFound, Response, hookimpl

_LOOK_UPS = (
    "forms",
    "item_kinds",
    "measures",
    "outcomes",
    "channels",
    "applicants",
    "appeal_results",
    "checks",
)
_COLUMNS = "SELECT * FROM dictionary ORDER BY table_name, position"


def _dicts(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _load(connection):
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'dictionary'").fetchone():
        return None
    counts = dict(connection.execute("SELECT table_name, row_count FROM table_counts"))
    tables = {}
    for row in _dicts(connection.execute(_COLUMNS)):
        table = row.pop("table_name")
        codes = json.loads(row.pop("codes") or "null")
        if row["position"] == 0:
            told = {"kind": row["type"], "title": row["term"], "english": row["english"]}
            tables[table] = {**told, "description": row["description"], "rows": counts.get(table), "columns": []}
            continue
        del row["position"]
        tables[table]["columns"].append({"name": row.pop("column_name"), **row, "codes": codes})
    codes = {name: _dicts(connection.execute(f"SELECT * FROM {name}")) for name in _LOOK_UPS}
    return {"tables": tables, "codes": codes}


async def dictionary(datasette, request):
    for action, resource in (("view-instance", None), ("view-database", "reports")):
        if not await datasette.permission_allowed(request.actor, action, resource, default=True):
            raise Forbidden(action)
    found = None
    if "reports" in datasette.databases:
        found = await datasette.get_database("reports").execute_fn(_load)
    if found is None:
        raise NotFound("数据库里没有数据字典，请用当前版本打开一次 (no dictionary: open it with today's ingest once)")
    told = {key: datasette.metadata(key) for key in ("title", "license", "license_url", "source", "source_url")}
    body = json.dumps({**told, **found}, ensure_ascii=False, indent=1)
    return Response(body, content_type="application/json; charset=utf-8")


@hookimpl
def register_routes():
    return [(r"^/-/dictionary\.json$", dictionary)]
