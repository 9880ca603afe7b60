"""What a title says of its report (标题所称), with the lines above it: organ, place, year, and how much that is."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ingest.front.names import clean, glue, is_place, is_template, is_town, is_zone, organ
from ingest.front.page import Words, words
from ingest.front.title import BEHIND, FILE, YEAR_DIGITS, Parts
from ingest.patterns import lazy
from ingest.places import is_known, known_end

_YEAR_BEFORE = lazy(
    rf"(?:[(\[〔]?\s{{0,4}}{YEAR_DIGITS}\s{{0,4}}年?\s{{0,4}}[度份]?\s{{0,4}}[)\]〕]?(?:关于)?)?\s{{0,4}}[(\[]?\Z"
)
_STAMPED = lazy(r"\((?:盖章|公章)\)$")
BANNER = lazy(r"(?:法定)?(?:主动公开|政府信息|政务|信息|公开|政府|年度?|工作|报告?|专栏|目录|平台|内容|网|指南)+")


class Title(NamedTuple):
    """A title of a page, and how its agency is named."""

    text: str | None = None
    line: int = 0
    organ: str | None = None  # on the title itself
    place: str | None = None  # the title names a bare place (示例区2020年…): the agency is its government
    year: int | None = None
    told: str = ""
    above: tuple[tuple[int, str, str], ...] = ()  # line, organ or place, as printed: on the lines above
    before: str = ""  # whatever stands on the line above
    behind: tuple[tuple[int, str, str], ...] = ()  # line, organ, as printed: behind or below a bare place's title
    is_template: bool = False
    rank: float = 0

    @property
    def dated(self) -> bool:
        """Does it say of which year, if only in damaged words?"""
        return bool(self.year or self.told)

    @property
    def whole(self) -> bool:
        """Does the title itself name an organ, or a place?"""
        return self.organ is not None or self.place is not None


def title_of(parts: Parts, row: Words, above: tuple[Words, ...], below: tuple[Words, ...] = ()) -> Title:
    """How much a title says: 5 agency and year, 4 with the line above, 3 the year alone."""
    # A file's name gives way to the title itself, and so does a window's, which a site's stands behind.
    cut = FILE.search(row.text) or (BEHIND.search(row.text) if parts.cut and parts.agency else None)
    printed = (row.printed[: cut.start()] if cut else row.printed).strip()
    if parts.agency and is_template(parts.agency):
        found = Title(printed, row.number, None, None, parts.year, parts.told, is_template=True, rank=5)
    else:
        found = _by_name(parts, row, printed, above, below) or _by_another_line(parts, row, printed, above, below)
    return found._replace(rank=found.rank - 0.2) if cut else found


def _by_name(
    parts: Parts, row: Words, printed: str, above: tuple[Words, ...], below: tuple[Words, ...]
) -> Title | None:
    """A title that names an organ or a place."""
    name, place = _named(parts.agency) if parts.agency else (None, None)
    if not name and not place:
        return None
    dated = bool(parts.year or parts.told)
    rank = (5 if dated else 3.5) if name else (4.5 if dated else 2)
    text, before = _from(row.text, printed, parts.agency), above[0].text if above else ""
    over = _of_place(name or "", above[:1])
    other = (_organ_behind(parts, row, printed) or _organ_below(below)) if place else ()
    return Title(text, row.number, name, place, parts.year, parts.told, over, before, other, rank=rank)


def _by_another_line(
    parts: Parts, row: Words, printed: str, above: tuple[Words, ...], below: tuple[Words, ...]
) -> Title:
    """A title that names nobody before its year; with words that are no name it is hardly one."""
    dated = bool(parts.year or parts.told)
    if len(parts.agency) > 4:
        return Title(printed, row.number, None, None, parts.year, parts.told, rank=1 if dated else 0)
    named = (
        _short_of_place(parts, above)
        or _organ_behind(parts, row, printed)
        or _organs_above(above)
        or (_organ_below(below) if dated else ())
    )
    rank = (3 if dated else 1) + (1 if named and dated else 2 if named else 0)
    return Title(printed, row.number, None, None, parts.year, parts.told, named, rank=rank)


def _named(agency: str) -> tuple[str | None, str | None]:
    """The organ, or the bare place, that a title names."""
    if is_zone(agency):
        return agency, None
    if is_place(agency):
        return None, agency
    return organ(agency, named=True) or (agency if is_town(agency) else None), None


def _organs_above(above: tuple[Words, ...]) -> tuple[tuple[int, str, str], ...]:
    """The organ on the line above a title that names none; with its place where that has a line of its own."""
    text = glue(unlabelled(above[0].text)) if above else ""
    if not text or BANNER.fullmatch(text):
        return ()
    row = above[0]._replace(text=text, printed=above[0].printed[-len(unlabelled(above[0].text)) :])
    joined = _place_of(above[1:2]) + text
    whole = organ(joined) if joined != text and not known_end(text) else None
    if whole:
        return ((row.number, whole, above[1].printed + row.printed),)
    name = organ(row.text) or (row.text if is_town(row.text) or is_zone(row.text) else None) or _place_of(above[:1])
    return ((row.number, name, row.printed),) if name else ()


def _short_of_place(parts: Parts, above: tuple[Words, ...]) -> tuple[tuple[int, str, str], ...]:
    """A name too short to be one alone (科协), with the place on the line above it."""
    place = _place_of(above[:1]) if parts.agency else ""
    name = organ(place + parts.agency) if place else None
    return ((above[0].number, name, above[0].printed),) if name else ()


def _organ_behind(parts: Parts, row: Words, printed: str) -> tuple[tuple[int, str, str], ...]:
    """The organ behind a title on its line: 2021年…年度报告（示例局）."""
    name = only_organ(parts.behind)
    return ((row.number, name, printed),) if name else ()


def _organ_below(below: tuple[Words, ...]) -> tuple[tuple[int, str, str], ...]:
    """The organ alone on the line below a title, as covers have it; of several lines of organs none is it."""
    named = [only_organ(row.text) for row in below[:2]]
    if not named or named[0] is None or (len(named) > 1 and named[1]):
        return ()
    return ((below[0].number, named[0], below[0].printed),)


def unlabelled(text: str) -> str:
    """A line without the label that says that an organ stands on it."""
    if ":" not in text:
        return text
    label, _, value = text.partition(":")
    names = words()["agency"]
    bare = _STAMPED.sub("", glue(label))
    return value.strip() if bare in names["labels"] or bare in names["labels_beside"] else text


def only_organ(text: str) -> str | None:
    """The organ that a text is and nothing else, but for a label (编制机关:) or a dash before it."""
    bare = _STAMPED.sub("", glue(unlabelled(text)).strip("-—")).replace("(", "（").replace(")", "）").strip("（）")
    return bare if bare and (organ(bare) == bare or is_zone(bare) or is_town(bare)) else None


def _place_of(above: tuple[Words, ...]) -> str:
    """The known place that a line is and nothing else."""
    place = clean(above[0].text) if above else ""
    return place if is_known(place) else ""


def _of_place(name: str, above: tuple[Words, ...]) -> tuple[tuple[int, str, str], ...]:
    """示例局2020年… under a line 衢州市: the organ with the place above it."""
    place = _place_of(above)
    if not name or not place or known_end(name):
        return ()
    return ((above[0].number, place + name, above[0].printed),)


def _from(text: str, printed: str, agency: str) -> str:
    """A title without the page's furniture before it (来源 衢州市…): from its agency or its year on."""
    at = _standing(text, agency[:3].replace(" ", ""))
    year = _YEAR_BEFORE.search(text, 0, at) if at is not None else None
    cut = printed[year.start() :].strip() if year else printed
    return cut if any(mark in cut for mark in "《「『") else cut.rstrip("》」』")


def _standing(text: str, letters: str) -> int | None:
    """Where some letters first stand in a text, with no more than four spaces between them."""
    if " " not in text:
        at = text.find(letters)
        return at if at >= 0 else None
    places = [at for at, char in enumerate(text) if not char.isspace()]
    bare = "".join([text[at] for at in places])
    at = bare.find(letters)
    while at >= 0:
        found = places[at : at + len(letters)]
        if all(after - before <= 5 for before, after in pairwise(found)):
            return found[0] if found else 0
        at = bare.find(letters, at + 1)
    return None
