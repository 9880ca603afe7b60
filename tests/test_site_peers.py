"""Peers: ranks and medians are those of the stored reports; several agencies or places side by side."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import pytest
from conftest import Site


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_agency_stands_beside_the_median_of_its_function(synthetic_site: Any) -> None:
    (agency, year), *_ = synthetic_site.rows(
        "SELECT agency_id, max(year) FROM report_stats WHERE scope = 'own' AND received IS NOT NULL AND agency_id IN"
        " (SELECT id FROM agencies WHERE function_class = 'education' AND level = 'county') GROUP BY agency_id"
    )
    received = dict(
        synthetic_site.rows(
            f"SELECT agency_id, received FROM report_stats WHERE scope = 'own' AND year = {year}"
            " AND received IS NOT NULL AND agency_id IN"
            " (SELECT id FROM agencies WHERE function_class = 'education' AND level = 'county')"
        )
    )
    assert len(received) > 1
    rank = 1 + sum(number > received[agency] for number in received.values())
    page = synthetic_site.get(f"/reports/agencies/{agency}").text
    row = re.search(r'id="peers".*?<th scope="row">新收申请</th>(.*?)</tr>', page, re.S)
    assert row
    cells = [_plain(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.S)]
    assert cells[0] == f"{received[agency]:,}"
    assert cells[-1] == f"{median(received.values()):,.10g} 第 {rank}，共 {len(received)}"


def test_places_below_are_listed_with_figures_and_sorted(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/regions/410000?year=2022&sort=received").text
    table = re.search(r'<table class="data below">(.*?)</table>', page, re.S)
    assert table
    shown = re.findall(r'regions/(\d{6})">[^<]*</a></th><td class="number">([\d,]*)</td>', table[1])
    expected = synthetic_site.rows(
        "SELECT substr(region_code, 1, 4) || '00', sum(received) FROM report_stats WHERE scope = 'own' AND year = 2022"
        " AND province = '河南省' GROUP BY 1 ORDER BY 2 DESC"
    )
    assert [(code, int(number.replace(",", ""))) for code, number in shown if number] == expected
    assert "未收录" in table[1] and "逾期" in table[1]
    assert synthetic_site.get("/reports/regions/410000?sort=drop").status_code == 200


def test_agencies_side_by_side_show_each_ones_reports(synthetic_site: Any) -> None:
    names = [name for (name,) in synthetic_site.rows("SELECT name FROM agencies WHERE id IN (1, 2) ORDER BY id")]
    asked = "&".join(f"who={quote(name)}" for name in names)
    page = synthetic_site.get(f"/-/compare/peers?kind=agency&{asked}").text
    table = re.search(r'aria-label="新收申请"><table.*?</table>', page, re.S)
    assert table
    for report, received in synthetic_site.rows(
        "SELECT report_id, received FROM report_stats"
        " WHERE agency_id IN (1, 2) AND scope = 'own' AND received IS NOT NULL"
    ):
        assert f'reports/reports/{report}">{received:,}</a>' in table[0]


def test_places_side_by_side_and_what_is_not_found(synthetic_site: Any) -> None:
    page = synthetic_site.get(f"/-/compare/peers?kind=place&who=410000&who=330000&who={quote('二七')}").text
    assert "河南省" in page and "浙江省" in page and "二七区" in page
    page = synthetic_site.get(f"/-/compare/peers?kind=place&who={quote('无此地')}").text
    assert "没有名为“无此地”的地方" in page


@pytest.mark.parametrize("query", ["kind=x", "&".join(f"who={n}" for n in range(7)), f"who={'a' * 200}"])
def test_comparisons_that_cannot_be_meant_are_refused(synthetic_site: Any, query: str) -> None:
    assert synthetic_site.get(f"/-/compare/peers?{query}").status_code == 400


def test_the_chart_of_peers_says_what_it_draws(synthetic_site: Any) -> None:
    ((agency,),) = synthetic_site.rows(
        "SELECT agency_id FROM report_stats WHERE scope = 'own' AND closed >= 30 AND agency_id IN"
        " (SELECT id FROM agencies WHERE function_class = 'education' AND level = 'county')"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )
    peers = synthetic_site.get(f"/reports/agencies/{agency}").text.split('id="peers"')[1]
    figure = peers.split("<figure")[1].split("</figure>")[0]
    assert re.search(r"<figcaption><strong>历年(公开率|新收申请（件）)，与中位数比</strong>", figure)


def test_a_report_that_is_counted_with_another_is_no_peer(synthetic_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    ours = "s.scope = 'own' AND s.received IS NOT NULL AND a.function_class = 'education' AND a.level = 'county'"
    of = f"FROM report_stats s JOIN agencies a ON a.id = s.agency_id WHERE {ours}"
    with sqlite3.connect(folder / "reports.db") as db:
        [(agency, year)] = db.execute(f"SELECT s.agency_id, max(s.year) {of} GROUP BY 1 LIMIT 1")
        others = f"{of} AND s.year = {year} AND s.agency_id != {agency}"
        db.execute(f"INSERT INTO reports_left_out SELECT s.report_id, 'system' {others} LIMIT 1")
        [(count,)] = db.execute(f"SELECT count(*) {others}")
    page = Site(folder).get(f"/reports/agencies/{agency}").text
    row = re.search(r'id="peers".*?<th scope="row">新收申请</th>(.*?)</tr>', page, re.S)
    assert row
    assert count > 1
    assert _plain(row[1]).strip().endswith(f"共 {count}")  # with its own, without the one left out


def _cell(page: str, measure: str, year: int) -> str:
    """What a comparison of one place shows of a measure in a year."""
    table = page.split(f'aria-label="{measure}"')[1].partition("</table>")[0]
    return _plain(table.split(f'<th scope="row">{year}</th>')[1].partition("</tr>")[0]).strip()


def test_figures_of_a_place_say_on_what_they_rest(synthetic_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    with sqlite3.connect(folder / "reports.db") as db:
        [(code, year)] = db.execute(
            "SELECT region_code, year FROM region_totals t JOIN regions n ON n.code = t.region_code"
            " WHERE scope = 'own' AND n.level = 'provincial' ORDER BY reports DESC LIMIT 1"
        )
        db.execute(
            "UPDATE region_totals SET reports = 9000, with_received = 41, received = 777, with_closed = 0,"
            " closed = NULL, disclosure_numerator = 600, disclosure_denominator = 1200, correction_numerator = NULL"
            " WHERE region_code = ? AND year = ? AND scope = 'own'",
            [code, year],
        )
    page = Site(folder).get(f"/-/compare/peers?kind=place&who={code}").text
    assert _cell(page, "新收申请", year) == "777 41 份"  # not of the 9,000 reports that there are
    assert _cell(page, "办结", year) == ""
    assert _cell(page, "公开率", year) == "50.0% 共 1,200 件"
    assert _cell(page, "纠正率", year) == ""
    assert "份数不同" in page and "比率是其分母" in page
