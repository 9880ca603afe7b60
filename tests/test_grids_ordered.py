"""Tables whose container knows only rows, or an order: columns by the page's header, cells by hypotheses and sums."""

from __future__ import annotations

import pytest
from handmade import CODES, COLUMNS, HABITS, ORDERS, document, faults, make, numbers_of, read, told

from ingest.forms import forms
from ingest.grids import read_grids
from ingest.grids.flat import flat_header
from ingest.grids.hypotheses import Run, explained, is_open
from ingest.model import Cell, Document, Tables
from ingest.text import fold

RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED_IN = "二、上年结转政府信息公开申请数量"
DISCLOSED = "（一）予以公开"
CLOSED = "（七）总计"
CARRIED_OUT = "四、结转下年度继续办理"
HEAD = list(COLUMNS)
FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def cells(*numbers: object) -> list[str]:
    return [str(number) for number in numbers]


# --- every habit with every order of columns ------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("habit", HABITS)
def test_no_number_is_read_where_it_does_not_stand(habit: str, order: str) -> None:
    for seed in range(3):
        assert faults(make(seed, habit, order)) == []


@pytest.mark.parametrize("habit", ["kept", "kept behind a blank", "label columns kept", "stream, kept", "numbered"])
@pytest.mark.parametrize("order", ORDERS)
def test_a_table_that_prints_every_cell_is_read_whole(habit: str, order: str) -> None:
    made = make(7, habit, order, filled=True)
    found = read_grids(made.document, 2023)
    assert found is not None
    got = {
        (row.table, row.code, column): value.number
        for row in found.rows
        for column, value in zip(row.columns, row.values, strict=True)
    }
    assert {cell: got.get(cell) for cell in made.truth} == made.truth


# --- hypotheses -----------------------------------------------------------------------------------------------------


def one(*rows: Run) -> list[list[tuple[str, ...]]]:
    return [sorted(readings) for readings in explained(rows)]


def test_blanks_between_two_numbers_show_that_blanks_are_kept() -> None:
    shows, asks = Run(("3", "", "5", ""), 3, shifted=True), Run(("7", "", "", ""), 3, shifted=True)
    assert one(shows, shows, asks) == [[("3", "", "5")], [("3", "", "5")], [("7", "", "")]]
    assert one(shows, asks) == [
        [("3", "", "5")],
        [("", "", "7"), ("", "7", ""), ("7", "", "")],
    ]  # one proves only itself


def test_without_one_a_row_that_ends_in_blanks_may_have_moved_them() -> None:
    assert len(one(Run(("7", "", "", ""), 3, shifted=True))[0]) == 3
    assert one(Run(("7", "", "", ""), 3))[0] == [("7", "", "")]  # nothing moves what is no text


def test_blanks_that_are_dropped_may_have_stood_anywhere() -> None:
    assert one(Run(("7",), 3)) == [[("", "", "7"), ("", "7", ""), ("7", "", "")]]
    assert one(Run((), 3), Run(("1", "2", "3"), 3)) == [[("", "", "")], [("1", "2", "3")]]


def test_values_stand_in_the_column_that_all_rows_leave_them() -> None:
    deep, shallow = Run(("1", "2"), 2, depth=2), Run(("", "3", "4"), 2, depth=1)
    assert one(deep, shallow) == [[("1", "2")], [("3", "4")]]


def test_cells_before_the_values_are_counted_from_the_end_where_they_differ() -> None:
    assert one(Run(("", "", "1", "2"), 2), Run(("3", "4"), 2)) == [[("1", "2")], [("3", "4")]]


def test_a_blank_first_cell_is_open_where_blanks_before_the_values_are_nobodys() -> None:
    first, lost = Run(("", "", "1", "2", "3"), 3), Run(("", "4", "5"), 3)
    assert one(first, lost)[1] == [("", "4", "5"), ("4", "", "5"), ("4", "5", "")]


def test_running_numbers_before_the_values_are_none_of_them() -> None:
    rows = [Run((str(at), "5", "6"), 2) for at in (1, 2, 1, 2, 3)]
    assert one(*rows) == [[("5", "6")]] * 5
    assert one(*(Run((str(at), "5", "6"), 2) for at in (4, 9))) != [[("5", "6")]] * 2


def test_one_row_of_ten_may_have_lost_a_cell() -> None:
    rows = [Run(("1", "", "3"), 3)] * 10
    found = one(*rows, Run(("4", "5"), 3))
    assert found[0] == [("1", "", "3")]
    assert len(found[-1]) == 3


def test_a_row_with_a_value_too_many_has_every_choice_of_them() -> None:
    assert one(Run(("1", "2", "3"), 2)) == [[("1", "2"), ("1", "3"), ("2", "3")]]
    assert one(Run(("1", "2", "3", "4", "5", "6"), 2)) == [[]]  # that is no row of these columns


def test_glued_digits_are_one_for_each_column_where_rows_print_them_all() -> None:
    rows = [Run(("000",), 3), Run(("120",), 3), Run(("003",), 3)]
    assert one(*rows)[1] == [("1", "2", "0")]
    assert len(one(Run(("120",), 3))[0]) > 1


def test_glued_digits_of_a_page_that_leaves_cells_blank_may_leave_some_too() -> None:
    rows = [Run(("416",), 3), Run(("0305",), 3), Run(("5128",), 3)]
    assert [len(readings) > 1 for readings in explained(rows, blanks=True)] == [True] * 3
    assert len(explained(rows)[0]) == 1


def test_a_wide_row_is_open_rather_than_listed() -> None:
    (found,) = explained([Run(tuple("12345"), 15)])
    assert all(is_open(reading) for reading in found)


# --- headers --------------------------------------------------------------------------------------------------------


def columns(*rows: list[str], lines: list[int] | None = None) -> list[tuple[str | None, str | None]]:
    """(channel, code) of each column that header rows make."""
    block = [
        [Cell(text, (lines or [1] * 9)[at], at, place) for place, text in enumerate(row)] for at, row in enumerate(rows)
    ]
    header = flat_header(block, range(len(rows)), 2023)
    return [(column.channel, column.code) for column in header.columns] if header else []


@pytest.mark.parametrize(
    ("upper", "expected"),
    [
        (["自然人", "法人或其他组织", "总计"], (0, 1, 2, 3, 4, 5, 6)),
        (["总计", "自然人", "法人和其他组织"], (6, 0, 1, 2, 3, 4, 5)),
        (["法人或其他组织", "自然人", "总计"], (1, 2, 3, 4, 5, 0, 6)),
    ],
)
def test_a_group_s_columns_stand_in_its_place(upper: list[str], expected: tuple[int, ...]) -> None:
    rule = forms()["2019"].printed_rule
    found = columns([rule, "申请人情况"], upper, list(COLUMNS[1:6]))
    assert [code for _, code in found] == [CODES[at] for at in expected]
    assert [code for _, code in columns([rule, "申请人情况", *upper, *COLUMNS[1:6]])] == [CODES[at] for at in expected]


def test_a_column_beside_the_group_over_all_others_stands_last() -> None:
    found = columns(["申请人情况", "上年总计"], ["自然人", "法人或其他组织", "总计"], list(COLUMNS[1:6]))
    assert [code for _, code in found] == [*CODES, None]


def test_merged_cells_printed_in_every_row_that_they_reach() -> None:
    upper = ["自然人", *["法人或其他组织"] * 5, "总计"]
    assert [code for _, code in columns(upper, list(COLUMNS))] == list(CODES)


def test_a_word_in_place_of_a_group_s_column_keeps_its_column() -> None:
    inner = ["商业企业", "事业单位", "社会公益组织", "法律服务机构", "其他"]
    found = columns(["自然人", "法人或其他组织", "总计"], inner)
    assert [code for _, code in found] == ["natural_person", "business", None, *CODES[3:]]


SUITS = ["未经复议直接起诉", "复议后起诉"]
K, D, A = "reconsideration", "direct_litigation", "litigation_after_reconsideration"


@pytest.mark.parametrize(
    ("rows", "channels"),
    [
        ([["行政复议", "行政诉讼"], [*FIVE, *SUITS], FIVE * 2], [K, D, A]),
        ([["行政诉讼", "行政复议"], [*SUITS, *FIVE], FIVE * 2], [D, A, K]),
        ([["行政诉讼", "行政复议"], [*SUITS[::-1], *FIVE], FIVE * 2], [A, D, K]),
        ([["行政复议", *FIVE, "行政诉讼", SUITS[0], *FIVE, SUITS[1], *FIVE]], [K, D, A]),
        ([["行政复议", *SUITS], FIVE * 3], [K, D, A]),
        ([["行政诉讼"], SUITS, FIVE * 2], [D, A]),
        ([["行政复议"], FIVE], [K]),
        ([[*FIVE, *SUITS], FIVE * 2], [K, D, A]),  # its first row is on the page before
    ],
)
def test_each_run_of_results_is_its_channel_s(rows: list[list[str]], channels: list[str]) -> None:
    found = columns(*rows)
    assert list(dict.fromkeys(channel for channel, _ in found)) == channels
    assert len(found) == 5 * len(channels)


def test_a_column_beside_the_channels_stands_behind_them() -> None:
    found = columns(["行政复议", "行政诉讼", "备注"], [*FIVE, *SUITS], FIVE * 2)
    assert [channel for channel, _ in found] == [K] * 5 + [D] * 5 + [A] * 5 + [None]


def test_a_header_printed_twice_is_one() -> None:
    rows = [["行政复议", "行政诉讼"], [*FIVE, *SUITS], FIVE * 2]
    assert len(columns(*rows, *rows)) == 15


def test_channels_whose_columns_stand_in_different_orders_are_no_header() -> None:
    assert columns(["行政复议", "行政诉讼"], [*FIVE, *SUITS], [*FIVE, *FIVE[::-1]]) == []


def test_words_that_share_several_lines_have_no_order_but_a_form_s() -> None:
    upper = ["自然人", "法人或其他组织", "总计"]
    shuffled = [list(COLUMNS[3:6]), list(COLUMNS[1:3])]
    assert columns(upper, *shuffled, lines=[1, 2, 3]) == []
    right = [list(COLUMNS[1:4]), list(COLUMNS[4:6])]
    assert [code for _, code in columns(upper, *right, lines=[1, 2, 3])] == list(CODES)


# --- rows and streams -----------------------------------------------------------------------------------------------


def test_a_header_repeated_in_another_order_holds_for_the_rows_below_it() -> None:
    swapped = [HEAD[0], HEAD[2], HEAD[1], *HEAD[3:]]
    rows = [HEAD, [RECEIVED, *cells(4, 1, 2, 5, 0, 0, 12)], swapped, ["2.重复申请", *cells(2, 1, 0, 4, 0, 0, 7)]]
    for places in ("rows", "stream"):
        found = read(rows, places=places)  # type: ignore[arg-type]
        assert numbers_of(found, "applications.received") == [4, 1, 2, 5, 0, 0, 12]
        assert numbers_of(found, "applications.duplicate") == [2, 0, 1, 4, 0, 0, 7]
        assert len(told(found, "columns.reordered")) == 1


def test_the_sums_tell_what_the_layout_has_lost_and_a_note_says_so() -> None:
    rows = [
        HEAD,
        [RECEIVED, *cells(37, 24, 52, 18, 29, 43, 203)],
        [CARRIED_IN, *cells(2, 3, 1, 1, 1, 8)],
        [DISCLOSED, *cells(37, 27, 53, 17, 28, 42, 204)],
        [CLOSED, *cells(37, 27, 53, 17, 28, 42, 204)],
        [CARRIED_OUT, *cells(2, 0, 0, 1, 2, 2, 7)],
    ]
    found = read(rows)
    assert numbers_of(found, "applications.carried_in") == [2, 3, 1, None, 1, 1, 8]
    assert ["2、3、1、1、1、8" in message for message in told(found, "rows.placed")] == [True]


def test_sums_that_leave_two_ways_tell_nothing() -> None:
    rows = [HEAD, [RECEIVED, *cells(5, 5)], [CLOSED, *cells(5, 5)]]
    found = read(rows)
    assert numbers_of(found, "applications.received") == [None] * 6 + [5]  # the total alone is sure
    assert told(found, "cells.unplaced")


def test_a_full_row_that_its_total_denies_may_have_lost_one_and_gained_one() -> None:
    rows = [
        HEAD,
        [RECEIVED, *cells(4, 4)],
        [DISCLOSED, *cells(3, 0, 0, 0, 0, 3, 12)],  # 12 is its page's number
        [CLOSED, *cells(4, 0, 0, 0, 0, 0, 4)],
    ]
    assert numbers_of(read(rows), "applications.disclosed") == [None] * 7
    rows[1] = [RECEIVED, *cells(4, 0, 0, 0, 0, 0, 4)]  # where no row lost a blank, the page has a mistake, and says it
    assert numbers_of(read(rows), "applications.disclosed") == [3, 0, 0, 0, 0, 3, 12]


def test_a_value_too_many_is_left_out_only_if_the_row_s_total_says_which() -> None:
    full = [RECEIVED, *cells(9, 1, 0, 0, 0, 0, 10)]
    found = read([HEAD, full, ["2.重复申请", "2.", *cells(9, 1, 0, 0, 0, 0, 10)]])
    assert numbers_of(found, "applications.duplicate") == [9, 1, 0, 0, 0, 0, 10]
    assert told(found, "rows.long")
    found = read([HEAD, full, ["2.重复申请", *cells(0, 2, 2, 0, 0, 1, 0, 23)]])  # 22 in two pieces
    assert numbers_of(found, "applications.duplicate") == [None] * 7


def test_a_text_in_a_row_s_first_cell_makes_that_cell_unreadable_and_keeps_the_row() -> None:
    found = read([HEAD, [RECEIVED, "见附件", *cells(1, 0, 0, 0, 0, 4)], [CLOSED, *cells(3, 1, 0, 0, 0, 0, 4)]])
    assert numbers_of(found, "applications.received") == [None, 1, 0, 0, 0, 0, 4]
    assert any("见附件" in message for message in told(found, "cells.unreadable"))


@pytest.mark.parametrize("printed", ["1 234", "1. 12", "*", "12*"])
def test_what_is_no_number_stays_in_its_cell(printed: str) -> None:
    rows = [HEAD, [RECEIVED, "3", printed, *cells(0, 0, 0, 0, 3)], [CLOSED, *cells(3, 0, 0, 0, 0, 0, 3)]]
    for places in ("rows", "stream"):
        found = read(rows, places=places)  # type: ignore[arg-type]
        assert numbers_of(found, "applications.received") == [3, None, 0, 0, 0, 0, 3]
        assert any(printed in message for message in told(found, "cells.unreadable"))


def test_words_among_the_values_of_a_stream_may_have_taken_a_blank_s_place() -> None:
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "3", "注1", "0"],
        ["行政规范性文件", *cells(5, 6, 7)],
    ]
    found = read(rows, places="stream")
    assert numbers_of(found, "disclosure_items.regulations") == [None] * 3
    assert numbers_of(found, "disclosure_items.normative_documents") == [5, 6, 7]
    assert numbers_of(read(rows), "disclosure_items.regulations") == [3, None, 0]  # where rows are sure it is a cell


def test_numbers_before_the_labels_of_a_stream_are_no_row_s() -> None:
    rows = [["信息内容", "本年处理决定数量"], ["2", "行政许可"], ["3", "行政处罚"], ["4", "行政强制"], ["5"]]
    found = read(rows, places="stream")
    assert all(value.number is None for row in found.rows for value in row.values)


def test_a_sub_row_s_label_is_no_cell_of_the_row_above() -> None:
    header = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    found = read([header, ["其他对外管理服务事项", "行政检查", "5", "1", ""], ["", "行政确认", "1", "1", "1"]])
    assert found.rows == ()
    assert len(told(found, "rows.unmatched")) == 2


def test_a_unit_between_label_and_values_is_neither() -> None:
    header = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    assert numbers_of(read([header, ["行政许可", "项", "3", "", "5"]]), "disclosure_items.licensing") == [3, None, 5]


def test_a_channel_without_its_total_has_no_cells_in_a_wider_row() -> None:
    header = [["行政复议", "行政诉讼"], [*FIVE, *SUITS], [*FIVE, *FIVE[:4]]]
    found = read([*header, [*cells(1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 3, 0, 0, 3), "", ""]])
    assert numbers_of(found, "appeals.direct_litigation") == [2, 0, 0, 0, 2]
    assert numbers_of(found, "appeals.litigation_after_reconsideration") == [None] * 4
    found = read([*header, cells(1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 3, 0, 0, 3)])
    assert numbers_of(found, "appeals.litigation_after_reconsideration") == [3, 0, 0, 3]


def test_a_row_of_another_kind_keeps_its_numbers_to_itself() -> None:
    rows = [
        HEAD,
        [RECEIVED, *cells(1, 0, 0, 0, 0, 0, 1)],
        ["其中：网络申请", *cells(8, 0, 0, 0, 0, 0, 8)],
        [CLOSED, *cells(1, 0, 0, 0, 0, 0, 1)],
    ]
    for places in ("rows", "stream"):
        found = read(rows, places=places)  # type: ignore[arg-type]
        assert {row.code for row in found.rows} == {"received", "closed"}
        assert any("其中：网络申请 8" in message for message in told(found, "rows.unmatched"))


def test_a_row_of_a_stream_without_cells_gives_its_values_to_no_other() -> None:
    rows = [HEAD, [RECEIVED, *cells(1, 0, 0, 0, 0, 0, 1)], [CARRIED_IN], [CLOSED, *cells(1, 0, 0, 0, 0, 0, 1)]]
    found = read(rows, places="stream")
    assert (
        numbers_of(found, "applications.received") == numbers_of(found, "applications.closed") == [1, 0, 0, 0, 0, 0, 1]
    )
    assert numbers_of(found, "applications.carried_in") in ([], [None] * 7)


def test_two_rows_labels_before_one_row_of_values_are_neither_s() -> None:
    found = read([HEAD, [CARRIED_IN, DISCLOSED, *cells(1, 0, 0, 0, 0, 0, 1)], [CLOSED, *cells(1, 0, 0, 0, 0, 0, 1)]])
    assert {row.code for row in found.rows} == {"closed"}


def test_a_running_number_before_the_label_is_no_label() -> None:
    found = read(
        [["序号", "项目", *HEAD], ["1", RECEIVED, *cells(3, 0, 0, 0, 0, 1, 4)], ["2", CARRIED_IN, *cells(*[0] * 7)]]
    )
    assert numbers_of(found, "applications.received") == [3, 0, 0, 0, 0, 1, 4]
    assert numbers_of(found, "applications.carried_in") == [0] * 7


def test_a_value_under_a_blank_of_the_header_is_under_no_column() -> None:
    header = ["信息内容", "", "本年增/减", "处理决定数量", ""]
    found = read([header, ["行政处罚", "33", "4", "7", ""], ["行政强制", "5", "", "9", ""]])
    assert numbers_of(found, "disclosure_items.penalties") == [None, None]
    assert told(found, "cells.unplaced")


def test_bands_of_table_1_have_columns_of_their_own_in_a_stream() -> None:
    rows = [
        ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", *cells(2, 0, 31)],
        ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "517"],
        ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：千元）"], ["行政事业性收费", "86"],
    ]  # fmt: skip
    found = read(rows, places="stream")
    assert numbers_of(found, "disclosure_items.regulations") == [2, 0, 31]
    assert numbers_of(found, "disclosure_items.licensing") == [517]
    assert numbers_of(found, "disclosure_items.fees") == [8.6]


@pytest.mark.parametrize("header", ["上一年处理决定数量", "没收金额（万元）"])
def test_a_header_that_names_something_else_gives_no_number(header: str) -> None:
    for places in ("rows", "stream"):
        found = read([["信息内容", header], ["行政处罚", "86"]], places=places)  # type: ignore[arg-type]
        assert numbers_of(found, "disclosure_items.penalties") in ([], [None])
        assert any("86" in message for message in told(found, "rows.unmatched") + told(found, "columns.unmatched"))


def test_a_header_goes_on_behind_the_marks_inside_a_word() -> None:
    rows = [["信息内容", "上一年项目数量", "本年增", "/", "处理决定数量"], ["行政许可", *cells(188, 3, 9)]]
    assert numbers_of(read(rows, places="stream"), "disclosure_items.licensing") == [188, 3, 9]


def test_table_3_in_one_row_that_lost_its_blanks() -> None:
    header = [["行政复议", "行政诉讼"], [*FIVE, *SUITS], FIVE * 2]
    found = read([*header, cells(4, 2, 6, 7, 1, 8, 5, 5)])
    assert [numbers_of(found, f"appeals.{channel}") for channel in (K, D, A)] == [[None] * 5] * 3
    assert told(found, "cells.unplaced")
    found = read([*header, cells(4, 2, 1, 0, 7, 0, 0, 5, 5, 10, 3, 5, 5, 2, 15)])
    assert numbers_of(found, "appeals.litigation_after_reconsideration") == [3, 5, 5, 2, 15]
    assert told(found, "rows.placed") == []  # it lost none


def test_table_3_with_a_row_for_each_channel() -> None:
    rows = [["类别", *FIVE], ["行政复议", *cells(1, 0, 0, 1, 2)], ["未经复议直接起诉", *cells(0, 3, 0, 0, 3)]]
    for places in ("rows", "stream"):
        found = read(rows, places=places)  # type: ignore[arg-type]
        assert numbers_of(found, "appeals.reconsideration") == [1, 0, 0, 1, 2]
        assert numbers_of(found, "appeals.direct_litigation") == [0, 3, 0, 0, 3]


# --- headers that can't be read -------------------------------------------------------------------------------------

WITHOUT = [
    ["自 商业 科研", "人然"],
    [RECEIVED, *cells(4, 1, 0, 2, 0, 0, 7)],
    [CARRIED_IN, *cells(0, 0, 0, 1, 0, 0, 1)],
    [DISCLOSED, *cells(3, 1, 0, 3, 0, 0, 7)],
    ["2.重复申请", *cells(1, 0, 0, 0, 0, 0, 1)],
    [CLOSED, *cells(4, 1, 0, 3, 0, 0, 8)],
    [CARRIED_OUT, *cells(0, 0, 0, 0, 0, 0, 0)],
]


def test_the_form_s_columns_are_taken_where_all_sums_bear_them_out() -> None:
    found = read(WITHOUT)
    assert numbers_of(found, "applications.received") == [4, 1, 0, 2, 0, 0, 7]
    assert len(told(found, "columns.assumed")) == 1


@pytest.mark.parametrize("at", [1, 5])
def test_one_sum_that_fails_leaves_the_table_unread(at: int) -> None:
    rows = [list(row) for row in WITHOUT]
    rows[at][1] = "9"
    found = read(rows)
    assert all(value.number is None for row in found.rows for value in row.values)
    assert told(found, "columns.assumed") == [] and told(found, "tables.unread")


def test_of_nothing_but_zeros_no_order_of_the_columns_makes_a_difference() -> None:
    rows = [WITHOUT[0], *([row[0], *cells(*[0] * 7)] for row in WITHOUT[1:])]
    found = read(rows)
    assert found.rows and all(value.number == 0 for row in found.rows for value in row.values)
    assert told(found, "columns.assumed")
    rows[1][3] = "—"
    assert all(value.number is None for row in read(rows).rows for value in row.values)


def test_rows_of_table_1_without_a_header_stay_unread() -> None:
    found = read_grids(document([["规章", "3"], ["行政许可", "4"], ["行政处罚", "5"], ["行政强制", "6"]]), 2023)
    assert found is None or not found.rows
    assert found is None or told(found, "tables.unread")


def test_a_row_of_table_3_without_a_header_needs_three_totals() -> None:
    right = cells(4, 2, 1, 0, 7, 0, 0, 5, 5, 10, 3, 5, 5, 2, 15)
    found = read(WITHOUT, [["结果 结果 其他"], right])
    assert numbers_of(found, "appeals.reconsideration") == [4, 2, 1, 0, 7]
    wrong = [*right[:4], "8", *right[5:]]
    assert numbers_of(read(WITHOUT, [["结果 结果 其他"], wrong]), "appeals.reconsideration") in ([], [None] * 5)


def test_a_header_of_table_3_that_can_be_read_but_not_in_order_leaves_no_room_for_the_form_s() -> None:
    right = cells(4, 2, 1, 0, 7, 0, 0, 5, 5, 10, 3, 5, 5, 2, 15)
    header = [["行政复议", "行政诉讼"], [*FIVE, *SUITS], [*FIVE, *FIVE[::-1]]]
    found = read(WITHOUT, [*header, right])
    assert all(value.number is None for row in found.rows for value in row.values if row.table == "appeals")


def test_a_table_that_goes_on_in_another_grid_keeps_its_header() -> None:
    found = read([HEAD, [RECEIVED, *cells(1, 0, 0, 0, 0, 0, 1)]], [[CLOSED, *cells(1, 0, 0, 0, 0, 0, 1)]])
    assert numbers_of(found, "applications.closed") == [1, 0, 0, 0, 0, 0, 1]


def test_lines_of_another_year_s_rows_are_the_table_s_too() -> None:
    rows = [HEAD, [RECEIVED, *cells(1, 0, 0, 0, 0, 0, 1)], ["2022年", *cells(9, 0, 0, 0, 0, 0, 9)]]
    lines = ["\t".join(row) for row in rows]
    grid = document(rows).grids[0]
    found = read_grids(Document(tuple(lines), tuple(map(fold, lines)), blocks=(grid,)), 2023)
    assert isinstance(found, Tables) and set(found.lines) == {1, 2, 3}
    assert numbers_of(found, "applications.received") == [1, 0, 0, 0, 0, 0, 1]


def test_a_row_with_a_cell_too_many_and_a_blank_may_have_either_twice() -> None:
    whole = [Run((str(at), "1", "", "2", "0", "3"), 6) for at in range(1, 7)]
    damaged = Run(("1", "1", "0", "1", "", "1", "1"), 6)
    readings = explained([*whole, damaged])[-1]
    assert {("1", "1", "0", "1", "", "1"), ("1", "0", "1", "", "1", "1"), ("1", "1", "0", "1", "1", "1")} <= readings


@pytest.mark.parametrize(
    ("row", "reconsideration"),
    [
        ((2, 1, 0, 7, 1, 4, *[0] * 5, 1, 0, 0, 0, 1), [2, 1, 0, 1, 4]),  # 7 is a page's number
        ((2, 1, 9, 3, 6, 3, 6, 2, 1, 12, 1, 1, 1, 1, 4), [None] * 5),  # 9 as well, and a blank is lost
        ((2, 1, 0, 3, 7, 0, 3, 3, 6, 12, 1, 1, 1, 1, 4), [2, 1, 0, 3, 7]),  # a mistake of its author's
    ],
)
def test_a_number_too_many_in_the_row_of_table_3_is_told_by_the_totals(
    row: tuple[int, ...], reconsideration: list[int | None]
) -> None:
    found = read([["行政复议", "行政诉讼"], [*FIVE, *SUITS], FIVE * 2, cells(*row)])
    assert numbers_of(found, "appeals.reconsideration") == reconsideration
