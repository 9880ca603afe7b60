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
from ingest.containers.texts.vocabulary import begins, cut, is_part, is_row
from ingest.grids.words import columns_called, is_known
from ingest.headings import inline
from ingest.text import fold
from ingest.values import is_value

_NUMBER = r"(?:[+-]|增加|减少|增|减)?\d+(?:[.,/]\d+)*(?:亿元|万元|万|元|件|项|条|个|人次|人)?(?:\([^()\s]{1,12}\))?"
_VALUES = re.compile(
    rf"(?:^|(?<=\S)\s+)(?P<values>(?:[增减—/-]\s+)*{_NUMBER}(?:\s+(?:{_NUMBER}|[增减—/无-]))*|(?:[—/无-]\s+)+[—/无-])$"
)
_MARKS = re.compile(r"#+|\*{1,2}")  # what a cell prints that is too narrow (####), or hides its number; no ruler
_DIGITS = re.compile(r"[\d增减][\d.+/增减加少件项条个万亿元-]*")
_FIRST = re.compile(r"[增减+-]?\d.*[^.]$")  # a point ends what goes on below
_HASHED = re.compile(r"(?:^|(?<=[\s|]))(?:#+\d[\d.,]*|\d[\d.,]*#+)[\s|*]*$")  # a number with a mark of its own
_LONGEST = 120  # characters; a longer line is prose, or a whole table
_TABLE = 5  # words of tables with values right behind that a long line must hold to be cut at them
_NUMBER_APART = re.compile(r"(\([一二三四五六七八九十]{1,3}\)|\d[.、]|第二十条) (?=[\u4e00-\u9fff])")  # from its label
_GLUED_NUMBER = re.compile(r"(?<=\d)(?=[一二三四五六七八九十1-9]、)")  # of a heading or label, to the value before
_OPENED = re.compile(r"\t[^\t]+")
_STOPS = "，,、；;。"
_CELLS = 3  # values on a line that tell a row
_LONGEST_CELL = 12  # characters
_HEADERS = 3  # columns on a line that tell a header
_COLUMN = 6  # characters of a column that is none of the form's
_MANY = 4  # cells that tabs open
SIGNS = frozenset(("增", "减", "增加", "减少", "新增"))
_BLANK = ("\u00a0", "\u3000")  # what a blank cell is printed as, alone on its line


Word = tuple[str, bool | None]  # what a line prints, and whether it is prose; None: a cell, whatever it says


class Piece(NamedTuple):
    """Words, a value or a blank ("")."""

    text: str
    line: int
    gap: int  # line ends before it; 0: on the line of the piece before
    tabs: int = 0  # lines before it that hold a tab and nothing else
    prose: bool = False
    opens: bool = False  # a row begins here for certain
    cell: bool = False  # it stands among the values of a row, whatever it says (72%, 同上)

    @property
    def is_cell(self) -> bool:
        """Is this a value or a blank, and no words?"""
        return self.cell or (not self.prose and not is_words(self.text))


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of lines in order."""
    return _opened(lines) if _is_opened(lines) else list(_Between().pieces(lines))


def _is_opened(lines: Sequence[Line]) -> bool:
    """Does a tab open each cell, a cell a line, as in what is copied from Word?"""
    opened = sum(_OPENED.fullmatch(line.folded) is not None for line in lines)
    closed = sum(line.folded.endswith("\t") and line.folded.strip() != "" for line in lines)
    return opened >= _MANY and closed * 10 < opened


def _opened(lines: Sequence[Line]) -> list[Piece]:
    """Cells that tabs open: a tab alone is a blank one, an empty line ends the row, other words go on the cell.

    A number that no tab opens may be the cell's, or a page's: it is nobody's, and stands in a row of its own.
    """
    found: list[Piece] = []
    gap, inside, unfinished = 1, False, False  # unfinished: may the last cell go on?
    for line in lines:
        if _is_page(line):
            continue
        text = clean(line.folded.strip("\t "))
        if line.folded.startswith("\t") and line.folded.count("\t") == 1:
            found.append(Piece(text, line.number, gap, opens=not inside))
            gap, inside, unfinished = 1, True, True
        elif not text:
            gap, inside, unfinished = gap + 1, False, False
        elif unfinished and found[-1].text and not is_value(text) and len(text) <= _LONGEST:
            found[-1] = found[-1]._replace(text=_with(found[-1].text, text))
        else:
            for at, (word, prose) in enumerate(_of_line(line, line.folded)):
                found.append(
                    Piece(word, line.number, 0 if at else gap, prose=prose is True, opens=at == 0, cell=prose is None)
                )
            gap, unfinished = 1, False
    return found


def _is_page(line: Line) -> bool:
    """Does a line hold a page's number and nothing else?"""
    return line.folded.strip() != "" and not without_page(line.folded).strip()


def _with(cell: str, rest: str) -> str:
    """A cell with its next line: the rest of its words, or a remark under a word that is whole."""
    return (
        f"{cell}({rest})" if is_known(cell) and not is_known(cell + rest) and not begins(cell + rest) else cell + rest
    )


class _Between:
    """Cells that line ends, tabs, spaces or pipes stand between: what was passed since the last one."""

    def __init__(self) -> None:
        self._gap = self._tabs = 0
        self._waiting = False  # does text wait for the pipe that closes it?

    def pieces(self, lines: Sequence[Line]) -> Iterator[Piece]:
        """The pieces of lines in order."""
        for line in lines:
            self._gap += 1
            for word, prose in self._of(line):
                yield Piece(word, line.number, self._gap, self._tabs, prose is True, cell=prose is None)
                self._gap = self._tabs = 0

    def _of(self, line: Line) -> list[Word]:
        """The words, values and blanks of a line, each with whether it is prose."""
        text = without_page(line.folded)
        bare = text.strip()
        if bare and (found := _of_line(line, text)):
            self._waiting = not bare.endswith("|")
            return _behind_labels(
                found if self._waiting else [(word, _among_values(word, prose)) for word, prose in found]
            )
        if "|" in text:
            return self._of_pipes(bare)
        if not bare and line.folded.strip():
            self._gap -= 1  # a page's number
        elif any(mark in line.printed for mark in _BLANK):
            self._waiting = True
            return [("", False)]
        else:
            self._tabs += "\t" in line.folded
        return []

    def _of_pipes(self, bare: str) -> list[Word]:
        """Pipes alone: they close the text before them; where none waits, one alone closes a blank cell."""
        closes = self._waiting or bare != "|"
        self._gap, self._waiting = int(not closes), False
        return [] if closes else [("", False)]


def _among_values(word: str, prose: bool | None) -> bool | None:
    """A sign that a pipe closes is a cell of its own."""
    return None if word in SIGNS else prose


def _behind_labels(words: list[Word]) -> list[Word]:
    """The words of a line; what begins with a digit right behind a row's label is a cell, whatever more it says."""
    return [
        (word, None)
        if prose is False and at and _FIRST.match(word) and _is_value_of(words[at - 1], word)
        else (word, prose)
        for at, (word, prose) in enumerate(words)
    ]


def _is_value_of(label: Word, word: str) -> bool:
    return label[1] is False and is_row(label[0]) and not is_known(word) and not is_value(fold(word))


def _of_line(line: Line, text: str) -> list[Word]:
    hashed = _HASHED.search(text) if "#" in text else None
    if hashed is None:
        return _of_bare(line, text, text.strip(" *#\t|\r"))
    words = text[: hashed.start()].strip(" *#\t|\r")
    return [*(_of_bare(line, words, words) if words else []), (hashed[0].strip(" *\t|\r"), False)]


def _of_bare(line: Line, text: str, bare: str) -> list[Word]:
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
    if row := _row(bare):
        return row
    if bare[-1] in "。;!?" and bare.strip("。;!? "):
        return [(clean(line.printed), True)]
    return [(piece, False) for piece in _parted(bare)]


def _row(text: str) -> list[Word]:
    """A row's labels and its cells on one line, if some of these are no values; nothing where it is another line."""
    tokens = text.split()
    labels = next((at for at, token in enumerate(tokens) if not is_known(token)), len(tokens))
    cells = tokens[labels:]
    values = sum(is_value(cell) for cell in cells)
    named = labels > 0 and is_row(tokens[labels - 1])
    if not named or values < _CELLS or values * 2 < len(cells) or values == len(cells) or not is_value(cells[0]):
        return []
    if max(map(len, cells)) > _LONGEST_CELL or any(map(is_known, cells)):
        return []
    return [*((word, False) for word in tokens[:labels]), *((cell, None) for cell in cells)]


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
    if _is_header(parts):
        return parts
    return _glued(text) or _spaced(text) or [text]


def _is_header(parts: Sequence[str]) -> bool:
    """Are most words of a line columns, the others short and no values (占比, 备注)?"""
    columns = sum(bool(columns_called(part)) for part in parts)
    others = [part for part in parts if not is_known(part)]
    return columns >= _HEADERS and columns > 2 * len(others) and all(len(part) <= _COLUMN for part in others)


def _glued(text: str) -> list[str]:
    """The labels and numbers that follow each other with nothing between them; none where it is but one."""
    found = cut(text)
    several = len(found) > 1 and is_known(found[0])
    return found if several and all(is_known(one) or _DIGITS.fullmatch(one) for one in found) else []


def _spaced(text: str) -> list[str]:
    """The words that wide spaces part, if one of them is known."""
    found = [word for part in re.split(r" {2,}", text) if (word := part.strip())]
    return found if len(found) > 1 and any(map(is_known, found)) else []


def _of_long(text: str) -> list[Word]:
    """A long line: prose, or with the words of a table and their values among it, a whole document."""
    parts = list(_tokens(text))
    behind = [part for part, _ in parts[2:]] + [""]
    told = [
        after
        for ((one, _), (two, _)), after in zip(pairwise(parts), behind, strict=False)
        if is_known(one) and _DIGITS.fullmatch(two)
    ]
    # 予以公开9件；部分公开8件；… is a sentence: a table has no stops between its cells.
    if len(told) < _TABLE or 2 * sum(after[:1] in _STOPS for after in told if after) >= len(told):
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
