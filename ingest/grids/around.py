"""Words that stand around (表头与分组的字样): over columns, over labels, above groups of either; they name none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ingest.forms import forms
from ingest.grids.likeness import likeness
from ingest.grids.senses import is_of_other_numbers, is_other, is_turned, turns
from ingest.grids.words import (
    channel_of,
    columns,
    columns_called,
    is_around,
    is_corner,
    is_label_heading,
    key_of,
    number_of,
    rows_called,
    unnumbered,
)
from ingest.grids.years import is_own, year_alone
from ingest.text import fold

_BRACKET = re.compile(r"\([^()]*\)")
_EXAMPLES = re.compile(r"(?<=.)\([^()]{2,20}等(?:情形|情况)?\)$")  # what stands beneath has names of its own
_NEAR = 0.6  # likeness of words that may be a group's
_END = 2  # characters with which a head ends: 公开, 提供, 处理
_SHORT = 3  # characters of a column's name that words around may hold by chance
_AMONG = "其中"  # what it stands over are parts, each by its own name


def words_around(texts: Iterable[str], paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """A header's words that are over no single column: over its labels, over all columns; none that hold columns."""
    over = {text for path in paths for text in path}
    printed = dict.fromkeys(text.strip() for text in texts if text.strip())
    return tuple(text for text in printed if text not in over and not holds_columns(text))


@lru_cache(maxsize=4096)
def holds_columns(text: str) -> bool:
    """Are the names of columns in a text, as where a header is one cell (信息内容 上年项目数量 …)?"""
    key = key_of(text)
    return any(way in key for way in columns() if len(way) > _SHORT)


@lru_cache(maxsize=4096)
def is_turned_group(text: str) -> bool:
    """Do words over columns or rows make something else of what they stand over (办理结果（占比）, 撤销不予公开)?

    >>> is_turned_group("申请人情况（累计）"), is_turned_group("（五）予以处理"), is_turned_group("（五）不予处理")
    (True, True, False)
    """
    key = key_of(_EXAMPLES.sub("", unnumbered(text)))
    if any(map(is_of_other_numbers, (fold(text), *_BRACKET.findall(fold(text))))):
        return True
    if not key or any(map(str.isdigit, key)) or key.startswith(_AMONG) or _is_known(text):
        return False  # 41（其中修订2件） is a value that strayed there
    held = max((way for way in _groups() if len(way) > _SHORT and way in key), key=len, default=None)
    if held:
        return is_turned(key.replace(held, ""))
    near = max((*_groups(), *_rows()), key=lambda way: likeness(key, (way,)))
    if key in near and not number_of(text):
        return False  # a piece of it, torn off
    if likeness(key, (near,)) >= _NEAR:
        return turns(key, near)
    return is_other(key) or _is_opposed(key, number_of(text))


def _is_opposed(key: str, number: str) -> bool:
    """Do words end as a head over rows does, that of their number if any, and say the opposite (可以提供, 改为公开)?"""
    heads = [way for of, way in _heads() if way[-_END:] == key[-_END:] and number in ("", of)]
    return bool(heads) and len(key) > _END and all(turns(key, way) for way in heads)


def _is_known(text: str) -> bool:
    """Is this in so many words what a form, or a table's maker, prints around?"""
    named = columns_called(text) or rows_called(text) or is_own(text) or year_alone(text) is not None
    return bool(named or is_around(text) or is_corner(text) or is_label_heading(text) or _is_group(text))


def _is_group(text: str) -> bool:
    key = key_of(text)
    return channel_of(text) is not None or key in _groups()


@cache
def _rows() -> tuple[str, ...]:
    """The labels of table 2, beneath the words for their group."""
    labels = (label for form in forms().values() for label in form.outcomes)
    return tuple(dict.fromkeys(key_of(unnumbered(way)) for label in labels for way in label.printed))


@cache
def _heads() -> tuple[tuple[str, str], ...]:
    """The number and the words of what heads rows of table 2."""
    labels = [label for form in forms().values() for label in form.outcomes if label.kind == "head"]
    ways = [way for label in labels for way in label.printed]
    return tuple(dict.fromkeys((number_of(way), key_of(unnumbered(way))) for way in ways))


@cache
def _groups() -> tuple[str, ...]:
    """The forms' words over columns and rows."""
    words = [word for form in forms().values() for around in form.around.values() for word in around]
    heads = [
        way for form in forms().values() for label in form.outcomes if label.kind == "head" for way in label.printed
    ]
    channels = [way for form in forms().values() for label in form.channels for way in (label.group, *label.printed)]
    return tuple(dict.fromkeys(key_of(unnumbered(word)) for word in (*words, *heads, *channels) if word))
