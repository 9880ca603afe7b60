"""What a portal puts around an article: headers with the facts of a document, menus, lists, footers, hidden things.

The header functions also say which columns of ``reports`` they print.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template

from .paper import Paper

Header = Callable[[Paper], tuple[str, tuple[str, ...]]]
Frame = Callable[[Paper, str, str], str]  # (paper, header, article) → the page

_ALL = ("index_number", "publisher", "document_date")


def chinese_date(iso: str) -> str:
    """``2024-01-09`` → ``2024年1月9日``."""
    year, month, day = map(int, iso.split("-"))
    return f"{year}年{month}月{day}日"


# --- headers --------------------------------------------------------------------------------------------------------


def no_header(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """Nothing."""
    return "", ()


def line(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """Three facts on a line."""
    said = paper.head
    spans = (
        f"<span>索引号：{said['index_number']}</span>",
        f"<span>发布机构：{said['publisher']}</span>",
        f"<span>成文日期：{said['document_date']}</span>",
    )
    return f'<p class="info">{"&nbsp;&nbsp;".join(spans)}</p>', _ALL


def source_line(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """When and by whom it was put up, how often it was seen, and buttons."""
    shown = paper.head["published_date"]
    return (
        f'<div class="arc-info"><span>发布时间：{shown} 09:35</span> <span>来源：{paper.agency}</span> '
        '<span>浏览次数：<em id="hits">208</em></span> <span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span> '
        "<a>打印</a> <a>关闭</a></div>",
        ("published_date",),
    )


def table_of_cells(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """索引号 and the rest as th and td, two pairs a row."""
    said = paper.head
    pairs = [
        ("索引号", said["index_number"], "主题分类", "政府信息公开年报"),
        ("发布机构", said["publisher"], "成文日期", chinese_date(said["document_date"])),
        ("名称", paper.title, "文号", ""),
        ("有效性", "", "公开方式", "主动公开"),
    ]
    rows = "\n".join(
        f"<tr><th>{a}</th><td>{escape(b)}</td><th>{c}</th><td>{escape(d)}</td></tr>" for a, b, c, d in pairs
    )
    return f'<table class="xxgk_head" width="100%"><tbody>\n{rows}\n</tbody></table>', _ALL


def definition_list(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """Label and value as dt and dd, the label spread by spaces."""
    said = paper.head
    pairs = [
        ("索 引 号：", said["index_number"]),
        ("发布机构：", said["publisher"]),
        ("成文日期：", said["document_date"]),
        ("文　　号：", "无"),
    ]
    return "<dl>" + "".join(f"<dt>{a}</dt><dd>{escape(b)}</dd>" for a, b in pairs) + "</dl>", _ALL


def list_items(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """A list, labels bold."""
    said = paper.head
    pairs = [
        ("索引号", said["index_number"]),
        ("发布机构", said["publisher"]),
        ("成文日期", said["document_date"]),
        ("公开方式", "主动公开"),
    ]
    items = "".join(f"<li><b>{a}：</b><span>{escape(b)}</span></li>" for a, b in pairs)
    return f'<ul class="doc-info clearfix">{items}</ul>', _ALL


# --- frames ---------------------------------------------------------------------------------------------------------


def _filled(name: str, paper: Paper, **parts: str) -> str:
    """A page of ``templates`` with its holes filled."""
    text = (Path(__file__).parent / "templates" / f"{name}.html").read_text("utf-8")
    return Template(text).substitute(title=escape(paper.title), agency=escape(paper.agency), **parts)


def bare(paper: Paper, header: str, article: str) -> str:
    """No more than HTML asks for."""
    return _filled("bare", paper, header=header, article=article)


def fragment(paper: Paper, header: str, article: str) -> str:
    """An old page without doctype and without a word on its charset."""
    return f"<html><head><title>{escape(paper.title)}</title></head><body>{header}{article}</body></html>"


def portal(paper: Paper, header: str, article: str) -> str:
    """Menus, breadcrumb, lists beside the article, footer, scripts."""
    return _filled("portal", paper, header=header, article=article, hidden="")


def with_draft(paper: Paper, header: str, article: str) -> str:
    """A portal whose page carries an unseen draft, with other numbers, and a stray table in a comment."""
    draft = article.replace(">0<", ">9<").replace(">1<", ">8<")
    hidden = (
        f'<div id="draft" style="display:none">\n{draft}\n</div>\n<!-- <table><td>规章</td><td>77</td></table> -->\n'
    )
    return _filled("portal", paper, header=header, article=article, hidden=hidden)


def with_copy_for_phones(paper: Paper, header: str, article: str) -> str:
    """A portal that carries the article twice; a rule of its stylesheet hides one, which nobody keeps up to date."""
    copy = article.replace(">0<", ">4<").replace(">1<", ">3<")
    return _filled("portal", paper, header=header, article=article, hidden=f'<div class="hide">\n{copy}\n</div>\n')


def layout_tables(paper: Paper, header: str, article: str) -> str:
    """A page of 2005, laid out by tables in tables."""
    return _filled("layout-tables", paper, header=header, article=article)


def scripted(paper: Paper, header: str, article: str) -> str:
    """The article is a string in a script, which puts it into the page."""
    data = {"id": 30917, "title": paper.title, "pubDate": paper.head["published_date"], "content": header + article}
    return _filled("script", paper, json=json.dumps(data, ensure_ascii=False).replace("</", "<\\/"))


def of_word(paper: Paper, header: str, article: str) -> str:
    """A document saved by Word as a web page."""
    return _filled("word", paper, header=header, article=article)
