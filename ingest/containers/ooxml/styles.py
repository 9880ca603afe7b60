"""Styles and numbers (样式与自动编号): what a paragraph has unsaid: hidden text, 一、 before a heading.

Numbers that Word makes aren't in the text; they are counted here as Word counts them (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from ingest.containers.ooxml.package import attribute, child, local

_OFF = frozenset({"0", "false", "off", "none"})
_LEVELS = 9
_DIGITS = "零一二三四五六七八九"
_LONGEST = 20  # styles based on styles
_OF_NOTES = ("footnote reference", "endnote reference")  # styles by the names that Word gives them in every language
_WHITE = ("background1", "light1")
UNSEEN = 2  # half-points; what is no larger is no text
_USUAL = 21  # half-points: 五号
_MUCH = 0.8  # below this share of the other's size one is a mark, it may be
_LIFTED = 6  # half-points; what stands so much higher isn't merely uneven


def differ(one: float, other: float) -> bool:
    """Is one of two sizes of characters much smaller? One that isn't known is at least the usual.

    >>> differ(12, 0), differ(18, 0), differ(36, 0), differ(28, 21), differ(0, 0)
    (True, False, False, True, False)
    """
    least, most = sorted((one or max(other, _USUAL), other or max(one, _USUAL)))
    return least < _MUCH * most


def is_on(element: etree._Element | None) -> bool:
    """A property that is there, and not there to be switched off."""
    return element is not None and (attribute(element, "val") or "1").lower() not in _OFF


class Stands(Enum):
    """How a run stands to its line: on it, off it a little, lower, higher, as a superscript."""

    ON, APART, LOWERED, LIFTED, RAISED = range(5)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbered list."""

    text: str  # "%1、"
    format: str
    start: int


class Styles:
    """A document's styles and lists, and the counters of its lists."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        """Gather the styles of one document."""
        self._styles: dict[str, etree._Element] = {}
        for style in styles if styles is not None else ():
            if local(style) == "style":
                self._styles[attribute(style, "styleId") or ""] = style
        self._lists = _lists(numbering)
        self._counters: dict[str, list[int | None]] = {}
        self._last: tuple[etree._Element | None, dict[str, etree._Element]] = (None, {})
        self._known: dict[tuple[str | None, tuple[str, ...]], etree._Element | None] = {}

    def is_hidden(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Is a run with these properties hidden text?"""
        return self._is_on("vanish", properties, paragraph_style)

    def is_white(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Is a run with these properties printed in white?"""
        color = self._property("color", properties, paragraph_style)
        if color is None:
            return False
        return attribute(color, "themeColor") in _WHITE or (attribute(color, "val") or "").upper() == "FFFFFF"

    def tints(self, style: str | None) -> bool:
        """May a style of tables, or one that it is based on, tint the ground of cells?"""
        for _ in range(_LONGEST):
            element = self._styles.get(style or "")
            if element is None:
                return False
            if next(element.iter("{*}shd"), None) is not None:
                return True
            style = attribute(child(element, "basedOn"), "val")
        return True

    def size(self, properties: etree._Element | None, paragraph_style: str | None) -> float:
        """The size of a run's characters in half-points; 0: the usual."""
        return _whole(attribute(self._property("sz", properties, paragraph_style), "val"), 0)

    def is_struck(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Is a run with these properties struck through, once or twice?"""
        return any(self._is_on(name, properties, paragraph_style) for name in ("strike", "dstrike"))

    def stands(self, properties: etree._Element | None, paragraph_style: str | None) -> Stands:
        """How a run with these properties stands to its line."""
        style = self._styles.get(attribute(self._own(properties).get("rStyle"), "val") or "")
        if style is not None and (attribute(child(style, "name"), "val") or "").lower() in _OF_NOTES:
            return Stands.RAISED
        aligned = attribute(self._property("vertAlign", properties, paragraph_style), "val")
        if aligned in ("superscript", "subscript"):
            return Stands.RAISED if aligned == "superscript" else Stands.LOWERED
        position = _whole(attribute(self._property("position", properties, paragraph_style), "val"), 0)
        return Stands.LIFTED if position >= _LIFTED else Stands.APART if position else Stands.ON

    def _is_on(self, name: str, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        return is_on(self._property(name, properties, paragraph_style))

    def _property(
        self, name: str, properties: etree._Element | None, paragraph_style: str | None
    ) -> etree._Element | None:
        """A property of a run: its own, else its style's, else its paragraph's."""
        own = self._own(properties)
        found = own.get(name)
        for style in (attribute(own.get("rStyle"), "val"), paragraph_style):
            found = self._inherited(style, "rPr", name) if found is None else found
        return found

    def _own(self, properties: etree._Element | None) -> dict[str, etree._Element]:
        """A run's own properties by their names, the first of a name; asked several times of one run after another."""
        if properties is None:
            return {}
        if properties is not self._last[0]:
            self._last = (properties, {local(one): one for one in reversed(properties)})
        return self._last[1]

    def number(self, properties: etree._Element | None) -> str:
        """The number that Word prints before a paragraph, "" for none; counts on."""
        style = attribute(child(properties, "pStyle"), "val")
        numbered = child(properties, "numPr")
        identity = self._numbered(numbered, style, "numId")
        if identity is None or identity == "0" or identity not in self._lists:
            return ""
        level = _whole(self._numbered(numbered, style, "ilvl"), 0)
        return self._next(identity, min(max(level, 0), _LEVELS - 1))

    def _numbered(self, own: etree._Element | None, style: str | None, name: str) -> str | None:
        said = attribute(child(own, name), "val")
        return said if said is not None else attribute(self._inherited(style, "pPr", "numPr", name), "val")

    def _inherited(self, style: str | None, *path: str) -> etree._Element | None:
        if (style, path) not in self._known:  # a document has a dozen styles and thousands of runs
            self._known[style, path] = self._sought(style, *path)
        return self._known[style, path]

    def _sought(self, style: str | None, *path: str) -> etree._Element | None:
        for _ in range(_LONGEST):
            element = self._styles.get(style or "")
            if element is None:
                return None
            found = child(element, *path)
            if found is not None:
                return found
            style = attribute(child(element, "basedOn"), "val")
        return None

    def _next(self, identity: str, level: int) -> str:
        shared, levels = self._lists[identity]
        counters = self._counters.setdefault(shared, [None] * _LEVELS)
        counted = counters[level]
        counters[level] = levels[level].start if counted is None else counted + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        text = levels[level].text
        for above in range(level + 1):
            number = counters[above]
            value = levels[above].start if number is None else number
            text = text.replace(f"%{above + 1}", _written(value, levels[above].format))
        return text if levels[level].format != "bullet" else ""


def _lists(numbering: etree._Element | None) -> dict[str, tuple[str, list[Level]]]:
    """Each list's counters (shared by lists of one definition that don't start anew) and levels, by its number."""
    if numbering is None:
        return {}
    abstract = {attribute(one, "abstractNumId"): one for one in numbering if local(one) == "abstractNum"}
    found: dict[str, tuple[str, list[Level]]] = {}
    for one in numbering:
        if local(one) != "num":
            continue
        identity = attribute(one, "numId") or ""
        definition = attribute(child(one, "abstractNumId"), "val") or ""
        levels = _levels(abstract.get(definition))
        overrides = [override for override in one if local(override) == "lvlOverride"]
        for override in overrides:
            at = _whole(attribute(override, "ilvl"), 0)
            if 0 <= at < _LEVELS:
                levels[at] = _overridden(levels[at], override)
        found[identity] = (f"num {identity}" if overrides else f"abstract {definition}", levels)
    return found


def _levels(abstract: etree._Element | None) -> list[Level]:
    levels = [Level("", "none", 1)] * _LEVELS
    for one in abstract if abstract is not None else ():
        at = _whole(attribute(one, "ilvl"), -1)
        if local(one) == "lvl" and 0 <= at < _LEVELS:
            levels[at] = _level(one)
    return levels


def _level(element: etree._Element) -> Level:
    text = attribute(child(element, "lvlText"), "val") or ""
    shown = attribute(child(element, "numFmt"), "val")
    if shown is None:  # a format of a newer Word, with an older one beside it for older programs
        shown = attribute(child(element, "AlternateContent", "Fallback", "numFmt"), "val")
    return Level(text, shown or "decimal", _whole(attribute(child(element, "start"), "val"), 1))


def _overridden(level: Level, override: etree._Element) -> Level:
    whole = child(override, "lvl")
    found = _level(whole) if whole is not None else level
    start = attribute(child(override, "startOverride"), "val")
    return found if start is None else Level(found.text, found.format, _whole(start, found.start))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isascii() and text.lstrip("-").isdigit() else otherwise


# --- how a number is written (ECMA-376 part 1, 17.18.59) ------------------------------------------------------------


def _written(number: int, shown: str) -> str:
    return _FORMATS.get(shown, str)(number)


def _chinese(number: int) -> str:
    """
    >>> [_chinese(n) for n in (0, 3, 10, 12, 20, 21, 100)]
    ['零', '三', '十', '十二', '二十', '二十一', '100']
    """
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 26 * 9 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        times, number = divmod(number, value)
        written += sign * times
    return written


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _in_digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(abs(number))).replace("零", "〇")


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": lambda number: _chinese(number).translate(
        str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")
    ),
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _in_digits,
    "japaneseDigitalTenThousand": _in_digits,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}
