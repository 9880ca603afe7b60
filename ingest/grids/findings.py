"""What is said of the tables of exact grids, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.grids.years import other_year
from ingest.model import Finding, Row, Table, Value

TITLES: dict[Table, str] = {
    "disclosure_items": "表一（主动公开）",
    "applications": "表二（依申请公开）",
    "appeals": "表三（复议诉讼）",
}
_QUOTED = 200  # characters of a page that a finding quotes


def of_cell(row: Row, column: str, value: Value, label: str, name: str) -> Finding:
    """A cell that is no number, or one with a remark."""
    said = f"“{label}”{name}一栏印作“{value.raw}”"
    unreadable = value.note == "unreadable"
    check = "cells.unreadable" if unreadable else "cells.annotated"
    message = f"{said}，不能读作一个数，未录入。" if unreadable else f"{said}，录入{value.number:g}。"
    return Finding(check, message, row.line, row.table, row.code, column, value.raw)


def unit_unclear(row: Row, column: str, value: Value, label: str, name: str) -> Finding:
    """Money whose unit is none of 元, or one thing in the header and another above the table."""
    message = f"“{label}”{name}一栏印作“{value.raw}”，所标单位不是人民币元、万元等，或前后不一，换算不定，未录入。"
    return Finding("cells.unreadable", message, row.line, row.table, row.code, column, value.raw)


def unplaced(row: Row, label: str, names: Iterable[str], printed: Iterable[str]) -> Finding:
    """Cells that lie under two columns or two rows, or are too many or too few for their columns."""
    stated = "、".join(filter(None, printed))[:_QUOTED]
    which = "、".join(names)
    message = f"“{label}”一行印有{stated}，无法确定{which}各栏的数字（单元格跨栏、跨行或缺失），未录入。"
    return Finding("cells.unplaced", message, row.line, row.table, row.code, None, stated)


def miscounted(row: Row, label: str, printed: Sequence[str], columns: int) -> Finding:
    """A row without places that prints fewer values than it has columns, or more, and nothing tells which are whose."""
    stated = "、".join(printed)[:_QUOTED]
    what = f"印有{len(printed)}个（{stated}）" if printed else "没有印出单元格"
    message = f"“{label}”一行应有{columns}栏，{what}，无法确定各属哪一栏，不能确定的未录入。"
    check = "rows.long" if len(printed) > columns else "rows.short"
    return Finding(check, message, row.line, row.table, row.code, None, stated or None)


def cut(table: Table, code: str, printed: str, label: str, line: int) -> Finding:
    """The end of a label whose beginning isn't printed."""
    quoted = printed[:_QUOTED]
    message = f"行名称残缺：“{quoted}”只是“{label}”的后半，前半和数字未见，未录入。"
    return Finding("rows.cut", message, line, table, code, None, quoted)


def by_sums(row: Row, label: str, printed: Sequence[str], columns: int) -> Finding:
    """A row whose blanks the page doesn't keep in place, or with a value too many, told by the sums."""
    stated = "、".join(printed)[:_QUOTED]
    message = f"“{label}”一行印有{stated}，空格或栏界未印出，各数字的栏位由勾稽关系推定。"
    if len(printed) > columns:
        message = f"“{label}”一行应有{columns}栏，印有{len(printed)}个（{stated}），按勾稽关系录入相符的{columns}个。"
    check = "rows.long" if len(printed) > columns else "rows.placed"
    return Finding(check, message, row.line, row.table, row.code, None, stated)


def unmatched(table: Table, text: str, line: int) -> Finding:
    """A row that is none of the form's."""
    quoted = text[:_QUOTED]
    message = f"{TITLES[table]}中“{quoted}”不是法定表格的行，未录入。"
    return Finding("rows.unmatched", message, line, table, None, None, quoted)


def contradicted(table: Table, text: str, words: str, line: int) -> Finding:
    """A row that, by words around it, is another year's or no count of this year's applications or decisions."""
    why = "属于其他年度" if other_year(words, None) or any(map(str.isdigit, words)) else "不是本表应填的本年度数"
    message = f"{TITLES[table]}中“{text[:_QUOTED]}”写明“{words[:_QUOTED]}”，{why}，未录入。"
    return Finding("rows.unmatched", message, line, table, None, None, text[:_QUOTED])


def all_contradicted(table: Table, words: str, rows: int, line: int) -> Finding:
    """A whole table that, by words around it, is another year's, another organ's, or of no counts of this year."""
    message = f"{TITLES[table]}写明“{words[:_QUOTED]}”，不是本报告应填的数，{rows}行全部未录入。"
    return Finding("tables.unread", message, line, table, None, None, words[:_QUOTED])


def noted(table: Table, words: str, doubt: str, line: int) -> Finding:
    """A note that leaves something open of a table's numbers (是否为本机关的数)."""
    message = f"{TITLES[table]}注明“{words[:_QUOTED]}”，看不出{doubt}，照录。"
    return Finding("cells.annotated", message, line, table, None, None, words[:_QUOTED])


def foreign_column(table: Table, text: str, values: Iterable[str], line: int) -> Finding:
    """A column that is none of the form's, with what it prints."""
    quoted = "、".join(values)[:_QUOTED]
    message = f"{TITLES[table]}的“{text[:_QUOTED]}”一栏不是法定表格的栏，其中的{quoted}未录入。"
    return Finding("columns.unmatched", message, line, table, None, None, text[:_QUOTED])


def nameless_column(table: Table, values: Iterable[str], line: int) -> Finding:
    """A column whose header is blank, with what it prints."""
    quoted = "、".join(values)[:_QUOTED]
    message = f"{TITLES[table]}有一栏没有栏名，其中的{quoted}无法确定属于哪一栏，未录入。"
    return Finding("columns.unmatched", message, line, table, None, None, quoted)


def row_read_as(table: Table, code: str, printed: str, label: str, line: int) -> Finding:
    """A label in words on no list."""
    message = f"{TITLES[table]}的行名称“{printed[:_QUOTED]}”按“{label}”读取。"
    return Finding("labels.read_as", message, line, table, code, None, printed[:_QUOTED])


def column_read_as(table: Table, code: str, printed: str, label: str, line: int) -> Finding:
    """A header in words on no list."""
    message = f"{TITLES[table]}的栏名称“{printed[:_QUOTED]}”按“{label}”读取。"
    return Finding("labels.read_as", message, line, table, None, code, printed[:_QUOTED])


def reordered(table: Table, names: Iterable[str], line: int) -> Finding:
    """Columns that the page prints in another order than the form."""
    message = f"{TITLES[table]}的栏次与法定表格不同（所印次序：{'、'.join(names)}），按所印表头读取。"
    return Finding("columns.reordered", message, line, table)


def without_column(table: Table, name: str, line: int, row: str | None = None) -> Finding:
    """A column of the form that the page doesn't print."""
    message = f"{TITLES[table]}未印出“{name}”一栏，该栏为空。"
    return Finding("rows.short", message, line, table, row)


def repeated(row: Row, label: str) -> Finding:
    """A row that is printed twice with different numbers."""
    message = f"{TITLES[row.table]}“{label}”一行印了不止一次，数字不同，不同之处未录入。"
    return Finding("rows.repeated", message, row.line, row.table, row.code)


def of_either(row: Row, label: str) -> Finding:
    """A row that only one of two tables prints which differ, and don't say which of them is this year's."""
    message = f"{TITLES[row.table]}印了两份，数字不同，看不出哪一份属于本报告；“{label}”一行只见于其中一份，未录入。"
    return Finding("rows.repeated", message, row.line, row.table, row.code)


def unstated(row: Row, label: str, column: str, name: str, value: Value) -> Finding:
    """Money without a unit."""
    message = f"“{label}”{name}为{value.raw}，未标明单位，按所印数字录入。"
    return Finding("unit.not_stated", message, row.line, row.table, row.code, column, value.raw)


def unread(table: Table) -> Finding:
    """A table whose rows are printed under no header, or whose words are, but hang together as none."""
    message = f"{TITLES[table]}的行或栏的名称可见，但辨认不出表头和各行，读不出数字，未录入。"
    return Finding("tables.unread", message, None, table)


def absent(table: Table, code: str | None, label: str) -> Finding:
    """A row of the form that the page doesn't print, or a whole table."""
    message = f"{TITLES[table]}缺少“{label}”一行。" if code else f"未见{TITLES[table]}。"
    return Finding("rows.missing", message, None, table, code)
