"""Agencies (行政机关): which one a report belongs to, however its name is written.

Reading gives every name a key that is the same for all ways of writing it (``410103:商务局``: today's code of the
place, and the canonical form of the organ's own name). ``agency_aliases`` leads from keys to agencies and says on what
authority: the name itself, a shared credit code, or a person's word. So adding reports in any order gives the same
agencies, and what a person decided outlasts re-reading.

An agency's row follows its latest report, whose reading its alias keeps. A name that several organs may bear
(城关镇人民政府, 区民政局) is one agency for each source, under a key of its own; what evidence makes one is said in
``joining``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Literal

from ingest import places
from ingest.store import backfill, neighbours
from ingest.store.neighbours import Touched
from ingest.store.rows import Packed, row_of
from ingest.store.script import statements
from ingest.store.twins import base_of

Source = Literal["name", "credit_code", "series", "document", "alias", "merge", "split"]
COLUMNS = ("name", "region_code", "level", "function", "function_class")
_BY_PERSON = "('alias', 'merge', 'split')"
_EVIDENCE = "('credit_code', 'series', 'document')"
_BY_EVIDENCE = ("credit_code", "series", "document")
_MARK = 6  # digits of a source's hash behind an open name: 城关镇人民政府〔地区未定·0a1b2c〕

_UNDER = """
    r.agency_id = a.agency_id AND (r.agency_key = a.key OR a.key = '=' || r.agency_key || '=' || r.agency_name)
"""
# An exception for one way of printing a name goes before the name's own key.
_FIND = f"""
    SELECT agency_id, source, key, {", ".join(COLUMNS)}, (SELECT max(year) FROM reports r WHERE {_UNDER}),
        (SELECT count(*) FROM agency_aliases o WHERE o.agency_id = a.agency_id)
    FROM agency_aliases a WHERE key IN (?, ?) ORDER BY length(key) DESC LIMIT 1
"""
_OF_KEY = """
    SELECT year, agency_name, place_code FROM reports r WHERE agency_key = ?
        AND NOT EXISTS (SELECT 1 FROM agency_aliases e WHERE e.key = '=' || r.agency_key || '=' || r.agency_name)
    ORDER BY year DESC, scope, agency_name LIMIT 1
"""
_KNOWN = "SELECT agency_id FROM agency_aliases WHERE key IN (?, ?) ORDER BY length(key) DESC LIMIT 1"
_LATEST = f"""
    SELECT key, {", ".join(COLUMNS)} FROM agency_aliases a WHERE agency_id = ? AND source NOT IN ('alias', 'merge')
    ORDER BY region_code IS NULL, (SELECT max(year) FROM reports r WHERE {_UNDER}) DESC, key LIMIT 1
"""
# A person may give all reports under an open name to an agency, or those that state one credit code.
_SPOKEN = (
    "SELECT agency_id FROM agency_aliases WHERE key IN (?, ?) AND source = 'alias' ORDER BY length(key) DESC LIMIT 1"
)
# The agencies of an open name that are known by nothing else, with a printed name and the key that tells them apart.
_OPEN = """
    SELECT g.id, g.name, max(a.name), min(a.key) FROM agency_aliases a JOIN agencies g ON g.id = a.agency_id
    WHERE a.key >= :base AND a.key < :base || 'g' AND g.region_code IS NULL
        AND a.source NOT IN ('alias', 'merge')
        AND EXISTS (SELECT 1 FROM reports r WHERE r.agency_id = g.id)
        AND NOT EXISTS (SELECT 1 FROM agency_aliases o WHERE o.agency_id = g.id AND instr(o.key, '#') = 0)
    GROUP BY g.id
"""
_INSERT = f"INSERT INTO agencies ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?)"
_ALIKE = """
    SELECT id, name, region_code FROM agencies
    WHERE (name = :name OR (name > :name || '〔' AND name < :name || '〕')) AND id <> :id
"""
_UPDATE = f"UPDATE agencies SET {', '.join(f'{column} = ?' for column in COLUMNS)} WHERE id = ?"
ALIAS = f"INSERT INTO agency_aliases (key, agency_id, source, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ALIAS_AGAIN = f"UPDATE agency_aliases SET {', '.join(f'{column} = ?' for column in COLUMNS)} WHERE key = ?"
_STATS_FOLLOW = """
    UPDATE report_stats SET agency_id = (SELECT agency_id FROM reports WHERE id = report_id)
    WHERE agency_id = ? AND agency_id <> (SELECT agency_id FROM reports WHERE id = report_id)
"""
_GONE = f"""
    DELETE FROM agencies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM reports WHERE agency_id = agencies.id)
    AND NOT EXISTS (SELECT 1 FROM agency_aliases WHERE agency_id = agencies.id AND source IN {_BY_PERSON})
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
        self.codes: list[str] = []  # credit codes that came or went: what they join is worked out at the commit
        self.bases: list[str] = []  # open names that came or went, likewise
        self.lost: list[str] = []  # keys whose latest report may have gone
        self.late: list[int] = []  # agencies whose rows may no longer be those of their latest reports
        self.forget()

    @property
    def waiting(self) -> tuple[list[Any], ...]:
        """What waits for the commit; a report that is undone is cut off the ends."""
        return self.stale, self.touched, self.codes, self.bases, self.lost, self.late

    def forget(self) -> None:
        """After a commit or an undone report the database may be other than remembered."""
        self._known: dict[tuple[str, str], _Known] = {}
        self._aliases: dict[str, _Known] = {}

    def id_of(self, packed: Packed) -> int:
        """The agency of a report, entered if it is new."""
        key, printed = packed.value("agency_key"), packed.value("agency_name")
        self.note(key, packed.value("stated_credit_code"))
        known = self._known.get((key, printed))
        if known is None:
            known = self._find(key, printed) or self._spoken_of(key, packed) or self._enter(key, packed)
            self._known[key, printed] = known
        self._follow(known, packed)
        return known.agency_id

    def note(self, key: str | None, code: str | None) -> None:
        """A report comes or goes: what may be joined by it is to be looked at."""
        base = base_of(key or "")
        if base is not None:
            self.bases.append(base)
        if code is not None:
            self.codes.append(code)

    def gone(self, report_id: int) -> None:
        """A report is about to go, or to be written anew."""
        query = "SELECT agency_key, stated_credit_code FROM reports WHERE id = ?"
        key, code = self.connection.execute(query, [report_id]).fetchone()
        self.note(key, code)
        if key is not None:
            self.lost.append(key)

    def _find(self, key: str, printed: str) -> _Known | None:
        found = self.connection.execute(_FIND, (exception(key, printed), key)).fetchone()
        if found is None:
            return None
        agency_id, source, alias, *row, year, aliases = found
        if alias not in self._aliases:  # else it was met under another name in this transaction
            self._aliases[alias] = _Known(agency_id, source, alias, tuple(row), year or 0, aliases == 1)
        return self._aliases[alias]

    def _spoken_of(self, key: str, packed: Packed) -> _Known | None:
        """The agency to which a person gave every report under an open name, unless it has one for the year."""
        base = base_of(key)
        if base is None:
            return None
        keys = (f"{base}{packed.value('stated_credit_code') or ''}", base)
        row = self.connection.execute(_SPOKEN, keys).fetchone()
        if row is None or self._reports(row[0], packed):
            return None
        self.connection.execute(ALIAS, (key, row[0], "alias", *packed.agency))
        return self._find(key, packed.value("agency_name"))

    def _reports(self, agency_id: int, packed: Packed) -> bool:
        query = "SELECT 1 FROM reports WHERE agency_id = ? AND year = ? AND scope = ?"
        given = (agency_id, packed.report[0], packed.value("scope"))
        return self.connection.execute(query, given).fetchone() is not None

    def _enter(self, key: str, packed: Packed) -> _Known:
        agency_id = self.insert(packed.agency, key)
        self.connection.execute(ALIAS, (key, agency_id, "name", *packed.agency))
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
        """The name that an agency can have: where several are written alike, each has its place's code put to it.

        One whose key is open gets its own when all of them are known (``name_open``).
        """
        if base_of(key) is not None:
            return name if name.endswith("〕") else f"{name}〔{key}·{agency_id}〕"
        alike = self.connection.execute(_ALIKE, {"name": name, "id": agency_id}).fetchall()
        if not alike:
            return name
        for other, other_name, other_region in alike:
            if other_name == name:
                told = _told_apart(name, other_region)
                self.connection.execute("UPDATE agencies SET name = ? WHERE id = ?", (told, other))
        told = _told_apart(name, region_code)
        return told if told not in {other_name for _, other_name, _ in alike} else f"{name}〔{key}〕"

    def name_open(self, base: str) -> None:
        """The names of all agencies of an open name: the name itself for one alone, else with a mark of the source."""
        found = self.connection.execute(_OPEN, {"base": base}).fetchall()
        for agency_id, named, name, key in found:
            mark = key.removeprefix(base)[:_MARK] or "?"
            told = name if len(found) == 1 else f"{name}〔地区未定·{mark}〕"
            if told == named:
                continue
            self._rename(agency_id, told if self._is_free(told, agency_id) else f"{name}〔{key}·{agency_id}〕")

    def _is_free(self, name: str, agency_id: int) -> bool:
        query = "SELECT 1 FROM agencies WHERE name = ? AND id <> ?"
        return self.connection.execute(query, (name, agency_id)).fetchone() is None

    def _rename(self, agency_id: int, name: str) -> None:
        self.connection.execute("UPDATE agencies SET name = ? WHERE id = ? AND name <> ?", (name, agency_id, name))

    def _follow(self, known: _Known, packed: Packed) -> None:
        """An alias is as its latest report has it, and its agency as the latest of all."""
        year = packed.report[0]
        if year < known.year:
            return
        if packed.agency != known.row:
            self.connection.execute(_ALIAS_AGAIN, (*packed.agency, known.key))
            self.late.append(known.agency_id)
            if year == known.year:
                self.lost.append(known.key)  # of two reports of a year it isn't the one that came last
        elif year > known.year and not known.alone:
            self.late.append(known.agency_id)
        known.row, known.year = packed.agency, year

    def _follow_what_is_left(self) -> None:
        """The aliases whose latest report may have gone, as the latest that is left has them."""
        for key in sorted(set(self.lost)):
            query = f"SELECT agency_id, source, {', '.join(COLUMNS)} FROM agency_aliases WHERE key = ?"
            alias = self.connection.execute(query, [key]).fetchone()
            latest = self.connection.execute(_OF_KEY, [key]).fetchone()
            if alias is None:
                continue
            agency_id, source, *row = alias
            self.late.append(agency_id)
            if latest is None:
                if source in _BY_EVIDENCE:
                    self.connection.execute("DELETE FROM agency_aliases WHERE key = ?", [key])
                continue
            year, printed, place = latest
            now = row_of(places.resolve_at(printed, year, place))
            if now != tuple(row):
                self.connection.execute(_ALIAS_AGAIN, (*now, key))
        self.lost.clear()
        self.forget()

    def catch_up(self, agency_ids: Iterable[int] = ()) -> None:
        """Rows of agencies as their latest reports have them."""
        if self.lost:
            self._follow_what_is_left()
        agency_ids, self.late[:] = {*agency_ids, *self.late}, []
        for agency_id in sorted(agency_ids):
            latest = self.connection.execute(_LATEST, [agency_id]).fetchone()
            now = f"SELECT {', '.join(COLUMNS)} FROM agencies WHERE id = ?"
            before = self.connection.execute(now, [agency_id]).fetchone()
            if latest is not None and before is not None and latest[1:] != before:
                self._be(agency_id, latest[0], latest[1:], before)

    def _be(self, agency_id: int, key: str, latest: tuple[Any, ...], before: tuple[Any, ...]) -> None:
        name, *rest = latest
        base = base_of(key)
        if base is not None:
            self.bases.append(base)
        # A name that is told apart from others like it is told apart only as long as there are others.
        row = (self._free(name, rest[0], key, agency_id), *rest)
        if row[1:] != before[1:]:
            self._change(agency_id, row)
        elif row != before:
            self._rename(agency_id, row[0])

    def _change(self, agency_id: int, row: tuple[Any, ...]) -> None:
        self.touched += neighbours.of_agency(self.connection, agency_id)  # with the place that they had
        self.connection.execute(_UPDATE, (*row, agency_id))
        # Its other reports stand under the old level and function.
        reports = self.connection.execute("SELECT id FROM reports WHERE agency_id = ?", [agency_id])
        self.stale.extend(report_id for (report_id,) in reports)

    def leave(self, agency_ids: Iterable[int]) -> None:
        """Delete those of the agencies that have no report left and that no person has spoken of."""
        for agency_id in sorted(set(agency_ids)):
            named = self.connection.execute("SELECT name FROM agencies WHERE id = ?", [agency_id]).fetchone()
            self.connection.execute(_STATS_FOLLOW, [agency_id])
            if named is None or not self.connection.execute(_GONE, [agency_id]).rowcount:
                continue
            name, told_apart, _ = named[0].partition("〔")
            if told_apart:  # perhaps nothing is left to be told apart from
                self.late += [other for other, _, _ in self.connection.execute(_ALIKE, {"name": name, "id": 0})]

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
        for key, _, _ in detail["aliases"]:
            self.note(key, None)
        self._moved(into)

    def _moved(self, *agency_ids: int) -> None:
        """Reports have come or gone: nothing that is remembered holds any more."""
        self.forget()
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
                (restored, "split" if detail["by"] in _BY_EVIDENCE else source, key, agency_id),
            )
            self.move_reports(agency_id, restored, "agency_key = ?", [key])
            self.note(key, None)
        self._moved(agency_id)
        self._moved(restored)
        row = self.connection.execute("SELECT name FROM agencies WHERE id = ?", [restored]).fetchone()
        if row[0].endswith("〔〕"):  # every alias of it is a person's: no report's reading names it
            free = self._free(name, rest[0], detail["aliases"][0][0], restored)
            self.connection.execute("UPDATE agencies SET name = ? WHERE id = ?", (free, restored))
        return restored

    def part(self, agency_id: int, keys: Iterable[str]) -> int:
        """Keys that nothing joins with their agency any more get one of their own, with the reports under them."""
        parted, said = 0, sorted(keys)
        for key in said:
            query = f"SELECT {', '.join(COLUMNS)} FROM agency_aliases WHERE key = ?"
            name, *row = self.connection.execute(query, [key]).fetchone()
            # The name itself may be the other's until its row has caught up.
            parted = parted or self.insert((f"{name}〔{key}·{agency_id}·〕", *row), key)
            self.connection.execute(
                "UPDATE agency_aliases SET agency_id = ?, source = 'name' WHERE key = ?", (parted, key)
            )
            self.move_reports(agency_id, parted, "agency_key = ?", [key])
            self.note(key, None)
        (name,) = self.connection.execute("SELECT name FROM agencies WHERE id = ?", [parted]).fetchone()
        log(self.connection, "split", (parted, name), {"from": agency_id, "aliases": said})
        self._moved(agency_id, parted)
        return parted

    def adopt(self, key: str, agency_id: int, row: tuple[Any, ...]) -> None:
        """An open key is another agency's: its report is the same document as one of that agency's."""
        before = self.connection.execute("SELECT agency_id FROM agency_aliases WHERE key = ?", [key]).fetchone()
        if before is None:
            self.connection.execute(ALIAS, (key, agency_id, "document", *row))
        elif before[0] != agency_id:
            self.connection.execute(
                "UPDATE agency_aliases SET agency_id = ?, source = 'document' WHERE key = ?", (agency_id, key)
            )
            self.move_reports(before[0], agency_id, "agency_key = ?", [key])
        self.note(key, None)
        self.late.append(agency_id)
        self.forget()

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
        """A report would take the place of one under another name that only evidence made one agency: undo that.

        True if so; the report then has an agency of its own.
        """
        (key,) = self.connection.execute("SELECT agency_key FROM reports WHERE id = ?", [report_id]).fetchone()
        own = packed.value("agency_key")
        if key in {None, own}:
            return False
        query = f"SELECT key, agency_id FROM agency_aliases WHERE key IN (?, ?) AND source IN {_EVIDENCE}"
        for alias, agency_id in self.connection.execute(query, (key, own)).fetchall():
            self.part(agency_id, [alias])
            return True
        return False


def _told_apart(name: str, region_code: str | None) -> str:
    return f"{name}〔{region_code or '地区未定'}〕"


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
        connection.execute(f"{ALIAS} ON CONFLICT DO NOTHING", (agency.key, agency_id, "name", *row))
        told = (name, agency.key, row[1], agency_id)
        connection.execute(
            "UPDATE reports SET agency_name = ?, agency_key = ?, place_code = ? WHERE agency_id = ?", told
        )
    backfill.keys(connection)
