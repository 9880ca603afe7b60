"""Recognised numbers (识别所得的数字): kept where the form's own sums bear them out, else NULL and a finding.

Recognition mistakes a 3 for an 8 and is sure of it, and it mistakes the next 3 alike. So a sum proves a digit only if
it would break were that digit another one in all its cells: 1 ＋ 0 ＝ 1 proves no 1, 1 ＋ 3 ＝ 4 does. A number is kept
where every digit of it is proven and no sum that it stands in fails. Table 1 has no sums: its numbers are quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.checks.sums import Cell, equations, with_stand_ins
from ingest.forms import forms, serving
from ingest.forms.statistics import latest
from ingest.model import Finding, Row, Table, Value

Sides = tuple[list[float], list[float]]  # the numbers of a sum, left and right
Sum = tuple[Table, Sequence[Cell], Sequence[Cell]]  # the table that it is of, and its cells left and right
_DIGITS = "0123456789"
_TITLES = {"disclosure_items": "表一", "applications": "表二", "appeals": "表三", "statistics": "统计表"}


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
    """The cells whose digits are all proven by sums, and of which no sum fails."""
    numbers = _numbers(rows, form)
    held: dict[tuple[Table, Cell], list[frozenset[str]]] = {}
    failed: set[tuple[Table, Cell]] = set()
    for table, left, right in _sums(form):
        sides = _sides(left, right, numbers[table])
        if sides is None:
            continue
        cells = [(table, cell) for cell in (*left, *right)]
        if sum(sides[0]) != sum(sides[1]):
            failed.update(cells)
            continue
        proves = frozenset(digit for digit in _DIGITS if _breaks(sides, digit))
        for cell in cells:
            held.setdefault(cell, []).append(proves)
    return frozenset(
        (table, cell)
        for (table, cell), sums in held.items()
        if (table, cell) not in failed and set(_written(numbers[table][cell])) <= frozenset().union(*sums)
    )


def _sums(form: str) -> Iterator[Sum]:
    """The sums of a form, and those of the statistics table before it, which a page may print as well."""
    for equation in equations(form) if form in forms() else ():
        table: Table = "appeals" if equation.total.table == "appeals" else "applications"
        yield table, equation.left, equation.right
    for sum_ in latest().sums:
        yield "statistics", [(sum_.total, "value")], [(code, "value") for code in sum_.parts]


def _numbers(rows: Iterable[Row], form: str) -> dict[Table, dict[Cell, float | None]]:
    """The numbers and blanks of the tables that have sums; what can't be read is neither."""
    numbers: dict[Table, dict[Cell, float | None]] = {"applications": {}, "appeals": {}, "statistics": {}}
    for row in (row for row in rows if row.table in numbers):
        for column, value in zip(row.columns, row.values, strict=True):
            if value.note != "unreadable":
                numbers[row.table][row.code, column] = value.number
    numbers["applications"] |= _stand_ins(form, numbers["applications"])
    return numbers


def _breaks(sides: Sides, digit: str) -> bool:
    """Would a sum break, were this digit any other one wherever it stands?"""
    left, right = sides
    others = (other for other in _DIGITS if other != digit)
    return all(_mistaken(left, digit, other) != _mistaken(right, digit, other) for other in others)


def _mistaken(side: Sequence[float], digit: str, other: str) -> float:
    return sum(float(_written(number).replace(digit, other)) for number in side)


def _written(number: float | None) -> str:
    return f"{number:g}" if number is not None else ""


def _stand_ins(form: str, cells: Mapping[Cell, float | None]) -> dict[Cell, float | None]:
    """（六）其他处理 printed as one row, as the sums count it."""
    if form not in forms():
        return {}
    printed = {cell: number for cell, number in cells.items() if number is not None}
    return {cell: number for cell, number in with_stand_ins(form, printed).items() if cell not in printed}


def _sides(left: Sequence[Cell], right: Sequence[Cell], cells: Mapping[Cell, float | None]) -> Sides | None:
    """The numbers on both sides, blanks left out; None where a cell can't be read or one side is blank."""
    if any(cell not in cells for cell in (*left, *right)):
        return None
    these, those = ([number for cell in side if (number := cells[cell]) is not None] for side in (left, right))
    return (these, those) if these and those else None


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
    if row.table == "statistics":
        return latest().full_label(row.code)
    used = serving(form)
    channels = {channel.code: channel.label for channel in used.channels}
    return channels.get(row.code) or used.full_label(row.code)
