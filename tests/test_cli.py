"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import sound

from ingest.cli import main
from ingest.store import schema

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
ONE = EXAMPLES / "erqi-2020.txt"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "reports.db"
    yield path
    if path.exists():
        sound(path)


def ingest(*arguments: object, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def process(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from ingest.cli import main; main()", *map(str, arguments)]
    paths = f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    environment = os.environ | {"PYTHONPATH": paths}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60, **options)  # type: ignore[call-overload]


def count(db: Path, table: str = "reports") -> int:
    connection = sqlite3.connect(db)
    (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return found


# --- add ------------------------------------------------------------------------------------------------------------


def test_examples_go_in_and_again_change_nothing(db: Path) -> None:
    examples = len([*EXAMPLES.rglob("*.txt"), *EXAMPLES.rglob("*.docx")])
    first = ingest("add", EXAMPLES, "--db", db)
    assert first.exit_code == 0 and "拒收 0" in first.stdout
    assert first.stdout.startswith(f"新增 {examples}，未变 0，更正 0，拒收 0；")
    again = ingest("add", EXAMPLES, "--db", db)
    assert again.exit_code == 0 and again.stdout.startswith(f"新增 0，未变 {examples}，")
    assert count(db) == examples


def test_corrected_file_replaces_the_report(db: Path, tmp_path: Path) -> None:
    ingest("add", ONE, "--db", db)
    corrected = tmp_path / "更正.txt"
    corrected.write_bytes(ONE.read_bytes() + "\n更正说明\n".encode())
    result = ingest("add", corrected, "--db", db)
    assert "更正 1，" in result.stdout and "1 replaced" in result.stdout
    assert (count(db), count(db, "sources")) == (1, 2)


def test_standard_input(db: Path) -> None:
    assert ingest("add", "-", "--db", db, given=ONE.read_bytes()).exit_code == 0
    assert count(db) == 1


def test_json_lines(db: Path, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    result = ingest("add", ONE, tmp_path / "空.txt", "--db", db, "--json")
    added, refused, last = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert (added["status"], added["report_id"], added["agency"], added["year"]) == (
        "added",
        1,
        "郑州市二七区示例局",
        2020,
    )
    assert refused == {"file": str(tmp_path / "空.txt"), "status": "refused", "message": "文件为空 (empty file)"}
    assert last["summary"]["added"] == 1 and last["summary"]["refused"] == 1


BAD = {
    "空.txt": (b"", "文件为空 (empty file)"),
    "binary.txt": (b"\x7fELF\x02\x01\x01\0\0\0", "不是文本文件：含有空字节 (not text: it has NUL bytes)"),
    "a.rar": (b"Rar!\x1a\x07\x00", "是压缩文件，不是文本，请先另存为文本 (a compressed file, save it as text first)"),
    "error.html": (
        "<html><body>404 页面不存在</body></html>".encode(),
        "未识别出年度报告：没有标题、统计期限或法定表格 (not a report: no title, period or statutory table)",
    ),
    "line.txt": (b"0" * 10_000_000, "有一行超过 1,000,000 个字符 (a line of more than 1,000,000 characters)"),
    "large.txt": (
        b"0\n" * 25_000_000,
        "文件过大：50,000,000 字节，上限 20 MB (too large: 50,000,000 bytes, limit 20 MB)",
    ),
    "notice.txt": ("关于开展2020年政府信息公开工作年度报告编制工作的通知\n各单位：\n请按时报送。\n".encode(), None),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_one_line_and_the_others_go_in(db: Path, tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    (tmp_path / name).write_bytes(content)
    result = ingest("add", tmp_path / name, ONE, "--db", db)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1 and result.stderr.startswith(f"ingest: {tmp_path / name}: ")
    assert result.stderr.rstrip().endswith(")")
    assert message is None or result.stderr == f"ingest: {tmp_path / name}: {message}\n"
    assert count(db) == 1


def test_files_that_cannot_be_read(db: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    result = ingest("add", tmp_path / "gone.txt", tmp_path / "pipe", tmp_path / "empty", "/dev/zero", ONE, "--db", db)
    assert result.exit_code == 1
    assert [line.split(": ", 2)[2][:6] for line in result.stderr.splitlines()] == [
        "文件不存在 ",
        "不是普通文件",
        "文件夹中没有",
        "不是普通文件",
    ]
    assert count(db) == 1


def test_file_name_does_not_steer_the_terminal(db: Path, tmp_path: Path) -> None:
    for name in ("\x1b]0;title\x07.txt", "a\nb.txt", b"\xff\xfe.txt"):
        path = os.fsencode(tmp_path) + b"/" + os.fsencode(name)
        Path(os.fsdecode(path)).touch()
    result = ingest("add", tmp_path, "--db", db)
    assert len(result.stderr.splitlines()) == 4  # the database lies in the folder, too, and is no report
    assert all(char == "\n" or char.isprintable() for char in result.stderr)


def test_wrong_usage_is_two() -> None:
    assert ingest("add").exit_code == 2
    assert ingest("add", ONE, "--nonsense").exit_code == 2
    assert ingest("nonsense").exit_code == 2


# --- databases that can't be used -----------------------------------------------------------------------------------


def refused_database(db: Path, *command: object) -> str:
    before = db.read_bytes() if db.is_file() else b""
    result = ingest(*(command or ("add", ONE)), "--db", db)
    assert result.exit_code == 1 and result.stdout == ""
    assert (db.read_bytes() if db.is_file() else b"") == before
    (line,) = result.stderr.splitlines()
    return line.removeprefix(f"ingest: {db}: ")


def test_database_of_another_program(db: Path) -> None:
    connection = sqlite3.connect(db)
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    assert refused_database(db) == "是其他程序的数据库，未作改动 (a database of another program, left as it was)"


def test_newer_database(db: Path) -> None:
    ingest("add", ONE, "--db", db)
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ingest', 'z', '')")
    connection.close()
    assert refused_database(db).startswith("数据库由更新的版本建立，请先升级本程序 (")


def test_locked_database(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest("add", ONE, "--db", db)
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = refused_database(db)
    other.rollback()
    other.close()
    assert said == "数据库正被其他程序占用，请稍后再试 (the database is locked by another program)"


def test_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(ONE.read_bytes())
    assert refused_database(path) == "不是 SQLite 数据库 (not an SQLite database)"


@pytest.mark.parametrize("command", [("remove", "1"), ("reparse",)])
def test_only_add_makes_a_database(db: Path, command: tuple[str, ...]) -> None:
    assert refused_database(db, *command) == "数据库不存在 (no such database)"
    assert not db.exists()


# --- show -----------------------------------------------------------------------------------------------------------


def test_show_prints_the_tables_of_the_form() -> None:
    result = ingest("show", ONE)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "年度        2020" in lines
    received = next(line for line in lines if line.startswith("一、本年新收"))
    assert received.split()[1:] == ["9", "2", "·", "·", "1", "·", "12", "102"]
    assert any("86.35万元" in line for line in lines)


def test_show_as_data() -> None:
    data = json.loads(ingest("show", ONE, "--json").stdout)
    assert (data["agency"]["name"], data["year"], data["encoding"]) == ("郑州市二七区示例局", 2020, "utf-8")
    (received,) = [row for row in data["rows"] if row["code"] == "received"]
    assert received["cells"]["total"]["number"] == 12 and received["line"] == 102


def test_show_refuses_like_add(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    result = ingest("show", tmp_path / "a.txt")
    assert (result.exit_code, result.stderr) == (1, f"ingest: {tmp_path / 'a.txt'}: 文件为空 (empty file)\n")


def test_text_of_a_report_does_not_steer_the_terminal(tmp_path: Path) -> None:
    hostile = ONE.read_text("utf-8").replace("一、总体情况", "一、总体情况\u202e\u2066", 1)
    (tmp_path / "a.txt").write_text(hostile, "utf-8")
    result = ingest("show", tmp_path / "a.txt")
    assert "\u202e" not in result.stdout and "\u2066" not in result.stdout


# --- remove, reparse ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [("1",), ("郑州市二七区示例局", "2020"), (str(ONE),)])
def test_remove_and_add_again(db: Path, what: tuple[str, ...]) -> None:
    ingest("add", ONE, "--db", db)
    result = ingest("remove", *what, "--db", db)
    assert result.stdout == "已移除：郑州市二七区示例局 2020 年，编号 1 (removed report 1)\n"
    assert (count(db), count(db, "sources"), count(db, "agencies")) == (0, 1, 0)
    assert ingest("add", ONE, "--db", db).stdout.startswith("新增 1，")


def test_remove_what_is_not_there(db: Path) -> None:
    ingest("add", ONE, "--db", db)
    result = ingest("remove", "99", "--db", db)
    assert (result.exit_code, result.stderr) == (1, "ingest: 99: 没有这份报告 (no such report)\n")
    assert ingest("remove", "a", "b", "c", "--db", db).exit_code == 2


def test_reparse_keeps_everything(db: Path) -> None:
    ingest("add", EXAMPLES, "--db", db)
    result = ingest("reparse", "--db", db)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"新增 0，未变 {count(db)}，更正 0，拒收 0；")


# --- as a process ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_as_a_process(db: Path) -> None:
    result = process("add", EXAMPLES, "--db", db)
    assert result.returncode == 0 and result.stderr.startswith("ingest: 另有 1 个文件不是报告")  # the list of names
    assert result.stdout.startswith("新增 ")


def test_reader_that_leaves_early_is_no_error_worth_a_word() -> None:
    command = f"{sys.executable} -c 'from ingest.cli import main; main()' show {ONE} --json | head -c 10"
    paths = f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    result = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": paths}
    )
    assert result.stderr == ""


def test_version_and_help_need_no_heavy_module() -> None:
    code = "import sys; from ingest.cli import main; main(['--help'], standalone_mode=False)"
    check = "; assert not {'sqlite_utils', 'ingest.places', 'ingest.parse', 'multiprocessing'} & set(sys.modules)"
    result = subprocess.run([sys.executable, "-c", code + check], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "ingest" in ingest("--version").stdout


@pytest.mark.parametrize("command", list(main.commands))
def test_help_ends_with_a_command_that_works(command: str) -> None:
    text = main.commands[command].help or ""
    assert text.rstrip().splitlines()[-1].strip().startswith(f"ingest {command}")
