"""Places that no row tells by itself: what the whole page does tells them, or nothing does.

Tables are given as rows of cells and printed by the few ways below, so that each case shows one thing that pages do.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import truth

TOP = "衢州市示例局2022年政府信息公开工作年度报告\n一、总体情况\n统计期限2022年1月1日至2022年12月31日\n"
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
HEAD_3 = [["行政复议", "行政诉讼"], [*RESULTS, "未经复议直接起诉", "复议后起诉"], RESULTS * 2]
HEAD_2 = [["申请人情况"], ["自然人", "法人或其他组织", "总计"]]
HEAD_2 += [["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]]
RECEIVED, CARRIED_IN, CARRIED_OUT = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "四、结转下年度继续办理",
)
ISSUED = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
CHANGED = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
END = "五、存在的主要问题及改进情况\n"
HEADINGS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况")

Rows = Sequence[Sequence[str]]
Place = tuple[str, str]


def of(blanks: str) -> list[str]:
    """A row's cells by a word: a dot is a blank.

    >>> of("1.2")
    ['1', '', '2']
    """
    return ["" if char == "." else char for char in blanks]


def tables(*printed: str) -> str:
    """A page of up to three tables, each under its heading."""
    return TOP + "".join(f"{heading}\n{text}" for heading, text in zip(HEADINGS, printed, strict=False)) + END


def cells_and_pipes(rows: Rows, *, opening: bool = False, width: int = 0) -> str:
    """A cell and its pipe a line; ``opening``: a pipe opens each row; ``width``: what is short of it leaves pipes."""
    lines = []
    for row in rows:
        lines += ["|"] if opening else []
        lines += [f"{cell} |".strip() for cell in row]
        lines += ["|" * (width - len(row))] if width > len(row) else []
    return "\n".join(lines) + "\n"


def bare_pipes(rows: Rows) -> str:
    """A pipe on a line of its own closes each cell."""
    return "\n".join(line for row in rows for cell in row for line in ([cell, "|"] if cell else ["|"])) + "\n"


def paragraphs(rows: Rows, blank: str = "\u00a0") -> str:
    """A cell a paragraph; a blank one is ``blank``."""
    return "\n\n".join(cell or blank for row in rows for cell in row) + "\n\n"


def gaps(rows: Rows, step: int) -> str:
    """A cell a paragraph; a blank one is so many empty lines."""
    return "".join(f"{cell}\n\n" if cell else "\n" * step for row in rows for cell in row)


def tabbed(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


TABLE_1 = [ISSUED, ["规章", *of("123")], ["规范性文件", *of("4.5")], CHANGED, ["行政许可", *of("67.")]]
TABLE_2 = [*HEAD_2, [RECEIVED, *of("1.2...3")], [CARRIED_IN, *of("....4.4")], [CARRIED_OUT, *of("5.....5")]]
TABLE_3 = [*HEAD_3, of(".1...2..3....4.")]

CASES: list[object] = [
    pytest.param(
        tables(paragraphs(TABLE_1), paragraphs(TABLE_2), paragraphs(TABLE_3)),
        {("appeals", "reconsideration"): of(".1..."), ("appeals", "litigation_after_reconsideration"): of("...4.")},
        id="table 3 is as long as the page's other rows make one expect",
    ),
    pytest.param(
        tables(*(cells_and_pipes([[*row, ""] for row in table]) for table in (TABLE_1, TABLE_2, TABLE_3))),
        {("appeals", "reconsideration"): of(".1..."), ("disclosure_items", "normative_documents"): of("4.5")},
        id="the header of table 3 ends in a phantom cell too",
    ),
    pytest.param(
        tables(cells_and_pipes(TABLE_1), cells_and_pipes(TABLE_2), cells_and_pipes([*HEAD_3[:2], *[RESULTS * 2][:0]])),
        {("disclosure_items", "licensing"): of("67."), ("applications", "carried_out"): of("5.....5")},
        id="rows of another table tell where a row begins",
    ),
    pytest.param(
        tables(*(cells_and_pipes(table, opening=True) for table in (TABLE_1, TABLE_2, TABLE_3))),
        {
            ("disclosure_items", "licensing"): of("67."),
            ("applications", "carried_out"): of("5.....5"),
            ("appeals", "reconsideration"): of(".1..."),
        },
        id="no pipe that opens a row stands behind the last one of a table",
    ),
    pytest.param(
        tables(*(bare_pipes(table) for table in (TABLE_1, TABLE_2, TABLE_3))),
        {("disclosure_items", "regulations"): of("123"), ("appeals", "reconsideration"): of(".1...")},
        id="the first cell of a run is closed by the pipe below it",
    ),
    pytest.param(
        tables(tabbed(TABLE_1[:3]) + bare_pipes([["行政复议", "行政诉讼"]]) + bare_pipes([*HEAD_3[1:], of("0" * 15)])),
        {("disclosure_items", "regulations"): of("123"), ("appeals", "reconsideration"): of("00000")},
        id="rows of tabs end where cells with pipes begin",
    ),
    pytest.param(
        tables(*(gaps(table, 1) for table in (TABLE_1, TABLE_2, TABLE_3))),
        {("applications", "received"): of("1.2...3"), ("appeals", "direct_litigation"): of("2..3.")},
        id="a blank cell is one empty line more",
        marks=pytest.mark.xfail(
            strict=True, reason="gaps before a row without a label are no wider than before its first blank"
        ),
    ),
    pytest.param(
        tables(*(gaps(table, 2) for table in (TABLE_1, TABLE_2, TABLE_3))),
        {("applications", "received"): of("1.2...3"), ("appeals", "direct_litigation"): of("2..3.")},
        id="a blank cell is two empty lines more",
        marks=pytest.mark.xfail(
            strict=True, reason="gaps before a row without a label are no wider than before its first blank"
        ),
    ),
    pytest.param(
        tables("\n", gaps([*HEAD_2, [RECEIVED, *of("1.2...3")], [CARRIED_IN, *of(".5..6")]], 1)),
        {("applications", "received"): of(".......")},
        id="gaps that no number of blank cells explains for all rows",
    ),
    pytest.param(
        tables("信息内容 | 采购项目数量 | 采购总金额 | ||\n政府集中采购 | 7 |  |\n"),
        {("disclosure_items", "procurement"): of("7.")},
        id="residue behind the header of a page that marks its blanks",
        marks=pytest.mark.xfail(
            strict=True, reason="what stands behind a header tells nothing of the residue behind its rows"
        ),
    ),
    pytest.param(
        tables(
            "| \\n 信息内容 | \\n 本年制发件数 | \\n 本年废止件数 | \\n 现行有效件数 |\n| \\n"
            " 规章 | \\n 1 | \\n   | \\n 3 |\n"
        ),
        {("disclosure_items", "regulations"): of("1.3")},
        id="a blank cell with its line end spelled out",
    ),
    pytest.param(
        tables("信息内容｜本年制发件数｜本年废止件数｜现行有效件数｜\n规章｜1｜\u3000｜3｜\n"),
        {("disclosure_items", "regulations"): of("1.3")},
        id="full-width pipes and an ideographic space",
    ),
    pytest.param(
        tables(
            cells_and_pipes(
                [ISSUED, ["(单位:件)"], ["规章", *of("123")], ["第 5 页 共 9 页"], ["规范性文件", *of("456")]]
            )
        ),
        {("disclosure_items", "regulations"): of("123"), ("disclosure_items", "normative_documents"): of("456")},
        id="a unit under the header and a page's number between rows are no columns",
    ),
    pytest.param(
        tables(
            "\n", cells_and_pipes([*HEAD_2, [RECEIVED, *of("1.....1")], ["图1 办理情况"], [CARRIED_IN, *of("2.....2")]])
        ),
        {("applications", "received"): of("1.....1")},
        id="a figure's caption is no cell of the row above",
    ),
    pytest.param(
        tables(
            "\n",
            tabbed(
                [["", *HEAD_2[1], ""], *([label, *of("......7.")] for label in (RECEIVED, CARRIED_IN, CARRIED_OUT))]
            ),
        ),
        {("applications", "received"): of("......7")},
        id="the header shows that the phantom column is the last",
        marks=pytest.mark.xfail(
            strict=True, reason="what stands behind a header tells nothing of the residue behind its rows"
        ),
    ),
    pytest.param(
        tables(
            "\n",
            "\n",
            tabbed([[*HEAD_3[0]], [*RESULTS], [*of("....."), *RESULTS, *RESULTS[:4], ""], [*of("1...1..2.2...."), ""]]),
        ),
        {("appeals", "direct_litigation"): of("..2.2"), ("appeals", "litigation_after_reconsideration"): of("....")},
        id="a column that is missing, and a phantom one",
        marks=pytest.mark.xfail(
            strict=True, reason="a channel that lacks a column stays open where a cell stands beside"
        ),
    ),
    pytest.param(
        tables(
            "信息内容 本年制发件数 本年废止件数 现行有效件数\n规章（指本机关现\n行有效、公开发\n"
            "1 2 3\n布的）\n规范性文件 4 5（其中修订1件） 6\n"
        ),
        {("disclosure_items", "regulations"): of("123"), ("disclosure_items", "normative_documents"): of("456")},
        id="instructions in brackets over lines, and a remark among values",
    ),
    pytest.param(
        tables(
            "信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 3 增 5\n"
            "其他对外管理服务事项\n（指行政检查、\n1 2 3\n行政确认）\n"
        ),
        {("disclosure_items", "licensing"): of("3.5"), ("disclosure_items", "other_public_services"): of("123")},
        id="a bare 增 fills a cell of a line; instructions begin on a line of their own",
        marks=pytest.mark.xfail(strict=True, reason="a label torn in an unlisted place loses its row"),
    ),
    pytest.param(
        tables("第二十条第（一）项\n本年新 对外公开总数量 公开数量\n信息内容 制作数量 本年新\n规章 1 2 3\n"),
        {("disclosure_items", "regulations"): of("123")},
        id="pieces of headers above 信息内容",
        marks=pytest.mark.xfail(strict=True, reason="pieces of headers before their corner are nobody's"),
    ),
    pytest.param(
        tables("第二十条第（一）项\n本年新 制作数量 对外公开总数量\n信息内容 本年新 公开数量\n规章 1 2 3\n"),
        {("disclosure_items", "regulations"): of("123")},
        id="whole headers, in the order of a PDF's lines",
        marks=pytest.mark.xfail(strict=True, reason="table 1 has no sums that bear a scrambled header out"),
    ),
    pytest.param(
        tables(
            "\n",
            "\n",
            "行政复议 行政诉讼\n未经复议直接起诉 其他结果 复议后起诉\n总计 结果维持 尚未审结\n"
            "结果纠正\n1 0 0 0 1 0 2 0 0 2 0 0 3 0 3\n",
        ),
        {("appeals", "direct_litigation"): of("02002"), ("appeals", "litigation_after_reconsideration"): of("00303")},
        id="a whole line of values under headers in no order",
    ),
    pytest.param(
        tables(
            "\n",
            "\n",
            "行政复议 行政诉讼\n未经复议直接起诉 其他结果 复议后起诉\n总计 结果维持 尚未审结\n"
            "结果纠正\n1 1 0 0 0 2 0 2 0 0 3 0 0 3 0\n",
        ),
        {("appeals", "direct_litigation"): of(".....")},
        id="totals that speak against the form's order",
    ),
    pytest.param(
        tables(
            "\n",
            "1.申请人无正当\n理由逾期不补正、\n行政机关不再处理\n0 0 0 0 0 0 0\n其政府信息公开申\n"
            "请- 6 -\n（七）总计 1 0 0 0 0 0 1\n",
        ),
        {("applications", "correction_overdue"): of("0000000"), ("applications", "closed"): of("1000001")},
        id="a short label that is the beginning of a longer one",
        marks=pytest.mark.xfail(strict=True, reason="a label torn in an unlisted place loses its row"),
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_the_page_tells_where_its_numbers_stand(text: str, rows: dict[Place, list[str]]) -> None:
    read(text, rows)


UNCERTAIN: list[object] = [
    pytest.param(
        tables(
            cells_and_pipes(TABLE_1, width=4),
            cells_and_pipes(TABLE_2, width=9),
            cells_and_pipes([*HEAD_3, of("1...1..2.2..5..")], width=15),
        ),
        {("appeals", "reconsideration"): of("1...1"), ("appeals", "litigation_after_reconsideration"): of(".....")},
        id="a last blank that may be the pipe of a lost cell",
    ),
    pytest.param(
        tables(
            "\n",
            "| 申请人情况 | 自然人 | 总计 |\n| 3.危及“三安全一稳定” |\n"
            "| 其中：网络申请 | 2 | 4 | 2 | 2 | 4 | 2 | 7 |\n"
            "| （七）总计 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n",
        ),
        {("applications", "three_securities_one_stability"): of(".......")},
        id="cells of an unknown row under a row without any",
    ),
    pytest.param(
        tables(
            tabbed(
                [
                    ISSUED,
                    ["规章", *of("..12")],
                    ["信息内容", "采购项目数量", "采购总金额", "", ""],
                    ["政府集中采购", "", "3", "", ""],
                    ["行政许可", *of(".....6")],
                ]
            )
        ),
        {("disclosure_items", "procurement"): of("..")},
        id="a row as wide as its header by chance, where labels leave blanks as they like",
    ),
    pytest.param(
        tables(
            paragraphs([ISSUED, ["规章", *of("12"), "3", ""], ["规范性文件", *of("45"), ""]]),
            paragraphs([*HEAD_2, [RECEIVED, *of("1234567"), ""]]),
        ),
        {("disclosure_items", "normative_documents"): of("...")},
        id="a row that is shorter than the others, phantom column and all",
    ),
]


@pytest.mark.parametrize(("text", "rows"), UNCERTAIN)
def test_what_may_have_moved_stays_empty_and_is_spoken_of(text: str, rows: dict[Place, list[str]]) -> None:
    read(text, rows)
    tables_told = {finding.table for finding in truth.read(text).findings}
    assert {table for table, _ in rows} <= tables_told


def read(text: str, rows: dict[Place, list[str]]) -> None:
    report = truth.read(text)
    for place, cells in rows.items():
        row = report.row(*place)  # type: ignore[arg-type]
        expected = [int(cell) if cell else None for cell in cells]
        assert row is not None and [value.number for value in row.values] == expected, place
