"""Fields (域): an instruction that nobody sees, and the result that Word shows for it.

A field's instruction may hold other fields (a condition on a merged value): their results are no text of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ingest.containers.ooxml.package import attribute, child, local
from ingest.containers.ooxml.shown import chosen
from ingest.text import SEAM, nameless


@dataclass(slots=True)
class _Field:
    words: str = ""  # of its instruction
    is_shown: bool = False  # does its result begin?


@dataclass(slots=True)
class Fields:
    """The fields that are open within one paragraph."""

    _open: list[_Field] = field(default_factory=list)

    @property
    def hide(self) -> bool:
        """Is what stands here a part of an instruction?"""
        return any(not one.is_shown for one in self._open)

    def instruction(self, words: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].words += words

    def turn(self, mark: etree._Element) -> str:
        """What stands where a field begins, its result begins, or it ends."""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            shown = "" if self.hide else chosen(child(mark, "ffData", "ddList"))
            self._open.append(_Field())
            return shown
        if not self._open:
            return ""
        if kind == "separate":
            self._open[-1].is_shown = True
            return "" if self.hide else parting(self._open[-1].words)
        ended = self._open.pop()
        if self.hide:
            return ""
        return parting(ended.words) or ("" if ended.is_shown else uncomputed(ended.words))


def parting(instruction: str) -> str:
    """What stands around a field's result: a reference parts digits, what a formula draws nobody reads.

    >>> parting(" PAGEREF _a "), parting(" =SUM(LEFT) ")
    ('\\ufdd2', '')
    """
    words = instruction.strip().upper()
    if words.startswith("EQ") and any(map(str.isdigit, words)):
        return nameless()
    return SEAM if is_reference(instruction) else ""


def uncomputed(instruction: str) -> str:
    """What stands for a field that has no result: a sum that nobody has computed is no blank."""
    return nameless() if instruction.strip().startswith("=") else ""


def is_reference(instruction: str) -> bool:
    """Does a field show another note's number, or a place in the text?"""
    return "REF" in instruction.upper()


def around(element: etree._Element) -> tuple[str, str]:
    """What parts a wrapped text from its neighbours: a link to a note, it may be; a turned order of characters."""
    name = local(element)
    if name == "hyperlink" and attribute(element, "anchor"):
        return SEAM, SEAM
    if name == "fldSimple":
        instruction = attribute(element, "instr") or ""
        is_empty = not any(text.text for text in element.iter("{*}t"))
        return parting(instruction), parting(instruction) or (uncomputed(instruction) if is_empty else "")
    return (nameless(), nameless()) if name == "bdo" and attribute(element, "val") == "rtl" else ("", "")
