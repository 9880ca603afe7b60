"""Growth (增减): two years' numbers, the change and its rate, that a sentence gives in any order, against one another.

Only what is said whole and of one thing can be reckoned: a sentence with a third number of the same unit, or with two
rates, is let be. The number of the year before is the one that says so (上年87件, 2024年87件, 比上年的87件).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.case import Case
from ingest.checks.ratios import ABOUT, UNIT, agrees, rounded
from ingest.claims.sentences import sentences
from ingest.model import Check, Finding
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

CHECKS = (
    Check(
        "prose.change",
        "正文的增减与两年的数字不符",
        "增减数 ＝ 本年数 － 上年数；增长（下降）率 ＝ 增减数 ÷ 上年数，按所印的小数位数四舍五入",
        "算术",
        "warning",
        "正文＝收到政府信息公开申请98件，上年87件，增加11件，增长12.6%。；本年新收·总计＝98",
        "正文＝收到政府信息公开申请98件，上年87件，减少11件。；本年新收·总计＝98",
        "只验算同一句里写出两年数字（或上年数、增减数）的；同一单位还有别的数、或有两个比率的不看。舍入和截尾都算对；"
        "“近”“约”“超过”“左右”的不看。",
    ),
)
_UP, _DOWN = (
    "增加|增长|增多|上升|提高|提升|增幅|升幅|涨幅|(?<!新)增|(?<!许)多|升",
    "减少|下降|降低|回落|降幅|减幅|减|(?<![至不])少|降",
)
_WAY = rf"(?P<up>{_UP})|(?P<down>{_DOWN})"
_RATE = lazy(
    rf"(?:{_WAY})(?:率|幅度?)?[了为达是约:]{{0,2}}(?<![{ABOUT}])(?P<p>\d+(?:\.\d+)?)%(?!以上|左右|多|余|[^，,。;]{{0,3}}百分点)"
)
_ANY_RATE = lazy(r"%|百分之|百分点|[倍成]")
_COUNT = lazy(rf"(?<![\d.,第])(?P<n>{NUMBER})(?P<unit>{UNIT})")
_LEFT_OUT = (
    r"(?:政府信息公开|信息公开|依申请公开|申请|收到|新收|受理|办理|办结|发布|公开|信息|总数|总量|数量|[为是的有共:达])"
)
_LAST = lazy(rf"(?:上一?年度?|去年|(?P<year>20\d\d)年度?)(?:全年|同期|度)?{_LEFT_OUT}{{0,8}}\(?$")
_CHANGE = lazy(rf"(?:{_WAY})了?$")
_RISEN_FROM = lazy(r"[由从][^\d，,。;]{0,6}$")
_OF_ELSE = lazy("率|满意|质量|效能|时间|时长|时限|金额|万元|访问|浏览|点击|粉丝|关注|阅读|占")
_RUN = lazy(
    rf"{NUMBER}{UNIT}[，,(][^\d，,。;()]{{0,10}}(?:{_UP}|{_DOWN})了?{NUMBER}{UNIT}[，,(][^\d，,。;()]{{0,8}}\d+(?:\.\d+)?%"
)
_NOT_SURE = lazy(rf"(?<!减)[{ABOUT}]$")
_VAGUE = lazy("^(?:以上|左右|余|多)")
_SEVERAL = lazy("分别|均|各占|各有|环比|季度|半年|月|以来|累计|前年|[两三四五]年")


@dataclass(slots=True)
class _Said:
    """What a sentence gives of two years; a change is below 0 where it went down."""

    now: int | None = None
    before: int | None = None
    change: int | None = None
    rate: re.Match[str] | None = None


def find(case: Case) -> Iterator[Finding]:
    """Changes and rates of growth that the numbers beside them contradict."""
    for section in case.report.sections:
        if section.kind in ("problems", "other"):
            continue
        for sentence in sentences(section.body, _ABOUT_YEARS):
            year = case.report.year
            runs = [found[0] for found in _RUN.finditer(sentence.text)]
            said = [one for one in (_heard(text, year) for text in (sentence.text, *runs)) if one]
            if said and (wrong := _wrong(said[0])):
                stated, expected, how = wrong
                line = case.line(section, sentence.line(0))
                quote = sentence.text.strip("。;")
                message = f"正文“{quote}”：按所列数字（{how}）应为 {expected}（正文第{line}行）。"
                yield Finding("prose.change", message, line, stated=stated, expected=expected)


_ABOUT_YEARS = lazy("上一?年|去年|同比|20\\d\\d年")


def _heard(text: str, year: int) -> _Said | None:
    """The numbers of a sentence by what they are; None where one is of something else, or doubtful."""
    if _SEVERAL.search(text) or len(_ANY_RATE.findall(text)) > 1:
        return None
    said, units = _Said(rate=_rate(text)), set()
    for found in _COUNT.finditer(text):
        number, before = read_number(found["n"]), text[: found.start()]
        if number is None or _NOT_SURE.search(before) or _VAGUE.match(text[found.end() :]):
            return None
        units.add(found["unit"])
        if not _take(said, number, before, year):
            return None
    return said if len(units) == 1 else None


def _rate(text: str) -> re.Match[str] | None:
    """The rate at which what is counted grew, and not a share's, or that of readers."""
    found = _RATE.search(text)
    return None if found is None or _OF_ELSE.search(re.split("[，,;(]", text[: found.start()])[-1]) else found


def _take(said: _Said, number: int, before: str, year: int) -> bool:
    """Put a number where it belongs; is there a place for it?"""
    last, change = _LAST.search(before), _CHANGE.search(before)
    if change:
        what, number = "change", number if change["up"] else -number
    elif last and last["year"] is not None and int(last["year"]) not in (year, year - 1):
        return False
    else:
        what = "before" if (last and last["year"] != str(year)) or _RISEN_FROM.search(before) else "now"
    if getattr(said, what) is not None:
        return False
    setattr(said, what, number)
    return True


def _wrong(said: _Said) -> tuple[str, str, str] | None:
    """(stated, expected, how it is reckoned) for the change or the rate; None where they agree or can't be reckoned."""
    now, before, change = said.now, said.before, said.change
    if now is not None and before is not None:
        if change not in (None, now - before):
            return _signed(change or 0), _signed(now - before), f"{now}－{before}"
        change = now - before
    elif now is not None and change is not None:
        before = now - change
    if said.rate is None or change is None or not before or before < 0:
        return None
    return _wrong_rate(said.rate, change, before)


def _wrong_rate(rate: re.Match[str], change: int, before: int) -> tuple[str, str, str] | None:
    exact = Decimal(change) / before * 100
    if agrees(rate["p"], -exact if rate["down"] else exact):
        return None
    way = "增长" if change > 0 else "下降"
    right = f"{way} {rounded(abs(exact), rate['p'])}%" if change else "持平"
    return rate[0], right, f"{change}÷{before}"


def _signed(change: int) -> str:
    return f"增加 {change}" if change > 0 else f"减少 {-change}" if change else "持平"
