"""What a reader doesn't see (隐藏内容): by attributes, by style, and by the rules of a page's own style sheets.

Rules of style sheets elsewhere aren't fetched. Of the page's own, those that only hold for print, a narrow screen or
a pointer above the element are passed over. What hides no more than until the page is scrolled to it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.containers.web.cascade import Given, Property, given, having, with_style

# Never text: what runs, is loaded, is deleted, or explains a character's sound.
_UNSEEN_NAMES = """
    script style noscript template head title meta link base object embed applet iframe frame frameset noframes svg math
    canvas audio video map area datalist rt rp del button select option optgroup progress meter param source track col
    colgroup
"""
UNSEEN = frozenset(_UNSEEN_NAMES.split())
_START = r"(?:^|[;\s])"
_NOUGHT = r"(?:0+(?:\.0*)?|\.0+)"
_STOP = r"\s*(?:;|!|$)"
_CLEAR = (
    rf"(?:transparent|(?:rgb|hsl)a?\((?:(?:[^),]{{0,20}},){{3}}|[^)/]{{0,60}}/)\s*{_NOUGHT}%?\s*\)"
    r"|#[\da-f]{6}00\b|#[\da-f]{3}0\b)"
)
_CLIPPED = r"(?:inset\(\s*(?:100%|[5-9]\d(?:\.\d+)?%\s*\))|circle\(\s*0)"
_OFF_FLOW = rf"(?=[\s\S]*?{_START}position\s*:\s*(?:absolute|fixed))"
# What has a height, a width and a scale of its own; running text has none, whatever its style says of them.
_BOX = (
    rf"(?=[\s\S]*?{_START}(?:display\s*:\s*(?:inline-)?(?:block|flex|grid)|float\s*:\s*(?:left|right)"
    r"|position\s*:\s*(?:absolute|fixed)))"
)
SHRUNK = rf"{_START}(?:transform\s*:[^;]{{0,200}}?scale[xy]?\(\s*{_NOUGHT}\s*[,)]|scale\s*:\s*{_NOUGHT}{_STOP})"
COLLAPSED = (
    rf"(?=[\s\S]*?{_START}overflow(?:-[xy])?\s*:\s*(?:hidden|clip))(?![\s\S]*?(?:min-(?:height|width)|flex(?:-grow)?\s*:))"
    rf"(?=[\s\S]*?{_START}(?:max-)?(?:height|width)\s*:\s*{_NOUGHT}(?:[a-z]+|%)?{_STOP})"
)
_NO_SIZE = rf"(?:{_NOUGHT}(?:[a-z]+|%)?|(?:1|0?\.\d+)p[xt]){_STOP}"
# The last of several declarations holds.
_UNDISPLAYED = r"display\s*:\s*none(?:\s*!\s*important|(?![\s\S]*?[;\s]display\s*:\s*(?!none)[a-z]))"
# What hides, each kind with what shows again: the first two hide what lies in an element until that shows itself.
_DISPLAY = Property(
    ("none", "mso-hide", "display"),
    re.compile(rf"{_START}(?:{_UNDISPLAYED}|mso-hide\s*:\s*all)", re.IGNORECASE),
    re.compile(rf"{_START}display\s*:\s*(?!none|var)[a-z]", re.IGNORECASE),
    leaves_open=re.compile(rf"{_START}display\s*:\s*var\(", re.IGNORECASE),
)
_VISIBILITY = Property(
    ("visibility",),
    re.compile(rf"{_START}visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE),
    re.compile(rf"{_START}visibility\s*:\s*visible", re.IGNORECASE),
    ("visibility",),
    re.compile(rf"{_START}visibility\s*:\s*var\(", re.IGNORECASE),
)
_SIZE = Property(
    ("font",),
    re.compile(rf"{_START}font-size\s*:\s*{_NO_SIZE}", re.IGNORECASE),
    re.compile(
        rf"{_START}font(?:-size\s*:\s*|\s*:[^;]{{0,200}}?\s)(?!{_NO_SIZE})(?:\d*\.?\d+(?:px|pt|rem|[cm]m|in|pc|q|v[wh])"
        r"|(?:xx?-)?(?:small|large)\b|medium)",
        re.IGNORECASE,
    ),
    ("font",),
)
_OTHERWISE = Property(
    ("hidden", "opacity", "transparent", "clip", "scale", "absolute", "fixed", "indent", "color", "overflow"),
    re.compile(
        rf"{_START}(?:content-visibility\s*:\s*hidden|opacity\s*:\s*{_NOUGHT}%?{_STOP}"
        rf"|filter\s*:[^;]{{0,200}}?opacity\(\s*{_NOUGHT}%?\s*\)|text-indent\s*:\s*-\d{{3,}}"
        rf"|(?:-webkit-)?clip-path\s*:\s*{_CLIPPED})"
        rf"|^(?![\s\S]*?(?:text-shadow|background-clip))[\s\S]*?{_START}(?:-webkit-text-fill-)?color\s*:\s*{_CLEAR}"
        rf"|^{_OFF_FLOW}[\s\S]*?{_START}(?:clip\s*:\s*rect\(\s*([01])(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)"
        r"|(?:left|right|top|bottom)\s*:\s*-\d{4,})"
        rf"|^{_BOX}(?:[\s\S]*?{SHRUNK}|{COLLAPSED})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_START}(?:opacity\s*:\s*(?!{_NOUGHT}%?{_STOP})[\d.]|clip(?:-path)?\s*:\s*(?:auto|none)|text-indent\s*:\s*{_NOUGHT}"
        r"|position\s*:\s*(?:static|relative)|transform\s*:\s*none|color\s*:\s*(?:#[\da-f]{3}(?:[\da-f]{3})?\b|[a-su-z]))",
        re.IGNORECASE,
    ),
    leaves_open=re.compile(rf"{_START}opacity\s*:\s*var\(", re.IGNORECASE),
)
_KINDS = (_DISPLAY, _VISIBILITY, _SIZE, _OTHERWISE)
_INHERITED = {
    _VISIBILITY: re.compile(r"visibility\s*:\s*(?:hidden|collapse)"),
    _SIZE: re.compile(r"font-size\s*:\s*(?:0|\.|1p)"),
}  # with what a page must say to hide so
_GONE = re.compile(rf"{_START}(?:{_UNDISPLAYED}|position\s*:\s*(?:absolute|fixed)|mso-hide\s*:\s*all)", re.IGNORECASE)
_SHOWN = re.compile(r"(?:^|[;\s])display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_WITHOUT_ROOM = Property(("none", "absolute", "fixed", "mso-hide"), _GONE, _SHOWN)
# Shown by a script as soon as the page is scrolled to it: wow.js, AOS, ScrollReveal, Animate.css.
_REVEALED = ".wow, [data-aos], [data-wow-delay], [data-sr-id], [data-scroll-reveal], .aos-init, .animate__animated"
_REVEALING = ("wow", "data-aos", "aos-init", "data-sr-id", "data-scroll-reveal", "animate__")
_UNTIL_REVEALED = re.compile(rf"{_START}(?:visibility\s*:\s*hidden|opacity\s*:\s*{_NOUGHT}{_STOP})\s*;?", re.IGNORECASE)


class Sight(NamedTuple):
    """What a page's styles, beyond an element's own, say of who is seen (elements and texts by ``mem_id``)."""

    hidden: frozenset[int] = frozenset()  # by rules, or with what it lies in
    seen: frozenset[int] = frozenset()  # whatever its own style or attributes say
    gone: frozenset[int] = frozenset()  # hidden by rules that leave no room for them
    unsure: frozenset[int] = frozenset()  # hidden, or shown, by rules of which nobody knows whether they hold


def sight_of(page: LexborHTMLParser, text: str) -> Sight:
    """Whom the page's own style sheets hide, and whom they or a script show all the same."""
    hidden, seen, unsure = set[int](), set[int](), set[int]()
    lower = text.lower()
    revealed = _revealed(page, lower)
    for kind in _KINDS:
        ruled = given(page, kind) if any(word in lower for word in kind.words) else {}
        by_kind = {element for element, one in ruled.items() if _verdict(one, kind)}
        unsure.update(element for element, one in ruled.items() if _verdict(one, kind) is None)
        seen.update(element for element, one in ruled.items() if _shows(one, kind))
        if kind in _INHERITED and _INHERITED[kind].search(lower):
            _open(page, kind, ruled, by_kind, seen)
        hidden |= by_kind if kind in (_DISPLAY, _SIZE) else by_kind - revealed
    gone = hidden & having(page, _WITHOUT_ROOM) if hidden else hidden
    return Sight(
        frozenset(hidden), frozenset((seen | revealed) - hidden), frozenset(gone), frozenset(unsure - hidden - seen)
    )


def _revealed(page: LexborHTMLParser, lower: str) -> set[int]:
    """The elements that a script shows when the page is scrolled to them, as nothing else hides them."""
    nodes = page.css(_REVEALED) if any(word in lower for word in _REVEALING) else []
    return {node.mem_id for node in nodes if not _hides(_UNTIL_REVEALED.sub(";", node.attributes.get("style") or ""))}


def _verdict(one: Given, kind: Property) -> bool | None:
    """Do rules hide an element? None: nobody knows. What its own style says is over all rules but important ones."""
    own = kind.said(one.node.attributes.get("style") or "")
    if own is not None and (own[1] or not one.is_important):
        return None if own[0] is None else False
    return None if one.is_open else one.has


def _shows(one: Given, kind: Property) -> bool:
    """Do rules show an element that its own style or an attribute would hide, and nothing else?"""
    attributes = one.node.attributes
    if not one.is_said or one.has or one.is_open:
        return False
    own = kind.said(attributes.get("style") or "")
    is_over = one.is_important if own is not None and own[0] else kind is _DISPLAY and "hidden" in attributes
    return is_over and _hides_no_other(one.node, kind)


def _hides_no_other(node: LexborNode, kind: Property) -> bool:
    """Does nothing of another kind hide an element by what it says itself?"""
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "hidden" in attributes and kind is not _DISPLAY and not _SHOWN.search(style):
        return False
    return not any(other.gives.search(style) for other in _KINDS if other is not kind)


def _open(page: LexborHTMLParser, kind: Property, ruled: Mapping[int, Given], hiding: set[int], seen: set[int]) -> None:
    """Go through what is hidden to those in it that show themselves: all but these is hidden by itself from then on."""
    hides, showing = _sides(with_style(page, kind.names), kind, ruled, hiding)
    if not hides:
        return
    passage: dict[int, LexborNode] = {}
    for node in showing.values():
        passage.update(_way_to(node, hides, showing))
    for node in passage.values():
        hiding.update(child for child in _children(node) if child not in passage and child not in showing)
    hiding.difference_update(passage)
    seen.update(element for element in hides & passage.keys() if _hides_no_other(passage[element], kind))


def _sides(
    own: Sequence[LexborNode], kind: Property, ruled: Mapping[int, Given], hiding: set[int]
) -> tuple[set[int], dict[int, LexborNode]]:
    """The elements that are hidden so, by a rule or their own style, and those that show themselves."""
    said = [(node, kind.said(node.attributes.get("style") or "")) for node in own]
    hides = hiding.union(node.mem_id for node, verdict in said if verdict is not None and verdict[0])
    showing = {node.mem_id: node for node, verdict in said if verdict is not None and verdict[0] is False}
    showing |= {element: one.node for element, one in ruled.items() if one.is_said and not one.has}
    return hides, {element: node for element, node in showing.items() if element not in hides}


def _way_to(node: LexborNode, hides: set[int], showing: Mapping[int, LexborNode]) -> dict[int, LexborNode]:
    """The elements from the outermost hidden one around an element to it, without those around one that shows."""
    way, path = dict[int, LexborNode](), dict[int, LexborNode]()
    at = node.parent
    while at is not None and at.mem_id not in showing:
        path[at.mem_id] = at
        if at.mem_id in hides:
            way = dict(path)
        at = at.parent
    return way


def _children(node: LexborNode) -> Iterator[int]:
    child = node.first_child
    while child is not None:
        yield child.mem_id
        child = child.next


def leaves_room(node: LexborNode, gone: frozenset[int]) -> bool:
    """Is a hidden cell a blank one, which keeps those behind it in their columns? ``gone``: those without room."""
    attributes = node.attributes
    return not ("hidden" in attributes or node.mem_id in gone or _GONE.search(attributes.get("style") or ""))


@lru_cache(maxsize=4096)  # a page says the same of hundreds of elements
def _hides(style: str) -> bool:
    return any(kind.gives.search(style) for kind in _KINDS)


def is_hidden(node: LexborNode, sight: Sight) -> bool:
    """Is an element out of sight by what it says itself, or by what the page's styles say of it?"""
    if sight.hidden or sight.seen:
        identity = node.mem_id
        if identity in sight.seen:
            return False
        if identity in sight.hidden:
            return True
    attributes = node.attributes
    if not attributes:
        return node.tag == "dialog"
    style = attributes.get("style") or ""
    if style and _hides(style):
        return True
    if "hidden" in attributes:
        return not (style and _SHOWN.search(style))
    return node.tag == "dialog" and "open" not in attributes
