"""The statistics tables of a document (文档中的统计表): from its grids, from its lines, or from both."""

from __future__ import annotations

from ingest.model import Document
from ingest.statistics.lines import of_lines
from ingest.statistics.printed import PrintedTable
from ingest.statistics.ruled import of_grids
from ingest.statistics.unbroken import laid_out


def tables_of(document: Document) -> list[PrintedTable]:
    """The statistics tables of a document, from its grids; where these have none, from its lines."""
    tables = of_grids(document.grids)
    if tables and not document.verbatim:
        return tables
    lines = list(of_lines(laid_out(document.lines)))
    longer = {table.line: other for table in tables for other in lines if _goes_on(table, other)}
    said = {row.line for other in longer.values() for row in other.rows}
    return [
        longer.get(table.line, table) for table in tables if table.line in longer or table.line not in said
    ] or lines


def _goes_on(table: PrintedTable, other: PrintedTable) -> bool:
    """Does a table in lines go on where the grid of a text ends, and say the same before?"""
    said = {row.line: row.values for row in other.rows}
    same = all(said.get(row.line) == row.values for row in table.rows)
    return table.line == other.line and table.columns == other.columns and same and len(other.rows) > len(table.rows)
