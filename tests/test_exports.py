"""Exports and pages hold each row once, CSV is safe to open, and no page counts what is counted already."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Site, _configured
from parts import sampled

pytestmark = pytest.mark.xdist_group("exports")  # what the file makes is made once

ROOT = Path(__file__).parent.parent
TABLES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["tables"]
REAL = "'real'"
SHOWN = [name for name, table in TABLES.items() if not table.get("hidden")]


def _read(site: Site, path: str, **options: Any) -> list[dict[str, str]]:
    answer = site.get(path, **options)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def _printed(cell: Any) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell)


def _paged(site: Site, path: str) -> list[dict[str, Any]]:
    """Every page of a table's JSON, one after the other."""
    rows, url = [], path
    while url:
        page = site.json(url)
        rows += page["rows"]
        url = (page.get("next_url") or "").removeprefix("http://localhost")
    return rows


@pytest.fixture(scope="module")
def ties(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Reports whose numbers are much the same, so that a sorted page ends among equals."""
    folder = _configured(tmp_path_factory.mktemp("ties"))
    import many

    many.build(folder / "reports.db", reports=300, characters=30)
    with sqlite3.connect(folder / "reports.db") as db:
        db.execute("UPDATE report_stats SET received = report_id % 3, errors = 1")
        db.execute("DELETE FROM summaries_stale")
    return Site(folder)


PATH = "/reports/report_stats.json?_shape=objects&year__gt=2018&_size=20"


@pytest.mark.parametrize(
    "order", ["_sort=received", "_sort_desc=received", "_sort_desc=year", "_sort=province", "_sort=refused"]
)
@pytest.mark.slow
def test_pages_of_a_sorted_table_hold_each_row_once(order: str, ties: Site) -> None:
    rows = [row["report_id"] for row in _paged(ties, f"{PATH}&{order}")]
    wanted = [number for (number,) in ties.rows("SELECT report_id FROM report_stats WHERE year > 2018")]
    assert len(rows) == len(wanted) > 200
    assert set(rows) == set(wanted)


@pytest.mark.parametrize(
    ("name", "options"),
    [*((name, "") for name in SHOWN), *sampled((name, more) for name in SHOWN for more in ("&_size=3", "&_labels=on"))],
)
def test_whole_export_is_the_whole_table(name: str, options: str, synthetic_site: Site) -> None:
    columns = ", ".join(column for column in TABLES[name]["columns"] if column != "content")
    got = _read(synthetic_site, f"/reports/{name}.csv?_stream=on&_exact=on{options}")
    wanted = synthetic_site.rows(f"SELECT {columns} FROM {name}")
    texts = sorted(tuple(_printed(cell) for cell in row) for row in wanted)
    assert sorted(tuple(row[column] for column in columns.split(", ")) for row in got) == texts


def test_export_keeps_filters_search_and_order(synthetic_site: Site) -> None:
    got = _read(
        synthetic_site, "/reports/report_stats.csv?_stream=on&province=河南省&year__gt=2020&_sort_desc=received"
    )
    wanted = synthetic_site.rows(
        "SELECT report_id FROM report_stats WHERE province = '河南省' AND year > 2020 ORDER BY received DESC, report_id"
    )
    assert [row["report_id"] for row in got] == [str(number) for (number,) in wanted]
    found = _read(synthetic_site, "/reports/sections.csv?_stream=on&_search=档案")
    assert found and all("档案" in row["body"] for row in found)


def test_page_of_a_table_is_a_page(synthetic_site: Site) -> None:
    assert len(_read(synthetic_site, "/reports/applications.csv?_size=7")) == 7
    second = _read(synthetic_site, "/reports/reports.csv?_size=5&_next=20,20")
    assert [int(row["id"]) for row in second] == [19, 18, 17, 16, 15]


def test_answer_of_a_query_is_never_cut_in_silence(synthetic_site: Site) -> None:
    sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000)"
    sql += " select i from n where i <= cast(:last as integer)"
    got = _read(synthetic_site, "/reports.csv", params={"sql": sql, "last": "3500"})
    assert [int(row["i"]) for row in got] == list(range(1, 3501))
    assert len(_read(synthetic_site, "/reports/arithmetic_errors.csv?year=2021")) == len(
        synthetic_site.json("/reports/arithmetic_errors.json?_shape=array&year=2021")
    )


@pytest.mark.parametrize(
    "path,status",
    [
        ("/reports/nothing.csv", 404),
        ("/reports.csv?sql=delete+from+reports", 400),
        ("/reports.csv?sql=select+*+from+nothing", 400),
        ("/reports/report_stats.csv?_stream=on&_sort=nothing", 400),
    ],
)
def test_export_that_cannot_be_made_is_an_error_and_no_file(path: str, status: int, synthetic_site: Site) -> None:
    answer = synthetic_site.get(path)
    assert answer.status_code == status
    assert "csv" not in answer.headers["content-type"]


def test_export_that_fails_on_the_way_breaks_off(synthetic_site: Site) -> None:
    sql = (
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 3000) select abs(case when i > 2500 then"
    )
    sql += " -9223372036854775808 else i end) from n"  # an integer overflow in the third batch
    with pytest.raises(sqlite3.OperationalError):
        synthetic_site.get("/reports.csv", params={"sql": sql})


def test_formula_is_text_and_a_number_stays_a_number(synthetic_site: Site) -> None:
    sql = "select '=1+1' as a, '@SUM(1)' as b, '-2+3' as c, -38 as d, '-38' as e, '+5.5' as f,"
    sql += " char(9) || '=1' as g, '-' as h"
    (row,) = _read(synthetic_site, "/reports.csv", params={"sql": sql})
    assert row == {
        "a": "'=1+1", "b": "'@SUM(1)", "c": "'-2+3", "d": "-38", "e": "-38", "f": "+5.5", "g": "'\t=1", "h": "-"
    }  # fmt: skip
    (row,) = _read(synthetic_site, "/reports.csv", params={"sql": sql, "_exact": "on"})
    assert row["a"] == "=1+1"


def test_heading_is_guarded_too(synthetic_site: Site) -> None:
    (row,) = _read(synthetic_site, "/reports.csv", params={"sql": 'select 1 as "=cmd"'})
    assert row == {"'=cmd": "1"}


@pytest.mark.parametrize("value", ["on", "1", "true"])
def test_stream_of_any_value_is_the_whole_table(value: str, synthetic_site: Site) -> None:
    ((count,),) = synthetic_site.rows("SELECT count(*) FROM report_stats")
    rows = synthetic_site.get(f"/reports/report_stats.csv?_stream={value}&_size=5").text.splitlines()
    assert len(rows) == count + 1 > 6
    assert len(synthetic_site.get("/reports/report_stats.csv?_stream=&_size=5").text.splitlines()) == 6


@pytest.mark.parametrize("sort", ["_sort=year", "_sort_desc=province", "_sort_desc=errors", "_sort=received"])
def test_page_as_csv_holds_the_rows_of_the_page_itself(sort: str, synthetic_site: Site) -> None:
    """A program that takes the pages' CSV and follows the JSON's ``next`` gets each row once."""
    path = f"/reports/report_stats.json?{sort}&_size=7"
    found = []
    while path:
        page = synthetic_site.json(path)
        rows = csv.DictReader(io.StringIO(synthetic_site.get(path.replace(".json", ".csv")).text))
        found += [int(row["report_id"]) for row in rows]
        path = (page["next_url"] or "").removeprefix("http://localhost")
    assert sorted(found) == sorted(report for (report,) in synthetic_site.rows("SELECT report_id FROM report_stats"))


def test_excel_gets_the_mark_of_utf_8(synthetic_site: Site) -> None:
    answer = synthetic_site.get("/reports/agencies.csv?_stream=on&_bom=on")
    assert answer.content.startswith(b"\xef\xbb\xbfid,name")
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''agencies.csv"
    assert not synthetic_site.get("/reports/agencies.csv").content.startswith(b"\xef\xbb\xbf")


def _links(site: Site, page: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+\.csv[^"]*)"', site.get(page).text)]


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/reports/report_stats",
        "/reports/reports?_sort_desc=id&year=2021",
        "/reports/coverage",
        "/reports/reports/3",
        "/reports/top_received",
        "/reports/agency_series?agency=示例局",
        "/-/dashboards/country",
        "/reports/regions/410000",
        "/reports?sql=select+'410100'+as+region_code",
    ],
)
def test_every_download_link_opens_in_excel(page: str, synthetic_site: Site) -> None:
    links = _links(synthetic_site, page)
    assert links
    for link in links:
        answer = synthetic_site.get(link)
        assert answer.status_code == 200, link
        assert answer.content.startswith(b"\xef\xbb\xbf"), link
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert ".csv" in answer.headers["content-disposition"]
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        for column in ("region_code", "code", "地区代码"):
            assert not [row[column] for row in rows if row.get(column, "").isdigit()], link
        plain = synthetic_site.get(re.sub("_excel=on", "", link))
        assert link.startswith("/-/report/") or not plain.content.startswith(b"\xef\xbb\xbf")


def test_the_file_of_the_home_page_names_agencies_and_keeps_codes(synthetic_site: Site) -> None:
    (link,) = _links(synthetic_site, "/")
    rows = list(csv.DictReader(io.StringIO(synthetic_site.get(link).content.decode("utf-8-sig"))))
    names = dict(synthetic_site.rows("SELECT report_id, name FROM report_stats JOIN agencies ON id = agency_id"))
    places = dict(synthetic_site.rows("SELECT report_id, region_code FROM report_stats"))
    assert {int(row["report_id"]): row["agency_id_label"] for row in rows} == names
    assert {row["region_code"] for row in rows} == {f'="{code}"' if code else "" for code in places.values()}


def test_link_to_the_csv_of_a_page_gives_the_whole_table(ties: Site) -> None:
    (link, *_) = _links(ties, "/reports/report_stats?_size=20&_sort_desc=received")
    rows = csv.DictReader(io.StringIO(ties.get(link).content.decode("utf-8-sig")))
    ((count,),) = ties.rows("SELECT count(*) FROM report_stats")
    assert len({row["report_id"] for row in rows}) == count > 200


@pytest.mark.parametrize("options", ["", "_excel=on", "_exact=on", "_bom=on"])
def test_a_whole_number_is_printed_without_a_point(options: str, synthetic_site: Site) -> None:
    sql = "select 288.0 as a, 25.1 as b, -3.0 as c, 1e15 as d, '7.0' as e"
    given = dict([options.split("=")]) if options else {}
    answer = synthetic_site.get("/reports.csv", params={"sql": sql, **given})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert list(row.values()) == ["288", "25.1", "-3", "1000000000000000", "7.0"]


@pytest.fixture
def lying(synthetic_site: Site, tmp_path: Path) -> Path:
    """A database whose kept count can be told from a counted one."""
    _configured(tmp_path)
    shutil.copy(synthetic_site.folder / "reports.db", tmp_path / "reports.db")
    with sqlite3.connect(tmp_path / "reports.db") as db:
        db.execute("UPDATE table_counts SET row_count = 7654321 WHERE table_name = 'applications'")
    return tmp_path


def test_kept_count_is_shown_and_nothing_is_counted(lying: Path) -> None:
    site = Site(lying)
    assert "7,654,321 行" in site.get("/reports").text
    assert site.json("/reports/applications.json?_size=1")["filtered_table_rows_count"] == 7654321
    filtered = site.json("/reports/applications.json?_size=1&report_id=2")["filtered_table_rows_count"]
    assert 0 < filtered < 30


@pytest.mark.parametrize("name", ["applications", "sections_fts", "[sections_fts]", "yearly_by_region "])
def test_count_in_sql_of_ones_own_is_a_count(name: str, lying: Path) -> None:
    site = Site(lying)
    ((count,),) = site.rows(f"SELECT count(*) FROM {name}")
    answer = site.json(f"/reports.json?sql=select+count(*)+from+{name.replace(' ', '+')}")
    assert count and answer["rows"] == [[count]]


def test_while_something_is_written_rows_are_counted(lying: Path) -> None:
    with sqlite3.connect(lying / "reports.db") as db:
        (count,) = db.execute("SELECT count(*) FROM applications").fetchone()
        db.execute("INSERT INTO summaries_stale VALUES (2021, '')")
    assert Site(lying).json("/reports/applications.json?_size=1")["filtered_table_rows_count"] == count


@pytest.mark.parametrize(
    "name", sampled(name for name in SHOWN if name not in ("sources", "dictionary", "table_counts"))
)
def test_every_column_can_be_filtered_by_what_it_shows(name: str, synthetic_site: Site) -> None:
    """A column of a view that is an expression compares with nothing typed, unless it has a type."""
    rows = synthetic_site.json(f"/reports/{name}.json?_shape=array&_size=40")
    columns = list(TABLES[name]["columns"])
    [fractions] = synthetic_site.rows(f"SELECT {', '.join(f'max(typeof({c}) = {REAL})' for c in columns)} FROM {name}")
    left = {column for column, fraction in zip(columns, fractions, strict=True) if not fraction}
    for row in rows:  # one that meets all conditions meets each
        shown = {column: row[column] for column in left if row[column] is not None}
        if shown:
            given = {f"{column}__exact": value for column, value in shown.items()}
            asked = given | {"_shape": "array", "_size": 1, "_nocount": 1}
            assert synthetic_site.get(f"/reports/{name}.json", params=asked).json(), (name, shown)
        left -= shown.keys()


@pytest.mark.parametrize("word", ["档案", "公开", "GDP", "没有这个词"])
def test_search_from_the_index_alone_finds_the_same(word: str, synthetic_site: Site) -> None:
    wanted = {i for i, text in synthetic_site.rows("SELECT id, heading || '\n' || body FROM sections") if word in text}
    page = synthetic_site.json(f"/reports/sections.json?_search={word}&_shape=objects&_size=9")
    assert page["filtered_table_rows_count"] == len(wanted)
    assert [row["id"] for row in page["rows"]] == sorted(wanted, reverse=True)[:9]
    paged = [
        row["id"] for row in _paged(synthetic_site, f"/reports/sections.json?_search={word}&_shape=objects&_size=9")
    ]
    assert paged == sorted(wanted, reverse=True)
    filtered = synthetic_site.json(f"/reports/sections.json?_search={word}&kind=problems&_shape=objects&_size=max")
    assert {row["id"] for row in filtered["rows"]} <= wanted


def test_a_table_is_whole_unless_a_page_is_asked_for(synthetic_site: Any) -> None:
    """One line of pandas reads all rows."""
    ((rows,),) = synthetic_site.rows("SELECT count(*) FROM applications")
    told = [synthetic_site.get(f"/reports/applications.csv{asked}").text for asked in ("", "?_size=7")]
    assert rows > 100 and [len(one.splitlines()) - 1 for one in told] == [rows, 7]
