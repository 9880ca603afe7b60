"""What a reader doesn't see (隐藏内容): by attributes, by style, and by the rules of a page's own style sheets.

Rules of style sheets elsewhere aren't fetched. Of the page's own, those that only hold for print, a narrow screen or
a pointer above the element are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Never text: what runs, is loaded, is deleted, or explains a character's sound.
_UNSEEN_NAMES = """
    script style noscript template head title meta link base object embed applet iframe frame frameset noframes svg math
    canvas audio video map area datalist rt rp del button select option optgroup progress meter param source track col
    colgroup
"""
UNSEEN = frozenset(_UNSEEN_NAMES.split())
_START = r"(?:^|[;\s])"
_NOUGHT = r"(?:0+(?:\.0*)?|\.0+)"
_STOP = r"\s*(?:;|!|$)"
_CLEAR = (
    rf"(?:transparent|(?:rgb|hsl)a?\((?:(?:[^),]{{0,20}},){{3}}|[^)/]{{0,60}}/)\s*{_NOUGHT}%?\s*\)"
    r"|#[\da-f]{6}00\b|#[\da-f]{3}0\b)"
)
_CLIPPED = r"(?:inset\(\s*(?:100%|[5-9]\d(?:\.\d+)?%\s*\))|circle\(\s*0)"
_OFF_FLOW = rf"(?=[\s\S]*?{_START}position\s*:\s*(?:absolute|fixed))"
# What has a height, a width and a scale of its own; running text has none, whatever its style says of them.
_BOX = (
    rf"(?=[\s\S]*?{_START}(?:display\s*:\s*(?:inline-)?(?:block|flex|grid)|float\s*:\s*(?:left|right)"
    r"|position\s*:\s*(?:absolute|fixed)))"
)
SHRUNK = rf"{_START}(?:transform\s*:[^;]{{0,200}}?scale[xy]?\(\s*{_NOUGHT}\s*[,)]|scale\s*:\s*{_NOUGHT}{_STOP})"
COLLAPSED = (
    rf"(?=[\s\S]*?{_START}overflow(?:-[xy])?\s*:\s*(?:hidden|clip))(?![\s\S]*?(?:min-(?:height|width)|flex(?:-grow)?\s*:))"
    rf"(?=[\s\S]*?{_START}(?:max-)?(?:height|width)\s*:\s*{_NOUGHT}(?:[a-z]+|%)?{_STOP})"
)
_NOT_SHOWN = re.compile(
    rf"{_START}(?:display\s*:\s*none|(?:content-)?visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    rf"|opacity\s*:\s*{_NOUGHT}%?{_STOP}|filter\s*:[^;]{{0,200}}?opacity\(\s*{_NOUGHT}%?\s*\)"
    rf"|font-size\s*:\s*(?:{_NOUGHT}(?:[a-z]+|%)?|(?:1|0?\.\d+)p[xt]){_STOP}|text-indent\s*:\s*-\d{{3,}}"
    rf"|(?:-webkit-)?clip-path\s*:\s*{_CLIPPED})"
    rf"|^(?![\s\S]*?(?:text-shadow|background-clip))[\s\S]*?{_START}(?:-webkit-text-fill-)?color\s*:\s*{_CLEAR}"
    rf"|^{_OFF_FLOW}[\s\S]*?{_START}(?:clip\s*:\s*rect\(\s*([01])(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)"
    r"|(?:left|right|top|bottom)\s*:\s*-\d{4,})"
    rf"|^{_BOX}(?:[\s\S]*?{SHRUNK}|{COLLAPSED})",
    re.IGNORECASE,
)
_GONE = re.compile(
    rf"{_START}(?:display\s*:\s*none|position\s*:\s*(?:absolute|fixed)|mso-hide\s*:\s*all)", re.IGNORECASE
)
_SHOWN = re.compile(r"(?:^|[;\s])display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_LONGEST = 300_000  # characters of style sheets that are looked through
_MOST = 300  # selectors that are asked
_MOST_FOUND = 20_000  # elements that they hide
_DYNAMIC = re.compile(r":(?:hover|active|focus|visited|target|before|after|:|first-line|first-letter|checked|disabled)")


class Property(NamedTuple):
    """What some declarations give an element, and others take from it."""

    words: tuple[str, ...]  # a style sheet without these says nothing of it
    gives: re.Pattern[str]
    takes: re.Pattern[str]
    names: tuple[str, ...] = ()  # an element whose own style has none of these says nothing of it


_WORDS = (
    "none",
    "hidden",
    "opacity",
    "transparent",
    "clip",
    "scale",
    "absolute",
    "fixed",
    "font-size",
    "color",
    "indent",
)
_HIDDEN = Property(_WORDS, _NOT_SHOWN, _SHOWN)
_WITHOUT_ROOM = Property(("none", "absolute", "fixed", "mso-hide"), _GONE, _SHOWN)


def by_rules(page: LexborHTMLParser) -> frozenset[int]:
    """The elements (by ``mem_id``) that the page's own style sheets hide."""
    return having(page, _HIDDEN)


def gone(page: LexborHTMLParser, hidden: frozenset[int]) -> frozenset[int]:
    """Those of the elements that rules hide which leave no room where they would stand."""
    return hidden & having(page, _WITHOUT_ROOM) if hidden else hidden


def leaves_room(node: LexborNode, by_rule: frozenset[int]) -> bool:
    """Is a hidden cell a blank one, which keeps those behind it in their columns? ``by_rule``: those without room."""
    attributes = node.attributes
    return not ("hidden" in attributes or node.mem_id in by_rule or _GONE.search(attributes.get("style") or ""))


def having(page: LexborHTMLParser, wanted: Property) -> frozenset[int]:
    """The elements (by ``mem_id``) that the page's own style sheets give a property, later rules over earlier ones."""
    found: dict[int, bool] = {}
    for node, declarations in _ruled(page, wanted):
        found[node.mem_id] = wanted.gives.search(declarations) is not None
    return frozenset(element for element, has in found.items() if has)


def declared(
    page: LexborHTMLParser, pattern: re.Pattern[str], words: tuple[str, ...]
) -> Iterator[tuple[LexborNode, str]]:
    """Elements and declarations with a pattern: of the page's own rules in their order, then of elements' own style."""
    yield from _ruled(page, Property(words, pattern, re.compile(r"(?!)")))
    for node in page.css(",".join(f"[style*='{word}' i]" for word in words)):
        style = node.attributes.get("style") or ""
        if pattern.search(style):
            yield node, style


def _ruled(page: LexborHTMLParser, wanted: Property) -> Iterator[tuple[LexborNode, str]]:
    """Elements, and the declarations of the page's own rules that give them a property or take it."""
    styles = [node.text(deep=True) for node in page.css("style")]
    telling = "\n".join(style for style in styles if any(word in style.lower() for word in wanted.words))
    found = 0
    for selector, declarations in islice(_rules(telling[:_LONGEST], wanted), _MOST):
        if found > _MOST_FOUND:
            break
        try:
            nodes = page.css(selector)
        except Exception:  # noqa: S112 (a selector that the parser doesn't know gives nothing)
            continue
        found += len(nodes)
        for node in nodes:
            yield node, declarations


def styled(page: LexborHTMLParser, wanted: Property) -> set[int]:
    """The elements (by ``mem_id``) that have a property by a rule or by what their own style says over it."""
    found = set(having(page, wanted))
    for node in page.css(",".join(f"[style*='{name}' i]" for name in wanted.names)):
        style = node.attributes.get("style") or ""
        if wanted.gives.search(style):
            found.add(node.mem_id)
        elif wanted.takes.search(style):
            found.discard(node.mem_id)
    return found


def _rules(style: str, wanted: Property) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that give the property or take it."""
    flat = _without_at_rules(_COMMENT.sub("", style))
    for selectors, declarations in _RULE.findall(flat):
        if wanted.gives.search(declarations) or wanted.takes.search(declarations):
            for selector in selectors.split(","):
                if selector.strip() and not _DYNAMIC.search(selector):
                    yield selector.strip(), declarations


def _without_at_rules(style: str) -> str:
    """The rules that hold for every screen: blocks of @media and their like left out whole."""
    kept, at = [], 0
    while (start := style.find("@", at)) >= 0:
        kept.append(style[at:start])
        at = _end_of_block(style, start)
    return "".join((*kept, style[at:]))


def _end_of_block(style: str, start: int) -> int:
    opening, ending = style.find("{", start), style.find(";", start)
    if opening < 0 or 0 <= ending < opening:
        return ending + 1 if ending >= 0 else len(style)
    depth = 0
    for found in re.compile(r"[{}]").finditer(style, opening):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end()
    return len(style)


@lru_cache(maxsize=4096)  # a page says the same of hundreds of elements
def _hides(style: str) -> bool:
    return _NOT_SHOWN.search(style) is not None


def is_hidden(node: LexborNode, by_rule: frozenset[int]) -> bool:
    """Is an element out of sight by what it says itself, or by a rule that it doesn't overrule?"""
    attributes = node.attributes
    if not attributes and not by_rule:
        return node.tag == "dialog"
    style = attributes.get("style") or ""
    if style and _hides(style):
        return True
    if "hidden" in attributes or (node.tag == "dialog" and "open" not in attributes):
        return True
    return bool(by_rule) and node.mem_id in by_rule and not _SHOWN.search(style)
