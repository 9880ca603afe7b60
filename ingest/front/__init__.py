"""Front matter (文前与落款): title, agency, year, metadata fields, statistics period, contact, signature.

The title names the agency and the year. Where it doesn't, what two other places agree on does, else the first of: a
line that names the reporting organ (填报单位), the preamble (现公布X…年报告), the contact clause, a file's name, the
signature, the publisher. An organ on the line above a title completes it unless those contradict it: it may be the
banner of the portal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ingest.dates import read_date
from ingest.front.contact import read_contact
from ingest.front.fields import Fields, read_fields, read_filing
from ingest.front.names import agree, agreed, is_government, organ, same_government, without_office
from ingest.front.page import Line, opening, squeezed
from ingest.front.period import read_statistics_period
from ingest.front.preamble import read_makers
from ingest.front.signature import Signature, read_signature
from ingest.front.title import Parts, Title, about, read_title, title_parts
from ingest.model import Document, Head

_PREAMBLE = 5000  # characters


@dataclass(frozen=True, slots=True)
class Front:
    """The head of a report, and what else tells whether it is one."""

    head: Head
    about: str | None  # the word that says the text is about reports (解读, 通知 …), not one itself
    period: int  # how many there are of: a statistics period, a sentence that announces the report of a year


class _Said(NamedTuple):
    """What a page says of its report in each of its places."""

    fields: Fields
    title: Title
    field_title: Parts  # what a metadata field calls the document (名称, 标题)
    period: tuple[date | None, date] | None
    makers: list[str]
    stated: int | None  # the year that the preamble names
    contact: dict[str, Any]
    reporting: str | None  # 填报单位
    filing: date | None

    @property
    def named(self) -> list[str]:
        """The agency as the report's own text names it, title and signature apart."""
        asked = organ(without_office(str(self.contact.get("contact_office") or "")))
        names = (self.reporting, *self.makers, asked, organ(self.field_title.agency))
        return [name for name in names if name]

    @property
    def year(self) -> int | None:
        """The report's year, in the order of what is surest."""
        end = self.period[1].year if self.period else None
        return self.title.year or self.stated or end or self.field_title.year


def read_front(document: Document) -> Front:
    """Everything a document says of itself outside its tables and sections."""
    lines = opening(document)
    said = _said(document, lines)
    known = [name for name in (said.title.agency, said.title.above, *said.named) if name]
    signature = read_signature(document.folded, known, said.year, _end(lines, document))
    agency, above = _agency(said, signature)
    head = Head(
        agency=agency,
        year=said.year,
        title=above + said.title.text if said.title.text else said.fields.get("title"),
        index_number=said.fields.get("index_number"),
        publisher=said.fields.get("publisher"),
        document_date=read_date(said.fields.get("document_date") or "") or signature.date,
        published_date=read_date(said.fields.get("published_date") or ""),
        disclosure_method=said.fields.get("disclosure_method"),
        category=said.fields.get("category"),
        document_number=said.fields.get("document_number"),
        period_start=said.period[0] if said.period else None,
        period_end=said.period[1] if said.period else None,
        signed_by=signature.organ,
        signed_date=signature.date,
        filing_date=said.filing,
        **said.contact,
    )
    return Front(head, about(lines), bool(said.period) + bool(said.stated))


def _end(lines: Sequence[Line], document: Document) -> int:
    """The last line that is the report's head and nothing else."""
    if not lines:
        return 0
    last = lines[-1]
    return last.number if len(last.text) == len(document.folded[last.number - 1]) else last.number - 1


def _said(document: Document, lines: Sequence[Line]) -> _Said:
    fields = read_fields(lines, document.pairs)
    text = squeezed("\n".join(document.folded))
    preamble = squeezed("\n".join(line.text for line in lines if line.number not in fields.taken))[:_PREAMBLE]
    return _Said(
        fields,
        read_title([fields.before(line) for line in lines], fields.taken),
        title_parts(fields.get("title") or "") or Parts("", None),
        read_statistics_period(text),
        *read_makers(preamble),
        read_contact(text),
        *read_filing(text),
    )


def _agency(said: _Said, signature: Signature) -> tuple[str | None, str]:
    """The agency, and what of its name stands on the line above the title, as printed."""
    title, publisher = said.title, organ(said.fields.get("publisher"))
    signed = without_office(signature.organ or "")
    names = [*said.named, *([signed] if signed else [])]
    if title.agency:
        whole = title.before + title.agency  # a name broken in two, if the text names it whole
        return (whole, title.before) if title.before and whole in names else (title.agency, "")
    every = [*names, *([publisher] if publisher else [])]
    if title.place:
        return _government(title.place, every), ""
    if title.above and _completes(title.above, said.named, signed):
        return title.above, title.above_printed
    if title.above and not said.named and is_government(title.above) == is_government(signed):
        return None, ""  # the line above and the signature contradict each other: nothing tells which is right
    return agreed(every), ""


def _completes(above: str, named: Sequence[str], signed: str) -> bool:
    """Is an organ above a title part of it? Not where the text names another, nor a portal's banner."""
    names = [*named, *([signed] if signed else [])]
    if not names or any(agree(above, name) or same_government(above, name) for name in names):
        return True
    return not named and is_government(signed) and not is_government(above)


def _government(place: str, names: Sequence[str]) -> str | None:
    """The government of a place that a title names alone (示例区2020年…), if the page names it anywhere."""
    for name in names:
        of, government, _ = name.partition("人民政府")
        if government and of and agree(of, place):
            return of + government
    return None
