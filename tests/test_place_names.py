"""One resolver of place names for every page; a place whose code changed is one place."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import yaml
from conftest import ROOT, Site

from ingest.model import Refused
from ingest.places import SINCE, successor
from ingest.rollup import place_named
from ingest.store import stats, summaries

ATOM = "{http://www.w3.org/2005/Atom}"
# As typed, and the place that is meant: short, of places that ended long ago besides, of one under two codes.
CALLED = [
    ("衢州市", "浙江省衢州市", "330800"),
    ("瀍河", "河南省洛阳市瀍河回族区", "410304"),
    ("光山县", "河南省信阳市光山县", "411522"),
    ("洛宁县", "河南省洛阳市洛宁县", "410328"),
]
# A province's short name is the province, whatever else is called so in short.
PROVINCES = [("河南", "410000"), ("吉林", "220000"), ("海南", "460000"), ("河北", "130000"), ("内蒙古", "150000")]
CHANGED = [("富阳市", "330111", "浙江省杭州市富阳区"), ("孟津县", "410308", "河南省洛阳市孟津区")]


@pytest.mark.parametrize("typed, full, code", CALLED)
def test_a_short_name_is_understood_by_every_page(typed: str, full: str, code: str, synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/-/compare/peers?kind=place&who={quote(typed)}").text
    assert "没有名为" not in page and f'/reports/regions/{code}">{full}</a>' in page
    feed = synthetic_site.get(f"/-/feed.atom?place={quote(typed)}")
    assert feed.status_code == 200
    assert full in ElementTree.fromstring(feed.text).findtext(f"{ATOM}title", "")
    assert full in html.unescape(synthetic_site.get(f"/-/build?place={quote(typed)}").text)
    assert synthetic_site.json(f"/-/copies.json?place={quote(typed)}")["place"] == code
    assert place_named(typed if typed != "瀍河" else "瀍河回族区").full_name == full


@pytest.mark.parametrize("typed, code", PROVINCES)
def test_a_short_name_of_a_province_is_the_province(typed: str, code: str, synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/-/compare/peers?kind=place&who={quote(typed)}").text
    assert "不止一处" not in page and f"/reports/regions/{code}" in page
    assert synthetic_site.get(f"/-/feed.atom?place={quote(typed)}").status_code == 200
    assert synthetic_site.get(f"/-/build?place={quote(typed)}").status_code == 200


@pytest.mark.parametrize("typed", ["朝阳", "长沙", "鼓楼", "和平"])
def test_a_short_name_of_several_cities_and_counties_is_nobodys(typed: str, synthetic_site: Any) -> None:
    assert "不止一处" in synthetic_site.get(f"/-/compare/peers?kind=place&who={quote(typed)}").text
    assert synthetic_site.get(f"/-/build?place={quote(typed)}").status_code == 404


@pytest.mark.parametrize("typed, now, today", CHANGED)
def test_a_name_that_one_place_bore_is_that_place(typed: str, now: str, today: str, synthetic_site: Any) -> None:
    """Other places that were called so had ended before there were reports."""
    assert synthetic_site.get(f"/-/build?place={quote(typed)}").status_code == 200
    assert synthetic_site.get(f"/-/feed.atom?place={quote(typed)}").status_code == 200
    page = synthetic_site.get(f"/-/compare/peers?kind=place&who={quote(typed)}&who={now}").text
    assert len(set(re.findall(r'<th scope="col" class="number"><a href="/reports/regions/(\d+)"', page))) == 1
    assert today in page
    assert place_named(typed).last_year


def test_a_name_of_several_places_is_nobodys(synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/-/compare/peers?kind=place&who={quote('鼓楼区')}").text
    assert "“鼓楼区”不止一处" in page and "河南省开封市鼓楼区" in page and "peers-table" not in page
    for path in ("/-/feed.atom", "/-/build", "/-/copies"):
        assert synthetic_site.get(f"{path}?place={quote('鼓楼区')}").status_code == 404
    with pytest.raises(Refused, match="请写全称"):
        place_named("鼓楼区")


@pytest.fixture(scope="module")
def moved(synthetic_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A county whose reports until 2022 stand under the code of before (孟津县), later ones under 孟津区's."""
    folder = tmp_path_factory.mktemp("moved")
    shutil.copytree(synthetic_dir, folder, dirs_exist_ok=True)
    with sqlite3.connect(folder / "reports.db") as db:
        sql = "SELECT report_id, year FROM report_stats WHERE region_code = '410304'"
        reports = db.execute(sql).fetchall()
        for report, year in reports:
            code = "410322" if year < 2022 else "410308"
            db.execute("UPDATE reports SET place_code = ? WHERE id = ?", [code, report])
        stats.rebuild(db, [report for report, _ in reports])
        summaries.refresh(db)
    return Site(folder)


@pytest.mark.parametrize("code, other", [("410308", "410322"), ("410322", "410308")])
def test_a_place_whose_code_changed_is_whole(moved: Site, code: str, other: str) -> None:
    sql = "SELECT year, sum(received) FROM report_stats WHERE region_code IN ('410308', '410322') AND scope = 'own'"
    once = "report_id NOT IN (SELECT report_id FROM reports_left_out)"
    years = dict(moved.rows(f"{sql} AND {once} GROUP BY year"))
    assert min(years) < 2022 <= max(years)
    built = moved.json(f"/-/build.json?rows=year&show=received&place={code}")
    assert {row["name"]: row["received"] for row in built["rows"]} == years
    assert any(other in note for note in built["notes"])
    page = moved.get(f"/-/compare/peers?kind=place&who={code}").text
    table = re.search(r'aria-label="新收申请"><table.*?</table>', page, re.S)
    assert table
    shown = re.findall(r'<th scope="row">(\d+)</th><td class="number">([\d,]+)', table[0])
    assert {int(year): int(n.replace(",", "")) for year, n in shown} == {
        y: n for y, n in years.items() if n is not None
    }
    drawn = moved.get(f"/-/build.svg?rows=year&show=received&place={code}").text
    assert f"（{other}）的数一并计入" in re.sub(r"<[^>]+>", "", drawn)
    feed = ElementTree.fromstring(moved.get(f"/-/feed.atom?place={code}").text)
    ((count,),) = moved.rows("SELECT count(*) FROM report_stats WHERE region_code IN ('410308', '410322')")
    assert len(feed.findall(f"{ATOM}entry")) == count
    told = re.search(r'<p class="message-warning" role="status">这个地方的代码变动过.*?</p>',
                     moved.get(f"/reports/regions/{code}").text)  # fmt: skip
    assert told and f'/reports/regions/{other}"' in told[0]
    for question, name in (("county_series", "place"), ("region_years", "region")):
        told = re.search(r'<p class="message-warning" role="status">这个地方的代码变动过.*?</p>',
                         moved.get(f"/reports/{question}?{name}={code}").text)  # fmt: skip
        assert told
        (way,) = re.findall(r'href="([^"]*)"', told[0])
        answer = moved.get(html.unescape(way))
        assert answer.status_code == 200 and f"（{code}）" in answer.text


QUESTIONS = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]


@pytest.mark.parametrize("name", sorted(name for name, told in QUESTIONS.items() if ":place" in told["sql"]))
def test_a_question_of_a_place_whose_code_changed_is_of_all_its_codes(moved: Site, name: str) -> None:
    """Under either name; and the page says so, as it is."""
    former, today = "河南省洛阳市孟津县", "河南省洛阳市孟津区"
    level = "&level=county" if ":level" in QUESTIONS[name]["sql"] else ""
    answers = [moved.json(f"/reports/{name}.json?_shape=array&place={quote(one)}{level}") for one in (former, today)]
    assert answers[0] == answers[1]
    if "地区" in (answers[0] or [{}])[0] and "年份" in answers[0][0] and ":year = ''" in QUESTIONS[name]["sql"]:
        assert {row["地区"] for row in answers[0]} == {former, today}
    page = html.unescape(moved.get(f"/reports/{name}?place={quote(former)}{level}").text)
    assert "各代码的都算在内" in page and "只有一个代码" not in page


def test_pages_and_commands_know_one_first_year_of_reports() -> None:
    text = (Path(__file__).parent.parent / "plugins" / "places_named.py").read_text("utf-8")
    assert re.findall(r"^_SINCE = (\d+)", text, re.M) == [str(SINCE)]


@pytest.mark.parametrize("name", ["孟津县", "沙县", "光山县", "富阳市", "开封市"])
def test_pages_and_commands_mean_one_place_by_a_name(name: str, synthetic_site: Any) -> None:
    page = html.unescape(synthetic_site.get(f"/-/compare/peers?kind=place&who={quote(name)}").text)
    shown = re.search(r'name="who"[^>]*value="([^"]+)"', page)
    assert shown
    [(now,)] = synthetic_site.rows(
        f"SELECT DISTINCT code_now FROM region_names JOIN regions USING (code) WHERE full_name = '{shown[1]}'"
    )
    assert successor(place_named(name).code) == now
