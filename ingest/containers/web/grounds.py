"""White print on no ground (白色字): digits that nobody sees where nothing behind them is of another colour.

A ground is what an element or one around it is given: a colour, a picture. Where a page's own rules and attributes give
none, the paper is white.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.containers.web.cascade import Property, styled
from ingest.containers.web.shifts import WHITE

_START = r"(?:^|[;\s{])"
_PRINT = Property(
    ("color",),
    re.compile(rf"{_START}color\s*:\s*{WHITE}", re.IGNORECASE),
    re.compile(rf"{_START}color\s*:", re.IGNORECASE),
    ("color",),
)
_GROUND = Property(
    ("background",),
    re.compile(
        rf"{_START}background(?:-color|-image)?\s*:\s*(?!none|transparent|inherit|initial|unset|{WHITE})[^;]",
        re.IGNORECASE,
    ),
    re.compile(rf"{_START}background(?:-color)?\s*:", re.IGNORECASE),
    ("background",),
)
_WHITE_NAMES = ("white", "#fff", "#ffffff", "ffffff")
_OF_FONT = ",".join(f"font[color='{name}' i]" for name in _WHITE_NAMES)
_CELLS = ("td", "th")


def white_on_white(page: LexborHTMLParser, text: str) -> frozenset[int]:
    """The cells of tables and the elements in them (by ``mem_id``) whose digits are white on nothing."""
    lower = text.lower()
    if "color" not in lower or not any(word in lower for word in ("white", "#f", "rgb", "hsl", "ffffff")):
        return frozenset()
    white = styled(page, _PRINT) | {node.mem_id for node in page.css(_OF_FONT)}
    if not white:
        return frozenset()
    grounds = styled(page, _GROUND)
    grounds.update(node.mem_id for node in page.css("[bgcolor], [background]") if _is_coloured(node))
    return frozenset(
        node.mem_id
        for node in _of_tables(page, white)
        if any(map(str.isdigit, node.text(deep=True))) and not grounds.intersection(_around(node))
    )


def _of_tables(page: LexborHTMLParser, white: set[int]) -> Iterator[LexborNode]:
    """White cells, those of white rows, and white elements in cells."""
    for node in page.css("tr, td, th, td *, th *"):
        if node.mem_id in white and node.tag == "tr":
            yield from (cell for cell in node.iter() if cell.tag in _CELLS)
        elif node.mem_id in white:
            yield node


def _is_coloured(node: LexborNode) -> bool:
    return bool(node.attributes.get("background")) or (node.attributes.get("bgcolor") or "").lower() not in (
        "", "transparent", *_WHITE_NAMES
    )  # fmt: skip


def _around(node: LexborNode) -> Iterator[int]:
    above: LexborNode | None = node
    while above is not None:
        yield above.mem_id
        above = above.parent
