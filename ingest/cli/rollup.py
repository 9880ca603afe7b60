"""``ingest rollup``: a place's three tables as the sums of its organs' reports, stored ones and drafts."""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from ingest.cli import _json, _printable, _quiet, _refuse
from ingest.cli.check import read_drafts
from ingest.cli.terminal import table
from ingest.model import Refused

if TYPE_CHECKING:
    import sqlite3

    from ingest.places.table import Region
    from ingest.rollup import Gathered, Rollup
    from ingest.rollup.gathering import LeftOut, Part

_SUFFIXES = (".docx", ".xlsx")


@click.command("rollup")
@click.argument("paths", nargs=-1, metavar="[DRAFT...]", type=click.Path())
@click.option("--region", required=True, metavar="PLACE", help="Whose organs: code or name of the place (地区).")
@click.option("--year", required=True, type=click.IntRange(2008, 2100), help="The year reported on (报告年度).")
@click.option("--db", metavar="FILE", help="Take reports from this database (数据库); drafts come before them.")
@click.option("--roster", metavar="FILE", help="Who is expected, CSV or a sheet (应报送机关名录).")
@click.option("--wide", is_flag=True, help="Also the places below, each once (全市、全省口径).")
@click.option(
    "--force",
    is_flag=True,
    help="Add up although errors stand or a number is doubted; the result says so (有错误或存疑也汇总).",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="汇总.docx or 汇总.xlsx.")
@_json
@_quiet
def rollup_command(
    paths: tuple[str, ...],
    region: str,
    year: int,
    db: str | None,
    roster: str | None,
    wide: bool,
    force: bool,
    output: str | None,
    as_json: bool,
) -> None:
    """Add up the reports of a place's organs (汇总): the statutory form with the sums and their origins.

    Own reports of the place's departments, towns and offices count, each once; a government's aggregate, its own report
    beside its office's, and organs of the state's own line don't. A blank is no 0: for each cell it is said how many
    agencies gave a number. While errors stand in a report, or a warning doubts a number itself (单位、件数不合情理),
    nothing is added up, unless you say --force; other open warnings are told with the sums.

    \b
    Exit status: 0 written; 1 errors or doubts stand, or nothing to add; 2 wrong usage.
    \b
    Example:
      ingest rollup --region 光山县 --year 2025 --db reports.db -o 汇总.docx
      ingest rollup drafts/ --region 光山县 --year 2025 --roster 名录.csv -o 汇总.xlsx
    """
    from ingest import rollup
    from ingest.places import alike, inward

    if not paths and not db:
        raise click.UsageError("Give drafts, or --db (请给出草稿或数据库).")
    if output and PurePath(output).suffix.lower() not in _SUFFIXES:
        raise click.UsageError("-o wants a .docx or .xlsx file (须为 .docx 或 .xlsx).")
    place = rollup.place_named(region)
    found = _gathered(paths, place, inward(place.code) if wide else alike(place.code), year, db, roster)
    if not found.parts:
        raise Refused(f"{found.region.full_name} {year} 年度没有可汇总的报告 (nothing to add up)")
    made = rollup.add_up(found)
    if not force:
        _demand_soundness(made, region)
    _write(made, output, as_json=as_json)


def _demand_soundness(made: Rollup, region: str) -> None:
    """Stop where errors stand, or a number to be added is doubted itself."""
    for part in made.errors:
        _refuse(f"{part.name}（{part.where}）", f"有 {part.errors} 处错误 ({part.errors} errors)")
    for part, finding in made.doubted:
        _refuse(f"{part.name}（{part.where}）", f"所加的数存疑：{finding.message} (a number is doubted)")
    if made.errors or made.doubted:
        _refuse(region, "各机关改正后再汇总，或加 --force (mend them first, or say --force)")
        sys.exit(1)


def _gathered(
    paths: Sequence[str], place: Region, places: frozenset[str], year: int, db: str | None, roster: str | None
) -> Gathered:
    from ingest.rollup import from_drafts, gathered
    from ingest.rollup.gathering import missing_of
    from ingest.store import look

    run = read_drafts(paths, db, year=year, roster=roster) if paths or roster else None
    parts = list(from_drafts(run, year)) if run else []
    missing, listed = missing_of(run) if run else [], bool(roster)
    if db:
        with closing(look(db)) as connection:
            parts, missing, listed = _with_stored(connection, place, places, year, parts, missing, listed=listed)
    return gathered(place, places, year, parts, missing, listed=listed)


def _with_stored(
    connection: sqlite3.Connection,
    place: Region,
    places: frozenset[str],
    year: int,
    parts: list[Part | LeftOut],
    missing: list[str],
    *,
    listed: bool,
) -> tuple[list[Part | LeftOut], list[str], bool]:
    """The drafts' parts with those that a database has besides; who is missing, and whether there is a list of them."""
    from ingest.rollup import from_database
    from ingest.rollup.gathering import Part, is_listed, missing_in
    from ingest.store import known_as

    drafts = [one for one in parts if isinstance(one, Part)]
    drafted = {str(known_as(connection, one.key, one.below.name)) for one in drafts}
    stored = from_database(connection, places, year)
    parts = [*parts, *(one for one in stored if one.key not in drafted)]
    if listed:
        have = {name for one in stored for name in (one.name, one.below.name)}
        return parts, [name for name in missing if name not in have], True
    names = {name for one in drafts for name in (one.name, one.below.name)}
    absent = [name for name in missing_in(connection, place, year) if name not in names]
    return parts, absent, is_listed(connection, place, year)


def _write(made: Rollup, output: str | None, *, as_json: bool) -> None:
    from ingest.rollup import paper

    if output:
        from ingest.printing import save

        save(paper.as_word(made) if output.lower().endswith(".docx") else paper.as_sheets(made), output)
    if as_json:
        click.echo(json.dumps(paper.as_data(made), ensure_ascii=False))
        return
    if not output:
        click.echo("\n".join(table([["格", "合计", "填报", "各机关的数"], *paper.origins(made)], labels=1)))
    for line in paper.notes(made):
        click.echo(line)
    for one in made.of.left_out:
        if not one.where.startswith("#"):  # a draft that was given; what a database has besides is in the table
            click.echo(f"未计入：{_printable(one.name)}（{_printable(one.where)}）：{one.reason}")
    if output:
        click.echo(f"{len(made.of.parts)} 个机关 → {_printable(output)}")
