"""The period of a draft's numbers: a whole year, in order, and said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.checks.case import Case
from ingest.front.period import find_period
from ingest.model import Check, Finding
from ingest.patterns import lazy
from ingest.text import fold, simplified

CHECKS = (
    Check(
        "draft.period",
        "统计期限不是完整的年度",
        "统计期限 ＝ 报告年度的 1 月 1 日至 12 月 31 日；只写截止日期的，截止于 12 月 31 日",
        "政府信息公开条例第四十九条、第五十条（上一年度）",
        "warning",
        "统计期限＝2021-01-01至2021-12-31",
        "统计期限＝2021-01-01至2021-11-30",
        "当年新设的机关统计期限可能不足一年，请自行核对；另一年度的期限由“统计期限与报告年度不符”报出。",
    ),
    Check(
        "draft.no_period",
        "没有说明是哪一年的数据",
        "正文（标题、落款之外）写明数据所属的年度或统计期限",
        "政府信息公开条例第四十九条、第五十条（上一年度）；法定表式不要求另写统计期限",
        "note",
        "（正文写有“2025年，我局……”，或“统计期限为2025年1月1日至2025年12月31日”）",
        "（标题之外，通篇没有说是哪一年）",
        "只写“全年”“本年度”也算说明。",
    ),
)
_LEAD = lazy(
    r"统计(?<!据统计)(?:数据)?的?(?:起止)?(?:时间|期限|时限|期间|数据|时段|周期|区间|截)|所列数据|报告期|期限|时限|数据"
)
_Y, _M, _D = r"(?P<y{0}>20\d\d)年", r"(?P<m{0}>\d{{1,2}})月", r"(?P<d{0}>\d{{1,2}})[日号]"
_DAY = "".join((_Y, _M, _D))
_SPAN = lazy(rf"{_DAY.format(1)}(?:起)?[,，]?(?:至|到|-|—+|~|～|起至)(?:{_Y.format(2)})?{_M.format(2)}{_D.format(2)}")
_UNTIL = lazy(rf"截[至止]?[于到在至]?(?:日期|时间)?[为:是]?{_DAY.format(1)}")
_NEAR = 40
_OF_A_YEAR = lazy(r"YEAR年?|(?<![上前去])[本全今一]年(?:度)?|年度内|年内|上一?年度")


def find(case: Case) -> Iterator[Finding]:
    """A period that isn't the year."""
    yield from _period(case)


def _lines(case: Case) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(case.lines, start=1):
        if "月" in line:
            yield number, simplified(fold(line)).replace(" ", "").replace("\t", "")


def _period(case: Case) -> Iterator[Finding]:
    year = case.report.year
    number, words, start, end = _printed(case)
    if end is None:
        number, words, start, end = _of_head(case)
    if end is None:
        if not _says_when(case):
            yield Finding("draft.no_period", "正文没有说明是哪一年的数据，也没有写统计期限。", None)
        return
    if (start in (None, date(year, 1, 1)) and end == date(year, 12, 31)) or _is_told(case, start, end):
        return
    why = "止日早于起日" if start and end < start else "不是完整的年度"
    message = f"统计期限作“{words}”，{why}，应为 {year}年1月1日至{year}年12月31日（第{number}行）。"
    yield Finding("draft.period", message, number, stated=words, expected=f"{year}-01-01/{year}-12-31")


def _says_when(case: Case) -> bool:
    """Does the prose say of which year it speaks?"""
    words = _OF_A_YEAR.pattern.replace("YEAR", str(case.report.year))
    bodies = (simplified(fold(section.body)).replace(" ", "") for section in case.report.sections)
    title = simplified(fold(case.report.head.title or "")).replace(" ", "")
    return any(re.search(words, body.replace(title, "") if title else body) for body in bodies)


def _of_head(case: Case) -> tuple[int | None, str, date | None, date | None]:
    """The period that was read of the report's head: its line, its words, and both days."""
    start, end = case.report.head.period_start, case.report.head.period_end
    for number, line in enumerate(case.lines, start=1) if end else ():
        found = find_period(simplified(fold(line)))
        if found and (found.start, found.end) == (start, end):
            return number, found.words, start, end
    words = f"{start or ''} 至 {end}" if start else f"截至 {end}"  # it goes over a line's end
    return case.where("统计期限", "统计") if end else None, words, start, end


def _is_told(case: Case, start: date | None, end: date) -> bool:
    """Has another check told this period: as such, or as another year's?"""
    year = case.report.year
    wrong = start is not None and (start.year != year or end.year != year)
    told = any(finding.check == "dates.period" for finding in case.found)
    return told or (wrong and case.report.head.period_end is not None)


def _printed(case: Case) -> tuple[int | None, str, date | None, date | None]:
    """The period as printed: its line, its words, and both days."""
    for number, line in _lines(case):
        for lead in _LEAD.finditer(line):
            words = line[lead.start() : lead.end() + _NEAR]
            if found := _SPAN.search(words):
                start, end = _day(found, "1"), _day(found, "2") if found["y2"] else _same_year(found)
                return number, found[0], start, end
            if found := _UNTIL.search(words):
                return number, found[0], None, _day(found, "1")
    return None, "", None, None


def _day(found: re.Match[str], at: str) -> date | None:
    return _made(int(found[f"y{at}"]), int(found[f"m{at}"]), int(found[f"d{at}"]))


def _same_year(found: re.Match[str]) -> date | None:
    return _made(int(found["y1"]), int(found["m2"]), int(found["d2"]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
