"""Places (行政区划) and the organ's own part of its name: agency name → place, level, function.

A name is read by the table of its report's year, then of the year after (in which the report was written), then of
any year. A place that the name leaves open is told by what else the report says of itself (``Signs``), or it stays
open: a wrong place is worse than none.

>>> resolve("郑州市二七区商务局").region_code, resolve("瀍河回族区商务局").function
('410103', '商务局')
>>> resolve("二七区某某镇人民政府").level
'township'
>>> resolve("某某县商务局").region_code is None
True
>>> resolve("朝阳区商务局").candidates
('110105', '220104')
>>> resolve("朝阳区商务局").key, resolve("某某县商务局").key    # of the first there may be several: its key is open
('?:朝阳区商务局#', '?:某某县商务局')
>>> found = resolve("区住建局", 2021, Signs(header=("郑州市二七区人民政府",)))
>>> found.region_code, found.function, found.evidence, found.name
('410103', '住建局', 'header', '郑州市二七区住建局')
>>> found.key == resolve("二七区住房和城乡建设局").key
True
"""

from __future__ import annotations

from ingest.model import Agency, Level
from ingest.places import table
from ingest.places.branches import one_branch
from ingest.places.evidence import Signs, choose
from ingest.places.functions import (
    FunctionClass,
    abbreviates,
    canonical,
    class_of,
    classes,
    in_turn,
    is_organ,
    line_begins,
    of_the_line,
    spelled,
)
from ingest.places.known import is_known, known_end
from ingest.places.placing import ZONE, Place, cut_line, is_township, is_zone, names_its_place, place_in
from ingest.places.reading import read
from ingest.places.spoken import spoken
from ingest.places.table import SINCE, Named, Region, alike, inward, names, outward, regions, successor, version

__all__ = [
    "OPEN",
    "SINCE",
    "FunctionClass",
    "Named",
    "Region",
    "Signs",
    "abbreviates",
    "alike",
    "canonical",
    "class_of",
    "classes",
    "in_turn",
    "inward",
    "is_known",
    "is_organ",
    "is_zone",
    "known_end",
    "line_begins",
    "names",
    "of_the_line",
    "outward",
    "read_codes",
    "regions",
    "resolve",
    "resolve_at",
    "spelled",
    "successor",
    "version",
]

NO_SIGNS = Signs()
_COMMITTEE = "管理委员会"  # what governs a zone, though a report may name the zone alone
OPEN = "#"  # the end of a key that several organs may have: what stands behind it tells them apart


def read_codes(place: str) -> tuple[str, ...]:
    """The codes that a text which is a place and nothing else may mean, in any year.

    >>> read_codes("瀍河区"), read_codes("洛阳市瀍河回族区")
    (('410304',), ('410304',))
    """
    found = read(place, None)
    return found.codes if found.end == len(place) else ()


_BELOW_IT: dict[Level, Level] = {
    "national": "provincial",
    "provincial": "prefectural",
    "prefectural": "county",
    "county": "county",
    "township": "township",
}


def resolve(name: str, year: int | None = None, signs: Signs = NO_SIGNS) -> Agency:
    """An agency's name read as place + function; what isn't certain stays None."""
    township = is_township(name)
    place = place_in(name, year, township=township)
    if place is None:
        return _undecided(name, (), signs, township=township)
    if len(place.codes) == 1 and place.sure:
        return _decided(name, name, place, place.codes[0], "name", signs, township=township)
    if place.codes:
        code, *evidence = choose(place.codes, signs)[:2]
        if code is None:
            return _undecided(name, place.codes, signs, township=township)
        written = _whole(name, place, code)
        return _decided(name, written, place, code, " ".join(("name", *evidence[0])), signs, township=township)
    return _relative(name, place, year, signs, township=township)


def resolve_at(name: str, year: int | None, code: str | None) -> Agency:
    """An agency's name of which it is known where it is, as ``resolve`` has it; undecided where it can't be there.

    >>> resolve_at("区住建局", 2021, "410103").name, resolve_at("二七区住建局", 2021, "410103").name
    ('郑州市二七区住建局', '二七区住建局')
    """
    township = is_township(name)
    place = place_in(name, year, township=township)
    if place is None or code is None or (place.codes and successor(code) not in map(successor, place.codes)):
        return _undecided(name, place.codes if place else (), NO_SIGNS, township=township)
    told = place.sure and place.codes == (code,)
    return _decided(name, name if told else _whole(name, place, code), place, code, "name", NO_SIGNS, township=township)


def _written(code: str) -> str:
    """A place as an agency's name has it: with the prefecture, or else the province, before it."""
    outer = table.parent(code)
    own = table.name(code)
    return (
        own
        if outer in (None, table.NATIONAL) or own.startswith(table.name(outer or ""))
        else table.name(outer or "") + own
    )


def _whole(name: str, place: Place, code: str) -> str:
    """A name with its place written out, behind the words of the state's line that stand before it.

    >>> resolve_at("国家税务总局鼓楼区税务局", 2021, "350102").name
    '国家税务总局福州市鼓楼区税务局'
    """
    line = cut_line(name)[0]
    return line + _written(code) + place.function.removeprefix(line)


def _decided(
    printed: str, name: str, place: Place, code: str, evidence: str, signs: Signs, *, township: bool
) -> Agency:
    level: Level = "township" if township else _BELOW_IT[table.level(code)] if place.below else table.level(code)
    if township and table.level(code) not in ("county", "prefectural"):
        return _undecided(printed, (code,), signs, township=True)
    function = place.function if township else one_branch(successor(code), place.function)
    own = function if function or not is_zone(code) else _COMMITTEE
    key = f"{successor(code)}:{_canonical(own, township=township)}"
    kind = class_of(place.function, township=township) if place.function else None
    return Agency(name, code, level, place.function or None, signs.credit_code, evidence, (), key, kind, printed)


def _canonical(own: str, *, township: bool) -> str:
    """One form for an organ's own part; a zone that is named alone is its committee.

    >>> resolve("衢州市示例经济开发区").key == resolve("衢州市示例经济开发区管委会").key
    True
    """
    whole = own + _COMMITTEE if not township and ZONE.fullmatch(own) else own
    return canonical(whole, township=township)


def _undecided(printed: str, candidates: tuple[str, ...], signs: Signs, *, township: bool) -> Agency:
    open_ = bool(candidates) or not names_its_place(printed, township=township)
    key = f"?:{_canonical(printed, township=township)}{OPEN if open_ else ''}"
    kind = class_of(printed, township=township)
    level: Level | None = "township" if township else None
    return Agency(printed, None, level, None, signs.credit_code, None, candidates, key, kind, printed)


def _relative(name: str, place: Place, year: int | None, signs: Signs, *, township: bool) -> Agency:
    """A name without its place: that of the same organ written whole in the header, or of the government there."""
    evidence = spoken(name, place, year, signs, township=township)
    found = {code: kind for kind, code in evidence}
    current = {successor(code) for code in found}
    if len(current) != 1:
        return _undecided(name, tuple(sorted(found)), signs, township=township)
    code = next(iter(found))
    written = _whole(name, place, code)
    kinds = " ".join(dict.fromkeys(kind for kind, _ in evidence))
    return _decided(name, written, place, code, kinds, signs, township=township)
