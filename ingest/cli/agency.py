"""``ingest agency``: who is who among the agencies. It prints what ``ingest.store.identity`` finds and does."""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.coverage import demand_place
from ingest.cli.terminal import clean, pad, table

if TYPE_CHECKING:
    from ingest.store.identity import Identity, Listed

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


@contextmanager
def _seen(db: str) -> Iterator[Identity]:
    """For looking only: it never waits for a writer, nor a writer for it."""
    from ingest.store import look
    from ingest.store.identity import Identity

    with closing(look(db)) as connection:
        yield Identity(connection)


@contextmanager
def _identity(db: str, demand: Callable[[str], None]) -> Iterator[Identity]:
    from ingest.store import connect
    from ingest.store.identity import Identity

    demand(db)
    with closing(connect(db)) as connection:
        yield Identity(connection)


def group(database: Decorator, as_json: Decorator, quiet: Decorator, demand: Callable[[str], None]) -> click.Group:
    """The group with its commands; the options are those of all commands."""

    @click.group()
    def agency() -> None:
        """Look at agencies and decide which are one (行政机关：查看、别名、合并、拆分).

        AGENCY is an id, a name, or a name printed in a report. What is decided here stays when reports are added
        again or read again; every change is logged and has its opposite.

        \b
        ingest agency list --region 郑州市
        """

    @agency.command("list")
    @click.option("--region", metavar="PLACE", help="Only this place and what lies in it: code or name (地区).")
    @click.option("--undecided", is_flag=True, help="Only agencies whose place is open (地区未定).")
    @click.option("--suggest", is_flag=True, help="Pairs that may be one agency instead (可能是同一机关).")
    @click.option("--csv", "as_csv", is_flag=True, help="The undecided, a line a report, to fill in for settle (清单).")
    @database
    @as_json
    @quiet
    def list_(db: str, region: str | None, undecided: bool, suggest: bool, as_csv: bool, as_json: bool) -> None:
        """List agencies (列出机关) with their place, class and years."""
        from ingest.store import settling

        with _seen(db) as identity:
            demand_place(identity.connection, region)
            if as_csv:
                click.echo(settling.undecided(identity.connection), nl=False)
            elif suggest:
                _print_suggestions(identity.suggestions(), as_json)
            else:
                _print_list(identity.listed(region, undecided=undecided), as_json)

    @agency.command()
    @click.argument("what", metavar="AGENCY")
    @database
    @as_json
    @quiet
    def show(what: str, db: str, as_json: bool) -> None:
        """Show one agency (查看机关): its aliases and their source, the names printed, the log."""
        with _seen(db) as identity:
            _print_agency(*identity.show(identity.find(what)), as_json)

    @agency.command()
    @click.argument("name")
    @click.argument("what", metavar="AGENCY")
    @click.option(
        "--credit-code", metavar="CODE", help="Only reports with this credit code, for a name without a place."
    )
    @database
    @quiet
    def alias(name: str, what: str, credit_code: str | None, db: str) -> None:
        """Say that NAME is AGENCY (别名): its reports, also those to come, belong to AGENCY. Undo: split AGENCY NAME.

        \b
        Example:
          ingest agency alias 区住建局 郑州市二七区住房和城乡建设局
        """
        with _identity(db, demand) as identity:
            agency_id = identity.find(what)
            moved = identity.alias(name, agency_id, credit_code)
        click.echo(
            f"已记下别名：{clean(name)} → {clean(what)}，转入报告 {moved} 份 (alias added, {moved} reports moved)"
        )

    @agency.command()
    @click.argument("other", metavar="AGENCY")
    @click.argument("into")
    @database
    @quiet
    def merge(other: str, into: str, db: str) -> None:
        """Make AGENCY part of INTO (合并). Refused where both have a report for one year. Undo: split INTO AGENCY.

        \b
        Example:
          ingest agency merge 郑州市二七区环境保护局 郑州市二七区生态环境局
        """
        with _identity(db, demand) as identity:
            identity.merge(identity.find(other), identity.find(into))
        click.echo(f"已合并：{clean(other)} → {clean(into)} (merged)")

    @agency.command()
    @click.argument("file", metavar="LIST.csv", type=click.Path())
    @database
    @quiet
    def settle(file: str, db: str) -> None:
        """Settle whose the undecided reports are (逐一归属), from the list that list --undecided --csv writes.

        归入 takes an agency (id or name), 地区 a place (code or name); a line with neither is left as it is. Undo:
        split.

        \b
        Example:
          ingest agency list --undecided --csv > 待定.csv
          ingest agency settle 待定.csv
        """
        from ingest.source import read_bytes, source_of
        from ingest.store import settling

        text = source_of(file, read_bytes(file)).text
        with _identity(db, demand) as identity:
            found = settling.settle(identity, text)
        for one in found:
            if one.refused is not None:
                click.echo(clean(f"ingest: {file}: 第 {one.line} 行 {one.key}: {one.refused}"), err=True)
        done = sum(one.agency is not None for one in found)
        refused = len(found) - done
        click.echo(f"已归属 {done} 份，未能归属 {refused} 份 ({done} settled, {refused} refused)")
        if refused:
            raise click.exceptions.Exit(1)

    @agency.command()
    @click.argument("what", metavar="AGENCY")
    @click.argument("name")
    @database
    @quiet
    def split(what: str, name: str, db: str) -> None:
        """Take NAME out of AGENCY again (拆分): undo a merge or an alias, or part one way of printing from the others.

        \b
        Example:
          ingest agency split 郑州市二七区生态环境局 郑州市二七区环境保护局
        """
        with _identity(db, demand) as identity:
            parted = identity.split(identity.find(what), name)
        click.echo(f"已拆分：{clean(name)}，编号 {parted} (split off as agency {parted})")

    return agency


def _print_list(found: list[Listed], as_json: bool) -> None:
    if as_json:
        for one in found:
            click.echo(json.dumps(one._asdict(), ensure_ascii=False))
        return
    rows = [["编号", "机关", "地区", "类别", "信用代码", "报告", "年份"]]
    for one in found:
        years = f"{one.first_year}–{one.last_year}" if one.reports else ""
        cells = (one.region or "未定", one.function_class or "", one.credit_code or "", str(one.reports), years)
        rows.append([str(one.id), one.name, *cells])
    click.echo("\n".join(table(rows, labels=5)))
    click.echo(f"共 {len(found)} 个机关 ({len(found)} agencies)")


def _print_suggestions(found: list[tuple[Any, ...]], as_json: bool) -> None:
    for agency_id, agency, other_id, other, reason, label, code, _ in found:
        if as_json:
            said = {"agency_id": agency_id, "agency": agency, "other_id": other_id, "other": other, "reason": reason}
            click.echo(json.dumps(said | {"credit_code": code}, ensure_ascii=False))
        else:
            click.echo(clean(f"{agency_id} {agency} ＝? {other_id} {other}（{label}{code or ''}）"))
    if not as_json:
        click.echo(f"共 {len(found)} 对，未作改动 ({len(found)} pairs, nothing changed)")


def _print_agency(
    one: Listed, aliases: list[Any], printed: list[tuple[Any, ...]], logged: list[tuple[Any, ...]], as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps(_as_data(one, aliases, printed, logged), ensure_ascii=False))
    else:
        click.echo("\n".join([*_head(one), *_names(printed, aliases), *_changes(logged)]))


def _as_data(
    one: Listed, aliases: list[Any], printed: list[tuple[Any, ...]], logged: list[tuple[Any, ...]]
) -> dict[str, Any]:
    names = [dict(zip(("name", "first_year", "last_year", "reports", "evidence"), row, strict=True)) for row in printed]
    log = [{"id": n, "at": at, "action": action, "detail": json.loads(detail)} for n, at, action, detail in logged]
    return one._asdict() | {"aliases": [alias._asdict() for alias in aliases], "names": names, "log": log}


def _head(one: Listed) -> list[str]:
    head = {"编号": str(one.id), "机关": one.name, "地区": one.region or "未定", "职能": one.function or ""}
    head |= {"类别": one.function_class or "", "信用代码": one.credit_code or "", "报告": str(one.reports)}
    return [f"{pad(label, 10)}{clean(value)}" for label, value in head.items() if value]


def _names(printed: list[tuple[Any, ...]], aliases: list[Any]) -> list[str]:
    rows = [[name or "", f"{first}–{last}", f"{n} 份", kinds or ""] for name, first, last, n, kinds in printed]
    known = [[alias.name, alias.source_label, alias.key] for alias in aliases]
    return ["", "报告中的名称", *table(rows or [[""]]), "", "别名及其来源", *table(known or [[""]], labels=3)]


def _changes(logged: list[tuple[Any, ...]]) -> list[str]:
    lines = [clean(f"{at}  {action}  {detail}") for _, at, action, detail in logged]
    return ["", "改动记录", *lines] if lines else []
