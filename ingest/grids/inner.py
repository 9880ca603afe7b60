"""Tables in cells (单元格中的表格): is one a cell's own text, or is the table around it there for the layout alone?"""

from __future__ import annotations

from collections.abc import Collection

from ingest.grids.words import codes_of, columns_called, rows_called
from ingest.text import fold

_KNOWN = 3  # labels of the forms that make the table around a statutory one
_LONGEST = 100  # characters of a label
_LABELS_READ = 200  # cells that are looked at


def is_text_of_cell(inner: Collection[str], around: Collection[str]) -> bool:
    """Are the texts of a table's cells what one cell of the table around it says (its other cells' texts)?

    So it is where no more than one of them says anything, where they are without a word, or where the table around is
    a statutory one and they name no row of the forms nor more than one column (合计).

    >>> is_text_of_cell(["", "12"], []), is_text_of_cell(["12", "（3）"], []), is_text_of_cell(["本年", "12"], [])
    (True, True, False)
    >>> is_text_of_cell(["本年", "12"], ["行政许可", "行政处罚", "行政强制", "6"])
    True
    """
    said = [text for text in inner if text.strip()]
    if len(said) < 2 or not any(map(str.isalpha, "".join(said))):
        return True
    return _names_little(said) and len(_named(around)) >= _KNOWN


def _names_little(texts: Collection[str]) -> bool:
    labels = [fold("".join(text.split())) for text in texts if len(text) <= _LONGEST]
    is_row = any(rows_called(label) and not columns_called(label) for label in labels)  # 合计 is both
    return not is_row and sum(bool(codes_of(label)) for label in labels) < 2


def _named(texts: Collection[str]) -> set[str]:
    known: set[str] = set()
    for _, text in zip(range(_LABELS_READ), texts, strict=False):
        known |= codes_of(fold("".join(text.split()))) if text.strip() and not text.isascii() else set()
    return known
