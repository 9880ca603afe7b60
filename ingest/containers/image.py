"""Pictures of pages (``.png .jpg .tif``): characters recognised, cells by the ruling lines that the picture shows.

Needs the extra ``ocr``. What was recognised is marked as such; of its tables only what their sums bear out is stored.
"""

from __future__ import annotations

from ingest.model import Document, Refused

SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
}
SECONDS = 600.0
MEMORY = 4_000_000_000
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")


def claims(_name: str, content: bytes) -> bool:
    """Does it begin as a picture does?"""
    return content.startswith(_MAGIC) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def read(_name: str, content: bytes) -> Document:
    """The pages of a picture, recognised; raises ``Refused`` where the extra isn't installed or it is no picture."""
    from ingest.containers.scans import needed  # noqa: PLC0415 (only who reads pictures waits for its libraries)

    needed("是图片")
    from ingest.containers.scans.pictures import pictures  # noqa: PLC0415
    from ingest.containers.scans.story import recognised  # noqa: PLC0415

    document = recognised(pictures(content))
    if not document.grids and len("".join(document.lines)) < 20:
        raise Refused("图片中没有识别出文字 (no text was recognised in the picture)")
    return document
