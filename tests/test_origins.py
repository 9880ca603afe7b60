"""Where files came from, and folders as people have them: manifests, archives, saved pages, unknown files."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest.cli import main
from ingest.pipeline import gathered

PAGE = """示例县档案馆{year}年政府信息公开工作年度报告
统计期限自{year}年1月1日至{year}年12月31日。
一、总体情况
平稳。
二、主动公开政府信息情况
无。
三、收到和处理政府信息公开申请情况
无。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
无。
六、其他需要报告的事项
无。
"""


def page(folder: Path, name: str, year: int = 2022) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(year=year), "utf-8")
    return path


def ingest(*arguments: Any) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(sql).fetchall()


SOURCE = "SELECT url, fetched_at, published_at FROM sources"
PUBLISHED = "SELECT published_date FROM reports"


def manifest(folder: Path, *lines: str) -> Path:
    path = folder / "manifest.csv"
    path.write_text("file,url,published,fetched,agency,year\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def test_a_manifest_at_the_top_of_a_folder_says_where_its_files_came_from(tmp_path: Path) -> None:
    page(tmp_path / "reports", "站/a.txt")
    manifest(
        tmp_path / "reports", "站/a.txt,https://a.example/1.html,2023-01-20,2023-02-01T00:00:00Z,示例县档案馆,2022"
    )
    result = ingest("add", tmp_path / "reports", "--db", tmp_path / "x.db")
    assert result.exit_code == 0, result.output
    assert rows(tmp_path / "x.db", SOURCE) == [("https://a.example/1.html", "2023-02-01T00:00:00Z", "2023-01-20")]
    assert rows(tmp_path / "x.db", PUBLISHED) == [("2023-01-20",)]
    assert rows(tmp_path / "x.db", "SELECT count(*) FROM findings WHERE check_id = 'head.manifest'") == [(0,)]


def test_a_manifest_that_comes_later_is_taken_too(tmp_path: Path) -> None:
    path, db = page(tmp_path, "a.txt"), tmp_path / "x.db"
    assert ingest("add", path, "--db", db).exit_code == 0
    listed = manifest(tmp_path, "a.txt,https://a.example/1.html,2023-01-20,,,")
    assert "未变 1" in ingest("add", path, "--manifest", listed, "--db", db).output
    assert rows(db, SOURCE) == [("https://a.example/1.html", None, "2023-01-20")]
    assert rows(db, PUBLISHED) == [("2023-01-20",)]


def test_what_the_page_says_comes_before_what_the_manifest_says(tmp_path: Path) -> None:
    path = page(tmp_path, "a.txt")
    path.write_text("发布日期：2023-01-31\n" + path.read_text("utf-8"), "utf-8")
    listed = manifest(tmp_path, "a.txt,,2023-01-20,,,")
    ingest("add", path, "--manifest", listed, "--db", tmp_path / "x.db")
    assert rows(tmp_path / "x.db", PUBLISHED) == [("2023-01-31",)]


@pytest.mark.parametrize(("said", "word"), [("示例县档案馆,2021", "2021 年"), ("示例县财政局,2022", "示例县财政局")])
def test_a_manifest_that_says_otherwise_is_told_and_changes_nothing(tmp_path: Path, said: str, word: str) -> None:
    path, db = page(tmp_path, "a.txt"), tmp_path / "x.db"
    ingest("add", path, "--manifest", manifest(tmp_path, f"a.txt,,,,{said}"), "--db", db)
    ((message,),) = rows(db, "SELECT message FROM findings WHERE check_id = 'head.manifest'")
    assert word in message
    assert rows(db, "SELECT a.name, r.year FROM reports r JOIN agencies a ON a.id = agency_id") == [
        ("示例县档案馆", 2022)
    ]
    ingest("reparse", "--db", db)
    assert rows(db, "SELECT message FROM findings WHERE check_id = 'head.manifest'") == [(message,)]


def test_a_date_of_a_manifest_that_is_none_is_told(tmp_path: Path) -> None:
    path, db = page(tmp_path, "a.txt"), tmp_path / "x.db"
    ingest("add", path, "--manifest", manifest(tmp_path, "a.txt,,2023-02-30,,,"), "--db", db)
    ((message,),) = rows(db, "SELECT message FROM findings WHERE check_id = 'head.manifest'")
    assert "2023-02-30" in message
    assert rows(db, PUBLISHED) == [(None,)]


def test_files_of_a_manifest_that_are_not_among_those_given_are_named(tmp_path: Path) -> None:
    path = page(tmp_path / "reports", "a.txt")
    listed = manifest(tmp_path, "a.txt,https://a.example/1.html,,,,")  # it should say reports/a.txt
    said = ingest("add", path, "--manifest", listed, "--db", tmp_path / "x.db").output
    assert "清单中有 1 个文件不在所给路径中" in said and "a.txt" in said


def test_a_manifest_within_the_folder_is_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    page(tmp_path, "a.txt")
    listed = manifest(tmp_path, "a.txt,https://a.example/1.html,,,,").rename(tmp_path / "来源.csv")
    result = ingest("add", tmp_path, "--manifest", listed, "--db", tmp_path / "x.db")
    assert result.exit_code == 0, result.output
    assert rows(tmp_path / "x.db", SOURCE) == [("https://a.example/1.html", None, None)]


def test_what_a_manifest_says_of_an_archive_holds_for_its_members(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("站/一.txt", PAGE.format(year=2021))
        archive.writestr("站/二.txt", PAGE.format(year=2022))
    listed = manifest(tmp_path, "a.zip,https://a.example/a.zip,,,,", "a.zip/站/二.txt,https://a.example/2.txt,,,,")
    ingest("add", tmp_path / "a.zip", "--manifest", listed, "--db", tmp_path / "x.db")
    assert rows(tmp_path / "x.db", "SELECT name, url FROM sources ORDER BY name") == [
        (f"{tmp_path}/a.zip/站/一.txt", "https://a.example/a.zip"),
        (f"{tmp_path}/a.zip/站/二.txt", "https://a.example/2.txt"),
    ]


def test_a_page_that_only_carried_an_attachment_is_passed_by(tmp_path: Path) -> None:
    page(tmp_path, "a.txt")
    page(tmp_path, "b.txt", 2021)
    listed = tmp_path / "manifest.csv"
    listed.write_text("file,url,status\na.txt,https://a.example/1,page\nb.txt,https://a.example/2,ok\n", "utf-8")
    passed: list[str] = []
    assert [Path(one.path).name for one in gathered([str(tmp_path)], passed)] == ["b.txt"]
    assert any(name.endswith("a.txt") for name in passed)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n"])
def test_what_is_no_manifest_is_one_line(tmp_path: Path, content: str) -> None:
    page(tmp_path, "a.txt")
    (tmp_path / "m.csv").write_text(content, "utf-8")
    result = ingest("add", tmp_path / "a.txt", "--manifest", tmp_path / "m.csv", "--db", tmp_path / "x.db")
    assert result.exit_code == 1 and "清单" in result.output and "Traceback" not in result.output


# --- archives and folders -------------------------------------------------------------------------------------------


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "2022年报.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("二七区/a.txt", PAGE.format(year=2022))
        archive.writestr("二七区/b.txt", "停车通知")
        archive.writestr("二七区/c.mp4", b"0")
        archive.writestr("__MACOSX/._a.txt", b"0")
        archive.writestr("页面.html", "<html></html>")
        archive.writestr("页面_files/a.css", "")
        archive.writestr("页面_files/b.png", "")
    result = ingest("add", path, "--db", tmp_path / "x.db")
    assert result.exit_code == 1
    assert rows(tmp_path / "x.db", "SELECT name FROM sources") == [(f"{path}/二七区/a.txt",)]
    for name in ("二七区/b.txt", "二七区/c.mp4", "页面.html"):
        assert f"{path}/{name}: " in result.output
    assert "3 个文件不是报告" in result.output
    again = ingest("add", path, "--db", tmp_path / "x.db").output
    assert "未变 1" in again


def test_a_file_in_two_archives_is_one_report(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("x.txt", PAGE.format(year=2022))
    ingest("add", tmp_path / "a.zip", "--db", tmp_path / "x.db")
    assert "未变 1" in ingest("add", tmp_path / "b.zip", "--db", tmp_path / "x.db").output


@pytest.mark.parametrize(
    ("name", "word"), [("a.ofd", "OFD"), ("a.rar", "解压"), ("a.mp4", ".mp4"), ("LIESMICH", "无后缀")]
)
def test_a_kind_of_file_that_is_not_read_is_named(tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    (one,) = gathered([str(tmp_path)])
    assert one.path == str(tmp_path / name) and one.refused is not None and word in one.refused


def test_many_slow_files_are_read_side_by_side_in_their_order(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-1.7\n")
    page(tmp_path, "9.txt")
    result = ingest("add", tmp_path, "--db", tmp_path / "x.db")
    refused = [line for line in result.output.splitlines() if ".pdf" in line]
    assert [Path(line.split(": ")[1]).name for line in refused] == [f"{n}.pdf" for n in range(5)]
    assert "新增 1" in result.output
