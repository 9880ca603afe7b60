"""``ingest check``: everything in drafts that doesn't add up, told to the one who can mend it. Nothing is written."""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ingest.cli import _passed_by, _printable, _progress, _quiet, _refuse
from ingest.model import Refused

if TYPE_CHECKING:
    from ingest.drafts import Run
    from ingest.pipeline import Input
    from ingest.pipeline.checking import Result

Told = TypeVar("Told")


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option("--db", metavar="FILE", help="Also compare with the reports in this database (只读，不写入).")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "xlsx"]),
    default="text",
    show_default=True,
    help="For people, for programs (one object a line), or a spreadsheet to send on (电子表格).",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write there instead of the terminal.")
@click.option("--strict", is_flag=True, help="Exit status 1 for warnings too (有警告也算不通过).")
@click.option("--all", "every", is_flag=True, help="List every finding of a kind, however many (text only).")
@click.option(
    "--children", is_flag=True, help="A government's numbers also where they exceed its organs' (逐格核对所属机关)."
)
@click.option("--draft", is_flag=True, help="Strict, for what is about to be published (公布前的草稿，从严校验).")
@click.option(
    "--year", type=click.IntRange(2008, 2100), help="With --draft: the year that the drafts are of (报告年度)."
)
@click.option(
    "--roster", metavar="FILE", help="With --draft: who is expected to hand in, CSV or a sheet (应报送机关名录)."
)
@click.option(
    "--deadline", metavar="MM-DD", help="With --draft: the last day set locally, of the next year (当地时限)."
)
@_quiet
def check_command(
    paths: tuple[str, ...],
    db: str | None,
    kind: str,
    output: str | None,
    strict: bool,
    every: bool,
    draft: bool,
    year: int | None,
    roster: str | None,
    deadline: str | None,
    children: bool,
) -> None:
    """Check drafts before they are published (公布前校验): files, folders, or - for standard input.

    Everything that doesn't add up is told with the form's row and column, what is printed, what it should be, and the
    line. Files of one agency are compared year by year. A finding that someone has dismissed (ingest review) is shown
    but doesn't count.

    \b
    Exit status: 0 no error; 1 an error, or a file that can't be read; 2 wrong usage; 130 interrupted.
    \b
    Example:
      ingest check drafts/*.txt
      ingest check drafts --db reports.db --format xlsx -o findings.xlsx
    """
    if kind == "xlsx" and not output:
        raise click.UsageError("A spreadsheet needs a file: -o findings.xlsx (电子表格需要 -o 指定文件).")
    if not draft and (year or roster or deadline):
        raise click.UsageError("--year, --roster and --deadline go with --draft (须与 --draft 同用).")
    if draft:
        run = _drafts(paths, db, (year, roster, deadline), quiet=kind == "json", children=children)
        results = [one.result for one in run.drafts]
    else:
        results = _results(paths, db, quiet=kind == "json", children=children)
    for result in results:
        if result.refused is not None:
            _refuse(result.path, result.refused)
    _write(results, kind, output, every=every)
    counts = severities(results)
    if any(result.refused is not None for result in results) or counts["error"] or (strict and counts["warning"]):
        sys.exit(1)


def _results(paths: Sequence[str], db: str | None, *, quiet: bool, children: bool) -> list[Result]:
    from functools import partial

    from ingest import pipeline

    return _read(paths, db, partial(pipeline.check, children=children), quiet=quiet)


def _drafts(
    paths: Sequence[str],
    db: str | None,
    asked: tuple[int | None, str | None, str | None],
    *,
    quiet: bool,
    children: bool = False,
) -> Run:
    from ingest import drafts

    year, roster, deadline = asked
    given = drafts.Asked(year, drafts.read_roster(roster, year) if roster else (), _day(deadline) if deadline else None)

    def check(found: Sequence[Input], connection: Any, interrupts: Any, step: Any) -> Run:
        return drafts.check(found, given, connection, interrupts, step, children=children)

    return _read(paths, db, check, quiet=quiet)


def read_drafts(paths: Sequence[str], db: str | None, *, year: int, roster: str | None) -> Run:
    """Drafts read for what is made of them; what is found in them is told elsewhere."""
    return _drafts(paths, db, (year, roster, None), quiet=True)


def _day(text: str) -> tuple[int, int]:
    """A month and a day, as in 01-28."""
    from datetime import date

    month, _, day = text.partition("-")
    try:
        found = date(2000, int(month), int(day))
    except ValueError:
        raise click.UsageError("--deadline wants a month and a day, such as 01-28 (月-日).") from None
    return found.month, found.day


def _read(paths: Sequence[str], db: str | None, check: Callable[..., Told], *, quiet: bool) -> Told:
    from ingest import pipeline
    from ingest.store import look

    with closing(look(db)) if db else nullcontext() as connection, pipeline.Interrupts() as interrupts:
        with interrupts.heard():
            passed: list[str] = []
            found = list(pipeline.inputs(paths, passed))
        if not quiet:
            _passed_by(passed)
        with _progress(len(found), quiet, "校验 (checking)") as step:
            return check(found, connection, interrupts, step or (lambda: None))


def severities(results: Sequence[Result]) -> dict[str, int]:
    """How many findings count, by severity."""
    counts = dict.fromkeys(("error", "warning", "note"), 0)
    for result in results:
        for told in result.told:
            counts[told.severity] += told.counts
    return counts


def _write(results: Sequence[Result], kind: str, output: str | None, *, every: bool) -> None:
    if kind == "xlsx":
        from ingest.cli.spreadsheet import write

        assert output is not None  # noqa: S101 (for the type checker: asked for above)
        write(results, output)
        click.echo(f"{len(results)} 份 → {_printable(output)}")
        return
    from ingest.cli.findings import as_text

    if output is None:
        lines = as_text(results, every=every) if kind == "text" else _as_json(results)
        for line in lines:
            click.echo(line)
        return
    lines = as_text(results, every=every, columns=100) if kind == "text" else _as_json(results)
    try:
        with click.open_file(output, "w", encoding="utf-8") as file:
            file.writelines(click.unstyle(line) + "\n" for line in lines)
    except OSError as error:
        raise Refused(f"无法写入 (cannot be written: {error.strerror})") from error


def _as_json(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        yield json.dumps(_data(result), ensure_ascii=False)
    yield json.dumps({"summary": {"files": len(results)} | severities(results)})


def _data(result: Result) -> dict[str, Any]:
    from dataclasses import asdict

    data: dict[str, Any] = {"file": _printable(result.path)}
    if result.report is None:
        return data | {"status": "refused", "message": result.refused}
    report = result.report
    data |= {"status": "checked", "agency": report.agency.name, "year": report.year, "scope": report.head.scope}
    findings = [
        asdict(told.finding)
        | {"severity": told.severity, "key": told.key}
        | ({"verdict": told.verdict.verdict, "note": told.verdict.note} if told.verdict else {})
        for told in result.told
    ]
    return data | {"form": report.form, "sums": result.sums, "findings": findings}
