"""Word files as other writers make them (python-docx, and XML as Word puts it): what a reader sees, and where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.containers import source_of
from ingest.model import Document, Grid, Refused

W = nsdecls("w")
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def saved(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def read(word: Word) -> Document:
    source = source_of("a.docx", saved(word))
    assert source.container == "docx" and source.document is not None
    return source.document


def put(word: Word, xml: str) -> None:
    """An element at the end of the body, before its section's properties."""
    word.element.body.insert(len(word.element.body) - 1, parse_xml(xml))


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p {W} {M}><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def instruction(words: str) -> str:
    return f"<w:r><w:instrText xml:space='preserve'>{words}</w:instrText></w:r>"


BEGIN, SEPARATE, END = map(FIELD.format, ("begin", "separate", "end"))
MERGED = BEGIN + instruction(" MERGEFIELD n ") + SEPARATE + run("77") + END


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (BEGIN + instruction(" IF ") + MERGED + instruction(' = "1" "9" "8" ') + SEPARATE + run("12") + END, "12"),
        (BEGIN + instruction(" IF ") + MERGED + END + run("5"), "5"),
        (BEGIN + instruction(" =SUM(LEFT) ") + SEPARATE + run("12") + END, "12"),
        (BEGIN + instruction(" =SUM(") + instruction("LEFT) ") + END, "□"),
        (BEGIN + instruction(" EQ \\o(1,2) ") + END, "□"),
        ("<w:fldSimple w:instr=' =SUM(LEFT) '/>", "□"),
        (run("1") + BEGIN + instruction(" NOTEREF _a ") + SEPARATE + run("2") + END + run("3"), "1 2 3"),
        (run("12") + run("*", "<w:vertAlign w:val='superscript'/>"), "12⁎"),
        (run("本年新收") + run("12") + run("3件"), "本年新收123件"),
        (run("7") + "<w:ins w:id='1' w:author='a'>" + run("8") + "</w:ins>", "78"),
        (run("7") + "<w:del w:id='1' w:author='a'><w:r><w:delText>9</w:delText></w:r></w:del>", "7"),
        ("<w:moveFrom w:id='1' w:author='a'>" + run("5") + "</w:moveFrom>" + run("6"), "6"),
        ("<w:moveTo w:id='1' w:author='a'>" + run("5") + "</w:moveTo>", "5"),
        (run("看得见") + run("看不见", "<w:vanish/>"), "看得见"),
        (run("甲", "<w:vanish w:val='0'/>"), "甲"),
        ("<w:hyperlink>" + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:sdt><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:t>索引号</w:t><w:tab/><w:t>A1</w:t></w:r>", "索引号\tA1"),
        ("<w:r><w:instrText> PAGE </w:instrText></w:r>" + run("域"), "域"),
        ("<w:r><w:t>010</w:t><w:noBreakHyphen/><w:t>1234</w:t></w:r>", "010-1234"),
        (run("办结") + run("1", "<w:strike/>") + run("2", "<w:dstrike/>") + run("15件"), "办结~~12~~15件"),
        (run("7", "<w:strike w:val='0'/>") + run(" ", "<w:strike/>") + run("8"), "7 8"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='5'/>"
            "<w:listEntry w:val='13'/></w:ddList></w:ffData></w:fldChar></w:r>",
            "13",
        ),
        (run("12") + run("1", "<w:vertAlign w:val='superscript'/>"), "12¹"),
        (run("12") + run("1", "<w:vertAlign w:val='subscript'/>"), "12 1"),
        (run("12") + run("3", "<w:position w:val='8'/>") + run("件"), "12³件"),
        (run("12") + run("3", "<w:position w:val='2'/>") + run("件"), "12 3件"),
        (run("12") + run("3", "<w:position w:val='-6'/>"), "12 3"),
        (run("34", "<w:position w:val='8'/>") + run("件", "<w:position w:val='0'/>"), "34件"),
        (run("12") + "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='2'/><w:t>3</w:t></w:r>", "12³"),
        (run("12") + "<w:r><w:endnoteReference w:customMarkFollows='true' w:id='2'/><w:t>3</w:t></w:r>", "12³"),
        (run("12") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run("件"), "12件"),
        (run("12") + "<w:hyperlink w:anchor='_ftn1'>" + run("3") + "</w:hyperlink>", "12 3"),
        (run("1") + "<w:r><w:sym w:font='Symbol' w:char='F032'/></w:r>" + run("件"), "12件"),
        (run("1") + "<w:r><w:sym w:font='Times New Roman' w:char='0032'/></w:r>", "12"),
        (run("1") + "<w:r><w:sym w:font='Wingdings' w:char='F032'/></w:r>" + run("件"), "1□件"),
        (run("1") + "<w:r><w:sym w:font='Webdings' w:char='F0E8'/></w:r>" + run("2"), "1□2"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>" + run("规章"), "规章"),
        (run("3", "<w:sz w:val='2'/>") + run("17件"), "17件"),
        (run("17", "<w:sz w:val='21'/>") + run("3", "<w:sz w:val='12'/>") + run("件"), "17 3件"),
        (run("1", "<w:sz w:val='21'/>") + run("7", "<w:sz w:val='20'/>"), "17"),
        (run("3", "<w:color w:val='FFFFFF'/>") + run("17"), "3 17"),
        (run("3", "<w:color w:val='auto' w:themeColor='background1'/>") + run("17"), "3 17"),
        ("<w:bdo w:val='rtl'>" + run("71") + "</w:bdo>" + run("件"), "□71□件"),
        ("<w:bdo w:val='ltr'>" + run("17") + "</w:bdo>", "17"),
        (run("17") + "<w:fldSimple w:instr=' NOTEREF _Ref1 \\f \\h '>" + run("3") + "</w:fldSimple>", "17 3"),
        (
            run("17")
            + FIELD.format("begin")
            + "<w:r><w:instrText> NOTEREF _Ref1 \\h </w:instrText></w:r>"
            + FIELD.format("separate")
            + run("3")
            + FIELD.format("end")
            + run("4"),
            "17 3 4",
        ),
        (
            run("1")
            + FIELD.format("begin")
            + "<w:r><w:instrText>eq \\s\\up5(7)</w:instrText></w:r>"
            + FIELD.format("end"),
            "1□",
        ),
        (
            run("1")
            + FIELD.format("begin")
            + "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>"
            + FIELD.format("separate")
            + run("7")
            + FIELD.format("end"),
            "17",
        ),
        ("<m:oMath><m:r><m:t>17</m:t></m:r></m:oMath>", "17"),
        (
            "<m:oMath><m:sSup><m:e><m:r><m:t>17</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:oMath>",
            "17 3",
        ),
        ("<w:r><w:ruby><w:rt>" + run("zhù") + "</w:rt><w:rubyBase>" + run("注") + "</w:rubyBase></w:ruby></w:r>", "注"),
    ],
)
def test_a_paragraph_is_what_its_reader_sees(inside: str, seen: str) -> None:
    word = docx.Document()
    put(word, paragraph(inside))
    assert read(word).lines == (seen,)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    word = docx.Document()
    put(word, paragraph(run("示例县"), "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"))
    put(word, paragraph(run("示例局")))
    assert read(word).lines == ("示例县示例局",)


def test_a_paragraph_whose_end_is_only_for_styles_goes_on_in_the_next() -> None:
    word = docx.Document()
    put(word, paragraph(run("示例县"), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"))
    put(word, paragraph(run("示例局")))
    assert read(word).lines == ("示例县示例局",)


def test_hidden_by_a_style_is_hidden() -> None:
    word = docx.Document()
    style = word.styles.add_style("Draft", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    line = word.add_paragraph("甲")
    line.add_run("乙", style="Draft")
    assert read(word).lines == ("甲",)


def test_raised_by_a_style_or_the_one_that_it_is_based_on_is_raised() -> None:
    word = docx.Document()
    kind = docx.enum.style.WD_STYLE_TYPE.CHARACTER
    high = word.styles.add_style("High", kind)
    high.font.superscript = True
    word.styles.add_style("Higher", kind).base_style = high
    word.styles.add_style("footnote reference", kind)
    for style in ("High", "Higher", "footnote reference"):
        word.add_paragraph("41").add_run("2", style=style)
    assert read(word).lines == ("41²",) * 3


BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>{}</w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>"
)
IMAGE = "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:imagedata/></v:shape></w:pict></w:r>"
PAIR = "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl><w:p/>"


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<w:p>" + BOX.format("<w:p>" + run("14") + "</w:p>") + "</w:p>", "14"),
        ("<w:p>" + run("3") + BOX.format("<w:p>" + run("14") + "</w:p>") + "</w:p>", "3 14"),
        ("<w:p>" + IMAGE + "</w:p>", "[图片]"),
        ("<w:p>" + run("3") + IMAGE + "</w:p>", "3"),
        (PAIR.format(run("3"), run("4")), "3 4"),
        ("<w:p>" + run("17", "<w:color w:val='FFFFFF'/>") + "</w:p>", "□17"),
        ("<w:tcPr><w:shd w:fill='204080'/></w:tcPr><w:p>" + run("17", "<w:color w:val='FFFFFF'/>") + "</w:p>", "17"),
        (PAIR.format(run("本年"), run("4")), "本年 4"),
    ],
)
def test_what_a_cell_shows_by_other_means_than_text_is_what_it_says(inside: str, seen: str) -> None:
    word = docx.Document()
    rows = [run("行政许可"), run("行政处罚"), run("行政强制")]
    cells = [f"<w:p>{run('6')}</w:p>", inside, f"<w:p>{run('7')}</w:p>"]
    made = "".join(
        f"<w:tr><w:tc><w:p>{label}</w:p></w:tc><w:tc>{cell}</w:tc></w:tr>"
        for label, cell in zip(rows, cells, strict=True)
    )
    put(word, f"<w:tbl {W}>{made}</w:tbl>")
    assert read(word).lines == ("行政许可\t6", f"行政处罚\t{seen}", "行政强制\t7")


# --- numbers that Word makes ----------------------------------------------------------------------------------------


def numbered(word: Word, *levels: tuple[str, str], start: int = 1) -> Callable[[str, int], None]:
    """Add a list to a document; gives what adds a paragraph to it."""
    numbering = word.part.numbering_part.element
    made = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='{start}'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for n, (kind, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='77'>{made}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {W} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))

    def add(text: str, level: int = 0) -> None:
        number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr>"
        put(word, paragraph(run(text), number))

    return add


def test_numbers_of_headings_are_part_of_them() -> None:
    word = docx.Document()
    add = numbered(word, ("chineseCountingThousand", "%1、"), ("decimal", "（%2）"), ("decimalEnclosedCircle", "%3"))
    for text, level in [("总体情况", 0), ("甲", 1), ("乙", 1), ("主动公开", 0), ("丙", 1), ("丁", 2)]:
        add(text, level)
    assert read(word).lines == ("一、总体情况", "（1）甲", "（2）乙", "二、主动公开", "（1）丙", "①丁")


@pytest.mark.parametrize(
    ("kind", "at", "seen"),
    [
        ("chineseCounting", 12, "十二"),
        ("upperRoman", 4, "IV"),
        ("lowerLetter", 3, "c"),
        ("ideographDigital", 10, "一〇"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("bullet", 1, ""),
    ],
)
def test_numbers_are_written_in_their_format(kind: str, at: int, seen: str) -> None:
    word = docx.Document()
    numbered(word, (kind, "%1"), start=at)("甲")
    assert read(word).lines == (f"{seen}甲",)


def test_a_blank_paragraph_of_a_list_counts_as_it_does_in_word() -> None:
    word = docx.Document()
    add = numbered(word, ("decimal", "%1."))
    for text in ("甲", "", "乙"):
        add(text)
    assert read(word).lines == ("1.甲", "2.", "3.乙")


# --- tables ---------------------------------------------------------------------------------------------------------


def table(word: Word) -> Grid:
    (grid,) = read(word).grids
    return grid


def test_merged_cells_have_their_places() -> None:
    word = docx.Document()
    made = word.add_table(3, 4)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "左"
    made.cell(0, 1).merge(made.cell(0, 3)).text = "上"
    made.cell(2, 0).text, made.cell(2, 3).text = "规章", "7"
    cells = {cell.text: (cell.row, cell.column, cell.rows, cell.columns) for cell in table(word).cells if cell.text}
    assert cells == {"左": (0, 0, 2, 1), "上": (0, 1, 1, 3), "规章": (2, 0, 1, 1), "7": (2, 3, 1, 1)}
    assert table(word).places == "exact"


def test_a_row_that_begins_late_begins_late() -> None:
    word = docx.Document()
    made = word.add_table(2, 2)
    made.cell(1, 1).text = "乙"
    row = made.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f"<w:gridBefore {W} w:val='1'/>"))
    assert [(cell.row, cell.column) for cell in table(word).cells if cell.text == "乙"] == [(1, 1)]
    assert table(word).places == "exact"


def test_rows_of_different_width_have_no_certain_columns() -> None:
    word = docx.Document()
    made = word.add_table(2, 3)
    for n, cell in enumerate(made._cells):
        cell.text = str(n)
    row = made.rows[1]._tr
    row.remove(row.tc_lst[0])
    assert table(word).places == "rows"


def test_deleted_and_hidden_rows_are_no_rows() -> None:
    word = docx.Document()
    made = word.add_table(3, 1)
    for n, name in enumerate(("删去", "藏着", "留下")):
        made.cell(n, 0).text = name
    made.add_column(1)
    for n, mark in enumerate(("<w:del {} w:id='1' w:author='a'/>", "<w:hidden {}/>")):
        made.rows[n]._tr.get_or_add_trPr().append(parse_xml(mark.format(W)))
    assert [cell.text for cell in table(word).cells] == ["留下", ""]


def test_a_label_broken_over_runs_lines_and_paragraphs_is_one() -> None:
    word = docx.Document()
    cell = word.add_table(1, 2).cell(0, 0)
    cell.text = "本年新收政府"
    cell.paragraphs[0].runs[0].add_break()
    cell.paragraphs[0].add_run("信息公开")
    cell.add_paragraph("申请数量")
    assert table(word).cells[0].text == "本年新收政府信息公开申请数量"


def test_a_table_that_arranges_the_page_is_no_table() -> None:
    word = docx.Document()
    outer = word.add_table(1, 1).cell(0, 0)
    outer.text = "一、总体情况"
    inner = outer.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "3"
    document = read(word)
    assert [line for line in document.lines if line] == ["一、总体情况", "规章\t3"]
    assert [cell.text for cell in document.grids[0].cells] == ["规章", "3"]


# --- beside the text ------------------------------------------------------------------------------------------------


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    word = docx.Document()
    content = f"<w:txbxContent>{paragraph(run('框内'))}</w:txbxContent>".replace(f" {W}", "")
    new = f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
    old = f"<w:pict><v:textbox>{content}</v:textbox></w:pict>"
    put(
        word,
        f"<w:p {W} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
        " xmlns:v='urn:schemas-microsoft-com:vml'"
        " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><w:r><w:t>框外</w:t></w:r><w:r>"
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{new}</w:drawing></mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert read(word).lines == ("框外", "框内")


def test_a_page_header_is_read_and_a_page_number_is_not() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "示例县示例局"
    word.sections[0].footer.paragraphs[0].text = "— 1 —"
    word.add_paragraph("正文")
    document = read(word)
    assert document.lines == ("示例县示例局", "正文")
    assert document.parts == ("页眉", "")


# --- files that are none, or meant ill ------------------------------------------------------------------------------


def changed(content: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """A Word file with one part of it changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == path else old.read(name))
    return out.getvalue()


def word_file() -> bytes:
    word = docx.Document()
    word.add_paragraph("正文")
    return saved(word)


BOMB = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda _: b"",
        lambda _: b"<w/>",
        lambda xml: xml.replace(b"<w:document", BOMB + b"<w:document", 1),
        lambda xml: xml.replace(b"<w:document", OUTSIDE + b"<w:document", 1),
        lambda _: b"<a>" * 100_000,
        lambda _: b"<a>" + b" " * 70_000_000 + b"</a>",
    ],
)
def test_broken_and_hostile_parts_are_refused(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Refused):
        source_of("a.docx", changed(word_file(), "word/document.xml", change))


@pytest.mark.parametrize("cut", [200, 5_000, -100])
def test_a_file_cut_off_is_refused(cut: int) -> None:
    content = word_file()[:cut]
    if b"word/" not in content:
        content += b"word/[Content_Types].xml"
    with pytest.raises(Refused):
        source_of("a.docx", content)


def test_tables_within_tables_have_an_end() -> None:
    word = docx.Document()
    inside = "<w:p/>"
    for _ in range(70):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"
    put(word, inside.replace("<w:tbl>", f"<w:tbl {W}>", 1)[: -len("<w:p/>")])
    with pytest.raises(Refused):
        read(word)


def test_a_span_of_a_million_is_no_span() -> None:
    word = docx.Document()
    made = word.add_table(1, 2)
    made.cell(0, 0).text = "甲"
    span = made.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan()
    span.set(qn("w:val"), "1000000")
    assert max(cell.columns for cell in table(word).cells) < 1000
