"""L7: rows without any delimiter (``规章003``). L7x is L7 with the whole document on one line."""

from __future__ import annotations

import random

from pages.grid import Table
from pages.lines import Print, Printer, squeezed


def rows(rng: random.Random) -> Printer:
    """L7: each row of the grid is one word."""

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            values = [slot for slot in row if slot.kind == "value"]
            if any(slot.text for slot in values):
                out.lost[at] = "glued"
            out.lines.append("".join(slot.text.replace("\n", "") for slot in squeezed(row)))
        return out

    return printer


def one_line(lines: list[str]) -> list[str]:
    """The document on one line; a space is left where a paragraph ended, but not in tables."""
    return ["".join(line.strip() + (" " if line.endswith("。") else "") for line in lines)]
