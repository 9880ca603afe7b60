"""Web pages: the charset, what a reader sees, the article in its site, tables as a browser lays them out."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from ingest.containers import container_of, source_of
from ingest.model import Document, Refused
from ingest.parse import parse

TITLE = "示例市公园管理中心2022年政府信息公开工作年度报告"
BODY = (
    f"<h1>{TITLE}</h1><p>统计期限2022年1月1日至2022年12月31日。</p><p>一、总体情况</p><p>主动公开信息五十一条。</p>"
    "<p>二、主动公开政府信息情况</p><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>31<tr><td>行政处罚<td>4</table>"
    "<p>六、其他需要报告的事项</p><p>无。</p><p>示例市公园管理中心</p><p>2023年1月12日</p>"
)


def document(page: str | bytes, name: str = "a.html") -> Document:
    content = page if isinstance(page, bytes) else page.encode()
    found = source_of(name, content).document
    assert found is not None
    return found


def licensing(page: str | bytes, name: str = "a.html") -> float | None:
    content = page if isinstance(page, bytes) else page.encode()
    row = parse(source_of(name, content)).row("disclosure_items", "licensing")
    return row.number("decisions") if row else None


# --- which files are pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "page", "kind"),
    [
        ("a.txt", f"<html>{BODY}", "html"),
        ("a.html", BODY, "html"),
        ("a", f"<!DOCTYPE html>{BODY}", "html"),
        ("a.md", "# 标题\n\n一、总体情况\n<table><tr><td>规章</td></tr></table>\n", "html"),
        ("a.md", "# 标题\n\n| 规章 | 0 |\n|---|---|\n", "text"),
        ("a.txt", "说明：用 <br> 换行，<table> 是表格标签\n", "text"),
        ("a.txt", "一、总体情况\n规章\t0\n", "text"),
        ("a.shtml", f"<?xml version='1.0'?><html>{BODY}</html>", "html"),
    ],
)
def test_a_page_is_told_by_what_it_holds(name: str, page: str, kind: str) -> None:
    assert container_of(name, page.encode()).__name__.rpartition(".")[2] == kind


def test_markdown_with_a_table_keeps_its_lines() -> None:
    page = (
        f"# {TITLE}\n\n统计期限2022年1月1日至\n2022年12月31日。\n\n## 一、总体情况\n\n好。\n\n"
        "## 二、主动公开政府信息情况\n"
        "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>31</td></tr></table>\n\n尾。\n"
    )
    assert licensing(page, "a.md") == 31
    assert "统计期限2022年1月1日至" in document(page, "a.md").lines


# --- characters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "codec", "encoding"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
        ("", "utf-8", "utf-8"),
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("", "utf-8-sig", "utf-8-sig"),
        ("iso-8859-1", "gb18030", "gb18030"),
        ("", "utf-16", "utf-16"),
    ],
)
def test_the_charset_is_found(declared: str, codec: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{BODY}'.encode(codec)
    source = source_of("a.html", page)
    assert (source.encoding, TITLE in source.text) == (encoding, True)
    assert licensing(page) == 31


def test_big5_pages_are_read() -> None:
    page = '<meta charset="big5"><p>示例市商務局政府資訊</p>'.encode("big5hkscs")
    assert document(page).lines == ("示例市商務局政府資訊",)


def test_a_title_cut_in_the_middle_of_a_character_spoils_nothing() -> None:
    page = b'<meta charset="gb2312"><meta name="d" content="\xb8">' + BODY.encode("gb18030") * 2
    assert source_of("a.html", page).encoding == "gb18030"


def test_bytes_that_are_no_chinese_are_refused() -> None:
    with pytest.raises(Refused, match="编码"):
        source_of("a.html", b"<html><body>" + bytes(range(128, 255)) * 40)


# --- what a reader sees ---------------------------------------------------------------------------------------------

FALSE = BODY.replace("31", "99").replace("公园管理中心", "环境局")


@pytest.mark.parametrize(
    "hidden",
    [
        f'<div style="display:none">{FALSE}</div>',
        f'<div style="DISPLAY : none !important">{FALSE}</div>',
        f"<div hidden>{FALSE}</div>",
        f'<div style="visibility:hidden">{FALSE}</div>',
        f"<!-- {FALSE} -->",
        f"<script>var draft = `{FALSE}`</script>",
        f"<template>{FALSE}</template>",
        f"<noscript>{FALSE}</noscript>",
        f"<style>.draft{{display:none}}</style><div class='x draft'>{FALSE}</div>",
        f"<style>/* x */ #old, p.a {{ color:red; display: none }}</style><div id=old>{FALSE}</div>",
        f'<textarea style="display:none">{FALSE}</textarea>',
        f'<div style="opacity:0">{FALSE}</div>',
        f'<span style="mso-hide:all">公园 99</span><div style="font-size:0">{FALSE}</div>',
        f"<del>{FALSE}</del>",
        f"<iframe srcdoc='{FALSE}'></iframe>",
        f"<select><option>{FALSE}</select>",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_what_isn_t_seen_isn_t_read(hidden: str, before: bool) -> None:
    page = f"<html><body>{hidden}{BODY}" if before else f"<html><body>{BODY}{hidden}"
    assert licensing(page) == 31
    assert "环境局" not in "".join(document(page).lines)


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        ("<td><s>12</s><td>3", "~~12~~\t3"),
        ("<td><strike><font>1<b>2</b></font></strike>15<td>3", "~~12~~15\t3"),
        ("<td><s><span style='text-decoration:line-through'>12</span></s><td>3", "~~12~~\t3"),
        ("<td class=old>12<td style='Text-Decoration-Line: underline line-through'>3", "~~12~~\t~~3~~"),
        ("<td class=old style='text-decoration:none'>12<td style='text-decoration:underline'>3", "12\t3"),
        ("<td class=bare style='text-decoration:line-through!important'>12<td>3", "~~12~~\t3"),
        ("<td class=bare style='text-decoration:line-through'>12<td>3", "12\t3"),
        ("<td><s> </s><td><s></s>3", "\t3"),
        ("<td><del>12</del><ins>14</ins><td>3", "14\t3"),
    ],
)
def test_what_is_struck_through_is_marked(row: str, seen: str) -> None:
    old, bare = "color:red;text-decoration:line-through", "text-decoration:none!important"
    style = f"<style>a{{text-decoration:none}}.old{{{old}}}.bare{{{bare}}}</style>"
    table = f"<table><tr><td>信息内容<td>甲<td>乙<tr><td>规章{row}</table>"
    assert document(f"{style}<h2>一、总体情况</h2>{table}").lines[-1] == f"规章\t{seen}"


def test_a_row_or_a_paragraph_is_struck_whole() -> None:
    row = "<tr style='text-decoration:line-through'><td>规章<td>3<td><b>4</b>"
    page = f"<h2>一、总体情况</h2><table>{row}</table><s><p>收到12件</p></s><p>办结<s>9</s>8件</p>"
    assert document(page).lines[1:] == ("~~规章~~\t~~3~~\t~~4~~", "~~收到12件~~", "办结~~9~~8件")


@pytest.mark.parametrize(
    "shown",
    [
        "<style>@media print {.article {display:none}}</style><div class=article>{}</div>",
        "<style>.article:hover {display:none}</style><div class=article>{}</div>",
        "<style>.a {display:none} .a.on {display:block}</style><div class='a on'>{}</div>",
        "<style>.a {display:none}</style><div class=a style='display:block'>{}</div>",
        "<details>{}</details>",
    ],
)
def test_what_is_seen_is_read(shown: str) -> None:
    assert licensing(f"<html><body>{shown.replace('{}', BODY, 1) if '{}' in shown else shown}") == 31


def test_a_hidden_cell_is_no_cell_and_an_invisible_one_is_blank() -> None:
    row = "<td>规章<td style='display:none'>7<td style='visibility:hidden'>8<td>0<td>3"
    header = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
    page = BODY.replace("<table>", f"<table>{header}<tr>{row}</table><table>")
    found = parse(source_of("a.html", page.encode())).row("disclosure_items", "regulations")
    assert found and [found.number(code) for code in ("issued", "repealed", "in_force")] == [None, 0, 3]


# --- the article in its site ----------------------------------------------------------------------------------------

MENU = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(30))
SITE = (
    '<body><div class="top">今天是2024年3月1日 欢迎访问示例市人民政府网站</div><ul class="nav">{menu}</ul>'
    '<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/n">政务公开</a></div>'
    '<div class="left"><h3>历年年报</h3><ul><li><a href="1">2020年年度报告</a> 2021-01-20</li>'
    '<li><a href="2">2021年年度报告</a> 2022-01-21</li><li><a href="3">2019年年度报告</a> 2020-01-22</li></ul></div>'
    "<table><tr><th>索引号</th><td>113300000000000000/2023-00017</td><th>发布机构</th><td>示例市公园管理中心</td></tr></table>"
    '<div class="info">发布时间：2023-01-13 来源：示例市公园管理中心 浏览次数：12</div><div class="content">{body}'
    '<p>【打印本页】【关闭窗口】</p></div><div class="xg"><h4>相关文章</h4><ul>{menu}</ul></div>'
    '<div class="footer">版权所有：示例市人民政府 主办：示例市环境局 示ICP备12345678号</div></body>'
)


def test_the_article_is_told_from_its_site() -> None:
    found = document(SITE.replace("{menu}", MENU).replace("{body}", BODY))
    text = "\n".join(found.lines)
    for words in ("栏目", "版权所有", "ICP", "相关文章", "历年年报", "2019年年度报告", "打印本页", "首页"):
        assert words not in text, words
    assert found.lines[-1] == "2023年1月12日" and TITLE in found.lines
    assert "发布时间：2023-01-13 来源：示例市公园管理中心 浏览次数：12" in found.lines
    assert ("索引号", "113300000000000000/2023-00017", 1) in found.pairs or any(
        pair[:2] == ("索引号", "113300000000000000/2023-00017") for pair in found.pairs
    )
    report = parse(source_of("a.html", SITE.replace("{menu}", MENU).replace("{body}", BODY).encode()))
    assert (report.agency.name, report.year) == ("示例市公园管理中心", 2022)
    assert str(report.head.published_date) == "2023-01-13"


@pytest.mark.parametrize("depth", [1, 2, 6])
def test_tables_that_lay_out_the_page_are_undone(depth: int) -> None:
    page = BODY
    for _ in range(depth):
        page = f"<table><tr><td><ul>{MENU}</ul></td><td>{page}</td></tr><tr><td colspan=2>页脚</td></tr></table>"
    assert licensing(page) == 31
    assert TITLE in document(page).lines


def test_an_article_in_one_table_with_the_statutory_ones() -> None:
    rows = (
        f"<tr><td colspan=2><h1>{TITLE}</h1></td></tr><tr><td colspan=2><p>一、总体情况</p>"
        f"<p>统计期限2022年1月1日至2022年12月31日。{'我们做了工作。' * 9}</p><p>二、主动公开政府信息情况</p></td></tr>"
        "<tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>31"
    )
    found = document(f"<table>{rows}</table>")
    assert "一、总体情况" in found.lines and licensing(f"<table>{rows}</table>") == 31


@pytest.mark.parametrize(
    "script",
    [
        '<script>var page = {"content": "%s"};</script>',
        "<script>show('%s')</script>",
        "<script>let html = `%s`</script>",
        '<input type="hidden" value="%s">',
        '<textarea style="display:none">%s</textarea>',
        "<template>%s</template>",
        '<script type="text/html">%s</script>',
    ],
)
@pytest.mark.parametrize("escape", ["json", "unicode", "plain"])
def test_an_article_that_a_script_would_show(script: str, escape: str) -> None:
    body = BODY.replace("<td>", '<td class="a">') if "JSON" in script else BODY
    if escape == "json":
        body = body.replace("/", "\\/") if "script>" in script and "text/html" not in script else body
    if escape == "unicode" and "script>" in script and "text/html" not in script:
        body = "".join(char if char.isascii() and char not in "<>" else f"\\u{ord(char):04x}" for char in body)
    if "<script" not in script:
        body = body.replace("<", "&lt;") if "template" not in script else body
    page = f"<html><body><div id=app></div>{script.replace('%s', body)}</body></html>"
    assert licensing(page) == 31


def test_nothing_is_fetched_or_run() -> None:
    page = (
        f'<html><head><base href="http://192.0.2.1/"><link rel=stylesheet href="http://192.0.2.1/a.css"></head><body>{BODY}'
        '<img src="http://192.0.2.1/a.png"><script src="http://192.0.2.1/a.js"></script><iframe src="http://192.0.2.1"></iframe>'
        "<script>document.querySelector('td').innerText = '99'; while (true) {}</script>"
    )
    start = time.monotonic()
    assert licensing(page) == 31 and time.monotonic() - start < 20


# --- saved pages ----------------------------------------------------------------------------------------------------


def envelope(*parts: tuple[str, bytes]) -> bytes:
    head = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="=b="\r\n\r\n'
    )
    return (
        head
        + b"".join(b"--=b=\r\n" + kind.encode() + b"\r\n\r\n" + body + b"\r\n" for kind, body in parts)
        + b"--=b=--\r\n"
    )


def test_a_saved_page_and_the_frame_that_holds_the_report() -> None:
    import base64
    import quopri

    frame = (
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64',
        base64.encodebytes(BODY.encode("gb18030")),
    )
    outer = (
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable',
        quopri.encodestring("<p>门户</p><iframe src='cid:1'></iframe>".encode()),
    )
    picture = ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", b"iVBORw0KGgo=")
    for parts in ((frame, picture), (outer, picture, frame)):
        assert licensing(envelope(*parts), "a.mht") == 31
    assert source_of("a.mhtml", envelope(frame)).media_type == "multipart/related"


def test_a_saved_page_without_a_page_is_refused() -> None:
    with pytest.raises(Refused, match="MHT"):
        source_of("a.mht", envelope(("Content-Type: image/png", b"x")))


# --- hostile pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        f"<html>{'<div>' * 60_000}{BODY}",
        f"<html>{'<table><tr><td>' * 4_000}{BODY}",
        f"<html>{'<b>' * 50_000}{BODY}",
        f"<html>{BODY}<table><tr><td colspan=1000000 rowspan=1000000>7</td></tr></table>",
        f"<html>{'<p>' * 100_000}{BODY}",
        f"<html>{BODY}<table>{'<tr><td rowspan=65534 colspan=1000>1' * 2_000}</table>",
        f"<html>{'&nbsp;' * 300_000}{BODY}",
        f"<html>{BODY}{'<!-- ' * 100_000}",
        f"<html>{BODY}{'&lt;' * 200_000}",
        f"<html><style>{'a{display:none}' * 30_000}</style>{BODY}",
        f"<html>{BODY}<script>{'x' * 400_000}</script>",
        f"<html><body>{'<td>' * 120_000}",
        f"<html>{'<table>' * 30_000}",
        f'<html><script>var a = "{"<p>" + "x" * 100 + chr(92) * 300_000}</script><p>x',
        f"<html><!DOCTYPE a [<!ENTITY x '{'y' * 1000}'>]><body>{'&x;' * 10_000}{BODY}",
    ],
    ids=range(15),
)
def test_a_hostile_page_is_read_or_refused_in_time(page: str) -> None:
    start = time.process_time()
    with suppress(Refused):
        assert licensing(page) in (31, None)
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("style", "cell", "seen"),
    [
        (".q{color:red;vertical-align:super}", "12<i class=q>3</i>", "12³"),
        ("SPAN.Mark { VERTICAL-ALIGN: Super }", "12<span class=Mark>3</span>", "12³"),
        ("td i{position:relative;top:-.4em}", "12<i>3</i>", "12³"),
        ("td i{vertical-align:sub}", "12<i>3</i>", "12 3"),
        ("i{font-size:smaller}", "12<i>3</i>", "12 3"),
        ("i{font-size:8pt;vertical-align:top}", "12<i>3</i>", "12 3"),
        (".q{vertical-align:super}.q{vertical-align:baseline}", "12<i class=q>3</i>", "123"),
        (".q{vertical-align:super}", "12<i class=q style='vertical-align:middle'>3</i>", "123"),
        (".q{vertical-align:super}", "12<sup class=q style='vertical-align:baseline'>3</sup>", "12³"),
        ("td{vertical-align:super;font-size:60%}", "123", "123"),
        ("td,p{vertical-align:super}", "<p>123</p>", "123"),
        ("@media print{i{vertical-align:super}}", "12<i>3</i>", "123"),
    ],
)
def test_what_rules_raise_or_lower_is_none_of_the_number_before_it(style: str, cell: str, seen: str) -> None:
    page = f"<style>{style}</style><h2>一、总体情况</h2><table><tr><td>规章<td>{cell}</table>"
    assert f"规章\t{seen}" in document(page).lines
