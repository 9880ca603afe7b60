"""The form's own sums (勾稽关系): every column of table 2, every row of tables 2 and 3.

A blank is not a zero: a sum with a blank says nothing, unless what is printed already exceeds the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

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

Operands = list[tuple[str, int | float | None]]  # (name, number) in the form's order


def find(report: Report, form: Form) -> Iterator[Finding]:
    """Every sum of the form that the printed numbers contradict."""
    for total in form.sums:
        rows = {row.code: row for row in report.rows if row.table == total.table}
        yield from (_across if total.over == "columns" else _down)(total, rows, form)


def contradicted(left: Operands, right: Operands) -> bool:
    """Can the two sides not be equal, whatever stands in the blanks? Counts are never negative.

    >>> contradicted([("总计", 5)], [("自然人", 3), ("其他", None)])
    False
    >>> contradicted([("总计", 5)], [("自然人", 6), ("其他", None)])
    True
    >>> contradicted([("总计", None)], [("自然人", 6)])
    False
    """
    printed = [number for _, number in chain(left, right) if number is not None]
    if not printed or min(printed) < 0:
        return False
    left_whole, right_whole = (all(number is not None for _, number in side) for side in (left, right))
    here, there = _sum(left), _sum(right)
    return (
        (left_whole and right_whole and here != there)
        or (left_whole and there > here)
        or (right_whole and here > there)
    )


def _sum(side: Operands) -> int | float:
    return sum(number for _, number in side if number is not None)


def _across(total: Sum, rows: dict[str, Row], form: Form) -> Iterator[Finding]:
    labels: tuple[Label, ...] = form.applicants if total.table == "applications" else form.results
    columns = {label.code: label.label for label in labels}
    channels = {channel.code: channel.label for channel in form.channels}
    for row in rows.values():
        left, right = _sides(total, columns, row.number)
        if contradicted(left, right):
            name = channels.get(row.code) or form.full_label(row.code)
            message = f"“{name}”：{_told(right)} ≠ {_told(left)}（第{row.line}行）。"
            yield _finding(total, row, total.left[0], left, right, message)


def _down(total: Sum, rows: dict[str, Row], form: Form) -> Iterator[Finding]:
    names = {outcome.code: outcome.ordinal or form.full_label(outcome.code) for outcome in form.rows}
    marked = rows.get("closed")
    for column in form.applicants:
        left, right = _sides(total, names, lambda code, c=column.code: _cell(rows, form, code, c))  # type: ignore[misc]
        if marked is not None and contradicted(left, right):
            told = (
                f"{_told(left)} ≠ {_told(right)}"
                if len(right) < 5
                else f"各项办理结果之和 {_sum(right):g} ≠ {_told(left)}"
            )
            message = f"{column.label}一栏：{told}（第{marked.line}行）。"
            yield _finding(total, marked, column.code, left, right, message)


def _sides(total: Sum, names: dict[str, str], number: Callable[[str], int | float | None]) -> tuple[Operands, Operands]:
    left, right = ([(names[code], number(code)) for code in side] for side in (total.left, total.right))
    return left, right


def _cell(rows: dict[str, Row], form: Form, code: str, column: str) -> int | float | None:
    """A cell of table 2; where （六）其他处理 is printed as one number, its first sub-row stands for all three."""
    parent = next((outcome.parent for outcome in form.rows if outcome.code == code), None)
    whole = rows.get(parent or "")
    if parent and whole is not None and whole.number(column) is not None:
        siblings = form.children(parent)
        if all(rows[s].number(column) is None for s in siblings if s in rows):
            return whole.number(column) if code == siblings[0] else 0
    return rows[code].number(column) if code in rows else None


def _told(side: Operands) -> str:
    return " ＋ ".join(f"{name} {'空白' if number is None else f'{number:g}'}" for name, number in side)


def _finding(total: Sum, row: Row, column: str, left: Operands, right: Operands, message: str) -> Finding:
    return Finding(total.check, message, row.line, total.table, row.code, column, f"{_sum(left):g}", f"{_sum(right):g}")
