"""Dates and places (成文日期、发布日期、地区) that a page names, each a candidate with its line and its words.

>>> from ingest.front.signature import Signature
>>> fields = Fields({"document_date": "2022-01-10"}, lines={"document_date": 3})
>>> said = of_document(fields, Signature("示例局", date(2022, 1, 12), 40, 39))
>>> choose_date(said).evidence, [one.source for one in choose_date(said).against]
('field:3', ['signature'])
>>> said = of_publication(Fields(), [("pubdate", "2022-01-20 10:11")], 2021)
>>> choose_date(said).name, [one.source for one in of_publication(Fields(), [("pubdate", "2021-03-01")], 2021)]
('2022-01-20', [])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ingest.dates import read_date
from ingest.front.candidates import Candidate, Kind, choose_date
from ingest.front.fields import Fields
from ingest.front.page import words
from ingest.front.signature import Signature
from ingest.places import known_end

_COUNTRY = "中华人民共和国"  # 中华人民共和国河池海事局 is in 河池

__all__ = ["choose_date", "of_document", "of_places", "of_publication"]


def of_document(fields: Fields, signature: Signature) -> list[Candidate]:
    """What tells when the report was made; no signature where the header prints a date that can't be read."""
    found = list(_of_fields(fields, "document_date"))
    if signature.date and "document_date" not in fields.doubtful:
        printed = signature.words or signature.date.isoformat()
        found.append(Candidate("document_date", "signature", printed, signature.line))
    return found


def of_publication(fields: Fields, metas: Iterable[tuple[str, str]], year: int | None) -> list[Candidate]:
    """What tells when the report was published: the header, and what a web page tells programs.

    Of the latter only one that can be: sites are moved and their templates dated, so several days, or one before
    the report's year was over, tell nothing.
    """
    found = list(_of_fields(fields, "published_date"))
    names = words()["meta"]["published_date"]
    told = {when: content for name, content in metas if name in names and (when := read_date(content))}
    if len(told) == 1 and year and next(iter(told)) > date(year, 11, 30):
        found.append(Candidate("published_date", "meta", next(iter(told)).isoformat(), 0))
    return found


def _of_fields(fields: Fields, name: Kind) -> Iterator[Candidate]:
    first = fields.get(name)
    if first:
        yield Candidate(name, "field", first, fields.lines.get(name, 0))
    yield from (Candidate(name, "field", value, line) for other, value, line in fields.again if other == name)


def of_places(organs: Sequence[Candidate], address: str | None, line: int) -> list[Candidate]:
    """The known places that the page's organs begin with, and the one of its address."""
    named = [(one.source, one.text, one.line) for one in organs]
    named += [("address", address, line)] if address else []
    return [
        Candidate("place", source, text[:end], at)
        for source, text, at in named
        if (end := known_end(text)) and text[:end] != _COUNTRY
    ]
