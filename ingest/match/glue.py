"""Glued text (粘连): labels and numbers with nothing between them, on one line or a whole document long.

``规章003`` is a label and the digits of its cells; which digits make which cell is for the sums to say. A line is cut
where it holds nothing but labels and such digits. Prose is cut where several rows with their digits follow each other
in it, as in a document that lost its line ends; the rest of it stays prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest import labels
from ingest.labels import Piece
from ingest.model import Fragment
from ingest.values import is_value

_LEAST_LINE = 3  # characters
_LEAST_PROSE = 400  # characters; a table of so few rows that it is shorter was never met
_TELLING = ("信息内容", "新收政府信息公开申请", "结转下年度继续办理")  # a document with tables has two of them
_ROWS = 5  # rows with digits that prose must hold; fewer are figures of speech
_DIGITS = re.compile(
    r"[\d增减][\d.+/增减加少件项条个万亿元-]*"
)  # of any number of cells; a sign in front may be a blank
_RUN = 3  # labels and cells side by side; fewer are words of a sentence


def of_line(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The labels and cells of a line without delimiters; none where it holds anything else."""
    text = " ".join(fragment.text for fragment in fragments)
    if not _LEAST_LINE < len(text) <= labels.LONGEST * 2 or not labels.leads(text):
        return []
    pieces = labels.pieces(text)
    if len(pieces) < 2 or not pieces[0].known or not all(piece.known or _is_cell(piece) for piece in pieces):
        return []
    return [Fragment(piece.text, fragments[0].line, "cut", "lines") for piece in pieces]


def of_prose(fragment: Fragment) -> list[Fragment]:
    """A long text cut into its prose and the rows of its tables; none where it holds no table."""
    text = fragment.text
    if fragment.opens == "cut" or len(text) < _LEAST_PROSE or sum(word in text for word in _TELLING) < 2:
        return []
    runs = list(_runs(labels.pieces(text)))
    if sum(above.known and _is_cell(below) for run in runs for above, below in pairwise(run)) < _ROWS:
        return []
    return [piece for run in runs for piece in _fragments(run, fragment.line)]


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
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
