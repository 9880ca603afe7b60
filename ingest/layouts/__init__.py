"""Layouts (版式): how cells are delimited, line by line. One page may mix several.

Each module beside this one cuts one kind of line. Here a text is split into runs of lines of one kind; the matcher
gets one stream of fragments and doesn't ask which layout a page has, only whether its blanks keep their place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from types import ModuleType

from ingest.layouts import lines as plain
from ingest.layouts import pipes, tabs
from ingest.model import Cut, Document, Fragment, Refused
from ingest.text import MARKED_BLANK, fold, simplified

_RULER = re.compile(r"[\s|:+-]*-{3,}[\s|:+-]*")  # a Markdown table's line under its header
_SHARE = 0.8  # of a page's gaps must be of one make
_ODD = 2  # wider gaps may be slips
_SHORT = 40  # characters; longer lines are prose
_ESCAPED = "\\n"  # a line end within a cell, as some converters spell it out
_MOST = 100_000  # fragments; the longest real page has some thousands
# Fragments are made by the hundred a page: past the constructor that a named tuple has in Python, in half the time.
_fragment = partial(tuple.__new__, Fragment)
_BLANK = ("\u00a0", "\u3000")  # what a blank cell is printed as, alone on its line


def read(text: str) -> Document:
    """A text cut into lines and fragments.

    Raises ``Refused`` for a text of more cells than any report has.
    """
    lines = text.split("\n")
    folded = simplified(fold(text)).replace(_ESCAPED, "  ").split("\n")
    fragments = tuple(map(_fragment, islice(_fragments(lines, folded), _MOST + 1)))
    if len(fragments) > _MOST:
        raise Refused(f"单元格过多（超过{_MOST}个），不像年度报告 (more than {_MOST} cells: not a report)")
    return Document(tuple(lines), tuple(folded), fragments)


def _fragments(printed: list[str], lines: list[str]) -> Iterator[Cut]:
    # Pages that delimit their cells keep blanks by their delimiters, not by gaps.
    gap = 0 if any("\t" in line or "|" in line for line in lines) else _gap(lines)
    bordered = pipes.is_bordered(lines)
    empty, start = 0, 0
    while start < len(lines):
        module = tabs if tabs.MARK in lines[start] else pipes if pipes.MARK in lines[start] else None
        if module is None:
            blank = _BLANK[0] in printed[start] or _BLANK[1] in printed[start]
            if printed[start].strip(" \r"):
                for number in range(_blanks(empty, gap)):
                    yield "", start - empty + number + 1, "cell", "lines"
            empty = empty + 1 if not printed[start].strip(" \r") else 0
            yield from plain.cut(start + 1, lines[start], blank=blank)
            start += 1
        else:
            end, empty = _end(module, lines, start), 0
            run = range(start, end)
            if module is pipes:
                marked = [(n + 1, _marked(printed[n], lines[n])) for n in run if not _ruler(lines[n])]
                yield from pipes.cut(marked, bordered)
            else:
                yield from tabs.cut([(n + 1, lines[n]) for n in run if not _ruler(lines[n])])
            start = end


def _gap(lines: list[str]) -> int:
    """How many empty lines a page puts between short lines, wider gaps being blank cells; 0 if it has no such habit."""
    gaps: Counter[int] = Counter()
    empty, above = 0, ""
    for line in lines:
        if line.strip():
            if above and len(line) <= _SHORT >= len(above):
                gaps[empty] += 1
            empty, above = 0, line
        else:
            empty += 1
    gap = min((width for width in gaps if width), default=0)
    wider = sum(found for width, found in gaps.items() if _blanks(width, gap))
    fitting = sum(found for width, found in gaps.items() if width == gap or _blanks(width, gap))
    return gap if fitting > _SHARE * gaps.total() and wider > _ODD else 0


def _blanks(empty: int, gap: int) -> int:
    """The blank cells that a wider gap stands for: each brings an empty line and a gap of its own."""
    return (empty - gap) // (gap + 1) if gap and empty > gap and (empty - gap) % (gap + 1) == 0 else 0


def _marked(printed: str, line: str) -> str:
    """A line of pipes, its cells of white space marked: unlike pipes without any, they keep their place.

    One space alone is what stands around a pipe; a no-break space or two spaces stand for a cell.
    """
    if len(printed) != len(line) or not any(mark in printed for mark in (*_BLANK, "  ")):
        return line
    cells = list(zip(printed.split("|"), line.split("|"), strict=True))
    last = len(cells) - 1
    return "|".join(
        MARKED_BLANK if _is_blank_cell(mark, inner=0 < at < last) else cell for at, (mark, cell) in enumerate(cells)
    )


def _is_blank_cell(printed: str, *, inner: bool) -> bool:
    return not printed.strip() and ((inner and len(printed) > 1) or any(mark in printed for mark in _BLANK))


def _ruler(line: str) -> bool:
    return "---" in line and _RULER.fullmatch(line) is not None


def _end(module: ModuleType, lines: list[str], start: int) -> int:
    """Where a run ends: empty lines inside it stay, and plain lines that belong to its cells."""
    mark, end = module.MARK, start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if mark in line or (line.strip() and module.goes_on(lines, number)):
            end = number + 1
        elif line.strip():
            break
    return end
