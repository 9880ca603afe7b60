"""A draft beside the others, the list and the year asked for: findings that no draft alone can give."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ingest.drafts.model import Asked
from ingest.model import Finding
from ingest.pipeline.checking import Read


def findings(read: Sequence[Read], asked: Asked, connection: sqlite3.Connection | None) -> list[list[Finding]]:
    """For each file what the others, the list and the year say of it."""
    return [[] for _ in read]
