"""Invented drafts, the quick part of ``bench/draft_accuracy.py``: every fault is told, right ones are left alone."""

from __future__ import annotations

from random import Random

import draft_accuracy
import pytest
from drafts import page
from drafts.faults import FAULTS, Fault

from ingest.checks import checks


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_told(fault: Fault) -> None:
    result = draft_accuracy.Result()
    draft_accuracy.one_by_one(result, fault, 1, word=False)
    assert result.missed == [] and result.planted.total() == 1


def test_right_drafts_are_left_alone() -> None:
    result = draft_accuracy.Result()
    draft_accuracy.rights(result, range(25), word=False)
    draft_accuracy.rights(result, range(2), word=True)
    assert (result.alarms, result.right) == ([], 27)


def test_a_draft_is_the_same_in_every_run() -> None:
    assert page.text(page.right(Random(3))) == page.text(page.right(Random(3)))


@pytest.mark.slow
def test_a_folder_beside_a_list_and_last_years_reports() -> None:
    result = draft_accuracy.Result()
    draft_accuracy.folder(result, 1)
    assert (result.alarms, result.missed) == ([], [])
    assert len(result.planted) == 14


def test_every_rule_for_drafts_has_a_fault_that_it_tells() -> None:
    """But those whose cases stand in tests/cases/clerk or tests/test_drafts.py."""
    from drafts.beside import BESIDE

    told = {name for fault in (*FAULTS, *BESIDE) for name in fault.checks}
    rules = {name for name in checks() if name.startswith("draft.")}
    elsewhere = {"draft.no_period", "draft.parts", "draft.growth", "draft.last_said", "draft.deadline"}
    assert rules - told == elsewhere
