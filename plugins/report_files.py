"""One report as one file (整份下载): ``/-/report/12.json`` is all that is known of it, ``/-/report/12.csv`` its cells.

The CSV begins with a byte order mark, without which Excel shows Chinese as noise; text that a spreadsheet would run as
a formula gets an apostrophe before it, numbers never.

>>> [inert(cell) for cell in ("=1+1", "-38", "@x", "一、本年新收", None, 0)]
["'=1+1", '-38', "'@x", '一、本年新收', None, 0]
"""

import csv
import io
import json
import re

from datasette import NotFound, Response, hookimpl

_REPORT = (
    "SELECT r.*, a.name AS agency, a.region_code, g.full_name AS region, a.level, a.function"
    " FROM reports r JOIN agencies a ON a.id = r.agency_id LEFT JOIN regions g ON g.code = a.region_code"
    " WHERE r.id = :id"
)
_SOURCE = (
    "SELECT s.id, s.name, s.sha256, s.media_type, s.encoding, s.size, s.added_at, s.parser_version"
    " FROM sources s JOIN reports r ON r.source_id = s.id WHERE r.id = :id"
)
_PARTS = {
    "disclosure_items": "SELECT k.code AS item, k.label AS item_label, m.code AS measure, m.label AS measure_label,"
    " d.value, d.unit, d.raw, d.line FROM disclosure_items d JOIN item_kinds k ON k.id = d.item_kind_id"
    " JOIN measures m ON m.id = d.measure_id WHERE d.report_id = :id ORDER BY k.id, m.id",
    "applications": "SELECT o.code AS outcome, o.label AS outcome_label, t.* FROM applications t"
    " JOIN outcomes o ON o.id = t.outcome_id WHERE t.report_id = :id ORDER BY o.position",
    "appeals": "SELECT c.code AS channel, c.label AS channel_label, t.* FROM appeals t"
    " JOIN channels c ON c.id = t.channel_id WHERE t.report_id = :id ORDER BY c.id",
    "findings": "SELECT * FROM findings WHERE report_id = :id ORDER BY id",
    "sections": "SELECT position, kind, heading, body, line FROM sections WHERE report_id = :id ORDER BY position",
}
# What cells print that is more than their number: with it blank, dash and unreadable are three things.
_PRINTED = (
    "SELECT table_name, row_code, column_name, raw, line FROM printed_cells WHERE report_id = :id"
    " ORDER BY table_name, row_code, column_name"
)
_HAS_PRINTED = "SELECT 1 AS kept FROM sqlite_master WHERE name = 'printed_cells' AND :id"
_CELLS = (
    "SELECT '主动公开' AS 表, item AS 行代码, item_label AS 行, measure AS 栏代码, measure_label AS 栏, value AS 数值,"
    " unit AS 金额单位, raw AS 原文所印, line AS 原文行 FROM disclosure_long WHERE report_id = :id"
    " UNION ALL SELECT '依申请公开', outcome, outcome_label, applicant, applicant_label, value, NULL, NULL, line"
    " FROM applications_long WHERE report_id = :id"
    " UNION ALL SELECT '复议诉讼', channel, channel_label, result, result_label, value, NULL, NULL, line"
    " FROM appeals_long WHERE report_id = :id"
)
_KEYS = ("report_id", "outcome_id", "channel_id")  # said once, by the report and the code
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.,]+%?$")


def inert(cell):
    """A cell that no spreadsheet takes for a formula."""
    risky = isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.match(cell)
    return f"'{cell}" if risky else cell


def _rows(connection, sql, report):
    cursor = connection.execute(sql, {"id": report})
    names = [column[0] for column in cursor.description]
    return [{name: value for name, value in zip(names, row, strict=True) if name not in _KEYS} for row in cursor]


async def _whole(datasette, request, report):
    def load(connection):
        found = _rows(connection, _REPORT, report)
        if not found:
            return None
        (source,) = _rows(connection, _SOURCE, report)
        parts = {name: _rows(connection, sql, report) for name, sql in _PARTS.items()}
        kept = _rows(connection, _HAS_PRINTED, report)  # not in a database of before, until it's written to
        return {
            "report": found[0],
            "source": source,
            **parts,
            "printed_cells": _rows(connection, _PRINTED, report) if kept else [],
        }

    whole = await datasette.get_database("reports").execute_fn(load)
    if whole is None:
        raise NotFound("没有这份报告 (no such report)")

    def absolute(path):
        return datasette.absolute_url(request, path)

    whole["source"]["url"] = absolute(datasette.urls.path(f"/-/source/{whole['source']['id']}.txt"))
    return {"url": absolute(datasette.urls.row("reports", "reports", str(report))), **whole}


async def report_json(datasette, request):
    whole = await _whole(datasette, request, int(request.url_vars["id"]))
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return Response(text, content_type="application/json; charset=utf-8")


async def report_csv(datasette, request):
    report = int(request.url_vars["id"])
    answer = await datasette.get_database("reports").execute(_CELLS, {"id": report}, page_size=5000)
    if not answer.rows and not (await _whole(datasette, request, report)):
        raise NotFound("没有这份报告 (no such report)")
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows([inert(cell) for cell in row] for row in answer.rows)
    name = {"content-disposition": f'attachment; filename="report-{report}.csv"', "x-content-type-options": "nosniff"}
    return Response(out.getvalue(), headers=name, content_type="text/csv; charset=utf-8")


@hookimpl
def register_routes():
    return [
        (r"^/-/report/(?P<id>\d{1,18})\.json$", report_json),
        (r"^/-/report/(?P<id>\d{1,18})\.csv$", report_csv),
    ]
