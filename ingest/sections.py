"""Sections (正文): the prose of a report, cut at its top-level headings, without the lines of its tables.

A heading is told by its words. One with other words counts if it is numbered and goes on the count (三、存在的问题
→ 四、下一年工作计划). A count that starts again inside a section, after which the outer count goes on, opens nothing:
一、总体情况 (一、加强领导 二、主动公开情况 三、依申请公开情况) 二、主动公开政府信息情况.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.grids.words import is_known
from ingest.headings import NUMERALS, Inline, heading_kind, inline, kind_by_keyword
from ingest.model import Document, Section
from ingest.patterns import lazy
from ingest.text import EDGES, RULER

_NUMBERED = lazy(
    r"(?:第?(?P<numeral>[一二三四五六七八九十])(?:部分)?(?: ?[、.,．]| )|(?P<digit>\d{1,2}) ?[、.,．](?!\d))"
    r" ?(?P<words>.*)"
)
_LONGEST = 40  # characters of a heading that isn't the form's
_LONG = 60  # characters; a longer line may hold several headings
_SENTENCE = lazy(r"[。;!?:]")
_FIRST_WORDS = lazy(r"[^。:;,]{2,30}?(?=[。:]| {1,4}(?:20\d\d|[\u4e00-\u9fff]{6}))")
_BULLETS = "·•●○◆◇■□▪►★☆➢"
_INNER = ("(", "•")  # styles of what stands inside a section, wherever a page has another
_A_COUNT = 2  # headings of one style that show how a page numbers its sections
_MARKDOWN = lazy(r"^#{1,6}\s+|\*\*")
# The words of a table glued to each other, on a page that prints all on one line.
_TABLE_WORDS = lazy(
    r"(?:(?:中华人民共和国政府信息公开条例 ?)?第?二十条 ?第?\([一五六八九]\)项 ?)?信息内容 ?(?:本年|上一年)"
    r"|\(?本列数据的勾稽关系|申请人情况 ?自然人|行政复议 ?行政诉讼 ?(?:结果|未经)"
)
_IN_TABLES = ("信息内容", "勾稽", "申请人情况", "行政诉讼结果", "行政诉讼 结果", "行政诉讼未经", "行政诉讼 未经")


class _Mark(NamedTuple):
    """A line, or a part of one, that may open a section."""

    line: int
    start: int  # characters in the folded line
    end_line: int
    end: int
    number: int | None
    kind: str | None  # told by the words
    heading: str
    style: str = ""  # how it is numbered: 一 1 ( or not at all
    opens: bool = True  # False: a numbered sentence, which only shows how a count goes on


def read_sections(document: Document, table_lines: Collection[int]) -> tuple[Section, ...]:
    """The sections in order; what stands before the first heading is a section without one."""
    marks = _outer(_of_the_outer_style(list(_marks(document, table_lines))))
    near = _around(document, table_lines)
    ends = [*((mark.line, mark.start) for mark in marks), (len(document.lines), len(document.lines[-1]))]
    first = _body(document, (1, 0), ends[0], near)
    sections = [Section("other", None, first, 1)] if first else []
    for mark, end in zip(marks, ends[1:], strict=True):
        body = _body(document, (mark.end_line, mark.end), end, near)
        sections.append(Section(_kind(mark), mark.heading, body, mark.line))
    return tuple(sections)


def _kind(mark: _Mark) -> str:
    return mark.kind or kind_by_keyword(mark.heading) or "other"


# --- headings ---------------------------------------------------------------------------------------------------


def _marks(document: Document, table_lines: Collection[int]) -> Iterator[_Mark]:
    """Everything that is a heading by its words or carries a number like one, in order."""
    split: _Mark | None = None  # a number alone on its line waits for its words
    for number, line in enumerate(document.folded, start=1):
        if not line or (len(line) <= _LONG and number in table_lines):
            continue
        several = inline(line) if len(line) > _LONG else []
        if several:
            yield from (_inside(document, number, found) for found in several)
        elif number not in table_lines and line.strip(EDGES):
            mark = _with_number(split, _mark(document, number, line, line[:_LONG].strip(EDGES)))
            split = mark if mark and not mark.heading.strip("第部分、.,．0123456789" + NUMERALS) else None
            if mark and not split:
                yield mark


def _inside(document: Document, number: int, found: Inline) -> _Mark:
    """A heading within a long line."""
    heading = _printed(document, number, found.start, found.end).strip(EDGES)
    return _Mark(number, found.start, number, found.end, found.number, found.kind, heading)


def _with_number(split: _Mark | None, mark: _Mark | None) -> _Mark | None:
    """A heading with the number that stands alone on a line above it."""
    if split and mark and mark.kind and mark.number is None:
        return mark._replace(line=split.line, number=split.number, heading=split.heading + mark.heading)
    return mark


def _mark(document: Document, number: int, line: str, words: str) -> _Mark | None:
    style, words = _style(words)
    kind = heading_kind(words) if len(line) <= _LONG else None
    numbered = _NUMBERED.match(words)
    if kind is None:
        begun = _begun(document, number, line, numbered) if numbered and numbered["numeral"] else None
        if begun or not _may_head(numbered, line, words):
            return begun
    sentence = len(line.strip()) > _LONGEST or _SENTENCE.search(words) is not None
    style = style or _of_number(numbered)
    heading = document.lines[number - 1].strip(EDGES) if kind or not sentence else words
    opens = kind is not None or not (sentence or style == "1")
    return _Mark(number, 0, number, len(line), _count(numbered), kind, heading, style, opens)


def _may_head(numbered: re.Match[str] | None, line: str, words: str) -> bool:
    """May a line without a known heading's words be one? It has a number, no great length, and no label's words."""
    return numbered is not None and len(line) <= _LONG * 4 and not is_known(words)


def _of_number(numbered: re.Match[str] | None) -> str:
    """The style of a heading by its number: "一", "1", "" without one."""
    if numbered is None:
        return ""
    return "1" if numbered["digit"] else "一"


def _style(words: str) -> tuple[str, str]:
    """The mark before a heading's words that makes it a part of a section, if there is one, and the words."""
    first = words[:1]
    if first in _BULLETS and first:
        return "•", words[1:].lstrip()
    return "(" if first == "(" else "", words


def _begun(document: Document, number: int, line: str, numbered: re.Match[str]) -> _Mark | None:
    """A heading of the form with the section's first sentence behind it: 一、总体情况。2021年…"""
    words = _FIRST_WORDS.match(numbered["words"])
    kind = heading_kind(words[0]) if words and words.end() < len(numbered["words"]) else None
    if kind is None or words is None:
        return None
    start = line.find(numbered[0][:2])
    end = start + numbered.start("words") + words.end()
    heading = _printed(document, number, start, end).strip(EDGES)
    end += line[end] in "。:"  # what parts them is neither's
    return _Mark(number, start, number, end, _count(numbered), kind, heading, "一")


def _count(numbered: re.Match[str] | None) -> int | None:
    if numbered is None:
        return None
    return int(numbered["digit"]) if numbered["digit"] else NUMERALS.index(numbered["numeral"]) + 1


def _of_the_outer_style(marks: Sequence[_Mark]) -> list[_Mark]:
    """Without (一)主动公开情况 or • 主动公开情况, where the page numbers its sections otherwise: parts of one."""
    others = [mark for mark in marks if mark.style not in _INNER]
    if not any(mark.kind for mark in others):
        return list(marks)
    outer = {_kind(mark): mark.line for mark in reversed(others) if mark.style == "一"}
    if len(outer) < _A_COUNT:
        return others
    first = min(outer.values())  # 主动公开情况 below 一、总体情况, where 二、主动公开政府信息情况 is the section
    return [mark for mark in others if mark.style == "一" or mark.kind not in outer or mark.line < first]


def _outer(marks: Sequence[_Mark]) -> list[_Mark]:
    """The headings of the outermost count."""
    kept: list[_Mark] = []
    last = at = 0
    while at < len(marks):
        mark = marks[at]
        end = _run(marks, at) if mark.number is not None and mark.number <= last else at
        if at < end < len(marks) and marks[end].number == last + 1 and marks[end].opens:
            at = end  # an inner count, after which the outer one goes on
            continue
        if mark.opens and (mark.kind or mark.number == last + 1):
            kept.append(mark)
            last = mark.number or last + 1
        at += 1
    return kept


def _run(marks: Sequence[_Mark], start: int) -> int:
    """Where a count that begins here ends; numbered sentences of another kind of numeral are inside it."""
    first = marks[start]
    count = first.number or 0
    for at in range(start + 1, len(marks)):
        mark = marks[at]
        if mark.opens or mark.style == first.style:
            if mark.number != count + 1:
                return at
            count += 1
    return len(marks)


# --- bodies -----------------------------------------------------------------------------------------------------


def _around(document: Document, table_lines: Collection[int]) -> set[int]:
    """The lines of the tables, and those beside them that hold nothing but words of the form."""
    lines, folded = set(table_lines), document.folded
    for step in (1, -1):
        for number in table_lines:
            beside = number + step
            while beside not in lines and 1 <= beside <= len(folded):
                line = folded[beside - 1]
                if line and not _is_form(line):
                    break
                lines.add(beside)
                beside += step
    return lines


def _is_form(line: str) -> bool:
    """Is this line a ruler, or made of cells that are all labels?"""
    if "---" in line:
        return RULER.fullmatch(line) is not None
    return len(line) <= _LONG * 8 and all(map(_is_label, line.replace("\t", "|").split("|")))


@lru_cache(maxsize=4096)
def _is_label(cell: str) -> bool:
    """Is a cell blank, or a label of a table?"""
    words = cell.strip(" *")
    return not words or (is_known(words) and not heading_kind(words))


def _body(document: Document, start: tuple[int, int], end: tuple[int, int], without: Collection[int]) -> str:
    """The lines as printed; the marks at their ends are the page's, not the report's."""
    lines = [
        _prose(document, number, start[1] if number == start[0] else 0, end[1] if number == end[0] else None)
        for number in range(start[0], end[0] + 1)
        if number not in without or number == start[0] or (number == end[0] and _is_cut(document, *end))
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_cut(document: Document, number: int, end: int) -> bool:
    """Does a section end inside a line, or may prose stand in it beside a table? Not in a document's last row."""
    return not len(document.folded[number - 1]) == end <= _LONG


def _prose(document: Document, number: int, start: int, end: int | None) -> str:
    folded = document.folded[number - 1]
    if not folded:
        return ""
    stop = len(folded) if end is None else end
    if len(folded) > _LONG and any(word in folded for word in _IN_TABLES):
        table = _TABLE_WORDS.search(folded, start, stop)
        stop = table.start() if table else stop
    printed = _printed(document, number, start, stop)
    if "---" in printed and RULER.fullmatch(printed):
        return ""
    bare = printed.strip(" |\t\u3000\xa0\r")
    return _MARKDOWN.sub("", bare) if "#" in bare or "*" in bare else bare


def _printed(document: Document, number: int, start: int, end: int) -> str:
    """A piece of a line as printed, or as folded where folding changed its length."""
    printed, folded = document.lines[number - 1], document.folded[number - 1]
    if start == 0 and end >= len(folded):
        return printed
    return (printed if len(printed) == len(folded) else folded)[start:end]
