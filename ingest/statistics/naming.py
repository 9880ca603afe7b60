"""Rows of a statistics table named (统计指标的对应): each printed label → the indicator that it is.

A listed wording is its indicator's. Two indicators have the same words (被依法纠错数 under 行政复议 and 行政诉讼): the
block above tells them, and without it nobody. A wording on no list is taken if it is like one indicator and no
other, and stands between the rows that it stands between in the form.

>>> twice = named(["四、行政复议数量", "（二）被依法纠错数", "五、行政诉讼数量", "（二）被依法纠错数"])
>>> [match.code for match in twice]
['reconsiderations', 'reconsideration_corrected', 'lawsuits', 'litigation_corrected']
>>> named(["（二）被依法纠错数"])[0].code is None
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from ingest.forms.statistics import Indicator, latest
from ingest.grids.brackets import without
from ingest.grids.likeness import adds
from ingest.grids.senses import sense_likeness
from ingest.grids.words import unnumbered
from ingest.patterns import lazy
from ingest.text import fold, label_key

_LIKE = 0.75  # likeness below which a wording is nobody's
_MARGIN = 0.15  # by which the next must be less like it
_COUNTED = "人户"  # whoever counts them counts no cases
_ROWS = 3  # of the form; fewer are no table
_DROPPED = dict.fromkeys(map(ord, " \t\u3000\xa0的"))
_PART = lazy(r"(?:其中|含|另)[:：]?")


class Named(NamedTuple):
    """``code``: None for a heading and for what is no row of the form; ``row``: where it stands in the form."""

    code: str | None
    row: int | None
    listed: bool = True


NOBODY = Named(None, None)


@cache
def key_of(text: str) -> str:
    """The normal form of a label: without its number, 其中, marks, spaces and 的.

    >>> key_of("其中：1.当面申请数") == key_of("当面的申请数") == "当面申请数"
    True
    """
    words = unnumbered(text).strip()
    found = _PART.match(words)
    return label_key(unnumbered(words[found.end() :]) if found else words).replace("的", "")


@cache
def _listed() -> dict[str, tuple[int, ...]]:
    known: dict[str, tuple[int, ...]] = {}
    for at, row in enumerate(latest().rows):
        for key in dict.fromkeys(_keys(row)):
            known[key] = (*known.get(key, ()), at)
    return known


@cache
def _local() -> frozenset[str]:
    return frozenset(key_of(fold(label)) for label in latest().local)


def is_listed(text: str) -> bool:
    """Does a text name a row of the form, or one that provinces insert, in listed words?"""
    key = key_of(fold(text))
    return key in _listed() or key in _local()


def indicator_of(text: str) -> Indicator | None:
    """The row of the form that a text names in listed words; of two worded alike the first."""
    rows = _listed().get(key_of(fold(text)), ())
    return latest().rows[rows[0]] if rows else None


def may_print(folded: Iterable[str]) -> bool:
    """Do so many indicators stand in a text, anywhere, that it may print a table of them? Nearly no text does."""
    text = "".join(folded).translate(_DROPPED)
    return sum(key in text for key in _listed()) >= _ROWS


def named(labels: Sequence[str]) -> list[Named]:
    """For each label, in the order printed, the row that it names."""
    found = [_by_list(label) for label in labels]
    for at, label in enumerate(labels):
        if found[at] is NOBODY and (rows := _listed().get(key_of(fold(label)), ())):
            found[at] = _under_its_block(rows, found[:at])
    for at, label in enumerate(labels):
        if found[at] is NOBODY and not is_listed(label):
            found[at] = _by_likeness(label, found, at)
    return found


def _by_list(label: str) -> Named:
    rows = _listed().get(key_of(fold(label)), ())
    return Named(latest().rows[rows[0]].code, rows[0]) if len(rows) == 1 else NOBODY


def _under_its_block(rows: Sequence[int], above: Sequence[Named]) -> Named:
    """Which of two rows of one wording: the one of whose block the row above is a part."""
    form = latest()
    nearest = next((one for one in reversed(above) if one.row is not None), None)
    if nearest is None:
        return NOBODY
    block = form.blocks.get(nearest.code or "") or nearest.code
    fitting = [at for at in rows if form.blocks.get(form.rows[at].code or "") == block]
    return Named(form.rows[fitting[0]].code, fitting[0]) if len(fitting) == 1 else NOBODY


def _by_likeness(label: str, found: Sequence[Named], at: int) -> Named:
    key, rows = key_of(without(fold(label))), latest().rows
    scores = sorted(((sense_likeness(key, _keys(row)), place) for place, row in enumerate(rows)), reverse=True)
    (best, place), (second, _) = scores[:2]
    taken = {one.row for one in found}
    if best < _LIKE or best - second < _MARGIN or place in taken or not _in_order(place, found, at):
        return NOBODY
    return NOBODY if _says_more(key, _keys(rows[place])) else Named(rows[place].code, place, listed=False)


def _says_more(key: str, ways: tuple[str, ...]) -> bool:
    """Has a wording words that none of the listed ones has, and that may count another thing (网上, 月均, 人数)?"""
    people = any(char in key and not any(char in way for way in ways) for char in _COUNTED)
    for word in latest().around:
        key = key if any(word in way for way in ways) else key.replace(word, "")
    return people or bool(adds(key, ways))


@cache
def _keys(row: Indicator) -> tuple[str, ...]:
    return tuple(key_of(fold(way)) for way in row.printed)


def _in_order(place: int, found: Sequence[Named], at: int) -> bool:
    above = next((one.row for one in reversed(found[:at]) if one.row is not None), -1)
    below = next((one.row for one in found[at + 1 :] if one.row is not None), len(latest().rows))
    return above < place < below
