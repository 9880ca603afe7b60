"""Pages of a PDF one after another, each forgotten when the next is asked for."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfplumber.utils.exceptions import PdfminerException

from ingest.containers.pdfs.sight import SeenPage, seen
from ingest.model import Refused

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font; what matters is told here


def pages(content: bytes, most: int) -> Iterator[Any]:
    """Each page, as pdfplumber gives it, characters printed twice for boldness taken once. Raises ``Refused``."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > most:
                raise Refused(f"超过 {most} 页，不像年度报告 (more than {most} pages)")
            for one in pdf.pages:
                page = seen(SeenPage(pdf, one.page_obj, one.page_number))
                yield page.dedupe_chars(tolerance=1.5, extra_attrs=("size",))
                page.close()
    except Refused:
        raise
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        raise Refused("PDF 有密码，请先解除 (a PDF with a password: take it off first)") from None
    except PdfminerException as error:
        if "Password" in repr(error):
            raise Refused("PDF 有密码，请先解除 (a PDF with a password: take it off first)") from None
        raise Refused(f"PDF 已损坏，无法读取 (a broken PDF: {_short(error)})") from None
    except RecursionError:
        raise Refused("PDF 已损坏，无法读取 (a broken PDF: it goes in circles)") from None
    except MemoryError:
        raise
    except Exception as error:  # the library has errors of its own for every kind of damage
        raise Refused(f"PDF 已损坏，无法读取 (a broken PDF: {_short(error)})") from None


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120]
