"""Boxes and paragraphs as HTML, in the hands of different editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from itertools import groupby

from .tables import Box, Table

Cell = Callable[[Box, str], str]  # (box, what a blank is made of) → the td element
_PARTS = re.compile(r"[\x21-\x7e]+|[^\x21-\x7e]+")


def table(grid: Table, cell: Cell, blank: str, attributes: str, between: str) -> str:
    """A table element; ``between``: what the editor puts between tags, a line end or nothing."""
    rows = [between.join(["<tr>", *(cell(box, blank) for box in row), "</tr>"]) for row in grid]
    return between.join([f"<table{attributes}>", "<tbody>", *rows, "</tbody>", "</table>"])


def spans(box: Box) -> str:
    """The span attributes of a box."""
    across = f' colspan="{box.columns}"' if box.columns > 1 else ""
    down = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    return down + across


def plain(box: Box, blank: str) -> str:
    """``<td>12</td>``."""
    return f"<td{spans(box)}>{escape(box.text) or blank}</td>"


def paragraphed(box: Box, blank: str) -> str:
    """A centred paragraph in each cell, as a web editor's paste leaves it."""
    text = escape(box.text) or blank
    return f'<td{spans(box)} style="padding:0 7px;border:1px solid #000"><p style="text-align:center">{text}</p></td>'


def of_word(box: Box, blank: str) -> str:
    """What Word puts on the clipboard: MsoNormal, a span for every change of script, o:p."""
    runs = "".join(
        f"<span lang=EN-US style='font-size:9.0pt'>{escape(text)}</span>"
        if text.isascii()
        else f"<span style='font-size:9.0pt;font-family:宋体;mso-ascii-font-family:Calibri'>{escape(text)}</span>"
        for text in _PARTS.findall(box.text)
    )
    runs = runs or f"<span lang=EN-US style='font-size:9.0pt'>{blank}</span>"
    across = f" colspan={box.columns}" if box.columns > 1 else ""
    down = f" rowspan={box.rows}" if box.rows > 1 else ""
    return (
        f"<td width={58 * box.columns}{across}{down} valign=top style='width:43.5pt;border:solid windowtext 1.0pt;"
        "padding:0cm 5.4pt 0cm 5.4pt'>\n<p class=MsoNormal align=center style='text-align:center'>"
        f"{runs}<span lang=EN-US><o:p></o:p></span></p>\n</td>"
    )


def of_wps(box: Box, blank: str) -> str:
    """WPS's export: fonts in spans, a line break in long headers, width in points."""
    text = escape(box.text)
    if box.kind == "header" and 4 < len(text) < 9:
        text = f"{text[:3]}<br/>{text[3:]}"
    inner = f'<font face="仿宋"><span style="font-size:16px">{text or blank}</span></font>'
    return f'<td valign="center"{spans(box)} style="border:1px solid"><p class="p"><b></b>{inner}</p></td>'


def of_divs(box: Box, blank: str) -> str:
    """A portal's own editor: th for what heads, divs inside, the number in a strong where it is a total."""
    tag = "th" if box.kind in ("caption", "header") else "td"
    text = escape(box.text) or blank
    strong = bool(box.key and box.key.column == "total")
    return f"<{tag}{spans(box)}><div>{'<strong>' if strong else ''}{text}{'</strong>' if strong else ''}</div></{tag}>"


def two_paragraphs(box: Box, blank: str) -> str:
    """Long labels in two paragraphs, as Word wraps them by hand."""
    text = escape(box.text)
    if box.kind == "label" and len(text) > 12:
        half = len(text) // 2
        return f"<td{spans(box)}><p>{text[:half]}</p><p>{text[half:]}</p></td>"
    return f"<td{spans(box)}><p>{text or blank}</p></td>"


def upright(box: Box, blank: str) -> str:
    """Labels that reach over several rows stand upright, a character a line."""
    text = escape(box.text) or blank
    if box.kind == "label" and box.rows > 1:
        text = "<br/>".join(box.text)
    return f"<td{spans(box)}>{text}</td>"


def indented(box: Box, blank: str) -> str:
    """Every text on its own line of the source, indented; numbers behind an ideographic space."""
    pad = "　" if box.kind == "value" and box.text else ""
    return f"      <td{spans(box)}>\n          {pad}{escape(box.text) or blank}\n      </td>"


# --- paragraphs -----------------------------------------------------------------------------------------------------


def paragraph(text: str) -> str:
    """``<p>``."""
    return f"<p>{escape(text)}</p>"


def word_paragraph(text: str) -> str:
    """A paragraph of Word's, a span for every change of script."""
    runs = (
        f"<span{' lang=EN-US' if is_ascii else ''} style='font-size:16.0pt;font-family:仿宋_GB2312'>"
        f"{escape(''.join(chars))}</span>"
        for is_ascii, chars in groupby(text, str.isascii)
    )
    return f"<p class=MsoNormal style='text-indent:32.0pt'>{''.join(runs)}<span lang=EN-US><o:p></o:p></span></p>"


def indent(text: str) -> str:
    """A paragraph that begins with two ideographic spaces, ended by line breaks."""
    return f"　　{escape(text)}<br>\n<br>"
