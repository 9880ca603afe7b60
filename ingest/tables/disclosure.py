"""Table 1 (主动公开政府信息情况): under each caption its own columns, as the header above the row prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, product

from ingest.forms import Band, Form, Measure, forms
from ingest.match import STREAMS, Drawing, Drawn, HeaderCell
from ingest.model import BLANK, Finding, Row, Value
from ingest.tables import findings as say
from ingest.tables.grid import GRIDS, Cells, Habits, full, own_cells, settle, spare_cells
from ingest.text import fold, label_key
from ingest.values import read_change, read_count, read_money, unit_in

Columns = list[Measure | None]  # None: a column that is none of the form's


def headed(drawing: Drawing, form: Form | None) -> list[tuple[Drawn, Columns | None]]:
    """Each row of table 1 with the columns above it; None where nothing says what they are."""
    bands = _bands(form.id) if form else {}
    return [(row, _columns(row, bands.get(row.code))) for row in drawing.rows if row.table == "disclosure_items"]


def read(rows: Sequence[tuple[Drawn, Columns | None]], habits: Habits) -> Iterator[tuple[Row | None, list[Finding]]]:
    """Each row that a report prints, with what is to be said of it."""
    spare = spare_cells(widths(rows), habits)
    grid = [row for row, _ in rows if row.made in GRIDS and row.header_width]
    # Where merged labels leave blanks as they like, a row may be as wide as its header by chance.
    uneven = any(len(row.cells) > row.header_width for row in grid if row.label and own_cells(row) is not None)
    for row, columns in rows:
        cells = own_cells(row)
        if cells is None or columns is None:
            yield None, [say.of_drawn(row)]
        else:
            lost = row.doubt or _may_have_lost(row, len(columns), rows, habits)
            yield _read(row, columns, None if lost else _settled(row, cells, columns, habits, spare, uneven))


def widths(rows: Sequence[tuple[Drawn, Columns | None]]) -> Iterator[tuple[Drawn, int]]:
    """Each row of table 1 with the number of its columns."""
    return ((row, len(columns)) for row, columns in rows if columns)


def _read(row: Drawn, columns: Columns, settled: Cells | None) -> tuple[Row, list[Finding]]:
    measures = [measure for measure in columns if measure]
    codes = tuple([measure.code for measure in measures])
    if settled is None:
        blanks = Row(row.table, row.code, codes, (BLANK,) * len(codes), row.line)
        return blanks, [say.unplaced(row, len(columns), row.label)]
    money = [measure for measure in measures if measure.money]
    units = {header.code: _unit(header.text, row.label) for header in row.header} if money else {}
    pairs = [(measure, cell) for measure, cell in zip(columns, settled, strict=True) if measure]
    values = tuple([_value(cell, measure, units.get(measure.code)) for measure, cell in pairs])
    if row.made in STREAMS and any(
        v.note == "unreadable" and not m.signed for v, m in zip(values, measures, strict=True)
    ):
        # In a stream of cells, foreign text may have taken the place of a blank that was lost.
        blanks = Row(row.table, row.code, codes, (BLANK,) * len(codes), row.line)
        return blanks, [say.unplaced(row, len(columns), row.label)]
    made = Row(row.table, row.code, codes, values, row.line)
    foreign = [cell for measure, cell in zip(columns, settled, strict=True) if not measure and cell]
    found = say.cells(made, row.label, {m.code: m.label for m in measures})
    found += _unstated(made, row.label, measures) if money else []
    if row.made == "glued" and len(columns) > 1:
        found.append(say.cut_apart(row, row.label))
    if foreign:
        found.append(say.unmatched(row.table, f"{row.label}：{'、'.join(foreign)}", row.line))
    return made, found


def _may_have_lost(row: Drawn, columns: int, rows: Sequence[tuple[Drawn, Columns | None]], habits: Habits) -> bool:
    """Where a merged cell leaves its pipe, so does a lost one: a row that ends in a blank has lost none only if its
    table leaves other cells blank too."""
    if row.made != "piped" or not habits.residue or any(row.cells[columns - 1 :]) or not any(row.cells):
        return False
    return not any("" in other.cells[: len(other.header)] for other, _ in rows if other.code != row.code)


def _settled(row: Drawn, cells: Cells, columns: Columns, habits: Habits, spare: int, uneven: bool) -> Cells | None:
    """The cells by column: by the header's own positions where its grid row is as wide as this one."""
    count = len(columns)
    whole = full(cells, count)
    if whole is not None and row.made != "glued":
        return whole
    at = [header.at for header in row.header]
    if row.made in GRIDS and row.header_width and len(at) == count:
        if uneven or len(cells) != row.header_width or not all(0 < position <= len(cells) for position in at):
            return [""] * count if cells and not any(cells) else None
        outside = any(cell for position, cell in enumerate(cells, start=1) if position not in at)
        return None if outside else [cells[position - 1] for position in at]
    kept = [at for at, cell in enumerate(cells, start=1) if cell]
    if row.made == "pipes" and kept and kept[-1] == count:
        return list(cells[:count])  # no label spans columns here, so a blank in front is the first column's
    names = [measure.code if measure else "" for measure in columns]
    return settle([(row, cells)], names, [], habits, spare)[0]


# --- columns ----------------------------------------------------------------------------------------------------


@cache
def _measures() -> dict[str, Measure]:
    return {measure.code: measure for form in forms().values() for measure in form.measures}


@cache
def _allowed() -> dict[str, set[str]]:
    """The measures that each item has in any form."""
    allowed: dict[str, set[str]] = {}
    for band in (band for form in forms().values() for band in form.bands):
        for item in band.items:
            allowed.setdefault(item.code, set()).update(measure.code for measure in band.measures)
    return allowed


@cache
def _bands(form_id: str) -> dict[str, Band]:
    """The band that each item of a form first stands in."""
    return {item.code: band for band in reversed(forms()[form_id].bands) for item in band.items}


def _columns(row: Drawn, band: Band | None) -> Columns | None:
    """The columns above a row. None: nothing says what they are.

    Printed headers decide, whichever form they are of. Where some are cut or misprinted, the form's own columns
    stand if there is one for each and the pieces fit them in order.
    """
    header = row.header
    known = [header_cell.code for header_cell in header]
    if any(code and code not in _allowed().get(row.code, ()) for code in known):
        return None  # a header of another band: its own was lost
    if band and _over_lines(row) and sorted(map(str, known)) == sorted(measure.code for measure in band.measures):
        return list(band.measures)
    if header and None not in known and len(set(known)) == len(known):
        return [_named(code, band) for code in known if code]
    if band is None:
        return None
    if not header or _fits(header, band) or _scrambled(header, band):
        return list(band.measures)
    columns = [_named(code, band) if code and known.count(code) == 1 else None for code in known]
    return None if _torn(row, band) else columns


def _named(code: str, band: Band | None) -> Measure:
    """A column as the band calls it: 采购总金额 and 本年收费金额 are one measure of two forms."""
    own = {measure.code: measure for measure in band.measures} if band else {}
    return own.get(code) or _measures()[code]


def _torn(row: Drawn, band: Band) -> bool:
    """Are headers in the text of a PDF broken to pieces that don't make the band's? Then their order is anybody's."""
    pieces = [cell.text for cell in row.header if cell.code is None]
    torn = any(_is_piece(piece, measure) for piece in pieces for measure in band.measures)
    return row.made == "lines" and (torn or _over_lines(row))


def _over_lines(row: Drawn) -> bool:
    """Do the headers stand on several lines, more than one on some? A PDF's text gives them in any order then."""
    lines = [cell.line for cell in row.header]
    return row.made == "lines" and 1 < len(set(lines)) < len(lines)


def _fits(header: Sequence[HeaderCell], band: Band) -> bool:
    """One header for each column, each its own, a piece of it, or a repetition of another that is (a misprint)."""
    if len(header) != len(band.measures):
        return False
    own = [cell.code == m.code or _is_piece(cell.text, m) for cell, m in zip(header, band.measures, strict=True)]
    right = {cell.code for cell, fits in zip(header, own, strict=True) if fits and cell.code}
    return all(fits or cell.code in right for cell, fits in zip(header, own, strict=True))


def _scrambled(header: Sequence[HeaderCell], band: Band) -> bool:
    """Are the texts the pieces of just this band's headers, as a PDF's wrapped lines give them?"""
    ways = [[label_key(fold(printed)) for printed in measure.printed] for measure in band.measures]
    if not all(_piece_of(cell.text, list(chain(*ways))) for cell in header):
        return False
    letters = sorted("".join(label_key(cell.text) for cell in header))
    return any(letters == sorted("".join(way)) for way in product(*ways))


def _is_piece(text: str, measure: Measure) -> bool:
    return _piece_of(text, [label_key(fold(printed)) for printed in measure.printed])


def _piece_of(text: str, labels: Sequence[str]) -> bool:
    key = label_key(text)
    return len(key) > 1 and any(key in label for label in labels)


# --- cells ------------------------------------------------------------------------------------------------------


def _unit(header: str, label: str) -> str | None:
    """The unit that a header states; "?" where the row's label states another."""
    above, own = unit_in(header), unit_in(label)
    return above if own in (None, above) else own if above is None else "?"


def _value(cell: str, measure: Measure, unit: str | None) -> Value:
    if measure.money:
        return read_money(cell, unit)
    return read_change(cell) if measure.signed else read_count(cell)


def _unstated(row: Row, label: str, measures: Sequence[Measure]) -> Iterator[Finding]:
    for measure, value in zip(measures, row.values, strict=True):
        if measure.money and value.number and value.unit is None:
            message = f"“{label}”{measure.label}为{value.raw}，未标明单位，按所印数字录入。"
            yield Finding("unit.not_stated", message, row.line, row.table, row.code, measure.code, value.raw)
