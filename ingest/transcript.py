"""Transcripts (转写): what a container read, put down block by block → Document.

A container hands over paragraphs, tables and header fields in reading order; here every paragraph and every row of a
table gets its line, and every cell learns on which it stands.

>>> page = Transcript()
>>> page.part("第1页")
>>> page.prose("一、总体情况")
>>> page.grid([Cell("规章", 0, 0, 0), Cell("本年制发件数", 0, 0, 1), Cell("12", 0, 1, 1)])
>>> page.document().lines, page.document().parts[0]
(('一、总体情况', '规章\\t本年制发件数', '12'), '第1页')
>>> page.document().grids[0].cells[2].line
3
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ingest.model import Block, Cell, Document, Grid, Pair, Places, Prose, Refused
from ingest.patterns import lazy
from ingest.text import fold, simplified

MOST_CELLS = 100_000  # the longest real report has some hundreds
MOST_LINES = 200_000
TOO_MANY = f"单元格过多（超过{MOST_CELLS}个），不像年度报告 (more than {MOST_CELLS} cells: not a report)"
_LONGEST = 1_000_000  # characters of a line
_BREAK = lazy(r"\s*[\t\n\r\v\f\u2028\u2029\x85]\s*")
_CHINESE = r"[\u3001-\u9fff\uff00-\uffef]"
_NUMERIC = r"[\d，．－＋／％]"  # full-width figures are no Chinese characters: two lines of them may be two numbers
_END = r"\s*[\n\r\v\f\u2028\u2029\x85]\s*"
_BREAK_IN_CHINESE = lazy(rf"(?<={_CHINESE})(?:(?<!{_NUMERIC}){_END}(?={_CHINESE})|{_END}(?={_CHINESE})(?!{_NUMERIC}))")


def one_line(text: str) -> str:
    """A cell's text on one line: what a line end parts stays parted, but for Chinese characters that only wrap.

    >>> one_line("本年新\\n制作数量"), one_line("12\\n3"), one_line("１２\\n３"), one_line(" 1 ")
    ('本年新制作数量', '12 3', '１２ ３', '1')
    """
    bare = text.strip()
    return _BREAK.sub(" ", _BREAK_IN_CHINESE.sub("", bare)) if _BREAK.search(bare) else bare


class Transcript:
    """A document in the making. Raises ``Refused`` for more than any report has."""

    def __init__(self) -> None:
        """Begin an empty one."""
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._part = ""
        self._blocks: list[Block] = []
        self._pairs: list[Pair] = []
        self._scopes: list[tuple[int, int]] = []
        self._cells = 0

    @property
    def next_line(self) -> int:
        """The line that the next block begins on."""
        return len(self._lines) + 1

    def part(self, words: str) -> None:
        """What follows stands in this part of the file (第3页, 工作表“表二”)."""
        self._part = words

    def prose(self, text: str) -> None:
        """A paragraph; its own line ends stay. A blank one is an empty line."""
        for line in text.split("\n"):
            self._blocks.append(Prose(line.strip(), self.next_line))
            self._put(line.strip())

    def grid(self, cells: Iterable[Cell], places: Places = "exact", parts: Mapping[int, str] | None = None) -> None:
        """A table; its cells' lines are given here, their texts put on one line each.

        ``parts``: the part of the file that each row stands in, where the table goes over several.
        """
        rows: dict[int, list[Cell]] = {}
        for cell in cells:
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise Refused(TOO_MANY)
            rows.setdefault(cell.row, []).append(cell)
        placed: list[Cell] = []
        for row in sorted(rows):
            self._part = (parts or {}).get(row, self._part)
            texts = []
            for cell in sorted(rows[row], key=lambda cell: cell.column):
                texts.append(one_line(cell.text))
                placed.append(Cell(texts[-1], self.next_line, cell.row, cell.column, cell.rows, cell.columns))
            self._put("\t".join(texts))
        if placed:
            self._blocks.append(Grid(tuple(placed), places))

    def cells_from(self, line: int) -> Iterator[Cell]:
        """The cells put down on this line and below."""
        for block in reversed(self._blocks):
            if isinstance(block, Prose):
                if block.line < line:
                    return
            elif block.cells[-1].line < line:
                return
            else:
                yield from block.cells

    def pair(self, label: str, value: str, line: int) -> None:
        """A header field whose label and value the container tells apart, on a line already put down."""
        self._pairs.append(Pair(one_line(label), one_line(value), line))

    def scope(self, line: int) -> None:
        """What stands on a line speaks of what was put down since, and of nothing else (a table's own caption)."""
        self._scopes.append((line, self.next_line))

    def _put(self, line: str) -> None:
        if len(line) > _LONGEST:
            raise Refused(f"有一行超过 {_LONGEST:,} 个字符 (a line of more than {_LONGEST:,} characters)")
        if len(self._lines) >= MOST_LINES:
            raise Refused(f"超过 {MOST_LINES:,} 行，不像年度报告 (more than {MOST_LINES:,} lines: not a report)")
        self._lines.append(line)
        self._parts.append(self._part)

    def document(
        self,
        *,
        encoding: str = "utf-8",
        recognised: bool = False,
        metas: Iterable[tuple[str, str]] = (),
        broken: bool = False,
    ) -> Document:
        """All that was put down; raises ``Refused`` where that is nothing."""
        text = "\n".join(self._lines)
        if not text.strip():
            raise Refused("没有可读的文字 (no text to read)")
        folded = simplified(fold(text)).split("\n")
        return Document(
            lines=tuple(self._lines),
            folded=tuple(folded),
            blocks=tuple(self._blocks),
            parts=tuple(self._parts) if any(self._parts) else (),
            pairs=tuple(self._pairs),
            scopes=tuple(self._scopes),
            metas=tuple(metas),
            encoding=encoding,
            recognised=recognised,
            broken=broken,
        )
