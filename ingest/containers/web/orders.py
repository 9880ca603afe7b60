"""What a page shows otherwise than it is written (显示顺序、生成内容): characters in another order, words of a style.

Which digits a reader sees there, and in which order, isn't made up: they are told as what can't be read.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.containers.web.cascade import Property, selected, styled
from ingest.containers.web.sheets import rules_of

_START = r"(?:^|[;\s{])"
_TURNING = ("bidi", "flex", "grid", "relative")  # a page without these turns nothing
_TURNED = Property(
    _TURNING,
    re.compile(
        rf"{_START}(?:unicode-bidi\s*:\s*[\w-]*override|(?:-webkit-|-ms-flex-)?order\s*:\s*[-+]?0*[1-9]"
        r"|flex-(?:direction|flow)\s*:[^;]{0,40}-reverse|grid-(?:area|row|column)[\w-]*\s*:\s*(?!auto|none))"
        rf"|^(?=[\s\S]*?{_START}position\s*:\s*relative)[\s\S]*?{_START}(?:left|right)\s*:\s*[-+]?[\d.]*[1-9]",
        re.IGNORECASE,
    ),
    re.compile(r"(?!)"),
    ("bidi", "reverse", "grid-", "relative", " order", ";order", "^order"),
)
_CONTENT = re.compile(rf"{_START}content\s*:\s*([^;]+)", re.IGNORECASE)
_WORDS = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]+)[^)]*\)|(counters?\(|var\()""")
_ESCAPE = re.compile(r"\\([\da-fA-F]{1,6})\s?|\\(.)")
_UNITS = frozenset("件项条个宗起次份部篇人")  # behind a number these leave it what it is
_TELLING = frozenset("%％+-－−±.．,，")


def turned(page: LexborHTMLParser, text: str) -> frozenset[int]:
    """The elements (by ``mem_id``) whose characters or boxes are shown in another order than they are written in."""
    lower = text.lower()
    found = styled(page, _TURNED) if any(word in lower for word in _TURNING) else set()
    if "<bdo" in lower:
        found.update(node.mem_id for node in page.css("bdo[dir='rtl' i]"))
    return frozenset(found)


def generated(page: LexborHTMLParser, text: str) -> frozenset[int]:
    """The elements (by ``mem_id``) that rules print words before or behind which may be part of a number."""
    if "content" not in text.lower():
        return frozenset()
    found = set[int]()
    for rule in rules_of(page):
        said = _CONTENT.search(rule.declarations) if rule.pseudo else None
        if said is not None and _WORDS.search(said[1]):
            found.update(node.mem_id for node in selected(page, rule) if _tells(said[1], node))
    return frozenset(found)


def _tells(content: str, node: LexborNode) -> bool:
    """May words of a style change the number that they stand by?"""
    words = ""
    for double, single, attribute, counted in _WORDS.findall(content):
        words += (double or single) or (node.attributes.get(attribute) or "" if attribute else "1" if counted else "")
    plain = _ESCAPE.sub(lambda found: _character(found[1]) if found[1] else found[2], words).strip()
    return plain not in _UNITS and any(char.isalnum() or (char in _TELLING and plain != ".") for char in plain)


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "?"
