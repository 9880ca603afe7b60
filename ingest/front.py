"""Front matter (文前与落款): title, agency, year, metadata fields, statistics period, contact, signature.

Fields are told by their labels (``front.toml``), never by their position. An agency's name comes from, in this order:
the title, a line that names the reporting organ (填报单位), the signature, the publisher, the contact clause.

>>> title_parts("示例市商务局 2020 年政府信息公开工作年度报告")
('示例市商务局', 2020)
>>> title_parts("2021年政府信息公开工作年度报告")
('', 2021)
>>> title_parts("示例市关于做好2021年政府信息公开工作年度报告编制工作的通知") is None
True
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ingest.dates import read_date, read_period
from ingest.labels import section_kind
from ingest.model import Document, Head

_TITLE_LENGTH = 80
_NAME_LENGTH = 40
_HEADER_LINES = 60
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?\s*(?:年?度)?")
_GLUE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=\S)|(?<=\S)\s+(?=[^\x00-\x7f])")
_NAME = re.compile(r"[\u4e00-\u9fff〇()·、\-A-Za-z0-9]+")
_PERIOD_LEAD = re.compile(
    r"统计(?:数据)?的?(?:时间|期限|时限|期间|数据|时段)?|所列数据|数据(?:的)?(?:统计)?(?:期限|时限)|期限|时限"
)
_CONTACT = re.compile(
    r"(?:请\s*(?:直接\s*)?(?:与|向|联系|咨询)|(?:联系|咨询)(?:单位|部门|机构|科室)\s*:)"
    r"\s*(?P<office>[^,。;:()、]{2,40}?)\s*(?:\([^()]*\)\s*)?(?:联系|咨询|反映|反馈|[,。;:(])"
)
_PHONE = re.compile(r"\+?\(?\d[\d\-() 、,/转]{5,40}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_POSTCODE = re.compile(r"\d{6}(?!\d)")
_FILING = re.compile(r"填\s*报\s*(?:日\s*期|时\s*间)\s*:\s*(?P<date>[^|]{6,20})")
_STATED_YEAR = re.compile(r"(20\d\d)\s*年(?:度)?(?:的)?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)")


@dataclass(frozen=True, slots=True)
class Front:
    """The head of a report, and what else tells whether it is one."""

    head: Head
    about: str | None  # the word that says the text is about reports (解读, 通知 …), not one itself
    period: bool  # a statistics period or a sentence that announces the report


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("ingest") / "front.toml").read_text("utf-8"))


def read_front(document: Document) -> Front:
    """Everything a document says of itself outside its tables and sections."""
    lines = document.folded
    opening = _opening(document)
    fields = _fields(opening)
    title, agency, year, about = _title(opening)
    text = "\n".join(lines)
    period = _period(text)
    stated = _STATED_YEAR.search(text)
    contact = _contact(text)
    signed_by, signed_date = _signature(lines)
    filing = _FILING.search(text)
    named = agency or _reporting(lines) or signed_by or _organ(fields.get("publisher")) or _without_office(contact)
    found_year = year or (period[1].year if period else None) or (int(stated[1]) if stated else None)
    document_date = read_date(fields.get("document_date", "")) or signed_date
    head = Head(
        agency=named,
        year=found_year,
        title=title or fields.get("title"),
        index_number=fields.get("index_number"),
        publisher=fields.get("publisher"),
        document_date=document_date,
        published_date=read_date(fields.get("published_date", "")),
        disclosure_method=fields.get("disclosure_method"),
        category=fields.get("category"),
        document_number=fields.get("document_number"),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        signed_by=signed_by,
        signed_date=signed_date,
        filing_date=read_date(filing["date"]) if filing else None,
        **contact,
    )
    return Front(head, about, bool(period or stated))


class Line(NamedTuple):
    """A line as printed and as folded; the folded one twice where folding took invisible marks out."""

    printed: str
    folded: str


def _opening(document: Document) -> list[Line]:
    """The lines before the first section; what a page prints before its report begins."""
    opening = []
    for printed, folded in zip(document.lines[:_HEADER_LINES], document.folded, strict=False):
        if section_kind(folded):
            break
        if folded.strip(" *#\t|"):
            opening.append(Line(printed if len(printed) == len(folded) else folded, folded))
    return opening


def _period(text: str) -> tuple[date, date] | None:
    """The statistics period: the span of dates that a sentence about the report's figures names."""
    for lead in _PERIOD_LEAD.finditer(text):
        period = read_period(text[lead.end() : lead.end() + 60].partition("\n")[0])
        if period:
            return period
    return None


# --- title ------------------------------------------------------------------------------------------------------


def title_parts(line: str) -> tuple[str, int | None] | None:
    """The agency ("" if the title names none) and the year of a title; None for a line that is no title."""
    if len(line) > _TITLE_LENGTH or any(mark in line for mark in "。;,!?:|"):
        return None
    glued = glue(line)
    words = _words()["title"]
    subject = next((glued.find(word) for word in words["subjects"] if word in glued), -1)
    paper = next((word for word in words["papers"] if word in glued[subject:]), None)
    if subject < 0 or paper is None or any(word in glued for word in words["about"]):
        return None
    rest = glued[glued.rfind(paper) + len(paper) :]
    if rest and not re.fullmatch(r"\(.*\)|[\"》”]*", rest):
        return None
    before = glued[:subject]
    year = _YEAR.search(before)
    agency = before[: year.start()] + before[year.end() :] if year else before
    return clean_agency(agency), int(year[1]) if year else None


def clean_agency(text: str) -> str:
    """An agency's name without what titles put around it."""
    name = glue(text).strip(" *#《》\"“”'.:_-—|")
    name = re.sub(r"^(?:关于)|(?:关于|的|年度|本)$", "", name)
    return name.strip()


def glue(line: str) -> str:
    """Without the spaces that stand beside Chinese characters, and without Markdown's marks."""
    return _GLUE.sub("", line.strip(" *#\t|"))


def _title(opening: Sequence[Line]) -> tuple[str | None, str | None, int | None, str | None]:
    """(title, agency, year, the word that says that this is only about a report)."""
    about = None
    plain = [line.folded.strip(" *#\t|") for line in opening]
    printed = [line.printed.strip(" *#\t|\u3000\xa0") for line in opening]
    for position, line in enumerate(plain):
        for span in (1, 2):  # a title may break in the middle of a phrase
            parts = title_parts("".join(plain[position : position + span]))
            if parts:
                text = "".join(printed[position : position + span])
                return (*_completed(text, parts, plain[:position], printed[:position]), None)
        about = about or _about(line)
    return None, None, None, about


def _completed(
    text: str, parts: tuple[str, int | None], before: Sequence[str], printed: Sequence[str]
) -> tuple[str | None, str | None, int | None]:
    """A title whose agency stands on the line above is completed with it."""
    agency, year = parts
    if not agency and before and _organ(before[-1]):
        return printed[-1] + text, _organ(before[-1]), year
    return text, _organ(agency), year


def _about(line: str) -> str | None:
    words = _words()["title"]
    is_title = len(line) <= _TITLE_LENGTH and any(word in line for word in words["subjects"])
    return next((word for word in words["about"] if is_title and word in line), None)


def _organ(name: str | None) -> str | None:
    """The name if it can be one of an organ, else None."""
    cleaned = clean_agency(name or "")
    whole = 3 <= len(cleaned) <= _NAME_LENGTH and _NAME.fullmatch(cleaned) is not None
    named = re.sub(r"\(.*?\)$", "", cleaned)
    is_organ = whole and named.endswith(tuple(_words()["agency"]["endings"]))
    return cleaned.replace("(", "（").replace(")", "）") if is_organ else None


# --- fields -----------------------------------------------------------------------------------------------------


@cache
def _field_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    fields: dict[str, list[str]] = _words()["fields"]
    names = {label: field for field, labels in fields.items() for label in labels if field != "nothing"}
    spaced = "|".join(r"\s*".join(map(re.escape, label)) for label in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\s|\[(]))\[?\s*(?P<label>{spaced})\s*\]?\s*:\s*\|?|\|"), names


def _fields(lines: Sequence[Line]) -> dict[str, str]:
    """The metadata fields of a page's header, the first printing of each."""
    pattern, names = _field_pattern()
    found: dict[str, str] = {}
    for printed, line in lines:
        marks = list(pattern.finditer(line))
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            if mark["label"] is None:
                continue
            value = printed[mark.end() : following.start() if following else len(line)].strip(" |\t[]\u3000\xa0")
            field = names[re.sub(r"\s", "", mark["label"])]
            if field != "others" and value and value not in _words()["fields"]["nothing"]:
                found.setdefault(field, value)
    return found


def _reporting(lines: Sequence[str]) -> str | None:
    labels = "|".join(_words()["agency"]["labels"])
    for line in lines:
        found = re.search(rf"(?:{labels})\s*(?:\(盖章\))?\s*:\s*([^|:]+?)\s*(?:$|\||\s{{2,}}|[^\s|:]+:)", line)
        if found and _organ(found[1]):
            return _organ(found[1])
    return None


# --- contact ----------------------------------------------------------------------------------------------------


def _contact(text: str) -> dict[str, Any]:
    """The contact clause of the preamble: the office and its particulars, each where it can be read."""
    clause = _CONTACT.search(text)
    if not clause:
        return {}
    end = text.find("\n", clause.start())
    passage = text[clause.start() : end if end >= 0 else len(text)]
    found: dict[str, Any] = {"contact_office": glue(clause["office"])}
    for column, labels in _words()["contact"].items():
        label = re.search(rf"(?:{'|'.join(map(re.escape, labels))})\s*(?:为|是)?\s*:?\s*", passage)
        if label:
            value = _particular(column, passage[label.end() :])
            if value:
                found[column] = value
    return found


def _particular(column: str, text: str) -> str | None:
    patterns = {"contact_phone": _PHONE, "contact_fax": _PHONE, "contact_email": _EMAIL, "contact_postcode": _POSTCODE}
    if column in patterns:
        found = patterns[column].match(text)
        value = found[0].rstrip(" 、,/(转-") if found else ""
        return value[:-1] if value.endswith(")") and "(" not in value else value or None
    return re.split(r"[,;。]|\)\s*[。,;]|\)$|(?:邮政编码|邮编|联系电话|电话|传真)", text)[0].strip(" 、") or None


def _without_office(contact: dict[str, Any]) -> str | None:
    """The organ in "请与…局办公室联系": its inner office is not its name."""
    office = str(contact.get("contact_office") or "")
    return _organ(re.sub(r"(?<=[局委厅院])(?:党政)?(?:综合)?(?:办公室|办|.{2,6}科|.{2,6}处)$", "", office))


# --- signature --------------------------------------------------------------------------------------------------


def _signature(lines: Sequence[str]) -> tuple[str | None, date | None]:
    """The last line that is a date alone, and the organ on the line above it (落款)."""
    printed = [line.strip(" *#|\t") for line in lines if line.strip(" *#|\t")]
    for position in range(len(printed) - 1, 0, -1):
        if len(printed[position]) <= 16 and re.fullmatch(r"[^,。]*[日号\d]", printed[position]):
            when = read_date(printed[position])
            organ = _organ(printed[position - 1])
            if when and organ:
                return organ, when
            if when and position >= len(printed) - 3:
                return None, when
    return None, None
