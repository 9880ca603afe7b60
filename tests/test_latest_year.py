"""The default year of a question is the latest with numbers of what it shows, whoever else has reported since."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Site
from markup import figures

from ingest.store import stats, summaries

_QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
DRAWN = (
    "refusal_grounds", "disclosure_rate_by_province", "top_received", "places_ranked", "functions_compared",
    "correction_rate_by_province", "places_by_correction_rate", "places_of_province", "functions",
)  # fmt: skip


@pytest.fixture(scope="module")
def government_first(synthetic_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Of 2031 there is a government's aggregate, and nothing else."""
    folder = shutil.copytree(synthetic_dir, tmp_path_factory.mktemp("first"), dirs_exist_ok=True)
    with sqlite3.connect(folder / "reports.db") as db:
        report, agency, year = db.execute(
            "SELECT report_id, agency_id, year FROM report_stats WHERE scope = 'aggregate' AND received IS NOT NULL"
            " AND province = '浙江省' ORDER BY year DESC LIMIT 1"
        ).fetchone()
        assert not db.execute("SELECT 1 FROM report_stats WHERE year > 2030").fetchone()
        db.execute("UPDATE reports SET year = 2031 WHERE id = ?", [report])
        stats.rebuild(db, [report])
        summaries.refresh(db)
        assert agency and year < 2031
    return Site(folder)


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("given", ["", "&province=%E6%B5%99%E6%B1%9F%E7%9C%81"])
def test_one_government_of_a_new_year_leaves_no_question_empty(government_first: Site, name: str, given: str) -> None:
    if given and ":province" not in _QUERIES[name]["sql"]:
        return
    rows = government_first.json(f"/reports/{name}.json?_shape=array{given}")
    assert rows and {row["年份"] for row in rows if "年份" in row} <= set(range(2014, 2031))


def test_one_government_of_a_new_year_leaves_no_chart_empty(government_first: Site) -> None:
    for board in ("country", "grounds", "appeals"):
        drawn = figures(government_first.get(f"/-/dashboards/{board}").text)
        assert drawn and not [name for name, figure in drawn.items() if "没有可画的数字" in figure], board


def test_builder_takes_the_latest_year_of_what_is_asked(government_first: Site) -> None:
    ((own,),) = government_first.rows("SELECT max(year) FROM report_stats WHERE scope = 'own' AND received IS NOT NULL")
    built = "/-/build.json?rows=province&show=received"
    assert {row["year"] for row in government_first.json(built)["rows"]} == {own}
    cities = "/-/build.json?rows=prefecture&show=received&scope=aggregate"
    assert {row["year"] for row in government_first.json(cities)["rows"]} == {2031}
    old = government_first.json(f"{built}&form=2019")["rows"]
    assert old and max(row["year"] for row in old) < own


@pytest.mark.parametrize("name", [name for name, query in _QUERIES.items() if ":year" in query["sql"]])
def test_an_answer_of_one_year_says_which(synthetic_site: Any, name: str) -> None:
    """A picture takes its year from the rows where none was asked for."""
    rows = synthetic_site.json(f"/reports/{name}.json?_shape=array&_size=1")
    assert not rows or {"年份", "缺少的年份"} & rows[0].keys() or name in {"figures_with_lines"}
