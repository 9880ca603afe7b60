"""Labels of metadata fields on a line (字段名): where each stands, and where its value may stand.

A label is told by its words and by what parts it from its neighbours: a colon, brackets, a tab, a pipe, two spaces, the
line's ends. One space is enough only where the whole line can be read so (``spaced``).

>>> [(mark.field, line[slice(*span)]) for line in ("索 引 号\\tX1/2021-3\\t文 号\\t",) for mark, span in marked(line)]
[('index_number', 'X1/2021-3'), ('document_number', '')]
>>> [mark.field for mark, _ in spaced("发布日期 2022-01-19 18:22 公开方式 主动公开")]
['published_date', 'disclosure_method']
>>> marked("统计时间:自2021年1月1日起")[0][0].field is None        # a label, but none of a field's
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from ingest.front.page import words
from ingest.patterns import lazy

_GAP = r"[^\S\n]{0,8}"  # never more: a page may print thousands of spaces
_CHINESE = r"[\u4e00-\u9fff]"
# A label that isn't known: after a space or a pipe, or glued to a number (whose own 日 or 分 is no label).
_UNKNOWN = (
    rf"(?P<unknown>(?:(?:^|(?<=[\s|)\]])){_CHINESE}|(?<=[A-Za-z0-9])(?![年月日时分秒号条件次点]){_CHINESE})"
    rf"(?:{_CHINESE}{{1,5}}|(?:[^\S\n]{{1,4}}{_CHINESE}){{1,5}}){_GAP}:)"
)
_RUN = lazy(rf"(?:{_CHINESE}|\s)*")
_LETTERS = lazy(r"[^\s:]+")
_REST = lazy(r"[^:]+")
_BULLET = lazy(r"\s*(?:[·•●○◆◇■□▪*\-]|\(?\d{1,2}[.、)](?!\d))\s*")
_LEAD = lazy(r"[\s\]]*\|?\s*")
_CUT = lazy(rf"\s{{2,8}}(?P<next>{_CHINESE})\s{{0,8}}:")  # a value glued to a wide label: 政务公开名  称:
_ENDS_DATE = frozenset("日号0123456789")
_PARTED = lazy(r"[ \t|]")
_STOP = lazy(r"\||\s{2}|\t")
_COLON = lazy(rf"{_CHINESE}\s?:")  # a label's, not a time's
_WORD = lazy(r"[^\s|]+")
_HEADER = 600  # characters of a line in which fields may stand; a longer one is prose
_LONGEST_LABEL = 8  # characters of the longest label, each of which may stand apart
_LONGEST_UNKNOWN = 6
_WIDEST = 80  # characters that a label and its spaces take
_LONGEST_SPACED = 200  # characters of a line whose labels and values are parted by single spaces
_KNOWS_ITS_START = 4  # characters; a shorter label is told only where another character can't belong to it


class Mark(NamedTuple):
    """A label on a line: where it starts and ends, and its field (None: not one that is kept)."""

    start: int
    end: int
    field: str | None
    generic: bool = False  # a word (时间, 名称) that gives way to the field's own
    blurs: bool = False  # its first words (公开责任部门:, 局成文日期:) are perhaps the end of the value before


Span = tuple[int, int]


@cache
def labels() -> dict[str, str]:
    """The field of each label."""
    fields: dict[str, list[str]] = words()["fields"]
    return {
        label: name
        for name, of_field in fields.items()
        for label in of_field
        if name not in ("nothing", "generic", "buttons")
    }


@cache
def generic() -> frozenset[str]:
    """Labels (时间, 名称) that give way to a field's own."""
    return frozenset(words()["fields"]["generic"])


def label(text: str) -> str | None:
    """The label that a text is and nothing else, whatever its spaces, colon or brackets."""
    bare = re.sub(r"[\s:\[\]()]", "", text) if len(text) <= 40 else ""
    return bare if bare in labels() else None


def _any_of(known: Sequence[str]) -> str:
    """A pattern of labels, by their first characters: most places on a line hold none of those."""
    every = sorted(known, key=lambda name: (name[0], -len(name)))
    branches = []
    for first, names in groupby(every, key=itemgetter(0)):
        rests = "|".join(_GAP.join(map(re.escape, name[1:])) for name in names)
        branches.append(f"{re.escape(first)}{_GAP}(?:{rests})")
    return f"(?=[{re.escape(''.join(_initials()))}])(?:{'|'.join(branches)})"


@cache
def _initials() -> frozenset[str]:
    return frozenset(known[0] for known in labels())


@cache
def _pattern() -> re.Pattern[str]:
    glued = _any_of([known for known in labels() if known not in generic()])
    known = _any_of(list(labels()))
    dated = _any_of([known for known in labels() if labels()[known] in ("document_date", "published_date")])
    colon = rf"{_GAP}:"
    return lazy(
        rf"[\[(]{_GAP}(?P<bracketed>{known}){_GAP}[\])](?:{colon})?"
        rf"|(?:(?<!{_CHINESE})(?P<known>{known})|(?P<glued>{glued})){colon}"
        rf"|(?<![^\s|\]]) ?(?P<dated>{dated})(?=(?:19|20)\d\d ?[-年/.])"
        rf"|{_UNKNOWN}"
    )


def marked(text: str) -> list[tuple[Mark, Span]]:
    """The labels on a line, each with the place of its value (start and end are the same where it has none)."""
    return _with_values(text, _marks(text))


def _with_values(text: str, marks: Sequence[Mark]) -> list[tuple[Mark, Span]]:
    if not marks:
        return []
    ends = [*(mark.start for mark in marks[1:]), len(text)][: len(marks)]
    return [(mark, _value(text, mark.end, end)) for mark, end in zip(marks, ends, strict=True)]


def bullet(text: str) -> int:
    """The length of what stands before a line's first word."""
    found = _BULLET.match(text)
    return found.end() if found else len(text) - len(text.lstrip())


def _marks(text: str) -> list[Mark]:
    marks = [_mark(found) for found in _pattern().finditer(text, 0, _HEADER)] if _may_hold(text) else []
    for mark in _cells(text[:_HEADER]):
        if not any(other.start < mark.end and mark.start < other.end for other in marks):
            marks.append(mark)
    return sorted(marks)


def _may_hold(text: str) -> bool:
    """Can a line hold a label that the pattern finds? Most lines can't, and that is told sooner than it is tried."""
    colon = text.find(":")
    while colon >= 0:
        if _may_end_at(text, colon):
            return True
        colon = text.find(":", colon + 1)
    bracketed = ("[" in text or "(" in text) and _bracketed().search(text) is not None
    return bracketed or any(dated in text for dated in ("期20", "间20", "期19", "间19"))


def _may_end_at(text: str, colon: int) -> bool:
    """May a label end before a colon: a known one, or words behind a mark that may begin one?"""
    backwards = text[max(0, colon - _WIDEST) : colon][::-1]
    run = _RUN.match(backwards)
    printed = run[0] if run else ""
    word = "".join(printed.split())[::-1]
    if len(word) < 2:
        return False
    if word[-1] in _finals() and any(word[-size:] in labels() for size in range(2, _LONGEST_LABEL + 1)):
        return True
    before = backwards[len(printed) : len(printed) + 1]
    return len(word) != len(printed) or (len(word) <= _LONGEST_UNKNOWN and _begins_label(before))


def _begins_label(before: str) -> bool:
    return before in ("", "|", ")", "]") or (before.isascii() and before.isalnum())


@cache
def _finals() -> frozenset[str]:
    return frozenset(known[-1] for known in labels())


@cache
def _bracketed() -> re.Pattern[str]:
    return lazy(rf"[\[(]{_GAP}{_any_of(list(labels()))}{_GAP}[\])]")


def _mark(found: re.Match[str]) -> Mark:
    printed = found["known"] or found["glued"] or found["bracketed"] or found["dated"]
    if printed:
        last = printed.split()[-1]
        if found["glued"] and last != printed and last in labels():  # 依申请公开 责任部门: 公开 is the value's
            return Mark(found.start() + printed.rindex(last), found.end(), labels()[last])
        known = re.sub(r"\s", "", printed)
        start = found.start() + len(found[0]) - len(found[0].lstrip(" "))
        blurs = bool(found["glued"]) and known in _overlapping()
        return Mark(start, found.end(), labels()[known], known in generic(), blurs)
    own = _known_behind(found["unknown"]) if not found["unknown"].isalpha() else None
    if own:
        return Mark(found.start() + own.start(), found.end(), labels()["".join(own[0].split())])
    unknown = re.sub(r"[\s:]", "", found["unknown"])
    sizes = range(min(len(unknown), _LONGEST_LABEL), _KNOWS_ITS_START - 1, -1)
    name = next((labels()[unknown[-size:]] for size in sizes if unknown[-size:] in labels()), None)
    # 第一师(阿拉尔市)教育局关键词: what stands behind the bracket goes on with the value before it.
    goes_on = found.string[found.start() - 1 : found.start()] == ")" and any(map(unknown.endswith, labels()))
    return Mark(found.start(), found.end(), name, blurs=name is not None or goes_on)


def _known_behind(printed: str) -> re.Match[str] | None:
    """The known label whose letters stand apart behind a short value: 无 in 文号: 无 索 引 号:."""
    every = list(_LETTERS.finditer(printed, 0, len(printed) - 1))
    ends = (_REST.match(printed, word.start()) for word in every[1:])
    return next((end for end in ends if end and "".join(end[0].split()) in labels()), None)


@cache
def _overlapping() -> frozenset[str]:
    """Labels that end like another (公开责任部门, 责任部门): glued to a value, their first words may be its last."""
    sure = labels().keys() - generic()
    return frozenset(known for known in sure if any(known[at:] in sure for at in range(1, len(known) - 1)))


def _value(text: str, start: int, end: int) -> Span:
    """Where a value stands: after the label's own pipe, up to the next pipe or two spaces."""
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    stop = _STOP.search(text, begin, end)
    value = text[begin : stop.start() if stop else end].rstrip(" \t;,")
    if stop and (cut := _CUT.match(text, stop.start(), end)):
        if value[-1:] + cut["next"] not in labels() or value[-2:-1] not in _ENDS_DATE:  # of words who knows
            return (start, start)
        value = value[:-1].rstrip()
    if value.endswith(("[", "(")) and end < len(text):  # the bracket of the next label
        value = value[:-1].rstrip()
    return (begin, begin + len(value)) if value else (start, start)


# --- labels without a colon -------------------------------------------------------------------------------------


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    cell: bool  # begins a cell: after the line's start, a tab, a pipe, two spaces
    hard: bool  # … after a tab or a pipe: no label goes on over them


def _cells(text: str) -> Iterator[Mark]:
    """Labels without a colon that are whole cells."""
    if len(text) > _WIDEST and not _STOP.search(text):
        return  # a sentence, and no cells
    if not _PARTED.search(text):
        at = bullet(text)
        known = label(text[at:]) if text[at : at + 1] in _initials() else None
        if known:
            yield Mark(at, len(text), labels()[known], known in generic())
        return
    every = _words(text)
    found = list(_bare(every))
    if found:
        starts = {word.start for word in every if word.cell} | {len(text)}
        following = dict(pairwise([*(word.start for word in every), len(text)]))
        yield from (mark for mark, last in found if mark.start in starts and following[last.start] in starts)


def spaced(text: str) -> list[tuple[Mark, Span]]:
    """What a line's labels and values are if a single space parts them; nothing where another mark does."""
    at = bullet(text)
    if text[at : at + 1] not in _initials() or " " not in text or len(text) > _LONGEST_SPACED or _COLON.search(text):
        return []
    marks = [mark for mark, _ in _bare(_words(text))]
    return _with_values(text, marks) if marks and marks[0].start == at else []


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for word in _WORD.finditer(text, bullet(text)):
        gap = text[end : word.start()]
        hard = not found or "|" in gap or "\t" in gap
        found.append(_Word(word[0], *word.span(), hard or len(gap) > 1, hard))
        end = word.end()
    return found


def _bare(every: Sequence[_Word]) -> Iterator[tuple[Mark, _Word]]:
    """Labels made of one or several words (索 引 号), and the last word of each."""
    at = 0
    while at < len(every):
        count, known = _longest(every, at)
        if known:
            last = every[at + count - 1]
            yield Mark(every[at].start, last.end, labels()[known], known in generic()), last
        at += max(count, 1)


def _longest(every: Sequence[_Word], at: int) -> tuple[int, str]:
    """How many words from here make the longest label, and which."""
    found, joined = (0, ""), ""
    if every[at].text[0] not in _initials():
        return found
    for count, word in enumerate(every[at : at + _LONGEST_LABEL], start=1):
        joined += word.text
        if len(joined) > _LONGEST_LABEL or (word.hard and count > 1):
            break
        if joined in labels():
            found = (count, joined)
    return found
