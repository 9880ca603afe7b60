"""Word (文字处理文档): Office Open XML (ECMA-376, ISO/IEC 29500), as Word and WPS write it.

What a reader of the finished document sees: tracked changes as accepted, hidden text left out, numbers that Word makes
(一、 of a heading style) put in, what is struck through marked (``~~12~~``), text boxes where they are anchored, page
headers before the text. Merged cells (``gridSpan``, ``vMerge``) give each cell its exact place.
"""

from __future__ import annotations

from ingest.containers.ooxml import is_package
from ingest.model import Document
from ingest.transcript import Transcript

SUFFIXES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
}
SECONDS = 10.0


def claims(_name: str, content: bytes) -> bool:
    """Is this a zip whose parts are a Word document's?"""
    return is_package(content, b"word/")


def read(_name: str, content: bytes) -> Document:
    """The document's blocks; raises ``Refused`` where it is broken, too large or empty."""
    from ingest.containers.ooxml.body import Body  # noqa: PLC0415 (only who reads Word waits for lxml)
    from ingest.containers.ooxml.package import Package  # noqa: PLC0415
    from ingest.containers.ooxml.styles import Styles  # noqa: PLC0415

    package = Package(content)
    main = package.main("word/document.xml")
    styles = Styles(package.related(main, "styles"), package.related(main, "numbering"))
    page = Transcript()
    body = Body(page, styles)
    headers = [package.part(path) for path in package.targets(main, "header")]
    page.part("页眉")
    body.margins(header for header in headers if header is not None)
    page.part("")
    body.story(package.part(main))
    notes = [package.related(main, kind) for kind in ("footnotes", "endnotes")]
    page.part("脚注")
    body.margins(note for note in notes if note is not None)
    return page.document()
