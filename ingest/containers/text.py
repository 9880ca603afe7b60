"""Text (纯文本): plain text, Markdown and tab-separated values. The transcript is the file; its tables are still lines.

>>> read("a.txt", "一、概述\\n规章\\t0\\t0".encode("gb18030")).lines
('一、概述', '规章\\t0\\t0')
"""

from __future__ import annotations

from dataclasses import replace

from ingest import layouts, source
from ingest.containers.texts import grids_of
from ingest.model import Document

SUFFIXES = source.MEDIA_TYPES
HANDED_OVER = (
    "exact",
    "rows",
    "stream",
)  # the places whose grids are read as grids; the matcher reads the lines of all others


def claims(_name: str, _content: bytes) -> bool:
    """It takes what no other container does."""
    return True


def read(name: str, content: bytes) -> Document:
    """The lines of a text; raises ``Refused`` for what is none."""
    found = source.source_of(name, content)
    document = layouts.read(found.text)
    grids = tuple(grid for grid in grids_of(document.lines, document.folded) if grid.places in HANDED_OVER)
    return replace(document, encoding=found.encoding, blocks=grids, verbatim=True)
