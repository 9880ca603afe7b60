"""What strangers can and can't do: script, writing, endless queries; and what search engines are told."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import CONFIGURATION, ROOT, Site, _configured

pytestmark = pytest.mark.xdist_group("safety")  # what the file makes is made once

METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
PAGES = ["/", "/reports", "/reports/report_stats", "/reports/data_quality", "/reports/reports/1", "/-/source/1"]
REASONS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def _policy(site: Site, path: str) -> dict[str, list[str]]:
    told = site.get(path).headers["content-security-policy"].split(";")
    return {part.split()[0]: part.split()[1:] for part in told}


@pytest.mark.parametrize("path", PAGES)
def test_only_the_sites_own_scripts_run(path: str, site: Site) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("security", ROOT / "plugins" / "security.py")
    assert spec and spec.loader
    security = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(security)
    policy = _policy(site, path)
    assert "'unsafe-inline'" not in policy["script-src"] and "*" not in str(policy)
    assert policy["default-src"] == ["'self'"] and policy["object-src"] == policy["base-uri"] == ["'none'"]
    page = site.get(path).text
    assert set(security.digests(page)) <= set(policy["script-src"])
    for address in re.findall(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(https?:[^"]*)"', page):
        assert address.startswith("http://localhost"), address  # nothing is fetched from elsewhere
    assert not re.search(r"<[^>]+\son\w+=", page)


def test_eval_is_allowed_only_where_datasette_vega_draws(site: Site) -> None:
    allowed = {path for path in PAGES if "'unsafe-eval'" in _policy(site, path)["script-src"]}
    assert allowed == {"/reports", "/reports/report_stats", "/reports/data_quality"}


@pytest.mark.parametrize(
    "path", [*PAGES, "/reports/reports.json", "/reports/reports.csv", "/nothing", "/-/source/1.txt"]
)
def test_every_answer_has_the_safe_headers(path: str, site: Site) -> None:
    headers = site.get(path).headers
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    assert headers.get_list("content-security-policy")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/", "/reports", "/reports.db", "/reports/reports/1", "/-/build.csv", "/-/permissions", "/-/messages"]
)
def test_nothing_but_reading_is_answered(method: str, path: str, site: Site) -> None:
    answer = site._loop.run_until_complete(site.datasette.client.request(method, path))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "sql",
    [
        "delete from reports", "insert into reports (year) values (1)", "drop table reports", "attach 'x.db' as x",
        "pragma journal_mode = delete", "pragma query_only = off", "vacuum into 'x.db'",
        "replace into forms values (1)",
        "with x as (select 1) delete from reports", "select load_extension('x')", "select readfile('metadata.yml')",
        "select writefile('x', 'y')", "select 1; delete from reports",
        "explain delete from reports; delete from reports",
    ],
)  # fmt: skip
def test_sql_reads_and_nothing_else(sql: str, site: Site) -> None:
    before = site.rows("SELECT count(*) FROM reports")
    for suffix in (".json", ".csv"):
        assert site.get(f"/reports{suffix}", params={"sql": sql}).status_code >= 400, sql
    assert site.rows("SELECT count(*) FROM reports") == before
    assert not (site.folder / "x.db").exists() and not Path("x.db").exists()


@pytest.mark.slow
def test_endless_query_is_stopped(site: Site) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    for suffix in ("", ".json", ".csv"):
        began = time.perf_counter()
        assert site.get(f"/reports{suffix}", params={"sql": endless}).status_code == 400
        assert time.perf_counter() - began < 10


def test_page_and_json_have_a_row_limit(site: Site) -> None:
    many = "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    answer = site.get("/reports.json", params={"sql": many}).json()
    assert len(answer["rows"]) == 1000 and answer["truncated"] is True
    assert site.get("/reports/applications.json?_size=1001").status_code == 400


def test_export_has_a_size_limit(site: Site, tmp_path: Path) -> None:
    _configured(tmp_path)
    shutil.copy(site.folder / "reports.db", tmp_path / "reports.db")
    (tmp_path / "settings.json").write_text('{"max_csv_mb": 1}')
    wide = (
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 50000) select printf('%0100d', i) from n"
    )
    with pytest.raises(OverflowError):
        Site(tmp_path).get("/reports.csv", params={"sql": wide})


def test_every_setting_has_its_reason(site: Site) -> None:
    settings = yaml.safe_load((ROOT / "settings.json").read_text("utf-8"))
    served = site.json("/-/settings.json")
    for name, value in settings.items():
        assert served[name] == value
        shown = str(value).lower() if isinstance(value, bool) else value
        assert f"| `{name}` | {shown} |" in REASONS, name
    assert len(re.findall(r"^\| `", REASONS, re.MULTILINE)) == len(settings)


HOSTILE = (
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "</textarea><script>x()",
)


# What a CHECK or a key doesn't let a stranger write.
KEPT = {
    "scope", "completeness", "kind", "severity", "check_id", "form_id", "region_code", "level", "sha256", "encoding",
    "table_name",
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(synthetic_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Every text of one report is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in (*CONFIGURATION, "reports.db"):
        copy = shutil.copytree if (synthetic_dir / name).is_dir() else shutil.copy
        copy(synthetic_dir / name, folder / name)
    with sqlite3.connect(folder / "reports.db") as db:
        for number, table in enumerate(("reports", "agencies", "sections", "findings", "sources", "report_stats")):
            kinds = db.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", [table])
            key = "report_id" if table == "report_stats" else "id"
            for column, (name,) in enumerate(kinds.fetchall()):
                if name in KEPT:
                    continue
                text = HOSTILE[(number + column) % len(HOSTILE)]
                db.execute(f"UPDATE {table} SET {name} = ? || {key} WHERE {key} IN (1, 2, 3)", [text])
        db.execute("UPDATE disclosure_items SET raw = ?, value = NULL WHERE report_id < 4", [HOSTILE[0]])
    return Site(folder)


def _scripts(page: str) -> list[str]:
    return re.findall(r"<script[^>]*>.*?</script>", page, re.DOTALL)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/reports", "/reports/reports", "/reports/reports/1", "/reports/reports/2", "/reports/reports/3",
        "/reports/agencies", "/reports/agencies/1", "/reports/sections", "/reports/sections/1", "/reports/findings",
        "/reports/sources", "/reports/report_stats?_facet=function", "/reports/disclosure_items", "/-/source/1",
        "/reports/agency_series", "/reports/arithmetic_errors", "/reports/search_prose?q=alert", "/reports/coverage",
        "/reports/reports?title__contains=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/reports/top_received?province=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/reports?sql=select+'%3Cscript%3E'", "/reports?sql=selec+%3C/textarea%3E%3Cscript%3Ex()",
        "/reports/sections?_search=%3Cscript%3Ealert(1)", "/-/places", "/reports/regions/410103", "/-/compare/1/2",
        "/-/compare?left=1", "/-/functions", "/-/functions?function=%3Cscript%3Ealert(1)%3C/script%3E",
        "/-/search?q=alert", "/reports/agencies?_search=x",
        "/-/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/-/dashboards/country", "/-/dashboards/quality",
        "/reports/findings_reviewed", "/reports/agency_years?agency=1", "/reports/regions",
    ],
)  # fmt: skip
def test_strangers_text_is_shown_inert(path: str, hostile: Site) -> None:
    page = hostile.get(path).text
    own = _scripts(hostile.get("/-/nothing").text)
    scripts = [one for one in _scripts(page) if one not in own]
    assert not any("alert(1)" in one or "x()" in one for one in scripts), path
    assert not re.search(r"<img src=x|onerror=alert\(1\)>", page), path
    assert not re.search(r"""href=["']?\s*javascript:""", page), path


def test_search_engines_are_told_what_to_read(site: Site) -> None:
    robots = site.get("/robots.txt")
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Disallow: /*?" in robots.text and "Sitemap: http://localhost/sitemap.xml" in robots.text
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    (part,) = [one.text for one in ElementTree.fromstring(site.get("/sitemap.xml").text).iter(f"{space}loc")]
    assert part == "http://localhost/sitemap-0.xml"
    told = ElementTree.fromstring(site.get("/sitemap-0.xml").text)
    addresses = [str(one.text) for one in told.iter(f"{space}loc")]
    reports = {f"http://localhost/reports/reports/{number}" for (number,) in site.rows("SELECT id FROM reports")}
    assert reports <= set(addresses) and len(addresses) == len(set(addresses))
    for address in addresses:
        assert site.get(address.removeprefix("http://localhost")).status_code == 200, address
    assert site.get("/sitemap-1.xml").status_code == 404


def test_sitemap_works_without_a_database(tmp_path: Path) -> None:
    site: Any = Site(_configured(tmp_path))
    assert [site.get(path).status_code for path in ("/robots.txt", "/sitemap.xml", "/sitemap-0.xml")] == [200] * 3


@pytest.mark.parametrize("place", ["tables", "database"])
def test_restriction_in_the_metadata_is_kept(place: str, synthetic_dir: Path, tmp_path: Path) -> None:
    """``plugins/gaps/public.py`` saves Datasette its questions only where nothing is restricted."""
    shutil.copytree(synthetic_dir, tmp_path / "site")
    path = tmp_path / "site" / "metadata.yml"
    metadata = yaml.safe_load(path.read_text("utf-8"))
    reports = metadata["databases"]["reports"]
    (reports["tables"]["agencies"] if place == "tables" else reports)["allow"] = {"id": "root"}
    path.write_text(yaml.safe_dump(metadata, allow_unicode=True), "utf-8")
    site = Site(tmp_path / "site")
    assert site.get("/reports/agencies.json").status_code == 403
    assert site.get("/reports/report_stats.json").status_code == (200 if place == "tables" else 403)
