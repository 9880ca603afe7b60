"""The rows of a statistics table as printed: a label, the unit beside it, and what its columns hold.

A grid gives its rows and columns. In text a row is a line whose cells a delimiter or white space parts, or, where the
header stands a cell a line, what lies between one label and the next; a cell is then told by what it holds: a unit, a
number or a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, takewhile

from ingest.forms.statistics import statistics_forms
from ingest.model import Cell, Document, Grid
from ingest.patterns import lazy
from ingest.statistics.columns import Column, in_a_row, is_header, kinds_of, values_of
from ingest.statistics.naming import is_listed
from ingest.statistics.unbroken import UNITS, Line, laid_out
from ingest.text import RULER, fold, label_key
from ingest.values import is_value

_PEOPLE = re.compile(r"[\d,]+(?:人次|人|名)")
_APART = lazy(r"\s{2,}")
_NAMES = ("serial", "indicator")
_MOST = 12  # columns of a table
_AFTER = 8  # lines that say nothing end a table of lines; a label goes on over no more


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """``values`` stand in the order of the table's columns of numbers; None: nobody can tell which is whose."""

    label: str
    line: int
    unit: str
    values: tuple[str, ...] | None
    text: str  # what it prints behind the label


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table under one header; ``columns``: those of numbers."""

    columns: tuple[Column, ...]
    rows: tuple[PrintedRow, ...]
    line: int  # of the header


def tables_of(document: Document) -> list[PrintedTable]:
    """The statistics tables of a document, from its grids; where these have none, from its lines."""
    tables = list(_of_grids(document.grids))
    if tables and not document.verbatim:
        return tables
    lines = list(_of_lines(laid_out(document.lines)))
    return [next((other for other in lines if _goes_on(table, other)), table) for table in tables] or lines


def _goes_on(table: PrintedTable, other: PrintedTable) -> bool:
    """Does a table in lines go on where the grid of a text ends, and say the same before?"""
    said = {row.line: row.values for row in other.rows}
    same = all(said.get(row.line) == row.values for row in table.rows)
    return table.line == other.line and table.columns == other.columns and same and len(other.rows) > len(table.rows)


# --- grids ----------------------------------------------------------------------------------------------------------


def _of_grids(grids: Sequence[Grid]) -> Iterator[PrintedTable]:
    """Each grid that begins with a header, and those that go on with it, on another page, without one."""
    places: _Places | None = None
    for grid in grids:
        rows = [list(cells) for _, cells in groupby(grid.cells, key=lambda cell: cell.row)]
        start = next((at for at, cells in enumerate(rows) if is_header(_named(cells))), None)
        if start is not None:
            places = None
            if grid.places == "exact":
                columns, deep = _header_of(rows[start:])
                places = _Places(columns)
                yield places.table(rows[start + deep :], rows[start][0].line)
            else:
                yield _in_order(rows[start:])
        elif places is not None and grid.places == "exact" and places.fit(rows):
            yield places.table(rows, rows[0][0].line)


def _in_order(rows: Sequence[Sequence[Cell]]) -> PrintedTable:
    """A table of whose cells the order alone is known; its header stands first."""
    columns = _named(rows[0])
    below = (([cell.text.strip() for cell in cells], cells[0].line) for cells in rows[1:])
    return _table(columns, _rows_of(columns, below), rows[0][0].line)


def _header_of(rows: Sequence[Sequence[Cell]]) -> tuple[list[tuple[int, Column]], int]:
    """The columns where they begin, and how many rows their header is deep."""
    headers = {cell.column: (kind, cell) for cell in rows[0] if (kind := kinds_of(cell.text)) or cell.text.strip()}
    deep = max(cell.rows for _, cell in headers.values())
    return list(_leaves(headers.values(), [cell for cells in rows[1:deep] for cell in cells])), deep


def _whole(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """Rows with their labels whole: one that goes on alone in the rows below its first half and the number there."""
    at = 0
    while at < len(rows):
        below = [row.label for row in takewhile(lambda row: not row.text, rows[at + 1 : at + 1 + _AFTER])]
        more = _goes_on_for(rows[at].label, below)
        yield replace(rows[at], label="".join([rows[at].label, *below[:more]]))
        at += 1 + more


def _goes_on_for(label: str, below: Sequence[str]) -> int:
    """Over how many texts below it, none of them a label itself, the first half of a listed label goes on."""
    if not label or is_listed(label):
        return 0
    for count, text in enumerate(below, start=1):
        if is_listed(text):
            return 0
        label += text
        if is_listed(label):
            return count
    return 0


def _named(cells: Iterable[Cell]) -> list[Column]:
    return [(kinds_of(cell.text), cell.text) for cell in cells]


def _leaves(headers: Iterable[tuple[str, Cell]], under: Sequence[Cell]) -> Iterator[tuple[int, Column]]:
    """Each column where it begins; one parted below (统计数: 本年, 上年) by its parts."""
    for kind, cell in headers:
        parts = [part for part in under if cell.column <= part.column < cell.column + cell.columns]
        for part in parts if cell.columns > 1 and parts else (cell,):
            below = kinds_of(part.text) if part is not cell else ""
            yield part.column, (below or kind, part.text if part is cell else f"{cell.text}{part.text}")


class _Places:
    """Where the columns of a table are whose cells have their places."""

    def __init__(self, columns: Sequence[tuple[int, Column]]) -> None:
        self._columns = [column for _, column in columns]
        self._kinds = {at: kind for at, (kind, _) in columns}
        self._values = [at for at, column in columns if values_of([column])]
        self._units = [at for at, (kind, _) in columns if kind == "unit"]
        self._behind = min((at for at, (kind, _) in columns if kind not in _NAMES), default=0)  # the names of rows

    def table(self, rows: Sequence[Sequence[Cell]], line: int) -> PrintedTable:
        printed = _whole([row for cells in rows if (row := self.row(cells))])
        return _table(self._columns, list(printed), line)

    def fit(self, rows: Sequence[Sequence[Cell]]) -> bool:
        """Do rows under no header of their own stand in these columns: as many, labels and units in theirs?"""
        cells = [cell for row in rows for cell in row]
        names = [row.label for row in self.table(rows, 0).rows if is_listed(row.label)]
        units = [cell.text.strip() for cell in cells if cell.column in self._units]
        same = {cell.column for cell in cells} == set(self._kinds)
        return same and 2 * len(names) >= len(rows) and all(not unit.strip("-—/ ") or unit in UNITS for unit in units)

    def row(self, cells: Sequence[Cell]) -> PrintedRow | None:
        """A row: each value under its header, and over no other's."""
        told = [cell for cell in cells if cell.text.strip()]
        before = [cell for cell in told if cell.column < self._behind and self._kinds.get(cell.column) != "serial"]
        if not before:
            return None
        name = before[-1]
        behind = [cell for cell in told if cell.column >= self._behind]
        texts = {cell.column: cell.text.strip() for cell in cells}
        unit = next((texts[at] for at in self._units if at in texts), "")
        values = None if any(map(self._is_astray, behind)) else tuple(texts.get(at, "") for at in self._values)
        return PrintedRow(name.text.strip(), name.line, unit, values, " ".join(cell.text.strip() for cell in behind))

    def _is_astray(self, cell: Cell) -> bool:
        """Does a cell reach over several columns or rows, or stand in no column?"""
        return cell.columns > 1 or cell.rows > 1 or cell.column not in self._kinds


# --- lines ----------------------------------------------------------------------------------------------------------


def _of_lines(lines: Sequence[Line]) -> Iterator[PrintedTable]:
    at = 0
    while at < len(lines):
        found = _header_at(lines, at)
        if found is None:
            at += 1
            continue
        columns, until = found
        line = lines[at][1] + 1
        if until == at + 1:
            below = list(_until_the_end(lines, until))
            rows = _rows_of(columns, ((cells, lines[here][1] + 1) for cells, here in below))
            at = below[-1][1] + 1 if below else until
        else:
            pieces = list(
                _pieces_below(lines, until, edged=not lines[at - 1][0].strip(" |") and "|" in lines[at - 1][0])
            )
            rows = list(_between_labels(columns, [(text, lines[here][1] + 1) for text, here in pieces]))
            at = pieces[-1][1] + 1 if pieces else until
        yield _table(columns, rows, line)


def _header_at(lines: Sequence[Line], at: int) -> tuple[list[Column], int] | None:
    """The header that begins on a line, and the line behind it; on one line, or a cell a line."""
    here = lines[at][0]
    cells = cells_of(here)
    if len(cells) > 1 and is_header(columns := [(kinds_of(cell), cell) for cell in cells]):
        return columns, at + 1
    if is_header(row := in_a_row(here)):
        return list(row), at + 1
    if not kinds_of(here):
        return None
    columns, next_ = [], at
    while next_ < len(lines) and len(columns) < _MOST:
        text = lines[next_][0].strip(" |\t")
        if text and not (kind := kinds_of(text)):
            break
        columns += [(kind, text)] if text else []
        next_ += 1
    return (columns, next_) if is_header(columns) else None


def cells_of(line: str) -> list[str]:
    """The cells of a line: between tabs or pipes, or where white space parts a label from what belongs to it.

    >>> cells_of("| （一）收到申请数 | 件 |  |"), cells_of("收到申请数  件   5"), cells_of("1.当面申请数 件 3")
    (['（一）收到申请数', '件', ''], ['收到申请数', '件', '5'], ['1.当面申请数', '件', '3'])
    >>> cells_of("（一）收到申请数件27")
    ['（一）收到申请数', '件', '27']
    """
    if "|" in line or "｜" in line:
        cells = [cell.strip() for cell in re.split(r"[|｜]", line.strip())]
        return cells[bool(not cells[0]) : len(cells) - (len(cells) > 1 and not cells[-1])]
    if "\t" in line.strip():
        return [cell.strip() for cell in line.strip("\n").split("\t")]
    cells = _APART.split(line.strip())
    if len(cells) == 1 and len(cells[0].split(" ")) > 1:
        cells = _by_spaces(cells[0].split(" "))
    return _unglued(cells[0]) if len(cells) == 1 else [cells[0], *(part for cell in cells[1:] for part in _parts(cell))]


def _by_spaces(parts: list[str]) -> list[str]:
    """The cells of a line that single spaces part: units and numbers at its end, a serial number at its beginning."""
    tail = len(parts)
    while tail > 1 and (parts[tail - 1] in UNITS or _is_number(parts[tail - 1])):
        tail -= 1
    start = int(parts[0].isdecimal() and tail > 1)
    return [*parts[:start], " ".join(parts[start:tail]), *parts[tail:]]


def _parts(cell: str) -> list[str]:
    """A unit and a number that one space parts are two cells."""
    parts = cell.split()
    return parts if all(part in UNITS or _is_number(part) for part in parts) else [cell]


def _unglued(text: str) -> list[str]:
    """The cells of a line with nothing between them, if it begins with a label that the form lists.

    >>> _unglued("12（二）申请办结数件1,046"), _unglued("31.当面申请数件—")
    (['12', '（二）申请办结数', '件', '1,046'], ['3', '1.当面申请数', '件', '—'])
    """
    found = None if is_listed(text) else _glued().fullmatch(fold(text))
    if not found:
        return [text]
    cells = [text[found.start(name) : found.end(name)] for name in ("serial", "label", "unit", "rest")]
    return [cell for at, cell in enumerate(cells) if cell or at == 1]  # folding keeps lengths


@cache
def _glued() -> re.Pattern[str]:
    ways = {fold(way) for form in statistics_forms().values() for row in form.rows for way in row.printed}
    label = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
    unit = "|".join(sorted(UNITS, key=len, reverse=True))
    number = r"(?:[一二三四五六七八九]、|\([一二三四五六七八九]\)|\d[.、])?"
    return lazy(
        rf"\s*(?P<serial>\d*)(?P<label>{number}(?:其中[:：]?)?(?:{label}))(?P<unit>{unit})?(?P<rest>[\d,./—\-无]*)\s*"
    )


def _is_number(text: str) -> bool:
    return bool(text) and (is_value(fold(text)) or _PEOPLE.fullmatch(fold(text)) is not None)


def _until_the_end(lines: Sequence[Line], start: int) -> Iterator[tuple[list[str], int]]:
    """The lines of a table whose rows are lines, each with its place; long labels go on on the next ones."""
    idle, held = 0, ""
    for at in range(start, len(lines)):
        cells = cells_of(lines[at][0])
        if not cells or RULER.fullmatch(lines[at][0]):  # a lone pipe has no cells
            continue
        if _is_foot(cells[0]) or idle > _AFTER:
            return
        if len(cells) == 1 and not is_listed(cells[0]):
            idle, held = idle + 1, held + cells[0].strip() if is_listed(held + cells[0].strip()) else cells[0].strip()
            if not is_listed(held):
                continue
            cells, held = [held], ""
        elif held and is_listed(held + cells[0]) and not is_listed(cells[0]):
            cells = [held + cells[0], *cells[1:]]
        idle, held = 0, ""
        yield (_with_rest(cells, lines[at + 1 : at + 1 + _AFTER]) if len(cells) > 1 else cells), at


def _with_rest(cells: list[str], below: Sequence[Line]) -> list[str]:
    """A line's cells, its label with what goes on alone on the lines below."""
    name = next((at for at, cell in enumerate(cells) if cell and not _is_number(cell)), 0)
    alone = [parts[0] for text, _ in below if len(parts := [cell for cell in cells_of(text) if cell]) == 1]
    more = _goes_on_for(cells[name], alone)
    return [*cells[:name], "".join([cells[name], *alone[:more]]), *cells[name + 1 :]]


def _rows_of(columns: Sequence[Column], below: Iterable[tuple[list[str], int]]) -> list[PrintedRow]:
    kinds = [kind for kind, _ in columns]
    name, rows = kinds.index("indicator"), []
    for printed, line in below:
        closed = not any(printed[len(columns) :])  # what a row's closing mark leaves
        cells = printed[: len(columns)] if closed else printed
        unit = _unit_of(kinds, cells)
        if len(cells) == len(columns) and unit is not None:
            values = tuple(cells[at] for at in values_of(columns))
            rows.append(PrintedRow(cells[name], line, unit, values, " ".join(filter(None, cells[name + 1 :]))))
        else:
            label = next((at for at, cell in enumerate(cells) if cell and not _is_number(cell)), None)
            if label is not None:
                rows.append(_told(columns, cells[label], cells[label + 1 :], line, is_first=label == 0))
    return rows


def _unit_of(kinds: Sequence[str], cells: Sequence[str]) -> str | None:
    """What stands in the column of units; None where that is no unit, so that the cells aren't their columns'."""
    at = kinds.index("unit") if "unit" in kinds else len(cells)
    unit = cells[at] if at < len(cells) else ""
    return unit if not label_key(fold(unit)) or not any(char.isdecimal() for char in fold(unit)) else None


def _told(columns: Sequence[Column], label: str, behind: Sequence[str], line: int, *, is_first: bool) -> PrintedRow:
    """A row with fewer cells than columns: a lone column of numbers is told by what its cells hold."""
    units = [cell for cell in behind if cell in UNITS]
    rest = [cell for cell in behind if cell and cell not in UNITS]
    values: tuple[str, ...] | None = ("",) * len(values_of(columns))
    if rest:
        values = _alone(columns, rest, is_first=is_first)
    return PrintedRow(label, line, units[0] if units else "", values, " ".join(filter(None, behind)))


def _alone(columns: Sequence[Column], rest: Sequence[str], *, is_first: bool) -> tuple[str, ...] | None:
    """What stands in the only column of numbers; None where there are several, or other columns it may be of."""
    kinds = {kind for kind, _ in columns}
    if len(values_of(columns)) != 1 or kinds & {"code", "none", ""} or is_first is ("serial" in kinds):
        return None
    if all(label_key(fold(cell)) == "" for cell in rest):
        return ("",)  # dashes
    return (rest[0],) if len(rest) == 1 else None


def _pieces_below(lines: Sequence[Line], start: int, *, edged: bool) -> Iterator[tuple[str, int]]:
    """The cells below a header that stands a cell a line, each with its place.

    ``edged``: each begins with a pipe on a line of its own, so that a blank one is two of them.
    """
    idle, edges = 0, 1
    for at in range(start, len(lines)):
        text = lines[at][0].strip(" |\t\u3000\xa0")
        if not text and lines[at][0].strip(" \n"):
            edges += 1
            if not edged or edges > 1:
                yield "", at  # a cell that the text shows to be blank
        if not text or RULER.fullmatch(text):
            continue
        if _is_foot(text) or idle > _AFTER:
            return
        is_cell = text in UNITS or _is_number(text) or is_listed(text)
        idle, edges = 0 if is_cell else idle + 1, 0
        yield text, at


def _between_labels(columns: Sequence[Column], pieces: Sequence[tuple[str, int]]) -> Iterator[PrintedRow]:
    label, line, behind = "", 0, list[str]()
    last = max((at for at, (text, _) in enumerate(pieces) if is_listed(text)), default=-1)
    for at, (text, here) in enumerate(pieces):
        if not text or text in UNITS or _is_number(text):
            behind.append(text)
            continue
        if at > last and behind:
            break
        if label and not behind and not is_listed(text) and is_listed(label + text):
            label += text
            continue
        if label:
            yield _stream_row(columns, label, behind, line)
        label, line, behind = text, here, []
    if label:
        yield _stream_row(columns, label, behind, line, is_last=True)


def _stream_row(
    columns: Sequence[Column], label: str, behind: list[str], line: int, *, is_last: bool = False
) -> PrintedRow:
    kinds = [kind for kind, _ in columns]
    serial = kinds[0] == "serial"  # each stands in front of its row's label, behind the row above
    own = behind[:-1] if serial and not is_last and behind and behind[-1].isdecimal() else behind
    cells = [*[""] * serial, label, *own]
    unit = _unit_of(kinds, cells)
    if len(cells) == len(columns) and kinds[serial] == "indicator" and unit is not None:
        values = tuple(cells[at] for at in values_of(columns))
        return PrintedRow(label, line, unit, values, " ".join(own))
    if serial:
        return PrintedRow(label, line, "", None, " ".join(behind))
    return _told(columns, label, behind, line, is_first=True)


def _is_foot(text: str) -> bool:
    key = label_key(fold(text))
    return any(key.startswith(word) for form in statistics_forms().values() for word in form.foot)


def _table(columns: Sequence[Column], rows: Sequence[PrintedRow], line: int) -> PrintedTable:
    return PrintedTable(tuple(columns[at] for at in values_of(columns)), tuple(rows), line)
