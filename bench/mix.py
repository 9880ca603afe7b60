"""Invented reports (``generate``) printed in turn in every layout of the catalogue (``pages``), for the benchmarks.

An agency keeps its layout over the years, as its site does. Every other report leaves its zeros blank: about half of
real ones do. The layouts that print no statutory cell (L8, L9, L10) have their turn like the others.
"""

from __future__ import annotations

import random
from pathlib import Path

from generate import Invented, invent
from pages import glued, grid, numbers, whole
from pages.lines import Printer
from pages.make import TABLES, WITHOUT_CELLS
from pages.paragraphs import deduplicated, labels_only
from pages.truth import Cell, Key

LAYOUTS = (*TABLES, "L7x", "L8", "L9", "L9d", "L10", "Lw", "Ldoc")
_PRINTERS = TABLES | {"L7x": glued.rows, "L9": labels_only, "L9d": deduplicated}
_PRINTERS |= {"Lw": TABLES["L2"], "Ldoc": TABLES["L2c"]}


def layout_of(number: int) -> str:
    """The layout of the n-th report: its agency's."""
    return LAYOUTS[number // 5 % len(LAYOUTS)]


def text(it: Invented, layout: str, chance: random.Random) -> str:
    """The report as a page of this layout prints it."""
    tables = {} if layout in WITHOUT_CELLS else _tables(it, _PRINTERS[layout](chance), chance)
    lines = []
    for mark, section in zip("一二三四五六", it.form.sections, strict=True):
        lines += [f"{mark}、{section.label}", *it.prose.get(section.code, []), *tables.get(section.code, [])]
    lines += WITHOUT_CELLS[layout](chance) if layout in WITHOUT_CELLS else []
    signature = ["", it.agency, f"{it.year + 1}年1月20日", ""]
    if layout == "L7x":
        lines = glued.one_line(lines)
    elif layout == "Lw":
        lines = whole.wrapped(chance, lines)
    elif layout == "Ldoc":
        lines = whole.viewed(chance, it.title, lines)
    return "\n".join([it.title, "", *lines, *signature])


def _tables(it: Invented, printer: Printer, chance: random.Random) -> dict[str, list[str]]:
    return {kind: printer(table).lines for kind, table in grid.tables(chance, it.form, _numbers(it, chance)).items()}


def _numbers(it: Invented, chance: random.Random) -> numbers.Numbers:
    """The report's cells as they are printed; all zeros of a page are 0, or all are blank."""
    zero = chance.choice(("0", ""))
    applicants = [column.code for column in it.form.applicants]
    results = [column.code for column in it.form.results]
    values: dict[Key, int | float] = {Key("disclosure_items", *cell): n for cell, n in it.items.items()}
    values |= {
        Key("applications", code, c): n
        for code, row in it.applications.items()
        for c, n in zip(applicants, row, strict=True)
    }
    values |= {
        Key("appeals", code, c): n for code, row in it.appeals.items() for c, n in zip(results, row, strict=True)
    }
    cells = {key: Cell(str(n) if n else zero, n, "printed") for key, n in values.items()}
    units = {band.caption: "" for band in it.form.bands}
    return numbers.Numbers(cells, tuple(it.applications), units)


def write(folder: Path, count: int, first: int = 0) -> None:
    """Some reports, from the first on, as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        page = text(invent(number), layout_of(number), random.Random(f"page {number}"))
        (folder / f"{number:06}.txt").write_text(page, "utf-8")
