"""Export (导出): the database as files for other tools, partitioned by year and province.

    OUT/applications/year=2021/province=浙江省/part-0.parquet

Every table whose rows belong to a report is cut so, in the shape that DuckDB, Spark and others call Hive's: a
partition's values stand in the path, not in the file, and a report without a province is under
``__HIVE_DEFAULT_PARTITION__``, which they read as NULL. Look-up tables and agencies are one file each. Views aren't
exported, nor the full-text index, nor the files' bytes (``sources.content``): these stay in the database.

All comes from one reading transaction, so that an ``add`` going on doesn't show half, and appears whole: it is
written beside its place and moved there at the end.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ingest.patterns import lazy
from ingest.store.errors import StoreError, told

Format = Literal["parquet", "csv"]
NULL = "__HIVE_DEFAULT_PARTITION__"
PARTITIONS = ("year", "province")
_LEFT_OUT = {("sources", "content")}
_AT_ONCE = 20_000  # rows in memory
_SPECIAL = lazy(r"[\x00-\x1f\"#%'*/:=?\\\x7f{\[\]^]")  # what Hive escapes in a path
_FORMULA = lazy(r"[=+\-@\t\r]")
_NUMBER = lazy(r"[+-]?[\d.]+")


class Column(NamedTuple):
    """A column and its type in a STRICT table: INTEGER, REAL, TEXT or BLOB."""

    name: str
    type: str


class Table(NamedTuple):
    """A table, its columns, and how its rows find their report (None: they belong to none)."""

    name: str
    columns: tuple[Column, ...]
    report: str | None


Rows = Iterable[list[tuple[Any, ...]]]
Write = Callable[[Path, tuple[Column, ...], Rows], int]


def export(connection: sqlite3.Connection, out: Path, form: Format) -> dict[str, int]:
    """Write every table below a folder that isn't there yet; how many rows each has."""
    write = {"parquet": _parquet, "csv": _csv}[form]()
    if out.exists():
        raise StoreError(f"{out} 已存在，请另选文件夹 ({out} exists, choose another folder)")
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with told():
            connection.execute("BEGIN")
            counts = {table.name: _export(connection, table, part, write, form) for table in tables(connection)}
        part.rename(out)
    except OSError as error:
        raise StoreError(f"无法写入 {out} (cannot write: {error.strerror})") from error
    finally:
        connection.rollback()
        shutil.rmtree(part, ignore_errors=True)
    return counts


def tables(connection: sqlite3.Connection) -> list[Table]:
    """The tables to export, whatever the schema has by now."""
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    indexes = tuple(
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    )
    return [_table(connection, name) for name in names if not name.startswith(("sqlite_", "_", *indexes))]


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = [Column(row[1], row[2]) for row in connection.execute(f'PRAGMA table_xinfo("{name}")') if row[6] != 1]
    names = {column.name for column in columns}
    report = "id" if name == "reports" else "report_id" if "report_id" in names else None
    kept = [column for column in columns if (name, column.name) not in _LEFT_OUT]
    return Table(name, tuple(c for c in kept if report is None or c.name not in PARTITIONS), report)


def _export(connection: sqlite3.Connection, table: Table, folder: Path, write: Write, form: Format) -> int:
    columns = ", ".join(f't."{column.name}"' for column in table.columns)
    if table.report is None:
        cursor = connection.execute(f'SELECT {columns} FROM "{table.name}" t')
        return write(folder / f"{table.name}.{form}", table.columns, _some(cursor))
    query = (
        f'SELECT {columns} FROM report_stats s JOIN "{table.name}" t ON t."{table.report}" = s.report_id'
        " WHERE s.year = ? AND s.province IS ? ORDER BY s.report_id"
    )
    count = 0
    for values in connection.execute("SELECT DISTINCT year, province FROM report_stats ORDER BY 1, 2").fetchall():
        rows = _some(connection.execute(query, values))
        count += write(folder / table.name / _path(values) / f"part-0.{form}", table.columns, rows)
    return count


def _path(values: tuple[Any, ...]) -> Path:
    pairs = zip(PARTITIONS, values, strict=True)
    return Path(*(f"{name}={NULL if value is None else _escaped(str(value))}" for name, value in pairs))


def _escaped(value: str) -> str:
    return _SPECIAL.sub(lambda found: f"%{ord(found[0]):02X}", value)


def _some(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield rows


# --- Parquet --------------------------------------------------------------------------------------------------------


def _parquet() -> Write:
    try:
        import pyarrow  # noqa: PLC0415 (an optional extra)
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        extra = "pip install 'gov-disclosure-reports[parquet]'"
        raise StoreError(f"导出 Parquet 需要另行安装组件 (Parquet needs an extra: {extra})") from None
    types = {"INTEGER": pyarrow.int64(), "REAL": pyarrow.float64(), "BLOB": pyarrow.binary()}

    def write(path: Path, columns: tuple[Column, ...], rows: Rows) -> int:
        schema = pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in columns])
        count = 0
        with _Late(path, lambda: pyarrow.parquet.ParquetWriter(path, schema, compression="zstd")) as file:
            for some in rows:
                arrays = [
                    pyarrow.array(values, field.type)
                    for values, field in zip(zip(*some, strict=True), schema, strict=True)
                ]
                file.get().write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
                count += len(some)
        return count

    return write


class _Late:
    """A file that is made when its first row comes: a partition without rows has none."""

    def __init__(self, path: Path, make: Callable[[], Any]) -> None:
        self._path = path
        self._make = make
        self._made: Any = None

    def __enter__(self) -> _Late:
        return self

    def get(self) -> Any:
        """The file."""
        if self._made is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._made = self._make()
        return self._made

    def __exit__(self, *_: object) -> None:
        if self._made is not None:
            self._made.close()


# --- CSV ------------------------------------------------------------------------------------------------------------


def _csv() -> Write:
    def write(path: Path, columns: tuple[Column, ...], rows: Rows) -> int:
        count = 0
        with _Late(path, lambda: path.open("w", encoding="utf-8-sig", newline="")) as file:
            for some in rows:
                writer = csv.writer(file.get())
                if not count:
                    writer.writerow([column.name for column in columns])
                writer.writerows([inert(value) for value in row] for row in some)
                count += len(some)
        return count

    return write


def inert(value: Any) -> Any:
    """A cell that a spreadsheet would run as a formula gets an apostrophe before it; a number is none.

    >>> [inert(value) for value in ("=1+1", "@SUM(A1)", "-38", "+减", "自然人", 5, None, "")]
    ["'=1+1", "'@SUM(A1)", '-38', "'+减", '自然人', 5, None, '']
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value.hex() if isinstance(value, bytes) else value


def size(folder: Path) -> int:
    """Bytes of the files below a folder."""
    with suppress(OSError):
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return 0
