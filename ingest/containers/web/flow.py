"""The flow of a page (版面): its tree → paragraphs and tables in reading order, with what they lie in.

Tables that only lay out the page (they hold other tables, or long text beside other cells) are undone: what their
cells hold flows on. White space is that of a browser: runs are one space, ``<br>`` and blocks break the line, and a
line end between Chinese characters is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from ingest.containers.web.controls import CONTROLS, PICTURE, is_picture, shown, whole
from ingest.containers.web.hidden import UNSEEN, Sight, is_hidden, leaves_room
from ingest.containers.web.layout import around_tables
from ingest.containers.web.shifts import BY_TAG, LIFTED, LOWERED, RAISED
from ingest.containers.web.sizes import differ, size_of
from ingest.containers.web.strikes import STRIKES
from ingest.containers.web.walk import Walker, visit
from ingest.spans import Span
from ingest.text import SEAM, joined, lifted, nameless, raised, struck

_BLOCK_NAMES = """
    p div section article main header footer nav aside ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table caption blockquote pre
    form fieldset legend figure figcaption address center hr details summary body html tr td th tbody thead tfoot menu
    dir listing xmp textarea plaintext marquee
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
_BREAK = "\x0b"
_SPACE = re.compile(r"[ \t\n\r\f]+")
_INDENTED = re.compile(r"[\n\r]\s*(?=\u3000\u3000\S)")  # a paragraph that only its indentation tells
_WIDE, _FIGURES = (
    r"[\u3001-\u9fff\uff00-\uffef]",
    r"[\d，．－＋／％]",
)  # two lines of full-width figures may be two numbers
_WRAP = r"[ \t]*[\n\r][ \t\n\r]*"
_WRAPPED = re.compile(rf"(?<={_WIDE})(?:(?<!{_FIGURES}){_WRAP}(?={_WIDE})|{_WRAP}(?={_WIDE})(?!{_FIGURES}))")
_LONG = 300  # characters; so long a cell beside others lays out the page
_HEADS = frozenset(("caption", "figcaption", "legend", "summary"))  # these speak of what they stand in
_ZONES = frozenset(("nav", "footer", "aside"))
_ZONE_NAMES = re.compile(
    r"nav|menu|foot|crumb|copyright|sidebar|share|toolbar|qrcode|banner|paginat|friendlink|yqlink|dibu|daohang"
    r"|(?:^|[\s_-])(?:side|top|bottom|header|head|logo|position|location|path|related|print|search|login|tools?|weather"
    r"|date|dqwz|weizhi|xgxx|xglj|ewm|hot|rank|tags?|comments?|links?)(?:$|[\s_\d-])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Text:
    """A paragraph: its words, how many of them are links, and the block element that it lies in."""

    words: str
    links: int
    element: int

    @property
    def size(self) -> int:
        """Characters."""
        return len(self.words)


@dataclass(slots=True)
class Table:
    """A table: its caption, its rows as written, where its groups of rows begin, and what it lies in."""

    rows: list[list[Span]]
    groups: list[int]
    heads: list[list[bool]]  # for each cell, whether it is a th
    links: int
    element: int
    caption: str = ""
    size: int = 0  # characters


@dataclass(slots=True)
class Pairs:
    """A list of terms and what they mean (dl)."""

    pairs: list[tuple[str, str]]
    links: int
    element: int

    @property
    def size(self) -> int:
        """Characters."""
        return sum(len(label) + len(value) for label, value in self.pairs)


Item = Text | Table | Pairs


@dataclass(slots=True)
class Flow:
    """The items of a page and the tree of the block elements that they lie in."""

    items: list[Item] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [0])
    zones: list[int] = field(default_factory=lambda: [-1])  # the element that makes this one a zone beside the article
    heads: list[int] = field(default_factory=lambda: [0])  # the element that this one is the caption of; 0: none

    def is_within(self, item: Item, element: int) -> bool:
        """Does an item lie in an element?"""
        at = item.element
        while at > element:
            at = self.parents[at]
        return at == element


class Looks(NamedTuple):
    """What a page's styles make of its elements (by ``mem_id``)."""

    sight: Sight  # who is seen
    struck: frozenset[int]
    shifted: Mapping[int, int]  # how they stand off their line
    sizes: Mapping[int, float]  # of their characters, where stated, in pixels
    unsure: frozenset[int] = frozenset()  # nobody knows what, or in which order, they show


def flow_of(root: LexborNode, looks: Looks) -> Flow:
    """All that a reader sees of an element."""
    walk = _Walk(looks, around_tables(root, looks.sight))
    visit(root, walk)
    walk.flush()
    return walk.flow


class _Inline(Walker):
    """Running text: gathers words, marks where lines break, counts what is a link."""

    def __init__(self, looks: Looks, in_struck: int = 0, *, cell: LexborNode | None = None) -> None:
        self.looks = looks
        self._in_cell = cell is not None  # there what a control shows is what the cell says
        self.sight = looks.sight
        self._unsure = looks.unsure if self._in_cell else frozenset()
        self.pieces: list[str] = []
        self.links = 0
        self._in_links = self._in_pre = self._in_raised = self._in_lifted = 0
        self._in_struck = in_struck
        self._size = self._said_in = size_of(cell, looks.sizes) if cell is not None else 0.0

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            if self.sight.hidden and node.mem_id in self.sight.hidden:
                return False
            self._say(node.text_content or "")
            return True
        if tag[0] == "-" or is_hidden(node, self.sight):
            return False
        if tag in UNSEEN or (self._in_cell and tag == "input"):
            return self._in_cell and tag in CONTROLS and self._control(node, tag)
        return self.element(node, tag)

    def _say(self, text: str) -> None:
        if self._in_links:
            self.links += len(text.strip())
        text = text.replace("\n", _BREAK) if self._in_pre else text
        if self._size != self._said_in and text.strip():
            self.pieces.append(SEAM if differ(self._size, self._said_in) else "")
            self._said_in = self._size
        text = raised(text) if self._in_raised else lifted(text) if self._in_lifted else text
        self.pieces.append(struck(text) if self._in_struck else text)

    def _control(self, node: LexborNode, tag: str) -> bool:
        """What a control shows; whether to go on into it."""
        if tag == "button":
            self.pieces.append(SEAM)
            return self.element(node, tag)
        part = "" if tag == "math" else SEAM
        self.pieces.append(part)
        self._say(shown(node, tag))
        self.pieces.append(part)
        return False

    def element(self, node: LexborNode, tag: str) -> bool:
        """Going into an element that is seen."""
        if tag in BLOCKS:
            self.pieces.append(_BREAK)
        self._mark(node, tag, 1)
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self.pieces.append(_BREAK)
        elif tag[0] != "-":
            self.pieces.append(SEAM if tag == "button" else "")
            self._mark(node, tag, -1)

    def _mark(self, node: LexborNode, tag: str, step: int) -> None:
        if self._unsure:
            self._doubt(node)
        if tag in STRIKES or (self.looks.struck and node.mem_id in self.looks.struck):
            self._in_struck += step
        if tag == "a":
            self._in_links += step
        elif tag in ("pre", "textarea", "xmp", "listing"):
            self._in_pre += step
        elif step > 0 and tag in _ALONE:
            self._say_alone(_ALONE[tag](node))
        if self.looks.sizes and node.mem_id in self.looks.sizes:
            self._resize(node if step > 0 else node.parent)
        if (tag in BY_TAG or self.looks.shifted) and tag not in BLOCKS:
            self._shift(max(BY_TAG.get(tag, 0), self.looks.shifted.get(node.mem_id, 0)), step)

    def _say_alone(self, said: str) -> None:
        self.pieces.append(struck(said) if self._in_struck else said)

    def _doubt(self, node: LexborNode) -> None:
        """Tell digits in a cell of which nobody knows whether, or in which order, they are shown."""
        if node.mem_id in self._unsure:
            self.pieces.append(nameless())

    def _resize(self, node: LexborNode | None) -> None:
        """Go on in the size of an element's characters."""
        self._size = size_of(node, self.looks.sizes) if node is not None else 0.0

    def _shift(self, how: int, step: int) -> None:
        """Go into what stands off its line, or come out of it."""
        if how == RAISED:
            self._in_raised += step
        elif how == LIFTED:
            self._in_lifted += step
        elif how:
            self.pieces.append(" " if how == LOWERED else SEAM)

    def take(self) -> tuple[str, int]:
        """The text so far, its lines parted by ``\n``, and how many characters of it were links."""
        links, self.links = self.links, 0
        if not self.pieces:
            return "", links
        text = joined(self.pieces)
        self.pieces.clear()
        return squeezed(text), links


def _typed(node: LexborNode) -> str:
    kind = (node.attributes.get("type") or "text").lower()
    return node.attributes.get("value") or "" if kind in ("text", "number", "tel") else ""


_ALONE = {
    "br": lambda _node: _BREAK,
    "wbr": lambda _node: "",
    "img": lambda _node: SEAM,
    "hr": lambda _node: _BREAK,
    "input": _typed,
}


def squeezed(text: str) -> str:
    """White space as a browser shows it; ``\x0b`` stands for a line break."""
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", _INDENTED.sub(_BREAK, text))
    text = _SPACE.sub(" ", text).strip(" ")
    if _BREAK in text:
        return "\n".join(filter(None, (line.strip(" ") for line in text.split(_BREAK))))
    return text


# --- tables ---------------------------------------------------------------------------------------------------------


class _Walk(_Inline):
    """The flow of a page in the making."""

    def __init__(self, looks: Looks, outer: set[int]) -> None:
        super().__init__(looks)
        self.flow = Flow()
        self._outer = outer
        self._element = 0

    def flush(self) -> None:
        """End the paragraph; each of its lines is one."""
        text, links = self.take()
        for line in text.split("\n") if text.strip() else ():
            self.flow.items.append(Text(line, min(links, len(line)), self._element))
            links = max(0, links - len(line))

    def element(self, node: LexborNode, tag: str) -> bool:
        if tag not in BLOCKS:
            return super().element(node, tag)
        self.flush()
        if tag == "table" and node.mem_id not in self._outer:
            table = self._table(node)
            if table is not None:
                self.flow.items.append(table)
                return False
        if tag == "dl":
            pairs = self._pairs(node)
            if pairs is not None:
                self.flow.items.append(pairs)
                return False
        self._open(node, tag)
        self._mark(node, tag, 1)
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        flow, attributes = self.flow, node.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else ""
        flow.parents.append(self._element)
        above = flow.zones[self._element]
        self._element = len(flow.parents) - 1
        is_zone = above < 0 and (tag in _ZONES or (len(named) > 1 and _ZONE_NAMES.search(named) is not None))
        flow.zones.append(self._element if is_zone else above)
        parent = flow.parents[self._element]
        flow.heads.append(parent if tag in _HEADS else flow.heads[parent])

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self.flush()
            self._element = self.flow.parents[self._element]
        if tag[0] != "-":
            self._mark(node, tag, -1)

    def _text(self, node: LexborNode) -> tuple[str, int]:
        only = node.first_child
        if only is None:
            return "", 0
        in_struck = self._in_struck + (node.mem_id in self.looks.struck)
        is_unsure = node.mem_id in self.looks.unsure
        is_plain = not (in_struck or is_unsure or only.mem_id in self.sight.hidden)
        if only.tag == "-text" and only.next is None and is_plain:  # most cells of most pages
            return squeezed(only.text_content or ""), 0
        inner = _Inline(self.looks, in_struck, cell=node)
        inner.pieces.append(nameless() if is_unsure else "")
        visit(node, inner)
        return inner.take()

    def _pairs(self, node: LexborNode) -> Pairs | None:
        """A list of short terms and meanings; None for one that holds more."""
        found, links = Pairs([], 0, self._element), 0
        for child in node.iter():
            if child.tag not in ("dt", "dd") or is_hidden(child, self.sight):
                continue
            text, linked = self._text(child)
            links += linked
            if len(text) > _LONG or "\n" in text:
                return None
            if child.tag == "dt":
                found.pairs.append((text, ""))
            elif found.pairs and not found.pairs[-1][1]:
                found.pairs[-1] = (found.pairs[-1][0], text)
            else:
                return None
        found.links = links
        return found if found.pairs else None

    def _table(self, node: LexborNode) -> Table | None:
        """The rows of a table; None for one that lays out the page."""
        table = Table([], [], [], 0, self._element)
        parts = [child for child in node.iter() if not is_hidden(child, self.sight)]
        table.caption = " ".join(self._text(part)[0] for part in parts if part.tag == "caption")
        for tag in ("thead", "tbody", "tfoot"):  # the order in which they are shown, whatever that of the source
            for part in parts:
                if part.tag == tag:
                    table.groups.append(len(table.rows))
                    for row in part.iter():
                        self._row(row, table)
        wide = any(len(row) > 1 for row in table.rows)
        prose = any(len(span.text) > _LONG for row in table.rows if len(row) > 1 for span in row)
        return table if wide and not prose else None

    def _row(self, node: LexborNode, table: Table) -> None:
        if node.tag != "tr" or is_hidden(node, self.sight):
            return
        spans, heads = [], []
        for cell in node.iter():
            if cell.tag not in ("td", "th"):
                continue
            attributes, text = cell.attributes, ""
            if not is_hidden(cell, self.sight):
                text, links = self._text(cell)
                table.links += links
                table.size += len(text)
                text = text or (PICTURE if is_picture(cell) else "")
            elif not leaves_room(cell, self.sight.gone):
                continue
            columns, rows = whole(attributes.get("colspan")), attributes.get("rowspan")
            spans.append(Span(text, whole(rows), columns or 1))
            heads.append(cell.tag == "th")
        table.rows.append(spans)
        table.heads.append(heads)
