"""A report as the statutory form (法定格式): its six parts in order, the three tables filled as they were printed.

What is written is read back as it was: a number with what stands beside it, a blank, a dash, a cell that can't be
read, money with its unit or without one. Prose stands under its headings, and before the first what stood there in
sentences: not the title, nor a page's fields and links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.checks.sums import shown
from ingest.forms import Form
from ingest.headings import SECTION_OF
from ingest.model import Row, Section, Table, Value
from ingest.printing.drawing import Cell, Drawn, Variant, drawn
from ingest.values import read_money, unit_in

NAMES: dict[Table, str] = {"disclosure_items": "表一", "applications": "表二", "appeals": "表三"}
_ORDINALS = "一二三四五六七八九十"


class Paper(NamedTuple):
    """What is to be written: a report, or a blank form."""

    form: Form
    title: str
    rows: Sequence[Row] = ()
    sections: Sequence[Section] = ()
    signature: Sequence[str] = ()

    def tables(self) -> tuple[Drawn, Drawn, Drawn]:
        """The three tables, as they are printed."""
        values = {
            (row.table, row.code, column): value
            for row in self.rows
            for column, value in zip(row.columns, row.values, strict=True)
        }
        variant = _variant(self.form, self.rows, values)
        units = {
            (item.code, measure.code): None if item.code in variant.no_unit else unit_in(measure.label)
            for band in self.form.bands
            for item in band.items
            for measure in band.measures
            if measure.money
        }

        def show(cell: Cell) -> str:
            value = values.get(cell)
            if value is None:
                return ""
            is_money = cell[0] == "disclosure_items" and cell[1:] in units
            return _money(value, units[cell[1:]]) if is_money else value.raw or _number(value)

        return drawn(self.form, show, variant)


def heading(form: Form, kind: str) -> str:
    """The form's heading over a part: 二、主动公开政府信息情况."""
    at = [section.code for section in form.sections].index(kind)
    return f"{_ORDINALS[at]}、{form.sections[at].label}"


def _variant(form: Form, rows: Sequence[Row], values: Mapping[Cell, Value]) -> Variant:
    applications = {row.code: row for row in rows if row.table == "applications"}
    heads = {
        code for code, row in applications.items() if form.children(code) and any(value.raw for value in row.values)
    }
    alone = {code for code in heads if applications.keys().isdisjoint(form.children(code))}
    return Variant(frozenset(heads), frozenset(alone), frozenset(_without_unit(values)))


def _without_unit(values: Mapping[Cell, Value]) -> Iterator[str]:
    """The rows of table 1 whose money is printed with no unit."""
    for (table, row, column), value in values.items():
        if (table, column) == ("disclosure_items", "amount") and value.number is not None and value.unit is None:
            yield row


def _number(value: Value) -> str:
    return "" if value.number is None else shown(value.number)


def _money(value: Value, unit: str | None) -> str:
    """Money as it was printed, if that says the same under this form's header; else with its unit."""
    read = read_money(value.raw, unit)
    if value.number is None or (read.number, read.unit) == (value.number, value.unit):
        return value.raw
    return f"{shown(value.number)}{value.unit or ''}"


def as_word(paper: Paper) -> bytes:
    """The report as a Word document."""
    from ingest.printing.word import Page  # noqa: PLC0415 (only who writes one waits for it)

    page = Page(paper.title)
    page.title(paper.title)
    tables = {SECTION_OF[table.table]: table for table in paper.tables()}
    for line in preamble(paper.sections):
        page.prose(line)
    for kind, title, body in _parts(paper, tables):
        page.heading(title)
        for line in filter(None, (line.strip() for line in body.split("\n"))):
            page.prose(line)
        if kind in tables:
            page.form(tables.pop(kind))
    for line in paper.signature:
        page.signature(line)
    return page.content()


def preamble(sections: Sequence[Section]) -> list[str]:
    """The lines of prose before the first heading.

    >>> preamble([Section("other", None, "示例局2025年年度报告\\n索引号:1\\n根据条例，编制本报告。\\n现报告如下：", 1)])
    ['根据条例，编制本报告。', '现报告如下：']
    """
    lines = (line.strip() for section in sections if not section.heading for line in section.body.split("\n"))
    return [line for line in lines if "。" in line or line.endswith(("如下：", "如下:"))]


def _parts(paper: Paper, tables: Mapping[str, Drawn]) -> list[tuple[str, str, str]]:
    """Kind, heading and prose of every part: as the report has them, else as the form does."""
    own = [section for section in paper.sections if section.heading]
    kinds = {section.kind for section in own}
    if not own or not tables.keys() <= kinds:
        found: list[tuple[str, str, str]] = []
        for section in paper.form.sections:
            bodies = [one.body for one in own if one.kind == section.code]
            found.append((section.code, heading(paper.form, section.code), "\n".join(bodies)))
        return found
    return [(section.kind, section.heading or "", section.body) for section in own]


def as_sheets(paper: Paper) -> bytes:
    """The report's tables as a workbook, a sheet each."""
    from ingest.printing.sheet import Book  # noqa: PLC0415

    book = Book()
    for table in paper.tables():
        book.form(NAMES[table.table], paper.title, [table])
    return book.content()
