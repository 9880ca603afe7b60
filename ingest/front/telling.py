"""What a reader must know of a report's head (文前的疑点): places that contradict each other, a damaged year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.dates import read_year
from ingest.front.candidates import Candidate, Chosen
from ingest.front.likeness import is_itself, is_own_office
from ingest.front.names import is_banner, is_government
from ingest.front.signature import Signature
from ingest.model import Finding
from ingest.places import known_end, outward, read_codes
from ingest.places.table import NATIONAL, full_name, level

_PLACES = {
    "title": "标题",
    "cover": "标题上一行",
    "reporting": "填报单位",
    "name": "名称栏",
    "preamble": "前言",
    "signature": "落款",
    "contact": "联系方式",
    "period": "统计期限",
    "file": "文件名",
    "field": "文前栏目",
    "address": "联系地址",
    "meta": "网页代码",
    "path": "位置导航",
    "manifest": "清单",
}
_DATES = {"document_date": "成文日期", "published_date": "发布日期"}
_OWN = ("title", "cover", "reporting", "name", "preamble", "signature")  # places that name the organ that made it
_CAPTION = re.compile(
    r"(?P<year>20\d\d) ?年(?:度)?[^。;,\n]{0,24}(?:统计表|情况表|一览表)"
    r"|本年(?:度)?\((?P<column>20\d\d)年?(?:度)?\)"
)
_CAPTIONED = ("统计表", "情况表", "一览表", "本年(20", "本年度(20")  # rare, and quick to look for
# 2022年1月32日, 2022-13-45, 二〇二二年二月三十日: the year is whole, and the calendar hasn't the day.
_HAS_NO_DAY = re.compile(
    r"20\d\d年\d{1,3}月\d{1,3}[日号]|20\d\d([-/.])\d{1,2}\1\d{1,2}|二[〇○零].{2}年.{1,3}月.{1,3}[日号]"
)
_MUNICIPALITIES = ("11", "12", "31", "50")
_MOST = 200  # places to look at
_SHORT = 60  # characters of a caption's line


def tell_names(name: str, against: Sequence[Candidate], signed: str = "") -> Iterator[Finding]:
    """Other organs that the page names as its own: a copied draft, perhaps. ``signed``: the signature's date as
    printed; one without 年 is of the footer of a portal, which names the government that owns that."""
    told: dict[str, list[Candidate]] = {}
    for one in against:
        broken = one.source == "cover" and name.startswith(one.text)  # a title over two lines, 开发区 above 管委会
        if one.source in _OWN and not (broken or _is_banner(name, one, signed) or is_itself(name, one.text)):
            told.setdefault(one.text, []).append(one)
    for other, voices in told.items():
        where = "、".join(dict.fromkeys(_PLACES[one.source] for one in voices))
        message = f"报告的机关读作“{name}”，{where}却是“{other}”，可能是套用了别处的文稿。"
        yield Finding("head.conflict", message, voices[0].line or None, stated=other, expected=name)
    yield from _tell_contact(name, [one for one in against if one.text not in told])


def _is_banner(name: str, one: Candidate, signed: str) -> bool:
    """Is a government's name the banner or the footer of the portal that it owns?"""
    portal = one.source == "cover" or (one.source == "signature" and "年" not in signed)
    return portal and is_banner(one.text) and not _elsewhere(name, one.text)


def _elsewhere(name: str, other: str) -> bool:
    """Are two names of places neither of which lies in the other? Such a government is no owner of the portal."""
    own, others = (read_codes(one[: known_end(one)]) for one in (name, other))
    return bool(own and others) and not any(a in outward(b) or b in outward(a) for a in own for b in others)


def _tell_contact(name: str, against: Sequence[Candidate]) -> Iterator[Finding]:
    """An office to ask that is another organ's."""
    for one in against:
        if one.source == "contact" and not is_government(one.text) and not is_own_office(name, one.text):
            message = f"报告的机关读作“{name}”，联系部门却属于“{one.text}”。"
            yield Finding("head.contact", message, one.line or None, stated=one.text, expected=name)


def tell_year(year: int, told: str, line: int, against: Sequence[Candidate]) -> Iterator[Finding]:
    """A title's year that is damaged or a school year, and other years in the header."""
    if told and "学年" in told:
        message = f"标题作“{told}”，按学年结束的年份记为 {year} 年度。"
        yield Finding("head.school_year", message, line or None, stated=told, expected=str(year))
    elif told:
        message = f"标题的年度作“{told}”，不是一个年份；按报告的其他内容记为 {year} 年度。"
        yield Finding("head.year", message, line or None, stated=told, expected=str(year))
    for one in against:
        if one.source in {"title", "name", "cover", "preamble"}:
            message = f"报告年度读作 {year}，{_PLACES[one.source]}另有“{one.text}年”。"
            yield Finding("head.year", message, one.line or None, stated=one.text, expected=str(year))


def tell_captions(year: int, text: str, after: int) -> Iterator[Finding]:
    """The caption or a column of a table that says another year; ``text``: the whole document's."""
    for start, end in _captions(text) if "20" in text else ():
        for found in _CAPTION.finditer(text, start, end):
            stated = found["year"] or found["column"]
            if text[found.start() - 1 : found.start()].isdigit() or int(stated) == year:
                continue
            number = text.count("\n", 0, start) + 1
            if number > after and end - start < _SHORT:
                message = f"报告年度读作 {year}，表格的标题或栏目却是 {stated} 年（第 {number} 行）。"
                yield Finding("head.year", message, number, stated=stated, expected=str(year))
                return


def _captions(text: str) -> list[tuple[int, int]]:
    """Where the lines begin and end that may be captions, in order."""
    found: set[tuple[int, int]] = set()
    for word in _CAPTIONED:
        at = text.find(word)
        while at >= 0 and len(found) < _MOST:
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            found.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(word, end)
    return sorted(found)


def tell_dates(chosen: Chosen) -> Iterator[Finding]:
    """Places that print different days for the same: the signature another than the header, the header two."""
    for one in chosen.against:
        where, first = _PLACES[one.source], _PLACES[chosen.voices[0].source]
        message = (
            f"{_DATES[one.kind]}读作 {chosen.name}（{first}），{where if where != first else '同栏'}另有“{one.text}”。"
        )
        yield Finding("head.date", message, one.line or None, stated=one.text, expected=chosen.name)


def tell_signature(signature: Signature) -> Iterator[Finding]:
    """A signature's day that can't be read; one that the calendar doesn't have is told with all such days."""
    if signature.date or not signature.words:
        return
    printed = "".join(signature.words.split())
    ahead = (read_year(printed[:4]) or 0) > date.today().year + 1
    if ahead or not _HAS_NO_DAY.fullmatch(printed):
        message = f"落款的日期“{signature.words}”读不成一个日期，落款日期留空。"
        yield Finding("head.date", message, signature.line or None, stated=signature.words)


def tell_place(code: str | None, chosen: Chosen) -> Iterator[Finding]:
    """An address or a publisher in another prefecture than the agency's place: a copied text, perhaps."""
    if code is None or code == NATIONAL:
        return
    own = full_name(code)
    for one in chosen.against:
        codes = read_codes(one.text) if one.source in ("address", "field") else ()
        if codes and all(_apart(code, other) for other in codes):
            message = f"报告的机关在{own}，{_PLACES[one.source]}却是“{one.text}”。"
            yield Finding("head.place", message, one.line or None, stated=one.text, expected=own)


def _apart(code: str, other: str) -> bool:
    """Are two places in different prefectures, or provinces where there are none (直辖市)?"""
    shared = outward(code) & outward(other)
    whole = "provincial" in (level(code), level(other)) or code.startswith(_MUNICIPALITIES)
    return not any(whole or not outer.endswith("0000") for outer in shared)


def tell_file(name_evidence: str | None, year_evidence: str | None) -> Iterator[Finding]:
    """What only the file's name says, the path to the page, or what a page says unseen."""
    for source, where in (("file", "文件名"), ("path", "位置导航"), ("meta", "网页代码中的标题")):
        said = (("机关名称", name_evidence), ("年度", year_evidence))
        told = [word for word, evidence in said if evidence and _is_all(evidence, source)]
        if told:
            yield Finding("head.file", f"{'和'.join(told)}只见于{where}，报告本身没有写明。")


def _is_all(evidence: str, source: str) -> bool:
    return source in evidence and all(re.split("[:=]", part, maxsplit=1)[0] == source for part in evidence.split())
