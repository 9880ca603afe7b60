"""Pipe layouts. Merged cells leave their pipes behind ("residue"); where blank cells do too, places are lost.

A row of L2 and L4 with fewer numbers than columns keeps its places only if the page shows somewhere in the same
table that blanks stay between numbers (``gap_shows``): otherwise nobody can tell blanks from residue.
"""

from __future__ import annotations

import random

from pages.grid import Slot, Table
from pages.lines import Print, Printer, gap_shows, has_blank, one_line, residue, shown, squeezed


def row_residue(rng: random.Random) -> Printer:
    """L2: ``规章 | 2 | 0 | 5 | |||``; interior blanks stay, or are squeezed out to the end of the row."""
    return _rows(rng, leading=False, with_residue=True)


def row_clean(rng: random.Random) -> Printer:
    """L2c: the same without residue."""
    return _rows(rng, leading=False, with_residue=False)


def row_leading(rng: random.Random) -> Printer:
    """L4: ``| 规章 | 2 | 0 | 5 |``, residue or not."""
    return _rows(rng, leading=True, with_residue=rng.random() < 0.6)


def markdown(rng: random.Random) -> Printer:
    """L4 as Markdown: every column of the grid has its cell, merged ones are blank; a ruler under the first row."""

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            cells = [
                text for slot in row if slot.kind != "gone" for text in (one_line(slot.text), *[""] * (slot.span - 1))
            ]
            out.lines.append("| " + " | ".join(cells) + " |")
            if at == 0:
                out.lines.append("|" + "---|" * len(cells))
        out.lines.append("")
        return out

    return printer


def _rows(rng: random.Random, *, leading: bool, with_residue: bool) -> Printer:
    squeezing = rng.random() < 0.5
    break_mark = rng.choice(("", " "))
    first = rng.random() < 0.3  # table 1 may lack, table 2 have, a leading pipe in one page

    def printer(table: Table) -> Print:
        out = Print()
        stays = not squeezing and gap_shows(table)
        opens = "| " if leading or (first and table.name != "disclosure_items") else ""
        for at, row in enumerate(table.rows):
            cells = squeezed(row) if squeezing else shown(row)
            if has_blank(row) and not stays:
                out.lost[at] = "squeezed"
            last = at == len(table.rows) - 1
            rest = 0 if last or not with_residue else table.width - len(cells)
            out.lines.append(opens + _joined(cells, break_mark) + (" " + "|" * rest if rest else ""))
        return out

    return printer


def _joined(cells: list[Slot], mark: str) -> str:
    return " | ".join(one_line(slot.text, mark) for slot in cells) + " |"


# --- a cell a line ----------------------------------------------------------------------------------------------


def cell_a_line(rng: random.Random) -> Printer:
    """L3: ``规章 |``, residue on its own line, a blank cell is a lone pipe."""
    return _cells(rng, with_residue=True)


def cell_clean(rng: random.Random) -> Printer:
    """L3c: no residue."""
    return _cells(rng, with_residue=False)


def cell_opening(rng: random.Random) -> Printer:
    """L3p: a lone pipe opens each row."""
    return _cells(rng, with_residue=rng.random() < 0.5, opening=True)


def cell_closing(rng: random.Random) -> Printer:
    """L3r: the last cell of a row ends ``| |``."""
    return _cells(rng, with_residue=False, closing=True)


def _cells(rng: random.Random, *, with_residue: bool, opening: bool = False, closing: bool = False) -> Printer:
    all_pipes = rng.random() < 0.4

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            if with_residue and _may_have_lost(table, row):
                out.lost[at] = "tail"
            out.lines += ["|"] if opening else []
            lines = [line for slot in shown(row) for line in (one_line(slot.text, "\n") + " |").strip().split("\n")]
            if closing:
                lines[-1] += " |"
            rest = residue(table, row) if with_residue else 0
            out.lines += [*lines, "|" * rest] if rest else lines
        if all_pipes:
            out.lines.append("|" * table.width)
        return out

    return printer


def _may_have_lost(table: Table, row: list[Slot]) -> bool:
    """Whether the last cell is blank, or another is lost and its pipe stands behind the row: the lines of both are the
    same, where the row fills its grid so that one pipe is all that would be left. Table 3 has only this row; a row of
    table 1 is plain if another one shows that the table leaves cells blank."""
    values = [slot for slot in row if slot.kind == "value"]
    if not any(slot.text for slot in values) or values[-1].text or residue(table, row) or table.name == "applications":
        return False
    others = [slot for other in table.rows if other is not row for slot in other if slot.kind == "value"]
    return table.name == "appeals" or all(slot.text for slot in others)


def cell_split(rng: random.Random) -> Printer:
    """L4n: pipe and newline take turns; a blank cell is a pipe with nothing (or a space) after it."""
    blank = rng.choice(("", " ", "\u00a0"))

    def printer(table: Table) -> Print:
        out = Print()
        for row in table.rows:
            first, *others = shown(row)
            out.lines += ["| " + one_line(first.text)]
            for slot in others:
                out.lines += ["|", one_line(slot.text) or blank]
            out.lines.append("|")
        return out

    return printer


def bare(rng: random.Random) -> Printer:
    """L5: pipes alone on lines between cells, no row boundary. A blank cell leaves two pipes, or nothing."""
    return _bare(rng, with_residue=False)


def bare_residue(rng: random.Random) -> Printer:
    """L5r adds lines of residue."""
    return _bare(rng, with_residue=True)


def _bare(rng: random.Random, *, with_residue: bool) -> Printer:
    squeezing = rng.random() < 0.3

    def printer(table: Table) -> Print:
        out = Print()
        for at, row in enumerate(table.rows):
            if squeezing and has_blank(row):
                out.lost[at] = "squeezed"
            for slot in squeezed(row) if squeezing else shown(row):
                out.lines += [one_line(slot.text), "|"] if slot.text else ["|"]
            rest = residue(table, row) if with_residue else 0
            out.lines += ["|" * rest] if rest > 1 else []
        return out

    return printer


def inner_lines(rng: random.Random) -> Printer:
    """L6: line breaks inside cells: ``| \\n 规章  | \\n 0  |``."""
    literal = rng.random() < 0.2

    def printer(table: Table) -> Print:
        out = Print()
        for row in table.rows:
            text = "".join(f"| \n {one_line(slot.text)}  " for slot in shown(row)) + "| "
            out.lines += [text.replace("\n", "\\n")] if literal else text.split("\n")
        return out

    return printer
