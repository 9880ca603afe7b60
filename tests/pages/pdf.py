"""L11, the text of a PDF: values separated by spaces, labels wrapped around them, page numbers stuck to anything.

Blank cells vanish. A label that is too long for its column stands half before, half behind the line of its values;
group labels stand vertically, a piece beside each row, or on a middle row; a page ends anywhere.
"""

from __future__ import annotations

import random

from pages.grid import Slot, Table
from pages.lines import Print, Printer, has_blank, shown


def text(rng: random.Random) -> Printer:
    """L11 in one of the ways that pypdf and pdfplumber have it."""
    width = rng.choice((8, 10, 14))
    vertical = rng.choice(("own line", "beside", "whole"))
    page = [rng.randint(2, 5)]
    footer = rng.choice(("own line", "value", "label"))
    scrambled = rng.random() < 0.5

    def printer(table: Table) -> Print:
        out = Print()
        groups: list[str] = []
        unordered = False  # does the table name its columns in an order that is no form's?
        for at, row in enumerate(table.rows):
            # Headers in no order, and one of them missing: it may be any channel's 总计, so the values may shift.
            shifted = scrambled and table.name == "appeals" and len(row) < table.width
            if has_blank(row) or (shifted and any(slot.kind == "value" for slot in row)):
                out.lost[at] = "squeezed"
            if any(slot.kind in ("head", "caption") for slot in row):
                header = _header(rng, row, scrambled)
                unordered = unordered or header != _header(rng, row, scrambled=False)
                out.lines += header
                continue
            if unordered and any(slot.kind == "value" for slot in row):
                out.lost[at] = "dropped"  # nobody who goes by the page's own words can tell whose its numbers are
            for slot in row:
                if slot.kind == "group":
                    groups += _pieces(slot.text, vertical)
            beside = groups.pop(0) if groups else ""
            if beside and vertical == "own line":
                out.lines.append(beside)
                beside = ""
            lines = _row(row, width)
            lines[0] = f"{beside} {lines[0]}".strip()
            if rng.random() < 0.07:
                lines = _page_ends(lines, footer, page)
            out.lines += lines
        out.lines += groups
        return out

    return printer


def _header(rng: random.Random, row: list[Slot], scrambled: bool) -> list[str]:
    pieces = [piece for slot in shown(row) for piece in slot.text.split("\n") if piece]
    if len(pieces) > 4 and scrambled:
        rng.shuffle(pieces)
        return [" ".join(pieces[:3]), " ".join(pieces[3:])]
    return [" ".join(pieces)] if pieces else []


def _pieces(label: str, vertical: str) -> list[str]:
    if vertical == "whole":
        return [label]
    size = 1 if len(label) > 7 else 3
    head, rest = label[:2] if size == 1 else label[:3], label[2:] if size == 1 else label[3:]
    return [head, *(rest[n : n + size] for n in range(0, len(rest), size))]


def _row(row: list[Slot], width: int) -> list[str]:
    """A row's lines: its label, and its values in the middle of it where it is long."""
    label = "".join(slot.text.replace("\n", "") for slot in row if slot.kind == "label")
    values = " ".join(slot.text for slot in row if slot.kind in ("value", "extra") and slot.text)
    if len(label) <= width + 2 or not label:
        return [f"{label} {values}".strip()]
    parts = [label[n : n + width] for n in range(0, len(label), width)]
    middle = (len(parts) + 1) // 2
    return [*parts[:middle], *([values] if values else []), *parts[middle:]]


def _page_ends(lines: list[str], footer: str, page: list[int]) -> list[str]:
    """The page's number after the row's first line: alone, stuck to it, or stuck to what follows."""
    mark = f"- {page[0]} -"
    page[0] += 1
    if footer == "value":
        return [*lines[:-1], lines[-1] + mark]
    if footer == "label" and len(lines) > 1:
        return [lines[0], mark + lines[1], *lines[2:]]
    return [lines[0], mark, *lines[1:]]
