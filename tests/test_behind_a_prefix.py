"""Behind another address (``base_url``): pages, files and answers are what they are without; links stay behind it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Site, _configured

PREFIX = "/nb/"
PAGES = (
    "/", "/reports", "/-/functions", "/-/compare/peers?kind=place&who=410100&who=410103",
    "/-/dashboards/country", "/-/dashboards/province?province=河南",
    "/-/search?q=公开", "/-/build?rows=province&show=received", "/-/compare", "/-/panel", "/-/copies", "/-/revisions",
    "/reports/reports/3", "/reports/agencies/1", "/reports/regions/410103", "/reports/report_stats?_facet=level",
    "/reports/applications_by_year?province=河南", "/reports/coverage?_size=5&_facet=year",
    "/-/chart/applications_by_year", "/-/source/3",
    "/reports/reports_by_province_and_year", "/-/feed.atom?place=河南省",
)  # fmt: skip
REFUSED = (
    "/reports/applications_by_year?year=1999",
    "/-/dashboards/province?province=天堂",
    "/reports/t.xyz",
    "/-/nothing",
)
FILES = (
    "/reports/report_stats.csv?_excel=on", "/reports/applications_by_year.csv?province=河南", "/reports/panel.csv",
    "/reports/places_ranked.JSON?_shape=array", "/-/search.json?q=公开", "/-/build.csv?rows=year&show=received",
)  # fmt: skip


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, synthetic_dir: Path) -> Site:
    """The invented site behind a prefix."""
    folder = _configured(tmp_path_factory.mktemp("behind"))
    (folder / "reports.db").symlink_to(synthetic_dir / "reports.db")
    settings = json.loads((folder / "settings.json").read_text("utf-8")) | {"base_url": PREFIX}
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    return Site(folder)


def _addresses(page: str) -> list[str]:
    """Of links, files and forms, and of what charts lead to."""
    page = html.unescape(page)
    return re.findall(r'\b(?:href|src|action)="(?:http://localhost)?(/[^"]*)', page) + re.findall(
        r'"(/(?:reports|-)/[^"]*)', page
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_behind_a_prefix_leads_nowhere_else(path: str, behind: Site) -> None:
    answer = behind.get(path)
    assert answer.status_code == 200 and answer.request.url.path.startswith(PREFIX)
    addresses = _addresses(answer.text)
    assert (
        addresses and [one for one in addresses if not one.startswith(PREFIX) or one.startswith(PREFIX + "nb/")] == []
    )


@pytest.mark.parametrize("path", [*FILES, *REFUSED])
def test_what_is_asked_for_is_answered_as_without_a_prefix(path: str, behind: Site, synthetic_site: Site) -> None:
    asked: list[Any] = [site.get(path) for site in (behind, synthetic_site)]
    told = [(one.status_code, one.headers["content-type"], one.headers.get("content-disposition")) for one in asked]
    assert told[0] == told[1]
    assert asked[0].text.replace(PREFIX, "/") == asked[1].text.replace(PREFIX, "/")


@pytest.mark.parametrize("path", ["/-/places", "/reports/report_stats/3", "/-/agency/某某局?x=/nb/"])
def test_redirects_stay_behind_the_prefix(path: str, behind: Site, synthetic_site: Site) -> None:
    told = [site.get(path) for site in (behind, synthetic_site)]
    assert told[0].status_code == told[1].status_code
    assert told[0].headers.get("location", "").replace(PREFIX, "/") == told[1].headers.get("location", "")
    assert told[0].status_code != 302 or told[0].headers["location"].startswith(PREFIX)
