"""Statistics tables of lines (文本行中的统计表): a row is a line, or what lies between one label and the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest.forms.statistics import statistics_forms
from ingest.patterns import lazy
from ingest.statistics.cells import cells_of, is_number, is_page
from ingest.statistics.columns import Column, in_a_row, is_header, kinds_of, values_of
from ingest.statistics.naming import indicator_of, is_listed
from ingest.statistics.printed import (
    GOES_ON,
    PrintedRow,
    PrintedTable,
    goes_on_for,
    rows_of,
    table_of,
    told_by_cells,
    unit_of,
)
from ingest.statistics.unbroken import UNITS, Line
from ingest.text import RULER, fold, label_key

_MOST = 12  # columns of a table
_BARE = lazy(r"\d{1,3}")
_COUNTING = 5  # of so many rows all but one have the next serial number
_PROSE = 12  # characters of a line; a shorter one may be a cell
_IDLE = GOES_ON  # lines that say nothing end a table


def of_lines(lines: Sequence[Line]) -> Iterator[PrintedTable]:
    """The tables whose headers stand on a line, or a cell a line, with the rows below them."""
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
            rows = rows_of(columns, ((cells, lines[here][1] + 1) for cells, here in below))
            at = below[-1][1] + 1 if below else until
        else:
            pieces = list(
                _pieces_below(lines, until, edged=not lines[at - 1][0].strip(" |") and "|" in lines[at - 1][0])
            )
            rows = list(_between_labels(columns, [(text, lines[here][1] + 1) for text, here in pieces]))
            if all(text for text, _ in pieces):  # no blank is shown
                rows = _without_pages(rows, columns, _pages_in_prose([text for text, _ in lines[:at]]))
            at = pieces[-1][1] + 1 if pieces else until
        yield table_of(columns, rows, line)


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
        kind = kinds_of(text)
        if text and not kind and not _is_between_headers(lines, next_):
            break
        columns += [(kind, text)] if kind else []
        next_ += 1
    return (columns, next_) if is_header(columns) else None


def _next_header(lines: Sequence[Line], start: int) -> int:
    """Where another header begins below; the end of the lines where none does."""
    return next((at for at in range(start, len(lines)) if _header_at(lines, at)), len(lines))


def _is_between_headers(lines: Sequence[Line], at: int) -> bool:
    """Does a page's number stand here, with the next header word below it?"""
    text = lines[at][0].strip(" |\t")
    is_short = len(text) <= _PROSE and any(char.isdecimal() for char in fold(text))
    below = next((text for text, _ in lines[at + 1 : at + 1 + _IDLE] if text.strip(" |\t")), "")
    return (is_short or is_page(text)) and kinds_of(below.strip(" |\t")) != ""


def _until_the_end(lines: Sequence[Line], start: int) -> Iterator[tuple[list[str], int]]:
    """The lines of a table whose rows are lines, each with its place; long labels go on on the next ones."""
    idle, held = 0, ""
    for at in range(start, _next_header(lines, start)):
        cells = cells_of(lines[at][0])
        if not cells or RULER.fullmatch(lines[at][0]) or is_page(lines[at][0]):  # a lone pipe has no cells
            continue
        if _is_foot(cells[0]) or idle > _IDLE:
            return
        if len(cells) == 1 and not is_listed(cells[0]):
            idle, held = idle + 1, held + cells[0].strip() if is_listed(held + cells[0].strip()) else cells[0].strip()
            if not is_listed(held):
                continue
            cells, held = [held], ""
        elif held and is_listed(held + cells[0]) and not is_listed(cells[0]):
            cells = [held + cells[0], *cells[1:]]
        idle, held = 0, ""
        yield (_with_rest(cells, lines[at + 1 : at + 1 + GOES_ON]) if len(cells) > 1 else cells), at


def _with_rest(cells: list[str], below: Sequence[Line]) -> list[str]:
    """A line's cells, its label with what goes on alone on the lines below."""
    name = next((at for at, cell in enumerate(cells) if cell and not is_number(cell)), 0)
    alone = [parts[0] for text, _ in below if len(parts := [cell for cell in cells_of(text) if cell]) == 1]
    more = goes_on_for(cells[name], alone)
    return [*cells[:name], "".join([cells[name], *alone[:more]]), *cells[name + 1 :]]


def _pieces_below(lines: Sequence[Line], start: int, *, edged: bool) -> Iterator[tuple[str, int]]:
    """The cells below a header that stands a cell a line, each with its place.

    ``edged``: each begins with a pipe on a line of its own, so that a blank one is two of them.
    """
    idle, edges = 0, 1
    for at in range(start, _next_header(lines, start)):
        text = lines[at][0].strip(" |\t\u3000\xa0")
        if not text and lines[at][0].strip(" \n"):
            edges += 1
            if not edged or edges > 1:
                yield "", at  # a cell that the text shows to be blank
        if not text or RULER.fullmatch(text) or is_page(text):
            continue
        if _is_foot(text) or idle > _IDLE:
            return
        is_cell = text in UNITS or is_number(text) or is_listed(text)
        idle, edges = 0 if is_cell else idle + 1, 0
        yield text, at


class _Group(NamedTuple):
    """A label of a stream of cells, and what stands behind it."""

    label: str
    line: int
    behind: list[str]
    broken: bool = False  # it has no number, and a text on no list stands between it and one


def _between_labels(columns: Sequence[Column], pieces: Sequence[tuple[str, int]]) -> Iterator[PrintedRow]:
    groups = list(_groups(pieces))
    astray = _out_of_count(groups) if columns[0][0] == "serial" else set()
    for at, group in enumerate(groups):
        row = _stream_row(columns, group.label, group.behind, group.line, is_last=at + 1 == len(groups))
        yield replace(row, values=None) if group.broken or at in astray else row


def _groups(pieces: Sequence[tuple[str, int]]) -> Iterator[_Group]:
    label, line, behind = "", 0, list[str]()
    last = max((at for at, (text, _) in enumerate(pieces) if is_listed(text)), default=-1)
    for at, (text, here) in enumerate(pieces):
        if not text or text in UNITS or is_number(text):
            behind.append(text)
            continue
        if label and not behind and not is_listed(text) and is_listed(label + text):
            label += text
            continue
        if label:
            yield _Group(label, line, behind, _is_broken_off(label, behind, text, pieces[at + 1 :]))
        if at > last and behind:
            return
        label, line, behind = text, here, []
    if label:
        yield _Group(label, line, behind)


def _is_broken_off(label: str, behind: Sequence[str], text: str, below: Sequence[tuple[str, int]]) -> bool:
    without = is_listed(label) and not is_listed(text) and not any(map(is_number, behind))
    return without and bool(below) and (below[0][0] in UNITS or is_number(below[0][0]))


def _out_of_count(groups: Sequence[_Group]) -> set[int]:
    """Where the serial number of the next row, behind a row, isn't the next one, in a table that counts its rows."""
    found = [int(group.behind[-1]) if group.behind and group.behind[-1].isdecimal() else None for group in groups[:-1]]
    next_ = [one is not None and two == one + 1 for one, two in pairwise(found)]
    if _COUNTING * sum(next_) < (_COUNTING - 1) * len(next_):
        return set()
    near = zip([False, *next_], [*next_, False], strict=True)
    return {at for at, around in enumerate(near) if not any(around)}


def _pages_in_prose(texts: Sequence[str]) -> list[int]:
    """The numbers that stand alone between long lines, as those of pages do."""
    told = [text.strip() for text in texts if text.strip()]
    around = zip(told, told[1:], told[2:], strict=False)
    return [
        int(text) for above, text, below in around if _BARE.fullmatch(text) and min(len(above), len(below)) > _PROSE
    ]


def _without_pages(rows: Sequence[PrintedRow], columns: Sequence[Column], pages: Sequence[int]) -> list[PrintedRow]:
    """Rows without the values that may be a page's number, where pages are numbered and blanks leave nothing behind.

    ``pages``: numbers of pages seen above; a row with one number too many holds another.
    """
    most = len(values_of(columns)) + sum(kind == "serial" for kind, _ in columns)
    numbers = [[int(word) for word in row.text.split() if _BARE.fullmatch(word)] for row in rows]
    seen = {*pages, *(number for found in numbers if len(found) > most for number in found if number)}
    near = {str(number + step) for number in seen for step in (-1, 1)} if _loses_blanks(rows, most) else set()
    return [replace(row, values=None) if near & set(row.values or ()) else row for row in rows]


def _loses_blanks(rows: Sequence[PrintedRow], most: int) -> bool:
    """Does an indicator print nothing where its number belongs, and none a sign of a blank?"""
    own = [row for row in rows if (named := indicator_of(row.label)) and named.code]
    words = [[word for word in row.text.split() if is_number(word)] for row in own]
    signs = any(not any(map(str.isdecimal, word)) for found in words for word in found)
    lacks = (len(found) < (most if row.values is None else 1) for row, found in zip(own, words, strict=True))
    return not signs and any(lacks)


def _stream_row(
    columns: Sequence[Column], label: str, behind: list[str], line: int, *, is_last: bool = False
) -> PrintedRow:
    kinds = [kind for kind, _ in columns]
    serial = kinds[0] == "serial"  # each stands in front of its row's label, behind the row above
    own = behind[:-1] if serial and not is_last and behind and behind[-1].isdecimal() else behind
    cells = [*[""] * serial, label, *own]
    unit = unit_of(kinds, cells)
    if len(cells) == len(columns) and kinds[serial] == "indicator" and unit is not None:
        values = tuple(cells[at] for at in values_of(columns))
        return PrintedRow(label, line, unit, values, " ".join(own))
    if serial:
        return PrintedRow(label, line, "", None, " ".join(behind))
    return told_by_cells(columns, label, behind, line, is_first=True)


def _is_foot(text: str) -> bool:
    key = label_key(fold(text))
    return any(key.startswith(word) for form in statistics_forms().values() for word in form.foot)
