"""Signatures (落款): the organ that signs and its date, on two lines, on one, or glued to the end of a page.

A page prints its own footer under the report (the portal's owner, the day of publication), so the pair that names the
report's agency is the signature; failing that, the first one after the last heading, if the year fits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from ingest.dates import read_date
from ingest.front.likeness import agree
from ingest.front.names import glue, organ, organs
from ingest.headings import heading_kind
from ingest.patterns import lazy
from ingest.places.mentions import begins_list, is_of_a_letter, may_show_others
from ingest.text import EDGES

_DATE = r"(?:20\d\d ?年 ?(?:\d{1,2}|[元正]) ?月 ?\d{1,2} ?[日号]|二[^\s年]{3} ?年[^\s月]{1,3}月[^\s日号]{1,3}[日号])"
_DATE_ALONE = lazy(r"[^,。:]*[日号\d]")
_ONE_LINE = lazy(rf"(?P<organ>[^,。;:\d]{{3,40}}?) ?(?P<date>{_DATE}|20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})")
_GLUED = lazy(rf"(?P<date>{_DATE})$")
_LIKE_A_DATE = lazy(
    r"\d{2,5}年(?:\d{1,3}|[元正])月(?:\d{0,3}[日号]?)|\d{2,5}[-/.]\d{1,3}[-/.]\d{1,3}|[一二〇零○O][^\s年]{1,5}年[^\s月]{1,3}月(?:[^\s日号]{1,3}[日号])?"
)
_ENDS = "日号0123456789"
_IN_DATES = lazy(r"(?:19|20)\d\d\s*[年\-/.]|[一二].*年")
_NEIGHBOUR = lazy(r"[上下]一[篇条页] ?:.*[^: ]")  # its entry stands on its own line: no list goes on below
_LEAST = 8  # characters of a date: 2021-1-5
_SHORT = 60  # characters of a signature on one line
_NEAR_END = 12  # lines from the end in which a signature without a readable date may stand
_FAR = 30  # lines above a signature that may head somebody else's letter, or a list of links
_LAST = 3  # lines; a date alone so near the end may be a signature's


class Signature(NamedTuple):
    """Who signed, and when; the lines that the date and the organ stand on."""

    organ: str | None = None
    date: date | None = None
    line: int = 0
    organ_line: int = 0
    words: str = ""  # the date as printed


def read_signature(folded: Sequence[str], known: Collection[str], year: int | None, start: int) -> Signature:
    """The signature of a report by one of the known names; ``start`` is the line where its head ends."""
    last = _last_heading(folded, start)
    after = [*_pairs(folded, start, max(last, start), len(folded)), *_glued(folded, known, start)]
    ours = next((pair for pair in after if _is_of(pair, known)), None)
    if ours:
        return ours
    before = list(_pairs(folded, start, start, last))
    ours = next((pair for pair in reversed(before) if _is_of(pair, known)), None)
    ours = ours or _undated(folded, known, max(last, start))
    if ours:
        return ours
    if not before and not after:
        lines = list(islice(_lines_up(folded, len(folded), start), _LAST))[::-1]
        own = [one for one in lines if not _is_of_others(_above(folded, one[0] - 1, start))]
        return _date_alone(own, year, last)
    fitting = (pair for pair in [*after, *reversed(before)] if _fits(pair.date, year))
    return next(fitting, Signature())


def _undated(folded: Sequence[str], known: Collection[str], start: int) -> Signature | None:
    """A known name with a line under it that is like a date and can't be read as one: 202年1月12日, 2022年1月."""
    near = folded[max(start, len(folded) - 2 * _NEAR_END) :]
    if not any("月" in line or line.lstrip()[:1].isdigit() for line in near):
        return None
    lines = list(islice(_lines_up(folded, len(folded), start), _NEAR_END))
    for (number, line), (above, name) in pairwise(lines):
        if len(line) > _SHORT or len(name) > _SHORT or ("年" not in line and not line[:1].isdigit()):
            continue
        signed = organ(name) if _LIKE_A_DATE.fullmatch(glue(line).replace(" ", "")) else None
        if signed and _alone(line) is None and any(agree(signed, one) for one in known):
            return Signature(signed, None, number, above, line)
    return None


def _is_of(pair: Signature, known: Collection[str]) -> bool:
    return any(agree(pair.organ or "", name) for name in known)


def _lines_up(folded: Sequence[str], below: int, start: int) -> Iterator[tuple[int, str]]:
    """The lines that say anything, with their numbers, from one (counted from 0) up."""
    for at in range(below - 1, start - 1, -1):
        if line := folded[at].strip(EDGES):
            yield at + 1, line


def _last_heading(folded: Sequence[str], start: int) -> int:
    return next((number for number, line in _lines_up(folded, len(folded), start) if heading_kind(line)), 0)


def _pairs(folded: Sequence[str], start: int, begin: int, end: int) -> Iterator[Signature]:
    """Every organ with a date under or behind it, the date on the lines from one to another, counted from 0."""
    for at, line in _dated(folded, begin, end):
        when = _alone(line)
        number, above = next(_lines_up(folded, at, start), (0, "")) if when else (0, "")
        one = None if when else _ONE_LINE.fullmatch(glue(line))
        signs = line.rpartition(one["date"])[0] or one["organ"] if one else above
        names = organs(signs) if len(above) <= _SHORT else []
        when = read_date(one["date"]) if one else when
        if names and when and not _is_of_others(_above(folded, at, start)):
            for name in names:
                yield Signature(name, when, at + 1, at + 1 if one else number, one["date"] if one else line)


def _is_of_others(above: Sequence[str]) -> bool:
    """Do the lines above a signature, the nearest first, show a list of links, or a letter that it is the first of?"""
    if not may_show_others("\n".join(above)):
        return False
    letter = takewhile(lambda line: not _IN_DATES.search(line), above)
    return any(begins_list(line) and not _NEIGHBOUR.fullmatch(line) for line in above) or any(
        is_of_a_letter(line) and organ(line) != line  # 贵县示例局 is an organ of 贵县
        for line in letter
    )


def _above(folded: Sequence[str], at: int, start: int) -> Sequence[str]:
    """The lines above one (counted from 0) up to the heading that it stands under, the nearest first."""
    found: list[str] = []
    while at > start and len(found) < _FAR:
        at -= 1
        line = folded[at].strip(EDGES)
        if line and heading_kind(line):
            break
        if line:
            found.append(line)
    return found


def _dated(folded: Sequence[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    """The short lines, counted from 0, that end with a date; most lines are told to be none by a look."""
    for at in range(start, end):
        text = folded[at]
        if not ("年" in text or "20" in text or "19" in text):
            continue
        line = text.strip(EDGES)
        if line[-1:] in _ENDS and _LEAST <= len(line) <= _SHORT and _IN_DATES.search(line):
            yield at, line


def _alone(line: str) -> date | None:
    bare = glue(line) if " " in line else line
    return read_date(bare) if len(bare) <= 20 and _DATE_ALONE.fullmatch(bare) else None


def _glued(folded: Sequence[str], known: Collection[str], start: int) -> Iterator[Signature]:
    """A whole page on one line ends with its signature, if a known name stands before the date."""
    number, line = next(_lines_up(folded, len(folded), start), (0, ""))
    if len(line) <= _SHORT:
        return
    ending = line[-200:]
    found = _GLUED.search(ending)
    before = glue(ending[: found.start()]).replace("(", "（").replace(")", "）") if found else ""
    for name in sorted(known, key=len, reverse=True):
        if found and before.endswith(name) and read_date(found["date"]):
            yield Signature(name, read_date(found["date"]), number, number, found["date"])
            return


def _date_alone(lines: Sequence[tuple[int, str]], year: int | None, after: int) -> Signature:
    """A date without an organ, at the very end: some pages drop a line that they have printed before."""
    dates = [(number, _alone(line), line) for number, line in lines if number > after]
    fitting = [(number, when, line) for number, when, line in dates if when and year and _fits(when, year)]
    return Signature(None, fitting[0][1], fitting[0][0], 0, fitting[0][2]) if fitting else Signature()


def _fits(when: date | None, year: int | None) -> bool:
    """Reports are signed in the year after, or in the last days of their own."""
    return when is not None and (year is None or when.year in (year, year + 1))
