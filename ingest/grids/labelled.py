"""Tables 1 and 2 (表一、表二): rows with labels, each under the header that it stands under."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from ingest.forms import Form, Label, Measure, forms
from ingest.grids import findings as say
from ingest.grids.alignment import Match, Printed, Target, aligned
from ingest.grids.header import Column, Header
from ingest.grids.loose import may_be_label
from ingest.grids.placing import placed
from ingest.grids.printed import PrintedRow
from ingest.grids.units import unit_of_money
from ingest.grids.words import columns_called, end_of, is_around, is_caption, is_corner, is_of_a_kind, rows_called
from ingest.headings import heading_kind
from ingest.model import BLANK, Document, Finding, Row, Table, Value
from ingest.patterns import lazy
from ingest.text import fold, simplified
from ingest.values import read_change, read_count, read_money, unit_in

_FEW_OF = 10  # of so many rows one may print no cell
_STRAY = 12  # characters of words that may stand for a value
_OF_TABLE = lazy(r"[(\[]?(?:注|备注|说明|单位|金额|数据|填表|制表|审核|附?表)")  # how remarks on a whole table begin
Read = tuple[Row | None, list[Finding]]


def labelled(
    table: Table, rows: Sequence[PrintedRow], form: Form, document: Document, *, blanks: bool = False
) -> Iterator[Read]:
    """Each printed row as a row of the form, with what must be said of it. ``blanks``: the page leaves cells blank."""
    labels = [Printed(row.text, tuple(cell.text for cell in row.above)) for row in rows]
    matches = aligned(table, labels, _targets(form.id, table))
    codes = [
        match.code if match and not _is_of_two(row, form) else None for row, match in zip(rows, matches, strict=True)
    ]
    bare, strays = _bare(rows), _strays(rows)
    for at, (row, match) in enumerate(zip(placed(table, rows, codes, form, blanks=blanks), matches, strict=True)):
        if (code := end_of(row.text)) and not any(row.printed) and not (match and match.listed):
            yield None, [say.cut(table, code, row.text, form.full_label(code), row.line)]
        elif match is not None and not _is_of_two(row, form):
            read = _row(table, row, match, form, document, short=row.line in bare)
            yield _with_stray(read, strays.get(at), form, len(row.header.columns))
        elif any(row.printed):
            yield None, [_unmatched(table, row)]


def _with_stray(read: Read, stray: str | None, form: Form, columns: int) -> Read:
    """A row as it was read, with what may be its values if nothing else is said of it."""
    row, findings = read
    if row is None or findings or stray is None:
        return read
    if columns > 1:
        return row, [say.miscounted(row, form.full_label(row.code), (stray,), columns)]
    names = [label.label for label in _labels(row, form)]
    return row, [say.unplaced(row, form.full_label(row.code), names, (stray,))]


def _labels(row: Row, form: Form) -> list[Label]:
    """The columns of a row, as the form calls them."""
    known: dict[str, Label] = {label.code: label for label in form.applicants} | dict(_measures(row.code, form.id))
    return [known[code] for code in row.columns if code in known]


def _bare(rows: Sequence[PrintedRow]) -> set[int]:
    """The lines of the few rows that print no cell where all others have one for each column."""
    bare = {row.line for row in rows if row.run == ()}
    full = [row for row in rows if row.run is not None and len(row.run) >= len(row.header.columns)]
    return bare if len(full) + len(bare) == len(rows) and len(bare) * _FEW_OF < len(rows) else set()


def _strays(rows: Sequence[PrintedRow]) -> dict[int, str]:
    """By rows without a cell: words between them and the label of the next, which may be their values."""
    found = {}
    for at, (row, following) in enumerate(zip_longest(rows, rows[1:])):
        above = [cell.text for cell in following.above] if following is not None else []
        between = [text for text in (*row.below, *above) if _is_stray(text)]
        if between and not any(row.printed):
            found[at] = " ".join(between)
    return found


def _is_stray(text: str) -> bool:
    """May words stand for a value: figures, or a few words that name nothing and are no remark of the table's own?"""
    folded = fold(text).strip()
    told = any(map(str.isdigit, folded)) or (len(folded) <= _STRAY and _OF_TABLE.match(folded) is None)
    named = may_be_label(folded) or any(of(folded) for of in (is_caption, is_around, is_corner, columns_called))
    return told and not named and heading_kind(folded) is None


def _unmatched(table: Table, row: PrintedRow) -> Finding:
    return say.unmatched(table, " ".join(filter(None, (row.text, *row.printed))), row.line)


def _is_of_two(row: PrintedRow, form: Form) -> bool:
    """Do the labels of two rows stand before one row of values?"""
    above = [name for cell in row.above for name in rows_called(cell.text)]
    allowed = {name.code for name in rows_called(row.text)} | set(form.parents.values())
    return any(not name.is_head and name.code not in allowed for name in above)


def _row(
    table: Table, printed: PrintedRow, match: Match, form: Form, document: Document, *, short: bool = False
) -> Read:
    if form.children(match.code) and not any(printed.printed):
        return None, []  # it heads its rows
    label = form.full_label(match.code)
    columns = _columns(table, match.code, printed.header, form)
    values, lost = _read_under(printed, columns, document)
    if not values or _prints_beyond(printed, columns):
        return None, [_unmatched(table, printed)] if any(printed.printed) else []
    if _is_shifted(printed, values.values()) or _is_exchanged(printed, values, columns.values()):
        values, lost = dict.fromkeys(values, BLANK), [known.label for known in columns.values()]
    if table == "applications":
        values = {label.code: values.get(label.code, BLANK) for label in form.applicants}
    row = Row(table, match.code, tuple(values), tuple(values.values()), printed.line)
    findings = [] if match.listed else [say.row_read_as(table, match.code, printed.text, label, printed.line)]
    if short:
        findings.append(say.miscounted(row, label, (), len(printed.header.columns)))
    else:
        findings += _of_places(row, label, lost, printed)
    return row, [*findings, *_of_values(row, label, {known.code: known for known in columns.values()})]


def _read_under(
    printed: PrintedRow, columns: dict[Column, Label], document: Document
) -> tuple[dict[str, Value], list[str]]:
    """What stands under each column of the form, and which of them have nothing certain."""
    values: dict[str, Value] = {}
    lost: list[str] = []
    for column, cell in zip(printed.header.columns, printed.cells, strict=True):
        known = columns.get(column)
        if known is None:
            continue
        if cell is None or known.code in values:  # out of its column, or two columns of one name
            values[known.code] = BLANK
            lost.append(known.label)
        else:
            values[known.code] = _value(cell, known, column, printed, document)
    return values, lost


def _is_shifted(printed: PrintedRow, values: Iterable[Value]) -> bool:
    """Where order alone tells places, what can't stand in its column shows that the others may not, either."""
    return printed.run is not None and any(map(_is_astray, values))


def _is_exchanged(printed: PrintedRow, values: Mapping[str, Value], columns: Collection[Label]) -> bool:
    """Does an amount stand under a count, where order alone tells it from the amount beside it (8841.9, 250)?"""
    counts = [values[known.code] for known in columns if not _is_money(known)]
    amounts = any(value.note == "unreadable" and _is_amount(value) for value in counts)
    return printed.run is not None and amounts and len(counts) < len(columns)


def _is_astray(value: Value) -> bool:
    """Is this a value of another column's kind (减3 among counts), a row's name (行政检查) or a header's word?"""
    change = read_change(value.raw).number is not None and not _is_amount(value)
    words = change or is_of_a_kind(simplified(value.raw)) or is_around(value.raw)
    return value.note == "unreadable" and words


def _is_amount(value: Value) -> bool:
    """Would this be a sum of money if its unit were known?"""
    return read_money(value.raw, "元").number is not None


def _of_places(row: Row, label: str, lost: Sequence[str], printed: PrintedRow) -> Iterator[Finding]:
    """What must be said of where its values stand: of some nothing is certain, or the sums told it."""
    if lost and any(printed.printed):
        yield _lost(row, label, lost, printed)
    elif printed.placed:
        yield say.by_sums(row, label, printed.printed, len(printed.header.columns))


def _lost(row: Row, label: str, lost: Sequence[str], printed: PrintedRow) -> Finding:
    columns = len(printed.header.columns)
    if printed.run is not None and len(printed.printed) != columns and len(lost) == columns:
        return say.miscounted(row, label, printed.printed, columns)
    return say.unplaced(row, label, lost, printed.printed)


def _prints_beyond(printed: PrintedRow, columns: dict[Column, Label]) -> bool:
    """Has a row a value under a column of the form's that it has in no form? Then its header is another row's."""
    pairs = zip(printed.header.columns, printed.cells, strict=True)
    return any(cell and column.code and column not in columns for column, cell in pairs)


def _of_values(row: Row, label: str, columns: dict[str, Label]) -> Iterator[Finding]:
    for code, value in zip(row.columns, row.values, strict=True):
        known = columns.get(code)
        if value.note == "unreadable" and _is_money(known) and _is_amount(value):
            yield say.unit_unclear(row, code, value, label, known.label if known else code)
        elif value.note:
            yield say.of_cell(row, code, value, label, known.label if known else code)
        if known and _is_money(known) and value.number and value.unit is None:
            yield say.unstated(row, label, code, known.label, value)


def _is_money(known: Label | None) -> bool:
    return isinstance(known, Measure) and known.money


def _columns(table: Table, code: str, header: Header, form: Form) -> dict[Column, Label]:
    """The columns of a header that a row has in any form, each as the report's form calls it if it has it."""
    labels: dict[str, Label] = dict(_measures(code, form.id))
    if table == "applications":
        labels = {label.code: label for label in form.applicants}
    return {column: labels[column.code] for column in header.columns if column.code in labels}


def _value(cell: str, known: Label, column: Column, printed: PrintedRow, document: Document) -> Value:
    if not isinstance(known, Measure) or not (known.signed or known.money):
        return read_count(cell)
    if known.signed:
        return read_change(cell)
    own, above = unit_in(printed.text), unit_in("".join(column.path[-1:]))
    unit = above if own in (None, above) else own if above is None else "?"
    return read_money(cell, unit_of_money(unit, document, printed.line, cell))


@cache
def _measures(code: str, form_id: str) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for form in (*forms().values(), forms()[form_id]):
        for band in form.bands:
            if any(item.code == code for item in band.items):
                found |= {measure.code: measure for measure in band.measures}
    return found


@cache
def _targets(form_id: str, table: Table) -> tuple[Target, ...]:
    form = forms()[form_id]
    if table == "applications":
        return tuple(Target(row.code, row.label, row.parent) for row in form.rows)
    return tuple(Target(item.code, item.label) for band in form.bands for item in band.items)
