"""The pages that the benchmarks read are read rightly: what is timed is the reading of reports, in every layout."""

from __future__ import annotations

import random
from typing import Any

import mix
import pytest
from generate import invent, report
from mix import LAYOUTS, text
from pages.truth import Key

from ingest.model import STATUTORY
from ingest.parse import parse
from ingest.source import source_of

# What these pages print of the cells' places isn't enough for every cell; what is read must be right all the same.
_LOSING = {
    "L0t",
    "L1e",
    "L1v",
    "L2",
    "L2c",
    "L3r",
    "L4",
    "L5",
    "L5r",
    "L7",
    "L7x",
    "L9",
    "L9d",
    "L11",
    "Lw",
    "Ldoc",
    "L8",
    "L10",
}


def _cells(rows: Any) -> dict[Key, int | float | None]:
    return {
        Key(row.table, row.code, column): value.number
        for row in rows
        if row.table in STATUTORY  # the pages' truth knows these
        for column, value in zip(row.columns, row.values, strict=True)
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_page_of_the_benchmark_is_read_without_a_wrong_number(layout: str) -> None:
    for number in range(LAYOUTS.index(layout) * 5, LAYOUTS.index(layout) * 5 + 5):
        assert mix.layout_of(number) == layout
        it = invent(number)
        read = parse(source_of("page.txt", text(it, layout, random.Random(number)).encode()))
        assert (read.agency.name, read.year) == (it.agency, it.year)
        cells, true = _cells(read.rows), _cells(report(it).rows)
        wrong = {key: n for key, n in cells.items() if n is not None and n != true[key]}
        assert not wrong
        if layout not in _LOSING:  # but for what a page may leave out: sub-rows without their sum, table 3's last total
            missing = {key for key, n in true.items() if n} - {key for key, n in cells.items() if n is not None}
            assert all(key.row in ("other_public_services", "litigation_after_reconsideration") for key in missing)


def test_years_of_an_agency_go_on_from_one_another() -> None:
    for number in range(1, 100):
        before, it = invent(number - 1), invent(number)
        if number % 5:
            assert it.applications["carried_in"][:6] == before.applications["carried_out"][:6]
        assert min(it.applications["received"]) >= 0
        if it.form.id == "2021" and number % 5 > 2:
            last, now = (r.items["normative_documents", "in_force"] for r in (before, it))
            assert now == last + it.items["normative_documents", "issued"] - it.items["normative_documents", "repealed"]
