"""``ingest review``: what a person says of a finding, kept beside it whatever happens to the report."""

# ruff: noqa: PLC0415
from __future__ import annotations

import sys
from contextlib import closing

import click

from ingest.cli import _database, _demand_database, _quiet, _refuse
from ingest.cli.terminal import clean


@click.command("review")
@click.argument("finding", metavar="FINDING")
@click.option("--dismiss", "verdict", flag_value="dismissed", help="It is no fault (不成立).")
@click.option("--confirm", "verdict", flag_value="confirmed", help="It is one (属实).")
@click.option("--withdraw", "verdict", flag_value="withdrawn", help="Take the verdict back (撤回).")
@click.option("--note", default="", help="Why (说明).")
@_database
@_quiet
def review_command(finding: str, verdict: str | None, note: str, db: str) -> None:
    """Judge a finding (复核发现): by its key, the beginning of one, or its id in the database.

    The key stands in square brackets in the output of ingest check and in the column findings.key. A verdict stays
    when the report is read again, replaced or removed; a finding that states other numbers is another finding.

    \b
    Example:
      ingest review 3f2a91c07b --dismiss --note 上年数据已更正
    """
    from ingest import store

    if verdict is None:
        raise click.UsageError("Say --dismiss, --confirm or --withdraw (请给出复核意见).")
    _demand_database(db)
    with closing(store.connect(db)) as connection:
        found = store.matching(connection, finding.removeprefix("#"))
        if len(found) != 1:
            several = "不止一条发现以此开头 (more than one finding begins so)"
            _refuse(finding, several if found else "没有这条发现 (no such finding)")
            sys.exit(1)
        [one] = found
        if verdict == "withdrawn":
            if not store.withdraw(connection, one):
                _refuse(finding, "这条发现没有复核意见 (no verdict to withdraw)")
                sys.exit(1)
        else:
            store.review(connection, one, verdict, note)
    words = {"dismissed": "不成立 (dismissed)", "confirmed": "属实 (confirmed)", "withdrawn": "撤回 (withdrawn)"}
    click.echo(f"{clean(one.agency)} {one.year} 年：{clean(one.message)} → {words[verdict]} [{one.key}]")
