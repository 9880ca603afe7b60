"""``ingest check``: everything in drafts that doesn't add up, told to the one who can mend it. Nothing is written."""

# ruff: noqa: PLC0415
from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ingest.cli import _passed_by, _printable, _progress, _quiet, _refuse
from ingest.cli.output import KINDS, demand_place, write
from ingest.cli.output import kind_of as output_of

if TYPE_CHECKING:
    from ingest.drafts import Run
    from ingest.pipeline import Input

Told = TypeVar("Told")


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option("--db", metavar="FILE", help="Also compare with the reports in this database (只读，不写入).")
@click.option(
    "--format",
    "kind",
    type=click.Choice(KINDS),
    help="For people, for programs (one object a line), a workbook, letters (文本、JSON、表格、校验意见).",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write there; its suffix says how (写入文件).")
@click.option(
    "--split",
    metavar="DIR",
    type=click.Path(),
    help="A letter for each draft, ready to be sent (每个机关一份校验意见).",
)
@click.option("--watch", "watched", is_flag=True, help="Check again when a file changes (文件改动时重新校验).")
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
    kind: str | None,
    output: str | None,
    split: str | None,
    watched: bool,
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
    With --draft more is asked, as of what is about to be published, and the summary comes first, in the roster's order.

    \b
    Example:
      ingest check drafts/*.txt
      ingest check drafts --draft --year 2025 --roster 名录.csv --db reports.db -o 校验.xlsx --split 校验意见
    """
    if not draft and (year or roster or deadline):
        raise click.UsageError("--year, --roster and --deadline go with --draft (须与 --draft 同用).")
    shape = output_of(kind, output)
    demand_place(output, split)
    asked = (year, roster, deadline) if draft else None

    def check() -> bool:
        run = _run(paths, db, asked, quiet=shape == "json", children=children)
        for one in run.drafts:
            if one.result.refused is not None:
                _refuse(one.path, one.result.refused)
        write(run, shape, output, every=every, in_order=draft)
        if split:
            from ingest.opinions.letters import split as send

            click.echo(f"校验意见 {len(send(run, split))} 份 → {_printable(split)}", err=shape == "json")
        wrong = any(one.report is None or one.counts["error"] for one in run.drafts)
        return wrong or (strict and any(one.counts["warning"] for one in run.drafts))

    if watched:
        from ingest.cli.watching import watch

        watch(paths, check)
    elif check():
        sys.exit(1)


def _run(
    paths: Sequence[str],
    db: str | None,
    asked: tuple[int | None, str | None, str | None] | None,
    *,
    quiet: bool,
    children: bool = False,
) -> Run:
    """Everything that is found in some files; ``asked`` (year, roster, deadline) makes drafts of them."""
    from ingest import drafts, pipeline
    from ingest.pipeline import verdicts

    known = {key: verdict for key, (_, verdict) in verdicts.beside(paths).items()}
    if asked is None:
        results = _read(paths, db, partial(pipeline.check, children=children, known=known), quiet=quiet)
        return drafts.plain(results)
    year, roster, deadline = asked
    given = drafts.Asked(year, drafts.read_roster(roster, year) if roster else (), _day(deadline) if deadline else None)

    def check(found: Sequence[Input], connection: Any, interrupts: Any, step: Any) -> Run:
        return drafts.check(found, given, connection, interrupts, step, children=children, known=known)

    return _read(paths, db, check, quiet=quiet)


def read_drafts(
    paths: Sequence[str], db: str | None, *, year: int | None, roster: str | None, deadline: str | None = None
) -> Run:
    """Drafts read for what is made of them; what is found in them is told elsewhere."""
    return _run(paths, db, (year, roster, deadline), quiet=True)


def _day(text: str) -> tuple[int, int]:
    """A month and a day, as in 01-28."""
    from datetime import date

    month, _, day = text.partition("-")
    try:
        found = date(2000, int(month), int(day))
    except ValueError:
        raise click.UsageError(
            "--deadline wants a month and a day, such as 01-28 (--deadline 须写作 月-日，如 01-28)."
        ) from None
    return found.month, found.day


def _read(paths: Sequence[str], db: str | None, check: Callable[..., Told], *, quiet: bool) -> Told:
    from ingest import pipeline, store

    with closing(store.look(db)) if db else nullcontext() as connection, pipeline.Interrupts() as interrupts:
        with interrupts.heard():
            passed: list[str] = []
            found = list(pipeline.inputs(paths, passed))
        if not quiet:
            _passed_by(passed)
        with _progress(len(found), quiet, "校验 (checking)") as step:
            return check(found, connection, interrupts, step or (lambda: None))
