"""Tables that lay out a page (排版用的表格): those that hold others which aren't the text of one of their cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.containers.web.controls import PICTURE
from ingest.containers.web.hidden import UNSEEN, Sight, is_hidden
from ingest.containers.web.walk import Walker, visit
from ingest.grids.inner import is_text_of_cell

_DEEPEST = 20  # tables within tables


@dataclass(slots=True)
class _Open:
    """A table while it is walked through: its cells, and what those of the tables in them say."""

    cells: list[LexborNode] = field(default_factory=list)
    inner: list[list[str]] = field(default_factory=list)
    is_outer: bool = False

    def lays_out(self) -> bool:
        """Does it hold a table that isn't the text of one of its cells?"""
        own = [cell.text(deep=True) for cell in self.cells if self.inner and cell.css_first("table") is None]
        return self.is_outer or not all(is_text_of_cell(texts, own) for texts in self.inner)


class _Tables(Walker):
    """The tables that hold other tables which aren't the text of one of their cells."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.outer: set[int] = set()
        self._open: list[_Open] = []

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag[0] == "-" or tag in UNSEEN or is_hidden(node, self.sight):
            return False
        if tag == "table":
            self._open.append(_Open())
        elif tag in ("td", "th") and self._open:
            self._open[-1].cells.append(node)
        return True

    def leave(self, node: LexborNode) -> None:
        if node.tag != "table":
            return
        table = self._open.pop()
        is_outer = len(self._open) > _DEEPEST or table.lays_out()
        if is_outer:
            self.outer.add(node.mem_id)
        if self._open and is_outer:
            self._open[-1].is_outer = True
        elif self._open:
            self._open[-1].inner.append([_said(cell) for cell in table.cells])


def _said(cell: LexborNode) -> str:
    said = cell.text(deep=True)
    return said if said.strip() or cell.css_first("table, img") is None else PICTURE


def around_tables(root: LexborNode, sight: Sight) -> set[int]:
    """The tables (by ``mem_id``) that lay out other tables; ``sight``: what the styles hide."""
    if root.css_first("table table") is None:
        return set()
    found = _Tables(sight)
    visit(root, found)
    return found.outer
