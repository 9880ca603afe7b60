"""A name's place: the longest chain of places that it begins with, parents and ethnic words optional.

>>> read("郑州市二七区商务局", 2020)
Reading(codes=('410103',), end=6)
>>> read("鼓楼区商务局", 2020).codes            # four cities have one
('320106', '320302', '350102', '410204')
>>> read("开封鼓楼区商务局", 2020).codes, read("瀍河区商务局", 2020).codes
(('410204',), ('410304',))
>>> read("新郑市场监督管理局", 2020).codes       # 市 belongs to 市场
()
>>> read("雄安新区容城县商务局", 2020)           # a zone, and a county that it lies in
Reading(codes=('130629',), end=7)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest.places import table

# A place whose last character begins another word ends elsewhere: 新郑(市场监督), 二七(区块链), 第一(师范).
_ANOTHER = re.compile(
    r"市(?:场|容|域|政(?:工程|设施|管理局|园林|公用|建设|养护|道路))|区(?:块|域|划|间)|县(?:域|级)|州(?:际)|师(?:范|大)"
)
_SECOND = frozenset("场容域政块划间级际范大")  # the second characters of those words
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡"
    "|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯"
    "|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_BARE = "蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|鄂伦春"  # also without 族 after them
_ETHNIC = re.compile(rf"(?:(?:{_PEOPLES})族|{_BARE})+(?:自治)?(?=[县州旗区]$)")
_PEOPLES_ALONE = re.compile(rf"(?:(?:{_PEOPLES})族|{_BARE})+(?=自治[县旗]$)")
_OF_A_PEOPLE = re.compile(rf"({_PEOPLES})(?:族)?自治([县旗])")
_SHORT = re.compile(r"(?<=..)(?:省|市|地区|盟|自治州|自治区|特别行政区)$")
_WORD = 2  # characters of a county's name that is a word as well: 城区, 矿区


class Reading(NamedTuple):
    """The places that a name may begin with, and where they end in it."""

    codes: tuple[str, ...] = ()
    end: int = 0


_Codes = dict[str, list[str]]  # a name → the codes that bear it


class _Table(NamedTuple):
    """The names of a year."""

    names: _Codes
    shorts: _Codes  # 河南, 郑州: only before another place
    sizes: dict[str, tuple[int, ...]]  # first two characters → how long such names are, the longest first


def without_people(name: str) -> str | None:
    """A name without its ethnic words, None where it has none or nothing would be left.

    >>> without_people("积石山保安族东乡族撒拉族自治县"), without_people("东乡族自治县")
    ('积石山县', None)
    """
    short = _ETHNIC.sub("", name)
    return short if short != name and len(short) > 2 else None


@cache
def _table(year: int | None) -> _Table:
    """The names in force in a year; None: in any year of which there are reports."""
    if year is not None and year > table.LAST:  # the latest one serves for today
        return _table(table.LAST)
    names: _Codes = {}
    derived: _Codes = {}
    shorts: _Codes = {}
    for code, name in table.in_force(year):
        names.setdefault(name, []).append(code)
        for written in without_its_people(name):
            derived.setdefault(written, []).append(code)
        if code.endswith("00"):
            shorts.setdefault(_short(name), []).append(code)
    for alias, name, code in table.aliases():
        if name in names:
            derived.setdefault(alias, []).append(code)
    for written, codes in derived.items():  # another place's own name goes before a shortened one
        names.setdefault(written, codes)
    return _Table(names, shorts, _sizes([*names, *shorts]))


def without_its_people(name: str) -> Iterator[str]:
    """What people call a place whose name has a people's in it: 恩施州, 大通县, 关岭自治县, 内蒙古."""
    short = without_people(name) if "族" in name or "自治" in name else None
    if short:
        yield short
    elif _OF_A_PEOPLE.fullmatch(name):  # 东乡族自治县, 鄂温克族自治旗
        yield _OF_A_PEOPLE.sub(r"\1\2", name)
    if name.endswith(("自治县", "自治旗")) and (kept := _PEOPLES_ALONE.sub("", name)) != name and len(kept) > 4:
        yield kept  # 关岭自治县
    if name in _AUTONOMOUS:
        yield _AUTONOMOUS[name]


_AUTONOMOUS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}


def _short(name: str) -> str:
    return _AUTONOMOUS.get(name) or _SHORT.sub("", without_people(name) or name)


def _sizes(names: list[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}


def read(name: str, year: int | None) -> Reading:
    """The places that a name begins with by the table of a year, () where it begins with none.

    The longest chain counts: 吉林市 is no more 吉林省 than 市 is a word of its own. Where two chains are as long, both
    of their places may be meant.
    """
    known = _table(year)
    best, codes = 0, set[str]()
    begun: list[tuple[int, str | None]] = [(0, None)]  # where a chain goes on, and the place that it has come to
    while begun:
        start, outer = begun.pop()
        for size in known.sizes.get(name[start : start + 2], ()):
            written = name[start : start + size]
            end = start + len(written)
            for code in known.names.get(written, ()):
                if outer is None or outer in table.above(code) or _is_in_zone(written, code, outer):
                    begun.append((end, code))
                    if end >= best and not _goes_on(name, end):
                        codes = {*codes, code} if end == best else {code}
                        best = end
            for code in known.shorts.get(written, ()):
                if outer is None or outer in table.above(code):
                    begun.append((end, code))
    return Reading(tuple(sorted(codes)), best)


def _is_in_zone(written: str, code: str, outer: str) -> bool:
    """Is a county written behind a zone that lies in one or several of the same city, or province?"""
    zone = "Z" in outer or table.name(outer).endswith("新区")
    return zone and len(written) > _WORD and table.level(code) == "county" and table.parent(outer) in table.above(code)


def _goes_on(name: str, end: int) -> bool:
    """Does the last character of a place belong to another word?"""
    return name[end : end + 1] in _SECOND and _ANOTHER.match(name, end - 1) is not None
