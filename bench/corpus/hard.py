"""Tables that nobody should write, and many do: shapes for ``parts``, and what papers say when they are written so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from . import shapes, tables
from .paper import APPLICANTS, CHANNELS, Key, Paper, Printed
from .parts import Parts, each
from .tables import Box, Table


def serial_and_remarks(parts: Parts, paper: Paper, random: Random) -> Parts:
    """序号 and 备注 around table 2."""
    return {**parts, "applications": [("", shapes.with_serial_and_remarks(parts["applications"][0][1], random))]}


def wrong_span(parts: Parts, paper: Paper, random: Random) -> Parts:
    """A wrong rowspan in table 2."""
    return {**parts, "applications": [("", shapes.with_wrong_span(parts["applications"][0][1], random))]}


def short_rows(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Empty cells at the end of rows aren't written."""
    return each(parts, shapes.without_last_blanks)


def header_again(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Table 2's header stands again in its middle."""
    at = random.choice((10, 14, 17, 21))
    return {**parts, "applications": [("", shapes.with_header_again(parts["applications"][0][1], 3, at))]}


def total_first(parts: Parts, paper: Paper, random: Random) -> Parts:
    """总计 before the applicants and, in table 3, before the results."""
    appeals = parts["appeals"][0][1]
    for first in (0, 5, 10):
        appeals = shapes.reordered(appeals, [4, 0, 1, 2, 3], first, 1 if first == 0 else 2)
    outcomes = shapes.total_first(parts["applications"][0][1], 3)
    return {**parts, "applications": [("", outcomes)], "appeals": [("", appeals)]}


def appeals_in_three(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Each channel of table 3 in a table of its own, under its caption."""
    captions = [paper.wording.of("channel", code) for code in CHANNELS]
    if random.random() < 0.5:
        captions = [captions[0], *(f"行政诉讼（{caption}）" for caption in captions[1:])]
    lines = tables.laid(parts["appeals"][0][1])
    split = [[list(lines[2][first : first + 5]), list(lines[3][first : first + 5])] for first in (0, 5, 10)]
    plain = [[[replace(box, rows=1) for box in row] for row in table] for table in split]
    return {**parts, "appeals": list(zip(captions, plain, strict=True))}


def mistyped(parts: Parts, paper: Paper, random: Random) -> Parts:
    """One row label in three of table 2 has a character too few, too many or wrong."""
    return {**parts, "applications": [("", _changed(parts["applications"][0][1], lambda box: _typo(box, random)))]}


def _changed(table: Table, change: Callable[[Box], Box]) -> Table:
    return [[change(box) for box in row] for row in table]


def _typo(box: Box, random: Random) -> Box:
    if box.kind != "label" or len(box.text) < 8 or random.random() < 0.67:
        return box
    at = random.randrange(3, len(box.text) - 1)
    other = random.choice(("", box.text[at] * 2, random.choice("的性类项请办")))
    return replace(box, text=box.text[:at] + other + box.text[at + 1 :])


def rows_exchanged(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Two rows of one group of table 2 stand in each other's place, labels and numbers."""
    table = [list(row) for row in parts["applications"][0][1]]
    inner = [
        number for number, row in enumerate(table) if row[0].kind == "label" and row[0].columns == row[0].rows == 1
    ]
    pairs = [number for number in inner if number + 1 in inner]
    for number in random.sample(pairs, k=2):
        table[number], table[number + 1] = table[number + 1], table[number]
    return {**parts, "applications": [("", table)]}


def last_years_tables(parts: Parts, paper: Paper, random: Random) -> Parts:
    """Last year's tables 2 and 3 stand below or above this year's, each under its caption with the year."""
    out = dict(parts)
    for kind, words in (("applications", "政府信息公开申请办理情况表"), ("appeals", "行政复议、行政诉讼情况表")):
        (_, table), *_ = parts[kind]
        older = _changed(table, lambda box: _older(box, random))
        both = [(f"{paper.year}年{words}", table), (f"{paper.year - 1}年{words}", older)]
        out[kind] = both if random.random() < 0.6 else both[::-1]
    return out


def _older(box: Box, random: Random) -> Box:
    return replace(box, text=str(random.randint(0, 60)), key=None) if box.kind == "value" else box


# --- what papers say --------------------------------------------------------------------------------------------------


def without_some_rows(paper: Paper, random: Random) -> Paper:
    """A few rows of table 2 aren't printed at all (no group's first: its head goes with it)."""
    unprinted = random.sample(
        ("prohibited_by_law", "administrative_inquiry", "duplicate", "unclear_after_correction"), k=2
    )
    cells = {key: cell for key, cell in paper.cells.items() if key.row not in unprinted}
    return replace(paper, cells=cells, unprinted=tuple(unprinted))


def with_one_zero_a_row(paper: Paper, random: Random) -> Paper:
    """Rows of zeros are one wide cell with one 0: nobody says whose it is, so nothing is to be stored."""
    cells = dict(paper.cells)
    for row in {key.row for key in cells if key.table == "applications"}:
        keys = [Key("applications", row, column) for column in APPLICANTS]
        if not any(cells[key].number for key in keys) and random.random() < 0.7:
            cells |= dict.fromkeys(keys, Printed("0", None))
    return replace(paper, cells=cells)


def wide_zeros(parts: Parts, paper: Paper, random: Random) -> Parts:
    """The wide cells of ``with_one_zero_a_row``."""
    out = []
    for row in parts["applications"][0][1]:
        values = [box for box in row if box.kind == "value"]
        is_one = bool(values) and all(box.key and paper.cells[box.key] == Printed("0", None) for box in values)
        out.append([*(row[: -len(values)]), Box("0", "value", columns=7)] if is_one else row)
    return {**parts, "applications": [("", out)]}
