"""Numbers in running text (正文中的数字): digits with separators, Chinese numerals, 万 and 亿.

What isn't one exact number has no reading: 近百 and 70余 say "about", 1.234万 may be rounded but is read as printed.

>>> read_number("1,234"), read_number("十二"), read_number("三百零五"), read_number("1.2万"), read_number("两千")
(1234, 12, 305, 12000, 2000)
>>> read_number("二〇"), read_number("百"), read_number("12,34"), read_number("05")
(None, None, None, None)
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ingest.patterns import lazy

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_PRINTED = lazy(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([万亿]?)", re.ASCII)

NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?![,\d])|\d+(?:\.\d+)?)[万亿]?|[零一二两三四五六七八九十][零一二两三四五六七八九十百千]*万?"
)


@lru_cache(maxsize=4096)
def read_number(text: str) -> int | None:
    """The whole number that a folded text is; None where it is none, or not exactly one."""
    found = _PRINTED.fullmatch(text)
    if found is None:
        return _chinese(text)
    whole, fraction, unit = found.groups("")
    if whole != "0" and whole.startswith("0"):
        return None
    number = Decimal(whole.replace(",", "") + fraction) * _LARGE.get(unit, 1)
    return int(number) if number == int(number) else None


def _chinese(text: str) -> int | None:
    """Chinese numerals in their one regular form: 三百零五, not 三〇五 or 三百五."""
    head, large, rest = text.partition("万")
    if large:
        high, low = _chinese(head), _chinese(rest.lstrip("零")) if rest else 0
        return None if high is None or low is None else high * 10_000 + low
    state: _State | None = (0, None, 10_000)
    for char in text:
        state = _read_on(state, char) if state else None
    if state is None or not text:
        return None
    total, digit, last = state
    if digit is not None and last > 10 and total and "零" not in text[-2:]:
        return None  # 三百五 is 350 in speech and 305 to a careless reader
    return total + (digit or 0)


_State = tuple[int, int | None, int]  # the sum so far, a digit that waits for its 十 or 百, the last of these


def _read_on(state: _State, char: str) -> _State | None:
    """The number with one more character; None where that isn't regular."""
    total, digit, last = state
    if char in _DIGITS:
        return None if digit else (total, _DIGITS[char], last)
    unit = _TENS.get(char, last)
    if unit >= last or (digit is None and (char != "十" or total)):
        return None
    return total + (1 if digit is None else digit) * unit, None, unit
