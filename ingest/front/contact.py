"""Whom to ask (联系方式): the office that a clause names, and its address, postcode, telephone, fax and e-mail.

The clause is told by its words (请与…联系, 请致电…), the particulars by their labels, in brackets by their form too.
The name of a clerk and a mobile number are kept as printed in the text, not in columns.

>>> read_contact("如有疑问,请与示例局办公室联系(电话:0570-1234567)。")
{'contact_office': '示例局办公室', 'contact_phone': '0570-1234567'}
>>> read_contact("请致电示例局办公室张三,电话:13800001111、0570-1234567转8001。")
{'contact_office': '示例局办公室', 'contact_phone': '0570-1234567转8001'}
>>> read_contact("可与示例局(示例路1号(3楼),邮编:324000)联系。")
{'contact_office': '示例局', 'contact_address': '示例路1号(3楼)', 'contact_postcode': '324000'}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Any, NamedTuple

from ingest.front.names import glue, is_division
from ingest.front.page import words
from ingest.front.particulars import begins, particulars
from ingest.front.passage import WRAPPED, unwrapped
from ingest.headings import heading_kind
from ingest.patterns import lazy
from ingest.places import is_known

_MOST = 2000  # clauses to look at; the longest report known has some tens
_FAR = 600  # characters; how far the particulars may stand from the office
_LONGEST = 40  # characters of an office's name
_VERB_FAR = 200  # characters between an office and the verb behind its particulars
_SHORT = 30  # characters of a line that is the rest of a particular
_LINES = 8  # lines below the clause that may hold particulars
_HEAD = 60  # lines in which particulars may stand without a clause
_PORTAL = lazy("主办|承办|版权|备案|ICP|技术支持|网站标识|热线")
_OPEN = lazy(r"[\u4e00-\u9fff,、\d(\-—]$")
_GOES_ON = lazy(r"(?![一二三四五六七八九十]、)[\u4e00-\u9fff\d),、。;\-—]")
# 第八师（石河子市）财政局, 中国（上海）自由贸易试验区: brackets that are part of a name.
_SEGMENT = lazy(r"(?:[^,。;:()\n]|(?<=师)\([\u4e00-\u9fff]{2,6}市\)|(?<=中国)\([\u4e00-\u9fff]{2,6}\)){0,60}")
# A clause's or a particular's own words, broken over two lines: 请 / 与, 联系部 / 门, 通讯 / 地址.
_BROKEN = lazy(r"[请可迎望接与向联致拨系讯邮箱电话传址公政子部门科处单位]\n *[\u4e00-\u9fff]")
_DAY = lazy(r"20\d\d ?[年./-] ?\d{1,2}(?: ?[月./-]|$)")
_BETWEEN = (",", ";", "、", "(")
_ENDED = "。!?|"
_NUMBER = lazy(r"(?:我们)?[:,]? ?[\d+(]")
_PERSON = r"[\u4e00-\u9fff]{2,4}(?:同志|先生|女士)?"


class _Clause(NamedTuple):
    """The office that a clause names, if that has a name; its paragraph from there on, and the lines below that."""

    office: str | None
    paragraph: str
    below: Sequence[str]


def read_contact(text: str) -> dict[str, Any]:
    """The contact clause: the office and its particulars, each where it can be read.

    Where lines break inside the clause's own words (请 / 与…), it is read with those lines put together.
    """
    found = _read(text)
    if "contact_office" in found and len(found) > 1:
        return found
    again = _read(unwrapped(text)) if _BROKEN.search(text) else {}
    return again if len(again) > len(found) else found


def _read(text: str) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for clause in _clauses(text):
        found = dict(particulars(_passage(clause)))
        said = {"contact_office": clause.office} | found if clause.office else found
        if (clause.office and found) or (not clause.office and "contact_phone" in found):
            return said
        first = first or said
    return first or _unasked(text)


# --- the clause -------------------------------------------------------------------------------------------------


def _any(*lists: str) -> str:
    return "|".join(
        sorted((re.escape(word) for name in lists for word in words()["contact"][name]), key=len, reverse=True)
    )


@cache
def _lead() -> re.Pattern[str]:
    """How a clause begins: 请直接与, 请致电, 联系部门:."""
    return lazy(
        rf"(?P<with>(?:{_any('ask')}) ?(?:直接|径直|径|迳|及时|随时|通过电话|来电)? ?(?:{_any('with')}) ?)"
        rf"|(?P<label>(?:{_any('office')}) ?(?:为|是)? ?: ?)"
        rf"|(?P<call>(?:(?:{_any('ask')}) ?(?:直接|及时|随时)? ?(?:{_any('call')})|{_any('alone')}) ?:? ?)"
    )


@cache
def _anchor() -> re.Pattern[str]:
    """The words that a clause begins with: found sooner than the clause itself."""
    return lazy(_any("ask", "office", "alone"))


@cache
def _verbs() -> re.Pattern[str]:
    return lazy(_any("verbs"))


@cache
def _endings() -> tuple[str, ...]:
    return (*words()["contact"]["endings"], *words()["agency"]["endings"])


@cache
def _office_then_person() -> re.Pattern[str]:
    return lazy(rf"(?P<office>.*(?:{'|'.join(sorted(_endings(), key=len, reverse=True))})) ?{_PERSON}")


def _clauses(text: str) -> Iterator[_Clause]:
    begins = _lead().match
    leads = (begins(text, anchor.start()) for anchor in islice(_anchor().finditer(text), _MOST))
    for lead in filter(None, leads):
        if _is_of_another(text, lead.start()):
            continue
        before = lead.end() - text.rfind("\n", 0, lead.end()) - 1
        paragraph, below = _paragraph(text[lead.end() : lead.end() + _FAR], before)
        segment = _SEGMENT.match(paragraph)
        name = segment[0] if segment else ""
        office = _with(name, paragraph) if lead["with"] else _office(_before_number(name))
        if office or (lead["call"] and _NUMBER.match(paragraph)):
            yield _Clause(office, paragraph, below)


def _is_of_another(text: str, at: int) -> bool:
    """学习交流事宜请与…联系: is the clause about something else than the report?"""
    start = max(text.rfind(mark, 0, at) + 1 for mark in ("。", ";", "\n"))
    return any(word in text[start:at] for word in words()["contact"]["another"])


def _with(name: str, paragraph: str) -> str | None:
    """The office of 请与…联系: what stands before the verb, or before the particulars before the verb."""
    for verb in _verbs().finditer(name):
        office = _office(name[: verb.start()])
        if office:
            return office
    return _office(name) if _verbs().search(paragraph, len(name), len(name) + _VERB_FAR) else None


def _before_number(name: str) -> str:
    """An office without the number or the verb that follows it: 示例局办公室 0570-1234567, 示例局咨询."""
    bare = re.split(r"\d|(?:联系|咨询|办公)?(?:电话|方式)|联系人|负责人|经办人", name, maxsplit=1)[0]
    return re.sub(r"(?:进行)?(?:咨询|联系|了解|查询|反映)$", "", bare.strip())


def _office(text: str) -> str | None:
    """The office that a text is, without the name of a person behind it."""
    name = glue(text).strip(" 、的")
    if not name.endswith(_endings()) and not (is_division(name) and is_known(name)):
        person = _office_then_person().fullmatch(name)
        name = person["office"] if person else ""
    short = not 2 <= len(name) <= _LONGEST
    return None if short or name.startswith(tuple(words()["contact"]["never"])) else name


# --- where its particulars stand --------------------------------------------------------------------------------


def _passage(clause: _Clause) -> str:
    """A clause with the lines of particulars below it."""
    held = [clause.paragraph.removeprefix(clause.office or "")]  # which may have brackets of its own
    width = 0
    for line, after in pairwise([*clause.below, ""]):
        if begins(line) or held[-1].endswith("@") or _is_rest(line, after):
            held.append(line.strip())
        elif width >= WRAPPED and _goes_on(held[-1], width, line):
            held[-1] += line.strip()
        elif line.strip(" |"):
            break
        width = len(line)
    return "\n".join(held)


def _is_rest(line: str, after: str) -> bool:
    """Is a line that begins with no label the rest of the particular above it: before the next one, or of an e-mail?"""
    return line.lstrip().startswith("@") or (begins(after) and len(line) < _SHORT and heading_kind(line) is None)


def _paragraph(text: str, before: int = 0) -> tuple[str, Sequence[str]]:
    """The first paragraph of a text, its line ends gone, and the lines below it; ``before``: characters before the
    text on its first line."""
    lines = text.split("\n", 4 * _LINES)
    paragraph, width, at = lines[0].rstrip(), before + len(lines[0]), 1
    while at < len(lines) and _goes_on(paragraph, width, lines[at]):
        width = len(lines[at])
        paragraph += lines[at].strip()
        at += 1
    return paragraph, [line for line in lines[at:] if line.strip()][:_LINES]


def _goes_on(above: str, width: int, line: str) -> bool:
    """Does a sentence go on over a line's end: not where a heading begins, or nothing stands?

    Within brackets it does, and behind a line so wide that the page broke it; else where both characters say so.
    """
    line = line.strip()
    if not line or above[-1:] in _ENDED:
        return False
    if begins(line):
        return above.endswith(_BETWEEN)
    if above.count("(") <= above.count(")"):
        both = width >= WRAPPED or (_OPEN.search(above) and _GOES_ON.match(line))
        if not both or _DAY.match(line):
            return False
    return heading_kind(line) is None


def _unasked(text: str) -> dict[str, Any]:
    """Particulars before the first heading that no clause introduces: a telephone and one more of them."""
    held: list[str] = []
    if not any(label in text for label in words()["contact"]["labels"]["contact_phone"]):
        return {}
    width = 0
    for line in text.split("\n", _HEAD)[:_HEAD]:
        if heading_kind(line[:_FAR]):
            break
        if not _PORTAL.search(line[:_FAR]):
            wrapped = bool(held) and width >= WRAPPED and _goes_on(held[-1], width, line[:_FAR])
            held[-1:] = [held[-1] + line[:_FAR].strip()] if wrapped else [*held[-1:], line[:_FAR].strip()]
        width = len(line)
    found = dict(particulars("\n".join(held), clause=False))
    return found if "contact_phone" in found and len(found) > 1 else {}
