"""Who decides "determined": how each printed row lost its places, and what the form's sums still tell.

- A row that lost nothing: every cell is determined.
- ``squeezed`` with a blank among its numbers: table 2 and table 3 are asked whether their sums leave one placement
  (``by_sums``); a row of table 1 has no sums, so its numbers are undetermined, unless the table shows elsewhere
  that blanks stay (then the layout didn't report the row as lost).
- ``glued``: a row with as many digits as it has columns and no digit that could begin a longer number (003, 000) has
  one reading; else the sums are asked again, over all ways to cut.
- ``tail``: a row that ends in a blank, or lost a cell whose pipe looks like one. In table 3 nothing is lost up to a
  channel whose total is right.
- ``dropped``: nothing in the row is determined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.forms import Form
from pages import sums
from pages.grid import Slot, Table
from pages.lines import Print
from pages.numbers import Numbers, leaves
from pages.truth import Cell, Key


def judge(form: Form, made: Numbers, tables: dict[str, Table], prints: dict[str, Print]) -> bool:
    """Set ``place`` of every cell that lost its own; False if the sums would mislead (a planted error)."""
    certain: dict[Key, int | float] = {}
    lost: list[Key] = []
    for kind, table in tables.items():
        how = prints[kind].lost | _doubtful(table, prints[kind].lost)
        keys = [slot.key for at in how for slot in table.rows[at] if slot.key and slot.kind in ("value", "gone")]
        lost += keys
        if not keys:
            continue
        if table.name == "applications":
            certain |= _applications(form, made, table, how)
        elif table.name == "appeals":
            certain |= _appeals(table, how)
        else:
            certain |= _disclosure(made, table, how)
    for key in lost:
        cell = made.cells[key]
        if key in certain and (cell.number is None or certain[key] != cell.number):
            return False
        if cell.state == "lost":
            continue
        made.cells[key] = replace(cell, place="by_sums" if key in certain else "undetermined")
    return True


def _doubtful(table: Table, how: dict[int, str]) -> dict[int, str]:
    """Full rows of table 2 whose own total is wrong, where other rows lost blanks: 3 0 0 0 0 3 and a page's number 12
    are the same seven values as a row with a misprinted total."""
    if table.name != "applications" or "squeezed" not in how.values():
        return {}
    found = {}
    for at, row in enumerate(table.rows):
        texts = [slot.text for slot in _values(row)]
        if texts and all(texts) and at not in how and not sums.adds_up(tuple(int(text) for text in texts)):
            found[at] = "dropped"
    return found


def _values(row: Sequence[Slot]) -> list[Slot]:
    return [slot for slot in row if slot.kind in ("value", "gone")]


def _candidates(row: Sequence[Slot], how: str | None) -> Sequence[sums.Placement] | None:
    """Every placement of a row that its layout leaves open; None: nobody can list them."""
    texts = [slot.text for slot in _values(row)]
    if how is None:
        return [tuple(int(text) if text else None for text in texts)]
    if how == "squeezed":
        return list(sums.squeezed([int(text) for text in texts if text], len(texts)))
    return sums.glued("".join(texts), len(texts)) if how == "glued" else None


def _applications(form: Form, made: Numbers, table: Table, how: dict[int, str]) -> dict[Key, int]:
    rows: dict[str, list[sums.Placement]] = {}
    keys: dict[str, list[Key]] = {}
    for at, row in enumerate(table.rows):
        values = _values(row)
        if not values:
            continue
        candidates = _candidates(row, how.get(at))
        if candidates is None:
            continue
        code = values[0].key.row if values[0].key else ""
        rows[code] = [c for c in candidates if sums.adds_up(c)] if at in how else list(candidates)
        keys[code] = [slot.key for slot in values if slot.key]
    settled = sums.settle(rows, leaves(form, "other_handling" in made.outcomes and len(form.leaves) > 19))
    return {
        key: number
        for code, row in settled.items()
        for key, number in zip(keys[code], row, strict=True)
        if number is not None
    }


def _appeals(table: Table, how: dict[int, str]) -> dict[Key, int]:
    certain: dict[Key, int] = {}
    for at, lost in how.items():
        values = _values(table.rows[at])
        if lost == "tail":
            certain |= _until_proven(values)
            continue
        candidates = _candidates(table.rows[at], lost) if values else None
        if not candidates or len(values) % 5:
            continue
        good = [c for c in candidates if all(sums.adds_up(c[n : n + 5]) for n in range(0, len(c), 5))]
        for slot, number in zip(values, sums.agreed(good), strict=False):
            if slot.key and number is not None:
                certain[slot.key] = number
    return certain


def _until_proven(values: Sequence[Slot]) -> dict[Key, int]:
    """The numbers up to the last channel whose parts make its total, if that is more than 0 = 0."""
    row = [int(slot.text) if slot.text else None for slot in values]
    ends = [end for end in (5, 10, 15) if row[end - 1] and sums.adds_up(tuple(row[end - 5 : end]))]
    until = max((end for end in ends if any(row[end - 5 : end - 1])), default=0)
    return {slot.key: n for slot, n in zip(values[:until], row, strict=False) if slot.key and n is not None}


def _disclosure(made: Numbers, table: Table, how: dict[int, str]) -> dict[Key, int | float]:
    """Table 1 has no sums: only glued digits that can be cut in one way are certain."""
    certain: dict[Key, int | float] = {}
    for at, lost in how.items():
        values = _values(table.rows[at])
        only = made.cells[values[0].key].number if len(values) == 1 and values[0].key else None
        if only is not None and values[0].key:
            certain[values[0].key] = only
            continue
        text = "".join(slot.text for slot in values)
        if lost != "glued" or not text.isascii() or not text.isdigit():
            continue
        candidates = sums.glued(text, len(values)) or ()
        for slot, number in zip(values, sums.agreed(candidates), strict=False):
            if slot.key and number is not None:
                certain[slot.key] = number
    return certain


def drop(cells: dict[Key, Cell], kept: dict[Key, bool]) -> None:
    """Cells of a page that drops lines: what is gone is lost, what is left has no certain place."""
    for key, stays in kept.items():
        cell = cells[key]
        if stays or cell.state == "blank":
            cells[key] = replace(cell, place="undetermined")
        else:
            cells[key] = Cell("", None, "lost", "undetermined")
