"""What happens to tables beyond the catalogue: pages end, headers come again, rows are lost, doubled, cut in two.

Everything here keeps the truth: a row that is taken out is ``lost``, a cell that is taken out leaves its row
"squeezed"; what is put in is no statutory cell. What a careful reader would still place stays determined.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from pages.grid import Slot, Table
from pages.lines import Print, Printer
from pages.numbers import Numbers
from pages.truth import Cell

Trick = Callable[[random.Random, Table, Numbers], bool]


def _rows(table: Table, kind: str = "value", *, alone: bool = True) -> list[int]:
    """Rows with values; ``alone``: that open no group, so that nothing else hangs on them."""
    return [
        at
        for at, row in enumerate(table.rows)
        if any(slot.kind == kind for slot in row) and not (alone and any(slot.kind == "group" for slot in row))
    ]


def page_break(rng: random.Random, table: Table, made: Numbers) -> bool:
    """The page ends between two rows: a page number, or the page's header, stands there."""
    rows = _rows(table, alone=False)
    if not rows:
        return False
    mark = rng.choice(("- 3 -", "— 4 —", "第 5 页 共 9 页", "", "政府信息公开工作年度报告"))
    table.rows.insert(rng.choice(rows), [Slot(mark, "line")])
    return True


def header_again(rng: random.Random, table: Table, made: Numbers) -> bool:
    """Table 2 goes on on the next page, with its header again."""
    rows = [at for at in _rows(table) if at > 5]
    if table.name != "applications" or not rows:
        return False
    at = rng.choice(rows)
    table.rows[at:at] = [[Slot(rng.choice(("- 6 -", "续表")), "line")], *deepcopy(table.rows[:3])]
    return True


def caption(rng: random.Random, table: Table, made: Numbers) -> bool:
    """A caption row inside the table."""
    words = rng.choice(("（单位：件）", "图1 主动公开情况", "该部分以表格形式报告。表格如下：", "续上表"))
    table.rows.insert(rng.randrange(len(table.rows)), [Slot(words, "caption", table.width)])
    return True


def row_gone(rng: random.Random, table: Table, made: Numbers) -> bool:
    """A row is lost altogether."""
    rows = [at for at in _rows(table) if any(slot.kind == "label" for slot in table.rows[at])]
    if not rows:
        return False
    gone = table.rows.pop(rng.choice(rows))
    left = {slot.key for row in table.rows for slot in row}  # the same row may stand twice
    for slot in gone:
        if slot.key and slot.key not in left:
            made.cells[slot.key] = Cell("", None, "lost", "undetermined")
    return True


def row_twice(rng: random.Random, table: Table, made: Numbers) -> bool:
    """A row stands twice, the same."""
    rows = [at for at in _rows(table) if any(slot.kind == "label" for slot in table.rows[at])]
    if not rows:
        return False
    at = rng.choice(rows)
    table.rows.insert(at, deepcopy(table.rows[at]))
    return True


def row_more(rng: random.Random, table: Table, made: Numbers) -> bool:
    """A row that the form doesn't have."""
    rows = _rows(table)
    if table.name == "appeals" or not rows:
        return False
    at = rng.choice(rows)
    columns = sum(slot.kind == "value" for slot in table.rows[at])
    label = rng.choice(
        ("行政检查", "行政确认") if table.name == "disclosure_items" else ("其中：网络申请", "（八）主动撤回")
    )
    under = [deepcopy(slot) for slot in table.rows[at] if slot.kind == "under"]
    extra = [Slot(str(rng.randint(0, 30)), "extra") for _ in range(columns)]
    table.rows.insert(at + 1, [*under, Slot(label, "label"), *extra])
    return True


def label_cut(rng: random.Random, table: Table, made: Numbers) -> bool:
    """A page ends in the middle of a label: its values stand beside the first half."""
    rows = [at for at in _rows(table) if any(s.kind == "label" and len(s.text) > 11 for s in table.rows[at])]
    if not rows:
        return False
    at = rng.choice(rows)
    label = next(slot for slot in table.rows[at] if slot.kind == "label")
    cut = rng.randint(7, len(label.text) - 3)
    rest = [Slot("", slot.kind if slot.kind == "under" else "phantom") for slot in table.rows[at] if slot is not label]
    where = table.rows[at].index(label)
    table.rows.insert(at + 1, [*rest[:where], Slot(label.text[cut:], "label"), *rest[where:]])
    table.rows.insert(at + 1, [Slot(rng.choice(("", "- 7 -")), "line")])
    label.text = label.text[:cut]
    return True


def vertical(rng: random.Random, table: Table, made: Numbers) -> bool:
    """Group labels stand vertically, or spaced."""
    mark = rng.choice((" ", "\n", ""))
    for row in table.rows:
        for slot in row:
            if slot.kind == "group" and len(slot.text) < 12:
                slot.text = mark.join(slot.text.replace("\n", ""))
    return bool(mark)


def cell_gone(rng: random.Random, table: Table, made: Numbers) -> bool:
    """One cell of a row is lost, so that the others may stand anywhere."""
    rows = [at for at in _rows(table) if sum(slot.kind == "value" for slot in table.rows[at]) > 1]
    if not rows:
        return False
    slot = rng.choice([slot for slot in table.rows[rng.choice(rows)] if slot.kind == "value"])
    slot.kind, slot.text = "gone", ""
    if slot.key:
        made.cells[slot.key] = Cell("", None, "lost", "undetermined")
    return True


HARMLESS: dict[str, Trick] = {
    "page break": page_break,
    "header again": header_again,
    "caption": caption,
    "vertical": vertical,
    "row more": row_more,
}
ALL = HARMLESS | {"row gone": row_gone, "row twice": row_twice, "label cut": label_cut, "cell gone": cell_gone}


def play(rng: random.Random, tables: dict[str, Table], made: Numbers, tricks: dict[str, Trick], most: int) -> None:
    """A few tricks on a page's tables."""
    for _ in range(rng.randint(1, most)):
        name = rng.choice(tuple(tricks))
        if tricks[name](rng, rng.choice(list(tables.values())), made):
            made.notes.append(name)


def in_parts(printer: Printer, table: Table) -> Print:
    """A table printed page by page: a row of kind ``line`` stands between two parts as it is."""
    out, start = Print(), 0
    for at, row in enumerate([*table.rows, [Slot("", "line")]]):
        if row[0].kind != "line":
            continue
        part = printer(Table(table.name, table.width, table.rows[start:at])) if at > start else Print()
        out.keys |= {len(out.lines) + line: key for line, key in part.keys.items()}
        out.lost |= {start + number: how for number, how in part.lost.items()}
        out.lines += part.lines
        if at < len(table.rows):
            out.lines += [row[0].text]
        start = at + 1
    for at, row in enumerate(table.rows):
        if any(slot.kind == "gone" for slot in row):
            out.lost.setdefault(at, "squeezed")
    return out
