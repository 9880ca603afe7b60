"""Writing (写入): a report whole or not at all.

A transaction holds some hundreds of reports, each in a savepoint of its own: one that can't be written leaves no
trace and doesn't hurt the others. What is cheaper for many at once (statistics, the full-text index) is written
when the transaction is committed. The index also has to wait because FTS5 flushes to disk at every savepoint.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ingest import __version__
from ingest.dates import read_date
from ingest.model import Origin, Refused
from ingest.store import beside, copies, joining, neighbours, reviews, revisions, search, stats, summaries, twins
from ingest.store.agencies import Agencies
from ingest.store.errors import told
from ingest.store.neighbours import Touched
from ingest.store.rows import FINDING_COLUMNS, REPORT_COLUMNS, SOURCE_COLUMNS, Packed, columns_of

Status = Literal["added", "replaced", "unchanged"]


class Written(NamedTuple):
    """What became of a source; ``report_id`` is None for one whose report has been replaced since."""

    status: Status
    report_id: int | None


def second(key: tuple[str, int, str], other: str) -> str:
    """Why a file isn't taken that is a second report of an agency and year, beside another of the same run."""
    agency, year, _ = key
    other = other.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return (
        f"与同时收录的“{other}”都是{agency} {year} 年的报告，无从取舍，未收录；要以后来的取代先前的，请加 --replace "
        f"(a second report of one agency and year in this run: see {other}; --replace lets the later one replace it)"
    )


def _insert(table: str, *columns: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_SOURCE = _insert("sources", *SOURCE_COLUMNS, "added_at", "parser_version")
_PRINTED = _insert("printed_cells", "report_id", "table_name", "row_code", "column_name", "raw", "line")
_REREAD = """
    UPDATE sources SET container = ?, transcript = ?, locations = ?, recognised = ?
    WHERE id = ? AND (container, transcript, locations, recognised) IS NOT (?, ?, ?, ?)
"""
_AGAIN = """
    UPDATE sources SET name = ?, added_at = ?, parser_version = ?, replaced_by = NULL, removed_at = NULL WHERE id = ?
"""
_CAME = """
    UPDATE sources SET url = coalesce(url, ?), fetched_at = coalesce(fetched_at, ?),
        published_at = coalesce(?, published_at), expected_agency = coalesce(?, expected_agency),
        expected_year = coalesce(?, expected_year)
    WHERE sha256 = ?
"""
_PUBLISHED = "UPDATE reports SET published_date = ? WHERE id = ? AND published_date IS NULL"
_FIND = "SELECT id, source_id FROM reports WHERE agency_id = ? AND year = ? AND scope = ?"
_REPORT = _insert("reports", "id", "agency_id", *REPORT_COLUMNS, "source_id")
_REPORT_AGAIN = (
    f"UPDATE reports SET {', '.join(f'{c} = ?' for c in ('agency_id', *REPORT_COLUMNS, 'source_id'))} WHERE id = ?"
)
_SECTION = _insert("sections", "id", "report_id", "position", "kind", "heading", "body", "line")
_ITEM = _insert("disclosure_items", "report_id", "item_kind_id", "measure_id", "value", "unit", "raw", "line")
_STATISTIC = _insert("statistics", "report_id", "indicator_id", "value", "unit", "raw", "line")
_CLAIM = _insert("prose_claims", "report_id", "position", "what", "number", "quote", "line")
_FINDING = _insert("findings", "report_id", *FINDING_COLUMNS)
_MARKS = _insert("prose_marks", "report_id", "marks")
_PARTS = (
    "sections", "disclosure_items", "applications", "appeals", "statistics", "findings", "prose_marks", "printed_cells",
    "prose_claims",
)  # fmt: skip
_CODED = ("item_kinds", "measures", "outcomes", "channels", "indicators")
_REMOVED = """
    WITH RECURSIVE chain(id) AS (
        VALUES (?) UNION SELECT s.id FROM sources s JOIN chain ON s.replaced_by = chain.id
    )
    UPDATE sources SET removed_at = ? WHERE id IN chain
"""


class Writer:
    """The one writer of a database; ``commit`` makes what was written stay."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection from ``schema.connect``."""
        self.connection = connection
        self._ids = {table: _ids(connection, table) for table in _CODED}
        self._count_rows = {
            "applications": _insert("applications", "report_id", "outcome_id", *columns_of("applications"), "line"),
            "appeals": _insert("appeals", "report_id", "channel_id", *columns_of("appeals"), "line"),
        }
        self.agencies = Agencies(connection)
        self._folds = search.Folds.of(connection)
        self._forget()

    def _forget(self) -> None:
        """What is known of the open transaction: nothing."""
        self.agencies.forget()
        for entries in self.agencies.waiting:
            entries.clear()
        # What waits for the commit. Lists, so that a report that is undone can be cut off their ends.
        self._index: list[tuple[str, search.Entry]] = []  # in order: an id may leave and come back
        self._stale: list[int] = []  # reports whose statistics are to be made
        self._left: list[int] = []  # agencies that may have no report left
        self._touched: list[Touched] = []  # reports on which others' findings may rest
        self._section = 0

    # --- transactions -----------------------------------------------------------------------------------------

    def known(self) -> frozenset[str]:
        """The sha256 of every source that would change nothing; a file among them need not even be read."""
        with told():
            return frozenset(
                sha256 for (sha256,) in self.connection.execute("SELECT sha256 FROM sources WHERE removed_at IS NULL")
            )

    def begin(self) -> None:
        """Open a transaction unless one is open."""
        if not self.connection.in_transaction:
            with told():
                self.connection.execute("BEGIN IMMEDIATE")
                (last,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM sections").fetchone()
            self._forget()
            self._section = last

    def flush(self) -> None:
        """Write what waits for the commit, without one: a long transaction must not fill the memory."""
        with told():
            self._finish()
        section = self._section
        self._forget()
        self._section = section

    def commit(self) -> None:
        """Statistics, full-text index and summaries for all that was written, then commit."""
        with told():
            waits = self.connection.in_transaction or summaries.stale(self.connection) or copies.due(self.connection)
        if waits:
            self._commit(copies.refresh, summaries.refresh)

    def commit_part(self) -> None:
        """One commit of many: readers see the summaries as they were, until ``commit``."""
        if self.connection.in_transaction:
            self._commit()

    def _commit(self, *refresh: Callable[[sqlite3.Connection], object]) -> None:
        self.begin()
        try:
            with told():
                self._finish()
                for summary in refresh:
                    summary(self.connection)
                self.connection.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise
        self._forget()

    def _finish(self) -> None:
        self.agencies.leave(self._left)
        joining.settle(self.agencies)
        beside.recheck(self.connection, self.agencies.bases)
        neighbours.recheck(self.connection, [*self._touched, *self.agencies.touched])
        stale = [*self._stale, *self.agencies.stale]
        if stale:
            stats.rebuild(self.connection, stale)
        for statement, entries in groupby(self._index, itemgetter(0)):
            self.connection.executemany(statement, map(itemgetter(1), entries))

    def rollback(self) -> None:
        """Undo the open transaction."""
        self.connection.rollback()
        self._forget()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """A savepoint: all of the block or nothing of it, and a report's own fault refuses that report only."""
        self.begin()
        waiting: tuple[list[Any], ...] = (self._index, self._stale, self._left, self._touched)
        before = [len(entries) for entries in waiting]
        of_agencies = [entries.copy() for entries in self.agencies.waiting]
        self.connection.execute("SAVEPOINT report")
        try:
            yield
        except BaseException as error:
            for entries, length in zip(waiting, before, strict=True):
                del entries[length:]
            for entries, copy in zip(self.agencies.waiting, of_agencies, strict=True):
                entries[:] = copy
            self.agencies.forget()
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO report")
                self.connection.execute("RELEASE report")
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.DataError, ArithmeticError, ValueError, KeyError)):
                raise Refused(f"内部错误，未写入 (internal error, not written: {error!r})") from error
            raise
        self.connection.execute("RELEASE report")

    # --- reports ----------------------------------------------------------------------------------------------

    def write(self, packed: Packed, taken: Mapping[int, str] = MappingProxyType({})) -> Written:
        """One report with its source; raises ``Refused`` for this report, ``StoreError`` for the database.

        ``taken``: the reports that nothing may replace, by id, with the file that each is from.
        """
        with told():
            self.begin()
            known = self.source(packed.sha256)
            if known is not None and not known[1]:
                return Written("unchanged", self.report_of(known[0]))
            with self.whole():
                return self._write(packed, None if known is None else known[0], taken)

    def source(self, sha256: str) -> tuple[int, bool] | None:
        """The id of a source, and whether its report was removed."""
        row = self.connection.execute("SELECT id, removed_at FROM sources WHERE sha256 = ?", [sha256]).fetchone()
        return None if row is None else (row[0], row[1] is not None)

    def report_of(self, source_id: int) -> int | None:
        """The report that was read from a source, if it stands."""
        row = self.connection.execute("SELECT id FROM reports WHERE source_id = ?", [source_id]).fetchone()
        return None if row is None else int(row[0])

    def _write(self, packed: Packed, source_id: int | None, taken: Mapping[int, str]) -> Written:
        source_id = self._accept(packed, source_id)
        agency_id, found = self.claim(packed)
        if found is None:
            return Written("added", self.put(packed, agency_id, source_id))
        report_id, old_source = found
        if report_id in taken:
            raise Refused(second(packed.key, taken[report_id]))
        before = revisions.reading(self.connection, report_id)
        self.put_over(packed, agency_id, source_id, report_id)
        self.supersede(old_source, source_id)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        revisions.note(self.connection, report_id, before, old_source, source_id, at)
        return Written("replaced", report_id)

    def claim(self, packed: Packed) -> tuple[int, tuple[int, int] | None]:
        """The agency of a report, and the report with its source whose place it takes, if there is one.

        Only a report of the same agency for certain gives way, or one that is plainly the same document.
        """
        agency_id = self.agencies.id_of(packed)
        found = self.holder(agency_id, packed)
        if found is not None and self.agencies.unlink(found[0], packed):
            agency_id = self.agencies.id_of(packed)
            found = self.holder(agency_id, packed)
        twin = twins.find(self.connection, packed) if found is None else None
        if twin is None:
            return agency_id, found
        key = packed.value("agency_key")
        if twins.base_of(key) is None:  # this one says where it is
            self.leave(twin.agency_id)
            self.agencies.adopt(twin.agency_key, agency_id, packed.agency)
        else:
            self.leave(agency_id)
            self.agencies.adopt(key, twin.agency_id, packed.agency)
            agency_id = twin.agency_id
        return agency_id, (twin.report_id, twin.source_id)

    def key_of(self, report_id: int) -> tuple[str, int, str]:
        """Agency, year and scope of a report that stands."""
        query = "SELECT a.name, r.year, r.scope FROM reports r JOIN agencies a ON a.id = r.agency_id WHERE r.id = ?"
        name, year, scope = self.connection.execute(query, [report_id]).fetchone()
        return name, year, scope

    def successor_of(self, source_id: int) -> int | None:
        """The report that stands in the place of a source's, which another file's replaced."""
        query = "SELECT r.id FROM sources s JOIN reports r ON r.source_id = s.replaced_by WHERE s.id = ?"
        row = self.connection.execute(query, [source_id]).fetchone()
        return None if row is None else int(row[0])

    def _accept(self, packed: Packed, source_id: int | None) -> int:
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        if source_id is not None:
            self.connection.execute(_AGAIN, (packed.source[1], now, __version__, source_id))
            self.transcribe(source_id, packed)
            return source_id
        cursor = self.connection.execute(_SOURCE, (*packed.source, now, __version__))
        assert cursor.lastrowid is not None  # noqa: S101 (for the type checker: an INSERT has one)
        return cursor.lastrowid

    def transcribe(self, source_id: int, packed: Packed) -> None:
        """What today's container makes of a file that the database has."""
        first, end = SOURCE_COLUMNS.index("container"), SOURCE_COLUMNS.index("recognised") + 1
        made = packed.source[first:end]
        self.connection.execute(_REREAD, (*made, source_id, *made))

    def told_of(self, sha256: str, origin: Origin) -> None:
        """Where a source that is there already came from, as a manifest says now; what is known stays."""
        with told():
            self.begin()
            self.connection.execute(_CAME, (*origin, sha256))
            query = "SELECT r.id, r.agency_id, r.year, r.scope FROM reports r JOIN sources s ON s.id = r.source_id"
            row = self.connection.execute(f"{query} WHERE s.sha256 = ?", [sha256]).fetchone()
            published = read_date(origin.published or "")
            if row is None or published is None:
                return
            if self.connection.execute(_PUBLISHED, (published.isoformat(), row[0])).rowcount:
                self._stale.append(row[0])
                self._touched.append(Touched(*row[1:]))

    def holder(self, agency_id: int, packed: Packed) -> tuple[int, int] | None:
        """The report that stands for an agency, year and scope, and its source."""
        _, year, scope = packed.key
        row: tuple[int, int] | None = self.connection.execute(_FIND, (agency_id, year, scope)).fetchone()
        return row

    def supersede(self, source_id: int, by: int) -> None:
        """Note that a source's report gave way to another's."""
        if source_id != by:
            self.connection.execute("UPDATE sources SET replaced_by = ? WHERE id = ?", (by, source_id))

    def put(self, packed: Packed, agency_id: int, source_id: int, report_id: int | None = None) -> int:
        """A report that isn't there: its id, the next one if none is given."""
        cursor = self.connection.execute(_REPORT, (report_id, agency_id, *packed.report, source_id))
        assert cursor.lastrowid is not None  # noqa: S101
        self._put_rows(cursor.lastrowid, agency_id, packed)
        return cursor.lastrowid

    def put_over(self, packed: Packed, agency_id: int, source_id: int, report_id: int) -> int:
        """A report whose rows those of ``report_id`` give way to: its id."""
        reviews.follow(self.connection, report_id, packed.identity)
        self._clear(report_id)
        self.connection.execute(_REPORT_AGAIN, (agency_id, *packed.report, source_id, report_id))
        self._put_rows(report_id, agency_id, packed)
        return report_id

    def _put_rows(self, report_id: int, agency_id: int, packed: Packed) -> None:
        _, year, scope = packed.key
        self._touched.append(Touched(agency_id, year, scope))
        self._stale.append(report_id)
        many = self.connection.executemany
        many(_SECTION, self._sections(report_id, packed))
        kinds, measures = self._ids["item_kinds"], self._ids["measures"]
        many(_ITEM, [(report_id, kinds[row[0]], measures[row[1]], *row[2:]) for row in packed.disclosure_items])
        outcomes, channels = self._ids["outcomes"], self._ids["channels"]
        many(self._count_rows["applications"], [(report_id, outcomes[r[0]], *r[1:]) for r in packed.applications])
        many(self._count_rows["appeals"], [(report_id, channels[r[0]], *r[1:]) for r in packed.appeals])
        indicators = self._ids["indicators"]
        many(_STATISTIC, [(report_id, indicators[row[0]], *row[1:]) for row in packed.statistics])
        many(_CLAIM, [(report_id, *row) for row in packed.claims])
        many(_FINDING, [(report_id, *row) for row in packed.findings])
        many(_PRINTED, [(report_id, *cell) for cell in packed.printed_cells])
        if packed.marks:
            self.connection.execute(_MARKS, (report_id, packed.marks))

    def _sections(self, report_id: int, packed: Packed) -> list[tuple[Any, ...]]:
        first = self._section + 1
        rows = [(first + n, report_id, n + 1, *section) for n, section in enumerate(packed.sections)]
        self._section += len(rows)
        self._enter(search.INSERT, [(row[0], row[4], row[5]) for row in rows])
        return rows

    def _enter(self, statement: str, sections: Iterable[tuple[int, str | None, str | None]]) -> None:
        self._index.extend((statement, entry) for entry in search.entries(sections, self._folds))

    def _clear(self, report_id: int) -> None:
        """Take out everything of a report but its own row."""
        self._touched += neighbours.of_report(self.connection, report_id)
        self.agencies.gone(report_id)
        sections = self.connection.execute("SELECT id, heading, body FROM sections WHERE report_id = ?", [report_id])
        self._enter(search.DELETE, sections.fetchall())
        for table in _PARTS:
            self.connection.execute(f"DELETE FROM {table} WHERE report_id = ?", [report_id])

    def take_out(self, report_id: int) -> None:
        """Delete a report with all its rows; its source stays."""
        (agency_id,) = self.connection.execute("SELECT agency_id FROM reports WHERE id = ?", [report_id]).fetchone()
        self._clear(report_id)
        self.connection.execute("DELETE FROM reports WHERE id = ?", [report_id])
        self.leave(agency_id)

    def touch_all(self) -> None:
        """Have every report compared with its neighbours again."""
        self._touched += neighbours.every(self.connection)

    def leave(self, agency_id: int) -> None:
        """Note that an agency may have no report left; if so it goes at the commit."""
        self._left.append(agency_id)

    def remove(self, report_id: int) -> None:
        """Take a report out on purpose. Its files stay, marked: re-reading passes them by, adding one again doesn't."""
        with told(), self.whole():
            query = "SELECT source_id FROM reports WHERE id = ?"
            (source_id,) = self.connection.execute(query, [report_id]).fetchone()
            self.take_out(report_id)
            revisions.forget(self.connection, report_id)
            self.connection.execute(_REMOVED, (source_id, datetime.now(UTC).isoformat(timespec="seconds")))


def _ids(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    return dict(connection.execute(f"SELECT code, id FROM {table}"))
