"""Re-reading (重新读取): every source in the database read again with today's parser, in one transaction.

All or nothing, so that no reader ever sees two parsers' readings side by side; what reads as before isn't written,
so the transaction stays small. Ids stay: a source that had a report keeps that report's id, also where today's
parser finds another agency or year in it. A source that today's parser refuses keeps its earlier reading.

Where two sources claim one agency, year and scope, the one accepted later has it, as when they were added. A claim
on a place whose holder hasn't been read again yet waits until the end, for the holder may move away.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest import __version__
from ingest.model import Origin
from ingest.store import beside, neighbours, reviews, revisions
from ingest.store.errors import told
from ingest.store.records import Stored
from ingest.store.rows import FINDING_COLUMNS, REPORT_COLUMNS, Packed, columns_of
from ingest.store.writing import Writer, Written

_FLUSH = 256  # changed reports whose index entries are kept in memory
_SOURCE = """
    SELECT id, name, content, url, fetched_at, published_at, expected_agency, expected_year FROM sources WHERE id = ?
"""
_ORDER = "SELECT id FROM sources WHERE removed_at IS NULL ORDER BY added_at, id"
_READ = """
    UPDATE sources SET parser_version = ?, replaced_by = NULL
    WHERE id = ? AND (parser_version <> ? OR replaced_by IS NOT NULL)
"""
_MADE_BESIDE = (*neighbours.CHECKS, beside.CHECK)
_READ_BACK = {
    "sections": "SELECT kind, heading, body, line FROM sections WHERE report_id = ? ORDER BY position",
    "disclosure_items": """
        SELECT k.code, m.code, i.value, i.unit, i.raw, i.line FROM disclosure_items i
        JOIN item_kinds k ON k.id = i.item_kind_id JOIN measures m ON m.id = i.measure_id WHERE i.report_id = ?
    """,
    "applications": f"""
        SELECT o.code, {", ".join(columns_of("applications"))}, line FROM applications
        JOIN outcomes o ON o.id = outcome_id WHERE report_id = ?
    """,
    "appeals": f"""
        SELECT c.code, {", ".join(columns_of("appeals"))}, line FROM appeals
        JOIN channels c ON c.id = channel_id WHERE report_id = ?
    """,
    "statistics": """
        SELECT i.code, s.value, s.unit, s.raw, s.line FROM statistics s JOIN indicators i ON i.id = s.indicator_id
        WHERE s.report_id = ?
    """,
    "claims": "SELECT position, what, number, quote, line FROM prose_claims WHERE report_id = ?",
    "printed_cells": "SELECT table_name, row_code, column_name, raw, line FROM printed_cells WHERE report_id = ?",
    # Those that comparing reports makes are not the reading's.
    "findings": f"""
        SELECT {", ".join(FINDING_COLUMNS)} FROM findings
        WHERE report_id = ? AND check_id NOT IN ({", ".join(f"'{check}'" for check in _MADE_BESIDE)}) ORDER BY id
    """,
}
_MARKS = "SELECT marks FROM prose_marks WHERE report_id = ?"
_REPORT = f"SELECT agency_id, {', '.join(REPORT_COLUMNS)} FROM reports WHERE id = ?"


class Rereading:
    """One pass over the sources: feed ``write`` each new reading in the order of ``sources``, then ``end``."""

    def __init__(self, writer: Writer) -> None:
        """Open the pass's transaction; its end is the caller's ``writer.commit()``."""
        writer.begin()
        self.writer = writer
        self.connection = writer.connection
        with told():
            self.order = {source_id: n for n, (source_id,) in enumerate(self.connection.execute(_ORDER))}
            self._own = dict(self.connection.execute("SELECT source_id, id FROM reports"))
        self._unread = set(self._own.values())  # reports that stand as they were before this pass
        self._waiting: list[tuple[int, Packed]] = []
        self._changed = 0

    def sources(self) -> Iterator[Stored]:
        """Every source whose report wasn't taken out on purpose, in the order in which they were accepted."""
        for source_id in self.order:
            with told():
                found, name, content, *origin = self.connection.execute(_SOURCE, [source_id]).fetchone()
            yield Stored(found, name, content, Origin(*origin))

    def refused(self, source_id: int) -> None:
        """Today's parser refuses this source: its earlier reading stays."""
        self._unread.discard(self._own.get(source_id, 0))

    def write(self, source_id: int, packed: Packed) -> Written | None:
        """The new reading of a source; None for one that waits for ``end``."""
        with told(), self.writer.whole():
            agency_id, found = self.writer.claim(packed)
            if found is not None and found[0] in self._unread and found[0] != self._own.get(source_id):
                self._wait(source_id, packed)
                return None
            written = self._settle(source_id, packed, agency_id, found)
        self._unread.discard(self._own.get(source_id, 0))
        if written.status != "unchanged":
            self._changed += 1
            if self._changed % _FLUSH == 0:
                self.writer.flush()
        return written

    def end(self) -> Iterator[tuple[int, Written]]:
        """Settle what had to wait, in order; then every report is compared with its neighbours again."""
        for source_id, packed in self._waiting:
            with told(), self.writer.whole():
                written = self._settle(source_id, packed, *self.writer.claim(packed))
            yield source_id, written
        with told():
            revisions.read_again(self.connection)
            self.writer.touch_all()

    def _wait(self, source_id: int, packed: Packed) -> None:
        """Make room: a report that claims another's place gives up its own until the end, but keeps its id."""
        own = self._own.get(source_id)
        if own is not None:
            reviews.follow(self.connection, own, packed.identity)
            self.writer.take_out(own)
            self._unread.discard(own)
        self._waiting.append((source_id, packed))

    def _settle(self, source_id: int, packed: Packed, agency_id: int, found: tuple[int, int] | None) -> Written:
        own = self._own.get(source_id)
        if found is None or found[0] == own:
            return self._keep(source_id, packed, agency_id)
        holder, holding = found
        if self.order.get(holding, -1) > self.order[source_id]:  # accepted later: it has the place
            self.writer.supersede(source_id, holding)
            self.writer.leave(agency_id)
            return Written("unchanged" if own is None else "replaced", None)
        self.writer.supersede(holding, source_id)
        if own is None:
            self._own[source_id] = holder
        else:
            self.writer.take_out(holder)
        return self._keep(source_id, packed, agency_id)

    def _keep(self, source_id: int, packed: Packed, agency_id: int) -> Written:
        """The place is free or the source's own."""
        self.connection.execute(_READ, (__version__, source_id, __version__))
        self.writer.transcribe(source_id, packed)
        own = self._own.get(source_id)
        before = None if own is None else self.connection.execute(_REPORT, [own]).fetchone()
        if own is None or before is None:
            self._own[source_id] = self.writer.put(packed, agency_id, source_id, own)
            return Written("added" if own is None else "replaced", self._own[source_id])
        if (
            before == (agency_id, *packed.report)
            and self.writer.report_of(source_id) == own
            and self._same(own, packed)
        ):
            return Written("unchanged", own)
        self.writer.leave(before[0])
        self.writer.put_over(packed, agency_id, source_id, own)
        return Written("replaced", own)

    def _same(self, report_id: int, packed: Packed) -> bool:
        (marks,) = self.connection.execute(_MARKS, [report_id]).fetchone() or (b"",)
        return bytes(marks) == packed.marks and all(self._same_part(part, report_id, packed) for part in _READ_BACK)

    def _same_part(self, part: str, report_id: int, packed: Packed) -> bool:
        before = self.connection.execute(_READ_BACK[part], [report_id]).fetchall()
        after = list(getattr(packed, part))
        if part in {"sections", "findings"}:
            return before == after
        return len(before) == len(after) and set(before) == set(after)  # their key orders them
