"""Corrections: what a later file changed is kept, cell by cell, shown, and told to who follows."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from conftest import ROOT, Site, _configured

from ingest.cli import main

EXAMPLE = ROOT / "examples" / "quzhou-2021.txt"
ATOM = "{http://www.w3.org/2005/Atom}"


def ingest(db: Path, *arguments: str) -> None:
    result = CliRunner().invoke(main, [*arguments, "--db", str(db)])
    assert result.exit_code == 0, result.output


def query(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def corrected(text: str) -> str:
    """One number of table 2 changed (新收, 自然人), and one sentence more at the end."""
    head, mark, rest = text.partition("一、本年新收政府信息公开申请数量")
    assert mark
    number = next(word for word in rest.split() if word.isdigit())
    return head + mark + rest.replace(number, str(int(number) + 7), 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on a report that was corrected once, and then given once more with nothing but a space more."""
    path = _configured(tmp_path_factory.mktemp("revisions"))
    db, text = path / "reports.db", EXAMPLE.read_text("utf-8")
    db.unlink(missing_ok=True)
    for number, version in enumerate((text, corrected(text), corrected(text) + "\n")):
        file = path / f"version-{number}.txt"
        file.write_text(version, "utf-8")
        ingest(db, "add", str(file))
    return path


CELL = "table_name = 'applications' AND row_code = 'received' AND column_name = 'natural_person'"


def test_changed_cell_is_told_with_before_and_after(folder: Path) -> None:
    db = folder / "reports.db"
    assert query(db, "SELECT revision FROM reports") == [(3,)]
    ((before, after, row, column, earlier, later),) = query(
        db, f"SELECT before, after, row_label, column_label, replaced_source_id, source_id FROM revisions WHERE {CELL}"
    )
    assert int(after) == int(before) + 7 and column == "自然人" and "新收" in row and (earlier, later) == (1, 2)
    assert query(db, "SELECT count(*) FROM revisions WHERE source_id = 2 AND table_name = 'applications'") == [(1,)]
    assert query(db, "SELECT CAST(natural_person AS TEXT) FROM applications JOIN outcomes o ON o.id = outcome_id"
                     " WHERE o.code = 'received'") == [(after,)]  # fmt: skip


def test_other_file_with_the_same_content_is_one_line_without_a_table(folder: Path) -> None:
    found = query(folder / "reports.db", "SELECT table_name, before, after FROM revisions WHERE source_id = 3")
    assert found == [(None, None, None)]


def test_reading_again_keeps_what_was_told(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "again.db"
    with closing(sqlite3.connect(folder / "reports.db")) as old, closing(sqlite3.connect(db)) as new:
        old.backup(new)
    before = query(db, "SELECT * FROM revisions ORDER BY id")
    ingest(db, "reparse")
    assert query(db, "SELECT * FROM revisions ORDER BY id") == before
    assert query(db, "SELECT revision FROM reports") == [(3,)]
    ingest(db, "remove", "1")
    assert query(db, "SELECT count(*) FROM report_changes") == [(0,)]


def test_database_of_before_counts_its_revisions(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "old.db"
    with closing(sqlite3.connect(folder / "reports.db")) as old, closing(sqlite3.connect(db)) as new:
        old.backup(new)
        for (view,) in new.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            new.execute(f"DROP VIEW {view}")
        new.execute("DROP TABLE report_changes")
        new.execute("ALTER TABLE reports DROP COLUMN revision")
        new.execute("DELETE FROM _sqlite_migrations WHERE name = '0012_revisions'")
        new.execute("CREATE VIEW of_before AS SELECT 1 FROM a_table_that_is_gone")
        new.commit()
    ingest(db, "add", str(EXAMPLE))
    assert query(db, "SELECT revision FROM reports") == [(3,)]
    assert query(db, "SELECT name FROM sqlite_master WHERE name IN ('of_before', 'revisions')") == [("revisions",)]


def test_pages_show_what_changed(folder: Path) -> None:
    site = Site(folder)
    (change,) = query(folder / "reports.db", f"SELECT before, after FROM revisions WHERE {CELL}")
    for path in ("/-/revisions", "/-/revisions?report=1", "/reports/reports/1"):
        text = site.get(path).text
        assert f"<td>{change[0]}</td>" in text and f"<td>{change[1]}</td>" in text, path
        assert "/-/source/1" in text and "读出的内容没有变" in text
    assert site.get("/-/revisions?report=99").status_code == 404
    assert "/-/revisions" in site.get("/").text


def test_feed_tells_of_the_correction(folder: Path) -> None:
    site = Site(folder)
    answer = site.get("/-/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.text)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title", "").startswith("更正：")
    assert entry.findtext(f"{ATOM}id", "").endswith("/reports/reports/1#source-3")
    assert entry.findtext(f"{ATOM}updated") == root.findtext(f"{ATOM}updated") and "第 3 版" in answer.text


@pytest.mark.parametrize(
    "asked,count",
    [("place=330000", 1), ("place=410000", 0), ("year=2021", 1), ("year=2020", 0), ("function=education", 0),
     ("q=衢州", 1), ("place=330000&year=2021&q=衢州", 1), ("q=%00", 1)],
)  # fmt: skip
def test_feed_of_a_part(folder: Path, asked: str, count: int) -> None:
    root = ElementTree.fromstring(Site(folder).get(f"/-/feed.atom?{asked}").text)
    assert len(root.findall(f"{ATOM}entry")) == count


def test_feed_of_no_place_is_not_found(folder: Path) -> None:
    assert Site(folder).get("/-/feed.atom?place=nosuch").status_code == 404


def test_every_answer_says_the_datas_date(folder: Path) -> None:
    site, ((day,),) = Site(folder), query(folder / "reports.db", "SELECT substr(max(added_at), 1, 10) FROM sources")
    for path in ("/", "/reports/reports/1", "/-/panel", "/-/revisions"):
        assert f"数据截至 {day}" in site.get(path).text, path
    for path in ("/reports/reports.json", "/reports/panel.csv?_stream=on", "/-/feed.atom", "/-/dictionary.json"):
        assert site.get(path).headers["x-data-date"] == day, path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("place=330800", 1),
        ("place=浙江省", 1),
        ("place=河南省", 0),
        ("function=教育", 0),  # a class that has no report yet
        ("q=衢州", 1),
        ("q=政府信息公开", 1),  # in the prose, too
        ("q=龘龘龘", 0),
        ("q=***", 0),
        ("q=%22", 0),
        ("year=2021&q=衢州&place=330000", 1),
        ("year=1999", 0),
        ("q=%00&place=&year=", 1),
    ],
)
def test_feed_of_what_the_address_names(folder: Path, query: str, found: int) -> None:
    answer = Site(folder).get(f"/-/feed.atom?{query}")
    assert answer.status_code == 200
    assert len(ElementTree.fromstring(answer.text).findall(f"{ATOM}entry")) == found


@pytest.mark.parametrize(
    "query", ["function=没有的职能", "function=x", "agency=没有这个机关", "year=99999999999999999999"]
)
def test_feed_of_what_is_not_there_is_not_found(folder: Path, query: str) -> None:
    answer = Site(folder).get(f"/-/feed.atom?{query}")
    assert answer.status_code == 404 and ("库中没有" in answer.text or "不是年份" in answer.text)


def test_feed_takes_a_class_of_functions_as_the_builder_does(synthetic_site: Any) -> None:
    (code, label, count), *_ = synthetic_site.rows(
        "SELECT c.code, c.label, count(*) FROM reports r JOIN agencies a ON a.id = r.agency_id"
        " JOIN function_classes c ON c.code = a.function_class GROUP BY 1 HAVING count(*) < 90 ORDER BY 3 DESC LIMIT 1"
    )
    assert count > 0
    for typed in (code, label):
        root = ElementTree.fromstring(synthetic_site.get(f"/-/feed.atom?function={quote(typed)}").text)
        assert len(root.findall(f"{ATOM}entry")) == count, typed
        assert label in root.findtext(f"{ATOM}title", "")
    assert "/-/feed.atom?agency=" in synthetic_site.get("/-/feed.atom?agency=某人民政府").text  # what may be meant


AGAIN = [
    ("sections", "problems", "五、 存在问题", "甲 乙\n丙", "甲乙丙"),
    ("disclosure_items", "fees", "amount", "3", "4.5"),
]


def test_white_space_in_prose_is_no_correction_and_amounts_are_called_as_in_their_row(
    folder: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(folder, tmp_path / "site"))
    with closing(sqlite3.connect(site / "reports.db")) as db, db:  # as a version before wrote it
        db.executemany(
            "INSERT INTO report_changes (report_id, replaced_source_id, source_id, changed_at, table_name, row_code,"
            " column_name, before, after) VALUES (1, 2, 3, '2026-02-01T00:00:00+00:00', ?, ?, ?, ?, ?)",
            AGAIN,
        )
    for path in ("/-/revisions", "/reports/reports/1"):
        text = Site(site).get(path).text
        assert "行政事业性收费 本年收费金额" in text and "采购总金额" not in text.partition("changes")[2], path
        assert "甲乙丙" not in text, path
    assert "改 1 处" in Site(site).get("/-/revisions").text


def test_lines_broken_elsewhere_are_not_written_down_as_a_change(tmp_path: Path) -> None:
    db, text = tmp_path / "reports.db", EXAMPLE.read_text("utf-8")
    sentence = "政府信息公开工作"
    for number, version in enumerate((text, text.replace(sentence, f"{sentence[:4]} {sentence[4:]}"))):
        (tmp_path / f"{number}.txt").write_text(version, "utf-8")
        ingest(db, "add", str(tmp_path / f"{number}.txt"))
    assert query(db, "SELECT count(*) FROM revisions WHERE table_name = 'sections'") == [(0,)]
    assert query(db, "SELECT count(*) FROM revisions") > [(0,)]


def test_pages_lead_to_the_feed_of_what_they_show(folder: Path) -> None:
    site = Site(folder)
    ((agency,),) = query(folder / "reports.db", "SELECT id FROM agencies")
    for path in (
        "/",
        "/reports/regions/330000",
        "/-/functions?function=示例局",
        "/-/search?q=公开",
        "/reports/timeliness?place=浙江省",
        f"/reports/agencies/{agency}",
    ):
        text = site.get(path).text
        assert 'rel="alternate" type="application/atom+xml"' in text and 'href="/-/feed.atom' in text, path
