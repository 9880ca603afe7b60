"""Heads of invented reports: nothing wrong, invented or missed; the quick part of ``bench/head_accuracy.py``."""

from __future__ import annotations

import head_accuracy
import heads
import pytest
from heads.header import ARRANGEMENTS

PAGES = 120


@pytest.fixture(scope="module")
def result() -> head_accuracy.Result:
    return head_accuracy.run(PAGES)


def test_no_head_is_read_otherwise_than_its_page_prints_it(result: head_accuracy.Result) -> None:
    assert [f"{what}: heads.make({seed}) {said!r} got {got!r}" for what, seed, said, got, _ in result.faults] == []


def test_every_kind_of_page_is_among_them(result: head_accuracy.Result) -> None:
    kinds = {kind for seed in range(PAGES) for kind in heads.make(seed).kinds}
    assert {f"header {name}" for name in ARRANGEMENTS} <= kinds
    assert result.counts["others"] >= 4 * len(heads.OTHERS)


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
