"""Reading elsewhere: any executor, a Dask cluster of two processes, files behind URLs; the database is the same."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import generate
import pytest
from click.testing import CliRunner, Result
from conftest import sound
from content import Content
from parts import sampled

from ingest import __version__
from ingest.cli import main
from ingest.model import Refused, Unreachable
from ingest.pipeline import Elsewhere, Event, Interrupts, add, executors, inputs, workers
from ingest.pipeline.executors import read_chunk
from ingest.source import LIMIT, read_bytes
from ingest.store import connect

# What the file makes is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]

COUNT = 36  # more than two chunks


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports, one of them twice with a change, and what is none."""
    folder = tmp_path_factory.mktemp("pages")
    generate.write(folder, COUNT)
    again = (
        (folder / "000007.txt").read_text("utf-8").replace("政府信息公开工作年度报告\n", "政府信息公开工作年报\n", 1)
    )
    (folder / "000020-again.txt").write_text(again, "utf-8")
    (folder / "000030-none.txt").write_text("停车通知\n请勿停车。\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def here(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that reading on this machine makes."""
    db = tmp_path_factory.mktemp("here") / "reports.db"
    assert [event.status for event in run(db, pages)].count("refused") == 1
    return db


def run(db: Path, *paths: Path | str, elsewhere: Elsewhere | None = None) -> list[Event]:
    with closing(connect(str(db))) as connection, Interrupts() as interrupts:
        return list(add(connection, inputs(map(str, paths)), interrupts, elsewhere, replace=True))


def same(one: Path, other: Path) -> None:
    """Everything alike, ids included (a finding's says in which batch it came)."""
    sound(one)
    assert Content(one).all() == Content(other).all()
    for table in ("reports", "sources", "sections"):
        with closing(connect(str(one))) as a, closing(connect(str(other))) as b:
            query = f"SELECT id FROM {table} ORDER BY id"
            assert a.execute(query).fetchall() == b.execute(query).fetchall()


# --- any executor ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sampled([ThreadPoolExecutor, ProcessPoolExecutor]))
def test_any_executor_makes_the_same_database(kind: Any, pages: Path, here: Path, tmp_path: Path) -> None:
    with kind(2) as executor:
        events = run(tmp_path / "reports.db", pages, elsewhere=Elsewhere(executor))
        assert [event.status for event in events].count("replaced") == 1
        same(tmp_path / "reports.db", here)
        again = run(tmp_path / "reports.db", pages, elsewhere=Elsewhere(executor))
    assert {event.status for event in again} == {"unchanged", "refused"}
    same(tmp_path / "reports.db", here)


class Held(Executor):
    """Reads nothing until it is asked for, and notes how much has been handed to it."""

    def __init__(self) -> None:
        self.open = 0
        self.most = 0

    def submit(self, function: Any, /, *given: Any, **named: Any) -> Any:
        held, self.open = self, self.open + 1
        self.most = max(self.most, self.open)

        class Later(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                held.open -= 1
                return function(*given, **named)

        return Later()


def test_only_so_much_is_under_way(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "AHEAD", 3)
    monkeypatch.setattr(executors, "CHUNK", 4)
    executor = Held()
    assert len(run(tmp_path / "reports.db", pages, elsewhere=Elsewhere(executor))) == COUNT + 2
    assert executor.most == 3 and executor.open == 0


class Deadly(Executor):
    """As Dask does it: a chunk with a certain file in it fails, whoever is with it."""

    def submit(self, function: Any, /, *given: Any, **named: Any) -> Any:
        future: Future[Any] = Future()
        if any(Path(task.path).name == "000005.txt" for task in given[1]):
            future.set_exception(RuntimeError("KilledWorker"))
        else:
            future.set_result(function(*given, **named))
        return future


def test_file_that_kills_its_worker_is_the_only_one_refused(pages: Path, tmp_path: Path) -> None:
    events = run(tmp_path / "reports.db", pages, elsewhere=Elsewhere(Deadly()))
    refused = {Path(event.path).name: event.message for event in events if event.status == "refused"}
    assert refused.pop("000005.txt") == workers.CRASHED and list(refused) == ["000030-none.txt"]
    sound(tmp_path / "reports.db")


class Leaving(Executor):
    """Reads one chunk and is gone."""

    left = False

    def submit(self, function: Any, /, *given: Any, **named: Any) -> Any:
        future: Future[Any] = Future()
        if self.left:
            future.set_exception(BrokenExecutor("gone"))
        else:
            future.set_result(function(*given, **named))
        self.left = True
        return future


def test_executor_that_goes_away_stops_everything_and_keeps_what_was_told(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "CHUNK", 10)
    db = tmp_path / "reports.db"
    with pytest.raises(Unreachable, match="已提交的报告都在"):
        run(db, pages, elsewhere=Elsewhere(Leaving()))
    sound(db)
    assert len(Content(db).reports()) == 10


def test_another_version_reads_nothing() -> None:
    assert read_chunk(__version__, [], frozenset(), "") == []
    with pytest.raises(Unreachable, match="another version"):
        read_chunk("0.0.0", [], frozenset(), "")


# --- Dask -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes that stand in another folder than the one who asks."""
    distributed = pytest.importorskip("distributed", reason="the extra “cluster” isn't installed")
    before = Path.cwd()
    os.chdir("/")
    try:
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        )
    finally:
        os.chdir(before)
    with cluster:
        yield cluster.scheduler_address


def command(*arguments: Path | str) -> Result:
    return CliRunner().invoke(main, ["add", "--replace", *map(str, arguments)])


def test_cluster_of_two_processes_makes_the_same_database(
    scheduler: str, pages: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages.parent)
    db = tmp_path / "reports.db"
    result = command("--scheduler", scheduler, "--db", db, pages)
    assert result.exit_code == 1, result.output  # one refused
    assert f"新增 {COUNT}，未变 0，更正 1，拒收 1" in result.output
    same(db, here)
    assert f"新增 0，未变 {COUNT + 1}，更正 0，拒收 1" in command("--scheduler", scheduler, "--db", db, pages).output
    relative = tmp_path / "relative.db"
    command("--scheduler", scheduler, "--db", relative, pages.name)
    assert Content(relative).rows("applications") == Content(here).rows("applications")
    assert ("name", f"{pages.name}/000000.txt") in {pair for row in Content(relative).rows("sources") for pair in row}


def test_workers_read_urls(scheduler: str, pages: Path, here: Path, tmp_path: Path) -> None:
    db = tmp_path / "reports.db"
    result = command("--scheduler", scheduler, "--db", db, f"file://{pages}/0000[0-3]?.txt")
    assert f"新增 {COUNT}，未变 0，更正 0，拒收 0" in result.output and result.exit_code == 0
    command("--scheduler", scheduler, "--db", db, f"file://{pages}")
    with closing(connect(str(db))) as connection:
        connection.execute("UPDATE sources SET name = replace(name, 'file://', '')")
    ours, theirs = Content(db), Content(here)
    assert ours.rows("applications") == theirs.rows("applications") and ours.rows("findings") == theirs.rows("findings")
    sound(db)


def test_no_scheduler_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra “cluster” isn't installed")
    monkeypatch.setattr("ingest.pipeline.cluster._TIMEOUT", 1)
    result = command("--scheduler", "tcp://127.0.0.1:9", "--db", tmp_path / "reports.db", "-")
    assert result.exit_code == 1
    assert re.fullmatch(r"ingest: tcp://127\.0\.0\.1:9: 无法连接集群的调度节点 \(.*\)\n", result.output)


# --- URLs without a cluster -----------------------------------------------------------------------------------------


@pytest.fixture
def memory() -> Iterator[Any]:
    fsspec = pytest.importorskip("fsspec", reason="the extra “cluster” isn't installed")
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()


def test_folder_pattern_and_file_behind_urls(memory: Any, tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "b/.hidden/3.txt", "b/4.bin", "c.md"):
        memory.pipe(f"/{name}", generate.text(generate.invent(int("0" + name[-5:-4].strip("c"))), "tsv").encode())
    found = [found.path for found in inputs(["memory://b/", "memory://b/1.txt", "memory://*.md", "memory://none.txt"])]
    assert found == [
        "memory:///b/1.txt",
        "memory:///b/2.txt",
        "memory://b/1.txt",
        "memory:///c.md",
        "memory://none.txt",
    ]
    events = run(tmp_path / "reports.db", "memory://b/", "memory://none.txt", "nosuch://a.txt", "memory://empty/")
    assert [event.status for event in events] == ["added", "added", "refused", "refused", "refused"]
    assert events[2].message == "文件不存在 (no such file)"
    assert "nosuch" in str(events[3].message) and "(" in str(events[3].message)
    assert str(events[4].message).startswith("文件夹中没有可读取的文件")


def test_password_in_a_url_is_refused(memory: Any) -> None:
    (found,) = inputs(["memory://me:secret@host/a/"])
    assert found.refused and "secret" not in found.refused
    with pytest.raises(Refused, match="no passwords"):
        read_bytes("memory://me:secret@host/a.txt")


def test_bomb_in_an_archive_behind_a_url_is_read_to_the_limit_only(memory: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.txt", b"0" * (LIMIT + 1000))
        bomb.writestr("b.txt", generate.text(generate.invent(1), "tsv"))
    chain = f"file://{tmp_path}/bomb.zip"
    events = run(tmp_path / "reports.db", f"zip://*.txt::{chain}")
    assert [(event.path, event.status) for event in events] == [
        (f"zip://a.txt::{chain}", "refused"),
        (f"zip://b.txt::{chain}", "added"),
    ]
    assert str(events[0].message).startswith("文件过大")
