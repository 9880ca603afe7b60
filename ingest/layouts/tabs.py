"""Tab-delimited cells: one cell a line (as copied from Word), or one row a line (TSV).

Cell a line: a tab opens a cell, a line without one goes on the cell above, a lone tab is a blank cell, an empty
line ends the row. Row a line: tabs stand between cells; merged cells leave extra tabs behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ingest.model import Cut

MARK = "\t"  # any tab delimits
_GOES_ON = 40  # characters; a longer plain line under a cell is prose, not the rest of the cell
_TALLEST = 16  # lines of one cell; group labels stand vertically


def goes_on(lines: list[str], number: int) -> bool:
    """Is a line without tabs, right under a cell, the rest of it? Under a row of cells it begins something new."""
    if len(lines[number]) > _GOES_ON:
        return False
    for above in lines[max(0, number - _TALLEST) : number][::-1]:
        if not above.strip() or "\t" in above:
            return above.strip() != "" and above.count("\t") == 1
    return False


def cut(lines: list[tuple[int, str]]) -> Iterable[Cut]:
    """Cells in order, each with its line."""
    tabbed = [line for _, line in lines if MARK in line]
    single = [line for line in tabbed if line[0] == MARK and line.count(MARK) == 1]
    return _cells(lines) if len(single) * 10 >= len(tabbed) * 9 else chain.from_iterable(map(_row, lines))


def _cells(lines: list[tuple[int, str]]) -> Iterator[Cut]:
    opens_row = True
    for number, line in lines:
        if not line:
            opens_row = True
        elif MARK in line:
            before, _, cell = line.partition(MARK)
            if before.strip():
                yield before.strip(" *"), number, "row" if opens_row else "", "tabs"
                opens_row = False
            yield cell.strip(" *\t"), number, "row" if opens_row else "cell", "tabs"
            opens_row = False
        elif line.strip():
            yield line.strip(" *"), number, "", "tabs"


def _row(numbered: tuple[int, str]) -> list[Cut]:
    number, line = numbered
    if MARK not in line:
        return [(line.strip(" *#"), number, "cell", "lines")] if line.strip() else []  # a row ends with its line
    first, *others = line.split(MARK)
    cuts: list[Cut] = [(first.strip(" *"), number, "row", "tabs")]
    cuts += [(cell.strip(" *"), number, "cell", "tabs") for cell in others]
    return cuts
