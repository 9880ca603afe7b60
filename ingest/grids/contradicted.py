"""Words that contradict a row (相抵触的字样): of another year, a share, a sum over years, another kind of case.

A row's label and its columns are looked at where they are named. Here are the words around it: over labels, over all
columns, above groups of rows, in columns beside. What they say of the whole holds for each cell beneath.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.grids.around import is_turned_group
from ingest.grids.printed import PrintedRow
from ingest.grids.words import of_other_year
from ingest.grids.years import is_past_alone, year_alone


def contradiction(row: PrintedRow, year: int | None) -> str | None:
    """The words around a row by which it is none of the form's for the report's year."""
    texts = [*(cell.text for cell in (*row.above, row.label) if cell), *_years_beside(row), *row.header.around]
    for text in texts:
        if words := of_other_year(text, year):
            return words
    groups = [*(cell.text for cell in row.above), *row.header.around]
    return next((text for text in groups if is_turned_group(text)), None)


def _years_beside(row: PrintedRow) -> Iterator[str]:
    """The years, and words for years, that stand in a row's columns which are none of the form's (年度)."""
    for column, cell in zip(row.header.columns, row.cells, strict=True):
        named = cell and column.code is None and (year_alone(cell) or is_past_alone(cell))
        if cell and named and not any(of_other_year(text, None) for text in column.path):  # 2021 of them in 上年
            yield cell
