"""Titles (标题): 〔agency〕〔year〕政府信息公开工作年度报告, on one line, on two, broken in the middle of a phrase.

Of all lines that may be a title the one that says most is it: a page prints its channel's name, other years' reports
and the title itself two or three times.

>>> title_parts("示例市商务局 2020 年政府信息公开工作年度报告")
Parts(agency='示例市商务局', year=2020)
>>> title_parts("2021年政府信息公开工作年度报告"), title_parts("示例镇政府信息公开2019年年报")
(Parts(agency='', year=2021), Parts(agency='示例镇', year=2019))
>>> title_parts("示例市关于做好2021年政府信息公开工作年度报告编制工作的通知") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.dates import read_year
from ingest.front.names import clean, glue, is_place, is_town, organ
from ingest.front.page import Line, Words, words

_LONGEST = 80
_SUBJECTS = ("公", "信")  # 公开, 信息: no title is without a character of these, though spaces may stand between
_YEAR_DIGITS = r"(?:20\d\d|[二][〇○零O0]?[〇○零一二三四五六七八九]{2,3})"
_YEAR = re.compile(rf"(?<![\d\-/.〔\[(])(?P<year>{_YEAR_DIGITS})(?:年度|年(?!\d{{1,2}}月)|(?![\d\-/.年〕\])]))(?:度)?")
_TAIL = re.compile(
    r"(?:政府信息公开|政务信息公开|政务公开|政府信息|信息公开)"
    r"(?:(?:和|与|及|、|暨)?(?:政府信息公开|政务信息公开|政务公开))?(?:工作)?(?:情况)?(?:的)?"
    rf"(?:(?P<year>{_YEAR_DIGITS})年度?)?(?P<paper>[工作年度报告总结情况的]{{2,12}})(?P<suffix>\([^()]{{1,20}}\))?$"
)
_YEAR_BEFORE = re.compile(rf"(?:{_YEAR_DIGITS}\s{{0,4}}年?\s{{0,4}}度?\s{{0,4}}(?:关于)?)?\s{{0,4}}\Z")
_FILE = re.compile(r"\.(?:docx?|pdf|wps|html?|txt|xlsx?)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"[。;,!?:|<>»›]")
_BREADCRUMB = re.compile(r"[>»›]")
_PHRASE = "政府信息公开工作年度报告"


class Parts(NamedTuple):
    """What a title names: the agency ("" if none) and the year."""

    agency: str
    year: int | None


class Title(NamedTuple):
    """The title of a page, and how its agency is named."""

    text: str | None = None
    agency: str | None = None
    year: int | None = None
    place: str | None = None  # the title names a bare place (示例区2020年…): the agency is its government
    above: str | None = None  # an organ on the line above, which may complete the title or be the portal's banner
    above_printed: str = ""
    before: str = ""  # whatever stands on the line above


def title_parts(line: str) -> Parts | None:
    """The parts of a title; None for a line that is none."""
    if len(line) > _LONGEST * 2 or not any(subject in line for subject in _SUBJECTS):
        return None
    glued = _FILE.sub("", glue(line)).strip("《》\"“”'")
    if len(glued) > _LONGEST or _NO_TITLE.search(glued) or any(word in glued for word in words()["title"]["about"]):
        return None
    every = [parts for tail in _tails(glued) if (parts := _parts(glued, tail))]
    if not every or not every[0].agency or organ(every[0].agency) or is_place(every[0].agency):
        return every[0] if every else None
    # 示例镇人民政府信息公开年报: the subject begins in the name's last word.
    return next((parts for parts in every if organ(parts.agency) and parts.agency in glued), every[0])


def _tails(glued: str) -> Iterator[re.Match[str]]:
    """The ways in which a line ends like a title, from the longest."""
    start = 0
    while tail := _TAIL.search(glued, start):
        yield tail
        start = tail.start() + 1


def _parts(glued: str, tail: re.Match[str]) -> Parts | None:
    paper = tail["paper"]
    if not re.search(r"报.*告|告.*报|年.*报|总结", paper):
        return None
    before = glued[: tail.start()]
    years = list(_YEAR.finditer(before))
    year = tail["year"] or (years[-1]["year"] if years else None)
    for mark in reversed(years):
        before = before[: mark.start()] + before[mark.end() :]
    return Parts(clean(re.sub(r"^年?度|年?度$", "", before)), read_year(year) if year else None)


class _Candidate(NamedTuple):
    rank: float
    title: Title


def read_title(lines: Sequence[Line], taken: Collection[int]) -> Title:
    """The best title among the lines of a page's head; ``taken`` lines are fields and their values."""
    rows = [row for line in lines if (row := line.words()).text]
    candidates = [candidate for at in range(len(rows)) for candidate in _at(rows, at, taken) if candidate.rank > 0]
    return max(candidates, key=lambda candidate: candidate.rank).title if candidates else Title()


def _at(rows: Sequence[Words], at: int, taken: Collection[int]) -> Iterator[_Candidate]:
    row = rows[at]
    if row.number in taken:
        return
    above = rows[at - 1] if at and rows[at - 1].number not in taken else None
    parts = title_parts(row.text)
    if parts:
        yield _candidate(parts, row, above)
    elif _BREADCRUMB.search(row.text):
        yield from _last_crumb(row)
    for span in (2, 3):  # a title may break in the middle of a phrase
        pieces = rows[at : at + span]
        if len(pieces) == span and _breaks(row.text) and not any(piece.number in taken for piece in pieces):
            joined = Words(row.number, "".join(p.text for p in pieces), "".join(p.printed for p in pieces))
            parts = title_parts(joined.text)
            if parts and parts.year:
                yield _candidate(parts, joined, above, less=0.1 * span)


def _last_crumb(row: Words) -> Iterator[_Candidate]:
    """The last link of a breadcrumb, where it is a whole title and the page prints no other."""
    start = max(mark.end() for mark in _BREADCRUMB.finditer(row.text))
    last = Words(row.number, row.text[start:], row.printed[start:])
    parts = title_parts(last.text)
    if parts and organ(parts.agency) and parts.year:
        yield _candidate(parts, last, None, less=2.5)


def _candidate(parts: Parts, row: Words, above: Words | None, less: float = 0) -> _Candidate:
    """How much a title says: 5 agency and year, 4 with the line above, 3 the year alone."""
    file = _FILE.search(row.text)  # a file's name gives way to the title itself
    printed = (row.printed[: file.start()] if file else row.printed).strip()
    less += 0.2 if file else 0
    name = organ(parts.agency) or (parts.agency if is_town(parts.agency) else None)
    if name or is_place(parts.agency):
        rank = (5 if name else 4.5) if parts.year else (3.5 if name else 2)
        place = None if name else parts.agency
        text = _from(row.text, printed, parts.agency)
        return _Candidate(rank - less, Title(text, name, parts.year, place, before=above.text if above else ""))
    title = Title(printed, None, parts.year)
    if len(parts.agency) > 4:  # words that are no name: hardly a title
        return _Candidate((1 if parts.year else 0) - less, title)
    named = organ(above.text) if above else None
    if above and named:
        return _Candidate((4 if parts.year else 3) - less, title._replace(above=named, above_printed=above.printed))
    return _Candidate((3 if parts.year else 1) - less, title)


def _from(text: str, printed: str, agency: str) -> str:
    """A title without the page's furniture before it (来源 衢州市…): from its agency or its year on."""
    at = _standing(text, agency[:3].replace(" ", ""))
    year = _YEAR_BEFORE.search(text, 0, at) if at is not None else None
    return printed[year.start() :].strip() if year else printed


def _standing(text: str, letters: str) -> int | None:
    """Where some letters first stand in a text, with no more than four spaces between them."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    bare = "".join([text[at] for at in places])
    at = bare.find(letters)
    while at >= 0:
        found = places[at : at + len(letters)]
        if all(after - before <= 5 for before, after in pairwise(found)):
            return found[0] if found else 0
        at = bare.find(letters, at + 1)
    return None


def _breaks(text: str) -> bool:
    """Does a line end inside a title: after its year, or in the middle of the phrase?"""
    if title_parts(text) or len(text) > _LONGEST or _NO_TITLE.search(text):
        return False
    glued = glue(text)
    if re.search(rf"{_YEAR_DIGITS}年?度?$", glued):
        return True
    least = 2 if _YEAR.search(glued) else 3  # 衢州市人民政府 ends like the phrase's first word, and is an organ
    return any(glued.endswith(_PHRASE[start:end]) for start in (0, 2, 4) for end in range(start + least, len(_PHRASE)))


def begins_title(text: str) -> bool:
    """Is this the first part of a title that goes on on the next line?"""
    return _YEAR.search(text[:_LONGEST]) is not None and _breaks(text)


def about(lines: Sequence[Line]) -> str | None:
    """The word that says that a text is about reports (解读, 通知), where a line like a title has it."""
    for line in lines:
        text = glue(line.text)
        if len(text) <= _LONGEST and any(subject in text for subject in words()["title"]["subjects"]):
            for word in words()["title"]["about"]:
                if ("报告" in text or "年报" in text) and (
                    text.rstrip('》)"”').endswith(word) or text.startswith(word)
                ):
                    return str(word)
    return None
