"""Labels of unruled rows: which words left of the values are whose, where labels go over lines and groups have labels.

A label's lines lie around its values' line (centred), or begin on it (at the top); those of a group of rows lie left
of the labels, on the values' lines and between them. A numbered label begins a row. What two rows could claim is
neither's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.containers.pdfs.shapes import Box, Line, Piece

_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]|[（(]?\d{1,2}[)）、.．](?!\d))")
_PITCH = 1.8  # of the letters' size: the lines of one label lie no farther apart
_HALF = 0.95  # … and those above and below its middle no farther from it
_SHARED = 0.5  # of the narrower one's width: pieces above one another share that


class _Word(NamedTuple):
    """A piece of a label."""

    text: str
    box: Box
    line: int
    is_beside_values: bool

    @property
    def center(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    @property
    def is_numbered(self) -> bool:
        return is_numbered(self.text)


@dataclass(slots=True)
class Labels:
    """By line with values: its label and the groups that stand beside it; labels of rows without any, by their line."""

    own: dict[int, str] = field(default_factory=dict)
    groups: dict[int, list[str]] = field(default_factory=dict)
    alone: dict[int, str] = field(default_factory=dict)


def labels_of(lines: Sequence[Line], with_values: Sequence[int], others: Sequence[int], edge: float) -> Labels:
    """The labels of the lines ``with_values``, made of the pieces that end left of ``edge`` on these and ``others``."""
    if not with_values:
        return Labels()
    words = list(_words(lines, with_values, others, edge))
    size = _usual([lines[number].size for number in with_values], 0.0)
    claimed = {number: list(_label(_middle(lines[number], edge), number, words, size)) for number in with_values}
    times = Counter(word for label in claimed.values() for word in label)
    labels = Labels({number: _text(label) for number, label in claimed.items() if _is_sure(label, times)})
    begin = _usual([min(word.box.left for word in label) for label in claimed.values() if label], edge)
    for stack in _stacks([word for word in words if not times[word]], size):
        _put(labels, stack, with_values, lines, begin)
    return labels


def _words(lines: Sequence[Line], with_values: Sequence[int], others: Sequence[int], edge: float) -> Iterator[_Word]:
    for number in sorted((*with_values, *others)):
        for piece in left_of(lines[number], edge):
            yield _Word(piece.text, piece.box, number, number in with_values)


def _is_sure(label: Sequence[_Word], times: Counter[_Word]) -> bool:
    """Are its words claimed by no other row?"""
    return bool(label) and all(times[word] == 1 for word in label)


def _usual(values: Sequence[float], otherwise: float) -> float:
    return sorted(values)[len(values) // 2] if values else otherwise


def _text(words: Iterable[_Word]) -> str:
    return "\n".join(word.text for word in words)


def _middle(line: Line, edge: float) -> float:
    """The height on which a line's values stand."""
    values = [piece.box for piece in right_of(line, edge)]
    return sum((box.top + box.bottom) / 2 for box in values) / len(values)


def _label(middle: float, line: int, words: Sequence[_Word], size: float) -> Iterator[_Word]:
    """The words of one label, from the top; none where nobody knows which they are."""
    near = [word for word in words if abs(word.center - middle) <= _HALF * size and _may_be(word, line)]
    last = max(near, key=lambda word: word.box.right, default=None)
    if last is None:
        return
    own = [last] if last.line == line else [word for word in near if word.line != line and _is_over(word, last)]
    if last.line != line and len(own) != 2:
        return  # one line above the values and one below, or they are no middle
    own.sort(key=lambda word: word.center)
    above = [] if own[0].is_numbered else list(_further(own[0], words, size, -1))
    below = list(_further(own[-1], words, size, 1))
    above = above[: _first_numbered(above) + 1]
    below = below[: _first_numbered(below)]
    if not any(word.is_numbered for word in (*above, *own)):
        both = min(len(above), len(below))  # centred on its values, or else nobody knows where it begins
        above, below = above[:both], below[:both]
    yield from (*reversed(above), *own, *below)


def _first_numbered(words: Sequence[_Word]) -> int:
    return next((n for n, word in enumerate(words) if word.is_numbered), len(words))


def _may_be(word: _Word, line: int) -> bool:
    return word.line == line or not word.is_beside_values


def _further(word: _Word, words: Sequence[_Word], size: float, way: int) -> Iterator[_Word]:
    """The words above (``way`` -1) or below one that lie as close as the lines of one label."""
    while True:
        near = [
            (abs(other.center - word.center), other)
            for other in words
            if other.line != word.line
            and 0 < way * (other.center - word.center) <= _PITCH * size
            and _is_over(word, other)
        ]
        word = min(near, key=lambda one: one[0], default=(0.0, word))[1]
        if not near or word.is_beside_values:
            return
        yield word


def _is_over(one: _Word, other: _Word) -> bool:
    shared = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    return shared > _SHARED * min(one.box.right - one.box.left, other.box.right - other.box.left)


def _stacks(words: Sequence[_Word], size: float) -> list[list[_Word]]:
    """Words that lie above one another as the lines of one label do."""
    stacks: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: (word.center, word.box.left)):
        own = next((stack for stack in stacks if _goes_on(stack[-1], word, size)), None)
        if own is None or word.is_numbered:
            stacks.append([word])
        else:
            own.append(word)
    return stacks


def _goes_on(above: _Word, word: _Word, size: float) -> bool:
    return 0 < word.center - above.center <= _PITCH * size and _is_over(above, word)


def _put(labels: Labels, stack: Sequence[_Word], rows: Sequence[int], lines: Sequence[Line], begin: float) -> None:
    """A group to the row that it stands beside; where labels stand it is that of a row without values."""
    text = _text(stack)
    if max(word.box.right for word in stack) > begin and not any(word.is_beside_values for word in stack):
        labels.alone[stack[0].line] = text
        return
    middle = (stack[0].center + stack[-1].center) / 2
    nearest = min(rows, key=lambda number: abs((lines[number].box.top + lines[number].box.bottom) / 2 - middle))
    labels.groups.setdefault(nearest, []).append(text)


def is_numbered(text: str) -> bool:
    """Does a label begin with a number of its own?"""
    return _NUMBERED.match(text) is not None


def left_of(line: Line, edge: float) -> list[Piece]:
    """What stands where labels do; a long one may reach a little further."""
    return [piece for piece in line.pieces if piece.box.left + piece.box.right <= 2 * edge]


def right_of(line: Line, edge: float) -> list[Piece]:
    """What stands under the columns."""
    return [piece for piece in line.pieces if piece.box.left + piece.box.right > 2 * edge]
