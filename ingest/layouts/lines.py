"""Lines without delimiters: prose, headings, and tables whose cells stand one a line or with spaces between them.

A line that ends in numbers is a label (or the rest of one) and its cells; words between wide or narrow spaces may be
labels of their own. A page number (``- 5 -``) is taken off, also where it is glued to a value or a label. A line that
holds nothing but a no-break or ideographic space is a blank cell.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.model import Cut, Opens
from ingest.patterns import lazy

_NUMBER = r"(?:[+-]|增加|减少|增|减)?\d+(?:[.,/]\d+)*(?:亿元|万元|万|元|件|项|条|个)?(?:\([^()\s]{1,12}\))?"
_VALUE = rf"(?:{_NUMBER}|[增减])"  # a bare 增 fills a cell too, beside others
_VALUES = lazy(rf"(?:^|(?<=\S)\s+)(?P<values>(?:[增减]\s+)?{_NUMBER}(?:\s+{_VALUE})*)$")
_PLAIN = lazy(_NUMBER)
_ENDS_IN_VALUE = frozenset("0123456789元万件项条个)增减")
_PAGE = lazy(r"^\s*[-—]\s*\d{1,3}\s*[-—]\s*|\s*[-—]\s*\d{1,3}\s*[-—]\s*$|^\s*第\s*\d{1,3}\s*页.{0,12}$")
_PAGED = lazy("[-—页]")  # no page number is without one of these
_LONGEST = 120  # characters; a longer line is prose


def is_page_number(line: str) -> bool:
    """Does a line hold nothing but the number of its page?"""
    return line.strip() != "" and not _PAGE.sub("", line.strip())


def cut(number: int, line: str, *, blank: bool) -> list[Cut]:
    """The fragments of one line. ``blank``: it holds white space that a blank cell is printed as."""
    text = line.strip(" *#\t")
    if not text:
        return [("", number, "cell", "lines")] if blank else []
    if len(text) > _LONGEST or text[-1] in "。;":
        return [(text, number, "cell", "prose")]
    return [(piece, number, opens, "lines") for piece, opens in _pieces(text)]


@lru_cache(maxsize=4096)  # the same short lines stand on every page
def _pieces(text: str) -> list[tuple[str, Opens]]:
    if _PAGED.search(text):
        text = _PAGE.sub("", text)
    found = _VALUES.search(text) if text and text[-1] in _ENDS_IN_VALUE else None
    words = text[: found.start()] if found else text
    pieces = words.split()
    if any(map(_PLAIN.fullmatch, pieces)):
        pieces = [words]  # 2021 年 1 月: spaces within a phrase, not between cells
    cut: list[tuple[str, Opens]] = [(piece, "" if position else "cell") for position, piece in enumerate(pieces)]
    return cut + [(value, "cell") for value in found["values"].split()] if found else cut
