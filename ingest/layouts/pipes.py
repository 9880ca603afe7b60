"""Pipe-delimited cells, as HTML-to-text converters leave them: a row a line, or its cells and pipes on many lines.

Row a line (``规章 | 2 | 0 | 5 | |||``): merged cells leave their pipes at the end of the row ("residue"), and so may
blank cells: trailing pipes tell how many cells are missing, not which.

Cells on lines (``规章 |`` / ``2 |`` / ``|``, or the pipe on a line of its own): a pipe closes the cell before it, a
pipe alone that closes nothing is a blank cell, further pipes on a line are residue. Places survive; rows have no ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ingest.model import Cut
from ingest.patterns import lazy

MARK = "|"  # any pipe delimits
ROWS = "pipes"  # blanks may be squeezed to the end of their row
CELLS = "piped"  # blanks keep their place
_CELLS_LEAST = 6  # so many lines without a row among them hold cells, one a line
_GOES_ON = 40
_AROUND = "|" + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_PAGE = lazy(r"\s*(?:[-—]\s*\d{1,3}\s*[-—]|第\s*\d{1,3}\s*页.*)\s*")  # closed by no pipe


def goes_on(lines: list[str], number: int) -> bool:
    """Is a line without pipes a cell that the pipe below closes? It is where the next text is closed so too; where
    pipes stand behind texts, a pipe on a line of its own opens a row."""
    line = lines[number]
    below = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if len(line) > _GOES_ON or "。" in line or below == "" or below.strip("|") or _PAGE.fullmatch(line):
        return False
    following = next((at for at in range(number + 2, len(lines)) if lines[at].strip(" |")), None)
    return following is None or not lines[following].rstrip().endswith("|")


def habits(piped: list[str]) -> tuple[bool, bool]:
    """Do most pipe rows of a page begin with a pipe? And do most of its lines that have pipes hold one cell, or none?

    A pipe on a line of its own is no row.
    """
    rows = list(filter(_is_row, piped))
    return _bordered(rows), len(rows) * 2 < len(piped)


def _bordered(rows: list[str]) -> bool:
    return sum(line.lstrip().startswith("|") for line in rows) * 2 > len(rows)


def cut(lines: list[tuple[int, str]], bordered: bool, celled: bool) -> Iterator[Cut]:
    """Cells in order, each with its line; ``bordered``: a page's rows begin with a pipe; ``celled``: few are rows."""
    closing = sum(line.rstrip().endswith("|") for _, line in lines) * 2 > len(lines)
    told = [_is_row(line) for _, line in lines]
    rows = [line for (_, line), row in zip(lines, told, strict=True) if row]
    bordered = _bordered(rows) if len(rows) > 1 else bordered  # a row alone is as the others of its page
    start, open_end = 0, False
    while start < len(lines):
        end = start
        while end < len(lines) and not told[end]:
            end += 1
        if end - start >= _CELLS_LEAST or (celled and end - start == len(lines)):
            yield from _cells(lines[start:end])
        else:
            end = max(end, start + 1)
            for number, line in lines[start:end]:
                yield from _row(number, line, open_end, bordered)
                open_end = closing and not line.rstrip().endswith("|")
        start = end


def _is_row(line: str) -> bool:
    """Does a line hold more texts than one, or one among several pipes?"""
    inside = line.strip(_AROUND)  # from the first text to the last
    return "|" in inside or (inside != "" and line.count("|") > 2)


def _row(number: int, line: str, open_end: bool, bordered: bool) -> Iterator[Cut]:
    """``open_end``: the row above lacks its last pipe, so its last cell goes on here. ``bordered``: a first pipe stands
    before the first cell, not behind a blank one."""
    cells = line.strip().split("|")
    if bordered and not cells[0].strip() and len(cells) > 1:
        cells = cells[1:]
    if not cells[-1].strip() and len(cells) > 1:
        cells = cells[:-1]
    for position, cell in enumerate(cells):
        yield cell.strip(" *#\t"), number, "cell" if position else "" if open_end else "row", ROWS


def _cells(lines: list[tuple[int, str]]) -> list[Cut]:
    cuts: list[Cut] = []
    begun = False  # does text wait for the pipe that closes it?
    for number, line in lines:
        pieces = _pieces(line) if len(line) <= _GOES_ON else _split(line)
        for position, piece in enumerate(pieces):
            if piece:
                cuts.append((piece, number, "" if begun else "cell", CELLS))
            if position == len(pieces) - 1:
                begun = begun or piece != ""
            elif not begun and position == 0 and not any(pieces):
                cuts.append(("", number, "cell", CELLS))
            else:
                begun = False
    return cuts


def _split(line: str) -> tuple[str, ...]:
    """What stands between the pipes of a line, none of it if they are residue."""
    if line.strip().startswith("||") and not line.strip(" |"):
        return ()
    return tuple([piece.strip(" *#\t") for piece in line.split("|")])


_pieces = lru_cache(maxsize=4096)(_split)  # the same short lines stand on every page
