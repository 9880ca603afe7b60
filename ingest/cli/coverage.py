"""``ingest expect`` and ``ingest coverage``: who was expected to report, who has, who hasn't, who was late."""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ingest.cli.terminal import clean, table

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_COLUMNS = (
    "agency", "region", "level", "year", "status", "scope", "report_id", "expected_by", "due_date", "dated",
    "timeliness", "days_late",
)  # fmt: skip
_STATUSES = ("found", "partial", "missing", "unknown")
_SHOWN = ("agency", "region", "year", "status_label", "timeliness_label", "dated", "days_late")
_LIES = """
    WITH RECURSIVE lies(code) AS (
        SELECT p.code FROM regions r
        JOIN region_names h ON h.code = r.code JOIN region_names p ON p.code_now = h.code_now
        WHERE r.code = :region OR r.full_name = :region OR r.name = :region
        UNION SELECT n.code FROM regions n JOIN lies ON n.parent_code = lies.code
    )
"""
_QUERY = f"""
    {_LIES}
    SELECT * FROM coverage
    WHERE (:year IS NULL OR year = :year) AND (:region IS NULL OR region_code IN (SELECT code FROM lies))
        AND (:status IS NULL OR status = :status) AND (NOT :late OR timeliness = 'late')
    ORDER BY region_code IS NULL, region_code, agency, year, scope
"""


def commands(
    database: Decorator, as_json: Decorator, quiet: Decorator, demand: Callable[[str], None]
) -> tuple[click.Command, click.Command]:
    """The two commands; the options are those of all commands."""

    @click.command()
    @click.argument("file", metavar="LIST.csv", type=click.Path())
    @database
    @quiet
    def expect(file: str, db: str) -> None:
        """Load a roster (机关名录): who is expected to report. A list of the same file name gives way to it.

        A CSV file with a header: 机关 (name), and if one likes 地区 (place), 年份 (years: 2019-2023, 2019-, 2020) or
        起始年 and 截止年. UTF-8 or GB18030.

        \b
        Example:
          ingest expect 郑州市机关名录.csv
        """
        from ingest.source import read_bytes, source_of
        from ingest.store import connect
        from ingest.store.roster import load

        text = source_of(file, read_bytes(file)).text
        with closing(connect(db)) as connection:
            loaded = load(connection, Path(file).name, text)
        click.echo(f"名录已载入：应报告机关 {loaded.expected} 个 ({loaded.expected} agencies expected)")
        for name in loaded.undecided:
            click.echo(f"ingest: 地区未定 (place open): {clean(name)}", err=True)

    @click.command()
    @click.option("--year", type=int, help="Only this year (年份).")
    @click.option("--region", metavar="PLACE", help="Only this place and what lies in it: code or name (地区).")
    @click.option("--status", type=click.Choice(_STATUSES), help="Only these (状态).")
    @click.option("--late", is_flag=True, help="Only reports that were late (逾期).")
    @database
    @as_json
    @quiet
    def coverage(year: int | None, region: str | None, status: str | None, late: bool, db: str, as_json: bool) -> None:
        """Show who has published and who hasn't (收录情况), by the roster or, without one, by other years' reports.

        That a report isn't here doesn't mean that it wasn't published. A year before an agency's first report or
        after its last is unknown (尚不可知) unless a roster lists it. Only a date of publication proves that a report
        was in time. Townships have no statutory date.

        \b
        Example:
          ingest coverage --year 2021 --region 郑州市
        """
        from ingest.store import look

        with closing(look(db)) as connection:
            connection.row_factory = sqlite3.Row
            demand_place(connection, region)
            values = {"year": year, "region": region, "status": status, "late": late}
            rows = [dict(row) for row in connection.execute(_QUERY, values)]
        _print_json(rows) if as_json else _print(rows)

    return expect, coverage


def demand_place(connection: sqlite3.Connection, region: str | None) -> None:
    """A place that isn't there would be one where nobody was expected to report."""
    if region is None or connection.execute(f"{_LIES} SELECT 1 FROM lies LIMIT 1", {"region": region}).fetchone():
        return
    query = (
        "SELECT full_name FROM regions WHERE last_year IS NULL AND instr(full_name, ?) > 0 ORDER BY length(full_name)"
    )
    near = [name for (name,) in connection.execute(f"{query} LIMIT 5", [region])]
    hint = f"；是否 {'、'.join(near)}" if near else ""
    raise click.BadParameter(f"没有名为“{region}”的地区{hint} (no such place).")


def _print_json(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        click.echo(json.dumps({name: row[name] for name in _COLUMNS}, ensure_ascii=False))


def _print(rows: list[dict[str, Any]]) -> None:
    cells = [["机关", "地区", "年份", "状态", "时限", "日期", "逾期天数"]]
    cells += [["" if row[name] is None else str(row[name]) for name in _SHOWN] for row in rows]
    click.echo("\n".join(table(cells, labels=6)))
    click.echo(_summary(rows))


def _summary(rows: list[dict[str, Any]]) -> str:
    """The sums, as ``coverage_by_region`` has them: agency-years, each counted once however many reports it has."""
    status = Counter(_agency_years(rows).values())
    found, partial, missing, unknown = (status[name] for name in _STATUSES)
    late = sum(row["timeliness"] == "late" for row in rows)
    expected = found + partial + missing
    chinese, english = (blank if missing == 0 and unknown else missing for blank in ("不可知", "not known"))
    return (
        f"应有 {expected}，已收录 {found}，不完整 {partial}，未收录 {chinese}，尚不可知 {unknown}，逾期 {late} "
        f"({expected} expected, {found} found, {partial} partial, {english} missing, {unknown} unknown, {late} late)"
    )


def _agency_years(rows: list[dict[str, Any]]) -> dict[tuple[Any, int], str]:
    found: dict[tuple[Any, int], str] = {}
    for row in rows:
        key = (row["agency_id"] or row["agency"], row["year"])
        found[key] = min(found.get(key, row["status"]), row["status"], key=_STATUSES.index)
    return found
