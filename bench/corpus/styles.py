"""Page styles: an editor's markup, a shape of the tables, a header and a portal's frame put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from . import frames, hard, markup, parts, rough
from .paper import Paper


@dataclass(frozen=True, slots=True)
class Style:
    """One way to put a report into a page."""

    cell: markup.Cell = markup.plain
    blank: str = ""
    attributes: str = ' border="1" cellspacing="0"'
    paragraph: Callable[[str], str] = markup.paragraph
    heading: str = "<h2>{}</h2>"
    title: str = "<h1>{}</h1>"
    caption: str = '<p align="center">{}</p>'
    shape: Callable[[parts.Parts, Paper, Random], parts.Parts] = parts.as_it_is
    headings_in_tables: bool = False
    header: frames.Header = frames.line
    frame: frames.Frame = frames.bare
    encoding: str = "utf-8"
    prepare: Callable[[Paper, Random], Paper] = field(default=lambda paper, random: paper)
    archive: bool = False  # MHTML
    between: str = "\n"  # tags
    rough: Callable[[str, Random], str] = rough.left_as_it_is


_WORD_HEADING = "<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:黑体'>{}<o:p></o:p></span></p>"
STYLES: Mapping[str, Style] = {
    "plain": Style(),
    "word-saved": Style(
        markup.of_word,
        "&nbsp;",
        " class=MsoTableGrid border=1",
        markup.word_paragraph,
        _WORD_HEADING,
        "<p class=MsoNormal align=center><b>{}</b></p>",
        header=frames.definition_list,
        frame=frames.of_word,
        encoding="gb18030",
    ),
    "word-pasted": Style(
        markup.of_word,
        "&nbsp;",
        " class=MsoNormalTable",
        markup.word_paragraph,
        _WORD_HEADING,
        header=frames.source_line,
        frame=frames.portal,
    ),
    "portal": Style(
        markup.paragraphed,
        "&nbsp;",
        header=frames.table_of_cells,
        frame=frames.portal,
        heading="<p><strong>{}</strong></p>",
        between="",
    ),
    "portal-source-line": Style(
        markup.paragraphed, "<br>", header=frames.source_line, frame=frames.portal, shape=parts.captioned_above
    ),
    "hidden-draft": Style(header=frames.list_items, frame=frames.with_draft),
    "layout-tables": Style(
        blank="&nbsp;",
        header=frames.line,
        frame=frames.layout_tables,
        paragraph=markup.indent,
        heading="<b>{}</b><br>",
        title="<center><font size=5>{}</font></center>",
        between="",
    ),
    "cut": Style(markup.paragraphed, "　", header=frames.table_of_cells, shape=parts.cut_in_two),
    "cut-captions": Style(
        markup.of_wps,
        "&nbsp;",
        header=frames.list_items,
        frame=frames.portal,
        shape=parts.cut_with_a_caption,
        heading="<p class='p'><b>{}</b></p>",
        between="",
    ),
    "all-in-one": Style(
        markup.plain,
        "",
        shape=parts.all_in_one,
        headings_in_tables=True,
        frame=frames.portal,
        header=frames.definition_list,
        between="",
    ),
    "apart-repeated": Style(
        markup.plain, "", ' class="grid"', shape=parts.apart_repeating, header=frames.table_of_cells
    ),
    "apart-blank": Style(markup.plain, "&nbsp;", shape=parts.apart_blank, frame=frames.portal, between=""),
    "phantom-columns": Style(markup.two_paragraphs, "<br/>", shape=parts.phantom_columns),
    "script": Style(markup.paragraphed, "", frame=frames.scripted, header=frames.source_line, between=""),
    "captions-within": Style(
        markup.of_divs,
        "",
        ' class="table"',
        shape=parts.captioned_within,
        headings_in_tables=True,
        header=frames.list_items,
        frame=frames.portal,
    ),
    "last-year": Style(markup.plain, "", shape=parts.last_year_beside, header=frames.line, between=""),
    "gb18030-bare": Style(
        markup.indented,
        "",
        header=frames.line,
        frame=frames.fragment,
        encoding="gb18030",
        paragraph=markup.indent,
        heading="<b>{}</b><br>",
    ),
    "wps-export": Style(markup.of_wps, "　", header=frames.line, heading="<p class='p'><b>{}</b></p>", between=""),
    "another-order": Style(markup.plain, "", shape=parts.in_another_order, header=frames.line),
    "sub-row": Style(markup.paragraphed, "", header=frames.line, prepare=parts.with_sub_row),
    "saved-archive": Style(markup.paragraphed, "&nbsp;", header=frames.source_line, frame=frames.portal, archive=True),
    "unclosed": Style(rough=rough.unclosed, header=frames.table_of_cells),
    "hidden-rows": Style(rough=rough.with_hidden_rows, frame=frames.portal, between=""),
    "comments": Style(rough=rough.with_comments, header=frames.list_items),
    "odd-spaces": Style(rough=rough.with_odd_spaces, header=frames.source_line),
    "value-tables": Style(rough=rough.with_value_tables, frame=frames.portal),
    "copy-for-phones": Style(markup.paragraphed, "&nbsp;", header=frames.list_items, frame=frames.with_copy_for_phones),
    "serial-and-remarks": Style(shape=hard.serial_and_remarks, between=""),
    "header-again": Style(markup.of_wps, "&nbsp;", shape=hard.header_again, frame=frames.portal),
    "total-first": Style(shape=hard.total_first),
    "appeals-in-three": Style(markup.paragraphed, "<br>", shape=hard.appeals_in_three),
    "upright": Style(markup.upright, "&nbsp;", header=frames.definition_list),
    "wrong-span": Style(shape=hard.wrong_span),
    "short-rows": Style(shape=hard.short_rows),
    "mistyped": Style(shape=hard.mistyped, between=""),
    "rows-exchanged": Style(markup.paragraphed, "&nbsp;", shape=hard.rows_exchanged),
    "rows-missing": Style(prepare=hard.without_some_rows, frame=frames.portal),
    "last-years-tables": Style(markup.paragraphed, "", shape=hard.last_years_tables, frame=frames.portal),
    "wide-zeros": Style(prepare=hard.with_one_zero_a_row, shape=hard.wide_zeros),
}
