"""What a layout makes of a table: its lines, and the rows whose cells lost their places."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pages.grid import Slot, Table
from pages.truth import Key

Lost = Literal["squeezed", "glued", "dropped", "tail"]


@dataclass(slots=True)
class Print:
    """A printed table. ``lost`` says of rows (by their number in the grid) how their places were lost."""

    lines: list[str] = field(default_factory=list)
    lost: dict[int, Lost] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)  # line of the table → its cell, where lines may be dropped
    start: int = 0  # the table's first line in the page


Printer = Callable[[Table], Print]
Layout = Callable[[random.Random], Printer]


def shown(row: Sequence[Slot]) -> list[Slot]:
    """A row without the cells that go on from the row above: HTML has no cell there."""
    return [slot for slot in row if slot.kind not in ("under", "gone")]


def squeezed(row: Sequence[Slot]) -> list[Slot]:
    """A row without its blank cells."""
    return [slot for slot in shown(row) if slot.text]


def has_blank(row: Sequence[Slot]) -> bool:
    """Does the row print a value, and a blank beside it?"""
    values = [slot for slot in row if slot.kind == "value"]
    return any(slot.text for slot in values) and not all(slot.text for slot in values)


def one_line(text: str, mark: str = "") -> str:
    """A cell's text without the line breaks inside it."""
    return text.replace("\n", mark)


def gap_shows(table: Table) -> bool:
    """Does some row of values print a blank between two of its numbers, so that a reader sees that blanks stay?"""
    for row in table.rows:
        texts = [bool(slot.text) for slot in row if slot.kind == "value"]
        if any(texts) and False in texts[: len(texts) - texts[::-1].index(True)]:
            return True
    return False


def residue(table: Table, row: Sequence[Slot]) -> int:
    """The pipes that merged cells leave at the end of a row: the columns that have no cell of their own."""
    return table.width - len(shown(row))
