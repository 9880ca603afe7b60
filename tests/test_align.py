"""The aligner: what the sums of a small table leave certain, held against trying every combination there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from fuzzing import examples
from hypothesis import given
from hypothesis import strategies as st

from ingest.align import Cells, Work, glued, holds, numbers, place
from ingest.align.readings import glued_without_total
from ingest.forms import Sum, forms
from ingest.grids.hypotheses import spread

COLUMNS = ("a", "b", "total")
ACROSS = Sum("row", "applications", "columns", ("total",), ("a", "b"))
DOWN = Sum("column", "applications", "rows", ("all",), ("one", "two", "three"))


def readings(cells: list[str], columns: int = 3) -> list[Cells]:
    return [row for row in sorted(spread(cells, columns)) if _adds_up(row)]


def placed(settled: dict[str, list[int | None]], lost: dict[str, list[str]]) -> dict[str, tuple[str | None, ...]]:
    return place(settled, {code: readings(cells) for code, cells in lost.items()}, COLUMNS, [ACROSS, DOWN], Work())


def test_two_lost_rows_are_settled_by_the_columns_that_they_share() -> None:
    found = placed({"all": [7, 5, 12], "three": [0, 0, 0]}, {"one": ["7", "7"], "two": ["5", "5"]})
    assert found == {"one": ("7", "", "7"), "two": ("", "5", "5")}


def test_a_column_of_which_no_part_is_certain_is_told_by_trying() -> None:
    """No sum excludes a reading by itself: as long as nothing in its column is certain to be printed, it is mute."""
    found = placed({"all": [3, 1, 4], "one": [None, None, None]}, {"two": ["1", "1"], "three": ["3", "3"]})
    assert found == {"two": ("", "1", "1"), "three": ("3", "", "3")}


def test_a_row_that_two_places_fit_keeps_its_total() -> None:
    found = placed({"all": [4, 4, 8], "three": [0, 0, 0]}, {"one": ["4", "4"], "two": ["4", "4"]})
    assert found == {"one": (None, None, "4"), "two": (None, None, "4")}


def test_a_source_that_contradicts_itself_tells_nothing() -> None:
    found = placed({"all": [9, 9, 9], "three": [0, 0, 0]}, {"one": ["7", "7"], "two": ["5", "5"]})
    assert found == {"one": (None,) * 3, "two": (None,) * 3}


def test_a_blank_total_that_escapes_every_sum_proves_nothing() -> None:
    assert placed({}, {"one": ["3", "1"]}) == {"one": (None,) * 3}


def test_a_row_that_nobody_can_list_silences_its_columns() -> None:
    known = {"all": [7, 5, 12], "three": [0, 0, 0]}
    assert place(known, {"one": readings(["7", "7"]), "two": []}, COLUMNS, [ACROSS, DOWN], Work())["one"][0] is None


def test_a_head_printed_as_one_row_stands_for_its_rows() -> None:
    form = forms()["2021"]
    [closed] = [t for t in form.sums_over("applications", ["other_handling"]) if t.check == "applications.closed"]
    assert "other_handling" in closed.right and "fee_overdue" not in closed.right
    [closed] = [t for t in form.sums_over("applications", form.leaves) if t.check == "applications.closed"]
    assert closed.right == form.leaves


def test_glued_digits_are_cut_where_one_way_fits() -> None:
    assert glued_without_total("003", [3], Work(), blanks=True) == [[("0", "0", "3")]]
    assert len(glued_without_total("1240", [3], Work(), blanks=False)[0]) == 3
    assert glued("0" * 15, [5, 5, 5], Work(), blanks=True) == [[("0",) * 5]] * 3
    assert glued("1000000200001200", [7], Work(), blanks=False) == [[]]


@pytest.mark.fuzz
@given(st.text("0123", min_size=1, max_size=7), st.booleans(), st.booleans())
@examples(200)
def test_groups_of_glued_digits_have_the_readings_that_whole_rows_have(digits: str, blanks: bool, summed: bool) -> None:
    every = [row for row in _cuts(digits, 6, blanks) if all(cell == "0" or cell[:1] != "0" for cell in row)]
    read = glued if summed else glued_without_total
    _same(read(digits, [3, 3], Work(), blanks=blanks), every, summed)


def _cuts(digits: str, columns: int, blanks: bool) -> Iterator[Cells]:
    if columns == 0:
        yield from [()] if not digits else []
    else:
        for end in range(0 if blanks else 1, len(digits) + 1):
            yield from ((digits[:end], *rest) for rest in _cuts(digits[end:], columns - 1, blanks))


def _same(found: list[list[Cells]], every: list[Cells], summed: bool) -> None:
    fitting = [row for row in every if not summed or (_adds_up(row[:3]) and _adds_up(row[3:]))]
    assert [set(group) for group in found] == [{row[:3] for row in fitting}, {row[3:] for row in fitting}]
    assert all(len(set(group)) == len(group) for group in found)


def _adds_up(group: Cells) -> bool:
    """A blank total contradicts nothing, nor does one that stands alone."""
    *parts, total = [int(cell) if cell else None for cell in group]
    return total is None or set(parts) == {None} or sum(filter(None, parts)) == total


def test_many_lost_rows_take_bounded_work() -> None:
    """Every row may stand in 35 ways: given up, not gone through."""
    form = forms()["2021"]
    columns = [column.code for column in form.applicants]
    lost = {code: readings(["1", "1", "2"], 7) for code in (*form.leaves, "closed", "received", "carried_in")}
    sums = form.sums_over("applications", lost)
    found = place({}, lost | {"carried_out": readings(["0"], 7)}, columns, sums, Work())
    assert found["received"] == (None,) * 7


cells = st.one_of(st.none(), st.integers(0, 4))
tables = st.tuples(*[st.tuples(cells, cells) for _ in range(3)])


@pytest.mark.fuzz
@given(tables, st.sets(st.sampled_from(["one", "two", "three", "all"]), min_size=1), st.booleans())
@examples(300)
def test_no_cell_is_told_that_some_combination_denies(
    parts: tuple[tuple[int | None, ...], ...], lost: set[str], totals: bool
) -> None:
    """Every combination of readings is tried; what the aligner tells, all that fit agree on."""
    rows = {code: _row(row, totals) for code, row in zip(("one", "two", "three"), parts, strict=True)}
    rows["all"] = _row([_sum(row[at] for row in parts) for at in range(2)], True)
    settled = {code: row for code, row in rows.items() if code not in lost}
    listed = {code: readings([str(n) for n in rows[code] if n is not None]) for code in sorted(lost)}
    found = place(settled, listed, COLUMNS, [ACROSS, DOWN], Work())
    fitting = [
        combination
        for combination in product(*listed.values())
        if _fits({**settled, **{c: numbers(r) for c, r in zip(listed, combination, strict=True)}})
    ]
    for at, code in enumerate(listed):
        for column in range(3):
            text = found[code][column]
            if text is not None:
                assert {combination[at][column] for combination in fitting} == {text}


def _row(parts: object, totals: bool) -> list[int | None]:
    values = list(parts)  # type: ignore[call-overload]
    return [*values, _sum(values) if totals else None]


def _sum(values: object) -> int | None:
    printed = [value for value in values if value is not None]  # type: ignore[attr-defined]
    return sum(printed) if printed else None


def _fits(rows: dict[str, list[int | None]]) -> bool:
    return all(holds(DOWN, {code: row[at] for code, row in rows.items()}) is not False for at in range(3)) and all(
        holds(ACROSS, dict(zip(COLUMNS, row, strict=True))) is not False for row in rows.values()
    )
