"""The site (Datasette 0.65 on the project's configuration directory), through Datasette's own client."""

from __future__ import annotations

import csv
import doctest
import html
import importlib.util
import re
import shutil
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Site
from parts import in_parts, of
from statutory_forms import TARGET, as_json

from ingest.store import connect, matching, review

ROOT = Path(__file__).parent.parent
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
HOSTILE = "<script>alert("
HIDDEN = (
    *("report_changes", "summaries_stale", "dictionary_version", "search_folds", "region_totals"),
    *("region_coverage", "region_findings"),
    *("section_texts", "section_bands", "section_texts_gone", "copies_due", "copies_method"),
)


def _hidden(name: str) -> bool:
    return name.startswith(("sections_fts", "sqlite_", "_sqlite_")) or name in HIDDEN


@cache
def _sections(site: Any) -> list[tuple[int, str]]:
    return site.rows("SELECT id, coalesce(heading, '') || '\n' || body FROM sections")


def test_forms_json_is_fresh() -> None:
    assert TARGET.read_text("utf-8") == as_json(), "run: make forms"


@pytest.mark.parametrize("plugin", sorted((ROOT / "plugins").rglob("*.py")), ids=lambda path: path.stem)
def test_plugin_examples_hold_and_nothing_of_ingest_is_imported(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location(f"plugin_{plugin.stem}", plugin)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    if plugin.stem == "worker":  # a script of its own, started in its folder
        monkeypatch.syspath_prepend(plugin.parent)
    spec.loader.exec_module(module)
    assert doctest.testmod(module).failed == 0
    assert not re.search(r"^\s*(from|import) ingest", plugin.read_text("utf-8"), re.MULTILINE)


# --- metadata ---------------------------------------------------------------------------------------------------


def test_every_table_view_and_column_is_described_and_nothing_else(site: Any) -> None:
    names = [name for (name,) in site.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    stored = {name: [row[1] for row in site.rows(f"PRAGMA table_xinfo({name})")] for name in names if not _hidden(name)}
    told = {name: list(table["columns"]) for name, table in METADATA["tables"].items() if not table.get("hidden")}
    assert told.keys() == stored.keys()
    assert {name: set(columns) for name, columns in told.items()} == {n: set(c) for n, c in stored.items()}
    for name in told:
        assert METADATA["tables"][name]["title"] and METADATA["tables"][name]["description"], name
    assert all(
        re.match(r"[\u4e00-\u9fff]", text)
        for t in METADATA["tables"].values()
        for text in t.get("columns", {}).values()
    )


def test_units_key_is_never_used_because_it_breaks_the_page() -> None:
    assert "units" not in {key for table in METADATA["tables"].values() for key in table}


def test_facets_stand_on_report_stats_only() -> None:
    faceted = {name: table["facets"] for name, table in METADATA["tables"].items() if "facets" in table}
    assert faceted == {"report_stats": ["year", "province", "form_id", "completeness", "level"]}


def test_every_page_opens(synthetic_site: Any) -> None:
    pages = ["/", "/reports", *(f"/reports/{name}" for name in METADATA["tables"])]
    for page in pages:
        answer = synthetic_site.get(page, follow_redirects=True)  # the panel opens with a few of its columns
        assert answer.status_code == 200, (page, answer.text[:500])


def test_hidden_tables_are_hidden(site: Any) -> None:
    tables = site.json("/reports.json")["tables"]
    assert {table["name"] for table in tables if not table["hidden"]} == {
        name for name, table in METADATA["tables"].items() if not table.get("hidden")
    } - {view for (view,) in site.rows("SELECT name FROM sqlite_master WHERE type = 'view'")}


def test_facets_are_shown(synthetic_site: Any) -> None:
    answer = synthetic_site.json("/reports/report_stats.json?_size=0")
    assert set(answer["facet_results"]) == {"year", "province", "form_id", "completeness", "level"}
    assert not answer.get("facets_timed_out")
    assert 'class="facet-info' in synthetic_site.get("/reports/report_stats").text


# --- canned queries ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", METADATA["queries"])
@pytest.mark.parametrize("which", ["site", "synthetic_site"])
def test_canned_query_answers_without_parameters(name: str, which: str, request: pytest.FixtureRequest) -> None:
    answer = request.getfixturevalue(which).json(f"/reports/{name}.json")
    assert answer["rows"], name
    assert METADATA["queries"][name]["title"] and METADATA["queries"][name]["description"]


def test_sums_leave_aggregates_out(synthetic_site: Any) -> None:
    (own,) = synthetic_site.rows("SELECT sum(received) FROM report_stats WHERE scope = 'own' AND year = 2023")[0]
    (both,) = synthetic_site.rows("SELECT sum(received) FROM report_stats WHERE year = 2023")[0]
    answer = synthetic_site.json("/reports/applications_by_year.json?_shape=array")
    assert own < both
    assert {row["年份"]: row["新收申请"] for row in answer}[2023] == own


def test_parameters_narrow_an_answer(synthetic_site: Any) -> None:
    rows = synthetic_site.json("/reports/top_received.json?_shape=array&year=2021&province=浙江省")
    assert {(row["年份"], row["省份"]) for row in rows} == {(2021, "浙江省")}


def test_missing_year_is_reported(synthetic_site: Any) -> None:
    rows = synthetic_site.json("/reports/not_reported.json?_shape=array&year=2021")
    expected = synthetic_site.rows("SELECT agency FROM coverage WHERE year = 2021 AND status IN ('missing', 'unknown')")
    assert {row["机关"] for row in rows} == {name for (name,) in expected} != set()


# --- JSON, CSV, SQL, CORS ---------------------------------------------------------------------------------------


def test_json_array_of_a_table(site: Any) -> None:
    rows = site.json("/reports/reports.json?_shape=array&_size=max")
    assert len(rows) == site.rows("SELECT count(*) FROM reports")[0][0]


def test_sql_takes_parameters(site: Any) -> None:
    rows = site.json("/reports.json?sql=select+count(*)+as+n+from+reports+where+year>=:year&year=2020&_shape=array")
    assert rows == [{"n": site.rows("SELECT count(*) FROM reports WHERE year >= 2020")[0][0]}]


@in_parts
@pytest.mark.parametrize("order", ["_sort", "_sort_desc"])
def test_each_sorted_export_has_every_row_once(order: str, part: str, synthetic_site: Any) -> None:
    tables = METADATA["tables"]
    orders = [(name, column) for name, table in tables.items() for column in table.get("sortable_columns", [])]
    for name, column in of(part, orders):
        got = _streamed(synthetic_site, f"/reports/{name}.csv?{order}={column}&_stream=on&_size=7")
        key = "report_id" if name == "report_stats" else tables[name]["sortable_columns"][0]
        (count,) = synthetic_site.rows(f"SELECT count(*) FROM {name}")[0]
        assert len(got) == len({row[key] for row in got}) == count, (name, column)


@pytest.mark.parametrize("name", [name for name, table in METADATA["tables"].items() if not table.get("hidden")])
def test_default_export_has_every_row_once(name: str, synthetic_site: Any) -> None:
    got = _streamed(synthetic_site, f"/reports/{name}.csv?_stream=on&_size=11")
    (count,) = synthetic_site.rows(f"SELECT count(*) FROM {name}")[0]
    assert len(got) == len({tuple(row.values()) for row in got}) == count


def _streamed(site: Any, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(site.get(path).text.splitlines()))


def test_reading_is_open_to_other_sites(site: Any) -> None:
    for path in ("/reports/reports.json", "/reports/reports.csv", "/reports.json?sql=select+1", "/-/source/1.txt"):
        headers = site.get(path).headers
        assert headers["access-control-allow-origin"] == "*", path
        assert headers.get_list("access-control-allow-origin") == ["*"]
        assert "access-control-allow-credentials" not in headers


def test_settings_are_those_of_the_file(site: Any) -> None:
    settings = site.json("/-/settings.json")
    assert settings["suggest_facets"] is False
    assert settings["default_facet_size"] == 40


# --- search -----------------------------------------------------------------------------------------------------


def _words(site: Any, length: int) -> list[str]:
    """Every stretch of this length that occurs in the first texts: words, halves of words, Latin, digits."""
    found = {}
    for _, text in _sections(site)[:6]:
        for stretch in re.findall(r"[\u4e00-\u9fffA-Za-z0-9]+", text):
            for start in range(0, len(stretch) - length + 1, 3):
                found[stretch[start : start + length]] = None
    return list(found)[:40]


@in_parts
@pytest.mark.parametrize("length", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("which", ["site", "synthetic_site"])
def test_search_finds_what_a_scan_finds(length: int, which: str, part: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which)
    every = _words(site, length)
    assert len(every) >= 10
    for word in of(part, every):
        scanned = {number for number, text in _sections(site) if word.lower() in text.lower()}
        answer = site.json(f"/reports/sections.json?_search={word}&_shape=array&_size=max")
        assert scanned
        assert scanned <= {row["id"] for row in answer}, word


def test_search_finds_nothing_that_is_not_there(synthetic_site: Any) -> None:
    for word in ("开公息信", "府政", "DPG"):
        assert synthetic_site.json(f"/reports/sections.json?_search={word}&_shape=array") == []


def test_words_apart_must_all_occur(synthetic_site: Any) -> None:
    both = synthetic_site.json("/reports/sections.json?_search=档案+培训&_shape=array")
    assert both
    assert all("档案" in row["body"] and "培训" in row["body"] for row in both)
    assert synthetic_site.json("/reports/sections.json?_search=档案+GDP&_shape=array") == []


@pytest.mark.parametrize(
    "typed", ['"', "'", "AND", "公开 OR", "NEAR(", "*", "-公开", "，。", "( )", "heading:公开", "\\", "%00"]
)
def test_operators_and_quotes_are_only_characters(typed: str, synthetic_site: Any) -> None:
    for path, name in (("/reports/sections.json", "_search"), ("/reports/search_prose.json", "q")):
        answer = synthetic_site.get(path, params={name: typed, "_shape": "array"})
        assert answer.status_code == 200, answer.text


def test_snippet_marks_the_hit_and_leads_to_its_line(synthetic_site: Any) -> None:
    rows = synthetic_site.json("/reports/search_prose.json?q=数字化&_shape=array")
    assert rows and all("【数字化】" in row["摘录"] for row in rows)
    page = html.unescape(synthetic_site.get("/reports/search_prose?q=数字化").text)
    assert f"/-/source/report/{rows[0]['报告']}#L{rows[0]['原文行']}" in page


# --- a report and its source ------------------------------------------------------------------------------------


def _cells(page: str) -> dict[str, str]:
    """Cell id → the text that stands in it, marks left out."""
    found = re.findall(r'<td[^>]* id="([^"]+)"[^>]*>(.*?)</td>', page, re.DOTALL)
    return {name: html.unescape(re.sub(r"<a class=.*?</a>|</?a[^>]*>", "", text)).strip() for name, text in found}


@in_parts
@pytest.mark.parametrize("which", ["site", "synthetic_site"])
def test_report_page_shows_every_cell_as_stored(which: str, part: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which)
    for (report,) in of(part, site.rows("SELECT id FROM reports WHERE form_id IS NOT NULL")):
        cells = _cells(site.get(f"/reports/reports/{report}").text)
        for code, applicant, value in site.rows(
            f"SELECT outcome, applicant, value FROM applications_long WHERE report_id = {report}"
        ):
            assert cells[f"applications-{code}-{applicant}"] == ("" if value is None else str(value)), (report, code)
        for code, result, value in site.rows(
            f"SELECT channel, result, value FROM appeals_long WHERE report_id = {report}"
        ):
            assert cells[f"appeals-{code}-{result}"] == ("" if value is None else str(value)), (report, code)
        for item, measure, value, raw in site.rows(
            f"SELECT item, measure, value, raw FROM disclosure_long WHERE report_id = {report}"
        ):
            shown = cells[f"disclosure_items-{item}-{measure}"]
            assert (shown == raw) if value is None else (float(shown) == value), (report, item, measure)


@pytest.mark.parametrize("form,rows", [("2019", 23), ("2021", 25)])
def test_tables_are_drawn_as_on_the_form(form: str, rows: int, synthetic_site: Any) -> None:
    (report,) = synthetic_site.rows(f"SELECT max(id) FROM reports WHERE form_id = '{form}'")[0]
    page = synthetic_site.get(f"/reports/reports/{report}").text
    assert _grid(page, "applications") == [10] * (rows + 3)
    assert _grid(page, "appeals") == [15] * 4
    assert set(_grid(page, "disclosure-items")) == {4}
    assert "（三）不予公开" in page and 'colspan="5" scope="colgroup">法人或其他组织' in page


def _grid(page: str, name: str) -> list[int]:
    """How many columns each row of a table takes, spans counted."""
    table = re.search(rf'<table class="statutory {name}">(.*?)</table>', page, re.DOTALL)
    assert table
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", table[1], re.DOTALL)
    taken = [0] * len(lines)
    for number, line in enumerate(lines):
        for attributes in re.findall(r"<t[hd]\b([^>]*)>", line):
            spans = dict(re.findall(r'(colspan|rowspan)="(\d+)"', attributes))
            for row in range(number, number + int(spans.get("rowspan", 1))):
                taken[row] += int(spans.get("colspan", 1))
    return taken


@pytest.mark.parametrize("which", ["site", "synthetic_site"])
def test_every_finding_is_listed_and_marked_at_its_place(which: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which)
    found = site.rows("SELECT report_id, table_name, row_code, column_name, message FROM findings")
    assert found
    for report, table, row, column, message in found:
        page = site.get(f"/reports/reports/{report}").text
        assert html.escape(message, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")
        if table and row and column:
            cell = re.search(rf'<td[^>]* id="{table}-{row}-{column}"[^>]*>.*?</td>', page, re.DOTALL)
            assert cell and 'class="mark' in cell[0], (report, table, row, column)
        if table:
            number = page.count('<a class="mark')
            assert number >= 1


def test_a_verdict_is_shown_beside_its_finding(site_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site_dir, tmp_path / "site")
    with closing(connect(str(folder / "reports.db"))) as db:
        query = "SELECT f.key, f.report_id, f.message FROM findings f ORDER BY severity = 'error' DESC, id LIMIT 1"
        key, report, message = db.execute(query).fetchone()
        review(db, *matching(db, key), "dismissed", "已向机关<核实>")
    page = Site(folder).get(f"/reports/reports/{report}").text
    [shown] = re.findall(r"<li id=.finding-\d+. class=.\w+ dismissed.>(.*?)</li>", page, re.DOTALL)
    assert html.escape(message, quote=False) in shown.replace("&#34;", '"').replace("&#39;", "'")
    assert "已复核：不成立</strong>：已向机关&lt;核实&gt;" in shown


def test_strangers_script_is_inert_everywhere(synthetic_site: Any) -> None:
    ((report, agency, source),) = synthetic_site.rows(
        "SELECT id, agency_id, source_id FROM reports WHERE title LIKE '%<script>%'"
    )
    pages = [
        "/", "/reports/reports", "/reports/agencies", "/reports/report_stats", "/reports/sections", "/reports/sources",
        "/reports/findings", "/reports/coverage", f"/reports/reports/{report}", f"/reports/agencies/{agency}",
        f"/-/source/{source}", f"/reports/search_prose?q={HOSTILE}", f"/reports/sections?_search={HOSTILE}",
        f"/reports/agency_series?agency={HOSTILE}", f"/reports/top_received?province={HOSTILE}",
    ]  # fmt: skip
    seen = 0
    for path in pages:
        page = synthetic_site.get(path).text
        assert HOSTILE not in page, path
        seen += "&lt;script&gt;alert(" in page
    assert seen >= 10


def test_source_is_shown_line_by_line_and_as_text(site: Any) -> None:
    for source, name in site.rows("SELECT id, name FROM sources"):
        text = site.get(f"/-/source/{source}.txt")
        assert text.headers["content-type"] == "text/plain; charset=utf-8"
        assert text.headers["x-content-type-options"] == "nosniff"
        original = (ROOT / "examples" / Path(name).name).read_text("utf-8")
        assert text.text.strip("\ufeff") == original.strip("\ufeff")
        page = site.get(f"/-/source/{source}").text
        lines = re.findall(r'<li id="L\d+">.*?<code>(.*?)</code></li>', page, re.DOTALL)
        assert [html.unescape(line) for line in lines] == text.text.split("\n")


def test_line_of_a_row_is_the_line_of_its_label(site: Any) -> None:
    for report, line, label in site.rows(
        "SELECT report_id, line, label FROM applications JOIN outcomes ON id = outcome_id WHERE code = 'received'"
    ):
        ((source,),) = site.rows(f"SELECT source_id FROM reports WHERE id = {report}")
        lines = site.get(f"/-/source/{source}.txt").text.split("\n")
        assert "新收" in lines[line - 1], (report, label)


def test_source_of_a_report_is_found_and_unknown_ones_are_not(site: Any) -> None:
    ((report, source),) = site.rows("SELECT id, source_id FROM reports ORDER BY id LIMIT 1")
    answer = site.get(f"/-/source/report/{report}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/-/source/{source}")
    for path in ("/-/source/999999", "/-/source/999999.txt", "/-/source/report/999999", "/-/source/x"):
        assert site.get(path).status_code == 404, path


def test_years_of_an_agency_lead_to_each_other(synthetic_site: Any) -> None:
    rows = synthetic_site.rows("SELECT id FROM reports WHERE agency_id = 1 AND scope = 'own' ORDER BY year")
    first, second, third = (number for (number,) in rows[:3])
    page = synthetic_site.get(f"/reports/reports/{second}").text
    assert f'rel="prev" href="/reports/reports/{first}"' in page
    assert f'rel="next" href="/reports/reports/{third}"' in page


def test_report_without_tables_has_a_page(synthetic_site: Any) -> None:
    (report,) = synthetic_site.rows("SELECT min(id) FROM reports WHERE form_id IS NULL")[0]
    page = synthetic_site.get(f"/reports/reports/{report}")
    assert page.status_code == 200
    assert "没有法定表格" in page.text and "<table" not in page.text


def test_row_of_the_overview_is_the_report(site: Any) -> None:
    assert site.get("/reports/report_stats/1").headers["location"] == "/reports/reports/1"
    assert site.json("/reports/report_stats/1.json?_shape=array")[0]["report_id"] == 1


def test_uncertain_cells_look_like_no_blank(synthetic_site: Any) -> None:
    """A row whose numbers could not be placed, beside blanks as printed."""
    ((report, row),) = synthetic_site.rows(
        "SELECT report_id, row_code FROM findings WHERE check_id = 'invented.places' LIMIT 1"
    )
    page = synthetic_site.get(f"/reports/reports/{report}").text
    assert len(re.findall(rf'<td id="applications-{row}-[a-z_]+" class="number unsure"', page)) == 7
    assert re.search(r'<td id="applications-[a-z_]+-[a-z_]+" class="number"></td>', page)


def test_report_that_is_not_there_is_not_found(site: Any) -> None:
    assert site.get("/reports/reports/999999").status_code == 404


def test_site_opens_without_a_database(tmp_path: Path) -> None:
    from conftest import Site, _configured

    answer = Site(_configured(tmp_path)).get("/")
    assert answer.status_code == 200
    assert "ingest add" in answer.text


@pytest.mark.parametrize("name", ["dictionary", "report_totals", "yearly_by_region", "application_totals"])
def test_a_page_of_a_wide_table_is_no_heavier_than_a_page_may_be(name: str, synthetic_site: Any) -> None:
    assert len(synthetic_site.get(f"/reports/{name}").content) <= 150_000


@pytest.mark.parametrize("path", ["/reports/agencies/1", "/reports/agency_years?agency=1"])
def test_a_page_tells_codes_in_words(path: str, synthetic_site: Any) -> None:
    """Files keep them."""
    page = synthetic_site.get(path).text
    assert "本机关<" in page and not re.search(r">\s*own\s*<", page)
    assert {row["口径"] for row in synthetic_site.json("/reports/agency_years.json?agency=1&_shape=array")} <= {
        *("own", "aggregate"),
        None,
    }


def test_provinces_of_a_function_stand_by_their_codes(synthetic_site: Any) -> None:
    sql = (
        "SELECT s.province FROM report_stats s JOIN agencies a ON a.id = s.agency_id"
        " WHERE a.function = '示例局' AND s.province IS NOT NULL GROUP BY 1 ORDER BY min(s.region_code)"
    )
    page = synthetic_site.get("/-/functions?function=示例局").text
    listed = re.findall(r"<option[^>]*>([^<]+)", page.partition('name="province"')[2].partition("</select>")[0])
    assert listed == ["全部", *(name for (name,) in synthetic_site.rows(sql))] and len(listed) > 2
