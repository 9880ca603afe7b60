"""Tables in text: what each way of parting cells becomes, and how much of its places is known."""

from __future__ import annotations

import pytest

from ingest.containers.texts import read
from ingest.model import Grid
from ingest.text import fold

HEADER = ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
ROWS = (HEADER, ("行政处罚", "41", "", "7"), ("行政强制", "8", "-3", "26"))
BLANKS = (*ROWS, ("行政许可", "", "6", "1"), ("其他对外管理服务事项", "", "", "3"))


def grids(text: str) -> list[Grid]:
    return list(read(text).grids)


def rows(grid: Grid) -> list[tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return [tuple(cells) for cells in found.values()]


def joined(mark: str, before: str = "", behind: str = "") -> str:
    return "\n".join(f"{before}{mark.join(row)}{behind}" for row in ROWS)


MARKDOWN = "| " + " | ".join(HEADER) + " |\n|---|---|---|---|\n| 行政处罚 | 41 |  | 7 |\n| 行政强制 | 8 | \\-3 | 26 |"
BARE = (
    "信息内容| 上一年项目数量| 本年增/减| 处理决定数量  \n---|---|---|---  \n"
    "行政处罚| 41|  | 7  \n行政强制| 8| -3| 26  "
)
SIMPLE = (
    "  ---------- ---------------- ----------- --------------\n"
    "  信息内容   上一年项目数量   本年增/减   处理决定数量\n"
    "  行政处罚   41                           7\n"
    "  行政强制   8                -3          26\n"
    "  ---------- ---------------- ----------- --------------\n"
)
PLUSES = (
    "+----------+----------------+-----------+--------------+\n"
    "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n"
    "+==========+================+===========+==============+\n"
    "| 行政处罚 | 41             |           | 7            |\n"
    "+----------+----------------+-----------+--------------+\n"
    "| 行政强制 | 8              | -3        | 26           |\n"
    "+----------+----------------+-----------+--------------+\n"
)
WORD = "\n\n".join("".join(f"\n\t{cell}" for cell in row) for row in ROWS)
COPIED = "\n\n\n\n".join("\n\n\t\n\n".join(cell or "\u00a0" for cell in row) for row in ROWS)
SPREAD = "\n".join("\n\n" + "".join(f"\n{cell}\n\n" for cell in row) for row in BLANKS)


@pytest.mark.parametrize(
    "text",
    [joined("\t"), MARKDOWN, BARE, SIMPLE, PLUSES, WORD, COPIED],
    ids=["tabs", "Markdown", "pipes between", "pandoc simple", "pandoc grid", "tabs before", "a tab alone"],
)
def test_a_layout_that_keeps_its_blanks_is_exact(text: str) -> None:
    (grid,) = grids(text)
    assert (rows(grid), grid.places) == (list(ROWS), "exact")


def test_empty_lines_tell_cells_blanks_and_rows() -> None:
    (grid,) = grids(SPREAD)
    assert rows(grid) == list(BLANKS)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("规章 | 4 | 0 | ||\n许可 | 5 | ||||\n信息 | 1 | 2 | 3 |", "blanks may be residue"),
        ("甲\t乙\t丙\n三、\t（一）\t5\n（二）\t6", "rows of several widths"),
        ("序\t甲\t乙\n一、\t（一）公开\t5\n（二）公开\t6\t", "labels and numbers in one column"),
        ("|甲|乙|\n|---|---|\n|一、|3|\n|4|二、|", "numbers before words"),
        ("项\t甲\t\n一、\t3\t9\n二、\t4\t8", "numbers under no header"),
    ],
)
def test_what_speaks_against_places_leaves_rows(text: str, what: str) -> None:
    assert {grid.places for grid in grids(text)} == {"rows"}, what


def test_a_number_alone_before_blanks_may_be_merged() -> None:
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    text = "\n".join(
        "\t".join(row) for row in (("", *columns), ("2.重复申请", "0", *[""] * 6), ("（七）总计", *"1234567"))
    )
    (grid,) = grids(text)
    assert [cell.columns for cell in grid.cells if cell.row == 1] == [1, 7]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规章\n|\n13\n|\n0\n|\n规范性文件\n|\n|\n4\n|", ["规章", "13", "0", "规范性文件", "", "4"]),
        ("规章 |\n13 |\n|\n规范性文件 |\n2 |\n4 |", ["规章", "13", "", "规范性文件", "2", "4"]),
        ("规章13规范性文件204", ["规章", "13", "规范性文件", "204"]),
        ("自\n然\n人\n2．其他法律行政\n46 13\n法规禁止公开", ["自然人", "2.其他法律行政法规禁止公开", "46", "13"]),
        ("规章 3 - 5 -\n- 5 -规范性文件 4", ["规章", "3", "规范性文件", "4"]),
    ],
)  # fmt: skip
def test_cells_in_order(text: str, expected: list[str]) -> None:
    assert [cell.text for grid in grids(text) for cell in grid.cells] == expected


@pytest.mark.parametrize("separator", [" ", "|", "\t"])
def test_a_document_on_one_line_is_cells_in_order(separator: str) -> None:
    labels = (
        "1.属于国家秘密",
        "2.重复申请",
        "3.要求提供公开出版物",
        "（七）总计",
        "四、结转下年度继续办理",
        "（一）予以公开",
    )
    words = ["自然人", "总计", *(piece for number, label in enumerate(labels) for piece in (label, str(number), "9"))]
    (grid,) = grids(
        "某市示例局年报" * 20 + separator + separator.join(words) + separator + "五、存在的主要问题及改进情况"
    )
    assert grid.places == "stream"
    assert [cell.text for cell in grid.cells] == [fold(word) for word in words]


def test_prose_and_menus_are_no_tables() -> None:
    text = "首页\n行政许可\n行政处罚\n本年度对行政许可、行政处罚事项逐项梳理，公开结果信息847件。\n规章"
    assert grids(text) == []


def test_a_scrambled_header_is_left_out() -> None:
    text = "申请人情况\n自\n总\n社会 法律\n然\n计\n一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3"
    text += "\n二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1"
    assert [row[0][:2] for grid in grids(text) for row in rows(grid)] == ["一、", "二、"]
