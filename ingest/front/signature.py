"""Signatures (落款): the organ that signs and its date, on two lines, on one, or glued to the end of a page.

A page prints its own footer under the report (the portal's owner, the day of publication), so the pair that names the
report's agency is the signature; failing that, the first one after the last heading, if the year fits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ingest.dates import read_date
from ingest.front.likeness import agree
from ingest.front.names import glue, organ
from ingest.headings import heading_kind

_DATE = r"(?:20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]|二[^\s年]{3} ?年[^\s月]{1,3}月[^\s日号]{1,3}[日号])"
_DATE_ALONE = re.compile(r"[^,。:]*[日号\d]")
_ONE_LINE = re.compile(rf"(?P<organ>[^,。;:\d]{{3,40}}?) ?(?P<date>{_DATE}|20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})")
_GLUED = re.compile(rf"(?P<date>{_DATE})$")
_ENDS = "日号0123456789"
_IN_DATES = re.compile(r"(?:19|20)\d\d\s*[年\-/.]|[一二].*年")
_EDGES = " *#|\t"
_LEAST = 8  # characters of a date: 2021-1-5
_SHORT = 60  # characters of a signature on one line
_LAST = 3  # lines; a date alone so near the end may be a signature's


class Signature(NamedTuple):
    """Who signed, and when; the lines that the date and the organ stand on."""

    organ: str | None = None
    date: date | None = None
    line: int = 0
    organ_line: int = 0


def read_signature(folded: Sequence[str], known: Collection[str], year: int | None, start: int) -> Signature:
    """The signature of a report by one of the known names; ``start`` is the line where its head ends."""
    lines = [(n, line) for n, text in enumerate(folded[start:], start + 1) if text and (line := text.strip(_EDGES))]
    pairs = list(_pairs(lines, known))
    ours = [pair for pair in pairs if pair.organ and any(agree(pair.organ, name) for name in known)]
    last = next((number for number, line in reversed(lines) if heading_kind(line)), 0)
    for choice in (ours, [pair for pair in pairs if _fits(pair.date, year)]):
        after = [pair for pair in choice if pair.line > last]
        if choice:
            return after[0] if after else choice[-1]
    return _date_alone(lines[-_LAST:], year, last) if not pairs else Signature()


def _pairs(lines: Sequence[tuple[int, str]], known: Collection[str]) -> Iterator[Signature]:
    """Every organ with a date under or behind it."""
    for at, (number, line) in enumerate(lines):
        if line[-1] not in _ENDS or not _LEAST <= len(line) <= _SHORT or not _IN_DATES.search(line):
            continue
        when = _alone(line)
        above = lines[at - 1][1] if when and at else ""
        one = None if when else _ONE_LINE.fullmatch(glue(line))
        name = organ(one["organ"] if one else above) if len(above) <= _SHORT else None
        when = read_date(one["date"]) if one else when
        if name and when:
            yield Signature(name, when, number, number if one else lines[at - 1][0])
    if lines and len(lines[-1][1]) > _SHORT:
        yield from _glued(*lines[-1], known)


def _alone(line: str) -> date | None:
    return read_date(line) if len(line) <= 20 and _DATE_ALONE.fullmatch(line) else None


def _glued(number: int, line: str, known: Collection[str]) -> Iterator[Signature]:
    """A whole page on one line ends with its signature, if a known name stands before the date."""
    ending = line[-200:]
    found = _GLUED.search(ending)
    before = glue(ending[: found.start()]).replace("(", "（").replace(")", "）") if found else ""
    for name in sorted(known, key=len, reverse=True):
        if found and before.endswith(name) and read_date(found["date"]):
            yield Signature(name, read_date(found["date"]), number, number)
            return


def _date_alone(lines: Sequence[tuple[int, str]], year: int | None, after: int) -> Signature:
    """A date without an organ, at the very end: some pages drop a line that they have printed before."""
    dates = [(number, _alone(line)) for number, line in lines if number > after]
    fitting = [(number, when) for number, when in dates if when and year and _fits(when, year)]
    return Signature(None, fitting[0][1], fitting[0][0]) if fitting else Signature()


def _fits(when: date | None, year: int | None) -> bool:
    """Reports are signed in the year after, or in the last days of their own."""
    return when is not None and (year is None or when.year in (year, year + 1))
