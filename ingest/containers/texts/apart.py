"""Tables without delimiters (无分隔符的表): pieces of lines → grids of rows, or of cells in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ingest.align.sums import channel_totals
from ingest.containers.texts import closed, gaps
from ingest.containers.texts.joining import join
from ingest.containers.texts.lines import Line, Row, is_number
from ingest.containers.texts.pieces import Piece, pieces_of
from ingest.containers.texts.regions import regions
from ingest.containers.texts.vocabulary import columns_in_order, is_fragment, is_row
from ingest.containers.texts.widths import grids
from ingest.grids.flat import flat_header
from ingest.grids.header import Header
from ingest.grids.words import columns_called, is_caption, is_corner, is_known
from ingest.headings import heading_kind
from ingest.model import Cell, Grid, Places

_HEADING = 60  # characters
_MOST_OF = 4  # rows; all but one
_PAGE = 3  # digits of a page's number, or of the rest of a value
_THOUSANDS = re.compile(r"[1-9]\d{0,2} \d{3}")
_FEW = 3  # rows; fewer prove no mark between them


def read(lines: Sequence[Line]) -> Iterator[Grid]:
    """The tables that stand on lines without delimiters."""
    found = [_in_thousands(region) for part in _sections(lines) for region in regions(_pieces(part))]
    told = [_is_marked(region) for region in found]
    everywhere = True in told and False not in told
    behind = all(region[-1].text == "" for region in found)  # the mark stands behind a row, not before it
    of_text = gaps.widths(found)
    for region, marked in zip(found, told, strict=True):
        rows = _marked(region[:-1] if behind else region) if (everywhere if marked is None else marked) else []
        yield from _grids(region, gaps.best(region, of_text) or _counted(region), rows)


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    return closed.pieces_of(lines) or join(pieces_of(lines))


def _in_thousands(pieces: list[Piece]) -> list[Piece]:
    """Where every other cell has a line of its own, one whose thousands a blank parts (3 604) is one cell, too."""
    beside = [at for at, (one, two) in enumerate(pairwise(pieces), 1) if two.gap == 0 and one.is_cell and two.is_cell]
    alone = sum(piece.is_cell and piece.gap > 0 for piece in pieces)
    if not beside or len(beside) * _MOST_OF > alone or not all(_is_in_thousands(pieces, at) for at in beside):
        return pieces
    return [
        piece._replace(text=f"{piece.text} {pieces[at + 1].text}") if at + 1 in beside else piece
        for at, piece in enumerate(pieces)
        if at not in beside
    ]


def _is_in_thousands(pieces: Sequence[Piece], at: int) -> bool:
    """Is a cell the last three digits of the one before it, and the two a line?"""
    one, two = pieces[at - 1], pieces[at]
    ends = at + 1 == len(pieces) or pieces[at + 1].gap > 0
    return one.gap > 0 and ends and _THOUSANDS.fullmatch(f"{one.text} {two.text}") is not None


def _counted(pieces: Sequence[Piece]) -> gaps.Widths | None:
    """A cell a line, if as many lines, the empty ones too, stand under table 3's header as it has columns.

    Only if its sums hold then: an empty line may part the header from its values, and a cell be lost.
    """
    at = next((at for at, piece in enumerate(pieces) if piece.is_cell), len(pieces))
    words, run = pieces[:at], pieces[at:]
    lines = sum(piece.gap for piece in run)
    if len(run) == lines or not _are_one_a_line(words, run):
        return None
    header = flat_header([[Cell(piece.text, piece.line, 0, n) for n, piece in enumerate(words)]], [0], None)
    if header is None or header.table != "appeals" or len(header.columns) != lines:
        return None
    cells = [text for piece in run for text in (*[""] * (piece.gap - 1), piece.text)]
    return gaps.Widths(cell=1, blank=1, row=1) if _adds_up(header, cells) else None


def _are_one_a_line(words: Sequence[Piece], run: Sequence[Piece]) -> bool:
    return all(piece.is_cell and piece.gap > 0 for piece in run) and all(piece.gap == 1 for piece in words[1:])


def _adds_up(header: Header, cells: Sequence[str]) -> bool:
    """Does every part of table 3 add up, one of them to more than nothing?"""
    told = channel_totals([(column.channel, column.code or "") for column in header.columns], cells)
    held = [one for one, _ in told]
    return False not in held and True in held and any(more for _, more in told)


def _sections(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines from heading to heading: what stands below another may be parted in another way."""
    begin = 0
    for at, line in enumerate(lines):
        if at > begin and len(line.folded) <= _HEADING and heading_kind(line.folded) is not None:
            yield lines[begin:at]
            begin = at
    yield lines[begin:]


def _grids(printed: Sequence[Piece], widths: gaps.Widths | None, marked: list[list[Piece]]) -> list[Grid]:
    pieces, nobodys = _without_pages(printed) if _are_on_lines(printed) else (printed, ())
    beside = [two.gap == 0 for one, two in pairwise(pieces) if one.is_cell and two.is_cell]
    if sum(beside) * 2 > len(beside) and not _is_one_line(pieces):
        return [_of_rows(list(filter(None, map(_unscrambled, _lines(pieces, nobodys)))))]
    rows = _opened(pieces) or _between_tabs(pieces) or gaps.rows(pieces, widths) or marked
    if rows:
        return grids([Row(row[0].line, [p.text for p in row], [p.line for p in row]) for row in rows], squeezing=False)
    return [_of_rows([[piece] for piece in gaps.filled(pieces, widths)], "stream")]


def _opened(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows whose beginnings are marked."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        rows += [[]] if piece.opens and rows[-1] else []
        rows[-1].append(piece)
    return rows if any(piece.opens for piece in pieces) else []


def _is_marked(pieces: Sequence[Piece]) -> bool | None:
    """Does a blank stand between each row and the next, behind the header too? None where no label tells."""
    behind = [one for one, two in pairwise(pieces) if _is_label(two) and not (_is_label(one) or is_caption(one.text))]
    return all(piece.text == "" for piece in behind) if len(behind) >= _FEW else None


def _marked(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows that a blank parts: it is no cell but the mark of a row."""
    rows: list[list[Piece]] = [[]]
    for at, piece in enumerate(pieces):
        ends = at + 1 < len(pieces) and (not pieces[at + 1].is_cell or _is_heading(rows[-1]))
        if piece.text == "" and ends:
            rows.append([])
            continue
        rows[-1].append(piece)
        rows += [[]] if is_caption(piece.text) else []
    return [row for row in rows if row]


def _is_label(piece: Piece) -> bool:
    return not piece.is_cell and is_row(piece.text)


def _is_heading(row: Sequence[Piece]) -> bool:
    """Do all cells of a row belong to a header?"""
    return bool(row) and all(columns_called(piece.text) or is_corner(piece.text) for piece in row)


def _is_one_line(pieces: Sequence[Piece]) -> bool:
    return len({piece.line for piece in pieces}) == 1


def _are_on_lines(pieces: Sequence[Piece]) -> bool:
    """Do the values of most rows stand on the line of their label, those that stand alone on a line left out?"""
    behind = [at for at in range(1, len(pieces)) if _is_label(pieces[at - 1]) and pieces[at].is_cell]
    beside = sum(pieces[at].gap == 0 for at in behind)
    alone = sum(_is_alone(pieces, at) for at in behind)
    return beside > 0 and beside >= alone and beside * _MOST_OF > (len(behind) - alone) * (_MOST_OF - 1)


def _is_alone(pieces: Sequence[Piece], at: int) -> bool:
    """Is this a short number alone on its line?"""
    ends = at + 1 == len(pieces) or pieces[at + 1].gap > 0
    return pieces[at].gap > 0 and ends and pieces[at].text.isdigit() and len(pieces[at].text) <= _PAGE


def _with_breaks(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a number alone below a row's values put to the last of them: it may be its rest, or a page's."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if found and found[-1].gap == 0 and is_number(found[-1].text) and _is_alone(pieces, at):
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{piece.text}")
        else:
            found.append(piece)
    return found


def _without_pages(printed: Sequence[Piece]) -> tuple[Sequence[Piece], Collection[int]]:
    """The pieces of a page whose values stand on lines, and where a number alone below a label is nobody's."""
    pieces = _with_breaks(printed)
    behind = [at for at in range(1, len(pieces)) if _is_label(pieces[at - 1])]
    return pieces, {at for at in behind if _is_alone(pieces, at) and pieces[at].text[0] != "0"}


def _lines(pieces: Sequence[Piece], nobodys: Collection[int]) -> list[list[Piece]]:
    """Rows whose values stand on one line, and the words before them theirs; words of a header stay together."""
    rows: list[list[Piece]] = []
    for at, piece in enumerate(pieces):
        if rows and at not in nobodys and _goes_on(rows[-1], piece):
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


def _unscrambled(row: Sequence[Piece]) -> Sequence[Piece]:
    """A row without the words of a header whose order tells nothing."""
    behind = next((at for at, piece in enumerate(row) if piece.is_cell), len(row))
    heads = behind == len(row) or any(columns_called(piece.text) for piece in row[:behind])
    return row[behind:] if heads and _is_scrambled(row[:behind]) else row


def _is_scrambled(row: Sequence[Piece]) -> bool:
    """Does a header's order tell nothing, its words in pieces among those of others, or on lines in no form's order?"""
    words = [piece.text for piece in row if not is_known(piece.text)]
    if len(words) > 1 and sum(map(is_fragment, words)) > 1:
        return True
    columns = Counter(piece.line for piece in row if columns_called(piece.text))
    return len(columns) > 1 and max(columns.values()) > 1 and not _is_legible(row)


def _is_legible(row: Sequence[Piece]) -> bool:
    """Do the words of a header name columns in the form's order; those of table 3 in one that a page may have?"""
    header = flat_header([[Cell(piece.text, piece.line, 0, at) for at, piece in enumerate(row)]], [0], None)
    if header is None or not header.columns or header.table == "appeals":
        return header is not None and bool(header.columns)
    printed = [(column.channel, column.code) for column in header.named()]
    return any(printed == [one for one in order if one in printed] for order in columns_in_order(header.table))


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
