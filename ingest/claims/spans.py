"""Spans of time (时间段): halves and quarters added up to the year, and this year's part of a longer span.

What came in the halves of the year is what came in the year; what came in some of its quarters is not. A sum over
several years is no figure of the table, the part of it that the sentence says is this year's is one.

>>> [(one.what, one.number) for one in spans("上半年收到申请8件、下半年收到申请11件，合计19件。", 2025)]
[('received', 19)]
>>> list(spans("一季度收到申请8件、二季度11件，合计19件。", 2025))
[]
>>> [one.number for one in spans("“十四五”期间累计收到政府信息公开申请141件，其中2025年11件。", 2025)]
[11]
>>> list(spans("“十四五”期间累计收到政府信息公开申请141件，办结140件，其中2025年11件。", 2025))
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.claims.clauses import END, OTHER, PART, UNIT, N
from ingest.claims.figures import received
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

_YEAR = frozenset(range(1, 13))
_QUARTERS = {name: range(3 * at + 1, 3 * at + 4) for at, name in enumerate("一二三四")}
_QUARTERS |= {str(at): months for at, months in enumerate(_QUARTERS.values(), start=1)}
_SPAN = lazy(
    r"^(?:其中)?(?:20\d\d年|本年度?|今年)?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|前(?P<first>[二两三])个?季度"
    r"|(?P<from>\d{1,2})月?(?:份)?(?:至|到|-|—+|~)(?P<to>\d{1,2})月(?:份)?)"
)
_AGAIN = lazy(
    rf"^(?:共计?|新)*(?:收到|接到|接收|新收|收|受理)?(?:政府信息公开|信息公开|依申请公开)?(?:申请)?(?:[为有]|共计?)?{N}{END}"
)
_TOTAL = lazy(
    rf"^(?:全年|本年度?|两项|两者|四个季度|以上|上述)*(?:共计?|合计|总计|累计)(?:收到|新收|受理)?(?:政府信息公开|信息公开)?(?:申请)?[为是]?{N}{END}"
)
_CUT = re.compile(r"[，、;(]|,(?!\d{3}(?!\d))")  # asked by identity
_BRACKET = lazy(r"\([^()]*\)")
# What may stand between a sum over years and this year's part of it: another year's.
_ANOTHER_YEAR = lazy(rf"^(?:其中)?[:]?20\d\d年度?[^\d]{{0,6}}(?:{NUMBER}){UNIT}$|^其中:?$")
_LONGER = lazy(r"累计|以来|期间|五规划|[二两三四五六七八九十]年[来间内]|近[二两三四五六七八九十]年|20\d\d年")
# Words of time among those that make a figure one of a part.
_TIME = lazy(
    r"其中|累计|以来|截至|截止|历年|往年|[近前](?:两|二|三|四|五|几)年|[一二三四]五[”\"]?(?:期间|以来|时期)|季度|半年|月"
)


class Span(NamedTuple):
    """A figure of the year, told by spans: what, how many, in which words, and where its number stands."""

    what: str
    number: int
    quote: str
    at: int


def spans(text: str, year: int, before: str = "") -> Iterator[Span]:
    """What a sentence says of the year by its parts, or as a part of a longer span.

    ``before``: what its paragraph says before it; parts go on over a semicolon (上半年8件；下半年11件).
    """
    if "年" not in text and "季度" not in text and "月" not in text:
        return
    begun = before[max(map(before.rfind, "。!?")) + 1 :] if before.endswith(";") else ""
    whole, shift = begun + text, len(begun)
    for one in _added(whole, list(_pieces(_BRACKET.sub(lambda found: " " * len(found[0]), whole)))):
        if one.at >= shift:
            yield one._replace(at=one.at - shift)
    yield from _own(text, list(_pieces(text)), year)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(offset, words) between the commas, lists and brackets of a sentence."""
    start = 0
    for found in _CUT.finditer(text):
        yield start, text[start : found.start()].rstrip()
        start = found.end()
    yield start, text[start:].rstrip("。;!?: ")


def _is_of_part(text: str) -> bool:
    """Does a text speak of a part that isn't one of time, or of something else than applications?"""
    return PART.search(_TIME.sub("", text)) is not None or OTHER.search(text) is not None


# --- halves and quarters --------------------------------------------------------------------------------------------


def _added(text: str, pieces: list[tuple[int, str]]) -> Iterator[Span]:
    """The sum of parts that are the whole year: as the sentence says it, or else as they add up."""
    at = 0
    while at < len(pieces):
        what, months, numbers = _run(pieces[at:])
        if not numbers:
            at += 1
            continue
        start, after = pieces[at][0], at + len(numbers)
        at = after
        if what is None or months != _YEAR or _is_of_part(text[:start]):
            continue
        told = _TOTAL.match(pieces[after][1]) if after < len(pieces) else None
        total = read_number(told["n"]) if told else None
        offset, last = pieces[after] if total is not None else pieces[after - 1]
        number = sum(numbers) if total is None else total
        yield Span(what, number, text[start : offset + len(last)], offset)


def _run(pieces: list[tuple[int, str]]) -> tuple[str | None, frozenset[int], list[int]]:
    """The parts of the year with which some words begin: what they count, their months, how many in each."""
    what: str | None = None
    months: frozenset[int] = frozenset()
    numbers: list[int] = []
    for _, piece in pieces:
        span = _SPAN.match(piece)
        said = piece[span.end() :] if span else ""
        told = received(said) or (_again(said, what) if numbers else None)
        of = _months(span) if span else frozenset()
        if told is None or not of or of & months or _is_of_part(said):
            break
        what, months = what or told[0], months | of
        numbers.append(told[1])
    return what, months, numbers


def _again(said: str, what: str | None) -> tuple[str, int] | None:
    """A number whose words are those of the part before it: 下半年11件."""
    found = _AGAIN.match(said)
    number = read_number(found["n"]) if found else None
    return None if number is None or what is None else (what, number)


def _months(span: re.Match[str]) -> frozenset[int]:
    if span["half"]:
        return frozenset(range(1, 7) if span["half"] == "上" else range(7, 13))
    if span["quarter"]:
        return frozenset(_QUARTERS[span["quarter"]])
    if span["first"]:
        return frozenset(range(1, 10 if span["first"] == "三" else 7))
    return frozenset(range(int(span["from"]), int(span["to"]) + 1))


# --- this year's part of several years -------------------------------------------------------------------------------


def _own(text: str, pieces: list[tuple[int, str]], year: int) -> Iterator[Span]:
    """The number that is said to be this year's, of what came in several."""
    own = re.compile(
        rf"^(?:其中)?:?(?:{year}年度?|本年度?|今年|当年)(?:全年)?(?:共|新)*(?:收到|接到|接收|收|受理)?"
        rf"(?:政府信息公开|信息公开|依申请公开)?的?(?:申请)?(?:[为有是]|共计?)?{N}{END}"
    )
    for at, (offset, piece) in enumerate(pieces):
        found = own.match(piece)
        number = read_number(found["n"]) if found else None
        if number is None:
            continue
        before = next((one for one in reversed(pieces[:at]) if not _ANOTHER_YEAR.match(one[1])), pieces[0])
        told = received(before[1])
        longer = _LONGER.search(text[:offset].replace(f"{year}年", ""))
        if told and longer and not _is_of_part(text[:offset]):
            yield Span(told[0], number, text[before[0] : offset + len(piece)], offset)
