"""Labels joined (标签拼接): words that lines, pages or spans cut in pieces, before, behind and around their values.

>>> def joined(*texts): return [p.text for p in join([Piece(t, n, 1) for n, t in enumerate(texts)])]
>>> joined("自", "然", "人", "法人或其他组织", "2．其他法律行政", "46", "13", "法规禁止公开")
['自然人', '法人或其他组织', '2．其他法律行政法规禁止公开', '46', '13']
>>> joined("3.要求提供公开出版物", "0", "0", "4", ".无正当理由大量反复申请", "0")
['3.要求提供公开出版物', '0', '0', '4.无正当理由大量反复申请', '0']
>>> joined("（二）部分公开（区分处理的，", "只计这一情形，", "0", "3", "不计其他情形）")
['（二）部分公开（区分处理的，只计这一情形，不计其他情形）', '0', '3']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.containers.texts.pieces import SIGNS, Piece
from ingest.containers.texts.vocabulary import begins, is_row
from ingest.grids.words import is_known, number_of
from ingest.text import fold

_MOST = 24  # pieces of a label; some are printed a character a line
_VALUES = 20  # cells that may stand inside a label that is cut around them
_SKIPPED = 3  # pieces of other labels between two of one
_BRACKET = 6  # pieces of the instructions in brackets
_ORDINAL = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\)?[、.,)]*")
_DOTTED = re.compile(r"[.．、]\s*[^\d\s]")
_ROW_NUMBER = re.compile(r"\d{1,2}")
_BRACKETS = ("(", "（")
_AMOUNT = re.compile(r"\d[\d,]*(?:[件项条个次]|人次)?")
_UNITS = frozenset(("元", "万元", "亿元", "千元", "万", "亿", "件", "项", "条", "个", "%", "‰"))
_APART = 3  # line ends between all other cells, where those between the pieces of a number show
_MOST_OF = 4  # of so many cells one may be torn
_LONG = 60  # characters


def join(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those that make one label or one number as one, where its first stands."""
    pieces = _numbered_rows(_counted(pieces))
    slashed = _slashed(pieces)
    pieces = _signed(_whole_numbers(slashed), torn=len(slashed) < len(pieces))
    found: list[Piece] = []
    taken: set[int] = set()
    around: dict[int, Piece] = {}  # labels that stand before and behind their values, by their last piece before these
    for at, piece in enumerate(pieces):
        if at in taken:
            found += [around[at]] if at in around else []
            continue
        if piece.is_cell or piece.prose:
            found.append(piece)
            continue
        further = _closing(pieces, at, taken) if _is_open(piece.text) else _rest(pieces, at, taken)
        taken |= set(further)
        whole = piece._replace(text="".join(pieces[one].text for one in (at, *further)))
        last = _last_before_values(pieces, at, further)
        if last == at:
            found.append(whole)
        else:
            around[last] = whole
    return found


def _numbered_rows(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a row's number that stands apart from its label with it: 4, .无正当理由大量反复申请."""
    found: list[Piece] = []
    for piece in pieces:
        number = found[-1].text if found else ""
        if _DOTTED.match(piece.text) and _ROW_NUMBER.fullmatch(number) and _begins_row(number + piece.text):
            found[-1] = piece._replace(text=number + piece.text, line=found[-1].line, gap=found[-1].gap)
        else:
            found.append(piece)
    return found


def _begins_row(text: str) -> bool:
    return is_row(text) or begins(text)


def _last_before_values(pieces: Sequence[Piece], at: int, further: Sequence[int]) -> int:
    """The last piece of a label before the values that it stands around: no other label stands between; its first piece
    where it stands around none."""
    values = next((one for one in range(at, further[-1]) if pieces[one].is_cell), None) if further else None
    return at if values is None else max(one for one in (at, *further) if one < values)


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


def _signed(pieces: Sequence[Piece], *, torn: bool) -> Sequence[Piece]:
    """The pieces, a number whose sign stands by itself in one (减, 22): on its line, or where words are torn, too, or
    more line ends stand between all other cells. Should these be two cells, the row has one too few, and is nobody's.
    """
    beside = [two.gap for one, two in pairwise(pieces) if one.is_cell and two.is_cell]
    widest = 1 if torn or (beside and min(beside) > 1) else 0
    found: list[Piece] = []
    for piece in pieces:
        if found and _is_sign(found[-1]) and piece.gap <= widest and _AMOUNT.fullmatch(piece.text):
            found[-1] = found[-1]._replace(text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _is_sign(piece: Piece) -> bool:
    return piece.text in SIGNS and not piece.cell and not piece.opens


def _is_slashed(found: Sequence[Piece], piece: Piece) -> bool:
    """Do a word, a slash and this piece make one word?"""
    if len(found) < 2 or found[-1].text != "/" or found[-2].is_cell or piece.is_cell:
        return False
    return is_known(f"{found[-2].text}/{piece.text}")


def _counted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a number whose unit stands by itself in one: 18361182, 元."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].text[-1:].isdigit() and found[-1].is_cell and piece.text in _UNITS:
            found[-1] = found[-1]._replace(text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _whole_numbers(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces, those of a number that a line end tears (3, 61) in one, where several part all other cells."""
    pairs = [at for at in range(1, len(pieces)) if pieces[at].is_cell and pieces[at - 1].is_cell]
    torn = {at for at in pairs if pieces[at].gap == 1 and _is_torn(pieces[at - 1].text, pieces[at].text)}
    if not torn or len(torn) * _MOST_OF > len(pairs) or any(pieces[at].gap < _APART for at in pairs if at not in torn):
        return pieces
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in torn:
            found[-1] = found[-1]._replace(text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _is_torn(one: str, two: str) -> bool:
    return one.isdigit() and one[0] != "0" and _AMOUNT.fullmatch(two) is not None


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
