"""Numbers beside rows (行外的数字): the rest of a value that a line end broke, or a page's number.

A number alone on a line below a row that ends in a number may be either. It is put to that value, on a line of its own:
such a cell is no number, and a finding quotes both. Numbers that count the pages of a text from the first to the last
are nobody's.

>>> [row.cells for row in broken([Row(1, ["行政处罚", "44"]), Row(2, ["行政强制", "2"]), Row(3, ["91"])])]
[['行政处罚', '44'], ['行政强制', '2\\n91']]
>>> sorted(counting(["一、总体情况", "1", "规章 3 0 5", "2", "行政许可 18", " 3"]))
[2, 4, 6]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.containers.texts.lines import Row, is_number, is_words
from ingest.grids.words import is_known

_PAGES = 3  # fewer numbers may follow one another by chance
_ALONE = re.compile(r"\s*\d{1,3}\s*")


def broken(rows: Sequence[Row]) -> list[Row]:
    """The rows, a number that stands alone below a row put to its last value, and so the rest of a row cut in two."""
    widths = Counter(len(row.cells) for row in rows)
    found: list[Row] = []
    for row in rows:
        above = found[-1].cells if found else ()
        if above and any(map(is_words, above)) and is_number(above[-1]) and _is_rest(above, row.cells, widths):
            rest = row.cells[1:] if any(row.cells[1:]) else ()
            found[-1] = found[-1]._replace(cells=[*above[:-1], f"{above[-1]}\n{row.cells[0]}", *rest])
        else:
            found.append(row)
    return found


def _is_rest(above: Sequence[str], cells: Sequence[str], widths: Counter[int]) -> bool:
    """Is this one number, or do the cells of a row begin with one that make the row above as wide as others are?"""
    if not is_number(cells[0]):
        return False
    whole = len(above) + len(cells) - 1
    cut = widths[whole] > widths[len(above)] and not any(map(is_words, cells))
    return not any(cells[1:]) or cut


def counting(lines: Sequence[str]) -> set[int]:
    """The lines, from 1, that count pages: the numbers alone on a line, if each is one more than the one before.

    Numbers below each other, or below a label alone on its line, are the cells of a row.
    """
    alone: dict[int, int] = {}
    above = ""
    for at, line in enumerate(lines, start=1):
        if _ALONE.fullmatch(line):
            if is_known(above) or is_number(above):
                return set()
            alone[at] = int(line)
        above = line.strip() or above
    follow = all(two == one + 1 for one, two in pairwise(alone.values()))
    return set(alone) if follow and len(alone) >= _PAGES else set()
