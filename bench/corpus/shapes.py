"""What pages do to the form's grids: cut, join, take apart, add columns; each a function from table to table.

None changes what a cell says or whose it is: what a reader must store stays the same.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from .tables import Box, Row, Table, laid, width


def apart(table: Table, *, repeat: bool) -> Table:
    """Merged cells taken apart: every place of the grid is a cell of its own.

    With ``repeat`` each place has the text of the box that covered it (as spreadsheets and some editors do);
    without, only the first one has, and the others are empty.
    """
    seen: set[int] = set()
    plain = []
    for line in laid(table):
        row = []
        for box in line:
            first = id(box) not in seen
            seen.add(id(box))
            row.append(replace(box, text=box.text if first or repeat else "", rows=1, columns=1))
        plain.append(row)
    return plain


def phantom(table: Table, at: int = 2) -> Table:
    """A grid column more than anybody sees: what covers column ``at`` is one wider."""
    out = []
    owners = laid(table)
    widened: set[int] = set()
    for number, row in enumerate(table):
        covering = owners[number][min(at, len(owners[number]) - 1)]
        fresh = []
        for box in row:
            wider = box is covering and id(box) not in widened
            widened |= {id(box)} if wider else set()
            fresh.append(replace(box, columns=box.columns + 1) if wider else box)
        out.append(fresh)
    return out


def cut(table: Table, after: int, *, header: int = 0, again: bool = False) -> tuple[Table, Table]:
    """A table in two: boxes that reach over the cut end there and begin anew (empty, or said again).

    ``header``: how many header rows stand on the second part again.
    """
    upper = [
        [replace(box, rows=min(box.rows, after - number)) for box in row] for number, row in enumerate(table[:after])
    ]
    lower: Table = [list(row) for row in table[after:]]
    lower[0] = _reaching(table, after, again) + lower[0]
    return upper, [*(list(row) for row in table[:header]), *lower]


def _reaching(table: Table, after: int, again: bool) -> Row:
    """What reaches over a cut, as the boxes that begin below it."""
    boxes = []
    for number, row in enumerate(table[:after]):
        for box in row:
            left = number + box.rows - after
            if left > 0:
                boxes.append(replace(box, text=box.text if again else "", rows=left))
    return boxes


def joined(tables: list[Table], captions: list[str]) -> Table:
    """Several tables as one, each below a row with its caption, as wide as the widest of them."""
    most = max(width(table) for table in tables)
    out: Table = []
    for table, caption in zip(tables, captions, strict=True):
        if caption:
            out.append([Box(caption, "caption", columns=most)])
        out += stretched(table, most)
    return out


def stretched(table: Table, most: int) -> Table:
    """The table in a grid of ``most`` columns: what stands in its last column is wider."""
    more = most - width(table)
    lines = laid(table)
    out = []
    for number, row in enumerate(table):
        last = lines[number][-1]
        out.append([replace(box, columns=box.columns + more) if box is last else box for box in row])
    return out


def captioned(table: Table, caption: str) -> Table:
    """The table's caption in its own first row."""
    return [[Box(caption, "caption", columns=width(table))], *table]


def with_last_year(table: Table, random: Random, words: str) -> Table:
    """A column more at the right: last year's number beside this year's, of which nothing is to be stored."""
    values = {number: row for number, row in enumerate(table) if any(box.kind == "value" for box in row)}
    first_value = min(values)
    out = [list(row) for row in table]
    header_from = 0
    for number, row in enumerate(out):
        if number in values:
            row.append(Box(str(random.randint(0, 99)), "value"))
        elif number == header_from:
            row.append(Box(words, "header", rows=first_value - number))
    return out


def with_last_year_by_band(table: Table, random: Random) -> Table:
    """Table 1 with 上年 beside every band's last measure: a fifth column whose numbers are of another year."""
    out = []
    for row in table:
        kind = row[-1].kind
        if kind == "caption":
            out.append([replace(row[0], columns=row[0].columns + 1)])
        elif kind == "header":
            out.append([*row, Box(f"上年{row[-1].text.removeprefix('本年')}", "header")])
        else:
            out.append([*row, Box(str(random.randint(1, 300)), "value")])
    return out


def reordered(table: Table, order: list[int], first: int, rows: int) -> Table:
    """Columns of single boxes in another order, header and numbers alike.

    ``order`` are columns of the grid counted from ``first``; every row from the ``rows``-th on has them as boxes of
    one column.
    """
    lines = laid(table)
    out = [list(row) for row in table]
    for number in range(rows, len(table)):
        boxes = lines[number][first : first + len(order)]
        moved = dict(zip(map(id, boxes), (boxes[at] for at in order), strict=True))
        out[number] = [moved.get(id(box), box) for box in table[number]]
    return out


def adds_up(table: Table) -> bool:
    """Has every row of the grid the same width?"""
    return all(len(above) == len(below) for above, below in pairwise(laid(table)))


def with_serial_and_remarks(table: Table, random: Random) -> Table:
    """序号 before, 备注 behind: columns that are none of the form's, with numbers in them."""
    out = []
    counted = 0
    first_value = next(number for number, row in enumerate(table) if any(box.kind == "value" for box in row))
    for number, row in enumerate(table):
        has_values = any(box.kind == "value" for box in row)
        counted += has_values
        before, after = [], []
        if has_values:
            remark = random.choice(("", "", "无", f"较上年增{random.randint(1, 9)}件", f"{random.randint(1, 9)}"))
            before, after = [Box(str(counted), "label")], [Box(remark, "label")]
        elif number == 0:
            before = [Box("序号", "header", rows=first_value)]
            after = [Box("备注", "header", rows=first_value)]
        out.append([*before, *row, *after])
    return out


def with_wrong_span(table: Table, random: Random) -> Table:
    """One label reaches a row further than it should, as careless editors leave it."""
    tall = [(number, at) for number, row in enumerate(table) for at, box in enumerate(row) if 1 < box.rows < 9]
    where, which = random.choice([place for place in tall if table[place[0]][place[1]].kind == "label"])
    return [
        [replace(box, rows=box.rows + 1) if (number, at) == (where, which) else box for at, box in enumerate(row)]
        for number, row in enumerate(table)
    ]


def without_last_blanks(table: Table) -> Table:
    """Empty cells at the end of a row aren't written."""
    out = []
    for row in table:
        keep = len(row)
        while keep and row[keep - 1].kind == "value" and not row[keep - 1].text:
            keep -= 1
        out.append(row[:keep])
    return out


def with_header_again(table: Table, header: int, at: int) -> Table:
    """The header rows once more before row ``at``, as on a new page; what reaches over them begins anew."""
    upper, lower = cut(table, at, header=header, again=True)
    return [*upper, *lower]


def total_first(table: Table, header: int) -> Table:
    """Table 2 with 总计 before the applicants."""
    out = []
    for number, row in enumerate(table):
        labels = sum(box.kind == "label" for box in row)
        if number >= header:
            out.append([*row[:labels], row[-1], *row[labels:-1]])
        else:
            out.append([row[-1], *row[:-1]] if number == 1 else list(row))
    return out
