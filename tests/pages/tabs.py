"""Tab layouts: L0, a cell a line as copied from Word; L0t, a row a line (TSV)."""

from __future__ import annotations

import random

from pages.grid import Slot, Table
from pages.lines import Print, Printer, has_blank, one_line

_PADS = ("", "", "", " ", "\u3000", "\u00a0", "\u3000\u3000")


def cell_a_line(rng: random.Random) -> Printer:
    """L0: a tab opens each cell, an empty line ends the row, a line without a tab goes on the cell above."""
    padded = rng.random() < 0.4

    def pad() -> str:
        return rng.choice(_PADS) if padded else ""

    def printer(table: Table) -> Print:
        out = Print()
        for row in table.rows:
            for slot in (slot for slot in row if slot.kind != "gone"):
                first, *rest = slot.text.split("\n")
                mark = pad() if slot.kind in ("value", "phantom") else ""
                out.lines += ["\t" + mark + first, *rest]
            out.lines.append("")
        for _ in range(rng.choice((0, 0, 0, 1)) if table.name != "disclosure_items" else 0):
            out.lines += ["\t"] * len(table.rows[-1]) + [""]
        return out

    return printer


def row_a_line(rng: random.Random) -> Printer:
    """L0t. Merged cells leave a tab a column, or none, or an uneven number: then a short row's columns shift."""
    merged = rng.choice(("grid", "grid", "once", "uneven"))

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            texts: list[str] = []
            for slot in (slot for slot in row if slot.kind != "gone"):
                texts += [one_line(slot.text), *([""] * _extra(slot))]
            if merged == "uneven" and has_blank(row):
                out.lost[at] = "squeezed"
            out.lines.append("\t".join(texts))
        return out

    def _extra(slot: Slot) -> int:
        if merged == "grid" or slot.kind in ("caption", "head"):
            return slot.span - 1 if merged != "once" else 0
        return rng.randint(0, 4) if merged == "uneven" and slot.kind == "label" else 0

    return printer
