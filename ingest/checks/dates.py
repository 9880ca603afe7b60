"""Dates (日期): the report's year, its statistics period, when it was made and when it had to be public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ingest.checks.case import Case
from ingest.model import Check, Finding, Report
from ingest.patterns import lazy
from ingest.text import fold

CHECKS = (
    Check(
        "dates.period",
        "统计期限与报告年度不符",
        "统计期限 ＝ 报告年度的 1 月 1 日至 12 月 31 日",
        "政府信息公开条例第四十九条、第五十条（上一年度）",
        "error",
        "年度＝2021；统计期限＝2021-01-01至2021-12-31",
        "年度＝2020；统计期限＝2021-01-01至2021-12-31",
        "统计期限读不完整（如字符缺失）时不作判断；起止日在报告年度之内而不足一年的只作年度判断。",
    ),
    Check(
        "dates.year",
        "正文自称的年度与标题不符",
        "“公布×年度政府信息公开工作年度报告”的年度 ＝ 标题的年度",
        "政府信息公开条例第四十九条",
        "warning",
        "标题＝郑州市二七区示例局2021年政府信息公开工作年度报告；正文＝现公布2021年政府信息公开工作年度报告。",
        "标题＝郑州市二七区示例局2021年政府信息公开工作年度报告；正文＝现公布2020年政府信息公开工作年度报告。",
        "只看首段中“公布（发布、编制）……年度报告”一句；提及他年报告的句子（如“与2020年度报告相比”）不看。",
    ),
    Check(
        "dates.before_end",
        "成文早于统计期末",
        "成文日期、落款日期 ＞ 统计期末（没有印统计期限时为报告年度的 12 月 31 日）",
        "政府信息公开条例第四十九条（上一年度）",
        "warning",
        "年度＝2021；成文日期＝2022-01-10",
        "年度＝2021；成文日期＝2021-01-10",
        "已公布的报告当年 12 月成文的不判（年底提前编制是常见做法），草稿要判；没有日期不作判断。",
    ),
    Check(
        "dates.deadline",
        "公布晚于法定期限",
        "县级以上政府部门：次年 1 月 31 日前；县级以上政府（汇总报告）：次年 3 月 31 日前；"
        "2018 年度及以前的报告一律次年 3 月 31 日前",
        "政府信息公开条例（2019）第四十九条；（2007）第三十一条",
        "note",
        "机关＝郑州市二七区示例局；年度＝2021；发布日期＝2022-01-31",
        "机关＝郑州市二七区示例局；年度＝2021；发布日期＝2022-02-01",
        "2019 年度起乡镇、街道没有法定期限；看不出是哪一级、是政府还是部门的机关不作判断。"
        "网站改版会改写发布日期，故只作提示。",
    ),
)
_PREAMBLE = lazy(r"(?:公布|发布|编制|公开)[^。;，,]{0,16}?(20\d\d)年(?:度)?(?:政府信息公开(?:工作)?)(?:年度报告|年报)")
_COMPARED = lazy(r"相比|同比|与20|上年|曾|此前|已于|已经")
_DEPARTMENT = lazy(r"(?:局|委|委员会|厅|部|署)$")
_PLACED = lazy(r"[\u4e00-\u9fff]{2,}?[省市县区旗州](?![\u4e00-\u9fff]*[镇乡村])")  # whichever place it is
_OLD_LAW = 2018  # reports up to this year were due under the Regulations of 2007


def find(case: Case) -> Iterator[Finding]:
    """Everything that the dates of a report say against each other."""
    yield from _period(case)
    yield from _announced(case)
    yield from _before_end(case)
    yield from _deadline(case)


def _line(case: Case, day: date, *words: str) -> int | None:
    """The line on which a date is printed, or else one of some words."""
    year, month, number = day.year, day.month, day.day
    ways = (f"{year}年{month}月{number}日", f"{year}年{month:02}月{number:02}日", day.isoformat())
    return case.where(*ways, f"{year}-{month}-{number}", f"{year}/{month}/{number}") or (
        case.where(*words) if words else None
    )


def _period(case: Case) -> Iterator[Finding]:
    report = case.report
    start, end = report.head.period_start, report.head.period_end
    if start and end and not start.year == end.year == report.year:
        message = f"标题等处为 {report.year} 年度，统计期限却是 {start} 至 {end}。"
        stated = f"{start}/{end}"
        expected = f"{report.year}-01-01/{report.year}-12-31"
        yield Finding("dates.period", message, _line(case, start, "统计期限"), stated=stated, expected=expected)


def _announced(case: Case) -> Iterator[Finding]:
    opening = [section for section in case.report.sections if section.heading is None][:1]
    for section in (*opening, *(s for s in case.report.sections if s.kind == "overview")):
        if "年报" not in section.body and "年度报告" not in section.body:
            continue
        for printed in section.body.split("\n"):
            found = _PREAMBLE.search(fold(printed).replace(" ", ""))
            if found and int(found[1]) != case.report.year and not _COMPARED.search(fold(printed)):
                message = f"报告年度为 {case.report.year}，正文却称“{found[0]}”。"
                line = case.line(section, printed)
                yield Finding("dates.year", message, line, stated=found[1], expected=str(case.report.year))
                return


def _before_end(case: Case) -> Iterator[Finding]:
    report = case.report
    made = report.head.document_date or report.head.signed_date
    end = report.head.period_end or date(report.year, 12, 31)
    if made and end.year == report.year and made < (end if case.draft else date(report.year, 12, 1)):
        message = f"成文日期 {made} 早于统计期末 {end}。"
        yield Finding(
            "dates.before_end", message, _line(case, made, "成文日期"), stated=made.isoformat(), expected=f">{end}"
        )


def deadline(report: Report) -> date | None:
    """The day by which a report had to be public; None where the law sets none, or it isn't known which."""
    agency = report.agency
    if report.year <= _OLD_LAW:
        return date(report.year + 1, 3, 31)  # of everyone
    if agency.level == "township" or (agency.level is None and not _PLACED.match(agency.name)):
        return None
    if "人民政府" in agency.name:
        return date(report.year + 1, 3, 31)
    return date(report.year + 1, 1, 31) if _DEPARTMENT.search(agency.name) else None


def _deadline(case: Case) -> Iterator[Finding]:
    report = case.report
    due, head = deadline(report), report.head
    made = head.document_date or head.signed_date
    late = head.published_date or made
    if due is None or late is None or late <= due:
        return
    what = "发布日期" if head.published_date else "成文日期"
    law = "（当时的政府信息公开条例第三十一条：次年3月31日前）" if report.year <= _OLD_LAW else ""
    message = f"{what} {late} 晚于法定期限 {due}{law}。"
    if head.published_date and made and made <= due:
        message = f"发布日期 {late} 晚于法定期限 {due}{law}（成文日期 {made} 在期限内，也可能是网站改版所致）。"
    yield Finding("dates.deadline", message, _line(case, late, what), stated=late.isoformat(), expected=f"<={due}")
