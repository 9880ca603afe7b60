"""The home page, the dashboards and their charts."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from conftest import Site
from markup import figures, specification, text, without_most_pictures
from parts import sampled

from ingest.store import stats, summaries

ROOT = Path(__file__).parent.parent
QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
DRAWN = yaml.safe_load((ROOT / "plugins" / "dashboards.yml").read_text("utf-8"))
HOSTILE = "<script>alert("


# --- home -------------------------------------------------------------------------------------------------------------


def test_home_shows_every_province_and_year_with_its_count(synthetic_site: Any) -> None:
    page = synthetic_site.get("/").text
    shown = {
        (html.unescape(place), int(year)): int(count)
        for place, year, count in re.findall(r'title="(\S+) (\d{4}) 年：(\d+) 份">', page)
    }
    stored = synthetic_site.rows("SELECT province, year, count(*) FROM report_stats GROUP BY 1, 2")
    assert shown == {(province, year): count for province, year, count in stored}


def test_agencies_of_the_country_are_of_a_known_place(synthetic_dir: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(synthetic_dir, tmp_path / "site", symlinks=True))
    with closing(sqlite3.connect(folder / "reports.db")) as db, db:
        (code,) = db.execute("SELECT code FROM regions WHERE level = 'national'").fetchone()
        rows = db.execute("SELECT rowid FROM report_totals WHERE year = 2023 ORDER BY rowid LIMIT 2").fetchall()
        for (row,), place in zip(rows, (code, None), strict=True):
            db.execute(
                "UPDATE report_totals SET province = NULL, region_code = ?, reports = 7 WHERE rowid = ?", (place, row)
            )
    page = Site(folder).get("/").text
    assert f'region_code={code}&amp;year=2023" title="国家机关 2023 年：7 份"' in page
    assert 'region_code__isnull=1&amp;year=2023" title="未定地区 2023 年：7 份"' in page


def test_square_of_the_picture_leads_to_its_reports(synthetic_site: Any) -> None:
    page = synthetic_site.get("/").text
    links = re.findall(r'<td class="shade-\d"><a href="([^"]+)" title="[^"]+">(\d+)</a>', page)
    assert len(links) > 10
    for link, count in links[::5]:
        answer = synthetic_site.json(html.unescape(link).replace("?", ".json?") + "&_shape=array&_size=max")
        assert len(answer) == int(count), link


def test_quality_at_a_glance_adds_up(synthetic_site: Any) -> None:
    page = synthetic_site.get("/").text
    shown = [int(n) for n in re.findall(r'class="of">([\d,]+) 份', page)]
    ((total, complete, wrong),) = synthetic_site.rows(
        "SELECT count(*), sum(completeness = 'complete'), sum(errors > 0) FROM report_stats"
    )
    assert sum(shown[:3]) == total
    assert (shown[0], shown[3]) == (complete, wrong)


def test_home_has_five_questions_the_last_reports_and_the_ways_to_the_data(synthetic_site: Any) -> None:
    page = synthetic_site.get("/").text
    ((newest,),) = synthetic_site.rows("SELECT max(id) FROM reports")
    assert f'href="/reports/reports/{newest}"' in page
    assert (
        len(re.findall(r"<li><a href=\"/reports/[a-z_]+#g\.|<li><a href=\"/reports/[a-z_]+\">[^<]+</a><p>", page)) == 5
    )
    for way in ("/reports/report_stats.csv", "/reports.db", "/reports#sql", ".json?_shape=array"):
        assert way in page, way


@pytest.mark.slow
@pytest.mark.parametrize("pictures", ["first", pytest.param("all", marks=pytest.mark.long)])
def test_every_link_of_the_pages_leads_somewhere(pictures: str, synthetic_site: Any) -> None:
    seen: set[str] = set()
    for start in ("/", "/-/dashboards", "/-/dashboards/country"):
        for link in re.findall(r'href="(/[^"#]*)', synthetic_site.get(start).text):
            if link.startswith("/-/static") or link.endswith(".db"):
                continue
            seen.add(html.unescape(link))
    for link in without_most_pictures(sorted(seen)) if pictures == "first" else sorted(seen):
        assert synthetic_site.get(link).status_code in (200, 302), link


# --- dashboards and charts --------------------------------------------------------------------------------------------


def test_charts_are_made_of_canned_queries_and_all_are_used() -> None:
    used = {name for board in DRAWN["dashboards"].values() for name in board["charts"]}
    on_pages = set(
        re.findall(r'chart\("(\w+)"', "".join(p.read_text("utf-8") for p in (ROOT / "templates").glob("*.html")))
    )
    assert used | on_pages == DRAWN["charts"].keys()
    assert {chart.get("query", name) for name, chart in DRAWN["charts"].items()} <= QUERIES.keys()


@pytest.mark.parametrize("name", DRAWN["dashboards"])
def test_every_chart_of_a_dashboard_has_its_table_its_sql_and_its_data(name: str, synthetic_site: Any) -> None:
    drawings = figures(synthetic_site.get(f"/-/dashboards/{name}").text)
    assert list(drawings) == DRAWN["dashboards"][name]["charts"]
    for chart, figure in drawings.items():
        drawn = specification(figure)
        rows = drawn["data"]["values"]
        assert figure.count("<tr>") == len(rows) + 1, chart
        links = dict(re.findall(r'<a href="([^"]+)">(SQL|JSON|CSV)</a>', figure))
        sql, data, _ = (html.unescape(link) for link in links)
        assert "_show_sql=1" in sql
        assert synthetic_site.json(data) == rows, chart
        fields = {c["field"] for c in drawn["encoding"].values() if isinstance(c, dict) and "field" in c}
        as_made = [step.get("as", []) for step in drawn.get("transform", [])]
        made = {name for names in as_made for name in ([names] if isinstance(names, str) else names)}
        assert fields - made <= rows[0].keys() | {"rank"}, chart


def test_parameter_of_a_dashboard_reaches_every_chart_that_knows_it(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/dashboards/province?province=浙江省&year=2021").text
    assert "<option selected>浙江省</option>" in page and "<option selected>2021</option>" in page
    rows = specification(figures(page)["places_of_province"])
    assert {row["年份"] for row in rows["data"]["values"]} == {2021}
    assert {row["地市"] for row in rows["data"]["values"]} == {"衢州市"}


def test_parameter_that_is_no_choice_is_not_passed_on(synthetic_site: Any) -> None:
    answer = synthetic_site.get(f"/-/dashboards/appeals?province={HOSTILE}1)</script>&year=x")
    assert answer.status_code == 404
    assert HOSTILE not in answer.text and "<figure" not in answer.text


def test_number_that_rests_on_few_reports_says_so(synthetic_site: Any) -> None:
    figure = figures(synthetic_site.get("/-/dashboards/country").text)["disclosure_rate_by_province"]
    assert "报告数不足 10" in text(figure)
    assert text(figure).count("过少") == 3
    drawn = specification(figure)
    assert "< 10" in drawn["encoding"]["opacity"]["condition"]["test"]


def test_unknown_dashboard_is_not_found(synthetic_site: Any) -> None:
    assert synthetic_site.get("/-/dashboards/nonsense").status_code == 404


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static").glob("*.js"),
        *(ROOT / "static").glob("*.css"),
    ]:
        fetched = re.search(
            r"""(src=|<link[^>]*href=|import |url\()\s*["'(]*\s*(https?:)?//""", path.read_text("utf-8")
        )
        assert not fetched, (path, fetched)


def test_who_looks_while_files_are_added_is_told_that_the_sums_follow(synthetic_site: Any) -> None:
    pages = (
        "/",
        "/-/dashboards/country",
        "/reports/yearly_by_level",
        "/reports/refusal_grounds",
        "/reports/regions/330800",
    )
    assert not any("正在入库" in synthetic_site.get(page).text for page in pages)
    with sqlite3.connect(synthetic_site.folder / "reports.db") as db:
        db.execute("INSERT INTO summaries_stale VALUES (2021, '')")
    try:
        assert all("正在入库" in synthetic_site.get(page).text for page in pages)
    finally:
        with sqlite3.connect(synthetic_site.folder / "reports.db") as db:
            db.execute("DELETE FROM summaries_stale")


# --- charts of tables, views and answers ------------------------------------------------------------------------------

META = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
KEYS_AND_WORDS = {  # nothing that could be measured on an axis
    *("forms", "item_kinds", "measures", "outcomes", "channels", "applicants", "appeal_results", "regions", "checks"),
    *("agencies", "sources", "reports", "sections", "reviews", "function_classes", "region_names", "agency_aliases"),
    *("agency_log", "roster", "dictionary", "agency_suggestions", "prose_marks", "findings"),
    *("indicators", "breaks", "series_measures", "series_parts", "series_breaks"),
    *("panel", "revisions"),  # one to take away whole, one of texts
}


@pytest.mark.parametrize("name", sampled([*META["tables"], *META["queries"]], 3))
def test_every_page_of_numbers_has_a_link_that_draws_them(name: str, synthetic_site: Any) -> None:
    if META["tables"].get(name, {}).get("hidden"):
        return
    page = synthetic_site.get(f"/reports/{name}").text
    links = re.findall(r'<a href="([^"]*)#([^"]+)" data-chart', page)
    rows = synthetic_site.json(f"/reports/{name}.json?_shape=array")
    if name in KEYS_AND_WORDS or not rows:
        return
    assert links, name
    for arguments, fragment in links:
        drawn = dict(re.findall(r"g\.(\w+)=([^&]+)", html.unescape(fragment)))
        shown = synthetic_site.json(f"/reports/{name}.json{html.unescape(arguments) or '?'}&_shape=array")
        if not shown:  # the invented database has no such rows
            continue
        assert {unquote(drawn["x_column"]), unquote(drawn["y_column"])} <= shown[0].keys(), fragment
        number = drawn["x_column" if drawn["x_type"] == "quantitative" else "y_column"]
        assert any(isinstance(row[unquote(number)], int | float) for row in shown), fragment


def test_no_chart_of_a_page_adds_an_aggregate_to_departments_or_money_to_counts(synthetic_site: Any) -> None:
    for name, links in DRAWN["tables"].items():
        for link in links:
            shown = synthetic_site.json(f"/reports/{name}.json?{link['arguments']}&_shape=array")
            drawn = [row for row in shown if row.get(link["y"]) is not None]
            if name not in ("finding_totals", "reconciliation", "coverage") and link["y"] != "days_late":
                assert len({row["scope"] for row in drawn if "scope" in row}) <= 1, (name, link["title"])
            for column in ("measure", "measure_id"):
                assert len({row[column] for row in drawn if column in row}) <= 1, (name, link["title"])
        page = synthetic_site.get(f"/reports/{name}").text
        assert "data-chart" not in page or "只画列出的这一页" in page


# What is drawn from sums, said again from the reports' own rows: the columns named, in the query's order.
FROM_REPORTS = {
    "applicants_by_year": (
        ("年份", "申请人", "新收申请", "报告数"),
        "SELECT s.year, x.label, sum(l.value), count(l.value)"
        " FROM applications_long l JOIN report_stats s ON s.report_id = l.report_id"
        " JOIN applicants x ON x.code = l.applicant"
        " WHERE s.scope = 'own' AND l.outcome = 'received' AND l.applicant <> 'total'"
        " GROUP BY s.year, x.id ORDER BY s.year, x.id",
    ),
    "grounds_by_year": (
        ("年份", "理由", "件数", "分子", "分母", "报告数"),
        "SELECT s.year, o.name, sum(t.total), sum(iif(s.closed IS NULL, NULL, t.total)),"
        " sum(iif(t.total IS NULL, NULL, s.closed)), count(t.total)"
        " FROM report_stats s JOIN applications t ON t.report_id = s.report_id"
        " JOIN outcomes o ON o.id = t.outcome_id WHERE s.scope = 'own'"
        " AND o.parent IN ('refused', 'not_available', 'not_processed')"
        " GROUP BY s.year, o.id HAVING count(t.total) ORDER BY s.year, o.position",
    ),
    "reports_by_province_and_year": (
        ("省份", "年份", "报告数", "表格完整", "有错误"),
        "SELECT coalesce(s.province, '（全国性机关、地区未定）'), year, count(*), sum(completeness = 'complete'),"
        " sum(errors > 0)"
        " FROM report_stats s LEFT JOIN (SELECT full_name, min(code) AS code FROM regions WHERE level = 'provincial'"
        " GROUP BY full_name) n ON n.full_name = s.province GROUP BY s.province, year"
        " ORDER BY n.code IS NULL, n.code, year",
    ),
    "errors_by_year": (
        ("年份", "情况", "份数", "报告数"),
        "SELECT s.year, k.column2, sum(k.column1 = 1 + (errors = 0 AND warnings > 0) + 2 * (errors > 0)), count(*)"
        " FROM report_stats s, (VALUES (1, '没有误和疑'), (2, '只有疑'), (3, '有误')) k"
        " WHERE form_id IS NOT NULL GROUP BY s.year, k.column1 ORDER BY s.year, k.column1",
    ),
}


@pytest.mark.parametrize("name", ["refusal_grounds", "grounds_by_year"])
def test_share_of_a_ground_rests_on_the_reports_that_have_both_numbers(
    name: str, synthetic_site: Any, tmp_path: Path
) -> None:
    """A report whose ground can't be read doesn't count as one without; nor is one counted without what it closed."""
    shutil.copytree(synthetic_site.folder, tmp_path, dirs_exist_ok=True)
    of = "outcome_id = (SELECT id FROM outcomes WHERE code = ?) AND report_id = ?"
    with sqlite3.connect(tmp_path / "reports.db") as db:
        reports = db.execute(
            "SELECT report_id, closed FROM report_stats WHERE year = 2023 AND scope = 'own' AND closed > 0"
        ).fetchall()
        (one, _), (other, _), *rest = reports
        db.execute(f"UPDATE applications SET total = NULL WHERE {of}", ["state_secret", one])
        db.execute(f"UPDATE applications SET total = NULL WHERE {of}", ["closed", other])
        stats.rebuild(db, [one, other])
        summaries.refresh(db)
    (row,) = [
        row
        for row in Site(tmp_path).json(f"/reports/{name}.json?_shape=array{'&year=2023' * (name == 'refusal_grounds')}")
        if row["理由"] == "属于国家秘密" and row.get("年份", 2023) == 2023
    ]
    assert row["分母"] == sum(closed for _, closed in rest)
    assert row["占办结比例"] == round(row["分子"] / row["分母"], 4)


@pytest.mark.parametrize("name", FROM_REPORTS)
def test_chart_drawn_from_sums_shows_what_the_reports_say(name: str, synthetic_site: Any) -> None:
    columns, sql = FROM_REPORTS[name]
    shown = synthetic_site.json(f"/reports/{name}.json?_shape=array&_size=max")
    assert [tuple(row[column] for column in columns) for row in shown] == synthetic_site.rows(sql)
    assert len(shown) > 5
