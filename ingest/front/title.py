"""One line as a title (标题): 〔agency〕〔year〕政府信息公开工作年度报告, and what it names.

>>> title_parts("示例市商务局 2020 年政府信息公开工作年度报告")
Parts(agency='示例市商务局', year=2020, told='', behind='', cut=False)
>>> title_parts("2021年政府信息公开年报(示例市商务局)").behind, title_parts("示例局2021年1-12月信息公开年报")[:2]
('示例市商务局', ('示例局', 2021))
>>> title_parts("2021年政府信息公开工作年度报告")[:2], title_parts("示例镇政府信息公开2019年年报")[:2]
(('', 2021), ('示例镇', 2019))
>>> title_parts("柯城区示例医院政府信息公开工作年度报告(2021年度)")[:2], title_parts("示例局202年政府信息公开年报")
(('柯城区示例医院', 2021), Parts(agency='示例局', year=None, told='202年', behind='', cut=False))
>>> title_parts("示例局2020年政府信息公开年报(2021年)")[:3], title_parts("示例局2020年信息公开年报(2020年)")[1]
(('示例局', None, '2020年、2021年'), 2020)
>>> title_parts("示例局政府信息公开年度报告(2020年度、2021年度)")[:3]
('示例局', None, '2020年、2021年')
>>> title_parts("示例中学2020—2021学年信息公开年度报告")
Parts(agency='示例中学', year=2021, told='2020—2021学年', behind='', cut=False)
>>> title_parts("2021年度假区管理委员会政府信息公开年报")[:2], title_parts("示例县财政局-2021年政府信息公开年报")[:3]
(('度假区管理委员会', 2021), ('示例县财政局', 2021, ''))
>>> title_parts("示例市关于做好2021年政府信息公开工作年度报告编制工作的通知") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.dates import read_year
from ingest.front.about import LONGEST, speaks_of_one
from ingest.front.names import clean, glue, organ, unfurnished
from ingest.front.page import words
from ingest.patterns import lazy
from ingest.places import is_known, is_organ, known_end

YEAR_DIGITS = r"(?:20\d\d|[二][〇○零O0]?[〇○零O0一二三四五六七八九]{2,3})"
_DASH = r"[-—~～至到]"
OF_YEAR = r"度(?!假区|假村)"  # 2021年度示例局, but 2021年度假区管理委员会
_SCHOOL = re.compile(rf"(?<!\d)(?P<from>20\d\d)(?:年)?{_DASH}{{1,2}}(?P<to>20\d\d)学年(?:度)?")  # asked by identity
_RANGE = lazy(
    rf"(?<!\d){YEAR_DIGITS}(?:年)?{_DASH}{{1,2}}(?:{YEAR_DIGITS}|\d\d)年(?:{OF_YEAR})?|(?<!\d)\d{{8}}学年(?:度)?"
    rf"|(?<!\d)20\d\d(?:年度?)?[、和与及]20\d\d年(?:{OF_YEAR})?"
)
# A dash may part a name from its year (示例局-2021年), not two years, nor a number from the rest of it.
_PARTED = r"(?<![\d/.〔\[(])(?<![^\u4e00-\u9fff)\-]-)(?<![年度月日至到]-)"
YEAR = lazy(
    rf"{_PARTED}(?P<year>{YEAR_DIGITS})(?:年{OF_YEAR}|年(?!\d{{1,2}}月)|(?![\d\-/.年〕\])]))(?:(?<!度){OF_YEAR})?"
)
# Characters were lost, printed twice, or are letters that look like digits (2O21年).
_DAMAGED = lazy(rf"(?<![0-9A-Za-z])(?:\d{{1,3}}|\d{{5,}}|(?=[A-Za-z]?\d)[\dOoQlIZ]{{3,5}})年(?:{OF_YEAR})?")
_MONTHS = lazy(r"(?<=年)(?:度)?\(?(?:1月?(?:1日)?[-—~～至到]{1,2}12月(?:31日)?份?|全年)\)?")
_PART = lazy(r"\(?(?:[上下]半年|第?[一二三四1-4]季度|前[一二三]季度|\d{1,2}月?[-—~～至到]\d{1,2}月份?)\)?")
BEHIND = lazy(r"(?<=[告报结)])[-—_]{1,4}(?P<behind>(?!\(?20\d\d|二[〇○零O0])[^-—_]{3,40})(?:[-—_].*)?$")
# （2021年）, 〔2021〕 before a name or a title's subject; 〔2021〕3号 is a document's number.
_BRACKETED_YEAR = lazy(
    rf"[(\[〔](?P<year>{YEAR_DIGITS})(?:年度?)?[)\]〕]"
    r"(?=(?!第?[〇○零一二三四五六七八九十]{0,4}号)[(\[]?[\u4e00-\u9fff])"
)
_SPACED_YEAR = lazy(r"2 ?0 ?\d ?\d(?= ?年)")
_SUBJECT = r"(?:政府信息公开|政务信息公开|政务公开|政府信息|信息公开)"
_TAIL = lazy(
    rf"{_SUBJECT}(?:(?:和|与|及|、|暨)?{_SUBJECT})?(?:工作)?(?:情况)?(?:的)?"
    rf"(?:(?P<year>{YEAR_DIGITS})年度?)?(?P<paper>[工作年度报告总结情况的]{{2,12}})"
    rf"(?:[-—_:]{{0,4}}\(?(?P<after>{YEAR_DIGITS})年?度?\)?)?(?P<suffix>\([^()]{{1,20}}\))?$"
)
_MAYBE_RANGE = lazy(rf"{_DASH}|学年|[、和与及]20")
_DEGREE = lazy(rf"^年?{OF_YEAR}|年?度$")
_PAPER = lazy(r"报.*告|告.*报|年报|总结")
_WHOLE = lazy(r"\(?全[省市县区州旗盟]\)?$")
FILE = lazy(r"\.(?:docx?|pdf|wps|html?|txt|xlsx?)$", re.IGNORECASE)
NO_TITLE = lazy(r"[。;,!?:|<>»›]")
_EDGES = " *#\t|"


class Parts(NamedTuple):
    """What a title names: the agency ("" if none), the year, and words that say more or less than one year."""

    agency: str
    year: int | None
    told: str = ""  # 202年: damaged; 2020—2021学年: a school year
    behind: str = ""  # who stands behind a title that names nobody: 2021年…年度报告（示例局）, …年度报告-示例局
    cut: bool = False  # a title of a window: … - 示例局


def title_parts(line: str) -> Parts | None:
    """The parts of a title; None for a line that is none."""
    return _title_parts(line) if len(line) <= LONGEST * 2 and may_be_title(line) else None


def may_be_title(text: str) -> bool:
    """Has a text one character of 公开 or 信息 and of 报告, 年报 or 总结, spaces between or not? Most lines haven't."""
    return ("报" in text or "总" in text) and ("公" in text or "信" in text)


@lru_cache(maxsize=256)  # asked of a page's titles by its fields, its titles and its file
def _title_parts(line: str) -> Parts | None:
    bare = unfurnished(line.strip(_EDGES))
    found = _parse(bare)
    if len(bare) < len(line.strip(_EDGES)) and (found is None or not found.agency):
        return _parse(line) or found  # 政府信息公开 工作年度报告: no banner after all
    return found


def _parse(line: str) -> Parts | None:
    if "0 " in line:
        line = _SPACED_YEAR.sub(lambda year: year[0].replace(" ", ""), line)
    glued = FILE.sub("", glue(line)).strip("《》〈〉「」『』\"“”'")
    if glued and not glued.isalnum():
        glued = _BRACKETED_YEAR.sub(r"\g<year>年", glued)
    if len(glued) > LONGEST or NO_TITLE.search(glued) or speaks_of_one(glued):
        return None
    if glued.endswith(")"):
        glued = _remarked().sub("", glued)
    behind = BEHIND.search(glued) if glued[-1:] not in ("告", "报", "结", ")") else None
    if behind:  # the name of a site, or of the organ
        found = _bare(glued[: behind.start()])
        return found._replace(behind=found.behind or clean(behind["behind"]), cut=True) if found else None
    return _bare(glued)


@cache
def _remarked() -> re.Pattern[str]:
    """Remarks beside another bracket behind a title: （公开稿）（第3号）, （公开稿）（2021年度）."""
    known = "|".join(map(re.escape, words()["agency"]["remarks"]))
    remark = rf"\((?:{known}|第?\d{{1,4}}[号期])\)"
    return lazy(rf"(?<=[告报结]){remark}(?=\()|(?<=\)){remark}(?=\(|$)")


def _bare(glued: str) -> Parts | None:
    every = (parts for tail in _tails(glued) if (parts := _parts(glued, tail)))
    first = next(every, None)
    if first is None or not first.agency.endswith("人民"):
        return first
    # 示例镇人民政府信息公开年报: the subject begins in the name's last word. 医院政府 is nobody's name.
    return next((parts for parts in every if parts.agency == f"{first.agency}政府"), first)


def _tails(glued: str) -> Iterator[re.Match[str]]:
    """The ways in which a line ends like a title, from the longest."""
    start = 0
    while tail := _TAIL.search(glued, start):
        yield tail
        start = tail.start() + 1


def _parts(glued: str, tail: re.Match[str]) -> Parts | None:
    if not _PAPER.search(tail["paper"]):
        return None
    before = _before(glued[: tail.start()])
    inside = _in_brackets(tail["suffix"] or "")
    every = [year for year in (tail["year"], tail["after"], *inside, before.year) if year]
    printed, apart = next(iter(every), None), _apart(*every)
    agency = _without_degree(before.words.replace("()", "").strip("-—_ "), glued)
    agency = agency if "全" not in agency[-4:] or is_known(clean(agency)) else _WHOLE.sub("", agency)  # 天全县
    year = read_year(printed) if printed and not (before.damaged or apart) else None
    inner = clean(tail["suffix"].strip("()")) if tail["suffix"] else ""
    return Parts(clean(agency), year, before.told or apart, "" if inside else inner)


def _without_degree(name: str, glued: str) -> str:
    """A name without the 年度 or 份 of the year before it; at the start, or behind a 度, its 度 is its own (度尾镇)."""
    if name.startswith("份") and (known_end(name[1:]) or is_organ(name[1:])):
        return name[1:]
    first = glued.startswith("度") or f"度{name}" in glued
    own = first and name.startswith("度") and len(name) > 2 and not known_end(name[1:])
    return name if own else _DEGREE.sub("", name)


class _Before(NamedTuple):
    """What stands before a title's subject: its words without years, the year, and what says less or more than one."""

    words: str
    year: str | None = None
    told: str = ""
    damaged: bool = False


def _apart(*years: str) -> str:
    """The years that a title prints, where they aren't one: 2020年…年度报告(2021年)."""
    return "、".join(f"{year}年" for year in sorted(set(years))) if len(set(map(read_year, years))) > 1 else ""


def _before(text: str) -> _Before:
    text = _MONTHS.sub("", text)
    part = _PART.search(text)
    if part:  # a paper about a half of the year, or a quarter
        year = YEAR.search(text)
        return _Before(
            _without(text, [one for one in (year, part) if one]),
            None,
            (year[0] if year else "") + part[0],
            damaged=True,
        )
    return _of_years(text)


def _of_years(text: str) -> _Before:
    span = _SCHOOL.search(text) or _RANGE.search(text) if _MAYBE_RANGE.search(text) else None
    if span:
        rest, damaged = _undamaged(_without(text, [span]))
        return _Before(rest, span["to"] if span.re is _SCHOOL else None, span[0], bool(damaged))
    marks = list(YEAR.finditer(text))
    rest, damaged = _undamaged(_without(text, marks))
    years = [mark["year"] for mark in marks]
    if apart := _apart(*years):  # 2022年示例局2021年…: who knows which
        return _Before(rest, None, apart, bool(damaged))
    said = _around(text, marks[0]) if len(marks) == 1 and not damaged else rest
    return _Before(said, years[-1] if years else None, damaged, bool(damaged))


def _undamaged(text: str) -> tuple[str, str]:
    """A text without a damaged year, and that year."""
    damaged = _DAMAGED.search(text) if "年" in text else None
    return (_without(text, [damaged]), damaged[0]) if damaged else (text, "")


def _around(text: str, year: re.Match[str]) -> str:
    """The words around a year; behind a whole name some belong to the paper: 示例公司2021年企业信息公开…"""
    before, after = text[: year.start()], text[year.end() :]
    whole = len(after) > 1 and organ(before) is not None and not after.endswith(tuple(words()["agency"]["endings"]))
    return before if whole and not _WHOLE.search(after) and not known_end(after) else before + after


def is_part_of_a_year(told: str) -> bool:
    """Do a title's words name less than a year: 2021年上半年, 2021年第一季度?"""
    return _PART.search(told) is not None


def _without(text: str, marks: Sequence[re.Match[str]]) -> str:
    for mark in reversed(marks):
        text = text[: mark.start()] + text[mark.end() :]
    return text


def _in_brackets(suffix: str) -> list[str]:
    return [found["year"] for found in YEAR.finditer(suffix.strip("()"))]
