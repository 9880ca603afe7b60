"""Gathering (汇集): the candidates that each place of a page gives, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any, NamedTuple

from ingest.front.candidates import Candidate, Chosen
from ingest.front.contact import read_contact
from ingest.front.fields import Fields, read_fields, read_filing
from ingest.front.likeness import agree
from ingest.front.names import glue, is_division, is_known_zone, is_short_town, is_zone, organ, without_office
from ingest.front.naming import Title
from ingest.front.page import FrontText, words
from ingest.front.passage import Passage, passage_of
from ingest.front.path import read_path
from ingest.front.period import Period, find_period
from ingest.front.preamble import Preamble, read_preamble, read_prose
from ingest.front.signature import Signature
from ingest.front.title import title_parts
from ingest.front.titles import read_titles
from ingest.model import Document
from ingest.places import is_known, known_end
from ingest.text import fold, simplified

_SURE = frozenset({"title", "cover", "reporting", "name", "preamble", "signature", "contact"})
_BODY = 1000  # characters behind the head in which a page without a title may announce its report
_PREFECTURES = ("地区", "盟")  # their governments are called 行政公署


class Said(NamedTuple):
    """What a page says of its report in each of its places."""

    organs: tuple[Candidate, ...]
    years: tuple[Candidate, ...]
    titles: tuple[Title, ...]
    fields: Fields
    contact: dict[str, Any]
    period: Period | None
    filing: date | None
    announced: bool
    address_line: int = 0
    places: tuple[str, ...] = ()  # bare places that no table knows, of titles: 示例区2020年…

    def signed(self, signature: Signature) -> Said:
        """With what the signature says; a place that the title names alone is then its government, if it signs."""
        organs = [*self.organs]
        name = without_office(signature.organ or "")
        if name:
            organs.append(Candidate("organ", "signature", name, signature.organ_line))
        organs += _governments(self.titles, self.places, [one.text for one in organs])
        organs = _with_degree(self.titles, _with_line_above(self.titles, organs))
        return self._replace(organs=tuple(organs))

    def completed(self, front: FrontText, document: Document, signature: Signature, name: str) -> Said:
        """With the first sentences behind the head, the year before the signature's, and the file's name, where what
        is better said leaves the organ or the year open."""
        said = self
        if not said.years or not any(one.source in _SURE for one in said.organs):
            organs, years, announced = _of_body(document, front)
            announced = announced or said.announced
            said = said._replace(organs=(*said.organs, *organs), years=(*said.years, *years), announced=announced)
        if not said.years and signature.date and signature.organ and (said.announced or said.titles):
            year = Candidate("year", "signature", str(signature.date.year - 1), signature.line)
            said = said._replace(years=(year,))
        if said.organs and said.years:
            return said
        unseen = words()["meta"]["title"]
        said = said.named_by([("meta", content) for called, content in front.metas if called in unseen])
        if not said.organs:
            said = said._replace(organs=tuple(read_path(front.lines)))
        return said.named_by([("file", PurePath(name).stem)])

    def named_by(self, titles: Sequence[tuple[str, str]]) -> Said:
        """With what the window's title or the file's name says, where the page says nothing."""
        said = self
        for source, title in titles:
            parts = title_parts(title)
            agency = organ(parts.agency) if parts else None
            organs = (Candidate("organ", source, agency, 0),) if agency else ()
            years = (Candidate("year", source, str(parts.year), 0),) if parts and parts.year else ()
            said = said._replace(organs=said.organs or organs, years=said.years or years)
        return said


def gather(front: FrontText, text: str) -> Said:
    """The candidates of the head's places; ``text``: the whole document's, folded and squeezed."""
    fields = read_fields(front.lines, front.pairs)
    titles = read_titles([fields.before(line) for line in front.lines], fields.taken)
    period, contact = find_period(text), read_contact(text)
    office = str(contact.get("contact_office") or "")
    reporting, filing = read_filing(text)
    passage = passage_of((line.number, line.text) for line in front.lines if line.number not in fields.taken)
    preamble = _of_the_year(read_preamble(passage.text), titles)
    organs = [
        *_of_titles(titles),
        *_of_preamble(preamble, passage, "preamble"),
        *_of_fields(fields),
        *_one("reporting", reporting, _line(text, reporting or "")),
        *_one("contact", organ(without_office(office)), _line(text, office)),
    ]
    years = [
        *(Candidate("year", "title", str(title.year), title.line) for title in titles if title.year),
        *(Candidate("year", "preamble", str(year), passage.line(at)) for year, at in preamble.years),
        *_year_of(fields, period, text),
    ]
    unknown = tuple(title.place for title in titles if title.place and not is_known(title.place))
    where = _line(text, str(contact.get("contact_address") or ""))
    announced = preamble.announces
    return Said(tuple(organs), tuple(years), titles, fields, contact, period, filing, announced, where, unknown)


def _of_the_year(preamble: Preamble, titles: Sequence[Title]) -> Preamble:
    """A preamble without those who made another year's report, where the titles say whose this is and of which year."""
    years = {title.year for title in titles if title.organ and title.year}
    makers = tuple(one for one in preamble.makers if not (years and one.year and one.year not in years))
    return preamble._replace(makers=makers)


def _one(source: str, name: str | None, line: int) -> Iterator[Candidate]:
    if name:
        yield Candidate("organ", source, name, line)


def _line(text: str, name: str) -> int:
    """The first line that has a name; 0 where it is printed in pieces."""
    at = text.find(name.replace("（", "(").replace("）", ")")) if name else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def _of_titles(titles: Sequence[Title]) -> Iterator[Candidate]:
    for title in titles:
        if title.organ:
            yield Candidate("organ", "title", title.organ, title.line)
        elif title.place and is_known(title.place):
            yield Candidate("organ", "title", government(title.place), title.line)
            yield from (Candidate("organ", "title", name, line) for line, name, _ in title.behind)
        for line, name, _ in title.above:
            yield Candidate("organ", "cover", government(name) if is_known(name) else name, line)


def _of_preamble(preamble: Preamble, passage: Passage, source: str) -> Iterator[Candidate]:
    for maker in preamble.makers:
        name = government(maker.name) if is_known(maker.name) else maker.name
        yield Candidate("organ", source, name, passage.line(maker.start))


def _of_fields(fields: Fields) -> Iterator[Candidate]:
    publisher = organ(_plain(fields.get("publisher")))
    if publisher:
        yield Candidate("organ", "field", publisher, fields.lines.get("publisher", 0))
    parts = title_parts(_plain(fields.get("title")))
    if parts and organ(parts.agency, named=True):
        yield Candidate("organ", "name", organ(parts.agency, named=True) or "", fields.lines.get("title", 0))


def _plain(printed: str | None) -> str:
    """A field's value, kept as printed, in the characters in which the page's lines are read."""
    return simplified(fold(printed)) if printed else ""


def _year_of(fields: Fields, period: Period | None, text: str) -> Iterator[Candidate]:
    parts = title_parts(_plain(fields.get("title")))
    if parts and parts.year:
        yield Candidate("year", "name", str(parts.year), fields.lines.get("title", 0))
    if period:
        yield Candidate("year", "period", str(period.end.year), text.count("\n", 0, period.at) + 1)


def _of_body(document: Document, front: FrontText) -> tuple[list[Candidate], list[Candidate], bool]:
    """What the first sentences behind the head say, where the head names nobody or no year."""
    start = front.lines[-1].number if front.lines else 0
    rest = enumerate(document.folded[start:], start + 1)
    passage = passage_of(rest, _BODY)
    found = read_preamble(passage.text)
    organs = list(_of_preamble(found, passage, "body"))
    head = passage_of((line.number, line.text) for line in front.lines)
    for part in (head, passage):
        organs += [Candidate("organ", "prose", one.name, part.line(one.start)) for one in read_prose(part.text)]
    years = [Candidate("year", "body", str(year), passage.line(at)) for year, at in found.years]
    return organs, years, found.announces


def government(place: str) -> str:
    """The name of the organ that governs a place: 衢州市 → 衢州市人民政府; a zone's and a 兵团's is the place's own."""
    place = place.replace("(", "（").replace(")", "）")
    if is_zone(place) or is_division(place) or is_known_zone(place):
        return place
    return place + ("行政公署" if place.endswith(_PREFECTURES) else "人民政府")


def _governments(titles: Sequence[Title], places: Sequence[str], names: Sequence[str]) -> Iterator[Candidate]:
    """The government of a place that no table knows, if the page names it anywhere."""
    for title in titles:
        for name in names if title.place in places else ():
            of, found, _ = name.partition("人民政府")
            if found and of and title.place and (of.endswith(title.place) or title.place.endswith(of)):
                yield Candidate("organ", "title", of + found, title.line)


def _with_line_above(titles: Sequence[Title], organs: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; a title's organ with the words above it where another place names that (示例县水库, 管理所)."""
    names = {one.text for one in organs}
    found = list(organs)
    for title in titles:
        own, whole = title.organ or "", glue(title.before) + (title.organ or "")
        if own and title.before and whole in names and not known_end(own):
            found = [one for one in found if (one.source, one.line, one.text) != ("title", title.line, own)]
            found.append(Candidate("organ", "title", whole, title.line))
    return found


def _with_degree(titles: Sequence[Title], organs: list[Candidate]) -> list[Candidate]:
    """The candidates, where 2021年度尾镇 may be of 度尾镇 or 尾镇: what another place says decides, or nothing does."""
    others = [one.text for one in organs if one.source != "title"]
    for title in titles:
        own = title.organ
        if own and f"年度{own}" in "".join((title.text or "").split()):
            read = _behind_degree(own, others)
            of_it = (one for one in organs if (one.source, one.line, one.text) == ("title", title.line, own))
            changed = {one: one._replace(text=read or "") for one in of_it}
            organs = [one for each in organs if (one := changed.get(each, each)).text]
    return organs


def _behind_degree(own: str, others: Sequence[str]) -> str | None:
    """The name that begins with 度 or behind it; None where neither is known of a town of one character."""
    whole = f"度{own}"
    if any(whole[:3] in name and agree(whole, name) for name in others):
        return whole
    return own if not is_short_town(own) or any(agree(own, name) for name in others) else None


def titled(titles: Sequence[Title], organ: Chosen, year: int | None) -> tuple[Title | None, str | None]:
    """The title among several that is the report's, and as printed: with the organ above it, if that is its agency."""
    ours = [title for title in titles if title.year == year and _is_of(title, organ.name)]
    title = next(iter([*ours, *titles]), None)
    if title is None:
        return None, None
    return title, _before(title, organ.name or "") + (title.text or "")


def _before(title: Title, name: str) -> str:
    """What stands above a title and belongs to it, as printed: the place or the organ of the agency's name."""
    if title.before and title.organ and name == title.before + title.organ:
        return title.before
    if title.whole or not name:
        return ""
    over = ((above, printed) for line, above, printed in title.above if line < title.line)
    above = (printed for above, printed in over if agree(above, name) or government(above) == name)
    return next(above, "")


def _is_of(title: Title, name: str | None) -> bool:
    named = title.organ or (government(title.place) if title.place else None)
    return named is None or name is None or agree(named, name)
