"""Above each question's table stands the sentence that answers it, with the numbers of its rows."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from conftest import ROOT, Site

_QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]


def _said(site: Site, address: str) -> str:
    page = site.get(f"/reports/{address}").text
    found = re.search(r'<p class="answer">([^<]*)</p>', page)
    assert found, address
    if "<table" in page:
        assert page.index(found[0]) < page.index("<table")
    return html.unescape(found[1])


@pytest.mark.parametrize("name", _QUERIES)
def test_every_question_has_a_sentence_that_answers_it(synthetic_site: Any, name: str) -> None:
    said = _said(synthetic_site, name)
    assert said.endswith("。") and "None" not in said and "{" not in said
    if synthetic_site.json(f"/reports/{name}.json?_shape=array&_size=1"):
        assert not re.fullmatch(r"共 [\d,]+ 行。", said), "its own sentence, not the last resort"


def test_sentence_has_the_numbers_of_the_answer(synthetic_site: Any) -> None:
    for province in ("", "河南省"):
        rows = synthetic_site.json(f"/reports/applications_by_year.json?_shape=array&province={quote(province)}")
        last = [row for row in rows if row["新收申请"] is not None][-1]
        said = _said(synthetic_site, f"applications_by_year?province={quote(province)}")
        start = f"{province} {last['年份']} 年 {last['报告数']:,} 份报告共收到申请 {last['新收申请']:,} 件".strip()
        assert said.startswith(start), said
    first = synthetic_site.json("/reports/top_received.json?_shape=array")[0]
    assert f"{first['机关']}，{first['新收申请']:,} 件" in _said(synthetic_site, "top_received")


def test_sentence_names_all_who_are_equal_and_counts_what_is_not_shown(synthetic_site: Any) -> None:
    rows = synthetic_site.json("/reports/timeliness.json?_shape=array")
    late = [row for row in rows if row["时限"] == "逾期"]
    said = _said(synthetic_site, "timeliness")
    assert f"{len(rows):,} 份报告中" in said and (
        f"逾期的 {len(late)} 份" in said if late else "没有可以断定逾期的" in said
    )


def test_nothing_found_is_said(synthetic_site: Any) -> None:
    assert _said(synthetic_site, "index_number?q=zz") == "没有符合条件的数字。"
    assert "<script" not in _said(synthetic_site, f"search_prose?q={quote('<script>公开')}")
