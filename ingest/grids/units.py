"""Units (单位) that stand over a table and not in its header: （单位：元）."""

from __future__ import annotations

import re

from ingest.model import Document
from ingest.text import fold
from ingest.values import unit_in

_UNIT = re.compile(r"[(\s]*(?:金额)?单位为?\s*[:：]?\s*[^()]{1,12}\)?")
_FAR = 40  # lines above


def unit_above(document: Document, line: int) -> str | None:
    """The unit of money on a line of its own above a row of a table, in the same section; None without one."""
    for number in range(line - 1, max(0, line - _FAR), -1):
        text = fold(document.lines[number - 1]).strip()
        if len(text) <= 24 and _UNIT.fullmatch(text.replace(" ", "")):
            unit = unit_in(text)
            if unit:
                return unit
        if "。" in text:
            return None
    return None
