"""Joining (自动归并): which agencies are one by what their reports say, worked out at the commit.

A credit code joins names of one function in one place, of which one is short for the other or took its place; a code
that several functions state is a portal's and joins nothing. Reports whose name several organs may bear
(城关镇人民政府) are joined where they state one code, come from one site, or give one telephone number or mailbox. What
would have two reports for one year and scope is not one. What a person said stands, and what is joined depends on the
reports in the database alone, not on the order in which they came; what no longer holds is undone.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import combinations, pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ingest import places
from ingest.agency import of_source
from ingest.places.evidence import is_of_a_city, region_digits
from ingest.places.functions import in_turn, shortens
from ingest.store.agencies import ALIAS, Agencies, Source
from ingest.store.rows import row_of
from ingest.store.script import statements
from ingest.store.twins import base_of, digits

_MANY = 40  # keys with one credit code: it is a portal's
_STATED = "SELECT DISTINCT agency_key FROM reports WHERE stated_credit_code = ? AND agency_key IS NOT NULL ORDER BY 1"
_CODES_OF = """
    SELECT DISTINCT stated_credit_code FROM reports WHERE agency_key = ? AND stated_credit_code IS NOT NULL
"""
_OF_BASE = """
    SELECT r.agency_key, s.url, r.contact_phone, r.contact_email
    FROM reports r JOIN sources s ON s.id = r.source_id
    WHERE r.agency_key >= :base AND r.agency_key < :base || 'g' ORDER BY r.agency_key
"""
_JOINED = """
    SELECT key FROM agency_aliases
    WHERE key >= ? AND key < ? || 'g' AND source IN ('credit_code', 'series', 'document')
"""
_ALIASES = """
    SELECT o.key, o.agency_id, o.source FROM agency_aliases a JOIN agency_aliases o ON o.agency_id = a.agency_id
    WHERE a.key = ? AND substr(o.key, 1, 1) <> '='
"""
_YEARS = """
    SELECT r.year, r.scope FROM reports r WHERE r.agency_key = ?
        AND NOT EXISTS (SELECT 1 FROM agency_aliases e WHERE e.key = '=' || r.agency_key || '=' || r.agency_name)
"""
# A code that two agencies' reports state is neither's: it is the portal's.
_OWN_CODES = """
    UPDATE agencies SET credit_code = (
        SELECT r.stated_credit_code FROM reports r
        WHERE r.agency_id = agencies.id AND r.stated_credit_code IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM reports o WHERE o.stated_credit_code = r.stated_credit_code AND o.agency_id <> r.agency_id
        )
        ORDER BY r.year DESC, r.scope LIMIT 1
    )
    WHERE id IN (SELECT agency_id FROM reports WHERE stated_credit_code IN (SELECT value FROM json_each(?)))
        OR credit_code IN (SELECT value FROM json_each(?))
"""


class _Alias(NamedTuple):
    agency_id: int
    source: str

    @property
    def fixed(self) -> bool:
        """Said by a person, or one document: nothing that is worked out here changes it."""
        return self.source in {"alias", "merge", "document"}


Keys = frozenset[str]


def settle(agencies: Agencies) -> None:
    """Join and part what the reports that came and went since the last commit make one or several."""
    agencies.catch_up()
    codes, bases = sorted(set(agencies.codes)), sorted(set(agencies.bases))
    if codes or bases:
        _Joining(agencies).settle(codes, bases)
    agencies.catch_up()
    for base in sorted(set(agencies.bases)):
        agencies.name_open(base)
    if codes:
        agencies.connection.execute(_OWN_CODES, [json.dumps(codes)] * 2)


class _Joining:
    """One pass."""

    def __init__(self, agencies: Agencies) -> None:
        self.agencies = agencies
        self.connection: sqlite3.Connection = agencies.connection
        self.aliases: dict[str, _Alias] = {}
        self.edges: list[tuple[Source, Keys]] = []  # keys that evidence makes one

    def settle(self, codes: list[str], bases: list[str]) -> None:
        self._look(codes, bases)
        parts = self._parts()
        self._part(parts)
        self._join(parts)

    # --- evidence -----------------------------------------------------------------------------------------------

    def _look(self, codes: list[str], bases: list[str]) -> None:
        """Every key that the codes and names reach, by whatever else joins them."""
        todo: list[tuple[Source, str]] = [*(("credit_code", code) for code in codes), *(("series", b) for b in bases)]
        seen = set(todo)
        while todo:
            kind, what = todo.pop()
            found = self._of_code(what) if kind == "credit_code" else self._of_base(what)
            for key in sorted(self._known(found)):
                further = [one for one in self._further(key) if one not in seen]
                seen.update(further)
                todo += further

    def _further(self, key: str) -> Iterator[tuple[Source, str]]:
        """What else may join a key with others."""
        base = base_of(key)
        if base is not None:
            yield "series", base
        for (code,) in self._all(_CODES_OF, key):
            yield "credit_code", code

    def _all(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, given).fetchall()

    def _known(self, keys: Iterable[str]) -> set[str]:
        """Keys that weren't looked at yet, with those of the same agencies."""
        new = set()
        for key in keys:
            if key not in self.aliases:
                found = {other: _Alias(agency, source) for other, agency, source in self._all(_ALIASES, key)}
                new |= found.keys() - self.aliases.keys()
                self.aliases |= found
        return new

    def _of_code(self, code: str) -> list[str]:
        keys = [key for (key,) in self._all(_STATED, code)]
        if len(keys) <= _MANY and all(compatible(*pair, code) for pair in combinations(keys, 2)):
            self.edges.append(("credit_code", frozenset(keys)))
            return keys
        # A portal's: only those have to be looked at that it may have joined while fewer stated it.
        return [key for key in keys if any(source == "credit_code" for _, _, source in self._all(_ALIASES, key))]

    def _of_base(self, base: str) -> list[str]:
        series: dict[str, set[str]] = defaultdict(set)
        for key, url, phone, email in self.connection.execute(_OF_BASE, {"base": base}):
            for told in _told(url, phone, email):
                series[told].add(key)
        common = [frozenset(keys) for keys in series.values() if len(keys) > 1]
        self.edges += [("series", keys) for keys in common]
        # What stands alone and has nothing in common with others is as it must be: there may be thousands.
        joined = {key for (key,) in self._all(_JOINED, base, base)}
        return sorted(joined.union(*common))

    # --- what is one --------------------------------------------------------------------------------------------

    def _parts(self) -> list[Keys]:
        """The keys, each with those that are one agency's with it."""
        said = [frozenset(keys) for keys in self._fixed()]
        free = {key for key, alias in self.aliases.items() if alias.source != "split"}
        told = [edge & free for _, edge in self.edges]
        found: list[Keys] = []
        for part in _components(self.aliases, [*said, *told]):
            found += [part] if self._is_one(part) else _components(part, [keys for keys in said if keys <= part])
        return found

    def _fixed(self) -> Iterator[set[str]]:
        """For each agency what a person made one, or one document, with the name that it began with."""
        of_agency: dict[int, set[str]] = defaultdict(set)
        for key, alias in self.aliases.items():
            if alias.fixed or alias.source in {"name", "split"}:
                of_agency[alias.agency_id].add(key)
        for keys in of_agency.values():
            if any(self.aliases[key].fixed for key in keys):
                yield keys

    def _is_one(self, part: Keys) -> bool:
        years = [row for key in sorted(part) for row in self._all(_YEARS, key)]
        return len(years) == len(set(years))

    # --- doing it -----------------------------------------------------------------------------------------------

    def _part(self, parts: list[Keys]) -> None:
        """Take out of each agency what doesn't belong to the name that it began with."""
        for part in sorted(parts, key=sorted):
            of_agency: dict[int, set[str]] = defaultdict(set)
            for key in part:
                of_agency[self.aliases[key].agency_id].add(key)
            for agency_id, keys in sorted(of_agency.items()):
                if not keys & self._beginnings(agency_id, parts):
                    parted = self.agencies.part(agency_id, keys)
                    self.aliases |= {key: _Alias(parted, "name") for key in keys}

    def _beginnings(self, agency_id: int, parts: list[Keys]) -> Keys:
        """The part whose the agency is: that of the keys that evidence didn't bring."""
        own = {key: alias for key, alias in self.aliases.items() if alias.agency_id == agency_id}
        begun = [key for key, alias in own.items() if alias.source not in {"credit_code", "series"}]
        first = min(begun or own)
        return next(part for part in parts if first in part)

    def _join(self, parts: list[Keys]) -> None:
        by = {key: source for source, keys in reversed(self.edges) for key in keys}
        for part in sorted(parts, key=sorted):
            ids = sorted({self.aliases[key].agency_id for key in part})
            fixed = [alias.agency_id for key in sorted(part) if (alias := self.aliases[key]).fixed]
            into = fixed[0] if fixed else ids[0]
            for other in ids:
                if other != into:
                    keys = [key for key in sorted(part) if self.aliases[key].agency_id == other]
                    self.agencies.absorb(into, other, by.get(keys[0], "series"))
                    self.aliases |= {key: _Alias(into, "series") for key in keys}


def _components(keys: Iterable[str], edges: Iterable[Keys]) -> list[Keys]:
    """The keys in groups, each connected by edges."""
    group = {key: {key} for key in keys}
    for edge in edges:
        for one, other in pairwise(sorted(edge & group.keys())):
            if group[one] is not group[other]:
                group[one] |= group[other]
                for key in group[other]:
                    group[key] = group[one]
    return [frozenset(found) for found in {id(found): found for found in group.values()}.values()]


def _told(url: str | None, phone: str | None, email: str | None) -> Iterator[str]:
    """What tells one office: its site, unless a whole city's is there, its telephone, its mailbox."""
    host = urlsplit(url or "").hostname
    if host and not is_of_a_city(host):
        yield host
    if digits(phone):
        yield digits(phone)
    if email and "@" in email:
        yield email.strip().lower()


def compatible(one: str, other: str, code: str) -> bool:
    """May the agencies of two keys be one, if they state one credit code?

    >>> compatible("410103:环境保护局", "410103:生态环境局", "1"), compatible("410103:教育局", "410103:民政局", "1")
    (True, False)
    >>> compatible("410103:教育局", "410103:教育考试管理局", "1")
    False
    >>> compatible("?:区住房城乡建设局#0a", "410103:住房城乡建设局", "11410103000000000X")
    True
    """
    if base_of(one) is not None and base_of(one) == base_of(other):
        return True
    (place, name), (other_place, other_name) = (key.split(":", 1) for key in sorted((one, other)))
    if place == other_place:
        return place != "?" and (shortens(name, other_name) or in_turn(name, other_name))
    if "?" not in {place, other_place}:
        return False
    if place != "?":
        place, name, other_place, other_name = other_place, other_name, place, name
    bare = name.partition("#")[0]
    told = region_digits(code)
    return (
        told is not None
        and places.successor(told) == other_place
        and (bare[:1] in "省市县区州旗" and bare[1:] == other_name)
    )


# --- migration ----------------------------------------------------------------------------------------------------


def tell_apart(connection: sqlite3.Connection) -> None:
    """0010: what was one agency for its name alone, though several may bear it, is one agency for each source.

    Reports that took each other's place come back, and what was said of years side by side is made anew, with
    ``ingest reparse``.
    """
    for statement in statements((files(__package__) / "joining.sql").read_text("utf-8")):
        connection.execute(statement)
    apart(connection)


def apart(connection: sqlite3.Connection) -> None:
    """Give every report under an open name the key of its source."""
    agencies = Agencies(connection)
    undecided = connection.execute(_UNDECIDED).fetchall()
    for row in undecided:
        _tell_apart(agencies, *row)
    agencies.leave(row[1] for row in undecided)
    connection.execute(_STATS)
    settle(agencies)


_UNDECIDED = """
    SELECT r.id, r.agency_id, r.agency_key, r.agency_name, r.year, s.sha256, a.source
    FROM reports r JOIN sources s ON s.id = r.source_id LEFT JOIN agency_aliases a ON a.key = r.agency_key
    WHERE r.agency_key LIKE '?:%' ORDER BY r.id
"""
_STATS = "UPDATE report_stats SET agency_id = (SELECT agency_id FROM reports WHERE id = report_id)"


def _tell_apart(
    agencies: Agencies, report_id: int, agency_id: int, key: str, name: str, year: int, sha256: str, source: str | None
) -> None:
    agency = of_source(places.resolve(name, year), sha256)
    base = base_of(agency.key)
    if base is None or base_of(key) == base:
        return
    row = row_of(agency)
    if source in {"alias", "merge", "split"}:  # a person's word: for this report, and for all to come under the name
        agencies.connection.execute(f"{ALIAS} ON CONFLICT DO NOTHING", (base, agency_id, source, *row))
    else:
        agency_id = agencies.insert(row, agency.key)
    agencies.connection.execute(ALIAS, (agency.key, agency_id, source or "name", *row))
    agencies.connection.execute(
        "UPDATE reports SET agency_id = ?, agency_key = ? WHERE id = ?", (agency_id, agency.key, report_id)
    )
    agencies.note(agency.key, None)
