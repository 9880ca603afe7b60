"""A row of labels above a row of values (表头在上): which value belongs to which label.

Where a page has lost blank cells, and has moved their pipes to the row's end, several ways to read it may be left. A
value is told only where all of them agree.

>>> fields = ["document_number", "disclosure_method", "index_number"]
>>> cells_below("文号 | 公开方式 | 索引号 |", ["主动公开 | X1/2021-3 | |"], fields)
[None, (0, 4), (7, 16)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ingest.front.fitting import PUBLISHERS, SHAPED, UNKEPT, fitting, no_number
from ingest.front.names import organ
from ingest.front.page import words
from ingest.patterns import lazy

Span = tuple[int, int]
DOUBT: Span = (0, 0)  # a value that may be the label's or another's

_PIPE = lazy(r"\|")
_PARTING = {"|": _PIPE, "\t": lazy(r"\t"), "  ": lazy(r"\s{2,}(?!\d{1,2}:\d\d)")}
_SPACE = lazy(r"\s+(?!\d{1,2}[:时]\d\d)")  # not before a time of day
_SIGNS = {  # of values that have no form of their own
    **dict.fromkeys(PUBLISHERS, lazy(r"(?<!公开)$")),
    "document_number": lazy(r"\d"),
    "disclosure_method": lazy(r"^.{0,8}(?:公开|发布|公布).{0,4}$"),
}
_MOST = 10  # labels of a row


def cells_below(header: str, rows: Sequence[str], fields: Sequence[str]) -> list[Span | None] | None:
    """The place of each label's value in the first row, None for a blank; None alone where they aren't its labels."""
    columns, values, after = (_split(text, header) for text in (header, *rows, "")[:3])
    printed = [value for value in values if value[0] < value[1]]
    more = len(after) == len(values) and sum(start < end for start, end in after) > 1
    if not _even(columns, values, fields) or not printed or more:
        return None  # more rows of values are a list of documents
    if not _may_have_moved(header, values, printed):
        return [value if value in printed else None for value in values]
    ways = list(_ways([rows[0][start:end] for start, end in printed], fields))
    if not ways:
        return [DOUBT] * len(fields)
    return [_agreed(ways, printed, place) for place in range(len(fields))]


def _split(text: str, header: str) -> list[Span]:
    """The cells of a row, parted as the labels are; a pipe at both rows' start or end opens or closes them."""
    parting = next((pattern for mark, pattern in _PARTING.items() if mark in header.strip(" ")), _SPACE)
    start, stop = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    if parting is _PIPE:
        start += text[start:stop].startswith("|") and header.lstrip(" ").startswith("|")
        stop -= text[start:stop].endswith("|") and header.rstrip(" ").endswith("|")
    cells = []
    for found in [*parting.finditer(text, start, stop), None]:
        end = found.start() if found else stop
        bare = text[start:end].strip()
        begin = text.index(bare, start) if bare else start
        cells.append((begin, begin + len(bare)))
        start = found.end() if found else end
    return cells


def _even(columns: Sequence[Span], values: Sequence[Span], fields: Sequence[str]) -> bool:
    """Do two rows have as many cells, the labels no blank among them?"""
    filled = [column for column in columns if column[0] < column[1]]
    return 1 < len(filled) == len(fields) == len(values) <= _MOST and list(columns[: len(filled)]) == filled


def _may_have_moved(header: str, values: Sequence[Span], printed: Sequence[Span]) -> bool:
    """May blanks have stood elsewhere than at the end, where their pipes are now?"""
    return "|" in header and len(printed) < len(values) and list(values[: len(printed)]) == list(printed)


def _ways(texts: Sequence[str], fields: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The labels that the values, in their order, may belong to."""
    for places in combinations(range(len(fields)), len(texts)):
        if all(_may_be(fields[place], text) for place, text in zip(places, texts, strict=True)):
            yield places


def _agreed(ways: Sequence[Sequence[int]], printed: Sequence[Span], place: int) -> Span | None:
    """The value that a label has in every way."""
    values = {printed[way.index(place)] if place in way else None for way in ways}
    return values.pop() if len(values) == 1 else DOUBT


def _may_be(field: str, text: str) -> bool:
    """Could a value be one of a field? Wider than what is kept: what is doubted here is left out."""
    if text in words()["fields"]["nothing"]:
        return True
    if no_number(text):
        return field == "document_number"
    if field in UNKEPT:
        return field == "others" or organ(text) is not None
    if field in SHAPED or fitting(field, text) is None:
        return fitting(field, text) is not None
    shaped = any(fitting(name, text) for name in SHAPED)
    return not shaped and (field not in _SIGNS or _SIGNS[field].search(text) is not None)
