"""The statistics period (统计期限) of a report's figures: both days, or the last alone where no first one is printed.
Whole months, and a whole year, have their first day and their last.

>>> read_statistics_period("本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。")
(datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
>>> read_statistics_period("所列数据统计截至2021年12月31日。")
(None, datetime.date(2021, 12, 31))
>>> read_statistics_period("统计期限截至2021年11月底。"), read_statistics_period("统计期限为2021年度。")[1]
((None, datetime.date(2021, 11, 30)), datetime.date(2021, 12, 31))
>>> read_statistics_period("据统计,截至2021年12月31日,我局公开信息3条。") is None
True
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import NamedTuple

from ingest.dates import read_months, read_period, read_until, read_whole_year
from ingest.patterns import lazy

_LEAD = lazy(
    r"统计(?<!(?<!数)据统计)(?:数据)?的?(?:起止)?(?:时间|期限|时限|期间|数据|时段|周期|区间)?"
    r"|所列数据|数据(?:的)?(?:统计)?(?:期限|时限|时间|周期|(?=截))|报告期|期限|时限"
)
_OF_FIGURES = lazy(r"(?:统计|数据).*(?:时间|期限|时限|期间|时段|周期|区间)$|报告期")
_MOST = 2000  # places to look at; the longest report known has some tens
_FAR = 80  # characters in which the dates stand
_NEAR = 12  # characters before an end that has no start
_UNTIL = lazy("截[至止]")
_ENDS = lazy(r"[。;]|\n[ |]*(?:[一二三四五六七八九十]、|\n)")


class Period(NamedTuple):
    """The days of a period, where in the text the words stand that introduce it, and those behind them."""

    start: date | None
    end: date
    at: int
    words: str = ""  # 2021年1月至11月: as printed, up to the next comma


def read_statistics_period(text: str) -> tuple[date | None, date] | None:
    """The span of dates that a sentence about the report's figures names; it may be broken over lines."""
    found = find_period(text)
    return (found.start, found.end) if found else None


def find_period(text: str) -> Period | None:
    """The same, with its place in the text."""
    until = None
    for lead in islice(_LEAD.finditer(text), _MOST):
        words = _ENDS.split(text[lead.end() : lead.end() + _FAR], maxsplit=1)[0].replace("\n", "")
        if "年" not in words and "20" not in words:
            continue
        period = _span(lead[0], words)
        if period:
            return Period(*period, lead.start(), _shown(words))
        end = _until(words) if until is None else None
        until = Period(None, end, lead.start(), _shown(words)) if end else until
    return until


def _shown(words: str) -> str:
    """The words of a period as a finding shows them, without those before and behind it."""
    until = _UNTIL.search(words, 0, _NEAR)
    printed = words[until.start() :] if until else words.lstrip("的为是系: ")
    return re.split("[,、]", printed, maxsplit=1)[0].strip()


def _span(lead: str, words: str) -> tuple[date, date] | None:
    """The period behind words that introduce one: months and a year alone are one only behind 统计期限 and its like."""
    if not _OF_FIGURES.match(lead):
        return read_period(words)
    return read_months(words) or read_period(words) or read_whole_year(words)


def _until(words: str) -> date | None:
    """The end of a period without a start, next to the words that speak of the figures."""
    found = _UNTIL.search(words, 0, _NEAR)
    return read_until(words[found.start() :]) if found else None
