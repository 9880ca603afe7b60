"""Agencies (行政机关): which one a report belongs to, however its name is written.

Reading gives every name a key that is the same for all ways of writing it (``410103:商务局``: today's code of the
place, and the canonical form of the organ's own name). ``agency_aliases`` leads from keys to agencies and says on what
authority: the name itself, a shared credit code, or a person's word. So adding reports in any order gives the same
agencies, and what a person decided outlasts re-reading.

An agency's row follows its latest report, whose reading its alias keeps. Agencies that share a credit
code, and of whose names one is short for the other or took its place, are made one, unless both have a report for the
same year.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from itertools import combinations
from typing import Any, Literal

from ingest import places
from ingest.places.evidence import region_digits
from ingest.places.functions import abbreviates, in_turn
from ingest.store import backfill, neighbours
from ingest.store.neighbours import Touched
from ingest.store.rows import Packed
from ingest.store.script import statements

Source = Literal["name", "credit_code", "alias", "merge", "split"]
COLUMNS = ("name", "region_code", "level", "function", "function_class")
_BY_PERSON = "('alias', 'merge', 'split')"
_MANY = 40  # agencies with one credit code: it is a portal's

_UNDER = """
    r.agency_id = a.agency_id AND (r.agency_key = a.key OR a.key = '=' || r.agency_key || '=' || r.agency_name)
"""
# An exception for one way of printing a name goes before the name's own key.
_FIND = f"""
    SELECT agency_id, source, key, {", ".join(COLUMNS)}, (SELECT max(year) FROM reports r WHERE {_UNDER}),
        (SELECT count(*) FROM agency_aliases o WHERE o.agency_id = a.agency_id)
    FROM agency_aliases a WHERE key IN (?, ?) ORDER BY length(key) DESC LIMIT 1
"""
_KNOWN = "SELECT agency_id FROM agency_aliases WHERE key IN (?, ?) ORDER BY length(key) DESC LIMIT 1"
_LATEST = f"""
    SELECT key, {", ".join(COLUMNS)} FROM agency_aliases a WHERE agency_id = ? AND source NOT IN ('alias', 'merge')
    ORDER BY region_code IS NULL, (SELECT max(year) FROM reports r WHERE {_UNDER}) DESC, key LIMIT 1
"""
_INSERT = f"INSERT INTO agencies ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?)"
_ALIKE = """
    SELECT id, name, region_code FROM agencies
    WHERE (name = :name OR (name > :name || '〔' AND name < :name || '〕')) AND id <> :id
"""
_UPDATE = f"UPDATE agencies SET {', '.join(f'{column} = ?' for column in COLUMNS)} WHERE id = ?"
_ALIAS = f"INSERT INTO agency_aliases (key, agency_id, source, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ALIAS_AGAIN = f"UPDATE agency_aliases SET {', '.join(f'{column} = ?' for column in COLUMNS)} WHERE key = ?"
_GONE = f"""
    DELETE FROM agencies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM reports WHERE agency_id = agencies.id)
    AND NOT EXISTS (SELECT 1 FROM agency_aliases WHERE agency_id = agencies.id AND source IN {_BY_PERSON})
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
"""


class Clash(Exception):  # noqa: N818
    """Two agencies can't be one: both have a report for these years."""

    def __init__(self, years: list[int]) -> None:
        """Say which."""
        super().__init__("、".join(map(str, years)))
        self.years = years


@dataclass(slots=True)
class _Known:
    """An alias as it is now."""

    agency_id: int
    source: str
    key: str
    row: tuple[Any, ...]
    year: int  # of the latest report under it
    alone: bool  # the only one of its agency


def exception(key: str, printed: str) -> str:
    """The alias key of one way of printing a name, which a person took out of its agency."""
    return f"={key}={printed}"


def known_as(connection: sqlite3.Connection, key: str, printed: str) -> int | None:
    """The agency to which a report under a key, printed like this, would belong."""
    found = connection.execute(_KNOWN, (exception(key, printed), key)).fetchone()
    return None if found is None else int(found[0])


def log(connection: sqlite3.Connection, action: str, agency: tuple[int, str], detail: dict[str, Any]) -> None:
    """Note what became of an agency."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    values = (at, action, *agency, json.dumps(detail, ensure_ascii=False))
    connection.execute("INSERT INTO agency_log (at, action, agency_id, agency, detail) VALUES (?, ?, ?, ?, ?)", values)


class Agencies:
    """The agencies of a database, for its one writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Nothing is known yet."""
        self.connection = connection
        self.stale: list[int] = []  # reports whose statistics are to be made, the writer's to take
        self.touched: list[Touched] = []  # reports that changed hands or place: others' findings may rest on them
        self.forget()

    def forget(self) -> None:
        """After a commit or an undone report the database may be other than remembered."""
        self._known: dict[tuple[str, str], _Known] = {}
        self._aliases: dict[str, _Known] = {}
        self._late: set[int] = set()  # agencies whose rows may no longer be those of their latest reports

    def id_of(self, packed: Packed) -> int:
        """The agency of a report, entered if it is new."""
        key, printed = packed.value("agency_key"), packed.value("agency_name")
        known = self._known.get((key, printed))
        if known is None:
            known = self._known[key, printed] = self._find(key, printed) or self._enter(key, packed)
        self._follow(known, packed)
        return known.agency_id

    def _find(self, key: str, printed: str) -> _Known | None:
        found = self.connection.execute(_FIND, (exception(key, printed), key)).fetchone()
        if found is None:
            return None
        agency_id, source, alias, *row, year, aliases = found
        if alias not in self._aliases:  # else it was met under another name in this transaction
            self._aliases[alias] = _Known(agency_id, source, alias, tuple(row), year or 0, aliases == 1)
        return self._aliases[alias]

    def _enter(self, key: str, packed: Packed) -> _Known:
        agency_id = self.insert(packed.agency, key)
        self.connection.execute(_ALIAS, (key, agency_id, "name", *packed.agency))
        known = _Known(agency_id, "name", key, packed.agency, packed.report[0], alone=True)
        self._aliases[key] = known
        return known

    def insert(self, row: tuple[Any, ...], key: str) -> int:
        """A new agency."""
        name = self._free(row[0], row[1], key, 0)
        cursor = self.connection.execute(_INSERT, (name, *row[1:]))
        assert cursor.lastrowid is not None  # noqa: S101 (for the type checker: an INSERT has one)
        return cursor.lastrowid

    def _free(self, name: str, region_code: str | None, key: str, agency_id: int) -> str:
        """The name that an agency can have: where several are written alike, each has its place's code put to it."""
        alike = self.connection.execute(_ALIKE, {"name": name, "id": agency_id}).fetchall()
        if not alike:
            return name
        for other, other_name, other_region in alike:
            if other_name == name:
                told = _told_apart(name, other_region)
                self.connection.execute("UPDATE agencies SET name = ? WHERE id = ?", (told, other))
        told = _told_apart(name, region_code)
        return told if told not in {other_name for _, other_name, _ in alike} else f"{name}〔{key}〕"

    def _follow(self, known: _Known, packed: Packed) -> None:
        """An alias is as its latest report has it, and its agency as the latest of all."""
        year = packed.report[0]
        if year < known.year:
            return
        if packed.agency != known.row:
            self.connection.execute(_ALIAS_AGAIN, (*packed.agency, known.key))
            self._late.add(known.agency_id)
        elif year > known.year and not known.alone:
            self._late.add(known.agency_id)
        known.row, known.year = packed.agency, year

    def catch_up(self, agency_ids: Iterable[int]) -> None:
        """Rows of agencies as their latest reports have them."""
        for agency_id in sorted(set(agency_ids)):
            latest = self.connection.execute(_LATEST, [agency_id]).fetchone()
            now = f"SELECT {', '.join(COLUMNS)} FROM agencies WHERE id = ?"
            before = self.connection.execute(now, [agency_id]).fetchone()
            if latest is not None and before is not None and latest[1:] != before:
                key, name, *rest = latest
                row = (self._free(name, rest[0], key, agency_id), *rest)
                if row != before:
                    self._change(agency_id, row)

    def _change(self, agency_id: int, row: tuple[Any, ...]) -> None:
        self.touched += neighbours.of_agency(self.connection, agency_id)  # with the place that they had
        self.connection.execute(_UPDATE, (*row, agency_id))
        # Its other reports stand under the old level and function.
        reports = self.connection.execute("SELECT id FROM reports WHERE agency_id = ?", [agency_id])
        self.stale.extend(report_id for (report_id,) in reports)

    def leave(self, agency_ids: Iterable[int]) -> None:
        """Delete those of the agencies that have no report left and that no person has spoken of."""
        self.connection.executemany(_GONE, [(agency_id,) for agency_id in sorted(set(agency_ids))])

    # --- one agency of two --------------------------------------------------------------------------------------

    def absorb(self, into: int, other: int, source: Source) -> None:
        """Make an agency part of another: its aliases and reports move, its row is kept in the log."""
        years = clashes(self.connection, into, other)
        if years:
            raise Clash(years)
        row = self.connection.execute(f"SELECT {', '.join(COLUMNS)} FROM agencies WHERE id = ?", [other]).fetchone()
        query = "SELECT key, name, source FROM agency_aliases WHERE agency_id = ? ORDER BY key"
        aliases = self.connection.execute(query, [other])
        detail = {"id": other, "agency": row, "aliases": aliases.fetchall(), "by": source}
        moved = self.connection.execute("SELECT id FROM reports WHERE agency_id = ?", [other]).fetchall()
        self.stale.extend(report_id for (report_id,) in moved)
        self.touched += [one._replace(agency_id=into) for one in neighbours.of_agency(self.connection, other)]
        self.connection.execute(
            "UPDATE agency_aliases SET agency_id = ?, source = ? WHERE agency_id = ?", (into, source, other)
        )
        self.connection.execute("UPDATE reports SET agency_id = ? WHERE agency_id = ?", (into, other))
        self.connection.execute("UPDATE report_stats SET agency_id = ? WHERE agency_id = ?", (into, other))
        (name,) = self.connection.execute("SELECT name FROM agencies WHERE id = ?", [into]).fetchone()
        log(self.connection, source, (into, name), detail)
        self.connection.execute("DELETE FROM agencies WHERE id = ?", [other])
        self._moved(into)

    def _moved(self, *agency_ids: int) -> None:
        """Reports have come or gone: nothing that is remembered holds any more."""
        late = self._late
        self.forget()
        self._late = late
        self.catch_up(agency_ids)

    def restore(self, agency_id: int, detail: dict[str, Any]) -> int:
        """Undo ``absorb``: the agency as it was, with its aliases and the reports that came under them."""
        name, *rest = detail["agency"]
        again = f"INSERT INTO agencies (id, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        temporary = f"{detail['id']}〔〕"  # the name itself may be the other's until its row has caught up
        if self.connection.execute(again, (detail["id"], temporary, *rest)).rowcount:
            restored = int(detail["id"])
        else:
            restored = self.insert((temporary, *rest), detail["aliases"][0][0])
        for key, _, source in detail["aliases"]:
            self.connection.execute(
                "UPDATE agency_aliases SET agency_id = ?, source = ? WHERE key = ? AND agency_id = ?",
                (restored, "split" if detail["by"] == "credit_code" else source, key, agency_id),
            )
            self.move_reports(agency_id, restored, "agency_key = ?", [key])
        self._moved(agency_id)
        self._moved(restored)
        row = self.connection.execute("SELECT name FROM agencies WHERE id = ?", [restored]).fetchone()
        if row[0].endswith("〔〕"):  # every alias of it is a person's: no report's reading names it
            free = self._free(name, rest[0], detail["aliases"][0][0], restored)
            self.connection.execute("UPDATE agencies SET name = ? WHERE id = ?", (free, restored))
        return restored

    def move_reports(self, agency_id: int, to: int, where: str, values: list[Any]) -> None:
        """Reports of one agency go to another."""
        chosen = f"SELECT id FROM reports WHERE agency_id = ? AND {where}"
        ids = [report_id for (report_id,) in self.connection.execute(chosen, [agency_id, *values])]
        # Those that stay are compared with others than before, too.
        left = [touched for report_id in ids for touched in neighbours.of_report(self.connection, report_id)]
        self.touched += [*left, *(one._replace(agency_id=to) for one in left)]
        self.connection.executemany("UPDATE reports SET agency_id = ? WHERE id = ?", [(to, n) for n in ids])
        self.stale.extend(ids)

    def unlink(self, report_id: int, packed: Packed) -> bool:
        """A report would take the place of one under another name that only a credit code made one agency: undo that.

        True if so; the report then has an agency of its own.
        """
        (key,) = self.connection.execute("SELECT agency_key FROM reports WHERE id = ?", [report_id]).fetchone()
        if key in {None, packed.value("agency_key")}:
            return False
        linked = "SELECT key, agency_id FROM agency_aliases WHERE key IN (?, ?) AND source = 'credit_code'"
        for alias, agency_id in self.connection.execute(linked, (key, packed.value("agency_key"))).fetchall():
            detail = _absorbed(self.connection, agency_id, alias, "credit_code")
            if detail is not None:
                restored = self.restore(agency_id, detail)
                log(self.connection, "split", (restored, detail["agency"][0]), {"from": agency_id, "alias": alias})
                return True
        return False

    # --- credit codes -------------------------------------------------------------------------------------------

    def settle(self, codes: Iterable[str]) -> None:
        """Credit codes that reports have stated since the last commit: whose they are, and what they make one."""
        self.catch_up(self._late)
        self._late = set()
        codes = sorted(set(codes))
        for code in codes:
            self._link(code)
        if codes:
            self.connection.execute(_OWN_CODES, [json.dumps(codes)])

    def _link(self, code: str) -> None:
        query = "SELECT DISTINCT agency_id, agency_key FROM reports WHERE stated_credit_code = ? ORDER BY agency_id"
        stated = self.connection.execute(query, [code]).fetchall()
        if not 1 < len({agency_id for agency_id, _ in stated}) <= _MANY:
            return
        one = {agency_id: agency_id for agency_id, _ in stated}  # an agency → the one that it has become
        for (first, first_key), (second, second_key) in combinations(stated, 2):
            into, other = sorted((one[first], one[second]))
            if into == other or not compatible(first_key, second_key, code) or self._parted(first_key, second_key):
                continue
            if not clashes(self.connection, into, other):
                self.absorb(into, other, "credit_code")
                one = {agency: into if now == other else now for agency, now in one.items()}

    def _parted(self, *keys: str) -> bool:
        """Has a person, or a year for which both have reports, told these apart?"""
        query = "SELECT 1 FROM agency_aliases WHERE key IN (?, ?) AND source = 'split'"
        return self.connection.execute(query, keys).fetchone() is not None


def _told_apart(name: str, region_code: str | None) -> str:
    return f"{name}〔{region_code or '地区未定'}〕"


def compatible(one: str, other: str, code: str) -> bool:
    """May the agencies of two keys be one, if they state one credit code?

    >>> compatible("410103:环境保护局", "410103:生态环境局", "1"), compatible("410103:教育局", "410103:民政局", "1")
    (True, False)
    >>> compatible("?:区住房城乡建设局#11410103000000000X", "410103:住房城乡建设局", "11410103000000000X")
    True
    """
    (place, name), (other_place, other_name) = (key.split(":", 1) for key in sorted((one, other)))
    if place == other_place:
        return place != "?" and (abbreviates(name, other_name) or in_turn(name, other_name))
    if "?" not in {place, other_place}:
        return False
    if place != "?":
        place, name, other_place, other_name = other_place, other_name, place, name
    bare = name.partition("#")[0]
    digits = region_digits(code)
    return (
        digits is not None
        and places.successor(digits) == other_place
        and (bare[:1] in "省市县区州旗" and bare[1:] == other_name)
    )


def clashes(connection: sqlite3.Connection, one: int, other: int) -> list[int]:
    """The years for which both agencies have a report of the same scope."""
    query = """
        SELECT DISTINCT a.year FROM reports a JOIN reports b ON b.year = a.year AND b.scope = a.scope
        WHERE a.agency_id = ? AND b.agency_id = ? ORDER BY 1
    """
    return [year for (year,) in connection.execute(query, (one, other))]


def _absorbed(connection: sqlite3.Connection, agency_id: int, alias: str, action: str) -> dict[str, Any] | None:
    query = "SELECT detail FROM agency_log WHERE agency_id = ? AND action = ? ORDER BY id DESC"
    for (text,) in connection.execute(query, (agency_id, action)):
        detail: dict[str, Any] = json.loads(text)
        if alias in {key for key, _, _ in detail.get("aliases", ())}:
            return detail
    return None


# --- migration ----------------------------------------------------------------------------------------------------


def migrate(connection: sqlite3.Connection) -> None:
    """0003: agencies that were there, and their reports, get the keys of their names; so do findings and verdicts.

    Reading the reports again tells more of them; verdicts follow (see ``reviews.follow``).
    """
    for statement in statements((files(__package__) / "agencies.sql").read_text("utf-8")):
        connection.execute(statement)
    known = [(one.code, one.label) for one in places.classes()]
    connection.executemany("INSERT INTO function_classes VALUES (?, ?)", known)
    for agency_id, name in connection.execute("SELECT id, name FROM agencies ORDER BY id").fetchall():
        agency = places.resolve(name)
        connection.execute("UPDATE agencies SET function_class = ? WHERE id = ?", (agency.function_class, agency_id))
        row = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM agencies WHERE id = ?", [agency_id]).fetchone()
        connection.execute(f"{_ALIAS} ON CONFLICT DO NOTHING", (agency.key, agency_id, "name", *row))
        told = (name, agency.key, row[1], agency_id)
        connection.execute(
            "UPDATE reports SET agency_name = ?, agency_key = ?, place_code = ? WHERE agency_id = ?", told
        )
    backfill.keys(connection)
