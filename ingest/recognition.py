"""Recognised numbers (识别所得的数字): kept where the form's own sums bear them out, else NULL and a finding.

Recognition mistakes a 3 for an 8 and is sure of it. A mistake breaks every sum that the cell stands in, so a number of
which all sums hold, and at least one can be told, is what the page prints. Table 1 has no sums: its numbers are quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.checks.sums import Cell, Equation, equations, with_stand_ins
from ingest.forms import forms
from ingest.model import Finding, Row, Table, Value

_TITLES = {"disclosure_items": "表一", "applications": "表二", "appeals": "表三"}


def borne_out(rows: Sequence[Row], form: str | None) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows with only the numbers that sums bear out, and a finding for each row that lost one."""
    proven = _proven(rows, form) if form else frozenset()
    kept: list[Row] = []
    findings: list[Finding] = []
    for row in rows:
        doubtful = [
            (column, value)
            for column, value in zip(row.columns, row.values, strict=True)
            if value.number is not None and (row.table, (row.code, column)) not in proven
        ]
        if doubtful:
            findings.append(_finding(row, doubtful, form))
            row = _without(row, {column for column, _ in doubtful})  # noqa: PLW2901 (the row as far as it holds)
        kept.append(row)
    return tuple(kept), tuple(findings)


def _proven(rows: Iterable[Row], form: str) -> frozenset[tuple[Table, Cell]]:
    """The cells of which a sum holds, and none fails."""
    numbers: dict[Table, dict[Cell, float | None]] = {"applications": {}, "appeals": {}}
    for row in rows:
        if row.table in numbers:
            for column, value in zip(row.columns, row.values, strict=True):
                if value.note != "unreadable":
                    numbers[row.table][row.code, column] = value.number
    numbers["applications"] |= _stand_ins(form, numbers["applications"])
    held: set[tuple[Table, Cell]] = set()
    failed: set[tuple[Table, Cell]] = set()
    for equation in equations(form):
        table: Table = "appeals" if equation.total.table == "appeals" else "applications"
        holds = _holds(equation, numbers[table])
        if holds is not None:
            cells = {(table, cell) for cell in (*equation.left, *equation.right)}
            (held if holds else failed).update(cells)
    return frozenset(held - failed)


def _stand_ins(form: str, cells: Mapping[Cell, float | None]) -> dict[Cell, float | None]:
    """（六）其他处理 printed as one row, as the sums count it."""
    printed = {cell: number for cell, number in cells.items() if number is not None}
    return {cell: number for cell, number in with_stand_ins(form, printed).items() if cell not in printed}


def _holds(equation: Equation, cells: Mapping[Cell, float | None]) -> bool | None:
    """Does a sum hold, a blank counting nothing? None where a cell isn't printed or can't be read, or all are blank."""
    sides = []
    for side in (equation.left, equation.right):
        if any(cell not in cells for cell in side):
            return None
        sides.append([number for cell in side if (number := cells[cell]) is not None])
    if not all(sides):
        return None
    return sum(sides[0]) == sum(sides[1])


def _without(row: Row, columns: set[str]) -> Row:
    values = tuple(
        Value(value.raw, note="unreadable") if column in columns else value
        for column, value in zip(row.columns, row.values, strict=True)
    )
    return replace(row, values=values)


def _finding(row: Row, doubtful: Sequence[tuple[str, Value]], form: str | None) -> Finding:
    quoted = "、".join(f"“{value.raw}”" for _, value in doubtful)
    message = (
        f"{_TITLES[row.table]}“{_label(row, form)}”一行识别为{quoted}，没有勾稽关系可以印证，未录入，请对照原件"
        f"（第{row.line}行）。"
    )
    column = doubtful[0][0] if len(doubtful) == 1 else None
    return Finding("cells.recognised", message, row.line, row.table, row.code, column)


def _label(row: Row, form: str | None) -> str:
    used = forms()[form or list(forms())[-1]]
    channels = {channel.code: channel.label for channel in used.channels}
    return channels.get(row.code) or used.full_label(row.code)
