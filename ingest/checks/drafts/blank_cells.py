"""Cells of the form that a draft leaves blank, or fills with a word or a stroke where the form wants 0."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import FORMS, Case
from ingest.forms import Form, forms, serving
from ingest.model import Check, Finding, Report, Row, Table
from ingest.text import fold

CHECKS = (
    Check(
        "draft.blank",
        "草稿有空格未填",
        "法定表格的每一格都填数字，没有的填 0",
        f"{FORMS}所附表式（没有的填 0，不留空）",
        "warning",
        "行政许可·本年处理决定数量＝0",
        "重复申请·自然人＝；重复申请·总计＝",
        "整张表、整行空白只报一次，一张表有五行以上未填满的合为一条；印有文字而读不出的格另报“单元格无法识别”。",
    ),
    Check(
        "draft.dash",
        "草稿以“无”“/”“—”代替 0",
        "法定表格的每一格都填数字，没有的填 0",
        f"{FORMS}所附表式",
        "note",
        "行政许可·本年处理决定数量＝0",
        "行政许可·本年处理决定数量＝无",
        "一张表只报一次；这样的格在库中是空白，不是 0。",
    ),
)
TABLES: dict[Table, str] = {
    "disclosure_items": "表一（主动公开）",
    "applications": "表二（依申请公开）",
    "appeals": "表三（复议诉讼）",
}
_UNPLACED = frozenset({"rows.short", "rows.long", "rows.repeated", "cells.unplaced"})  # what is printed isn't read
_MANY = 5  # rows with blanks; more are told as one
Place = tuple[Table, str]


def find(case: Case) -> Iterator[Finding]:
    """Blank tables, rows and cells; strokes and words for 0."""
    form = forms()[case.form.id]
    unplaced = {(f.table, f.row) for f in case.found if f.check in _UNPLACED}
    asked = form_cells(form.id).keys() - unplaced
    for table in TABLES:
        rows = [row for row in case.report.rows if row.table == table and (table, row.code) in asked]
        if rows:
            yield from _blank(form, table, rows)
            yield from _dashes(form, table, rows)


def _blank(form: Form, table: Table, rows: list[Row]) -> Iterator[Finding]:
    empty = {row.code: [c for c, v in zip(row.columns, row.values, strict=True) if not v.raw] for row in rows}
    if all(len(empty[row.code]) == len(row.columns) for row in rows):
        message = f"{TABLES[table]}全是空格，没有数字；没有的应填 0（起于第{rows[0].line}行）。"
        yield Finding("draft.blank", message, rows[0].line, table)
        return
    told = [row for row in rows if empty[row.code]]
    if len(told) > _MANY:
        yield _many(form, table, told, sum(map(len, empty.values())))
        told = [row for row in told if empty[row.code] == ["total"]]
    for row in told:
        yield _row(form, table, row, empty[row.code])


def _many(form: Form, table: Table, rows: list[Row], cells: int) -> Finding:
    names = "、".join(f"“{name(form, row)}”" for row in rows[:3])
    message = (
        f"{TABLES[table]}有 {len(rows)} 行共 {cells} 格未填（{names}等），没有的应填 0（起于第{rows[0].line}行）。"
    )
    return Finding("draft.blank", message, rows[0].line, table)


def _row(form: Form, table: Table, row: Row, columns: list[str]) -> Finding:
    where = f"{TABLES[table]}“{name(form, row)}”"
    if len(columns) == len(row.columns):
        message = f"{where}一行全是空格，没有的应填 0（第{row.line}行）。"
        return Finding("draft.blank", message, row.line, table, row.code)
    labels = "、".join(column_label(form, table, column) for column in columns)
    message = f"{where}的{labels}未填，没有的应填 0（第{row.line}行）。"
    return Finding("draft.blank", message, row.line, table, row.code, columns[0] if len(columns) == 1 else None)


def _dashes(form: Form, table: Table, rows: list[Row]) -> Iterator[Finding]:
    told = [(row, value.raw) for row in rows for value in row.values if is_stroke(value.raw)]
    if not told:
        return
    first, raw = told[0]
    alone = len({row.code for row, _ in told}) == 1
    where = f"“{name(form, first)}”一行" if alone else ""
    message = f"{TABLES[table]}{where}有 {len(told)} 格印作“{raw}”，没有的应填 0（起于第{first.line}行）。"
    yield Finding("draft.dash", message, first.line, table, first.code if alone else None, None, raw)


def is_stroke(raw: str) -> bool:
    """Is a cell a word or a stroke that stands for nothing?

    >>> is_stroke("无"), is_stroke("／"), is_stroke("—"), is_stroke(""), is_stroke("0")
    (True, True, True, False, False)
    """
    return bool(raw) and not fold(raw).strip("/\\—-_－–無无 ")


def name(form: Form, row: Row) -> str:
    """A row as the form calls it."""
    channels = {channel.code: channel.label for channel in form.channels}
    return channels.get(row.code) or form.full_label(row.code)


def column_label(form: Form, table: Table, column: str) -> str:
    """A column as the form calls it."""
    labels = form.results if table == "appeals" else (*form.applicants, *form.measures)
    return next((label.label for label in labels if label.code == column), column)


# --- what a form asks for ---------------------------------------------------------------------------------------------


def count(report: Report) -> int:
    """How many cells of the form have no number: blank, not to be read, or not printed."""
    return sum(len(cells) for cells in blanks(report).values())


def blanks(report: Report) -> dict[Place, list[str]]:
    """(table, row) → its columns without a number, in the form's order."""
    form = serving(report.form)
    rows = {(row.table, row.code): row for row in report.rows}
    found: dict[Place, list[str]] = {}
    for (table, code), columns in form_cells(form.id).items():
        row = rows.get((table, code))
        empty = [column for column in columns if row is None or row.number(column) is None]
        if empty:
            found[table, code] = empty
    return found


def form_cells(form_id: str) -> dict[Place, tuple[str, ...]]:
    """(table, row) → columns: every cell that a form asks for, in its order; headings have none."""
    form = forms()[form_id]
    cells: dict[Place, tuple[str, ...]] = {
        ("disclosure_items", item.code): tuple(measure.code for measure in band.measures)
        for band in form.bands
        for item in band.items
    }
    columns = tuple(column.code for column in form.applicants)
    cells |= {("applications", row.code): columns for row in form.rows if not form.children(row.code)}
    results = tuple(result.code for result in form.results)
    return cells | {("appeals", channel.code): results for channel in form.channels}
