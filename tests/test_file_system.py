"""Whatever the file system answers is one line for its file, and the others go on (文件系统的回答)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import prepared
import pytest
from conftest import ROOT

EXAMPLE = next((ROOT / "examples").glob("*.txt"))
FULL = Path("/dev/full")


def ingest(*arguments: str | Path, cwd: Path, stdout: str | None = None) -> subprocess.CompletedProcess[str]:
    told = prepared.ingest(*arguments, cwd=cwd, stdout=stdout)
    assert "Traceback" not in told.stderr and "Exception ignored" not in told.stderr, told.stderr
    return told


def _reports(path: Path) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute("SELECT count(*) FROM reports").fetchone()[0])


def _looping(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")


def _looping_report(folder: Path) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")


def _ring(folder: Path) -> None:
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")


def _dangling(folder: Path) -> None:
    (folder / "gone.txt").symlink_to("nowhere.txt")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")


def _long_link(folder: Path) -> None:
    (folder / "long.txt").symlink_to("x" * 255 + "/" + "y" * 255)


@pytest.mark.parametrize("trouble", [_looping, _looping_report, _ring, _dangling, _pipe, _long_link])
def test_one_entry_in_trouble_is_one_line_and_the_others_go_in(trouble, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "sound.txt")
    trouble(folder)
    told = ingest("add", folder, "--db", "reports.db", cwd=tmp_path)
    assert told.returncode == 1
    assert _reports(tmp_path / "reports.db") == 1
    broken = [entry.name for entry in folder.iterdir() if entry.name != "sound.txt"]
    lines = told.stderr.splitlines()
    assert len(lines) == len(broken) and all(any(name in line for line in lines) for name in broken), told.stderr


def test_link_to_the_folder_itself_ends(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "sound.txt")
    (folder / "again").symlink_to(folder)
    told = ingest("add", folder, cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")


def test_folders_may_lie_deep(tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):  # deeper than Python's calls
            Path("d").mkdir()
            os.chdir("d")
        shutil.copy(EXAMPLE, "deep.txt")
    finally:
        os.chdir(here)
    told = ingest("add", "d", "--db", "reports.db", cwd=tmp_path)
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # as deep as that, pytest can't tidy up
    assert told.returncode == 0, told.stderr
    assert _reports(tmp_path / "reports.db") == 1


def test_current_folder_may_be_gone(tmp_path: Path) -> None:
    program = (
        f"import os; os.mkdir('gone'); os.chdir('gone'); os.rmdir({str(tmp_path / 'gone')!r})\n"
        f"from ingest.cli import main; main(['check', 'x.txt', {str(EXAMPLE)!r}])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert told.returncode == 1 and "Traceback" not in told.stderr, told.stderr
    assert "x.txt" in told.stderr


@pytest.mark.parametrize("kind", ["text", "json", "xlsx"])
@pytest.mark.parametrize("where", ["nowhere/out", "folder", "file.txt/out", "x" * 300])
def test_output_that_cannot_be_written_is_one_line(kind: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("")
    told = ingest("check", EXAMPLE, "--format", kind, "-o", where, cwd=tmp_path)
    assert told.returncode == 1 and len(told.stderr.splitlines()) == 1, told.stderr
    assert told.stderr.startswith(f"ingest: {where}: ")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("kind", ["text", "json", "xlsx"])
def test_full_disk_is_one_line(kind: str, tmp_path: Path) -> None:
    told = ingest("check", EXAMPLE, "--format", kind, "-o", FULL, cwd=tmp_path)
    assert told.returncode == 1 and len(told.stderr.splitlines()) == 1, told.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [("show", EXAMPLE), ("check", EXAMPLE), ("add", EXAMPLE), ("--help",)])
def test_output_to_a_full_disk_is_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    told = ingest(*command, cwd=tmp_path, stdout=str(FULL))
    assert told.returncode != 0 and len(told.stderr.splitlines()) <= 1, told.stderr


@pytest.mark.parametrize("db", ["nowhere/reports.db", "folder", "file.txt/reports.db", "x" * 300])
@pytest.mark.parametrize(
    "command", [("add", EXAMPLE), ("check", EXAMPLE), ("coverage",), ("reparse",), ("export", "out")]
)
def test_database_that_cannot_be_is_one_line(command: tuple[str, ...], db: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("")
    told = ingest(*command, "--db", db, cwd=tmp_path)
    assert told.returncode == 1 and len(told.stderr.splitlines()) == 1, told.stderr


@pytest.mark.parametrize("out", ["file.txt/out", "x" * 300, "/proc/out"])
def test_export_that_cannot_be_written_is_one_line(out: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("")
    assert ingest("add", EXAMPLE, cwd=tmp_path).returncode == 0
    told = ingest("export", out, "--format", "csv", cwd=tmp_path)
    assert told.returncode == 1 and len(told.stderr.splitlines()) == 1, told.stderr
