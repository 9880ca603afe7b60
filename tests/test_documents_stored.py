"""What the database keeps of a file that isn't text: transcript, places, origin columns, what its cells print."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

import pytest

from ingest.pipeline import Interrupts, add, inputs, reread
from ingest.store import connect

PAGE = """<html><head><meta charset="utf-8"></head><body><h1>示例县档案馆2022年政府信息公开工作年度报告</h1>
<p>统计期限2022年1月1日至2022年12月31日。</p><p>一、总体情况</p><p>好。</p><p>二、主动公开政府信息情况</p>
<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>/<td><td>0
<tr><td>行政规范性文件<td>12件<td>1,234<td>若干</table>
<table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政处罚<td>41</table></body></html>"""


def stored(tmp_path: Path, content: str = PAGE) -> sqlite3.Connection:
    path = tmp_path / "年报.html"
    path.write_text(content, "utf-8")
    connection = connect(str(tmp_path / "x.db"))
    with Interrupts() as interrupts:
        events = list(add(connection, inputs([str(path)]), interrupts))
    assert [event.status for event in events] == ["added"], events
    return connection


def test_the_transcript_is_kept_and_lines_count_in_it(tmp_path: Path) -> None:
    connection = stored(tmp_path)
    query = "SELECT container, media_type, encoding, transcript, locations, recognised, content FROM sources"
    container, kind, encoding, transcript, locations, recognised, content = connection.execute(query).fetchone()
    assert (container, kind, encoding, recognised) == ("html", "text/html", "utf-8", 0)
    assert zlib.decompress(content).decode() == PAGE
    lines = zlib.decompress(transcript).decode().split("\n")
    places = zlib.decompress(locations).decode().split("\n")
    assert len(lines) == len(places)
    (line,) = connection.execute("SELECT DISTINCT line FROM disclosure_items WHERE value = 41").fetchone()
    assert (lines[line - 1], places[line - 1]) == ("行政处罚\t41", "表一 第2行")


def test_blank_dash_and_unreadable_are_three_things(tmp_path: Path) -> None:
    connection = stored(tmp_path)
    query = "SELECT row_code, column_name, raw FROM printed_cells ORDER BY row_code, column_name"
    assert connection.execute(query).fetchall() == [
        ("normative_documents", "in_force", "若干"),
        ("normative_documents", "issued", "12件"),
        ("normative_documents", "repealed", "1,234"),
        ("regulations", "issued", "/"),
    ]


def test_findings_say_the_place(tmp_path: Path) -> None:
    connection = stored(tmp_path)
    query = "SELECT location FROM findings WHERE check_id = 'cells.unreadable'"
    assert connection.execute(query).fetchall() == [("表一 第3行",)]
    messages = [
        message for (message,) in connection.execute("SELECT message FROM findings WHERE message LIKE '%第%行%'")
    ]
    assert all("表" in message for message in messages)


def test_a_text_file_is_its_own_transcript(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "示例县档案馆2022年政府信息公开工作年度报告\n一、总体情况\n统计期限2022年1月1日至2022年12月31日\n二、主动公开政府信息情况\n"
    )
    connection = connect(str(tmp_path / "x.db"))
    with Interrupts() as interrupts:
        list(add(connection, inputs([str(path)]), interrupts))
    query = "SELECT container, transcript, locations FROM sources"
    assert connection.execute(query).fetchall() == [("text", None, None)]


@pytest.mark.parametrize("lost", [True, False])
def test_reparse_reads_every_container_and_fills_in_what_is_lost(tmp_path: Path, lost: bool) -> None:
    connection = stored(tmp_path)
    before = connection.execute("SELECT * FROM sources").fetchall()
    cells = connection.execute("SELECT * FROM printed_cells").fetchall()
    if lost:
        connection.execute("UPDATE sources SET container = 'text', transcript = NULL, locations = NULL")
        connection.execute("DELETE FROM printed_cells")
    with Interrupts() as interrupts:
        events = reread(connection, interrupts)
    assert [event.status for event in events] == ["replaced" if lost else "unchanged"]
    assert connection.execute("SELECT * FROM sources").fetchall() == before
    assert connection.execute("SELECT * FROM printed_cells").fetchall() == cells
