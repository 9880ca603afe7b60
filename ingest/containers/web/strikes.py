"""Text that a page strikes through (删除线), by elements that do it and by style."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from ingest.containers.web.cascade import Property, styled

STRIKES = frozenset(("s", "strike"))  # del is left out like all that is deleted
_DECORATION = r"(?:^|[;\s{])text-decoration(?:-line)?\s*:"
_BY_STYLE = Property(
    ("line-through",),
    re.compile(rf"{_DECORATION}[^;]*line-through", re.IGNORECASE),
    re.compile(rf"{_DECORATION}(?![^;]*line-through)", re.IGNORECASE),
    ("text-decoration",),
)
_HOLD_CELLS = frozenset(("table", "thead", "tbody", "tfoot", "tr"))


def struck_elements(page: LexborHTMLParser, text: str) -> frozenset[int]:
    """The elements (by ``mem_id``) that are struck by style, and the cells of those that hold cells."""
    if "line-through" not in text.lower():
        return frozenset()
    found = styled(page, _BY_STYLE)
    for node in page.css(",".join(_HOLD_CELLS)):
        if node.mem_id in found:
            found.update(cell.mem_id for cell in node.css("td, th"))
    return frozenset(found)
