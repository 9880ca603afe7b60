"""What a person says of agencies (机关归并): aliases, merging and splitting, each undone by its opposite and logged.

Everything goes through ``agency_aliases``, which re-adding and re-reading respect, so a decision once taken stays.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from ingest.places import OPEN, Signs, regions, resolve, resolve_at
from ingest.store.agencies import ALIAS, COLUMNS, Clash, _absorbed, clashes, exception, log
from ingest.store.errors import StoreError, told
from ingest.store.rows import row_of
from ingest.store.twins import base_of
from ingest.store.writing import Writer

_SOURCES = {"name": "名称", "credit_code": "信用代码", "alias": "人工别名", "merge": "人工合并", "split": "人工拆分"}


class Listed(NamedTuple):
    """An agency with what there is of it."""

    id: int
    name: str
    region: str | None
    level: str | None
    function: str | None
    function_class: str | None
    credit_code: str | None
    reports: int
    first_year: int | None
    last_year: int | None


class Alias(NamedTuple):
    """One key of an agency, the name that it came with, and on what authority it is there."""

    key: str
    name: str
    source: str

    @property
    def source_label(self) -> str:
        """The authority in Chinese."""
        return _SOURCES[self.source]


_LIST = """
    SELECT a.id, a.name, n.full_name, a.level, a.function, c.label, a.credit_code, count(r.id), min(r.year), max(r.year)
    FROM agencies a LEFT JOIN regions n ON n.code = a.region_code LEFT JOIN reports r ON r.agency_id = a.id
    LEFT JOIN function_classes c ON c.code = a.function_class
"""


class Identity:
    """The commands on agencies, each a transaction of its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection from ``schema.connect``."""
        self.connection = connection
        self.writer = Writer(connection)

    # --- looking ------------------------------------------------------------------------------------------------

    def listed(self, region: str | None = None, *, undecided: bool = False) -> list[Listed]:
        """Agencies, of a region (code or name) with what lies in it, or those whose place is open."""
        where, values = "WHERE 1", []
        if undecided:
            where += " AND a.region_code IS NULL"
        if region is not None:
            where += f" AND a.region_code IN ({_WITHIN})"
            values += [region, region, region]
        rows = self.connection.execute(f"{_LIST} {where} GROUP BY a.id ORDER BY a.region_code, a.name", values)
        return [Listed(*row) for row in rows]

    def find(self, what: str) -> int:
        """The id of the agency that someone means by an id, its name, or a name that a report of it has.

        Raises ``StoreError`` where there is none or where there are several.
        """
        queries = ["SELECT id FROM agencies WHERE name = ?"]
        if what.isascii() and what.isdigit():
            queries.insert(0, "SELECT id FROM agencies WHERE id = ?")
        queries += ["SELECT DISTINCT agency_id FROM reports WHERE agency_name = ?"]
        queries += ["SELECT DISTINCT agency_id FROM agency_aliases WHERE name = ?"]
        for query in queries:
            found = [agency_id for (agency_id,) in self.connection.execute(query, [what])]
            if len(found) == 1:
                return int(found[0])
            if found:
                ids = "、".join(map(str, found))
                raise StoreError(f"“{what}”有多个机关（编号 {ids}），请用编号 (several agencies, use an id)")
        raise StoreError(f"没有这个机关：{what} (no such agency)")

    def show(self, agency_id: int) -> tuple[Listed, list[Alias], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """An agency, its aliases, the names printed in its reports with their years, and its log."""
        row = self.connection.execute(f"{_LIST} WHERE a.id = ? GROUP BY a.id", [agency_id]).fetchone()
        aliases = "SELECT key, name, source FROM agency_aliases WHERE agency_id = ? ORDER BY source, key"
        printed = """
            SELECT agency_name, min(year), max(year), count(*), group_concat(DISTINCT place_evidence) FROM reports
            WHERE agency_id = ? GROUP BY agency_name ORDER BY 2, 1
        """
        logged = "SELECT id, at, action, detail FROM agency_log WHERE agency_id = ? ORDER BY id"
        return (
            Listed(*row),
            [Alias(*alias) for alias in self.connection.execute(aliases, [agency_id])],
            self.connection.execute(printed, [agency_id]).fetchall(),
            self.connection.execute(logged, [agency_id]).fetchall(),
        )

    # --- changing -----------------------------------------------------------------------------------------------

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A transaction: all of a command or nothing of it, statistics included."""
        with told():
            self.writer.begin()
            try:
                yield
                self.writer.commit()
            except BaseException:
                self.writer.rollback()
                raise

    def merge(self, other: int, into: int) -> None:
        """Make one agency of two: what was the first's is the second's. Refused where both report for a year."""
        if other == into:
            raise StoreError("是同一个机关 (the same agency)")
        with self._whole():
            self._absorb(into, other, "merge")

    def _absorb(self, into: int, other: int, source: Any) -> None:
        try:
            self.writer.agencies.absorb(into, other, source)
        except Clash as clash:
            years = "、".join(map(str, clash.years))
            raise StoreError(
                f"两个机关都有{years}年的报告，不能合并；请先移除多余的一份 (both have reports for these years)"
            ) from clash

    def alias(self, name: str, agency_id: int, credit_code: str | None = None) -> int:
        """Reports under a name belong to an agency from now on; the number of those that are there already."""
        agency = resolve(name, None, Signs(credit_code=credit_code))
        with self._whole():
            if agency.key.endswith(OPEN):
                return self._alias_open(f"{agency.key}{credit_code or ''}", name, agency_id)
            return self._alias(agency.key, name, agency_id)

    def _alias_open(self, base: str, name: str, agency_id: int) -> int:
        """Reports under a name that several may bear: those that there are, where the years allow, and all to come."""
        held = self._holder(base)
        if held == agency_id:
            raise StoreError(f"“{name}”已属于该机关 (belongs to it already)")
        if held is not None:
            raise StoreError(f"“{name}”属于另一个机关“{self._name(held)}”，请先拆分 (another's: split first)")
        code = base.partition("#")[2]
        keys = self._open_keys(base.removesuffix(code), code, agency_id)
        years = sorted({year for one in keys for other in keys if one < other for year in self._common(one, other)})
        if years:
            raise StoreError(
                f"“{name}”{'、'.join(map(str, years))}年有几份报告，不会都是该机关的，请用编号合并 "
                "(several reports under this name for these years: merge by id)"
            )
        for other in sorted({holder for _, holder in keys} - {agency_id}):
            self._absorb(agency_id, other, "alias")
        self.connection.execute(ALIAS, (base, agency_id, "alias", name, *_row(name)[1:]))
        log(self.connection, "alias", (agency_id, self._name(agency_id)), {"key": base, "name": name})
        query = "SELECT count(*) FROM reports WHERE agency_key = ?"
        return sum(self.connection.execute(query, [key]).fetchone()[0] for key, _ in keys)

    def _open_keys(self, base: str, code: str, agency_id: int) -> list[tuple[str, int]]:
        """The keys under an open name that nobody has spoken of, with the agencies that have them."""
        query = """
            SELECT a.key, a.agency_id FROM agency_aliases a
            WHERE a.key >= :base AND a.key < :base || 'g' AND a.source NOT IN ('alias', 'merge', 'split')
                AND (:code = '' OR EXISTS (
                    SELECT 1 FROM reports r WHERE r.agency_key = a.key AND r.stated_credit_code = :code
                )) ORDER BY 1
        """
        return self.connection.execute(query, {"base": base, "code": code}).fetchall()

    def _common(self, one: tuple[str, int], other: tuple[str, int]) -> list[int]:
        return clashes(self.connection, one[1], other[1]) if one[1] != other[1] else []

    def _alias(self, key: str, name: str, agency_id: int) -> int:
        holder = self._holder(key)
        if holder == agency_id:
            raise StoreError(f"“{name}”已属于该机关 (belongs to it already)")
        if holder is None:
            self.connection.execute(ALIAS, (key, agency_id, "alias", name, *_row(name)[1:]))
            log(self.connection, "alias", (agency_id, self._name(agency_id)), {"key": key, "name": name})
            return 0
        (count,) = self.connection.execute(
            "SELECT count(*) FROM reports WHERE agency_id = ? AND agency_key = ?", (holder, key)
        ).fetchone()
        (keys,) = self.connection.execute(
            "SELECT count(*) FROM agency_aliases WHERE agency_id = ?", [holder]
        ).fetchone()
        if keys > 1:
            raise StoreError(
                f"“{name}”属于另一个机关“{self._name(holder)}”，请先拆分或合并 (another's: split or merge first)"
            )
        self._absorb(agency_id, holder, "alias")
        return int(count)

    def give(self, key: str, agency_id: int | None, code: str | None) -> str:
        """The reports of one source of an open name belong to an agency, or to the one of that name at a place.

        The agency's name. Refused where it has a report for the same year already.
        """
        with self._whole():
            holder = self._holder(key)
            if holder is None:
                raise StoreError(f"没有这个键：{key} (no such key)")
            if agency_id is None:
                agency_id = self._at(*_placed(self.connection, key, code or ""))
            if agency_id == holder:
                raise StoreError("已属于该机关 (belongs to it already)")
            others = "SELECT 1 FROM agency_aliases WHERE agency_id = ? AND key <> ?"
            if self.connection.execute(others, (holder, key)).fetchone():
                holder = self.writer.agencies.part(holder, [key])
            self._absorb(agency_id, holder, "merge")
        return self._name(agency_id)

    def _at(self, key: str, row: tuple[Any, ...]) -> int:
        """The agency of a key, entered if there is none."""
        found = self._holder(key)
        if found is None:
            found = self.writer.agencies.insert(row, key)
            self.connection.execute(ALIAS, (key, found, "name", *row))
        return found

    def split(self, agency_id: int, name: str) -> int:
        """Take a name out of an agency again: undo an alias or a merge, or part one way of printing from the others.

        The id of the agency that the name has now.
        """
        with self._whole():
            parted = (
                self._opened(agency_id, name)
                or self._marked(agency_id, name)
                or self._undone(agency_id, name)
                or self._parted(agency_id, name)
            )
            log(self.connection, "split", (parted, self._name(parted)), {"from": agency_id, "name": name})
        return parted

    def _undone(self, agency_id: int, name: str) -> int | None:
        """The agency that a name was before it was merged, restored."""
        query = "SELECT key, source FROM agency_aliases WHERE agency_id = ? AND source NOT IN ('name', 'split')"
        merged = {}
        for key, source in self.connection.execute(query, [agency_id]).fetchall():
            detail = _absorbed(self.connection, agency_id, key, source)
            if detail is not None:
                merged[detail["id"]] = detail
                if name in {detail["agency"][0], str(detail["id"]), *(alias[1] for alias in detail["aliases"])}:
                    return self.writer.agencies.restore(agency_id, detail)
        alias = "SELECT key FROM agency_aliases WHERE agency_id = ? AND name = ? AND source = 'alias' ORDER BY key"
        row = self.connection.execute(alias, (agency_id, name)).fetchone()
        if row is not None:
            return self._own(agency_id, row[0], name, "agency_key = ?", [row[0]])
        own = "SELECT 1 FROM agency_aliases WHERE agency_id = ? AND name = ? AND source = 'name'"
        if len(merged) == 1 and self.connection.execute(own, (agency_id, name)).fetchone():
            # The name is the one that the other was added to: parting it is parting the other.
            self.writer.agencies.restore(agency_id, *merged.values())
            return agency_id
        return None

    def _opened(self, agency_id: int, name: str) -> int | None:
        """Every report that came to the agency by an alias for an open name has an agency of its own again."""
        query = "SELECT key FROM agency_aliases WHERE agency_id = ? AND name = ? AND source = 'alias' ORDER BY key"
        keys = [key for (key,) in self.connection.execute(query, (agency_id, name)) if base_of(key) is not None]
        parted = []
        for key in keys:
            if self.connection.execute("SELECT 1 FROM reports WHERE agency_key = ?", [key]).fetchone():
                parted.append(self.writer.agencies.part(agency_id, [key]))
            else:
                self.connection.execute("DELETE FROM agency_aliases WHERE key = ?", [key])
        return (parted[0] if parted else agency_id) if keys else None

    def _marked(self, agency_id: int, mark: str) -> int | None:
        """One source of an open name, told by the mark behind it, is parted from the others for good."""
        if re.fullmatch("[0-9a-f]{6,12}", mark) is None:
            return None
        query = "SELECT key FROM agency_aliases WHERE agency_id = ? AND key LIKE '?:%#' || ? || '%'"
        row = self.connection.execute(query, (agency_id, mark)).fetchone()
        if row is None:
            return None
        parted = self.writer.agencies.part(agency_id, [row[0]])
        self.connection.execute("UPDATE agency_aliases SET source = 'split' WHERE key = ?", [row[0]])
        return parted

    def _parted(self, agency_id: int, name: str) -> int:
        query = "SELECT DISTINCT agency_key FROM reports WHERE agency_id = ? AND agency_name = ?"
        keys = [key for (key,) in self.connection.execute(query, (agency_id, name))]
        names = "SELECT count(DISTINCT agency_name) FROM reports WHERE agency_id = ?"
        if not keys:
            raise StoreError(f"该机关没有以“{name}”为名的报告或别名 (no report or alias of this name)")
        if self.connection.execute(names, [agency_id]).fetchone() == (1,):
            raise StoreError("该机关只有这一个名称，无可拆分 (it has no other name)")
        parted = None
        for key in keys:
            where, values = "agency_name = ? AND agency_key = ?", [name, key]
            if parted is None:
                parted = self._own(agency_id, exception(key, name), name, where, values)
            else:
                self.connection.execute(ALIAS, (exception(key, name), parted, "split", name, *_row(name)[1:]))
                self.writer.agencies.move_reports(agency_id, parted, where, values)
        assert parted is not None  # noqa: S101 (for the type checker: there is a key)
        return parted

    def _own(self, agency_id: int, key: str, name: str, where: str, values: list[Any]) -> int:
        """A new agency for a key of another, with the reports that ``where`` tells."""
        row = _row(name)
        if row[1] is None:  # no more than the agency's own reports have told
            columns = f"SELECT {', '.join(COLUMNS)} FROM agencies WHERE id = ?"
            row = (name, *self.connection.execute(columns, [agency_id]).fetchone()[1:])
        parted = self.writer.agencies.insert(row, key)
        self.connection.execute("DELETE FROM agency_aliases WHERE key = ?", [key])
        self.connection.execute(ALIAS, (key, parted, "split", *row))
        self.writer.agencies.move_reports(agency_id, parted, where, values)
        self.writer.agencies.catch_up([agency_id, parted])
        self.writer.agencies.forget()
        return parted

    def _holder(self, key: str) -> int | None:
        row = self.connection.execute("SELECT agency_id FROM agency_aliases WHERE key = ?", [key]).fetchone()
        return None if row is None else int(row[0])

    def _name(self, agency_id: int) -> str:
        row = self.connection.execute("SELECT name FROM agencies WHERE id = ?", [agency_id]).fetchone()
        return str(row[0])

    def suggestions(self) -> list[tuple[Any, ...]]:
        """Pairs of agencies that may be one (see the view): nothing was done about them."""
        return self.connection.execute("SELECT * FROM agency_suggestions ORDER BY agency_id, other_id").fetchall()

    def clashes(self, one: int, other: int) -> list[int]:
        """The years for which both have a report of the same scope."""
        return clashes(self.connection, one, other)


def _placed(connection: sqlite3.Connection, key: str, code: str) -> tuple[str, tuple[Any, ...]]:
    """The key and the row that the agency of an open key has at a place."""
    query = "SELECT agency_name, year FROM reports WHERE agency_key = ? ORDER BY year DESC LIMIT 1"
    row = connection.execute(query, [key]).fetchone()
    if row is None:
        raise StoreError(f"没有键为“{key}”的报告 (no report under this key)")
    agency = resolve_at(row[0], row[1], code)
    if agency.region_code is None:
        raise StoreError(f"“{row[0]}”不会在{regions()[code].full_name} (it can't be there)")
    return agency.key, row_of(agency)


def _row(name: str) -> tuple[Any, ...]:
    agency = resolve(name)
    return (name, *row_of(agency)[1:])


# A place by its code, its name or its full name, and all that lies in it.
_WITHIN = """
    WITH RECURSIVE lies(code) AS (
        SELECT code FROM regions WHERE code = ? OR full_name = ? OR name = ?
        UNION SELECT n.code FROM regions n JOIN lies ON n.parent_code = lies.code
    ) SELECT code FROM lies
"""
