"""Cells (单元格): one printed cell to one number, keeping what was printed.

Only a cell with a single reading becomes a number. ``05`` may be 5 or 0 and 5, ``1 234`` may be one number or
two, ``增`` says no amount: such cells are kept as printed, without a number, noted "unreadable".

>>> read_count("１，２３４件").number
1234
>>> read_count("—").number is None, read_count("—").note     # a dash is a blank, not a zero
(True, '')
>>> read_count("22（其中修订16件）").number, read_count("22（其中修订16件）").note
(22, 'annotated')
>>> read_change("减38").number, read_change("增5").number, read_change("增").note
(-38, 5, 'unreadable')
>>> read_money("152790元"), read_money("8040").unit is None
(Value(raw='152790元', number=15.279, unit='万元', note=''), True)
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ingest.model import BLANK, Value
from ingest.text import fold

# What stands for "nothing" in a cell. A blank is no number; it is no complaint either.
_NOTHING = re.compile(r"[/\\—\-_]*|无")
_NUMBER = r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
_COUNT_UNITS = r"(?P<unit>件次|件|条|项|个|宗|起|次|人次|份|部|篇)?"
_MONEY_UNITS = r"(?P<unit>亿元|万元|元|万)?"
_REMARK = r"(?P<remark>\([^()]*\))?"
_COUNT = re.compile(rf"{_NUMBER}\s*{_COUNT_UNITS}\s*{_REMARK}", re.ASCII)
_MONEY = re.compile(rf"(?:人民币)?{_NUMBER}\s*{_MONEY_UNITS}\s*{_REMARK}", re.ASCII)
_CHANGE = re.compile(rf"(?P<sign>增加|减少|新增|增|减)?\s*{_NUMBER}\s*{_COUNT_UNITS}\s*{_REMARK}", re.ASCII)
_MONEY_IN = re.compile(r"(?<![\u4e00-\u9fff])(?:单位为?)?(亿元|万元|元)(?![\u4e00-\u9fff])")
_MONEY_WORD = re.compile(r"元|币|圆|刀")
_IN_WAN = {"亿元": Decimal(10000), "万元": Decimal(1), "万": Decimal(1), "元": Decimal("0.0001")}
_LONGEST = 80  # characters; no number with its remark is longer
_DIGITS = 12  # no count or sum of money in these reports comes near; longer runs are glued cells


@lru_cache(maxsize=1024)
def unit_in(header: str) -> str | None:
    """The unit of money that a column's header states: 万元, 元, 亿元; "?" for one that is not these (千元, 万美元).

    >>> unit_in("本年收费金额(单位:万 元)"), unit_in("本年收费金额"), unit_in("采购总金额(千元)")
    ('万元', None, '?')
    """
    words = re.sub(r"\s", "", fold(header))
    found = set(_MONEY_IN.findall(words))
    if len(found) == 1:
        return str(found.pop())
    return "?" if _MONEY_WORD.search(words) else None


@lru_cache(maxsize=16384)
def read_count(raw: str) -> Value:
    """A count (件, 项 …): an integer. A minus sign is read as printed; a check speaks of it."""
    return _read(raw, _COUNT)


@lru_cache(maxsize=4096)
def read_change(raw: str) -> Value:
    """本年增/减: a signed integer, the sign in front or as 增/减."""
    return _read(raw, _CHANGE)


@lru_cache(maxsize=4096)
def read_money(raw: str, header_unit: str | None = None) -> Value:
    """A sum of money, in 万元 where the cell or its header states a unit; else the number as printed."""
    text = fold(raw[: _LONGEST + 1]).strip()
    if _NOTHING.fullmatch(text):
        return Value(raw.strip()) if text else BLANK
    found = _MONEY.fullmatch(text)
    if not found or len(raw) > _LONGEST or not _plain(found["number"]):
        return Value(raw.strip(), note="unreadable")
    unit = found["unit"] or header_unit
    if unit == "?":
        return Value(raw.strip(), note="unreadable")
    amount = Decimal(found["number"].replace(",", ""))
    note = "annotated" if found["remark"] else ""
    if unit is None:
        return Value(raw.strip(), float(amount), None, note)  # type: ignore[arg-type]
    return Value(raw.strip(), float(amount * _IN_WAN[unit]), "万元", note)  # type: ignore[arg-type]


def is_value(text: str) -> bool:
    """Would a folded text in a cell be read as a number or as a blank (a dash, a slash, 无)?"""
    return len(text) <= _LONGEST and _is_value(text)


@lru_cache(maxsize=16384)
def _is_value(text: str) -> bool:
    if not text or text[0] in "/\\—-_无":
        return _NOTHING.fullmatch(text) is not None or _COUNT.fullmatch(text) is not None
    return any(pattern.fullmatch(text) is not None for pattern in (_COUNT, _MONEY, _CHANGE))


def _read(raw: str, pattern: re.Pattern[str]) -> Value:
    text = fold(raw[: _LONGEST + 1]).strip()
    if _NOTHING.fullmatch(text):
        return Value(raw.strip()) if text else BLANK
    found = pattern.fullmatch(text)
    if not found or len(raw) > _LONGEST or "." in found["number"] or not _plain(found["number"]):
        return Value(raw.strip(), note="unreadable")
    sign = found.groupdict().get("sign")
    if sign and found["number"][0] in "+-":
        return Value(raw.strip(), note="unreadable")  # 减-3: one minus or two?
    number = int(found["number"].replace(",", ""))
    number = -number if sign in ("减", "减少") else number
    return Value(raw.strip(), number, None, "annotated" if found["remark"] else "")


def _plain(number: str) -> bool:
    """No leading zero (``05``, ``003``: a glued row?) and not longer than any real figure."""
    whole = number.lstrip("+-").split(".")[0].replace(",", "")
    return (whole == "0" or not whole.startswith("0")) and len(whole) <= _DIGITS
