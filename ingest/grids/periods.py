"""Periods (统计时段) that a line at a table states: are its numbers those of the report's whole year?

>>> [is_of_other_time(words, 2023) for words in ("2022年1月1日至12月31日", "统计截至2023年11月30日", "2023.1.1-12.31")]
[True, True, False]
>>> is_of_other_time("2022年12月26日至2023年12月25日", 2023), is_of_other_time("2022年", 2023)
(False, False)
"""

from __future__ import annotations

import re
from functools import cache

from ingest.grids.senses import senses
from ingest.grids.years import DATED, year_at_start

_LAST = 12  # month
_DATE = r"(?P<{0}>{1})[年./-](?P<{0}m>\d{{1,2}})(?:月份?|(?=\D|$))(?:[./-]?\d{{1,2}}日?|底|末|初)?"
_FROM, _TO, _UNTIL = (_DATE.format(name, DATED) for name in ("a", "b", "c"))
_TO = _TO.replace("(?P<b>", "(?:(?P<b>").replace("[年./-](?P<bm>", "[年./-])?(?P<bm>")


def is_of_other_time(words: str, year: int | None) -> bool:
    """Do words state a period or the day up to which was counted, nothing else, and not the report's whole year?"""
    found = _period().fullmatch(re.sub(r"[\s()（）:：。，,;；※★*]", "", words)) if year else None
    if found is None or year is None:
        return False
    if found["c"]:
        return (year_at_start(found["c"]) or year, int(found["cm"])) < (year, _LAST)
    begin, month = year_at_start(found["a"]) or year, int(found["am"])
    end = year_at_start(found["b"]) if found["b"] else begin
    whole = (begin, month) in {(year, 1), (year - 1, _LAST)} and (end, int(found["bm"])) == (year, _LAST)
    return not whole


@cache
def _period() -> re.Pattern[str]:
    lists = senses()["periods"]
    before, behind = (f"(?:{'|'.join(lists[name])})*" for name in ("before", "behind"))
    span = rf"{_FROM}起?(?:[至到—–~～-]+|截?[至止])(?:今年|当年|同年)?{_TO}"
    until = rf"(?:截[至止]到?|统计[至到])(?:日期?|时间)?[为是]?{_UNTIL}"
    return re.compile(rf"{before}(?:{span}|{until}){behind}")
