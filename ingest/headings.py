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
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ingest.forms import forms, latest
from ingest.model import Table
from ingest.patterns import lazy
from ingest.text import fold, label_key

SECTION_OF: dict[Table, str] = {  # the section in which a form prints each of its tables
    "disclosure_items": "proactive",
    "applications": "applications",
    "appeals": "appeals",
}
LONGEST = 80  # characters; a longer line is prose
_HEADING_NUMBER = lazy(
    r"\s*(?:第?[一二三四五六七八九十—-]{1,3}(?:部分|章)?\s*[、.，\s:]|\d{1,2}\s*[、.]|\([一二三四五六七八九十]\))\s*"
)
NUMERALS = "一二三四五六七八九十"
_WHOLE_PAGE = 1000  # characters of a line that may hold a whole page
_MOST = 100_000  # characters of a line that is looked through; no page known has half as many
_DISTINCT = 9  # characters; so long a heading tells itself without a number
_NOT_AFTER = frozenset(";,、。:)》”」的等")  # a list of the report's parts, or a mention
# What an author's year or a template's instruction adds to a heading's words.
_ADDED = lazy(r"(?<!\d)20\d\d ?年(?:度)?|\([^()]{1,20}\) ?:?$")


def heading_kind(line: str) -> str | None:
    """The kind of section that a folded line is the heading of."""
    return _heading_kind(line) if len(line) <= LONGEST else None


@lru_cache(maxsize=16384)
def _heading_kind(line: str) -> str | None:
    kind = _section_kind(line)
    if kind is None and len(line) <= 60 and ("20" in line or ")" in line):
        return _section_kind(_ADDED.sub("", line.strip(" *#\t|")))
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


Tree = dict[str, Any]  # a character → what may follow it; "" where a heading's words may end
_END = ""


@cache
def _tree() -> Tree:
    """The words of all headings by character; as one pattern they would take a tenth of a second to compile."""
    tree: Tree = {}
    for key in _kinds():
        branch = tree
        for char in key:
            branch = branch.setdefault(char, {})
        branch[_END] = key
    return tree


def _words(line: str, start: int, least: int = 1) -> tuple[int, str] | None:
    """Where the longest heading at a place of a line ends, and its key; blanks and 、 may part its letters."""
    branch, at = _tree(), start
    found: tuple[int, str] | None = None
    while True:
        between = 0
        while branch is not _tree() and between < _BETWEEN and line[at : at + 1] in _PARTING and at < len(line):
            at, between = at + 1, between + 1
        branch = branch.get(line[at : at + 1] or "\n", {})
        if not branch:
            return found
        at += 1
        key = branch.get(_END)
        if key is not None and len(key) >= least and line[at : at + 1] not in _NOT_AFTER:
            found = (at, key)


_PARTING, _BETWEEN = "、, ", 2
# What any numbered heading begins with; looked for first, since most prose has none.
_NUMBER = lazy(
    r"(?<![第(一二三四五六七八九十\d、])(?:# ?)?"
    r"(?:(?P<numeral>[一二三四五六七八九十—])(?: ?[、.,．] {0,2}| )|(?P<digit>[1-9])[、.] {0,2})"
)
_BARE = lazy(r"(?<=[。\d\s无])")


def inline(line: str) -> list[Inline]:
    """The headings inside a line, as long as they are numbered one after another: a mere list of parts isn't."""
    found: list[Inline] = []
    for mark in _NUMBER.finditer(line, 0, _MOST):
        words = _words(line, mark.end())
        if words is None:
            continue
        digit, numeral = mark["digit"], mark["numeral"]
        number = int(digit) if digit else 1 if numeral == "—" else NUMERALS.index(numeral) + 1
        if not found or number == (found[-1].number or 0) + 1:
            found.append(Inline(mark.start(), words[0], number, _kinds()[words[1]]))
    return found or (_unnumbered(line) if len(line) > _WHOLE_PAGE else [])


def _unnumbered(line: str) -> list[Inline]:
    """The headings of a page on one line that doesn't number them, the first of each kind."""
    found: dict[str, Inline] = {}
    for mark in _BARE.finditer(line, 0, _MOST):
        words = _words(line, mark.start(), _DISTINCT)
        if words is not None:
            kind = _kinds()[words[1]]
            found.setdefault(kind, Inline(mark.start(), words[0], None, kind))
    return list(found.values())


def first_inline(line: str) -> int | None:
    """Where the first heading stands inside a long line; None for a line that is short or has none."""
    found = inline(line) if len(line) > 60 else []
    return found[0].start if found else None


# --- kinds ----------------------------------------------------------------------------------------------------------


@cache
def _keywords() -> list[tuple[str, tuple[str, ...]]]:
    return [(section.code, section.keywords) for section in reversed(latest().sections)]


def kind_by_keyword(heading: str) -> str | None:
    """The kind that a heading's words suggest, for headings that are not the form's; the form's last parts go first:

    >>> kind_by_keyword("四、主动公开工作存在的不足"), kind_by_keyword("六、依申请公开收费及减免情况")
    ('problems', 'other')
    """
    return next((kind for kind, words in _keywords() if any(word in heading for word in words)), None)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    every = {section.pattern: section.code for form in forms().values() for section in form.sections if section.pattern}
    return [(code, lazy(pattern)) for pattern, code in every.items()]


def section_kind(line: str) -> str | None:
    """The kind of section that a folded line is the heading of, told by its words, whatever its number."""
    return _section_kind(line) if len(line) <= LONGEST else None


@lru_cache(maxsize=16384)
def _section_kind(line: str) -> str | None:
    words = line.strip(" *#\t|")
    number = _HEADING_NUMBER.match(words)
    for candidate in (words, words[number.end() :] if number else words):
        kind = _kinds().get(label_key(candidate))
        if kind:
            return kind
    key = label_key(words[number.end() :] if number else words)
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(key)), None)
