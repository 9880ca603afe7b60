"""Captions of statistics tables (统计表的题注): whose numbers a table prints, and of when, by the lines above it.

>>> own = Own(2016, ("兰州市城关区水务局",))
>>> title = "政府信息公开情况统计表({})"
>>> others = ("七里河区", "城关区教育局", "2015年度", "二〇一五年度", "全市", "截至2016年9月底", "第一季度")
>>> all(is_of_another(title.format(words), own) for words in others)
True
>>> fitting = ("城关区", "兰州市", "甘肃省", "2016年度", "城关区水务局", "2016年度城关区")
>>> any(is_of_another(title.format(words), own) for words in fitting)
False
>>> [is_of_another(f"{words}政府信息公开情况统计表", own) for words in ("附件2:", "二〇一五年", "七里河区")]
[False, True, True]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.grids.notes import Own, is_of_others
from ingest.grids.organs import names_another
from ingest.grids.years import other_year
from ingest.patterns import lazy
from ingest.places import outward, read_codes
from ingest.places.placing import is_township, place_in

_LONGEST = 80  # characters of a caption
_ABOVE = 6  # lines above a header in which one stands
_TITLE = lazy(r"(?:(?:(?:人民)?政府|政务)?信息公开(?:工作)?(?:年度)?(?:情况)?(?:年度)?)?统计(?:报|年报)?表")
_NUMBER = lazy(r"^\W*(?:附(?:件|表|录)?[一二三四五\d]{0,2}[:、.]?|[一二三四五\d]{1,2}[:、.])(?=\D|$)")
_QUARTER = lazy(r"第?[一二三四1-4]季度|[1-9一二三四五六七八九十]+月份?(?:报表|统计)")
_OF_YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)年度?")
_WHEN_FILLED_IN = lazy(r"(?:时间|日期):?(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?$")
_PARTS = lazy(r"[()\[\]:,、—-]")


def of_another(lines: Sequence[str], header: int, own: Own) -> str:
    """The caption over a header that says another year, a part of it, or another organ; empty where none does."""
    return next((words for words in _above(lines, header) if is_of_another(words, own)), "")


def _above(lines: Sequence[str], header: int) -> Iterator[str]:
    """The lines over a header, the nearest first, up to one that is prose or a table's."""
    for text in reversed(lines[max(0, header - 1 - _ABOVE) : header - 1]):
        if "。" in text or "\t" in text.strip():
            return
        yield re.sub(r"\s", "", text)


def is_of_another(words: str, own: Own) -> bool:
    """Does a folded line, its spaces gone, say another year than the report's, a part of it, or another organ?"""
    if len(words) > _LONGEST or own.year is None:
        return False
    if _is_of_other_time(words, own.year) or is_of_others(words.strip("()"), own) or names_another(words, own.names):
        return True
    title = _TITLE.search(words)
    return title is not None and any(_is_other(part, own) for part in _beside(words, title, own.year))


def _is_of_other_time(words: str, year: int) -> bool:
    if "统计" not in words or "统计期" in words or _WHEN_FILLED_IN.search(words):
        return False
    years = [int(found) for found in _OF_YEAR.findall(words)]
    return _QUARTER.search(words) is not None or bool(years and year not in years)


def _beside(words: str, title: re.Match[str], year: int) -> Iterator[str]:
    """What a table's title has beside it, without its number and the report's year."""
    before, behind = _NUMBER.sub("", words[: title.start()]), words[title.end() :]
    for text in (before, behind):
        own = re.sub(rf"(?<!\d){year}年?度?(?!\d|年|[-—~至到])", "", text)
        yield from filter(None, (text.strip("()"), *_PARTS.split(own)))


def _is_other(part: str, own: Own) -> bool:
    dated = other_year(part, own.year) is not None
    return dated or any(is_of_others(words, own) for words in (part, f"{part}数据")) or _is_elsewhere(part, own)


def _is_elsewhere(part: str, own: Own) -> bool:
    """Is this a place, and none that the organ lies in or that lies in its own?"""
    named = read_codes(part)
    here = {code for name in own.names if (found := place_in(name, own.year, township=is_township(name)))
            for code in found.codes}  # fmt: skip
    return bool(named and here) and not any(a in outward(b) or b in outward(a) for a in named for b in here)
