"""What may reach a terminal (终端): text without control characters, columns that align despite wide characters.

>>> clean("a\\x1b[31m红\\u202e\\n")
'a\\\\x1b[31m红\\\\u202e\\\\n'
>>> "|".join(pad(cell, 6) for cell in ("规章", "abc"))
'规章  |abc   '
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence

_KEEP = {"Zs", "Co"}  # an ideographic space is text; so is a private character


def plain_terminal() -> bool:
    """Are colours unwanted (NO_COLOR, see no-color.org) or impossible (TERM=dumb)?"""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def clean(text: str) -> str:
    """The text with everything that steers a terminal or hides (escapes, bidirectional marks) spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _shows(char) else _spelled(char) for char in text)


def _shows(char: str) -> bool:
    category = unicodedata.category(char)
    return category in _KEEP or category[0] not in "CZ"


def _spelled(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a Chinese character, none for a combining mark."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with blanks; numbers stand to the right."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def table(rows: Sequence[Sequence[str]], *, labels: int = 1) -> Iterable[str]:
    """Lines of a table: the first columns are labels, the others numbers."""
    cleaned = [[clean(cell) for cell in row] for row in rows]
    columns = [max(map(width, column)) for column in zip(*cleaned, strict=True)]
    for row in cleaned:
        cells = zip(row, columns, strict=True)
        yield "  ".join(pad(cell, size, right=n >= labels) for n, (cell, size) in enumerate(cells)).rstrip()
