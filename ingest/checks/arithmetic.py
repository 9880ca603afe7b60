"""The form's own sums (勾稽关系): every column of table 2, every row of tables 2 and 3.

A blank is not a zero: a sum with a blank says nothing, unless what is printed already exceeds the other side.
The sums themselves are in ``sums.py``; the hint of ``hints.py`` goes by them too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.checks.case import FORMS, Case
from ingest.checks.sums import Cell, Equation, Number, contradicted, shown, sides
from ingest.forms import Form, Label, Sum
from ingest.model import Check, Finding

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


def find(case: Case) -> Iterator[Finding]:
    """Every sum of the form that the printed numbers contradict."""
    for equation in case.failing:
        yield _finding(case, equation)


def assess(case: Case) -> Counter[str]:
    """How many sums hold, are contradicted, or can't be told ("open") because of blanks; rows not printed don't count.

    A sum of blanks alone asks nothing and counts for nothing.
    """
    found = Counter({"held": 0, "contradicted": 0, "open": 0})
    for equation in case.equations:
        left, right = sides(equation, case.cells[equation.total.table])
        if contradicted(left, right):
            found["contradicted"] += 1
        elif None not in (*left, *right):
            found["held"] += 1
        elif any(number is not None for number in (*left, *right)):
            found["open"] += 1
    return found


# --- what is said -----------------------------------------------------------------------------------------------


def _cell(case: Case, equation: Equation) -> Cell:
    """The printed cell that a finding points at: the total's, else the first of the sum that prints a number."""
    one = (
        len(equation.left) == 1
    )  # the total; else two on each side, and the one worked out from the others comes first
    order = (*equation.left, *equation.right) if one else (*equation.right, *equation.left)
    return next(cell for cell in order if case.number(equation.total.table, *cell) is not None)


def named(equation: Equation, form: Form) -> str:
    """A sum by its row or column, in the words of the form: “（一）予以公开”一行, 自然人一栏."""
    if equation.total.over == "rows":
        return f"{next(column.label for column in form.applicants if column.code == equation.place)}一栏"
    channels = {channel.code: channel.label for channel in form.channels}
    return f"“{channels.get(equation.place) or form.full_label(equation.place)}”"


def _finding(case: Case, equation: Equation) -> Finding:
    total, form = equation.total, case.form
    left, right = sides(equation, case.cells[total.table])
    names = _names(form, total)
    said, summed = _told(total.left, left, names), _told(total.right, right, names)
    if len(right) > len(total.left) + 1 and total.over == "rows":
        summed = f"各项办理结果之和 {shown(_sum(right))}"
    told = f"{summed} ≠ {said}" if total.over == "columns" else f"{said} ≠ {summed}"
    code, column = cell = _cell(case, equation)
    row = case.rows[total.table, code]
    message = f"{named(equation, form)}：{told}（第{row.line}行）。"
    stated = case.printed(total.table, code, column)
    return Finding(total.check, message, row.line, total.table, code, column, stated, _expected(case, equation, cell))


def _expected(case: Case, equation: Equation, cell: Cell) -> str | None:
    """What a cell would be if all others of its sum are right; where more than a sum is reckoned, how.

    ``>=`` where a blank may add to it; None where it would be below zero, or a blank leaves it open.
    """
    cells = case.cells[equation.total.table]
    own, others = (equation.left, equation.right) if cell in equation.left else (equation.right, equation.left)
    beside = [other for other in own if other != cell]
    number = sum(cells.get(other, 0) for other in others) - sum(cells.get(other, 0) for other in beside)
    if number < 0 or any(other not in cells for other in beside):
        return None
    at_least = ">=" if any(other not in cells for other in others) else ""
    names = _names(case.form, equation.total)
    how = " ＋ ".join(names[_part(equation, other)] for other in others)
    how += "".join(f" － {names[_part(equation, other)]}" for other in beside)
    return f"{at_least}{shown(number)}" + (f"（{how}）" if beside else "")


def _part(equation: Equation, cell: Cell) -> str:
    return cell[0] if equation.total.over == "rows" else cell[1]


def _names(form: Form, total: Sum) -> dict[str, str]:
    if total.over == "rows":
        return {outcome.code: outcome.ordinal or form.full_label(outcome.code) for outcome in form.rows}
    labels: tuple[Label, ...] = form.applicants if total.table == "applications" else form.results
    return {label.code: label.label for label in labels}


def _told(codes: Sequence[str], side: Sequence[Number | None], names: dict[str, str]) -> str:
    parts = (f"{names[code]} {'空白' if n is None else shown(n)}" for code, n in zip(codes, side, strict=True))
    return " ＋ ".join(parts)


def _sum(side: Sequence[Number | None]) -> Number:
    return sum(number for number in side if number is not None)
