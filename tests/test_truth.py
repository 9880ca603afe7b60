"""Reports agree with what a person read in them, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import truth

from ingest.model import Report

CASES = [pytest.param(truth.EXAMPLES, facts, id=f"example-{name}") for name, facts in truth.truths("examples")] + [
    pytest.param(
        truth.REAL,
        facts,
        id=f"real-{name}",
        marks=pytest.mark.skipif(
            not truth.REAL.is_dir(), reason="the five real reports (../shared/reports) are not here"
        ),
    )
    for name, facts in truth.truths("real")
]


def report_of(folder: Path, facts: dict[str, Any]) -> Report:
    return truth.read((folder / facts["file"]).read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_head_is_as_printed(folder: Path, facts: dict[str, Any]) -> None:
    said = truth.head(report_of(folder, facts))
    assert {name: said[name] for name in facts["report"]} == facts["report"]


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_every_cell_of_table_1_is_as_printed(folder: Path, facts: dict[str, Any]) -> None:
    assert truth.disclosure(report_of(folder, facts)) == facts["disclosure"]


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_every_cell_of_table_2_is_as_printed(folder: Path, facts: dict[str, Any]) -> None:
    assert truth.cells(report_of(folder, facts), "applications", 7) == facts["applications"]


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_every_cell_of_table_3_is_as_printed(folder: Path, facts: dict[str, Any]) -> None:
    assert truth.cells(report_of(folder, facts), "appeals", 5) == facts["appeals"]


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_sections_are_those_printed(folder: Path, facts: dict[str, Any]) -> None:
    assert truth.sections(report_of(folder, facts)) == facts["sections"]


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_every_row_whose_cells_lost_their_place_has_a_finding(folder: Path, facts: dict[str, Any]) -> None:
    report = report_of(folder, facts)
    told = {f"{f.table}.{f.row}" for f in report.findings if f.check in ("rows.short", "rows.long", "rows.cut")}
    assert set(facts["ambiguous"]) <= told


@pytest.mark.parametrize(("folder", "facts"), CASES)
def test_no_sum_is_called_wrong_where_all_agree(folder: Path, facts: dict[str, Any]) -> None:
    report = report_of(folder, facts)
    wrong = [f.message for f in report.findings if f.check.split(".")[0] in ("applications", "appeals")]
    assert len(wrong) == len(facts.get("findings", []))
