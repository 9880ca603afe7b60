"""Glued text (粘连): labels and numbers with nothing between them, on one line or a whole document long.

``规章003`` is a label and the digits of its cells; which digits make which cell is for the sums to say. A line is cut
where it holds nothing but labels and such digits. Prose is cut where several rows with their digits follow each other
in it, as in a document that lost its line ends; the rest of it stays prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest import labels
from ingest.labels import Piece
from ingest.model import Fragment
from ingest.patterns import lazy
from ingest.text import label_key
from ingest.values import is_value

_LEAST_LINE = 3  # characters
_LEAST_PROSE = 400  # characters; a table of so few rows that it is shorter was never met
_TELLING = ("信息内容", "新收政府信息公开申请", "结转下年度继续办理")  # a document with tables has two of them
_ROWS = 5  # rows with digits that prose must hold; fewer are figures of speech
_DIGITS = lazy(r"[\d增减][\d.+/增减加少件项条个万亿元-]*")  # of any number of cells; a sign in front may be a blank
_RUN = 3  # labels and cells side by side; fewer are words of a sentence


def of_line(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The labels and cells of a line without delimiters; none where it holds anything else."""
    text = " ".join(fragment.text for fragment in fragments)
    if not _LEAST_LINE < len(text) <= labels.LONGEST * 2 or not labels.leads(text):
        return []
    pieces = labels.pieces(text)
    whole = len(pieces) > 1 and pieces[0].known and all(p.known or _is_cell(p) or _are_cells(p) for p in pieces)
    if not whole or any(_merged(first, second) for first, second in pairwise(pieces)):
        return []
    return [piece for each in pieces for piece in _of_piece(each, fragments[0].line)]


def _merged(first: Piece, second: Piece) -> bool:
    """Two labels for one row of cells, or a word (其他, 总计) that makes another label of the one behind it?"""
    if not (first.known and second.known and labels.is_row(second.text)):
        return False
    return labels.is_row(first.text) or len(label_key(first.text)) <= 2


def _of_piece(piece: Piece, line: int) -> Iterator[Fragment]:
    if _are_cells(piece):
        yield from (Fragment(cell, line, "cell", "lines") for cell in piece.text.split())
    else:
        yield Fragment(piece.text, line, "cut", "lines")


def _are_cells(piece: Piece) -> bool:
    """Values with spaces between them."""
    cells = piece.text.split()
    return not piece.known and len(cells) > 1 and all(is_value(cell) for cell in cells)


def of_prose(fragment: Fragment) -> list[Fragment]:
    """A long text cut into its prose and the rows of its tables; none where it holds no table."""
    text = fragment.text
    if fragment.opens == "cut" or len(text) < _LEAST_PROSE or sum(word in text for word in _TELLING) < 2:
        return []
    runs = list(_runs(_undoubted(labels.pieces(text))))
    if sum(above.known and _is_cell(below) for run in runs for above, below in pairwise(run)) < _ROWS:
        return []
    return [piece for run in runs for piece in _fragments(run, fragment.line)]


def _undoubted(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without the cells before a heading whose number may be their last digit: 12 and 3收到和处理…"""
    headings = [at for at, piece in enumerate(pieces) if piece.known and labels.section_kind(piece.text)]
    bare = {at for at in headings if not labels.is_numbered(pieces[at].text)}
    numbered = len(bare) < len(headings) or any(
        at > 0 and not pieces[at - 1].known and not _is_cell(pieces[at - 1]) and pieces[at - 1].text[-1].isdigit()
        for at in bare
    )
    for at, piece in enumerate(pieces):
        doubtful = numbered and at + 1 in bare and _is_cell(piece)
        yield Piece(f"?{piece.text}", False) if doubtful else piece


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Labels and cells that stand side by side; every other piece by itself."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.known or (run and _is_cell(piece)):
            run.append(piece)
            continue
        yield from [run] if run else []
        yield [piece]
        run = []
    yield from [run] if run else []


def _fragments(run: Sequence[Piece], line: int) -> Iterator[Fragment]:
    made = "lines" if len(run) >= _RUN else "prose"
    return (Fragment(piece.text, line, "cut", made) for piece in run)


def _is_cell(piece: Piece) -> bool:
    return not piece.known and (_DIGITS.fullmatch(piece.text) is not None or _is_remarked(piece.text))


def _is_remarked(text: str) -> bool:
    """A value with its unit or a remark: 22(其中修订16件)."""
    return text[0].isdigit() and is_value(text)
