"""What a workbook's cells show that isn't their value (单元格所示).

Hidden rows, error values, formulas not computed, number formats, white print, text that is struck through (删除线).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.containers.ooxml.colours import is_own_ground
from ingest.containers.ooxml.conditions import Look, Shown, looks, shown
from ingest.containers.ooxml.formats import BUILT_IN, PLAIN
from ingest.containers.ooxml.package import Package, attribute, child, children, local
from ingest.containers.ooxml.styles import is_on
from ingest.model import Refused
from ingest.text import joined, raised, struck

_MOST_ROWS = 100_000
_MOST_COLUMNS = 2_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TINY = 1.0  # points; what is no larger is no text
_NO_NOUGHT = "General;-General;;@"  # the format of a sheet that shows no nought
_NOUGHT = re.compile(r"0+(?:\.0*)?")
_OFF_LINE = ("superscript", "subscript")


@dataclass(frozen=True, slots=True)
class Marks:
    """Of one sheet; rows and columns counted from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    texts: Mapping[tuple[int, int], str] = field(
        default_factory=dict
    )  # what stands where no value does: #REF!, =SUM(B3:B9)
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)  # those that show more or less than a value
    unseen: frozenset[tuple[int, int]] = frozenset()  # printed in their ground's colour, or in no size
    doubted: frozenset[tuple[int, int]] = frozenset()  # of which a condition decides whether they are seen
    struck: frozenset[tuple[int, int]] = frozenset()  # struck through whole; what is so in part is among the texts


@dataclass(slots=True)
class _Sheet:
    """The marks of one sheet in the making."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    unseen: set[tuple[int, int]] = field(default_factory=set)
    doubted: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    numbers: dict[tuple[int, int], float] = field(default_factory=dict)
    grounded: set[tuple[int, int]] = field(default_factory=set)  # cells with a filling
    has_noughts: bool = True  # does the sheet show them?
    row: int = -1  # the last row that has ended
    column: int = -1  # the last cell's

    def next_place(self, cell: etree._Element) -> tuple[int, int]:
        """Where a cell stands that doesn't say it: beside the one before it, in a row that may not say it either."""
        return self._row_of(cell.getparent()), self.column + 1

    def end_row(self, row: etree._Element) -> None:
        """Go on to the next row."""
        self.row, self.column = self._row_of(row), -1

    def _row_of(self, row: etree._Element | None) -> int:
        said = _place(f"A{attribute(row, 'r')}") if attribute(row, "r") else None
        return said[0] if said is not None else self.row + 1

    def marks(self) -> Marks:
        return Marks(
            frozenset(self.rows),
            frozenset(self.columns),
            self.texts,
            self.formats,
            frozenset(self.unseen),
            frozenset(self.doubted),
            frozenset(self.struck),
        )


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets refer to by number: cell styles, and texts that are struck in part."""

    formats: Mapping[int, str]
    unseen: frozenset[int]
    grounded: frozenset[int]
    struck: frozenset[int]
    looks: Sequence[Look]
    texts: Mapping[int, str]


def marks(package: Package) -> dict[str, Marks]:
    """The marks of every sheet by its name. Raises ``Refused`` for a sheet larger than any report."""
    main = package.main("xl/workbook.xml")
    styles = package.related(main, "styles")
    shared = package.related(main, "sharedStrings")
    texts = {number: text for number, one in enumerate(shared if shared is not None else ()) if (text := _rich(one))}
    book = _Book(_formats(styles), _unseen(styles), _grounded(styles), _struck(styles), looks(styles), texts)
    names = {}
    for sheet in children(package.part(main), "sheets"):
        names[attribute(sheet, "id") or ""] = attribute(sheet, "name") or ""
    found = {}
    for identity, target in package.identified(main):
        content = package.content(target) if identity in names else None
        if content is not None:
            found[names[identity]] = _marks(content, book)
    return found


def _marks(content: bytes, book: _Book) -> Marks:
    sheet = _Sheet()
    events = etree.iterparse(
        io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in events:
            name = local(element)
            if name == "col" and _is_unseen(element, "width"):
                sheet.columns.update(range(_whole(element, "min") - 1, min(_whole(element, "max"), _MOST_COLUMNS)))
            elif name == "row":
                sheet.end_row(element)
                if _is_unseen(element, "ht"):
                    sheet.rows.add(sheet.row)
                element.clear()
            elif name == "c":
                _cell(element, book, sheet)
            elif name == "sheetView":
                sheet.has_noughts &= attribute(element, "showZeros") not in ("0", "false")
            elif name == "conditionalFormatting":
                _condition(element, book, sheet)
    except etree.XMLSyntaxError as error:
        raise Refused(f"表格已损坏 (a broken sheet: {str(error)[:100]})") from None
    return sheet.marks()


def _condition(element: etree._Element, book: _Book, sheet: _Sheet) -> None:
    for place, how in shown(element, book.looks, sheet.numbers):
        if isinstance(how, str):
            sheet.formats[place] = how
        elif how is Shown.DOUBTED:
            sheet.doubted.add(place)
        elif place not in sheet.grounded:
            sheet.unseen.add(place)


def _is_unseen(element: etree._Element, size: str) -> bool:
    """Is a row or column hidden, or drawn with no height or width?"""
    return _is_on(element, "hidden") or _NOUGHT.fullmatch(attribute(element, size) or "") is not None


def _cell(element: etree._Element, book: _Book, sheet: _Sheet) -> None:
    value, formula, inline = child(element, "v"), child(element, "f"), child(element, "is")
    said = (value.text or "") if value is not None else ""
    place = _place(attribute(element, "r") or "") or sheet.next_place(element)
    sheet.column = place[1]
    has_value = bool(said) or formula is not None
    if not has_value and inline is None:
        return
    _demand_size(place)
    style = _whole(element, "s")
    _styled(place, style, book, sheet)
    number = _number(said, attribute(element, "t"))
    if number is not None:
        sheet.numbers[place] = number
    text = _text(said, attribute(element, "t"), formula, book) if has_value else _rich(inline)
    if text:
        sheet.texts[place] = text
    elif number == 0 and not sheet.has_noughts:
        sheet.formats[place] = _NO_NOUGHT
    elif style in book.formats:
        sheet.formats[place] = book.formats[style]


def _styled(place: tuple[int, int], style: int, book: _Book, sheet: _Sheet) -> None:
    kinds = ((book.struck, sheet.struck), (book.unseen, sheet.unseen), (book.grounded, sheet.grounded))
    for styles, places in kinds:
        if style in styles:
            places.add(place)


def _number(said: str, kind: str | None) -> float | None:
    try:
        return float(said) if kind in (None, "n") and said else None
    except ValueError:
        return None


def _demand_size(place: tuple[int, int]) -> None:
    if place[0] >= _MOST_ROWS or place[1] >= _MOST_COLUMNS:
        raise Refused(f"表格过大：第{place[0] + 1}行第{place[1] + 1}列 (a sheet too large: row {place[0] + 1})")


def _text(said: str, kind: str | None, formula: etree._Element | None, book: _Book) -> str:
    """What a cell shows where it isn't its value: an error, a formula nobody computed, a text struck in part."""
    if kind == "e" and said:
        return said
    if not said and kind not in ("str", "inlineStr"):
        return f"={(formula.text if formula is not None else None) or '…'}"
    return book.texts.get(int(said), "") if kind == "s" and said.isdecimal() and len(said) < 9 else ""


def _rich(text: etree._Element | None) -> str:
    """A text of runs some of which are struck through, those between marks, raised or lowered; "" for any other."""
    runs = [one for one in text if local(one) == "r"] if text is not None else []
    if not any(is_on(child(run, "rPr", "strike")) or _aligned(run) in _OFF_LINE for run in runs):
        return ""
    pieces = []
    for run in runs:
        said = "".join(one.text or "" for one in run if local(one) == "t")
        aligned = _aligned(run)
        said = raised(said) if aligned == "superscript" else f" {said} " if aligned == "subscript" else said
        pieces.append(struck(said) if is_on(child(run, "rPr", "strike")) else said)
    return joined(pieces)


def _aligned(run: etree._Element) -> str | None:
    return attribute(child(run, "rPr", "vertAlign"), "val")


def _struck(styles: etree._Element | None) -> frozenset[int]:
    """The numbers of the cell styles whose font is struck through."""
    fonts = {number for number, font in enumerate(children(styles, "fonts")) if is_on(child(font, "strike"))}
    cells = enumerate(children(styles, "cellXfs"))
    return frozenset(number for number, style in cells if _whole(style, "fontId") in fonts)


def _place(text: str) -> tuple[int, int] | None:
    """
    >>> _place("A1"), _place("AB12"), _place("")
    ((0, 0), (11, 27), None)
    """
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Refused(f"表格已损坏：{text[:20]} (a broken sheet: no cell is named {text[:20]})")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _formats(styles: etree._Element | None) -> dict[int, str]:
    """The formats of the cell styles whose format shows more, or less, than a value (by the styles' numbers)."""
    codes = dict(BUILT_IN)
    for one in children(styles, "numFmts"):
        codes[_whole(one, "numFmtId")] = attribute(one, "formatCode") or ""
    found = {}
    for number, style in enumerate(children(styles, "cellXfs")):
        code = codes.get(_whole(style, "numFmtId"), "")
        if not PLAIN.fullmatch(code):
            found[number] = code
    return found


def _unseen(styles: etree._Element | None) -> frozenset[int]:
    """The numbers of the cell styles that print in their ground's own colour, or in a size that nobody sees."""
    fonts, fills = children(styles, "fonts"), [child(one, "patternFill") for one in children(styles, "fills")]
    found = set()
    for number, style in enumerate(children(styles, "cellXfs")):
        font, fill = (_nth(known, _whole(style, name)) for known, name in ((fonts, "fontId"), (fills, "fillId")))
        if is_own_ground(child(font, "color"), fill) or 0 < _size(child(font, "sz")) <= _TINY:
            found.add(number)
    return frozenset(found)


def _size(element: etree._Element | None) -> float:
    return _number(attribute(element, "val") or "", None) or 0.0


def _nth(known: Sequence[etree._Element | None], number: int) -> etree._Element | None:
    return known[number] if number < len(known) else None


def _grounded(styles: etree._Element | None) -> frozenset[int]:
    """The numbers of the cell styles with a filling."""
    patterns = [child(one, "patternFill") for one in children(styles, "fills")]
    filled = {number for number, one in enumerate(patterns) if (attribute(one, "patternType") or "none") != "none"}
    cells = enumerate(children(styles, "cellXfs"))
    return frozenset(number for number, style in cells if _whole(style, "fillId") in filled)


def _is_on(element: etree._Element, name: str) -> bool:
    return attribute(element, name) in ("1", "true")


def _whole(element: etree._Element, name: str) -> int:
    text = attribute(element, name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
