"""One box for all: prose, agencies, places, titles, index numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest

HOSTILE = "<script>alert("


def _hits(site: Any, **arguments: str) -> list[int]:
    """The sections that a search finds, all its pages together."""
    found: list[int] = []
    for page in range(1, 60):
        text = site.get("/-/search", params={**arguments, "page": str(page)}).text
        found += [int(n) for n in re.findall(r'<li><a href="/reports/reports/\d+#section-(\d+)">', text)]
        if 'rel="next"' not in text:
            break
    return found


@pytest.mark.parametrize("word", ["公", "公开", "数字化", "贯彻落实", "GDP", "gdp", "3", "《政府信息公开条例》"])
def test_one_box_finds_what_a_scan_of_the_prose_finds(word: str, synthetic_site: Any) -> None:
    scanned = synthetic_site.rows(
        "SELECT id FROM sections WHERE instr(lower(coalesce(heading, '') || body), '" + word.lower() + "') > 0"
    )
    found = _hits(synthetic_site, q=word)
    assert sorted(found) == sorted(number for (number,) in scanned)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("common", [True, False])
def test_filters_narrow_a_common_and_a_rare_word_alike(
    common: bool, synthetic_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.plugins import pm

    (plugin,) = [p for p in pm.get_plugins() if getattr(p, "COUNTED", None) and hasattr(p, "search")]
    monkeypatch.setattr(plugin, "_COMMON", 0 if common else 10**9)
    stored = synthetic_site.rows(
        "SELECT x.id FROM sections x JOIN report_stats s USING (report_id) WHERE s.year = 2021"
        " AND s.province = '河南省'"
        " AND x.kind = 'problems' AND instr(x.body, '培训') > 0 ORDER BY x.id DESC"
    )
    found = _hits(synthetic_site, q="培训", year="2021", province="河南省", kind="problems")
    assert found == [number for (number,) in stored] != []


def test_facets_count_the_hits(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/search?q=档案").text
    years = dict(re.findall(r'<a href="[^"]*year=\d+[^"]*">(\d{4})</a> <span>(\d+)</span>', page))
    stored = synthetic_site.rows(
        "SELECT year, count(*) FROM sections JOIN reports r ON r.id = report_id WHERE instr(body, '档案') GROUP BY year"
    )
    assert {int(year): int(count) for year, count in years.items()} == dict(stored)
    chosen = synthetic_site.get("/-/search?q=档案&year=2021").text
    assert re.findall(r'class="chosen"[^>]*>✕ (\d+)</a> <span>(\d+)</span>', chosen) == [
        ("2021", str(dict(stored)[2021]))
    ]


def test_one_box_finds_agencies_places_titles_and_index_numbers(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/search?q=衢州").text
    for (agency,) in synthetic_site.rows("SELECT id FROM agencies WHERE instr(name, '衢州')"):
        assert f'href="/reports/agencies/{agency}"' in page
    assert 'href="/reports/regions/330800"' in page
    ((report, number),) = synthetic_site.rows("SELECT id, index_number FROM reports WHERE id = 5")
    assert f'href="/reports/reports/{report}"' in synthetic_site.get("/-/search", params={"q": number}).text
    one = synthetic_site.get("/-/search?q=瀍").text
    assert 'href="/reports/regions/410304"' in one


def test_hit_is_marked_and_nothing_else_is(synthetic_site: Any) -> None:
    page = synthetic_site.get("/-/search?q=数字化").text
    assert set(re.findall(r"<mark>([^<]*)</mark>", page)) == {"数字化"}


@pytest.mark.parametrize(
    "typed", ['"', "'", "AND", "NEAR(", "*", "，。", "\\", "%", "\x00", f"{HOSTILE}1)</script>", "x" * 500]
)
def test_anything_may_be_typed(typed: str, synthetic_site: Any) -> None:
    answer = synthetic_site.get("/-/search", params={"q": typed})
    assert answer.status_code == 200
    assert HOSTILE not in answer.text
    other = synthetic_site.get("/-/search", params={"q": typed, "year": typed, "kind": typed, "page": typed})
    assert other.status_code in (200, 404)  # a year that is none is said so, with 404
    assert HOSTILE not in other.text
