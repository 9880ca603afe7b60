"""Word writers: python-docx, and the XML beneath it for what it has no words for.

The styles differ in how cells are merged (its own ``merge``, or gridSpan and vMerge written out), in runs, cuts,
tracked changes, hidden text, numbering and what stands around the tables.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from . import frames, pages
from . import parts as shaping
from .paper import Paper
from .tables import Box, Table, laid, width

HIDDEN = "内部核稿意见"  # begins a hidden paragraph: a text that has it shows what the file hides

Fill = Callable[[_Cell, Box, Random], None]


def _put(cell: _Cell, box: Box, random: Random) -> None:
    cell.paragraphs[0].add_run(box.text)
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _put_in_runs(cell: _Cell, box: Box, random: Random) -> None:
    """A text over several runs, long labels over two paragraphs; a blank is an ideographic space or nothing."""
    text = box.text or random.choice(("", "　", " "))
    paragraph = cell.paragraphs[0]
    while text:
        part = random.randint(1, 4)
        run = paragraph.add_run(text[:part])
        run.bold = random.random() < 0.1
        text = text[part:]
        if box.kind == "label" and len(text) > 9 and random.random() < 0.15:
            paragraph = cell.add_paragraph()


def _put_tracked(cell: _Cell, box: Box, random: Random) -> None:
    """Now and then a deleted number before the one that holds, and a hidden one behind it."""
    paragraph = cell.paragraphs[0]
    if box.kind != "value" or random.random() < 0.6:
        _put(cell, box, random)
        return
    _revision(paragraph, "w:del", "w:delText", str(random.randint(1, 99)))
    if box.text:
        _revision(paragraph, "w:ins", "w:t", box.text)
    if random.random() < 0.3:
        paragraph.add_run(str(random.randint(1, 99))).font.hidden = True


def _put_in_controls(cell: _Cell, box: Box, random: Random) -> None:
    """Content controls, links and smart tags around numbers, as forms filled in on a screen have them."""
    _put(cell, box, random)
    if box.kind == "value" and box.text and random.random() < 0.5:
        run = cell.paragraphs[0]._p.r_lst[0]
        _wrapped(run, random.choice(("w:sdt", "w:hyperlink", "w:smartTag")))


def _wrapped(element: Any, tag: str) -> None:
    """An element within another: a content control has its content one level deeper."""
    outer = OxmlElement(tag)
    element.addprevious(outer)
    inner = outer
    if tag == "w:sdt":
        outer.append(OxmlElement("w:sdtPr"))
        inner = OxmlElement("w:sdtContent")
        outer.append(inner)
    inner.append(element)


def _revision(paragraph: Any, tag: str, text_tag: str, text: str) -> None:
    """A run inserted or deleted under tracked changes."""
    change = OxmlElement(tag)
    for name, value in (("w:id", "17"), ("w:author", "科室"), ("w:date", "2024-01-08T09:00:00Z")):
        change.set(qn(name), value)
    run, words = OxmlElement("w:r"), OxmlElement(text_tag)
    words.text = text
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def _add_merged(document: Any, table: Table, fill: Fill, random: Random) -> Any:
    """A table by python-docx's own ``merge``."""
    lines = laid(table)
    made = document.add_table(rows=len(lines), cols=width(table), style="Table Grid")
    grid = [list(row.cells) for row in made.rows]
    done: set[int] = set()
    for number, line in enumerate(lines):
        for column, box in enumerate(line):
            if id(box) in done:
                continue
            done.add(id(box))
            first = grid[number][column]
            last = grid[number + box.rows - 1][column + box.columns - 1]
            fill(first.merge(last) if first is not last else first, box, random)
    return made


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write a report in Word."""

    fill: Fill = _put
    shape: Callable[[shaping.Parts, Paper, Random], shaping.Parts] = shaping.as_it_is
    numbered: bool = False  # headings numbered by Word: 一、 isn't in the text
    running: bool = False  # agency above, page number below each page
    boxed: bool = False  # a text box beside the title
    outer: bool = False  # tables within a table of one cell
    row_controls: bool = False  # some rows stand in content controls


STYLES: Mapping[str, Style] = {
    "docx": Style(),
    "docx runs, cut": Style(_put_in_runs, shaping.cut_in_two),
    "docx tracked": Style(_put_tracked),
    "docx numbered": Style(numbered=True, running=True, boxed=True),
    "docx nested": Style(_put_in_runs, outer=True),
    "docx controls": Style(_put_in_controls, row_controls=True),
    "docx last year": Style(shape=shaping.last_year_beside, running=True),
}


def write(paper: Paper, name: str) -> pages.Written:
    """A paper as a Word document of one style."""
    style, random = STYLES[name], Random(f"word {name} {paper.seed}")
    document = docx.Document()
    _around(document, paper, style)
    document.add_heading(paper.title, 0)
    for text in paper.preamble:
        document.add_paragraph(text)
    parts = style.shape(shaping.plain_parts(paper), paper, random)
    for section in paper.sections:
        _heading(document, section.heading, style)
        for text in section.paragraphs:
            document.add_paragraph(text)
        for caption, table in parts.get(section.kind, []):
            document.add_paragraph(caption)
            inside = document.add_table(1, 1).cell(0, 0) if style.outer else document
            made = _add_merged(_Host(inside), table, style.fill, random)
            if style.row_controls:
                for row in random.sample(made._tbl.tr_lst, k=len(table) // 3):
                    _wrapped(row, "w:sdt")
    document.add_paragraph(paper.signed).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    written = frames.chinese_date(paper.head["document_date"])
    document.add_paragraph(written).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if style.fill is _put_tracked:
        document.add_paragraph().add_run(f"{HIDDEN}：表二合计改为77").font.hidden = True
    stream = io.BytesIO()
    document.save(stream)
    return pages.Written(stream.getvalue(), ".docx")


class _Host:
    """A document or a cell, asked for a table in the same words."""

    def __init__(self, inside: Any) -> None:
        self.inside = inside

    def add_table(self, rows: int, cols: int, style: str) -> Any:
        made = self.inside.add_table(rows, cols)
        made.style = style
        return made


def _heading(document: Any, heading: str, style: Style) -> None:
    if not style.numbered:
        document.add_paragraph().add_run(heading).bold = True
        return
    paragraph = document.add_paragraph(heading.partition("、")[2])
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", _numbering(document))):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        numbering.append(element)
    properties.append(numbering)


def _numbering(document: Any) -> str:
    """The number of a list that counts 一、二、三、, made once a document."""
    root = document.part.numbering_part.element
    ours = [num for num in root.findall(qn("w:num")) if num.get(qn("w:numId")) == "77"]
    if ours:
        return "77"
    first = copy.deepcopy(root.findall(qn("w:abstractNum"))[0])
    first.set(qn("w:abstractNumId"), "77")
    level = first.find(qn("w:lvl"))
    level.find(qn("w:numFmt")).set(qn("w:val"), "chineseCounting")
    level.find(qn("w:lvlText")).set(qn("w:val"), "%1、")
    for style in level.findall(qn("w:pStyle")):
        level.remove(style)
    root.insert(0, first)
    num, link = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
    num.set(qn("w:numId"), "77")
    link.set(qn("w:val"), "77")
    num.append(link)
    root.append(num)
    return "77"


def _around(document: Any, paper: Paper, style: Style) -> None:
    if style.running:
        section = document.sections[0]
        section.header.paragraphs[0].text = paper.agency
        section.footer.paragraphs[0].text = "- 1 -"
    if style.boxed:
        _text_box(document.add_paragraph(), "内部资料　请注意保存")


def _text_box(paragraph: Any, text: str) -> None:
    """A floating box as old Word draws it (VML)."""
    names = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    paragraph._p.append(
        parse_xml(
            f'<w:r {names}><w:pict><v:shape id="b1" style="position:absolute;width:120pt;height:24pt"><v:textbox>'
            f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
