"""docs/checks.md: every check with its formula, basis, severity, examples and limits, made from the checks themselves.

``make checks-page`` writes it, ``make check-generated`` and tests/test_checks.py fail when it is stale.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "checks.md"
_SEVERITIES = {"error": "误 error", "warning": "疑 warning", "note": "注 note"}
_FAMILIES = {
    "applications": "表二的勾稽关系 Sums of table 2",
    "appeals": "表三的勾稽关系 Sums of table 3",
    "sums": "推算 Hints",
    "counts": "数字 Numbers",
    "unit": "金额 Money",
    "disclosure": "主动公开 Table 1",
    "prose": "正文与表格 Prose against table",
    "head": "机关与年度 Agency and year",
    "dates": "日期 Dates",
    "form": "表式 Form",
    "statistics": "统计表（2018 年及以前） Statistics table before 2019",
    "credit_code": "统一社会信用代码 Credit code",
    "place": "地区 Place",
    "across": "跨年度、上下级 Reports side by side",
    "draft": "只对草稿 Drafts alone",
    "rows": "行 Rows",
    "columns": "栏 Columns",
    "labels": "名称 Labels",
    "cells": "单元格 Cells",
    "tables": "表格 Tables",
}
_INTRODUCTION = """# 校验 Checks

由 `make checks-page` 从 `ingest/checks/` 生成，请勿手改。Made from the checks themselves; don't edit.

名称以 `draft.` 开头的只在公布之前校验草稿时用（`ingest check --draft`），已公布的报告不问这些。
Those named `draft.…` are asked of drafts alone, before they are published.

`ingest check 文件…` 逐份校验，`ingest add` 入库时同样校验，结果在 `findings` 表。
**误**（error）：所印数字自相矛盾或无法识别，公布前必须改。**疑**（warning）：很可能有误，请核对。**注**（note）：供参考。
所印数字一律照录，从不改动；空白不是 0，凡已印的格判断不了的，不作判断。

例子写作“项目＝值”，以“；”相连，放在一份各格均为 0 的报告上；测试逐个运行。没有“＝”的例子只供阅读。
Examples are facts put on a report whose every cell is 0; the tests run them.
"""


def page() -> str:
    """The text of the page."""
    from ingest.checks import checks

    found = list(checks().values())
    families = [(name, title, [c for c in found if c.id.split(".")[0] == name]) for name, title in _FAMILIES.items()]
    assert sum(len(members) for _, _, members in families) == len(found), "a family without a title"
    parts = [_INTRODUCTION, _overview(found)]
    for _, title, members in families:
        parts.append(f"## {title}\n")
        parts += [_section(check) for check in members]
    return "\n".join(parts).rstrip() + "\n"


def _overview(found: list) -> str:
    rows = [f"| [{c.id}](#{_anchor(c.id)}) | {c.title} | {_SEVERITIES[c.severity]} |" for c in found]
    return "\n".join(["| 校验 | 名称 | 性质 |", "|---|---|---|", *sorted(rows), ""])


def _anchor(name: str) -> str:
    return name.replace(".", "")


def _section(check) -> str:
    lines = {"公式": check.formula, "依据": check.basis, "性质": _SEVERITIES[check.severity]}
    lines |= {"不报": check.good, "报出": check.bad, "局限": check.limits}
    body = "\n".join(f"- **{name}**：{text}" for name, text in lines.items())
    return f"### {check.id}\n\n**{check.title}**\n\n{body}\n"
