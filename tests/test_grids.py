"""Exact tables: columns by the page's header, rows by their labels, cells by what they lie under, values as printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ingest.containers import source_of
from ingest.grids.alignment import Printed, Target, aligned
from ingest.model import Cell, Document, Report
from ingest.parse import parse
from ingest.spans import Span, laid
from ingest.transcript import Transcript

HEAD = (
    "<p>示例县林业局2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>统计期限2023年1月1日至2023年12月31日。</p>"
    "<p>二、主动公开政府信息情况</p>"
)
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
CODES = (
    "natural_person",
    "business",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
    "total",
)


def table(*rows: str) -> str:
    """A table whose rows are written ``a|b|c``; ``a*3`` spans three columns, ``a^2`` two rows."""
    return f"<table>{''.join(f'<tr>{_cells(row)}</tr>' for row in rows)}</table>"


def _cells(row: str) -> str:
    cells = []
    for cell in row.split("|") if row else []:
        text, _, rows = cell.partition("^")
        text, _, columns = text.partition("*")
        spans = f' colspan="{columns}"' if columns else ""
        cells.append(f"<td{spans}{f' rowspan={rows}' if rows else ''}>{text}</td>")
    return "".join(cells)


def report(*tables: str) -> Report:
    return parse(source_of("page.html", (HEAD + "".join(tables)).encode()))


def numbers(found: Report, name: str) -> list[float | None]:
    """The numbers of a row: ``applications.received``; [] where it isn't read."""
    table_name, code = name.split(".")
    return [v.number for row in found.rows if (row.table, row.code) == (table_name, code) for v in row.values]


def cell(found: Report, name: str) -> Any:
    table_name, code, column = name.split(".")
    row = next((row for row in found.rows if (row.table, row.code) == (table_name, code)), None)
    return row.number(column) if row else None


def told(found: Report, check: str) -> list[str]:
    return [finding.message for finding in found.findings if finding.check == check]


APPLIED = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（七）总计",
    "四、结转下年度继续办理",
)


def applications(*rows: str, columns: Sequence[str] = COLUMNS, labels: int = 1) -> str:
    corner = "|".join([""] * labels)
    return table(f"{corner}|{'|'.join(columns)}", *rows)


# --- columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order", [(6, 0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0, 6), (0, 6, 5, 1, 2, 4, 3), (1, 2, 3, 4, 5, 6, 0)]
)
def test_the_header_s_order_is_the_columns_order(order: tuple[int, ...]) -> None:
    values = (11, 2, 3, 4, 5, 6, 31)
    found = report(
        applications(f"{APPLIED[0]}|{'|'.join(str(values[at]) for at in order)}", columns=[COLUMNS[at] for at in order])
    )
    assert numbers(found, "applications.received") == list(values)
    assert len(told(found, "columns.reordered")) == 1


def test_the_form_s_own_order_needs_no_word() -> None:
    found = report(applications(f"{APPLIED[0]}|1|2|3|4|5|6|21"))
    assert numbers(found, "applications.received") == [1, 2, 3, 4, 5, 6, 21]
    assert told(found, "columns.reordered") == []


@pytest.mark.parametrize("extra", ["上年件数", "序号", "占比", "备注", "单位", "2022年", "网上申请"])
@pytest.mark.parametrize("place", [0, 3, 7])
def test_a_column_that_is_none_of_the_form_s_keeps_its_values(extra: str, place: int) -> None:
    columns, values = list(COLUMNS), [4, 0, 2, 0, 1, 0, 7]
    columns.insert(place, extra)
    values.insert(place, 88)
    found = report(applications(f"{APPLIED[0]}|{'|'.join(map(str, values))}", columns=columns))
    assert numbers(found, "applications.received") == [4, 0, 2, 0, 1, 0, 7]
    assert any("88" in message for message in told(found, "columns.unmatched")) or extra == "序号"


def test_a_column_that_is_not_printed_is_null_and_said() -> None:
    found = report(applications(f"{APPLIED[0]}|2|3|4|5|6|20", columns=COLUMNS[1:]))
    assert numbers(found, "applications.received") == [None, 2, 3, 4, 5, 6, 20]
    assert any("自然人" in message for message in told(found, "rows.short"))


def test_another_year_s_columns_beside_this_year_s() -> None:
    top = "项目^2|2022年*7|2023年*7"
    rows = table(top, "|".join(COLUMNS * 2), f"{APPLIED[0]}|9|9|9|9|9|9|54|1|0|0|0|0|2|3")
    assert numbers(report(rows), "applications.received") == [1, 0, 0, 0, 0, 2, 3]


def test_this_and_last_year_under_each_column() -> None:
    top = "项目^2|自然人*2|总计*2"
    found = report(table(top, "上年|本年|上年|本年", f"{APPLIED[0]}|7|5|8|6"))
    assert (cell(found, "applications.received.natural_person"), cell(found, "applications.received.total")) == (5, 6)


@pytest.mark.parametrize(
    "header",
    ["上一年处理决定数量", "罚款金额（万元）", "处理决定数量（2021年）", "处理决定占比", "同比增长", "处罚人数"],
)
def test_a_header_that_names_something_else_gives_no_number(header: str) -> None:
    found = report(table(f"信息内容|{header}", "行政处罚|86"))
    assert cell(found, "disclosure_items.penalties.decisions") is None
    assert any("86" in finding.message for finding in found.findings)


@pytest.mark.parametrize("header", ["处理决定的数量", "本年度处理决定件数", "本年处理决定总数量"])
def test_a_header_in_other_words_is_read_and_said(header: str) -> None:
    found = report(table(f"信息内容|{header}", "行政处罚|86"))
    assert cell(found, "disclosure_items.penalties.decisions") == 86
    assert told(found, "labels.read_as") or header == "本年度处理决定件数"


def test_the_header_printed_again_in_another_order_holds_from_there() -> None:
    again = (*COLUMNS[5:0:-1], COLUMNS[0], COLUMNS[6])
    rows = [
        f"|{'|'.join(COLUMNS)}",
        f"{APPLIED[0]}|1|2|3|4|5|6|21",
        f"|{'|'.join(again)}",
        f"{APPLIED[3]}|6|5|4|3|2|1|21",
    ]
    found = report(table(*rows))
    assert numbers(found, "applications.received") == numbers(found, "applications.closed") == [1, 2, 3, 4, 5, 6, 21]


def test_two_columns_of_one_name_that_differ_are_neither() -> None:
    found = report(table("信息内容|本年制发件数|备注|本年制发件数|现行有效件数", "规章|1||2|9"))
    assert cell(found, "disclosure_items.regulations.issued") is None
    assert cell(found, "disclosure_items.regulations.in_force") == 9
    assert told(found, "cells.unplaced")


# --- places ---------------------------------------------------------------------------------------------------------


def test_a_value_over_two_columns_belongs_to_neither() -> None:
    found = report(applications(f"{APPLIED[0]}|5*2|3|0|0|0|8", f"{APPLIED[3]}|1|0|0|0|0|0|1"))
    assert numbers(found, "applications.received") == [None, None, 3, 0, 0, 0, 8]
    assert any("自然人、商业企业" in message for message in told(found, "cells.unplaced"))


def test_a_value_over_two_rows_belongs_to_neither() -> None:
    found = report(applications(f"{APPLIED[0]}|5^2|0|0|0|0|0|5", f"{APPLIED[1]}|0|0|0|0|0|0"))
    assert numbers(found, "applications.received")[:2] == [None, 0]
    assert numbers(found, "applications.carried_in")[:2] == [None, 0]


def test_values_repeated_under_one_header_are_one() -> None:
    repeated = "信息内容|本年处理决定数量|本年处理决定数量|本年处理决定数量"
    found = report(table(repeated, "行政许可|7|7|7", "行政处罚|7|8|7", "行政强制|||9"))
    assert [cell(found, f"disclosure_items.{name}.decisions") for name in ("licensing", "penalties", "coercion")] == [
        7,
        None,
        9,
    ]


@pytest.mark.parametrize("long", [3, 5])
def test_a_wrong_row_span_shifts_nothing(long: int) -> None:
    rows = [
        f"*3|{'|'.join(COLUMNS)}",
        f"{APPLIED[0]}*3|1|0|0|0|0|0|1",
        f"三、本年度办理结果^{long}|（一）予以公开*2|2|0|0|0|0|1|3",
        "（二）部分公开*2|3|0|0|0|0|1|4",
        "（三）不予公开^2|1.属于国家秘密|4|0|0|0|0|1|5",
        "2.其他法律行政法规禁止公开|5|0|0|0|0|1|6",
        f"{APPLIED[4]}*3|6|0|0|0|0|1|7",
    ]
    found = report(table(*rows))
    for at, code in enumerate(
        ("disclosed", "partly_disclosed", "state_secret", "prohibited_by_law", "carried_out"), start=2
    ):
        assert numbers(found, f"applications.{code}") in ([at, 0, 0, 0, 0, 1, at + 1], [None] * 7), code


def test_a_row_that_lost_a_cell_is_null_and_said() -> None:
    found = report(applications(f"{APPLIED[0]}|1|2|3|4|5|6|21", f"{APPLIED[1]}|2|3|1|1|1|8"))
    assert numbers(found, "applications.received") == [1, 2, 3, 4, 5, 6, 21]
    assert numbers(found, "applications.carried_in") == [None] * 6 + [8]  # 2 + 3 + 1 + 1 + 1, wherever they stand
    assert any("2、3、1、1、1、8" in message for message in told(found, "cells.unplaced"))


def test_blank_is_no_zero_and_a_dash_neither() -> None:
    found = report(applications(f"{APPLIED[0]}|0||&nbsp;|/|—|　|0"))
    assert numbers(found, "applications.received") == [0, None, None, None, None, None, 0]
    assert not told(found, "cells.unreadable")


# --- labels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("一、本年度新收到的政府信息公开申请数量", "received"),
        ("四、结转到下一年度继续办理的", "carried_out"),
        ("2.重复性申请", "duplicate"),
        ("保护第三方合法权意", "third_party_rights"),
        ("5.属于三类内部管理信息", "internal_affairs"),
        ("2.其他法律行止公开", "prohibited_by_law"),
        ("2.没有现成的信息，需要另行加工制作", "needs_compilation"),
    ],
)
def test_a_label_in_other_words_is_read_and_said(printed: str, code: str) -> None:
    every = [f"{label}|1|1|1|1|1|1|6" for label in ("（一）予以公开", "1.属于国家秘密", "（七）总计")]
    found = report(applications(f"{APPLIED[1]}|1|1|1|1|1|1|6", *every, f"{printed}|2|2|2|2|2|2|12"))
    assert numbers(found, f"applications.{code}") == [2, 2, 2, 2, 2, 2, 12]
    assert any(printed in message for message in told(found, "labels.read_as"))


@pytest.mark.parametrize(
    "printed",
    [
        "属于某类信息",
        "政府信息公开申请数量",
        "其中：自然人申请",
        "（三）不予公开",
        "公开",
        "上年新收政府信息公开申请数量",
        "9.其他情形",
    ],
)
def test_a_label_that_fits_no_row_alone_is_quoted(printed: str) -> None:
    found = report(
        applications("（一）予以公开|1|0|0|0|0|0|1", f"{printed}|2|2|2|2|2|2|12", "（七）总计|3|0|0|0|0|0|3")
    )
    assert sorted(row.code for row in found.rows) == ["closed", "disclosed"]
    assert any(printed in message for message in told(found, "rows.unmatched"))


def test_two_rows_labels_before_one_row_of_values() -> None:
    rows = (f"{APPLIED[0]}|（一）予以公开|1|0|0|0|0|0|1", "|（二）部分公开|2|0|0|0|0|0|2")
    found = report(applications(*rows, labels=2))
    assert numbers(found, "applications.disclosed") == [] == numbers(found, "applications.received")
    assert numbers(found, "applications.partly_disclosed") == [2, 0, 0, 0, 0, 0, 2]


def test_groups_number_and_order_tell_the_short_words() -> None:
    rows = [
        "（六）其他处理^3|1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请|1|0|0|0|0|0|1",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请|2|0|0|0|0|0|2",
        "其他|3|0|0|0|0|0|3",
        "总计*2|6|0|0|0|0|0|6",
    ]
    found = report(applications(*rows, labels=2))
    assert [
        numbers(found, f"applications.{code}")[:1]
        for code in ("correction_overdue", "fee_overdue", "other_reasons", "closed")
    ] == [[1], [2], [3], [6]]


def test_a_row_printed_twice_with_other_numbers_keeps_what_agrees() -> None:
    found = report(applications(f"{APPLIED[0]}|1|2|0|0|0|0|3", f"{APPLIED[0]}|1|3|0|0|0|0|4"))
    assert numbers(found, "applications.received") == [1, None, 0, 0, 0, 0, None]
    assert told(found, "rows.repeated")


def test_last_year_s_table_under_its_caption_fills_nothing() -> None:
    last = "<p>（二）2022年度收到政府信息公开申请情况表</p>"
    found = report(applications(f"{APPLIED[0]}|1|0|0|0|0|0|1"), last, applications(f"{APPLIED[1]}|9|9|9|9|9|9|54"))
    assert numbers(found, "applications.carried_in") == []


def test_alignment_needs_a_clear_margin() -> None:
    targets = [
        Target("internal_affairs", "5.属于三类内部事务信息"),
        Target("process_information", "6.属于四类过程性信息"),
    ]
    [undecided] = aligned("applications", [Printed("属于某类信息")], targets)
    assert undecided is None
    first, second = aligned("applications", [Printed("属于内部事务的信息"), Printed("属于过程性的信息")], targets)
    assert first and second and (first.code, second.code) == ("internal_affairs", "process_information")


# --- table 3 --------------------------------------------------------------------------------------------------------

RESULTS = "结果维持|结果纠正|其他结果|尚未审结|总计"


def test_suits_before_reviews() -> None:
    found = report(
        table(
            "行政诉讼*10|行政复议*5",
            f"未经复议直接起诉*5|复议后起诉*5|{RESULTS.replace('|', '^2|')}^2",
            f"{RESULTS}|{RESULTS}",
            "2|0|1|1|4|6|0|0|0|6|3|1|0|0|4",
        )
    )
    assert numbers(found, "appeals.direct_litigation") == [2, 0, 1, 1, 4]
    assert numbers(found, "appeals.litigation_after_reconsideration") == [6, 0, 0, 0, 6]
    assert numbers(found, "appeals.reconsideration") == [3, 1, 0, 0, 4]


def test_results_in_another_order_and_words() -> None:
    found = report(table("行政复议*5", "纠正结果|结果维持|其他结果|尚未审结|总计", "1|5|0|0|6"))
    assert cell(found, "appeals.reconsideration.corrected") == 1
    assert cell(found, "appeals.reconsideration.upheld") == 5


def test_a_row_for_each_channel_or_a_table_for_each() -> None:
    rows = report(table(f"|{RESULTS}", "行政复议|1|0|0|0|1", "未经复议直接起诉||||||".rstrip("|") + "|0|0|2|0|2"))
    assert numbers(rows, "appeals.direct_litigation") == [0, 0, 2, 0, 2]
    apart = report(
        "<p>（一）行政复议</p>", table(RESULTS, "3|0|0|0|3"), "<p>复议后起诉</p>", table(RESULTS, "0|4|0|0|4")
    )
    assert numbers(apart, "appeals.reconsideration") == [3, 0, 0, 0, 3]
    assert numbers(apart, "appeals.litigation_after_reconsideration") == [0, 4, 0, 0, 4]


def test_two_rows_of_different_numbers_are_neither() -> None:
    found = report(table("行政复议*5", RESULTS, "1|0|0|0|1", "2|0|0|0|2"))
    assert numbers(found, "appeals.reconsideration") == [None] * 5
    assert told(found, "cells.unplaced")


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("12件", 12),
        ("1,234", 1234),
        ("１２", 12),
        ("22（其中新制发3件）", 22),
        ("5（减）", None),
        ("6（百）", None),
        ("3（万）", None),
        ("1 234", None),
        ("05", None),
        ("约30", None),
        ("12＊", None),
        ("13912345678", None),
        ("12<br>3", None),
        ("-", None),
        ("12<sup>1</sup>", 12),
        ("43<span style='font-size:9pt; Vertical-Align: SUPER'>2</span>", 43),
        ("43<a href='#_ftn2'>2</a>", 43),
        ("43<a class='x MsoEndnoteReference'>2</a>", 43),
        ("43<font style='mso-footnote-id:ftn2'>[2]</font>", 43),
        ("43<span style='position:relative;top:-3.5pt;mso-text-raise:3.5pt'>2</span>", 43),
        ("43<i style='vertical-align:.4em'>2</i>", 43),
        ("43<b class=superscript><i>2</i></b>", 43),
        ("43<b style='font-variant-position:super'>2</b>", 43),
        ("43<span style='vertical-align:sub'>2</span>", None),
        ("43<span style='vertical-align:-2px'>2</span>", None),
        ("43<span style='position:relative;top:2px'>2</span>", None),
        ("43<span style='font-size:7pt;vertical-align:text-top'>2</span>", None),
        ("43<span style='font-size:60%'>2</span>", None),
        ("43<small>2</small>", None),
        ("43<font size=1>2</font>", None),
        ("43<a href='#below'>2</a>", None),
        ("<a href='#below'>43</a>", 43),
        ("<small>43</small>件", 43),
        ("<span style='position:relative;top:-1pt;mso-text-raise:1pt'>43</span>", 43),
        ("<span style='vertical-align:5pt'>43</span>", 43),
        ("<span style='vertical-align:super'>2</span>", None),
        ("4<span style='vertical-align:middle;margin-bottom:9px'>3</span>", 43),
        ("<s>12</s>", None),
        ("<s>9</s>43", None),
        ("<span style='text-decoration:line-through'>9</span>43", None),
        ("<font color=White>9</font>43", None),
        ("43<font color='#FFFFFF'>9</font>", None),
        ("<font color='#ff0000'>4</font>3", 43),
        ("<span style='color:#fdfefd'>9</span>43", None),
        ("<span style='display:none;display:inline'>4</span>3", 43),
        ("<span style='display:inline;display:none'>9</span>43", 43),
        ("<span style='display:none!important;display:inline'>9</span>43", 43),
        ("<select><option>5<option selected>43</select>", 43),
        ("<select><option label=43>x<option>5</select>", 43),
        ("<select multiple><option>5<option selected>43</select>", None),
        ("<button type=button>43</button>", 43),
        ("<input value=43>", 43),
        ("<input type=submit value=43>", 43),
        ("<input type=hidden value=9>43", 43),
        ("<input type=password value=43>", None),
        ("<input placeholder=43>", None),
        ("<svg width=60><title>9</title><text>43</text></svg>", 43),
        ("<svg><path d='M0 0'/></svg>", None),
        ("43<svg><path d='M0 0'/></svg>", 43),
        ("<math><mn>43</mn></math>", 43),
        ("<math><msup><mn>4</mn><mn>3</mn></msup></math>", None),
        ("<canvas></canvas>", None),
        ("<iframe src='n.html'></iframe>", None),
        ("<table><tr><td>4</td><td>3</td></tr></table>", None),
        ("<table><tr><td>43</td><td></td></tr></table>", 43),
        ("<table><tr><td>4</td></tr><tr><td>3</td></tr></table>", None),
        ("<del>9</del>12", 12),
        ("<span>1</span><span>2</span>", 12),
    ],
)
def test_a_count(printed: str, number: int | None) -> None:
    found = report(table("信息内容|本年处理决定数量", f"行政处罚|{printed}", "行政强制|3"))
    assert cell(found, "disclosure_items.penalties.decisions") == number
    assert cell(found, "disclosure_items.coercion.decisions") == 3
    assert number is not None or printed == "-" or told(found, "cells.unreadable") or told(found, "counts.implausible")


@pytest.mark.parametrize(
    ("above", "header", "printed", "number"),
    [
        ("", "本年收费金额（单位：万元）", "12.5", 12.5),
        ("", "本年收费金额（单位：元）", "125000", 12.5),
        ("", "本年收费金额", "12.5万元", 12.5),
        ("", "本年收费金额（单位：万元）", "125000元", 12.5),
        ("", "本年收费金额（单位：万元）", "125000（元）", 12.5),
        ("<p>单位：元</p>", "本年收费金额", "125000", 12.5),
        ("<p>（单位：万元）</p>", "本年收费金额", "12.5", 12.5),
        ("", "本年收费金额", "0.25亿", 2500),
        ("<p>单位：件</p>", "本年收费金额", "7", 7),
        ("", "本年收费金额（单位：千元）", "7", 0.7),
        ("", "本年收费金额（单位：万元）", "7（千元）", 0.7),
        ("", "本年收费金额（单位：亿）", "0.3", 3000),
        ("", "本年收费金额（单位：千）", "7", None),
        ("", "本年收费金额（单位：万美元）", "7", None),
        ("<p>第二十条第（八）项（金额单位：元）</p>", "本年收费金额", "86000", 8.6),
        ("<p>填报单位：示例县万元镇</p>", "本年收费金额", "7", 7),
    ],
)
def test_money(above: str, header: str, printed: str, number: float | None) -> None:
    found = report(above, table(f"信息内容|{header}", f"行政事业性收费|{printed}"))
    assert cell(found, "disclosure_items.fees.amount") == number


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("减7", -7),
        ("-7", -7),
        ("7（减）", -7),
        ("7（减少）", -7),
        ("增7", 7),
        ("7（增）", 7),
        ("减-7", None),
        ("增", None),
    ],
)
def test_a_change(printed: str, number: int | None) -> None:
    found = report(table("信息内容|上一年项目数量|本年增/减|处理决定数量", f"行政处罚|50|{printed}|1"))
    assert cell(found, "disclosure_items.penalties.items_change") == number


# --- spans ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([[Span("a"), Span("b")], [Span("c"), Span("d")]], "exact"),
        ([[Span("题", columns=1)], [Span("c"), Span("d")]], "exact"),
        ([[Span("a", rows=2), Span("b")], [Span("c"), Span("d")]], "rows"),
        ([[Span("a", rows=0), Span("b")], [Span("c")], [Span("d")]], "exact"),
        ([[Span("a"), Span("b", rows=2)], [Span("c", columns=2)]], "rows"),
        ([[Span("a"), Span("b"), Span("")], [Span("c"), Span("d")]], "rows"),
    ],
)
def test_what_spans_are_worth(rows: list[list[Span]], places: str) -> None:
    assert laid(rows)[1] == places


def test_row_spans_end_with_their_group() -> None:
    cells, places = laid([[Span("a", rows=9), Span("b")], [Span("c"), Span("d")]], groups=(0, 1))
    assert [(c.text, c.row, c.column, c.rows) for c in cells] == [
        ("a", 0, 0, 1),
        ("b", 0, 1, 1),
        ("c", 1, 0, 1),
        ("d", 1, 1, 1),
    ]
    assert places == "exact"


def test_a_document_of_grids_needs_no_container() -> None:
    page = Transcript()
    page.prose("示例县林业局2023年政府信息公开工作年度报告\n一、总体情况\n统计期限2023年1月1日至2023年12月31日。")
    texts = [("信息内容", "本年处理决定数量"), ("行政处罚", "41")]
    page.grid(Cell(text, 0, row, column) for row, line in enumerate(texts) for column, text in enumerate(line))
    document: Document = page.document()
    source = source_of("a.txt", b"x")
    made = parse(
        type(source)("a.pdf", b"x", "0", "application/pdf", "utf-8", "\n".join(document.lines), "pdf", document)
    )
    assert cell(made, "disclosure_items.penalties.decisions") == 41
    assert made.places[4] == "表一 第2行" and made.places[1] == "第2段"


def test_a_row_whose_last_blank_is_not_written_is_never_counted_from_its_group() -> None:
    """A head with a rowspan, the label, six values: eight cells, as many as a label and seven values would be."""
    rows = [
        f"{APPLIED[0]}*2|1|2|3|4|5|6|21",
        "（五）不予处理^2|1.信访举报投诉类申请|22|0|22|0|8|0",  # 总计 is blank and not written
        "2.重复申请|3|0|0|0|0|0|3",
    ]
    found = report(applications(*rows, labels=2))
    assert numbers(found, "applications.petition_or_complaint") in ([], [None] * 7, [22, 0, 22, 0, 8, 0, None])
    assert numbers(found, "applications.received") == [1, 2, 3, 4, 5, 6, 21]


def test_rows_whose_labels_reach_under_the_first_column_are_not_under_that_header() -> None:
    """Two tables that touch: the lower label is as wide as two columns of the upper table, its numbers are narrower."""
    rows = [f"{APPLIED[0]}|1|2|3*2|4*2|5|6|21", f"{APPLIED[2]}*3|7|8|0|9|0|0|24"]
    found = report(table(f"|{COLUMNS[0]}|{COLUMNS[1]}|{COLUMNS[2]}*2|{COLUMNS[3]}*2|{'|'.join(COLUMNS[4:])}", *rows))
    assert numbers(found, "applications.received") == [1, 2, 3, 4, 5, 6, 21]
    assert numbers(found, "applications.disclosed") in ([], [None] * 7)


def test_a_short_row_that_opens_a_group_is_shifted_nowhere() -> None:
    rows = [
        "（三）不予公开^2|1.属于国家秘密|22|0|0|0|0|1",
        "2.其他法律行政法规禁止公开|1|0|0|0|0|1|2",
        "（七）总计*2|23|0|0|0|0|2|25",
    ]
    found = report(applications(*rows, labels=2))
    assert numbers(found, "applications.state_secret") in ([], [None] * 7)
    assert numbers(found, "applications.prohibited_by_law") == [1, 0, 0, 0, 0, 1, 2]
    assert any("22" in finding.message for finding in found.findings)


def test_a_serial_number_column_costs_nothing() -> None:
    found = report(
        table(f"序号|项目|{'|'.join(COLUMNS)}", f"1|{APPLIED[0]}|3|0|0|0|0|1|4", f"2|{APPLIED[1]}|0|0|0|0|0|0|0")
    )
    assert numbers(found, "applications.received") == [3, 0, 0, 0, 0, 1, 4]
    assert numbers(found, "applications.carried_in") == [0] * 7


@pytest.mark.parametrize(("head", "texts"), [("单位", "件件"), ("占比（%）", ("12.5%", "0%"))])
def test_a_column_of_units_or_shares_before_the_first_keeps_its_texts(head: str, texts: Sequence[str]) -> None:
    rows = (f"{APPLIED[0]}|{texts[0]}|3|0|0|0|0|1|4", f"{APPLIED[1]}|{texts[1]}|0|0|0|0|0|0|0")
    found = report(table(f"项目|{head}|{'|'.join(COLUMNS)}", *rows))
    assert numbers(found, "applications.received") == [3, 0, 0, 0, 0, 1, 4]
    assert numbers(found, "applications.carried_in") == [0] * 7
    assert told(found, "columns.unmatched")
