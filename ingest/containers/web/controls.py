"""What a cell shows that isn't text (表单控件、图形): controls by their values, pictures as what can't be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

CONTROLS = frozenset(("select", "button", "input", "svg", "math"))
PICTURE = "[图片]"
_SPACER = 8  # pixels; a smaller picture keeps a cell open and shows nothing
_PICTURES = "img, svg, math, canvas, iframe, object, embed, applet, video, meter, progress, input"
_NO_TEXT = frozenset(("hidden", "checkbox", "radio"))  # inputs that show no text at all
_UNTOLD = frozenset(("password", "range", "color", "file", "image"))  # inputs that show something else than a value
_BUILT = "msup, msub, msubsup, mfrac, msqrt, mroot, mover, munder, munderover, mmultiscripts, mtable"


def shown(node: LexborNode, tag: str) -> str:
    """The text that a control or a drawing shows; a button's is within it."""
    if tag == "select":
        return _selected(node)
    if tag == "input":
        return _typed(node)
    if tag == "svg":
        return " ".join(filter(None, (text.text(deep=True).strip() for text in _drawn(node))))
    if tag == "math":
        return "" if node.css_first(_BUILT) else "".join(node.text(deep=True).split())
    return ""


def _selected(node: LexborNode) -> str:
    """The option that is chosen, the first where none is; all of a list that shows several."""
    options = node.css("option")
    is_list = "multiple" in node.attributes or whole(node.attributes.get("size")) > 1
    chosen = [option for option in options if "selected" in option.attributes][-1:]
    free = [option for option in options if "disabled" not in option.attributes][:1]
    texts = [option.attributes.get("label") or option.text(deep=True).strip() for option in options]
    named = [option.mem_id for option in options]
    return "\n".join(texts) if is_list else "".join(texts[named.index(one.mem_id)] for one in chosen or free)


def _typed(node: LexborNode) -> str:
    kind, value = (node.attributes.get("type") or "text").strip().lower(), node.attributes.get("value") or ""
    if kind in _NO_TEXT or kind in _UNTOLD:
        return ""
    hint = node.attributes.get("placeholder") or ""
    return value or (f"[{hint}]" if any(map(str.isdigit, hint)) else "")


def _drawn(node: LexborNode) -> Iterator[LexborNode]:
    """The texts of a drawing, without those that it only defines."""
    defined = {text.mem_id for text in node.css("defs text, symbol text, clippath text")}
    return (text for text in node.css("text") if text.mem_id not in defined)


def is_picture(cell: LexborNode) -> bool:
    """Does a cell show something in place of words? It isn't blank then, nor can it be read."""
    return any(_shows(node) for node in cell.css(_PICTURES)) if cell.first_child is not None else False


def _shows(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag == "input":
        return (attributes.get("type") or "").strip().lower() in _UNTOLD
    if "hidden" in attributes or re.search(r"display\s*:\s*none", attributes.get("style") or "", re.IGNORECASE):
        return False
    return all(side is None or whole(side) > _SPACER for side in (attributes.get("width"), attributes.get("height")))


def whole(text: str | None) -> int:
    """A number as browsers read it: the digits in front, 1 where there are none."""
    digits = re.match(r"\s*\+?(\d{1,6})", text or "", re.ASCII)
    return int(digits[1]) if digits else 1
