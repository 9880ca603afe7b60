"""Two reports side by side (比较): ``/-/compare/12/34``; the same agency in two years, or two agencies in one.

Every printed cell of the three tables stands beside the other's, differences marked. A blank is no zero: it differs
from a number, but by no amount. Prose is compared sentence by sentence, and within changed sentences character by
character; the share of repeated text is the share of one report's characters that stand in the other in the same order.

``/-/compare?a=…&b=…`` takes numbers of reports, their addresses, or an agency's name with a year.
"""

import re
import sys
from difflib import SequenceMatcher
from pathlib import Path

from datasette import NotFound, Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
from site_forms import measure_label

_REPORT = (
    "SELECT r.*, a.name AS agency, g.full_name AS place FROM reports r JOIN agencies a ON a.id = r.agency_id"
    " LEFT JOIN regions g ON g.code = a.region_code WHERE r.id = ?"
)
_DISCLOSURE = (
    "SELECT k.id AS row_id, k.code AS item, k.label AS row, m.id AS column_id, m.code AS measure, m.label AS col,"
    " d.value, d.raw FROM disclosure_items d"
    " JOIN item_kinds k ON k.id = d.item_kind_id JOIN measures m ON m.id = d.measure_id WHERE d.report_id = ?"
)
_APPLICATIONS = (
    "SELECT o.position AS row_id, o.label AS row, o.parent, t.* FROM applications t"
    " JOIN outcomes o ON o.id = t.outcome_id WHERE t.report_id = ?"
)
_APPEALS = (
    "SELECT c.id AS row_id, c.label AS row, t.* FROM appeals t JOIN channels c ON c.id = t.channel_id"
    " WHERE t.report_id = ?"
)
_STATISTICS = (
    # An amount that states no unit is shown as printed, and held against none.
    "SELECT i.position AS row_id, i.label AS row, i.parent,"
    " iif(i.unit = '万元' AND s.unit IS NULL, NULL, s.value) AS value,"
    " coalesce(CASE WHEN i.unit = '万元' AND s.unit IS NULL THEN s.raw END, s.value, s.raw) AS text"
    " FROM statistics s JOIN indicators i ON i.id = s.indicator_id WHERE s.report_id = ?"
)
_SECTIONS = "SELECT heading, body FROM sections WHERE report_id = ? ORDER BY position"
_BY_NAME = (
    "SELECT r.id, a.name, r.year, r.scope FROM agencies a JOIN reports r ON r.agency_id = a.id"
    " WHERE instr(a.name, ?) > 0 AND (? = '' OR r.year = CAST(? AS INTEGER))"
    " ORDER BY a.name <> ?, length(a.name), a.name, r.year DESC LIMIT 12"
)
_HEADS = {"refused": "不予公开", "not_available": "无法提供", "not_processed": "不予处理", "other_handling": "其他处理"}
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_RUN = 4  # characters that must agree in a row within a changed sentence to count as repeated
_WORK = 4_000_000  # pairs of characters compared at most, all changed stretches together


# --- prose --------------------------------------------------------------------------------------------------------


def sentences(text):
    """A text cut after its full stops and at its lines.

    >>> sentences("公开信息3条。没有收费；完。")
    ['公开信息3条。', '没有收费；', '完。']
    """
    return [found for found in (match.strip() for match in _SENTENCE.findall(text)) if found]


def prose(one, other):
    """Two texts as rows of (kind, left, right) with left and right as (changed?, text), and the shares repeated.

    >>> rows, shares = prose("甲乙丙丁公开3条。全年没有收费。", "甲乙丙丁公开5条。全年没有收费。新的一句。")
    >>> [kind for kind, _, _ in rows]
    ['changed', 'same', 'changed']
    >>> rows[0][2]
    [(False, '甲乙丙丁公开'), (True, '5'), (False, '条。')]
    >>> [round(share, 2) for share in shares]        # 9 characters changed: 条。 is too short a run to count
    [0.81, 0.62]
    """
    left, right = sentences(one), sentences(other)
    rows, repeated, work = [], 0, _WORK
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [("same", [(False, sentence)], [(False, sentence)]) for sentence in left[i1:i2]]
            repeated += sum(map(len, left[i1:i2]))
            continue
        mine, its = "".join(left[i1:i2]), "".join(right[j1:j2])
        work -= len(mine) * len(its)
        row, same = _stretch(mine, its) if work > 0 else (("changed", [(True, mine)], [(True, its)]), 0)
        rows.append(row)
        repeated += same
    totals = sum(map(len, left)), sum(map(len, right))
    return rows, [repeated / total if total else None for total in totals]


def _stretch(mine, its):
    """One changed stretch, character by character; and how many characters of it are repeated.

    Runs of fewer than _RUN characters that happen to agree are chance: shown as changed, not counted.
    """
    left, right, repeated = [], [], 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, mine, its, autojunk=False).get_opcodes():
        changed = kind != "equal" or (i2 - i1 < _RUN and i1 > 0 and i2 < len(mine))
        _extend(left, changed, mine[i1:i2])
        _extend(right, changed, its[j1:j2])
        repeated += i2 - i1 if kind == "equal" and i2 - i1 >= _RUN else 0
    return ("changed", left, right), repeated


def _extend(spans, changed, text):
    if spans and spans[-1][0] == changed:
        spans[-1] = (changed, spans[-1][1] + text)
    elif text:
        spans.append((changed, text))


# --- tables -------------------------------------------------------------------------------------------------------


def pair(one, other):
    """Two cells, None where a report has no such cell: what is shown, whether they differ, and by how much.

    >>> pair({"value": 3, "text": "3"}, {"value": 5, "text": "5"})["by"]
    '+2'
    >>> pair({"value": None, "text": ""}, {"value": 0, "text": "0"})["differs"]
    True
    >>> pair(None, {"value": 1, "text": "1"})["differs"]
    False
    """
    both = one is not None and other is not None
    differs = both and (one["value"], one["text"]) != (other["value"], other["text"])
    by = None
    if differs and one["value"] is not None and other["value"] is not None:
        by = f"{round(other['value'] - one['value'], 6):+.15g}".replace("-", "−")
    return {"a": one and one["text"], "b": other and other["text"], "differs": differs, "by": by}


def _number(value):
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _wide(rows, columns):
    """(row id, label, head) → column code → cell, of a table that keeps its columns."""
    return {
        (row["row_id"], row["row"], _HEADS.get(row.get("parent"))): {
            code: {"value": row[code], "text": _number(row[code])} for code, _ in columns
        }
        for row in rows
    }


def _table(title, one, other, columns):
    rows = []
    for key in sorted(one.keys() | other.keys(), key=lambda key: key[0]):
        pairs = [pair(one.get(key, {}).get(code), other.get(key, {}).get(code)) for code, _ in columns]
        rows.append({"label": key[1], "head": key[2], "pairs": pairs})
    cells = [cell for row in rows for cell in row["pairs"] if cell["a"] is not None or cell["b"] is not None]
    return {
        "title": title,
        "columns": [label for _, label in columns],
        "rows": rows,
        "cells": len(cells),
        "different": sum(cell["differs"] for cell in cells),
        "alone": sum(cell["a"] is None or cell["b"] is None for cell in cells),
    }


def _named(row, form):
    """A column of table 1 as its row calls it: one code may be two columns (采购总金额, 本年收费金额)."""
    return row["column_id"], measure_label(row["item"], row["measure"], row["col"], form)


def _disclosure(rows, form):
    cells = {}
    for row in rows:
        text = _number(row["value"]) if row["value"] is not None else row["raw"]
        cells.setdefault((row["row_id"], row["row"], None), {})[_named(row, form)] = {
            "value": row["value"],
            "text": text,
        }
    return cells


def _indicators(rows):
    return {
        (row["row_id"], row["row"], row["parent"]): {"value": {"value": row["value"], "text": _number(row["text"])}}
        for row in rows
    }


def _both(connection, reports, form):
    """The tables of two reports; ``form`` is theirs if both have the same."""

    def rows(sql, report):
        return [dict(row) for row in connection.execute(sql, [report])]

    def labels(table):
        return [(row[0], row[1]) for row in connection.execute(f"SELECT code, label FROM {table} ORDER BY id")]

    disclosure = [rows(_DISCLOSURE, report) for report in reports]
    names = sorted({_named(row, form) for side in disclosure for row in side})
    measures = [(name, name[1]) for name in names]
    applicants, results = labels("applicants"), labels("appeal_results")
    return [
        _table("主动公开", *(_disclosure(side, form) for side in disclosure), measures),
        _table("依申请公开", *(_wide(rows(_APPLICATIONS, report), applicants) for report in reports), applicants),
        _table("行政复议、行政诉讼", *(_wide(rows(_APPEALS, report), results) for report in reports), results),
        _table(
            "政府信息公开情况统计表",
            *(_indicators(rows(_STATISTICS, report)) for report in reports),
            [("value", "统计数")],
        ),
    ]


def _notes(one, other):
    """What stands in the way of comparing these two."""
    forms = {one["form_id"], other["form_id"]} - {None}
    if "2014" in forms and len(forms) > 1:
        yield "两份报告表式不同：统计表与 2019 年起的三张表只有部分指标含义相同，见跨表式的系列（series）。"
    elif len(forms) > 1:
        yield "两份报告表式不同：主动公开的栏目含义不同，不可比；2019 年表式的（六）一行，等于 2021 年表式的三行之和。"
    if one["scope"] != other["scope"]:
        yield "一份是政府汇总报告，含所属部门；另一份是机关自己的报告。"
    if min(one["year"], other["year"]) < 2024 <= max(one["year"], other["year"]):
        yield "2024 年起须先复议后诉讼（行政复议法第二十三条），“未经复议直接起诉”前后不可比。"


async def compare(datasette, request):
    ids = [int(request.url_vars[side]) for side in "ab"]

    def load(connection):
        reports = [connection.execute(_REPORT, [report]).fetchone() for report in ids]
        if None in reports:
            return None
        texts = [
            "\n".join(part for row in connection.execute(_SECTIONS, [report]) for part in row if part) for report in ids
        ]
        forms = {report["form_id"] for report in reports}
        form = forms.pop() if len(forms) == 1 else None
        return [dict(report) for report in reports], _both(connection, ids, form), prose(*texts)

    found = await datasette.get_database("reports").execute_fn(load)
    if found is None:
        raise NotFound("没有这份报告 (no such report)")
    reports, tables, (rows, shares) = found
    page = {"reports": reports, "tables": tables, "prose": rows, "shares": shares, "notes": list(_notes(*reports))}
    page["changed"] = sum(kind == "changed" for kind, _, _ in rows)
    return Response.html(await datasette.render_template("compare.html", page, request=request))


# --- choosing -----------------------------------------------------------------------------------------------------


def asked(typed):
    """The report that was meant: its number, or (name, year) to be looked for.

    >>> asked("12"), asked("https://example.org/reports/reports/12")
    (12, 12)
    >>> asked("二七区商务局 2021年"), asked("二七区商务局")
    (('二七区商务局', '2021'), ('二七区商务局', ''))
    """
    typed = typed.strip()
    found = re.fullmatch(r"(?:.*/reports/reports/)?(\d{1,18})", typed)
    if found:
        return int(found[1])
    found = re.fullmatch(r"(.*?)\s*(\d{4})\s*年?", typed)
    return (found[1].strip(), found[2]) if found else (typed, "")


async def choose(datasette, request):
    database = datasette.get_database("reports")
    sides = []
    for side in "ab":
        typed = (request.args.get(side) or "").strip()
        wanted = asked(typed) if typed else None
        if isinstance(wanted, int):
            sql = (
                "SELECT r.id, a.name, r.year, r.scope FROM reports r JOIN agencies a ON a.id = agency_id WHERE r.id = ?"
            )
            rows = (await database.execute(sql, [wanted])).rows
        else:
            rows = (
                (await database.execute(_BY_NAME, [wanted[0], wanted[1], wanted[1], wanted[0]])).rows if wanted else []
            )
            if wanted and wanted[1]:
                rows = [row for row in rows if row["name"] == wanted[0]] or rows
        sides.append({"name": side, "typed": typed, "found": [dict(row) for row in rows]})
    one, other = (side["found"] for side in sides)
    if len(one) == len(other) == 1:
        return Response.redirect(datasette.urls.path(f"/-/compare/{one[0]['id']}/{other[0]['id']}"))
    return Response.html(await datasette.render_template("compare_choose.html", {"sides": sides}, request=request))


@hookimpl
def register_routes():
    return [(r"^/-/compare$", choose), (r"^/-/compare/(?P<a>\d{1,18})/(?P<b>\d{1,18})$", compare)]
