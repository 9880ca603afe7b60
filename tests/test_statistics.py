"""The planner's statistics are kept by the writer, and the site's own questions don't depend on them."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import many
import pytest
from conftest import Site

from ingest.store import connect


def _rows_known(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl")
        return dict(found.fetchall())


def test_the_writer_keeps_statistics(path: Path) -> None:
    many.build(path, reports=60, characters=60)
    before = _rows_known(path)
    assert before["report_stats"] == 60 and before["sections"] == 360
    many.build(path, reports=90, characters=60)  # the same once more, and thirty others
    assert _rows_known(path)["report_stats"] == _count(path) > 60


def _count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM report_stats").fetchone()[0])


def test_a_database_without_statistics_gets_them_when_it_is_next_written_to(path: Path) -> None:
    many.build(path, reports=30, characters=60)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE sqlite_stat1")
        db.commit()
    connect(str(path)).close()
    assert _rows_known(path)["report_stats"] == 30


CHOICES = [
    dict(zip(("year", "province", "kind"), chosen, strict=True))
    for chosen in itertools.product(("", "2021"), ("", "河南省"), ("", "problems"))
]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("given", CHOICES)
def test_search_starts_from_the_hits_whatever_the_planner_knows(
    given: dict[str, str], common: bool, known: bool, synthetic_site: Site, tmp_path: Path
) -> None:
    from datasette.plugins import pm

    search: Any = pm.get_plugin("search.py")
    shutil.copy(synthetic_site.folder / "reports.db", tmp_path / "reports.db")
    with closing(sqlite3.connect(tmp_path / "reports.db")) as db:
        if not known:
            db.execute("DROP TABLE IF EXISTS sqlite_stat1")
            db.commit()
        db.create_function("chinese_match", 1, lambda typed: f'"{typed}"')
        sql = "EXPLAIN QUERY PLAN " + search._NEWEST.format(chosen=search._chosen(given, common))
        plan = [row[3] for row in db.execute(sql, {"q": "公", **given})]
    assert plan[0].startswith("SCAN sections_fts VIRTUAL TABLE INDEX")
    assert "=" not in plan[0].partition("INDEX")[2]  # asked once, not for each rowid
    assert not any("TEMP B-TREE" in step for step in plan)
