"""Dates (日期): one printed date to one ``datetime.date``, or None. Year, month and day must all be printed.

The text is brought to ISO 8601 first and only then handed to python-dateutil, whose own guesses (this year, today's
day) never come into play. A date whose characters were lost (``20211月1日``) has no reading and stays None.

>>> read_date("2021年1月5日"), read_date("二〇二一年十二月三十一日"), read_date("2022-01-31 17时23分").day
(datetime.date(2021, 1, 5), datetime.date(2021, 12, 31), 31)
>>> read_date("2022年元月12日") == read_date("二0二二年一月十二日"), read_date("二〇二二年元月廿五日")
(True, datetime.date(2022, 1, 25))
>>> read_date("2021-1") is None, read_date("20211月1日") is None, read_date("2021年2月30日") is None
(True, True, True)
>>> read_date("2021年1月1日1") is None, read_date("2021-1-1-5") is None, read_date("二〇二一年十十月五日") is None
(True, True, True)
>>> read_period("统计期限自2020年1月1日起至12月31日止")
(datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
>>> read_period("二〇二〇年一月一日至十二月三十一日") == read_period("2020.1.1-2020.12.31") == _
True
>>> read_months("为2024年2月至11月"), read_months("2024年1月至13月"), read_months("2024年1月至3月5日")
((datetime.date(2024, 2, 1), datetime.date(2024, 11, 30)), None, None)
>>> read_months("2024年1—2月")[1]
datetime.date(2024, 2, 29)
>>> read_until("截止日期为2021年12月31日"), read_until("截至2021年12月3"), read_until("截至2021年2月底")
(datetime.date(2021, 12, 31), None, datetime.date(2021, 2, 28))
>>> read_whole_year("为2024年度,"), read_whole_year("为2024年3月")
((datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), None)
>>> list(impossible_days("2026.2.30 2024-2-29 2026/13/1 192.168.2.30 1.2026-2-30"))
['2026.2.30', '2026/13/1']
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from dateutil.parser import isoparse

from ingest.patterns import lazy
from ingest.text import fold

_FIRST_YEAR = 1990
_LONGEST = 80  # characters that a date with its time may take
_DIGITS = dict(zip("〇○O零一二三四五六七八九0123456789", (0, 0, 0, 0, *range(1, 10), *range(10)), strict=True))
_NUMERALS = {
    tens + ones: 10 * ten + one
    for ten, tens in enumerate(("", "十", "二十", "三十"))
    for one, ones in enumerate(("", *"一二三四五六七八九"))
}
_NUMERALS |= {f"廿{ones}": 20 + one for one, ones in enumerate(("", *"一二三四五六七八九"))}
_MONTHS = {numeral: number for numeral, number in _NUMERALS.items() if 1 <= number <= 12} | {"元": 1, "正": 1}
_MONTHS_DAYS: dict[str, int] = _NUMERALS | _MONTHS
# Only a time, a weekday or a bracket may follow; a digit or a dash tells that characters were lost or added.
_ENDS = r"(?=$|[\s(\[|,;。、)\]]|星期|周|上午|下午|T?\d{1,2}(?::|时|点))"
_CHINESE = lazy(
    r"(?P<y>[〇○O零0一二三四五六七八九]{4})\s{0,4}年\s{0,4}(?P<m>[一二三四五六七八九十元正]{1,2})\s{0,4}月\s{0,4}"
    rf"(?P<d>[一二三四五六七八九十廿]{{1,3}})\s{{0,4}}[日号]{_ENDS}"
)
_DATE = lazy(
    r"(?P<y>\d{4})\s{0,4}(?:"
    r"年\s{0,4}(?P<m1>\d{1,2}|[元正])\s{0,4}月\s{0,4}(?P<d1>\d{1,2})\s{0,4}[日号]"
    rf"|(?P<sep>[-/.])\s{{0,4}}(?P<m2>\d{{1,2}})\s{{0,4}}(?P=sep)\s{{0,4}}(?P<d2>\d{{1,2}})(?!\d)){_ENDS}"
)
_BASIC = lazy(r"(\d{4})(\d{2})(\d{2})")
_TIME = r"(?:\s?\d{1,2}(?:[:时点](?:\d\d(?:分|:\d\d)?)?)?|\s?\(含(?:当日|本日)?\))?"  # of day: 0时, 24:00, 23:59:59
_PERIOD = lazy(
    r"(?<!\d)(?P<y1>\d{4})(?:\s{0,4}年\s{0,4}(?P<m1>\d{1,2})\s{0,4}月\s{0,4}(?P<d1>\d{1,2})\s{0,4}日"
    r"|(?P<sep>[-/.])(?P<m3>\d{1,2})(?P=sep)(?P<d3>\d{1,2}))"
    rf"{_TIME}\s{{0,4}}(?:起|开始)?\s{{0,4}},?\s{{0,4}}(?:至|到|—+|-+|~+|－+)\s{{0,4}}"
    r"(?:(?:(?P<y2>\d{4})\s{0,4}年)?\s{0,4}(?P<m2>\d{1,2})\s{0,4}月\s{0,4}(?P<d2>\d{1,2})\s{0,4}日"
    r"|(?P<y4>\d{4})(?P<sep2>[-/.])(?P<m4>\d{1,2})(?P=sep2)(?P<d4>\d{1,2})(?![\d-]))"
)
_TO = r"(?:至|到|—{1,2}|-{1,2}|~{1,2}|～|－{1,2})"
# Whole months: 2024年1月至11月, 2024年1—11月份, 2024年1月1日至11月底, 2024.01-2024.11.
_BEFORE = r"(?:[为是系自从由:]|起止|统一|日期){0,3}\s{0,4}"  # words between 统计期限 and its dates
_MONTHS_OF = lazy(
    rf"{_BEFORE}"
    r"(?P<y1>\d{4})(?:\s{0,4}年\s{0,4}(?P<m1>\d{1,2})\s{0,4}"
    rf"(?:月(?:\s{{0,4}}(?P<d1>\d{{1,2}})\s{{0,4}}日|份|初)?\s{{0,4}}(?:起|开始)?\s{{0,4}},?\s{{0,4}})?{_TO}\s{{0,4}}"
    r"(?:(?P<y2>\d{4})\s{0,4}年)?\s{0,4}(?P<m2>\d{1,2})\s{0,4}月(?:份|底|末)?(?!\s{0,4}\d{1,2}\s{0,4}[日号]|\s{0,4}[上中]旬)"
    rf"|\.(?P<m3>\d{{1,2}})\s{{0,4}}{_TO}\s{{0,4}}(?P<y4>\d{{4}})\.(?P<m4>\d{{1,2}})(?![\d.]))"
)
_MONTH_ENDS = lazy(
    r"(?P<y>\d{4})\s{0,4}年\s{0,4}(?:(?P<m>\d{1,2})\s{0,4}月(?:份)?[底末]?|年?[底末])(?=$|[\s,。;、()止])"
)
_YEAR_ONLY = lazy(rf"{_BEFORE}(?P<y>20\d\d)\s{{0,4}}年(?:度|全年|整年){{0,2}}\s{{0,4}}(?:$|[,;、)])(?!.*月)", re.DOTALL)
_IN_DIGITS = lazy(r"(?<![\w.\-/])(?P<y>20\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\w\-/]|\.\d)")
_UNTIL = lazy(r"截[至止](?:到|至|于)?(?:的?(?:日期|时间|期))?(?:为|是|:)?\s{0,4}(?P<date>[^,。;、()]{6,24})")
_DAYS_IN_BRACKETS = lazy(r"(?<!\d)(\d{4}) ?年度? ?\((?=\d{1,2} ?月 ?\d{1,2} ?日)")
_NUMERAL_DATES = lazy(r"[〇○零一二三四五六七八九]{4}(?=\s?年)|[一二三四五六七八九十元正]{1,3}(?=\s?[月日])")


@lru_cache(maxsize=1024)  # a header's date is asked for by its field, by what tells dates, and by the checks
def read_date(text: str) -> date | None:
    """The date a field or signature prints at its start; what follows it (a time of day) is left."""
    folded = fold(text[:_LONGEST]).strip()
    found = _DATE.match(folded)
    if found:
        month = found["m1"] or found["m2"]
        return _date(found["y"], str(_MONTHS.get(month, month)), found["d1"] or found["d2"])
    chinese = _CHINESE.match(folded)
    if chinese:
        year, month, day = read_year(chinese["y"]), _MONTHS.get(chinese["m"]), _NUMERALS.get(chinese["d"])
        return _date(str(year), str(month), str(day)) if month and day else None
    basic = _BASIC.fullmatch(folded)
    return _date(*basic.groups()) if basic else None


def read_period(text: str) -> tuple[date, date] | None:
    """The statistics period (统计期限) printed anywhere in a text, None unless both ends are whole."""
    found = _PERIOD.search(_in_digits(fold(text)))
    if not found:
        return None
    start = _date(found["y1"], found["m1"] or found["m3"], found["d1"] or found["d3"])
    end = _date(found["y2"] or found["y4"] or found["y1"], found["m2"] or found["m4"], found["d2"] or found["d4"])
    return (start, end) if start and end and start <= end else None


def read_until(text: str) -> date | None:
    """The day up to which figures are told (截至2021年12月31日), where a text names no other."""
    found = _UNTIL.match(fold(text).strip())
    if not found:
        return None
    month = _MONTH_ENDS.match(_in_digits(found["date"]))
    if month:
        return _last_day(month["y"], month["m"] or "12")
    return read_date(re.sub(r"(?<=[日号]).*", "", found["date"], flags=re.DOTALL))


def read_whole_year(text: str) -> tuple[date, date] | None:
    """Both ends of a year that a text begins with as its period (为2024年度), and names no month of."""
    found = _YEAR_ONLY.match(_in_digits(fold(text).strip()))
    return (date(int(found["y"]), 1, 1), date(int(found["y"]), 12, 31)) if found else None


def impossible_days(text: str) -> Iterator[str]:
    """Dates in digits and marks (2026.2.30, 2026-13-1) that the calendar doesn't have, as printed in a folded text."""
    for found in _IN_DIGITS.finditer(text):
        month, day = int(found["m"]), int(found["d"])
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(int(found["y"]), month)[1]:
            yield found[0]


def read_months(text: str) -> tuple[date, date] | None:
    """The whole months that a text begins with as its period: from the first day (or the one printed) to the last."""
    found = _MONTHS_OF.match(_in_digits(fold(text).strip()))
    if not found:
        return None
    start = _date(found["y1"], found["m1"] or found["m3"], found["d1"] or "1")
    end = _last_day(found["y2"] or found["y4"] or found["y1"], found["m2"] or found["m4"])
    return (start, end) if start and end and start <= end else None


def _last_day(year: str, month: str) -> date | None:
    first = _date(year, month, "1")
    return first.replace(day=monthrange(first.year, first.month)[1]) if first else None


@lru_cache(maxsize=64)  # a period is tried as months, days and a year
def _in_digits(text: str) -> str:
    """A text whose dates in Chinese numerals are in digits, days in brackets (2021年(1月1日至…)) behind their year."""
    digits = _NUMERAL_DATES.sub(lambda found: str(read_year(found[0]) or _MONTHS_DAYS.get(found[0]) or found[0]), text)
    return _DAYS_IN_BRACKETS.sub(r"\1年", digits) if "(" in digits else digits


def _date(year: str, month: str, day: str) -> date | None:
    try:
        read = isoparse(f"{int(year):04}-{int(month):02}-{int(day):02}").date()
    except ValueError:
        return None
    return read if _FIRST_YEAR <= read.year <= date.today().year + 1 else None


def read_year(text: str) -> int | None:
    """A year of four digits, Chinese or not: 2021, 二〇二一."""
    return int("".join(str(_DIGITS[char]) for char in text)) if len(text) == 4 and set(text) <= set(_DIGITS) else None
