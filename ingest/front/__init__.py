"""Front matter (文前与落款): title, agency, year, metadata fields, statistics period, contact, signature.

Every place that can name the organ or the year gives candidates (``gathering``), and a few stated rules choose
(``candidates``). What contradicts the choice is told, what nothing decides stays None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ingest.front.about import About, about
from ingest.front.candidates import Candidate, Chosen, choose_date, choose_organ, choose_year
from ingest.front.dating import of_document, of_places, of_publication
from ingest.front.gathering import Said, gather, titled
from ingest.front.names import glue
from ingest.front.naming import Title
from ingest.front.page import FrontText, Line, opening, squeezed
from ingest.front.signature import Signature, read_signature
from ingest.front.telling import tell_captions, tell_dates, tell_file, tell_names, tell_signature, tell_year
from ingest.model import Document, Finding, Head
from ingest.patterns import lazy

_SENDS = lazy(r"公布|公开|发布|公示")

__all__ = ["Front", "FrontText", "read_front"]


@dataclass(frozen=True, slots=True)
class Front:
    """The head of a report, what speaks for it and against it, and what else tells whether it is one."""

    head: Head
    organ: Chosen
    year: Chosen
    about: About | None  # the line that says that the text is about reports (解读, 通知 …), not one itself
    announced: bool  # a sentence announces the report: 现公布…, 本报告由…编制
    period: bool  # a statistics period is printed
    titled: bool  # the title itself names an organ or a place
    title_line: int = 0
    template: str | None = None  # the title of a template: XX局2021年…
    told: str = ""  # 202年, 2020—2021学年: words of the title that say less or more than one year
    findings: tuple[Finding, ...] = ()
    published: tuple[Candidate, ...] = ()  # what the page says of the day on which it was published
    places: tuple[Candidate, ...] = ()  # the known places that it names


def read_front(document: Document, name: str = "", *, draft: bool = False) -> Front:
    """Everything a document says of itself outside its tables and sections; ``name``: the file's, asked last.
    ``draft``: no portal's page stands around it."""
    lines = opening(document)
    front = FrontText(tuple(lines), document.pairs, document.metas)
    return read_text(front, document, name, _end(lines, document), draft=draft)


def read_text(front: FrontText, document: Document, name: str, end: int, *, draft: bool = False) -> Front:
    """The same from lines and label–value pairs of any kind of file; ``end``: the last line that is all the head's."""
    text = squeezed("\n".join(document.folded))
    said = gather(front, text)
    year = choose_year(said.years)
    known = [one.text for one in said.organs]
    signature = read_signature(document.folded, known, int(year.name) if year.name else None, end)
    said = said.signed(signature).completed(front, document, signature, name)
    year = year if year.name else choose_year(said.years)
    number = int(year.name) if year.name else None
    organ = choose_organ(said.organs, draft=draft)
    title, printed = titled(said.titles, organ, number)
    fields = said.fields
    made = choose_date(of_document(fields, signature))
    published = of_publication(fields, front.metas, number)
    public = choose_date(published)
    sent = about(front.lines)
    head = Head(
        agency=organ.name,
        year=number,
        title=printed or fields.get("title"),
        index_number=fields.get("index_number"),
        publisher=fields.get("publisher"),
        document_date=date.fromisoformat(made.name) if made.name else None,
        published_date=date.fromisoformat(public.name) if public.name else None,
        disclosure_method=fields.get("disclosure_method"),
        category=fields.get("category"),
        document_number=fields.get("document_number"),
        period_start=said.period.start if said.period else None,
        period_end=said.period.end if said.period else None,
        signed_by=signature.organ,
        signed_date=signature.date,
        filing_date=said.filing,
        agency_evidence=organ.evidence,
        year_evidence=year.evidence,
        document_date_evidence=made.evidence,
        published_date_evidence=public.evidence,
        **said.contact,
    )
    return Front(
        head,
        organ,
        year,
        sent,
        said.announced,
        said.period is not None,
        title is not None and (title.whole or (sent is not None and _announced_above(title, front.lines))),
        title.line if title else 0,
        _template(said),
        title.told if title else "",
        (*_findings(organ, year, text, title, end, signature), *tell_dates(made), *tell_dates(public)),
        tuple(published),
        tuple(of_places(said.organs, said.contact.get("contact_address"), said.address_line)),
    )


def _findings(
    organ: Chosen, year: Chosen, text: str, title: Title | None, end: int, signature: Signature
) -> Iterator[Finding]:
    if organ.name and year.name:
        yield from tell_names(organ.name, organ.against, signature.words)
        told, line = (title.told, title.line) if title else ("", 0)
        yield from tell_year(int(year.name), told, line, _other_years(year))
        yield from tell_captions(int(year.name), text, end)
        yield from tell_file(organ.evidence, year.evidence)
    yield from tell_signature(signature)


def _other_years(year: Chosen) -> list[Candidate]:
    """The years that other places of the page name; a preamble that names the report's own may speak of more."""
    sources = {one.source for one in year.voices}
    return [one for one in year.against if one.source != "preamble" or "preamble" not in sources]


def _announced_above(title: Title, lines: Iterable[Line]) -> bool:
    """Does a line above (关于公布X2021年…的公告) name the organ that stands on the line above a title?"""
    names = [name for line, name, _ in title.above if line < title.line]
    if not names:
        return False
    above = [glue(line.text).replace("(", "（").replace(")", "）") for line in lines if line.number < title.line]
    return any(name in text and _SENDS.search(text) for name in names for text in above if name != text)


def _template(said: Said) -> str | None:
    """The title, where it is a template's, and the page has no other that names anybody."""
    blank = next((title for title in said.titles if title.is_template), None)
    return blank.text if blank and not any(title.organ for title in said.titles) else None


def _end(lines: list[Line], document: Document) -> int:
    """The last line that is the report's head and nothing else."""
    if not lines:
        return 0
    last = lines[-1]
    return last.number if len(last.text) == len(document.folded[last.number - 1]) else last.number - 1
