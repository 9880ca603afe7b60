"""收费通知 (fee notices): an application that ended because a notice wasn't paid needs a notice."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.checks.sums import shown
from ingest.claims.sentences import sentences
from ingest.model import Check, Finding
from ingest.patterns import lazy

CHECKS = (
    Check(
        "prose.fee_notice",
        "有逾期未缴费的申请，却称未发收费通知",
        "“申请人逾期未按收费通知要求缴纳费用”一行大于 0 ⇒ 发出过收费通知",
        "国办公开办函〔2021〕30号所附表式；国办函〔2020〕109号《政府信息公开信息处理费管理办法》",
        "warning",
        "正文＝本年度未收取信息处理费。；逾期未缴费·总计＝1",
        "正文＝本年度未发出信息处理费收费通知。；逾期未缴费·总计＝1",
        "只看写明没有发出（收费）通知的句子；“未收取信息处理费”与此不矛盾。",
    ),
)
_NOTICE = lazy("通知|告知")
_NONE = lazy(
    r"(?:未|没有|无|均未)[^。;，,]{0,14}?(?:收费|缴费|费用?)[^。;，,]{0,4}(?:通知|告知)"
    r"|(?:收费|缴费|费用?)[^。;，,]{0,4}(?:通知|告知)书?[^。;，,\d]{0,10}(?:为|共|计|是)?(?:0|零)(?:件|份|次|个|$)"
    r"|(?:0|零)(?:件|份|次)[^。;，,]{0,6}(?:收费|缴费)通知"
)


def find(case: Case) -> Iterator[Finding]:
    """A sentence that says there was no notice, beside an application that was dropped for one."""
    number = case.number("applications", "fee_overdue", "total")
    row = case.rows.get(("applications", "fee_overdue"))
    if row is None or not (number or any(value.number for value in row.values)):
        return
    for section in case.report.sections:
        for sentence in sentences(section.body, _NOTICE):
            if found := _NONE.search(sentence.text):
                line = case.line(section, sentence.line(found.start()))
                printed = shown(number) if number is not None else "有数"
                message = (
                    f"正文“{found[0]}”（第{line}行），表二“申请人逾期未按收费通知要求缴纳费用”却是 {printed}；"
                    "没有发出收费通知就不会有逾期未缴费的申请。"
                )
                yield Finding(CHECKS[0].id, message, line, "applications", "fee_overdue", None)
                return
