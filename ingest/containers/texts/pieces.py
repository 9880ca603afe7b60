"""Pieces (片段): lines that nothing delimits → the words and values on them, with what white space parts them.

>>> from ingest.containers.texts.lines import Line
>>> lines = [Line(1, "规章", "规章"), Line(2, "", ""), Line(3, "3", "3"), Line(4, "收费  1 0.5", "收费  1 0.5")]
>>> [(piece.text, piece.gap) for piece in pieces_of(lines)]
[('规章', 1), ('3', 2), ('收费', 1), ('1', 0), ('0.5', 0)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.containers.texts.delimited import is_run
from ingest.containers.texts.lines import Line, clean, is_words, without_page
from ingest.containers.texts.vocabulary import begins, cut, is_part
from ingest.grids.words import is_known
from ingest.headings import inline
from ingest.text import fold
from ingest.values import is_value

_NUMBER = r"(?:[+-]|增加|减少|增|减)?\d+(?:[.,/]\d+)*(?:亿元|万元|万|元|件|项|条|个)?(?:\([^()\s]{1,12}\))?"
_VALUES = re.compile(
    rf"(?:^|(?<=\S)\s+)(?P<values>(?:[增减—/-]\s+)*{_NUMBER}(?:\s+(?:{_NUMBER}|[增减—/无-]))*|(?:[—/无-]\s+)+[—/无-])$"
)
_MARKS = re.compile(r"#+|\*{1,2}")  # what a cell prints that is too narrow (####), or hides its number; no ruler
_DIGITS = re.compile(r"[\d增减][\d.+/增减加少件项条个万亿元-]*")
_HASHED = re.compile(r"(?:^|(?<=[\s|]))(?:#+\d[\d.,]*|\d[\d.,]*#+)[\s|*]*$")  # a number with a mark of its own
_LONGEST = 120  # characters; a longer line is prose, or a whole table
_TABLE = 5  # words of tables with values right behind that a long line must hold to be cut at them
_NUMBER_APART = re.compile(r"(\([一二三四五六七八九十]{1,3}\)|\d[.、]|第二十条) (?=[\u4e00-\u9fff])")  # from its label
_GLUED_NUMBER = re.compile(r"(?<=\d)(?=[一二三四五六七八九十1-9]、)")  # of a heading or label, to the value before
_OPENED = re.compile(r"\t[^\t]+")
_MANY = 4  # cells that tabs open
_BLANK = ("\u00a0", "\u3000")  # what a blank cell is printed as, alone on its line


class Piece(NamedTuple):
    """Words, a value or a blank ("")."""

    text: str
    line: int
    gap: int  # line ends before it; 0: on the line of the piece before
    tabs: int = 0  # lines before it that hold a tab and nothing else
    prose: bool = False
    opens: bool = False  # a row begins here for certain

    @property
    def is_cell(self) -> bool:
        """Is this a value or a blank, and no words?"""
        return not self.prose and not is_words(self.text)


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of lines in order."""
    return list(_opened(lines) if _is_opened(lines) else _between(lines))


def _is_opened(lines: Sequence[Line]) -> bool:
    """Does a tab open each cell, a cell a line, as in what is copied from Word?"""
    opened = sum(_OPENED.fullmatch(line.folded) is not None for line in lines)
    closed = sum(line.folded.endswith("\t") and line.folded.strip() != "" for line in lines)
    return opened >= _MANY and closed * 10 < opened


def _opened(lines: Sequence[Line]) -> Iterator[Piece]:
    """Cells that tabs open: a tab alone is a blank one, an empty line ends the row, other words go on the cell.

    A number that no tab opens may be the cell's, or a page's: it is nobody's, and stands in a row of its own.
    """
    gap, inside = 1, False
    cell: Piece | None = None  # what may still go on
    for line in lines:
        if line.folded.strip() and not without_page(line.folded).strip():
            continue
        opens = line.folded.startswith("\t") and line.folded.count("\t") == 1
        text = clean(line.folded.strip("\t "))
        if not opens and cell is not None and text and not is_value(text) and len(text) <= _LONGEST and cell.text:
            cell = cell._replace(text=_with(cell.text, text))
            continue
        if cell is not None:
            yield cell
            cell = None
        if opens:
            cell = Piece(text, line.number, gap, opens=not inside)
        elif not text:
            gap, inside = gap + 1, False
            continue
        else:
            for at, (word, prose) in enumerate(_of_line(line, line.folded)):
                yield Piece(word, line.number, 0 if at else gap, prose=prose, opens=at == 0)
        gap, inside = 1, inside or opens
    if cell is not None:
        yield cell


def _with(cell: str, rest: str) -> str:
    """A cell with its next line: the rest of its words, or a remark under a word that is whole."""
    return (
        f"{cell}({rest})" if is_known(cell) and not is_known(cell + rest) and not begins(cell + rest) else cell + rest
    )


def _between(lines: Sequence[Line]) -> Iterator[Piece]:
    """Cells that line ends, tabs, spaces or pipes stand between."""
    gap = tabs = 0
    waiting = False  # does text wait for the pipe that closes it?
    for line in lines:
        gap += 1
        text = without_page(line.folded)
        found = _of_line(line, text) if text.strip() else []
        if "|" in text and not found:
            if not waiting and text.strip() == "|":
                found = [("", False)]
            gap, waiting = 1 if found else 0, False
        elif found:
            waiting = not text.rstrip().endswith("|")
        elif not text.strip() and line.folded.strip():
            gap -= 1  # a page's number
        elif any(mark in line.printed for mark in _BLANK):
            found, waiting = [("", False)], True
        else:
            tabs += "\t" in line.folded
        for at, (word, prose) in enumerate(found):
            yield Piece(word, line.number, 0 if at else gap, 0 if at else tabs, prose)
        gap, tabs = (0, 0) if found else (gap, tabs)


def _of_line(line: Line, text: str) -> list[tuple[str, bool]]:
    hashed = _HASHED.search(text) if "#" in text else None
    if hashed is None:
        return _of_bare(line, text, text.strip(" *#\t|\r"))
    words = text[: hashed.start()].strip(" *#\t|\r")
    return [*(_of_bare(line, words, words) if words else []), (hashed[0].strip(" *\t|\r"), False)]


def _of_bare(line: Line, text: str, bare: str) -> list[tuple[str, bool]]:
    """The words and values of a line, each with whether it is prose; ``bare``: without the marks around it."""
    if not bare:
        marks = text.strip(" \t|\r")
        return [(marks, False)] if _MARKS.fullmatch(marks) else []
    for mark in "\t|":
        if mark in bare and is_run(bare, mark):
            return [
                (word, len(word) > _LONGEST)
                for part in bare.split(mark)
                if part.strip()
                for word in _parted(part.strip())
            ]
    if len(bare) > _LONGEST:
        return _of_long(bare)
    if bare[-1] in "。;!?" and bare.strip("。;!? "):
        return [(clean(line.printed), True)]
    return [(piece, False) for piece in _parted(bare)]


def _parted(text: str) -> list[str]:
    """A line's words and the values behind them."""
    found = _VALUES.search(text)
    words = text[: found.start()].strip() if found else text
    values = found["values"].split() if found else []
    return [*(_words(words) if words else []), *values]


def _words(text: str) -> list[str]:
    """Words on one line: one label, several with spaces between them, or glued to digits."""
    if is_known(text) or is_value(fold(text)):
        return [text]
    parts = text.split()
    if len(parts) > 1 and all(is_known(part) or is_part(part) for part in parts):
        return parts
    found = cut(text)
    if len(found) > 1 and is_known(found[0]) and all(is_known(one) or _DIGITS.fullmatch(one) for one in found):
        return found
    spaced = [word for part in re.split(r" {2,}", text) if (word := part.strip())]
    return spaced if len(spaced) > 1 and any(map(is_known, spaced)) else [text]


def _of_long(text: str) -> list[tuple[str, bool]]:
    """A long line: prose, or with the words of a table and their values among it, a whole document."""
    parts = list(_tokens(text))
    told = sum(is_known(one) and _DIGITS.fullmatch(two) is not None for (one, _), (two, _) in pairwise(parts))
    if told < _TABLE:
        return [(text, True)]
    return [(part, heading or len(part) > _LONGEST or part[-1] in "。;!?") for part, heading in parts]


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """A document on one line, cut at its headings, spaces and words; each with whether it is a heading."""
    done = 0
    text = _GLUED_NUMBER.sub(" ", text)
    for found in [*inline(text), None]:
        start = found.start if found else len(text)
        for part in re.split(r"[ |#]+", _NUMBER_APART.sub(r"\1", text[done:start])):
            yield from ((piece, False) for piece in (cut(part) if len(part) > 1 else [part]) if piece)
        if found:
            yield text[start : found.end], True
            done = found.end
