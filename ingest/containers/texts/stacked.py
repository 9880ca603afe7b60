"""Headers of table 3 whose words are broken over lines side by side (表三表头并排折行), as a PDF's text has them.

    行政复议 行政诉讼
    未经复议直接起诉 复议后起诉
    结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计 …
    维持 纠正 结果 审结 维持 纠正 结果 审结 …

A line has, from left to right, the next piece of some of the header's words. An order of the columns explains such
lines if each piece has its place in it and no word is left open. Every order that a page may have is tried; where
several explain the lines, the sums of the row below must tell; else the header is left out, since its pieces could be
put together in the form's order whatever theirs is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, permutations, product
from typing import NamedTuple

from ingest.align.sums import channel_totals
from ingest.containers.texts.lines import Line, is_number
from ingest.forms import Label, latest
from ingest.grids.words import is_known
from ingest.text import label_key

_STEPS = 60_000  # of all trials in a text; what takes longer isn't made whole
_MOST = 40  # lines of a header, a character of each word on each and empty ones between
_BESIDE = 2  # pieces on a line, on the average: those one below the other don't tell in which order they stand
_DELIMITERS = frozenset("\t|")
_FAULTS = 1  # misprinted sums in a row that proves the order of its columns

Column = tuple[str, str]  # channel and result


class _Word(NamedTuple):
    """A word of a header: the columns that it stands over, from the left, and the word above it (-1 for none)."""

    text: str
    first: int
    last: int
    above: int

    @property
    def middle(self) -> int:
        return self.first + self.last


class _Order(NamedTuple):
    """A header as a page may print it: its words row by row, and its columns from the left."""

    words: tuple[_Word, ...]
    columns: tuple[Column, ...]


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a broken header as one that prints its words whole, where its first stood."""
    found: list[Line] = []
    trials = _Trials()
    at = 0
    while at < len(lines):
        end = _end(lines, at) if lines[at].folded.lstrip().startswith(_beginnings()) else at
        if end > at + 1 and _is_broken(lines[at:end]):
            whole = trials.whole(lines[at:end], lines[end : end + 1])
            found += [Line(lines[at].number, whole, whole)] if whole else []
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple({word.text[:2] for word in _orders()[0].words if word.above < 0})


def _end(lines: Sequence[Line], at: int) -> int:
    """Where the lines end that hold nothing but pieces of a header's words, white space between them; where they begin
    if they are more than any header has."""
    for end, line in enumerate(lines[at : at + _MOST], start=at):
        pieces = line.folded.split()
        if not _DELIMITERS.isdisjoint(line.printed) or not all(piece in _pieces() for piece in pieces):
            return end
    return at


@cache
def _pieces() -> frozenset[str]:
    words = {word.text for word in _orders()[0].words}
    return frozenset(word[a:b] for word in words for a in range(len(word)) for b in range(a + 1, len(word) + 1))


def _is_broken(lines: Sequence[Line]) -> bool:
    """Do pieces of words stand side by side? Those of a line that make one word (结 果 维 持) are one."""
    printed = [line.folded.split() for line in lines if line.folded.strip()]
    beside = sum(1 if is_known("".join(pieces)) else len(pieces) for pieces in printed)
    return not all(map(is_known, chain.from_iterable(printed))) and beside >= _BESIDE * len(printed)


class _Trials:
    """Orders tried on the headers of one text, until that has taken too long."""

    def __init__(self) -> None:
        self._left = _STEPS

    def whole(self, header: Sequence[Line], below: Sequence[Line]) -> str | None:
        """The words of a broken header, in the order that its lines, or the sums below them, prove."""
        lines = [line.folded.split() for line in header]
        found = [order for order in _orders() if self._explains(order.words, lines)]
        order = found[0] if len(found) == 1 else _proven(found, below) if found else None
        return " ".join(word.text for word in order.words) if order and self._left > 0 else None

    def _explains(self, words: Sequence[_Word], lines: Sequence[Sequence[str]]) -> bool:
        """Is there a place for each piece, so that all words are whole behind the last line?"""
        whole = tuple(len(word.text) for word in words)
        pieces = [(piece, line) for line, of_line in enumerate(lines) for piece in of_line]
        states = [(0, -1, tuple(0 for _ in words))]  # the next piece, where the one before stands, what is printed
        seen = set(states)
        while states and self._left > 0:
            self._left -= 1
            at, right, printed = states.pop()
            if at == len(pieces):
                if printed == whole:
                    return True
                continue
            piece, line = pieces[at]
            right = right if at and pieces[at - 1][1] == line else -1
            for number in _places(words, piece, right, printed):
                now = (*printed[:number], printed[number] + len(piece), *printed[number + 1 :])
                state = (at + 1, words[number].middle, now)
                states += [] if state in seen else [state]
                seen.add(state)
        return False


def _places(words: Sequence[_Word], piece: str, right: int, printed: Sequence[int]) -> Iterator[int]:
    """The words whose next piece this may be, none left of where the piece before stands; those above are whole."""
    for number, word in enumerate(words):
        over = word.above < 0 or printed[word.above] == len(words[word.above].text)
        if word.middle >= right and over and word.text.startswith(piece, printed[number]):
            yield number


def _proven(found: Sequence[_Order], below: Sequence[Line]) -> _Order | None:
    """The one of several orders that the sums of the row below bear out; any where all mean the same cells."""
    values = below[0].folded.split() if below else []
    if len(values) != len(found[0].columns) or not all(map(is_number, values)):
        return None
    read = [dict(zip(order.columns, values, strict=True)) for order in found]
    if all(cells == read[0] for cells in read):
        return found[0]
    scores = [_score(order, values) for order in found]
    first, second = sorted(range(len(found)), key=lambda at: (-scores[at][0], scores[at][1]))[:2]
    (held, failed), (held_else, failed_else) = scores[first], scores[second]
    return found[first] if held > held_else and failed < failed_else and failed <= _FAULTS else None


def _score(order: _Order, values: Sequence[str]) -> tuple[int, int]:
    """How many channels' totals hold, of more than nothing, and how many don't."""
    told = channel_totals(order.columns, values)
    return sum(holds is True and more for holds, more in told), sum(holds is False for holds, _ in told)


@cache
def _orders() -> tuple[_Order, ...]:
    """Every order of results and channels, the form's own first."""
    form = latest()
    return tuple(
        _order(channels, results) for results in permutations(form.results) for channels in _grouped(form.channels)
    )


def _grouped(channels: Sequence[Label]) -> Iterator[list[Label]]:
    """Every order of channels in which those under one word (行政诉讼) stay together."""
    groups: dict[str, list[Label]] = {}
    for channel in channels:
        groups.setdefault(channel.group or channel.code, []).append(channel)
    for names in permutations(groups):
        for each in product(*(permutations(groups[name]) for name in names)):
            yield list(chain.from_iterable(each))


def _order(channels: Sequence[Label], results: Sequence[Label]) -> _Order:
    tops: list[_Word] = []
    middles: list[_Word] = []
    for number, channel in enumerate(channels):
        first, last = number * len(results), (number + 1) * len(results) - 1
        top = channel.group or channel.label
        if not tops or tops[-1].text != label_key(top):
            tops.append(_Word(label_key(top), first, last, -1))
        tops[-1] = tops[-1]._replace(last=last)
        if channel.group:
            middles.append(_Word(label_key(channel.label), first, last, len(tops) - 1))
    over = [*tops, *middles]
    nearest = [
        next(at for at in reversed(range(len(over))) if over[at].first <= column <= over[at].last)
        for column in range(len(channels) * len(results))
    ]
    leaves = [
        _Word(label_key(results[column % len(results)].label), column, column, above)
        for column, above in enumerate(nearest)
    ]
    return _Order((*over, *leaves), tuple((channel.code, result.code) for channel in channels for result in results))
