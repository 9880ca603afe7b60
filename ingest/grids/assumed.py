"""Headers that can't be read (表头不可辨认): the form's columns, taken only where the sums bear them out.

The text of a PDF may give a header's words in no order at all. Rows of table 2, or a row as long as table 3, are then
read under the form's own columns; not one of their sums may fail, and some must say more than 0 ＝ 0, unless every cell
is a printed 0 and order makes no difference. Table 1 has no sums, so its rows stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.align import holds, numbers
from ingest.forms import Form, Label, Sum
from ingest.grids import findings as say
from ingest.grids.header import Column, Header
from ingest.grids.ordered import note_loose
from ingest.grids.orders import is_twice, speaks_against, words_above
from ingest.grids.printed import Found, Headless, PrintedRow
from ingest.grids.words import end_of, rows_called
from ingest.model import Finding, Row, Table
from ingest.text import fold
from ingest.values import is_value

_LEAST = 5  # rows of table 2 in listed words
_TELLING = 2  # of them with sums of more than nothing
_WIDER = 2  # rows with more values than columns; one may hold a page's number
_MISCOUNTED = 1  # column whose sum fails though its rows' own sums hold: what its author added up wrongly
_TABLES: tuple[Table, ...] = ("applications", "appeals")
_RULER = re.compile(r"[-=:]{3,}")


def note_headless(found: Found, form: Form, lines: Sequence[str]) -> None:
    """Note rows that stand under no header of their table, if that has none anywhere, under the form's columns.

    A header of table 3 whose words can be read, but not in an order that any page has, is one all the same; so are the
    document's folded ``lines`` above the rows where they name the columns in another order.
    """
    for table in _TABLES:
        if table in found.refused or any(header.table == table for header in found.headers):
            continue
        rows = [one for one in found.headless if _is_of(one, table, form)]
        if not _suffice(rows, table) or _are_preceded(rows[0], found.headless):
            continue
        header = _header(table, form, rows[0])
        header = replace(header, around=words_above(lines, header.line))
        others = _is_of_two_years(rows, table, lines, header.line) or _are_wider(rows, len(header.columns))
        if others or speaks_against(lines, header.line, table, form):
            found.refused.add(table)
            continue
        found.headers.append(header)
        for one in rows:
            note_loose(found, one.row, header, one.grid, one.at)
        taken = set(map(id, rows))
        found.headless = [one for one in found.headless if id(one) not in taken]


def _suffice(rows: Sequence[Headless], table: Table) -> bool:
    """Is there a row of table 3, or are there enough of table 2?"""
    return bool(rows) if table == "appeals" else len({_label(one) for one in rows}) >= _LEAST


def _is_of_two_years(rows: Sequence[Headless], table: Table, lines: Sequence[str], line: int) -> bool:
    return table == "appeals" and (len(rows) > 1 or is_twice(lines, line))


def _are_wider(rows: Sequence[Headless], columns: int) -> bool:
    """Have several rows more values than the form has columns? Then one as long as these may have lost a blank."""
    counts = [sum(bool(cell.text.strip()) for cell in one.row.run) for one in rows]
    return sum(count > columns for count in counts) >= _WIDER


def _are_preceded(first: Headless, headless: Sequence[Headless]) -> bool:
    """Do numbers stand before the first label, so that a row's may stand before its label and not behind it?"""
    above = [one for one in headless if one.grid == first.grid and one.at < first.at]
    values = [cell for cell in above[-1].row.run if cell.text.strip()] if above and first.row.texts else []
    return len(values) > 1 and not named(above[-1])


def _label(one: Headless) -> str:
    return one.row.texts[-1].text if one.row.texts else ""


def named(one: Headless) -> set[Table]:
    """The tables of which a row's label names a row."""
    return {name.table for cell in one.row.texts for name in rows_called(cell.text)}


def _is_of(one: Headless, table: Table, form: Form) -> bool:
    if table == "applications":
        return bool(one.row.run) and ("applications" in named(one) or any(end_of(cell.text) for cell in one.row.texts))
    values = [cell for cell in one.row.run if is_value(fold(cell.text).strip())]
    return not one.row.texts and len(values) == len(one.row.run) == len(form.channels) * len(form.results)


def is_printed_again(found: Found, form: Form) -> bool:
    """Does table 3 stand once more, with other values, under a header that can't be read?"""
    read = [row.printed for row in found.rows if row.header.table == "appeals"]
    texts = [tuple(c.text for c in one.row.run if c.text.strip()) for one in found.headless if not one.row.texts]
    values = [row for row in texts if all(is_value(fold(text).strip()) for text in row)]  # 无 as well, but no ruler
    values = [row for row in values if not all(_RULER.fullmatch(text.strip()) for text in row)]
    return any(len(row) > len(form.applicants) and row not in read for row in values)


def _header(table: Table, form: Form, first: Headless) -> Header:
    labels: list[tuple[Label, str | None]] = [(label, None) for label in form.applicants]
    if table == "appeals":
        labels = [(label, channel.code) for channel in form.channels for label in form.results]
    columns = tuple(
        Column(at, at + 1, label.code, channel, (label.label,)) for at, (label, channel) in enumerate(labels)
    )
    line = (*first.row.texts, *first.row.run)[0].line
    return Header(table, (), line, columns, 0, 0, assumed=True)


def borne_out(table: Table, rows: Sequence[PrintedRow], codes: Sequence[str | None], form: Form) -> list[PrintedRow]:
    """The rows, those under an assumed header without their cells if a sum speaks against it or none for it."""
    assumed = [at for at, row in enumerate(rows) if row.header.assumed]
    under = [(codes[at], rows[at]) for at in assumed]
    printed = [row for _, row in under]
    if not assumed or _are_all_0(printed) or (_are_full(printed) and _all_hold(table, under, form)):
        return list(rows)
    return [replace(row, cells=(None,) * len(row.cells), placed=False) if row.header.assumed else row for row in rows]


def _are_full(rows: Sequence[PrintedRow]) -> bool:
    """Has at least every second row that prints anything a value for each column?

    Where labels stand by themselves and numbers column by column, a run of these may follow any label.
    """
    printed = [row for row in rows if row.printed]
    told = [row for row in printed if all(is_value(fold(text).strip()) for text in row.printed)]
    full = sum(len(row.printed) == len(row.header.columns) for row in told)
    return full * 2 >= len(printed)


def _are_all_0(rows: Sequence[PrintedRow]) -> bool:
    """Is every cell of the rows a printed 0, so that no order of the columns makes a difference?"""
    return all(cell is not None and numbers([cell]) == [0] for row in rows if any(row.printed) for cell in row.cells)


def _all_hold(table: Table, rows: Sequence[tuple[str | None, PrintedRow]], form: Form) -> bool:
    sums = form.sums_over(table, [code for code, _ in rows if code])
    across = [total for total in sums if total.over == "columns"]
    held = [told for _, row in rows for total in across for told in _across(total, row)]
    if False in held or sum(told is True for told in held) < (
        _TELLING if table == "applications" else len(form.channels)
    ):
        return False
    return sum(_failing(total, rows) for total in sums if total.over == "rows") <= _MISCOUNTED


def _across(total: Sum, row: PrintedRow) -> list[bool | None]:
    """Does a row's own sum hold, channel by channel; None where it says nothing, or no more than 0 = 0?"""
    found: list[bool | None] = []
    for channel in dict.fromkeys(column.channel for column in row.header.columns):
        pairs = [
            (column.code or "", cell)
            for column, cell in zip(row.header.columns, row.cells, strict=True)
            if column.channel == channel
        ]
        known = dict(zip([code for code, _ in pairs], numbers([cell or "" for _, cell in pairs]), strict=True))
        told = None if any(cell is None for _, cell in pairs) else holds(total, known)
        found.append(told if channel or told is False or any(known.values()) else None)
    return found


def _failing(total: Sum, rows: Sequence[tuple[str | None, PrintedRow]]) -> int:
    """In how many columns does a sum over rows fail?"""
    by_code = {code: row for code, row in rows if code}
    if not {*total.left, *total.right} <= by_code.keys():
        return 0
    failing = 0
    for at in range(len(next(iter(by_code.values())).cells)):
        cells = {code: row.cells[at] for code, row in by_code.items()}
        known = dict(zip(cells, numbers([cell if cell is not None else "?" for cell in cells.values()]), strict=True))
        failing += holds(total, known) is False
    return failing


def unread(found: Found) -> Iterator[Finding]:
    """What must be said of rows that stand under no header of their table: each, or that their table is unread."""
    told: set[Table] = set()
    for one in found.headless:
        cells = (*one.row.texts, *one.row.run)
        printed = [cell.text for cell in cells if cell.text.strip()]
        for table in sorted(named(one)) if any(cell.text.strip() for cell in one.row.run) else ():
            if any(header.table == table for header in found.headers):
                yield say.unmatched(table, " ".join(printed), cells[0].line)
            elif table not in told:
                told.add(table)
                yield say.unread(table)
    for table in sorted(found.refused - told - {header.table for header in found.headers}):
        yield say.unread(table)


def said(headers: Sequence[Header], rows: Sequence[Row], told: Sequence[Finding]) -> list[Finding]:
    """That the header of a table couldn't be read, and whether its rows could all the same, if that isn't ``told``."""
    assumed = next((header for header in headers if header.assumed), None)
    if assumed is None or any(finding.check == "tables.unread" for finding in told):
        return []
    if not any(value.number is not None for row in rows for value in row.values):
        return [say.unread(assumed.table)]
    message = f"{say.TITLES[assumed.table]}的表头不能辨认，按法定表格的栏次读取，各行各栏的勾稽关系相符。"
    return [Finding("columns.assumed", message, assumed.line, assumed.table)]
