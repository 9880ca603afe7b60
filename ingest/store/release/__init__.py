"""A release (数据发布): the panel in the files that people use, with all that makes it citable.

    OUT/panel.csv  panel.xlsx  panel.parquet  panel.dta   a report a row, a cell a column
    OUT/missing.csv  missing.parquet                      why a cell has no number, where the report's form has the cell
    OUT/codebook.csv                                      every column: label, cell of the form, unit, values, blanks
    OUT/datapackage.json  CITATION.cff  README.md  SHA256SUMS
    OUT/tables/                                           the whole database as Parquet (only of a whole release)

From the same database come the same bytes: rows are in the order of their ids, no file holds the time at which it was
written, and the version is the data's own date with a checksum of the panel.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Collection
from pathlib import Path

from ingest.store.errors import StoreError, told
from ingest.store.export import export
from ingest.store.release import documents, formats, rows
from ingest.store.release.rows import Panel

FORMATS = ("csv", "xlsx", "parquet", "dta")


def release_panel(connection: sqlite3.Connection, out: Path, wanted: Collection[str] = FORMATS) -> int:
    """Write the panel below a folder that isn't there yet; how many rows it has.

    Raises ``StoreError`` where the folder exists, can't be written, the database has no report, or an extra is missing.
    """
    return _released(connection, out, wanted, lambda part: None)


def release(connection: sqlite3.Connection, out: Path) -> int:
    """Write the panel in every format and all tables, likewise."""
    return _released(connection, out, FORMATS, lambda part: export(connection, part / "tables", "parquet"))


def _released(
    connection: sqlite3.Connection, out: Path, wanted: Collection[str], write_more: Callable[[Path], object]
) -> int:
    makers = [formats.maker(name) for name in wanted]  # says what is missing before anything is read
    if out.exists():
        raise StoreError(f"{out} 已存在，请另选文件夹 ({out} exists, choose another folder)")
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        with told():
            connection.execute("BEGIN")
            panel = rows.panel(connection)
            for make in makers:
                make(panel, part)
            documents.write(panel, part)
            connection.rollback()
            write_more(part)
        documents.checksums(part)
        part.rename(out)
    except OSError as error:
        raise StoreError(f"无法写入 {out} (cannot write: {error.strerror})") from error
    finally:
        connection.rollback()
        shutil.rmtree(part, ignore_errors=True)
    return panel.count


__all__ = ["FORMATS", "Panel", "release", "release_panel"]
