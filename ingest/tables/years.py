"""Other years (其他年度): a table of last year's numbers, printed for comparison, must not fill this year's rows."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.match import Drawing
from ingest.model import Finding
from ingest.tables import findings as say


def other_years(drawing: Drawing, year: int | None) -> Iterator[Finding]:
    """Take out the rows under a caption of another year, up to the next caption or heading, and say so."""
    for caption in drawing.captions if year else ():
        if caption.year == year:
            continue
        for row in [row for row in drawing.rows if caption.line < row.line < caption.until]:
            drawing.rows.remove(row)
            yield say.of_other_year(row.table, row.label, caption.text, row.line)
        for found in [found for found in drawing.appeals if caption.line < found[0] < caption.until]:
            drawing.appeals.remove(found)
            if any(found[2]):
                yield say.of_other_year("appeals", " ".join(filter(None, found[2])), caption.text, found[0])
