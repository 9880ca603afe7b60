"""What the tests of the site read out of its pages."""

from __future__ import annotations

import html
import json
import re
from typing import Any


def text(page: str) -> str:
    """What a reader sees of some markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def figures(page: str) -> dict[str, str]:
    """The charts of a page by name."""
    return dict(re.findall(r'<figure class="chart" id="chart-(\w+)">(.*?)</figure>', page, re.S))


def specification(figure: str) -> Any:
    """What a chart is drawn from: its Vega-Lite specification with the rows."""
    found = re.search(r'data-specification="([^"]*)"', figure)
    assert found
    return json.loads(html.unescape(found[1]))
