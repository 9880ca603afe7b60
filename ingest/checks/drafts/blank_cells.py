"""Cells of the form that a draft leaves blank."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.forms import forms
from ingest.model import Check, Finding, Report, Table

CHECKS: tuple[Check, ...] = ()


def count(report: Report) -> int:
    """How many cells of the form are blank, unreadable or not printed."""
    return sum(len(cells) for cells in blanks(report).values())


def blanks(report: Report) -> dict[tuple[Table, str], list[str]]:
    """(table, row) → its columns without a number, in the form's order."""
    form = forms()[report.form] if report.form else list(forms().values())[-1]
    rows = {(row.table, row.code): row for row in report.rows}
    found: dict[tuple[Table, str], list[str]] = {}
    for (table, code), columns in form_cells(form.id).items():
        row = rows.get((table, code))
        empty = [column for column in columns if row is None or row.number(column) is None]
        if empty:
            found[table, code] = empty
    return found


def form_cells(form_id: str) -> dict[tuple[Table, str], tuple[str, ...]]:
    """(table, row) → columns: every cell that a form asks for, in its order; headings have none."""
    form = forms()[form_id]
    cells: dict[tuple[Table, str], tuple[str, ...]] = {
        ("disclosure_items", item.code): tuple(measure.code for measure in band.measures)
        for band in form.bands
        for item in band.items
    }
    columns = tuple(column.code for column in form.applicants)
    cells |= {("applications", row.code): columns for row in form.rows if not form.children(row.code)}
    results = tuple(result.code for result in form.results)
    return cells | {("appeals", channel.code): results for channel in form.channels}


def find(case: Case) -> Iterator[Finding]:
    """Blank totals, rows and tables."""
    yield from ()
