"""Notes (注) on a table: a line below it, or above, that says whose its numbers are, and of when.

A note that says another year, another organ or a larger whole speaks for every row of its section above it, or of those
below it where there is none above. From whom the numbers came says neither: it is told beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ingest.grids import findings as say
from ingest.grids.organs import giver, is_of_another
from ingest.grids.periods import is_of_other_time
from ingest.grids.printed import PrintedRow
from ingest.grids.senses import is_of_other_numbers, senses
from ingest.grids.years import DATED, other_year, past_words
from ingest.headings import section_kind
from ingest.model import Document, Finding
from ingest.patterns import lazy
from ingest.text import EDGES

_LONGEST = 60  # characters
BRACKET = lazy(r"\([^()]*\)$")
_DAY = r"\d{1,2}月(?:\d{1,2}日)?"
_SPAN = lazy(
    rf"(?:{DATED}年?度?|\d\d年度?|{past_words()})(?:{_DAY}[至到—~-]+(?:{DATED}年)?{_DAY})?"
    rf"(?:[及和、至到—~-]+(?:{DATED}|\d\d)年度?)?(?:全年|的|数据|数字|数|情况|统计|件数|结果|年?报)*"
)


class Own(NamedTuple):
    """Whose report it is: its year and all names of its organ, as far as they are known."""

    year: int | None
    names: tuple[str, ...] = ()


class Caption(NamedTuple):
    """A line that says which year what follows is of; ``year`` None: one before the report's, or another organ's."""

    line: int
    text: str
    year: int | None
    until: int  # the line of the next caption or heading, behind the last, or where what it stands in ends


def is_of_others(words: str, own: Own) -> bool:
    """Do words say another year or span, a share or sample, another organ, and nothing else (2024年1月10日统计)?"""
    span = bool(_SPAN.fullmatch(words) and other_year(words, own.year))
    return span or is_of_other_numbers(words) or is_of_other_time(words, own.year) or is_of_another(words, own.names)


def of_notes(lines: Sequence[str], headings: Sequence[int], rows: Collection[int], own: Own) -> Iterator[Caption]:
    """Notes that say whose numbers the table above them prints, or the one below where there is none above."""
    texts = [(n, line.strip(EDGES)) for n, line in enumerate(lines, start=1) if len(line) <= _LONGEST]
    found = [(n, text, _saying("are").match(text + "。")) for n, text in texts if _may_be_note(text)]
    ends = [*headings, *(n for n, text, note in found if note and _is_of_below(text))]
    for n, text, note in found:
        others = note is not None and is_of_others(note["what"], own)
        if not (others or _saying("void").match(text) or is_of_other_time(text, own.year)):
            continue
        begin, end = _below(n, len(lines), ends, rows) if _is_of_below(text) else scope(n, len(lines), headings, rows)
        yield Caption(begin, text, None, end)


def _below(note: int, last: int, ends: Sequence[int], rows: Collection[int]) -> tuple[int, int]:
    """The lines between which a note speaks of the rows below it: those of the next part that has any."""
    first = min((row for row in rows if row > note), default=last)
    return note, min((at for at in ends if at > first), default=last + 1)


def _may_be_note(text: str) -> bool:
    return any(char.isdigit() or char in "年月表上下数位" for char in text)


def of_doubt(document: Document, rows: Sequence[PrintedRow], own: Own) -> Iterator[Finding]:
    """What notes say of another organ that gave the numbers of rows, or of another year that may be theirs."""
    at = {row.line: row.header.table for row in rows}
    headings = sections(document.folded)
    for n, line in enumerate(document.folded, start=1):
        text = line.strip(EDGES)
        doubt = _doubt(text, own) if len(line) <= _LONGEST else None
        if doubt:
            where = (n, len(document.folded), headings, at)
            begin, end = _below(*where) if _is_of_below(text) else scope(*where)
            tables = dict.fromkeys(table for row, table in at.items() if begin < row < end)
            yield from (say.noted(table, text, doubt, n) for table in tables)


def _doubt(text: str, own: Own) -> str | None:
    """What a note leaves open of its table's numbers: whether they are this organ's, this year's, or final."""
    found = _saying("given").match(text)
    if found and giver(found["what"].rstrip("。"), own.names):
        return "是否为本机关的数"
    if not _saying("any").match(text):
        return None
    notes = senses()["notes"]
    other = own.year is not None and other_year(text, own.year) and not re.search(notes["apart"], text)
    if other and str(own.year) not in text:
        return "是否为本年度的数"
    return "是否为最终的数" if re.search(notes["passing"], text) else None


def scope(note: int, last: int, headings: Sequence[int], rows: Collection[int]) -> tuple[int, int]:
    """The lines between which a note speaks of the rows."""
    begin = max((at for at in headings if at < note), default=0)
    end = min((at for at in headings if at > note), default=last + 1)
    return (begin, note) if any(begin < row < note for row in rows) else (note, end)


def sections(lines: Sequence[str]) -> list[int]:
    """The lines that are the headings of sections, perhaps with a bracket behind them."""
    return [n for n, line in enumerate(lines, start=1) if _is_section(line.strip(" |\t"))]


def _is_section(text: str) -> bool:
    return bool(section_kind(text) or (len(text) <= _LONGEST and section_kind(BRACKET.sub("", text))))


@cache
def _saying(what: str) -> re.Pattern[str]:
    """Notes that say this (are, void, given, any); who gave the numbers may be said without a word for them."""
    notes = senses()["notes"]
    tables, numbers = (f"(?:{'|'.join(notes[name])})" for name in ("tables", "numbers"))
    optional = "?" if what == "given" else ""
    return re.compile(rf"{notes['mark']}(?:{tables}{numbers}*|{numbers}+){optional}{notes[what]}")


def _is_of_below(text: str) -> bool:
    """Does a note speak of what stands below it, in so many words?"""
    return re.search(senses()["notes"]["below"], text) is not None
