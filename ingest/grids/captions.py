"""Captions of a year (年度小标题): where a page prints last year's tables too, for comparison, a line says so."""

from __future__ import annotations

from typing import NamedTuple

from ingest.grids.words import begins_word, columns_called, is_around, rows_called
from ingest.headings import section_kind
from ingest.model import Document
from ingest.patterns import lazy

_LONGEST = 60  # characters
_NUMBER = r"(?:\((?:[一二三四五六七八九十]{1,3}|\d)\)|\d[、.)]|附(?:件|表)?\d?[:、]?)\s*"  # 一、 is a section's
_YEAR = r"((?:19|20)\d\d年度?|[上去]一?年度?)"
_TABLE = r"(?:情况|数据|统计|统计表|对比|对照|表|同期|同期数|如下)"
_KNOWN = (
    r"(?:收到|被|因|办理|主动公开|依申请公开|政府信息公开|信息公开|行政复议|行政诉讼|提起|申请|处理|制发|废止|规章|规范性|"
    r"文件|工作|和|及|、|的)"
)
# A year alone is a piece of a header or a date: a number before it, or a word for a table behind it, is needed.
_CAPTION = lazy(
    rf"\W*(?:{_NUMBER}{_YEAR}(?:[\u4e00-\u9fff、]{{0,30}}{_TABLE})?|{_YEAR}{_KNOWN}*{_TABLE}+)"
    r"\W*(?:\([^()]{1,20}\)\W*)?"
)
_BARE = lazy(r"((?:19|20)\d\d年度)")


class Caption(NamedTuple):
    """A line that says which year what follows is of; ``year`` None: the one before the report's."""

    line: int
    text: str
    year: int | None
    until: int  # the line of the next caption or heading, or behind the last


def captions(document: Document) -> list[Caption]:
    """The captions of a document, in order."""
    lines = [(number, line) for number, line in enumerate(document.folded, start=1) if "年" in line]
    found = [(number, *told) for number, line in lines if (told := _told(line))]
    if not found:
        return []
    headings = [n for n, line in enumerate(document.folded, start=1) if section_kind(line.strip(" |\t"))]
    ends = [*headings, *(number for number, _, _ in found), len(document.folded) + 1]
    return [Caption(n, text, year, min(end for end in ends if end > n)) for n, text, year in found]


def _told(line: str) -> tuple[str, int | None] | None:
    """The text and the year of a line that is a caption; none is without 年."""
    if len(line) > _LONGEST:
        return None
    text = line.strip(" |\t#*")
    label = rows_called(text) or columns_called(text) or is_around(text) or begins_word(text)
    match = None if label else _CAPTION.fullmatch(text) or _BARE.fullmatch(text)
    if match is None:
        return None
    year = next(filter(None, match.groups()))
    return text, int(year[:4]) if year[0].isdigit() else None
