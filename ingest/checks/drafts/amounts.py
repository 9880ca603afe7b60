"""Amounts of a draft that are too large for an office of its level: 元 where the form asks for 万元."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.model import Check, Finding

CHECKS = (
    Check(
        "draft.amount",
        "收费金额大得不像万元",
        "县级、乡镇机关一年的行政事业性收费不超过 5 亿元",
        "国办公开办函〔2021〕30号所附表式（单位：万元）",
        "warning",
        "机关＝郑州市二七区示例局；行政事业性收费·本年收费金额（单位：万元）＝4430.5万元",
        "机关＝郑州市二七区示例局；行政事业性收费·本年收费金额（单位：万元）＝443050万元",
        "以元填报的小额看不出来，手头有上年报告时另与上年比较；市级以上机关和汇总报告只看“金额大得不合情理”。",
    ),
)
_MOST = 50_000  # 万元


def find(case: Case) -> Iterator[Finding]:
    """Fees above what any office of a county takes in a year."""
    report = case.report
    row = case.rows.get(("disclosure_items", "fees"))
    if row is None or report.head.scope == "aggregate" or report.agency.level not in ("county", "township", None):
        return
    amount = row.number("amount") or 0
    if amount > _MOST and not any(finding.check == "unit.implausible" for finding in case.found):
        raw = row.values[row.columns.index("amount")].raw
        words = f"“行政事业性收费”印作“{raw}”（单位：万元），合 {amount / 10_000:,.2f} 亿元，疑将元填作万元。"
        yield Finding("draft.amount", words, row.line, row.table, row.code, "amount", raw)
