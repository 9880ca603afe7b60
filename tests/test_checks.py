"""Every check speaks of its bad example, is silent on the nearest innocent case, and says nothing of blanks."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import checks_page
import facts
import pytest
from stdnum.cn import uscc
from test_reading import HEAD, TABLE_2
from truth import source

import ingest
from ingest.checks import check_report, checks
from ingest.checks.arithmetic import assess
from ingest.checks.case import Case
from ingest.forms import forms
from ingest.model import Check, Finding, Report, Value
from ingest.parse import parse

RUNNABLE = [check for check in checks().values() if facts.runnable(check.bad)]
ABOUT_CELLS = {"applications", "appeals", "counts", "disclosure", "unit", "sums", "prose", "across"}


@pytest.mark.parametrize("check", RUNNABLE, ids=lambda check: check.id)
def test_check_speaks_of_its_bad_example(check: Check) -> None:
    assert check.id in facts.fired(check.bad, draft=check.id.startswith("draft."))


@pytest.mark.parametrize("check", RUNNABLE, ids=lambda check: check.id)
def test_check_is_silent_on_its_good_example(check: Check) -> None:
    if facts.runnable(check.good):
        assert check.id not in facts.fired(check.good, draft=check.id.startswith("draft."))


def test_most_examples_can_be_run() -> None:
    told = {check.id for check in checks().values() if not facts.runnable(check.bad)}
    families = {"cells", "rows", "columns", "labels", "tables", "unit", "form", "across", "head", "draft", "place"}
    assert {name.split(".")[0] for name in told} <= families
    assert told & {"across.duplicate", "form.years", "unit.implausible"} == {"across.duplicate"}


@pytest.mark.parametrize(
    "check", [c for c in RUNNABLE if c.id.split(".")[0] in ABOUT_CELLS], ids=lambda check: check.id
)
def test_check_says_nothing_of_blanks(check: Check) -> None:
    if check.id in ("prose.percentage", "prose.change", "prose.rate"):
        pytest.skip("it reckons with the prose's own numbers")
    given = [fact.split("＝", 1) for fact in facts._SEPARATOR.split(check.bad)]
    report = facts.made({key: value for key, value in given if not key.startswith(("上年·", "下级·"))})
    assert check.id not in {finding.check for finding in check_report(facts.blanked(report)).findings}


def test_a_report_of_zeros_has_no_finding() -> None:
    for form in forms():
        assert check_report(facts.zeros(2020 if form == "2019" else 2021, form)).findings == ()


# --- blanks ---------------------------------------------------------------------------------------------------------


def of(example: str, check: str) -> list[Finding]:
    return [finding for finding in facts.findings(example) if finding.check == check]


def test_printed_parts_that_exceed_the_total_are_wrong_though_a_part_is_blank() -> None:
    [found] = of("重复申请·自然人＝4；重复申请·其他＝；重复申请·总计＝3", "applications.row_total")
    assert (found.row, found.column, found.stated, found.expected) == ("duplicate", "total", "3", ">=4")


def test_a_blank_part_leaves_a_sum_open() -> None:
    assert of("重复申请·自然人＝2；重复申请·其他＝；重复申请·总计＝3", "applications.row_total") == []


def test_sums_are_counted_by_what_the_printed_cells_decide() -> None:
    report = facts.made({"重复申请·总计": "", "予以公开·自然人": "1"})
    found = assess(Case(report, forms()["2021"]))
    # 25 rows, 3 channels, 7 columns twice; a row and a column fail, and the blank leaves a row and a column open.
    assert found == {"contradicted": 2, "open": 2, "held": 25 + 3 + 14 - 4}


def test_balance_without_the_row_of_the_closed_total_points_at_a_printed_row() -> None:
    report = facts.made({"结转下年度·自然人": "5", "本年新收·自然人": "1"})
    rows = tuple(row for row in report.rows if row.code != "closed")
    found = [f for f in check_report(replace(report, rows=rows)).findings if f.check == "applications.balance"]
    assert [(f.row, f.column) for f in found] == [("carried_out", "natural_person")]


def test_a_row_that_stands_for_three_is_wrong_once() -> None:
    report = facts.made({"其他处理·自然人": "4", "其他处理·总计": "3"})
    rows = tuple(row for row in report.rows if row.code not in forms()["2021"].children("other_handling"))
    found = [f for f in check_report(replace(report, rows=rows)).findings if f.check == "applications.row_total"]
    assert [(f.row, f.stated) for f in found] == [("other_handling", "3")]


# --- what is stated -------------------------------------------------------------------------------------------------

MORE = [
    "本年新收·自然人＝38；办理结果总计·自然人＝44",
    "本年新收·商业企业＝3；办理结果总计·商业企业＝10；予以公开·商业企业＝10",
    "本年新收·总计＝1234567；办理结果总计·总计＝7654321",
    "予以公开·商业企业＝1,234；予以公开·总计＝2",
    "重复申请·自然人＝２３；重复申请·总计＝7",
    "行政复议·结果维持＝12件；行政复议·总计＝3",
    "复议后起诉·其他结果＝2；复议后起诉·总计＝1000001",
    "本年新收·总计＝；上年结转·总计＝；办理结果总计·总计＝；结转下年度·总计＝-1",
    "结转下年度·自然人＝5；本年新收·自然人＝1；办理结果总计·自然人＝",
    "机关＝郑州市二七区示例局；规章·本年制发件数＝3件",
    "行政事业性收费·本年收费金额（单位：万元）＝1,527,900万元",
    "规章·本年制发件数＝-2；上年·结转下年度·自然人＝1234567；上年结转·自然人＝2345678",
    "下级·本年新收·总计＝3000000；本年新收·总计＝2000000；机关＝衢州市人民政府",
]


def _cells(report: Report) -> dict[tuple[str | None, str | None, str | None], Value]:
    return {
        (row.table, row.code, column): value
        for row in report.rows
        for column, value in zip(row.columns, row.values, strict=True)
    }


@pytest.mark.parametrize("example", [*(check.bad for check in RUNNABLE), *MORE])
def test_what_is_stated_of_a_cell_is_what_the_cell_prints(example: str) -> None:
    given = [fact.split("＝", 1) for fact in facts._SEPARATOR.split(example)]
    report = facts.made({key: value for key, value in given if not key.startswith(("上年·", "下级·"))})
    cells = _cells(report)
    told: dict[tuple[str | None, str | None, str | None], set[str | None]] = {}
    for finding in facts.findings(example):
        cell = (finding.table, finding.row, finding.column)
        if finding.column is not None and finding.stated is not None and cell in cells:
            told.setdefault(cell, set()).add(finding.stated)
    for cell, stated in told.items():
        assert stated == {cells[cell].raw}, cell  # and all that is said of one cell agrees
    assert told or not any(finding.column for finding in facts.findings(example))


@pytest.mark.parametrize("example", MORE)
def test_no_number_is_told_in_powers_of_ten(example: str) -> None:
    for finding in facts.findings(example):
        assert "e+" not in f"{finding.message}{finding.stated}{finding.expected}"


def test_an_expected_value_says_how_it_comes_about() -> None:
    [found] = of("本年新收·商业企业＝3；办理结果总计·商业企业＝10；予以公开·商业企业＝10", "applications.balance")
    assert (found.row, found.column, found.stated) == ("closed", "business", "10")
    assert found.expected == "3（第一项 ＋ 第二项 － 第四项）"
    [found] = of("本年新收·自然人＝0；办理结果总计·自然人＝0；结转下年度·自然人＝4", "applications.balance")
    assert (found.row, found.stated, found.expected) == ("closed", "0", None)  # no count is below zero


def test_cells_that_print_more_than_a_number_are_stated_as_printed() -> None:
    [found] = of("行政复议·结果维持＝12件；行政复议·总计＝3件", "appeals.total")
    assert (found.column, found.stated, found.expected) == ("total", "3件", "12")


# --- sentences ------------------------------------------------------------------------------------------------------


def test_a_sum_is_told_in_the_words_of_the_form_with_its_line() -> None:
    [found] = of(
        "本年新收·自然人＝12；上年结转·自然人＝3；办理结果总计·自然人＝14；予以公开·自然人＝14", "applications.balance"
    )
    assert found.message == "自然人一栏：第一项 12 ＋ 第二项 3 ≠ 第三项（七）总计 14 ＋ 第四项 0（第40行）。".replace(
        "总计 ", ""
    ) or ("第一项 12 ＋ 第二项 3 ≠ 第三项（七） 14" in found.message)
    assert found.message == "自然人一栏：第一项 12 ＋ 第二项 3 ≠ 第三项（七） 14 ＋ 第四项 0（第41行）。"


def test_a_fraction_is_told_once_and_not_as_unreadable_too() -> None:
    found = parse(source(HEAD + TABLE_2 + "一、本年新收政府信息公开申请数量\t1.5\t0\t0\t0\t0\t0\t1\n")).findings
    assert [f.check for f in found if f.column == "natural_person"] == ["counts.whole"]


@pytest.mark.parametrize(
    ("example", "cell", "wanted", "words"),
    [
        (
            "予以公开·自然人＝2；予以公开·总计＝20；办理结果总计·自然人＝20；办理结果总计·总计＝20；"
            "本年新收·自然人＝20；本年新收·总计＝20",
            ("disclosed", "natural_person"),
            "20",
            "若“（一）予以公开”自然人一栏为 20（印作 2，疑漏印一位），则 2 处不符全部相符",
        ),
        (
            "予以公开·自然人＝21；予以公开·总计＝12；办理结果总计·自然人＝12；办理结果总计·总计＝12；"
            "本年新收·自然人＝12；本年新收·总计＝12",
            ("disclosed", "natural_person"),
            "12",
            "疑数字颠倒",
        ),
        (
            "予以公开·自然人＝1；予以公开·商业企业＝4；予以公开·总计＝5；办理结果总计·自然人＝4；办理结果总计·商业企业＝1；"
            "办理结果总计·总计＝5；本年新收·自然人＝4；本年新收·商业企业＝1；本年新收·总计＝5；部分公开·总计＝0",
            ("disclosed", "business"),
            "1",
            "两栏的 4、1 对调",
        ),
    ],
)
def test_one_number_that_explains_all_is_hinted_at(
    example: str, cell: tuple[str, str], wanted: str, words: str
) -> None:
    example = example.removesuffix("；部分公开·总计＝0")
    [found] = of(example, "sums.hint")
    assert ((found.row, found.column), found.expected) == (cell, wanted)
    assert words in found.message


def test_two_explanations_are_no_hint() -> None:
    assert of("行政复议·总计＝1；行政复议·结果维持＝2", "sums.hint") == []


# --- prose ----------------------------------------------------------------------------------------------------------

SILENT = (
    "共收到政府信息公开申请近10件。",
    "2020年，共收到政府信息公开申请9件。",
    "全区共收到政府信息公开申请30件。",
    "通过网络收到政府信息公开申请9件。",
    "近三年累计收到政府信息公开申请30件。",
    "未收到逾期未答复的政府信息公开申请。",
    "收到政府信息公开申请，建议提案12件。",
    "收到人大建议、政协提案12件，均已办结12件。",
    "上半年收到政府信息公开申请4件。",
    "全年受理行政许可申请1,203件。",
    "本机关作为复议机关审理行政复议案件30件。",
    "作为复议机关，全年审理政府信息公开行政复议案件30件，审结28件。",
    "制发公文50件，其中主动公开20件、依申请公开10件、不予公开20件。",
    "如收到政府信息公开申请10件以上的，应当专题研究。",
)


@pytest.mark.parametrize("words", SILENT)
def test_prose_that_claims_nothing_about_the_table_is_passed_over(words: str) -> None:
    assert {name for name in facts.fired(f"正文＝{words}；本年新收·总计＝5") if name.startswith("prose")} == set()


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("全年共收到政府信息公开申请1,203件。", "prose.received"),
        ("全年新收政府信息公开申请十二件。", "prose.received"),
        ("收到1万件政府信息公开申请。", "prose.received"),
        (
            "2021年1月1日至12月31日，我局共收到公民、法人和其他组织提出的政府信息公开申请6件，均已答复。",
            "prose.received",
        ),
        ("受理政府信息公开申请9件。", "prose.received"),
        ("未收到公民、法人或者其他组织的政府信息公开申请，也未发生行政复议。", "prose.none"),
        ("本年度无依申请公开政府信息情况。", "prose.none"),
        ("收到政府信息公开申请5件，办结7件。", "prose.closed"),
        ("收到政府信息公开申请5件，答复7件。", "prose.closed"),
        ("上年结转政府信息公开申请2件，本年新收5件。", "prose.carried"),
    ],
)
def test_prose_that_contradicts_the_table_is_told(words: str, check: str) -> None:
    assert check in facts.fired(f"正文＝{words}；本年新收·总计＝5；办理结果总计·总计＝5")


def test_received_and_carried_in_together_may_be_what_was_accepted() -> None:
    table = "本年新收·总计＝5；上年结转·总计＝2"
    assert "prose.received" not in facts.fired(f"正文＝受理政府信息公开申请7件。；{table}")
    assert "prose.received" in facts.fired(f"正文＝收到政府信息公开申请7件。；{table}")
    assert "prose.received" in facts.fired(f"正文＝受理政府信息公开申请6件。；{table}")


def test_a_government_speaks_for_all_its_organs() -> None:
    words = "正文＝2021年，全市共收到政府信息公开申请7件。；本年新收·总计＝5"
    assert "prose.received" in facts.fired(f"机关＝衢州市人民政府；{words}")
    assert "prose.received" not in facts.fired(words)


def test_a_sentence_broken_by_the_page_is_read_whole_and_found_again() -> None:
    body = "本机关认真做好依申请公开工作，规范答复文书，全年共收到政府信\n\n息公开申请9件。"
    report = facts.made({"正文": body})
    lines = ("题目", "一、总体情况", *body.split("\n"))
    [found] = [f for f in check_report(report, lines).findings if f.check == "prose.received"]
    assert (found.line, found.stated, found.expected) == (3, "9", "0")


def test_dates_that_contradict_each_other_are_told_with_their_line() -> None:
    text = (
        "示例区示例局2020年政府信息公开工作年度报告\n本报告统计期限自2021年1月1日起至2021年12月31日止。\n"
        "一、总体情况\n扎实推进。\n二、主动公开政府信息情况\n略\n示例区示例局\n2020年 3月5日\n"
    )
    told = {f.check: (f.line, f.stated) for f in parse(source(text)).findings if f.check.startswith("dates.")}
    assert told == {"dates.period": (2, "2021-01-01/2021-12-31")}
    found = parse(source(text.replace("2021", "2020"))).findings
    told = {f.check: (f.line, f.stated) for f in found if f.check.startswith("dates.")}
    assert told == {"dates.before_end": (8, "2020-03-05")}


# --- documentation --------------------------------------------------------------------------------------------------


def test_the_page_of_checks_is_fresh() -> None:
    assert checks_page.TARGET.read_text("utf-8") == checks_page.page(), "run: make checks-page"


@pytest.mark.parametrize("check", checks().values(), ids=lambda check: check.id)
def test_every_check_says_all_of_itself(check: Check) -> None:
    for name in ("title", "formula", "basis", "good", "bad", "limits"):
        assert getattr(check, name).strip(), name
    assert check.title[-1] not in "。；"


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agency", "digits", "speaks"),
    [
        ("北京市朝阳区示例局", "220104", True),  # another 朝阳区
        ("富阳区示例局", "330183", False),  # the place under its code of before
        ("富阳区示例局", "330100", False),
        ("衢州市示例局", "330802", False),
        ("郑州高新技术产业开发区示例局", "410102", False),  # a zone lies in districts of its city
        ("郑州高新技术产业开发区示例局", "410302", True),
    ],
)
def test_a_credit_code_is_of_the_place_or_one_above_or_below(agency: str, digits: str, speaks: bool) -> None:
    code = f"11{digits}002618197"
    example = f"机关＝{agency}；索引号＝{code}{uscc.calc_check_digit(code)}/2021-00001"
    assert facts.fired(example) == ({"credit_code.region"} if speaks else set())


def test_an_open_place_is_told_with_its_candidates_and_line() -> None:
    [found] = of("机关＝朝阳区示例局；正文＝朝阳区示例局公布本报告", "place.undecided")
    assert found.line == 1 and "北京市朝阳区、吉林省长春市朝阳区" in found.message


def test_every_check_that_is_raised_is_declared() -> None:
    raised = {
        node.args[0].value
        for path in (Path(ingest.__file__).parent).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding" and node.args
        if isinstance(node.args[0], ast.Constant)
    }
    assert "place.abolished" in raised and raised <= checks().keys()
