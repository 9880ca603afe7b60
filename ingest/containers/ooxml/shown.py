"""What a run of Word shows by other means than text (域、符号): fields, lists, signs; how it stands to its line."""

from __future__ import annotations

from lxml import etree

from ingest.containers.ooxml.package import attribute, child, local
from ingest.containers.ooxml.styles import Stands
from ingest.text import SEAM, lifted, nameless, raised

_OF_PICTURES = ("dings", "marlett", "bookshelf", "outlook", "extra")  # a font's signs are no letters there


def chosen(options: etree._Element | None) -> str:
    """What a list of a form shows, whose choice is no text of the document: the first where none is chosen."""
    entries = (
        [attribute(one, "val") or "" for one in options if local(one) == "listEntry"] if options is not None else []
    )
    number = whole(attribute(child(options, "result"), "val"))
    return entries[number] if number < len(entries) else ""


def symbol(element: etree._Element) -> str:
    """A sign by its number in a font: only what Unicode has in that place means anything to others.

    Word writes the signs of a font from F000 on; digits of a font that isn't one of pictures are what they are.
    """
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return nameless()
    font, low = (attribute(element, "font") or "").lower(), number - 0xF000 if number >= 0xF000 else number
    if 0x30 <= low <= 0x39:
        return nameless() if not font or any(name in font for name in _OF_PICTURES) else chr(low)
    return nameless() if 0xE000 <= number <= 0xF8FF or number > 0xFFFF or number < 0x20 else chr(number)


def standing(pieces: list[str], stands: Stands) -> list[str]:
    """What a run says, as it stands to its line."""
    if stands is Stands.RAISED:
        return [raised(piece) for piece in pieces]
    if stands is Stands.LIFTED:
        return [lifted("".join(pieces))]
    part = " " if stands is Stands.LOWERED else SEAM
    return [part, *pieces, part]


def whole(text: str | None) -> int:
    """A small number that an attribute says, 0 where it says none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 4 else 0
