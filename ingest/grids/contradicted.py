"""Words that contradict a row (相抵触的字样): of another year, a share, a sum over years, another kind of case.

A row's label and its columns are looked at where they are named. Here are the words around it: over labels, over all
columns, above groups of rows, in columns beside. What they say of the whole holds for each cell beneath.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.grids.around import is_turned_group
from ingest.grids.printed import PrintedRow
from ingest.grids.senses import is_apart
from ingest.grids.words import of_other_year
from ingest.grids.years import is_past_alone, year_alone
from ingest.text import fold

_CARRIED = re.compile(r"\((?:含|包括|包含)[^()]*结转[^()]*\)")  # what came from the year before is among a group's
_RECEIVED = re.compile("新收|收到|受理")
_REMARK = re.compile("备注|说明|附注")


def contradiction(row: PrintedRow, year: int | None) -> str | None:
    """The words around a row by which it is none of the form's for the report's year."""
    label = fold(row.label.text) if row.label else ""
    own = [label if _RECEIVED.search(label) else _CARRIED.sub("", label), *_years_beside(row)]
    around = [*(cell.text for cell in row.above), *row.header.around]
    groups = [_CARRIED.sub("", fold(text)) for text in around if not is_apart(text)]
    for text in (*own, *groups):
        if words := of_other_year(text, year):
            return words
    return next(filter(is_turned_group, groups), None)


def _years_beside(row: PrintedRow) -> Iterator[str]:
    """The years, and words for years, that stand in a row's columns which are none of the form's (年度)."""
    for column, cell in zip(row.header.columns, row.cells, strict=True):
        remark = any(map(_REMARK.search, column.path))
        named = cell and column.code is None and not remark and (year_alone(cell) or is_past_alone(cell))
        if cell and named and not any(of_other_year(text, None) for text in column.path):  # 2021 of them in 上年
            yield cell
