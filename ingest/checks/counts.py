"""Counts (件数): whole numbers, none below zero but 本年增/减; money is never below zero either."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.case import FORMS, Case
from ingest.forms import Label, Measure
from ingest.forms.statistics import latest
from ingest.model import Check, Finding, Row, Value
from ingest.patterns import lazy
from ingest.text import fold

CHECKS = (
    Check(
        "counts.whole",
        "件数为负数或小数",
        "件数、项数是不小于 0 的整数；金额不小于 0；只有“本年增/减”可以为负",
        f"{FORMS}所附表式（计量单位：件、项）",
        "error",
        "予以公开·其他＝0",
        "予以公开·其他＝-1",
        "小数不录入为件数；减号写作汉字（减3）只在“本年增/减”一栏读作负数，在他处按无法识别处理。",
    ),
)
_FRACTION = lazy(r"[+-]?[\d,]+\.\d+(?:件|项|条|个)?", re.ASCII)


def find(case: Case) -> Iterator[Finding]:
    """Cells that hold a number which is no count."""
    for row in case.report.rows:
        doubtful = [
            at
            for at, value in enumerate(row.values)
            if (value.note == "unreadable" if value.number is None else value.number < 0)
        ]
        labels = _labels(case) if doubtful else {}
        for at in doubtful:
            column, value = row.columns[at], row.values[at]
            said = _wrong(value, labels.get(column))
            if said:
                yield _finding(case, row, column, labels, value, said)


def _labels(case: Case) -> dict[str, Label]:
    # A page may mix the columns of two forms; then the labels of those that this form lacks are their codes.
    return {label.code: label for label in (*case.form.applicants, *case.form.results, *case.form.measures)}


def _wrong(value: Value, label: Label | None) -> str:
    money = isinstance(label, Measure) and label.money
    if value.number is not None:
        signed = isinstance(label, Measure) and label.signed
        return "为负数" if value.number < 0 and not signed else ""
    fraction = value.note == "unreadable" and not money and _FRACTION.fullmatch(fold(value.raw).strip())
    return "不是整数，未录入" if fraction else ""


def _finding(case: Case, row: Row, column: str, labels: dict[str, Label], value: Value, said: str) -> Finding:
    label = labels[column].label if column in labels else column
    label = "统计数" if row.table == "statistics" else label
    message = f"“{_name(case, row)}”{label}一栏印作“{value.raw}”，{said}（第{row.line}行）。"
    return Finding(CHECKS[0].id, message, row.line, row.table, row.code, column, value.raw)


def _name(case: Case, row: Row) -> str:
    if row.table == "statistics":
        return latest().full_label(row.code)
    channels = {channel.code: channel.label for channel in case.form.channels}
    return channels.get(row.code) or case.form.full_label(row.code)
