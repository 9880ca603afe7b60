"""Rows printed more than once (重复的行): of a page cut in two, of another table of the same form, of last year's.

A row that is printed twice alike is one row. Where its numbers differ nobody knows which are meant. Where a whole table
is printed twice, under headers of its own and with other numbers, one of the two is of another year or another agency:
if the page doesn't say which, what only one of them prints may be that one's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ingest.forms import Form
from ingest.grids import findings as say
from ingest.model import BLANK, Finding, Row, Table

Run = dict[str, Row]  # rows in printed order, each once, by code


def once(rows: Sequence[Row], heads: Collection[int], form: Form) -> tuple[list[Row], list[Finding]]:
    """Each row once, with what must be said. ``heads``: the lines of headers."""
    doubted = {id(row) for table in ("disclosure_items", "applications") for row in _of_either(rows, heads, table)}
    kept: dict[tuple[Table, str], Row] = {}
    findings = []
    for printed in rows:
        row, label = printed, form.full_label(printed.code)
        if id(printed) in doubted:
            findings.append(say.of_either(row, label))
            row = replace(row, values=(BLANK,) * len(row.values))
        first = kept.setdefault((row.table, row.code), row)
        if first is row or first == replace(row, line=first.line):
            continue
        kept[row.table, row.code] = both = _agreed(first, row)
        if both.values[: len(first.values)] != first.values:
            findings.append(say.repeated(row, label))
    return list(kept.values()), findings


def _agreed(first: Row, again: Row) -> Row:
    """What two printings of a row agree in, and what only one of them has a column for."""
    second = dict(zip(again.columns, again.values, strict=True))
    values = tuple(
        value if second.get(code, value).number == value.number else BLANK
        for code, value in zip(first.columns, first.values, strict=True)
    )
    added = [code for code in again.columns if code not in first.columns]
    return replace(first, columns=(*first.columns, *added), values=(*values, *(second[code] for code in added)))


def _of_either(rows: Sequence[Row], heads: Collection[int], table: str) -> Iterator[Row]:
    """The rows that only one of two tables prints that have other numbers in the rows of both."""
    runs = list(_runs([row for row in rows if row.table == table], heads))
    for one, two in combinations(runs, 2):
        shared = one.keys() & two.keys()
        telling = [code for code in shared if _prints(one[code]) and _prints(two[code])]
        if sum(_differ(one[code], two[code]) for code in telling) * 2 >= max(1, len(telling)):
            yield from (run[code] for run in (one, two) for code in run.keys() - shared)


def _runs(rows: Sequence[Row], heads: Collection[int]) -> Iterator[Run]:
    """The rows as tables: one begins where a row comes again under another header."""
    run: Run = {}
    last = 0
    for row in rows:
        if row.code in run and any(last < head <= row.line for head in heads):
            yield run
            run = {}
        run.setdefault(row.code, row)
        last = row.line
    yield run


def _differ(one: Row, two: Row) -> bool:
    """Do two printings of a row have different numbers in a column that both have?"""
    second = dict(zip(two.columns, two.values, strict=True))
    return any(
        None not in (value.number, second[code].number) and value.number != second[code].number
        for code, value in zip(one.columns, one.values, strict=True)
        if code in second
    )


def _prints(row: Row) -> bool:
    """Does a row print a number that two years would hardly have both?"""
    return any(value.number for value in row.values)
