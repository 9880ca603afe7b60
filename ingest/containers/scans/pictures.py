"""Pictures by name of their format → arrays of grey, one a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from ingest.model import Refused

DOTS = 200  # an inch: what pages are recognised at
_MOST_PAGES = 30
_MOST_PIXELS = 40_000_000  # of a page; an A3 page at 300 dots an inch has 17 million
_LEAST, _WIDEST = 1000, 2400  # pixels across: smaller pages are enlarged, larger ones reduced, so that letters are met


def pictures(content: bytes) -> Iterator[Any]:
    """The pages of a picture's file, each an array (height, width) of grey from 0; raises ``Refused``."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as file:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number >= _MOST_PAGES:
                    raise Refused(f"超过 {_MOST_PAGES} 页 (more than {_MOST_PAGES} pages)")
                yield grey(ImageOps.exif_transpose(frame))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("图片过大 (too large a picture)") from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused(f"图片已损坏，无法读取 (a broken picture: {str(error)[:100]})") from None


def grey(picture: Any) -> Any:
    """A picture as an array of grey, of a size at which letters are well met."""
    flat = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA")
    flat.paste(clear, mask=clear.getchannel("A"))
    width, height = flat.size
    if min(width, height) < 50:
        raise Refused("图片过小 (too small a picture)")
    wanted = min(max(width, _LEAST), _WIDEST)
    if wanted != width:
        flat = flat.resize((wanted, round(height * wanted / width)), Image.Resampling.LANCZOS)
    return np.asarray(flat.convert("L"))
