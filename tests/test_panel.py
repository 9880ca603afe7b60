"""The panel: what pandas, DuckDB, Stata's reader, R and a spreadsheet find in its files is what the database has."""

from __future__ import annotations

import csv
import filecmp
import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import synthetic
import yaml
from click.testing import CliRunner, Result

from ingest.cli import main
from ingest.store.panel import cells

pytestmark = [pytest.mark.xdist_group("panel"), pytest.mark.slow]
WHOLE = "SELECT min(report_id) FROM report_stats WHERE completeness = 'complete'"
CELL = "SELECT {} FROM applications a JOIN outcomes o ON o.id = a.outcome_id WHERE o.code = '{}' AND a.report_id = ?"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first whole report has a dash, a text, a blank and a row that isn't printed, in four cells of table 2."""
    path = tmp_path_factory.mktemp("panel") / "reports.db"
    synthetic.build(path)
    with closing(sqlite3.connect(path)) as connection:
        ids = dict(connection.execute("SELECT code, id FROM outcomes"))
        one = connection.execute(WHOLE).fetchone()[0]
        connection.execute("DELETE FROM printed_cells WHERE report_id = ?", [one])
        connection.execute("DELETE FROM applications WHERE report_id = ? AND outcome_id = ?", [one, ids["duplicate"]])
        for row, column, raw in (
            ("received", "business", "——"),
            ("received", "legal_service", "约5件上下"),
            ("closed", "business", None),
        ):
            connection.execute(
                f"UPDATE applications SET {column} = NULL WHERE report_id = ? AND outcome_id = ?", [one, ids[row]]
            )
            if raw:
                cell = (one, "applications", row, column, raw, 31)
                connection.execute("INSERT INTO printed_cells VALUES (?, ?, ?, ?, ?, ?)", cell)
        connection.execute(
            "UPDATE agencies SET name = '=1+1' WHERE id = (SELECT agency_id FROM reports WHERE id = ?)", [one]
        )
        connection.commit()
    return path


def run(db: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments, "--db", str(db)])


@pytest.fixture(scope="module")
def out(db: Path) -> Path:
    pytest.importorskip("pyarrow", reason="the extra “panel” isn't installed")
    pytest.importorskip("pyreadstat", reason="the extra “panel” isn't installed")
    folder = db.parent / "release"
    result = run(db, "--release", str(folder))
    assert result.exit_code == 0, result.output
    return folder


def truth(db: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.fixture(scope="module")
def one(db: Path) -> int:
    """The report with the holes."""
    return int(truth(db, WHOLE)[0][0])


def test_view_has_every_cell_of_the_tables(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        rows = {row["report_id"]: row for row in connection.execute("SELECT * FROM panel")}
        assert len(rows) == connection.execute("SELECT count(*) FROM reports").fetchone()[0]
        for table, view in (("applications", "applications_long"), ("appeals", "appeals_long")):
            row, column = ("outcome", "applicant") if table == "applications" else ("channel", "result")
            for found in connection.execute(f"SELECT report_id, {row}, {column}, value FROM {view}"):
                assert rows[found[0]][f"{table}_{found[1]}_{found[2]}"] == found[3]
        count = 0
        for found in connection.execute("SELECT report_id, item, measure, value FROM disclosure_long"):
            assert rows[found[0]][f"disclosure_{found[1]}_{found[2]}"] == found[3]
            count += found[3] is not None
        assert count > 100


def test_pandas_reads_the_csv(db: Path, out: Path, one: int) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(out / "panel.csv", dtype={"region_code": str}, index_col="report_id")
    total = "applications_received_total"
    assert frame[total].sum() == truth(db, f"SELECT sum({total}) FROM panel")[0][0]
    assert frame[total].isna().sum() == truth(db, f"SELECT count(*) FROM panel WHERE {total} IS NULL")[0][0]
    assert frame["agency"][one] == "'=1+1"  # no spreadsheet runs it
    codes = {code for (code,) in truth(db, "SELECT DISTINCT region_code FROM panel WHERE region_code IS NOT NULL")}
    assert set(frame["region_code"].dropna()) == codes


def test_duckdb_reads_the_parquet(db: Path, out: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    query = "SELECT year, sum(applications_closed_total), count(region_code) FROM {} GROUP BY 1 ORDER BY 1"
    with closing(duckdb.connect()) as duck:
        found = duck.execute(query.format(f"'{out / 'panel.parquet'}'")).fetchall()
        kinds = dict(duck.execute(f"SELECT name, type FROM parquet_schema('{out / 'panel.parquet'}')").fetchall())
    assert found == truth(db, query.format("panel"))
    assert kinds["region_code"] == "BYTE_ARRAY" and kinds["year"] == "INT64"


def test_missing_tells_blank_dash_text_and_absent_row_apart(out: Path, one: int) -> None:
    with (out / "missing.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {r["column"]: (r["kind"], r["printed"]) for r in csv.DictReader(file) if r["report_id"] == str(one)}
    assert found["applications_received_business"] == ("dash", "——")
    assert found["applications_received_legal_service"] == ("unreadable", "约5件上下")
    assert found["applications_closed_business"] == ("blank", "")
    assert found["applications_duplicate_total"] == ("row_absent", "")


def test_stata_has_a_letter_for_each_kind_of_nothing(db: Path, out: Path, one: int) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_stata(out / "panel.dta", convert_missing=True, convert_categoricals=False)
    frame = frame.set_index("report_id")
    assert [str(frame[name][one]) for name in ("app_received_bu", "app_received_ls", "app_closed_bu")] == [
        ".d",
        ".u",
        ".b",
    ]
    assert str(frame["app_duplicate_total"][one]) == ".r"
    form, name = (
        ("2019", "dis_regulations_in_force") if frame["form_id"][one] == "2019" else ("2021", "dis_regulations_made")
    )
    assert str(frame[name][one]) == ".n", form
    (received,) = truth(db, CELL.format("a.natural_person", "received"), one)[0]
    assert frame["app_received_np"][one] == received
    assert frame["region_code"].map(type).eq(str).all()
    with pandas.io.stata.StataReader(out / "panel.dta") as reader:
        assert reader.variable_labels()["app_received_np"] == "表二 本年新收政府信息公开申请数量 自然人"
        assert reader.time_stamp.endswith(" 00:00")


def test_spreadsheet_keeps_codes_as_text(out: Path, one: int) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(out / "panel.xlsx", read_only=True).active
    head, labels, *rows = list(sheet.iter_rows(values_only=True))
    row = next(found for line in rows if (found := dict(zip(head, line, strict=True)))["report_id"] == one)
    assert row["agency"] == "=1+1" and isinstance(row["region_code"], str | None) and isinstance(row["year"], int)
    assert dict(zip(head, labels, strict=True))["region_code"] == "地区代码"


def test_r_reads_what_is_there(db: Path, out: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R isn't installed")
    script = (
        f"d <- read.csv('{out / 'panel.csv'}', colClasses = c(region_code = 'character'), fileEncoding = 'UTF-8-BOM');"
    )
    script += "cat(nrow(d), sum(d$applications_received_total, na.rm = TRUE))"
    said = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout.split()
    assert tuple(map(int, said)) == truth(db, "SELECT count(*), sum(applications_received_total) FROM panel")[0]


def test_datapackage_describes_the_files_as_they_are(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        content = (out / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        if resource["format"] != "csv":
            continue
        with (out / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == head
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                if cell and field["type"] in ("integer", "number"):
                    assert (int if field["type"] == "integer" else float)(cell) is not None
                if cell and "constraints" in field:
                    assert cell in field["constraints"]["enum"], (field["name"], cell)
    codes = {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}
    assert codes["region_code"] == "string"


def test_version_is_the_datas_date_and_checksum(db: Path, out: Path) -> None:
    (date,) = truth(db, "SELECT substr(max(added_at), 1, 10) FROM sources")[0]
    version = json.loads((out / "datapackage.json").read_text("utf-8"))["version"]
    checksum = hashlib.sha256((out / "panel.csv").read_bytes()).hexdigest()
    assert version == f"{date}+{checksum[:12]}"
    citation = yaml.safe_load((out / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == version and citation["type"] == "dataset" and citation["license"] == "CC-BY-4.0"
    lines = (out / "SHA256SUMS").read_text("utf-8").splitlines()
    assert f"{hashlib.sha256((out / 'panel.csv').read_bytes()).hexdigest()}  panel.csv" in lines
    assert any(line.endswith("  tables/outcomes.parquet") for line in lines)


def test_codebook_has_every_column_and_counts_what_is_missing(db: Path, out: Path) -> None:
    with (out / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["column"]: row for row in csv.DictReader(file)}
    assert len(rows) == len(truth(db, "SELECT 1 FROM pragma_table_xinfo('panel')")) > len(cells())
    (reports,) = truth(db, "SELECT count(*) FROM reports")[0]
    for cell in cells():
        row = rows[cell.name]
        kinds = sum(
            int(row[f"missing_{kind}"]) for kind in ("not_in_form", "row_absent", "blank", "dash", "unreadable")
        )
        assert int(row["values"]) + kinds == reports
        assert row["label"] and row["unit"] in {"件", "项", "万元"} and len(row["stata_name"]) <= 29


def test_same_database_same_bytes(db: Path, out: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run(db, "--release", str(again)).exit_code == 0
    names = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(out, again, list(map(str, names)), shallow=False)[0] == list(map(str, names))


@pytest.mark.parametrize(
    "arguments,said",
    [
        (("--release", "--format", "csv"), "--format"),
        (("--format", "dta"), "--panel"),
    ],
)
def test_wrong_usage_is_said(db: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(db, *arguments, str(tmp_path / "x"))
    assert result.exit_code == 2 and said in result.output and not (tmp_path / "x").exists()


def test_one_format_needs_no_extra(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    assert run(db, "--panel", "--format", "csv", str(tmp_path / "x")).exit_code == 0
    assert {path.name for path in (tmp_path / "x").iterdir()} >= {"panel.csv", "codebook.csv", "datapackage.json"}
    result = run(db, "--panel", str(tmp_path / "y"))
    assert result.exit_code == 1 and "gov-disclosure-reports[panel]" in result.output
    assert not (tmp_path / "y").exists()


def test_page_lists_what_can_be_had(site: Any) -> None:
    home = site.get("/").text
    assert "/-/panel" in home
    text = site.get("/-/panel").text
    assert "/reports/panel.csv?_stream=on" in text and "applications_received_natural_person" in text
    assert site.get("/-/panel/panel.dta").status_code == 404
    assert site.get("/-/panel/..%2freports.db").status_code != 200
    first = site.get("/reports/panel?year__gt=2018").text  # 250 columns are no page: it begins with some
    assert "col-applications_received_total" in first and "col-applications_received_natural_person" not in first
    everything = site.json("/reports.json?sql=select+*+from+panel&_shape=objects")
    assert len(everything["columns"]) > 240 and len(everything["rows"]) > 5
    answer = site.get("/reports/panel.csv?_stream=on")
    assert answer.text.splitlines()[0].startswith("report_id,agency_id,agency,year")
    assert len(answer.text.splitlines()) == 1 + site.rows("SELECT count(*) FROM reports")[0][0]
