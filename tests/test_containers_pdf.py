"""PDF files as Chromium prints them: ruled tables, page breaks, page numbers; what is broken or a picture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import playwright.sync_api as playwright
import pytest

from ingest.containers import source_of
from ingest.containers.pdfs.breaks import mended, without_strips
from ingest.containers.pdfs.shapes import Char, Place
from ingest.containers.pdfs.strokes import strokes_of
from ingest.containers.pdfs.words import rows_of
from ingest.model import Document, Refused

pytestmark = pytest.mark.xdist_group("pdf")  # the browser is started once

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium isn't installed")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_PAPER = {"margin": dict.fromkeys(("top", "right", "bottom", "left"), "0.4in"), "tagged": True}  # as by default
_browsers: list[Any] = []  # the one of this file, once a page was printed


@pytest.fixture(scope="module", autouse=True)
def _browser() -> Iterator[None]:
    """One browser prints all pages: to start it takes longer than to print."""
    with ExitStack() as stack:
        if CHROMIUM:
            driver = stack.enter_context(playwright.sync_playwright())
            _browsers.append(driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        yield
        if _browsers:
            _browsers.pop().close()


def printed(html: str, folder: Path, *, header: bool = False) -> bytes:
    """A page as Chromium prints it."""
    page = folder / "page.html"
    page.write_text(f"<meta charset=utf-8><style>td{{border:1px solid}}table{{border-collapse:collapse}}</style>{html}")
    tab = _browsers[0].new_page()
    tab.goto(page.as_uri())
    content: bytes = tab.pdf(display_header_footer=header, **_PAPER)
    tab.close()
    return content


def read(content: bytes) -> Document:
    source = source_of("a.pdf", content)
    assert source.container == "pdf" and source.document is not None
    return source.document


def row(*cells: object, **spans: int) -> str:
    span = "".join(f" {name}={value}" for name, value in spans.items())
    return "<tr>" + "".join(f"<td{span if not n else ''}>{cell}</td>" for n, cell in enumerate(cells)) + "</tr>"


@needs_chromium
def test_cells_lie_where_the_lines_draw_them(tmp_path: Path) -> None:
    table = f"<table>{row('办理结果', '予以公开', 3, '', rowspan=2)}{row('部分公开', '', 14)}</table>"
    (grid,) = read(printed(f"<p>一、总体情况</p>{table}", tmp_path)).grids
    assert grid.places == "exact"
    assert [(cell.text, cell.row, cell.column, cell.rows) for cell in grid.cells] == [
        ("办理结果", 0, 0, 2),
        ("予以公开", 0, 1, 1),
        ("3", 0, 2, 1),
        ("", 0, 3, 1),
        ("部分公开", 1, 1, 1),
        ("", 1, 2, 1),
        ("14", 1, 3, 1),
    ]


@needs_chromium
def test_struck_text_is_gone_beside_underlined_text_and_marked_without(tmp_path: Path) -> None:
    changed = "1<del>2</del><ins>5</ins>"
    table = f"<table>{row('规章', changed, '<s>8</s>', '<u>9</u>')}{row('<s>文件</s>', 3, '<s>4</s>6', '')}</table>"
    document = read(printed(f"<p>收到{changed}件，办结<s>7</s>件。</p>{table}", tmp_path))
    assert document.lines == ("收到15件，办结~~7~~件。", "规章\t15\t~~8~~\t9", "~~文件~~\t3\t~~4~~6\t")


@pytest.mark.parametrize(
    ("left", "right", "height", "is_struck"),
    [
        (100, 112, 97, True),
        (100.5, 111.5, 96, True),
        (100, 112, 101, False),  # under it
        (100, 112, 91, False),  # over it
        (90, 122, 97, False),  # a border that runs on
        (100, 117, 97, False),
    ],
)
def test_a_stroke_ends_where_its_text_does(left: float, right: float, height: float, is_struck: bool) -> None:
    foot = {"matrix": (1, 0, 0, 1, 0, 700), "y1": 708, "top": 92}  # of the letters: 100 points from the page's top
    chars = [{"x0": at, "x1": at + 6, "size": 11, **foot} for at in (100, 106)]
    line = {"x0": left, "x1": right, "width": right - left, "top": height, "bottom": height + 0.5, "height": 0.5}
    found = strokes_of(chars, [line])
    assert (found.struck, found.shapes) == ((frozenset({0, 1}), {0}) if is_struck else (frozenset(), frozenset()))


@needs_chromium
def test_borders_that_a_browser_bevels_draw_a_table_too(tmp_path: Path) -> None:
    bevelled = "<style>table{border-collapse:separate!important} td{border:2px inset}</style>"
    table = f"<table border=2 cellspacing=0>{row('规章', 3, '')}{row('规范性文件', '', 8)}</table>"
    (grid,) = read(printed(f"{bevelled}{table}", tmp_path)).grids
    texts = [(cell.text, cell.row) for cell in grid.cells]
    assert texts == [("规章", 0), ("3", 0), ("", 0), ("规范性文件", 1), ("", 1), ("8", 1)]


@needs_chromium
def test_a_table_goes_on_over_the_page_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    rows = "".join(row(f"{n}.示例事项", n, 2 * n) for n in range(1, 120))
    document = read(printed(f"<table>{rows}</table><p>无。</p>", tmp_path, header=True))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells if cell.column == 1] == [str(n) for n in range(1, 120)]
    assert document.lines[-1] == "无。" and "://" not in "".join(document.lines)
    pages = [document.parts[cell.line - 1] for cell in grid.cells if cell.column == 0]
    assert pages[0] == "第1页" and pages[-1] > "第2页" and pages == sorted(pages)


@needs_chromium
def test_tables_that_touch_are_two_where_their_lines_do_not_go_on(tmp_path: Path) -> None:
    wide = "<table style='width:600px;table-layout:fixed'><col style='width:{}px'>{}</table>"
    upper = row("名称", "自然人", "企业", "总计") + row("一、新收", 1, 2, 3)
    lower = row("二、结转", 4, 5, 9) + row("三、办结", 6, 7, 13)
    page = printed(wide.format(150, upper) + wide.format(330, lower), tmp_path)
    assert [[cell.text for cell in grid.cells if cell.row == 0] for grid in read(page).grids] == [
        ["名称", "自然人", "企业", "总计"],
        ["二、结转", "4", "5", "9"],
    ]


@needs_chromium
def test_paragraphs_are_whole_again(tmp_path: Path) -> None:
    text = "本年度主动公开政府信息若干条，其中网站公开若干条。" * 12
    document = read(printed(f"<p>{text}</p><p>二、主动公开情况</p><p>{text}</p>", tmp_path))
    assert document.lines == (text, "二、主动公开情况", text)


@needs_chromium
def test_a_title_of_two_centred_lines_is_one(tmp_path: Path) -> None:
    title = "示例省示例市示例区示例街道示例综合服务管理中心办公室2021年政府信息公开工作年度报告"
    document = read(printed(f"<h1 style='text-align:center'>{title}</h1><p>一、总体情况</p>", tmp_path))
    assert document.lines == (title, "一、总体情况")


@needs_chromium
def test_the_longest_lines_of_a_short_page_run_into_nothing(tmp_path: Path) -> None:
    said = (
        "示例县水务局关于水旱灾害防御的2022年政府信息公开工作年度报告",
        "一、总体情况",
        "本年无变化。",
        "四、其他情况",
    )
    numbers = f"<table style=width:100%>{row(*range(15))}</table>"
    style = "<style>td{border:0!important}</style>"
    html = style + "".join(f"<div>{text}</div>" for text in said) + numbers + "<div>五、存在的问题</div>"
    assert read(printed(html, tmp_path)).lines == (*said, "\t".join(map(str, range(15))), "五、存在的问题")


@needs_chromium
def test_a_line_whose_end_has_no_room_for_the_next_number_runs_on(tmp_path: Path) -> None:
    style = "<style>body{font-size:16px;width:20.1em;margin:0}</style>"
    text = "示" * 40 + "统计期限自" + "例" * 13 + "2022年1月1日起。"
    assert read(printed(f"{style}<div>{text}</div>", tmp_path)).lines == (text,)


@needs_chromium
def test_a_ground_of_colour_draws_no_table(tmp_path: Path) -> None:
    lines = "".join(f"<div style='background:#eef;width:{300 + 7 * n}px'>第{n}行文字</div>" for n in range(6))
    assert read(printed(lines, tmp_path)).grids == ()


# --- without ruling lines -------------------------------------------------------------------------------------------

BARE = "<style>td{border:none!important;padding:6px 12px;text-align:center;white-space:nowrap}</style>"
HEADS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")


def bare(*rows: str) -> str:
    return f"<p>二、主动公开情况</p>{BARE}<table>{''.join(rows)}</table><p>三、收到和处理申请情况</p>"


@needs_chromium
def test_words_that_stand_under_one_another_are_columns(tmp_path: Path) -> None:
    rows = [row(*HEADS), row("规章", 0, "", 14), row("行政规范性文件", 26, 3, 415), row("行政许可", "", 0, 2)]
    document = read(printed(bare(*rows), tmp_path))
    (grid,) = document.grids
    columns = {cell.text: cell.column for cell in grid.cells if cell.row == 0}
    found = {
        (row[0].text, head): next(cell.text for cell in row if cell.column == columns[head])
        for row in (sorted((c for c in grid.cells if c.row == n), key=lambda c: c.column) for n in (1, 2, 3))
        for head in HEADS[1:]
    }
    assert [found["规章", head] for head in HEADS[1:]] == ["0", "", "14"]
    assert [found["行政规范性文件", head] for head in HEADS[1:]] == ["26", "3", "415"]
    assert [found["行政许可", head] for head in HEADS[1:]] == ["", "0", "2"]
    assert document.lines[0] == "二、主动公开情况" and document.lines[-1] == "三、收到和处理申请情况"


@needs_chromium
def test_heads_over_several_columns_are_centred_on_them(tmp_path: Path) -> None:
    heads = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
    middle = "<tr><td colspan=5></td><td colspan=5>直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    leaves = row(*("维持", "纠正", "其他", "未结", "总计") * 3)
    (grid,) = read(printed(bare(heads, middle, leaves, row(*range(15))), tmp_path)).grids
    spans = {cell.text: (cell.column, cell.columns) for cell in grid.cells if cell.columns > 1}
    assert spans == {"行政复议": (0, 5), "行政诉讼": (5, 10), "直接起诉": (5, 5), "复议后起诉": (10, 5)}


@needs_chromium
def test_a_word_that_stands_twice_on_a_line_is_each_time_one_column_s(tmp_path: Path) -> None:
    style = "<style>td{font-size:10px;padding:6px 10px!important;white-space:normal!important}</style>"
    heads = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
    five = ("结果<br>维持", "结果<br>纠正", "其他<br>结果", "尚未<br>审结", "总计")
    middle = "".join(f"<td rowspan=2>{head}</td>" for head in five)
    middle = f"<tr>{middle}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    (grid,) = read(printed(style + bare(heads, middle, row(*five * 2), row(*range(15))), tmp_path)).grids
    assert [(cell.column, cell.columns) for cell in grid.cells if cell.text == "总计"] == [(4, 1), (9, 1), (14, 1)]


@needs_chromium
def test_labels_whose_lines_may_be_anyone_s_are_left_as_text(tmp_path: Path) -> None:
    label = "<div style='width:90px;white-space:normal'>{}</div>"
    rows = [row(label.format(f"{n}.示例事项的名称很长很长很长"), n, n + 1, n + 2) for n in range(4)]
    tight = "<style>td{padding:0!important;line-height:1.1}</style>"
    assert read(printed(tight + bare(*rows), tmp_path)).grids == ()


@needs_chromium
@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
@pytest.mark.parametrize("padding", [0, 1, 4])
def test_numbers_broken_over_lines_without_rulings_are_no_numbers(align: str, padding: int, tmp_path: Path) -> None:
    style = f"<style>td{{border:0!important;padding:{padding}px 9px;text-align:center;vertical-align:{align}}}</style>"
    heads = row("办理结果", "甲栏", "乙栏", "丙栏", "丁栏", "总计")
    rows = row("一、新收", "46<br>43", 5, 7, "1<br>2", 9) + row("二、结转", 0, "31<br>7", 2, 3, "64<br>0")
    table = f"<table>{heads}{rows}{row('三、办结', 8, 1, '-<br>6', 4, 6)}{row('四、其他', 8, 1, '', 4, 6)}</table>"
    document = read(printed(f"{style}<p>一、总体情况</p>{table}", tmp_path))
    by_label = {c.text: {o.column: o.text for o in g.cells if o.row == c.row} for g in document.grids for c in g.cells}
    assert by_label["一、新收"].get(1) not in ("46", "43", "4643")
    assert by_label["二、结转"].get(2) not in ("31", "7", "317")
    assert by_label["三、办结"].get(3) != "6"
    assert by_label["四、其他"] == {0: "四、其他", 1: "8", 2: "1", 3: "", 4: "4", 5: "6"}


@needs_chromium
@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize(("widths", "grids"), [((60, 60, 60, 60), 1), ((80, 80, 80), 2)])
def test_a_piece_without_rulings_goes_on_where_its_columns_do(
    align: str, widths: tuple[int, ...], grids: int, tmp_path: Path
) -> None:
    style = f"<style>td{{border:0!important;padding:4px;text-align:{align}}}table{{table-layout:fixed}}</style>"
    parts = ((60, 60, 60, 60), widths)
    columns = ["".join(f"<col style=width:{width}px>" for width in (200, *part)) for part in parts]
    upper = row("", *"甲乙丙丁") + "".join(row(f"{n}、示例事项", n, 2, 3, f"5{n}") for n in range(1, 5))
    lower = "".join(row(f"{n}、示例事项", *(11, 3, 0, 16)[: len(widths)]) for n in range(5, 9))
    end = "<div style=page-break-before:always></div>"
    both = zip(columns, (upper, lower), strict=True)
    tables = [f"<table style=width:440px>{heads}{rows}</table>" for heads, rows in both]
    assert len(read(printed(style + end.join(tables), tmp_path)).grids) == grids


@needs_chromium
def test_heads_wrapped_beside_others_and_a_column_of_blanks_stand_where_they_are_printed(tmp_path: Path) -> None:
    style = "<style>td{border:0!important;padding:2px 8px;text-align:center}</style>"
    group = "<tr><td rowspan=2>勾稽关系<br>办理结果<td rowspan=2>自然<br>人<td colspan=3>组织<td rowspan=2>总计</tr>"
    heads = "<tr><td>商业<br>企业<td>科研<br>机构<td>其<br>他</tr>"
    rows = "".join(row(f"{n}、示例事项", "", n, 2, 3, f"5{n}") for n in range(1, 10))
    (grid,) = read(printed(f"{style}<table>{group}{heads}{rows}</table>", tmp_path)).grids
    assert {cell.text: (cell.column, cell.columns) for cell in grid.cells if cell.text in WRAPPED} == WRAPPED
    last = [(cell.text, cell.column) for cell in grid.cells if cell.row == max(cell.row for cell in grid.cells)]
    assert sorted(last, key=lambda cell: cell[1]) == [
        ("9、示例事项", 0), ("", 1), ("9", 2), ("2", 3), ("3", 4), ("59", 5)
    ]  # fmt: skip


WRAPPED = {
    "自然人": (1, 1),
    "商业企业": (2, 1),
    "科研机构": (3, 1),
    "其他": (4, 1),
    "总计": (5, 1),
}


@needs_chromium
def test_a_narrow_blank_stays_one(tmp_path: Path) -> None:
    (line,) = read(printed("<p>发布时间：2023-02-07 10:46 来源：示例局</p>", tmp_path)).lines
    assert line == "发布时间：2023-02-07 10:46 来源：示例局"


@needs_chromium
def test_a_number_that_its_cell_has_no_room_for_is_one(tmp_path: Path) -> None:
    cell = "td{border:1px solid;width:22px;padding:2px;word-break:break-all;font-size:14px}"
    style = f"<style>{cell}table{{table-layout:fixed;width:78px}}</style>"
    (grid,) = read(
        printed(
            f"{style}<table><tr><td>627</td><td>4</td><td>38</td></tr><tr><td>5</td><td>1</td><td>9</td></tr></table>",
            tmp_path,
        )
    ).grids
    assert [cell.text for cell in grid.cells] == ["627", "4", "38", "5", "1", "9"]


@needs_chromium
def test_two_numbers_in_a_wide_cell_are_two(tmp_path: Path) -> None:
    style = "<style>td{border:1px solid;width:120px}</style>"
    (grid,) = read(
        printed(f"{style}<table><tr><td>62<br>7</td><td>4</td></tr><tr><td>5</td><td>1</td></tr></table>", tmp_path)
    ).grids
    assert grid.cells[0].text.split() == ["62", "7"]


# --- what a page's end cuts -----------------------------------------------------------------------------------------


def test_the_end_of_a_label_a_little_higher_beside_a_row_tears_nothing_off_it() -> None:
    beside = Char("开", 58, 384.7, 65, 391.5, 6.7)
    label = [Char("其", 177, 387.9, 184, 394.6, 6.7), Char("他", 184, 387.9, 191, 394.6, 6.7)]
    number = Char("2", 167, 389.3, 171, 396.1, 6.7)
    assert rows_of([beside, *label, number]) == [[beside, number, *label]]


def places(*cells: tuple[str, int, float]) -> list[Place]:
    return [Place(text, row, 1, left, left + 10) for text, row, left in cells]


def test_the_end_of_a_label_goes_to_its_beginning() -> None:
    above = places(("5.要求确认或重新", 0, 0), ("7", 0, 10))
    below = places(("出具信息", 1, 0), ("", 1, 10), ("6.其他", 2, 0), ("8", 2, 10))
    assert {(place.text, place.row) for place in mended(above, below, 1)} == {
        ("5.要求确认或重新\n出具信息", 0),
        ("7", 0),
        ("6.其他", 1),
        ("8", 1),
    }


def test_a_row_of_blanks_is_not_taken_for_the_rest_of_another() -> None:
    above = places(("2.重复申请", 0, 0), ("", 0, 10))
    below = places(("3.要求提供公开出版物", 1, 0), ("4", 1, 10))
    assert list(mended(above, below, 1)) == [*above, *below]


def test_heads_cut_by_a_page_are_whole_again() -> None:
    above = places(("自然", 0, 0), ("法人或其他组织", 0, 10), ("总计", 0, 20))
    below = places(("人", 1, 0), ("", 1, 20), ("一、本年新收", 2, 0))
    found = {place.text: place.rows for place in mended(above, below, 1)}
    assert found == {"自然\n人": 2, "法人或其他组织": 1, "总计": 2, "一、本年新收": 1}


def test_the_empty_end_of_a_row_is_no_row() -> None:
    above = places(("规章", 0, 0), ("7", 0, 10))
    below = places(("", 1, 0), ("", 1, 10), ("行政许可", 2, 0), ("8", 2, 10))
    found = [(place.text, place.row, place.rows) for place in mended(above, below, 1)]
    assert found == [("规章", 0, 1), ("7", 0, 1), ("行政许可", 1, 1), ("8", 1, 1)]


def merged(text: str, row: int, rows: int, left: float, width: float = 10) -> Place:
    return Place(text, row, rows, left, left + width)


def told(above: list[Place], below: list[Place], height: int) -> dict[str, tuple[int, int]]:
    return {place.text: (place.row, place.rows) for place in mended(above, below, height) if place.text}


def test_a_page_s_end_runs_through_a_row_and_a_merged_label_beside_it() -> None:
    above = [merged("三、办理结果", 0, 2, 0), *places(("（三", 1, 10), ("1.国家秘密", 1, 20), ("47", 1, 30))]
    below = [
        merged("", 2, 4, 0),
        merged("）不予公开", 2, 3, 10),
        *places(("", 2, 20), ("", 2, 30), ("2.其他法律", 3, 20)),
    ]
    assert told(above, below, 2) == {
        "三、办理结果": (0, 5),
        "（三\n）不予公开": (1, 3),
        "1.国家秘密": (1, 1),
        "47": (1, 1),
        "2.其他法律": (2, 1),
    }


def test_numbers_on_both_sides_of_a_page_s_end_make_no_number() -> None:
    above = places(("一、本年新收政府信息公开", 0, 0), ("61", 0, 10), ("0", 0, 20))
    below = places(("申请数量", 1, 0), ("07", 1, 10), ("", 1, 20))
    assert told(above, below, 1) == {"一、本年新收政府信息公开\n申请数量": (0, 1), "61\n07": (0, 1), "0": (0, 1)}


def test_a_row_without_a_number_of_its_own_stays_one() -> None:
    above = places(("一、本年新收", 0, 0), ("0", 0, 10))
    below = places(("其中：网络申请", 1, 0), ("5", 1, 10))
    assert mended(above, below, 1) == [*above, *below]


def test_a_row_of_heads_is_not_put_to_the_heads_above() -> None:
    above = places(("（勾稽关系）", 0, 0), ("申请人情况", 0, 10), ("", 0, 20))
    below = places(("", 1, 0), ("自然人", 1, 10), ("法人或其他组织", 1, 20))
    assert told(above, below, 1) == {
        "（勾稽关系）": (0, 2), "申请人情况": (0, 1), "自然人": (1, 1), "法人或其他组织": (1, 1)
    }  # fmt: skip


def test_the_space_below_the_last_row_and_borders_drawn_a_little_off_are_no_rows() -> None:
    part = [
        merged("三、", 0, 2, 0), merged("（七）总计", 0, 3, 10), merged("19", 0, 3, 20),
        merged("", 2, 1, 0), merged("四、结转", 3, 1, 0, 20), merged("6", 3, 1, 20), merged("", 4, 1, 0, 30),
    ]  # fmt: skip
    kept = {place.text: (place.row, place.rows) for place in without_strips(part)}
    assert kept == {"三、": (0, 1), "（七）总计": (0, 1), "19": (0, 1), "四、结转": (1, 1), "6": (1, 1)}


def test_a_row_of_blanks_under_heads_is_one() -> None:
    part = places(
        *((text, 0, 10 * at) for at, text in enumerate(("维持", "纠正", "总计"))),
        *(("", 1, 10 * at) for at in range(3)),
    )
    assert without_strips(part) == part


def test_labels_without_numbers_are_not_put_together_where_a_row_has_values() -> None:
    above, below = places(("规章", 0, 0), ("7", 0, 10)), places(("行政许可", 1, 0), ("", 1, 10))
    assert list(mended(above, below, 1)) == [*above, *below]


# --- broken, locked, pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(3000), b"%PDF-1.4 trailer<</Root 1 0 R>>"])
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        source_of("a.pdf", content)


@needs_chromium
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_cut_off_is_refused(cut: float, tmp_path: Path) -> None:
    content = printed("<p>一、总体情况</p>" * 50, tmp_path)
    with pytest.raises(Refused):
        read(content[: int(cut * len(content))])


@needs_chromium
def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="文字"):
        read(printed("<div style='width:300px;height:300px;background:#000'></div>", tmp_path))
