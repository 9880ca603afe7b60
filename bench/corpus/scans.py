"""A scanner: a printed page as pictures only, a little askew, grey and grainy, in one PDF."""

from __future__ import annotations

import io
from random import Random
from typing import Any

DPI = 200


def scan(pdf: bytes, seed: int) -> bytes:
    """The pages of a PDF as pictures in a PDF without text."""
    import pypdfium2

    random = Random(f"scan {seed}")
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [_worn(page.render(scale=DPI / 72).to_pil(), random) for page in document]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return stream.getvalue()


def _worn(page: Any, random: Random) -> Any:
    """Grey, turned by up to a third of a degree, with paper that isn't white and a little noise."""
    from PIL import Image

    grey = page.convert("L").rotate(random.uniform(-0.3, 0.3), fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(grey.size, random.uniform(4, 14))
    return Image.blend(grey, noise, 0.08)
