"""The form's own sums (勾稽关系): every column of table 2, every row of tables 2 and 3.

A blank is not a zero: a sum with a blank says nothing, unless what is printed already exceeds the other side.
``equations`` is the one list of the sums of a report; the hint of ``hints.py`` and ``assess`` go by it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.checks.case import FORMS, Case, Number
from ingest.forms import Form, Label, Sum, forms
from ingest.model import Check, Finding, Row

_LIMITS = (
    "空白不当作 0：一边有空白而另一边数字齐全时，只有已印的数字之和超过另一边才判错，否则不作判断；"
    "数字无法识别的格同空白。"
)

CHECKS = (
    Check(
        "applications.balance",
        "收到与办结、结转不平",
        "每一栏：第一项（本年新收）＋ 第二项（上年结转）＝ 第三项（七）总计 ＋ 第四项（结转下年度）",
        f"{FORMS}表内所印勾稽关系",
        "error",
        "本年新收·自然人＝5；办理结果总计·自然人＝4；结转下年度·自然人＝1",
        "本年新收·自然人＝5；办理结果总计·自然人＝4；结转下年度·自然人＝0",
        _LIMITS,
    ),
    Check(
        "applications.closed",
        "办结总计不等于各项之和",
        "每一栏：第三项（七）总计 ＝ 第三项（一）至（六）各项之和（2019 年表式 19 项，2021 年表式 21 项）",
        f"{FORMS}所附表式",
        "error",
        "予以公开·商业企业＝2；部分公开·商业企业＝1；办理结果总计·商业企业＝3",
        "予以公开·商业企业＝2；部分公开·商业企业＝1；办理结果总计·商业企业＝2",
        f"{_LIMITS}（六）其他处理只印一行时，以该行代其三个分项。",
    ),
    Check(
        "applications.row_total",
        "一行的总计不等于各类申请人之和",
        "每一行：总计 ＝ 自然人 ＋ 法人或其他组织五栏",
        f"{FORMS}所附表式",
        "error",
        "重复申请·自然人＝1；重复申请·其他＝2；重复申请·总计＝3",
        "重复申请·自然人＝1；重复申请·其他＝2；重复申请·总计＝0",
        _LIMITS,
    ),
    Check(
        "appeals.total",
        "复议诉讼总计不等于各结果之和",
        "每一类：总计 ＝ 结果维持 ＋ 结果纠正 ＋ 其他结果 ＋ 尚未审结",
        f"{FORMS}所附表式",
        "error",
        "行政复议·结果维持＝10；行政复议·结果纠正＝1；行政复议·总计＝11",
        "行政复议·结果维持＝10；行政复议·结果纠正＝1；行政复议·总计＝0",
        _LIMITS,
    ),
)

Cell = tuple[str, str]  # row, column


@dataclass(frozen=True, slots=True)
class Equation:
    """One sum of the form in one row or column: its cells on either side."""

    total: Sum
    place: str  # the row in which, or the column down which, it holds
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


@cache
def equations(form: str) -> tuple[Equation, ...]:
    """Every sum of a form, row by row and column by column."""
    of = forms()[form]
    found = []
    for total in of.sums:
        places = _rows(of, total) if total.over == "columns" else tuple(column.code for column in of.applicants)
        for place in places:
            sides = [
                tuple((place, code) if total.over == "columns" else (code, place) for code in side)
                for side in (total.left, total.right)
            ]
            found.append(Equation(total, place, *sides))
    return tuple(found)


def _rows(form: Form, total: Sum) -> tuple[str, ...]:
    labels: tuple[Label, ...] = form.rows if total.table == "applications" else form.channels
    return tuple(label.code for label in labels)


def find(case: Case) -> Iterator[Finding]:
    """Every sum of the form that the printed numbers contradict."""
    cells = numbers(case)
    for equation in equations(case.form.id):
        left, right = sides(equation, cells[equation.total.table])
        if contradicted(left, right):
            yield _finding(equation, _row(case, equation), left, right, case.form)


def assess(case: Case) -> Counter[str]:
    """How many sums hold, are contradicted, or can't be told ("open") because of blanks; rows not printed don't count.

    A sum of blanks alone asks nothing and counts for nothing.
    """
    cells, found = numbers(case), Counter({"held": 0, "contradicted": 0, "open": 0})
    for equation in equations(case.form.id):
        left, right = sides(equation, cells[equation.total.table])
        if contradicted(left, right):
            found["contradicted"] += 1
        elif None not in (*left, *right):
            found["held"] += 1
        elif any(number is not None for number in (*left, *right)):
            found["open"] += 1
    return found


def numbers(case: Case) -> dict[str, dict[Cell, Number]]:
    """The numbers of tables 2 and 3 by cell. Where （六）其他处理 is one number, it stands for its rows in the sums."""
    found: dict[str, dict[Cell, Number]] = {"applications": {}, "appeals": {}}
    for (table, row, column), number in case.numbers.items():
        if table in found:
            found[table][row, column] = number
    applications = found["applications"]
    for applicant in case.form.applicants:
        for (whole, column), parts in stand_ins(case.form, applicant.code).items():
            given = applications.get((whole, column))
            if given is not None and not any(part in applications for part in parts):
                applications |= dict.fromkeys(parts, 0) | {parts[0]: given}
    return found


def stand_ins(form: Form, column: str) -> dict[Cell, tuple[Cell, ...]]:
    """A row of table 2 that may be printed instead of the rows under it, in a column; with those."""
    known = {row.code for row in form.rows}
    wholes = {form.parents[code] for code in form.leaves if form.parents.get(code) in known}
    return {(whole, column): tuple((part, column) for part in form.children(whole)) for whole in wholes}


def sides(equation: Equation, cells: Mapping[Cell, Number]) -> tuple[list[Number | None], list[Number | None]]:
    """The printed numbers on either side of a sum, None for a blank."""
    return [cells.get(cell) for cell in equation.left], [cells.get(cell) for cell in equation.right]


def contradicted(left: Sequence[Number | None], right: Sequence[Number | None]) -> bool:
    """Can the two sides not be equal, whatever stands in the blanks? Counts are never negative.

    >>> contradicted([5], [3, None]), contradicted([5], [6, None]), contradicted([None], [6]), contradicted([0], [-1])
    (False, True, False, True)
    """
    here, there = _printed(left), _printed(right)
    left_whole, right_whole = len(here) == len(left), len(there) == len(right)
    if left_whole and right_whole:
        return sum(here) != sum(there)
    if any(number < 0 for number in (*here, *there)):
        return False
    return (left_whole and sum(there) > sum(here)) or (right_whole and sum(here) > sum(there))


def _printed(side: Sequence[Number | None]) -> list[Number]:
    return [number for number in side if number is not None]


# --- what is said -----------------------------------------------------------------------------------------------


def _row(case: Case, equation: Equation) -> Row:
    """The row that a finding points at: the one of the total, else the first of the sum that is printed."""
    codes = [code for code, _ in (*equation.right, *equation.left)]
    marked = ["closed"] if "closed" in codes else []
    rows = (case.report.row(equation.total.table, code) for code in (*marked, *codes))
    return next(row for row in rows if row is not None)


def named(equation: Equation, form: Form) -> str:
    """A sum by its row or column, in the words of the form: “（一）予以公开”一行, 自然人一栏."""
    if equation.total.over == "rows":
        return f"{next(column.label for column in form.applicants if column.code == equation.place)}一栏"
    channels = {channel.code: channel.label for channel in form.channels}
    return f"“{channels.get(equation.place) or form.full_label(equation.place)}”"


def _finding(
    equation: Equation, row: Row, left: Sequence[Number | None], right: Sequence[Number | None], form: Form
) -> Finding:
    total = equation.total
    column = equation.place if total.over == "rows" else total.left[0]
    names = _names(form, total)
    said, summed = _told(total.left, left, names), _told(total.right, right, names)
    if len(right) > len(total.left) + 1 and total.over == "rows":
        summed = f"各项办理结果之和 {sum(_printed(right)):g}"
    told = f"{summed} ≠ {said}" if total.over == "columns" else f"{said} ≠ {summed}"
    message = f"{named(equation, form)}：{told}（第{row.line}行）。"
    stated, expected = (f"{sum(_printed(side)):g}" for side in (left, right))
    return Finding(total.check, message, row.line, total.table, row.code, column, stated, expected)


def _names(form: Form, total: Sum) -> dict[str, str]:
    if total.over == "rows":
        return {outcome.code: outcome.ordinal or form.full_label(outcome.code) for outcome in form.rows}
    labels: tuple[Label, ...] = form.applicants if total.table == "applications" else form.results
    return {label.code: label.label for label in labels}


def _told(codes: Sequence[str], side: Sequence[Number | None], names: dict[str, str]) -> str:
    parts = (f"{names[code]} {'空白' if n is None else f'{n:g}'}" for code, n in zip(codes, side, strict=True))
    return " ＋ ".join(parts)
