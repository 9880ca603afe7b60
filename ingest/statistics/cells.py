"""Cells of a line (行内单元格) of a statistics table: by tabs and pipes, by white space, or by what they hold."""

from __future__ import annotations

import re
from functools import cache

from ingest.forms.statistics import statistics_forms
from ingest.pages import DASHED, NAMED, OF_ALL
from ingest.patterns import lazy
from ingest.statistics.naming import is_listed
from ingest.statistics.unbroken import UNITS
from ingest.text import fold
from ingest.values import is_value

_PEOPLE = re.compile(r"[\d,]+(?:人次|人|名)")
_PAGE = lazy(rf"{DASHED}|{NAMED}|(?=.*页){OF_ALL}")
_BULLETS = "·•●◆■▪○◇□* "
_APART = lazy(r"\s{2,}")


def cells_of(line: str) -> list[str]:
    """The cells of a line: between tabs or pipes, or where white space parts a label from what belongs to it.

    >>> cells_of("| （一）收到申请数 | 件 |  |"), cells_of("收到申请数  件   5"), cells_of("1.当面申请数 件 3")
    (['（一）收到申请数', '件', ''], ['收到申请数', '件', '5'], ['1.当面申请数', '件', '3'])
    >>> cells_of("（一）收到申请数件27")
    ['（一）收到申请数', '件', '27']
    """
    if "|" in line or "｜" in line:
        cells = [cell.strip() for cell in re.split(r"[|｜]", line.strip())]
        return cells[bool(not cells[0]) : len(cells) - (len(cells) > 1 and not cells[-1])]
    if "\t" in line.strip():
        return [cell.strip() for cell in line.strip("\n").split("\t")]
    cells = _APART.split(line.strip().lstrip(_BULLETS))
    if len(cells) == 1 and len(cells[0].split(" ")) > 1:
        cells = _by_spaces(cells[0].split(" "))
    return _unglued(cells[0]) if len(cells) == 1 else [cells[0], *(part for cell in cells[1:] for part in _parts(cell))]


def _by_spaces(parts: list[str]) -> list[str]:
    """The cells of a line that single spaces part: units and numbers at its end, a serial number at its beginning."""
    tail = len(parts)
    while tail > 1 and (parts[tail - 1] in UNITS or is_number(parts[tail - 1])):
        tail -= 1
    start = int(parts[0].isdecimal() and tail > 1)
    return [*parts[:start], " ".join(parts[start:tail]), *parts[tail:]]


def _parts(cell: str) -> list[str]:
    """A unit and a number that one space parts are two cells."""
    parts = cell.split()
    return parts if all(part in UNITS or is_number(part) for part in parts) else [cell]


def _unglued(text: str) -> list[str]:
    """The cells of a line with nothing between them, if it begins with a label that the form lists.

    >>> _unglued("12（二）申请办结数件1,046"), _unglued("31.当面申请数—件")
    (['12', '（二）申请办结数', '件', '1,046'], ['3', '1.当面申请数', '—', '件'])
    """
    found = None if is_listed(text) else _glued().fullmatch(fold(text))
    if not found:
        return [text]
    cells = [text[found.start(name) : found.end(name)] for name in ("serial", "label", "unit", "rest", "behind")]
    return [cell for at, cell in enumerate(cells) if cell or at == 1]  # folding keeps lengths


@cache
def _glued() -> re.Pattern[str]:
    ways = {fold(way) for form in statistics_forms().values() for row in form.rows for way in row.printed}
    label = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
    unit = "|".join(sorted(UNITS, key=len, reverse=True))
    number = r"(?:[一二三四五六七八九]、|\([一二三四五六七八九]\)|\(\d{1,2}\)|\d[.、)])?"
    name = rf"(?P<serial>\d*)(?P<label>{number}(?:其中[:：]?)?(?:{label}))"
    return lazy(rf"\s*{name}(?P<unit>{unit})?(?P<rest>[\d,./—\-无]*)(?P<behind>{unit})?\s*")


def is_page(text: str) -> bool:
    """Is this a page's number, and can't be a cell?

    >>> is_page("— 3 —"), is_page("第3页"), is_page("3")
    (True, True, False)
    """
    return _PAGE.fullmatch(fold(text).strip()) is not None


def is_number(text: str) -> bool:
    """Is this a number as a cell holds one, or the sign of a blank?"""
    return bool(text) and (is_value(fold(text)) or _PEOPLE.fullmatch(fold(text)) is not None)
