"""The statistics tables of a document (文档中的统计表): from its grids, from its lines, or from both."""

from __future__ import annotations

from ingest.model import Document
from ingest.statistics.lines import of_lines
from ingest.statistics.naming import is_listed
from ingest.statistics.printed import PrintedTable
from ingest.statistics.ruled import of_grids
from ingest.statistics.unbroken import laid_out


def tables_of(document: Document) -> list[PrintedTable]:
    """The statistics tables of a document, from its grids; where these have none, from its lines."""
    tables = of_grids(document.grids)
    if tables and not document.verbatim:
        return tables
    lines = list(of_lines(laid_out(document.lines)))
    kept = [table for table in tables if not any(_says(other, table) for other in lines)]
    read = {row.line for table in kept for row in table.rows}
    return [*kept, *(other for other in lines if not read & {row.line for row in other.rows})]


def _says(other: PrintedTable, table: PrintedTable) -> bool:
    """Does a table in lines say all that the grid of a text says, and more?"""
    said = {row.line: row.values for row in other.rows}
    own = [row for row in table.rows if is_listed(row.label)]
    same = all(row.line in said and row.values in (None, said[row.line]) for row in own)
    more = len(other.rows) > len(table.rows) or any(row.values is None for row in table.rows)
    return other.columns == table.columns and same and more
