"""The columns of a statistics table (统计表的栏): what each header names, and which one holds the report's numbers.

>>> [kinds_of(text) for text in ("统 计 指 标", "计量单位", "数量（件）", "本年度统计数", "2015年")]
['indicator', 'unit', 'value', 'year', 'value']
>>> [kinds_of(text) for text in ("区政府统计数", "上年统计数", "历年累计", "统计数（百件）", "1-9月数量", "栏目")]
['other', 'other', 'other', 'other', 'other', '']
>>> chosen([("unit", "单位"), ("other", "本期实际"), ("year", "本年累计")], 2009)
2
>>> chosen([("value", "区政府统计数"), ("value", "区直单位统计数")], 2016) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.forms.statistics import statistics_forms
from ingest.patterns import lazy
from ingest.text import fold, label_key

Column = tuple[str, str]  # its kind, its header as printed

_VALUES = ("value", "total", "year", "other")
_YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)年?度?")
_LONGEST = 24  # characters of a header that is looked into
_SPACED = 5  # pieces that spaces part one header into
_HAS = ("统计数", "数量", "累计", "合计", "总计")  # what tells a column of numbers, whatever stands beside it
_TELLING = ("value", "total", "year", "other")  # of several kinds that one header names, the last one counts


@cache
def _words() -> dict[str, str]:
    known: dict[str, str] = {}
    for form in statistics_forms().values():
        for kind, words in form.columns.items():
            known |= {label_key(fold(word)): kind for word in words}
    return known


@cache
def _telling() -> dict[str, str]:
    return {way: kind for way, kind in _words().items() if kind in _TELLING}


@cache
def _plain() -> re.Pattern[str]:
    """What a header of numbers may be made of: words of the form's, and such as change nothing."""
    plain = [label_key(way) for form in statistics_forms().values() for way in form.plain]
    return re.compile(rf"(?:{'|'.join(map(re.escape, (*_telling(), *plain)))})*")


@cache
def kinds_of(text: str) -> str:
    """What a header names: indicator, serial, code, unit; value, total, year or other (numbers); none; "" unknown.

    Numbers with any word beside them that isn't known to change nothing are others than the report's.
    """
    key = label_key(fold(text))
    if kind := _words().get(key):
        return kind
    rest = _YEAR.sub("", key)
    if key and not rest:
        return "value"
    if len(rest) > _LONGEST or not _plain().fullmatch(rest):
        return "other" if any(word in key for word in _HAS) else ""
    kinds = {kind for way, kind in _telling().items() if way in rest}
    return next((kind for kind in reversed(_TELLING) if kind in kinds), "")


def in_a_row(text: str) -> tuple[Column, ...]:
    """The headers that stand on one line with nothing certain between them, if that line is nothing else.

    >>> [kind for kind, _ in in_a_row("序号 统 计 指 标 单位 统计数")], in_a_row("统计指标的说明")
    (['serial', 'indicator', 'unit', 'value'], ())
    """
    return _of_key(label_key(fold(text))) or _of_pieces(text.split())


def _of_pieces(pieces: Sequence[str]) -> tuple[Column, ...]:
    """Headers between spaces, some of them with spaces of their own."""
    if not pieces:
        return ()
    for size in range(1, _SPACED + 1):
        word = "".join(pieces[:size])
        if len(pieces) >= size and (kind := kinds_of(word)):
            rest = _of_pieces(pieces[size:])
            if rest or len(pieces) == size:
                return ((kind, word), *rest)
    return ()


def _of_key(rest: str) -> tuple[Column, ...]:
    """Headers that are glued to each other."""
    found: list[Column] = []
    ways = sorted(_words(), key=len, reverse=True)
    while rest:
        year = _YEAR.match(rest)
        way = next((way for way in ways if rest.startswith(way)), year[0] if year else "")
        if not way:
            return ()
        found.append((kinds_of(way), way))
        rest = rest[len(way) :]
    return tuple(found)


def is_header(columns: Sequence[Column]) -> bool:
    """Is this the header of a statistics table: indicators, and behind them numbers?"""
    kinds = [kind for kind, _ in columns]
    return "indicator" in kinds and any(kind in _VALUES for kind in kinds[kinds.index("indicator") :])


def values_of(columns: Sequence[Column]) -> list[int]:
    """The columns of numbers."""
    return [at for at, (kind, _) in enumerate(columns) if kind in _VALUES]


def chosen(columns: Sequence[Column], year: int | None) -> int | None:
    """The column that holds the report's own numbers; None where the page doesn't say which one does.

    The total where one is printed; the report's year beside other years or parts of it; the only one there is.
    """
    numbers = values_of(columns)
    years = {at: int(found[1]) for at in numbers if (found := _YEAR.search(fold(columns[at][1])))}
    own = [at for at in numbers if years.get(at, year) == year and columns[at][0] != "other"]
    for fitting in (
        own if len(own) == 1 else [],
        [at for at in own if columns[at][0] == "total"],
        [at for at in own if columns[at][0] == "year" or years.get(at) == year],
    ):
        if len(fitting) == 1:
            return fitting[0]
    return None
