"""Units (单位) that stand over a table and not in its header: （单位：元）, 注：收费金额以元为单位."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Document
from ingest.text import fold
from ingest.values import unit_in

_OF_MONEY = r"(?:[\u4e00-\u9fff]{0,8}?(?:金额|收费|费用))"
_UNIT = re.compile(rf"(?:.*[^\u4e00-\u9fff])?{_OF_MONEY}?(?:计量)?单位[为是]?:?(.{{1,16}}?)\)?")
# In a sentence: the unit right behind the money, without an amount between.
_SAID = re.compile(
    rf"(?:.*[^\u4e00-\u9fff])?{_OF_MONEY}(?:的|计量|单位|均|都|全部|统一)*[为以按是用:]+(?:人民币)?"
    r"([十百千]?[万亿]?元)(?:人民币)?(?:为?(?:计量)?单位|计算?|填[写报列]|表示|列示)?\)?"
)
_FAR = 40  # lines above
_LONGEST = 40  # characters of a caption
_BRACKET = re.compile(r"[()]")
UNKNOWN = "?"  # a unit that nobody can tell, as ``unit_in`` has it


def unit_of_money(stated: str | None, document: Document, line: int) -> str | None:
    """The unit of a sum in a row of a table: the header's, or the one above the table; "?" where they differ."""
    units = {stated, *units_above(document, line)} - {None}
    return UNKNOWN if len(units) > 1 else next(iter(units), None)


def units_above(document: Document, line: int) -> Iterator[str]:
    """The units of money on lines of their own, or in captions or notes, above a row of a table, the nearest first."""
    for number in range(line - 1, max(0, line - _FAR), -1):
        text = fold(document.lines[number - 1]).strip(" \t|")
        if len(text) <= _LONGEST and not {"\t", "|"} & set(text) and (unit := _stated(text)):
            yield unit
        if "。" in text:
            return


def _stated(text: str) -> str | None:
    """The unit of money that a line states and says nothing else."""
    words = text.replace(" ", "").rstrip("。;")
    found = _UNIT.fullmatch(words) or _SAID.fullmatch(words)
    return unit_in(_BRACKET.sub("、", found[1])) if found else None
