"""The statistics period (统计期限) of a report's figures: both days, or the last alone where no first one is printed.

>>> read_statistics_period("本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。")
(datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
>>> read_statistics_period("所列数据统计截至2021年12月31日。")
(None, datetime.date(2021, 12, 31))
>>> read_statistics_period("据统计,截至2021年12月31日,我局公开信息3条。") is None
True
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import NamedTuple

from ingest.dates import read_period, read_until
from ingest.patterns import lazy

_LEAD = lazy(
    r"统计(?<!(?<!数)据统计)(?:数据)?的?(?:起止)?(?:时间|期限|时限|期间|数据|时段|周期|区间)?"
    r"|所列数据|数据(?:的)?(?:统计)?(?:期限|时限|时间|周期|(?=截))|报告期|期限|时限"
)
_MOST = 2000  # places to look at; the longest report known has some tens
_FAR = 80  # characters in which the dates stand
_NEAR = 12  # characters before an end that has no start
_UNTIL = lazy("截[至止]")
_ENDS = lazy(r"[。;]|\n[ |]*(?:[一二三四五六七八九十]、|\n)")


class Period(NamedTuple):
    """The days of a period, and where in the text the words stand that introduce it."""

    start: date | None
    end: date
    at: int


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
        period = read_period(words)
        if period:
            return Period(*period, lead.start())
        end = _until(words) if until is None else None
        until = Period(None, end, lead.start()) if end else until
    return until


def _until(words: str) -> date | None:
    """The end of a period without a start, next to the words that speak of the figures."""
    found = _UNTIL.search(words, 0, _NEAR)
    return read_until(words[found.start() :]) if found else None
