"""Single facts about reading: what a cell, a row, a date, a name becomes, and what is said of it."""

from __future__ import annotations

import pytest
import truth

from ingest.containers.texts import read as read_document
from ingest.dates import read_date
from ingest.front import read_front
from ingest.model import Refused, Report
from ingest.text import fold
from ingest.values import read_change, read_count, read_money

TITLE = "衢州市示例局2021年政府信息公开工作年度报告\n"
HEAD = TITLE + "本报告的统计期限为2021年1月1日至2021年12月31日。\n一、总体情况\n略有进展。\n"
ORGANISATIONS = "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
TABLE_2 = f"三、收到和处理政府信息公开申请情况\n\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t{ORGANISATIONS}\t\n"


APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def report(body: str) -> Report:
    return truth.read(HEAD + body)


def test_every_width_dash_and_radical_is_folded_alone_and_in_a_text() -> None:
    folded = {
        "（": "(",
        "％": "%",
        "７": "7",
        "Ａ": "A",
        "【": "(",
        "︰": ":",
        "│": "|",
        "−": "-",
        "⼀": "一",
        "⻔": "门",
    }
    folded |= {"\u3000": " ", "\u2009": " ", "\ufeff": "", "\u200b": "", "—": "—", "㈠": "㈠", "①": "①"}
    for printed, plain in folded.items():
        assert fold(printed) == plain
        assert fold(f"（{printed}件：{printed}") == f"({plain}件:{plain}"


def table_1(*rows: str) -> str:
    header = "二、主动公开政府信息情况\n第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    return header + "\n".join(rows) + "\n"


def row(body: str, table: str, code: str) -> list[int | float | None] | None:
    found = report(body).row(table, code)  # type: ignore[arg-type]
    return [value.number for value in found.values] if found else None


def findings(body: str, check: str) -> list[str]:
    return [finding.message for finding in report(body).findings if finding.check == check]


@pytest.mark.parametrize(
    ("printed", "number", "note"),
    [
        ("0", 0, ""),
        ("", None, ""),
        ("　", None, ""),
        ("/", None, ""),
        ("——", None, ""),
        ("无", None, ""),
        ("1，234件", 1234, ""),
        ("12 件", 12, ""),
        ("-3", -3, ""),
        ("22（其中修订16件）", 22, "annotated"),
        ("05", None, "unreadable"),
        ("003", None, "unreadable"),
        ("-05", None, "unreadable"),
        ("1 234", None, "unreadable"),
        ("1.5", None, "unreadable"),
        ("①12件", None, "unreadable"),
        ("十二", None, "unreadable"),
        ("12,34", None, "unreadable"),
        ("***", None, "unreadable"),
        ("12²", 12, "annotated"),
        ("٣", None, "unreadable"),
        ("12*", None, "unreadable"),
        ("12/3", None, "unreadable"),
        ("见附件", None, "unreadable"),
        ("9999999999999", None, "unreadable"),
    ],
)
def test_a_count_has_one_reading_or_none(printed: str, number: int | None, note: str) -> None:
    value = read_count(printed)
    assert (value.number, value.note) == (number, note)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("减38", -38),
        ("增5", 5),
        ("增加 7项", 7),
        ("+1", 1),
        ("-7", -7),
        ("0", 0),
        ("增", None),
        ("减-3", None),
        ("0/0", None),
    ],
)
def test_a_change_keeps_its_sign(printed: str, number: int | None) -> None:
    assert read_change(printed).number == number


@pytest.mark.parametrize(
    ("printed", "header", "number", "unit"),
    [
        ("251000元", None, 25.1, "万元"),
        ("113.96万元", None, 113.96, "万元"),
        ("1.2亿元", None, 12000.0, "万元"),
        ("8040", None, 8040.0, None),
        ("8040", "万元", 8040.0, "万元"),
        ("8040元", "万元", 0.804, "万元"),
        ("0.092", "万元", 0.092, "万元"),
        ("12,345.6", "元", 1.23456, "万元"),
        ("约5万元", None, None, None),
    ],
)
def test_money_is_in_wan_yuan_where_a_unit_is_stated(
    printed: str, header: str | None, number: float | None, unit: str | None
) -> None:
    value = read_money(printed, header)
    assert (value.number, value.unit, value.raw) == (number, unit, printed)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2021-01-15", "2021-01-15"),
        ("2022年01月30日 15:52", "2022-01-30"),
        ("2020/2/27 12:33:21", "2020-02-27"),
        ("2021-1-1", "2021-01-01"),
        ("２０２１年１月５日", "2021-01-05"),
        ("二○二一年十二月三十一日", "2021-12-31"),
        ("二零二二年一月二十日", "2022-01-20"),
        ("20210115", "2021-01-15"),
        ("2013年3月", None),
        ("12月30日", None),
        ("202020年1月1日", None),
        ("2021年13月1日", None),
        ("1889年1月1日", None),
        ("2021-1", None),
    ],
)
def test_a_date_is_whole_or_none(printed: str, iso: str | None) -> None:
    read = read_date(printed)
    assert (read.isoformat() if read else None) == iso


def test_blank_cell_is_not_zero() -> None:
    body = TABLE_2 + "一、本年新收政府信息公开申请数量\t3\t\t0\t\t\t\t3\n"
    assert row(body, "applications", "received") == [3, None, 0, None, None, None, 3]


def test_seven_values_among_merged_cells_are_the_seven_columns() -> None:
    body = TABLE_2 + "三、本年度办理结果\t（一）予以公开\t\t\t1\t2\t3\t4\t5\t6\t21\t\t\n"
    assert row(body, "applications", "disclosed") == [1, 2, 3, 4, 5, 6, 21]


def test_six_values_among_merged_cells_have_no_certain_place() -> None:
    body = TABLE_2 + "三、本年度办理结果\t（一）予以公开\t\t\t1\t2\t3\t4\t5\t6\t\t\t\n"
    assert row(body, "applications", "disclosed") == [None] * 7
    assert "应有7栏，印有6个（1、2、3、4、5、6）" in findings(body, "rows.short")[0]


def test_of_eight_values_the_sums_tell_which_one_is_not_the_rows() -> None:
    body = TABLE_2 + "一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t21\t5\n"
    assert row(body, "applications", "received") == [1, 2, 3, 4, 5, 6, 21]
    assert "印有8个（1、2、3、4、5、6、21、5），按勾稽关系录入相符的7个" in findings(body, "rows.long")[0]


@pytest.mark.parametrize("cells", ["1 2 3 4 5 6 7 8", "0 1 0 1 0 0 0 1", "3 1 1 0 0 0 1 2"])
def test_eight_values_of_which_no_sum_tells_one_have_no_certain_place(cells: str) -> None:
    body = TABLE_2 + "一、本年新收政府信息公开申请数量\t" + cells.replace(" ", "\t") + "\n"
    assert None in row(body, "applications", "received")
    assert "无法确定" in [*findings(body, "cells.unplaced"), *findings(body, "rows.long")][0]


def test_a_wrong_total_survives_as_printed() -> None:
    body = TABLE_2 + "一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t20\n"
    assert row(body, "applications", "received") == [1, 2, 3, 4, 5, 6, 20]
    [message] = findings(body, "applications.row_total")
    assert "≠ 总计 20（第8行）" in message


def test_an_unreadable_cell_is_null_and_quoted() -> None:
    body = TABLE_2 + "一、本年新收政府信息公开申请数量\t1\t约2\t3\t4\t5\t6\t21\n"
    assert row(body, "applications", "received") == [1, None, 3, 4, 5, 6, 21]
    assert findings(body, "cells.unreadable") == [
        "“一、本年新收政府信息公开申请数量”商业企业一栏印作“约2”，不能读作一个数，未录入。"
    ]


def test_two_numbers_on_two_lines_of_a_cell_stay_unread() -> None:
    cells = "".join(f"\n\t{n}" for n in (0, 0, 0, 0, 0))
    header = "".join(f"\t{name}\n" for name in APPLICANTS)
    label = "\t一、本年新收政府信息公开申请数量"
    body = f"三、收到和处理政府信息公开申请情况\n{header}\n{label}\n\t2\n0{cells}\n\t20\n\n无\n"
    assert row(body, "applications", "received") == [None] * 7


def test_a_row_printed_twice_with_other_numbers_keeps_what_agrees() -> None:
    body = table_1("规章\t0\t0\t1", "规章\t0\t0\t2")
    assert row(body, "disclosure_items", "regulations") == [0, 0, None]
    assert len(findings(body, "rows.repeated")) == 1


def test_an_extra_row_is_kept_as_a_finding() -> None:
    body = table_1("规章\t0\t0\t1", "其他主动公开文件\t7\t0\t9", "行政规范性文件\t1\t0\t4")
    assert findings(body, "rows.unmatched") == ["表一（主动公开）中“其他主动公开文件 7 0 9”不是法定表格的行，未录入。"]
    assert row(body, "disclosure_items", "normative_documents") == [1, 0, 4]


def test_sub_rows_are_not_their_item() -> None:
    body = (
        "二、主动公开政府信息情况\n第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t3\t-1\t40\n"
        "其他对外管理服务事项\t行政检查\t5\t2\t60\n\t行政确认\t1\t0\t8\n"
    )
    assert row(body, "disclosure_items", "other_public_services") is None
    assert len(findings(body, "rows.unmatched")) == 2


def test_printed_columns_win_over_the_forms_own() -> None:
    body = (
        "二、主动公开政府信息情况\n第二十条第（一）项\t\t\n信息内容\t本年废止件数\t现行有效件数\n规章\t1\t9\n"
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t31\n"
    )
    found = report(body).row("disclosure_items", "regulations")
    assert found is not None
    assert (found.number("repealed"), found.number("in_force"), found.number("issued")) == (1, 9, None)


def test_the_form_is_told_by_labels_not_by_the_year() -> None:
    body = "二、主动公开政府信息情况\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t1\t2\t3\n"
    assert report(body).form == "2019"


def test_labels_of_both_forms_alike_leave_table_1_undecided() -> None:
    body = table_1("规章\t0\t0\t1") + "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规范性文件\t1\t2\t3\n"
    assert report(body).form is None
    assert findings(body, "form.mixed")


def test_squeezed_pipes_are_placed_where_the_sums_leave_one_way() -> None:
    zeros = "0 | 0 | 0 | 0 | 0 | 0 | 0 | ||"
    codes = (
        "一、本年新收政府信息公开申请数量 | 4 | 2 | 0 | 0 | 0 | 0 | 6 | ||\n二、上年结转政府信息公开申请数量 | " + zeros
    )
    rest = "".join(f"\n{label} | {zeros}" for label in _leaves("disclosed"))
    body = (
        "三、收到和处理政府信息公开申请情况\n"
        + f"项目 | {' | '.join(APPLICANTS)} | |||\n"
        + codes
        + "\n三、本年度办理结果 | （一）予以公开 | 4 | 2 | 6 | ||||||"
        + rest
        + "\n（七）总计 | 4 | 2 | 0 | 0 | 0 | 0 | 6 | ||\n四、结转下年度继续办理 | "
        + zeros
        + "\n"
    )
    assert row(body, "applications", "disclosed") == [4, 2, None, None, None, None, 6]


def _leaves(but: str) -> list[str]:
    from ingest.forms import forms

    form = forms()["2021"]
    return [outcome.label for outcome in form.rows if outcome.code in form.leaves and outcome.code != but]


def test_squeezed_pipes_without_sums_stay_null() -> None:
    header = f"项目 | {' | '.join(APPLICANTS)} | |||\n"
    body = f"三、收到和处理政府信息公开申请情况\n{header}一、本年新收政府信息公开申请数量 | 4 | 4 | ||||||\n"
    assert row(body, "applications", "received") == [None] * 7
    assert findings(body, "rows.short")


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        ("衢州市示例局2021年政府信息公开工作年度报告", "衢州市示例局", 2021),
        ("衢州市示例局\n2021年政府信息公开工作年度报告", "衢州市示例局", 2021),
        ("2021年衢州市示例局政府信息公开工作年度报告", "衢州市示例局", 2021),
        ("衢州市示例局关于2021年度政府信息公开工作年度报告", "衢州市示例局", 2021),
        ("# 衢州市示例局 2021 年政府信息公开年报", "衢州市示例局", 2021),
        ("衢州市示例局2021年政府信息\n公开工作年度报告", "衢州市示例局", 2021),
        ("衢州市示例局（行政审批局）2021年政府信息公开工作年度报告", "衢州市示例局（行政审批局）", 2021),
        ("2021年政府信息公开工作年度报告\n填报单位：衢州市示例局", "衢州市示例局", 2021),
    ],
)
def test_title_gives_agency_and_year(lines: str, agency: str, year: int) -> None:
    front = read_front(read_document(lines + "\n一、总体情况\n略。\n"))
    assert (front.head.agency, front.head.year) == (agency, year)


@pytest.mark.parametrize(
    "header",
    [
        "索引号: | X1/2022-00003 | 成文日期: | 2022-01-15 |\n发布机构: | 衢州市示例局 | 公开方式: | 主动公开 |",
        "索 引 号：X1/2022-00003\n成文日期：2022年1月15日\n发布机构：衢州市示例局\n公开方式：主动公开",
        "[索引号]：X1/2022-00003  [成文日期]：2022-01-15  [发布机构]：衢州市示例局  [公开方式]：主动公开",
    ],
)
def test_header_fields_are_told_by_their_labels(header: str) -> None:
    head = read_front(read_document(header + "\n" + HEAD)).head
    assert (head.index_number, str(head.document_date), head.publisher, head.disclosure_method) == (
        "X1/2022-00003",
        "2022-01-15",
        "衢州市示例局",
        "主动公开",
    )


def test_a_campaign_in_the_prose_is_not_the_statistics_period() -> None:
    text = "衢州市示例局2021年政府信息公开工作年度报告\n一、总体情况\n2021年3月1日至2021年4月1日开展公开月活动。\n"
    assert read_front(read_document(text)).head.period_start is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("article-explained", "文字解读"),
        ("notice-compilation", "通知"),
        ("company-annual-report", "未识别出年度报告"),
        ("notice-parking", "未识别出年度报告"),
        ("template-blank", "模板"),
    ],
)
def test_what_is_no_report_is_refused_in_both_languages(name: str, why: str) -> None:
    text = (truth.HERE / "refused" / f"{name}.txt").read_text("utf-8")
    with pytest.raises(Refused, match=why) as refused:
        truth.read(text)
    assert str(refused.value).endswith(")")
    assert " (" in str(refused.value)


def test_several_reports_in_one_file_are_refused() -> None:
    one = HEAD + table_1("规章\t0\t0\t1")
    with pytest.raises(Refused, match=r"不止一份年度报告.*several reports"):
        truth.read(one + one.replace("衢州市示例局", "新郑市示例局"))
    assert truth.read(one + "相关链接\n新郑市示例局2021年政府信息公开工作年度报告\n").agency.name == "衢州市示例局"


def test_a_unit_of_money_in_a_cell_of_its_own_is_not_passed_over() -> None:
    body = (
        table_1("规章\t0\t0\t1")
        + "第二十条第（八）项\n信息内容\t单位\t本年收费金额（单位：万元）\n行政事业性收费\t元\t15000\n"
    )
    assert 15000 not in (row(body, "disclosure_items", "fees") or [])
    assert any("15000" in message for message in findings(body, "rows.unmatched"))


def test_a_column_that_is_not_printed_is_told() -> None:
    results = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t"
    body = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t\t\t\t\t行政诉讼\n"
        + results
        + "未经复议直接起诉\t\t\t\t\t复议后起诉\n"
        + "\t" * 5
        + results
        + "结果维持\t结果纠正\t其他结果\t尚未审结\n"
        + "\t".join("00000100010000")
        + "\n"
    )
    assert row(body, "appeals", "litigation_after_reconsideration") == [0, 0, 0, 0]
    assert findings(body, "rows.short") == ["表三（复议诉讼）未印出“复议后起诉·总计”一栏，该栏为空。"]
