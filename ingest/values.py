"""Cells (单元格): one printed cell to one number, keeping what was printed.

Only a cell with a single reading becomes a number. ``05`` may be 5 or 0 and 5, ``1 234`` may be one number or
two, ``增`` says no amount: such cells are kept as printed, without a number, noted "unreadable".

>>> read_count("１，２３４件").number
1234
>>> read_count("—").number is None, read_count("—").note     # a dash is a blank, not a zero
(True, '')
>>> read_count("22（其中修订16件）").number, read_count("22（其中修订16件）").note
(22, 'annotated')
>>> [read_count(cell).number for cell in ("12①", "12¹", "12[3]", "12注1", "12 1", "①12")]
[12, 12, 12, 12, None, None]
>>> read_change("减38").number, read_change("5（减）").number, read_change("增").note
(-38, -5, 'unreadable')
>>> read_count("6（百）").note, read_money("125000（元）", "万元").number      # a bracket may change the number
('unreadable', 12.5)
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
_COUNT_UNITS = r"(?P<unit>件次|件|条|项|个|宗|起|次|人次|例|份|部|篇)?"
_UNIT = r"[十百千]?[万亿]元?|[十百千]?元"
_MONEY_UNITS = rf"(?P<unit>{_UNIT})?"
_REMARK = r"(?P<remark>\([^()]*\))?"
# What refers to a note below the table, and is no part of the number: 12①, 12[3], 12注1; raised digits (¹).
_MARK = r"(?P<mark>[①-⑳❶-❿※☆★†‡⁎]{1,3}|[⁰¹²³⁴-⁹]{1,2}|\[[\d⁰¹²³⁴-⁹①-⑳]{1,2}\]|〔\d{1,2}〕|注[\d①-⑳⁰¹²³⁴-⁹]{0,2})?"
# A remark behind a number that leaves it what it is; any other may say a sign, a scale or a unit.
_HARMLESS = re.compile(
    r"(?:其中|含|不含|包[括含]|指|注|见|详见|比|较|同比|截[至止](?:12月|本?年度?[底末终])|另|均|全部|新|修订|废止|见附).*"
    r"|件次|[件条项个宗起次例份部篇]"
)
_UNIT_REMARK = re.compile(rf"(?:单位:?)?({_UNIT})")
_SIGNS = {"减": -1, "减少": -1, "下降": -1, "降": -1, "增": 1, "增加": 1, "新增": 1, "上升": 1}
_COUNT = re.compile(rf"共?{_NUMBER}\s*{_COUNT_UNITS}\s*{_REMARK}{_MARK}", re.ASCII)
_MONEY = re.compile(rf"(?:人民币)?{_NUMBER}\s*{_MONEY_UNITS}\s*{_REMARK}{_MARK}", re.ASCII)
_CHANGE = re.compile(rf"(?P<sign>增加|减少|新增|增|减)?\s*{_NUMBER}\s*{_COUNT_UNITS}\s*{_REMARK}{_MARK}", re.ASCII)
_MONEY_IN = re.compile(rf"(?<![\u4e00-\u9fff])(?:金额)?(?:单位为?)?(?:人民币)?({_UNIT})(?:人民币)?(?![\u4e00-\u9fff])")
_MONEY_WORD = re.compile(r"元|币|圆|刀|单位:?[十百千]")
_FOREIGN = re.compile(r"[美港欧日英澳加外]元|[外港]币|英镑")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "元": 1}
_LONGEST = 80  # characters; no number with its remark is longer
_DIGITS = 12  # no sum of money in these reports comes near; longer runs are glued cells
_COUNT_DIGITS = 9  # nobody counts thousands of millions; such a number is a telephone's


@lru_cache(maxsize=1024)
def unit_in(header: str) -> str | None:
    """The unit of money that a column's header states: 万元, 元, 千元, 亿; "?" for one that is not of 元 (万美元).

    >>> unit_in("本年收费金额(单位:万 元)"), unit_in("本年收费金额"), unit_in("采购总额(千元)"), unit_in("元、美元")
    ('万元', None, '千元', '?')
    """
    words = re.sub(r"\s", "", fold(header))
    found = set(_MONEY_IN.findall(words))
    if len(found) == 1 and not _FOREIGN.search(words):
        return str(found.pop())
    return "?" if found or _MONEY_WORD.search(words) else None


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
    found = _matched(raw, _MONEY, _DIGITS)
    if isinstance(found, Value):
        return found
    remark = _remark(found)
    in_bracket = _UNIT_REMARK.fullmatch(remark)
    own = [unit for unit in (found["unit"], in_bracket[1] if in_bracket else None) if unit]
    unit = own[0] if own else header_unit
    if unit == "?" or len(own) > 1 or not (in_bracket or _is_harmless(remark)):
        return _unreadable(raw)
    amount = Decimal(found["number"].replace(",", ""))
    note = "annotated" if remark or found["mark"] else ""
    if unit is None:
        return Value(raw.strip(), float(amount), None, note)  # type: ignore[arg-type]
    return Value(raw.strip(), float(amount * _in_wan(unit)), "万元", note)  # type: ignore[arg-type]


def _in_wan(unit: str) -> Decimal:
    """How many 万元 a unit of money is: 千元 is a tenth of one."""
    yuan = Decimal(1)
    for word in unit:
        yuan *= _TIMES[word]
    return yuan / 10_000


def is_value(text: str) -> bool:
    """Would a folded text in a cell be read as a number or as a blank (a dash, a slash, 无)?"""
    return len(text) <= _LONGEST and _is_value(text)


@lru_cache(maxsize=16384)
def _is_value(text: str) -> bool:
    if not text or text[0] in "/\\—-_无":
        return _NOTHING.fullmatch(text) is not None or _COUNT.fullmatch(text) is not None
    return any(pattern.fullmatch(text) is not None for pattern in (_COUNT, _MONEY, _CHANGE))


def _read(raw: str, pattern: re.Pattern[str]) -> Value:
    found = _matched(raw, pattern, _COUNT_DIGITS)
    if isinstance(found, Value):
        return found
    remark, sign = _remark(found), _sign(found)
    is_sign = remark in _SIGNS and "sign" in found.groupdict()
    if sign is None or "." in found["number"] or not (is_sign or _is_harmless(remark)):
        return _unreadable(raw)
    number = int(found["number"].replace(",", "").lstrip("+-"))
    is_noted = (remark and not is_sign) or found["mark"]
    return Value(raw.strip(), sign * number, None, "annotated" if is_noted else "")


def _matched(raw: str, pattern: re.Pattern[str], digits: int) -> re.Match[str] | Value:
    """The parts of a cell that prints one number of at most so many digits; else what it is instead."""
    text = fold(raw[: _LONGEST + 1]).strip()
    if _NOTHING.fullmatch(text):
        return Value(raw.strip()) if text else BLANK
    found = pattern.fullmatch(text) if len(raw) <= _LONGEST else None
    return found if found and _plain(found["number"], digits) else _unreadable(raw)


def _unreadable(raw: str) -> Value:
    return Value(raw.strip(), note="unreadable")


def _remark(found: re.Match[str]) -> str:
    return (found["remark"] or "").strip("() ")


def _sign(found: re.Match[str]) -> int | None:
    """1 or -1; None where signs are printed twice (减-3: one minus or two?)."""
    printed = [found["number"][0]] if found["number"][0] in "+-" else []
    if "sign" in found.groupdict():
        printed += [word for word in (found["sign"], _remark(found)) if word in _SIGNS]
    if len(printed) > 1:
        return None
    return -1 if printed and (printed[0] == "-" or _SIGNS.get(printed[0]) == -1) else 1


def _is_harmless(remark: str) -> bool:
    """Does a remark in brackets say nothing that changes the number before it?"""
    return not remark or _HARMLESS.fullmatch(remark) is not None


def _plain(number: str, digits: int = _DIGITS) -> bool:
    """No leading zero (``05``, ``003``: a glued row?) and not longer than any real figure."""
    whole = number.lstrip("+-").split(".")[0].replace(",", "")
    return (whole == "0" or not whole.startswith("0")) and len(whole) <= digits
