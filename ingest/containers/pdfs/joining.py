"""Pages → one story: paragraphs and tables that a page's end cuts are put together, page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.containers.pdfs.breaks import mended
from ingest.containers.pdfs.page import Blocks
from ingest.containers.pdfs.shapes import Line, Part, Place, agree
from ingest.model import Cell
from ingest.pages import AT_THE_EDGE
from ingest.transcript import Transcript

_MARGIN = 0.09  # of a page's height: running heads and page numbers stand there
_NUMBER = re.compile(AT_THE_EDGE)
_PRINTED_BY = re.compile(r"://|\d{1,2}:\d{2}")  # what a browser prints in the margins
_DIGITS = re.compile(r"\d+")
_WHOLE = re.compile(r"[^，。；：]*(?:年度报告|年报)")  # a title
_BEGINS = re.compile(r"[一二三四五六七八九十]{1,3}、")  # a heading
_RUN = re.compile(r"[\dA-Za-z]*")  # what no line's end cuts
_NARROW = 0.65  # of a size: a digit's width
_CLOSE = 8.0  # points: a table that goes on over the page may be drawn a little wider there
_SAME = 6.0  # points within which two columns' borders are one


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and its page."""

    block: Line | Part
    page: int


class Story:
    """Collects pages, then tells them as one document."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pages: dict[int, Blocks] = {}

    def page(self, number: int, blocks: Blocks) -> None:
        """What stands on a page; said again, the later word counts."""
        self._pages[number] = blocks

    @property
    def is_broken(self) -> bool:
        """Are numbers that stand in no table broken over lines?"""
        return any(page.is_broken for page in self._pages.values())

    def tell(self, paper: Transcript) -> None:
        """Put everything down."""
        pages = sorted(self._pages.items())
        margins = _margins(pages)
        told: set[str] = set()
        flow = []
        for number, page in pages:
            flow += [_Placed(block, number) for block in page.blocks if _is_text(block, page, margins, told)]
        lines = [placed.block for placed in flow if isinstance(placed.block, Line)]
        left, right = _measure(lines, max((page.width for page in self._pages.values()), default=0.0))
        at = 0
        while at < len(flow):
            paper.part(f"第{flow[at].page}页")
            if isinstance(flow[at].block, Line):
                at = _paragraph(paper, flow, at, left, right)
            else:
                at = _table(paper, flow, at)


# --- margins --------------------------------------------------------------------------------------------------------


def _margins(pages: Sequence[tuple[int, Blocks]]) -> frozenset[str]:
    """What stands in the margins of several pages alike, whatever numbers it has."""
    counts: Counter[str] = Counter()
    for _, page in pages:
        counts.update({_key(block) for block in page.blocks if isinstance(block, Line) and _is_margin(block, page)})
    return frozenset(key for key, count in counts.items() if count > 1)


def _key(line: Line) -> str:
    return _DIGITS.sub("0", line.text)


def _is_margin(line: Line, page: Blocks) -> bool:
    return line.box.bottom < _MARGIN * page.height or line.box.top > (1 - _MARGIN) * page.height


def _is_text(block: Line | Part, page: Blocks, margins: frozenset[str], told: set[str]) -> bool:
    """Is this part of the text? A running head counts once, a page's number and a browser's footer never."""
    if isinstance(block, Part) or not _is_margin(block, page):
        return True
    if _NUMBER.fullmatch(block.text):
        return False
    key = _key(block)
    if key not in margins:
        return True
    if _PRINTED_BY.search(block.text) or key in told:
        return False
    told.add(key)
    return True


# --- paragraphs -----------------------------------------------------------------------------------------------------


def _measure(lines: Sequence[Line], width: float) -> tuple[float, float]:
    """The left and right border of the text: where lines of several pieces or words begin and end most; where no two
    end at one place, as far from the right of a page so wide as they begin from its left.
    """
    if not lines:
        return 0.0, 0.0
    lefts = Counter(round(line.box.left) for line in lines if len(line.text) > 15)
    rights = Counter(round(line.box.right / 2) * 2 for line in lines if len(line.text) > 15)
    left = float(min(lefts, key=lambda at: (-lefts[at], at))) if lefts else lines[0].box.left
    right = float(max(rights, key=lambda at: (rights[at], at))) if rights else 0.0
    return left, right if rights[round(right)] > 1 else max(right, width - left)


def _paragraph(paper: Transcript, flow: Sequence[_Placed], at: int, left: float, right: float) -> int:
    """Put down a paragraph; gives the place of what follows it."""
    line = flow[at].block
    assert isinstance(line, Line)  # noqa: S101 (asked by the caller)
    text = "\t".join(piece.text for piece in line.pieces)
    at += 1
    while at < len(flow):
        after = flow[at].block
        if not isinstance(after, Line) or not _goes_on(line, after, left, right):
            break
        text += _joint(text, after.text) + after.text
        line, at = after, at + 1
    paper.prose(text)
    return at


def _goes_on(line: Line, after: Line, left: float, right: float) -> bool:
    """Does the text run on? Its line is full, and the next begins at the border, or is centred as a full title is."""
    if _is_apart(line, after):
        return False
    room = max(1.7, 1 + _NARROW * _RUN.match(after.text).end()) * line.size  # type: ignore[union-attr]
    if line.box.right > right - room and after.box.left < left + 0.9 * after.size:
        return True
    is_full = len(line.pieces) == 1 and line.box.right - line.box.left > right - left - 2.2 * line.size
    middles = [(one.box.left + one.box.right) / 2 for one in (line, after)]
    is_near = 0 < after.box.top - line.box.bottom < 1.2 * line.size
    return is_full and is_near and abs(middles[0] - middles[1]) < 0.6 * line.size


def _is_apart(line: Line, after: Line) -> bool:
    """Does another line begin with something of its own: a row of cells, a heading, what stands below a title?"""
    rows = max(len(line.pieces), len(after.pieces)) > 1
    return bool(
        rows
        or abs(line.size - after.size) > 0.15 * line.size
        or _WHOLE.fullmatch(line.text)
        or _BEGINS.match(after.text)
    )


def _joint(text: str, after: str) -> str:
    return " " if text[-1:].isascii() and text[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha() else ""


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(paper: Transcript, flow: Sequence[_Placed], at: int) -> int:
    """Put down a table with its parts on the pages that follow; gives the place of what comes after it."""
    first = flow[at].block
    assert isinstance(first, Part)  # noqa: S101 (asked by the caller)
    page = flow[at].page
    table = _Table(first, page)
    at += 1
    while at < len(flow):
        after = flow[at]
        if not isinstance(after.block, Part) or after.page == page or not table.goes_on_in(after.block):
            break
        table.join(after.block, after.page)
        page, at = after.page, at + 1
    paper.grid(table.cells(), "exact" if table.is_exact else "rows", table.parts())
    return at


class _Table:
    """A table that grows from page to page."""

    def __init__(self, part: Part, page: int) -> None:
        self._left, self._right = part.box.left, part.box.right
        self._pages = [(0, page)]  # the row with which each page begins
        self._places = list(part.places)
        self._borders = sorted({at for place in part.places for at in (place.left, place.right)})
        self.is_exact = part.is_exact

    def goes_on_in(self, part: Part) -> bool:
        """Is a part on the next page as wide as this, in the same place, and ruled alike?"""
        own = sorted({at for place in part.places for at in (place.left, place.right)})
        # A page that lies within a merged cell may have no border left of it: its rows begin with the next column.
        is_as_wide = abs(part.box.right - self._right) < _CLOSE and (
            abs(part.box.left - self._left) < _CLOSE or any(abs(part.box.left - at) < _SAME for at in self._open())
        )
        return is_as_wide and agree(sorted(self._borders), own, _SAME)

    def join(self, part: Part, page: int) -> None:
        """Add a part, its columns taken for those that they stand under, its first row for the rest of the last."""
        shifted = [self._moved(place) for place in part.places]
        height = max(place.row + place.rows for place in self._places)
        self._pages.append((height, page))
        below = [replace(place, row=place.row + height) for place in shifted]
        if self._left + _CLOSE < part.box.left:
            self._places = [self._reaching(place, part, height) for place in self._places]
        self._places = mended(self._places, below, height)
        self.is_exact = self.is_exact and part.is_exact

    def _open(self) -> set[float]:
        """The right borders of merged labels that the table's last row lies in."""
        height = max(place.row + place.rows for place in self._places)
        return {p.right for p in self._places if p.row + p.rows == height and p.rows > 1 and p.text.strip()}

    def _reaching(self, place: Place, part: Part, height: int) -> Place:
        """A merged label left of a part, as long as that."""
        is_left = place.right < part.box.left + _SAME and place.row + place.rows == height
        return replace(place, rows=place.rows + part.height) if is_left else place

    def _moved(self, place: Place) -> Place:
        return replace(place, left=self._border(place.left), right=self._border(place.right))

    def _border(self, at: float) -> float:
        nearest = min(self._borders, key=lambda border: abs(border - at))
        if abs(nearest - at) <= _SAME:
            return nearest
        self._borders.append(at)
        return at

    def _rows(self) -> dict[int, int]:
        """Each row's number among those that are left."""
        return {row: n for n, row in enumerate(sorted({place.row for place in self._places}))}

    def parts(self) -> dict[int, str]:
        """The page that each row stands on."""
        return {n: f"第{max(page for first, page in self._pages if first <= row)}页" for row, n in self._rows().items()}

    def cells(self) -> Iterator[Cell]:
        """The cells by row and column."""
        borders = sorted({at for place in self._places for at in (place.left, place.right)})
        steps: dict[float, int] = {}
        column = -1
        for number, at in enumerate(borders):
            column += number == 0 or at - borders[number - 1] > 1.5
            steps[at] = column
        rows = self._rows()
        for place in self._places:
            first = steps[place.left]
            last_row = max(n for row, n in rows.items() if row < place.row + place.rows)
            yield Cell(
                place.text,
                0,
                rows[place.row],
                first,
                last_row - rows[place.row] + 1,
                max(1, steps[place.right] - first),
            )
