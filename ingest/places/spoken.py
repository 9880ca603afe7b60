"""The place of a name that leaves it out (页面所说的地区): 区住建局, 示例镇, 高新区管委会.

Told by the credit code, by the same organ written whole or the government in the header, by places that stand right
before the name where the text names it as its own (柯城区示例镇), by the imprint, the address, and what came with the
file. All are heard: where they differ nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.places import table
from ingest.places.evidence import Signs, region_digits
from ingest.places.functions import canonical
from ingest.places.known import is_known, known_end
from ingest.places.placing import RELATIVE, ZONE, Place, is_township, one_of_each, place_in, years
from ingest.places.reading import read

_FAR = 24  # characters before a name in which its place may stand
_GOVERNMENT = re.compile(r"(?:人民政府|政府)(?:办公[室厅])?(?:门户网站)?$")


def spoken(name: str, place: Place, year: int | None, signs: Signs, *, township: bool) -> list[tuple[str, str]]:
    """(kind of evidence, code) of the places that the report speaks of as its agency's."""
    relative = RELATIVE.match(name)
    found = []
    digits = region_digits(signs.credit_code)
    if digits in table.regions() and _fits(digits or "", relative, township=township):
        found.append(("credit_code", digits or ""))
    found += [("header", code) for code in _in_header(name, place, year, signs, township=township)]
    found += _in_words(name, year, signs, relative, township=township)
    return [*found, *_with_the_file(name, place, year, signs, township=township)]


def _in_header(name: str, place: Place, year: int | None, signs: Signs, *, township: bool) -> Iterator[str]:
    """The places of the same organ written whole, and of the government that it may be below."""
    relative, zone = RELATIVE.match(name), ZONE.match(name) is not None
    for said in signs.header:
        other = place_in(said, year, township=is_township(said)) if said != name else None
        if other is None or len(other.codes) != 1:
            continue
        same = canonical(other.function, township=township) == canonical(place.function, township=township)
        near = _holds(other.codes[0], relative, zone, township=township)
        if (same and (near or relative is None)) or (near and _GOVERNMENT.search(said)):
            yield other.codes[0]


def _with_the_file(
    name: str, place: Place, year: int | None, signs: Signs, *, township: bool
) -> Iterator[tuple[str, str]]:
    """What came with the file: the agency that a manifest names, else the folder's place."""
    said = signs.manifest
    other = place_in(said, year, township=is_township(said)) if said and said != name else None
    if other is not None and len(other.codes) == 1:
        if canonical(other.function, township=township) == canonical(place.function, township=township):
            yield "manifest", other.codes[0]
        return
    start = next((n for n in range(len(signs.folder) - 1) if is_known(signs.folder[n:])), None)
    codes = _codes_of(signs.folder[start:], year) if start is not None else ()
    if len(codes) == 1 and _fits(codes[0], RELATIVE.match(name), township=township):
        yield "folder", codes[0]


def _in_words(
    name: str, year: int | None, signs: Signs, relative: re.Match[str] | None, *, township: bool
) -> list[tuple[str, str]]:
    """Places that stand right before the name, and those that an address or the imprint begins with."""
    before = _right_before(_core(name, township=township), signs, year) if township or relative else set()
    found = [("text", code) for code in sorted(before) if _fits(code, relative, township=township)]
    zone = ZONE.match(name) is not None
    for kind, said in (("contact", signs.address), *(("text", said) for said in signs.text)):
        code = _place_of_address(said, year)
        if code and _holds(code, relative, zone, township=township):
            found.append((kind, code))
    return found


def _holds(code: str, relative: re.Match[str] | None, zone: bool, *, township: bool) -> bool:
    """May an organ that leaves its place out be of this one: a zone of its city?"""
    return _fits(code, relative, township=township) or (zone and table.level(code) == "prefectural")


def _core(name: str, *, township: bool) -> str:
    """What a text that speaks of a town says of it: 示例镇, not 示例镇人民政府."""
    return canonical(name, township=True) if township else RELATIVE.sub("", name)


def _right_before(core: str, signs: Signs, year: int | None) -> set[str]:
    """The codes of the known places that stand before a name (柯城区示例镇) wherever it is printed."""
    found: set[str] = set()
    for text in (*signs.header, signs.address, *signs.text):
        at = text.find(core) if len(core) > 1 else -1
        while at >= 0:
            before = text[max(0, at - _FAR) : at]
            start = next((n for n in range(len(before) - 1) if is_known(before[n:])), None)
            codes = _codes_of(before[start:], year) if start is not None else ()
            found.update(codes if len(codes) == 1 else ())
            at = text.find(core, at + 1)
    return found


def _place_of_address(address: str, year: int | None) -> str | None:
    """The one place that an address begins with."""
    end = known_end(address)
    codes = _codes_of(address[:end], year) if end else ()
    return codes[0] if len(codes) == 1 else None


def _codes_of(place: str, year: int | None) -> tuple[str, ...]:
    for of_year in years(year):
        found = read(place, of_year)
        if found.codes and found.end == len(place):
            return one_of_each(found)
    return ()


def _fits(code: str, relative: re.Match[str] | None, *, township: bool) -> bool:
    """May a place be the one that a name calls 区, or the one above a town?"""
    if relative is not None:
        return table.name(code).endswith(relative[1])
    return township and table.level(code) == "county"
