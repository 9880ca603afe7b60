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

_BEGINS = lazy(
    r"[#*>\s]*(?:[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六七八九十]{1,3}[部章]|\([一二三四五六七八九十\d]|\d{1,2}[、.])"
)
WRAPPED = 18  # characters; a shorter line isn't broken inside a sentence
_MENU = lazy(r"[^\s,。;:、《》()\d]{2,8}(?: [^\s,。;:、《》()\d]{2,8}){2,}")  # 首页 新闻中心 政务公开: no sentence
_ENDS = lazy(r"[。;:!?|]$|(?:报告|年报|总结)(?:\([^()]{1,20}\))?$|(?:办公室|委员会|局|日)$")


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
        if last and (len(last) < WRAPPED or "|" in last or _ENDS.search(last) or _MENU.fullmatch(last)):
            text += "\n"
        starts.append(len(text))
        numbers.append(number)
        text += bare
        last = bare
        if len(text) > most:
            break
    return Passage(text[:most], tuple(starts), tuple(numbers))


def unwrapped(text: str) -> str:
    """A text whose wide lines that end inside a sentence are put together with the next.

    >>> unwrapped("如对本报告内容有任何意见或者建议,请\\n与示例局联系。\\n一、概述").split("\\n")
    ['如对本报告内容有任何意见或者建议,请与示例局联系。', '一、概述']
    """
    found: list[str] = []
    width = 0
    for line in text.split("\n"):
        bare = line.strip()
        if width >= WRAPPED and bare and not _ENDS.search(found[-1]) and not _BEGINS.match(bare) and "|" not in line:
            found[-1] += bare
        else:
            found.append(line)
        width = len(line) if "|" not in line else 0
    return "\n".join(found)
