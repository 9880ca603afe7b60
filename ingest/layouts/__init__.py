"""Layouts (版式): how cells are delimited, line by line. One page may mix several.

Each module beside this one cuts one kind of line: ``recognises(line)`` and ``cut(lines, first)``, which gives the
fragments of a run of such lines. Here a text is split into runs; lines that no module recognises stay whole
("lines"): prose, headings, captions, and cells of layouts without delimiters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ingest.layouts import pipes, tabs
from ingest.model import Document, Fragment, Refused
from ingest.text import fold

_MODULES = (tabs, pipes)
_RULER = re.compile(r"[\s|:+-]*-{3,}[\s|:+-]*")  # a Markdown table's line under its header
_MOST = 100_000  # fragments; the longest real page has some thousands
_GOES_ON = 40  # a longer plain line under a cell is prose, not the rest of the cell


def read(text: str) -> Document:
    """A text cut into lines and fragments; every line that isn't empty or a ruler has at least one.

    Raises ``Refused`` for a text of more cells than any report has.
    """
    lines = text.split("\n")
    folded = fold(text).split("\n")
    fragments = tuple(islice(_fragments(folded), _MOST + 1))
    if len(fragments) > _MOST:
        raise Refused(f"单元格过多（超过{_MOST}个），不像年度报告 (more than {_MOST} cells: not a report)")
    return Document(tuple(lines), tuple(folded), fragments)


def _fragments(lines: list[str]) -> Iterator[Fragment]:
    for module, first, last in _runs(lines):
        if module is None:
            line = lines[first].strip(" *#")
            if line:
                yield Fragment(line, first + 1, "row", "lines")
        else:
            yield from module.cut([(n + 1, lines[n]) for n in range(first, last) if not _ruler(lines[n])])


def _ruler(line: str) -> bool:
    return "---" in line and _RULER.fullmatch(line) is not None


def _runs(lines: list[str]) -> Iterator[tuple[tabs.Module | None, int, int]]:
    """(module, first, end) of each run of lines of one kind; a plain line is a run of its own."""
    start = 0
    while start < len(lines):
        module = next((module for module in _MODULES if module.recognises(lines[start])), None)
        end = start + 1 if module is None else _end(module, lines, start)
        yield module, start, end
        start = end


def _end(module: tabs.Module, lines: list[str], start: int) -> int:
    """Where a run ends: empty lines inside it stay, and plain lines that go on a cell."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if module.recognises(line):
            end = number + 1
        elif line.strip() and not (end == number and module.WRAPS and len(line) <= _GOES_ON):
            break
        elif line.strip():
            end = number + 1
    return end
