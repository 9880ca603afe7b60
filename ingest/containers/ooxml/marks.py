"""What a workbook's cells show that isn't their value: hidden rows, error values, formulas not computed, per cent."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from ingest.containers.ooxml.package import Package, attribute, child, children, local
from ingest.model import Refused

_MOST_ROWS = 100_000
_MOST_COLUMNS = 2_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PER_CENT = frozenset({9, 10})  # the built-in formats 0% and 0.00% (ECMA-376 part 1, 18.8.30)
_IN_QUOTES = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Marks:
    """Of one sheet; rows and columns counted from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    texts: Mapping[tuple[int, int], str] = field(
        default_factory=dict
    )  # what stands where no value does: #REF!, =SUM(B3:B9)
    shares: frozenset[tuple[int, int]] = frozenset()  # shown in per cent


def marks(package: Package) -> dict[str, Marks]:
    """The marks of every sheet by its name. Raises ``Refused`` for a sheet larger than any report."""
    main = package.main("xl/workbook.xml")
    shares = _per_cent(package.related(main, "styles"))
    names = {}
    book = package.part(main)
    for sheet in children(book, "sheets"):
        names[attribute(sheet, "id") or ""] = attribute(sheet, "name") or ""
    found = {}
    for identity, target in package.identified(main):
        content = package.content(target) if identity in names else None
        if content is not None:
            found[names[identity]] = _marks(content, shares)
    return found


def _marks(content: bytes, shares: frozenset[int]) -> Marks:
    rows: set[int] = set()
    columns: set[int] = set()
    texts: dict[tuple[int, int], str] = {}
    per_cent: set[tuple[int, int]] = set()
    events = etree.iterparse(
        io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in events:
            name = local(element)
            if name == "col" and _is_on(element, "hidden"):
                columns.update(range(_whole(element, "min") - 1, min(_whole(element, "max"), _MOST_COLUMNS)))
            elif name == "row":
                if _is_on(element, "hidden"):
                    rows.add(_whole(element, "r") - 1)
                element.clear()
            elif name == "c":
                _cell(element, shares, texts, per_cent)
    except etree.XMLSyntaxError as error:
        raise Refused(f"表格已损坏 (a broken sheet: {str(error)[:100]})") from None
    return Marks(frozenset(rows), frozenset(columns), texts, frozenset(per_cent))


def _cell(
    element: etree._Element, shares: frozenset[int], texts: dict[tuple[int, int], str], per_cent: set[tuple[int, int]]
) -> None:
    value, formula = child(element, "v"), child(element, "f")
    is_said = value is not None and bool(value.text)
    if not is_said and formula is None and child(element, "is") is None:
        return
    place = _place(attribute(element, "r") or "")
    if place is None or not (is_said or formula is not None):
        return
    if attribute(element, "t") == "e" and value is not None:
        texts[place] = value.text or "#"
    elif not is_said and attribute(element, "t") not in ("str", "inlineStr"):
        texts[place] = f"={(formula.text if formula is not None else None) or '…'}"
    elif _whole(element, "s") in shares:
        per_cent.add(place)


def _place(text: str) -> tuple[int, int] | None:
    """
    >>> _place("A1"), _place("AB12"), _place("")
    ((0, 0), (11, 27), None)
    """
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if row > _MOST_ROWS or column > _MOST_COLUMNS:
        raise Refused(f"表格过大：{text} (a sheet too large: it reaches {text})")
    return row - 1, column - 1


def _per_cent(styles: etree._Element | None) -> frozenset[int]:
    """The numbers of the cell styles that show a share in per cent."""
    codes = {}
    for one in children(styles, "numFmts"):
        codes[_whole(one, "numFmtId")] = _IN_QUOTES.sub("", attribute(one, "formatCode") or "")
    found = set()
    for number, style in enumerate(children(styles, "cellXfs")):
        code = _whole(style, "numFmtId")
        if code in _PER_CENT or "%" in codes.get(code, ""):
            found.add(number)
    return frozenset(found)


def _is_on(element: etree._Element, name: str) -> bool:
    return attribute(element, name) in ("1", "true")


def _whole(element: etree._Element, name: str) -> int:
    text = attribute(element, name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
