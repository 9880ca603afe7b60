"""Converters: what people turn a page, a document or a PDF into text with, each as they would call it.

Each is named by the tool and the way it is asked. One whose library (``pip install '.[converters]'``) or program isn't
there is left out. PyMuPDF (AGPL) and html2text (GPL) are measured here and shipped nowhere.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from . import browser

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that Chromium embeds

Convert = Callable[[bytes, str], str]  # (content, encoding of an HTML page) → text


@dataclass(frozen=True, slots=True)
class Converter:
    """One way to text: from which files, and what it needs."""

    suffixes: tuple[str, ...]
    convert: Convert
    module: str = ""
    program: str = ""

    def here(self) -> bool:
        """Is what it needs installed?"""
        if self.module == "playwright":
            return browser.program() is not None and importlib.util.find_spec("playwright") is not None
        if self.module and importlib.util.find_spec(self.module) is None:
            return False
        return not self.program or shutil.which(self.program) is not None


# --- HTML -----------------------------------------------------------------------------------------------------------


def _soup(separator: str, strip: bool = False) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        from bs4 import BeautifulSoup

        soup = BeautifulSoup(content, "lxml", from_encoding=encoding)
        for element in soup(["script", "style"]):
            element.decompose()
        return str(soup.get_text(separator, strip=strip))

    return convert


def _lxml(content: bytes, encoding: str) -> str:
    return str(_tree(content, encoding).text_content())


def _lxml_lines(content: bytes, encoding: str) -> str:
    return "\n".join(text.strip() for text in _tree(content, encoding).itertext() if text.strip())


def _tree(content: bytes, encoding: str) -> Any:
    from lxml import html

    tree = html.fromstring(content, parser=html.HTMLParser(encoding=encoding))
    for element in tree.xpath("//script|//style|//comment()"):
        element.drop_tree()
    return tree


def _selectolax(separator: str, strip: bool) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(content.decode(encoding))
        tree.strip_tags(["script", "style"])
        return str(tree.body.text(separator=separator, strip=strip) if tree.body else "")

    return convert


def _html2text(**options: Any) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        import html2text

        maker = html2text.HTML2Text(bodywidth=0)
        for name, value in options.items():
            setattr(maker, name, value)
        return str(maker.handle(content.decode(encoding)))

    return convert


def _trafilatura(form: str) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        import trafilatura

        return trafilatura.extract(content.decode(encoding), output_format=form, include_tables=True) or ""

    return convert


def _markitdown(suffix: str) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        from markitdown import StreamInfo

        info = StreamInfo(extension=suffix, charset=encoding if suffix == ".html" else None)
        return str(_markitdown_maker().convert_stream(io.BytesIO(content), stream_info=info).text_content)

    return convert


@cache
def _markitdown_maker() -> Any:
    from markitdown import MarkItDown

    return MarkItDown()


def _pandoc(source: str, target: str) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        if source == "html":
            content = content.decode(encoding).encode()
        command = ["pandoc", "-f", source, "-t", target, "--wrap=none"]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()

    return convert


# --- PDF ------------------------------------------------------------------------------------------------------------


def _pdftotext(*options: str) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", "-", "-"]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()

    return convert


def _pypdf(mode: Literal["plain", "layout"]) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        from pypdf import PdfReader

        return "\n".join(page.extract_text(extraction_mode=mode) for page in PdfReader(io.BytesIO(content)).pages)

    return convert


def _pypdfium2(content: bytes, encoding: str) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")


def _pdfplumber(content: bytes, encoding: str) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def _pdfplumber_tables(content: bytes, encoding: str) -> str:
    """Text of a page, then its tables with tabs, as scripts do it that follow the manual."""
    import pdfplumber

    def parts() -> Iterator[str]:
        with pdfplumber.open(io.BytesIO(content)) as document:
            for page in document.pages:
                found = page.find_tables()
                yield page.filter(_outside([table.bbox for table in found])).extract_text()
                for table in found:
                    yield from ("\t".join((cell or "").replace("\n", "") for cell in row) for row in table.extract())

    return "\n".join(parts())


def _outside(boxes: list[tuple[float, float, float, float]]) -> Callable[[dict[str, Any]], bool]:
    """Does a character stand in none of the boxes?"""

    def outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    return outside


def _pymupdf(content: bytes, encoding: str) -> str:
    import pymupdf

    open_document: Any = pymupdf.open
    with open_document(stream=content, filetype="pdf") as document:
        return "\n".join(page.get_text() for page in document)


# --- Word and sheets --------------------------------------------------------------------------------------------------


def _docx_rows(content: bytes, encoding: str) -> str:
    """Paragraphs and rows in order, cells with tabs: python-docx as most scripts use it (a merged cell comes again)."""
    import docx
    from docx.table import Table

    lines = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _soffice(suffix: str, target: str) -> Convert:
    def convert(content: bytes, encoding: str) -> str:
        return office(content, suffix, target).decode("utf-8-sig", "replace")

    return convert


def office(content: bytes, suffix: str, target: str) -> bytes:
    """A file through LibreOffice, in a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", folder, str(path)], capture_output=True, check=True, timeout=180)
        return path.with_suffix(f".{target.partition(':')[0]}").read_bytes()


def _sheet_rows(content: bytes, encoding: str) -> str:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join("\t".join("" if value is None else str(value) for value in row) for row in rows)


_HTML, _PDF, _DOCX, _XLSX = (".html",), (".pdf",), (".docx",), (".xlsx",)
CONVERTERS: Mapping[str, Converter] = {
    "bs4": Converter(_HTML, _soup(""), "bs4"),
    "bs4 newline": Converter(_HTML, _soup("\n"), "bs4"),
    "bs4 newline strip": Converter(_HTML, _soup("\n", strip=True), "bs4"),
    "bs4 space": Converter(_HTML, _soup(" ", strip=True), "bs4"),
    "bs4 pipe": Converter(_HTML, _soup("|", strip=True), "bs4"),
    "bs4 tab": Converter(_HTML, _soup("\t"), "bs4"),
    "lxml text_content": Converter(_HTML, _lxml, "lxml"),
    "lxml itertext": Converter(_HTML, _lxml_lines, "lxml"),
    "selectolax": Converter(_HTML, _selectolax("", strip=False), "selectolax"),
    "selectolax newline": Converter(_HTML, _selectolax("\n", strip=True), "selectolax"),
    "html2text": Converter(_HTML, _html2text(ignore_links=True), "html2text"),
    "html2text padded": Converter(_HTML, _html2text(pad_tables=True), "html2text"),
    "markitdown": Converter(_HTML, _markitdown(".html"), "markitdown"),
    "trafilatura": Converter(_HTML, _trafilatura("txt"), "trafilatura"),
    "trafilatura markdown": Converter(_HTML, _trafilatura("markdown"), "trafilatura"),
    "pandoc plain": Converter(_HTML, _pandoc("html", "plain"), program="pandoc"),
    "pandoc markdown": Converter(_HTML, _pandoc("html", "gfm"), program="pandoc"),
    "innerText": Converter(_HTML, browser.inner_text, "playwright"),
    "copied": Converter(_HTML, browser.copied, "playwright"),
    "pdftotext": Converter(_PDF, _pdftotext(), program="pdftotext"),
    "pdftotext -layout": Converter(_PDF, _pdftotext("-layout"), program="pdftotext"),
    "pdftotext -raw": Converter(_PDF, _pdftotext("-raw"), program="pdftotext"),
    "pypdf": Converter(_PDF, _pypdf("plain"), "pypdf"),
    "pypdf layout": Converter(_PDF, _pypdf("layout"), "pypdf"),
    "pypdfium2": Converter(_PDF, _pypdfium2, "pypdfium2"),
    "pdfplumber": Converter(_PDF, _pdfplumber, "pdfplumber"),
    "pdfplumber tables": Converter(_PDF, _pdfplumber_tables, "pdfplumber"),
    "PyMuPDF": Converter(_PDF, _pymupdf, "pymupdf"),
    "markitdown pdf": Converter(_PDF, _markitdown(".pdf"), "markitdown"),
    "python-docx": Converter(_DOCX, _docx_rows, "docx"),
    "markitdown docx": Converter(_DOCX, _markitdown(".docx"), "markitdown"),
    "pandoc docx plain": Converter(_DOCX, _pandoc("docx", "plain"), program="pandoc"),
    "pandoc docx markdown": Converter(_DOCX, _pandoc("docx", "gfm"), program="pandoc"),
    "LibreOffice txt": Converter(_DOCX, _soffice(".docx", "txt:Text (encoded):UTF8"), program="soffice"),
    "openpyxl": Converter(_XLSX, _sheet_rows, "openpyxl"),
    "markitdown xlsx": Converter(_XLSX, _markitdown(".xlsx"), "markitdown"),
}


def for_suffix(suffix: str) -> dict[str, Converter]:
    """The converters at hand for files of a suffix."""
    return {name: tool for name, tool in CONVERTERS.items() if suffix in tool.suffixes and tool.here()}


def missing() -> list[str]:
    """The converters that aren't at hand."""
    return [name for name, tool in CONVERTERS.items() if not tool.here()]
