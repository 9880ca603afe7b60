"""The sums of a roll-up: each cell, who gives a number, and where printed totals aren't their parts' sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.checks import DOUBTING
from ingest.checks.children import Total, totals
from ingest.checks.sums import Equation, Number, equations, exact_sum, with_stand_ins
from ingest.forms import Form, forms, in_force, latest
from ingest.model import Finding, Severity, Table
from ingest.printing.drawing import Cell
from ingest.rollup.gathering import Gathered, Part


@dataclass(frozen=True, slots=True)
class Apart:
    """A total whose printed numbers add up to another number than the printed parts do, and whose those are."""

    cell: Cell
    printed: Number
    of_parts: Number
    who: tuple[tuple[str, Number, Number], ...]  # agency, its printed total, the sum of its parts


@dataclass(frozen=True)
class Rollup:
    """A place's three tables as sums."""

    of: Gathered
    form: Form
    sums: Mapping[Cell, Total]
    apart: tuple[Apart, ...]
    stray: tuple[tuple[str, str, Number], ...]  # agency, cell in words, number that the form has no cell for

    @cached_property
    def cells(self) -> dict[Cell, Total]:
        """What is printed: the cells of the form that anybody gives a number for."""
        return {cell: self.sums[cell] for cell in self.form.cells if cell in self.sums}

    @property
    def errors(self) -> tuple[Part, ...]:
        """The reports in which errors stand."""
        return tuple(part for part in self.of.parts if part.errors)

    @property
    def warned(self) -> tuple[Part, ...]:
        """The reports in which warnings are open."""
        return tuple(part for part in self.of.parts if part.warnings)

    @cached_property
    def doubted(self) -> tuple[tuple[Part, Finding], ...]:
        """The numbers added that a warning doubts, and whose they are."""
        return tuple(
            (part, finding)
            for part in self.of.parts
            for finding in part.warnings
            if finding.check in DOUBTING and _cell(finding) in part.below.cells
        )

    @cached_property
    def marks(self) -> dict[Cell, Severity]:
        """The cells whose sum holds a doubted number, or one that an open warning names."""
        named = (_cell(finding) for part in self.of.parts for finding in part.warnings)
        found: dict[Cell, Severity] = {cell: "warning" for cell in named if cell is not None}
        doubted: dict[Cell, Severity] = {cell: "error" for _, one in self.doubted if (cell := _cell(one)) is not None}
        return found | doubted

    def warnings_of(self, cell: Cell) -> tuple[tuple[str, Finding], ...]:
        """The open warnings that name a cell, and whose they are."""
        return tuple((part.name, one) for part in self.of.parts for one in part.warnings if _cell(one) == cell)

    def silent(self, cell: Cell) -> tuple[str, ...]:
        """The agencies that give no number for a cell."""
        given = {name for name, _ in self.sums[cell].parts} if cell in self.sums else set()
        return tuple(part.name for part in self.of.parts if part.name not in given)

    def name(self, cell: Cell) -> tuple[str, str]:
        """A cell's row and column in the words of the form."""
        table, row, column = cell
        return self.form.row_name(table, row), self.form.column_name(table, column)


def _cell(finding: Finding) -> Cell | None:
    """The cell that a finding names."""
    if finding.table is None or finding.row is None or finding.column is None:
        return None
    return finding.table, finding.row, finding.column


def add_up(of: Gathered) -> Rollup:
    """The sums of what was gathered, on the form of its year."""
    form = in_force(of.year) or latest()
    named = [part.below._replace(name=part.name) for part in of.parts]
    return Rollup(of, form, totals(named), tuple(_apart(form, of)), tuple(_stray(form, of)))


def _apart(form: Form, of: Gathered) -> Iterator[Apart]:
    for equation in equations(form.id):
        sides = sorted((equation.left, equation.right), key=len)
        if len(sides[0]) != 1 or len(sides[1]) == 1:
            continue  # a balance has no total
        [whole], parts = sides
        found = [_pair(part, equation, whole, parts) for part in of.parts]
        pairs = [(part.name, *pair) for part, pair in zip(of.parts, found, strict=True) if pair is not None]
        who = tuple((name, printed, added) for name, printed, added in pairs if printed != added)
        if who:
            printed = exact_sum(one for _, one, _ in pairs)
            yield Apart((equation.total.table, *whole), printed, exact_sum(one for _, _, one in pairs), who)


def _pair(
    part: Part, equation: Equation, whole: tuple[str, str], parts: tuple[tuple[str, str], ...]
) -> tuple[Number, Number] | None:
    """A report's printed total and the sum of its printed parts; None where the total isn't printed."""
    table = equation.total.table
    cells = _of_table(part.below.cells, table)
    if table == "applications":
        cells = with_stand_ins(equation_form(part), cells)
    printed = cells.get(whole)
    return None if printed is None else (printed, exact_sum(cells.get(cell, 0) for cell in parts))


def equation_form(part: Part) -> str:
    """The form whose sums a report is asked for: its own, or the latest."""
    return part.form or latest().id


def _of_table(cells: Mapping[Cell, Number], table: Table) -> dict[tuple[str, str], Number]:
    return {(row, column): number for (of, row, column), number in cells.items() if of == table}


def _stray(form: Form, of: Gathered) -> Iterator[tuple[str, str, Number]]:
    """Numbers that the form has no cell for: a report on another form, （六）其他处理 printed as one row."""
    known = set(form.cells)
    for part in of.parts:
        own = forms()[equation_form(part)]
        for cell, number in part.below.cells.items():
            if cell not in known and number:
                table, row, column = cell
                yield part.name, f"{own.row_name(table, row)} · {own.column_name(table, column)}", number
        for line in part.rows:
            for column, value in zip(line.columns, line.values, strict=True):
                if column == "amount" and value.number and value.unit is None:
                    yield part.name, f"{own.row_name(line.table, line.code)}（未写明单位）", value.number
