"""Cells that a pipe closes, a cell a line, and rows that two close: the cell before the second pipe is its row's last.

>>> from ingest.containers.texts.lines import Line
>>> texts = ["规章 |", "|", "0 | |", "规范性", "文件 |", "3 |", "| |", "其他 |", "1 |", "2 | |", "合计 |", "3 |"]
>>> texts += ["2 | |", "备注 |", "1 | |"]
>>> found = pieces_of([Line(at, text, text) for at, text in enumerate(texts, 1)])
>>> [piece.text for piece in found[:6]], [at for at, piece in enumerate(found) if piece.opens]
(['规章', '', '0', '规范性文件', '3', ''], [0, 3, 6, 9, 12])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.containers.texts.lines import Line, clean, is_number, without_page
from ingest.containers.texts.pieces import Piece
from ingest.containers.texts.vocabulary import is_row
from ingest.grids.words import LONGEST, is_known
from ingest.headings import heading_kind

_CELL = re.compile(r"([^|]*)\|\s*")
_LAST = re.compile(r"([^|]*)\|\s+\|\s*")
_PIPES = re.compile(r"\s*\|{3,}\s*")  # behind a table: what is left of a row of merged cells
_ROWS = 4  # fewer prove nothing
_LONG = 60  # characters; a longer line without a pipe is prose


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of such lines, each row's first marked; none where the lines aren't parted so."""
    if not _are_closed(lines):
        return []
    found: list[Piece] = []
    inside, begun = False, ""  # a row has begun; the words of a cell that goes on below
    for line in lines:
        text = without_page(line.folded)
        last = _LAST.fullmatch(text)
        cell = last or _CELL.fullmatch(text)
        if cell:
            found.append(Piece(_whole(begun, clean(cell[1])), line.number, 1, opens=not inside))
            inside, begun = last is None, ""
        elif _is_prose(text):
            found.append(Piece(clean(line.printed), line.number, 1, prose=True))
            inside, begun = False, ""
        elif text.strip() and not _PIPES.fullmatch(text):
            begun = _whole(begun, clean(text))
    return _without_edge(found) if _are_rows(found) else []


def _without_edge(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the blank in which each row ends, the header's too: it is no cell."""
    last = [at for at, piece in enumerate(pieces) if not piece.prose and _ends(pieces, at)]
    if any(pieces[at].text for at in last):
        return pieces
    return [piece for at, piece in enumerate(pieces) if at not in last]


def _ends(pieces: Sequence[Piece], at: int) -> bool:
    return at + 1 == len(pieces) or pieces[at + 1].opens or pieces[at + 1].prose


def _are_rows(pieces: Sequence[Piece]) -> bool:
    """Does no row's label stand behind a value, before its row has ended?"""
    return not any(is_number(one.text) and is_row(two.text) and not two.opens for one, two in pairwise(pieces))


def _are_closed(lines: Sequence[Line]) -> bool:
    """Do several rows end in two pipes, and all other pipes stand alone behind a cell?"""
    piped = [line.folded for line in lines if "|" in line.folded and not _PIPES.fullmatch(line.folded)]
    ends = [text for text in piped if _LAST.fullmatch(text)]
    return len(ends) >= _ROWS and all(_CELL.fullmatch(one) or _LAST.fullmatch(one) for one in piped)


def _is_prose(text: str) -> bool:
    bare = text.strip()
    return bool(bare) and (len(bare) > _LONG or bare[-1] in "。;!?" or heading_kind(bare) is not None)


def _whole(begun: str, rest: str) -> str:
    """A cell with the lines above it that belong to it; two numbers don't become one."""
    if len(begun) > LONGEST or (begun and is_known(rest) and not is_known(begun + rest)):
        return rest  # words above a table
    apart = begun and rest and (is_number(begun) or is_number(rest))
    return f"{begun}\n{rest}" if apart else begun + rest
