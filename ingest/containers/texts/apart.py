"""Tables without delimiters (无分隔符的表): pieces of lines → grids of rows, or of cells in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.containers.texts import gaps
from ingest.containers.texts.joining import join
from ingest.containers.texts.lines import Line, Row
from ingest.containers.texts.pieces import Piece, pieces_of
from ingest.containers.texts.regions import regions
from ingest.containers.texts.vocabulary import columns_in_order, is_caption, is_known, is_part, is_row
from ingest.containers.texts.widths import grids
from ingest.grids.flat import flat_header
from ingest.grids.words import columns_called, is_corner
from ingest.model import Cell, Grid, Places


def read(lines: Sequence[Line]) -> Iterator[Grid]:
    """The tables that stand on lines without delimiters."""
    pieces = list(pieces_of(lines))
    for region in regions(join(pieces)):
        yield from _grids(region)


def _grids(pieces: Sequence[Piece]) -> list[Grid]:
    if any(two.gap == 0 and one.is_cell and two.is_cell for one, two in pairwise(pieces)) and not _is_one_line(pieces):
        return [_of_rows([row for row in _lines(pieces) if not _is_scrambled(row)])]
    rows = _opened(pieces) or _between_tabs(pieces) or gaps.rows(pieces)
    if rows:
        return grids([Row(row[0].line, [p.text for p in row], [p.line for p in row]) for row in rows], squeezing=False)
    return [_of_rows([[piece] for piece in gaps.filled(pieces)], "stream")]


def _opened(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows whose beginnings are marked."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        rows += [[]] if piece.opens and rows[-1] else []
        rows[-1].append(piece)
    return rows if any(piece.opens for piece in pieces) else []


def _is_one_line(pieces: Sequence[Piece]) -> bool:
    return len({piece.line for piece in pieces}) == 1


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows whose values stand on one line, and the words before them theirs; words of a header stay together."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _goes_on(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _goes_on(row: Sequence[Piece], piece: Piece) -> bool:
    last = row[-1]
    if piece.is_cell or last.is_cell:
        return piece.is_cell and (piece.gap == 0 or not last.is_cell)
    if is_caption(last.text) or is_corner(piece.text):
        return False
    return piece.gap == 0 or not (is_row(piece.text) or any(is_row(word.text) for word in row))


def _is_scrambled(row: Sequence[Piece]) -> bool:
    """Does a header's order tell nothing, its words in pieces among those of others, or on lines in no form's order?"""
    if any(piece.is_cell for piece in row):
        return False
    words = [piece.text for piece in row if not is_known(piece.text)]
    if len(words) > 1 and sum(map(_is_fragment, words)) > 1:
        return True
    columns = Counter(piece.line for piece in row if columns_called(piece.text))
    return len(columns) > 1 and max(columns.values()) > 1 and not _is_in_order(row)


def _is_in_order(row: Sequence[Piece]) -> bool:
    """Do the words of a header name columns in the form's order?"""
    header = flat_header([[Cell(piece.text, piece.line, 0, at) for at, piece in enumerate(row)]], [0], None)
    if header is None:
        return False
    printed = [(column.channel, column.code) for column in header.named()]
    return any(printed == [one for one in order if one in printed] for order in columns_in_order(header.table))


def _is_fragment(text: str) -> bool:
    return len(text) == 1 or is_part(text)


def _between_tabs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows whose cells a tab alone on its line parts, as a browser copies cells that hold paragraphs."""
    beside = [two.tabs > 0 for one, two in pairwise(pieces) if one.is_cell and two.is_cell]
    if not beside or not all(beside) or all(piece.tabs for piece in pieces[1:]):
        return []
    rows = [[pieces[0]]]
    for piece in pieces[1:]:
        if not piece.tabs:
            rows.append([piece])
        else:
            rows[-1] += [*[Piece("", piece.line, 1)] * (piece.tabs - 1), piece]
    return rows


def _of_rows(rows: Sequence[Sequence[Piece]], places: Places = "rows") -> Grid:
    cells = [
        Cell(piece.text, piece.line, at, column) for at, row in enumerate(rows) for column, piece in enumerate(row)
    ]
    return Grid(tuple(cells), places)
