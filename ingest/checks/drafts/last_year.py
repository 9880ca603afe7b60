"""A draft against last year's report, number by number (``facts(whole=True)``)."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.across import Facts
from ingest.model import Check, Finding

CHECKS: tuple[Check, ...] = ()


def compare(now: Facts, before: Facts) -> Iterator[Finding]:
    """What a draft says that last year's report makes doubtful."""
    yield from ()
