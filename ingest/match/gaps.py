"""Gaps (空行): blank cells that are printed as nothing but more empty lines between the cells around them.

How many empty lines a blank cell brings, no page says; its rows do. A row of table 2 has seven columns, a row of
table 1 those of its header, so what is printed and what the gaps stand for must make the columns of all rows at once.

>>> unit([(2, [5], 7), (4, [1, 2], 7), (7, [], 7)])         # numbers printed, gaps among them, columns
1
>>> unit([(2, [10], 7), (4, [2, 4], 7), (1, [12], 7)])
2
>>> unit([(2, [3], 7), (4, [2], 7)]) is None
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from ingest.forms import forms
from ingest.match.drawing import Drawing, Drawn
from ingest.model import Document, Table
from ingest.text import GAP

_UNITS = (1, 2, 3)  # empty lines that one blank cell may bring
_PHANTOMS = (0, 1, 2)  # columns without a header
_SHARE = 0.8  # of a table's rows must come out whole
_NUMBER = 4  # characters
_RUNS = 3  # gaps in one row that all are multiples of a unit, and make the row whole, are no accident

Shape = tuple[int, list[int], int]  # of a row: cells printed, the gaps among them, columns


def fill(drawing: Drawing, document: Document) -> None:
    """The blank cells of rows whose gaps are wider than the page's usual one; where no unit fits, there are none."""
    rows = [row for row in drawing.rows if row.made == "lines" and row.cells]
    gapped = any(GAP in row.cells for row in rows) or any(GAP in cells for _, _, cells in drawing.appeals)
    if not gapped:
        return
    above = _above_headings(drawing, document)
    for row in rows:
        if row.ends_table:
            row.cells = _shortened(row.cells, above)
    units: dict[Table, int | None] = {}
    for table in ("disclosure_items", "applications"):
        units[table] = unit([_shape(row.cells, _columns(row)) for row in rows if row.table == table])
    for row in drawing.rows:
        row.cells = _filled(row.cells, units.get(row.table))
    told = {found for found in units.values() if found}
    drawing.appeals = [
        (
            line,
            made,
            _filled(_shortened(cells, above), _of_appeals(_shortened(cells, above), len(drawing.results), told)),
        )
        for line, made, cells in drawing.appeals
    ]


def unit(rows: Iterable[Shape]) -> int | None:
    """How many empty lines a blank cell brings; None where nothing fits the rows, or more than one number does."""
    shapes = list(rows)
    if not any(gaps for _, gaps, _ in shapes):
        return None
    whole = {each: _whole(shapes, each) for each in _UNITS}
    most = max(whole.values())
    best = [each for each, rows in whole.items() if rows == most]
    return best[0] if len(best) == 1 and most >= _SHARE * len(shapes) else None


def _whole(shapes: Sequence[Shape], each: int) -> int:
    """The rows that come out whole."""
    spare: Counter[int] = Counter()
    for printed, gaps, columns in shapes:
        if all(gap % each == 0 for gap in gaps):
            spare[printed + sum(gaps) // each - columns] += 1
    return max(spare[phantoms] for phantoms in _PHANTOMS)


def _of_appeals(cells: Sequence[str], columns: int, told: set[int]) -> int | None:
    """Table 3 has one row: the other tables tell its unit, or many gaps do that make its columns."""
    form = next(iter(forms().values()))
    printed, gaps, columns = _shape(cells, columns or len(form.channels) * len(form.results))
    whole = [2 * phantoms for phantoms in _PHANTOMS]  # behind the header's row and behind its own
    fitting = [
        each
        for each in _UNITS
        if all(gap % each == 0 for gap in gaps) and printed + sum(gaps) // each - columns in whole
    ]
    if told & set(fitting) or not fitting:
        fitting = sorted(told & set(fitting) or told)
    elif len(gaps) < _RUNS and fitting[0] == 1:
        fitting = []
    return fitting[0] if len(fitting) == 1 else None


def _shape(cells: Sequence[str], columns: int) -> Shape:
    runs = [(blank, len(list(run))) for blank, run in groupby(cells, key=lambda cell: cell == GAP)]
    return sum(n for blank, n in runs if not blank), [n for blank, n in runs if blank], columns


def _columns(row: Drawn) -> int:
    return len(row.header) if row.table == "disclosure_items" else len(next(iter(forms().values())).applicants)


def _filled(cells: Sequence[str], each: int | None) -> list[str]:
    filled: list[str] = []
    for blank, run in groupby(cells, key=lambda cell: cell == GAP):
        found = list(run)
        filled += [""] * (len(found) // each) if blank and each else [] if blank else found
    return filled


def _shortened(cells: Sequence[str], above: int) -> list[str]:
    """A row without the empty lines that stand above the heading after it."""
    end = len(cells)
    while end and len(cells) - end < above and cells[end - 1] == GAP:
        end -= 1
    return list(cells[:end])


def _above_headings(drawing: Drawing, document: Document) -> int:
    """The empty lines above headings that follow prose."""
    found: Counter[int] = Counter()
    for heading in drawing.headings:
        # Its number may stand on a line of its own.
        line = heading - (heading > 1 and 0 < len(document.lines[heading - 2].strip()) <= _NUMBER)
        above = line - 1
        while above and not document.lines[above - 1].strip():
            above -= 1
        if above and above not in drawing.lines:
            found[line - 1 - above] += 1
    return found.most_common(1)[0][0] if found else 0
