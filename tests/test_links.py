"""No page links to a page that isn't there, nor to an empty key; agencies named in answers are links."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT, Site, _configured
from markup import without_most_pictures
from test_agencies import packed

from ingest.cli import main
from ingest.store import Writer, connect

QUESTIONS = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
STARTS = (
    "/", "/-/dashboards", "/-/dashboards/coverage", "/-/dashboards/quality", "/-/functions",
    "/-/functions?function=示例局&province=河南省", "/-/search?q=公开", "/-/search?q=示例", "/reports/regions/410103",
    "/reports/regions/100000", "/reports/agencies/1", "/reports/agencies/7", "/reports/reports/3",
    "/reports/reports/54", "/reports/report_totals?region_code__isnull=1",
    "/reports/coverage", "/reports/coverage_by_region", "/reports/report_stats?_sort_desc=disclosure_rate", "/reports",
    "/reports/agencies?region_code__isnull=1", "/reports/findings_reviewed",
)  # fmt: skip
ASKED = [f"/reports/{name}" for name in QUESTIONS]


def _links(page: str) -> list[str]:
    found = re.findall(r'<a [^>]*href="(/[^"#]*)', page)
    return [html.unescape(link) for link in found if not link.startswith("/-/static") and not link.endswith(".db")]


def _kind(link: str) -> str:
    path, _, asked = link.partition("?")
    return re.sub(r"\d+", "0", path) + "?" + "&".join(sorted(re.findall(r"(\w+)=", asked)))


@pytest.mark.slow
@pytest.mark.parametrize("alike", [1, pytest.param(2, marks=pytest.mark.long)])
def test_every_link_of_every_kind_of_page_leads_somewhere(alike: int, synthetic_site: Any) -> None:
    """Of links of one kind so many are followed; in the short form from every sixth question, and most charts aren't
    drawn as pictures."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for start in (*STARTS, *ASKED[:: 6 if alike == 1 else 1]):
        answer = synthetic_site.get(start)
        assert answer.status_code == 200, start
        for link in dict.fromkeys(_links(answer.text)):
            path = link.partition("?")[0]
            assert not re.search(r"/(regions|agencies|reports|sources|source|report|agency|compare)/$", path), (
                start,
                link,
            )
            assert "None" not in link, (start, link)
            if len(kinds[_kind(link)]) < alike:
                kinds[_kind(link)].append(link)
    links = [link for several in kinds.values() for link in several]
    for link in without_most_pictures(links) if alike == 1 else links:
        answer = synthetic_site.get(link)
        assert answer.status_code in (200, 302), link
        if answer.status_code == 302:
            assert synthetic_site.get(answer.headers["location"]).status_code == 200, link


@pytest.mark.parametrize("name", [name for name, query in QUESTIONS.items() if re.search("as 机关[, ]", query["sql"])])
def test_agencies_named_in_answers_are_links(name: str, synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/reports/{name}").text
    numbers = {name: number for number, name in synthetic_site.rows("SELECT id, name FROM agencies")}
    cells = re.findall(r'<td class="col-[^"]*">(<a href="/-/agency/[^"]*"[^>]*>[^<]*</a>)', page)
    assert cells or "没有结果" in page
    for href, printed in re.findall(r'<a href="(/-/agency/[^"]*)"[^>]*>([^<]*)</a>', "".join(cells[:5])):
        told = html.unescape(printed)
        assert unquote(href.rpartition("/")[2]) == told
        answer = synthetic_site.get(href)
        assert answer.headers["location"] == f"/reports/agencies/{numbers[told]}"


def test_agencies_in_views_are_links(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/coverage?_size=20").text
    rows = synthetic_site.json("/reports/coverage.json?_shape=array&_size=20")
    found = re.findall(r'<a href="/reports/agencies/(\d+)" title="看这个机关">', page)
    assert [int(number) for number in found] == [row["agency_id"] for row in rows]


def test_an_agency_that_only_a_roster_names_leads_nowhere_wrong(tmp_path: Path) -> None:
    folder = _configured(tmp_path)
    connection = connect(str(folder / "reports.db"))
    writer = Writer(connection)
    for year in (2019, 2021):
        writer.write(packed("衢州市教育局", year))
    writer.commit()
    connection.close()
    (tmp_path / "a.csv").write_text("机关,年份\n衢州市民政局,2019-2021\n", "utf-8")
    arguments = ["expect", str(tmp_path / "a.csv"), "--db", str(folder / "reports.db")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    site = Site(folder)
    listed = site.json("/reports/not_reported.json?_shape=array&year=2020")
    assert [(row["机关"], row["状态"]) for row in listed] == [("衢州市教育局", "未收录"), ("衢州市民政局", "未收录")]
    (link,) = [link for link in _links(site.get("/reports/not_reported?year=2020").text) if "民政" in unquote(link)]
    answer = site.get(link)
    assert answer.status_code == 200 and "衢州市民政局在名录上，库中还没有它的报告" in answer.text
    assert site.get("/-/agency/没有这个局").status_code == 404
    assert "衢州市民政局" in site.get("/reports/regions/330800").text
