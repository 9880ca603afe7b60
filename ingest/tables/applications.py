"""Table 2 (收到和处理政府信息公开申请情况): seven columns; where a layout lost the places, the form's sums decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.align import Work, glued, holds, numbers, of_one_habit, place, squeezed
from ingest.forms import Form, Sum
from ingest.match import STREAMS, Drawing, Drawn
from ingest.model import Finding, Row
from ingest.tables import findings as say
from ingest.tables.grid import GRIDS, Cells, Habits, own_cells, settle, spare_cells
from ingest.values import read_count


def read(drawing: Drawing, form: Form, habits: Habits) -> Iterator[tuple[Row | None, list[Finding]]]:
    """Each row that a report prints, with what is to be said of it."""
    known = {outcome.code for outcome in form.rows}
    kept: list[tuple[Drawn, Cells]] = []
    for row in drawing.rows:
        if row.table != "applications" or _is_head(row, form):
            continue
        cells = own_cells(row)
        if cells is None or row.code not in known:
            yield None, [say.of_drawn(row)]
        else:
            kept.append((row, cells))
    yield from _aligned(kept, drawing.applicants, form, habits)


def widths(drawing: Drawing, form: Form) -> Iterator[tuple[Drawn, int]]:
    """Each row of table 2 with the number of its columns."""
    rows = (row for row in drawing.rows if row.table == "applications" and not _is_head(row, form))
    yield from ((row, len(form.applicants)) for row in rows)


def _is_head(row: Drawn, form: Form) -> bool:
    """（六）其他处理 of the 2021 form heads its three rows: without a number of its own it is no row."""
    return bool(form.children(row.code)) and not any(row.cells)


def _aligned(
    drawn: Sequence[tuple[Drawn, Cells]], drawing_columns: Sequence[str], form: Form, habits: Habits
) -> Iterator[tuple[Row, list[Finding]]]:
    columns = tuple(column.code for column in form.applicants)
    names = {column.code: column.label for column in form.applicants}
    sums = form.sums_over("applications", [row.code for row, _ in drawn])
    spare = spare_cells(((row, len(columns)) for row, _ in drawn), habits)
    ordered = _ordered(drawing_columns, columns)
    settled = settle(drawn, columns, sums, habits, spare)
    settled = [
        cells if ordered and not row.doubt and not _foreign(row, cells) else None
        for (row, _), cells in zip(drawn, settled, strict=True)
    ]
    settled = _doubted(drawn, settled, columns, sums)
    placed = _placed(drawn, settled, columns, form, habits) if ordered else {}
    for (row, _), cells in zip(drawn, settled, strict=True):
        label, found = form.full_label(row.code), []
        own: Sequence[str | None] = cells if cells is not None else placed.get(row.code, [None] * len(columns))
        if cells is None and (None in own or not row.cells):
            found.append(say.unplaced(row, len(columns), label))
        elif cells is None:
            surplus = len(say.printed(row)) > len(columns)
            found.append(say.surplus(row, len(columns), label) if surplus else say.placed(row, label))
        values = tuple(map(read_count, cells if cells is not None else [cell or "" for cell in own]))
        made = Row(row.table, row.code, columns, values, row.line)
        if row.cut:
            found.append(say.cut(row, label))
        yield made, found + say.cells(made, label, names)


def _ordered(printed: Sequence[str], columns: Sequence[str]) -> bool:
    """Do the column headers stand in the form's order? 自然人 is first; 总计 may stand on the row above the others."""
    once = list(dict.fromkeys(printed))
    inner = [code for code in once if code not in (columns[0], columns[-1])]
    right = inner == [code for code in columns if code in inner]
    return right and (columns[0] not in once or once[0] == columns[0])


def _foreign(row: Drawn, cells: Sequence[str] | None) -> bool:
    """In a stream of cells, text may have taken the place of a blank that was lost."""
    return row.made in STREAMS and any(read_count(cell).note == "unreadable" for cell in cells or ())


def _doubted(
    drawn: Sequence[tuple[Drawn, Cells]],
    settled: Sequence[Cells | None],
    columns: Sequence[str],
    sums: Sequence[Sum],
) -> list[Cells | None]:
    """Where rows of a layout have lost blanks, one that is full may be so by chance: its own sum must not deny it."""
    losing = {row.made for (row, printed), cells in zip(drawn, settled, strict=True) if cells is None and any(printed)}
    across = [total for total in sums if total.over == "columns"]

    def denied(cells: Cells) -> bool:
        known = dict(zip(columns, numbers(cells), strict=True))
        return all(cells) and any(holds(total, known) is False for total in across)

    return [
        None if cells is not None and row.made in losing - set(GRIDS) and denied(cells) else cells
        for (row, _), cells in zip(drawn, settled, strict=True)
    ]


def _placed(
    drawn: Sequence[tuple[Drawn, Cells]],
    settled: Sequence[Cells | None],
    columns: Sequence[str],
    form: Form,
    habits: Habits,
) -> dict[str, Sequence[str | None]]:
    """What the sums tell of the rows that have lost their places."""
    rows = list(zip(drawn, settled, strict=True))
    if all(cells is not None for _, cells in rows):
        return {}
    known = {row.code: numbers(cells) for (row, _), cells in rows if cells is not None}
    lost: dict[str, list[tuple[str, ...]]] = {}
    work = Work()
    for (row, printed), cells in rows:
        if cells is None and row.code not in known:
            values = [cell for cell in printed if cell]
            readable = row.code not in lost and not row.doubt and not _foreign(row, printed)
            lost[row.code] = _readings(row, values, len(columns), habits, work) if readable else []
    leaves = {outcome.code for outcome in form.rows if outcome.kind == "disposition"}
    # A row of a grid that is too narrow has lost a cell, and that may be its total.
    squeezing = {row.code for (row, _), _ in rows if row.made not in GRIDS}
    for summing in (False, True):  # on some pages only the rows that sum up others print their totals
        of_kind = {code: found for code, found in lost.items() if code in squeezing and (code not in leaves) == summing}
        beside = {code: row for code, row in known.items() if (code not in leaves) == summing}
        lost |= of_one_habit(of_kind, beside, always=summing)
    weak = {row.code for (row, _), cells in rows if cells is None and row.made == "glued"}
    sums = form.sums_over("applications", [row.code for row, _ in drawn])
    return dict(place(known, lost, columns, sums, work, weak))


def _readings(row: Drawn, values: Sequence[str], columns: int, habits: Habits, work: Work) -> list[tuple[str, ...]]:
    if row.made == "glued":
        return glued("".join(values), [columns], work, blanks=not habits.glue)[0]
    return squeezed(values, [columns], work)[0] if len(values) != columns else []
