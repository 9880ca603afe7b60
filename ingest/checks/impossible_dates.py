"""Days that the calendar doesn't have (2月30日): in Chinese numerals or digits, with their year or without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ingest.checks.case import Case
from ingest.dates import impossible_days
from ingest.model import Check, Finding
from ingest.numerals import read_number
from ingest.patterns import lazy
from ingest.text import fold, simplified

CHECKS = (
    Check(
        "dates.calendar",
        "历法上没有的日期",
        "月份为 1 至 12，日期不超过当月天数",
        "历法",
        "warning",
        "正文＝2024年2月29日收到政府信息公开申请。",
        "正文＝2025年2月29日收到政府信息公开申请，1月32日、十三月一日、2026.2.30答复。",
        "没有写年份的 2 月 29 日不报；这样的日期不记入任何一栏。",
    ),
)
_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,4})"
_ANY = lazy(
    rf"(?:(?P<y>\d{{4}}|二[〇○零][〇○零一二三四五六七八九]{{2}})年)?(?<![\d一二三四五六七八九十个第])(?P<m>{_N})月(?P<d>{_N})[日号]"
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LEAP = 2024


def find(case: Case) -> Iterator[Finding]:
    """Days that don't exist, each as printed once."""
    told: set[str] = set()
    for number, line in enumerate(case.lines, start=1):
        for printed in _impossible(line):
            if printed not in told:
                told.add(printed)
                message = f"日期“{printed}”在历法上不存在（第{number}行）。"
                yield Finding("dates.calendar", message, number, stated=printed)


def _impossible(line: str) -> Iterator[str]:
    if "月" in line:
        plain = simplified(fold(line)).replace(" ", "").replace("\t", "")
        yield from (found[0] for found in _ANY.finditer(plain) if _is_no_day(found["y"], found["m"], found["d"]))
    if "20" in line:
        yield from impossible_days(fold(line))


def _is_no_day(year: str | None, month: str, day: str) -> bool:
    numbers = [read_number(part.lstrip("0") or "0") for part in (month, day)]
    if None in numbers:
        return False
    try:
        date(int(year.translate(_DIGITS)) if year else _LEAP, numbers[0] or 0, numbers[1] or 0)
    except ValueError:
        return True
    return False
