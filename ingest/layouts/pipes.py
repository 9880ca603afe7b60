"""Pipe-delimited cells, as HTML-to-text converters leave them: a row a line, or its cells and pipes on many lines.

Row a line (``规章 | 2 | 0 | 5 | |||``): merged cells leave their pipes at the end of the row ("residue"), and so may
blank cells: trailing pipes tell how many cells are missing, not which.

Cells on lines (``规章 |`` / ``2 |`` / ``|``, or the pipe on a line of its own): a pipe closes the cell before it, a
pipe alone that closes nothing is a blank cell, further pipes on a line are residue. Places survive; rows have no ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import Cut

MARK = "|"  # any pipe delimits
ROWS = "pipes"  # blanks may be squeezed to the end of their row
CELLS = "piped"  # blanks keep their place
_CELLS_LEAST = 6  # so many lines without a row among them hold cells, one a line
_GOES_ON = 40


def goes_on(lines: list[str], number: int) -> bool:
    """Is a line without pipes, after a line of a run, a cell of it? Its pipe stands on the next line then."""
    line = lines[number]
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    return len(line) <= _GOES_ON and "。" not in line and following != "" and not following.strip("|")


def is_bordered(lines: list[str]) -> bool:
    """Do most pipe rows of a page begin with a pipe?"""
    piped = [line.lstrip() for line in lines if "|" in line]
    return sum(line.startswith("|") for line in piped) * 2 > len(piped)


def cut(lines: list[tuple[int, str]], bordered: bool) -> Iterator[Cut]:
    """Cells in order, each with its line; ``bordered``: a page's rows begin with a pipe."""
    closing = sum(line.rstrip().endswith("|") for _, line in lines) * 2 > len(lines)
    start, open_end = 0, False
    while start < len(lines):
        end = start
        while end < len(lines) and not _is_row(lines[end][1]):
            end += 1
        if end - start >= _CELLS_LEAST:
            yield from _cells(lines[start:end])
        else:
            end = max(end, start + 1)
            for number, line in lines[start:end]:
                yield from _row(number, line, open_end, bordered)
                open_end = closing and not line.rstrip().endswith("|")
        start = end


def _is_row(line: str) -> bool:
    pipes = line.count("|")
    texts = sum(bool(cell.strip()) for cell in line.split("|"))
    return pipes > 0 and (texts > 1 or (texts == 1 and pipes > 2))


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


def _cells(lines: list[tuple[int, str]]) -> Iterator[Cut]:
    text: list[tuple[int, str]] = []  # what stands before the pipe that closes it
    for number, line in lines:
        if line.strip().startswith("||") and not line.strip(" |"):
            continue  # residue
        pieces = [piece.strip(" *#\t") for piece in line.split("|")]
        for position, piece in enumerate(pieces):
            if piece:
                text.append((number, piece))
            if position < len(pieces) - 1 and (text or (position == 0 and not any(pieces))):
                yield from _closed(text, number)
                text = []
    if text:
        yield from _closed(text, text[0][0])


def _closed(text: list[tuple[int, str]], number: int) -> Iterator[Cut]:
    if not text:
        yield "", number, "cell", CELLS
    for position, (line, piece) in enumerate(text):
        yield piece, line, "" if position else "cell", CELLS
