"""Pictures of pages → one document, by the same way as a PDF's pages once their lines and words are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ingest.containers.pdfs.joining import Story
from ingest.containers.pdfs.page import Blocks, arranged
from ingest.containers.pdfs.ruled import tables_of
from ingest.containers.scans.sheet import Sheet, sheet_of
from ingest.model import Document
from ingest.transcript import Transcript

_WIDTH = 595.0  # points: an A4 page, to which every picture is brought


def recognised(pages: Iterable[Any]) -> Document:
    """The blocks of pages, arrays (height, width) of grey, marked as recognised."""
    story = Story()
    for number, grey in enumerate(pages, 1):
        story.page(number, blocks_of(grey))
    paper = Transcript()
    story.tell(paper)
    return paper.document(recognised=True)


def blocks_of(grey: Any) -> Blocks:
    """The blocks of one page."""
    sheet = _in_points(sheet_of(grey))
    return arranged(tables_of(sheet.lines, sheet.chars), sheet.chars, sheet.height, sheet.width)


def _in_points(sheet: Sheet) -> Sheet:
    scale = _WIDTH / sheet.width
    lengths = ("x0", "x1", "top", "bottom", "doctop", "width", "height")
    lines = [line | {name: line[name] * scale for name in lengths} for line in sheet.lines]
    chars = [
        char._replace(
            left=char.left * scale,
            top=char.top * scale,
            right=char.right * scale,
            bottom=char.bottom * scale,
            size=char.size * scale,
        )
        for char in sheet.chars
    ]
    return replace(sheet, width=_WIDTH, height=sheet.height * scale, lines=lines, chars=chars)
