"""What the tables of a document print, as drawn on the page: rows with their labels and cells, headers, strays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.match.captions import Caption
from ingest.model import Table
from ingest.text import GAP, MARKED_BLANK

BLANK = ("", MARKED_BLANK, GAP)  # what a blank cell may be until the whole page tells
STREAMS = ("lines", "piped")  # layouts without ends of rows


class HeaderCell(NamedTuple):
    """A column header of table 1, known or not."""

    code: str | None
    text: str
    at: int  # cells after 信息内容 in its grid row; 0 in a stream of cells
    row: int  # the grid row
    line: int


@dataclass(slots=True)
class Drawn:
    """A row as drawn on the page: its label's code and the cells after it."""

    table: Table
    code: str
    label: str
    line: int
    made: str
    header: tuple[HeaderCell, ...] = ()  # table 1: the column headers above
    header_width: int = 0  # the cells after 信息内容 in the header's grid row; 0 where it has none
    header_residue: int = 0  # of these, the unmarked blanks at the end
    cells: list[str] = field(default_factory=list)
    cut: str = ""  # the piece of the label that was printed, where the rest never came
    doubt: bool = False  # a number without its delimiter stands where a blank was or before the first cell
    depth: int = 0  # cells before the label in its grid row
    width: int = 0  # cells of its grid row, label and all; 0 in a stream of cells
    residue: int = 0  # unmarked blanks at its end, on a page that marks blank cells
    lends: bool = False  # its last blank may be the one that opens the next row
    bracket: int = 0  # lines that a bracket left open in its label may go on for
    ends_table: bool = False  # a heading follows
    spaced: int = 0  # the line that holds its values with spaces between them; a row has one such line


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
    applicants: list[str] = field(default_factory=list)  # table 2: its column headers in printed order
    behind_total: int = 0  # the cells behind 总计, its last header, in a grid row: phantom columns
    behind_results: int = 0  # the same of table 3
    channels: dict[str, int] = field(default_factory=dict)  # table 3: channel → its line
    results: list[str] = field(default_factory=list)  # table 3: its column headers in printed order
    results_width: int = 0  # the cells of their widest grid row; 0 in a stream of cells
    appeals: list[tuple[int, str, list[str]]] = field(default_factory=list)  # its rows: line, made, cells
    captions: list[Caption] = field(default_factory=list)  # lines that say which year what follows is of
    spaced: set[int] = field(default_factory=set)  # lines that hold all cells of one of them, with spaces between
    lines: set[int] = field(default_factory=set)  # the lines that hold a label or a cell of a table
    seen: set[str] = field(default_factory=set)  # the keys of all labels met, to tell the form
    bare: dict[Table, set[str]] = field(default_factory=dict)  # tables whose labels are printed without any cell
    openings: Counter[Table] = field(default_factory=Counter)  # begins a table behind a lone pipe (1) or not (-1)?
    opened: bool = False  # table 3 begins behind a lone pipe
    inline: bool = False  # its rows open with a pipe on the line of their first cell
    headings: list[int] = field(default_factory=list)  # the lines of those met on the way
    residue: bool = False  # merged cells of table 3's header leave pipes behind their rows
    no_repeats: bool = False  # no line of the document stands in it twice

    def opens_rows(self, table: Table) -> bool:
        """Does a lone pipe open each row of a table? Its own beginning tells, or else that of the others."""
        return (self.openings[table] or self.openings.total()) > 0
