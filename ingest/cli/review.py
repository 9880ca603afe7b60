"""``ingest review``: what a person says of a finding, kept beside it whatever happens to the report.

Of a stored report it is kept in the database, of a draft in a file beside the drafts, which ``ingest add`` takes along.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from ingest.cli import _database, _demand_database, _quiet, _refuse
from ingest.cli.check import read_drafts
from ingest.cli.terminal import clean

if TYPE_CHECKING:
    from ingest.drafts import Run
    from ingest.store import Reviewed

_SHORTEST = 6
_WORDS = {"dismissed": "不成立 (dismissed)", "confirmed": "属实 (confirmed)", "withdrawn": "撤回 (withdrawn)"}


@click.command("review")
@click.argument("finding", metavar="FINDING")
@click.option("--dismiss", "verdict", flag_value="dismissed", help="It is no fault (不成立).")
@click.option("--confirm", "verdict", flag_value="confirmed", help="It is one (属实).")
@click.option("--withdraw", "verdict", flag_value="withdrawn", help="Take the verdict back (撤回).")
@click.option("--note", default="", help="Why (说明).")
@click.option(
    "--drafts", metavar="PATH", type=click.Path(), help="A finding of these drafts, kept beside them (草稿的发现)."
)
@click.option("--year", type=click.IntRange(2008, 2100), help="With --drafts: as ingest check was told (报告年度).")
@click.option("--roster", metavar="FILE", help="With --drafts: as ingest check was told (名录).")
@click.option("--deadline", metavar="MM-DD", help="With --drafts: as ingest check was told (当地期限).")
@_database
@_quiet
@click.pass_context
def review_command(
    context: click.Context,
    finding: str,
    verdict: str | None,
    note: str,
    drafts: str | None,
    year: int | None,
    roster: str | None,
    deadline: str | None,
    db: str,
) -> None:
    """Judge a finding (复核发现): by its key, the beginning of one, or its id in the database.

    The key stands in square brackets in the output of ingest check and in the column findings.key. A verdict stays
    when the report is read again, replaced or removed; a finding that states other numbers is another finding. What is
    said of a draft stands in verdicts.csv beside it and holds when the draft is added.

    \b
    Example:
      ingest review 3f2a91c07b --dismiss --note 上年数据已更正
      ingest review 3f2a91c07b --dismiss --note 已核实 --drafts drafts/
    """
    if verdict is None:
        raise click.UsageError("Say --dismiss, --confirm or --withdraw (请给出复核意见).")
    if drafts is not None:
        given = context.get_parameter_source("db") != ParameterSource.DEFAULT
        run = partial(read_drafts, [drafts], db if given else None, year=year, roster=roster, deadline=deadline)
        one = _of_drafts(finding, verdict, note, drafts, run)
    else:
        one = _stored(finding, verdict, note, db)
    click.echo(f"{clean(one.agency)} {one.year} 年：{clean(one.message)} → {_WORDS[verdict]} [{one.key}]")


def _stored(finding: str, verdict: str, note: str, db: str) -> Reviewed:
    from ingest import store

    _demand_database(db)
    with closing(store.connect(db)) as connection:
        one = _only(store.matching(connection, finding.removeprefix("#")), finding)
        if verdict != "withdrawn":
            store.review(connection, one, verdict, note)
        elif not store.withdraw(connection, one):
            _fail(finding, "这条发现没有复核意见 (no verdict to withdraw)")
    return one


def _of_drafts(finding: str, verdict: str, note: str, path: str, check: Callable[[], Run]) -> Reviewed:
    from ingest.pipeline import verdicts

    file = next(iter(verdicts.folders([path])), Path()) / verdicts.FILE
    entries = verdicts.read(file)
    wanted = finding.removeprefix("#").lower()
    if len(wanted) < _SHORTEST:
        _fail(finding, "编号至少六位 (six characters of the key at least)")
    if verdict == "withdrawn":
        one = _only([entry[0] for key, entry in entries.items() if key.startswith(wanted)], finding)
        del entries[one.key]
    else:
        run = check()
        found = {
            told.key: verdicts.reviewed(told.finding, told.key, draft.report)
            for draft in run.drafts
            if draft.report is not None
            for told in draft.told
            if told.key.startswith(wanted)
        }
        one = _only(list(found.values()), finding)
        entries[one.key] = (one, verdicts.verdict(verdict, note))
    verdicts.write(file, entries)
    return one


def _only(found: list[Reviewed], finding: str) -> Reviewed:
    if len(found) != 1:
        several = "不止一条发现以此开头 (more than one finding begins so)"
        _fail(finding, several if found else "没有这条发现 (no such finding)")
    return found[0]


def _fail(finding: str, why: str) -> None:
    _refuse(finding, why)
    sys.exit(1)
