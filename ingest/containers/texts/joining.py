"""Labels joined (标签拼接): words that lines, pages or spans cut in pieces, before, behind and around their values.

>>> def joined(*texts): return [p.text for p in join([Piece(t, n, 1) for n, t in enumerate(texts)])]
>>> joined("自", "然", "人", "法人或其他组织", "2．其他法律行政", "46", "13", "法规禁止公开")
['自然人', '法人或其他组织', '2．其他法律行政法规禁止公开', '46', '13']
>>> joined("（二）部分公开（区分处理的，", "只计这一情形，", "0", "3", "不计其他情形）")
['（二）部分公开（区分处理的，只计这一情形，不计其他情形）', '0', '3']
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.containers.texts.pieces import Piece
from ingest.containers.texts.vocabulary import begins, is_known
from ingest.text import fold

_MOST = 24  # pieces of a label; some are printed a character a line
_VALUES = 20  # cells that may stand inside a label that is cut around them
_BRACKET = 6  # pieces of the instructions in brackets
_LONG = 60  # characters


def join(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those that make one label as one, where its first stands."""
    found: list[Piece] = []
    taken: set[int] = set()
    for at, piece in enumerate(pieces):
        if at in taken:
            continue
        if piece.is_cell or piece.prose:
            found.append(piece)
            continue
        further = _closing(pieces, at, taken) if _is_open(piece.text) else _rest(pieces, at, taken)
        taken |= set(further)
        found.append(piece._replace(text="".join(pieces[one].text for one in (at, *further))))
    return found


def _is_open(text: str) -> bool:
    folded = fold(text)
    return folded.count("(") > folded.count(")")


def _closing(pieces: Sequence[Piece], at: int, taken: set[int]) -> list[int]:
    """The pieces behind a label whose bracket is open, until it closes; none where it doesn't."""
    found: list[int] = []
    text = pieces[at].text
    for other in _words_behind(pieces, at, taken):
        found.append(other)
        text += pieces[other].text
        if not _is_open(text):
            return found
        if len(found) >= _BRACKET or is_known(pieces[other].text):
            return []
    return []


def _rest(pieces: Sequence[Piece], at: int, taken: set[int]) -> list[int]:
    """The pieces that go on a word: as many as make the longest that is known."""
    best: list[int] = []
    found: list[int] = []
    text = pieces[at].text
    for other in _words_behind(pieces, at, taken) if begins(text) else ():
        text += pieces[other].text
        found.append(other)
        if is_known(text):
            best = list(found)
        if not begins(text) or len(found) >= _MOST:
            break
    if best and any(pieces[one].is_cell for one in range(at + 1, best[-1])) and is_known(pieces[at].text):
        return []  # a whole label with values of its own
    return best


def _words_behind(pieces: Sequence[Piece], at: int, taken: set[int]) -> list[int]:
    """The words behind a piece, over at most one run of values."""
    found: list[int] = []
    runs = values = 0
    for other in range(at + 1, min(len(pieces), at + 1 + _MOST + _VALUES)):
        piece = pieces[other]
        if piece.prose or (not piece.is_cell and len(piece.text) > _LONG):
            break
        if piece.is_cell:
            runs += not pieces[other - 1].is_cell
            values += 1
            if runs > 1 or values > _VALUES:
                break
        elif other not in taken:
            found.append(other)
    return found
