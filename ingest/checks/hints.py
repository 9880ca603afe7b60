"""Hints (提示): one number that, read otherwise, would set right every sum that fails. A hint, never a change.

A wrong cell inside table 2 breaks its row's sum and its column's at once: where they cross, it stands. Two cells of a
row that changed places break two columns by opposite amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ingest.checks.case import Case
from ingest.checks.sums import Cell, Equation, Number, contradicted, shown, sides
from ingest.model import Check, Finding, Table

CHECKS = (
    Check(
        "sums.hint",
        "一处改动可使各处勾稽关系全部相符",
        "把一个数字改为另一数字，或把同一行的两个数字对调，即可使该表所有不符的勾稽关系相符，且不破坏其他关系；这样的改法唯一",
        "由勾稽关系推算，仅供核对，所印数字照录",
        "note",
        "行政复议·总计＝1",
        "予以公开·自然人＝2；予以公开·总计＝20；办理结果总计·自然人＝20；办理结果总计·总计＝20；"
        "本年新收·自然人＝20；本年新收·总计＝20",
        "至少两处不符才推算；有两种改法时不作提示；改法未必就是实情，请对照原始台账。",
    ),
)
_MOST = 40  # failing sums; a table that is wrong everywhere has no one fault


def find(case: Case) -> Iterator[Finding]:
    """For each table the one change that would explain all that fails in it."""
    tables: tuple[Table, ...] = ("applications", "appeals")
    for table in tables:
        cells = case.cells[table]
        failing = [equation for equation in case.failing if equation.total.table == table]
        if 2 <= len(failing) <= _MOST and not any(None in side for e in failing for side in sides(e, cells)):
            own = [equation for equation in case.equations if equation.total.table == table]
            found = list(_single(failing, own, cells)) or list(_swaps(failing, own, cells))
            if len(found) == 1:
                yield from _finding(case, table, found[0], len(failing))


Change = dict[Cell, Number]


def _single(failing: list[Equation], own: list[Equation], cells: Mapping[Cell, Number]) -> Iterator[Change]:
    """Every other number for one cell that sets all sums right."""
    candidates = set.intersection(*({*equation.left, *equation.right} for equation in failing))
    for cell in sorted(candidates):
        wanted = {_wanted(equation, cell, cells) for equation in failing}
        if len(wanted) == 1 and (number := wanted.pop()) >= 0 and _right({cell: number}, own, cells):
            yield {cell: number}


def _wanted(equation: Equation, cell: Cell, cells: Mapping[Cell, Number]) -> Number:
    """What a cell would have to be for a sum to hold."""
    off = sum(cells[c] for c in equation.left) - sum(cells[c] for c in equation.right)
    return cells[cell] + (off if cell in equation.right else -off)


def _swaps(failing: list[Equation], own: list[Equation], cells: Mapping[Cell, Number]) -> Iterator[Change]:
    """Every pair of cells in one row which, changing places, set all sums right."""
    columns = {equation.place for equation in failing if equation.total.over == "rows"}
    if len(columns) != 2 or any(equation.total.over == "columns" for equation in failing):
        return
    for row in sorted({row for row, _ in cells}):
        one, other = (cells.get((row, column)) for column in sorted(columns))
        if one is not None and other is not None and one != other:
            first, second = ((row, column) for column in sorted(columns))
            if _right({first: other, second: one}, own, cells):
                yield {first: other, second: one}


def _right(change: Change, own: list[Equation], cells: Mapping[Cell, Number]) -> bool:
    changed = {**cells, **change}
    return not any(contradicted(*sides(equation, changed)) for equation in own)


def _finding(case: Case, table: Table, change: Change, failing: int) -> Iterator[Finding]:
    (code, column), *_ = change
    row = case.report.row(table, code)
    if row is None:
        return
    names = {label.code: label.label for label in (*case.form.applicants, *case.form.results)}
    channels = {channel.code: channel.label for channel in case.form.channels}
    printed = [case.printed(table, code, at) or "" for _, at in change]
    wanted = [shown(number) for number in change.values()]
    where = f"“{channels.get(code) or case.form.full_label(code)}”" + "、".join(f"{names[at]}" for _, at in change)
    one = f"若{where}一栏为 {wanted[0]}（印作 {printed[0]}{_likeness(printed[0], wanted[0])}）"
    two = f"若{where}两栏的 {'、'.join(printed)} 对调"
    message = f"{one if len(change) == 1 else two}，则 {failing} 处不符全部相符（第{row.line}行；仅供核对，未作改动）。"
    yield Finding("sums.hint", message, row.line, table, code, column, printed[0], wanted[0])


def _likeness(printed: str, wanted: str) -> str:
    """How one number may have become the other.

    >>> _likeness("21", "12"), _likeness("2", "20"), _likeness("200", "20"), _likeness("5", "9")
    ('，疑数字颠倒', '，疑漏印一位', '，疑多印一位', '')
    """
    if any(printed[:n] + printed[n + 1] + printed[n] + printed[n + 2 :] == wanted for n in range(len(printed) - 1)):
        return "，疑数字颠倒"
    shorter, longer = sorted((printed, wanted), key=len)
    if len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))):
        return "，疑漏印一位" if len(wanted) > len(printed) else "，疑多印一位"
    return ""
