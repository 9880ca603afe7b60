"""One page from a seed: invent, lay out, judge what can be known, put it all together."""

from __future__ import annotations

import random

from ingest.forms import Form, forms
from pages import determined, front, grid, numbers, paragraphs, pipes, prose, tabs
from pages.lines import Layout, Print
from pages.truth import Cell, Key, Page

LAYOUTS: dict[str, Layout] = {
    "L0": tabs.cell_a_line,
    "L0t": tabs.row_a_line,
    "L1": paragraphs.no_break_space,
    "L1v": paragraphs.vanishing,
    "L1e": paragraphs.growing,
    "L2": pipes.row_residue,
    "L2c": pipes.row_clean,
    "L3": pipes.cell_a_line,
    "L3c": pipes.cell_clean,
    "L3p": pipes.cell_opening,
    "L3r": pipes.cell_closing,
    "L4": pipes.row_leading,
    "L4m": pipes.markdown,
    "L4n": pipes.cell_split,
    "L5": pipes.bare,
    "L5r": pipes.bare_residue,
    "L6": pipes.inner_lines,
    "L9": paragraphs.labels_only,
    "L9d": paragraphs.deduplicated,
}


def make(seed: int, layout: str | None = None) -> Page:
    """The page of a seed in a layout, or in the one that is its turn."""
    name = layout or tuple(LAYOUTS)[seed % len(LAYOUTS)]
    for with_error in (True, False):
        page = _page(seed, name, random.Random(f"{seed} {name}"), with_error)
        if page is not None:
            return page
    raise AssertionError(f"the sums mislead without an error in the source: {seed} {name}")


def _page(seed: int, name: str, rng: random.Random, with_error: bool) -> Page | None:
    year = rng.randint(2019, 2024)
    form = forms()["2019" if year < 2021 or rng.random() < 0.1 else "2021"]
    made = numbers.invent(rng, form)
    if rng.random() < 0.12 and with_error:
        numbers.plant_error(rng, made)
    tables = grid.tables(rng, form, made)
    printer = LAYOUTS[name](rng)
    prints = {kind: printer(table) for kind, table in tables.items()}
    if not determined.judge(form, made, tables, prints):
        return None
    head = front.invent(rng, form.id, year)
    lines = _assembled(rng, form, head, prints)
    if name in ("L9", "L9d"):
        lines = _dropped(name, lines, prints, made.cells)
    notes = (*made.notes, *head.kinds)
    return Page(seed, name, "\n".join(lines) + "\n", made.cells, head.said, notes)


def _assembled(rng: random.Random, form: Form, head: front.Front, prints: dict[str, Print]) -> list[str]:
    lines = [*head.header, *head.title, *head.preamble]
    headings = prose.headings(rng, form)
    airy = rng.random() < 0.3
    for section in form.sections:
        lines += [*([""] if airy else []), *headings[section.code], *prose.paragraphs(rng, section.code)]
        if section.code in prints:
            prints[section.code].start = len(lines)
            lines += prints[section.code].lines
    return [*lines, "", *head.signature]


def _dropped(name: str, lines: list[str], prints: dict[str, Print], cells: dict[Key, Cell]) -> list[str]:
    """The page without its repeated lines; what that did to each cell."""
    first: dict[str, int] = {}
    for at, line in enumerate(lines):
        first.setdefault(line, at)
    kept = {}
    for printed in prints.values():
        for at, key in printed.keys.items():
            kept[key] = first[lines[printed.start + at]] == printed.start + at
    determined.drop(cells, {key: kept.get(key, False) for key in cells})
    return lines if name == "L9" else paragraphs.drop_repeated(lines)
