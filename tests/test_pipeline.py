"""Many files: order, processes, crashes, interruptions; nothing told that isn't committed."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import generate
import pytest
from conftest import sound
from parts import sampled

from ingest.model import Report, Source
from ingest.pipeline import Event, Interrupted, Interrupts, add, inputs, limits, reading, reread, workers
from ingest.store import StoreError, Writer, connect

ROOT = Path(__file__).parent.parent


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "reports.db"
    sound(tmp_path / "reports.db")


@pytest.fixture(autouse=True)
def known_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stands still here: a page names the invented report that it prints, or the trouble it makes."""
    monkeypatch.setattr(reading, "parse", parse)


def parse(source: Source, *, draft: bool = False) -> Report:
    word = source.text.split()[0]
    if word == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "bug":
        raise RuntimeError("a bug\nin two lines")
    if word == "spin":
        re.match(r"(?:a|a)*b", "a" * 40)  # takes for ever, and inside the regular expressions' own code
    if word == "hoard":
        bytearray(10**9)
    if word == "slow":
        time.sleep(60)
    if word == "interrupt":
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)
    return generate.report(generate.invent(int(word)))


def page(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def run(db: Path, *paths: str) -> list[Event]:
    connection = connect(str(db))
    try:
        with Interrupts() as interrupts:
            return list(add(connection, inputs(paths), interrupts))
    finally:
        connection.close()


def statuses(events: list[Event]) -> list[str]:
    return [event.status for event in events]


def count(db: Path, table: str = "reports") -> int:
    connection = sqlite3.connect(db)
    (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return found


# --- inputs ---------------------------------------------------------------------------------------------------------


def test_folder_is_searched_in_order_for_known_suffixes(tmp_path: Path) -> None:
    (tmp_path / "b" / ".hidden").mkdir(parents=True)
    for name in ("c.TXT", "a.md", "b/x.tsv", "b/.hidden/y.txt", ".z.txt", "d.pdf"):
        (tmp_path / name).write_text("1")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "f.txt").symlink_to(tmp_path / "a.md")
    found = [str(Path(found.path).relative_to(tmp_path)) for found in inputs([str(tmp_path)])]
    assert found == ["a.md", "b/x.tsv", "c.TXT", "d.pdf"]


def test_nothing_in_a_folder_is_dropped_in_silence(tmp_path: Path) -> None:
    (tmp_path / "年报_files").mkdir()
    (tmp_path / "other_files").mkdir()
    for name in (
        "年报.html",
        "年报_files/a.css",
        "年报_files/b.png",
        "other_files/c.txt",
        "x.ofd",
        "y",
        "z.js",
        "manifest.csv",
    ):
        (tmp_path / name).write_text("1")
    passed: list[str] = []
    found = {str(Path(one.path).relative_to(tmp_path)): one.refused for one in inputs([str(tmp_path)], passed)}
    assert [name for name, refused in found.items() if refused is None] == ["other_files/c.txt", "年报.html"]
    assert "OFD" in (found["x.ofd"] or "") and "（无后缀）" in (found["y"] or "")
    assert sorted(str(Path(path).relative_to(tmp_path)) for path in passed) == [
        "manifest.csv", "z.js", "年报_files/a.css", "年报_files/b.png"
    ]  # fmt: skip


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = page(tmp_path, "a.txt", "1")
    assert len(list(inputs([path, str(tmp_path), f"{tmp_path}/../{tmp_path.name}/a.txt", "-", "-"]))) == 2


def test_file_named_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    assert [found.refused for found in inputs([page(tmp_path, "a.doc", "1")])] == [None]


def test_folder_without_reports_is_named(tmp_path: Path) -> None:
    (found,) = inputs([str(tmp_path)])
    assert found.refused and found.refused.startswith("文件夹中没有可读取的文件 (no files to read")


# --- adding ---------------------------------------------------------------------------------------------------------


def test_few_files_in_their_order(tmp_path: Path, db: Path) -> None:
    events = run(db, *(page(tmp_path, f"{n}.txt", str(n)) for n in (3, 1, 2)))
    assert [(event.status, event.report_id, event.year) for event in events] == [
        ("added", 1, 2022),
        ("added", 2, 2020),
        ("added", 3, 2021),
    ]


@pytest.mark.slow
def test_many_files_come_out_as_few_do(tmp_path: Path, db: Path) -> None:
    paths = [page(tmp_path, f"{n:03}.txt", str(n)) for n in range(100)]
    events = run(db, *paths)
    assert [event.path for event in events] == paths
    assert [event.report_id for event in events] == list(range(1, 101))
    assert statuses(run(db, *paths)) == ["unchanged"] * 100
    other = tmp_path / "few.db"
    for n in range(0, 100, 10):
        run(other, *paths[n : n + 10])
    for table in ("reports", "sections", "applications", "report_stats"):
        rows = [sqlite3.connect(d).execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for d in (db, other)]
        assert rows[0] == rows[1]


def test_refused_file_does_not_hold_up_the_others(tmp_path: Path, db: Path) -> None:
    paths = [
        page(tmp_path, "a.txt", "1"),
        str(tmp_path / "none.txt"),
        page(tmp_path, "c.txt", "bug"),
        page(tmp_path, "d.txt", "2"),
    ]
    events = run(db, *paths)
    assert statuses(events) == ["added", "refused", "refused", "added"]
    assert events[1].message == "文件不存在 (no such file)"
    assert events[2].message == "内部错误 (internal error: RuntimeError: a bug in two lines)"


@pytest.mark.slow
def test_file_that_kills_its_process_is_the_only_one_refused(tmp_path: Path, db: Path) -> None:
    paths = [page(tmp_path, f"{n:03}.txt", "crash" if n in {5, 6, 77} else str(n)) for n in range(100)]
    events = run(db, *paths)
    assert [n for n, event in enumerate(events) if event.status == "refused"] == [5, 6, 77]
    assert events[5].message == workers.CRASHED
    assert count(db) == 97


@pytest.mark.parametrize("many", [False, True])
def test_file_that_takes_too_long_is_refused(
    tmp_path: Path, db: Path, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    size = 40 if many else 4
    events = run(db, *(page(tmp_path, f"{n:03}.txt", "spin" if n == 2 else str(n)) for n in range(size)))
    assert [n for n, event in enumerate(events) if event.status == "refused"] == [2]
    assert str(events[2].message).startswith("读取超过 0.3 秒，不像年度报告")
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_file_that_takes_too_much_memory_is_refused(tmp_path: Path, db: Path) -> None:
    events = run(db, *(page(tmp_path, f"{n:03}.txt", "hoard" if n == 33 else str(n)) for n in range(40)))
    assert [(n, event.message) for n, event in enumerate(events) if event.status == "refused"] == [
        (33, "读取需要超过 500 MB 内存 (more than 500 MB of memory to read)")
    ]


def test_disk_full_in_the_middle_tells_only_what_is_committed(
    tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH", 5)
    connection = connect(str(db))
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 25}")
    told = []
    with pytest.raises(StoreError, match="磁盘空间不足"), Interrupts() as interrupts:
        for event in add(connection, inputs(page(tmp_path, f"{n}.txt", str(n)) for n in range(20)), interrupts):
            told.append(event)
    connection.close()
    assert 0 < count(db) == len(told) < 20


# --- interruptions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [False, True])
def test_interruption_keeps_whole_reports_and_says_so(
    tmp_path: Path, db: Path, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if many:  # the signal comes to the writer while it waits for the processes
        monkeypatch.setattr(reading, "parse", interrupting_parent)
    size, last = (60, 50) if many else (6, 4)
    paths = [page(tmp_path, f"{n:03}.txt", "interrupt" if n == last else str(n)) for n in range(size)]
    connection = connect(str(db))
    told: list[Event] = []
    began = time.monotonic()
    with pytest.raises(Interrupted), Interrupts() as interrupts:
        told.extend(add_all(connection, paths, interrupts, told))
    connection.close()
    assert time.monotonic() - began < 30
    assert count(db) == len(told) and set(statuses(told)) <= {"added"}
    assert many or len(told) == last
    assert statuses(run(db, *paths[:last])) == ["unchanged"] * len(told) + ["added"] * (last - len(told))


def interrupting_parent(source: Source, *, draft: bool = False) -> Report:
    if source.text == "interrupt":
        os.kill(os.getppid(), signal.SIGTERM)
        time.sleep(60)
    return parse(source)


def add_all(connection: sqlite3.Connection, paths: list[str], interrupts: Interrupts, told: list[Event]) -> list[Event]:
    for event in add(connection, inputs(paths), interrupts):
        told.append(event)
    return []


SCRIPT = """
import sys, time
from ingest.pipeline import reading
real = reading.parse
def slow(source, **how):
    time.sleep(0.02)
    return real(source, **how)
reading.parse = slow
from ingest.cli import main
main()
"""


@pytest.mark.parametrize("number", sampled([signal.SIGTERM, signal.SIGINT, signal.SIGKILL], 3))
@pytest.mark.slow
def test_process_stopped_in_the_middle_leaves_whole_reports(tmp_path: Path, db: Path, number: signal.Signals) -> None:
    generate.write(tmp_path / "pages", 400)
    command = [sys.executable, "-c", SCRIPT, "add", str(tmp_path / "pages"), "--db", str(db)]
    paths = f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    )
    wal = Path(f"{db}-wal")
    for _ in range(1200):  # a busy machine takes its time
        time.sleep(0.05)
        if wal.exists() and wal.stat().st_size > 500_000:
            break
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 130
        assert err == "ingest: 已中断 (interrupted)\n"
        assert f"新增 {count(db)}，" in out
    assert 0 < count(db) < 400
    assert count(db) == count(db, "sources")
    for _ in range(100):  # the reading processes don't outlive the writer
        if not descendants(str(tmp_path)):
            return
        time.sleep(0.05)
    pytest.fail("processes are left")


def descendants(word: str) -> list[Path]:
    """Processes with a word on their command line."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word in line.read_text("utf-8", "replace") and int(line.parent.name) != os.getpid():
                found.append(line.parent)
        except OSError:
            continue
    return found


def test_interruption_before_anything_is_heard_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted), interrupts.heard():
            pytest.fail("not heard")
    assert signal.getsignal(signal.SIGINT) is before


# --- reading again --------------------------------------------------------------------------------------------------


def again(db: Path, progress: Callable[[], None] = lambda: None) -> list[Event]:
    connection = connect(str(db))
    try:
        with Interrupts() as interrupts:
            return reread(connection, interrupts, progress)
    finally:
        connection.close()


@pytest.mark.slow
def test_rereading_many(tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [page(tmp_path, f"{n:03}.txt", str(n)) for n in range(60)]
    run(db, *paths)
    assert statuses(again(db)) == ["unchanged"] * 60
    monkeypatch.setattr(
        reading, "parse", lambda source, **_: parse(Source("", b"", "", "", "", f"{59 - int(source.text)}"))
    )
    events = again(db)
    assert statuses(events) == ["replaced"] * 60 and {event.report_id for event in events} == set(range(1, 61))
    assert count(db) == 60


def test_interrupted_rereading_changes_nothing(tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(db, *(page(tmp_path, f"{n}.txt", str(n)) for n in range(6)))
    before = sqlite3.connect(db).execute("SELECT * FROM reports").fetchall()

    def other(source: Source, *, draft: bool = False) -> Report:
        return parse(Source("", b"", "", "", "", "interrupt" if source.text == "4" else f"{int(source.text) + 5}"))

    monkeypatch.setattr(reading, "parse", other)
    with pytest.raises(Interrupted):
        again(db)
    assert sqlite3.connect(db).execute("SELECT * FROM reports").fetchall() == before


def test_file_refused_today_keeps_its_earlier_reading(
    tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(db, page(tmp_path, "a.txt", "1"))
    monkeypatch.setattr(reading, "parse", lambda source, **_: parse(Source("", b"", "", "", "", "bug")))
    assert statuses(again(db)) == ["refused"]
    assert count(db) == 1


def test_writer_is_free_between_batches(tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH", 1)
    connection, other = connect(str(db)), Writer(connect(str(db)))
    with Interrupts() as interrupts:
        for _ in add(connection, inputs(page(tmp_path, f"{n}.txt", str(n)) for n in range(3)), interrupts):
            other.begin()
            other.rollback()
    connection.close()
    other.connection.close()
