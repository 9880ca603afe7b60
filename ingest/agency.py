"""Whose report it is (编制机关): its agency with place and level, and whether it speaks for others too.

A government at county level or above reports for all its organs (aggregate); its office (办公室) and every department
for itself (own). Title and preamble may say otherwise: 本级 makes a government's own report, 综合各街道、各部门 an
office's aggregate. A township has no departments that report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.model import Agency, Document, Head, Origin, Scope, Section, Source
from ingest.patterns import lazy
from ingest.places import OPEN, Signs, class_of, known_end, resolve, successor
from ingest.places.credit_code import find
from ingest.places.mentions import addresses, asked, contacts, heads, imprints, inline_addresses, is_of_others, subjects

_OPENING = 12  # lines in which a page without headings names its site and the way to the report
_PREAMBLE = 800  # characters
_SHORT = 12  # digits of a source's hash: enough for every source of one name
_PATH = lazy(r"[/\\]")

_OWN = lazy(r"[（(]?本级[）)]?")
_WHOLE = lazy(r"全(?:省|市|县|区|州|旗|盟)|汇总")
_OWN_ONLY = lazy(
    r"(?:仅|只)(?:包括|包含|含|统计|涉及|反映)[^。；;]{0,16}(?:本级|本机关|本单位|办公[室厅])"
    r"|不(?:含|包括|包含)[^。；;]{0,10}(?:各|所属|所辖|下级|下属)[^。；;]{0,10}(?:部门|街道|乡镇|镇街|单位)"
)
_OF_ALL = lazy(
    r"(?:综合|汇总|合并|汇集|包括|包含|涵盖)[^。；;]{0,24}"
    r"(?:各(?:级|有关|相关)?(?:部门|街道|乡镇|镇街?|乡|单位|县|区|委办局|行政机关|科局)|(?:所属|所辖)(?:各)?(?:部门|单位)|政府(?:工作)?部门)"
    r"|(?:各(?:部门|街道|乡镇|镇街?|单位))[^。；;]{0,24}(?:综合|汇总)"
)
_GOVERNING = frozenset({"government", "government_office", "zone_committee"})


def agency_of(
    head: Head, names: Sequence[str], document: Document, source: Source, sections: Sequence[Section] = ()
) -> Agency:
    """The agency of a report, with its place if anything tells it; ``names``: all ways in which the page names it, the
    one that counts most first."""
    return of_source(_read(head, document, source, sections, names), source.sha256)


def of_source(agency: Agency, sha256: str) -> Agency:
    """An agency whose name several may bear (城关镇人民政府) is that of its source, until something tells more."""
    return replace(agency, key=f"{agency.key}{sha256[:_SHORT]}") if agency.key.endswith(OPEN) else agency


def _read(head: Head, document: Document, source: Source, sections: Sequence[Section], names: Sequence[str]) -> Agency:
    name, year = head.agency or "", head.year
    agency = resolve(name, year, Signs(find(head.index_number)))
    first = names[0] if names else name  # the title's
    if agency.evidence == "name" and (first == name or resolve(first, year).evidence == "name"):
        return agency
    signs = _signs(head, document, source, sections, names)
    if agency.evidence != "name":
        return resolve(name, year, signs)
    shorter = resolve(first, year, signs)
    open_ = shorter.region_code is None and (known_end(first) > 0 or not _is_one(agency, names, year))
    return shorter if open_ else agency


def _is_one(agency: Agency, names: Sequence[str], year: int | None) -> bool:
    """Is the fullest name one of the organ's own, and its place that of every other that says one?"""
    if agency.printed not in names:
        return False
    others = [other for name in names if (other := resolve(name, year)).evidence == "name"]
    return len({successor(one.region_code or "") for one in (agency, *others)}) == 1


def _signs(head: Head, document: Document, source: Source, sections: Sequence[Section], names: Sequence[str]) -> Signs:
    """What the page says of its organ's place, and what came with the file."""
    origin = source.origin or Origin()
    if is_of_others(head.contact_office or ""):  # a court, a company
        head = replace(head, contact_office=None, contact_address=None, contact_phone=None, contact_email=None)
    parts = _parts(document.folded, [section.line for section in sections if section.heading])
    named = (head.publisher, head.signed_by, head.contact_office, head.title)
    return Signs(
        credit_code=find(head.index_number),
        header=tuple(dict.fromkeys((*names, *filter(None, named), *heads(parts.opening)))),
        email=" ".join(filter(None, (head.contact_email, origin.url))),
        text=tuple(_in_text(parts, head.agency or "")),
        address=head.contact_address or "",
        phone=head.contact_phone or "",
        manifest=origin.agency or "",
        folder="".join(_PATH.split(source.name)[:-1]),
    )


class _Parts(NamedTuple):
    """The lines above a report's first heading, those below it, and those below its last."""

    opening: Sequence[str]
    middle: Sequence[str]
    closing: Sequence[str]


def _parts(lines: Sequence[str], headings: Sequence[int]) -> _Parts:
    if not headings:
        return _Parts(lines[:_OPENING], lines[_OPENING:], ())
    first, last = headings[0], headings[-1]
    return _Parts(lines[: first - 1], lines[first:last], lines[last:])


def _in_text(parts: _Parts, name: str) -> Iterator[str]:
    """What addresses, imprint, the sentence of whom to ask and the text's first sentence give as the organ's own."""
    for lines in ((*parts.opening, *parts.middle), parts.closing):
        yield from addresses(lines)
    yield from inline_addresses((*parts.opening, *parts.closing))
    yield from contacts(parts.opening, name)
    yield from imprints(parts.closing, name)
    yield from asked((*parts.opening, *parts.closing))
    yield from subjects(next(filter(str.strip, parts.middle), ""), name)


def scope_of(head: Head, agency: Agency, sections: Sequence[Section]) -> Scope:
    """Whether a report speaks for its agency alone, or for all organs of its government."""
    kind = _kind(head.agency or "", agency)
    if agency.level == "township" or kind not in _GOVERNING or _is_own(head):
        return "own"
    own_only = _says(_OWN_ONLY, sections)
    if kind == "government":
        return "own" if own_only else "aggregate"
    whole = _WHOLE.search(_title(head)) is not None
    return "aggregate" if whole or (_says(_OF_ALL, sections) and not own_only) else "own"


def _kind(name: str, agency: Agency) -> str | None:
    """What an agency governs as; a name that is a place (新疆生产建设兵团, a 师 of it) is that of what governs it."""
    is_whole = agency.region_code is not None and agency.function is None and agency.level != "national"
    return "government" if is_whole else class_of(agency.function or name)


def _title(head: Head) -> str:
    return (head.title or "").replace(head.agency or "", "", 1)


def _is_own(head: Head) -> bool:
    """Do name or title say 本级, or （不含下属单位）?"""
    title = _title(head)
    return bool(_OWN.search(head.agency or "") or _OWN.search(title) or _OWN_ONLY.search(title))


def _says(pattern: re.Pattern[str], sections: Sequence[Section]) -> bool:
    """Does a sentence of the preamble that speaks of the report itself say this?"""
    text = "\n".join(section.body[:_PREAMBLE] for section in sections[:2])
    return any("报告" in sentence and pattern.search(sentence) for sentence in re.split("[。\n]", text))
