"""What is said of a table's rows and cells, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ingest.forms import Form
from ingest.match import Drawn, Stray
from ingest.model import Finding, Row, Table, Value

TITLES: dict[Table, str] = {
    "disclosure_items": "表一（主动公开）",
    "applications": "表二（依申请公开）",
    "appeals": "表三（复议诉讼）",
}
_QUOTED = 200  # characters of a page that a finding quotes


def printed(row: Drawn) -> list[str]:
    """The cells of a drawn row that hold anything."""
    return [cell for cell in row.cells if cell]


def cells(row: Row, label: str, names: Mapping[str, str]) -> list[Finding]:
    """The cells that are no number, or one with a remark."""
    noted = [(column, value) for column, value in zip(row.columns, row.values, strict=True) if value.note]
    return [_of_cell(row, column, value, f"“{label}”{names[column]}一栏印作“{value.raw}”") for column, value in noted]


def _of_cell(row: Row, column: str, value: Value, said: str) -> Finding:
    unreadable = value.note == "unreadable"
    check = "cells.unreadable" if unreadable else "cells.annotated"
    message = f"{said}，不能读作一个数，未录入。" if unreadable else f"{said}，录入{value.number}。"
    return Finding(check, message, row.line, row.table, row.code, column, value.raw)


def unplaced(row: Drawn, columns: int, label: str) -> Finding:
    """A row whose cells can't be given their columns."""
    values = printed(row)
    stated = "、".join(values)
    check = "rows.long" if len(values) > columns else "rows.short"
    what = f"印有{len(values)}个（{stated}）" if values else "没有印出单元格"
    message = f"“{label}”一行应有{columns}栏，{what}，无法确定各属哪一栏，不能确定的未录入。"
    return Finding(check, message, row.line, row.table, row.code or None, None, stated or None)


def placed(row: Drawn, label: str) -> Finding:
    """A row whose blanks the page doesn't keep in place, or whose digits are glued, told by the sums."""
    stated = "、".join(printed(row))
    message = f"“{label}”一行印有{stated}，空格或栏界未印出，各数字的栏位由勾稽关系推定。"
    return Finding("rows.placed", message, row.line, row.table, row.code or None, None, stated)


def cut_apart(row: Drawn, label: str) -> Finding:
    """A row of table 1 whose digits are glued; no sum tells where to cut them."""
    stated = "、".join(printed(row))
    message = f"“{label}”一行的数字连印为{stated}，按每栏一位切分。"
    return Finding("rows.placed", message, row.line, row.table, row.code, None, stated)


def surplus(row: Drawn, columns: int, label: str) -> Finding:
    """A row with a value too many, of which the sums tell which one it is."""
    stated = "、".join(printed(row))
    message = f"“{label}”一行应有{columns}栏，印有{len(printed(row))}个（{stated}），按勾稽关系录入相符的{columns}个。"
    return Finding("rows.long", message, row.line, row.table, row.code or None, None, stated)


def without_column(row: Row, label: str, name: str) -> Finding:
    """A column of the form that the page doesn't print."""
    message = f"“{label}”未印出“{name}”一栏，该栏为空。"
    return Finding("rows.short", message, row.line, row.table, row.code)


def cut(row: Drawn, label: str) -> Finding:
    """A label of which only the beginning is printed."""
    message = f"行名称残缺：“{row.cut}”，按唯一相符的“{label}”读取。"
    return Finding("rows.cut", message, row.line, row.table, row.code, None, row.cut)


def unmatched(table: Table, text: str, line: int) -> Finding:
    """Something printed in a table that is no row of the form."""
    quoted = text[:_QUOTED]
    message = f"{TITLES[table]}中“{quoted}”不是法定表格的行，未录入。"
    return Finding("rows.unmatched", message, line, table, None, None, quoted)


def of_other_year(table: Table, text: str, caption: str, line: int) -> Finding:
    """A row under a caption that names another year than the report's."""
    message = f"{TITLES[table]}中“{text[:_QUOTED]}”在小标题“{caption}”之下，属于其他年度，未录入。"
    return Finding("rows.unmatched", message, line, table, None, None, text[:_QUOTED])


def of_drawn(row: Drawn) -> Finding:
    """The same of a row that was drawn under a label which it doesn't belong to."""
    return unmatched(row.table, " ".join((row.label, *printed(row))), row.line)


def strays(found: Sequence[Stray], form: Form) -> Iterator[Finding]:
    """What stands between the rows of a table."""
    for stray in found:
        if stray.cut:
            label = form.full_label(stray.cut)
            message = f"行名称残缺：“{stray.text}”只是“{label}”的后半，前半和数字未见，未录入。"
            yield Finding("rows.cut", message, stray.line, stray.table, stray.cut, None, stray.text)
        else:
            yield unmatched(stray.table, stray.text, stray.line)
