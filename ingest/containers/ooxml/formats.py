"""What a number's format makes of it (数字格式): a sheet shows more than its value, and may show none of it.

The words of a format are printed like any other (``0"万"``), a section may be empty (``;;;``). Where a format shows
other digits than the value has, what is shown isn't made up: value and format are told together, which is no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

# Built-in formats that print more than digits, as Excel has them for China (ECMA-376 part 1, 18.8.30).
_MONEY = "_ * #,##0_ ;_ * -#,##0_ ;_ * {}_ ;_ @_ "
BUILT_IN: Mapping[int, str] = {
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: _MONEY.format('"-"'),
    42: _MONEY.format('"-"'),
    43: _MONEY.format('"-"??'),
    44: _MONEY.format('"-"??'),
}
PLAIN = re.compile(r"(?:General|@|(?:#,##)?0+(?:\.[0#]+)?)?(?:_.)*", re.IGNORECASE)
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<room>_.|\*.)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)|(?P<general>General)'
    r"|(?P<digits>[0#?][0#?,.]*(?:E[+-][0#?]+)?)|(?P<share>%)|(?P<text>@)|(?P<date>[a-zA-Z])|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"[<>=]")
_SYMBOL = re.compile(r"\$([^-]*)")


@dataclass(slots=True)
class _Section:
    """What a format says of positive numbers, of negative ones, of nought or of text."""

    before: str = ""
    behind: str = ""
    digits: str = ""
    is_share: bool = False
    is_text: bool = False
    is_other: bool = False  # shows other digits than the value's, or none that could be told

    @property
    def has_value(self) -> bool:
        return bool(self.digits or self.is_text)

    def say(self, words: str) -> None:
        if self.has_value:
            self.behind += words
        else:
            self.before += words

    def put(self, digits: str) -> None:
        """A place for digits: one place alone, in whole units, shows a value as it is."""
        self.is_other |= self.has_value or digits.endswith(",") or ",." in digits
        self.digits += digits

    def around(self, text: str) -> str:
        return f"{self.before}{text}{'%' if self.is_share else ''}{self.behind}".strip()


def number(value: float, written: str, code: str) -> str:
    """A number as a format shows it; ``written``: its digits, of a share those of its hundredfold.

    >>> number(12, "12", '0"万"'), number(12, "12", ";;;"), number(0, "0", '0;-0;"-"'), number(-3, "-3", "0;(0)")
    ('12万', '', '-', '(3)')
    >>> number(12000, "12000", "#,##0,"), number(12, "12", '[>10]"多";0'), number(0.5, "50", "0%")
    ('12000[#,##0,]', '12[[>10]"多";0]', '50%')
    """
    sections = _sections(code)
    section, is_own = _of_number(value, sections)
    if any(one.is_other for one in sections[:3]) or (is_own and section.has_value and not _tells_sign(section)):
        return f"{written}[{code}]"
    if not section.has_value or (value == 0 and section.digits and not re.search(r"0|General", section.digits)):
        return section.around("") if section.digits or section.before else ""
    return section.around(written.lstrip("-") if is_own else written)


def text(words: str, code: str) -> str:
    """A text as a format shows it.

    >>> text("12", ";;;"), text("12", '@"件"'), text("12", "0;-0;0"), text("12", "0;-0;0;")
    ('', '12件', '12', '')
    """
    sections = _sections(code)
    if len(sections) == 4:
        return sections[3].around(words) if sections[3].is_text else sections[3].before
    last = sections[-1]
    return last.around(words) if last.is_text and not last.digits else words


def is_share(code: str) -> bool:
    """Does a format show numbers in per cent?"""
    return any(section.is_share for section in _sections(code)[:3])


def _of_number(value: float, sections: list[_Section]) -> tuple[_Section, bool]:
    """The section of a number, and whether it is one for negative numbers, which prints their sign itself."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return sections[2 if value == 0 and len(sections) > 2 else 0], False


def _tells_sign(section: _Section) -> bool:
    return any(sign in section.before for sign in "-－(（负减△▲")


@lru_cache(maxsize=512)
def _sections(code: str) -> list[_Section]:
    sections = [_Section()]
    for part in _PART.finditer(code):
        if part["end"]:
            sections.append(_Section())
        else:
            _add(sections[-1], part)
    return sections


def _add(section: _Section, part: re.Match[str]) -> None:
    kind, said = part.lastgroup, part[0]
    if kind in ("quoted", "escaped", "literal"):
        section.say(part[kind])
    elif kind in ("digits", "general"):
        section.put("0" if kind == "general" else said)
    elif kind == "share":
        section.is_share = True
    elif kind == "text":
        section.is_text = True
    elif kind == "date":
        section.is_other = True
    elif kind == "bracket":
        _qualify(section, part["bracket"])


def _qualify(section: _Section, said: str) -> None:
    """A colour, a condition, a currency: a condition or white print leaves open what is shown."""
    symbol = _SYMBOL.match(said)
    if symbol:
        section.say(symbol[1])
    elif _CONDITION.match(said) or said.lower() in ("white", "白色", "color2"):
        section.is_other = True
