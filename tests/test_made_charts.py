"""Charts that no question draws (beside peers, side by side, over the forms) can be taken along like every other."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

import pytest


@pytest.fixture(scope="module")
def beside(synthetic_site: Any) -> str:
    """The address of a chart beside peers: of some agency whose page draws one."""
    for (agency,) in synthetic_site.rows("SELECT id FROM agencies ORDER BY id"):
        if "/-/chart/beside_peers" in synthetic_site.get(f"/reports/agencies/{agency}").text:
            (told,) = synthetic_site.get(f"/-/chart/beside_peers.metadata.json?agency={agency}").json()["columns"][2:]
            return f"/-/chart/beside_peers{{}}?agency={agency}&measure={quote(told)}"
    pytest.fail("no agency has a chart beside its peers")


def _side_by_side(site: Any) -> str:
    (one,), (other,) = site.rows(
        "SELECT agency_id FROM report_stats WHERE scope = 'own' AND closed >= 30"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 2"
    )
    return f"/-/chart/side_by_side{{}}?kind=agency&who={one}&who={other}&measure={quote('公开率')}"


def test_rows_and_pictures_of_a_made_chart_answer(synthetic_site: Any, beside: str) -> None:
    for address in (beside, _side_by_side(synthetic_site)):
        rows = synthetic_site.get(address.format(".json")).json()
        told = synthetic_site.get(address.format(".metadata.json")).json()
        assert rows and list(rows[0]) == told["columns"]
        text = synthetic_site.get(address.format(".csv")).text
        assert text.splitlines()[0] == ",".join(told["columns"]) and len(text.splitlines()) == len(rows) + 1
        assert synthetic_site.get(f"{address.format('.csv')}&_excel=on").text.startswith("\ufeff")
        drawing = html.unescape(re.sub(r"<[^>]+>", "", synthetic_site.get(address.format(".svg")).text))
        assert told["title"] in drawing and "数据截至 2026-01-01" in drawing
        assert address.format("").partition("?")[0] in drawing and {"year", "measure"} & told["parameters"].keys()
        page = synthetic_site.get(address.format("")).text
        assert f"<h1>{html.escape(told['title'])}</h1>" in page and f"数据表（{len(rows)} 行）" in page


def test_a_picture_of_a_made_chart_is_large_and_its_frame_page_bare(synthetic_site: Any, beside: str) -> None:
    body = synthetic_site.get(beside.format(".png")).content
    assert body[:4] == b"\x89PNG" and int.from_bytes(body[16:20], "big") >= 1600
    answer = synthetic_site.get(beside.format("/embed"))
    assert "frame-ancestors *" in answer.headers["content-security-policy"] and "<script" not in answer.text


def test_numbers_beside_peers_are_those_of_the_reports(synthetic_site: Any, beside: str) -> None:
    agency = re.findall(r"agency=(\d+)", beside)[0]
    rows = synthetic_site.get(beside.format(".json")).json()
    (measure,) = rows[0].keys() - {"谁", "年份"}
    column = {"公开率": "disclosure_rate", "新收申请": "received"}[measure]
    stored = dict(
        synthetic_site.rows(f"SELECT year, {column} FROM report_stats WHERE agency_id = {agency} AND scope = 'own'")
    )
    ((name,),) = synthetic_site.rows(f"SELECT name FROM agencies WHERE id = {agency}")
    mine = {row["年份"]: row[measure] for row in rows if row["谁"] == name}
    assert mine and all(value == pytest.approx(stored[year]) for year, value in mine.items())


def test_links_on_the_page_of_a_comparison_lead_to_its_charts(synthetic_site: Any) -> None:
    address = _side_by_side(synthetic_site)
    who = re.findall(r"who=(\d+)", address)
    page = synthetic_site.get(f"/-/compare/peers?kind=agency&who={who[0]}&who={who[1]}").text
    links = {html.unescape(link) for link in re.findall(r'href="(/-/chart/side_by_side[^"]*)"', page)}
    assert address.format("") in links
    for link in links - {one for one in links if ".png" in one or ".svg" in one}:
        assert synthetic_site.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("beside_peers", 400), ("beside_peers?agency=999999", 404), ("beside_peers?agency=1&measure=x", 400),
        ("over_forms?agency=x", 404),
        ("over_forms?agency=1&measure=nothing", 404), ("side_by_side?kind=agency&measure=x", 400),
        ("side_by_side?kind=x", 400), ("side_by_side?kind=agency", 404), ("applications_by_year.csv", 404),
    ],
)  # fmt: skip
def test_a_made_chart_that_cannot_be_meant_is_refused(synthetic_site: Any, address: str, status: int) -> None:
    assert synthetic_site.get(f"/-/chart/{address}").status_code == status


def test_a_picture_of_sums_at_places_says_that_they_hold_organs_of_the_states_line(synthetic_site: Any) -> None:
    for address in ("beside_peers{}?region=410000", "side_by_side{}?kind=place&who=410100&who=330800"):
        told = synthetic_site.get(f"/-/chart/{address.format('.metadata.json')}").json()
        assert "自己报告之和，含垂直管理的（税务、海关、气象等）" in told["description"]
        drawing = synthetic_site.get(f"/-/chart/{address.format('.svg')}").text
        assert "垂直管理的" in "".join(re.findall(r"<text[^>]*>([^<]+)</text>", drawing))
