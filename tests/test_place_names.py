"""One resolver of place names for every page; a place whose code changed is one place."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from ingest.model import Refused
from ingest.rollup import place_named

ATOM = "{http://www.w3.org/2005/Atom}"
# As typed, and the place that is meant: short, of places that ended long ago besides, of one under two codes.
CALLED = [
    ("衢州市", "浙江省衢州市", "330800"),
    ("瀍河", "河南省洛阳市瀍河回族区", "410304"),
    ("光山县", "河南省信阳市光山县", "411522"),
    ("洛宁县", "河南省洛阳市洛宁县", "410328"),
]
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
