"""PDF (ISO 32000): tables by their ruling lines, over page breaks too; without lines, by where the words stand.

A page without text is a picture of one: it is refused here, or recognised where the extra for that is installed.
"""

from __future__ import annotations

from ingest.containers.scans import is_installed, needed
from ingest.model import Document, Refused
from ingest.transcript import Transcript

SUFFIXES = {".pdf": "application/pdf"}
SECONDS = 600.0  # of scanned pages; one with text takes a tenth of a second
MEMORY = 4_000_000_000
_MOST_PAGES = 200
_MOST_CHARS = 1_000_000
_FEW = 40  # characters beside a picture of the whole page: its number, a running head


def claims(_name: str, content: bytes) -> bool:
    """Does it begin as a PDF does? (Some servers put a few bytes before it.)"""
    return b"%PDF-" in content[:1024]


def read(_name: str, content: bytes) -> Document:
    """The pages' blocks; raises ``Refused`` for what is broken, locked or a picture."""
    from ingest.containers.pdfs.joining import Story  # noqa: PLC0415 (only who reads PDF waits for its libraries)
    from ingest.containers.pdfs.opening import pages  # noqa: PLC0415
    from ingest.containers.pdfs.page import blocks  # noqa: PLC0415
    from ingest.containers.pdfs.sight import is_picture  # noqa: PLC0415

    story = Story()
    chars = number = 0
    told = None
    without: list[int] = []
    for number, page in enumerate(pages(content, _MOST_PAGES), 1):
        chars += len(page.chars)
        if chars > _MOST_CHARS:
            raise Refused(f"文字超过 {_MOST_CHARS:,} 个，不像年度报告 (more than {_MOST_CHARS:,} characters)")
        if page.images and (not page.chars or (len(page.chars) < _FEW and is_picture(page))):
            without.append(number)
        told = blocks(page, told.last if told else None)
        story.page(number, told)
    if not chars or len(without) == number:
        needed("PDF 是扫描件")
    if without and is_installed():
        from ingest.containers.scans.rendering import rendered  # noqa: PLC0415
        from ingest.containers.scans.story import blocks_of  # noqa: PLC0415

        for number, grey in rendered(content, without):
            story.page(number, blocks_of(grey))
    paper = Transcript()
    story.tell(paper)
    return paper.document(recognised=bool(without) and is_installed(), broken=story.is_broken)
