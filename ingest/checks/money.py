"""Money (金额): an amount so large that 元 must have been entered where 万元 is asked."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import FORMS, Case
from ingest.model import Check, Finding
from ingest.patterns import lazy

CHECKS = (
    Check(
        "unit.implausible",
        "金额大得不合情理，单位疑有误",
        "一个机关一年的采购或收费金额不超过 100 亿元（汇总报告及省级、国家机关 1000 亿元）；把元填作万元时会超过",
        f"{FORMS}所附表式（单位：万元）",
        "warning",
        "行政事业性收费·本年收费金额（单位：万元）＝152.79万元",
        "行政事业性收费·本年收费金额（单位：万元）＝1527900万元",
        "只能发现特别大的数；以元填报的小额（如 5000）看不出来。没有标明单位的金额不作判断，另有提示。",
    ),
    Check(
        "unit.in_cell",
        "单元格以元填报，表头是万元",
        "表头为万元的栏填万元数，不另写“元”",
        "国办公开办函〔2021〕30号所附表式（单位：万元）",
        "note",
        "行政事业性收费·本年收费金额（单位：万元）＝12.5万元",
        "行政事业性收费·本年收费金额（单位：万元）＝125000元",
        "印有“元”的已换算成万元录入；没有印单位的看不出来。",
    ),
)
_YUAN = lazy(r"(?<![万亿])元")
_MOST = 1_000_000  # 万元: 10 billion yuan, above any single local organ's year
_MOST_OF_MANY = 10_000_000


def find(case: Case) -> Iterator[Finding]:
    """Amounts with a unit that no organ of this kind handles in a year."""
    agency = case.report.agency
    many = case.report.head.scope == "aggregate" or agency.level in ("provincial", "national")
    labels = {measure.code: measure.label for measure in case.form.measures if measure.money}
    most = _MOST_OF_MANY if many else _MOST
    for row in case.report.rows:
        if row.table != "disclosure_items":
            continue
        for column, value in zip(row.columns, row.values, strict=True):
            if column in labels and "万元" in labels[column] and _YUAN.search(value.raw):
                name = case.form.full_label(row.code)
                message = f"“{name}”印作“{value.raw}”，表头的单位是万元（第{row.line}行）。"
                yield Finding(CHECKS[1].id, message, row.line, row.table, row.code, column, value.raw)
            if value.unit == "万元" and column in labels and (value.number or 0) > most:
                name = case.form.full_label(row.code)
                message = f"“{name}”{labels[column]}为 {value.number:,.10g} 万元，疑将元填作万元（第{row.line}行）。"
                yield Finding(CHECKS[0].id, message, row.line, row.table, row.code, column, value.raw)
