"""Every case of ``tests/cases``: a file as it came, and what must come out of it (see ``judging``)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from judging import CASES, KINDS, Case, cases, pages, site

PAGE = (
    "示例县水务局2022年政府信息公开工作年度报告\n一、总体情况\n统计期限2022年1月1日至2022年12月31日\n"
    "二、主动公开政府信息情况\n信息内容\t本年处理决定数量\n行政处罚\t41\n"
)


def parameters() -> list[object]:
    """The cases; one that is known not to hold is marked with its reason."""
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[
                *([pytest.mark.xfail(strict=True, reason=case.stated["xfail"])] if "xfail" in case.stated else []),
                *([pytest.mark.slow, pytest.mark.long] if "slow" in case.stated else []),
            ],
        )
        for case in cases()
    ]


@pytest.mark.parametrize("case", parameters())
def test_what_a_case_says_comes_out(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert case.failures(tmp_path, *map(request.getfixturevalue, case.kind.needs)) == []


def test_every_file_belongs_to_a_case_that_says_why() -> None:
    told = cases()
    assert {path.name for path in CASES.iterdir() if path.is_dir()} == set(KINDS)
    for case in told:
        assert case.files and case.stated["why"] and case.stated["expect"], case.name
    theirs = {file for case in told for file in (case.path, *case.files)}
    assert {p for p in CASES.glob("*/*") if p.suffix not in {".md", ".csv"} or p.stem != p.stem.upper()} <= theirs


@pytest.mark.parametrize(
    ("expect", "failures"),
    [
        ({"cells": {"disclosure_items.penalties.decisions": 41}}, 0),
        ({"cells": {"disclosure_items.penalties.decisions": 14}}, 1),
        ({"cells": {"disclosure_items.coercion.decisions": None}}, 0),
        ({"cells_or_null": {"disclosure_items.penalties.decisions": 4}}, 1),
        ({"cells_or_null": {"appeals.reconsideration.total": 4}}, 0),
        ({"rows": {"disclosure_items.penalties": True, "disclosure_items.coercion": False}}, 0),
        ({"rows": {"disclosure_items.penalties": False, "disclosure_items.coercion": True}}, 2),
        ({"findings": [{"table": "disclosure_items", "row": "penalties"}]}, 1),
        ({"checks": {"disclosure_items": ["rows.short"]}}, 1),
        ({"agency": "示例县水利局", "report": {"year": 2022}}, 1),
        ({"colour": "red"}, 1),
    ],
)
def test_the_judge_sees_what_does_not_hold(expect: dict[str, object], failures: int, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE, "utf-8")
    (folder / "page.json").write_text(json.dumps({"why": "A row.", "expect": expect}), "utf-8")
    [case] = cases(tmp_path)
    (tmp_path / "empty").mkdir()
    assert len(case.failures(tmp_path / "empty")) == failures


@pytest.mark.parametrize(
    ("asked", "expect", "failures"),
    [
        ("GET /reports/no_such_table", {"status": [404]}, 0),
        ("GET /reports/no_such_table", {"status": [200, 302]}, 1),
        ("GET /robots.txt", {"answer_bytes_at_most": 10, "server_memory_mb_below": 1}, 2),
        ("GET /robots.txt", {"says": ["User-agent"], "says_not": ["agent"]}, 1),
        ("GET /robots.txt", {"one_of": [{"status": [404]}, {"status": [200]}]}, 0),
        ("GET /robots.txt", {"one_of": [{"status": [404]}, {"says": ["狗"]}]}, 1),
        ("GET /robots.txt", {"labels_are_chinese": True}, 1),  # none is no proof
        ("GET /-/agency/没有", {"stays_on_the_site": True, "tells_no_folder": True}, 0),
        ("GET /-/agency/没有", {"cells": {}}, 1),  # a word of the other kind of file
    ],
)
def test_the_judge_of_the_site_sees_what_does_not_hold(
    asked: str, expect: dict[str, object], failures: int, tmp_path: Path, url: str
) -> None:
    (tmp_path / "page.http").write_text(asked, "utf-8")
    found = site.judge(site.made([tmp_path / "page.http"], tmp_path, {}, url), expect)
    assert len(found) == failures, found


def test_a_cell_that_is_null_in_silence_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    found = pages.stored([tmp_path / "page.txt"], tmp_path, {})
    expect = {"cells_or_null": {"appeals.reconsideration.total": 4}}
    assert found.findings and pages.judge(found, expect) == []
    found.findings = []
    assert len(pages.judge(found, expect)) == 1
