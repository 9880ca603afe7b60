"""A question's answer is whole as CSV and JSON, and its page says how many rows it shows of how many.

A page that asks the database several things asks them of one state of it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Site, _configured

QUESTIONS = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
MANY = 1300  # more than Datasette answers with, and than a batch


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """More reports of one year than an answer of Datasette's holds."""
    folder = _configured(tmp_path_factory.mktemp("large"))
    import many

    many.build(folder / "reports.db", reports=MANY, characters=30)
    with sqlite3.connect(folder / "reports.db") as db:
        db.execute("UPDATE report_stats SET year = 2024, scope = 'own', received = report_id")
    return Site(folder)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_has_a_hidden_limit(name: str) -> None:
    assert not re.search(r"\blimit\s+(?!1\b)\d", QUESTIONS[name]["sql"])
    assert not re.search(r"\blimit\s+\d+\s*$", QUESTIONS[name]["sql"])


def _told(site: Site, shape: str) -> list[int]:
    text = site.get(f"/reports/top_received.json?year=2024{shape}").text
    if "_nl" in shape:
        return [json.loads(line)["报告"] for line in text.splitlines()]
    told = json.loads(text)
    if isinstance(told, dict):
        assert told["truncated"] is False and told["ok"] is True
        rows = told["rows"]
    else:
        rows = told
    at = told["columns"].index("报告") if isinstance(told, dict) else 0
    return [row["报告"] if isinstance(row, dict) else row[at] if isinstance(row, list) else row for row in rows]


@pytest.mark.parametrize(
    "shape", ["", "&_shape=objects", "&_shape=arrays", "&_shape=array", "&_shape=array&_nl=on", "&_shape=arrayfirst"]
)
def test_json_of_a_question_is_whole_in_every_shape(shape: str, large: Site) -> None:
    assert _told(large, shape) == list(range(MANY, 0, -1))


def test_csv_of_a_question_is_whole(large: Site) -> None:
    rows = csv.DictReader(io.StringIO(large.get("/reports/top_received.csv?year=2024").text))
    assert [int(row["报告"]) for row in rows] == list(range(MANY, 0, -1))


def test_page_of_a_question_says_how_many_rows_it_shows_of_how_many(large: Site) -> None:
    page = large.get("/reports/top_received?year=2024").text
    assert f"前 200 行，共 {MANY:,} 行" in page
    assert page.count("<tr>") == 201
    few = large.get("/reports/applications_by_year").text
    assert "查询：1 行" in few and "前 " not in few.partition("查询：")[2][:20]


def test_small_answers_are_as_datasette_makes_them(synthetic_site: Any) -> None:
    for name in ("applications_by_year", "coverage_by_year", "licensing_and_penalties"):
        page = synthetic_site.json(f"/reports/{name}.json")
        array = synthetic_site.json(f"/reports/{name}.json?_shape=array")
        assert [dict(zip(page["columns"], row, strict=True)) for row in page["rows"]] == array != []


@pytest.mark.parametrize(
    "path", ["/reports/disclosure_items", "/reports/disclosure_long", "/reports/disclosure_totals"]
)
def test_counts_have_no_point_anywhere(path: str, synthetic_site: Any) -> None:
    for page in (f"{path}.json?_shape=array&_size=50", f"{path}.csv?_size=50", f"{path}?_size=50"):
        text = synthetic_site.get(page).text
        cells = re.sub(r"<(script|style)\b.*?</\1>|CC BY 4.0", "", text, flags=re.S)
        assert not re.search(r"(?<![\d.])\d+\.0(?!\d| ?ms| ?毫秒)", cells), page  # a footer may say how long it took


# --- one state of the database ---------------------------------------------------------------------------------------


class _Meddling:
    """A connection between whose statements another process takes a report out."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path, self.asked, self._begun = connection, path, 0, False

    def execute(self, sql: str, *given: Any) -> Any:
        found = self._connection.execute(sql, *given)
        self._begun = self._begun or sql == "BEGIN"
        if self._begun and sql.lstrip().upper().startswith(("SELECT", "WITH")):
            self.asked += 1
            with closing(sqlite3.connect(self._path)) as other, other:
                other.execute("PRAGMA foreign_keys = OFF")
                for table in ("report_totals", "report_stats"):
                    other.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} LIMIT 3)")
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.fixture
def meddled(synthetic_dir: Path, tmp_path: Path) -> Iterator[tuple[Site, list[int]]]:
    _configured(tmp_path)
    with (
        closing(sqlite3.connect(synthetic_dir / "reports.db")) as source,
        closing(sqlite3.connect(tmp_path / "reports.db")) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")
    yield Site(tmp_path), []


@pytest.mark.parametrize(
    "path",
    ["/", "/reports/regions/410103", "/reports/agencies/1", "/-/functions?function=示例局&province=河南省",
     "/-/dashboards/country", "/-/dashboards/province?province=河南省"],
)  # fmt: skip
def test_a_page_asks_one_state_of_the_database(
    path: str, meddled: tuple[Site, list[int]], synthetic_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, asked = meddled
    site.get("/-/versions.json")
    database = site.datasette.get_database("reports")
    whole = database.execute_fn

    async def meddling(work: Any) -> Any:
        def between(connection: Any) -> Any:
            meddler = _Meddling(connection, site.folder / "reports.db")
            try:
                return work(meddler)
            finally:
                asked.append(meddler.asked)

        return await whole(between)

    found = re.sub(r"\d+(\.\d+)? 毫秒", "", synthetic_site.get(path).text)
    monkeypatch.setattr(database, "execute_fn", meddling)
    page = re.sub(r"\d+(\.\d+)? 毫秒", "", site.get(path).text)
    assert max(asked) > 2
    assert _numbers(page) == _numbers(found)


def _numbers(page: str) -> list[str]:
    """Everything that a page prints but the note that sums follow."""
    page = re.sub(r'<p class="late".*?</p>', "", page, flags=re.S)
    return re.findall(r"[^<>\s]+", re.sub(r"<[^>]*>", " ", page.partition("<main")[2].partition("</main")[0]))


@pytest.fixture(scope="module")
def uneven(synthetic_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, int]:
    """浙江省 has nothing of the latest year that the others have; with the latest year that it has."""
    folder = shutil.copytree(synthetic_dir, tmp_path_factory.mktemp("uneven") / "site")
    with sqlite3.connect(folder / "reports.db") as db:
        db.execute("DELETE FROM report_stats WHERE province = '浙江省' AND year > 2022")
        db.execute("DELETE FROM application_totals WHERE province = '浙江省' AND year > 2022")
        assert db.execute("SELECT max(year) FROM report_stats").fetchone()[0] > 2022
    return Site(folder), 2022


@pytest.mark.parametrize("name", ["places_of_province", "functions", "refusal_grounds", "top_received"])
def test_the_year_of_a_province_is_by_default_its_own_latest(name: str, uneven: tuple[Site, int]) -> None:
    site, year = uneven
    rows = site.json(f"/reports/{name}.json?_shape=array&province=浙江省")
    assert rows and rows == site.json(f"/reports/{name}.json?_shape=array&province=浙江省&year={year}")
    everywhere = site.json(f"/reports/{name}.json?_shape=array")
    assert everywhere and everywhere != rows


@pytest.mark.parametrize("ending", [".svg", ".png", ""])
def test_the_chart_of_a_province_without_the_latest_year_is_drawn(ending: str, uneven: tuple[Site, int]) -> None:
    site, year = uneven
    answer = site.get(f"/-/chart/places_of_province{ending}?province=浙江省")
    assert answer.status_code == 200
    if ending != ".png":
        assert f"浙江省，{year} 年" in re.sub(r"<[^>]+>", "", answer.text)


def test_agencies_of_no_class_have_no_rank_and_take_none(large: Site, tmp_path: Path) -> None:
    folder = shutil.copytree(large.folder, tmp_path / "site")
    with sqlite3.connect(folder / "reports.db") as db:
        # Thirty reports of each: what isn't classed has the most, a class the least.
        classes = [row[0] for row in db.execute("SELECT code FROM function_classes ORDER BY code LIMIT 2")]
        reports = [row[0] for row in db.execute("SELECT report_id FROM report_stats ORDER BY report_id LIMIT 90")]
        db.execute("DELETE FROM reports_left_out")
        db.execute("UPDATE report_stats SET year = 2001")
        for at, (group, received) in enumerate(((None, 900), (classes[0], 50), (classes[1], 7))):
            own = reports[30 * at : 30 * at + 30]
            marks = ", ".join("?" * len(own))
            db.execute(
                f"UPDATE report_stats SET year = 2024, scope = 'own', received = ?, agency_id = ?"
                f" WHERE report_id IN ({marks})",
                [received, at + 1, *own],
            )
            db.execute("UPDATE agencies SET function_class = ? WHERE id = ?", [group, at + 1])
    rows = Site(folder).json("/reports/functions_compared.json?_shape=array&year=2024")
    assert [(row["名次"], row["平均每份"]) for row in rows] == [(1, 50.0), (2, 7.0), (None, 900.0)]
    assert rows[-1]["职能"] == "未归类"
