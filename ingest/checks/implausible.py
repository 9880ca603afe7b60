"""Implausible counts (件数大得不合情理): a telephone number, two glued numbers, in place of a count."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import FORMS, Case
from ingest.forms import Measure
from ingest.model import Check, Finding, Level, Table, Value
from ingest.text import fold

# Above what any organ of a level can have in a year, by far: applications in the whole country are some hundred
# thousands a year, suits of all kinds against organs as many; traffic fines make the decisions of a city millions.
_MOST: dict[Table, dict[Level, int]] = {
    "disclosure_items": {"township": 10_000_000, "county": 50_000_000, "prefectural": 200_000_000},
    "applications": {"township": 100_000, "county": 300_000, "prefectural": 600_000},
    "appeals": {"township": 50_000, "county": 100_000, "prefectural": 300_000},
}
_OF_ANY: dict[Table, int] = {"disclosure_items": 999_999_999, "applications": 1_000_000, "appeals": 500_000}

CHECKS = (
    Check(
        "counts.implausible",
        "件数大得不合情理",
        "一个机关一年的件数不超过：主动公开各栏乡镇 1000 万、县级 5000 万、市级 2 亿、其他 10 亿；申请乡镇 10 万、"
        "县级 30 万、市级 60 万、其他 100 万；复议诉讼乡镇 5 万、县级 10 万、市级 30 万、其他 50 万",
        f"{FORMS}所附表式（计量单位：件、项）",
        "warning",
        "予以公开·其他＝90000",
        "予以公开·其他＝13700000",
        "只能发现特别大的数（电话号码、两数连印）；十位以上的数不录入，其他照所印录入。",
    ),
)


def find(case: Case) -> Iterator[Finding]:
    """Counts, read or too long to be read, that no organ of this level comes to."""
    money = {label.code for label in case.form.measures if isinstance(label, Measure) and label.money}
    level = case.report.agency.level if case.report.head.scope == "own" else None
    for row in (row for row in case.report.rows if row.table in _OF_ANY):
        most = _MOST[row.table].get(level, _OF_ANY[row.table]) if level else _OF_ANY[row.table]
        for column, value in zip(row.columns, row.values, strict=True):
            if column not in money and (_stated(value) or 0) > most:
                name = case.form.full_label(row.code)
                kept = "照录" if value.number is not None else "未录入"
                stated = f"“{name}”一行印有 {value.raw}，多于这样的机关一年可能有的 {most:,}"
                message = f"{stated}，疑非件数，{kept}（第{row.line}行）。"
                yield Finding(CHECKS[0].id, message, row.line, row.table, row.code, column, value.raw)


def _stated(value: Value) -> int | float | None:
    """The number, or the digits of one that is too long to be read."""
    if value.number is not None or value.note != "unreadable":
        return value.number
    digits = fold(value.raw).strip()
    return int(digits) if digits.isdigit() and digits.isascii() and digits[:1] != "0" and len(digits) < 40 else None
