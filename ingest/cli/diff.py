"""``ingest diff``: an agency's report beside that of another year, for eyes, as a sheet, or for programs."""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from ingest.cli import _database, _json, _printable, _quiet
from ingest.cli.terminal import clean, table
from ingest.opinions.words import short

if TYPE_CHECKING:
    from ingest.yearly import Compared, Line

_TABLES = {"disclosure_items": "表一", "applications": "表二", "appeals": "表三"}


@click.command("diff")
@click.argument("agency")
@click.argument("then", type=click.IntRange(1990, 2100), metavar="YEAR")
@click.argument("now", type=click.IntRange(1990, 2100), metavar="YEAR")
@click.option("--scope", type=click.Choice(["own", "aggregate"]), help="本机关或政府汇总，一年有两份时用。")
@click.option("--all", "every", is_flag=True, help="Also cells that are 0 or blank in both years (逐格列出).")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="对照.xlsx instead of the terminal.")
@_database
@_json
@_quiet
def diff_command(
    agency: str, then: int, now: int, scope: str | None, every: bool, output: str | None, db: str, as_json: bool
) -> None:
    """Compare two years of an agency (两年对照): every cell then and now, sentences kept and changed.

    AGENCY is an id, a name, or a name printed in a report. A cell that only one of the two forms has is compared with
    nothing.

    \b
    Example:
      ingest diff 衢州市示例局 2020 2021
      ingest diff 衢州市示例局 2020 2021 -o 对照.xlsx
    """
    from ingest.store import look, one_of
    from ingest.store.identity import Identity
    from ingest.yearly import compare

    if output and PurePath(output).suffix.lower() != ".xlsx":
        raise click.UsageError("-o wants a .xlsx file (须为 .xlsx).")
    with closing(look(db)) as connection:
        agency_id = Identity(connection).find(agency)
        made = compare(one_of(connection, agency_id, then, scope), one_of(connection, agency_id, now, scope))
    if output:
        from ingest.printing import save

        save(_sheets(made), output)
        click.echo(f"{made.now.agency} {then}、{now} → {_printable(output)}")
    elif as_json:
        click.echo(json.dumps(_data(made), ensure_ascii=False))
    else:
        click.echo("\n".join(_text(made, every=every)))


def _text(made: Compared, *, every: bool) -> Iterator[str]:
    then, now = made.then.year, made.now.year
    yield clean(f"{made.now.agency}：{then} 年与 {now} 年")
    if made.then.form != made.now.form:
        yield f"两年表式不同（{made.then.form or '无表'}、{made.now.form or '无表'}），只有一种表式有的格无可比的数。"
    lines = [line for line in made.lines if every or _says_something(line)]
    rows = [["", "格", str(then), str(now), "增减", "倍数"]]
    rows += [[_TABLES[line.table], f"{short(line.row_name)} · {line.column_name}", *_numbers(line)] for line in lines]
    yield from table(rows, labels=2)
    if len(lines) < len(made.lines):
        yield f"其余 {len(made.lines) - len(lines)} 格两年都是 0 或都空白（--all 逐格列出）。"
    yield ""
    yield from _prose(made)


def _says_something(line: Line) -> bool:
    return bool(line.then or line.now or line.then != line.now or any(line.printed))


def _numbers(line: Line) -> list[str]:
    from ingest.checks.sums import shown

    cells = [
        shown(number) if number is not None else f"？{raw}" if raw else "·"
        for number, raw in zip((line.then, line.now), line.printed, strict=True)
    ]
    gap = line.difference
    signed = "" if gap is None else f"{'+' if gap > 0 else ''}{shown(gap)}"
    return [*cells, signed, "" if line.ratio is None else f"{line.ratio:.2f}"]


def _prose(made: Compared) -> Iterator[str]:
    from ingest.yearly import FATES

    counts = Counter(one.fate for one in made.sentences)
    yield "正文：" + "，".join(f"{name} {counts[fate]} 句" for fate, name in FATES.items())
    for one in made.sentences:
        if one.fate != "same":
            yield f"  [{FATES[one.fate]}] {clean(one.section)}"
            yield from (f"    {year}：{clean(words)}" for year, words in _years(made, one) if words)


def _years(made: Compared, one: Any) -> Iterator[tuple[int, str]]:
    yield made.then.year, one.then
    yield made.now.year, one.now


def _sheets(made: Compared) -> bytes:
    from ingest.pipeline.own import WORKING_PAPER
    from ingest.printing.sheet import Book
    from ingest.yearly import FATES

    book, then, now = Book(), made.then.year, made.now.year
    book.mark(WORKING_PAPER)
    columns = {"表": 7, "行": 42, "栏": 18, f"{then} 年": 12, f"{now} 年": 12, "增减": 12, "倍数": 9}
    book.table("逐格", columns, (_row(line) for line in made.lines))
    book.table(
        "正文",
        {"去向": 14, "部分": 30, f"{then} 年": 60, f"{now} 年": 60},
        ([FATES[one.fate], one.section, one.then, one.now] for one in made.sentences),
    )
    return book.content()


def _row(line: Line) -> list[str | int | float | None]:
    cells = [raw if number is None else number for number, raw in zip((line.then, line.now), line.printed, strict=True)]
    ratio = None if line.ratio is None else round(line.ratio, 4)
    return [_TABLES[line.table], line.row_name, line.column_name, *cells, line.difference, ratio]


def _data(made: Compared) -> dict[str, Any]:
    cells: list[dict[str, Any]] = [
        {"table": line.table, "row": line.row, "column": line.column, "then": line.then, "now": line.now}
        | {"difference": line.difference, "ratio": line.ratio, "printed": line.printed if any(line.printed) else None}
        for line in made.lines
    ]
    reports = {
        name: {key: value for key, value in asdict(one).items() if key in ("id", "year", "scope", "form", "title")}
        for name, one in (("then", made.then), ("now", made.now))
    }
    sentences = [one._asdict() for one in made.sentences]
    return {"agency": made.now.agency, **reports, "cells": cells, "sentences": sentences}
