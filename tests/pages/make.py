"""One page from a seed: invent, lay out, judge what can be known, put it all together."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.forms import Form, forms
from pages import determined, front, glued, grid, nasty, noise, numbers, paragraphs, pdf, pipes, prose, tabs, whole
from pages.lines import Layout, Print, Printer
from pages.truth import Cell, Key, Page

Alter = Callable[[numbers.Numbers, int], list[str]]

# Layouts in which each table can be printed by itself.
TABLES: dict[str, Layout] = {
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
    "L7": glued.rows,
    "L11": pdf.text,
}
HTML = ("L0", "L2", "L3", "L4n")
DOCUMENT = ("L0t", "L1", "L1v", "L2c")


def _any_of(names: tuple[str, ...]) -> Layout:
    return lambda rng: TABLES[rng.choice(names)](rng)


def _mixed(rng: random.Random) -> Printer:
    printers = {
        name: TABLES[rng.choice(tuple(TABLES))](rng) for name in ("disclosure_items", "applications", "appeals")
    }
    return lambda table: printers[table.name](table)


LAYOUTS: dict[str, Layout] = TABLES | {
    "L7x": glued.rows,
    "L8": tabs.cell_a_line,
    "L9": paragraphs.labels_only,
    "L9d": paragraphs.deduplicated,
    "L10": tabs.cell_a_line,
    "Lw": pipes.row_residue,
    "Ldoc": _any_of(DOCUMENT),
    "Lhtml": _any_of(HTML),
    "Lmix": _mixed,
    "Lnasty": _any_of(tuple(TABLES)),
}
WITHOUT_CELLS = {"L8": whole.old_form, "L10": whole.no_table}


@dataclass(slots=True)
class _Draft:
    """A page in the making."""

    form: Form
    head: front.Front
    made: numbers.Numbers = field(default_factory=numbers.Numbers)
    prints: dict[str, Print] = field(default_factory=dict)
    instead: list[str] = field(default_factory=list)  # what stands where the tables would
    said: list[str] = field(default_factory=list)  # more sentences of the first section


def make(seed: int, layout: str | None = None) -> Page:
    """The page of a seed in a layout, or in the one that is its turn."""
    name = layout or tuple(LAYOUTS)[seed % len(LAYOUTS)]
    for careful in (False, True):
        page = _page(seed, name, random.Random(f"{seed} {name}"), careful)
        if page is not None:
            return page
    raise AssertionError(f"the sums mislead without an error in the source: {seed} {name}")


def make_altered(seed: int, layout: str, alter: Alter) -> Page | None:
    """The page of a seed, its numbers altered by the caller, whose sentences stand in its first section.

    ``alter`` is given the numbers before they are printed, and the year. None where the alteration would mislead a
    careful reader of a page that lost its cells' places.
    """
    return _page(seed, layout, random.Random(f"{seed} {layout}"), careful=True, alter=alter)


def _page(seed: int, name: str, rng: random.Random, careful: bool, alter: Alter | None = None) -> Page | None:
    """The page, or None where a planted error would mislead a careful reader: then it is made without one."""
    draft = _without_cells(name, rng) if name in WITHOUT_CELLS else _with_cells(name, rng, careful, alter)
    if draft is None:
        return None
    lines = _assembled(rng, draft)
    cells = draft.made.cells
    if name in ("L9", "L9d"):
        lines = _dropped(name, lines, draft.prints, cells)
    if name == "L7x":
        lines = [*draft.head.header, *draft.head.title, *glued.one_line(lines[_opening(draft) :])]
    elif name == "Lw":
        start = _opening(draft)
        title = [line + " |" for line in draft.head.title if line]
        lines = [*draft.head.header, *title, *whole.wrapped(rng, lines[start : len(lines) - 3]), *lines[-3:]]
    elif name == "Ldoc":
        lines = whole.viewed(rng, _file_name(draft.head), lines)
    lines = noise.around(rng, lines, draft.head.said.year)
    text, kind = noise.characters(rng, "\n".join(lines) + "\n")
    notes = (*draft.made.notes, *draft.head.kinds, *([kind] if kind else []))
    return Page(seed, name, text, cells, draft.head.said, notes)


def _with_cells(name: str, rng: random.Random, careful: bool, alter: Alter | None = None) -> _Draft | None:
    year = rng.randint(2019, 2024)
    form = forms()["2019" if year < 2021 or rng.random() < 0.1 else "2021"]
    made = numbers.invent(rng, form, "no subtotals" if name == "Lhtml" else None)
    if rng.random() < 0.12 and not careful:
        numbers.plant_error(rng, made)
    said = alter(made, year) if alter else []
    tables = grid.tables(rng, form, made)
    if name == "Lhtml":
        grid.as_html(tables)
    printer = LAYOUTS[name](rng)
    if name == "Lnasty":
        nasty.play(rng, tables, made, nasty.HARMLESS if careful else nasty.ALL, 4)
    elif name in TABLES and rng.random() < 0.12:
        nasty.play(rng, tables, made, nasty.HARMLESS, 1)
    prints = {kind: nasty.in_parts(printer, table) for kind, table in tables.items()}
    if not determined.judge(form, made, tables, prints):
        return None
    return _Draft(form, front.invent(rng, form.id, year), made, prints, said=said)


def _without_cells(name: str, rng: random.Random) -> _Draft:
    head = front.invent(rng, None, rng.randint(2010, 2018) if name == "L8" else rng.randint(2015, 2023))
    return _Draft(forms()["2019"], head, instead=WITHOUT_CELLS[name](rng))


def _file_name(head: front.Front) -> str:
    """A document's name, which says what the title says; without a title it is all that could be taken for one."""
    name = head.said.titles[0] or f"{head.said.agencies[0]}{head.said.year}年政府信息公开工作年度报告"
    head.said.titles = (*head.said.titles, name)
    return name


def _opening(draft: _Draft) -> int:
    return len(draft.head.header) + len(draft.head.title)


def _assembled(rng: random.Random, draft: _Draft) -> list[str]:
    head, prints = draft.head, draft.prints
    lines = [*head.header, *head.title, *head.preamble]
    headings = prose.headings(rng, draft.form)
    airy = rng.random() < 0.3
    for section in draft.form.sections:
        lines += [*([""] if airy else []), *headings[section.code], *prose.paragraphs(rng, section.code)]
        lines += draft.said if section.code == "overview" else []
        if section.code in prints:
            prints[section.code].start = len(lines)
            lines += prints[section.code].lines
    return [*lines, "", *(head.signature or ["", ""]), *draft.instead]


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
