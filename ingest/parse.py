"""Source → Report: the one way through reading, matching, front matter and checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from ingest.agency import agency_of, scope_of
from ingest.checks import check_report
from ingest.checks.manifest import otherwise
from ingest.containers import texts
from ingest.front import Front, read_front
from ingest.front.about import About
from ingest.front.candidates import Candidate, Chosen, choose_date, choose_place
from ingest.front.telling import tell_place
from ingest.front.title import is_part_of_a_year, title_parts
from ingest.grids import beside_each_other, read_grids
from ingest.headings import section_kind
from ingest.located import located, places_of
from ingest.model import (
    STATUTORY,
    Agency,
    Completeness,
    Document,
    Finding,
    Head,
    Refused,
    Report,
    Section,
    Source,
    Table,
    Tables,
)
from ingest.places import outward, read_codes
from ingest.recognition import borne_out
from ingest.sections import read_sections
from ingest.statistics import beside, is_cut, read_statistics

_ENOUGH = 3  # signs of a report
_KINDS = frozenset({"overview", "proactive", "applications", "appeals", "problems"})
_SPEAKING = frozenset({"title", "cover", "preamble", "signature"})
_ROWS_OF_A_TABLE = 3  # fewer rows than this may be met by chance in a text that is no report
_GAPS = frozenset(
    {"rows.missing", "rows.short", "rows.long", "rows.repeated", "rows.cut"}
    | {"cells.unreadable", "cells.unplaced", "tables.unread"}
)


def parse(source: Source, *, draft: bool = False) -> Report:
    """Read one source into a checked report; a ``draft`` is held against the rules for drafts too.

    Raises ``Refused`` when the text is no annual report, or names no agency or year: such a text has no place in
    the database, and both are never guessed.
    """
    document = source.document or texts.read(source.text)
    front = read_front(document, source.name, draft=draft)
    tables = _tables(document, front.head.year, _names(front))
    sections = read_sections(document, tables.lines)
    _demand(front, tables, sections, draft=draft)
    _demand_one(document, sections)
    agency = agency_of(*_own(front, sections), document, source, sections)
    place = _place(front, agency)
    head = replace(
        front.head,
        scope=scope_of(front.head, agency, sections),
        **_published(front, source),
        place_sources=place.evidence,
    )
    report = Report(
        agency=agency,
        year=front.head.year or 0,
        head=head,
        form=tables.form,
        completeness=_completeness(tables, unseen=document.unseen),
        rows=tables.rows,
        sections=sections,
        findings=(
            *front.findings,
            *tell_place(agency.region_code, place),
            *tables.findings,
            *_unseen(document, tables),
            *otherwise(source.origin, agency, front.head.year),
        ),
        places=places_of(document, tables.lines),
    )
    return located(check_report(report, document.lines, draft=draft))


def _unseen(document: Document, tables: Tables) -> tuple[Finding, ...]:
    """Tables that a page has and doesn't show: nobody knows whether they hold."""
    message = "网页源码中有法定表格，但页面样式将其隐藏，读者看不到，未录入。"
    return (Finding("tables.unread", message, None, None),) if document.unseen and not tables.rows else ()


def _own(front: Front, sections: tuple[Section, ...]) -> tuple[Head, list[str]]:
    """The head and the agency's names without a signature above the last heading: a letter's in the text."""
    starts = [section.line for section in sections if section.heading]
    voices = (*front.organ.voices, *front.organ.against)
    quoted = {one for one in voices if one.source == "signature" and starts and starts[0] < one.line < starts[-1]}
    head = replace(front.head, signed_by=None) if quoted else front.head
    return head, [one.text for one in front.organ.voices if one not in quoted]


def _published(front: Front, source: Source) -> dict[str, Any]:
    """The day on which the page says that it was published; failing that, what came with the file says."""
    manifest = source.origin.published if source.origin else None
    said = [Candidate("published_date", "manifest", manifest, 0)] if manifest else []
    chosen = choose_date([*front.published, *said])
    when = date.fromisoformat(chosen.name) if chosen.name else None
    return {"published_date": when, "published_date_evidence": chosen.evidence}


def _place(front: Front, agency: Agency) -> Chosen:
    """Where the page names the agency's place, or one that it lies in or that lies in it."""
    own = agency.region_code
    return choose_place(front.places, lambda name: own is not None and any(_over(own, one) for one in read_codes(name)))


def _over(own: str, other: str) -> bool:
    """Does one place lie in the other?"""
    return other in outward(own) or own in outward(other)


def _names(front: Front) -> tuple[str, ...]:
    """All names that may be the organ's own; a label's (填报单位) may be that of a table."""
    others = [one for one in front.organ.against if one.source in _SPEAKING]
    said = (front.head.agency, *(one.text for one in (*front.organ.voices, *others)))
    return tuple(dict.fromkeys(name for name in said if name))


def _tables(document: Document, year: int | None, names: Sequence[str]) -> Tables:
    """The tables of a document; of a recognised one only what its sums bear out."""
    tables = beside(_printed(document, year, names), read_statistics(document, year, names))
    if not document.recognised:
        return tables
    rows, findings = borne_out(tables.rows, tables.form)
    return replace(tables, rows=rows, findings=(*tables.findings, *findings))


def _printed(document: Document, year: int | None, names: Sequence[str]) -> Tables:
    """What the grids of a document print; the tables that none of them prints may stand in its prose (Markdown)."""
    found = read_grids(document, year, names)
    if document.verbatim or document.broken or (found is not None and _is_whole(found)):
        return found or Tables(None, (), ())
    prose = _prose(document) if found else document.lines
    further = read_grids(replace(document, blocks=texts.read("\n".join(prose)).blocks), year, names)
    if found is None or further is None:
        return found or further or Tables(None, (), ())
    return beside_each_other(found, further, _tables_in(found))


def _prose(document: Document) -> list[str]:
    """The lines of a document, those of its grids empty."""
    cells = {cell.line for grid in document.grids for cell in grid.cells}
    return ["" if line in cells else text for line, text in enumerate(document.lines, start=1)]


def _tables_in(tables: Tables) -> set[Table | None]:
    return {row.table for row in tables.rows} | {finding.table for finding in tables.findings if finding.line}


def _is_whole(tables: Tables) -> bool:
    return len(_tables_in(tables) & set(STATUTORY)) == len(STATUTORY)


def _demand(front: Front, tables: Tables, sections: tuple[Section, ...], *, draft: bool) -> None:
    """Refuse what is no report, in the order in which a reader would see it.

    A draft whose title still has a placeholder is checked if the rest of it says whose it is, and of which year.
    """
    head = front.head
    if front.about and _is_about(front, front.about):
        raise Refused(f"是关于年度报告的{front.about.word}，不是年度报告 (a text about reports, not a report)")
    if front.template and not (draft and head.agency and head.year):
        raise Refused(f"是模板，单位名称未填写：{front.template[:60]} (a template, its agency left blank)")
    if is_part_of_a_year(front.told):
        raise Refused(f"标题作“{front.told}”，只报告一年中的一段时间，不是年度报告 (a report of a part of a year)")
    if _signs(front, tables, sections) < _ENOUGH:
        raise Refused(
            "未识别出年度报告：没有标题、统计期限或法定表格 (not a report: no title, period or statutory table)"
        )
    if head.year is None:
        raise Refused(f"未写明报告年度{_year_told(front)} (the report names no year)")
    if head.agency is None:
        raise Refused(f"未写明行政机关名称{_names_told(front)} (the report names no agency)")


def _is_about(front: Front, about: About) -> bool:
    """A text about reports, unless it sends one that stands below it under a title of its own."""
    return not front.head.title or (front.title_line > about.line and not (about.sends and front.titled))


def _signs(front: Front, tables: Tables, sections: tuple[Section, ...]) -> int:
    """How much speaks for a report: a title or its announcement, tables, sections of the form's kinds, a period."""
    has_tables = tables.printed >= _ROWS_OF_A_TABLE
    kinds = {section.kind for section in sections if section.heading} & _KINDS
    headings = (len(kinds) >= 4) + (sum(section.kind != "other" for section in sections) >= 2)
    return 2 * bool(front.head.title or front.announced) + 2 * has_tables + headings + front.period


def _year_told(front: Front) -> str:
    years = "、".join(dict.fromkeys(one.text for one in front.year.against))
    return f"，标题作“{front.told}”" if front.told else f"，各处不一（{years}）" if years else ""


def _names_told(front: Front) -> str:
    names = "、".join(dict.fromkeys(one.text for one in front.organ.against))
    return f"，各处所称不一（{names}），无从取舍" if names else ""


def _demand_one(document: Document, sections: tuple[Section, ...]) -> None:
    """Refuse a file of several reports (a second title and a second 总体情况): nobody could tell their rows apart."""
    starts = [section.line for section in sections if section.heading and section_kind(section.heading) == "overview"]
    for above, below in pairwise(starts):
        for number in range(above, below - 1):
            parts = title_parts(document.folded[number])
            if parts and parts.agency:
                where = f"第{number + 1}行"
                raise Refused(f"文件中不止一份年度报告（{where}另有标题），请分开 (several reports in one file)")


def _completeness(tables: Tables, *, unseen: bool) -> Completeness:
    if not tables.rows and tables.form is None and "tables.unread" not in {one.check for one in tables.findings}:
        return "partial" if unseen else "narrative"
    if is_cut(tables):
        return "partial"
    return "partial" if tables.form is None or _GAPS & {finding.check for finding in tables.findings} else "complete"
