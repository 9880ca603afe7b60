"""Columns in any order, one missing, one more, in every way that text parts its cells: nothing wrong is ever stored."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from ingest.containers import source_of
from ingest.forms import forms
from ingest.parse import parse

FORM = forms()["2021"]
ROWS = [outcome for outcome in FORM.rows if not FORM.children(outcome.code)]
Table = list[list[str]]
Truth = dict[tuple[str, str, str], int | None]


def _markdown(table: Table) -> str:
    width = max(map(len, table))
    head, *rows = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in table]
    return "\n".join([head, "|" + "---|" * width, *rows])


LAYOUTS: dict[str, Callable[[Table], str]] = {
    "tabs": lambda table: "\n".join("\t".join(row) for row in table),
    "pipes": lambda table: "\n".join(f"| {' | '.join(row)} |" for row in table),
    "open pipes": lambda table: "\n".join(" | ".join(row) for row in table),
    "lines": lambda table: "\n".join(cell or "\xa0" for row in table for cell in row),
    "lines, blanks dropped": lambda table: "\n".join(cell for row in table for cell in row if cell),
    "wide spaces": lambda table: "\n".join("  ".join(filter(None, row)) for row in table),
    "spaces": lambda table: "\n".join(" ".join(filter(None, row)) for row in table),
    "a tab alone": lambda table: "\n\t\n".join(cell for row in table for cell in row),
    "a pipe each": lambda table: "\n".join(f"{cell} |" for row in table for cell in row),
    "markdown, merged cells collapsed": _markdown,
}
ORDERS = ("the form's", "any", "total first", "two changed", "one missing", "one more")


def page(seed: int, layout: str, order: str) -> tuple[str, Truth]:
    """A page, and what each cell of tables 2 and 3 prints."""
    rng = random.Random(f"{seed} {order}")
    nothing = rng.choice(("0", "0", "", "-"))
    columns, channels, results = list(range(7)), [0, 1, 2], list(range(5))
    if order == "any":
        for one in (columns, channels, results):
            rng.shuffle(one)
    elif order == "total first":
        columns, results = [6, *range(6)], [4, *range(4)]
    elif order == "two changed":
        columns, channels = [0, 1, 2, 3, 5, 4, 6], [1, 2, 0]
    elif order == "one missing":
        columns = columns[1:]
    more = ["上年总计"] if order == "one more" else []
    truth: Truth = {}
    table: Table = [["", *(FORM.applicants[at].label for at in columns), *more]]
    for row in ROWS:
        numbers = [rng.choice((0, 0, 0, 1, 2, 5, 13)) for _ in range(6)]
        numbers.append(sum(numbers))
        truth |= {("applications", row.code, FORM.applicants[at].code): numbers[at] for at in columns}
        table.append([row.label, *(str(numbers[at]) for at in columns), *(str(rng.randint(1, 99)) for _ in more)])
    suits = [[rng.choice((0, 1, 2, 4)) for _ in range(4)] for _ in channels]
    suits = [[*one, sum(one)] for one in suits]
    for at, channel in enumerate(FORM.channels):
        truth |= {("appeals", channel.code, label.code): suits[at][n] for n, label in enumerate(FORM.results)}
    appeals: Table = [
        [FORM.channels[at].label for at in channels],
        [FORM.results[n].label for _ in channels for n in results],
        [str(suits[at][n]) for at in channels for n in results],
    ]
    for rows in (table[1:], appeals[2:]):
        for cells in rows:
            cells[:] = [nothing if cell == "0" else cell for cell in cells]
    if nothing != "0":
        truth = {cell: number or None for cell, number in truth.items()}
    cut = LAYOUTS[layout]
    return (
        "平江县示例局2023年政府信息公开工作年度报告\n一、总体情况\n统计期限2023年1月1日至2023年12月31日。\n"
        f"三、收到和处理政府信息公开申请情况\n{cut(table)}\n四、政府信息公开行政复议、行政诉讼情况\n{cut(appeals)}\n"
        "五、存在的主要问题及改进情况\n略。\n"
    ), truth


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_the_order_nothing_wrong_is_stored(layout: str, order: str) -> None:
    for seed in range(4):
        text, truth = page(seed, layout, order)
        report: Any = parse(source_of("page.txt", text.encode()))
        read = {
            (row.table, row.code, column): value.number
            for row in report.rows
            for column, value in zip(row.columns, row.values, strict=True)
            if value.number is not None
        }
        assert {cell: number for cell, number in read.items() if truth.get(cell) != number} == {}, seed
        told = {finding.table for finding in report.findings}
        unread = {cell[0] for cell, number in truth.items() if number is not None and cell not in read}
        assert unread <= told, seed


@pytest.mark.parametrize("layout", ["tabs", "pipes", "a pipe each", "markdown, merged cells collapsed"])
@pytest.mark.parametrize("order", ORDERS[:-2])
def test_where_rows_are_whole_all_is_read_by_the_pages_header(layout: str, order: str) -> None:
    text, truth = page(9, layout, order)
    report: Any = parse(source_of("page.txt", text.encode()))
    read = {(r.table, r.code, c): v.number for r in report.rows for c, v in zip(r.columns, r.values, strict=True)}
    assert {cell: number for cell, number in truth.items() if number is not None and read.get(cell) != number} == {}
