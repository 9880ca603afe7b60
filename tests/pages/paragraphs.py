"""Layouts without delimiters: each cell a paragraph (L1, L1v, L1e), repeated lines dropped (L9d), labels only (L9)."""

from __future__ import annotations

import random

from pages.grid import Table
from pages.lines import Print, Printer, has_blank, shown, squeezed

_SLIPS = 2  # gaps
_HEAD_KINDS = ("head", "caption", "group", "label")


def no_break_space(rng: random.Random) -> Printer:
    """L1: an empty line after each cell; a blank cell is a line with a no-break space."""
    blank = rng.choice(("\u00a0", "\u00a0", "\u3000", " \u00a0"))
    tight = rng.random() < 0.2

    def printer(table: Table) -> Print:
        out = Print()
        for row in table.rows:
            for slot in shown(row):
                for piece in slot.text.split("\n"):
                    out.lines += [piece or blank] if tight else [piece or blank, ""]
        return out

    return printer


def vanishing(rng: random.Random) -> Printer:
    """L1v: blank cells vanish."""
    tight = rng.random() < 0.3

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            if has_blank(row):
                out.lost[at] = "squeezed"
            for slot in squeezed(row):
                for piece in slot.text.split("\n"):
                    out.lines += [piece] if tight else [piece, ""]
        return out

    return printer


def growing(rng: random.Random) -> Printer:
    """L1e: a blank cell is an empty line (with its own empty line after it), so the gaps grow."""
    step = rng.choice((1, 2, 2))

    def printer(table: Table) -> Print:
        out = Print()
        gaps = 0
        for row in table.rows:
            for slot in shown(row):
                if slot.text:
                    out.lines += [slot.text.replace("\n", ""), ""]
                else:
                    gaps += out.lines[-1:] == [""] != out.lines[-2:-1]
                    out.lines += [""] * step
        if gaps <= _SLIPS:
            # One or two wide gaps may as well be slips on a page whose blank cells vanish.
            out.lost = {at: "squeezed" for at, row in enumerate(table.rows) if has_blank(row)}
        return out

    return printer


def deduplicated(rng: random.Random) -> Printer:
    """L9d prints its cells a line each; ``drop_repeated`` then drops from the whole page each line seen before."""

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            out.lost[at] = "dropped"
            for slot in squeezed(row):
                if slot.key:
                    out.keys[len(out.lines)] = slot.key
                out.lines += slot.text.split("\n")
        return out

    return printer


def drop_repeated(lines: list[str]) -> list[str]:
    """Each line once, as some pages have it; empty lines go too."""
    return list(dict.fromkeys(line for line in lines if line.strip()))


def labels_only(rng: random.Random) -> Printer:
    """L9: all values are gone."""

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            out.lost[at] = "dropped"
            out.lines += [slot.text.replace("\n", "") for slot in squeezed(row) if slot.kind in _HEAD_KINDS]
        return out

    return printer
