"""Tables under rulers (短横线定栏的表格): pandoc's simple, multiline and grid tables; columns by the dashes above.

Widths are counted as a terminal shows them: a Chinese character takes two places.

>>> from ingest.containers.texts.lines import Line
>>> text = ["  ------ ----- -----", "  规章   3", "  收费         0.5", "  ------ ----- -----"]
>>> end, (grid,) = read([Line(at, line, line) for at, line in enumerate(text, 1)], 0)
>>> [cell.text for cell in grid.cells], grid.places
(['规章', '3', '', '收费', '', '0.5'], 'exact')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ingest.containers.texts.broken import broken
from ingest.containers.texts.lines import Line, Row, clean
from ingest.containers.texts.merged import placed
from ingest.model import Grid
from ingest.text import fold

_COLUMNS = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*")
_WHOLE = re.compile(r"\s*-{6,}\s*")
_BORDER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f"
_MOST = 2_000  # lines of one table

Span = tuple[int, int]


def read(lines: Sequence[Line], at: int) -> tuple[int, list[Grid]] | None:
    """The table that a ruler opens here, and the line behind it; None where there is none."""
    line = lines[at].folded
    if "--" not in line:
        return None
    if _BORDER.fullmatch(line):
        return _bordered(lines, at)
    if _COLUMNS.fullmatch(line):
        return _simple(lines, at)
    return _multiline(lines, at) if _WHOLE.fullmatch(line) else None


def _spans(ruler: str) -> list[Span]:
    """The columns that a ruler marks, in places."""
    return [found.span() for found in re.finditer("-+", ruler)]


def _simple(lines: Sequence[Line], at: int) -> tuple[int, list[Grid]] | None:
    """Columns ruled above, a row a line, to the next ruler or an empty line; a header may stand over the ruler."""
    spans = _spans(lines[at].folded)
    end = _end(lines, at + 1)
    body = lines[at + 1 : end]
    closed = end < len(lines) and _COLUMNS.fullmatch(lines[end].folded) is not None
    if not body and closed:
        return None
    header = lines[at - 1 : at] if at and _fits(lines[at - 1], spans) else []
    rows = broken([_row(line, spans) for line in (*header, *body)])
    return end + closed, [Grid(placed(rows), "exact")] if rows else []


def _end(lines: Sequence[Line], start: int) -> int:
    """The next ruler or empty line."""
    for at in range(start, min(len(lines), start + _MOST)):
        if not lines[at].folded.strip() or _COLUMNS.fullmatch(lines[at].folded):
            return at
    return min(len(lines), start + _MOST)


def _fits(line: Line, spans: Sequence[Span]) -> bool:
    """Does a line above a ruler keep to its columns, with words in more than one?"""
    cells = _row(line, spans).cells
    return sum(cell != "" for cell in cells) > 1 and clean(line.folded).replace(" ", "") == "".join(cells).replace(
        " ", ""
    )


def _multiline(lines: Sequence[Line], at: int) -> tuple[int, list[Grid]] | None:
    """A ruler over the whole table, a header, a ruler of columns; rows are parted by empty lines."""
    end = next((n for n in range(at + 1, min(len(lines), at + _MOST)) if _WHOLE.fullmatch(lines[n].folded)), at)
    ruler = next((n for n in range(at + 1, end) if _COLUMNS.fullmatch(lines[n].folded)), None)
    if ruler is None:
        return None
    spans = _spans(lines[ruler].folded)
    groups = [*_groups(lines[at + 1 : ruler]), *_groups(lines[ruler + 1 : end])]
    rows = [_joined([_row(line, spans) for line in group]) for group in groups]
    return end + 1, [Grid(placed(rows), "exact")] if rows else []


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines between empty ones."""
    group: list[Line] = []
    for line in lines:
        if line.folded.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _bordered(lines: Sequence[Line], at: int) -> tuple[int, list[Grid]]:
    """Columns between pluses, rows between rulers; a cell over several columns or rows stands in its first."""
    end = at + 1
    while end < len(lines) and re.match(r"\s*[+|]", lines[end].folded):
        end += 1
    ruled = [line for line in lines[at:end] if "+-" in line.folded or "+=" in line.folded]
    edges = sorted({place for line in ruled for place in _pluses(line)})
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    rows: list[Row] = []
    group: list[Row] = []
    for line in lines[at + 1 : end]:
        if re.match(r"\s*\+[-=+:]|\s*\|.*\+[-=]", line.folded):
            rows += [_joined(group)] if group else []
            group = []
        else:
            group.append(_row(_without_bars(line), spans, ruled=False))
    return end, [Grid(placed(rows), "exact")] if rows else []


def _pluses(line: Line) -> list[int]:
    places = _places(line.folded)
    return [place for char, place in zip(line.folded, places, strict=True) if char == "+"]


def _joined(rows: Sequence[Row]) -> Row:
    """The lines of one row as one."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return Row(rows[0].line, [" ".join(filter(None, pieces)) for pieces in columns])


def _without_bars(line: Line) -> Line:
    return line._replace(printed=line.printed.replace("|", " "), folded=line.folded.replace("|", " "))


def _row(line: Line, spans: Sequence[Span], *, ruled: bool = True) -> Row:
    """A line cut where its columns begin; where nothing reaches over columns that are ruled (``ruled``) and something
    does, in one text that is nobody's.
    """
    cells = _placed(line)
    starts = [start for start, _ in spans[1:]]
    if ruled and _is_askew(cells, starts):
        return Row(line.number, [clean(line.folded)] * len(spans))
    pieces = ["" for _ in spans]
    column = 0
    for cell in cells:
        while column < len(starts) and cell.place >= starts[column]:
            column += 1
        pieces[column] += cell.text
    return Row(line.number, [clean(piece) for piece in pieces])


class _Placed(NamedTuple):
    """A character as it is read, where it begins, and whether it is printed, though it may not be seen."""

    text: str
    place: int
    printed: bool


def _is_askew(placed: Sequence[_Placed], starts: Sequence[int]) -> bool:
    """Does something stand where one column ends and the next begins, as where widths were counted in another way?"""
    gaps = {start - 1 for start in starts}
    return any(one.printed and one.place in gaps for one in placed)


def _placed(line: Line) -> list[_Placed]:
    """What a line prints, character by character; what folding leaves out takes its place."""
    printed, folded = line.printed, line.folded
    texts = [fold(char) for char in printed]
    if len(printed) != len(folded) and len("".join(texts)) != len(folded):
        printed, texts = folded, list(folded)
    elif len(printed) == len(folded):
        texts = list(printed)
    else:
        ends = list(accumulate(map(len, texts)))
        texts = [folded[end - len(text) : end] for end, text in zip(ends, texts, strict=True)]
    return [
        _Placed(text, place, not char.isspace())
        for text, place, char in zip(texts, _places(printed), printed, strict=True)
    ]


def _places(text: str) -> list[int]:
    """The place at which each character begins."""
    return list(accumulate(map(_width, text[:-1]), initial=0)) if text else []


def _width(char: str) -> int:
    if unicodedata.combining(char) or char in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
