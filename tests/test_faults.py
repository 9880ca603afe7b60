"""The checks raise no false alarm over pages in order, and see what any sum can see: the smaller run of faults.py."""

from __future__ import annotations

from functools import cache

import faults
import pytest

# What the file makes is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

of_parts = pytest.mark.parametrize(
    ("first", "pages"), [(5000, 40), pytest.param(5040, 80, marks=pytest.mark.long)], ids=["sample", "rest"]
)


@cache
def found(first: int, pages: int) -> faults.Totals:
    return faults.run(pages, first=first)


@of_parts
def test_pages_in_order_raise_no_alarm(first: int, pages: int) -> None:
    told = found(first, pages)
    assert told.clean["sentences"] > 5 * told.clean["pages"] > 3 * pages
    assert told.alarms == []


@of_parts
def test_what_a_sum_can_see_is_told_at_its_place(first: int, pages: int) -> None:
    counts = sum(found(first, pages).faults.values(), faults.Counter())
    assert counts["sums"] > pages / 2
    assert faults.seen(counts) >= 0.99, found(first, pages).missed


@of_parts
def test_sentences_that_contradict_the_table_are_mostly_told(first: int, pages: int) -> None:
    told = found(first, pages)
    assert told.told.total() >= 0.7 * told.said.total() > 0.7 * pages / 2


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
