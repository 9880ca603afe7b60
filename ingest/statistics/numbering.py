"""Numbers of rows (行次) told from the values that they are glued to (件312.传真申请数: 3, and 2. of the next row).

What a table does it does in all of its rows: it counts them, it counts those with a mark behind the number, it counts
anew under each heading, or it prints the form's own numbers. A value is what every such way leaves that explains all
rows; where two leave different ones, both stay together, and nobody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.patterns import lazy

_COUNTED = 8  # rows in whose order numbers are no chance
_ODD = 10  # of so many rows one may print no number as numbers are
_WHOLE = lazy(r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?")
_MARK = lazy(r"[.、)]")


@dataclass(frozen=True, slots=True)
class Loose:
    """A row before its number is told from the value above it."""

    name: str  # from the mark behind its number on
    cells: tuple[str, ...]  # what stands behind it, the next row's number at the end
    number: str = ""  # the form's own, where that is of digits
    opens: bool = False  # a row under which others are counted anew
    heading: bool = False
    vague: bool = False  # a name on no list right behind digits, which may be its own

    @property
    def marked(self) -> bool:
        """Does a number end here?"""
        return _MARK.match(self.name) is not None


class Told(NamedTuple):
    """A row's number, and what it leaves of the cells before it."""

    serial: str
    own: str
    before: tuple[str, ...]


_Way = Callable[[Sequence[Loose], Sequence[tuple[str, ...]]], "list[Told] | None"]


def rows_told(rows: Sequence[Loose], first: Sequence[str], numbers: int, *, serial: bool) -> list[list[str]]:
    """The cells of each row. ``first``: digits before the first; ``numbers``: how many a row prints at most.

    >>> one, two = Loose("一、概述数", ("件", "121")), Loose(".当面申请数", ("件", "7"), "1")
    >>> rows_told([one, two], (), 1, serial=False)
    [['一、概述数', '件', '12'], ['1.当面申请数', '件', '7']]
    """
    before = [tuple(first), *(row.cells for row in rows[:-1])]
    told = _told(rows, before, numbers, serial=serial)
    if told is None:
        return [[row.name, " ".join(row.cells)] for row in rows]
    kept = [*(one.before for one in told[1:]), rows[-1].cells]
    return [
        [*[one.serial] * (serial and bool(one.serial)), f"{one.own}{row.name}", *cells]
        for one, row, cells in zip(told, rows, kept, strict=True)
    ]


def _told(rows: Sequence[Loose], before: Sequence[tuple[str, ...]], numbers: int, *, serial: bool) -> list[Told] | None:
    """What all ways say that explain the table; None where none does that the header asks for."""
    counting = _explaining((_counted, _counted_twice, _counted_but_headings, _apart), rows, before, numbers)
    if counting and (serial or len(rows) >= _COUNTED):
        return _agreed(counting, before, rows)
    if serial:
        return None
    found = _explaining((_running, _under_each, _of_the_form), rows, before, numbers)
    return _agreed(found, before, rows)


def _explaining(
    ways: Sequence[_Way], rows: Sequence[Loose], before: Sequence[tuple[str, ...]], numbers: int
) -> list[list[Told]]:
    found = [told for way in ways if (told := way(rows, before)) is not None]
    return [told for told in found if _ODD * sum(not _holds(one, numbers) for one in told[1:]) <= len(told)]


def _holds(told: Told, numbers: int) -> bool:
    """Is what a number leaves a number itself, and no more of them than there are columns?"""
    left = [cell for cell in told.before if cell[:1].isdecimal()]
    glued = numbers > 1  # to each other, it may be
    return not (told.serial or told.own) or (
        len(left) <= numbers and all(glued or _WHOLE.fullmatch(cell) for cell in left)
    )


def _agreed(ways: Sequence[Sequence[Told]], before: Sequence[tuple[str, ...]], rows: Sequence[Loose]) -> list[Told]:
    return [
        _one({way[at] for way in ways}, cells, row) for at, (cells, row) in enumerate(zip(before, rows, strict=True))
    ]


def _one(told: set[Told], cells: tuple[str, ...], row: Loose) -> Told:
    """What is told of a row; digits that may be its number as well as the value above it stay with its first sign."""
    only = next(iter(told)) if len(told) == 1 else None
    sure = (only is not None and (only.serial or only.own)) or not (row.marked or row.vague)
    if only is not None and sure:
        return only
    digits = [cell for cell in cells if cell[:1].isdecimal()]
    if not digits:
        return Told("", "", cells)
    together = " ".join(digits) + (row.name[0] if row.marked else row.name)
    return Told("", "", (*(cell for cell in cells if cell not in digits), together))


def _without(cells: tuple[str, ...], tail: str) -> tuple[str, ...] | None:
    """Cells without the digits at the end of the last one; None if it doesn't end in them."""
    if not cells or not tail or not cells[-1].endswith(tail):
        return None
    left = cells[-1].removesuffix(tail)
    return (*cells[:-1], left) if left else cells[:-1]


def _serial(row: Loose, cells: tuple[str, ...], serial: str, own: str = "") -> Told | None:
    """A row's serial number before its name, or before a number of its own, which is of one digit unless it's given."""
    own = own or (cells[-1][-1] if row.marked and cells else "")
    inner = _without(cells, own) if own else cells
    left = None if inner is None else _without(inner, serial)
    return None if left is None else Told(serial, own, left)


def _all(told: Iterator[Told | None]) -> list[Told] | None:
    found: list[Told] = []
    for one in told:
        if one is None:
            return None
        found.append(one)
    return found


def _counted(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Every row has its serial number: 1, 2, 3."""
    pairs = enumerate(zip(rows, before, strict=True), start=1)
    return _all(_serial(row, cells, str(at)) for at, (row, cells) in pairs)


def _counted_twice(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Every row has its serial number, and the same once more before its mark."""
    if not all(row.marked for row in rows):
        return None
    pairs = enumerate(zip(rows, before, strict=True), start=1)
    return _all(_serial(row, cells, str(at), str(at)) for at, (row, cells) in pairs)


def _counted_but_headings(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Every row but the headings has its serial number."""
    if not any(row.heading for row in rows):
        return None
    count = 0
    found = []
    for row, cells in zip(rows, before, strict=True):
        count += not row.heading
        found.append(Told("", "", cells) if row.heading else _serial(row, cells, str(count)))
    return _all(iter(found))


def _apart(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Serial numbers that count nothing, each between spaces: in all rows one cell more than in the last."""
    least = len(rows[-1].cells) + 1
    if not before[0] or any(row.marked for row in rows) or any(len(cells) != least for cells in before[1:]):
        return None
    return _all(_serial(row, cells, cells[-1]) if cells[-1].isdecimal() else None
                for row, cells in zip(rows, before, strict=True))  # fmt: skip


def _marked(rows: Sequence[Loose], before: Sequence[tuple[str, ...]], numbers: Sequence[str]) -> list[Told] | None:
    """Rows with a mark have these numbers before it, the others none."""
    told = list[Told | None]()
    for row, cells, number in zip(rows, before, numbers, strict=True):
        left = _without(cells, number) if row.marked else cells
        told.append(None if left is None else Told("", number if row.marked else "", left))
    return _all(iter(told))


def _running(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Rows with a mark are counted through the table."""
    count, numbers = 0, []
    for row in rows:
        count += row.marked
        numbers.append(str(count))
    return _marked(rows, before, numbers)


def _under_each(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Rows with a mark are counted anew under each heading."""
    count, numbers = 0, []
    for row in rows:
        count = count + 1 if row.marked else 0 if row.opens else count
        numbers.append(str(count))
    return _marked(rows, before, numbers)


def _of_the_form(rows: Sequence[Loose], before: Sequence[tuple[str, ...]]) -> list[Told] | None:
    """Rows with a mark have the form's own numbers, some rows left out."""
    return _marked(rows, before, [row.number for row in rows])


def own_number(printed: str) -> str:
    """The digits of a number that the form prints (3. → 3); of 一、 and （一） nothing.

    >>> own_number("3."), own_number("（一）")
    ('3', '')
    """
    found = re.match(r"\d+", printed)
    return found[0] if found else ""
