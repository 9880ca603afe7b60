"""What shows when drafts are sent in (报送): the year asked for, the list of who is expected, the other files.

The comparing is done in ``ingest.drafts``; here are the checks and their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ingest.checks.drafts.blank_cells import TABLES
from ingest.front.likeness import agree
from ingest.front.names import organ
from ingest.model import Check, Finding, Report, Table
from ingest.patterns import lazy
from ingest.text import fold, simplified

_BASIS = "政府信息公开条例第四十九条（各机关按年度报送）"

CHECKS = (
    Check(
        "draft.other_year",
        "报告的年度不是要报送的年度",
        "标题的年度 ＝ 要报送的年度（--year）",
        _BASIS,
        "warning",
        "（要报送 2025 年度，标题作 2025 年）",
        "（要报送 2025 年度，标题作 2024 年）",
        "没有给出 --year 时不作判断。",
    ),
    Check(
        "draft.resent",
        "报送的是往年的报告",
        "报送的文件不是库中往年报告的同一文件",
        _BASIS,
        "warning",
        "（库中没有同一文件）",
        "（与库中 2024 年度报告是同一文件）",
        "只认逐字节相同的文件；改过的另由年度、正文、表格的校验报出。",
    ),
    Check(
        "draft.not_listed",
        "机关不在名录中",
        "机关名称在应报送的名录（--roster）中",
        _BASIS,
        "warning",
        "（名录中有“示例县审计局”，标题是“示例县审计局”）",
        "（名录中有“示例县审计局”，标题是“示例县审记局”）",
        "简称与全称视为同一机关；没有给出名录时不作判断。",
    ),
    Check(
        "draft.file_name",
        "文件名是另一机关",
        "文件名里的机关 ＝ 报告的机关",
        _BASIS,
        "note",
        "（“示例县审计局2025年报.docx”，标题是“示例县审计局”）",
        "（“示例县统计局2025年报.docx”，标题是“示例县审计局”）",
        "文件名里没有机关名称的不看。",
    ),
    Check(
        "draft.same_agency",
        "同一机关报送了两份",
        "一个机关一个年度只有一份",
        _BASIS,
        "note",
        "（每个机关一份）",
        "（同一机关的两份不同的草稿）",
        "以机关、年度、范围相同为准。",
    ),
    Check(
        "draft.same_file",
        "同一文件出现两次",
        "没有内容完全相同的两个文件",
        _BASIS,
        "note",
        "（各不相同）",
        "（两个文件逐字节相同）",
        "只认逐字节相同的文件。",
    ),
    Check(
        "draft.twin",
        "与另一机关的正文雷同",
        "除名称、数字外，与另一机关相同的句子不超过八成半",
        "国办公开办函〔2021〕30号（避免内容雷同）",
        "note",
        "（各写各的，只有少数句子相同）",
        "（两个机关的正文只有名称和数字不同）",
        "八句以上才判断；换了说法的照抄看不出来。",
    ),
    Check(
        "draft.twin_tables",
        "与另一机关的表格雷同",
        "除全是 0、只有几个小数的以外，没有一张表的数字与另一机关每一格都相同",
        "国办公开办函〔2021〕30号（避免内容雷同）",
        "note",
        "（两个机关都是 0，或都只收到 1 件申请）",
        "（两个机关行政许可都是 720、行政处罚都是 35）",
        "要有两个以上不为 0 的数，数值合计够大（约 12 比特）才判断；汇总报告不看。",
    ),
    Check(
        "draft.deadline",
        "晚于当地规定的时限",
        "成文日期不晚于当地规定的日期（--deadline）",
        "各地编制年度报告的通知",
        "note",
        "（时限 1 月 28 日，成文 1 月 20 日）",
        "（时限 1 月 28 日，成文 1 月 30 日）",
        "法定期限另有校验；没有日期的不看。",
    ),
)
_NO_NAME = lazy(
    "(?:年度|年)?(?:政府|政务)?(?:信息)?公开.*$|年(?:度)?(?:工作)?(?:报告|年报)?.*$|年报.*$|(?:终|定|修改|初|报送|送审)稿.*$"
)
_NEAREST = 40  # of a hundred: less alike than this is no misspelling


class Entry(Protocol):
    """An entry of a list."""

    @property
    def name(self) -> str:
        """The name as the list has it."""


def other_year(asked: int, report: Report) -> Finding:
    """The draft is of another year than the one asked for."""
    message = f"要报送的是 {asked} 年度，这份是 {report.year} 年度的报告。"
    return Finding("draft.other_year", message, _line(report), stated=str(report.year), expected=str(asked))


def resent(asked: int, year: int) -> Finding:
    """The file is one that the database has for another year."""
    message = f"要报送的是 {asked} 年度，这份文件与库中 {year} 年度报告是同一文件。"
    return Finding("draft.resent", message, None, stated=str(year), expected=str(asked))


def not_listed(name: str, listed: Sequence[str]) -> Finding:
    """The agency isn't on the list; the nearest name is offered."""
    from rapidfuzz import process  # noqa: PLC0415 (only who has a list waits for it)

    near = process.extractOne(name, listed)
    offered = f"，最相近的是“{near[0]}”" if near and near[1] >= _NEAREST else ""
    message = f"“{name}”不在应报送的名录中{offered}。"
    return Finding("draft.not_listed", message, None, stated=name, expected=near[0] if offered else None)


def named_otherwise(stem: str, report: Report) -> list[Finding]:
    """The file's name has another agency's name."""
    pieces = re.split(r"[^\u4e00-\u9fff]+", simplified(fold(stem)))
    names = [organ(_NO_NAME.sub("", piece)) for piece in pieces]
    other = next((name for name in names if name), None)
    return [_other_name(other, report)] if other and not _is_own(other, report) else []


def bare(stem: str) -> str:
    """A file's name without what may stand between the parts of an agency's."""
    return re.sub(r"[\s_()（）-]", "", simplified(fold(stem)))


def listed_otherwise(stem: str, report: Report, entry: Entry | None, roster: Sequence[Entry]) -> list[Finding]:
    """The file's name has the name of another agency on the list, and not this one's."""
    file = bare(stem)
    named = [one.name for one in roster if one.name in file]
    longest = max(named, key=len, default=None)
    if longest is None:
        return named_otherwise(stem, report)
    if (entry is not None and longest == entry.name) or _is_own(longest, report):
        return []
    return [_other_name(longest, report)]


def _is_own(other: str, report: Report) -> bool:
    names = {report.agency.printed, report.agency.name} - {""}
    return any(agree(other, name) or other in name or name in other for name in names)


def _other_name(other: str, report: Report) -> Finding:
    name = report.agency.printed or report.agency.name
    return Finding("draft.file_name", f"文件名是“{other}”，报告的机关却是“{name}”。")


def same_agency(name: str, year: int, others: Sequence[str]) -> Finding:
    """Another draft of the same agency."""
    files = "、".join(others)
    count = "两份" if len(others) == 1 else f"{len(others) + 1}份（多份）"
    return Finding("draft.same_agency", f"同一机关“{name}”{year} 年度报送了{count}，另一份是：{files}。")


def same_file(other: str) -> Finding:
    """Another file that is the same to the byte."""
    return Finding("draft.same_file", f"与“{other}”是同一文件，重复报送。")


def twin(agency: str, same: int, of: int) -> Finding:
    """Nearly the prose of another agency."""
    share = f"{same * 100 // of}%"
    message = f"正文与“{agency}”的草稿雷同：{of} 句中有 {same} 句（{share}）除名称、数字外相同。"
    return Finding("draft.twin", message)


def twin_tables(agency: str, tables: Sequence[Table]) -> Finding:
    """The tables of another agency, number by number."""
    named = "、".join(TABLES[table] for table in tables)
    return Finding("draft.twin_tables", f"{named}的每一格都与“{agency}”的草稿相同，请核对是不是套用。", None, tables[0])


def late(made: date, last: date) -> Finding:
    """Made after the day set locally."""
    return Finding(
        "draft.deadline", f"成文日期 {made} 晚于当地规定的 {last}。", None, stated=str(made), expected=f"<={last}"
    )


def _line(report: Report) -> int | None:
    evidence = re.search(r"title:(\d+)", report.head.year_evidence or "")
    return int(evidence[1]) if evidence else None
