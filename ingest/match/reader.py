"""One walk over the fragments of a document: labels open rows, cells fill them, the next label ends them."""

from __future__ import annotations

from typing import cast

from ingest import labels
from ingest.match import glue
from ingest.match.drawing import STREAMS, Drawing, Drawn, HeaderCell, Stray
from ingest.model import Fragment, Table
from ingest.text import GAP, MARKED_BLANK, label_key
from ingest.values import is_value

BLANK = ("", MARKED_BLANK, GAP)
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

_LINE = 60  # words on a line of labels
_HEADERS = 20  # column headers; no band has so many
_INSTRUCTIONS = 6  # lines that the instructions behind a label may take
_NAMED = 6  # characters; a shorter row label may be any table's
# Rows named 其他 and 总计 are told from columns, subtotals and rows of other groups by the row they follow.
_BEFORE = {
    "other_reasons": ("fee_overdue",),
    "closed": ("other_handling", "other_reasons", "fee_overdue"),
}


class Reader:
    """One walk over the fragments of a document."""

    def __init__(self, fragments: tuple[Fragment, ...]) -> None:
        self.fragments = list(fragments)
        self.drawing = Drawing()
        self.zone: Table | None = None
        self.open: Drawn | None = None
        self.header: list[HeaderCell] = []
        self.header_named = False  # 信息内容 has been met
        self.header_done = False  # a row of the band has been read
        self.header_start = 0  # where 信息内容 stands in its grid row, from 1
        self.header_width = self.header_residue = 0
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
            if text in BLANK or is_value(text):
                self._cell(fragment)
                position += 1
            else:
                position += self._text(position)
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
        """The cells that follow in an open row, taken together since most of a page is such; how many they are."""
        row = self.open
        if row is None or made == "lines":
            return 0
        last, end = self.last_cell, start
        while end < len(self.fragments):
            text, line, opens, its_made = self.fragments[end]
            if opens != "cell" or its_made != made or not (text in BLANK or is_value(text)):
                break
            if line == last:
                row.spaced = line
            last = line
            end += 1
        taken = self.fragments[start:end]
        row.cells += [fragment.text for fragment in taken]
        self.row += [(fragment, "own") for fragment in taken]
        self.drawing.lines.update(
            [cell.line for cell in taken if cell.text not in BLANK and cell.line not in self.prose]
        )
        self.last_cell = last
        self.at += len(taken)
        self.run += len(taken)
        return len(taken)

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
        if self.cut_head is not None and self._is_rest(fragment, *self.cut_head):
            return 1
        if self.open is not None and self._is_instruction(fragment):
            return 1
        if self._is_heading(position):
            if self.open is not None:
                self.open.ends_table = True
            self.drawing.headings.append(fragment.line)
            self._end_table()
            return 1
        if self.zone is not None and fragment.made == "lines" and fragment.opens == "cell":
            taken, text = self._line(position)
            if taken > 1 and labels.is_furniture(text):
                self._furniture(self.zone, fragment._replace(text=text))
                return taken
        taken, text, entries = self._longest(position)
        if entries:
            self.drawing.seen.add(label_key(text))
            entry = entries[0] if len(entries) == 1 else self._meant(entries, position + taken)
            if self._label(entry, text, tuple(self.fragments[position : position + taken])):
                if taken > 1:
                    self.at += sum(piece.opens != "" for piece in self.fragments[position + 1 : position + taken])
                return taken
        if fragment.made == "lines" and fragment.opens != "cut":
            rest = self._rest_of_line(position)
            if self._unglue(position, len(rest), glue.of_line(rest)):
                return 0
        self._unmatched(position)
        return 1

    def _is_heading(self, position: int) -> bool:
        fragment = self.fragments[position]
        if fragment.opens == "" and fragment.made == "lines":
            return False
        line = self._line(position)[1] if fragment.made == "lines" else fragment.text
        return labels.section_kind(line) is not None and not (self.zone == "appeals" and labels.find(line))

    def _line(self, position: int) -> tuple[int, str]:
        """The rest of a line without delimiters, whole: how many fragments, and their text."""
        pieces = [self.fragments[position].text]
        for following in self.fragments[position + 1 : position + 12]:
            if following.line != self.fragments[position].line or following.opens == "cut":
                break
            pieces.append(following.text)
        return len(pieces), " ".join(pieces)

    def _longest(self, position: int) -> tuple[int, str, tuple[labels.Entry, ...]]:
        """The longest run of fragments that together make a label: labels break over cells, lines and pages."""
        text = self.fragments[position].text
        best = (1, text, labels.find(text))
        if not labels.begins(text):
            return best
        for taken, fragment in enumerate(self.fragments[position + 1 : position + 12], start=2):
            if fragment.text in BLANK or fragment.made == "prose" or is_value(fragment.text):
                break
            text += fragment.text
            entries = labels.find(text)
            if entries:
                best = (taken, text, entries)
            if not labels.begins(text):
                break
        return best

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

    def _label(self, entry: labels.Entry | None, text: str, fragments: tuple[Fragment, ...]) -> bool:
        """Act on a label; False where it can't stand here."""
        if entry is None or (self.zone is None and (entry.code in _WEAK or not _opens(entry, text))):
            return False
        first = fragments[0]
        if first.made == "piped":
            self._opening(entry)
        self._close()
        if first.made in STREAMS:
            self._flush()
        table = _ZONES.get(entry.kind) or cast(Table, entry.code)
        if table != self.zone:
            self.zone, self.pending = table, []
        if entry.kind in ("caption", "header"):
            # In the text of a PDF, headers may stand on a line above 信息内容.
            if entry.kind == "caption" or self.header_named or self.header_done or first.made != "lines":
                self.header = []
            self.header_named = entry.kind == "header"
            self.header_done, self.header_width = False, 0
            self.header_start = self.at if entry.kind == "header" and first.made not in STREAMS else 0
        elif entry.kind == "measure":
            self._measure(entry.code, text)
        elif entry.kind in ("item", "outcome"):
            row = self._open(entry, text, first)
            for head in (text, "".join(fragment.text for fragment in fragments[1:])):  # （六） may stand before it
                if head and first.made == "lines" and first.opens != "cut" and labels.begins(head):
                    self.cut_head = (row, head)  # a short label, and the beginning of a longer one
        elif entry.kind == "applicant" and first.made != "lines":  # lines of a PDF have no order among them
            self.drawing.applicants.append(entry.code)
        elif entry.kind == "channel":
            self.drawing.channels.setdefault(entry.code, first.line)
        elif entry.kind == "result":
            self.drawing.results.append(entry.code)
        if self.pending:
            self.drawing.strays += self.pending
            self.pending = []
        for fragment in fragments:
            self._take(fragment, "label")
        if (entry.kind == "result" or entry == labels.Entry("applicant", "total")) and first.made not in STREAMS:
            self.total_at = len(self.row)
        self.labelled = True
        return True

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

    def _measure(self, code: str | None, text: str) -> None:
        """A column header; one that stands under a piece of its own in the row above is its rest."""
        if self.header_done:
            self.header, self.header_done, self.header_start, self.header_width = [], False, 0, 0
        if not self.header and not self.header_start:
            cut = [fragment.text for fragment, what in self.row if what == "stray"]
            self.header += [HeaderCell(None, piece, 0, self.grid_row, self.line) for piece in cut]
        if len(self.header) > _HEADERS:
            return
        at = self.at - self.header_start if self.header_start else 0
        for index, above in enumerate(self.header):
            if at and above.at == at and above.row != self.grid_row:
                joined = [entry.code for entry in labels.find(above.text + text) if entry.kind == "measure"]
                self.header[index] = above._replace(code=joined[0] if joined else None, text=above.text + text)
                return
        self.header.append(HeaderCell(code, text, at, self.grid_row, self.line))

    def _open(self, entry: labels.Entry, text: str, first: Fragment) -> Drawn:
        table = _ZONES[entry.kind]
        self.open = row = Drawn(table, entry.code, text, first.line, first.made)
        row.bracket = _INSTRUCTIONS if text.rfind("(") > text.rfind(")") else 0
        self.last_cell = 0
        row.depth = self.at - 1
        if table == "disclosure_items":
            row.header, row.header_width, self.header_done = tuple(self.header), self.header_width, True
            row.header_residue = self.header_residue
        else:
            self.last_outcome = entry.code
        self.drawing.rows.append(row)
        return row

    def _unglue(self, position: int, taken: int, pieces: list[Fragment]) -> bool:
        """Put the pieces of a glued text in the place of the fragments that hold it."""
        if pieces:
            self.fragments[position : position + taken] = pieces
        return bool(pieces)

    def _rest_of_line(self, position: int) -> list[Fragment]:
        line = self.fragments[position].line
        rest = self.fragments[position : position + _LINE]
        return [fragment for fragment in rest if fragment.line == line and fragment.made == "lines"]

    # --- cut labels, and what is none ---

    def _is_rest(self, fragment: Fragment, row: Drawn, head: str) -> bool:
        """The rest, or a further piece, of a label whose beginning opened a row."""
        whole = labels.is_rest(head, fragment.text)
        if not whole and not labels.begins(head + fragment.text):
            self.cut_head = self.cut_head if row.cut else None
            return False
        self.cut_head = None if whole else (row, head + fragment.text)
        row.cut = "" if whole else head + fragment.text
        if whole and row.cells and fragment.made == "lines":
            self._close()  # its values stood among the pieces of its label
        self._take(fragment, "label")
        return True

    def _is_instruction(self, fragment: Fragment) -> bool:
        """A further line of the instructions in brackets behind a row's label; its cells may stand among them."""
        row = self.open
        if row is None or fragment.made != "lines" or fragment.opens == "cut":
            return False
        if labels.find(fragment.text) or _is_cell(fragment):
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
        if fragment.made in STREAMS and labels.is_furniture(fragment.text) and self._between_rows(position):
            self._furniture(self.zone, fragment)
            return
        if self.open is not None and _is_cell(fragment):
            self._cell(fragment)
        elif self._cut(position):
            self._take(fragment, "label")
        elif self._heads_in_pieces(fragment):
            self._measure(None, fragment.text)
            self._take(fragment, "label")
        elif labels.is_piece(fragment.text) and self._stands_alone(position):
            self._take(fragment, "label")
        else:
            if fragment.made in STREAMS or fragment.opens == "row":
                self._close()
            if self._heads():
                self._measure(None, fragment.text)
                self.drawing.lines.add(fragment.line)
            else:
                self.pending.append(Stray(self.zone, fragment.text, fragment.line))
            self.row.append((fragment, "stray"))

    def _between_rows(self, position: int) -> bool:
        """Has the open row, if any, no cell after this position?"""
        following = (
            fragment.text for fragment in self.fragments[position + 1 : position + 30] if fragment.text not in BLANK
        )
        return self.open is None or not is_value(next(following, ""))

    def _furniture(self, zone: Table, fragment: Fragment) -> None:
        """What stands between the rows of a stream ends the one above, as a label would."""
        if self.blank_before and self.open is not None:
            self.open.lends = True
        self._close()
        if not labels.is_page_number(fragment.text):
            self.pending.append(Stray(zone, fragment.text, fragment.line))
        self.row.append((fragment, "stray"))

    def _stands_alone(self, position: int) -> bool:
        """Is a piece of a label no row of its own? In a stream of cells, and without a value behind it."""
        following = self.fragments[position + 1] if position + 1 < len(self.fragments) else None
        valued = following is not None and following.text not in BLANK and is_value(following.text)
        return self.fragments[position].made in STREAMS and not valued

    def _heads(self) -> bool:
        """Does unknown text here stand among the column headers of table 1?"""
        if self.zone != "disclosure_items" or self.header_done:
            return False
        in_row = any(cell.row == self.grid_row for cell in self.header) or (self.row and self.row[0][1] == "label")
        return (bool(self.header) and not self.header_start) or bool(in_row and self.header_start)

    def _heads_in_pieces(self, fragment: Fragment) -> bool:
        """Is this a piece of a column header of table 1, as a PDF's wrapped lines give it?"""
        before = self.zone == "disclosure_items" and not self.header_done and fragment.made == "lines"
        return before and len(label_key(fragment.text)) > 1 and labels.is_piece(fragment.text)

    def _cut(self, position: int) -> bool:
        """A label cut in two: its beginning opens the row, its end alone does not."""
        fragment = self.fragments[position]
        beginning = self._beginning(position)
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

    def _beginning(self, position: int) -> labels.Entry | None:
        """The row that a piece of a label begins, told by the piece, or by it and the next text after its values."""
        text = self.fragments[position].text
        found = labels.completed(text)
        if len(found) == 1:
            return found[0]
        if self.fragments[position].made != "lines" or not labels.begins(text):
            return None
        for fragment in self.fragments[position + 1 : position + 18]:
            if fragment.text not in BLANK and not is_value(fragment.text):
                whole = [e for e in labels.find(text + fragment.text) if e.kind in ("item", "outcome")]
                return whole[0] if len(whole) == 1 else None
        return None

    # --- ends ---

    def _close(self) -> None:
        self.open = None

    def _end_row(self, changed: bool) -> None:
        """A grid row ends, and with it the row that has its cells; in a stream of cells only a label ends a row."""
        row = self.row
        if self.header_start and not self.header_done and any(cell.row == self.grid_row for cell in self.header):
            self.header_width = max(self.header_width, self.at - self.header_start)
            printed = [at for at, (fragment, _) in enumerate(row) if fragment.text]
            self.header_residue = len(row) - 1 - printed[-1] if printed else 0
        if self.open is not None and self.open.made not in STREAMS and not self.open.width:
            self.open.width = self.at
        if self.zone == "appeals" and row and row[0][0].made not in STREAMS and any(w == "label" for _, w in row):
            self.drawing.results_width = max(self.drawing.results_width, self.at)
        if self.total_at:
            self._phantoms(row)
        self.grid_row += 1
        self._flush()
        self.at = 0
        if self.open is not None and (changed or self.open.cells or (row and row[0][0].made == "tabs")):
            self._close()

    def _phantoms(self, row: list[tuple[Fragment, str]]) -> None:
        """The cells behind 总计 of table 2 and the last header of table 3."""
        behind = [fragment.text for fragment, _ in row[self.total_at :]]
        printed = [text for text in behind if text or row[0][0].made == "tabs"]  # other pipes may be residue
        found = len(printed) if all(text in BLANK for text in behind) else 0
        if self.zone == "appeals":
            self.drawing.behind_results = found
        else:
            self.drawing.behind_total = found
        self.total_at = 0

    def _flush(self) -> None:
        """Loose cells are table 3's, which has no row labels, or strays."""
        (row, self.row), (loose, self.loose) = (self.row, []), (self.loose, False)
        if not loose:
            return
        if self.zone == "appeals" and row and (self.drawing.results or len(self.drawing.channels) > 1):
            end = max((at for at, (_, what) in enumerate(row) if what == "loose"), default=-1)
            start = max((at for at, (_, what) in enumerate(row[: end + 1]) if what == "label"), default=-1)
            cells = [fragment for fragment, what in row[start + 1 : end + 1] if what == "loose"]
            headed = start >= 0 and row[0][0].made not in STREAMS  # blanks behind the headers of a grid row
            if cells and not headed:
                self.drawing.appeals.append((cells[0].line, cells[0].made, [cell.text for cell in cells]))
                if cells[0].line == cells[-1].line:
                    self.drawing.spaced.add(cells[0].line)
        elif any(what == "loose" and fragment.text not in BLANK for fragment, what in row) and self.zone is not None:
            while self.pending and self.pending[-1].line == row[0][0].line:
                self.pending.pop()
            text = " ".join(fragment.text for fragment, _ in row if fragment.text not in BLANK)
            self.drawing.strays.append(Stray(self.zone, text, row[0][0].line))

    def _end_table(self) -> None:
        self._end_row(True)
        self.zone, self.pending, self.header, self.cut_head = None, [], [], None


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
