"""A page's own style sheets (样式表) → rules in the order of their weight, as a desk's screen applies them.

Blocks that hold only under a condition are told by it: what is for print, a narrow screen or another medium never
holds, a screen of a desk's width always does; of any other condition nobody knows, and its rules are unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SIGN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]""", re.DOTALL)
_AT = re.compile(r"@(?:-\w+-)?([\w-]+)\s*([\s\S]*)")
_COMMA = re.compile(r",(?![^(]*\))")
_PSEUDO = re.compile(r"::?(before|after)\s*$", re.IGNORECASE)
_DYNAMIC = re.compile(r":(?:hover|active|focus|visited|target|before|after|:|first-line|first-letter|checked|disabled)")
_IDS, _CLASSES = re.compile(r"#[\w-]"), re.compile(r"\.[a-zA-Z_-]|\[|(?<!:):(?!:|is\b|not\b|has\b|where\b)[a-z]")
_NAMES = re.compile(r"(?:^|[\s>+~(])[a-zA-Z]")
_LONGEST = 300_000  # characters of style sheets that are looked through
_LONGEST_SELECTOR = 1_000
_DESK = 1280  # pixels; a desk's screen is at least so wide
_MEDIA = {"": True, "all": True, "screen": True}
_OTHER_MEDIA = frozenset(("print", "speech", "aural", "braille", "embossed", "handheld", "projection", "tty", "tv"))
_WIDTH = re.compile(
    r"\(\s*(?:(min|max)-(?:device-)?width\s*:|(?:device-)?width\s*([<>])=?)\s*(\d*\.?\d+)(px|r?em|pt)?\s*\)"
)
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, None: 1.0}
_NEVER = frozenset(
    ("font-face", "keyframes", "page", "property", "counter-style", "font-feature-values", "starting-style", "document")
)


class Rule(NamedTuple):
    """A selector with its declarations; the heavier of two rules wins."""

    selector: str
    declarations: str
    weight: tuple[bool, tuple[int, int, int], int]  # of no layer, specificity, order
    is_sure: bool = True
    pseudo: str = ""  # before, after: its declarations are of what stands there


@dataclass(slots=True)
class _Block:
    """A block that is open: the selectors that its declarations are of, and what it holds under."""

    selectors: list[str] = field(default_factory=list)
    holds: bool | None = True  # None: nobody knows
    in_layer: bool = False
    order: int = 0
    declarations: list[str] = field(default_factory=list)


def rules_of(page: LexborHTMLParser) -> tuple[Rule, ...]:
    """All rules of a page's own style sheets."""
    found = []
    for node in page.css("style"):
        media = node.attributes.get("media")
        text = node.text(deep=True)
        found.append(f"@media {media} {{{text}\n}}" if media else text)
    return _rules("\n".join(found)[:_LONGEST]) if found else ()


@lru_cache(maxsize=2)  # a page is asked about one property after another
def _rules(style: str) -> tuple[Rule, ...]:
    text = _COMMENT.sub("", style)
    blocks, start, order = [_Block()], 0, 0
    found: list[Rule] = []
    for sign in _SIGN.finditer(text):
        if sign[0] not in "{};":
            continue
        said = text[start : sign.start()].strip()
        start = sign.end()
        if sign[0] == "{":
            order += 1
            blocks.append(_opened(said, blocks[-1], order))
            continue
        if said and not said.startswith("@"):
            blocks[-1].declarations.append(said)
        if sign[0] == "}" and len(blocks) > 1:
            found.extend(_closed(blocks.pop()))
    blocks[-1].declarations.append(text[start:])
    for block in reversed(blocks):
        found.extend(_closed(block))
    return tuple(sorted(found, key=lambda rule: rule.weight[2]))


def _opened(said: str, around: _Block, order: int) -> _Block:
    """The block that a selector, or the words of an at-rule, opens."""
    if (at := _AT.match(said)) is not None:
        name = at[1].lower()
        holds = _both(around.holds, _holds(name, at[2]))
        return _Block(around.selectors, holds, around.in_layer or name == "layer", order)
    selectors = [one.strip() for one in _COMMA.split(said) if one.strip()]
    if around.selectors:
        above = f":is({','.join(around.selectors)})"
        selectors = [one.replace("&", above) if "&" in one else f"{above} {one}" for one in selectors]
    return _Block([one for one in selectors if len(one) <= _LONGEST_SELECTOR], around.holds, around.in_layer, order)


def _closed(block: _Block) -> Iterator[Rule]:
    declarations = ";".join(block.declarations)
    if block.holds is False or not declarations.strip():
        return
    for selector in block.selectors:
        pseudo = _PSEUDO.search(selector)
        bare = selector[: pseudo.start()] if pseudo else selector
        if not _DYNAMIC.search(bare):
            weight = (not block.in_layer, _specificity(bare), block.order)
            name = pseudo[1].lower() if pseudo else ""
            yield Rule(bare or "*", declarations, weight, block.holds is True, name)


def _specificity(selector: str) -> tuple[int, int, int]:
    """
    >>> _specificity("#q"), _specificity("td.v b"), _specificity("[hidden]:first-child")
    ((1, 0, 0), (0, 1, 2), (0, 2, 0))
    """
    return len(_IDS.findall(selector)), len(_CLASSES.findall(selector)), len(_NAMES.findall(selector))


def _holds(name: str, words: str) -> bool | None:
    """Does an at-rule's block hold on a desk's screen? None: nobody knows."""
    if name == "media":
        return _media(words)
    if name == "layer":
        return True
    return False if name in _NEVER else None


def _media(words: str) -> bool | None:
    """
    >>> _media("screen"), _media("print"), _media("only screen and (min-width:1px)"), _media("(max-width: 768px)")
    (True, False, True, False)
    >>> _media("(orientation:landscape)"), _media("print, screen"), _media("not print"), _media("(width >= 40em)")
    (None, True, True, True)
    """
    verdicts = [_query(query.strip().lower()) for query in words.split(",")]
    return True if True in verdicts else None if None in verdicts else False


def _query(query: str) -> bool | None:
    negated = query.startswith("not ")
    verdict: bool | None = True
    for part in re.split(r"\band\b", query.removeprefix("not ").removeprefix("only ")):
        verdict = _both(verdict, _feature(part.strip()))
    return verdict if verdict is None or not negated else not verdict


def _feature(part: str) -> bool | None:
    if part in _MEDIA or part in _OTHER_MEDIA:
        return _MEDIA.get(part, False)
    width = _WIDTH.fullmatch(part)
    if width is None:
        return None
    pixels = float(width[3]) * _PIXELS[width[4]]
    if width[1] == "min" or width[2] == ">":
        return True if pixels <= _DESK else None
    return False if pixels < _DESK else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True
