"""Places (位置) for people: where a line of the transcript stands in a file that has no lines (第3页 表二 第7行).

>>> page = Document(("甲", "规章\\t0", "乙"), ("甲", "规章\\t0", "乙"), blocks=(Prose("甲", 1),), parts=("第1页",) * 3)
>>> places_of(page, {2: "表一 第3行"})
('第1页 第1段', '第1页 表一 第3行', '第1页 第2段')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from ingest.model import Document, Finding, Prose, Report

_PARAGRAPH = re.compile(r"(?<!正文)第 ?(?=\d+ ?[段行]$)")
_LINE = re.compile(r"第 ?(\d+) ?行(?=[；）和各另])")


def places_of(document: Document, named: Mapping[int, str]) -> tuple[str, ...]:
    """The place of every line; () for a text file, whose lines people see. ``named``: lines of statutory tables."""
    if not document.blocks or document.verbatim:
        return ()
    rows = {cell.line: (number, cell.row) for number, grid in enumerate(document.grids) for cell in grid.cells}
    paragraphs: Counter[str] = Counter()
    places = []
    for line in range(1, len(document.lines) + 1):
        part = document.parts[line - 1] if document.parts else ""
        if named.get(line):
            words = named[line]
        elif line in rows:
            words = f"第{rows[line][0] + 1}个表格 第{rows[line][1] + 1}行"
        else:
            paragraphs[part] += bool(document.lines[line - 1])
            words = f"第{max(1, paragraphs[part])}段"
        places.append(f"{part} {words}".strip())
    return tuple(places)


def place_of(places: tuple[str, ...], line: int | None) -> str | None:
    """The place of one line; None where lines are what people see."""
    return places[line - 1] if places and line and line <= len(places) else None


def in_prose(place: str) -> str:
    """A place that is said to be in the prose: 第3页 正文第5段.

    >>> in_prose("第3页 第5段"), in_prose("第 12 行"), in_prose("表一 第3行")
    ('第3页 正文第5段', '正文第 12 行', '表一 第3行')
    """
    return place if "表" in place else _PARAGRAPH.sub(lambda found: f"正文{found[0]}", place)


def located(report: Report) -> Report:
    """A report whose findings speak of places and not of lines that nobody sees."""
    if not report.places:
        return report
    return replace(report, findings=tuple(_located(finding, report.places) for finding in report.findings))


def _located(finding: Finding, places: tuple[str, ...]) -> Finding:
    def words(found: re.Match[str]) -> str:
        return place_of(places, int(found[1])) or found[0]

    return replace(finding, message=_LINE.sub(words, finding.message)) if "行" in finding.message else finding


__all__ = ["Prose", "located", "place_of", "places_of"]
