"""Attachments (附件): a page whose report is a file behind a link.

A link counts by its path's suffix, or its text's where the path is a script (``download.jsp?id=3`` named 年报.pdf). Of
a page with no statutory table every such link is taken; of a page that has one none: its report is the page, and the
file beside it is the same report again, a form to fill in, or another paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

SUFFIXES = (".pdf", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".ofd", ".rtf", ".odt", ".zip")
MOST = 10  # of one page
_SUFFIX = re.compile(rf"({'|'.join(re.escape(suffix) for suffix in SUFFIXES)})(?![a-z0-9])", re.IGNORECASE)
_TABLES = ("依申请公开", "总计", "自然人", "行政复议")  # words of the statutory tables, which no page has by chance


def attachments(html: str, address: str) -> list[str]:
    """The addresses of a page's attachments that may be its report, in order, each once."""
    base, links = _links(html)
    if all(word in html for word in _TABLES):
        return []
    found: dict[str, None] = {}
    for href, text in links:
        url = urljoin(urljoin(address, base), href.strip()).partition("#")[0]
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or url == address:
            continue
        if any(_SUFFIX.search(named) for named in (unquote(parts.path), unquote(parts.query), text)):
            found.setdefault(url)
    return list(found)[:MOST]


def _links(html: str) -> tuple[str, list[tuple[str, str]]]:
    parser = _Links()
    parser.feed(html)
    parser.close()
    return parser.base, parser.links


class _Links(HTMLParser):
    """Every ``<a href>`` with its text, outside scripts; and ``<base href>``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.links: list[tuple[str, str]] = []
        self._open: list[str] | None = None
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "base" and href and not self.base:
            self.base = href
        elif tag == "a":
            self._end()
            self._href, self._open = href, [dict(attrs).get("title") or ""]

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        if self._open is not None and self._href:
            self.links.append((self._href, "".join(self._open)))
        self._open = None


def decoded(content: bytes, charset: str | None) -> str:
    """A page's text, good enough to find links in: never stored."""
    for encoding in filter(None, (charset, "utf-8", "gb18030")):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace")


def suffix(names: Iterable[str], media_type: str, content: bytes) -> str:
    """What a file's name ends with: by its first bytes, what it or its address is called, its type; else ``.bin``.

    >>> suffix(["download.jsp"], "application/octet-stream", b"%PDF-1.7")
    '.pdf'
    >>> suffix(["2021年报.docx"], "application/zip", b"PK\\x03\\x04")
    '.docx'
    """
    for magic, ending in _MAGIC:
        if content.startswith(magic):
            return ending
    for name in names:
        match = _SUFFIX.search(name)
        if match:
            return match[1].lower()
    return _TYPES.get(media_type, ".bin")


def is_wanted(media_type: str) -> bool:
    """Might this type of file hold a report? (A server that doesn't know says octet-stream.)"""
    kind, _, sub = media_type.partition("/")
    return kind in ("", "application", "text", "image", "multipart", "binary") and sub not in _NEVER


_NEVER = frozenset({"css", "javascript", "x-javascript", "ecmascript", "json", "svg+xml", "x-font-ttf", "wasm"})
_MAGIC = ((b"%PDF-", ".pdf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"{\\rtf", ".rtf"))
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "multipart/related": ".mhtml",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}
