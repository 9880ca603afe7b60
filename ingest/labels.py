"""The vocabulary (词汇): every printed label of every form, by its normal form.

>>> find("(三)不予公开")[0].code, find("1.属于国家秘密")[0].code
('refused', 'state_secret')
>>> find("规范性文件(指本机关制发的)")[0].code          # instructions in brackets are no part of a label
'normative_documents'
>>> sorted(entry.kind for entry in find("总计"))            # a column of two tables, and a row where one is due
['applicant', 'outcome', 'result']
>>> completed("本机关不")
[Entry(kind='outcome', code='not_held')]
>>> section_kind("4、 政府信息公开行政复议、行政诉讼情况")
'appeals'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from ingest.forms import Form, Label, forms
from ingest.patterns import lazy
from ingest.text import NOT_LABEL, fold, label_key

LONGEST = 80  # characters; a longer fragment is prose
_SHORT = 2  # characters; so short a name (其他, 总计) is told by its number too
_CUT = 4  # characters that a piece of a cut label must have to stand for it

_NUMBERING = lazy(r"\s*(?:\(?\s*[一二三四五六七八九十]{1,3}\s*[、.)，,:]|\(?\s*\d{1,2}\s*[.、)])\s*")
_HEADING_NUMBER = lazy(
    r"\s*(?:第?[一二三四五六七八九十—-]{1,3}(?:部分|章)?\s*[、.，\s:]|\d{1,2}\s*[、.]|\([一二三四五六七八九十]\))\s*"
)
# What stands among cells without being one: a unit, a page's number or running head, a figure's or table's caption.
_FURNITURE = lazy(r"单位[件项条个宗]|续上?表|[图表]\d{1,2}(?:\D.*)?|.{0,40}政府信息公开.{0,6}报告|.{0,20}表格?如下")
_PAGE_NUMBER = lazy(r"第\d+页(?:共\d+页)?")
_HEADER = "信息内容"  # what stands before the column headers of table 1


class Entry(NamedTuple):
    """What a printed label may be."""

    kind: str  # caption, header, measure, item; applicant, head, outcome; channel, result; around (code: the table)
    code: str


@cache
def _index() -> dict[str, tuple[Entry, ...]]:
    index: dict[str, tuple[Entry, ...]] = {}
    for form in forms().values():
        for kind, label in _labels(form):
            for key in _keys(label):
                entry = Entry(kind, label.code)
                if entry not in index.get(key, ()):
                    index[key] = (*index.get(key, ()), entry)
    return index | _captions() | {_HEADER: (Entry("header", _HEADER),)}


def _captions() -> dict[str, tuple[Entry, ...]]:
    """第二十条第（一）项 and its like, 第 left out or not, the law's name before it or not."""
    laws = ("", "中华人民共和国政府信息公开条例")
    keys = product(laws, ("第", ""), ("二十条",), ("第", ""), "一五六八九", ("项",))
    return {"".join(key): (Entry("caption", key[-2]),) for key in keys}


def _labels(form: Form) -> Iterator[tuple[str, Label]]:
    yield from (("measure", measure) for measure in form.measures)
    yield from (("item", item) for band in form.bands for item in band.items)
    yield from (("applicant", column) for column in form.applicants)
    yield from (("head" if outcome.kind == "head" else "outcome", outcome) for outcome in form.outcomes)
    yield from (("channel", channel) for channel in form.channels)
    yield from (("result", column) for column in form.results)
    yield from (("around", Label(table, word)) for table, words in form.around.items() for word in words)


def _keys(label: Label) -> Iterator[str]:
    for printed in label.printed:
        folded = fold(printed)
        yield label_key(folded)
        bare = _NUMBERING.match(folded)
        if bare:
            yield label_key(folded[bare.end() :])


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(key[:end] for key in _index() for end in range(1, len(key)))


@cache
def _rows() -> dict[str, Entry]:
    """The keys of rows that carry cells, without their numbers."""
    found = {}
    for key, entries in _index().items():
        for entry in entries:
            if entry.kind in ("item", "outcome") and len(key) > 2 and not key[0].isdigit():
                found[key] = entry
    return found


class Word(NamedTuple):
    """All that the vocabulary says of a text, looked up at once."""

    key: str = ""  # its normal form
    entries: tuple[Entry, ...] = ()
    begins: bool = False
    kind: str | None = None  # of a section, if it is a heading


_NO_WORD = Word()


def word(text: str) -> Word:
    """What ``find``, ``begins`` and ``section_kind`` say of a folded text."""
    return _word(text) if len(text) <= LONGEST * 2 else _NO_WORD


@lru_cache(maxsize=16384)
def _word(text: str) -> Word:
    return Word(label_key(text), _find(text), begins(text), section_kind(text))


def find(text: str) -> tuple[Entry, ...]:
    """What a folded text is, wholly: with or without its number, with or without instructions in brackets."""
    return _word(text).entries if len(text) <= LONGEST * 2 else ()


def _find(text: str) -> tuple[Entry, ...]:
    bracket = text.find("(", 1)
    instructed = bracket > 0 and text.find(")", bracket) in (-1, len(text) - 1)
    for candidate in (text, text[:bracket] if instructed else ""):
        found = _exactly(candidate) if candidate else ()
        if found:
            return found
    return ()


def _exactly(text: str) -> tuple[Entry, ...]:
    key = label_key(text)
    found = _index().get(key)
    if found:
        return found
    number = _NUMBERING.match(text)
    words = label_key(text[number.end() :]) if number else ""
    return _index().get(words, ()) if len(words) > _SHORT else ()


# --- labels in glued text -----------------------------------------------------------------------------------------

_LEADING = 12  # characters that surely hold two of a label
_HEADING_LEAST = 4  # characters; a shorter heading is no boundary between rows
_NUMBER_BEFORE = lazy(r"(?:\(?[一二三四五六七八九十]{1,3}\s*[、.)]*|[—一]\s*、|\d\s*[、.])\s*$")
_NUMBER_LONGEST = 8  # characters
_NO_INSTRUCTIONS = lazy(r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)")


class Piece(NamedTuple):
    """A piece of glued text: a label or a heading, or what stands between them."""

    text: str
    known: bool


def pieces(text: str) -> list[Piece]:
    """A folded text without delimiters, cut at its labels and headings.

    >>> [piece.text for piece in pieces("三、本年度办理结果(一)予以公开0000000(二)部分公开(区分处理的)1000001")]
    ['三、本年度办理结果', '(一)予以公开', '0000000', '(二)部分公开(区分处理的)', '1000001']
    >>> [piece.text for piece in pieces("1、属于国家秘密00000002、其他法律行政法规禁止公开3000003")]
    ['1、属于国家秘密', '0000000', '2、其他法律行政法规禁止公开', '3000003']
    """
    places = [at for at, char in enumerate(text) if not NOT_LABEL.match(char)]
    key = "".join(text[at] for at in places)
    found: list[Piece] = []
    position, done = 0, 0
    while position < len(key):
        length = _label_at(key, position, text, places)
        if not length:
            position += 1
            continue
        start, end = places[position], places[position + length - 1] + 1
        start -= len(text[done:start]) - len(_unnumbered(text[done:start]))
        end = _instructed(text, end)
        found += _between(text[done:start])
        found.append(Piece(text[start:end].strip(), True))
        done = end
        while position < len(key) and places[position] < end:
            position += 1
    return found + _between(text[done:])


def _between(text: str) -> list[Piece]:
    words = text.strip(" #*")
    return [Piece(words, False)] if words else []


def leads(text: str) -> bool:
    """Do a text's first characters begin a label? Most lines of prose are told by that."""
    return label_key(text[:_LEADING])[:2] in _starts()


def _label_at(key: str, position: int, text: str, places: Sequence[int]) -> int:
    """The length of the longest label whose key begins here, 0 where none does."""
    for label in _starts().get(key[position : position + 2], ()):
        # A digit is the label's number only if a mark stands behind it; else it is the row above's.
        if key.startswith(label, position) and (not label[0].isdigit() or text[places[position] + 1] in "、.)"):
            return len(label)
    return 0


@cache
def _starts() -> dict[str, list[str]]:
    """Every label and heading by its first two characters, the longest first."""
    starts: dict[str, list[str]] = {}
    for key in sorted({*_index(), *(h for h in _headings() if len(h) >= _HEADING_LEAST)}, key=len, reverse=True):
        starts.setdefault(key[:2], []).append(key)
    return starts


def _unnumbered(gap: str) -> str:
    """The text before a label without the label's own number, or the bracket that opens it."""
    end = gap.rstrip()
    tail = end[-_NUMBER_LONGEST:]
    bare = _NUMBER_BEFORE.sub("", tail)
    return end[: len(end) - len(tail)] + (bare if bare != tail else bare.removesuffix("("))


def _instructed(text: str, end: int) -> int:
    """Where a label ends with the instructions in brackets behind it: (区分处理的…), but not the next row's (七)."""
    while text[end : end + 1] in tuple(')”"’'):
        end += 1
    close = text.find(")", end) if text[end : end + 1] == "(" else -1
    if close < 0 or _NO_INSTRUCTIONS.match(text, end) or is_row(text[end + 1 : close]):
        return end
    return close + 1


def is_row(text: str) -> bool:
    """Is a text the label of a row that carries cells, not of a group of rows?"""
    return any(entry.kind in ("item", "outcome") and entry.code not in _heads() for entry in find(text))


@cache
def _heads() -> frozenset[str]:
    return frozenset(head for form in forms().values() for head in form.parents.values())


def is_numbered(text: str) -> bool:
    """Does a label carry a number of the form: 一、 （一） 1."""
    return _NUMBERING.match(text) is not None


def begins(text: str) -> bool:
    """Could this text be the beginning of a label that goes on in the next fragment?"""
    return len(text) <= LONGEST and label_key(text) in _prefixes()


def completed(text: str) -> list[Entry]:
    """The rows whose label begins with this piece of it."""
    key = _piece(text)
    if key[:_CUT] not in _ends()[0]:
        return []
    return sorted({entry for whole, entry in _rows().items() if whole.startswith(key)})


def ended(text: str) -> list[Entry]:
    """The rows whose label ends with this piece of it."""
    key = _piece(text)
    if key[-_CUT:] not in _ends()[1]:
        return []
    return sorted({entry for whole, entry in _rows().items() if whole.endswith(key)})


def _piece(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    number = _NUMBERING.match(text)
    return label_key(text[number.end() :] if number else text)


@cache
def _ends() -> tuple[frozenset[str], frozenset[str]]:
    """How the labels of rows begin and end, in as many characters as a piece must have."""
    long = [key for key in _rows() if len(key) >= _CUT]
    return frozenset(key[:_CUT] for key in long), frozenset(key[-_CUT:] for key in long)


def is_rest(head: str, tail: str, code: str) -> bool:
    """Do two pieces make one label, that of this row?"""
    return any(entry.kind in ("item", "outcome") and entry.code == code for entry in _exactly(head + tail))


def is_piece(text: str) -> bool:
    """Does this text stand inside a label? Group labels may stand vertically, a character or two a line."""
    key = label_key(text)
    return 0 < len(key) <= 8 and key in _all_labels()


@lru_cache(maxsize=4096)
def is_furniture(text: str) -> bool:
    """Is this neither a label nor a cell, whatever stands beside it?

    >>> is_furniture("(单位:件)"), is_furniture("第 5 页 共 9 页"), is_furniture("上年处理决定数量")
    (True, True, False)
    """
    return is_page_number(text) or (len(text) <= LONGEST and _FURNITURE.fullmatch(label_key(text)) is not None)


def is_page_number(text: str) -> bool:
    """Does this text say the number of its page, and nothing else?"""
    return text.startswith("第") and _PAGE_NUMBER.fullmatch(label_key(text)) is not None


@cache
def _all_labels() -> str:
    return "/".join(_index())


@cache
def _keywords() -> list[tuple[str, tuple[str, ...]]]:
    latest = list(forms().values())[-1]
    return [(section.code, section.keywords) for section in reversed(latest.sections)]


def kind_by_keyword(heading: str) -> str | None:
    """The kind that a heading's words suggest, for headings that are not the form's; the form's last parts go first:

    >>> kind_by_keyword("四、主动公开工作存在的不足"), kind_by_keyword("六、依申请公开收费及减免情况")
    ('problems', 'other')
    """
    return next((kind for kind, words in _keywords() if any(word in heading for word in words)), None)


@cache
def _headings() -> dict[str, str]:
    return {label_key(fold(p)): s.code for form in forms().values() for s in form.sections for p in s.printed}


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
        kind = _headings().get(label_key(candidate))
        if kind:
            return kind
    key = label_key(words[number.end() :] if number else words)
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(key)), None)
