"""The text of a Word document: paragraphs, tables, text boxes, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.containers.ooxml.fields import Fields, around
from ingest.containers.ooxml.package import attribute, child, local
from ingest.containers.ooxml.shown import standing, symbol, whole
from ingest.containers.ooxml.styles import UNSEEN, Stands, Styles, differ, is_on
from ingest.grids.inner import is_text_of_cell
from ingest.model import Cell, Refused
from ingest.text import SEAM, joined, nameless, raised, struck
from ingest.transcript import Transcript

# Elements that only wrap what they hold: content controls, links, changes that were accepted.
_WRAPS = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo", "ruby",
     "rubyBase", "AlternateContent", "Choice"}
)  # fmt: skip
_GONE = frozenset({"del", "moveFrom", "Fallback"})
_PAGE_NUMBER = " \t-—–·第页共/0123456789"  # what a margin with nothing but a page's number is made of
_SHORT_BOX = 40  # characters
_DRAWN = "[图片]"
_DEEPEST = 60  # tables within tables within text boxes


@dataclass(slots=True)
class _Text:
    """A paragraph's text, and the text boxes that are anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    size: float = 0.0  # of the last characters; 0: the usual
    fields: Fields = field(default_factory=Fields)

    def text(self) -> str:
        return joined(self.pieces)


class Body:
    """Puts a document's stories down in a transcript."""

    def __init__(self, page: Transcript, styles: Styles) -> None:
        """Write to this transcript."""
        self._page, self._styles = page, styles
        self._deep = 0

    def story(self, root: etree._Element | None) -> None:
        """The text of a part, in order."""
        if root is None:
            raise Refused("文件中没有正文 (the file has no text part)")
        body = child(root, "body")
        self._blocks(body if body is not None else root)

    def margins(self, parts: Iterable[etree._Element]) -> None:
        """Headers and notes: their paragraphs, each text once, blank ones left out."""
        told = dict.fromkeys(text.strip() for part in parts for text in self._paragraphs(part))
        for text in told:
            if text.strip(_PAGE_NUMBER):
                self._page.prose(text)

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element) -> None:
        self._deep += 1
        if self._deep > _DEEPEST:
            raise Refused("表格或文本框嵌套过深 (tables or text boxes nested too deeply)")
        before = ""
        for element in _unwrapped(parent):
            name = local(element)
            if name == "tbl":
                self._table(element)
            elif name == "p":
                text = self._paragraph(element)
                if _mark_is_deleted(element):  # accepted, this paragraph and the next are one
                    before += text.text()
                    boxes = text.boxes
                else:
                    self._page.prose(before + text.text())
                    before, boxes = "", text.boxes
                for box in boxes:
                    self._blocks(box)
            elif name == "altChunk":
                raise Refused("文件中嵌入了另一份文件，请在 Word 中另存后再试 (it embeds another file: save it anew)")
        if before:
            self._page.prose(before)
        self._deep -= 1

    def _paragraphs(self, parent: etree._Element) -> Iterator[str]:
        """All paragraphs below an element, those of tables and text boxes too."""
        for element in parent.iter("{*}p"):
            if not any(local(above) in _GONE for above in element.iterancestors()):
                yield self._paragraph(element).text()

    def _paragraph(self, paragraph: etree._Element) -> _Text:
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        found = _Text()
        self._inline(paragraph, style, found)
        found.pieces.insert(0, self._styles.number(properties))
        return found

    def _inline(self, parent: etree._Element, style: str | None, found: _Text) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._formatted(element, style, found)
            elif name in _WRAPS:
                before, behind = around(element)
                found.pieces.append(before)
                self._inline(element, style, found)
                found.pieces.append(behind)
            elif name in ("oMath", "oMathPara"):
                part = SEAM if any(local(one) in _BUILT for one in element.iter()) else ""
                found.pieces.append(part)
                found.pieces.extend((text.text or "") + part for text in element.iter("{*}t"))

    def _formatted(self, run: etree._Element, style: str | None, found: _Text) -> None:
        properties = child(run, "rPr")
        size = self._styles.size(properties, style)
        if 0 < size <= UNSEEN or self._styles.is_hidden(properties, style):
            return
        before = len(found.pieces)
        self._run(run, style, found)
        if any(piece.strip() for piece in found.pieces[before:]):
            if size != found.size and differ(size, found.size):
                found.pieces.insert(before, SEAM)
            found.size = size
        if self._styles.is_white(properties, style):
            found.pieces[before:] = [self._before_white(run), *found.pieces[before:], SEAM]
        stands = self._styles.stands(properties, style)
        if stands is not Stands.ON:
            found.pieces[before:] = standing(found.pieces[before:], stands)
        if self._styles.is_struck(properties, style):
            found.pieces[before:] = map(struck, found.pieces[before:])

    def _before_white(self, run: etree._Element) -> str:
        """What stands before white print: nobody sees its digits where nothing tints the ground of a cell."""
        is_tinted = child(run, "rPr", "shd") is not None or child(run, "rPr", "highlight") is not None
        for above in run.iterancestors("{*}p", "{*}tc", "{*}tbl"):
            properties = child(above, f"{local(above)}Pr")
            is_tinted |= child(properties, "shd") is not None
            is_tinted |= self._styles.tints(attribute(child(properties, "tblStyle"), "val"))
        return SEAM if is_tinted or next(run.iterancestors("{*}tc"), None) is None else nameless()

    def _run(self, run: etree._Element, style: str | None, found: _Text) -> None:
        marked: int | None = None
        for element in run:
            name = local(element)
            if name == "fldChar":
                found.pieces.append(found.fields.turn(element))
            elif name == "instrText":
                found.fields.instruction(element.text or "")
            elif found.fields.hide:
                continue
            elif name == "t":
                found.pieces.append(element.text or "")
            elif name in _SIGNS:
                found.pieces.append(_SIGNS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                marked = len(found.pieces)  # a mark that the writer chose follows
            elif name == "sym":
                found.pieces.append(symbol(element))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                found.boxes.extend(_boxes(element))
            elif name == "ruby":
                self._inline(element, style, found)
        if marked is not None:
            found.pieces[marked:] = map(raised, found.pieces[marked:])

    # --- tables -----------------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        rows, cells = _rows(table)
        flat = [cell for row in cells for cell in row]
        if len(flat) == 1 or _arranges(flat):
            for cell in flat:  # a table that only arranges the page
                self._blocks(cell)
            return
        placed, is_exact = self._placed(rows, cells)
        self._page.grid(placed, "exact" if is_exact else "rows")
        for box in (box for cell in flat for box in cell.iter("{*}txbxContent")):
            gone = any(local(above) == "Fallback" for above in box.iterancestors())
            if not (gone or _is_text_of_cell(box)):
                self._blocks(box)

    def _placed(self, rows: list[etree._Element], cells: list[list[etree._Element]]) -> tuple[list[Cell], bool]:
        """Each cell with its place, and whether all rows have one width."""
        placed: list[Cell] = []
        above: dict[int, int] = {}  # grid column → the cell (its index) that a merge goes on from
        widths = set()
        for number, (row, tcs) in enumerate(zip(rows, cells, strict=True)):
            column = whole(attribute(child(row, "trPr", "gridBefore"), "val"))
            reached: dict[int, int] = {}
            for tc in tcs:
                wide = max(1, whole(attribute(child(tc, "tcPr", "gridSpan"), "val")))
                start = above.get(column) if _goes_on(tc) else None
                if start is not None and placed[start].columns == wide:
                    first = placed[start]
                    placed[start] = Cell(first.text, 0, first.row, column, number - first.row + 1, wide)
                    reached[column] = start
                else:
                    reached[column] = len(placed)
                    placed.append(Cell(self._cell(tc), 0, number, column, 1, wide))
                column += wide
            above = reached
            widths.add(column + whole(attribute(child(row, "trPr", "gridAfter"), "val")))
        return placed, len(widths) == 1

    def _cell(self, cell: etree._Element) -> str:
        texts, before = [], ""
        for element in _unwrapped(cell):
            if local(element) == "p":
                found = self._paragraph(element)
                text = before + found.text()
                before = text if _mark_is_deleted(element) else ""
                if not before:
                    texts.append(text)
                texts += [self._cell(box) for box in found.boxes if _is_text_of_cell(box)]
            elif local(element) == "tbl":
                texts += [self._cell(one) for row in _rows(element)[1] for one in row if _says_something(one)]
        text = "\n".join([*texts, before]).strip("\n")
        return text or (_DRAWN if next(cell.iter("{*}blip", "{*}imagedata"), None) is not None else "")


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The elements below, those in content controls and accepted changes as if they stood there by themselves."""
    for element in parent:
        if local(element) in _WRAPS:
            yield from _unwrapped(element)
        else:
            yield element


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes below, each once: a box stands there for new and for old programs."""
    for content in element.iter("{*}txbxContent"):
        between = [local(above) for above in content.iterancestors()]
        inside = between[: between.index(local(element))] if local(element) in between else between
        if "Fallback" not in inside and "txbxContent" not in inside:
            yield content


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    """Does the next paragraph go on in this one's line? So it does behind an end that is deleted or only for styles."""
    mark = child(paragraph, "pPr", "rPr")
    return any(child(mark, name) is not None for name in ("del", "moveFrom")) or is_on(child(mark, "specVanish"))


def _is_gone(row: etree._Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _is_cut(cell: etree._Element) -> bool:
    return child(cell, "tcPr", "cellDel") is not None


def _goes_on(cell: etree._Element) -> bool:
    """Does this cell belong to the one above it?"""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and (attribute(merge, "val") or "continue") == "continue"


_BUILT = frozenset(
    {"sSup", "sSub", "sSubSup", "sPre", "f", "rad", "nary", "limUpp", "limLow", "m", "eqArr", "acc", "bar", "groupChr"}
)  # what a formula sets apart from its line
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def _rows(table: etree._Element) -> tuple[list[etree._Element], list[list[etree._Element]]]:
    """A table's rows, and the cells of each."""
    rows = [row for row in _unwrapped(table) if local(row) == "tr" and not _is_gone(row)]
    return rows, [[cell for cell in _unwrapped(row) if local(cell) == "tc" and not _is_cut(cell)] for row in rows]


def _arranges(cells: Sequence[etree._Element]) -> bool:
    """Is there a table in one of a table's cells that isn't that cell's own text?"""
    inner = [[one for row in _rows(table)[1] for one in row] for cell in cells for table in _tables(cell)]
    own = [_said(cell) for cell in cells if inner and not _tables(cell)]
    return any(not is_text_of_cell([*map(_said, one)], own) or _arranges(one) for one in inner)


def _tables(cell: etree._Element) -> list[etree._Element]:
    return [one for one in _unwrapped(cell) if local(one) == "tbl"]


def _is_text_of_cell(box: etree._Element) -> bool:
    """Is what a text box in a cell holds the cell's own text? So it is where it is short and no table."""
    return len(_said(box)) <= _SHORT_BOX and next(box.iter("{*}tbl"), None) is None


def _said(element: etree._Element) -> str:
    said = "".join(text.text or "" for text in element.iter("{*}t")).strip()
    return said or (_DRAWN if next(element.iter("{*}drawing", "{*}pict"), None) is not None else "")


def _says_something(cell: etree._Element) -> bool:
    return any((text.text or "").strip() for text in cell.iter("{*}t", "{*}txbxContent", "{*}drawing", "{*}pict"))
