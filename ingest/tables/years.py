"""Other years (其他年度): a table of last year's numbers, printed for comparison, must not fill this year's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.match import Drawing
from ingest.model import Finding, Table
from ingest.tables import findings as say

_LONGEST = 30  # characters; a caption is no longer
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SPAN = re.compile(r"[自起至止指从]")  # 自2021年…起, 指2019年…: instructions of a form name years too


def other_years(drawing: Drawing, year: int | None) -> Iterator[Finding]:
    """Take out the rows behind a caption inside a table that names another year, and say so.

    >>> from ingest.match import Stray
    >>> drawing = Drawing(strays=[Stray("appeals", "（二）2021年度情况", 90)], appeals=[(92, "tabs", ["5"])])
    >>> [finding.line for finding in other_years(drawing, 2022)], drawing.appeals
    ([92], [])
    """
    for table, line, words in list(_captions(drawing, year)):
        for row in [row for row in drawing.rows if row.table == table and row.line > line]:
            drawing.rows.remove(row)
            yield say.of_other_year(table, row.label, words, row.line)
        for found in [found for found in drawing.appeals if table == "appeals" and found[0] > line]:
            drawing.appeals.remove(found)
            yield say.of_other_year(table, " ".join(filter(None, found[2])), words, found[0])


def _captions(drawing: Drawing, year: int | None) -> Iterator[tuple[Table, int, str]]:
    """The captions of other years, each with the table that it stands in or before."""
    for stray in drawing.strays:
        if len(stray.text) <= _LONGEST and not _SPAN.search(stray.text) and _is_other(stray.text, year):
            yield stray.table, stray.line, stray.text
    for line, text in drawing.captions:
        following = min((row for row in drawing.rows if row.line > line), key=lambda row: row.line, default=None)
        above = following and any(row.table == following.table and row.line < line for row in drawing.rows)
        if following and above and _is_other(text, year):
            yield following.table, line, text


def _is_other(text: str, year: int | None) -> bool:
    named = {int(found) for found in _YEAR.findall(text)}
    return bool(year and named and year not in named)
