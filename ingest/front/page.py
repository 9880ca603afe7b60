"""The lines before a report begins (文前): as printed, and as one reads them to tell words.

>>> line = line_of(1, "【發佈機構】：據(jù)實局", "(发布机构):据实局")
>>> line.text, line.cut(7, 10)
('(发布机构):据实局', '據實局')
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ingest.headings import first_inline, heading_kind
from ingest.model import Document, Pair
from ingest.patterns import lazy
from ingest.text import fold

_HEADER_LINES = 120  # a header of bullets has a label, a blank line and a value for each field
_LONGEST = 2000  # characters; what stands further on a line is no header
_PINYIN = lazy(r"(?<=[\u3400-\u9fff])\([a-zü\u00e0-\u01dc]{1,7}\)")  # 數(shù): some traditional copies
_EDGES = " *#\t|\u3000\xa0\r"  # Markdown's marks and a wrapper's pipes belong to the page
# Ornaments around a title. A template's blanks (○○局, □□县, __局) are none of them.
_ORNAMENTS = " *#\t|=~＝～-—★☆◆◇◈●■▪▲▼※◎❖✦✧✪✩✭✮✯✿❀❁✽✱❉♦►▶◀◄→←⇒〓§"
_PERHAPS_BLANKS = tuple("△▽○□")  # … of which one alone is none
_LONE = lazy(r"^([△▽○□])(?!\1|[省市县区州旗镇乡局委厅])|(?<![△▽○□])[△▽○□]$")
_BRACKETS = {"(": ")", "[": "]"}
_MARKS = frozenset(("", *_ORNAMENTS, *_PERHAPS_BLANKS, *_BRACKETS))
_INNER = lazy(r"[(\[][^()\[\]]*[)\]]")  # 第六师(五家渠市)
_YEAR_ALONE = lazy(r"[\d〇○零一二三四五六七八九年度 ]*")


class Words(NamedTuple):
    """What a line says: ``text`` and ``printed`` are of one length."""

    number: int
    text: str
    printed: str


class Line(NamedTuple):
    """A line as printed and as one reads it; each character of ``text`` stands at ``places`` in ``printed``."""

    number: int
    printed: str
    text: str  # folded, in simplified characters
    places: Sequence[int]

    def cut(self, start: int, end: int) -> str:
        """A piece of the text as printed, but for invisible marks and pinyin."""
        return self._printed(start, end).strip(_EDGES)

    def words(self) -> Words:
        """The line without the page's marks around it, as read and as printed, character by character."""
        bare = undecorated(self.text)
        if bare is self.text and isinstance(self.places, range):
            return Words(self.number, bare, self.printed[: len(bare)])
        start = self.text.find(bare)
        return Words(self.number, bare, self._printed(start, start + len(bare)))

    def _printed(self, start: int, end: int) -> str:
        if isinstance(self.places, range):  # each character stands where it is read
            return self.printed[start:end]
        return "".join(self.printed[place] for place in self.places[start:end])


class FrontText(NamedTuple):
    """What front matter is read from, whatever kind of file it comes from: lines, and pairs that a container tells."""

    lines: tuple[Line, ...]
    pairs: tuple[Pair, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()  # name and content of what a web page says to programs


def undecorated(text: str) -> str:
    """A line without ornaments, and the brackets that stand around all of it.

        >>> undecorated("★ (示例局2021年年报) ★"), undecorated("(2021)年报(汇总)"), undecorated("○○局")
        ('示例局2021年年报', '(2021)年报(汇总)', '○○局')
    >>> undecorated("△ 示例局2021年年报 △"), undecorated("△局2021年年报")
    ('示例局2021年年报', '△局2021年年报')
    """
    if text[:1] not in _MARKS and text[-1:] not in _MARKS:
        return text  # most lines
    bare = text.strip(_ORNAMENTS)
    if bare[:1] in _PERHAPS_BLANKS:
        bare = _LONE.sub("", bare).strip(_ORNAMENTS)
    while bare and bare[-1] == _BRACKETS.get(bare[0]) and _is_whole(bare[1:-1]):
        bare = bare[1:-1].strip(_ORNAMENTS)
    return bare


def _is_whole(inside: str) -> bool:
    """Do the brackets around a text belong together, with no mere year (2021年度) in them?"""
    rest = _INNER.sub("", inside)
    return not any(mark in rest for mark in "()[]") and not _YEAR_ALONE.fullmatch(rest)


@cache
def words() -> dict[str, Any]:
    """``front.toml``: the vocabulary of front matter."""
    return tomllib.loads((files(__package__) / "front.toml").read_text("utf-8"))


def squeezed(text: str) -> str:
    """Runs of spaces as one: what is searched in has none that a pattern could try at every length."""
    text = text.replace("\t", " ")
    while "  " in text:  # each time half as long: quicker than a pattern
        text = text.replace("  ", " ")
    return text


def line_of(number: int, printed: str, folded: str) -> Line:
    """One line, its characters matched with the printed ones."""
    every = range(len(printed))
    if len(printed) == len(folded):
        return Line(number, printed, folded, every)
    visible = [at for at in every if fold(printed[at])]
    for places in (visible, _without_pinyin(printed, visible)):
        if len(places) == len(folded):
            return Line(number, printed, folded, places)
    return Line(number, folded, folded, range(len(folded)))  # folding did what can't be followed back


def _without_pinyin(printed: str, places: Sequence[int]) -> Sequence[int]:
    pinyin = {at for mark in _PINYIN.finditer(printed) for at in range(mark.start(), mark.end())}
    return [at for at in places if at not in pinyin]


def opening(document: Document) -> list[Line]:
    """The lines before the first section; blank ones too: they tell an empty value from the next label."""
    found: list[Line] = []
    for number, folded in enumerate(document.folded[:_HEADER_LINES], start=1):
        line = line_of(number, document.lines[number - 1][:_LONGEST], folded[:_LONGEST])
        if heading_kind(line.text):
            break
        inline = first_inline(line.text)
        if inline is not None:  # a whole page on one line: its header ends where its first heading stands
            found.append(line._replace(text=line.text[:inline]))
            break
        found.append(line)
    return found
