"""Brackets (括号) of labels and headers: only what is known to leave a label what it is may be left out.

>>> without("行政规范性文件(指现行有效的)"), without("本年收费金额(单位:万元)"), without("行政许可(2021年)")
('行政规范性文件', '本年收费金额', '行政许可')
>>> without("本年处理决定数量(罚款金额)"), without("予以公开(含部分公开)"), without("部分公开(区分处理的,只计这")
('本年处理决定数量(罚款金额)', '予以公开(含部分公开)', '部分公开')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.forms import forms
from ingest.grids.senses import is_turned, of_money, senses
from ingest.grids.years import is_own, other_year, year_alone
from ingest.text import fold, label_key

_BRACKET = re.compile(r"\([^()]*\)?")
_LEAST = 2  # characters of the form's own bracket that are left of it
_GARBLED = 0.8  # of its characters are the form's


def without(folded: str) -> str:
    """A folded label without the brackets that are known to be harmless; one that it begins with is its number."""
    bare = _BRACKET.sub("", folded)
    money, results = of_money(bare), re.search(senses()["brackets"]["no_results"], bare) is None
    for bracket in _BRACKET.findall(folded[1:]):
        if _is_harmless(bracket, money=money) or (results and _of_results().fullmatch(label_key(bracket))):
            folded = folded.replace(bracket, "")
    return folded


@lru_cache(maxsize=4096)
def _is_harmless(bracket: str, *, money: bool) -> bool:
    key = label_key(bracket)
    if not key or _whole(money=money).fullmatch(key) or is_own(key) or year_alone(key) is not None:
        return bool(key)
    if key.startswith(tuple(senses()["brackets"]["begins"])):
        return not is_turned(key) and other_year(key, None) is None
    return _is_forms(key) and (money or not _whole(money=True).fullmatch(key))


def _is_forms(key: str) -> bool:
    """Is this what the form prints in brackets itself, perhaps cut or with a character too many?"""
    if any(own.startswith(key) for own in _own()) and len(key) >= _LEAST:
        return True
    return any(_alike(key, own[:end]) >= _GARBLED for own in _own() for end in (len(key), len(own)))


def _alike(key: str, own: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 (only brackets on no list wait for it)

    return fuzz.ratio(key, own) / 100


@cache
def _whole(*, money: bool) -> re.Pattern[str]:
    lists = senses()["brackets"]
    return re.compile("|".join(f"(?:{way})" for way in (*lists["whole"], *(lists["money"] if money else ()))))


@cache
def _of_results() -> re.Pattern[str]:
    return re.compile("|".join(senses()["brackets"]["results"]))


@cache
def _own() -> frozenset[str]:
    """What the forms print in brackets behind the names of rows and measures, and over them."""
    labels = [way for form in forms().values() for label in (*form.outcomes, *form.measures) for way in label.printed]
    texts = [fold(text)[1:] for text in labels] + [fold(form.printed_rule) for form in forms().values()]
    return frozenset(label_key(bracket) for text in texts for bracket in _BRACKET.findall(text))
