"""robots.txt (RFC 9309): what a site lets programs fetch, and how long it wants them to wait between requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from ingest.fetch.transport import ROBOT, Again, Answer

_MOST = 500_000  # bytes; what is behind them needn't be read (RFC 9309, 2.5)
_LONGEST = 60.0  # seconds; a longer delay is somebody's slip


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site; ``rules`` is None where none could be had, and then nothing may be fetched."""

    rules: Protego | None

    def allows(self, url: str) -> bool:
        """May this address be fetched?"""
        return self.rules is not None and bool(self.rules.can_fetch(url, ROBOT))

    @property
    def delay(self) -> float:
        """Seconds to wait between two requests, as the site asks."""
        asked = self.rules.crawl_delay(ROBOT) if self.rules is not None else None
        return min(float(asked or 0.0), _LONGEST)


def robots_of(url: str, get: Callable[[str], Answer]) -> Robots:
    """The rules of an address's site; raises ``Refused`` where the site isn't to be asked at all.

    No file (4xx) allows everything, a broken server nothing (RFC 9309, 2.3.1).
    """
    parts = urlsplit(url)
    try:
        answer = get(f"{parts.scheme}://{parts.netloc}/robots.txt")
    except Again:
        return Robots(None)
    if answer.status >= 500:
        return Robots(None)
    text = answer.content[:_MOST].decode("utf-8-sig", "replace") if answer.status < 300 else ""
    return Robots(Protego.parse(text))
