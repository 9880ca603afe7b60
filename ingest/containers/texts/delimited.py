"""Rows a line (一行一列): cells parted by tabs (TSV) or pipes (Markdown and what converters make of tables).

>>> from ingest.containers.texts.lines import Line
>>> def lines(*texts): return [Line(at, text, text) for at, text in enumerate(texts, 1)]
>>> _, end, (grid,) = read(lines("信息内容\\t制发\\t废止", "规章\\t\\t5", "许可\\t1\\t0"), 0)
>>> [cell.text for cell in grid.cells], grid.places
(['信息内容', '制发', '废止', '规章', '', '5', '许可', '1', '0'], 'exact')
>>> _, end, (grid,) = read(lines("| 三、 | 予以公开 | 1 | 0 |", "| ---|---|---|---|", "| 部分公开 | 2 | 7 |"), 0)
>>> [cell.text for cell in grid.cells], grid.places, end
(['三、', '予以公开', '1', '0', '部分公开', '2', '7'], 'rows', 3)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from ingest.containers.texts.broken import broken
from ingest.containers.texts.lines import Line, Row, cells_of, clean, is_number, is_words, without_page
from ingest.containers.texts.vocabulary import begins
from ingest.containers.texts.widths import grids
from ingest.grids.words import is_known
from ingest.model import Grid
from ingest.text import RULER

TAB, PIPE = "\t", "|"
_RULE = re.compile(r" {0,3}-{3,} *")
_MADE_UP = re.compile(r"NaN|Unnamed: \d+")
_LONGEST = 1_000  # characters; a longer line may hold a whole document
_CELL = 400  # characters of one cell
_PIECE = 40  # characters of a label's line
_NEAR = 5  # lines
_CLOSING = 2  # pipes behind a row's last cell
_SEVERAL = 12  # cells of two rows
_TURNS = 3  # words behind a number, as there are where a row ends and the next begins
_AROUND = " \t\r|\u00a0\u3000"


def read(lines: Sequence[Line], at: int) -> tuple[int, int, list[Grid]] | None:
    """The next rows: their first line, the line behind them, and their grids; None where this line is no row.

    Rows may begin further down than asked: behind lines with tabs that hold one cell each. Where all do, there is none.
    """
    mark = mark_of(lines[at])
    if mark is None or _is_among_cells(lines, at):
        return None
    end = next((end for end in range(at, len(lines)) if not _goes_on(lines, end, mark)), len(lines))
    if mark == TAB:
        begin = at + _first_row(lines[at:end])
        rows = _rows(_tabbed(_printed(lines[begin:end])))
        return begin, end, grids(rows, squeezing=False) if rows else []
    rulers = [line for line in lines[at:end] if is_ruler(line)]
    rows = _interrupted(_rows(_piped(_printed(lines[at:end]), rulers)), lines[end : end + 1])
    return at, end, grids(rows, squeezing=not rulers) if rows else []


def _goes_on(lines: Sequence[Line], at: int, mark: str) -> bool:
    """Does a line belong to the rows that a mark parts, as a row or as something within the table?"""
    return (mark_of(lines[at]) == mark or _is_between(lines, at, mark)) and not _is_among_cells(lines, at)


def _printed(lines: Sequence[Line]) -> list[Line]:
    """The lines that print a row."""
    return [line for line in lines if _is_printed(line) or _is_blank_row(line)]


def _rows(printed: Sequence[Row]) -> list[Row]:
    """The rows, whole again where line ends broke them."""
    return broken(_mended(printed))


def _interrupted(rows: list[Row], behind: Sequence[Line]) -> list[Row]:
    """Rows right above the ruler of a table that stands in a cell of the last: what is left of that row is one cell, of
    which nobody knows where it stood."""
    rule = next((line.folded for line in behind if _RULE.fullmatch(line.folded)), None)
    if rule is None or not rows or not any(map(is_number, rows[-1].cells)):
        return rows
    cells = rows[-1].cells
    begin = next(at for at, cell in enumerate(cells) if cell and not is_words(cell))
    rest = " ".join(filter(None, (*cells[begin:], rule.strip())))
    return [*rows[:-1], rows[-1]._replace(cells=[*filter(None, cells[:begin]), rest])]


def _is_printed(line: Line) -> bool:
    return without_page(line.folded).strip() != "" and not is_ruler(line)


def _is_blank_row(line: Line) -> bool:
    """Does a line hold nothing but the tabs between the many blank cells of a row?"""
    return line.folded.count(TAB) >= _SEVERAL and not line.folded.strip()


def _first_row(lines: Sequence[Line]) -> int:
    """From where on do lines with tabs hold rows, not nine in ten of them one cell or none? Their number if never."""
    begin = len(lines)
    tabbed = single = 0
    for at, line in reversed(list(enumerate(lines))):
        if TAB not in line.folded:
            continue
        tabbed += 1
        single += sum(part.strip() != "" for part in line.folded.split(TAB)) < 2
        if single * 10 < tabbed * 9:
            begin = at
    return begin


def mark_of(line: Line) -> str | None:
    """What parts the cells of a line: tabs, or pipes; None where it is no row of several cells."""
    if TAB in line.folded:
        return TAB if not _is_run(line.folded, TAB) else None
    if PIPE not in line.folded:
        return None
    inside = line.folded.strip(_AROUND)
    several = PIPE in inside or is_ruler(line) or (inside and line.folded.count(PIPE) > 1)
    return PIPE if several and not _is_run(line.folded, PIPE) else None


def _is_one_cell(line: Line) -> bool:
    """Do the pipes of a line stand around one text or none?"""
    return PIPE in line.folded and PIPE not in line.folded.strip(_AROUND) and not is_ruler(line)


def _is_among_cells(lines: Sequence[Line], at: int) -> bool:
    """Is this a cell with the pipes of merged ones behind it, and no row: do cells stand around it?"""
    if not _is_one_cell(lines[at]):
        return False
    near = [line for line in lines[max(0, at - _NEAR) : at + _NEAR + 1] if PIPE in line.folded]
    above = [line for line in lines[max(0, at - _NEAR) : at] if PIPE in line.folded]
    if len(above) > 1 and all(
        _is_one_cell(line) and line.folded.count(PIPE) <= _CLOSING for line in (*above, lines[at])
    ):
        return True
    pipes = lines[at].folded.count(PIPE)
    if pipes > 1 and any(line.folded.count(PIPE) == pipes and not _is_one_cell(line) for line in near):
        return False  # a row of blank cells, as wide as others
    return sum(map(_is_one_cell, near)) * 3 > len(near) * 2 and len(near) > 1


def _is_run(line: str, mark: str) -> bool:
    """Does a line hold several rows, or a whole document, one cell behind the other?"""
    long = len(line) >= _LONGEST and max(map(len, line.split(mark))) > _CELL
    return long or is_run(line, mark)


@lru_cache(maxsize=64)
def is_run(line: str, mark: str) -> bool:
    """Do words stand behind numbers again and again, as where one row ends and the next begins?"""
    if line.count(mark) < _SEVERAL:
        return False
    parts = [part.strip() for part in line.split(mark)]
    return sum(is_number(one) and is_words(two) for one, two in pairwise(filter(None, parts))) >= _TURNS


def is_ruler(line: Line) -> bool:
    """Is this the line under a Markdown table's header?"""
    return "--" in line.folded and PIPE in line.folded and RULER.fullmatch(line.folded) is not None


def _is_between(lines: Sequence[Line], at: int, mark: str) -> bool:
    """Is this within a table though nothing parts it: an empty line between tabs, a number alone, a label's middle?"""
    if not at > 0 or mark_of(lines[at - 1]) != mark:
        return False
    text = without_page(lines[at].folded).strip()
    goes_on = at + 1 < len(lines) and mark_of(lines[at + 1]) == mark
    if not text:
        return goes_on and (mark == TAB or lines[at].folded.strip() != "")
    if is_number(text.strip(_AROUND)):
        return True
    above = lines[at - 1].folded.rpartition(PIPE)[2]
    return mark == PIPE and goes_on and len(text) <= _PIECE and begins(clean(above + text))


def _mended(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that a line end in a label cut in two as one."""
    found: list[Row] = []
    for row in rows:
        above = found[-1].cells[-1] if found else ""
        if above and row.cells[0].strip("*") and is_known(above + row.cells[0]) and not is_known(row.cells[0]):
            found[-1] = Row(found[-1].line, [*found[-1].cells[:-1], above + row.cells[0], *row.cells[1:]])
        elif found and _is_rest(found[-1], row):
            pairs = zip_longest(found[-1].cells, row.cells, fillvalue="")
            found[-1] = found[-1]._replace(cells=[cell + rest for cell, rest in pairs])
        else:
            found.append(row)
    return found


def _is_rest(above: Row, row: Row) -> bool:
    """Does a row hold nothing but the rest of labels above it, each in its column?"""
    rest = [at for at, cell in enumerate(row.cells) if cell]
    joined = [above.cells[at] + row.cells[at] for at in rest if at < len(above.cells) and above.cells[at]]
    whole = [above.cells[at] for at in rest if at < len(above.cells) and is_known(above.cells[at])]
    return 0 < len(joined) == len(rest) and not whole and all(is_words(text) and is_known(text) for text in joined)


def _tabbed(lines: Sequence[Line]) -> list[Row]:
    return [Row(line.number, [clean(part) for part in line.parts(TAB)]) for line in lines]


def _piped(lines: Sequence[Line], rulers: Sequence[Line]) -> list[Row]:
    """Cells between pipes; the ruler or most rows show whether one stands before the first and behind the last."""
    told = rulers or [line for line in lines if any(char.isdigit() for char in line.folded)] or lines
    every = rulers or lines
    opened = sum(line.folded.lstrip().startswith(PIPE) for line in every) * 10 > len(every) * 9
    closed = sum(line.folded.rstrip().endswith(PIPE) for line in told) * 2 > len(told)
    edges = _Edges(opened, closed)
    rows = [Row(line.number, [clean(part) for part in edges.inside(line.parts(PIPE))]) for line in lines]
    return _without_marks(rows) if rulers else rows


class _Edges(NamedTuple):
    """Whether a pipe stands before the first cell of each row, and behind the last."""

    opened: bool
    closed: bool

    def inside(self, parts: Sequence[str]) -> Sequence[str]:
        """What pipes part, without the blanks outside the row."""
        first = self.opened and len(parts) > 1 and not parts[0].strip()
        last = self.closed and len(parts) - first > 1 and not parts[-1].strip()
        return parts[first : len(parts) - last]


def _without_marks(rows: Sequence[Row]) -> list[Row]:
    """Blank cells as such, where a library of tables (pandas) writes NaN for them and names columns itself."""
    return [Row(row.line, ["" if _MADE_UP.fullmatch(cell) else cell for cell in row.cells]) for row in rows]


__all__ = ["cells_of", "is_ruler", "mark_of", "read"]
