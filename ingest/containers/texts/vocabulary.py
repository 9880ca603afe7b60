"""What the words of tables tell where no delimiter does (无分隔符时的用语): labels in pieces, glued, or on one line.

>>> from ingest.grids.words import is_known
>>> is_known("自然人"), is_known("（三）不予公开"), is_known("今日要闻"), begins("1.属于国家")
(True, True, False, True)
>>> cut("规章003规范性文件1240")
['规章', '003', '规范性文件', '1240']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product

from ingest.forms import Form, forms
from ingest.grids.words import columns_called, rows_called, unnumbered
from ingest.model import Table
from ingest.text import NOT_LABEL, fold, label_key

_WEAK = 2  # characters; so short a word (其他, 总计) opens no table
_BRACKETS = re.compile(r"\([^()\d]*\)?")
_INSTRUCTION_LEAST = 6  # characters of a bracket that adds to a label


def is_row(text: str) -> bool:
    """Is this the label of a row, and no word of a header as well?"""
    return any(name.table != "appeals" for name in rows_called(text)) and not columns_called(text)


def columns_in_order(table: Table) -> list[list[tuple[str | None, str]]]:
    """The columns of a table as each form has them from left to right, each with the part of table 3 that it is of."""
    found: list[list[tuple[str | None, str]]] = []
    for form in forms().values():
        if table == "appeals":
            found.append([(channel.code, result.code) for channel in form.channels for result in form.results])
        elif table == "applications":
            found.append([(None, label.code) for label in form.applicants])
        else:
            found += [[(None, measure.code) for measure in band.measures] for band in form.bands]
    return found


def is_weak(text: str) -> bool:
    """Is this word too common to open a table (其他, 总计)?"""
    key = label_key(unnumbered(text))
    return len(key) <= _WEAK and (bool(columns_called(key)) or not key)


@lru_cache(maxsize=16384)
def begins(text: str) -> bool:
    """May this be the beginning of such a word?"""
    key = label_key(fold(text))
    return bool(key) and (key in _prefixes() or label_key(unnumbered(text)) in _prefixes())


@lru_cache(maxsize=4096)
def is_part(text: str) -> bool:
    """May this be a piece of such a word, of two characters at least?"""
    key = label_key(fold(text))
    return len(key) > 1 and key in _all()


def is_fragment(text: str) -> bool:
    """May this be left of a word that was torn apart: a character, or a piece of one?"""
    return len(text) == 1 or is_part(text)


@cache
def _all() -> str:
    return "/".join(sorted(keys()))


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(key[:end] for key in keys() for end in range(1, len(key)))


@cache
def keys() -> frozenset[str]:
    """The normal forms of all words, with their numbers and without."""
    found = {_plain(word) for form in forms().values() for word in _words(form)}
    laws, ordinals = ("", "中华人民共和国政府信息公开条例"), "一五六八九"
    captions = {"".join(parts) for parts in product(laws, ("第", ""), ("二十条",), ("第", ""), ordinals, ("项",))}
    return frozenset(filter(None, found | {label_key(unnumbered(word)) for word in _every()} | captions | {"信息内容"}))


def _plain(word: str) -> str:
    return label_key(fold(word))


@cache
def _every() -> tuple[str, ...]:
    return tuple(word for form in forms().values() for word in _words(form))


def _words(form: Form) -> list[str]:
    labels = [
        *form.measures,
        *form.applicants,
        *form.results,
        *form.outcomes,
        *form.channels,
        *(item for band in form.bands for item in band.items),
    ]
    groups = [label.group for label in labels if label.group]
    around = [word for words in form.around.values() for word in words]
    return [*(way for label in labels for way in label.printed), *groups, *around]


# --- words in a line that nothing parts ------------------------------------------------------------------------------


def cut(text: str) -> list[str]:
    """A text cut at the words in it; what stands between them stays in pieces of its own.

    A number belongs to the word behind it only with its mark (1、 （一）): else it is the cell before.
    """
    folded = fold(text)
    if len(folded) != len(text):
        text = folded
    places = [at for at, char in enumerate(folded) if not NOT_LABEL.match(char)]
    key = "".join(folded[at] for at in places)
    found: list[str] = []
    at = done = 0
    while at < len(key):
        length = _word_at(key, at, folded, places)
        if not length:
            at += 1
            continue
        start, end = places[at], _instructed(folded, places[at + length - 1] + 1)
        start = done + len(_unnumbered(folded[done:start]))
        found += [*_after(found, text[done:start].strip()), text[start:end].strip()]
        done = end
        while at < len(key) and places[at] < end:
            at += 1
    return [*found, *_after(found, text[done:].strip())]


def _after(found: Sequence[str], gap: str) -> list[str]:
    """What stands between two words; behind a row's label its digits by themselves."""
    glued = _VALUE_FIRST.fullmatch(gap) if found and is_row(found[-1]) else None
    return [glued[1], glued[2]] if glued else [gap] if gap else []


def _word_at(key: str, at: int, text: str, places: list[int]) -> int:
    for word in _starts().get(key[at : at + 2], ()):
        if key.startswith(word, at) and (not word[0].isdigit() or text[places[at] + 1 : places[at] + 2] in "、.)"):
            return len(word)
    return 0


@cache
def _starts() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(keys(), key=len, reverse=True):
        if len(word) > 1:
            found.setdefault(word[:2], []).append(word)
    return found


_VALUE_FIRST = re.compile(r"([+-]?\d[\d.,]*(?:万元|亿元|[万亿元件项])?)([^\d.,+/(万亿元件项-].*)")
_NUMBER_BEFORE = re.compile(r"(?:\(?[一二三四五六七八九十]{1,3}\s*[、.)]+|[—一]\s*、|\(?\d\s*[、.)])\s*$")


def _unnumbered(gap: str) -> str:
    """What stands before a word without the word's own number."""
    bare = _NUMBER_BEFORE.sub("", gap)
    return bare if bare != gap else gap.removesuffix("(")


def _instructed(text: str, end: int) -> int:
    """Where a word ends with the instructions in brackets behind it: (区分处理的…), but not the next row's (七)."""
    while text[end : end + 1] and text[end] in ')”"’':
        end += 1
    bracket = _BRACKETS.match(text, end)
    return bracket.end() if bracket and bracket.end() - end >= _INSTRUCTION_LEAST else end
