"""Places (位置): which cells of a drawn row stand under which column, where the page itself tells.

A full row needs no more than its order. A row with blanks is in place only on evidence: the width that its table's
rows share, its header's own positions, or a last value that stands under the last column. Counting cells is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.align import Work, glued, holds, only
from ingest.forms import Sum
from ingest.match import Drawn
from ingest.model import Table
from ingest.values import is_value, read_count

Cells = list[str]
_UNITS = ("件", "项", "条", "个", "宗")  # of money there are several: a cell that states one is not passed over
GRIDS = ("tabs", "marked")  # layouts whose rows keep every cell; "marked": pipe rows that mark their blanks
_NEVER = 1_000_000
_FEW = 2_000  # steps to cut one glued row by itself
_SHARE = 0.6  # of the rows of a table must have one width, or the table has none
_EVIDENCE = 3  # rows of several columns; what fewer have in common may be chance
_EVIDENCE_COLUMNS = 7  # of them together
_FEW_OF = 10  # of so many rows one may have lost a cell on a page that leaves none blank


@dataclass(frozen=True, slots=True)
class Habits:
    """What a page does everywhere."""

    glue: bool  # it prints something in every cell, so glued digits may be cut apart
    blanks: bool  # it leaves cells blank: more than one row does
    whole: bool  # rows that print anything print all of their cells
    trailing: dict[str, int]  # layout → the phantom cells that stand after a row's own, never before
    flush: frozenset[str]  # layouts whose rows have their first cell right behind the label, wherever one can see it
    spare: dict[str, int]  # layout → the blank cells that most of its rows have beyond their columns
    residue: bool  # some rows of cells and pipes have a blank more than that: a merged cell left its pipe


def habits(rows: Sequence[tuple[Drawn, int]], behind: int, bare: bool) -> Habits:
    """The habits of a page, told by its rows, each with the number of its columns, by the blank cells ``behind`` the
    last header of table 2, and by whether it has tables that are ``bare``: labels without a single cell."""
    blank = 0
    after: defaultdict[str, Counter[int]] = defaultdict(Counter)
    before: set[str] = set()
    flush: set[str] = set()
    deepest: dict[Table, int] = {}
    for row, _ in rows:
        deepest[row.table] = max(row.depth, deepest.get(row.table, row.depth))
    for row, columns in rows:
        blank += "" in row.cells[:columns] and columns <= len(row.cells)
        if row.cells and row.cells[0]:
            flush.add(row.made)
        if len(row.cells) > columns and full(row.cells, columns) is not None:
            if row.cells[0]:
                after[row.made][len(row.cells) - columns] += 1
            elif row.made not in GRIDS or row.depth == deepest.get(row.table):
                before.add(row.made)  # in a grid, blanks may stand where a label doesn't reach as deep as others
    trailing = {made: spare.most_common(1)[0][0] for made, spare in after.items() if made not in before}
    for made in {row.made for row, _ in rows if row.table == "applications" and row.made in GRIDS} if behind else ():
        trailing.setdefault(made, behind)
    spare = _spare(rows)
    one = spare.get("piped", 0) + 1
    residue = any(len(row.cells) == columns + one for row, columns in rows if row.made == "piped")
    whole = _whole(rows)
    return Habits(
        not bare and blank <= 1 and _glue(rows, whole),
        blank > 1,
        whole,
        trailing,
        frozenset(flush - before),
        spare,
        residue,
    )


def _whole(rows: Sequence[tuple[Drawn, int]]) -> bool:
    printing = [(row, columns) for row, columns in rows if columns > 1 and any(row.cells) and row.made != "glued"]
    partly = sum(sum(map(bool, row.cells)) < columns for row, columns in printing)
    return len(printing) >= _EVIDENCE and partly * _FEW_OF <= len(printing)


def _glue(rows: Sequence[tuple[Drawn, int]], whole: bool) -> bool:
    run_together = [(row, columns) for row, columns in rows if row.made in ("glued", "lines")]
    told = whole or sum(columns for _, columns in run_together if columns > 1) >= _EVIDENCE_COLUMNS
    return told and all(len("".join(row.cells)) >= columns for row, columns in run_together)


def _spare(rows: Sequence[tuple[Drawn, int]]) -> dict[str, int]:
    """Phantom cells leave most rows of a layout longer than their columns by one number."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    widest = max((columns for row, columns in rows if row.table == "disclosure_items"), default=0)
    for row, columns in rows:
        spanned = row.made in GRIDS and row.table == "disclosure_items" and columns < widest
        if row.cells and not spanned:  # the last cell of a narrower band may span columns
            found[row.made][len(row.cells) - columns] += 1
    usual = {made: spare.most_common(1)[0] for made, spare in found.items()}
    return {made: spare for made, (spare, rows) in usual.items() if spare >= 0 and rows > _SHARE * found[made].total()}


def own_cells(row: Drawn) -> Cells | None:
    """A row's cells without a unit column; None for a sub-row or an annotated row, whose cells are not the label's."""
    cells = list(row.cells)
    if cells and cells[0] and is_value(cells[0]):
        return cells  # nearly always
    first = next((at for at, cell in enumerate(cells) if cell), None)
    if first is not None and cells[first] in _UNITS:
        del cells[first]
        first = next((at for at, cell in enumerate(cells) if cell), None)
    if first is None or is_value(cells[first]) or any(char.isdigit() or char in "增减*" for char in cells[first]):
        return cells
    return None


def full(cells: Sequence[str], columns: int) -> Cells | None:
    """The cells of a row that prints a value for each column, nothing between them.

    >>> full(["", "", "1", "2", "3", ""], 3), full(["1", "", "2", "3"], 3)
    (['1', '2', '3'], None)
    """
    if len(cells) == columns and "" not in cells:
        return list(cells)
    printed = [at for at, cell in enumerate(cells) if cell]
    if len(printed) != columns or (printed and printed[-1] - printed[0] != columns - 1):
        return None
    return [cells[at] for at in printed]


def settle(
    drawn: Sequence[tuple[Drawn, Cells]], columns: Sequence[str], sums: Sequence[Sum], habits: Habits, spare: int
) -> list[Cells | None]:
    """The cells of each row of a table by column, None where their places are not certain.

    ``spare``: the blank cells that rows have beyond their columns; a row whose last column is blank shows by them
    that it lost none.
    """
    count = len(columns)
    whole = [full(cells, count) if cells and row.made != "glued" else None for row, cells in drawn]
    if None not in whole:
        return list(whole)  # nearly always
    odd = _odd_width([row for row, cells in drawn if row.made in GRIDS and cells])
    even = [(row, cells) for row, cells in drawn if row.made not in GRIDS or row.width not in odd]
    start = _grid_start(even, count)
    rows = {made: [cells for row, cells in even if row.made == made and cells] for made in (*GRIDS, "lines")}
    offsets = {made: _offset(rows[made], columns, sums, made in habits.trailing) for made in (*GRIDS, "lines")}
    expected = {count + habits.spare.get("lines", len(cells) - count) for cells in rows["lines"]}
    if len({len(cells) for cells in rows["lines"]} | expected) != 1:
        offsets["lines"] = None
    first = "piped" in habits.trailing or "piped" in habits.flush
    depths = {row.depth for row, cells in drawn if row.made == "pipes" and len(_kept(cells)) == count}
    settled: list[Cells | None] = []
    for (row, cells), own in zip(drawn, whole, strict=True):
        kept, made = _kept(cells), row.made
        offset = offsets.get(made)
        if not cells:
            settled.append(None)
        elif made == "glued":
            settled.append(_cut(cells, columns, sums, habits))
        elif own is not None or not kept:
            settled.append(own or [""] * count)
        elif made in GRIDS and row.width in odd:
            settled.append(None)
        elif start is not None and made in (*GRIDS, "pipes"):
            settled.append(list(cells[start - row.depth - 1 :][:count]))
        elif offset is not None and len(cells) == offset[0]:
            settled.append(list(cells[offset[1] : offset[1] + count]))
        elif (made == "lines" and made in habits.flush and len(cells) == count + habits.spare.get(made, _NEVER)) or (
            made == "piped" and (len(kept) == count or (first and len(kept) < count <= len(cells) - spare))
        ):
            settled.append(list(cells[:count]))
        elif made == "pipes" and len(kept) == count and (cells[0] or len(depths) > 1):
            settled.append(list(kept))
        else:
            settled.append(None)
    return settled


def _cut(cells: Cells, columns: Sequence[str], sums: Sequence[Sum], habits: Habits) -> Cells | None:
    """The cells of a glued row, where there is one way to cut it. One column holds all of it."""
    if len(columns) == 1:
        return list(cells)
    if "" in columns:
        return None  # a header that nobody could read may be no column at all
    summed = any(total.over == "columns" for total in sums)
    if summed and not (habits.glue and len("".join(cells)) == len(columns)):
        return None  # the columns must bear it out
    found = only(glued("".join(cells), [len(columns)], Work(_FEW), blanks=not habits.glue, summed=summed))
    return list(found) if found else None


def spare_cells(rows: Iterable[tuple[Drawn, int]], habits: Habits) -> int:
    """How many cells most rows, each with its number of columns, have beyond them.

    On a page that prints something in every cell, a row that ends in a blank has lost one: no spare cell tells then.
    """
    if not habits.blanks:
        return _NEVER
    found = Counter(len(row.cells) - columns for row, columns in rows if row.made == "piped" and any(row.cells))
    return max(0, found.most_common(1)[0][0]) if found else 0


def _grid_start(drawn: Sequence[tuple[Drawn, Cells]], count: int) -> int | None:
    """Where the first column of values stands in a grid that keeps merged cells as blanks; None without such a grid.

    All rows have one width, and where a label doesn't reach as deep as others, blanks fill its place.
    """
    rows = [(row, cells) for row, cells in drawn if row.made in (*GRIDS, "pipes") and cells]
    if len({row.width for row, _ in rows}) != 1 or len({row.depth for row, _ in rows}) < 2:
        return None
    start = max(row.depth for row, _ in rows) + 1
    for row, cells in rows:
        values = cells[start - row.depth - 1 :]
        if any(cells[: start - row.depth - 1]) or len(values) < count or any(values[count:]):
            return None
    shallow = [cells[start - row.depth - 1 :] for row, cells in rows if row.depth + 1 < start]
    # Residue makes pipe rows of one width too: there a full row must show that it doesn't begin right behind its label.
    bare = all(row.made in GRIDS and not row.residue for row, _ in rows)
    proven = bare or any(all(cells[:count]) for cells in shallow)
    return start if proven else None


def _odd_width(rows: Sequence[Drawn]) -> set[int]:
    """The widths that rows of a grid don't have unless they lost a cell, where blanks fill the place of labels that
    don't reach as deep as others: there it is the width of a row that tells, not how many cells follow its label."""
    widths = Counter(row.width for row in rows)
    lengths = Counter(len(row.cells) for row in rows)
    [(usual, found)] = widths.most_common(1) or [(0, 0)]
    several = len({row.depth for row in rows}) > 1 and found > max(lengths.values())
    return set(widths) - {usual} if several and (len(rows) - found) * _FEW_OF <= len(rows) else set()


def _kept(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _offset(
    rows: Sequence[Sequence[str]], columns: Sequence[str], sums: Sequence[Sum], trailing: bool
) -> tuple[int, int] | None:
    """(width, first column) that the rows of a tabbed table share; None where several would do, or none.

    Phantom columns may stand on either side; where no printed cell tells which, the sums may.
    """
    widths = Counter(len(cells) for cells in rows if cells)
    if not widths:
        return None
    [(width, found)] = widths.most_common(1)
    count = len(columns)
    if width < count or found < _SHARE * widths.total():
        return None
    alike = [cells for cells in rows if len(cells) == width]
    printed = [at for cells in alike for at, cell in enumerate(cells) if cell]
    if not printed:
        return width, 0
    offsets = range(max(0, max(printed) - count + 1), min(*printed, width - count) + 1)
    if trailing and 0 in offsets:
        return width, 0
    if len(offsets) > 1:
        borne_out = [at for at in offsets if _borne_out([c[at : at + count] for c in alike], columns, sums)]
        offsets = range(borne_out[0], borne_out[0] + 1) if len(borne_out) == 1 else range(0)
    return (width, offsets[0]) if len(offsets) == 1 else None


def _borne_out(rows: Sequence[Sequence[str]], columns: Sequence[str], sums: Sequence[Sum]) -> bool:
    """Does every row's own sum hold that can be told, and some one of them that says more than 0 = 0?"""
    told = False
    for cells in rows:
        numbers = {column: read_count(cell).number for column, cell in zip(columns, cells, strict=True)}
        for total in sums:
            held = holds(total, numbers) if total.over == "columns" else None
            if held is False:
                return False
            told = told or (held is True and any(numbers[code] for code in total.left))
    return told
