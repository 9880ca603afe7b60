"""Matching (对表): a document's fragments → rows as printed, anchored on labels.

A value belongs to the row label before it and the column header above it; delimiters only say where cells end. The
reader walks the fragments once and collects ``Drawn`` rows: a code, its cells in printed order, its line. Which form
they follow, which column each cell belongs to and what number it holds is decided afterwards (``tables.py``).

What stands between the rows of a table and is no label of any form is kept as a ``Stray``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from ingest import labels
from ingest.model import Document, Fragment, Table
from ingest.text import label_key
from ingest.values import is_value

_ZONES: dict[str, Table] = {
    "caption": "disclosure_items",
    "header": "disclosure_items",
    "measure": "disclosure_items",
    "item": "disclosure_items",
    "applicant": "applications",
    "head": "applications",
    "outcome": "applications",
    "channel": "appeals",
    "result": "appeals",
}

_WEAK = ("other_organization", "total", "other")  # 其他, 总计: too common to open a table


@dataclass(slots=True)
class Drawn:
    """A row as drawn on the page: its label's code and the cells after it."""

    table: Table
    code: str
    label: str
    line: int
    made: str
    header: tuple[tuple[str | None, str], ...] = ()  # table 1: (measure, text) of each column header above
    cells: list[str] = field(default_factory=list)
    cut: str = ""  # the piece of the label that was printed, where the rest never came


@dataclass(frozen=True, slots=True)
class Stray:
    """What is printed inside a table but belongs to no row of the form."""

    table: Table
    text: str
    line: int
    cut: str = ""  # the code whose label this is the end of


@dataclass(slots=True)
class Drawing:
    """Everything that the tables of a document print."""

    rows: list[Drawn] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    channels: dict[str, int] = field(default_factory=dict)  # table 3: channel → its line
    results: list[str] = field(default_factory=list)  # table 3: its column headers in printed order
    appeals: list[tuple[int, str, list[str]]] = field(default_factory=list)  # its rows: line, made, cells
    lines: set[int] = field(default_factory=set)  # the lines that hold a label or a cell of a table
    seen: set[str] = field(default_factory=set)  # the keys of all labels met, to tell the form


class _Reader:
    """One walk over the fragments of a document."""

    def __init__(self, fragments: tuple[Fragment, ...]) -> None:
        self.fragments = fragments
        self.drawing = Drawing()
        self.zone: Table | None = None
        self.open: Drawn | None = None
        self.header: list[tuple[str | None, str]] = []
        self.header_done = False
        self.row: list[tuple[Fragment, bool]] = []  # the fragments of this grid row; True: part of a label
        self.pending: list[Stray] = []  # text that is a stray only if its table goes on
        self.cut_head: tuple[Drawn, str] | None = None
        self.last_outcome = ""

    def read(self) -> Drawing:
        position = 0
        while position < len(self.fragments):
            fragment = self.fragments[position]
            if fragment.opens == "row":
                self._end_row()
            if fragment.made == "lines":
                if labels.section_kind(fragment.text):
                    self._end_table()
                position += 1
            elif not fragment.text or is_value(fragment.text):
                self._cell(fragment)
                position += 1
            else:
                position += self._text(position)
        self._end_row()
        return self.drawing

    # --- cells ---

    def _cell(self, fragment: Fragment) -> None:
        if fragment.opens == "" and self.open is not None and self.open.cells:
            self._goes_on(fragment)
        elif self.open is not None:
            self.open.cells.append(fragment.text)
            self._take(fragment, False)
        else:
            self._take(fragment, False)

    def _goes_on(self, fragment: Fragment) -> None:
        """A cell over two lines; two numbers stay two, since nobody can say whether they are one."""
        assert self.open is not None  # noqa: S101
        before = self.open.cells[-1]
        gap = " " if before[-1:].isdigit() and fragment.text[:1].isdigit() else ""
        self.open.cells[-1] = before + gap + fragment.text
        self._take(fragment, False)

    def _take(self, fragment: Fragment, label: bool) -> None:
        self.row.append((fragment, label))
        if self.zone is not None and (fragment.text or label):
            self.drawing.lines.add(fragment.line)

    # --- text ---

    def _text(self, position: int) -> int:
        """Read the text at a position; how many fragments it took."""
        fragment = self.fragments[position]
        if labels.section_kind(fragment.text) and not (self.zone == "appeals" and labels.find(fragment.text)):
            self._end_table()
            return 1
        taken, text, entries = self._longest(position)
        if entries:
            self.drawing.seen.add(label_key(text))
            if self._label(self._meant(entries, position + taken), text, self.fragments[position : position + taken]):
                return taken
        self._unmatched(fragment)
        return 1

    def _longest(self, position: int) -> tuple[int, str, tuple[labels.Entry, ...]]:
        """The longest run of fragments that together make a label: labels break over cells, lines and pages."""
        text, best = "", (1, self.fragments[position].text, ())
        for taken, fragment in enumerate(self.fragments[position : position + 8], start=1):
            if not fragment.text or (taken > 1 and is_value(fragment.text)):
                break
            text += fragment.text
            entries = labels.find(text)
            if entries:
                best = (taken, text, entries)  # type: ignore[assignment]
            if not labels.begins(text):
                break
        return best

    def _meant(self, entries: tuple[labels.Entry, ...], after: int) -> labels.Entry | None:
        """The entry that fits where the label stands: 总计 and 其他 name columns and rows alike."""
        if len(entries) == 1:
            return entries[0]
        by_kind = {entry.kind: entry for entry in entries}
        if self.zone == "appeals":
            return by_kind.get("result") or by_kind.get("channel")
        if self.zone == "applications" and self.last_outcome and "outcome" in by_kind:
            following = self.fragments[after].text if after < len(self.fragments) else ""
            if is_value(following):
                return by_kind["outcome"]
        return by_kind.get("applicant") or entries[0]

    def _label(self, entry: labels.Entry | None, text: str, fragments: tuple[Fragment, ...]) -> bool:
        """Act on a label; False where it can't stand here."""
        if entry is None or (self.zone is None and entry.code in _WEAK):
            return False
        first = fragments[0]
        self._close()
        table = _ZONES.get(entry.kind) or cast(Table, entry.code)
        if table != self.zone:
            self.zone, self.pending = table, []
        if entry.kind in ("caption", "header"):
            self.header, self.header_done = [], False
        elif entry.kind == "measure":
            self._measure(entry.code, text)
        elif entry.kind in ("item", "outcome"):
            self._open(entry, text, first)
        elif entry.kind == "channel":
            self.drawing.channels.setdefault(entry.code, first.line)
        elif entry.kind == "result":
            self.drawing.results.append(entry.code)
        self.drawing.strays += self.pending
        self.pending = []
        for fragment in fragments:
            self._take(fragment, True)
        return True

    def _measure(self, code: str | None, text: str) -> None:
        if self.header_done:
            self.header, self.header_done = [], False
        self.header.append((code, text))

    def _open(self, entry: labels.Entry, text: str, first: Fragment) -> None:
        table = _ZONES[entry.kind]
        self.open = Drawn(table, entry.code, text, first.line, first.made)
        if table == "disclosure_items":
            self.open.header, self.header_done = tuple(self.header), True
        else:
            self.last_outcome = entry.code
        self.drawing.rows.append(self.open)

    def _unmatched(self, fragment: Fragment) -> None:
        bare = not label_key(fragment.text)  # a lone bracket left of a cut label
        if self.zone is None or (bare and self.open is None):
            return
        if self.cut_head and labels.is_rest(self.cut_head[1], fragment.text):
            self.cut_head[0].cut = ""
            self.cut_head = None
            self._take(fragment, True)
        elif self.open is not None and (fragment.opens != "row"):
            self._cell(fragment)
        elif not self._cut(fragment):
            if self.zone == "disclosure_items" and self.header and not self.header_done:
                self._measure(None, fragment.text)
            self.pending.append(Stray(self.zone, fragment.text, fragment.line))
            self.row.append((fragment, True))

    def _cut(self, fragment: Fragment) -> bool:
        """A label cut in two: its beginning opens the row, its end alone does not."""
        beginnings = labels.completed(fragment.text)
        if len(beginnings) == 1 and _ZONES[beginnings[0].kind] == self.zone:
            self._close()
            self._open(beginnings[0], fragment.text, fragment)
            assert self.open is not None  # noqa: S101
            self.open.cut = fragment.text
            self.cut_head = (self.open, fragment.text)
            self._take(fragment, True)
            return True
        endings = labels.ended(fragment.text)
        if len(endings) == 1 and self.zone is not None:
            self.drawing.strays.append(Stray(self.zone, fragment.text, fragment.line, endings[0].code))
            self._take(fragment, True)
            return True
        return False

    # --- ends ---

    def _close(self) -> None:
        self.open = None

    def _end_row(self) -> None:
        """A grid row ends, and with it the row that has its cells; a row without label is table 3's, or a stray."""
        row, self.row = self.row, []
        if self.open is not None and (self.open.cells or (row and row[0][0].made == "tabs")):
            self._close()
        cells = [fragment for fragment, label in row if not label]
        if not cells or self.zone is None:
            return
        labelled = any(label for _, label in row)
        if self.zone == "appeals" and not labelled and self.drawing.results:
            self.drawing.appeals.append((cells[0].line, cells[0].made, [cell.text for cell in cells]))
        elif any(cell.text for cell in cells) and not self._belongs(row):
            self._stray_row(row)

    def _belongs(self, row: list[tuple[Fragment, bool]]) -> bool:
        """Are the cells of this grid row those of a row that was opened in it?"""
        return bool(self.drawing.rows) and any(
            label and fragment.line == self.drawing.rows[-1].line for fragment, label in row
        )

    def _stray_row(self, row: list[tuple[Fragment, bool]]) -> None:
        assert self.zone is not None  # noqa: S101
        self.pending = [stray for stray in self.pending if stray.line != row[0][0].line]
        text = " ".join(fragment.text for fragment, _ in row if fragment.text)
        self.drawing.strays.append(Stray(self.zone, text, row[0][0].line))

    def _end_table(self) -> None:
        self._end_row()
        self._close()
        self.zone, self.pending, self.header, self.cut_head = None, [], [], None


def draw(document: Document) -> Drawing:
    """Everything that a document's tables print, with its lines; whatever the form.

    A label without cells that stands again with cells (a menu's 行政许可, a header's) was no row.
    """
    drawing = _Reader(document.fragments).read()
    printed = {(row.table, row.code) for row in drawing.rows if row.cells}
    drawing.rows = [row for row in drawing.rows if row.cells or (row.table, row.code) not in printed]
    return drawing
