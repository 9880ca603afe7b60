"""HTML writers: a paper as a page of one style."""

from __future__ import annotations

import quopri
from dataclasses import dataclass
from html import escape
from random import Random

from . import frames, markup, parts
from .paper import Paper
from .styles import STYLES, Style


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a writer wrote: its bytes, the suffix of its name, and the columns of ``reports`` it prints.

    ``paper`` is what it says where that isn't all it was given (rows left out).
    """

    content: bytes
    suffix: str
    says: tuple[str, ...] = ()
    paper: Paper | None = None


def write(paper: Paper, name: str) -> Written:
    """A paper as a page of one style."""
    style, random = STYLES[name], Random(f"page {name} {paper.seed}")
    paper = style.prepare(paper, random)
    header, says = style.header(paper)
    html = style.frame(paper, header, style.rough(article(paper, style, random), random))
    if style.archive:
        return Written(_mhtml(html), ".mht", says, paper)
    return Written(html.encode(style.encoding), ".html", says, paper)


def article(paper: Paper, style: Style, random: Random) -> str:
    """Title, preamble, headed sections with their tables, signature."""
    shaped = style.shape(parts.plain_parts(paper), paper, random)
    out = [style.title.format(escape(paper.title)), *map(style.paragraph, paper.preamble)]
    for section in paper.sections:
        within = style.headings_in_tables and section.kind in parts.KINDS
        if not (within and _heads_itself(style, section.kind)):
            out.append(style.heading.format(escape(section.heading)))
        out += map(style.paragraph, section.paragraphs)
        for caption, table in shaped.get(section.kind, []):
            out += [style.caption.format(caption)] if caption else []
            out.append(markup.table(table, style.cell, style.blank, style.attributes, style.between))
    written = frames.chinese_date(paper.head["document_date"])
    out += [f'<p align="right">{escape(paper.signed)}</p>', f'<p align="right">{written}</p>']
    return "\n".join(out)


def _heads_itself(style: Style, kind: str) -> bool:
    """Does the section's heading stand in a table? In one table of all three, the first one's stands above it."""
    return style.shape is not parts.all_in_one or kind != "proactive"


def _mhtml(html: str) -> bytes:
    """A page with a picture as a browser saves it in one file."""
    body = quopri.encodestring(html.encode()).replace(b"\n", b"\r\n")
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://sample.example/nb/1.html\r\n"
        b"Subject: report\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----Boundary--17"\r\n\r\n'
        b"------Boundary--17\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: http://sample.example/nb/1.html\r\n\r\n"
    )
    picture = (
        b"\r\n------Boundary--17\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: http://sample.example/a.gif\r\n\r\n"
        b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n------Boundary--17--\r\n"
    )
    return head + body + picture
