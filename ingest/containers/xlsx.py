"""Sheets (电子表格): ``.xlsx``, the older ``.xls`` and ``.et``, OpenDocument's ``.ods``.

A number is taken as the cell holds it, with the fifteen digits that a sheet keeps, and with the words, the sign or the
per cent that its format prints; where the format shows other digits, or a colour or a condition hides them, it is told
as no number.
Hidden sheets, rows and columns stay out. A formula that nobody has computed and an error value are kept as what they
are, so that no reader takes them for a blank.

Of the older formats the library tells less: not what is hidden, no error value (#DIV/0! is a blank), nor OpenDocument's
merged cells. Where LibreOffice is installed it makes them ``.xlsx`` first.
"""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import accumulate, groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.containers.ooxml import is_package
from ingest.model import Cell, Document, Refused
from ingest.text import STRUCK, joined, struck
from ingest.transcript import Transcript

if TYPE_CHECKING:
    from ingest.containers.ooxml.marks import Marks

SUFFIXES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SECONDS = 10.0
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOKS = tuple(name.encode("utf-16-le") + b"\0\0" for name in ("Workbook", "Book"))  # the streams that .xls has
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_SHEETS = 50
_MARGIN = 20  # rows and columns; a title may be merged over the whole width that a sheet can have
_UNSEEN, _DOUBTED = "[与底色同色]", "[条件格式]"  # behind digits that nobody sees, or that nobody knows to be seen
_PARAGRAPH = 40  # characters; a longer text alone in its row is prose

Place = tuple[int, int]


def claims(name: str, content: bytes) -> bool:
    """Is this a workbook, of whatever age?"""
    if content.startswith(_OLE):
        is_named = PurePath(name).suffix.lower() in (".xls", ".et")
        return any(book in content for book in _BOOKS) or (is_named and b"W\0o\0r\0d\0D\0o\0c\0" not in content)
    return is_package(content, b"xl/") or (content.startswith(b"PK") and _ODS in content[:200])


def read(_name: str, content: bytes) -> Document:
    """The visible sheets' blocks; raises ``Refused`` for what is broken, protected by a password or empty."""
    import python_calamine  # noqa: PLC0415 (only who reads sheets waits for it)

    from ingest.containers.office.convert import converted, soffice  # noqa: PLC0415
    from ingest.containers.ooxml.marks import Marks, marks  # noqa: PLC0415
    from ingest.containers.ooxml.package import Package  # noqa: PLC0415

    if not is_package(content, b"xl/") and soffice() is not None:
        content = converted(content, ".ods" if content.startswith(b"PK") else ".xls", "xlsx")
    marked = marks(Package(content)) if is_package(content, b"xl/") else {}
    page = Transcript()
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        for name in visible[:_MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            page.part(f"工作表“{name}”")
            _sheet(
                page, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or [], marked.get(name, Marks())
            )
    except python_calamine.PasswordError:
        raise Refused("表格有密码，请先解除 (a workbook with a password: take it off first)") from None
    except (python_calamine.CalamineError, OSError, ValueError, EOFError) as error:
        raise Refused(f"表格已损坏，无法读取 (a broken workbook: {str(error)[:100]})") from None
    return page.document()


def _sheet(page: Transcript, rows: Sequence[Sequence[Any]], merged: list[tuple[Place, Place]], marked: Marks) -> None:
    """One sheet: its tables are runs of rows without an empty one between; a paragraph alone in its row is prose."""
    spans = _within(merged, len(rows), max(map(len, rows), default=0))
    covered = set(_covered(spans))
    block: list[list[Cell]] = []
    for number, values in enumerate(_reaching(rows, marked.texts)):
        if number in marked.hidden_rows:
            continue
        cells = _cells(number, values, spans, marked, covered)
        if not cells:
            _put(page, block)
            block = []
        elif len(cells) == 1 and ("\n" in cells[0].text.strip() or len(cells[0].text) > _PARAGRAPH):
            _put(page, block)
            block = []
            page.prose(cells[0].text)
        else:
            block.append(cells)
    _put(page, block)


def _within(merged: Sequence[tuple[Place, Place]], rows: int, columns: int) -> dict[Place, Place]:
    """Merged cells: where they begin and end, cut off where they run far beyond what the sheet holds."""
    return {
        first: (min(last[0], max(first[0], rows + _MARGIN)), min(last[1], max(first[1], columns + _MARGIN)))
        for first, last in merged
    }


def _covered(spans: Mapping[Place, Place]) -> Iterator[Place]:
    """The places in merged cells, but for the first of each: what a cell there holds isn't shown."""
    for first, last in spans.items():
        for row in range(first[0], last[0] + 1):
            yield from ((row, column) for column in range(first[1], last[1] + 1) if (row, column) != first)


def _reaching(rows: Sequence[Sequence[Any]], texts: Mapping[Place, str]) -> Iterator[Sequence[Any]]:
    """The rows, as long and as many as it takes to hold what stands where the library sees no value."""
    widths: dict[int, int] = {}
    for row, column in texts:
        widths[row] = max(widths.get(row, 0), column + 1)
    for number in range(max(max(widths, default=-1) + 1, len(rows))):
        values = rows[number] if number < len(rows) else ()
        yield [*values, *([None] * (widths.get(number, 0) - len(values)))]


def _cells(
    number: int, values: Sequence[Any], spans: Mapping[Place, Place], marked: Marks, covered: Container[Place]
) -> list[Cell]:
    """The cells of a row that say something, where they stand in what is shown."""
    cells = []
    for column, value in enumerate(values):
        place = (number, column)
        text = marked.texts.get(place) or _printed(value, marked.formats.get(place, ""))
        if any(map(str.isdigit, text)):
            text += _UNSEEN if place in marked.unseen else _DOUBTED if place in marked.doubted else ""
        if place in marked.struck:
            text = joined([struck(text.replace(STRUCK, ""))])
        if column in marked.hidden_columns or place in covered or not text.strip():
            continue
        last_row, last_column = spans.get(place, place)
        cells.append(
            Cell(
                text,
                0,
                _shown(number, marked.hidden_rows),
                _shown(column, marked.hidden_columns),
                max(1, _shown(last_row + 1, marked.hidden_rows) - _shown(number, marked.hidden_rows)),
                max(1, _shown(last_column + 1, marked.hidden_columns) - _shown(column, marked.hidden_columns)),
            )
        )
    return cells


def _shown(at: int, hidden: frozenset[int]) -> int:
    """A row's or column's number among those that are shown."""
    return at - sum(one < at for one in hidden) if hidden else at


def _put(page: Transcript, block: Sequence[Sequence[Cell]]) -> None:
    for side in _sides([cell for row in block for cell in row]):
        page.grid(_whole(side))


def _sides(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The tables that a run of rows holds: beside one another where a column is empty and both sides begin on one row.

    A table's own empty column has a caption above it, or labels before it that begin higher.
    """
    sides: list[list[Cell]] = []
    ordered = sorted(cells, key=lambda cell: (cell.column, cell.row))
    tops = list(accumulate((cell.row for cell in reversed(ordered)), min))[
        ::-1
    ]  # of what begins at each or right of it
    until = 0
    for cell, top in zip(ordered, tops, strict=True):
        if not sides or (cell.column > until and _top(sides[-1]) == top):
            sides.append([])
        sides[-1].append(cell)
        until = max(until, cell.column + cell.columns)
    are_tables = all(len({cell.row for cell in side}) > 2 and len({cell.column for cell in side}) > 1 for side in sides)
    return [sorted(side, key=lambda cell: (cell.row, cell.column)) for side in (sides if are_tables else [cells])]


def _top(cells: Sequence[Cell]) -> int:
    return min(cell.row for cell in cells)


def _whole(cells: Sequence[Cell]) -> Iterator[Cell]:
    """A table's cells, with the blank ones that its rows have between their first column and its last."""
    if not cells:
        return
    left, right = min(cell.column for cell in cells), max(cell.column + cell.columns for cell in cells)
    top = _top(cells)
    taken = {
        (cell.row + down, cell.column + along)
        for cell in cells
        for down in range(cell.rows)
        for along in range(cell.columns)
    }
    for number, row in groupby(cells, key=lambda cell: cell.row):
        printed = list(row)
        yield from (Cell(cell.text, 0, number - top, cell.column - left, cell.rows, cell.columns) for cell in printed)
        if len(printed) > 1:
            blank = (column for column in range(left, right) if (number, column) not in taken)
            yield from (Cell("", 0, number - top, column - left) for column in blank)


def _printed(value: Any, code: str = "") -> str:
    """A cell's value as its format shows it.

    >>> [_printed(value) for value in (12.0, 0.1 + 0.2, 1e15, True, date(2021, 1, 5), None, "无")]
    ['12', '0.3', '1000000000000000', 'TRUE', '2021-01-05', '', '无']
    >>> _printed(0.125, "0%"), _printed(12.0, '"约"0')
    ('12.5%', '约12')
    """
    from ingest.containers.ooxml import formats  # noqa: PLC0415 (only who reads sheets waits for it)

    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        times = 100 if code and formats.is_share(code) else 1
        return formats.number(value, _number(value * times), code) if code else _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return formats.text(str(value), code) if code else str(value)


def _number(value: float) -> str:
    rounded = float(f"{value:.15g}")
    return str(int(rounded)) if rounded == int(rounded) and abs(rounded) < 1e16 else repr(rounded)
