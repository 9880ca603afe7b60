"""PDF (ISO 32000): tables by their ruling lines, over page breaks too; without lines, by where the words stand.

A page without text is a picture of one: it is refused here, or recognised where the extra for that is installed.
"""

from __future__ import annotations

from ingest.model import Document, Refused
from ingest.transcript import Transcript

SUFFIXES = {".pdf": "application/pdf"}
SECONDS = 60.0
_MOST_PAGES = 200
_MOST_CHARS = 1_000_000


def claims(_name: str, content: bytes) -> bool:
    """Does it begin as a PDF does? (Some servers put a few bytes before it.)"""
    return b"%PDF-" in content[:1024]


def read(_name: str, content: bytes) -> Document:
    """The pages' blocks; raises ``Refused`` for what is broken, locked or a picture."""
    from ingest.containers.pdfs.joining import Story  # noqa: PLC0415 (only who reads PDF waits for its libraries)
    from ingest.containers.pdfs.opening import pages  # noqa: PLC0415
    from ingest.containers.pdfs.page import blocks  # noqa: PLC0415

    story = Story()
    chars = 0
    for number, page in enumerate(pages(content, _MOST_PAGES), 1):
        chars += len(page.chars)
        if chars > _MOST_CHARS:
            raise Refused(f"文字超过 {_MOST_CHARS:,} 个，不像年度报告 (more than {_MOST_CHARS:,} characters)")
        story.page(number, blocks(page))
    if not chars:
        raise Refused("PDF 中没有文字，是扫描件或图片 (a PDF without text: a scan)")
    paper = Transcript()
    story.tell(paper)
    return paper.document()
