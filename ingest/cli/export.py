"""``ingest export``: the database as Parquet or CSV files for other tools."""

# ruff: noqa: PLC0415
from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ingest.cli import _database, _quiet


@click.command("export")
@click.argument("folder", type=click.Path())
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@_database
@_quiet
def export_command(folder: str, form: Any, db: str) -> None:
    """Export every table (导出), partitioned by year and province, to a FOLDER that isn't there yet.

    \b
    DuckDB and Spark read the folders of a Parquet export as they are:
      SELECT year, province, sum(total) FROM read_parquet('out/applications/**/*.parquet', hive_partitioning = true)
      GROUP BY ALL
    Text in a CSV export that a spreadsheet would run as a formula has an apostrophe before it. Files' bytes stay
    in the database.

    \b
    Example:
      ingest export out --format csv
    """
    from ingest.store.export import export, size
    from ingest.store.schema import look

    with closing(look(db)) as connection:
        counts = export(connection, Path(folder), form)
    rows, megabytes = sum(counts.values()), size(Path(folder)) / 1e6
    click.echo(
        f"已导出 {len(counts)} 张表、{rows} 行，{megabytes:.1f} MB"
        f" ({len(counts)} tables, {rows} rows, {megabytes:.1f} MB)"
    )
