"""What reading met: rows and cells that could not be understood as the form prints them."""

from __future__ import annotations

from ingest.model import Severity


def _declared() -> list[tuple[str, str, str, Severity]]:
    return [
        ("cells.unreadable", "单元格无法识别", "单元格为数字或空白", "error"),
        ("cells.annotated", "数字带有附注", "单元格只有数字", "note"),
        ("rows.unmatched", "表中有无法对应的行或内容", "每一行对应法定表格的一行", "warning"),
        ("rows.ambiguous", "数字个数与栏数不符，位置无法确定", "数字个数等于栏数", "warning"),
        ("rows.missing", "缺少法定表格的行", "法定表格的每一行都有", "warning"),
        ("rows.repeated", "同一行出现多次", "法定表格的每一行只出现一次", "warning"),
        ("rows.cut", "行名称残缺", "行名称完整", "warning"),
        ("unit.not_stated", "金额未标明单位", "金额注明“万元”或“元”", "note"),
        ("form.mixed", "两种表式的栏目混用", "一份报告只用一种表式", "warning"),
    ]


def _checks():  # type: ignore[no-untyped-def]
    from ingest.checks import Check  # noqa: PLC0415

    return tuple(Check(i, t, f, "国办公开办函〔2019〕60号、〔2021〕30号所附表式", s) for i, t, f, s in _declared())


CHECKS = _checks()
