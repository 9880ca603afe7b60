"""Datasette's own pages in Chinese: nothing of theirs is lost, nothing of ours is English."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import datasette
import pytest
import yaml

ROOT = Path(__file__).parent.parent
THEIRS = Path(datasette.__file__).parent / "templates"
COPIES = ("base.html", "table.html", "query.html", "row.html", "_table.html", "_facet_results.html", "_footer.html")
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
DRAWN = yaml.safe_load((ROOT / "plugins" / "dashboards.yml").read_text("utf-8"))


@pytest.mark.parametrize("name", COPIES)
def test_copy_of_a_template_keeps_what_datasettes_does(name: str) -> None:
    """A newer Datasette may do more in its template; then the copy is due for a new look."""
    read = ((folder / name).read_text("utf-8") for folder in (THEIRS, ROOT / "templates"))
    theirs, ours = (text.replace("{%-", "{%").replace("-%}", "%}") for text in read)  # blanks aside
    for kept in (r"{% (?:block|for|include) [^%]*%}", r'name="[^"{]+"'):
        assert set(re.findall(kept, theirs)) <= set(re.findall(kept, ours)) | {"{% block footer %}"}, name


@pytest.mark.parametrize(
    "path",
    [
        "/reports/report_stats?year__gt=2020&_sort=received",
        "/reports/sections?_search=公开",
        "/reports/forms/2021",
        "/reports/refusal_grounds",
        "/reports?sql=select+1+as+n",
        "/reports/coverage",
        "/-/nonsense",
    ],
)
def test_no_english_sentence_is_left(path: str, synthetic_site: Any) -> None:
    page = re.sub(
        r"<(script|style|svg|pre|code|textarea|td|th|option|dl|em)\b.*?</\1>",
        "",
        synthetic_site.get(path).text,
        flags=re.S,
    )
    page = re.sub(r'<div class="metadata-description">.*?</div>', "", page, flags=re.S)
    said = html.unescape(re.sub(r"<[^>]+>", "\n", page))
    english = [line.strip() for line in said.split("\n") if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", line)]
    assert [line for line in english if not re.search(r"[\u4e00-\u9fff]", line)] == []


def test_codes_in_facets_are_named(synthetic_site: Any) -> None:
    page = synthetic_site.get("/reports/report_stats").text
    facet = re.search(r'id="facet-completeness".*?</ul>', page, re.S)
    assert facet and ">表格全</a>" in facet[0] and ">complete</a>" not in facet[0]


@pytest.mark.parametrize("table", DRAWN["tables"])
def test_preset_chart_of_a_table_names_columns_that_it_has(table: str, synthetic_site: Any) -> None:
    columns = METADATA["tables"][table]["columns"].keys()
    page = html.unescape(synthetic_site.get(f"/reports/{table}").text)
    for chart in DRAWN["tables"][table]:
        assert {chart["x"], chart["y"], chart.get("color", chart["x"])} <= columns
        assert chart["title"] in page
        assert synthetic_site.get(f"/reports/{table}?{chart['arguments']}").status_code == 200


def test_answer_to_any_sql_can_be_drawn(synthetic_site: Any) -> None:
    page = html.unescape(synthetic_site.get("/reports?sql=select+year,+received+from+report_stats").text)
    assert "#g.mark=bar&g.x_column=year&g.x_type=ordinal&g.y_column=received" in page


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 年龄 from reports", "没有这一列：年龄 (no such column: 年龄)"),
        ("select * from 报告", "没有这张表：报告 (no such table: 报告)"),
        ("select 数(1)", "没有这个函数：数 (no such function: 数)"),
        ("select id form reports where", "语法有误"),
        ("select id from reports where", "SQL 不完整 (incomplete input)"),
        ("select id from reports a, sources b", "列名不明确"),
        ("delete from reports", "只能用 SELECT 查询"),
        ("select substr()", "函数 substr() 的参数个数不对"),
    ],
)
def test_what_is_wrong_with_sql_is_said_in_chinese(sql: str, said: str, synthetic_site: Any) -> None:
    for page in ("/reports.json", "/reports"):
        answer = synthetic_site.get(page, params={"sql": sql})
        assert answer.status_code == 400
        text = answer.json()["error"] if page.endswith("json") else html.unescape(answer.text)
        assert said in text, text[:300]


def test_a_column_that_nothing_can_be_sorted_by_is_said_in_chinese(synthetic_site: Any) -> None:
    answer = synthetic_site.get("/reports/report_stats.json?_sort=nosuch")
    assert answer.status_code == 400 and answer.json()["error"].startswith("不能按 nosuch 排序")
