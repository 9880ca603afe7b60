"""The tables under their sections, and the shapes that a page gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from . import shapes, tables
from .paper import Paper
from .tables import Table

Parts = dict[str, list[tuple[str, Table]]]  # kind of section → (caption above the table, table)
KINDS = ("proactive", "applications", "appeals")
_CAPTIONS = dict(zip(KINDS, ("表1 主动公开情况", "表2 申请办理情况", "表3 复议诉讼情况"), strict=True))


def plain_parts(paper: Paper) -> Parts:
    """The three tables under their sections."""
    made = (tables.disclosure(paper), tables.applications(paper), tables.appeals(paper))
    return {kind: [("", table)] for kind, table in zip(KINDS, made, strict=True)}


def as_it_is(parts: Parts, paper: Paper, random: Random) -> Parts:
    """The form's own grids."""
    return parts


def captioned_above(parts: Parts, paper: Paper, random: Random) -> Parts:
    """A caption over every table."""
    return {kind: [(_CAPTIONS[kind], table) for _, table in of_kind] for kind, of_kind in parts.items()}


def captioned_within(parts: Parts, paper: Paper, random: Random) -> Parts:
    """The section's heading is the table's first row."""
    headings = {section.kind: section.heading for section in paper.sections}
    return {
        kind: [("", shapes.captioned(table, headings[kind])) for _, table in of_kind] for kind, of_kind in parts.items()
    }


def cut_in_two(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Table 2 in two, its header printed again or not, what reaches over the cut said again or not."""
    table = parts["applications"][0][1]
    after = random.choice((13, 16, 18, 20))
    upper, lower = shapes.cut(table, after, header=random.choice((0, 3)), again=random.random() < 0.5)
    return {**parts, "applications": [("", upper), ("", lower)]}


def cut_with_a_caption(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Table 2 in two under captions, and every band of table 1 in a table of its own."""
    upper, lower = shapes.cut(parts["applications"][0][1], 16, header=3, again=True)
    items = parts["proactive"][0][1]
    starts = [number for number, row in enumerate(items) if row[0].kind == "caption"]
    bands = [items[start:end] for start, end in zip(starts, [*starts[1:], len(items)], strict=True)]
    return {**parts, "proactive": [("", band) for band in bands], "applications": [("", upper), ("续表", lower)]}


def all_in_one(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Three tables in one, the headings of the later two in rows of their own."""
    headings = {section.kind: section.heading for section in paper.sections}
    three = [parts[kind][0][1] for kind in KINDS]
    one = shapes.joined(three, ["", headings["applications"], headings["appeals"]])
    return {"proactive": [("", one)], "applications": [], "appeals": []}


def apart_repeating(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Merged cells taken apart, their text in each."""
    return each(parts, lambda table: shapes.apart(table, repeat=True))


def apart_blank(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Merged cells taken apart, their text in the first alone."""
    return each(parts, lambda table: shapes.apart(table, repeat=False))


def phantom_columns(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Grid columns more than are seen: five in table 1, twelve in table 2."""
    items, outcomes = parts["proactive"][0][1], parts["applications"][0][1]
    outcomes = shapes.phantom(shapes.phantom(outcomes, 1), 6)
    return {**parts, "proactive": [("", shapes.phantom(items, 2))], "applications": [("", outcomes)]}


def last_year_beside(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Last year's figures in a column of their own, in tables 1 and 2."""
    items = shapes.with_last_year_by_band(parts["proactive"][0][1], random)
    outcomes = shapes.with_last_year(parts["applications"][0][1], random, "上年总计")
    return {**parts, "proactive": [("", items)], "applications": [("", outcomes)]}


def in_another_order(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Columns in an order of the page's own: the organisations of table 2, the results of table 3."""
    order = random.sample(range(5), k=5)
    outcomes = shapes.reordered(parts["applications"][0][1], order, 4, 2)
    order = random.sample(range(5), k=5)
    appeals = parts["appeals"][0][1]
    for first in (0, 5, 10):
        appeals = shapes.reordered(appeals, order, first, 1 if first == 0 else 2)
    return {**parts, "applications": [("", outcomes)], "appeals": [("", appeals)]}


def each(parts: Parts, change: Callable[[Table], Table]) -> Parts:
    """Every table changed."""
    return {kind: [(caption, change(table)) for caption, table in of_kind] for kind, of_kind in parts.items()}


def with_sub_row(paper: Paper, random: Random) -> Paper:
    """A row 其中 below the first row of table 2."""
    return replace(paper, sub_row=("其中：通过网络提交", *(str(random.randint(0, 9)) for _ in range(7))))
