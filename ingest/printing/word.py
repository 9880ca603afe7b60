"""Word documents (Word 文档): title, headings, prose, statutory tables and plain ones, on A4 as 公文 are.

Written with python-docx; tables are written out as a whole, since every cell's spans are known beforehand and merging
cells one by one looks the whole table through for each.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from ingest.printing.drawing import Cell, Drawn, Slot, placed

_SONG, _HEI, _FANG = "宋体", "黑体", "仿宋"
_LATIN = "Times New Roman"
_TEXT, _SMALL = 12, 9
_MARGIN = 2.4  # cm, left and right
# Widths of a table's columns in cm; what is left of the line goes to the first.
_WIDTHS: dict[str, tuple[float, ...]] = {
    "applications": (1.3, 1.9, 4.0, *(1.29,) * 7),
    "appeals": (1.08,) * 15,
}
_SHADES = {"error": "F8D7DA", "warning": "FFF3CD", "note": "E2E3E5"}
_TWIPS = 1440 / 2.54  # of a centimetre
_CELL, _LABEL, _HEAD = "TableCell", "TableLabel", "TableHead"  # styles of a table's paragraphs
_NO_TEXT = {code: None for code in range(32) if chr(code) not in "\t\n"}  # characters that XML has no place for


class Page:
    """A document in the making, from the top down."""

    def __init__(self, title: str, *, landscape: bool = False) -> None:
        self._document = docx.Document()
        self._set_up(title, landscape=landscape)

    def _set_up(self, title: str, *, landscape: bool) -> None:
        section = self._document.sections[0]
        width, height = Cm(21), Cm(29.7)
        section.page_width, section.page_height = (height, width) if landscape else (width, height)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Cm(_MARGIN)
        section.top_margin = section.bottom_margin = Cm(2.2)
        self._room = (29.7 if landscape else 21) - 2 * _MARGIN
        normal: Any = self._document.styles["Normal"]
        _font(normal, _FANG, _TEXT)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = 1.4
        for name in (_CELL, _LABEL, _HEAD):
            style: Any = self._document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            _font(style, _SONG, _SMALL, bold=name == _HEAD)
            style.paragraph_format.line_spacing = 1.0
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1.5)
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT if name == _LABEL else WD_ALIGN_PARAGRAPH.CENTER
        self._document.core_properties.title = title
        self._document.core_properties.author = ""
        self._document.core_properties.comments = ""

    def mark(self, category: str) -> None:
        """Say among the document's properties what kind of paper it is."""
        self._document.core_properties.category = category

    def title(self, text: str) -> None:
        """The document's title, in the middle."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(10)
        _font(paragraph.add_run(_clean(text)), _SONG, 18, bold=True)

    def heading(self, text: str) -> None:
        """A heading, kept with what follows."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.paragraph_format.keep_with_next = True
        _font(paragraph.add_run(_clean(text)), _HEI, 13)

    def prose(self, text: str, *, small: bool = False, mark: str | None = None) -> None:
        """A paragraph; a mark stands before it in the colour of its severity."""
        paragraph = self._document.add_paragraph()
        if not small:
            paragraph.paragraph_format.first_line_indent = Pt(_TEXT * 2)
        run = paragraph.add_run(_clean(text))
        _font(run, _FANG, 10.5 if small else _TEXT, bold=mark == "bold")
        if mark == "warning":
            run.font.color.rgb = RGBColor(0xB0, 0x2A, 0x37)

    def signature(self, text: str) -> None:
        """A line at the right, as organ and date stand under a document."""
        paragraph = self._document.add_paragraph(_clean(text))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def form(self, table: Drawn, marked: Mapping[Cell, str] | None = None) -> None:
        """A statutory table; cells that something was found in are shaded by its severity."""
        made = _Table(_WIDTHS.get(table.table) or _even(table.columns, self._room))
        slots = {(at, column): slot for at, column, slot in placed(table)}
        header = next(n for n, line in enumerate(table.lines) if any(slot.kind == "value" for slot in line))
        above: dict[int, tuple[int, int]] = {}  # column → lines that are still covered from above, and columns
        for at in range(len(table.lines)):
            cells, column = [], 0
            while column < table.columns:
                slot = slots.get((at, column))
                left, columns = (slot.rows - 1, slot.columns) if slot else above[column]
                above[column] = (left if slot else left - 1, columns)
                cells.append(_drawn(made, column, columns, slot, marked or {}))
                column += columns
            made.row(cells, repeat=table.table != "disclosure_items" and at < header)
        self._put(made)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, marks: Sequence[str] = ()
    ) -> None:
        """A plain table with a header that repeats on every page; ``marks``: the severity of each row."""
        scale = self._room / sum(widths)
        made = _Table([width * scale for width in widths])
        made.row((made.cell(text, column, style=_HEAD) for column, text in enumerate(head)), repeat=True)
        for at, cells in enumerate(rows):
            shades = [marks[at] if marks and not column else "" for column in range(len(cells))]
            made.row(
                made.cell(text, column, style=_LABEL, shade=shade)
                for column, (text, shade) in enumerate(zip(cells, shades, strict=True))
            )
        self._put(made)

    def _put(self, table: _Table) -> None:
        body = self._document.element.body
        body.insert(len(body) - 1, table.element())  # the last is the section's own
        self._document.add_paragraph().paragraph_format.line_spacing = 0.7

    def turn(self) -> None:
        """Go on on a new page."""
        document: Any = self._document
        document.add_page_break()

    def content(self) -> bytes:
        """The document as a file's bytes."""
        made = io.BytesIO()
        self._document.save(made)
        return made.getvalue()


def _drawn(made: _Table, column: int, columns: int, slot: Slot | None, marked: Mapping[Cell, str]) -> str:
    """A cell of a statutory table; None: what goes on from above."""
    if slot is None:
        return made.cell("", column, columns, joined="continue")
    joined = "restart" if slot.rows > 1 else ""
    style = _LABEL if slot.kind == "label" else _CELL
    shade = marked.get(slot.cell, "") if slot.cell else ""
    return made.cell(slot.text, column, columns, joined=joined, style=style, shade=shade)


class _Table:
    """A table as text of WordprocessingML (ISO/IEC 29500-1, 17.4), parsed once and not touched cell by cell."""

    def __init__(self, widths: Sequence[float]) -> None:
        self._widths = [round(width * _TWIPS) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        self._text = [
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(self._widths)}"'
            ' w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40"'
            ' w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
            f"{grid}</w:tblGrid>"
        ]

    def row(self, cells: Iterable[str], *, repeat: bool = False) -> None:
        """A row that stays on one page; ``repeat``: at the top of every page."""
        header = "<w:tblHeader/>" if repeat else ""
        self._text += [f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>", *cells, "</w:tr>"]

    def cell(
        self, text: str, column: int, columns: int = 1, *, joined: str = "", style: str = _CELL, shade: str = ""
    ) -> str:
        """A cell; ``joined``: ``restart`` where it goes on below, ``continue`` where it does."""
        width = sum(self._widths[column : column + columns])
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        joining = f'<w:vMerge w:val="{joined}"/>' if joined else ""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADES[shade]}"/>' if shade in _SHADES else ""
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _clean(text).split("\n"))
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{joining}{fill}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{f"<w:r>{lines}</w:r>" if text else ""}</w:p></w:tc>'
        )

    def element(self) -> Any:
        """The table, to be put into a document."""
        return parse_xml("".join([*self._text, "</w:tbl>"]))


def _font(of: Any, name: str, size: float, *, bold: bool = False) -> None:
    """A font for Chinese and one for the rest, which Word keeps apart."""
    of.font.name, of.font.size = _LATIN, Pt(size)
    if bold:
        of.font.bold = True
    fonts = of.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)


def _even(columns: int, room: float) -> tuple[float, ...]:
    """A first column for labels, twice as wide as the others."""
    one = room / (columns + 1)
    return (2 * one, *(one,) * (columns - 1))


def _clean(text: str) -> str:
    """A text without the characters that no document can hold."""
    return text.translate(_NO_TEXT).encode("utf-8", "replace").decode("utf-8")
