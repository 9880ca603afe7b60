"""Text (纯文本): plain text, Markdown and tab-separated values. The transcript is the file.

>>> read("a.txt", "一、概述\\n规章\\t0\\t0".encode("gb18030")).lines
('一、概述', '规章\\t0\\t0')
"""

from __future__ import annotations

from dataclasses import replace

from ingest import source
from ingest.containers import texts
from ingest.model import Document

SUFFIXES = source.MEDIA_TYPES


def claims(_name: str, _content: bytes) -> bool:
    """It takes what no other container does."""
    return True


def read(name: str, content: bytes) -> Document:
    """The lines of a text; raises ``Refused`` for what is none."""
    found = source.source_of(name, content)
    return replace(texts.read(found.text), encoding=found.encoding, cut=not found.text.endswith("\n"))
