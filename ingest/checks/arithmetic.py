"""The form's own sums (勾稽关系): every column of table 2, every row of tables 2 and 3.

A blank is not a zero: a sum with a blank says nothing, unless what is printed already exceeds the other side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.forms import Form, Label, Sum
from ingest.model import Check, Finding, Report, Row

_FORMS = "国办公开办函〔2019〕60号、〔2021〕30号"

CHECKS = (
    Check(
        "applications.balance",
        "收到与办结、结转不平",
        "每一栏：第一项（本年新收）＋ 第二项（上年结转）＝ 第三项（七）总计 ＋ 第四项（结转下年度）",
        f"{_FORMS}表内所印勾稽关系",
        "error",
    ),
    Check(
        "applications.closed",
        "办结总计不等于各项之和",
        "每一栏：第三项（七）总计 ＝ 第三项（一）至（六）各项之和",
        f"{_FORMS}所附表式",
        "error",
    ),
    Check(
        "applications.row_total",
        "一行的总计不等于各类申请人之和",
        "每一行：总计 ＝ 自然人 ＋ 法人或其他组织五栏",
        f"{_FORMS}所附表式",
        "error",
    ),
    Check(
        "appeals.total",
        "复议诉讼总计不等于各结果之和",
        "每一类：总计 ＝ 结果维持 ＋ 结果纠正 ＋ 其他结果 ＋ 尚未审结",
        f"{_FORMS}所附表式",
        "error",
    ),
)

Number = int | float | None


def find(report: Report, form: Form) -> Iterator[Finding]:
    """Every sum of the form that the printed numbers contradict."""
    for total in form.sums:
        rows = {row.code: row for row in report.rows if row.table == total.table}
        yield from (_across if total.over == "columns" else _down)(total, rows, form)


def contradicted(left: Sequence[Number], right: Sequence[Number]) -> bool:
    """Can the two sides not be equal, whatever stands in the blanks? Counts are never negative.

    >>> contradicted([5], [3, None]), contradicted([5], [6, None]), contradicted([None], [6])
    (False, True, False)
    """
    here, there = _printed(left), _printed(right)
    if any(number < 0 for number in (*here, *there)):
        return False
    left_whole, right_whole = len(here) == len(left), len(there) == len(right)
    if left_whole and right_whole:
        return sum(here) != sum(there)
    return (left_whole and sum(there) > sum(here)) or (right_whole and sum(here) > sum(there))


def _printed(side: Sequence[Number]) -> list[int | float]:
    return [number for number in side if number is not None]


def _across(total: Sum, rows: dict[str, Row], form: Form) -> Iterator[Finding]:
    labels: tuple[Label, ...] = form.applicants if total.table == "applications" else form.results
    columns = {label.code: label.label for label in labels}
    channels = {channel.code: channel.label for channel in form.channels}
    for row in rows.values():
        numbers = {column: value.number for column, value in zip(row.columns, row.values, strict=True)}
        left, right = ([numbers.get(code) for code in side] for side in (total.left, total.right))
        if contradicted(left, right):
            name = channels.get(row.code) or form.full_label(row.code)
            told = f"{_told(total.right, right, columns)} ≠ {_told(total.left, left, columns)}"
            yield _finding(total, row, total.left[0], left, right, f"“{name}”：{told}（第{row.line}行）。")


def _down(total: Sum, rows: dict[str, Row], form: Form) -> Iterator[Finding]:
    marked = rows.get("closed")
    if marked is None:
        return
    names = {outcome.code: outcome.ordinal or form.full_label(outcome.code) for outcome in form.rows}
    for position, column in enumerate(form.applicants):
        cells = {code: row.values[position].number for code, row in rows.items()}
        _spread(cells, form)
        left, right = ([cells.get(code) for code in side] for side in (total.left, total.right))
        if contradicted(left, right):
            many = len(right) > len(total.left) + 1
            told = f"各项办理结果之和 {sum(_printed(right)):g}" if many else _told(total.right, right, names)
            message = f"{column.label}一栏：{_told(total.left, left, names)} ≠ {told}（第{marked.line}行）。"
            yield _finding(total, marked, column.code, left, right, message)


def _spread(cells: dict[str, Number], form: Form) -> None:
    """Where （六）其他处理 is printed as one number, it stands for its three rows in the sum."""
    for whole in {form.parents[code] for code in form.leaves if form.parents.get(code) in cells}:
        parts = form.children(whole)
        if cells[whole] is not None and all(cells.get(part) is None for part in parts):
            cells |= dict.fromkeys(parts, 0) | {parts[0]: cells[whole]}


def _told(codes: Sequence[str], side: Sequence[Number], names: dict[str, str]) -> str:
    parts = (f"{names[code]} {'空白' if n is None else f'{n:g}'}" for code, n in zip(codes, side, strict=True))
    return " ＋ ".join(parts)


def _finding(
    total: Sum, row: Row, column: str, left: Sequence[Number], right: Sequence[Number], message: str
) -> Finding:
    stated, expected = (f"{sum(_printed(side)):g}" for side in (left, right))
    return Finding(total.check, message, row.line, total.table, row.code, column, stated, expected)
