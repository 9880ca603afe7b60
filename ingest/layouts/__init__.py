"""Layouts (版式): how cells are delimited, line by line. One page may mix several.

Each module beside this one cuts one kind of line. Here a text is split into runs of lines of one kind; the matcher
gets one stream of fragments and doesn't ask which layout a page has, only whether its blanks keep their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from types import ModuleType

from ingest.layouts import lines as plain
from ingest.layouts import pipes, tabs
from ingest.model import Cut, Document, Fragment, Refused
from ingest.patterns import lazy
from ingest.text import GAP, MARKED_BLANK, fold, simplified

_RULER = lazy(r"[\s|:+-]*-{3,}[\s|:+-]*")  # a Markdown table's line under its header
_ODD = 2  # wider gaps may be slips
_WIDER = lazy(r"\n[ \r]*\n[ \r]*\n")  # two empty lines
_WIDEST = 60  # empty lines; no row of blank cells takes more
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
    gap = _gap(lines) if _WIDER.search(text) else 0
    cuts = chain.from_iterable(_runs(lines, folded, gap))
    fragments = tuple(map(_fragment, islice(cuts, _MOST + 1)))
    if len(fragments) > _MOST:
        raise Refused(f"单元格过多（超过{_MOST}个），不像年度报告 (more than {_MOST} cells: not a report)")
    return Document(tuple(lines), tuple(folded), fragments)


def _runs(printed: list[str], lines: list[str], gap: int) -> Iterator[Iterable[Cut]]:
    """What each run of lines of one kind is cut to."""
    piped = [line for line in lines if pipes.MARK in line]
    bordered, celled = pipes.habits(piped)
    empty, start = 0, 0
    while start < len(lines):
        module = _module(lines, start) if piped else tabs if tabs.MARK in lines[start] else None
        if module is None:
            blank = _BLANK[0] in printed[start] or _BLANK[1] in printed[start]
            wider = gap and gap < empty < _WIDEST and printed[start].strip(" \r")
            if wider and not plain.is_page_number(lines[start]):
                yield [(GAP, number, "cell", "lines") for number in range(start - empty + gap + 1, start + 1)]
            if not printed[start].strip(" \r"):
                empty += 1
            elif not (gap and plain.is_page_number(lines[start])):
                empty = 0  # a page may end within a gap
            yield plain.cut(start + 1, lines[start], blank=blank)
            start += 1
        else:
            end, empty = _end(module, lines, start), 0
            run = range(start, end)
            if module is pipes:
                marked = [
                    (n + 1, _marked(printed[n], lines[n]))
                    for n in run
                    if lines[n].strip() and not ("---" in lines[n] and _ruler(lines[n]))
                ]
                yield pipes.cut(marked, bordered, celled)
            else:
                yield tabs.cut([(n + 1, lines[n]) for n in run if "---" not in lines[n] or not _ruler(lines[n])])
            start = end


def _module(lines: list[str], start: int) -> ModuleType | None:
    """What cuts the run that begins here: by its first line, or by the pipe below that closes its first cell."""
    if tabs.MARK in lines[start]:
        return tabs
    closed = lines[start].strip() != "" and pipes.goes_on(lines, start)
    return pipes if closed or pipes.MARK in lines[start] else None


def _gap(lines: list[str]) -> int:
    """How many empty lines a page puts between short lines, if it has wider gaps too; 0 if it has no such habit."""
    gaps: Counter[int] = Counter()
    empty, above = 0, ""
    for line in lines:
        if "\t" in line or "|" in line:
            empty, above = 0, ""  # delimited cells keep their blanks by their delimiters
        elif line.strip(" \r"):
            if above and len(line) <= _SHORT >= len(above):
                gaps[empty] += 1
            empty, above = 0, line
        else:
            empty += 1
    gap = min((width for width in gaps if width), default=0)
    return gap if sum(found for width, found in gaps.items() if width > gap) > _ODD else 0


def _marked(printed: str, line: str) -> str:
    """A line of pipes, its cells of white space marked: unlike pipes without any, they keep their place.

    One space alone is what stands around a pipe; a no-break space or two spaces stand for a cell.
    """
    if _ESCAPED in printed:
        printed = printed.replace(_ESCAPED, "  ")  # a blank cell with line ends inside is white space too
    marked = "  " in printed or _BLANK[0] in printed or _BLANK[1] in printed
    if not marked or printed.count("|") != line.count("|"):
        return line
    cells = list(zip(printed.split("|"), line.split("|"), strict=True))
    last = len(cells) - 1
    return "|".join(
        MARKED_BLANK if _is_blank_cell(mark, cell, inner=0 < at < last) else cell
        for at, (mark, cell) in enumerate(cells)
    )


def _is_blank_cell(printed: str, cell: str, *, inner: bool) -> bool:
    return not cell.strip() and ((inner and len(printed) > 1) or any(mark in printed for mark in _BLANK))


def _ruler(line: str) -> bool:
    return _RULER.fullmatch(line) is not None


def _end(module: ModuleType, lines: list[str], start: int) -> int:
    """Where a run ends: empty lines inside it stay, and plain lines that belong to its cells."""
    mark, end = module.MARK, start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if mark in line:
            end = number + 1
        elif line.strip():
            if _module(lines, number) not in (None, module) or not module.goes_on(lines, number):
                break
            end = number + 1
    return end
