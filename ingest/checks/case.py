"""A case (待校验的报告): one report with what several checks ask of it, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.checks.sums import Cell, Equation, Number, contradicted, equations, sides, with_stand_ins
from ingest.claims import Claim, read_claims
from ingest.forms import Form
from ingest.model import Report, Section, Table
from ingest.text import fold, simplified

FORMS = "国办公开办函〔2019〕60号、〔2021〕30号"
_WITHOUT_CLAIMS = frozenset({"problems", "other"})


@dataclass(frozen=True)
class Case:
    """A report, the form that its sums follow, and the lines of its source where they are at hand."""

    report: Report
    form: Form
    lines: Sequence[str] = field(default=(), repr=False)

    @cached_property
    def numbers(self) -> dict[tuple[str, str, str], Number]:
        """Every number read: (table, row, column) → number. Blanks and what can't be read are not in it."""
        return {
            (row.table, row.code, column): value.number
            for row in self.report.rows
            for column, value in zip(row.columns, row.values, strict=True)
            if value.number is not None
        }

    @cached_property
    def cells(self) -> dict[str, dict[Cell, Number]]:
        """The numbers of tables 2 and 3 by cell, as the form's sums count them."""
        found: dict[str, dict[Cell, Number]] = {"applications": {}, "appeals": {}}
        for (table, row, column), number in self.numbers.items():
            if table in found:
                found[table][row, column] = number
        return found | {"applications": with_stand_ins(self.form.id, found["applications"])}

    @cached_property
    def failing(self) -> tuple[Equation, ...]:
        """The form's sums that the printed numbers contradict."""
        return tuple(e for e in self.equations if contradicted(*sides(e, self.cells[e.total.table])))

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """The form's sums that this report can be asked for: those of columns, and those of the rows it prints."""
        printed = {(row.table, row.code) for row in self.report.rows}
        return tuple(
            e for e in equations(self.form.id) if e.total.over == "rows" or (e.total.table, e.place) in printed
        )

    @cached_property
    def claims(self) -> tuple[tuple[Section, Claim], ...]:
        """What the prose says in numbers, with the section it stands in."""
        report = self.report
        area = report.agency.name.partition("人民政府")[0][-1:] if report.head.scope == "aggregate" else ""
        return tuple(
            (section, claim)
            for section in report.sections
            if section.kind not in _WITHOUT_CLAIMS
            for claim in read_claims(section.body, report.year, section.kind, area=area)
        )

    def line(self, section: Section, printed: str) -> int:
        """The line of the source on which a line of a section stands; the heading's where it can't be found."""
        for number in range(section.line, len(self.lines) + 1):
            if printed and printed in self.lines[number - 1]:
                return number
        return section.line

    def where(self, *words: str) -> int | None:
        """The first line of the source that holds one of some words, blanks aside; None where none does."""
        for number, line in enumerate(self.lines, start=1):
            folded = simplified(fold(line)).replace(" ", "")
            if any(word in folded for word in words):
                return number
        return None

    def amount(self, table: Table, codes: Iterable[str], column: str = "total") -> tuple[Number | None, Number]:
        """The sum of some rows' totals, None where one isn't printed; and the least that it can be.

        A total that isn't printed is no less than the parts that are.
        """
        exact: Number | None = 0
        least: Number = 0
        for code in codes:
            number = self.numbers.get((table, code, column))
            least += self._parts(table, code, column) if number is None else number
            exact = None if exact is None or number is None else exact + number
        return exact, least

    def _parts(self, table: Table, code: str, column: str) -> Number:
        row = self.report.row(table, code)
        if row is None:
            return 0
        return sum(v.number or 0 for c, v in zip(row.columns, row.values, strict=True) if c != column)
