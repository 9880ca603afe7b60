"""Summary tables (汇总表): year × place × row, so that a chart reads hundreds of rows instead of millions.

Which groups (a year and a province) a change touches is noted by triggers: on ``report_stats``, whose row is made anew
whenever anything of a report is, on ``findings``, which a neighbour's coming or going changes, too, on ``reviews`` and
on ``roster``; so whoever writes can't forget it. ``refresh`` makes the rows of those groups anew from the tables, once,
when all is written: adding one by one would cost each report more than its own rows do, and sums that are corrected
step by step drift. What an interrupted add leaves stale is made good when the database is opened next. The planner's
statistics are taken with them.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib.resources import files

from ingest.store import statistics
from ingest.store.script import statements


@cache
def _script(name: str) -> tuple[str, ...]:
    return tuple(statements((files(__package__) / name).read_text("utf-8")))


def create(connection: sqlite3.Connection) -> None:
    """The tables and triggers; every report that is there already counts as changed."""
    for statement in _script("tables.sql"):
        connection.execute(statement)


def add_shares(connection: sqlite3.Connection) -> None:
    """The two columns that a share rests on; every group is made anew."""
    for statement in _script("shares.sql"):
        connection.execute(statement)


def add_regions(connection: sqlite3.Connection) -> None:
    """The sums of a place with all below it."""
    for statement in _script("regions.sql"):
        connection.execute(statement)


def add_rates(connection: sqlite3.Connection) -> None:
    """What rates rest on, and which reports no sum holds twice; every group is made anew."""
    for statement in _script("rates.sql"):
        connection.execute(statement)


def add_zones(connection: sqlite3.Connection) -> None:
    """Sums that tell a zone from the place that it lies in; every group is made anew."""
    for statement in _script("zones.sql"):
        connection.execute(statement)


def add_added(connection: sqlite3.Connection) -> None:
    """Which sums of tables 1 and 2 hold what another report holds, too; every group is made anew."""
    for statement in _script("added.sql"):
        connection.execute(statement)


def add_doubted(connection: sqlite3.Connection) -> None:
    """How many of the numbers that a sum of table 1 holds are doubted; every group is made anew."""
    for statement in _script("doubted.sql"):
        connection.execute(statement)


def add_results(connection: sqlite3.Connection) -> None:
    """On how many reports each sum of table 3 rests; every group is made anew."""
    for statement in _script("results.sql"):
        connection.execute(statement)


def add_places(connection: sqlite3.Connection) -> None:
    """How complete and how free of errors each place's reports are, with all below it."""
    for statement in _script("places.sql"):
        connection.execute(statement)


def regions_changed(connection: sqlite3.Connection) -> None:
    """Note that places may have come to lie in others: the sums of every year's places are made anew."""
    connection.execute("INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, '' FROM report_totals")


def stale(connection: sqlite3.Connection) -> bool:
    """Has anything changed since the last ``refresh``?"""
    (found,) = connection.execute("SELECT EXISTS (SELECT 1 FROM summaries_stale)").fetchone()
    return bool(found)


def refresh(connection: sqlite3.Connection) -> bool:
    """The rows of every stale group made anew, in the caller's transaction; False if there was none."""
    if not stale(connection):
        if statistics.missing(connection):
            statistics.refresh(connection)
        return False
    for statement in _script("refresh.sql"):
        connection.execute(statement)
    statistics.refresh(connection)
    return True
