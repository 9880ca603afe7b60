"""How large a page's characters are (字号): sizes in points, pixels …, in which parts of one cell may differ.

Digits that stand beside others much larger than they are may be a note's mark; nobody knows, and they are parted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.containers.web.cascade import declared

_USUAL = 14.0  # pixels: 五号, 10.5 points
_MUCH = 0.8  # below this share of the other's size one is a mark
_SIZE = re.compile(
    r"(?:^|[;\s{])font(?:-size\s*:\s*|\s*:[^;]{0,200}?)(?<![\d.])(\d{1,3}(?:\.\d+)?|\.\d+)(pt|px|mm|cm|in|pc|q)\b",
    re.IGNORECASE,
)
_PIXELS = {"pt": 4 / 3, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0, "q": 96 / 101.6}


def sizes(page: LexborHTMLParser, text: str) -> dict[int, float]:
    """The pixels of the elements (by ``mem_id``) whose style, or the page's own rules, state a length."""
    if "font" not in text.lower():
        return {}
    found, known = dict[int, float](), dict[str, float]()
    for node, declarations in declared(page, _SIZE, ("font",)):
        if declarations not in known:
            number, unit = _SIZE.findall(declarations)[-1]
            known[declarations] = float(number) * _PIXELS[unit.lower()]
        found[node.mem_id] = known[declarations]
    return found


def size_of(node: LexborNode, known: Mapping[int, float]) -> float:
    """The size that an element has by itself or from what it stands in; 0: not known."""
    at: LexborNode | None = node if known else None
    while at is not None:
        if at.mem_id in known:
            return known[at.mem_id]
        at = at.parent
    return 0.0


def differ(one: float, other: float) -> bool:
    """Is one of two sizes much smaller? One that isn't known is at least the usual.

    >>> differ(8, 0), differ(12, 0), differ(24, 0), differ(20, 14), differ(0, 0)
    (True, False, False, True, False)
    """
    least, most = sorted((one or max(other, _USUAL), other or max(one, _USUAL)))
    return least < _MUCH * most
