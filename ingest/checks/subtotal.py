"""（六）其他处理 of the 2021 form: a heading over three rows; where it prints a number of its own, it is their sum."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.checks.sums import contradicted, shown, stand_ins
from ingest.model import Check, Finding

CHECKS = (
    Check(
        "applications.other_handling",
        "（六）其他处理不等于其下三项之和",
        "每一栏：（六）其他处理（如印有数字）＝ 1.逾期不补正 ＋ 2.逾期未缴费 ＋ 3.其他",
        "国办公开办函〔2021〕30号所附表式",
        "error",
        "其他处理·总计＝3；逾期不补正·总计＝1；逾期未缴费·总计＝0；其他·总计＝2",
        "其他处理·总计＝3；逾期不补正·总计＝1；逾期未缴费·总计＝0；其他·总计＝1",
        "表式中（六）一行本无数字；只印（六）而不印三项时，以（六）计入总计，不作此项校验。",
    ),
)


def find(case: Case) -> Iterator[Finding]:
    """Columns in which the row and the rows under it contradict each other."""
    labels = {column.code: column.label for column in case.form.applicants}
    for (whole, column), parts in stand_ins(case.form.id).items():
        row = case.rows.get(("applications", whole))
        stated = row.number(column) if row else None
        if row is None or stated is None:
            continue
        below = [case.number("applications", *part) for part in parts]
        if all(n is None for n in below) or not contradicted([stated], below):
            continue
        told = " ＋ ".join("空白" if number is None else shown(number) for number in below)
        message = f"{labels[column]}一栏：（六）其他处理 {shown(stated)} ≠ 其下三项 {told}（第{row.line}行）。"
        least = ">=" if None in below else ""
        expected = f"{least}{shown(sum(number or 0 for number in below))}"
        said = case.printed("applications", whole, column)
        yield Finding(CHECKS[0].id, message, row.line, "applications", whole, column, said, expected)
