"""Sentences (句子) of a section's prose, hard line breaks undone, each with the printed lines that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.patterns import lazy
from ingest.text import fold, simplified


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the prose, hard line breaks undone."""

    text: str  # folded, but for the full-width comma
    before: str  # what the paragraph says before it
    starts: tuple[tuple[int, str], ...]  # (offset, printed line) of the lines that it stands on
    grouped: bool = True  # may a half-width comma between digits group them? Not where the text uses it as its comma

    def line(self, offset: int) -> str:
        """The printed line on which an offset stands."""
        return [line for start, line in self.starts if start <= offset][-1]


_ABOUT = lazy(r"申[请請]|[复復覆複][议議]|[诉訴][讼訟]|[办辦][结結]|[结結][转轉]|答[复復覆]")
_KEPT = "\ue000"  # stands for a full-width comma while the others are folded
_ENDS = "。;!?:"
_SENTENCE = lazy(r"[^。;!?]+[。;!?]*")
_MARK = lazy(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六七八九十]是|第[一二三四五六七八九十]")
_HALF_COMMA = lazy(r",(?!\d)|(?<!\d),")
_ANY = lazy(r"(?s).")
_WRAPPED = 20  # characters; a shorter line that ends without a mark is a heading


def sentences(body: str, about: re.Pattern[str] | None = None) -> Iterator[Sentence]:
    """The sentences of a section that speak ``about`` something; unless told otherwise, of applications or appeals."""
    about = about or _ABOUT
    if not about.search(body):
        return
    grouped = not _HALF_COMMA.search(body)
    for lines in _paragraphs(body):
        text, starts = "", []
        for printed, folded in lines:
            starts.append((len(text), printed))
            text += folded
        if about.search(text):
            yield from _sentences(text, starts, about, grouped=grouped)


def every(body: str) -> Iterator[Sentence]:
    """Every sentence of a section."""
    return sentences(body, _ANY)


def _sentences(
    text: str, starts: list[tuple[int, str]], about: re.Pattern[str], *, grouped: bool
) -> Iterator[Sentence]:
    for found in _SENTENCE.finditer(text):
        if about.search(found[0]):
            at = tuple((max(0, start - found.start()), line) for start, line in starts if start < found.end())
            yield Sentence(found[0], text[: found.start()], at, grouped)


def _paragraphs(body: str) -> Iterator[list[tuple[str, str]]]:
    """Lines that a page broke in the middle of a sentence, put together again: (printed, folded) of each."""
    lines: list[tuple[str, str]] = []
    for printed in body.split("\n"):
        folded = _fold(printed)
        if not folded:
            continue
        last = lines[-1][1] if lines else ""
        if lines and (last[-1] in _ENDS or len(last) < _WRAPPED or _MARK.match(folded)):
            yield lines
            lines = []
        lines.append((printed, folded))
    if lines:
        yield lines


def _fold(printed: str) -> str:
    """Folded, without blanks; a full-width comma stays one, since the other one also groups digits."""
    return simplified(fold(printed.replace("，", _KEPT)).replace(" ", "").replace(_KEPT, "，")).strip()
