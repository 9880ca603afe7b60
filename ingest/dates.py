"""Dates (日期): one printed date to one ``datetime.date``, or None. Year, month and day must all be printed.

The text is brought to ISO 8601 first and only then handed to python-dateutil, whose own guesses (this year, today's
day) never come into play. A date whose characters were lost (``20211月1日``) has no reading and stays None.

>>> read_date("2021年1月5日"), read_date("二〇二一年十二月三十一日"), read_date("2022-01-31 17时23分").day
(datetime.date(2021, 1, 5), datetime.date(2021, 12, 31), 31)
>>> read_date("2021-1") is None, read_date("20211月1日") is None, read_date("2021年2月30日") is None
(True, True, True)
>>> read_period("统计期限自2020年1月1日起至12月31日止")
(datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
"""

from __future__ import annotations

import re
from datetime import date

from dateutil.parser import isoparse

from ingest.text import fold

_FIRST_YEAR = 1990
_NUMERALS = dict(zip("〇○O零一二三四五六七八九", (0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_CHINESE = re.compile(
    r"(?P<y>[〇○O零一二三四五六七八九]{4})\s*年\s*(?P<m>[一二三四五六七八九十元正]{1,2})\s*月\s*"
    r"(?P<d>[一二三四五六七八九十]{1,3})\s*[日号]"
)
_DATE = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s*(?:"
    r"年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*[日号]"
    r"|(?P<sep>[-/.])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2})(?!\d))"
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PERIOD = re.compile(
    r"(?<!\d)(?P<y1>\d{4})\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日\s*起?\s*(?:至|到|—+|-+|~+|－+)\s*"
    r"(?:(?P<y2>\d{4})\s*年)?\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日"
)


def read_date(text: str) -> date | None:
    """The date a field or signature prints at its start; what follows it (a time of day) is left."""
    folded = fold(text).strip()
    found = _DATE.match(folded)
    if found:
        return _date(found["y"], found["m1"] or found["m2"], found["d1"] or found["d2"])
    chinese = _CHINESE.match(folded)
    if chinese:
        return _date(*(_number(chinese[part]) for part in "ymd"))
    basic = _BASIC.fullmatch(folded)
    return _date(*basic.groups()) if basic else None


def read_period(text: str) -> tuple[date, date] | None:
    """The statistics period (统计期限) printed anywhere in a text, None unless both ends are whole."""
    found = _PERIOD.search(fold(text))
    if not found:
        return None
    start = _date(found["y1"], found["m1"], found["d1"])
    end = _date(found["y2"] or found["y1"], found["m2"], found["d2"])
    return (start, end) if start and end and start <= end else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        read = isoparse(f"{int(year):04}-{int(month):02}-{int(day):02}").date()
    except ValueError:
        return None
    return read if _FIRST_YEAR <= read.year <= date.today().year + 1 else None


def _number(numerals: str) -> str:
    """Chinese numerals up to 31, or a year digit by digit."""
    if len(numerals) == 4:
        return "".join(str(_NUMERALS[char]) for char in numerals)
    if numerals in "元正":
        return "1"
    tens, ten, ones = numerals.rpartition("十")
    if not ten:
        return "".join(str(_NUMERALS[char]) for char in ones)
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))
