"""Rows in doubt (存疑的行): their cells may stand elsewhere than order says, by what is printed behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ingest.forms import Form
from ingest.grids.header import Header
from ingest.grids.loose import may_be_label
from ingest.grids.printed import Found, PrintedRow
from ingest.grids.words import columns_called, is_of_a_kind, key_of, number_of
from ingest.model import Cell
from ingest.text import fold

_PAGE = re.compile(r"[1-3]?[1-9]|[1-3]0")
_PAIR = 2
_WORD = 20  # characters of a column's words, at most
_MANY = 40  # cells


def doubt_pages(found: list[PrintedRow], first: int, cells: dict[int, list[Cell]]) -> None:
    """Doubt the last rows below headers of table 1 that may have lost a blank, and print a page's number behind it.

    In a stream whose blanks are dropped a row that is full may be short, and its last number the page's. Tables 2 and 3
    have sums that tell. ``first``: of the rows found in this grid, ``cells``: its rows.
    """
    of_table = [at for at in range(first, len(found)) if found[at].header.table == "disclosure_items"]
    for _, rows in groupby(of_table, key=lambda at: id(found[at].header)):
        *above, last = rows
        if any(_is_short(found[at]) for at in above) and _may_end_in_page(found[last], cells[found[last].row]):
            found[last] = replace(found[last], run=None)


def doubt_cut(found: list[PrintedRow], first: int) -> None:
    """Doubt short rows that go on behind words which name nothing (续表二, 见下页): these stand amid a row's cells."""
    for at, (row, behind) in enumerate(pairwise(found[first:]), start=first):
        room = len(row.header.columns) - len(row.printed)
        near = behind.header is row.header and behind.row == row.row + 1
        if near and 0 < len(behind.printed) <= room and row.printed and _names_nothing(behind):
            found[at] = replace(row, run=None)


def doubt_broken(found: list[PrintedRow], first: int) -> None:
    """Doubt rows right above numbers without a label, which may be the rest of theirs (85 above 909 for 85909)."""
    for at, (row, behind) in enumerate(pairwise(found[first:]), start=first):
        near = behind.header is row.header and behind.row == row.row + 1
        rest = behind.label is None and 0 < len(behind.printed) <= len(row.printed)
        if near and rest and row.label is not None and all(text[:1].isdigit() for text in map(fold, behind.printed)):
            found[at] = replace(row, run=None)


def _names_nothing(row: PrintedRow) -> bool:
    """Are the words before some values no label of the form's, nor one of its author's (其中：…, 4.其他)?"""
    text = row.text
    words = bool(text) and not number_of(text) and key_of(text)[:2] != "其中" and not is_of_a_kind(text)
    return words and not any(may_be_label(one) for one in (text, *(cell.text for cell in row.above)))


def doubt_parted(found: Found, form: Form, lines: Sequence[str]) -> None:
    """Doubt rows of table 1 one of whose columns is named elsewhere, alone on a folded line, or before values.

    The text of a PDF that tears a column off may have put the others' values in another order as well.
    """
    lacking = {id(header): codes for header in found.headers if (codes := _lacking(header, form))}
    if not lacking:
        return
    alone = _named_alone(found, lines)
    alone -= {column.code for header in found.headers for column in header.named() if len(header.named()) > 1}
    for at, row in enumerate(found.rows):
        if row.run is not None and lacking.get(id(row.header), frozenset()) & alone:
            found.rows[at] = replace(row, run=None)


def _named_alone(found: Found, lines: Sequence[str]) -> set[str]:
    """The columns named alone on a line, or where a row's label stands."""
    labels = [cell.text for row in found.rows for cell in (*row.above, row.label) if cell is not None]
    words = [line.strip() for line in (*lines, *labels) if len(line) <= _WORD]
    return {named.code for word in words for named in columns_called(word)}


def doubt_narrow(found: Found, form: Form) -> None:
    """Doubt rows of table 2 whose header names fewer columns than the form has, where one of them prints more values.

    The words of the other columns may be lost, and a row of as many values as there are words may have lost others.
    """
    of_table = [row for row in found.rows if row.header.table == "applications" and row.run is not None]
    narrow = {id(row.header) for row in of_table if len(row.header.columns) < len(form.applicants)}
    wider = {id(row.header) for row in of_table if len(row.printed) > len(row.header.columns)}
    for at, row in enumerate(found.rows):
        is_wider = len(row.printed) > len(row.header.columns)
        if row.run is not None and not is_wider and id(row.header) in narrow & wider:
            found.rows[at] = replace(row, run=None)


def _lacking(header: Header, form: Form) -> frozenset[str]:
    """The columns of its band that a header doesn't name."""
    named = {column.code for column in header.named()}
    bands = [{measure.code for measure in band.measures} for band in form.bands]
    known = next((codes for codes in bands if named and named < codes), set())
    return frozenset(known - named) if header.table == "disclosure_items" else frozenset()


def doubt_cut_off(found: Found) -> None:
    """Doubt rows of table 3 of whose cells another row, under no header, may print the rest (6 of 136, cut by a page).

    It has a cell for each column, some of them blank, the others figures.
    """
    rests = [one.row.run for one in found.headless if not one.row.texts and _is_rest(one.row.run)]
    widths = {len(run) for run in rests}
    for at, row in enumerate(found.rows):
        if row.header.table == "appeals" and row.label is None and len(row.cells) in widths:
            found.rows[at] = replace(row, run=None, cells=(None,) * len(row.cells))


def _is_rest(run: Sequence[Cell]) -> bool:
    """Are some cells of a run blank, and all others figures?"""
    texts = [fold(cell.text).strip().rstrip("…") for cell in run]  # the last cell of a text may have lost its end
    return "" in texts and any(texts) and all(map(str.isdigit, filter(None, texts)))


def doubt_each_once(found: list[PrintedRow], first: int, cells: Sequence[Cell]) -> None:
    """Doubt all rows of a stream in which no cell is printed twice, which has many, or several headers.

    What printed it has dropped each line that was there before: one 0 stands for a hundred, and headers lack columns.
    """
    texts = [cell.text.strip() for cell in cells if cell.text.strip()]
    headers = {id(row.header) for row in found[first:]}
    values = [len(row.printed) for row in found[first:] if row.printed]
    if values.count(1) * _PAIR > len(values):
        return  # glued digits, or one column
    if len(set(texts)) == len(texts) and (len(headers) > 1 or len(texts) > _MANY):
        found[first:] = [replace(row, run=None) if row.run is not None else row for row in found[first:]]


def doubt_torn(found: list[PrintedRow], first: int) -> None:
    """Doubt full rows of table 1 that may have lost a blank and hold a number in two pieces (3, 61 for 361).

    So they may where other rows are short, and one has more values than columns. The sums of tables 2 and 3 tell.
    """
    of_table = [at for at in range(first, len(found)) if found[at].header.table == "disclosure_items"]
    rows = [found[at] for at in of_table]
    if any(map(_is_short, rows)) and any(len(row.printed) > len(row.header.columns) for row in rows):
        for at in of_table:
            if any(_may_be_pieces(one, two) for one, two in pairwise(found[at].printed)):
                found[at] = replace(found[at], run=None)


def _may_be_pieces(one: str, two: str) -> bool:
    """May two values be the pieces of one number?"""
    left, right = fold(one).strip(), fold(two).strip()
    return left[-1:].isdigit() and right[:1].isdigit() and left != "0"


def _is_short(row: PrintedRow) -> bool:
    return row.run is not None and 0 < len(row.run) < len(row.header.columns)


def _may_end_in_page(row: PrintedRow, cells: Sequence[Cell]) -> bool:
    """Does a full row end in a number, alone on its line, that may be a page's?"""
    printed = [cell for cell in cells if cell.text.strip()]
    alone = len(printed) < _PAIR or printed[-1].line != printed[-2].line
    full = len(row.printed) == len(row.header.columns)
    return full and alone and _PAGE.fullmatch(fold(row.printed[-1]).strip()) is not None
