"""Headings (标题): on their line, and inside a line (``…。 二、主动公开政府信息情况 …``) of a page in an outer table.

>>> heading_kind("一、2020年总体情况(宋体加粗小四号字)"), heading_kind("概 述")
('overview', 'overview')

>>> line = "一、总体情况 工作有序。 二、主动公开政府信息情况 见表。 三、收到和处理政府信息公开申请情况"
>>> [(line[found.start : found.end], found.kind) for found in inline(line)][:2]
[('一、总体情况', 'overview'), ('二、主动公开政府信息情况', 'proactive')]
>>> inline("本报告包括:一、总体情况;二、主动公开政府信息情况;三、收到和处理政府信息公开申请情况等。")
[]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from ingest.forms import forms
from ingest.labels import section_kind
from ingest.text import fold, label_key

NUMERALS = "一二三四五六七八九十"
_WHOLE_PAGE = 1000  # characters of a line that may hold a whole page
_MOST = 100_000  # characters of a line that is looked through; no page known has half as many
_DISTINCT = 9  # characters; so long a heading tells itself without a number
_NOT_AFTER = "(?![;,、。:)》”」的等])"  # a list of the report's parts, or a mention
# What an author's year or a template's instruction adds to a heading's words.
_ADDED = re.compile(r"(?<!\d)20\d\d ?年(?:度)?|\([^()]{1,20}\) ?:?$")


def heading_kind(line: str) -> str | None:
    """The kind of section that a folded line is the heading of."""
    kind = section_kind(line)
    if kind is None and len(line) <= 60 and ("20" in line or ")" in line):
        return section_kind(_ADDED.sub("", line.strip(" *#\t|")))
    return kind


class Inline(NamedTuple):
    """A heading inside a line: where it stands, its number if it has one, its kind."""

    start: int
    end: int
    number: int | None
    kind: str


@cache
def _kinds() -> dict[str, str]:
    return {label_key(fold(p)): s.code for form in forms().values() for s in form.sections for p in s.printed}


def _any_of(least: int) -> str:
    return _branches(sorted(key for key in _kinds() if len(key) >= least))


def _branches(keys: Sequence[str]) -> str:
    """A pattern of sorted keys, the longest that fits first; what they begin with in common stands in it once."""
    branches = []
    for first, group in groupby(filter(None, keys), key=itemgetter(0)):
        rests = [key[1:] for key in group]
        further = f"[、, ]{{0,2}}{_branches(rests)}" if any(rests) else ""
        branches.append(re.escape(first) + (f"(?:{further})?" if further and "" in rests else further))
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else branches[0]


# What any numbered heading begins with; looked for first, since most prose has none and the whole pattern is slow.
_NUMBER = re.compile(r"[一二三四五六七八九十—1-9](?: ?[、.,．]| )")


@cache
def _numbered() -> re.Pattern[str]:
    number = r"(?:(?P<numeral>[一二三四五六七八九十—])(?: ?[、.,．] {0,2}| )|(?P<digit>[1-9])[、.] {0,2})"
    return re.compile(rf"(?<![第(一二三四五六七八九十\d、])(?:# ?)?{number}(?P<words>{_any_of(1)}){_NOT_AFTER}")


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?<=[。\d\s无])(?P<words>{_any_of(_DISTINCT)}){_NOT_AFTER}")


def inline(line: str) -> list[Inline]:
    """The headings inside a line, as long as they are numbered one after another: a mere list of parts isn't."""
    found: list[Inline] = []
    for mark in _numbered().finditer(line, 0, _MOST) if _NUMBER.search(line) else ():
        digit, numeral = mark["digit"], mark["numeral"]
        number = int(digit) if digit else 1 if numeral == "—" else NUMERALS.index(numeral) + 1
        if not found or number == (found[-1].number or 0) + 1:
            found.append(Inline(mark.start(), mark.end(), number, _kinds()[label_key(mark["words"])]))
    return found or (_unnumbered(line) if len(line) > _WHOLE_PAGE else [])


def _unnumbered(line: str) -> list[Inline]:
    """The headings of a page on one line that doesn't number them, the first of each kind."""
    found: dict[str, Inline] = {}
    for mark in _bare().finditer(line, 0, _MOST):
        kind = _kinds()[label_key(mark["words"])]
        found.setdefault(kind, Inline(mark.start(), mark.end(), None, kind))
    return list(found.values())


def first_inline(line: str) -> int | None:
    """Where the first heading stands inside a long line; None for a line that is short or has none."""
    found = inline(line) if len(line) > 60 else []
    return found[0].start if found else None
