"""Pages of a PDF that hold a picture and no text, drawn as pictures again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2

from ingest.containers.scans.pictures import DOTS, grey
from ingest.model import Refused

_MOST = 30  # pages
_LONGEST = 20.0 * 72  # points; no report is printed on a larger sheet


def rendered(content: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, Any]]:
    """The pages of these numbers, from 1, each an array of grey; raises ``Refused``."""
    if len(numbers) > _MOST:
        raise Refused(f"扫描页超过 {_MOST} 页 (more than {_MOST} scanned pages)")
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            for number in numbers:
                page = pdf[number - 1]
                longest = max(page.get_size())
                picture = page.render(scale=DOTS / 72 * min(1.0, _LONGEST / longest)).to_pil()
                page.close()
                yield number, grey(picture)
    except pypdfium2.PdfiumError as error:
        raise Refused(f"PDF 已损坏，无法读取 (a broken PDF: {str(error)[:100]})") from None
