"""Web pages (网页): HTML and XHTML, saved pages in one file (MHT), and text that holds an HTML table.

The page is parsed as a browser parses it and then only looked at: nothing is fetched, no script is run. What the reader
of the page doesn't see stays out; of what he sees, the article that is the report is told from the site around it.

>>> page = read("a.html", "<h2>一、总体情况</h2><table><tr><td>规章<td>0<td></table>".encode())
>>> page.lines
('一、总体情况', '规章\\t0\\t')
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.containers.web.charset import decoded
from ingest.model import Document

SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
}
_BEGINS = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|style|center|div|table|h1|p|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = re.compile(rb"<(?:html|head|body)[\s>]", re.IGNORECASE)
_TABLE = re.compile(rb"<table\b[^<>]{0,2000}>", re.IGNORECASE)
_CELL = re.compile(rb"</t[dr]\s*>|<td\b", re.IGNORECASE)
_ENVELOPE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/", re.IGNORECASE)
_LOOKED_AT = 8192  # bytes


def claims(name: str, content: bytes) -> bool:
    """Pages by their markup, whatever their name; a text with an HTML table in it is one too."""
    head = _bytes_of_characters(content[:_LOOKED_AT])
    if b"\0" in head or head.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")):
        return False
    if _BEGINS.match(head) or _INSIDE.search(head) or is_envelope(content):
        return True
    if not name.lower().endswith((*SUFFIXES, ".txt", ".text", ".md", ".markdown", "-")) and "." in name:
        return False
    whole = _bytes_of_characters(content)
    return _TABLE.search(whole) is not None and _CELL.search(whole) is not None


def is_envelope(content: bytes) -> bool:
    """Is this a saved page with its pictures (MHT)?"""
    return _ENVELOPE.match(content[:_LOOKED_AT].lstrip()) is not None


def _bytes_of_characters(content: bytes) -> bytes:
    """UTF-16 with its mark as bytes in which ASCII can be searched for."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16", "replace").encode("utf-8", "replace") if wide else content


def read(_name: str, content: bytes) -> Document:
    """The article of a page; raises ``Refused`` where there is nothing to read."""
    from ingest.containers.web import envelope, page  # noqa: PLC0415 (the parser is loaded for pages only)

    if is_envelope(content):
        return page.best([decoded(*part) for part in envelope.pages(content)])
    text = decoded(content)
    return replace(page.best([text]), cut=_ends_in_words(text[0]))


def _ends_in_words(page: str) -> bool:
    """Does a page end too soon, with words, not even the beginning of a tag behind them?"""
    tail = page[page.rfind(">") + 1 :]
    return bool(tail.strip()) and "<" not in tail
