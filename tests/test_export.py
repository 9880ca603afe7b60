"""ingest export: what DuckDB reads from the files is what stands in the database."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import synthetic
from click.testing import CliRunner, Result

from ingest.cli import main
from ingest.store import export as exporting
from ingest.store import schema

pytestmark = pytest.mark.xdist_group("export")  # what the file makes is made once


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many years and places, one report without a province, one with a script for a name, one with a formula."""
    path = tmp_path_factory.mktemp("export") / "reports.db"
    synthetic.build(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE report_stats SET province = NULL WHERE report_id = 3")
        connection.execute("UPDATE sections SET body = '=cmd|'' /C calc''!A0' WHERE id = 1")
        connection.execute("UPDATE sections SET heading = '-38' WHERE id = 2")
        connection.commit()
    return path


def run(db: Path, out: Path, form: str) -> Result:
    return CliRunner().invoke(main, ["export", str(out), "--format", form, "--db", str(db)])


@pytest.fixture
def duck() -> Iterator[Any]:
    pytest.importorskip("pyarrow", reason="the extra “parquet” isn't installed")
    with closing(pytest.importorskip("duckdb", reason="DuckDB isn't installed").connect()) as connection:
        yield connection


@pytest.mark.slow
def test_duckdb_reads_every_table_as_it_stands_in_the_database(db: Path, tmp_path: Path, duck: Any) -> None:
    result = run(db, tmp_path / "out", "parquet")
    assert result.exit_code == 0, result.output
    with closing(schema.look(str(db))) as connection:
        for table in exporting.tables(connection):
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            ours = connection.execute(f'SELECT {columns} FROM "{table.name}"').fetchall()
            one, many = tmp_path / "out" / f"{table.name}.parquet", tmp_path / "out" / table.name / "*/*/*.parquet"
            if not ours:
                assert not one.exists() and not many.parent.parent.parent.exists()
                continue
            path = one if table.report is None else many
            theirs = duck.execute(f"SELECT {columns} FROM read_parquet('{path}', hive_partitioning = true)").fetchall()
            assert Counter(ours) == Counter(theirs), table.name


def test_partitions_are_years_and_provinces(db: Path, tmp_path: Path, duck: Any) -> None:
    run(db, tmp_path / "out", "parquet")
    query = """
        SELECT year, province, sum(received) FROM read_parquet('{}/**/*.parquet', hive_partitioning = true)
        GROUP BY ALL ORDER BY ALL
    """
    theirs = duck.execute(query.format(tmp_path / "out" / "report_stats")).fetchall()
    with closing(sqlite3.connect(db)) as connection:
        ours = connection.execute("SELECT year, province, sum(received) FROM report_stats GROUP BY 1, 2").fetchall()
    assert Counter(ours) == Counter(theirs) and {province for _, province, _ in ours} >= {None, "浙江省"}
    assert (tmp_path / "out" / "applications" / "year=2021" / "province=浙江省" / "part-0.parquet").is_file()
    pruned = duck.execute(
        "SELECT count(*), min(year) FROM read_parquet('{}/**/*.parquet', hive_partitioning = true)"
        " WHERE year = 2021 AND province = '浙江省'".format(tmp_path / "out" / "reports")
    ).fetchone()
    with closing(sqlite3.connect(db)) as connection:
        query = "SELECT count(*), 2021 FROM report_stats WHERE year = 2021 AND province = '浙江省'"
        assert pruned == connection.execute(query).fetchone()


def test_a_blank_cell_is_null_and_a_zero_is_zero(db: Path, tmp_path: Path, duck: Any) -> None:
    run(db, tmp_path / "out", "parquet")
    path = tmp_path / "out" / "applications" / "*/*/*.parquet"
    query = "SELECT count(*) FILTER (legal_service IS NULL), count(*) FILTER (legal_service = 0) FROM "
    with closing(sqlite3.connect(db)) as connection:
        ours = connection.execute(query.replace("FILTER (", "FILTER (WHERE ") + "applications").fetchone()
    assert duck.execute(query.replace("FILTER (", "FILTER (WHERE ") + f"read_parquet('{path}')").fetchone() == ours
    assert min(ours) > 0


def test_csv_has_every_row_and_no_formula(db: Path, tmp_path: Path) -> None:
    assert run(db, tmp_path / "out", "csv").exit_code == 0
    with closing(sqlite3.connect(db)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM sections").fetchone()
    rows = {}
    for path in (tmp_path / "out" / "sections").rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows |= {row["id"]: row for row in csv.DictReader(file)}
    assert len(rows) == count
    assert rows["1"]["body"] == "'=cmd|' /C calc'!A0" and rows["2"]["heading"] == "-38"
    with (tmp_path / "out" / "outcomes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {"received", "closed"} <= {row["code"] for row in csv.DictReader(file)}


def test_nothing_of_an_export_that_failed_is_left(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "_csv", lambda: full)
    result = run(db, tmp_path / "out", "csv")
    assert result.exit_code == 1 and result.output.endswith("(cannot write: No space left on device)\n")
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_there_is_left_alone(db: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("1")
    result = run(db, tmp_path / "out", "csv")
    assert result.exit_code == 1 and "exists, choose another folder" in result.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_export_makes_no_database(tmp_path: Path) -> None:
    result = run(tmp_path / "none.db", tmp_path / "out", "csv")
    assert result.exit_code == 1 and "no such database" in result.output
    assert list(tmp_path.iterdir()) == []


def test_parquet_without_its_extra_says_which(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    result = run(db, tmp_path / "out", "parquet")
    assert result.exit_code == 1 and "gov-disclosure-reports[parquet]" in result.output
