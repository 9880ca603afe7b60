"""The command line (命令行): what a command does is done elsewhere; here it is asked for, and printed.

Exit status: 0 all in, 1 something refused (each named on standard error, the others are in), 2 wrong usage,
130 interrupted. What only one command needs is imported by that command: ``ingest --help`` must not wait for it.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ingest import __version__
from ingest.cli import agency as agencies
from ingest.cli import coverage as rosters
from ingest.cli.chinese import speak, spoken
from ingest.cli.terminal import clean, plain_terminal
from ingest.model import Refused

if TYPE_CHECKING:
    from ingest.pipeline import Elsewhere, Event

INTERRUPTED = 130
_STATUSES = {"added": "新增", "unchanged": "未变", "replaced": "更正", "refused": "拒收"}
_database: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--db", default="reports.db", show_default=True, metavar="FILE", help="The database (数据库)."
)
_json: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (one object a line) instead of text."
)


class _Group(click.Group):
    """Commands in the order in which one uses them, and one line for whatever the file system answers."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        speak(self)
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # a full disk, a folder that is gone
            _silence_output()
            _refuse(str(error.filename or ""), f"文件系统出错 (the file system says: {error.strerror or error})")
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if type(error) is not click.UsageError or spoken(error.message) == error.message:
                raise
            raise click.UsageError(spoken(error.message), error.ctx) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _quiet(command: Callable[..., Any]) -> Callable[..., Any]:
    """One line for whatever stops a command; a reader that left (``| head``) is no error worth a word."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from ingest.store.errors import StoreError

        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except StoreError as error:
            _refuse(str(kwargs.get("db", "")), str(error))
            sys.exit(1)
        except Refused as error:
            what = next(
                (kwargs[name] for name in ("file", "scheduler", "urls", "output", "region") if kwargs.get(name)), ""
            )
            _refuse(str(what), str(error))
            sys.exit(1)
        except BrokenPipeError:
            _silence_output()
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo(spoken("ingest: 已中断 (interrupted)"), err=True)
            sys.exit(INTERRUPTED)

    return run


def _silence_output() -> None:
    """What can't be printed any more is thrown away, or the interpreter complains of it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(path: str, why: str) -> None:
    said = clean(spoken(why))
    click.echo(f"ingest: {clean(path)}: {said}" if path else f"ingest: {said}", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="gov-disclosure-reports", prog_name="ingest")
@click.pass_context
def main(context: click.Context) -> None:
    """Government information disclosure annual reports → SQLite (政府信息公开工作年度报告入库).

    \b
    ingest add reports/*.txt
    """
    if plain_terminal():
        context.color = False


# --- add ------------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@_database
@click.option("--manifest", metavar="CSV", type=click.Path(), help="Where the files came from (清单：文件、网址等).")
@click.option("--scheduler", metavar="ADDRESS", help="Read on the Dask cluster of this scheduler (用集群读取).")
@click.option(
    "--replace", is_flag=True, help="Let a later file replace an earlier one of this run (同次收录中后者取代前者)."
)
@_json
@_quiet
def add(
    paths: tuple[str, ...], db: str, manifest: str | None, scheduler: str | None, replace: bool, as_json: bool
) -> None:
    """Add reports (收录报告): files, folders, .zip archives, addresses of the web, or - for standard input.

    Web pages, Word, PDF, sheets and text are read; scans with the extra ocr, older Word files with LibreOffice.
    A manifest (also a manifest.csv at the top of a folder) says where files came from and when they were published.
    A file that the database has already changes nothing. Another file for the same agency, year and scope replaces
    the report; the old file stays. Two such files in one run are no correction: the second is refused, unless you say
    --replace. A file that can't be read is named on standard error and the others go on.

    \b
    Exit status: 0 all in; 1 some refused; 2 wrong usage; 130 interrupted.
    \b
    Example, on a cluster of machines that see the same files:
      ingest add --scheduler tcp://head:8786 s3://reports/2021/
    Example:
      ingest add reports/*.txt
    """
    from ingest import pipeline
    from ingest.pipeline import verdicts
    from ingest.store import connect, take

    with closing(connect(db)) as connection, pipeline.Interrupts() as interrupts, ExitStack() as stack:
        with interrupts.heard():
            passed: list[str] = []
            unfound: list[str] = []
            found = pipeline.gathered(paths, passed, manifest, unfound)
            elsewhere = stack.enter_context(_cluster(scheduler)) if scheduler else None
        _passed_by(passed)
        _unfound(unfound)
        told = _Told(as_json)
        with _progress(len(found), as_json) as step:
            told.all(pipeline.add(connection, found, interrupts, elsewhere, replace=replace), step)
        take(connection, verdicts.beside(paths).values())
    told.close()


def _passed_by(paths: Sequence[str]) -> None:
    """Say how many files were passed by that are no reports: pictures and scripts of saved pages."""
    if paths:
        said = (
            f"ingest: 另有 {len(paths)} 个文件不是报告（网页的图片、脚本，名录等），未读取 "
            f"({len(paths)} files that are no reports passed by: parts of saved pages, lists and the like)"
        )
        click.echo(spoken(said), err=True)


def _unfound(files: Sequence[str]) -> None:
    """Say which files of the manifest aren't among those that were given."""
    if files:
        named = "、".join(files[:3]) + (" …" if len(files) > 3 else "")
        said = (
            f"ingest: 清单中有 {len(files)} 个文件不在所给路径中（清单按其所在文件夹起算）：{named} "
            f"({len(files)} files of the manifest are not among those given; its paths start at its own folder)"
        )
        click.echo(spoken(said), err=True)


def _cluster(scheduler: str) -> AbstractContextManager[Elsewhere]:
    from ingest.pipeline.cluster import dask

    return dask(scheduler)


class _Told:
    """What was told of the inputs, and the sums for the end."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._late: list[Event] = []
        self._stopped: BaseException | None = None  # what ended it before its time
        self.statuses: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()

    def all(self, events: Iterable[Event], step: Callable[[], None] | None) -> None:
        try:
            for event in events:
                self._count(event)
                if self._as_json:
                    click.echo(json.dumps(_event(event), ensure_ascii=False))
                if event.status == "refused":
                    self._refused(event, late=step is not None)
                if step:
                    step()
        except (KeyboardInterrupt, Refused) as stopped:
            self._stopped = stopped

    def _count(self, event: Event) -> None:
        self.statuses[event.status] += 1
        self.findings.update({"error": event.errors, "warning": event.warnings, "note": event.notes})

    def _refused(self, event: Event, *, late: bool) -> None:
        if late:  # a line in the middle of a progress bar would be drawn over
            self._late.append(event)
        else:
            _refuse(event.path, event.message or "")

    def close(self) -> None:
        """Print what is left to print, then leave with the right status."""
        for event in self._late:
            _refuse(event.path, event.message or "")
        click.echo(self._summary())
        if self._stopped:
            raise self._stopped
        if self.statuses["refused"]:
            sys.exit(1)

    def _summary(self) -> str:
        counts = {status: self.statuses[status] for status in _STATUSES}
        if self._as_json:
            findings = {severity: self.findings[severity] for severity in ("error", "warning", "note")}
            return json.dumps({"summary": counts | {"findings": findings, "interrupted": self._stopped is not None}})
        chinese = "，".join(f"{_STATUSES[status]} {count}" for status, count in counts.items())
        english = ", ".join(f"{count} {status}" for status, count in counts.items())
        found = [self.findings[severity] for severity in ("error", "warning", "note")]
        return spoken(
            f"{chinese}；发现错误 {found[0]}、警告 {found[1]}、提示 {found[2]} "
            f"({english}; findings: {found[0]} errors, {found[1]} warnings, {found[2]} notes)"
        )


def _event(event: Event) -> dict[str, Any]:
    findings = {"error": event.errors, "warning": event.warnings, "note": event.notes}
    data: dict[str, Any] = {"file": _printable(event.path), "status": event.status}
    if event.status == "refused":
        return data | {"message": event.message}
    data |= {"report_id": event.report_id}
    return data if event.agency is None else data | {"agency": event.agency, "year": event.year, "findings": findings}


def _printable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@contextmanager
def _progress(length: int, as_json: bool, label: str = "收录 (adding)") -> Iterator[Callable[[], None] | None]:
    """A bar on standard error if that is a terminal."""
    if as_json or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)


# --- show -----------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("file", type=click.Path())
@_json
@_quiet
def show(file: str, as_json: bool) -> None:
    """Show what is understood of one file (查看一份报告的读取结果), without a database.

    In the tables a · is a blank cell, ？ stands before a cell that is no number, 缺 marks a row that isn't printed.

    \b
    Example:
      ingest show examples/erqi-2020.txt
    """
    from ingest.cli.show import as_text
    from ingest.containers import read_source
    from ingest.interface import to_dict
    from ingest.parse import parse

    source = read_source(file)
    report = parse(source)
    if as_json:
        click.echo(json.dumps(to_dict(source, report) | {"file": _printable(file)}, ensure_ascii=False))
    else:
        click.echo("\n".join(as_text(source, report)))


# --- remove, reparse ------------------------------------------------------------------------------------------------


@main.command()
@click.argument("what", nargs=-1, required=True, metavar="ID | AGENCY YEAR | FILE | SHA256")
@_database
@_quiet
def remove(what: tuple[str, ...], db: str) -> None:
    """Take a report out (移除报告): by its id, its agency and year, or the name or SHA-256 of its file.

    The file itself stays in the database, and adding it again brings the report back.

    \b
    Example:
      ingest remove 郑州市二七区示例局 2020
    """
    from ingest.store import Writer, connect

    _demand_database(db)
    with closing(connect(db)) as connection:
        writer = Writer(connection)
        found = list(_matching(connection, what))
        if not found:
            _refuse(" ".join(what), "没有这份报告 (no such report)")
            sys.exit(1)
        for report_id, _, _ in found:
            writer.remove(report_id)
        writer.commit()
    for report_id, agency, year in found:
        click.echo(f"已移除：{clean(agency)} {year} 年，编号 {report_id} (removed report {report_id})")


def _matching(connection: sqlite3.Connection, what: tuple[str, ...]) -> Iterator[tuple[int, str, int]]:
    wheres = {1: "(r.id = ? OR s.name = ? OR s.sha256 = ?)", 2: "? IN (a.name, r.agency_name) AND r.year = ?"}
    if len(what) not in wheres or (len(what) == 2 and not _is_number(what[1])):
        raise click.UsageError("Give an id, an agency and a year, or a file (编号；机关 年度；或文件).")
    values: list[Any] = [what[0], int(what[1])] if len(what) == 2 else [_id(what[0]), what[0], what[0].lower()]
    yield from connection.execute(
        "SELECT r.id, a.name, r.year FROM reports r JOIN agencies a ON a.id = r.agency_id"
        f" JOIN sources s ON s.id = r.source_id WHERE {wheres[len(what)]} ORDER BY r.id",
        values,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _id(text: str) -> int | None:
    return int(text) if _is_number(text) else None


def _demand_database(db: str) -> None:
    """These commands change a database; they never make one."""
    from ingest.store import StoreError

    if not os.path.exists(db):  # noqa: PTH110
        raise StoreError("数据库不存在 (no such database)")


@main.command()
@_database
@_json
@_quiet
def reparse(db: str, as_json: bool) -> None:
    """Read every file in the database again with today's parser (用当前程序重新读取), all or nothing.

    Ids stay; what reads as before isn't touched. A file that is refused today keeps its earlier reading.

    \b
    Example:
      ingest reparse --db reports.db
    """
    from ingest import pipeline
    from ingest.store import connect

    _demand_database(db)
    with closing(connect(db)) as connection, pipeline.Interrupts() as interrupts:
        (length,) = connection.execute("SELECT count(*) FROM sources WHERE removed_at IS NULL").fetchone()
        told = _Told(as_json)
        with _progress(length, as_json) as step:
            events = pipeline.reread(connection, interrupts, step or (lambda: None))
    told.all(events, None)
    told.close()


# --- commands in modules of their own, which use what stands above --------------------------------------------------

from ingest.cli.check import check_command  # noqa: E402
from ingest.cli.diff import diff_command  # noqa: E402
from ingest.cli.export import export_command  # noqa: E402
from ingest.cli.fetch import command as fetch_command  # noqa: E402
from ingest.cli.form import form_command  # noqa: E402
from ingest.cli.review import review_command  # noqa: E402
from ingest.cli.rollup import rollup_command  # noqa: E402
from ingest.cli.serve import serve_command  # noqa: E402

main.add_command(check_command)
main.add_command(export_command)
main.add_command(review_command)
main.add_command(form_command)
main.add_command(diff_command)
main.add_command(rollup_command)
main.add_command(serve_command)
main.add_command(fetch_command(_quiet))

# --- agency, expect, coverage ---------------------------------------------------------------------------------------

main.add_command(agencies.group(_database, _json, _quiet, _demand_database))
for _command in rosters.commands(_database, _json, _quiet, _demand_database):
    main.add_command(_command)
