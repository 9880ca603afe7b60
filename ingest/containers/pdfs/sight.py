"""What of a PDF's page is seen, and which way up (可见、方向): text drawn in no ink over a scan, pages turned aside.

A scanner's program lays what it recognised under the picture, as text that is never shown: it may be wrong, and is no
text of the page. Lengths are points.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

_NO_INK = (3, 7)  # text rendering modes (ISO 32000-1, 9.3.6): neither filled nor stroked
_UNSEEN = "Unseen"
_INK = 0.01  # of a colour's scale
_MOST = 0.5  # of the page that a picture covers, of its characters that lie aside


class _Device(PDFPageAggregatorWithMarkedContent):
    """Marks characters that are drawn in no ink."""

    _is_unseen = False

    def render_string(self, textstate: Any, *others: Any, **named: Any) -> None:
        self._is_unseen = textstate.render in _NO_INK
        super().render_string(textstate, *others, **named)

    def render_char(self, *args: Any, **named: Any) -> float:
        advance = super().render_char(*args, **named)
        if self._is_unseen and self.cur_item._objs:
            self.cur_item._objs[-1].tag = _UNSEEN  # type: ignore[attr-defined]
        return float(advance)


class SeenPage(Page):
    """A page whose characters tell whether they are seen."""

    @property
    def layout(self) -> Any:
        """As the class above has it, with the device of this module."""
        if not hasattr(self, "_layout"):
            device = _Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
            try:
                PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            except Exception as error:  # as the class above does
                raise PdfminerException(error) from error
            self._layout = device.get_result()
        return self._layout


def seen(page: Page) -> Any:
    """A page as it is read: upright, without what a scanner recognised under its picture."""
    turn = _turn(page.chars)
    if turn:
        page.page_obj.rotate = (page.page_obj.rotate + turn) % 360
        page.page_obj.attrs["Rotate"] = page.page_obj.rotate
        page = SeenPage(page.pdf, page.page_obj, page.page_number)
    if is_picture(page) and any(_is_unseen(char) for char in page.chars):
        return page.filter(lambda one: not _is_unseen(one))
    return page


def is_picture(page: Any) -> bool:
    """Does a picture cover most of a page?"""
    size = float(page.width * page.height)
    return any(float(one["width"] * one["height"]) >= _MOST * size for one in page.images)


def _is_unseen(one: dict[str, Any]) -> bool:
    return one["object_type"] == "char" and one.get("tag") == _UNSEEN


def _turn(chars: list[dict[str, Any]]) -> int:
    """By how many degrees a page has to be turned clockwise so that most of its characters stand upright."""
    ways = Counter(_way(char["matrix"]) for char in chars if char["text"].strip())
    way, count = max(ways.items(), key=lambda one: one[1], default=(0, 0))
    return way if count > _MOST * ways.total() else 0


def _way(matrix: tuple[float, ...]) -> int:
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def grounds_of(page: Any) -> list[dict[str, Any]]:
    """What a page has areas of colour in: filled shapes that aren't white, and pictures."""
    filled = (one for one in (*page.rects, *page.curves) if one.get("fill") and not _is_white(one))
    return [*filled, *page.images]


def is_white_on_white(char: dict[str, Any], grounds: list[dict[str, Any]]) -> bool:
    """Is a character printed in white where nothing lies behind it?"""
    if not _is_white(char):
        return False
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return not any(one["x0"] <= across <= one["x1"] and one["top"] <= down <= one["bottom"] for one in grounds)


def _is_white(one: dict[str, Any]) -> bool:
    """Is a colour white as light (grey, RGB) or as ink (CMYK)? Of a named ink nobody knows."""
    colour, space = one.get("non_stroking_color"), str(one.get("ncs") or "")
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple | list) or not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) == 4:
        return all(part <= _INK for part in colour)
    return len(colour) in (1, 3) and "Separation" not in space and all(part >= 1 - _INK for part in colour)
