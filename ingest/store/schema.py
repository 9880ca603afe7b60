"""The database file (数据库): told apart from other programs' files, created, migrated, its views kept up to date.

Everything is decided before anything is written, and written in one transaction: a database that was refused or
interrupted is as it was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest.checks import DOUBTING
from ingest.places import line_begins
from ingest.store import agencies, backfill, copies, dictionary, joining, lookups, panel, revisions, search, summaries
from ingest.store.errors import StoreError, told
from ingest.store.script import statements

APPLICATION_ID = 0x47494452  # "GIDR", in the file's header: government information disclosure reports
BUSY_SECONDS = 10.0  # how long to wait for another writer; one holds the lock for a second or two at a time
MIGRATION_SET = "ingest"


@dataclass(frozen=True, slots=True)
class View:
    """One view: the leading comment of its file is its description."""

    name: str
    description: str
    sql: str


def connect(path: str) -> sqlite3.Connection:
    """The database, created where there is none, with today's schema, look-up tables and views; for one writer.

    Raises ``StoreError`` for a file that is not ours to write.
    """
    _refuse_path(path)
    with told():
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def look(path: str) -> sqlite3.Connection:
    """The database for reading only: nothing in it changes, nor is one made. Raises ``StoreError`` if it isn't ours."""
    if not Path(path).is_file():
        raise StoreError("数据库不存在 (no such database)")
    with told():
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        try:
            if not _is_ours(connection) or _applied(connection) != MIGRATIONS.keys() or _outdated(connection):
                raise StoreError(
                    "数据库由其他版本的程序建立，请先运行 ingest reparse (made by another version, run ingest reparse)"
                )
        except BaseException:
            connection.close()
            raise
    return connection


def _refuse_path(path: str) -> None:
    # SQLite says "unable to open" to both of these; a sentence each is kinder.
    if Path(path).is_dir():
        raise StoreError("数据库路径是文件夹 (the database path is a folder)")
    if not Path(path).parent.is_dir():
        raise StoreError("数据库所在的文件夹不存在 (no such folder for the database)")
    # SQLite begins a reading transaction on a file that it can't write and only complains at the first row.
    effective = os.access in os.supports_effective_ids
    if Path(path).exists() and not os.access(path, os.W_OK, effective_ids=effective):
        raise StoreError("数据库不可写 (the database is read-only)")
    if sqlite3.sqlite_version_info < (3, 37):
        raise StoreError(f"SQLite {sqlite3.sqlite_version} 过旧，需要 3.37 以上 (SQLite 3.37 or later is needed)")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32000")
    _is_ours(connection)  # or it is left alone
    connection.execute("PRAGMA synchronous = FULL")  # what was told is there after a power cut too; a sync a commit
    with transaction(connection):
        changed = [_migrate(connection), lookups.fill(connection), _refresh_views(connection)]
        dictionary.fill(connection, {view.name: view.description for view in views()}, changed=any(changed))
        if changed[1]:
            summaries.regions_changed(connection)
        copies.refresh(connection)  # what an interrupted add left, or a migration
        summaries.refresh(connection)
    # In WAL mode readers (the site) never wait for a writer. Only now, so that the long region table goes into a new
    # file and not by way of the log; and every time, for the one who made the file may have been killed just here.
    # Whoever finds the file busy leaves it to the next.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A write transaction: all of the block or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


def _is_ours(connection: sqlite3.Connection) -> bool:
    """True for our database, False for an empty file; anything else belongs to another program."""
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    if found == APPLICATION_ID:
        return True
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if found or tables:
        raise StoreError("是其他程序的数据库，未作改动 (a database of another program, left as it was)")
    return False


# --- migrations ---------------------------------------------------------------------------------------------------
# Append only: a database knows by name which ones it has had.


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in statements((files(__package__) / "tables.sql").read_text("utf-8")):
        connection.execute(statement)
    # A larger hash table in memory means fewer, longer segments in the index: half the time to write.
    connection.execute("INSERT INTO sections_fts(sections_fts, rank) VALUES ('hashsize', 8388608)")


def _add_reviews(connection: sqlite3.Connection) -> None:
    """Verdicts and marks, for reports that are there too; what new checks say of these takes ``ingest reparse``.

    The keys of findings wait for those of agencies.
    """
    for statement in statements((files(__package__) / "reviews.sql").read_text("utf-8")):
        connection.execute(statement)
    backfill.marks(connection)


def _add_evidence(connection: sqlite3.Connection) -> None:
    """What names a report's agency and year, and the kind of body that an agency is; ``ingest reparse`` fills it in."""
    for statement in statements((files(__package__) / "evidence.sql").read_text("utf-8")):
        connection.execute(statement)


def _add_voices(connection: sqlite3.Connection) -> None:
    """Where a report names its dates and its place; ``ingest reparse`` fills it in."""
    for statement in statements((files(__package__) / "voices.sql").read_text("utf-8")):
        connection.execute(statement)


def _add_documents(connection: sqlite3.Connection) -> None:
    """Transcripts, places for people, where files come from, and what cells print; ``ingest reparse`` fills it in."""
    for statement in statements((files(__package__) / "documents.sql").read_text("utf-8")):
        connection.execute(statement)


def _add_statistics(connection: sqlite3.Connection) -> None:
    """The table of indicators before 2019, and the series over the forms; ``ingest reparse`` fills the first."""
    for statement in statements((files(__package__) / "statistics.sql").read_text("utf-8")):
        connection.execute(statement)


def _add_claims(connection: sqlite3.Connection) -> None:
    """What the prose of reports without tables states; ``ingest reparse`` fills it in."""
    for statement in statements((files(__package__) / "claims.sql").read_text("utf-8")):
        connection.execute(statement)


MIGRATIONS: dict[str, Callable[[sqlite3.Connection], None]] = {
    "0001_tables": _create_tables,
    "0002_reviews": _add_reviews,
    "0003_agencies": agencies.migrate,
    "0004_summaries": summaries.create,
    "0005_shares": summaries.add_shares,
    "0006_folds": search.add_folds,
    "0007_evidence": _add_evidence,
    "0008_documents": _add_documents,
    "0009_regions": summaries.add_regions,
    "0010_voices": _add_voices,
    "0010_joining": joining.tell_apart,
    "0010_rates": summaries.add_rates,
    "0011_statistics": _add_statistics,
    "0010_zones": summaries.add_zones,
    "0012_revisions": revisions.create,
    "0013_copies": copies.create,
    "0014_added": summaries.add_added,
    "0014_claims": _add_claims,
    "0015_doubted": summaries.add_doubted,
    "0016_results": summaries.add_results,
    "0017_places": summaries.add_places,
}


def _migrate(connection: sqlite3.Connection) -> bool:
    applied = _applied(connection)
    if not applied <= MIGRATIONS.keys():
        raise StoreError("数据库由更新的版本建立，请先升级本程序 (made by a newer version, upgrade this program first)")
    if applied != MIGRATIONS.keys():
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f'DROP VIEW "{view}"')  # of an older schema: in the way of tables that get another name
        _apply(connection)
    return applied != MIGRATIONS.keys()


def _applied(connection: sqlite3.Connection) -> set[str]:
    """The migrations that the database has had; read here so that sqlite-utils is only loaded when one is due."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return set()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATION_SET])
    return {name for (name,) in rows}


def _apply(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 (0.2 s that only a migration is worth)

    migrations = Migrations(MIGRATION_SET)
    for name, run in MIGRATIONS.items():
        migrations(name=name)(_on_connection(run))
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _on_connection(run: Callable[[sqlite3.Connection], None]) -> Callable[..., None]:
    return lambda database: run(database.conn)


# --- views --------------------------------------------------------------------------------------------------------


@cache
def views() -> tuple[View, ...]:
    """Every view, by name."""
    folder = files(__package__) / "views"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    sums = (files(__package__) / "sums_of_totals.sql").read_text("utf-8").strip()  # of every view of report_totals
    texts = {path.name.removesuffix(".sql"): path.read_text("utf-8") for path in paths}
    line = " OR ".join(f"s.function LIKE '{start}%'" for start in line_begins())
    doubting = ", ".join(f"'{check}'" for check in sorted(DOUBTING))
    made = {":sums_of_totals": sums, ":not_the_governments": f"s.function LIKE '%系统' OR {line}", **panel.sql()}
    made |= {":doubting": doubting}
    return tuple(_view(name, _filled(text, made)) for name, text in texts.items())


def _filled(text: str, made: dict[str, str]) -> str:
    for mark, sql in made.items():
        text = text.replace(mark, sql)
    return text


def _view(name: str, text: str) -> View:
    lines = text.strip().removesuffix(";").splitlines()
    comment = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip()
    return View(name, "".join(comment), sql)


def _outdated(connection: sqlite3.Connection) -> list[View]:
    """The views that the database lacks or has in the words of another version."""
    have = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    return [view for view in views() if have.get(view.name) != view.sql]


def _refresh_views(connection: sqlite3.Connection) -> bool:
    changed = _outdated(connection)
    for view in changed:
        connection.execute(f"DROP VIEW IF EXISTS {view.name}")
        connection.execute(view.sql)
    return bool(changed)
