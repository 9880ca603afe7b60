"""Ways of writing one character are one when something is looked for (檔案, 档案), and stay as printed when shown."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Site, _configured

from ingest.cli import main
from ingest.store import connect, search

pytestmark = pytest.mark.xdist_group("search_folds")  # what the file makes is made once

PROSE = {
    "simplified": "本局整理旧档案，公布网络办理指南，回应群众关切２０２４件次。",
    "traditional": "本局整理舊檔案，公佈網絡辦理指南，回應羣眾關切2024件次。",
}
PAGE = """{place}示例局2022年政府信息公开工作年度报告

一、总体情况
{prose}
二、主动公开政府信息情况
略。
三、存在的主要问题及改进情况
解读形式单一。
"""
WORDS = ["档案", "檔案", "网络办理", "網絡辦理", "群众关切", "2024件", "２０２４"]


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = _configured(tmp_path_factory.mktemp("folded"))
    files = []
    for place, prose in zip(("衢州市", "济南市"), PROSE.values(), strict=True):
        files.append(str(folder / f"{place}.txt"))
        Path(files[-1]).write_text(PAGE.format(place=place, prose=prose), "utf-8")
    result = CliRunner().invoke(main, ["add", *files, "--db", str(folder / "reports.db")])
    assert result.exit_code == 0, result.output
    return Site(folder)


@pytest.mark.parametrize("word", WORDS)
def test_every_way_of_asking_finds_every_way_of_writing(word: str, folded: Site) -> None:
    page = folded.get("/-/search", params={"q": word}).text
    assert len(set(re.findall(r'href="/reports/reports/(\d+)#section-', page))) == 2
    assert "共 2 处" in page
    box = folded.json(f"/reports/sections.json?_search={word}&_shape=array")
    assert {row["report_id"] for row in box} == {1, 2}
    query = folded.json(f"/reports/search_prose.json?q={word}&_shape=array")
    assert {row["报告"] for row in query} == {1, 2}


def test_hits_are_shown_as_printed(folded: Site) -> None:
    page = folded.get("/-/search?q=档案").text
    assert set(re.findall("<mark>([^<]*)</mark>", page)) == {"档案", "檔案"}
    bodies = "".join(body for (body,) in folded.rows("SELECT body FROM sections"))
    assert all(prose in bodies for prose in PROSE.values())


def test_agencies_and_places_are_found_in_traditional_characters(folded: Site) -> None:
    page = folded.get("/-/search?q=濟南市示例局").text
    ((agency,),) = folded.rows("SELECT id FROM agencies WHERE name = '济南市示例局'")
    assert f'href="/reports/agencies/{agency}"' in page


@pytest.mark.parametrize("typed", ["檔案馆", "档案馆", "檔案館", "gdp", "ＧＤＰ"])
def test_titles_are_found_in_every_writing(typed: str, folded: Site, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folded.folder / "reports.db")) as db:
        (before,) = db.execute("SELECT title FROM reports WHERE id = 1").fetchone()
        db.execute("UPDATE reports SET title = '衢州市檔案館GDP年报' WHERE id = 1")
        db.commit()
        try:
            page = folded.get("/-/search", params={"q": f"{typed} 衢州"}).text
        finally:
            db.execute("UPDATE reports SET title = ? WHERE id = 1", [before])
            db.commit()
    assert "衢州市檔案館GDP年报" in page


def test_a_database_made_before_folds_finds_as_one_made_today(folded: Site, tmp_path: Path) -> None:
    old = tmp_path / "reports.db"
    with closing(sqlite3.connect(folded.folder / "reports.db")) as today, closing(sqlite3.connect(old)) as copy:
        today.backup(copy)
        unfolded = search.entries(copy.execute("SELECT id, heading, body FROM sections"), search.Folds({}))
        copy.execute("INSERT INTO sections_fts(sections_fts) VALUES ('delete-all')")
        copy.executemany(search.INSERT, unfolded)
        copy.execute("DROP TABLE search_folds")
        copy.execute("DELETE FROM _sqlite_migrations WHERE name = '0006_folds'")
        copy.commit()
        assert _found(copy, "档 案") == [1]
    connect(str(old)).close()
    with closing(sqlite3.connect(old)) as upgraded:
        assert _found(upgraded, "档 案") == [1, 2] and _found(upgraded, "檔 案") == []
        upgraded.execute("INSERT INTO sections_fts(sections_fts) VALUES ('integrity-check')")


def _found(db: sqlite3.Connection, phrase: str) -> list[int]:
    sql = "SELECT DISTINCT report_id FROM sections WHERE id IN (SELECT rowid FROM sections_fts(?)) ORDER BY 1"
    return [report for (report,) in db.execute(sql, [f'"{phrase}"'])]


def test_folds_are_one_for_one_and_end_where_they_lead() -> None:
    folds = dict(search.known_folds())
    assert folds | {"檔": "档", "羣": "群", "２": "2", "⻔": "门", "裏": "里"} == folds
    assert all(len(folded) == 1 and folded not in folds for folded in folds.values())
    assert not folds.keys() & set("档案公开政府信息一二三123")


def test_the_number_of_all_hits_is_told_however_many_are_shown(synthetic_site: Any) -> None:
    sql = "SELECT count(*) FROM sections WHERE instr(coalesce(heading, '') || body, '公开')"
    ((count,),) = synthetic_site.rows(sql)
    assert f"共 {count} 处" in synthetic_site.get("/-/search?q=公开").text


def test_more_hits_than_are_counted_are_counted_by_the_index(
    synthetic_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.plugins import pm

    (plugin,) = [p for p in pm.get_plugins() if getattr(p, "COUNTED", None) and hasattr(p, "search")]
    monkeypatch.setattr(plugin, "COUNTED", 3)
    sql = "SELECT count(*) FROM sections x JOIN reports r ON r.id = report_id WHERE instr(body, '公开')"
    for chosen, wanted in (("", sql), ("&year=2021", f"{sql} AND year = 2021")):
        ((count,),) = synthetic_site.rows(wanted)
        assert f"共 {count:,} 处" in synthetic_site.get(f"/-/search?q=公开{chosen}").text
