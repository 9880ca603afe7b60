"""Years (年度) in any writing: which year a header, a label or a bracket speaks of.

>>> [other_year(text, 2023) for text in ("2022年", "本年制发件数", "上年件数", "二〇二一年", "(21年)", "对比期")]
['2022年', None, '上年', '二〇二一年', '21年', '对比期']
>>> year_alone("二〇二一年度"), year_alone("(2021)"), year_alone("21年"), year_alone("2021件"), year_alone("21")
(2021, 2021, 2021, None, None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ingest.grids.senses import senses
from ingest.text import fold

_FIGURES = {figure: str(number) for number, figure in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○O", "0")
DATED = r"(?:(?:19|20)\d\d|(?:二[零〇○O0]|一九)[零〇○O0一二三四五六七八九]{2})"  # a year in four figures or characters
_DATED = re.compile(DATED)
_WRITTEN = re.compile(
    rf"(?<!\d){DATED}(?!\d)"
    r"|(?<![\d满近第约逾])(?P<short>\d\d)(?=年(?!以|内|间|来))"
)
_ALONE = re.compile(r"\W*(?P<year>[\d零〇○O一二三四五六七八九]{2,4})(?P<end>年度?)?\W*")


@lru_cache(maxsize=16384)
def other_year(text: str, year: int | None) -> str | None:
    """The words by which a text speaks of another year than the report's."""
    folded = fold(text)
    for words, named in _years(folded):
        if year is not None and named != year:
            return words
    past = _past().search(folded)
    return past[0] if past else None


def without_gloss(text: str, year: int | None) -> str:
    """A text without the year that a bracket behind 上年 or 下年 names, if it is the year before or after.

    >>> without_gloss("二、上年（2022年）结转申请", 2023), wrong_gloss("结转下年度（2023年）", 2023)
    ('二、上年结转申请', '下年度(2023年)')
    """
    return _gloss().sub(lambda found: (found["said"] or "") if _fits(found, year) else found[0], fold(text))


def wrong_gloss(text: str, year: int | None) -> str | None:
    """上年 or 下年 with another year in brackets than that is."""
    return next((found[0] for found in _gloss().finditer(fold(text)) if not _fits(found, year)), None)


def _fits(found: re.Match[str], year: int | None) -> bool:
    return year is None or found["year"] is None or int(found["year"]) == year + (-1 if found["before"] else 1)


@cache
def _gloss() -> re.Pattern[str]:
    return re.compile(senses()["years"]["gloss"])


def _years(folded: str) -> Iterator[tuple[str, int]]:
    for found in _WRITTEN.finditer(folded):
        end = "年" if folded[found.end() :][:1] == "年" else ""
        yield found[0] + end, _number(found[0])


def year_alone(text: str) -> int | None:
    """The year that a text names and nothing else; None where it is none."""
    found = _ALONE.fullmatch(fold(text))
    if found is None or not (len(found["year"]) == 4 or (found["end"] and found["year"].isdigit())):
        return None
    written = _WRITTEN.fullmatch(found["year"]) if len(found["year"]) == 4 else found
    return _number(found["year"]) if written and len(found["year"]) in (2, 4) else None


def is_past_alone(text: str) -> bool:
    """Does a text name a time before the report's, and nothing else (上年, 对比期数据)?"""
    key = re.sub(r"\W", "", fold(text))
    return _past_alone().fullmatch(key) is not None


def is_own(text: str) -> bool:
    """Does a text name the report's time in words, and nothing else (本年, 报告期)?"""
    return re.sub(r"\W", "", fold(text)) in _own()


def year_at_start(words: str) -> int | None:
    """The year in four figures or characters with which words begin."""
    found = _DATED.match(words)
    return _number(found[0]) if found else None


def _number(words: str) -> int:
    figures = "".join(_FIGURES.get(char, char) for char in words)
    return int(figures) + (2000 if len(figures) == 2 else 0)


@cache
def past_words() -> str:
    """A pattern of the words for a time before the report's."""
    return f"(?:{'|'.join(senses()['years']['past'])})"


@cache
def _past() -> re.Pattern[str]:
    return re.compile(past_words())


@cache
def _past_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:{past_words()})+的?(?:数据?|件?数量?|情况)?")


@cache
def _own() -> frozenset[str]:
    return frozenset(senses()["years"]["own"])
