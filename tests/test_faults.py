"""The checks raise no false alarm over pages in order, and see what any sum can see: the smaller run of faults.py."""

from __future__ import annotations

from functools import cache

import faults
import pytest

# What the file makes is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

PAGES = 120


@cache
def found() -> faults.Totals:
    return faults.run(PAGES, first=5000)


def test_pages_in_order_raise_no_alarm() -> None:
    assert found().clean["sentences"] > 5 * found().clean["pages"] > 400
    assert found().alarms == []


def test_what_a_sum_can_see_is_told_at_its_place() -> None:
    counts = sum(found().faults.values(), faults.Counter())
    assert counts["sums"] > PAGES / 2
    assert faults.seen(counts) >= 0.99, found().missed


def test_sentences_that_contradict_the_table_are_mostly_told() -> None:
    assert found().told.total() >= 0.7 * found().said.total() > 0.7 * PAGES / 2


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [
        ([5], [2, 3], False),
        ([5], [2, 4], True),
        ([5], [2, None], False),
        ([5], [6, None], True),
        ([None], [6], False),
        ([7, None], [6], True),
        ([7, None], [6, None], False),
    ],
)
def test_a_sum_is_impossible_only_if_no_blank_can_mend_it(
    left: list[int | None], right: list[int | None], wrong: bool
) -> None:
    assert faults.impossible(left, right) is wrong
