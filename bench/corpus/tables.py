"""The three tables of a paper as grids of boxes, spans and all, before any page does something to them.

A table is a list of rows; a row holds the boxes that begin in it, as HTML and Word write it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .paper import APPLICANTS, CHANNELS, RESULTS, Key, Paper, wordings

Kind = Literal["caption", "header", "label", "value"]


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its text, how many rows and columns of the grid it takes."""

    text: str
    kind: Kind
    rows: int = 1
    columns: int = 1
    key: Key | None = None  # whose number stands here


Row = list[Box]
Table = list[Row]


def width(table: Table) -> int:
    """How many columns the grid has."""
    return max(len(line) for line in laid(table))


def laid(table: Table) -> list[list[Box]]:
    """Every place of the grid with the box that covers it."""
    lines: list[dict[int, Box]] = [{} for _ in table]
    for number, row in enumerate(table):
        at = 0
        for box in row:
            while at in lines[number]:
                at += 1
            for below in lines[number : number + box.rows]:
                below.update(dict.fromkeys(range(at, at + box.columns), box))
    return [[line[column] for column in sorted(line)] for line in lines]


def disclosure(paper: Paper) -> Table:
    """Table 1: bands, each with its header and rows, in four columns."""
    said = paper.wording
    table: Table = []
    for group in wordings()["disclosure"][paper.form]["groups"]:
        columns = group["columns"]
        last = 4 - len(columns)
        table.append([Box(said.written(group["caption"]), "caption", columns=4)])
        header = [Box(said.of("measure", column), "header") for column in columns]
        table.append(_widened([Box(said.of("head", "content"), "header"), *header], last))
        for row in group["rows"]:
            keys = [Key("disclosure_items", row, column) for column in columns]
            values = [Box(paper.cells[key].text, "value", key=key) for key in keys]
            table.append(_widened([Box(said.of("item", row), "label"), *values], last))
    return table


def _widened(row: Row, columns: int) -> Row:
    """The row's last box made as wide as the table needs."""
    last = row[-1]
    return [*row[:-1], Box(last.text, last.kind, last.rows, columns, last.key)]


def applications(paper: Paper) -> Table:
    """Table 2: three columns of labels, seven of numbers, a header of three rows."""
    said = paper.wording
    people = {code: said.of("applicant", code) for code in APPLICANTS}
    table: Table = [
        [
            Box(said.of("head", "rule"), "header", rows=3, columns=3),
            Box(said.of("head", "applicants"), "header", columns=7),
        ],
        [
            Box(people["natural_person"], "header", rows=2),
            Box(said.of("head", "organizations"), "header", columns=5),
            Box(people["total"], "header", rows=2),
        ],
        [Box(people[code], "header") for code in APPLICANTS[1:-1]],
    ]
    heads: list[Box] = []
    rows = paper.rows()
    for at, (number, code, depth) in enumerate(rows):
        words = said.numbered(number, said.of("outcome", code))
        if paper.is_head(code):
            heads.append(Box(words, "label", rows=_below(rows, at)))
            continue
        values = [_value(paper, Key("applications", code, column)) for column in APPLICANTS]
        table.append([*heads, Box(words, "label", columns=3 - depth), *values])
        heads = []
        if code == "received" and paper.sub_row:
            label, *numbers = paper.sub_row
            table.append([Box(label, "label", columns=3), *(Box(text, "value") for text in numbers)])
    return table


def _below(rows: list[tuple[str, str, int]], at: int) -> int:
    """Over how many printed rows a head reaches: rows deeper than itself that are no heads."""
    depth = rows[at][2]
    reach = 0
    for number, (_, _, below) in enumerate(rows[at + 1 :], at + 1):
        if below <= depth:
            break
        heads_more = number + 1 < len(rows) and rows[number + 1][2] > below
        reach += not heads_more
    return reach


def _value(paper: Paper, key: Key) -> Box:
    return Box(paper.cells[key].text, "value", key=key)


def appeals(paper: Paper) -> Table:
    """Table 3: fifteen columns under a header of three rows, one row of numbers."""
    said = paper.wording
    results = [said.of("result", code) for code in RESULTS]
    reviewed, direct, after = (said.of("channel", code) for code in CHANNELS)
    return [
        [Box(reviewed, "header", columns=5), Box(said.of("channel", "litigation"), "header", columns=10)],
        [
            *(Box(text, "header", rows=2) for text in results),
            Box(direct, "header", columns=5),
            Box(after, "header", columns=5),
        ],
        [Box(text, "header") for text in (*results, *results)],
        [_value(paper, Key("appeals", channel, result)) for channel in CHANNELS for result in RESULTS],
    ]


def keys(tables: Iterable[Table]) -> set[Key]:
    """The cells that some tables print."""
    return {box.key for table in tables for row in table for box in row if box.key}
