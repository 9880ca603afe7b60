"""Commands that only look take no lock: they work while another writes, and whoever writes doesn't wait for them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT

from ingest.cli import main
from ingest.store import StoreError, look, schema

EXAMPLE = str(ROOT / "examples" / "erqi-2020.txt")
LOOKING = {
    "coverage": ["coverage", "--year", "2020"],
    "agency list": ["agency", "list"],
    "agency list --suggest": ["agency", "list", "--suggest"],
    "agency show": ["agency", "show", "1"],
    "check": ["check", EXAMPLE],
    "export": ["export", "{folder}/out", "--format", "csv"],
}
WITHOUT_A_DATABASE = {"show", "fetch", "form", "diff", "rollup", "serve"}  # or read it as ``check --db`` does
WRITING = {
    *("add", "remove", "reparse", "review", "expect"),
    *("agency alias", "agency merge", "agency split", "agency settle"),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "reports.db"
    result = CliRunner().invoke(main, ["add", *map(str, sorted((ROOT / "examples").glob("*.txt"))), "--db", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def writer(kept: Path) -> Iterator[sqlite3.Connection]:
    """Someone in the middle of a write, with the lock held."""
    with closing(sqlite3.connect(kept, timeout=1, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("SAVEPOINT whole")
        connection.execute("UPDATE reports SET title = 'half written'")
        yield connection
        connection.rollback()


def _commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield prefix + name


def test_every_command_is_known_to_look_or_to_write() -> None:
    looking = {name.partition(" --")[0] for name in LOOKING}
    assert set(_commands(main)) == looking | WITHOUT_A_DATABASE | WRITING


@pytest.mark.parametrize("name", LOOKING)
def test_command_that_looks_works_while_another_writes(
    name: str, kept: Path, writer: sqlite3.Connection, tmp_path: Path
) -> None:
    began = time.monotonic()
    arguments = [argument.format(folder=tmp_path) for argument in LOOKING[name]]
    result = CliRunner().invoke(main, [*arguments, "--db", str(kept)])
    assert result.exit_code == 0, result.output
    assert "half written" not in result.output and "locked" not in result.output
    assert time.monotonic() - began < schema.BUSY_SECONDS  # it didn't wait for the lock
    writer.execute("ROLLBACK TO whole")
    writer.execute("COMMIT")  # nor does the writer for it
    writer.execute("BEGIN EXCLUSIVE")


@pytest.mark.parametrize("name", LOOKING)
def test_command_that_looks_changes_nothing(name: str, kept: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(kept)) as connection:
        before = connection.execute("PRAGMA data_version").fetchone(), list(connection.iterdump())
        arguments = [argument.format(folder=tmp_path) for argument in LOOKING[name]]
        CliRunner().invoke(main, [*arguments, "--db", str(kept)])
        assert (connection.execute("PRAGMA data_version").fetchone(), list(connection.iterdump())) == before


def test_no_database_is_made_by_looking(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["coverage", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 1 and "数据库不存在" in result.output
    assert not (tmp_path / "none.db").exists()


def test_views_of_another_version_are_not_read_as_todays(kept: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(kept)) as today, closing(sqlite3.connect(tmp_path / "old.db")) as old:
        today.backup(old)
        old.execute("DROP VIEW coverage")
        old.execute("CREATE VIEW coverage AS SELECT 1 AS year")
        old.commit()
    with pytest.raises(StoreError, match="其他版本"):
        look(str(tmp_path / "old.db"))


@pytest.mark.parametrize("command", [["coverage"], ["agency", "list"]])
def test_a_place_that_is_not_there_is_said(command: list[str], kept: Path) -> None:
    result = CliRunner().invoke(main, [*command, "--region", "二七", "--db", str(kept)])
    assert result.exit_code == 2 and "没有名为“二七”的地区" in result.output and "二七区" in result.output
