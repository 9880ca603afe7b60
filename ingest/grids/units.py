"""Units (单位) that stand over or under a table and not in its header: （单位：元）, 注：收费金额以元为单位."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.grids.words import columns_called, is_caption, is_corner
from ingest.headings import heading_kind
from ingest.model import Document
from ingest.text import fold
from ingest.values import unit_in

_OF_MONEY = r"(?:[\u4e00-\u9fff]{0,10}?(?:金额|收费|费用))"
_UNIT = re.compile(rf"(?:.*[^\u4e00-\u9fff])?{_OF_MONEY}?(?:计量)?单位[为是]?:?(.{{1,16}}?)\)?")
# In a sentence: the unit right behind the money, without an amount between.
_SAID = re.compile(
    rf"(?:.*[^\u4e00-\u9fff])?{_OF_MONEY}(?:的|计量|单位|均|都|全部|统一)*[为以按是用:]+(?:人民币)?"
    r"([十百千]?[万亿]?元)(?:人民币)?(?:为?(?:计量)?单位|计算?|填[写报列]|表示|列示)?\)?"
)
_FAR = 40  # lines above
_NEAR = 12  # lines below
_LONGEST = 40  # characters of a caption
_NOTE = re.compile(r"\W*\d{0,2}\W*(?:注|备注|说明|附注)\d{0,2}[:：、.]?")
_CELL = re.compile(r"[\t|]")
_BRACKET = re.compile(r"[()]")
UNKNOWN = "?"  # a unit that nobody can tell, as ``unit_in`` has it


def unit_of_money(stated: str | None, document: Document, line: int, amount: str) -> str | None:
    """The unit of a sum in a row of a table: the header's, or one above or below the table; "?" where they differ."""
    units = {stated, *units_above(document, line), *units_below(document, line, amount)} - {None}
    return UNKNOWN if len(units) > 1 else next(iter(units), None)


def units_above(document: Document, line: int) -> Iterator[str]:
    """The units of money on lines of their own, or in captions or notes, above a row of a table, the nearest first."""
    for number in range(line - 1, max(0, line - _FAR), -1):
        text = fold(document.lines[number - 1]).strip(" \t|")
        if len(text) <= _LONGEST and not {"\t", "|"} & set(text) and (unit := _stated(text)):
            yield unit
        if "。" in text:
            return


def units_below(document: Document, line: int, amount: str) -> Iterator[str]:
    """The units of money on lines of their own, or in notes, below a row of a table, to the next heading or header.

    A line right above the next header is that one's caption, unless it is a note.
    """
    captions: list[str] = []
    for number in range(line + 1, min(len(document.lines), line + _NEAR) + 1):
        text = fold(document.lines[number - 1]).strip(" \t|")
        note, words = _NOTE.match(text), _NOTE.sub("", text, count=1)
        if heading_kind(text):
            break
        if is_caption(text) or any(is_corner(cell) or columns_called(cell) for cell in _CELL.split(text)):
            return
        unit = _stated(words) if len(text) <= _LONGEST and not _CELL.search(text) else None
        if note and (said := unit or _said_with(amount, words)):
            yield said
        elif unit:
            captions.append(unit)
        if "。" in text.rstrip("。"):
            break
    yield from captions


def _said_with(amount: str, words: str) -> str | None:
    """The unit of money behind an amount as a cell prints it, where a note repeats that."""
    printed = re.escape(fold(amount).strip())
    found = (
        re.search(rf"(?<![\d.,]){printed}\s*([十百千]?[万亿]?元)", words) if any(map(str.isdigit, printed)) else None
    )
    return found[1] if found else None


def _stated(text: str) -> str | None:
    """The unit of money that a line states and says nothing else."""
    words = text.replace(" ", "").rstrip("。;")
    found = _UNIT.fullmatch(words) or _SAID.fullmatch(words)
    return unit_in(_BRACKET.sub("、", found[1])) if found else None
