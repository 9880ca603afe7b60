"""Running text (段落): lines put together again where a page broke them inside a sentence, each place with its line.

>>> passage = passage_of([(3, "现公布衢州市示例局2020年政府信息公开"), (4, "工作年度报告。"), (6, "联系电话")])
>>> passage.text.count(chr(10)), passage.line(passage.text.index("工作年度")), passage.line(passage.text.index("电话"))
(1, 4, 6)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ingest.front.page import squeezed
from ingest.patterns import lazy

_WRAPPED = 18  # characters; a shorter line isn't broken inside a sentence
_ENDS = lazy(r"[。;:!?|]$|(?:报告|年报|办公室|委员会|局|日)$")


class Passage(NamedTuple):
    """A text, and where its lines begin in it."""

    text: str
    starts: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    def line(self, offset: int) -> int:
        """The number of the line on which a place of the text stands; 0 in an empty text."""
        at = bisect_right(self.starts, offset)
        return self.numbers[at - 1] if at else 0


def passage_of(lines: Iterable[tuple[int, str]], most: int = 5000) -> Passage:
    """The lines (number, folded text) as running text, ``most`` characters of it."""
    text, last = "", ""
    starts: list[int] = []
    numbers: list[int] = []
    for number, line in lines:
        bare = squeezed(line).strip()
        if not bare:
            continue
        if last and (len(last) < _WRAPPED or "|" in last or _ENDS.search(last)):
            text += "\n"
        starts.append(len(text))
        numbers.append(number)
        text += bare
        last = bare
        if len(text) > most:
            break
    return Passage(text[:most], tuple(starts), tuple(numbers))
