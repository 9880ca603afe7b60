"""The three tables of a statutory form as they look (法定表格的样子): captions, labels, cells, spans.

Authority: the annexes of 国办公开办函〔2019〕60号 and 〔2021〕30号. One drawing serves every writer, so that a
document, a sheet and a page never differ in it.

>>> from ingest.forms import forms
>>> one, two, three = drawn(forms()["2021"], lambda cell: "0")
>>> [slot.text for slot in two.lines[2]][:2], [sum(slot.columns for slot in line) for line in one.lines][:3]
(['商业企业', '科研机构'], [4, 4, 4])
>>> len(three.lines), three.columns
(4, 15)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from ingest.forms import Band, Form, Label, Measure, Outcome
from ingest.model import Table

Cell = tuple[Table, str, str]  # table, row, column, by their codes
Show = Callable[[Cell], str]  # what is printed in a cell
Kind = Literal["caption", "rule", "head", "label", "value"]
_LABELS = 3  # columns that the labels of table 2 take: group, group, row
_CONTENT = "信息内容"


class Slot(NamedTuple):
    """One cell of a drawn table; rows and columns are how many it covers."""

    text: str
    kind: Kind
    columns: int = 1
    rows: int = 1
    cell: Cell | None = None  # of a value


class Drawn(NamedTuple):
    """A table: what begins in each of its lines, from left to right."""

    table: Table
    columns: int
    lines: tuple[tuple[Slot, ...], ...]


class Variant(NamedTuple):
    """How a report departs from the form as it is blank, without anybody's having to say that its numbers are others.

    ``rows``: heads that have numbers of their own (（六）其他处理 of the 2021 form); ``alone``: those whose rows aren't
    printed; ``no_unit``: items over whose money no unit is stated.
    """

    rows: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    no_unit: frozenset[str] = frozenset()


def drawn(form: Form, show: Show, variant: Variant | None = None) -> tuple[Drawn, Drawn, Drawn]:
    """The tables of a form, their cells filled by ``show``."""
    variant = variant or Variant()
    return _items(form, show, variant), _outcomes(form, show, variant), _appeals(form, show)


# --- table 1 ----------------------------------------------------------------------------------------------------


def _items(form: Form, show: Show, variant: Variant) -> Drawn:
    width = max(len(band.measures) for band in form.bands)
    lines = [line for band in form.bands for line in _band(band, show, width, variant)]
    return Drawn("disclosure_items", width + 1, tuple(lines))


def _band(band: Band, show: Show, width: int, variant: Variant) -> Iterator[tuple[Slot, ...]]:
    spans = [1] * len(band.measures)
    spans[-1] += width - len(spans)
    yield (Slot(band.caption, "caption", width + 1),)
    with_unit = not any(item.code in variant.no_unit for item in band.items)
    heads = [_measure(measure, with_unit) for measure in band.measures]
    yield (Slot(_CONTENT, "head"), *(Slot(text, "head", span) for text, span in zip(heads, spans, strict=True)))
    for item in band.items:
        cells: list[Cell] = [("disclosure_items", item.code, measure.code) for measure in band.measures]
        slots = (Slot(show(cell), "value", span, 1, cell) for cell, span in zip(cells, spans, strict=True))
        yield (Slot(item.label, "label"), *slots)


def _measure(measure: Measure, with_unit: bool) -> str:
    """A column's label; that of money without its unit where the report states none."""
    if not measure.money or with_unit:
        return measure.label
    return next((label for label in measure.printed if "元" not in label), measure.label)


# --- table 2 ----------------------------------------------------------------------------------------------------


def _outcomes(form: Form, show: Show, variant: Variant) -> Drawn:
    columns = form.applicants
    lines = [*_applicants(form)]
    for heads, row, span in _tree(form, variant):
        cells: list[Cell] = [("applications", row.code, column.code) for column in columns]
        values = (Slot(show(cell), "value", 1, 1, cell) for cell in cells)
        lines.append((*heads, Slot(row.label, "label", span), *values))
    return Drawn("applications", _LABELS + len(columns), tuple(lines))


def _applicants(form: Form) -> Iterator[tuple[Slot, ...]]:
    grouped = [column for column in form.applicants if column.group]
    yield (
        Slot(form.printed_rule, "rule", _LABELS, 3),
        Slot(form.around["applications"][0], "head", len(form.applicants)),
    )
    over = []
    for column in form.applicants:
        if not column.group:
            over.append(Slot(column.label, "head", 1, 2))
        elif column is grouped[0]:
            over.append(Slot(column.group, "head", len(grouped)))
    yield tuple(over)
    yield tuple(Slot(column.label, "head") for column in grouped)


def _tree(form: Form, variant: Variant) -> Iterator[tuple[tuple[Slot, ...], Outcome, int]]:
    """Every row that carries cells, with the heads that begin beside it and the columns that its label spans."""
    labels = {outcome.code: outcome for outcome in form.outcomes}
    tops = [outcome for outcome in form.outcomes if outcome.parent is None]

    def under(row: Outcome) -> list[Outcome]:
        return [] if row.code in variant.alone else [labels[code] for code in form.children(row.code)]

    def height(row: Outcome) -> int:
        return sum(map(height, under(row))) + (row.code in variant.rows or not under(row))

    def walk(row: Outcome, heads: tuple[Slot, ...], depth: int) -> Iterator[tuple[tuple[Slot, ...], Outcome, int]]:
        is_row = row.code in variant.rows
        if is_row or not under(row):
            yield heads, row, _LABELS - depth
            heads = ()
        else:
            heads = (*heads, Slot(row.label, "head", 1, height(row)))
        for child in under(row):
            yield from walk(child, heads, depth if is_row else depth + 1)
            heads = ()

    for top in tops:
        yield from walk(top, (), 0)


# --- table 3 ----------------------------------------------------------------------------------------------------


def _appeals(form: Form, show: Show) -> Drawn:
    results, (first, *suits) = form.results, form.channels
    lines: list[tuple[Slot, ...]] = [
        (Slot(first.label, "head", len(results)), Slot(form.around["appeals"][0], "head", len(results) * len(suits))),
        (*_heads(results, 2), *(Slot(channel.label, "head", len(results)) for channel in suits)),
        tuple(slot for _ in suits for slot in _heads(results, 1)),
    ]
    cells: list[Cell] = [("appeals", channel.code, result.code) for channel in form.channels for result in results]
    lines.append(tuple(Slot(show(cell), "value", 1, 1, cell) for cell in cells))
    return Drawn("appeals", len(results) * len(form.channels), tuple(lines))


def _heads(labels: tuple[Label, ...], rows: int) -> Iterator[Slot]:
    return (Slot(label.label, "head", 1, rows) for label in labels)


def placed(table: Drawn) -> Iterator[tuple[int, int, Slot]]:
    """Every slot with the line and column of its upper left corner, from 0."""
    taken: set[tuple[int, int]] = set()
    for at, line in enumerate(table.lines):
        column = 0
        for slot in line:
            while (at, column) in taken:
                column += 1
            yield at, column, slot
            taken |= {(at + down, column + right) for down in range(slot.rows) for right in range(slot.columns)}
            column += slot.columns
