"""What the walk over grids finds (所见的行): printed rows under their headers, with their cells or the run of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.grids.header import Header
from ingest.grids.loose import Loose
from ingest.headings import heading_kind
from ingest.model import Cell, Table
from ingest.text import fold


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table: its label, those of the groups above it, and what stands under each column."""

    header: Header
    label: Cell | None
    above: tuple[Cell, ...]
    cells: tuple[str | None, ...]  # by ``header.columns``; "" a blank, None where it can't be told
    line: int
    grid: int  # which of the document's tables
    row: int
    printed: tuple[str, ...]  # the texts of its own cells behind the label
    run: tuple[str, ...] | None = None  # the cells behind the label of a row whose places are still to be found
    depth: int | None = None  # cells of the printed row before its run; None in a stream
    shifted: bool = False  # may its blank cells have been moved to its end?
    filled: bool = False  # does its table show blanks where merged cells reach?
    placed: bool = False  # were its cells told by the form's sums?
    below: tuple[str, ...] = ()  # words alone right below it that name nothing

    @property
    def text(self) -> str:
        """Its label as printed."""
        return self.label.text if self.label else ""

    @property
    def is_placed(self) -> bool:
        """Is it known under which column every cell stands?"""
        return None not in self.cells


class Headless(NamedTuple):
    """A row under no header of its table: which grid it stands in, and where."""

    row: Loose
    grid: int
    at: int


@dataclass(slots=True)
class Found:
    """The rows of all tables, the headers above them, and the lines that are a table's."""

    rows: list[PrintedRow] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    lines: dict[int, tuple[Table, int]] = field(default_factory=dict)  # line → table, row in its grid
    texts: set[str] = field(default_factory=set)  # what the headers and labels say
    headless: list[Headless] = field(default_factory=list)
    refused: set[Table] = field(default_factory=set)  # tables with a header whose words are known, but not their order

    def note(self, cell: Cell, table: Table, row: int) -> None:
        """Note that a cell's line is a table's, if it is no heading's that stands in a cell."""
        if not heading_kind(fold(cell.text)):
            self.lines[cell.line] = (table, row)

    @property
    def blanks(self) -> bool:
        """Does a row leave a cell blank, or a whole table all of them under its header?"""
        empty = {header.table for header in self.headers} - {row.header.table for row in self.rows}
        return bool(empty) or any("" in (row.cells if row.run is None else row.run) for row in self.rows)
