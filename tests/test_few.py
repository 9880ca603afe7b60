"""A share of few cases is no measure: it has no rank, stands last, and is marked wherever it is shown."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from conftest import Site, _configured
from test_site_home import figures, specification

RANKED = {
    "disclosure_rate_by_province": ("公开率", "办结件数"),
    "correction_rate_by_province": ("纠正率", "案件总数"),
    "places_ranked": ("公开率", "办结件数"),
}


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One case in 浙江省, all of it disclosed; thousands in 河南省, half of them; hundreds of reports in each."""
    folder = _configured(tmp_path_factory.mktemp("uneven"))
    import many

    many.build(folder / "reports.db", reports=400, characters=30)
    with sqlite3.connect(folder / "reports.db") as db:
        provinces = ("浙江省", "河南省")
        db.execute("UPDATE report_stats SET province = ?, year = 2024, scope = 'own'", [provinces[0]])
        db.execute("UPDATE report_stats SET province = ? WHERE report_id % 2", [provinces[1]])
        db.execute(
            "UPDATE report_stats SET closed = 0, disclosed = 0, partly_disclosed = 0, corrected = 0,"
            " reconsiderations = 0, suits = 0, disclosure_rate = NULL"
        )
        few = "(SELECT min(report_id) FROM report_stats WHERE province = ?)"
        db.execute(
            f"UPDATE report_stats SET closed = 1, disclosed = 1, disclosure_rate = 1.0, corrected = 1,"
            f" reconsiderations = 1 WHERE report_id = {few}",
            [provinces[0]],
        )
        db.execute(
            "UPDATE report_stats SET closed = 40, disclosed = 20, disclosure_rate = 0.5, corrected = 4,"
            " reconsiderations = 40 WHERE province = ?",
            [provinces[1]],
        )
        # A national organ is of no province, and no province's rival.
        db.execute(
            "UPDATE report_stats SET province = NULL, disclosed = 40, disclosure_rate = 1.0, corrected = 40"
            " WHERE report_id = (SELECT max(report_id) FROM report_stats WHERE province = ?)",
            [provinces[1]],
        )
    return Site(folder)


@pytest.mark.parametrize("name", ["disclosure_rate_by_province", "correction_rate_by_province"])
def test_a_share_of_one_case_is_not_ranked_beside_shares_of_hundreds(name: str, uneven: Site) -> None:
    share, cases = RANKED[name]
    rows = uneven.json(f"/reports/{name}.json?_shape=array&year=2024")
    assert [(row["名次"], row["省份"]) for row in rows] == [(1, "河南省"), (None, "浙江省")]
    assert rows[-1][share] == 1 and rows[-1][cases] == 1 and rows[0][cases] > 1000
    page = uneven.get(f"/reports/{name}?year=2024").text
    assert page.count('title="分母不足 30 件">件少') == 1
    board = "country" if share == "公开率" else "appeals"
    figure = figures(uneven.get(f"/-/dashboards/{board}?year=2024").text)[name]
    drawn = specification(figure)
    assert drawn["encoding"]["y"]["sort"] is None  # as the rows come: few cases last
    assert f"datum['{cases}'] < 30" in drawn["encoding"]["opacity"]["condition"]["test"]
    assert f"{cases}不足 30" in figure and "过少" in figure


@pytest.mark.parametrize("name", RANKED)
def test_ranks_fall_with_the_share_and_the_unranked_come_last(name: str, synthetic_site: Any) -> None:
    share, cases = RANKED[name]
    rows = synthetic_site.json(f"/reports/{name}.json?_shape=array&year=2021")
    ranked = [row[share] for row in rows if row["名次"] is not None]
    assert ranked == sorted(ranked, reverse=True)
    assert [row["名次"] is None for row in rows] == sorted(row["名次"] is None for row in rows)
    assert all(row["名次"] is None for row in rows if (row[cases] or 0) < 30)


def test_tables_mark_shares_of_few_cases(uneven: Site) -> None:
    page = uneven.get("/reports/report_stats?_sort_desc=disclosure_rate&_size=1").text
    assert re.search(r'class="col-disclosure_rate[^>]*>1 <small class="few"', page)
    page = uneven.get("/reports/report_stats?_sort=disclosure_rate&disclosure_rate__notnull=1&_size=1").text
    assert '<small class="few"' not in page
