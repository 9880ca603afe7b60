"""What the tests of the site read out of its pages."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any


def text(page: str) -> str:
    """What a reader sees of some markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def without_most_pictures(links: Iterable[str]) -> list[str]:
    """Links; of the pictures of charts, which take a second each to draw, only the first of each kind of file."""
    kept: dict[str, str] = {}
    for link in links:
        picture = re.match(r"/-/chart/\w+\.(png|svg)\b", link)
        kept.setdefault(picture[1] if picture else link, link)
    return list(kept.values())


def figures(page: str) -> dict[str, str]:
    """The charts of a page by name."""
    return dict(re.findall(r'<figure class="chart" id="chart-(\w+)">(.*?)</figure>', page, re.S))


def specification(figure: str) -> Any:
    """What a chart is drawn from: its Vega-Lite specification with the rows."""
    found = re.search(r'data-specification="([^"]*)"', figure)
    assert found
    return json.loads(html.unescape(found[1]))
