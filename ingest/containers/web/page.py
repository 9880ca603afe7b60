"""One page: text of HTML → the Document of its article; where the article stands in a script, that is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from ingest.containers.web import article, embedded
from ingest.containers.web.flow import Flow, Item, Looks, Pairs, Table, Text, flow_of
from ingest.containers.web.grounds import white_on_white
from ingest.containers.web.hidden import sight_of
from ingest.containers.web.orders import generated, turned
from ingest.containers.web.shifts import shifted
from ingest.containers.web.sizes import sizes
from ingest.containers.web.strikes import struck_elements
from ingest.model import Cell, Document, Refused
from ingest.spans import laid
from ingest.transcript import Transcript

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|p|br|li|h[1-6])\b", re.IGNORECASE)  # without it lines are lines
_TABLE, _TABLE_END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_PROSE = 60  # characters; a longer cell alone in its row is a paragraph
_HEADER_CELLS = 80  # a larger table is no header
_LABEL = 12  # characters
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_LONGEST_HEAD, _LONGEST_META = 100_000, 200  # characters
_DEEPEST = 5_000  # a browser gives up at 512
_NESTED = re.compile(
    r"<(/?)(?!!|p\b|br\b|img\b|input\b|hr\b|li\b|t[drh]\b|tbody\b|d[dt]\b|meta\b|link\b|option\b|wbr\b)[a-z]", re.I
)
_MOST_HIDDEN, _AT_ONCE = 4_000, 100  # cells of a page's source that are looked at, in all and together
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def best(texts: Sequence[tuple[str, str]]) -> Document:
    """The document of the page or frame that shows most of a report."""
    found = [(flow, encoding, text) for text, encoding in texts for flow in _flows(_CONTROL.sub(" ", text))]
    flow, encoding, page = max(found, key=lambda one: article.tells(one[0]), default=(Flow(), "utf-8", ""))
    transcript = Transcript()
    _put_all(transcript, article.article(flow), flow)
    document = transcript.document(encoding=encoding, metas=_metas(page))
    return replace(document, unseen=not document.grids and _hides_tables(page))


def _hides_tables(text: str) -> bool:
    """Are there statutory tables in the source of a page that shows none?"""
    if "<t" not in text.lower():
        return False
    cells = [cell for cell in _parsed(text).css("td, th")[:_MOST_HIDDEN] if cell.css_first("table") is None]
    texts = [cell.text(deep=True).strip() for cell in cells]
    return any(article.has_labels(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE))


def _metas(text: str) -> Iterator[tuple[str, str]]:
    """What the head of a page tells programs (<meta name="PubDate" content="2022-01-20">), and a window's title."""
    body = _BODY.search(text)
    head = text[: min(body.start() if body else _LONGEST_HEAD, _LONGEST_HEAD)]
    tree = LexborHTMLParser(head) if "<meta" in head.lower() or "<title" in head.lower() else None
    window = tree.css_first("title") if tree else None
    if window and window.text().strip():
        yield "title", " ".join(window.text()[:_LONGEST_META].split())
    for node in tree.css("meta[content]") if tree else ():
        name = node.attributes.get("name") or node.attributes.get("property")
        content = node.attributes.get("content")
        if name and content:
            yield name.strip().lower(), " ".join(content[:_LONGEST_META].split())


def _flows(text: str) -> Iterator[Flow]:
    """What a page shows; if that is no report, what its scripts would."""
    page = _parsed(_kept_lines(text))
    root = page.body or page.root
    if root is None:
        raise Refused("没有可读的文字 (no text to read)")
    shown = flow_of(root, _looks(page, text))
    yield shown
    if not article.tells(shown):
        for markup in embedded.articles(page):
            inner = _parsed(markup)
            if inner.body is not None:
                yield flow_of(inner.body, _looks(inner, markup))


def _looks(page: LexborHTMLParser, text: str) -> Looks:
    sight = sight_of(page, text)
    unsure = sight.unsure | turned(page, text) | generated(page, text) | white_on_white(page, text)
    return Looks(sight, struck_elements(page, text), shifted(page, text), sizes(page, text), unsure)


def _parsed(text: str) -> LexborHTMLParser:
    """The tree of a page. Each start tag looks at every open element: too many of them take the parser for ever."""
    if text.count("<") > _DEEPEST:
        depth = 0
        for found in _NESTED.finditer(text):
            depth += -1 if found[1] else 1
            if depth > _DEEPEST:
                raise Refused(f"网页嵌套超过 {_DEEPEST} 层 (a page nested more than {_DEEPEST} deep)")
            depth = max(0, depth)
    return LexborHTMLParser(text)


def _kept_lines(text: str) -> str:
    """A page as it is; a text without markup but for tables, blocks and spans (Markdown) with its line ends kept."""
    pieces = list(_pieces(text))
    if any(_MARKUP.search(piece) for piece in pieces[::2]):
        return text
    return "".join(piece if at % 2 else f"<pre>\n{piece}</pre>" for at, piece in enumerate(pieces))


def _pieces(text: str) -> Iterator[str]:
    """What stands between tables, and the tables, by turns."""
    at = 0
    while (start := _TABLE.search(text, at)) and (end := _TABLE_END.search(text, start.end())):
        yield text[at : start.start()]
        yield text[start.start() : end.end()]
        at = end.end()
    yield text[at:]


# --- items → blocks -------------------------------------------------------------------------------------------------


def _put_all(transcript: Transcript, items: Sequence[Item], flow: Flow) -> None:
    """All items; of a caption (summary, legend, figcaption) it is kept where what it stands in ends."""
    open_heads: list[tuple[int, int]] = []  # the line of a caption, and what it is the caption of
    for item in _under_captions(items, flow):
        while open_heads and not flow.is_within(item, open_heads[-1][1]):
            transcript.scope(open_heads.pop()[0])
        if flow.heads[item.element]:
            open_heads.append((transcript.next_line, flow.heads[item.element]))
        _put(transcript, item)
    for line, _ in reversed(open_heads):
        transcript.scope(line)


def _under_captions(items: Sequence[Item], flow: Flow) -> list[Item]:
    """The items with every caption above what it is the caption of, wherever it is shown."""
    found: list[Item] = []
    for item in items:
        whole, at = flow.heads[item.element], len(found)
        while whole and at and flow.is_within(found[at - 1], whole) and flow.heads[found[at - 1].element] != whole:
            at -= 1
        found.insert(at, item)
    return found


def _put(transcript: Transcript, item: Item) -> None:
    if isinstance(item, Text):
        transcript.prose(item.words)
    elif isinstance(item, Pairs):
        for label, value in item.pairs:
            transcript.pair(label, value, transcript.next_line)
            transcript.prose(f"{label}\t{value}")
    else:
        _put_table(transcript, item)


def _put_table(transcript: Transcript, table: Table) -> None:
    """A table; its long cells that stand alone in their rows are paragraphs between its parts."""
    heading = transcript.next_line
    if table.caption:
        transcript.prose(table.caption)
    start = transcript.next_line
    cells, places = laid(table.rows, table.groups)
    waiting: list[Cell] = []
    for cell in cells:
        alone = len(table.rows[cell.row]) == 1 and cell.rows == 1
        if alone and ("\n" in cell.text or len(cell.text) > _PROSE):
            transcript.grid(waiting, places)
            waiting = []
            transcript.prose(cell.text)
        else:
            waiting.append(cell)
    transcript.grid(waiting, places)
    if table.caption:
        transcript.scope(heading)
    if len(cells) <= _HEADER_CELLS and not article.is_statutory(table):
        lines = {cell.row: cell.line for cell in transcript.cells_from(start)}
        for label, value, row in _header(table):
            if row in lines:
                transcript.pair(label, value, lines[row])


def _header(table: Table) -> Iterator[tuple[str, str, int]]:
    """What may be labels with their values (索引号 …), side by side or one above the other, with the value's row."""
    rows = table.rows
    for at, (spans, heads) in enumerate(zip(rows, table.heads, strict=True)):
        if len(spans) % 2 == 0 and all(map(_is_label, (span.text for span in spans[::2]))):
            yield from ((label.text, value.text, at) for label, value in zip(spans[::2], spans[1::2], strict=True))
        elif at and all(table.heads[at - 1]) and not any(heads) and len(rows[at - 1]) == len(spans):
            yield from ((label.text, value.text, at) for label, value in zip(rows[at - 1], spans, strict=True))


def _is_label(text: str) -> bool:
    words = text.strip(" :：\u3000\xa0[]【】")
    return len(words) <= _LABEL and not any(char.isdigit() for char in words)
