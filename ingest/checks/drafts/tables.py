"""Tables of the form that a draft doesn't print, perhaps because they are pictures."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import FORMS, Case
from ingest.checks.drafts.blank_cells import TABLES
from ingest.forms import in_force
from ingest.headings import SECTION_OF
from ingest.model import Check, Finding, Section

CHECKS = (
    Check(
        "draft.table_absent",
        "草稿缺少法定表格",
        "三张法定表格都有，且为可以编辑的表格",
        f"政府信息公开条例第五十条；{FORMS}所附表式",
        "warning",
        "（三张表都有）",
        "（“三、收到和处理政府信息公开申请情况”之下没有表格，或表格是图片）",
        "只看读出的行；图片里的表格无法校验，也算缺少。",
    ),
)


def find(case: Case) -> Iterator[Finding]:
    """Each table of which not one row could be read."""
    if in_force(case.report.year) is None:
        return
    printed = {row.table for row in case.report.rows}
    unread = {finding.table for finding in case.found if finding.check == "tables.unread"}
    for table, kind in SECTION_OF.items():
        if table not in printed and table not in unread:
            heading = _heading(case, kind)
            where = f"“{heading.heading}”之下" if heading else "全文"
            message = f"缺少{TABLES[table]}：{where}没有这张表格；若贴的是图片，请换成可以编辑的表格。"
            yield Finding("draft.table_absent", message, heading.line if heading else None, table)


def _heading(case: Case, kind: str) -> Section | None:
    return next((section for section in case.report.sections if section.kind == kind and section.heading), None)
