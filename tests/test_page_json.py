"""Pages as JSON say what the database holds."""

from __future__ import annotations

from typing import Any


def test_places_are_those_with_reports(synthetic_site: Any) -> None:
    told = {row["code"]: row["reports"] for row in synthetic_site.json("/-/places.json")}
    assert told == dict(
        synthetic_site.rows(
            "SELECT region_code, count(*) FROM report_stats WHERE region_code IS NOT NULL GROUP BY region_code"
        )
    )


def test_search_gives_hits_with_their_lines(synthetic_site: Any) -> None:
    told = synthetic_site.json("/-/search.json?q=档案&year=2021")
    assert told["total"] == len(told["prose"]) > 0
    for hit in told["prose"]:
        assert hit["year"] == 2021 and "【档案】" in hit["snippet"] and isinstance(hit["line"], int)
    assert synthetic_site.get("/-/search.json?q=档案&year=1950").status_code == 404


def test_functions_give_the_agencies_of_one(synthetic_site: Any) -> None:
    assert any(one["function"] == "示例局" for one in synthetic_site.json("/-/functions.json")["functions"])
    told = synthetic_site.json("/-/functions.json?function=示例局&province=浙江省")
    assert {one["name"] for one in told["agencies"]} >= {"衢州市示例局"} and told["by_year"]


def test_dashboards_give_the_rows_of_their_charts(synthetic_site: Any) -> None:
    assert "country" in synthetic_site.json("/-/dashboards.json")
    told = synthetic_site.json("/-/dashboards/country.json")
    assert told["charts"]["applications_by_year"] == synthetic_site.json(
        "/reports/applications_by_year.json?_shape=array"
    )
    assert synthetic_site.get("/-/dashboards/nothing.json").status_code == 404
