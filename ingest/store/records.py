"""What the store hands to others (记录): a source as kept, a finding as judged, what someone said of it."""

from __future__ import annotations

import zlib
from typing import Literal, NamedTuple

from ingest.model import Origin


class Stored(NamedTuple):
    """A source as the database keeps it."""

    id: int
    name: str
    content: bytes
    origin: Origin

    def bytes(self) -> bytes:
        """The file as it came."""
        return zlib.decompress(self.content)


class Verdict(NamedTuple):
    """What someone said of a finding."""

    verdict: Literal["dismissed", "confirmed"]
    note: str
    reviewed_at: str


class Reviewed(NamedTuple):
    """A finding as it is judged."""

    key: str
    agency: str
    year: int
    scope: str
    check_id: str
    table_name: str | None
    row_code: str | None
    column_name: str | None
    stated: str | None
    expected: str | None
    message: str
