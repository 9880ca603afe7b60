"""Senses (词义): what the words beside a listed wording do to it; the words are in ``senses.toml``.

>>> turns("不属于国家秘密", "属于国家秘密"), turns("撤销行政处罚", "行政处罚"), turns("结转下年申请", "上年结转申请")
(True, True, True)
>>> turns("属国家秘密的", "属于国家秘密"), turns("逾期未补正", "逾期不补正"), turns("结转下年继续", "结转下年继续办理")
(False, False, False)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ingest.grids.likeness import likeness

_NEAR = 0.75  # likeness of what is one label written otherwise


@cache
def senses() -> dict[str, Any]:
    """The lists of words, as the file has them."""
    return tomllib.loads((files(__package__) / "senses.toml").read_text("utf-8"))


@lru_cache(maxsize=65536)
def turns(key: str, way: str) -> bool:
    """Does a normal form have words that make it another thing than a listed one is?"""
    if key == way:
        return False
    scaled = bool(_scales(key) - _scales(way)) and not of_money(way)
    told = scaled or _is_other(key, way) or _lacks(key, way)
    return told or _negations(key) != _negations(way) or bool(_added(key) - _added(way))


def sense_likeness(key: str, ways: Sequence[str]) -> float:
    """How like a normal form is to the nearest of these whose sense it doesn't turn, from 0 to 1."""
    return likeness(key, tuple(way for way in ways if not turns(key, way)))


def keeps_sense(key: str, way: str) -> bool:
    """Is a normal form a listed one but for a few characters, none of them of its words for a time and a course?"""
    when = (sense for sense in senses()["turning"]["senses"] if sense["name"] in ("time", "course"))
    words = (word for sense in when for ways in sense["ways"] for word in ways)
    return all(word in key for word in words if word in way) and sense_likeness(key, (way,)) >= _NEAR


def one_spelling(folded: str) -> str:
    """A folded text with one spelling of the words that have several (其它, 上年度)."""
    for pattern, word in _spellings():
        folded = pattern.sub(word, folded)
    return folded


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), word) for word, pattern in senses()["spellings"].items())


def is_other(key: str) -> bool:
    """Has a normal form a word that makes another thing of whatever it stands beside?"""
    return bool(_added(key) or (_scales(key) and not of_money(key)))


@lru_cache(maxsize=16384)
def is_of_other_numbers(text: str) -> bool:
    """Does a text say, and nothing else, that its numbers are others than the year's counts?

    >>> [is_of_other_numbers(text) for text in ("近三年合计", "占比(%)", "本年累计", "办结率100%", "12%")]
    [True, True, False, False, False]
    """
    bare = re.sub(r"[\s()（）:：。.,，、|]", "", text)
    return _captions().fullmatch(bare) is not None and _own_sum().search(bare) is None


@cache
def _captions() -> re.Pattern[str]:
    lists = senses()["captions"]
    other, around = (f"(?:{'|'.join(lists[name])})" for name in ("other", "around"))
    return re.compile(rf"(?:{around}){{0,6}}{other}(?:{around}|{other}){{0,6}}")


@cache
def _own_sum() -> re.Pattern[str]:
    return re.compile(senses()["captions"]["own"])


def is_apart(text: str) -> bool:
    """Is this a rule of the form, a citation or a formula, whose years are no table's?"""
    return _apart().search(text) is not None


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(senses()["captions"]["apart"])


def is_turned(key: str) -> bool:
    """Has a remark any word that turns what it stands beside?"""
    return bool(_negations(key) or _added(key))


@lru_cache(maxsize=16384)
def _negations(key: str) -> int:
    return sum(found[0] in senses()["turning"]["negations"] for found in _negating().finditer(key))


@cache
def _negating() -> re.Pattern[str]:
    turning = senses()["turning"]
    return _any_of([*turning["neutral"], *turning["negations"]])


@lru_cache(maxsize=16384)
def _added(key: str) -> frozenset[str]:
    return frozenset(_adding().findall(key))


@cache
def _adding() -> re.Pattern[str]:
    return _any_of(senses()["turning"]["added"]["words"])


def _scales(key: str) -> set[str]:
    return {scale for scale in senses()["turning"]["added"]["scales"] if scale in key}


def of_money(text: str) -> bool:
    """Does a label or header speak of money?"""
    return _of_money().search(text) is not None


@cache
def _of_money() -> re.Pattern[str]:
    return re.compile(senses()["brackets"]["of_money"])


def _is_other(key: str, way: str) -> bool:
    """Has it another word for a time, a course or an outcome than the listed one, though perhaps that one's, too?"""
    for sense in senses()["turning"]["senses"]:
        own, printed = (_which(sense["ways"], text) for text in (way, key))
        if own and printed - own:
            return True
    return False


def _lacks(key: str, way: str) -> bool:
    """Has the listed wording a word that decides, of which it has none?"""
    lines = senses()["turning"]["needed"]["words"]
    return any(any(word in way for word in line) and not any(word in key for word in line) for line in lines)


def _which(ways: Sequence[Sequence[str]], text: str) -> set[int]:
    return {at for at, words in enumerate(ways) if any(word in text for word in words)}


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
