"""The column headers of table 1: under each caption 信息内容 and its own, whole, in pieces or as a PDF has them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import labels
from ingest.match.drawing import BLANK, STREAMS, Drawn, HeaderCell
from ingest.model import Fragment
from ingest.text import label_key

_MOST = 20  # column headers; no band has so many

Row = Sequence[tuple[Fragment, str]]  # of a grid: each fragment and what it is


class Header:
    """The headers met since the last caption or 信息内容."""

    def __init__(self) -> None:
        self.cells: list[HeaderCell] = []
        self.named = False  # 信息内容 has been met
        self.done = False  # a row of the band has been read
        self.start = 0  # where 信息内容 stands in its grid row, from 1; 0 in a stream of cells
        self.width = self.residue = 0

    def begin(self, kind: str, made: str, at: int) -> None:
        """A caption or 信息内容. In the text of a PDF, headers may stand on a line above 信息内容."""
        if kind == "caption" or self.named or self.done or made != "lines":
            self.cells = []
        self.named = kind == "header"
        self.done, self.width = False, 0
        self.start = at if self.named and made not in STREAMS else 0

    def add(self, code: str | None, text: str, at: int, grid_row: int, line: int, cut: Sequence[str]) -> None:
        """A column header; one that stands under a piece of its own in the row above is its rest. ``cut``: pieces that
        stand before the first one in its row."""
        if self.done:
            self.cells, self.done, self.start, self.width = [], False, 0, 0
        if not self.cells and not self.start:
            self.cells += [HeaderCell(None, piece, 0, grid_row, line) for piece in cut]
        if len(self.cells) > _MOST:
            return
        at = at - self.start if self.start else 0
        for index, above in enumerate(self.cells):
            if at and above.at == at and above.row != grid_row:
                joined = [entry.code for entry in labels.find(above.text + text) if entry.kind == "measure"]
                self.cells[index] = above._replace(code=joined[0] if joined else None, text=above.text + text)
                return
        self.cells.append(HeaderCell(code, text, at, grid_row, line))

    def goes_on(self, row: Row, grid_row: int) -> bool:
        """Does unknown text in this grid row stand among the headers?"""
        if self.done:
            return False
        in_row = any(cell.row == grid_row for cell in self.cells) or (bool(row) and row[0][1] == "label")
        return (bool(self.cells) and not self.start) or bool(in_row and self.start)

    def has_piece(self, fragment: Fragment) -> bool:
        """Is this a piece of a header, as a PDF's wrapped lines give it?"""
        before = not self.done and fragment.made == "lines"
        return before and len(label_key(fragment.text)) > 1 and labels.is_piece(fragment.text)

    def end_row(self, row: Row, at: int, grid_row: int) -> None:
        """A grid row of ``at`` cells ends; if headers stand in it, other rows may be as wide."""
        if self.start and not self.done and grid_row in [cell.row for cell in self.cells]:
            self.width = max(self.width, at - self.start)
            printed = [position for position, (fragment, _) in enumerate(row) if fragment.text]
            self.residue = len(row) - 1 - printed[-1] if printed else 0

    def stand_over(self, row: Drawn) -> None:
        """Give a row of the band what stands above it."""
        row.header, row.header_width, row.header_residue = tuple(self.cells), self.width, self.residue
        self.done = True


def phantoms(behind: Sequence[str], made: str) -> int:
    """The blank cells behind the last header of a grid row; pipes that mark no blank may be residue."""
    printed = [text for text in behind if text or made == "tabs"]
    return len(printed) if all(text in BLANK for text in behind) else 0
