"""What an organ does (职能), and one form for every way of writing its name.

>>> class_of("教育体育局"), class_of("示例局")
('education', None)
>>> canonical("住建局") == canonical("住房和城乡建设局") == canonical("住房城乡建设局（人民防空办公室）")
True
>>> canonical("商务局机关"), canonical("商务局办公室"), canonical("教育系统"), canonical("人民政府办公室")
('商务局', '商务局', '教育局', '人民政府办公室')
>>> canonical("示例镇人民政府", township=True) == canonical("示例镇", township=True)
True
>>> in_turn(canonical("环保局"), canonical("生态环境局")), in_turn(canonical("农业局"), canonical("林业局"))
(True, False)
>>> abbreviates("文广新局", "文化广电新闻出版局"), abbreviates("商务局", "民政局")
(True, False)
>>> of_the_line("税务局"), of_the_line("市场监督管理局")
(True, False)
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Any, NamedTuple

# The organ's other name (粮食局), but no branch: 生态环境局（二七分局）, 公安局（交通警察支队） are their own organs.
_BRACKETS = re.compile(r"[（(](?![^（()）]*(?:分局|支队|大队|总队|分队|中队|分中心)[)）])[^（()）]*[)）]$")
# 局机关 and 局办公室 are the organ and its inner office. 委员会办公室 is an organ of its own.
_INNER = re.compile(r"(?<=[局厅])(?:机关|系统|(?:党政)?(?:综合)?(?:办公室|办))$|(?<=委员会)机关$")
_AND = re.compile(r"(?<=.)[和与及、](?=.)")
_TOWNSHIP = re.compile(
    r"^(.+?(?:镇|乡|街道|苏木))(?:(?:人民)?政府(?:办公室)?|办事处|办|党工委|党委)?(?:党政(?:综合)?办公室|办公室)?$"
)


class FunctionClass(NamedTuple):
    """A field of administration."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "functions.toml").read_text("utf-8"))


@cache
def classes() -> tuple[FunctionClass, ...]:
    """Every class, townships last."""
    found = [
        FunctionClass(one["code"], one["label"], tuple(one.get("words", ())), tuple(one.get("ends", ())))
        for one in _data()["class"]
    ]
    return (*found, FunctionClass(**_data()["township"]))


@lru_cache(maxsize=8192)
def class_of(function: str, *, township: bool = False) -> str | None:
    """The class of an organ's own part of its name; None for one that no class knows."""
    if township:
        return classes()[-1].code
    plain = _BRACKETS.sub("", function)
    for one in classes():
        if plain.endswith(one.ends) or any(word in plain for word in one.words):
            return one.code
    return None


@lru_cache(maxsize=8192)
def canonical(function: str, *, township: bool = False) -> str:
    """One form for all the ways of writing an organ's own part of its name. It is for comparing, not for reading."""
    plain = _BRACKETS.sub("", function) or function
    if township:
        found = _TOWNSHIP.match(plain)
        return found[1] if found else plain
    plain = _INNER.sub("", plain)
    if plain.endswith("系统"):
        plain = _data()["systems"].get(plain.removesuffix("系统"), plain)
    return _AND.sub("", _data()["written"].get(plain, plain))


@lru_cache(maxsize=8192)
def of_the_line(function: str) -> bool:
    """Does an organ answer to the state's own line (垂直管理), and not to the government of its place?"""
    return function.startswith(tuple(_data()["line"]["begins"]))


@cache
def _turns() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset(pair) for turn in _data()["turns"] for pair in combinations(set(map(canonical, turn["names"])), 2)
    )


def in_turn(one: str, other: str) -> bool:
    """Are these canonical names known as names that one organ bore in turn?"""
    return frozenset((one, other)) in _turns()


def abbreviates(one: str, other: str) -> bool:
    """Is one of two canonical names short for the other: all its characters, in order, the first and last the same?"""
    short, full = sorted((one, other), key=len)
    rest = iter(full)
    return len(short) > 2 and (short[0], short[-1]) == (full[0], full[-1]) and all(char in rest for char in short)
