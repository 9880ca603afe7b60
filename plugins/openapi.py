"""OpenAPI (接口描述): ``/-/openapi.json`` describes every question of metadata.yml, table and view as an endpoint.

It is made from what is served: the questions with their parameters, the columns of their answers, and the tables with
their columns, types and descriptions from the data dictionary. Programs make clients of it, people read it in any
viewer of OpenAPI 3.1.
"""

import json
import re

from datasette import Response, hookimpl
from datasette.utils import derive_named_parameters

# As tables declare them, and as SQLite tells the types of a view's columns.
_TYPES = {"INTEGER": "integer", "INT": "integer", "REAL": "number", "NUM": "number", "TEXT": "string", "BLOB": "object"}
_ANY = ["string", "number"]
_PARAMETERS = {
    "year": "报告所述的年度，如 2021；空为默认值 (year reported on)",
    "province": "省份全称，如 浙江省；空为全部 (province)",
    "place": "地方全称，含所辖，如 浙江省杭州市；空为全国 (a place and all under it; province is understood, too)",
    "region": "地区代码或名称 (a region by code or name)",
    "function": "职能，如 教育局 (function)",
    "level": "national 国家，provincial 省，prefectural 市，county 县，township 乡镇街道 (level)",
    "agency": "机关名称中的字 (part of an agency's name)",
    "scope": "own 本机关，aggregate 政府汇总 (scope)",
    "q": "要找的字词 (text to find)",
    "limit": "最多几处，默认 100，至多 1000 (at most so many)",
    "report": "报告编号 (report id)",
}
_ERROR = {
    "description": "出错 (an error)",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
_SIZE = {
    "name": "_size", "in": "query", "description": "一页几行，最多 1000 (rows a page)",
    "schema": {"type": "integer", "minimum": 0, "maximum": 1000},
}  # fmt: skip
_NEXT = {
    "name": "_next",
    "in": "query",
    "description": "下一页，见响应头 Link (next page)",
    "schema": {"type": "string"},
}


def _parameter(name, description):
    return {"name": name, "in": "query", "required": False, "description": description, "schema": {"type": "string"}}


def _answers(row):
    shape = {"type": "array", "items": row}
    return {
        "200": {"description": "各行 (rows)", "content": {"application/json": {"schema": shape}}},
        "304": {"description": "与 If-None-Match 所说的相同 (not modified)"},
        "400": _ERROR,
    }


def _shape():
    # Fixed by the address, so that the answer is an array of objects.
    return {"name": "_shape", "in": "query", "required": True, "schema": {"type": "string", "const": "array"}}


async def _question(db, query):
    found = await derive_named_parameters(db, query["sql"])  # one for each time that it stands in the SQL
    names = sorted({name for name in found if not name.startswith("_")})
    found = await db.execute(f"select * from ({query['sql'].strip().rstrip(';')}) limit 0", dict.fromkeys(names, ""))
    properties = {column: {"type": ["string", "number", "null"]} for column in found.columns}
    return {
        "get": {
            "operationId": query["name"],
            "summary": query.get("title") or query["name"],
            "description": query.get("description") or "",
            "tags": ["questions"],
            "parameters": [_shape(), *(_parameter(name, _PARAMETERS.get(name, name)) for name in names)],
            "responses": _answers({"type": "object", "properties": properties, "required": list(properties)}),
        }
    }


def _table(name, told, types, *, keyed):
    properties, filters = {}, []
    for column, declared in types.items():
        kinds = [_TYPES[declared]] if declared in _TYPES else _ANY
        description = told.get("columns", {}).get(column, column)
        properties[column] = {"type": [*kinds, "null"], "description": description}
        if kinds != ["object"]:
            filters.append(_parameter(column, description))
    if not keyed:
        properties = {"rowid": {"type": "integer", "description": "行号，会变 (changes)"}, **properties}
    return {
        "get": {
            "operationId": f"table_{name}",
            "summary": told.get("title") or name,
            "description": told.get("description") or "",
            "tags": ["tables"],
            "parameters": [_shape(), _SIZE, _NEXT, *filters],
            "responses": _answers({"type": "object", "properties": properties}),
        }
    }


# Pages that answer as JSON, too: path → (what it is, parameters with what they mean).
_PAGES = {
    "/-/build.json": (
        "自选报表 (the report builder)",
        {
            "rows": "year, province, prefecture, county, function, level, agency",
            "show": "指标的代码或名称 (an indicator, by code or name)",
            "from": "年份 (first year)",
            "to": "年份 (last year)",
            "place": "地方，含所辖 (a place and all under it)",
            "function": "职能类别 (class of organs)",
            "level": "层级 (level)",
            "scope": "own, aggregate",
            "form": "表式 (form)",
            "clean": "1：只计没有错误的报告 (only reports without errors)",
            "least": "至少几件 (least number of cases)",
            "sort": "name, year, reports 或指标代码",
            "dir": "up：从小到大 (smallest first)",
        },
    ),
    "/-/search.json": (
        "检索 (search)",
        {
            "q": "检索词 (words)",
            "year": "年份",
            "province": "省份",
            "kind": "章节 (kind of section)",
            "page": "第几页 (page)",
        },
    ),
    "/-/places.json": ("有报告的地方 (places that have reports)", {}),
    "/-/functions.json": (
        "职能 (functions)",
        {"q": "名称中的字", "function": "职能", "province": "省份", "year": "年份"},
    ),
    "/-/copies.json": (
        "雷同的正文，一对报告一行 (reports with near-identical prose)",
        {
            "kind": "other_agency 与其他机关（默认），earlier_year 与本机关往年",
            "place": "地方代码或名称，含下辖 (place and all below)",
            "agency": "机关全称 (agency)",
            "report": "报告编号 (report id)",
            "year": "年份",
            "page": "第几页 (page)",
        },
    ),
    "/-/dashboards.json": ("看板 (dashboards)", {}),
}


def _page(path, title, parameters):
    content = {"application/json": {"schema": {"type": ["object", "array"]}}}
    return {
        "get": {
            "operationId": f"page_{path.removeprefix('/-/').removesuffix('.json')}",
            "summary": title,
            "tags": ["pages"],
            "parameters": [_parameter(name, description) for name, description in parameters.items()],
            "responses": {
                "200": {"description": "见 docs/api.md (see docs/api.md)", "content": content},
                "400": _ERROR,
                "404": _ERROR,
            },
        }
    }


async def _paths(datasette):
    db = datasette.get_database("reports")
    paths = {}
    for name, query in sorted((await datasette.get_canned_queries("reports", None)).items()):
        paths[f"/reports/{name}.json"] = await _question(db, query)
    tables, views = datasette.metadata("tables", database="reports") or {}, await db.view_names()
    for name, told in tables.items():
        if told.get("hidden") or not (name in views or await db.table_exists(name)):
            continue
        rows = await db.execute("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1", [name])
        types = {row["name"]: row["type"] for row in rows.rows}
        keyed = name in views or bool(await db.primary_keys(name))
        paths[f"/reports/{name}.json"] = _table(name, told, types, keyed=keyed)
    return paths | {path: _page(path, *told) for path, told in _PAGES.items()}


async def openapi(datasette, request):
    served = "reports" in datasette.databases
    description = re.sub(r"<[^>]+>", "", datasette.metadata("description_html") or "").strip()
    told = {
        "openapi": "3.1.0",
        "info": {"title": datasette.metadata("title") or "reports", "version": "1", "description": description},
        "servers": [{"url": datasette.absolute_url(request, datasette.urls.instance()).rstrip("/")}],
        "tags": [
            {"name": "questions", "description": "现成的问题 (canned queries)"},
            {"name": "tables", "description": "表和视图 (tables and views)"},
            {"name": "pages", "description": "网页 (pages)"},
        ],
        "paths": await _paths(datasette) if served else {},
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "properties": {"ok": {"const": False}, "error": {"type": "string"}, "status": {"type": "integer"}},
                }
            }
        },
    }
    return Response(json.dumps(told, ensure_ascii=False), content_type="application/json; charset=utf-8")


@hookimpl
def register_routes():
    return [(r"^/-/openapi\.json$", openapi)]
