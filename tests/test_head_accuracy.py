"""Heads of invented reports: nothing wrong, invented or missed; the quick part of ``bench/head_accuracy.py``."""

from __future__ import annotations

import random

import head_accuracy
import heads
import pytest
from heads.header import ARRANGEMENTS
from heads.organs import KINDS
from heads.region import places

PAGES = 96  # all arrangements of headers are among them; three seconds of processor


@pytest.fixture(scope="module")
def result() -> head_accuracy.Result:
    return head_accuracy.run(PAGES)


def test_no_head_is_read_otherwise_than_its_page_prints_it(result: head_accuracy.Result) -> None:
    assert [f"{what}: heads.make({seed}) {said!r} got {got!r}" for what, seed, said, got, _ in result.faults] == []


def test_every_kind_of_page_is_among_them(result: head_accuracy.Result) -> None:
    kinds = {kind for seed in range(PAGES) for kind in heads.make(seed).kinds}
    assert {f"header {name}" for name in ARRANGEMENTS} <= kinds
    assert "traditional" in kinds and len({f"organ {name}" for name in KINDS} & kinds) >= len(KINDS) - 3
    assert result.counts["others"] >= 3 * len(heads.OTHERS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_organ_beside_the_departments_has_its_name_and_place(kind: str) -> None:
    rng, place = random.Random(kind), places(2021)[1234]
    for _ in range(3):
        organ = KINDS[kind](rng, place, 2021)
        body = "\n一、总体情况\n好。\n二、主动公开政府信息情况\n见表。\n"
        report = head_accuracy.read(f"{organ.name}2021年政府信息公开工作年度报告{body}")
        assert (report.agency.printed, report.agency.region_code) in [(organ.name, code) for code in organ.codes]


def test_pages_are_the_same_in_every_run() -> None:
    assert heads.make(7) == heads.make(7) and heads.make(7).text != heads.make(8).text


def test_a_value_read_otherwise_is_seen() -> None:
    page = heads.make(1)
    page.fields["contact_postcode"], page.fields["category"] = "000001", None
    counted = head_accuracy.Result()
    head_accuracy.judge(counted, page)
    assert {what for what, *_ in counted.faults} <= {
        "contact_postcode wrong",
        "contact_postcode missed",
        "category invented",
    }
    assert counted.faults
