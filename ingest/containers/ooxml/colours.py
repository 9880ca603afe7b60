"""Colours of a workbook (颜色): is a print of its ground's own colour, so that nobody sees it?"""

from __future__ import annotations

from lxml import etree

from ingest.containers.ooxml.package import attribute, child

_WHITE = {"indexed": ("1", "9"), "theme": ("0",)}  # by number (ECMA-376 part 1, 18.8.27)
_SAID = ("rgb", "indexed", "theme")


def is_own_ground(color: etree._Element | None, pattern: etree._Element | None, ground: str = "fgColor") -> bool:
    """Is a font's colour that of the filling (its element ``ground``), or white where there is none?"""
    if color is None:
        return False
    if pattern is None or (attribute(pattern, "patternType") or ("solid" if ground == "bgColor" else "none")) == "none":
        return is_white(color)
    filled = child(pattern, ground)
    return filled is not None and (_colour(color) == _colour(filled) or (is_white(color) and is_white(filled)))


def is_white(color: etree._Element | None) -> bool:
    """Is a colour white?"""
    if color is None or attribute(color, "tint") not in (None, "0"):
        return False
    if (attribute(color, "rgb") or "").upper()[-6:] == "FFFFFF":
        return True
    return any(attribute(color, name) in numbers for name, numbers in _WHITE.items())


def _colour(color: etree._Element) -> tuple[str, str, float] | None:
    for name in _SAID:
        said = attribute(color, name)
        if said is not None:
            return name, said.upper()[-6:], float(attribute(color, "tint") or 0)
    return None
