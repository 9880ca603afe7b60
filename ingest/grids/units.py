"""Units (单位) that stand over a table and not in its header: （单位：元）."""

from __future__ import annotations

import re

from ingest.model import Document
from ingest.text import fold
from ingest.values import unit_in

_UNIT = re.compile(r"(?:.*[^\u4e00-\u9fff])?(?:金额)?(?:计量)?单位为?:?([^()]{1,12})\)?")
_FAR = 40  # lines above
_LONGEST = 40  # characters of a caption


def unit_above(document: Document, line: int) -> str | None:
    """The unit of money on a line of its own, or in a caption, above a row of a table; None without one."""
    for number in range(line - 1, max(0, line - _FAR), -1):
        text = fold(document.lines[number - 1]).strip(" \t|")
        found = _UNIT.fullmatch(text.replace(" ", "")) if len(text) <= _LONGEST else None
        if found and not {"\t", "|"} & set(text) and (unit := unit_in(found[1])):
            return unit
        if "。" in text:
            return None
    return None
