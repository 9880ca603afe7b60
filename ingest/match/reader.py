"""One walk over the fragments of a document: labels open rows, cells fill them, the next label ends them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ingest import labels
from ingest.match import glue, words
from ingest.match.drawing import BLANK, STREAMS, Drawing, Drawn, Stray
from ingest.match.header import Header, phantoms
from ingest.model import Fragment, Table
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

_TOTAL = labels.Entry("applicant", "total")  # the last header of table 2
_INSTRUCTIONS = 6  # lines that the instructions behind a label may take
_NAMED = 6  # characters; a shorter row label may be any table's
# Rows named 其他 and 总计 are told from columns, subtotals and rows of other groups by the row they follow.
_BEFORE = {
    "other_reasons": ("fee_overdue",),
    "closed": ("other_handling", "other_reasons", "fee_overdue"),
}
_GLUED = 400  # lines cut at their labels; a table has some thirty, and each costs a pass over the fragments


class Reader:
    """One walk over the fragments of a document."""

    def __init__(self, fragments: tuple[Fragment, ...]) -> None:
        self.fragments = list(fragments)
        self.runs = words.runs(fragments)
        self.drawing = Drawing()
        self.zone: Table | None = None
        self.open: Drawn | None = None
        self.header = Header()
        self.grid_row = 0
        self.total_at = 0  # cells up to 总计, the last header of table 2, in its grid row
        self.at = 0  # cells of this grid row so far
        self.row: list[tuple[Fragment, str]] = []  # of this grid row: "label", "own" cells, "loose" ones, "stray"
        self.loose = False  # is there a loose one among them?
        self.pending: list[Stray] = []  # text that is a stray only if its table goes on
        self.cut_head: tuple[Drawn, str] | None = None
        self.last_outcome = ""
        self.last_cell = 0  # its line
        self.prose: set[int] = set()  # lines that hold more than a table
        self.glued = 0  # lines cut at their labels
        self.line = 0  # of the text being read
        self.run = 0  # fragments of one layout so far
        self.blank_before = False  # was the fragment before this one a blank?
        self.labelled = self.after_label = False  # was the text before this one, or before this run, a label?

    def read(self) -> Drawing:
        position, made = 0, ""
        while position < len(self.fragments):
            fragment = self.fragments[position]
            text, _, opens, its_made = fragment
            if its_made != made or opens == "row":
                self._end_row(its_made != made)
            if its_made != made:
                self.run, self.after_label, made = 0, self.labelled, its_made
            self.run += 1
            self.at += opens != ""
            if made == "prose":
                if self._unglue(position, 1, glue.of_prose(fragment)):
                    self.prose.add(fragment.line)
                else:
                    position += 1
                continue
            if words.is_cell(text):
                self._cell(fragment)
                position += 1
            else:
                position += self._text(position)
            if made != "lines":
                position += self._further_cells(position, made)
        self._end_row(True)
        return self.drawing

    # --- cells ---

    def _cell(self, fragment: Fragment) -> None:
        row = self.open
        if row is None:
            self._take(fragment, "loose")
        elif fragment.opens == "cut":
            self._take(fragment, "own")
            row.made = "glued"
            row.cells.append(fragment.text)
            self._close()
        elif row.spaced and fragment.line != row.spaced and fragment.made == "lines":
            self._close()
            self._take(fragment, "loose")
        elif fragment.opens == "" and fragment.made != "lines":
            self._goes_on(row, fragment)
        else:
            if row.cells and fragment.line == self.last_cell:
                row.spaced = fragment.line
            row.cells.append(fragment.text)
            self.last_cell = fragment.line
            self._take(fragment, "own")

    def _further_cells(self, start: int, made: str) -> int:
        """The cells that follow, taken together since most of a page is such; how many they are."""
        end = self.runs.find(0, start)
        if end == start:
            return 0
        taken = self.fragments[start : end if end >= 0 else None]
        if not taken or taken[0].made != made:
            return 0
        self.at += len(taken)
        self.run += len(taken)
        if self.open is not None:
            self._fill(self.open, taken)
        if self.zone is not None:
            what = "loose" if self.open is None else "own"
            self.loose = self.loose or self.open is None
            self.row += [(fragment, what) for fragment in taken]
            lines = [line for text, line, _, _ in taken if text not in BLANK and line not in self.prose]
            self.drawing.lines.update(lines)
        return len(taken)

    def _fill(self, row: Drawn, taken: Sequence[Fragment]) -> None:
        row.cells += [fragment.text for fragment in taken]
        for _, line, _, _ in taken:
            if line == self.last_cell:
                row.spaced = line
            self.last_cell = line

    def _goes_on(self, row: Drawn, fragment: Fragment) -> None:
        """A cell over two lines. Two values stay two, since nobody can say whether they are one; a value under a
        label or a blank may be a cell that lost its delimiter, or a page number."""
        self._take(fragment, "own")
        if not row.cells or not row.cells[-1]:
            row.doubt = row.doubt or any(char.isdigit() for char in fragment.text)
        elif len(row.cells[-1]) < labels.LONGEST:
            gap = " " if is_value(fragment.text) and is_value(row.cells[-1]) else ""
            row.cells[-1] += gap + fragment.text

    def _take(self, fragment: Fragment, what: str) -> None:
        if self.zone is None:
            return
        self.row.append((fragment, what))
        self.loose = self.loose or what == "loose"
        if fragment.text not in BLANK and fragment.line not in self.prose:
            self.drawing.lines.add(fragment.line)

    # --- text ---

    def _text(self, position: int) -> int:
        """Read the text at a position; how many fragments it took."""
        fragment = self.fragments[position]
        self.labelled, self.line = False, fragment.line
        self.blank_before = position > 0 and self.fragments[position - 1].text in BLANK
        if (self.cut_head and self._is_rest(fragment, *self.cut_head)) or (
            self.open and fragment.made == "lines" and self._is_instruction(self.open, fragment)
        ):
            return 1
        plain = fragment.made == "lines"
        taken, line = words.line(self.fragments, position) if plain else (1, fragment.text)
        word = labels.word(line)
        if word.kind is not None and self._may_be_heading(fragment, word):
            if self.open is not None:
                self.open.ends_table = True
            self.drawing.headings.append(fragment.line)
            self._end_table()
            return 1
        if taken > 1 and self.zone is not None and fragment.opens == "cell" and labels.is_furniture(line):
            self._furniture(self.zone, fragment._replace(text=line))
            return taken
        taken, text = 1, line
        if plain or word.begins:
            taken, text, word = words.longest(self.fragments, position)
        if word.entries:
            self.drawing.seen.add(word.key)
            entry = word.entries[0] if len(word.entries) == 1 else self._meant(word.entries, position + taken)
            if self._label(entry, text, self.fragments[position : position + taken]):
                if taken > 1:
                    self.at += sum(piece.opens != "" for piece in self.fragments[position + 1 : position + taken])
                return taken
        if plain and fragment.opens != "cut" and self.glued < _GLUED:
            rest = words.on_line(self.fragments, position)
            if self._unglue(position, len(rest), glue.of_line(rest)):
                return 0
        self._unmatched(position)
        return 1

    def _may_be_heading(self, fragment: Fragment, word: labels.Word) -> bool:
        inside = fragment.opens == "" and fragment.made == "lines"
        return not inside and not (self.zone == "appeals" and word.entries)

    def _meant(self, entries: tuple[labels.Entry, ...], after: int) -> labels.Entry | None:
        """The entry that fits where the label stands: 总计 and 其他 name columns and rows alike."""
        by_kind = {entry.kind: entry for entry in entries}
        if self.zone == "appeals":
            return by_kind.get("result") or by_kind.get("channel")
        if self.zone == "applications" and "outcome" in by_kind:
            following = self.fragments[after].text if after < len(self.fragments) else ""
            if following and is_value(following) and self.last_outcome in _BEFORE[by_kind["outcome"].code]:
                return by_kind["outcome"]
        return by_kind.get("applicant") or entries[0]

    def _label(self, entry: labels.Entry | None, text: str, fragments: Sequence[Fragment]) -> bool:
        """Act on a label; False where it can't stand here."""
        if entry is None or (self.zone is None and (entry.code in _WEAK or not _opens(entry, text))):
            return False
        first = fragments[0]
        if first.made == "piped":
            self._opening(entry)
        self.open = None
        if first.made in STREAMS:
            self._flush()
        table = _ZONES.get(entry.kind) or cast(Table, entry.code)
        if table != self.zone:
            self.zone, self.pending = table, []
        self._act(entry, text, fragments)
        if self.pending:
            self.drawing.strays += self.pending
            self.pending = []
        for fragment in fragments:
            self.row.append((fragment, "label"))
            if fragment.line not in self.prose:
                self.drawing.lines.add(fragment.line)
        if (entry.kind == "result" or entry == _TOTAL) and first.made not in STREAMS:
            self.total_at = len(self.row)
        self.labelled = True
        return True

    def _act(self, entry: labels.Entry, text: str, fragments: Sequence[Fragment]) -> None:
        first = fragments[0]
        if entry.kind in ("caption", "header"):
            self.header.begin(entry.kind, first.made, self.at)
        elif entry.kind == "measure":
            self._measure(entry.code, text)
        elif entry.kind in ("item", "outcome"):
            self._goes_further(self._open(entry, text, first), text, fragments)
        elif entry.kind == "applicant" and first.made != "lines":  # lines of a PDF have no order among them
            self.drawing.applicants.append(entry.code)
        elif entry.kind == "channel":
            self.drawing.channels.setdefault(entry.code, first.line)
        elif entry.kind == "result":
            self.drawing.results.append(entry.code)

    def _goes_further(self, row: Drawn, text: str, fragments: Sequence[Fragment]) -> None:
        """A short label may be the beginning of a longer one; （六） may stand before it."""
        if fragments[0].made == "lines" and fragments[0].opens != "cut":
            for head in (text, "".join(fragment.text for fragment in fragments[1:])):
                if head and labels.begins(head):
                    self.cut_head = (row, head)

    def _opening(self, entry: labels.Entry) -> None:
        """Does a lone pipe stand before a label? Pages that open each row so give each row a blank too many."""
        behind = self.blank_before and entry.kind not in ("measure", "applicant", "result")
        table = _ZONES.get(entry.kind) or cast(Table, entry.code)
        first = self.run == 1 or (self.run == 2 and behind)
        if first and table != self.zone:  # a pipe that closes the label on the line above opens nothing
            self.drawing.openings[table] += 1 if behind and not self.after_label else -1
        if behind and self.open is not None:
            self.open.lends = True
        if entry.kind == "channel" and not self.drawing.channels:
            self.drawing.opened = behind

    def _open(self, entry: labels.Entry, text: str, first: Fragment) -> Drawn:
        table = _ZONES[entry.kind]
        self.open = row = Drawn(table, entry.code, text, first.line, first.made)
        row.bracket = _INSTRUCTIONS if text.rfind("(") > text.rfind(")") else 0
        self.last_cell = 0
        row.depth = self.at - 1
        if table == "disclosure_items":
            self.header.stand_over(row)
        else:
            self.last_outcome = entry.code
        self.drawing.rows.append(row)
        return row

    def _unglue(self, position: int, taken: int, pieces: list[Fragment]) -> bool:
        """Put the pieces of a glued text in the place of the fragments that hold it."""
        if pieces:
            self.glued += 1
            self.fragments[position : position + taken] = pieces
            self.runs[position : position + taken] = words.runs(pieces)
        return bool(pieces)

    # --- cut labels, and what is none ---

    def _is_rest(self, fragment: Fragment, row: Drawn, head: str) -> bool:
        """The rest, or a further piece, of a label whose beginning opened a row."""
        whole = labels.is_rest(head, fragment.text, row.code)
        if not whole and not labels.begins(head + fragment.text):
            self.cut_head = self.cut_head if row.cut else None
            return False
        self.cut_head = None if whole else (row, head + fragment.text)
        row.cut = "" if whole else head + fragment.text
        if whole and row.cells and fragment.made == "lines":
            self._close()  # its values stood among the pieces of its label
        self._take(fragment, "label")
        return True

    def _is_instruction(self, row: Drawn, fragment: Fragment) -> bool:
        """A further line of the instructions in brackets behind a row's label; its cells may stand among them."""
        if fragment.opens == "cut":
            return False
        if labels.find(fragment.text) or labels.completed(fragment.text) or _is_cell(fragment):
            return False
        if fragment.text.find(")") in (-1, len(fragment.text) - 1) and fragment.text[0] == "(" and not row.cells:
            row.bracket = _INSTRUCTIONS  # (八)主动撤回 is a row of its own
        if not row.bracket:
            return False
        row.bracket -= 1
        if ")" in fragment.text:
            row.bracket = 0
            if row.cells:
                self._close()
        self._take(fragment, "label")
        return True

    def _unmatched(self, position: int) -> None:
        fragment = self.fragments[position]
        bare = not label_key(fragment.text)  # a lone bracket left of a cut label
        if self.zone is None and fragment.made not in STREAMS:
            self.row.append((fragment, "stray"))  # a cut header, perhaps: the row may yet turn out to be a table's
        if self.zone is None or (bare and self.open is None):
            return
        between = self.open is None or words.between_rows(self.fragments, position)
        if fragment.made in STREAMS and between and labels.is_furniture(fragment.text):
            self._furniture(self.zone, fragment)
            return
        if self.open is not None and _is_cell(fragment):
            self._cell(fragment)
        elif self._cut(position):
            self._take(fragment, "label")
        elif self.zone == "disclosure_items" and self.header.has_piece(fragment):
            self._measure(None, fragment.text)
            self._take(fragment, "label")
        elif self._is_piece(position):
            self._take(fragment, "label")
        else:
            if fragment.made in STREAMS or fragment.opens == "row":
                self._close()
            if self.zone == "disclosure_items" and self.header.goes_on(self.row, self.grid_row):
                self._measure(None, fragment.text)
                self.drawing.lines.add(fragment.line)
            else:
                self.pending.append(Stray(self.zone, fragment.text, fragment.line))
            self.row.append((fragment, "stray"))

    def _is_piece(self, position: int) -> bool:
        """Is this a piece of a label and no row of its own? In a stream of cells, and without a value behind it."""
        fragment = self.fragments[position]
        alone = fragment.made in STREAMS and words.stands_alone(self.fragments, position)
        return alone and labels.is_piece(fragment.text)

    def _measure(self, code: str | None, text: str) -> None:
        cut = [fragment.text for fragment, what in self.row if what == "stray"]
        self.header.add(code, text, self.at, self.grid_row, self.line, cut)

    def _furniture(self, zone: Table, fragment: Fragment) -> None:
        """What stands between the rows of a stream ends the one above, as a label would."""
        if self.blank_before and self.open is not None:
            self.open.lends = True
        self._close()
        if not labels.is_page_number(fragment.text):
            self.pending.append(Stray(zone, fragment.text, fragment.line))
        self.row.append((fragment, "stray"))

    def _cut(self, position: int) -> bool:
        """A label cut in two: its beginning opens the row, its end alone does not."""
        fragment = self.fragments[position]
        beginning = words.beginning(self.fragments, position)
        if beginning is not None and _ZONES[beginning.kind] == self.zone:
            self._close()
            row = self._open(beginning, fragment.text, fragment)
            row.cut = fragment.text
            self.cut_head = (row, fragment.text)
            return True
        endings = labels.ended(fragment.text)
        if len(endings) == 1 and self.zone is not None and _ZONES[endings[0].kind] == self.zone:
            self.drawing.strays.append(Stray(self.zone, fragment.text, fragment.line, endings[0].code))
            return True
        return False

    # --- ends ---

    def _close(self) -> None:
        self.open = None

    def _end_row(self, changed: bool) -> None:
        """A grid row ends, and with it the row that has its cells; in a stream of cells only a label ends a row."""
        row = self.row
        if self.header.start:
            self.header.end_row(row, self.at, self.grid_row)
        if self.open is not None and self.open.made not in STREAMS and not self.open.width:
            self.open.width = self.at
        if self.zone == "appeals" and row and row[0][0].made not in STREAMS and any(w == "label" for _, w in row):
            self.drawing.results_width = max(self.drawing.results_width, self.at)
        if self.total_at:
            behind = phantoms([fragment.text for fragment, _ in row[self.total_at :]], row[0][0].made)
            if self.zone == "appeals":
                self.drawing.behind_results = behind
            else:
                self.drawing.behind_total = behind
            self.total_at = 0
        self.grid_row += 1
        if self.loose:
            self._flush()
        else:
            self.row = []
        self.at = 0
        if self.open is not None and (changed or self.open.cells or (row and row[0][0].made == "tabs")):
            self._close()

    def _flush(self) -> None:
        """Loose cells are table 3's, which has no row labels, or strays."""
        (row, self.row), (loose, self.loose) = (self.row, []), (self.loose, False)
        if not loose:
            return
        if self.zone == "appeals" and row and (self.drawing.results or len(self.drawing.channels) > 1):
            end = next((at for at in range(len(row) - 1, -1, -1) if row[at][1] == "loose"), -1)
            start = next((at for at in range(end, -1, -1) if row[at][1] == "label"), -1)
            cells = [fragment for fragment, what in row[start + 1 : end + 1] if what == "loose"]
            grid = row[0][0].made not in STREAMS
            headed = grid and start >= 0  # blanks behind the headers of a grid row
            behind_text = grid and row[0][1] == "stray" and all(cell.text in BLANK for cell in cells)
            if cells and not headed and not behind_text:
                self.drawing.appeals.append((cells[0].line, cells[0].made, [cell.text for cell in cells]))
                if cells[0].line == cells[-1].line:
                    self.drawing.spaced.add(cells[0].line)
        elif any(what == "loose" and fragment.text not in BLANK for fragment, what in row) and self.zone is not None:
            while self.pending and self.pending[-1].line == row[0][0].line:
                self.pending.pop()
            stream = row[0][0].made in STREAMS  # there what stands before the loose cells is rows of their own
            text = " ".join(f.text for f, what in row if f.text not in BLANK and not (stream and what == "own"))
            self.drawing.strays.append(Stray(self.zone, text, row[0][0].line))

    def _end_table(self) -> None:
        self._end_row(True)
        self.zone, self.pending, self.cut_head = None, [], None
        self.header.cells = []


def _opens(entry: labels.Entry, text: str) -> bool:
    """Can this label be the first of a table? A bare item or a short row name stands in many a table and menu."""
    if entry.kind == "outcome":
        return labels.is_numbered(text) or len(label_key(text)) >= _NAMED
    return entry.kind != "item"


def _is_cell(fragment: Fragment) -> bool:
    """Is text after a row's label in one of its cells? In a stream of cells it may as well be the next thing."""
    if fragment.made not in STREAMS:
        return fragment.opens != "row"
    text = fragment.text
    return (
        len(text) <= 15 and (any(char.isdigit() for char in text) or text in ("增", "减")) and not labels.begins(text)
    )
