"""Files of older and other word processors (``.doc .wps .rtf .odt``): LibreOffice turns them into ``.docx``.

LibreOffice isn't part of this project; where it isn't installed such a file is refused with the word that says so.
"""

from __future__ import annotations

from pathlib import PurePath

from ingest.containers import docx, xlsx
from ingest.containers.office.convert import converted
from ingest.model import Document, Refused

SUFFIXES = {
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".fodt": "application/vnd.oasis.opendocument.text-flat-xml",
}
SECONDS = 60.0
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODT = b"application/vnd.oasis.opendocument.text"


def claims(name: str, content: bytes) -> bool:
    """Is this a compound file that is no workbook, RTF or an OpenDocument text?"""
    if xlsx.claims(name, content):
        return False
    if content.startswith(b"PK"):
        return _ODT in content[:200]
    return content.startswith((_OLE, b"{\\rtf")) or (content.lstrip()[:5] == b"<?xml" and _ODT in content[:4000])


def read(name: str, content: bytes) -> Document:
    """The blocks of the document as LibreOffice understands it; raises ``Refused`` where it can't."""
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Refused("文件有密码，请先解除 (a file with a password: take it off first)")
    suffix = PurePath(name).suffix.lower()
    return docx.read(name, converted(content, suffix if suffix in SUFFIXES else _suffix(content), "docx"))


def _suffix(content: bytes) -> str:
    return ".rtf" if content.startswith(b"{") else ".doc" if content.startswith(_OLE) else ".odt"
