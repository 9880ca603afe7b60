"""The region table (行政区划代码, GB/T 2260) of 1980 to today, and what hangs on a code.

``regions.csv`` has a row a code and name with the years in which both were in force (as of each year's end);
``zones.csv`` the places that report but have no statistical code (development zones, the divisions of 兵团), under
codes of our own: a ``Z`` follows the digits of their parent. ``ORIGIN.md`` says where the data come from.

>>> regions()["410103"].full_name, regions()["530800"].name
('河南省郑州市二七区', '普洱市')
>>> [named.name for named in names() if named.code == "530800"]
['思茅市', '普洱市']
>>> successor("330183"), regions()["330111"].name   # 富阳市 became 富阳区
('330111', '富阳区')
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from ingest.model import Level

NATIONAL = "100000"
FIRST, LAST = 1980, 2024  # the first and the last year of regions.csv; what is in force in the last one still is
SINCE = 2006  # the first year in which what was in force may have reports
_NO_END = 9999


@dataclass(frozen=True, slots=True)
class Region:
    """One code under its latest name; ``full_name`` strings the parents before the name."""

    code: str
    name: str
    full_name: str
    parent_code: str | None
    level: Level
    first_year: int | None
    last_year: int | None


class Named(NamedTuple):
    """A name that a code bore, and when; None for the table's first year and for today."""

    code: str
    name: str
    first_year: int | None
    last_year: int | None


class _Zone(NamedTuple):
    named: Named
    aliases: tuple[str, ...]
    parent_code: str | None
    level: Level


@cache
def _text(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


@cache
def _rows(name: str) -> list[list[str]]:
    return [line.split(",") for line in _text(name).split("\n")[1:-1]]


def _year(text: str) -> int | None:
    return int(text) if text else None


@cache
def version() -> int:
    """Changes with the data: so that a database knows whether its look-up tables are today's."""
    return zlib.crc32((_text("regions.csv") + _text("zones.csv") + _text("successions.csv")).encode()) & 0x7FFFFFFF


@cache
def _zones() -> dict[str, _Zone]:
    zones = {}
    for code, name, aliases, parent, level, first, last in _rows("zones.csv"):
        named = Named(code, name, _year(first), _year(last))
        zones[code] = _Zone(named, tuple(filter(None, aliases.split("|"))), parent or None, cast(Level, level))
    return zones


@cache
def names() -> tuple[Named, ...]:
    """Every name that a code bore, zones too."""
    rows = _rows("regions.csv")
    statistical = [Named(code, name, _year(first), _year(last)) for code, name, first, last, _ in rows]
    return (*statistical, *(zone.named for zone in _zones().values()))


@cache
def aliases() -> tuple[tuple[str, str, str], ...]:
    """(alias, name, code): other ways in which zones are written."""
    return tuple((alias, zone.named.name, code) for code, zone in _zones().items() for alias in zone.aliases)


@cache
def _successors() -> dict[str, str]:
    """The source's, and what ``successions.csv`` says otherwise: one place goes on as one, mergers go on as none."""
    said = {code: now for code, now, _ in _rows("successions.csv")}
    found = {row[0]: row[4] for row in _rows("regions.csv") if row[4]} | said
    return {code: now for code, now in found.items() if now}


@cache
def endings() -> dict[str, str]:
    """Code → why it ended and no place goes on from it (合并, 撤销).

    >>> endings()["320107"]
    '2013年并入鼓楼区'
    """
    return {code: why for code, now, why in _rows("successions.csv") if not now}


def every_name() -> frozenset[str]:
    """Every name and alias that any place bore in any year."""
    zones = _rows("zones.csv")
    written = {name for row in zones for name in (row[1], *row[2].split("|")) if name}
    return frozenset(written.union(row[1] for row in _rows("regions.csv")))


def successor(code: str) -> str:
    """The code that a place bears today: its own, or the one that took its place while reports were written."""
    return _successors().get(code, code)


def in_force(year: int | None) -> Iterator[tuple[str, str]]:
    """(code, name) of what was in force at the end of a year; None: in any year of which there are reports."""
    since, until = (str(SINCE), "9999") if year is None else (str(min(year, LAST)),) * 2
    for row in _rows("regions.csv"):  # not by way of ``names``: this is what a single report waits for
        if (not row[3] or row[3] >= since) and (not row[2] or row[2] <= until):
            yield row[0], row[1]
    for zone in _zones().values():
        named = zone.named
        if zone.parent_code and (named.last_year or _NO_END) >= int(since) and (named.first_year or 0) <= int(until):
            yield named.code, named.name


@cache
def _prefectures() -> frozenset[str]:
    return frozenset(row[0] for row in _rows("regions.csv") if row[0].endswith("00"))


@cache
def _named() -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for named in names():
        found[named.code].append(named)
    return {code: tuple(of_code) for code, of_code in found.items()}


def names_of(code: str) -> tuple[Named, ...]:
    """Every name that a code bore.

    >>> [named.name for named in names_of("530800")]
    ['思茅市', '普洱市']
    """
    return _named().get(code, ())


@cache
def _spans() -> dict[str, tuple[Named, int | None, int | None]]:
    """Code → its latest name, and the years in which the code was in force under any."""
    return {code: _span(list(of_code)) for code, of_code in _named().items()}


def _span(of_code: list[Named]) -> tuple[Named, int | None, int | None]:
    if len(of_code) == 1:
        return of_code[0], of_code[0].first_year, of_code[0].last_year
    latest = max(of_code, key=lambda named: named.last_year or _NO_END)
    return latest, min(named.first_year or FIRST for named in of_code) or None, latest.last_year


def parent(code: str) -> str | None:
    """The code of the place above: the prefecture where there is one, else the province."""
    zone = _zones().get(code)
    if zone is not None:
        return zone.parent_code
    if code.endswith("0000"):
        return NATIONAL
    prefecture = code[:4] + "00"
    return prefecture if prefecture != code and prefecture in _prefectures() else code[:2] + "0000"


@cache
def level(code: str) -> Level:
    """The level that a code's form tells: a municipality's districts (直辖市的区) are on the county's."""
    zone = _zones().get(code)
    if zone is not None:
        return zone.level
    return "provincial" if code.endswith("0000") else "prefectural" if code.endswith("00") else "county"


@cache
def name(code: str) -> str:
    """The latest name of a code."""
    return _spans()[code][0].name


@cache
def full_name(code: str) -> str:
    """The name with those of the places above it."""
    above = parent(code)
    own = name(code)
    if above is None or above == NATIONAL:
        return own
    before = full_name(above)
    return own if own.startswith(before) else before + own


@cache
def above(code: str) -> tuple[str, ...]:
    """The places that a place lies in, nearest first, without the country.

    >>> above("410103"), above("4101Z1"), above("110105")
    (('410100', '410000'), ('410100', '410000'), ('110000',))
    """
    up = parent(code)
    return () if up is None or up == NATIONAL else (up, *above(up))


@cache
def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code in _spans():
        found[successor(code)].add(code)
    return {today: frozenset(codes) for today, codes in found.items()}


def alike(code: str) -> frozenset[str]:
    """Every code that a place has borne in turn.

    >>> sorted(alike("330183"))
    ['330111', '330183']
    """
    return _alike().get(successor(code), frozenset({code}))


@cache
def outward(code: str) -> frozenset[str]:
    """The codes of a place and of those that it lies in, under whatever code, without the country.

    >>> sorted(outward("330183"))
    ['330000', '330100', '330111', '330183']
    """
    own = alike(code)
    return frozenset(outer for one in own for place in (one, *above(one)) for outer in alike(place)) - {NATIONAL}


@cache
def _inward() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code in _spans():
        for outer in outward(code):
            found[outer].add(code)
    return {outer: frozenset(codes) for outer, codes in found.items()}


def inward(code: str) -> frozenset[str]:
    """The codes of a place and of all that lies in it.

    >>> len(inward("410103")), "4101Z1" in inward("410000"), "410103" in inward("410100")
    (1, True, True)
    """
    return _inward().get(code, alike(code))


@cache
def regions() -> dict[str, Region]:
    """Every known place by its code, parents before children."""
    order = sorted(_spans(), key=lambda code: (code != NATIONAL, len(above(code)), code))
    return {code: _region(code) for code in order}


def _region(code: str) -> Region:
    named, first, last = _spans()[code]
    years = (first if first and first > FIRST else None, last)
    return Region(code, named.name, full_name(code), parent(code), level(code), *years)
