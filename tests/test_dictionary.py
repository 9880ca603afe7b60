"""The data dictionary: whole, told once, and the same in the database, in metadata.yml and at /-/dictionary.json."""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import metadata
import pytest
import yaml

from ingest.forms import forms
from ingest.store import connect, dictionary, views

TEXT = metadata.TARGET.read_text("utf-8")
VIEWS = {view.name: view.description for view in views()}


def test_metadata_is_fresh_and_its_upper_part_stays() -> None:
    assert metadata.as_yaml(TEXT) == TEXT, "run: make metadata"
    assert TEXT.startswith("# What the site says") and TEXT.index("applications_by_year:") < TEXT.index(metadata.START)
    stale = TEXT.replace("编号（id）", "号码（id）").replace("title: 年度报告数据库", "title: 手写的")
    assert metadata.as_yaml(stale) == TEXT.replace("title: 年度报告数据库", "title: 手写的")


@pytest.mark.parametrize("table,column", [("t", "a"), ("reports", "brand_new")])
def test_column_without_words_is_an_error(table: str, column: str) -> None:
    with sqlite3.connect(":memory:") as db:
        db.execute(f"CREATE TABLE {table} ({column} TEXT)")
        with pytest.raises(dictionary.DictionaryError, match=r"dictionary\.toml"):
            list(dictionary.entries(db, VIEWS))


def test_words_without_a_table_are_an_error() -> None:
    connection = connect(":memory:")
    connection.execute("DROP VIEW coverage")
    with pytest.raises(dictionary.DictionaryError, match="coverage"):
        list(dictionary.entries(connection, VIEWS))
    connection.close()


def test_labels_of_the_forms_are_not_written_again() -> None:
    words = (files(dictionary.__name__) / "dictionary.toml").read_text("utf-8")
    for label in next(iter(forms().values())).applicants[:5]:
        assert f'term = "{label.label}"' not in words
    (found,) = (row for row in _entries() if row[:2] == ("applications", "legal_service"))
    assert found.sentence() == "法律服务机构（legal services）：单位件"


@cache
def _entries() -> list[dictionary.Entry]:
    connection = connect(":memory:")
    found = list(dictionary.entries(connection, VIEWS))
    connection.close()
    return found


@pytest.mark.slow
def test_codes_are_those_that_the_schema_allows() -> None:
    script = "".join(path.read_text("utf-8") for path in Path("ingest/store").rglob("*.sql"))
    allowed = re.findall(r"(\w+) TEXT(?: NOT NULL)? CHECK \(\1 IN \(([^)]*)\)\)", script)
    assert len(allowed) >= 6
    for column, values in allowed:
        told = [row.codes for row in _entries() if row.column_name == column and row.codes]
        # An earlier migration may have allowed fewer.
        assert any(set(re.findall(r"'(\w+)'", values)) <= set(yaml.safe_load(codes)) for codes in told), (
            column,
            values,
        )


def test_table_in_the_database_follows_the_words(tmp_path: Path) -> None:
    path = str(tmp_path / "reports.db")
    connection = connect(path)
    wanted = sorted(_entries())
    query = "SELECT * FROM dictionary ORDER BY table_name, column_name"
    assert connection.execute(query).fetchall() == [tuple(row) for row in wanted]
    connection.execute("UPDATE dictionary SET term = '旧' WHERE column_name = 'scope'")
    connection.execute("INSERT INTO dictionary VALUES ('gone', '', 0, 'table', '旧', 'old', NULL, NULL, NULL, NULL)")
    connection.execute("UPDATE dictionary_version SET checksum = 1")  # as other words would have left it
    connection.close()
    connection = connect(path)
    assert connection.execute(query).fetchall() == [tuple(row) for row in wanted]
    connection.close()


def test_json_tells_every_table_column_and_code(site: Any) -> None:
    answer = site.get("/-/dictionary.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    told = answer.json()
    served = yaml.safe_load(TEXT)["databases"]["reports"]["tables"]
    assert told["tables"].keys() == {name for name, table in served.items() if not table.get("hidden")}
    for name, table in told["tables"].items():
        assert [column["name"] for column in table["columns"]] == list(served[name]["columns"]), name
    scope = next(column for column in told["tables"]["reports"]["columns"] if column["name"] == "scope")
    assert scope["codes"] == {"own": "本机关", "aggregate": "政府汇总，含所属部门"}
    received = next(row for row in told["codes"]["outcomes"] if row["code"] == "received")
    assert received["label"].startswith("一、本年新收")
    assert {row["unit"] for row in told["codes"]["measures"]} == {"件", "项", "万元"}
    assert any("第三十" in (row["article"] or "") for row in told["codes"]["outcomes"])
    assert told["tables"]["reports"]["rows"] == site.rows("SELECT count(*) FROM reports")[0][0]
    assert "政府信息公开" in answer.text  # as text, not as escapes


def test_database_without_a_dictionary_says_so(tmp_path: Path) -> None:
    from conftest import Site, _configured

    with sqlite3.connect(_configured(tmp_path) / "reports.db") as db:
        db.execute("CREATE TABLE t (a)")
    answer = Site(tmp_path).get("/-/dictionary.json")
    assert answer.status_code == 503 and "ingest reparse" in answer.json()["error"]
