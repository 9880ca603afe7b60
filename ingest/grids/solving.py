"""What the form's sums tell (勾稽关系) of rows whose cells lost their places: the only assignment, or none.

All rows of a table are tried at once (``align.joint``), each with the readings that the hypotheses left. A row that the
sums can't reach keeps its open cells unknown, and so does a row with a cell for each column whose own total denies it,
where other rows lost blanks: it may have lost one number and gained another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.align import UNKNOWN, Work, holds, numbers, of_one_habit, of_printed_totals, place
from ingest.align.readings import by_group, glued
from ingest.forms import Form, Sum
from ingest.grids.hypotheses import GLUED, SPREAD, Reading, Readings, is_open, spread
from ingest.model import Table

Cells = tuple[str | None, ...]
_LACKING = 5  # rows; fewer have no habit
_CLEAR = 3  # times as many rows must speak for a habit as against it


class Open(NamedTuple):
    """A row of a table: its code, the codes of its columns in the page's order (None: none of the form's), readings."""

    code: str | None
    columns: tuple[str | None, ...]
    readings: Readings
    glued: bool = False
    squeezed: bool = False  # its blanks are dropped like those of the rows around it
    surplus: bool = False  # it prints more than it has columns, so that what its readings share tells nothing


def agreed(readings: Readings, columns: int) -> Cells:
    """What all readings of a row have in common; None for the other cells."""
    if not readings or any(is_open(reading) for reading in readings):
        return (None,) * columns
    return tuple(cells[0] if len(set(cells)) == 1 else None for cells in zip(*readings, strict=True))


def by_sums(table: Table, rows: Sequence[Open], form: Form) -> list[Cells]:
    """The cells of each row, by hypotheses where these agree, else as the sums of the whole table tell."""
    found = [
        (None,) * len(row.columns) if row.surplus and len(row.readings) > 1 else agreed(row.readings, len(row.columns))
        for row in rows
    ]
    order = _order(table, rows, form)
    sums = form.sums_over(table, [row.code for row in rows if row.code])
    if not sums or all(None not in cells for cells in found):
        return found
    if any(row.squeezed and len(row.readings) > 1 for row in rows):
        found = [_unless_exchanged(row, cells, sums) for row, cells in zip(rows, found, strict=True)]
    found = _without_totals(table, rows, found, sums, form)
    placed = _placed(table, rows, found, order, sums, form)
    return [_with(cells, row, placed.get(row.code or ""), order) for cells, row in zip(found, rows, strict=True)]


def _order(table: Table, rows: Sequence[Open], form: Form) -> tuple[str, ...]:
    """The columns that the rows print, in the form's order; their total comes last."""
    labels = form.results if table == "appeals" else form.applicants
    return tuple(label.code for label in labels if any(label.code in row.columns for row in rows))


def _in_order(row: Open, reading: Sequence[str | None], order: Sequence[str]) -> Reading:
    """A reading by the form's columns; ``?`` where the page has no such column, or nothing is known of it."""
    cells = dict(zip(row.columns, reading, strict=True))
    return tuple("?" if (cell := cells.get(code)) is None else cell for code in order)


def _with(cells: Cells, row: Open, placed: Cells | None, order: Sequence[str]) -> Cells:
    """The cells of a row with what the sums tell of those that are open."""
    if placed is None or None not in cells:
        return cells
    told = dict(zip(order, placed, strict=True))
    return tuple(
        cell if cell is not None else told.get(code or "") for cell, code in zip(cells, row.columns, strict=True)
    )


def _unless_exchanged(row: Open, cells: Cells, sums: Sequence[Sum]) -> Cells:
    """The cells of a row, but of one that may have lost a number and gained another where blanks are dropped: it is
    full, and its own total denies it or what it prints is no number."""
    full = None not in cells and all(cells)
    doubtful = full and (_denied(row.columns, cells, sums) or UNKNOWN in numbers([cell or "" for cell in cells]))
    return (None,) * len(cells) if doubtful and row.squeezed else cells


def _denied(columns: Sequence[str | None], cells: Cells, sums: Sequence[Sum]) -> bool:
    """Does a row's own sum speak against it?"""
    known = dict(zip(columns, numbers([cell or "" for cell in cells]), strict=True))
    named = {code: number for code, number in known.items() if code}
    return any(holds(total, named) is False for total in sums if total.over == "columns")


def _without_totals(
    table: Table, rows: Sequence[Open], found: Sequence[Cells], sums: Sequence[Sum], form: Form
) -> list[Cells]:
    """The cells of rows that print all but their total, where a table's rows do so and only those that sum up others
    are full: one column that all of them leave blank is the one that the others tell."""
    leaves = _leaves(table, form)
    open_ = {at: row for at, row in enumerate(rows) if row.code in leaves and None in found[at]}
    lacking = {at: readings for at, row in open_.items() if (readings := _all_but_total(row, form))}
    others = [(row, cells) for at, (row, cells) in enumerate(zip(rows, found, strict=True)) if at not in lacking]
    if len(lacking) < _LACKING or not _sums_are_full(others, leaves):
        return list(found)
    if _print_totals([rows[at] for at in lacking], sums):
        return list(found)
    return [lacking[at][0] if len(lacking.get(at, ())) == 1 else cells for at, cells in enumerate(found)]


def _leaves(table: Table, form: Form) -> frozenset[str]:
    """The rows of table 2 that sum up no others."""
    rows = form.rows if table == "applications" else ()
    return frozenset(outcome.code for outcome in rows if outcome.kind == "disposition")


def _sums_are_full(rows: Sequence[tuple[Open, Cells]], leaves: frozenset[str]) -> bool:
    """Do of these rows only those print anything that sum up others, one of them all its cells?"""
    printed = [(row, cells) for row, cells in rows if any(cells) or None in cells]
    return not any(row.code in leaves for row, _ in printed) and any(all(cells) for _, cells in printed)


def _print_totals(rows: Sequence[Open], sums: Sequence[Sum]) -> bool:
    """May it be that some of the rows print their totals, and not too few of them for chance?"""
    told = [_prints_total(row, sums) for row in rows]
    return told.count(True) * _CLEAR > told.count(False)


def _all_but_total(row: Open, form: Form) -> list[Reading]:
    """The readings of a row in which all but its total is printed: one, or several ways to cut its digits."""
    totals = [at for at, code in enumerate(row.columns) if code in _totals(form)]
    if len(totals) != 1 or any(map(is_open, row.readings)):
        return []
    return [one for one in row.readings if [at for at, cell in enumerate(one) if not cell] == totals]


def _prints_total(row: Open, sums: Sequence[Sum]) -> bool | None:
    """May one of a row's values be the total of its others? None where it prints nothing but 0."""
    if not any(any(numbers(reading)) for reading in row.readings):
        return None
    known = [
        {code: number for code, number in zip(row.columns, numbers(reading), strict=True) if code}
        for reading in row.readings
    ]
    return any(holds(total, one) for total in sums if total.over == "columns" for one in known)


def _placed(
    table: Table, rows: Sequence[Open], found: Sequence[Cells], order: Sequence[str], sums: Sequence[Sum], form: Form
) -> Mapping[str, Cells]:
    """What the sums tell of the rows whose places are open, by their codes and in the form's order."""
    times = Counter(row.code for row in rows)
    settled = {
        row.code: numbers(_in_order(row, cells, order))
        for row, cells in zip(rows, found, strict=True)
        if row.code and times[row.code] == 1 and None not in cells
    }
    lost: dict[str, list[Reading]] = {}
    for row, cells in zip(rows, found, strict=True):
        if row.code and row.code not in settled:
            known = None not in cells or times[row.code] > 1
            lost[row.code] = [] if known else _readings(row, order, sums)
    if order[-1] in _totals(form):
        lost |= _of_habit(table, rows, settled, lost, form)
    weak = {row.code for row in rows if row.glued and row.code}
    return place(settled, lost, order, sums, Work(), weak)


def _readings(row: Open, order: Sequence[str], sums: Sequence[Sum]) -> list[Reading]:
    """The readings of a row by the form's columns that its own sum doesn't speak against; of a row with a value too
    many those that it speaks for."""
    readings = sorted({_in_order(row, reading, order) for reading in row.readings if not is_open(reading)})
    across = [total for total in sums if total.over == "columns"]
    told = [[_held_across(total, order, reading) for total in across] for reading in readings]
    return [
        reading
        for reading, held in zip(readings, told, strict=True)
        if False not in held and (True in held or not row.surplus)
    ]


def _held_across(total: Sum, order: Sequence[str], reading: Reading) -> bool | None:
    return holds(total, dict(zip(order, numbers(reading), strict=True)))


def _of_habit(
    table: Table,
    rows: Sequence[Open],
    settled: Mapping[str, Sequence[int | float | None]],
    lost: Mapping[str, list[Reading]],
    form: Form,
) -> dict[str, list[Reading]]:
    """Readings that agree with whether the table's rows print their totals; rows that sum up others have their own."""
    leaves = _leaves(table, form)
    squeezed = {row.code for row in rows if row.squeezed}
    kept: dict[str, list[Reading]] = {}
    for summing in (False, True):
        of_kind = {code: found for code, found in lost.items() if code in squeezed and (code not in leaves) == summing}
        beside = {code: row for code, row in settled.items() if (code not in leaves) == summing}
        agreeing = of_printed_totals if summing and table == "applications" else of_one_habit
        kept |= agreeing(of_kind, beside)
    return kept


# --- table 3 in one row ---------------------------------------------------------------------------------------------

Group = tuple[str, ...]  # the columns of a channel


def by_channels(readings: Readings, groups: Sequence[Sequence[str | None]], form: Form) -> Cells:
    """The cells of a row of several channels, as far as hypotheses agree or the channels' totals tell."""
    columns = sum(map(len, groups))
    cells = agreed(readings, columns)
    if _may_have_moved(cells, groups, form):
        return (None,) * columns
    if None not in cells or any(code is None for group in groups for code in group):
        return cells
    known = tuple(tuple(code or "" for code in group) for group in groups)
    opened = sorted(reading for reading in readings if is_open(reading))
    if not opened:
        proven = [reading for reading in readings if _all_hold(reading, known, form)]
        return proven[0] if len(proven) == 1 else cells
    return _totalled(opened, known, form)


def _may_have_moved(cells: Cells, groups: Sequence[Sequence[str | None]], form: Form) -> bool:
    """Is a row's last cell its only blank one, and a channel's total wrong? Then it may have lost a cell before."""
    if [at for at, cell in enumerate(cells) if not cell] != [len(cells) - 1] or None in cells:
        return False
    at = 0
    for group in groups:
        if (
            _held(form, tuple(code or "" for code in group), tuple(cell or "" for cell in cells[at : at + len(group)]))
            is False
        ):
            return True
        at += len(group)
    return False


def _all_hold(reading: Reading, groups: Sequence[Group], form: Form) -> bool:
    """Has each channel that prints anything a total that is right, and not all of them 0?"""
    at = 0
    for group in groups:
        part = reading[at : at + len(group)]
        at += len(group)
        if any(part) and _held(form, group, part) is not True:
            return False
    return any(numbers(reading))


def _totalled(opened: Sequence[Reading], groups: Sequence[Group], form: Form) -> Cells:
    """Values in printed order over the channels, or digits cut apart, where the totals leave one way."""
    placed: list[str | None] = []
    read = _parts(opened, groups, form)
    if any(map(_lacks_total, read)):
        return (None,) * sum(map(len, groups))
    for group, parts in zip(groups, read, strict=True):
        certain = all(_held(form, group, part) for part in parts)
        for at in range(len(group)):
            texts = {part[at] for part in parts}
            placed.append(texts.pop() if certain and len(texts) == 1 else None)
    return tuple(placed)


def _lacks_total(parts: Sequence[Reading]) -> bool:
    """Could a channel print more than nothing only without its total? Then that total may be misprinted instead, and
    what the others' totals seem to prove rests on blanks that aren't there."""
    return bool(parts) and all(any(numbers(part[:-1])) and not part[-1] for part in parts)


def _parts(opened: Sequence[Reading], groups: Sequence[Group], form: Form) -> list[list[Reading]]:
    """For each channel all that its cells may be; nothing where the channels' columns differ, or hypotheses do."""
    widths = [len(group) for group in groups]
    of_width = {len(group): group for group in groups}
    (mark, *values), *others = opened
    if others or len(set(groups)) != len(of_width):
        return [[] for _ in groups]
    if mark != SPREAD:
        last = all(group[-1] in _totals(form) for group in groups)
        return glued(values[0], widths, Work(), blanks=mark != GLUED) if last else [[] for _ in groups]

    def pieces(start: int, end: int, width: int) -> list[Reading]:
        parts = sorted(spread(values[start:end], width), reverse=True)
        return [part for part in parts if _held(form, of_width[width], part) is not False]

    return by_group(pieces, len(values), widths, Work())


def _totals(form: Form) -> frozenset[str]:
    """The columns that are the total of others."""
    return frozenset(code for total in form.sums if total.over == "columns" for code in total.left)


@lru_cache(maxsize=4096)  # of the hundreds of readings that a row may have, most have a channel's cells in common
def _held(form: Form, group: Group, cells: Reading) -> bool | None:
    """Does the total of a channel hold?"""
    known = dict(zip(group, numbers(cells), strict=True))
    told = [holds(total, known) for total in form.sums if total.table == "appeals" and total.over == "columns"]
    return False if False in told else True if True in told else None
