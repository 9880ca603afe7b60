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
_NOT_SHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,})",
    re.IGNORECASE,
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


_HIDDEN = Property(("none", "hidden"), _NOT_SHOWN, _SHOWN)


def by_rules(page: LexborHTMLParser) -> frozenset[int]:
    """The elements (by ``mem_id``) that the page's own style sheets hide."""
    return having(page, _HIDDEN)


def having(page: LexborHTMLParser, wanted: Property) -> frozenset[int]:
    """The elements (by ``mem_id``) that the page's own style sheets give a property, later rules over earlier ones."""
    styles = [node.text(deep=True) for node in page.css("style")]
    telling = "\n".join(style for style in styles if any(word in style.lower() for word in wanted.words))
    found: dict[int, bool] = {}
    for selector, has in islice(_rules(telling[:_LONGEST], wanted), _MOST):
        if len(found) > _MOST_FOUND:
            break
        try:
            for node in page.css(selector):
                found[node.mem_id] = has
        except Exception:  # noqa: S112 (a selector that the parser doesn't know gives nothing)
            continue
    return frozenset(element for element, has in found.items() if has)


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


def _rules(style: str, wanted: Property) -> Iterator[tuple[str, bool]]:
    """Selectors, and whether their rule gives the property or takes it."""
    flat = _without_at_rules(_COMMENT.sub("", style))
    for selectors, declarations in _RULE.findall(flat):
        gives = wanted.gives.search(declarations) is not None
        if gives or wanted.takes.search(declarations):
            for selector in selectors.split(","):
                if selector.strip() and not _DYNAMIC.search(selector):
                    yield selector.strip(), gives


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
        return False
    style = attributes.get("style") or ""
    if style and _hides(style):
        return True
    if "hidden" in attributes or (node.tag == "dialog" and "open" not in attributes):
        return True
    return bool(by_rule) and node.mem_id in by_rule and not _SHOWN.search(style)
