"""A case (待校验的报告): one report with what several checks ask of it, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ingest.checks.sums import Cell, Equation, Number, equations, with_stand_ins
from ingest.claims import Claim, Speaker, read_claims
from ingest.forms import Form
from ingest.model import Finding, Report, Row, Section, Table
from ingest.text import fold, simplified

FORMS = "国办公开办函〔2019〕60号、〔2021〕30号"
_WITHOUT_CLAIMS = frozenset({"problems", "other"})


@dataclass(frozen=True)
class Case:
    """A report, the form that its sums follow, and the lines of its source where they are at hand."""

    report: Report
    form: Form
    lines: Sequence[str] = field(default=(), repr=False)
    draft: bool = False  # about to be published, and so a report and nothing else
    found: Sequence[Finding] = field(default=(), repr=False)  # what reading met and the checks before this one found

    @cached_property
    def rows(self) -> dict[tuple[Table, str], Row]:
        """The rows that the report prints."""
        return {(row.table, row.code): row for row in self.report.rows}

    @cached_property
    def cells(self) -> dict[Table, dict[Cell, Number]]:
        """The numbers of tables 2 and 3 by cell, as the form's sums count them. Blanks and what can't be read are
        not in it."""
        found: dict[Table, dict[Cell, Number]] = {"applications": {}, "appeals": {}}
        for row in self.report.rows:
            if row.table in found:
                numbers = [value.number for value in row.values]
                pairs = zip(_cells(row.code, row.columns), numbers, strict=True)
                blanks = None in numbers
                found[row.table].update([(c, n) for c, n in pairs if n is not None] if blanks else pairs)  # type: ignore[arg-type]
        return found | {"applications": with_stand_ins(self.form.id, found["applications"])}

    @cached_property
    def failing(self) -> tuple[Equation, ...]:
        """The form's sums that the printed numbers contradict."""
        cells = self.cells
        return tuple([equation for equation in self.equations if equation.fails(cells[equation.total.table])])

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """The form's sums that this report can be asked for: those of columns, and those of the rows it prints."""
        every, rows = equations(self.form.id), self.rows
        return tuple([e for e in every if e.total.over == "rows" or (e.total.table, e.place) in rows])

    @cached_property
    def claims(self) -> tuple[tuple[Section, Claim], ...]:
        """What the prose says in numbers, with the section it stands in."""
        report = self.report
        area = report.agency.name.partition("人民政府")[0][-1:] if report.head.scope == "aggregate" else ""
        speaker = Speaker(report.year, area, report.agency.name, self.draft)
        return tuple(
            (section, claim)
            for section in report.sections
            if section.kind not in _WITHOUT_CLAIMS
            for claim in read_claims(section.body, speaker, section.kind)
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

    def number(self, table: Table, code: str, column: str) -> Number | None:
        """The number that a cell prints, None for a blank, for what can't be read, and for a row that isn't printed."""
        row = self.rows.get((table, code))
        return row.number(column) if row else None

    def printed(self, table: Table, code: str, column: str) -> str | None:
        """What a cell prints, character by character; None for a blank and for a row that isn't printed."""
        row = self.rows.get((table, code))
        if row is None or column not in row.columns:
            return None
        return row.values[row.columns.index(column)].raw or None

    def amount(self, table: Table, codes: Iterable[str], column: str = "total") -> tuple[Number | None, Number]:
        """The sum of some rows' totals, None where one isn't printed; and the least that it can be.

        A total that isn't printed is no less than the parts that are.
        """
        exact: Number | None = 0
        least: Number = 0
        for code in codes:
            number = self.number(table, code, column)
            least += self._parts(table, code, column) if number is None else number
            exact = None if exact is None or number is None else exact + number
        return exact, least

    def _parts(self, table: Table, code: str, column: str) -> Number:
        row = self.rows.get((table, code))
        if row is None:
            return 0
        return sum(v.number or 0 for c, v in zip(row.columns, row.values, strict=True) if c != column)


@lru_cache(maxsize=512)  # the forms have some seventy rows; a page may lack columns of them
def _cells(code: str, columns: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple((code, column) for column in columns)
