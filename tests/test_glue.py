"""Labels and numbers without anything between them, and documents that lost their line ends."""

from __future__ import annotations

import pytest
import truth

from ingest.containers.texts.vocabulary import cut
from ingest.model import Refused, Report
from ingest.parse import parse

HEAD = "衢州市示例局2022年政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
TABLE_1 = (
    "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章003行政规范性文件(指本机关制发的)124"
    "第二十条第（五）项信息内容本年处理决定数量行政许可1240第二十条第（六）项信息内容本年处理决定数量"
    "行政处罚7行政强制0第二十条第（八）项信息内容本年收费金额(单位:万元)行政事业性收费3.25万元"
)
TABLE_2 = (
    "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
    "一、本年新收政府信息公开申请数量12300006二、上年结转政府信息公开申请数量0000000"
    "三、本年度办理结果(一)予以公开1230006(二)部分公开(区分处理的)0000000(三)不予公开1、属于国家秘密00000002、"
    "其他法律行政法规禁止公开0000000"
)
TABLE_3 = (
    "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉结果维持结果纠正其他结果"
    "尚未审结总计结果维持结果纠正其他结果尚未审结总计100010000002103"
)


def report(*lines: str) -> Report:
    return parse(truth.source("\n".join((HEAD, PERIOD, *lines))))


def row(read: Report, table: str, code: str) -> list[int | float | None] | None:
    found = next((r for r in read.rows if (r.table, r.code) == (table, code)), None)
    return None if found is None else [value.number for value in found.values]


ONE_LINE = (
    "一、总体情况对行政许可、行政处罚事项逐项梳理,办理行政许可356件,行政处罚12件。二、主动公开政府信息情况"
    + TABLE_1
    + "三、收到和处理政府信息公开申请情况"
    + TABLE_2
    + "四、政府信息公开行政复议、行政诉讼情况"
    + TABLE_3
    + "五、存在的主要问题及改进情况一是形式单一,今后多用图表。六、其他需要报告的事项无。"
)


def test_a_document_on_one_line_is_read_where_one_reading_exists() -> None:
    read = report(ONE_LINE)
    assert row(read, "disclosure_items", "regulations") == [0, 0, 3]
    assert row(read, "disclosure_items", "licensing") == [1240]
    assert row(read, "disclosure_items", "fees") == [3.25]
    assert row(read, "applications", "carried_in") == [0] * 7
    assert row(read, "applications", "state_secret") == [0] * 7
    assert row(read, "applications", "disclosed") == [1, 2, 3, 0, 0, 0, 6]
    assert row(read, "appeals", "reconsideration") == [1, 0, 0, 0, 1]
    assert row(read, "appeals", "litigation_after_reconsideration") == [0, 2, 1, 0, 3]


def test_a_remark_among_glued_digits_keeps_its_row_from_being_blank() -> None:
    read = report(ONE_LINE.replace("规章003", "规章41（其中修订2件）03"))
    assert row(read, "disclosure_items", "regulations") == [None] * 3
    assert [f.check for f in read.findings if f.row == "regulations"] == ["rows.short"]


def test_figures_in_the_prose_of_one_line_are_no_cells() -> None:
    read = report(ONE_LINE)
    assert row(read, "disclosure_items", "penalties") == [7]
    assert "办理行政许可356件" in "".join(section.body for section in read.sections)


def test_a_rows_number_is_not_taken_for_the_last_digit_of_the_row_above() -> None:
    found = cut("1、属于国家秘密00000002、其他法律行政法规禁止公开3000003")
    assert found == ["1、属于国家秘密", "0000000", "2、其他法律行政法规禁止公开", "3000003"]
    assert cut("属于国家秘密1000001重复申请0")[1::2] == ["1000001", "0"]


@pytest.mark.parametrize(
    ("line", "code", "cells"),
    [
        ("三、本年度办理结果(一)予以公开1000001", "disclosed", [1, 0, 0, 0, 0, 0, 1]),
        ("(五)不予处理1、信访举报投诉类申请0000000", "petition_or_complaint", [0] * 7),
        ("四、结转下年度继续办理0300003", "carried_out", [0, 3, 0, 0, 0, 0, 3]),
    ],
)
def test_a_group_label_may_be_glued_before_the_row(line: str, code: str, cells: list[int]) -> None:
    read = report(
        "三、收到和处理政府信息公开申请情况",
        "自然人商业企业科研机构社会公益组织法律服务机构其他总计",
        "一、本年新收政府信息公开申请数量0000000",
        line,
    )
    assert row(read, "applications", code) == cells


@pytest.mark.parametrize("digits", ["1240", "12", "1030"])
def test_digits_that_may_be_cut_in_several_ways_stay_unread(digits: str) -> None:
    read = report(
        "二、主动公开政府信息情况", "第二十条第（一）项", "信息内容本年制发件数本年废止件数现行有效件数",
        f"规章{digits}", "行政规范性文件000", "第二十条第（五）项", "信息内容本年处理决定数量", "行政许可5",
    )  # fmt: skip
    assert row(read, "disclosure_items", "regulations") == [None] * 3
    assert row(read, "disclosure_items", "licensing") == [5]
    assert any(f.row == "regulations" and f.check in ("rows.short", "cells.unplaced") for f in read.findings)


def test_prose_on_one_line_with_figures_alone_has_no_tables() -> None:
    prose = "一、总体情况" + "办理行政许可356件,行政处罚12件,行政强制3件。信息内容公开及时,结转下年度继续办理2件。" * 20
    try:
        assert not report(prose).rows
    except Refused as refused:
        assert "未识别出年度报告" in str(refused)


def test_a_misprinted_glued_row_is_not_cut_so_that_its_total_is_blank() -> None:
    read = report(
        "三、收到和处理政府信息公开申请情况", "自然人商业企业科研机构社会公益组织法律服务机构其他总计",
        "一、本年新收政府信息公开申请数量0000010",
        "二、上年结转政府信息公开申请数量", "三、本年度办理结果(一)予以公开0000000", "(七)总计0000000",
    )  # fmt: skip
    assert row(read, "applications", "received") == [None] * 7
    assert any(f.row == "received" and f.check == "rows.short" for f in read.findings)
