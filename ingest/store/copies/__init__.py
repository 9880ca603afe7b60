"""Copied prose (雷同的正文): for every section the most alike of an earlier year, and of another agency.

Likely pairs are found by MinHash (``texts.bands``, kept in ``section_bands``), then compared exactly: how many
characters they have in common, in their order. A pair is near-identical from ``texts.ALIKE`` on. Another agency's
section counts where it is of the same year or an earlier one; who wrote first within a year nobody can tell.

Kept is one section a kind: the most alike, of those the nearest year. It depends on which reports stand in the
database, not on the order in which they came; only of a text that more than ``_CROWD`` sections share is the choice
bounded, to those of the nearest years.

Which reports are to be compared anew, triggers note (``copies_due``); ``refresh`` does it with the last commit of many.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from ingest.store.copies import texts
from ingest.store.script import statements

Kind = Literal["earlier_year", "other_agency"]

_CROWD = 40  # sections of one mark that are looked at
_LOOKED_AT = 8  # sections with most marks in common that are compared
_OWN_YEARS = 3  # years back in which an agency's own sections are compared whatever their marks
_CHUNK = 10_000
_REMEMBERED = 100_000  # texts of sections, some 70 MB
_DUE = "FROM copies_due d CROSS JOIN reports r ON r.id = d.report_id CROSS JOIN sections x ON x.report_id = r.id"
_BEFORE = "SELECT * FROM (SELECT section_id, year FROM section_bands WHERE band = ? AND year <= {} {})"
_AFTER = "SELECT * FROM (SELECT section_id, year FROM section_bands WHERE band = ? AND year >= {} {})"
_KNOWN = """
    SELECT t.section_id, t.report_id, r.agency_id, r.agency_key, r.year, x.position, t.characters
    FROM {} f CROSS JOIN section_texts t ON t.section_id = f.section_id
    CROSS JOIN sections x ON x.id = t.section_id CROSS JOIN reports r ON r.id = t.report_id
"""
_OWN = """(
    SELECT t.section_id FROM reports p CROSS JOIN section_texts t ON t.report_id = p.id
    WHERE p.agency_id = ? AND p.year <> ? AND p.year BETWEEN ? AND ?
)"""
_KEPT = """
    SELECT c.common * 2.0 / (c.characters + c.other_characters), r.year, r.agency_key, x.position
    FROM copied_sections c JOIN reports r ON r.id = c.other_report_id JOIN sections x ON x.id = c.other_section_id
    WHERE c.section_id = ? AND c.kind = ?
"""
_KEEP = "INSERT OR REPLACE INTO copied_sections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class _Section(NamedTuple):
    """A section that is compared."""

    id: int
    report_id: int
    agency_id: int
    agency_key: str
    year: int
    position: int
    characters: int

    def kind_of(self, other: _Section) -> Kind | None:
        """As what another section may be this one's model."""
        if self.agency_id == other.agency_id:
            return "earlier_year" if other.year < self.year else None
        return "other_agency" if other.year <= self.year else None

    def rank(self, common: int, other: _Section) -> tuple[float, int, str, int]:
        """How well another section explains this one; among equals the one with the lesser key."""
        return common * 2 / (self.characters + other.characters), other.year, other.agency_key, other.position


def create(connection: sqlite3.Connection) -> None:
    """The tables and triggers; every report that is there is to be compared."""
    for statement in statements((files(__package__) / "tables.sql").read_text("utf-8")):
        connection.execute(statement)


def due(connection: sqlite3.Connection) -> bool:
    """Is there anything to compare?"""
    (found,) = connection.execute("SELECT EXISTS (SELECT 1 FROM copies_due)").fetchone()
    return bool(found) or _method(connection) != texts.METHOD


def refresh(connection: sqlite3.Connection) -> bool:
    """Every report that is due compared anew, in the caller's transaction; False if there was none."""
    if not due(connection):
        return False
    if _method(connection) != texts.METHOD:
        _begin_anew(connection)
    _Refresh(connection).run()
    return True


def _method(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT method FROM copies_method").fetchone()
    return None if row is None else str(row[0])


def _begin_anew(connection: sqlite3.Connection) -> None:
    for table in ("copied_sections", "section_texts", "section_bands", "section_texts_gone", "copies_method"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT OR IGNORE INTO copies_due SELECT DISTINCT report_id FROM sections")
    connection.execute("INSERT INTO copies_method VALUES (?)", [texts.METHOD])


class _Refresh:
    """One pass over the reports that are due."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.body = lru_cache(maxsize=_REMEMBERED)(self._body)
        self.changed: set[int] = set()  # reports that aren't due and got another model

    def run(self) -> None:
        """All of it."""
        self._leave()
        self._enter()
        new = self.connection.execute(f"SELECT x.id, r.year {_DUE} ORDER BY r.year, x.id").fetchall()
        self.due = {section_id for section_id, _ in new}
        (known,) = self.connection.execute("SELECT count(*) FROM section_texts").fetchone()
        self.others = known > self.connection.execute(
            "SELECT count(*) FROM copies_due d CROSS JOIN section_texts t ON t.report_id = d.report_id"
        ).fetchone()[0]  # fmt: skip
        for section_id, year in new:
            self._compare(section_id, year)
        self._sum_up()
        self.connection.execute("DELETE FROM copies_due")

    # --- what is compared -------------------------------------------------------------------------------------

    def _leave(self) -> None:
        """The marks of sections that went, and what is kept of sections that are compared anew."""
        gone = self.connection.execute("SELECT section_id, year, bands FROM section_texts_gone")
        self._drop(gone.fetchall())
        self.connection.execute("DELETE FROM section_texts_gone")
        # A report whose year is another now: its marks stand under the former one.
        moved = """
            SELECT t.section_id, t.year, t.bands
            FROM copies_due d CROSS JOIN section_texts t ON t.report_id = d.report_id
            JOIN reports r ON r.id = t.report_id WHERE r.year <> t.year
        """
        rows = self.connection.execute(moved).fetchall()
        self._drop(rows)
        self.connection.executemany("DELETE FROM section_texts WHERE section_id = ?", [row[:1] for row in rows])
        self.connection.execute("DELETE FROM copied_sections WHERE report_id IN (SELECT report_id FROM copies_due)")

    def _drop(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        marks = ((band, year, section) for section, year, kept in rows for band in texts.unpacked(kept))
        self.connection.executemany(
            "DELETE FROM section_bands WHERE band = ? AND year = ? AND section_id = ?", marks
        )  # fmt: skip

    def _enter(self) -> None:
        """Marks for every section that has none."""
        known = "SELECT 1 FROM section_texts t WHERE t.section_id = x.id"
        missing = f"SELECT x.id, r.id, r.year {_DUE} WHERE NOT EXISTS ({known})"
        rows = self.connection.execute(missing).fetchall()
        for start in range(0, len(rows), _CHUNK):
            entered = list(self._entries(rows[start : start + _CHUNK]))
            self.connection.executemany("INSERT INTO section_texts VALUES (?, ?, ?, ?, ?)", entered)
            marks = ((band, row[2], row[0]) for row in entered for band in set(texts.unpacked(row[4])))
            self.connection.executemany("INSERT INTO section_bands VALUES (?, ?, ?)", sorted(marks))

    def _entries(self, sections: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int, bytes]]:
        for section_id, report_id, year in sections:
            text = self.body(section_id)
            if len(text) >= texts.LEAST:
                yield section_id, report_id, year, len(text), texts.packed(texts.bands(text))

    def _body(self, section_id: int) -> str:
        (body,) = self.connection.execute("SELECT body FROM sections WHERE id = ?", [section_id]).fetchone()
        return texts.compared(body)

    # --- comparing --------------------------------------------------------------------------------------------

    def _compare(self, section_id: int, year: int) -> None:
        row = self.connection.execute("SELECT bands FROM section_texts WHERE section_id = ?", [section_id]).fetchone()
        if row is None:
            return
        (this,) = self._sections("(SELECT ? AS section_id)", [section_id])
        marks = texts.unpacked(row[0])
        best: dict[Kind, tuple[tuple[float, int, str, int], int, _Section]] = {}
        models = [other for other in self._before(this, marks) if this.kind_of(other)]
        for other, common in self._alike(this, models):
            kind = this.kind_of(other)
            if kind and (kind not in best or _better(this.rank(common, other), best[kind][0])):
                best[kind] = this.rank(common, other), common, other
        for kind, (_, common, other) in best.items():
            self._keep(this, kind, common, other)
        if self.others:
            later = (other for other in self._after(this, marks) if other.kind_of(this) and other.id not in self.due)
            self._offer(this, later)

    def _offer(self, this: _Section, later: Iterable[_Section]) -> None:
        """A section that came to those that were there before."""
        for other, common in self._alike(this, later):
            kind = other.kind_of(this)
            kept = self.connection.execute(_KEPT, [other.id, kind]).fetchone()
            if kind and (kept is None or _better(other.rank(common, this), kept)):
                self._keep(other, kind, common, this)
                self.changed.add(other.report_id)

    def _alike(self, this: _Section, others: Iterable[_Section]) -> Iterator[tuple[_Section, int]]:
        for other in others:
            if 2 * min(this.characters, other.characters) >= texts.least(this.characters, other.characters):
                common = texts.common(self.body(this.id), self.body(other.id))
                if common:
                    yield other, common

    def _before(self, this: _Section, marks: Sequence[int]) -> list[_Section]:
        nearest = f"ORDER BY year DESC, section_id DESC LIMIT {_CROWD}"
        own = [this.agency_id, this.year, this.year - _OWN_YEARS, this.year - 1]
        return self._marked(_BEFORE.format(this.year, nearest), marks, this) + self._sections(_OWN, own)

    def _after(self, this: _Section, marks: Sequence[int]) -> list[_Section]:
        nearest = f"ORDER BY year, section_id LIMIT {_CROWD}"
        own = [this.agency_id, this.year, this.year + 1, this.year + _OWN_YEARS]
        return self._marked(_AFTER.format(this.year, nearest), marks, this) + self._sections(_OWN, own)

    def _marked(self, one: str, marks: Sequence[int], this: _Section) -> list[_Section]:
        found = f"""(
            SELECT section_id, count(*) AS marks FROM ({" UNION ALL ".join([one] * len(marks))})
            WHERE section_id <> ? GROUP BY section_id ORDER BY marks DESC, abs(year - ?), section_id LIMIT {_LOOKED_AT}
        )"""
        return self._sections(found, [*marks, this.id, this.year])

    def _sections(self, found: str, given: Sequence[int]) -> list[_Section]:
        return [_Section(*row) for row in self.connection.execute(_KNOWN.format(found), given)]

    def _keep(self, this: _Section, kind: Kind, common: int, other: _Section) -> None:
        similarity = round(2 * common / (this.characters + other.characters), 4)
        lengths = (common, this.characters, other.characters)
        reports = (this.report_id, other.report_id)
        self.connection.execute(_KEEP, (this.id, kind, other.id, *reports, *lengths, similarity))

    # --- sums -------------------------------------------------------------------------------------------------

    def _sum_up(self) -> None:
        """The rows of the reports whose sections were compared or got another model."""
        changed = ((report_id,) for report_id in self.changed)
        self.connection.executemany("INSERT OR IGNORE INTO copies_due VALUES (?)", changed)
        for statement in statements((files(__package__) / "sums.sql").read_text("utf-8")):
            self.connection.execute(statement)


def _better(one: tuple[float, int, str, int], kept: tuple[float, int, str, int]) -> bool:
    """The more alike, then the nearer year, then the lesser key and the earlier place."""
    return (one[0], one[1], *_reversed(one, kept)) > (kept[0], kept[1], *_reversed(kept, one))


def _reversed(one: tuple[float, int, str, int], other: tuple[float, int, str, int]) -> tuple[bool]:
    return (one[2:] < other[2:],)
