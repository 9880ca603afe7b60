"""Labels joined (标签拼接): words that lines, pages or spans cut in pieces, before, behind and around their values.

>>> def joined(*texts): return [p.text for p in join([Piece(t, n, 1) for n, t in enumerate(texts)])]
>>> joined("自", "然", "人", "法人或其他组织", "2．其他法律行政", "46", "13", "法规禁止公开")
['自然人', '法人或其他组织', '2．其他法律行政法规禁止公开', '46', '13']
>>> joined("（二）部分公开（区分处理的，", "只计这一情形，", "0", "3", "不计其他情形）")
['（二）部分公开（区分处理的，只计这一情形，不计其他情形）', '0', '3']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.containers.texts.pieces import Piece
from ingest.containers.texts.vocabulary import begins, is_row
from ingest.grids.words import is_known, number_of
from ingest.text import fold

_MOST = 24  # pieces of a label; some are printed a character a line
_VALUES = 20  # cells that may stand inside a label that is cut around them
_SKIPPED = 3  # pieces of other labels between two of one
_BRACKET = 6  # pieces of the instructions in brackets
_ORDINAL = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\)?[、.,)]*")
_BRACKETS = ("(", "（")
_LONG = 60  # characters


def join(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those that make one label as one, where its first stands."""
    pieces = _slashed(pieces)
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


def _slashed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a word whose slash or bracket stands by itself in one: 本年增, /, 减; (, 一)予以公开."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].text in _BRACKETS and not piece.prose:
            found[-1] = found[-1]._replace(text=found[-1].text + piece.text)
        elif _is_slashed(found, piece):
            found[-2:] = [found[-2]._replace(text=f"{found[-2].text}/{piece.text}")]
        else:
            found.append(piece)
    return found


def _is_slashed(found: Sequence[Piece], piece: Piece) -> bool:
    """Do a word, a slash and this piece make one word?"""
    if len(found) < 2 or found[-1].text != "/" or found[-2].is_cell or piece.is_cell:
        return False
    return is_known(f"{found[-2].text}/{piece.text}")


def _is_open(text: str) -> bool:
    folded = fold(text)
    return folded.count("(") > folded.count(")")


def _closing(pieces: Sequence[Piece], at: int, taken: set[int]) -> list[int]:
    """The pieces behind a label whose bracket is open, until it closes; none where it doesn't."""
    found: list[int] = []
    text = pieces[at].text
    for other in _words_behind(pieces, at, taken):
        if is_known(pieces[other].text):
            continue
        found.append(other)
        text += pieces[other].text
        if not _is_open(text):
            return found
        if len(found) >= _BRACKET:
            return []
    return []


def _rest(pieces: Sequence[Piece], at: int, taken: set[int]) -> list[int]:
    """The pieces that go on a word: those that make the longest that is known; pieces of others may stand between."""
    text = pieces[at].text
    if not begins(text):
        return []
    words = _words_behind(pieces, at, taken)
    if _ORDINAL.fullmatch(fold(text)):
        words = _numbered(pieces, at, words)
    chain = _chain(pieces, text, words, _MOST)
    if chain and is_known(text) and any(pieces[one].is_cell for one in range(at + 1, chain[-1])):
        return []  # a whole label with values of its own
    return chain


def _numbered(pieces: Sequence[Piece], at: int, words: Sequence[int]) -> list[int]:
    """The words that a number alone may belong to: those right behind it, if they have no number of their own."""
    own = words and words[0] == at + 1 and not number_of(pieces[at + 1].text)
    behind = next((n for n in range(at + 1, len(pieces)) if pieces[n].is_cell), len(pieces))
    return [word for word in words if word < behind] if own else []


def _chain(pieces: Sequence[Piece], text: str, words: Sequence[int], most: int) -> list[int]:
    """The first words that together with a text are known, a longer chain before a shorter; [] where none are."""
    for skipped, word in enumerate(words[: _SKIPPED + 1]):
        whole = text + pieces[word].text
        further = _chain(pieces, whole, words[skipped + 1 :], most - 1) if most and begins(whole) else []
        if (further or is_known(whole)) and (not skipped or is_row(whole + "".join(pieces[n].text for n in further))):
            return [word, *further]
    return []


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
