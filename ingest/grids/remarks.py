"""What a page's headers have of their own (表头): columns that are none of the form's, other words, another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.forms import Band, Form, Label
from ingest.grids import findings as say
from ingest.grids.header import Header
from ingest.grids.printed import PrintedRow
from ingest.grids.words import rows_called
from ingest.model import Finding, Table


def of_headers(table: Table, headers: Sequence[Header], rows: Sequence[PrintedRow], form: Form) -> Iterator[Finding]:
    """Everything that must be said of the headers of one table, each thing once."""
    names = {label.code: label.label for label in _labels(form, table)}
    yield from _words(table, headers, rows, names)
    if table == "disclosure_items":
        yield from _lacking(headers, rows, form)
    if table == "applications" and headers:
        used = [header for header in headers if any(row.header is header for row in rows)]
        yield from _order(headers, used or headers, names)
    if table == "appeals":
        yield from _order_of_appeals(headers, form)


def _words(
    table: Table, headers: Sequence[Header], rows: Sequence[PrintedRow], names: dict[str, str]
) -> Iterator[Finding]:
    """Columns in other words, and those that are none of the form's and have values."""
    told: set[tuple[str, ...]] = set()
    for header in headers:
        under = [cells for row in rows if row.header is header and (cells := _cells(row))]
        for at, column in enumerate(header.columns):
            values = [cells[at] or "" for cells in under if cells[at]]
            if not column.path:
                yield from _nameless(table, header, values)
                continue
            if column.path in told or not (column.read_as or (column.code is None and values)):
                continue
            told.add(column.path)
            if column.code is None:
                yield say.foreign_column(table, column.text, values, header.line)
            else:
                label = names.get(column.code, column.code)
                yield say.column_read_as(table, column.code, column.text, label, header.line)


def _cells(row: PrintedRow) -> Sequence[str | None]:
    """What stands under each column of a row, or would by its order if that is one for each; nothing for any other."""
    if row.run is None:
        return row.cells
    ordered = row.run if len(row.run) == len(row.cells) else row.printed
    return ordered if len(ordered) == len(row.cells) else ()


def _nameless(table: Table, header: Header, values: Sequence[str]) -> Iterator[Finding]:
    """Numbers under a blank in a header."""
    if any(char.isdigit() for value in values for char in value):
        yield say.nameless_column(table, values, header.line)


def _lacking(headers: Sequence[Header], rows: Sequence[PrintedRow], form: Form) -> Iterator[Finding]:
    """Columns of table 1 that a header over a band's rows doesn't name, though it names others of that band.

    A word on no list may stand for one: it is told by itself.
    """
    told: set[tuple[str, str]] = set()  # a column's label, and those of its rows
    for header in headers:
        if any(column.path and not column.code for column in header.columns):
            continue
        codes = {column.code for column in header.named()}
        for band in _bands(header, rows, form):
            of = "、".join(item.label for item in band.items)
            absent = {(measure.label, of) for measure in band.measures if measure.code not in codes}
            if len(absent) == len(band.measures):
                continue
            for label, _ in sorted(absent - told):
                yield say.without_column("disclosure_items", f"{label}（{of}）", header.line)
            told |= absent


def _bands(header: Header, rows: Sequence[PrintedRow], form: Form) -> Iterator[Band]:
    """The bands of table 1 of which a header has rows whose cells are known."""
    texts = [row.text for row in rows if row.header is header and _cells(row)]
    items = {name.code for text in texts for name in rows_called(text) if name.table == "disclosure_items"}
    return (band for band in form.bands if items & {item.code for item in band.items})


def _order_of_appeals(headers: Sequence[Header], form: Form) -> Iterator[Finding]:
    """Headers of table 3 that name every column, its channels or the results under one in an order of their own."""
    channels = {channel.code: (at, channel.label) for at, channel in enumerate(form.channels)}
    results = {result.code: (at, result.label) for at, result in enumerate(form.results)}
    for header in headers:
        known = [(c.channel, c.code) for c in header.named() if c.channel in channels and c.code in results]
        places = [(channels[channel][0], results[code][0]) for channel, code in known]
        if len(set(places)) == len(channels) * len(results) and places != sorted(places):
            names = (f"{channels[channel][1]}·{results[code][1]}" for channel, code in known)
            yield say.reordered("appeals", names, header.line)


def _order(headers: Sequence[Header], used: Sequence[Header], names: dict[str, str]) -> Iterator[Finding]:
    """Columns of table 2 that a header over rows (``used``) doesn't name, and headers in an order of their own."""
    named = [({column.code for column in header.named()}, header.line) for header in used]
    for code, name in names.items():
        line = next((line for codes, line in named if code not in codes), None)
        if line is not None:
            yield say.without_column("applications", name, line)
    for header in headers:
        codes = [column.code or "" for column in header.named()]
        if [code for code in names if code in codes] != codes:
            yield say.reordered("applications", (names.get(code, code) for code in codes), header.line)


def _labels(form: Form, table: Table) -> tuple[Label, ...]:
    return {"disclosure_items": form.measures, "applications": form.applicants, "appeals": form.results}[table]
