"""Sections (正文): the prose of a report, cut at its top-level headings, without the lines of its tables.

A heading is told by its words. One with other words counts if it is numbered and goes on the count (三、存在的问题
→ 四、下一年工作计划); a count that starts again inside a section (一、… in 总体情况) opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ingest.labels import find, kind_by_keyword, section_kind
from ingest.model import Document, Section

_NUMBERED = re.compile(r"([一二三四五六七八九十])\s*[、.．]\s*\S.{1,38}")
_NUMERALS = "一二三四五六七八九十"
_SENTENCE = re.compile(r"[。;!?:]")


def read_sections(document: Document, table_lines: Collection[int]) -> tuple[Section, ...]:
    """The sections in order; what stands before the first heading is a section without one."""
    marks = [(0, "other", None), *_headings(document, table_lines)]
    ends = [*(line for line, _, _ in marks[1:]), len(document.lines) + 1]
    sections = []
    for (line, kind, heading), end in zip(marks, ends, strict=True):
        body = _body(document, line + 1, end, table_lines)
        if heading is not None or body:
            sections.append(Section(kind, heading, body, line or 1))
    return tuple(sections)


def _headings(document: Document, table_lines: Collection[int]) -> Iterator[tuple[int, str, str]]:
    last = 0
    for number, line in enumerate(document.folded, start=1):
        if number in table_lines or not line:
            continue
        words = line.strip(" *#\t|")
        kind = section_kind(words)
        numbered = _NUMBERED.fullmatch(words)
        count = _NUMERALS.index(numbered[1]) + 1 if numbered else None
        if kind is None and (count is None or count != last + 1 or _SENTENCE.search(words) or find(words)):
            continue
        last = count or last + 1
        yield number, kind or kind_by_keyword(words) or "other", document.lines[number - 1].strip(" *#\t|\u3000\xa0\r")


def _body(document: Document, first: int, end: int, table_lines: Collection[int]) -> str:
    """The lines as printed; pipes at their ends are the page's, not the report's."""
    lines = [
        document.lines[number - 1].strip().rstrip("| ").rstrip()
        for number in range(first, end)
        if number not in table_lines
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
