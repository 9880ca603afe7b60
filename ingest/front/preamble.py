"""Who made the report, and of which year (编制机关), as the preamble says it.

The patterns stand in ``preamble.toml``, made of parts. A mere mention (与2019年…报告相比) says nothing: a verb that
announces stands before the report, or it is 本报告.

>>> read_makers("根据条例要求,现公布衢州市示例局2020年政府信息公开工作年度报告。")
(['衢州市示例局'], 2020)
>>> read_makers("与2019年政府信息公开工作年度报告相比,本报告由衢州市示例局根据《政府信息公开条例》编制而成。")
(['衢州市示例局'], None)
>>> read_makers("现将衢州市示例局2013年度政府信息公开工作情况报告如下。")
(['衢州市示例局'], 2013)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import Any, NamedTuple

from ingest.dates import read_year
from ingest.front.names import glue, is_place, is_zone, organ, without_office
from ingest.front.page import words
from ingest.front.title import OF_YEAR
from ingest.places import is_known, known_end

_LETTER = r"[^,。;:、()\n《》“”\"]"
# 第八师（石河子市）: a name may have brackets in it, and 、 between a division and its city. Rare, and slow to try.
_IN_BRACKETS = r"\([\u4e00-\u9fff]{2,16}(?:局|会|室|中心|馆|委|市)\)"
_INNER = rf"{_IN_BRACKETS}|(?<=中国)\([\u4e00-\u9fff]{{2,6}}\)|(?<=师)、"
_HAS_BRACKETS = re.compile(rf"{_IN_BRACKETS}|中国\([\u4e00-\u9fff]{{2,6}}\)自由贸易")
_WHO = rf"(?P<who>{_LETTER}{{2,40}}?)"
_WHO_INNER = rf"(?P<who>(?:{_LETTER}|{_INNER}){{2,40}}?)"
_YEAR = r"(?P<year{}>(?:20\d\d|二[〇○零O0][〇○零一二三四五六七八九O0]{{2}})) ?年?(?: ?" + OF_YEAR + ")?"
_RESORT = "度假[区村]"  # a name's beginning: no 度 of a year
_PART = re.compile(r"\{([a-z|]+)\}")
_OURS = re.compile(r"^(?:本|我|该|此)(?=[局委厅院会省市县区州旗镇乡街单机部中办])|^(?:本|我|该|此|现|由|其)$")
_SENTENCE_ENDS = ("。", ";", "\n")  # no fit goes over one
_VERBS = frozenset("将就对把由")  # a name may begin with one
_NAME = 40  # characters of a name
_CLAUSE_ENDS = (",", "。", ";", ":", "、", "\n", "《", "(")
_MOST = 40  # places at which a pattern is tried


class Maker(NamedTuple):
    """An organ, or a place for its government, that a preamble names, and where in the text."""

    name: str
    start: int
    year: int | None = None  # of the report that it made, where the sentence says it


class Preamble(NamedTuple):
    """What a text says of the report that it belongs to."""

    makers: tuple[Maker, ...]
    years: tuple[tuple[int, int], ...]  # year, place in the text
    announces: bool  # does it say that this is a report: 现公布…, 本报告由…编制?


class _Pattern(NamedTuple):
    announces: bool
    needs: tuple[str, ...]  # words without one of which it can't fit
    key: re.Pattern[str] | None  # a piece without which it can't fit
    regex: re.Pattern[str]

    def fits(self, text: str) -> Iterator[re.Match[str]]:
        """Where it fits in a text; of one with a key only the sentences that hold that are tried."""
        if self.key is None:
            yield from self._within(text, 0, len(text))
            return
        end = 0
        while key := self.key.search(text, end):
            start = max(end, *(text.rfind(mark, end, key.start()) + 1 for mark in _SENTENCE_ENDS))
            ends = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, key.end())) >= 0]
            end = min(ends, default=len(text))
            yield from self._within(text, start, end)

    def _within(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The fits in a part of a text; behind one whose {who} is nobody, another may begin inside it."""
        while found := self.regex.search(text, start, end):
            yield found
            who = (found["who"] or "").strip()
            start = found.end() if not who or _OURS.match(who) or _named(who) else found.start() + 1


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "preamble.toml").read_text("utf-8"))


@cache
def _patterns(who: str) -> tuple[_Pattern, ...]:
    data = _data()
    parts = data["parts"] | {name: [text] for name, text in data["free"].items()}
    return tuple(
        _Pattern(
            one.get("announces", False),
            tuple(one["needs"]),
            re.compile(_compiled(one["key"], parts, data["free"], who)) if "key" in one else None,
            re.compile(_compiled(one["say"], parts, data["free"], who)),
        )
        for one in data["pattern"]
    )


def _compiled(say: str, parts: dict[str, list[str]], free: dict[str, str], who: str) -> str:
    years = iter(range(9))

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name == "who":
            return f"(?: ?{who} ?)"
        if name == "year":
            return f"(?: ?{_YEAR.format(next(years))} ?)"
        if name == "start":
            return r"(?:^|(?<=[,。;\n:])) ?"
        if name in free:
            return free[name]
        every = sorted({text for one in name.split("|") for text in parts[one]}, key=len, reverse=True)
        known = f"(?:{'|'.join(map(re.escape, every))})"
        if "makes" in name:
            return known + "(?!委)"  # 地方志编纂委员会, 机构编制委员会: no verb
        return f"(?:(?!{_RESORT}){known})" if name == "of" else known

    return _PART.sub(part, say)


def read_preamble(text: str) -> Preamble:
    """The organs that a preamble names as the report's makers, and the years it names as the report's."""
    fits = ((pattern, found) for pattern, found in _fits(text) if not _is_none(text, found))
    said = [_said(pattern, found) for pattern, found in fits]
    every = {one.maker for one in said if one.maker}
    makers = {one for one in every if not any(_is_cut(one, other) or _is_behind(one, other) for other in every)}
    years = {one.year for one in said if one.year}
    announces = any(one.announces for one in said)
    return Preamble(tuple(sorted(makers, key=lambda one: (one.start, one.name))), tuple(sorted(years)), announces)


class _Said(NamedTuple):
    """What one fit of a pattern says."""

    maker: Maker | None
    year: tuple[int, int] | None
    announces: bool


def _fits(text: str) -> Iterator[tuple[_Pattern, re.Match[str]]]:
    held = {word for word in _needed() if word in text}
    for pattern in _patterns(_WHO_INNER if _has_inner(text) else _WHO):
        if not held.isdisjoint(pattern.needs):
            yield from ((pattern, found) for found in islice(pattern.fits(text), _MOST))


@cache
def _needed() -> frozenset[str]:
    return frozenset(word for one in _data()["pattern"] for word in one["needs"])


def _said(pattern: _Pattern, found: re.Match[str]) -> _Said:
    who = found["who"] or ""
    sends = glue(who).endswith("关于")  # X办公室关于发布2021年…报告的公告: who sends it needn't have made it
    named, year = None if sends else _named(who), _year(found)
    maker = Maker(named, found.start("who"), year) if named else None
    ours = bool(named or year or _OURS.match(who.strip()))
    dated = (year, found.start()) if year and pattern.announces else None
    return _Said(maker, dated, pattern.announces and ours)


def _is_cut(one: Maker, other: Maker) -> bool:
    """Does a name begin inside the known place that another one begins with: 乐县示例局 in 现公布将乐县示例局…?"""
    # 良乡人民政府 in 示例县由良乡人民政府编制…; in 由示例乡人民政府编制 the one character before is the verb
    ends = other.name.endswith(one.name) and one.start - other.start > 1
    return other.start < one.start < other.start + (len(other.name) if ends else known_end(other.name))


def _is_behind(one: Maker, other: Maker) -> bool:
    """Is a name another one with a particle before it: 由示例乡人民政府, where one pattern reads the 由, one not?"""
    return one.name[1:] == other.name and one.name[0] in words()["agency"]["particles"] and not known_end(one.name)


def _year(found: re.Match[str]) -> int | None:
    """The first year that a pattern has found."""
    printed = next((value for name, value in found.groupdict().items() if name != "who" and value), None)
    return read_year(printed) if printed else None


def _has_inner(text: str) -> bool:
    return "师、" in text or _HAS_BRACKETS.search(text) is not None


def _is_none(text: str, found: re.Match[str]) -> bool:
    """Does a fit say nothing of this report: another paper, or words inside a place's name?"""
    of_another = _compares(text, found) or _of_another(text, found)
    return of_another or _cuts_a_place(text, found.start("who")) or _inside_a_name(text, found)


def _cuts_a_place(text: str, at: int) -> bool:
    """Does a known place go over the start of a name: 三明市将 乐县人民政府2024年…, whose 将 is no verb?"""
    return at > 0 and any(known_end(text[start : at + 8]) > at - start for start in range(max(0, at - 4), at))


def _inside_a_name(text: str, found: re.Match[str]) -> bool:
    """Does a fit begin inside a name: 白沙黎族自治县 把 什乡人民政府, 栖霞市公共 就 业服务中心?"""
    at = found.start()
    if text[at : at + 1] not in _VERBS or text[at + 1 : found.start("who")].strip() or known_end(glue(found["who"])):
        return False
    clause = max(at - _NAME, *(text.rfind(mark, 0, at) + 1 for mark in _CLAUSE_ENDS))
    before, whole = glue(text[clause:at]), glue(text[clause : found.end("who")])
    start = next((start for start in range(len(before) - 1) if known_end(before[start:])), None)
    return start is not None and organ(whole[start:], named=True) is not None


def _compares(text: str, found: re.Match[str]) -> bool:
    """…报告相比: another report is only mentioned."""
    return text[found.end() : found.end() + 4].lstrip(" 》度工作年报告").startswith(("相比", "比较"))


def _of_another(text: str, found: re.Match[str]) -> bool:
    """评估报告由…编制: the sentence is about another paper."""
    start = max(text.rfind(mark, 0, found.start()) + 1 for mark in (*_SENTENCE_ENDS, ","))
    return any(word in text[start : found.start()] for word in _data()["parts"]["another"])


@lru_cache(maxsize=1024)  # asked for where a pattern fits, and again where that is kept
def _named(who: str) -> str | None:
    """An organ, or a known place (现公布衢州市2021年…): its government."""
    bare = glue(who)
    if not bare or _OURS.match(bare):
        return None
    if is_known(bare) or is_zone(bare):
        return bare
    name = without_office(bare.replace("(", "（").replace(")", "）"))
    return None if is_place(bare) else organ(name, named=True)


def read_makers(preamble: str) -> tuple[list[str], int | None]:
    """The organs that a preamble names as the report's makers, and the first year it names as the report's."""
    found = read_preamble(preamble)
    return [maker.name for maker in found.makers], found.years[0][0] if found.years else None


# --- prose ------------------------------------------------------------------------------------------------------

# 支持我局工作: whoever does that isn't the report's own.
_TO_US = re.compile(
    r"[^。\n]{0,60}(?:支持|帮助|配合|指导|协助|[与对向到来给为同])[本我](?:局|委|办|厅|院|处|单位|机关|部门|中心|镇|乡|街道|[省市县区州旗])"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[。\n])) ?(?:(?:20\d\d ?年(?:度|以来|来)?|今年(?:以来)?|一年来|本年度)[,，]? ?)?"
    r"(?:在[^。,\n]{2,40}(?:领导|指导|支持|关心|帮助|部署)下[,，]? ?)?"
    r"(?P<who>[\u4e00-\u9fff]{4,24}?)(?=(?:认真|严格|高度|深入|全面|坚持|积极|始终|以习近平|紧紧|按照|根据|在[省市县区州]|持续|切实|不断|扎实|结合))"
)


def read_prose(text: str) -> Sequence[Maker]:
    """The organs that are the subject of a report's first sentences (2021年,二七区示例局认真贯彻…)."""
    return tuple(sorted(set(_subjects(text)), key=lambda one: (one.start, one.name)))


def _subjects(text: str) -> Iterator[Maker]:
    for found in islice(_SUBJECT.finditer(text), _MOST):
        name = organ(found["who"]) if known_end(found["who"]) else None
        if name and not _OURS.match(name) and not _TO_US.match(text, found.end()):
            yield Maker(name, found.start("who"))
