"""``ingest export``: the database as Parquet or CSV files for other tools."""

# ruff: noqa: PLC0415
from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.cli import _database, _quiet

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


@click.command("export")
@click.argument("folder", type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv", "xlsx", "dta"]), help="Only this format (只要一种格式)."
)
@click.option("--panel", is_flag=True, help="The panel: a report a row, every cell a column (面板数据).")
@click.option("--release", "whole", is_flag=True, help="The panel and all tables, for publishing (发布整套数据).")
@_database
@_quiet
def export_command(folder: str, form: Any, panel: bool, whole: bool, db: str) -> None:
    """Export every table (导出), partitioned by year and province, to a FOLDER that isn't there yet.

    \b
    DuckDB and Spark read the folders of a Parquet export as they are:
      SELECT year, province, sum(total) FROM read_parquet('out/applications/**/*.parquet', hive_partitioning = true)
      GROUP BY ALL
    Text in a CSV export that a spreadsheet would run as a formula has an apostrophe before it. Files' bytes stay
    in the database.

    \b
    --panel writes CSV, XLSX, Parquet and Stata (.dta) with codebook, datapackage.json and CITATION.cff; --release
    that and all tables. From one database always come the same bytes. Tables are Parquet unless --format csv.

    \b
    Example:
      ingest export out --format csv
      ingest export --panel panel
      ingest export --release release
    """
    from ingest.store.export import export, size
    from ingest.store.release import FORMATS, release, release_panel
    from ingest.store.schema import look

    if whole and form:
        raise click.UsageError("--release has every format (--release 含全部格式，不用 --format).")
    if whole:
        _release(folder, db, release)
        return
    if panel:
        _release(folder, db, partial(release_panel, wanted=[form] if form else FORMATS))
        return
    if form in ("xlsx", "dta"):
        raise click.UsageError("--format xlsx and dta need --panel (只用于 --panel).")
    form = form or "parquet"
    with closing(look(db)) as connection:
        counts = export(connection, Path(folder), form)
    rows, megabytes = sum(counts.values()), size(Path(folder)) / 1e6
    click.echo(
        f"已导出 {len(counts)} 张表、{rows} 行，{megabytes:.1f} MB"
        f" ({len(counts)} tables, {rows} rows, {megabytes:.1f} MB)"
    )


def _release(folder: str, db: str, write: Callable[[sqlite3.Connection, Path], int]) -> None:
    from ingest.store.export import size
    from ingest.store.schema import look

    with closing(look(db)) as connection:
        rows = write(connection, Path(folder))
    megabytes = size(Path(folder)) / 1e6
    click.echo(f"已导出面板数据 {rows} 行，{megabytes:.1f} MB (panel: {rows} rows, {megabytes:.1f} MB)")
