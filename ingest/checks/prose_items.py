"""Prose against table 1 (正文与表一): documents made, decisions taken and fees, as the prose tells them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.case import Case
from ingest.checks.sums import shown
from ingest.model import Check, Finding

_BASIS = "政府信息公开条例第五十条（同一份报告的正文与表格说的是同一件事）"
_LIMITS = (
    "只看写明确数的分句；其中、网上、上年、全市等部分数、他年数、他处数，以及约数都不看。"
    "汇总报告的正文只说本级的会报出。"
)

CHECKS = (
    Check(
        "prose.items",
        "正文的主动公开数与表一不符",
        "正文“制发规范性文件”“作出行政许可（处罚、强制）决定”“行政事业性收费” ＝ 表一相应的格",
        _BASIS,
        "warning",
        "正文＝全年制发行政规范性文件3件，公开其他信息20条。；行政规范性文件·本年制发件数＝3",
        "正文＝全年制发行政规范性文件2件。；行政规范性文件·本年制发件数＝3",
        _LIMITS,
    ),
    Check(
        "prose.published",
        "正文公示、办理的决定数与表一不符",
        "正文“公示（办理）行政许可（处罚、强制）……件” ＝ 表一的处理决定数量",
        _BASIS,
        "note",
        "正文＝公示行政许可3件、行政处罚2件。；行政许可·本年处理决定数量＝3；行政处罚·本年处理决定数量＝2",
        "正文＝公示行政许可5件、行政处罚2件。；行政许可·本年处理决定数量＝3；行政处罚·本年处理决定数量＝2",
        f"公示、办理的件数可以与决定的件数不同，只作提示。{_LIMITS}",
    ),
)


def find(case: Case) -> Iterator[Finding]:
    """Figures of table 1 in the prose that the table contradicts."""
    measures = {measure.code: measure.label for measure in case.form.measures}
    for section, claim in case.claims:
        row, _, measure = claim.what.partition(".")
        number = case.number("disclosure_items", row, measure) if measure in measures else None
        if number is None or abs(Decimal(str(number)) - Decimal(claim.number)) < claim.step:
            continue
        line = case.line(section, claim.line)
        name = f"“{case.form.full_label(row)}”{measures[measure].partition('（')[0]}"
        message = f"正文“{claim.quote}”，表一{name}却是 {shown(number)}（正文第{line}行）。"
        check = "prose.published" if claim.published else "prose.items"
        yield Finding(check, message, line, "disclosure_items", row, None, f"{Decimal(claim.number):f}", shown(number))
