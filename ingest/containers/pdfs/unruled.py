"""Tables without ruling lines: lines of text whose pieces stand under one another.

Not read yet as tables: the lines stay text.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.containers.pdfs.shapes import Line, Part


def unruled_tables(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """The lines that are text, and the tables that the others make."""
    return list(lines), []
