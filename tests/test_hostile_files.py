"""Hostile files of every kind, each in a folder with a good one: refused or read within limits, nothing ever fetched.

All of it through ``ingest add``, as a stranger's folder would come.
"""

from __future__ import annotations

import base64
import io
import shutil
import socket
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from parts import sampled
from PIL import Image

from ingest.cli import main
from ingest.containers.office import convert

_AGENCY = "海宁市示例局"
_PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
_HEAD = (
    f"<h1>{_AGENCY}2023年政府信息公开工作年度报告</h1>"
    "<p>本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。</p><p>一、总体情况</p><p>略。</p>"
)


@pytest.fixture
def outside() -> Iterator[_Asked]:
    """An address that a file may ask for, and who asked."""
    asked = _Asked()
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked.address = f"http://127.0.0.1:{server.getsockname()[1]}"

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(100).decode("latin-1"))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield asked


class _Asked(list[str]):
    address = ""


def _page(inside: str) -> bytes:
    return f"<!doctype html><html><meta charset=utf-8><body>{_HEAD}{inside}</body></html>".encode()


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def _changed(whole: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zipped file, one part of it changed."""
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        return _packed({name: change(file.read(name)) if name == part else file.read(name) for name in file.namelist()})


def _word() -> bytes:
    word, stream = docx.Document(), io.BytesIO()
    word.add_paragraph(f"{_AGENCY}2023年政府信息公开工作年度报告")
    word.add_paragraph("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。")
    word.save(stream)
    return stream.getvalue()


def _sheet() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append([f"{_AGENCY}2023年政府信息公开工作年度报告"])
    book.save(stream)
    return stream.getvalue()


_ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))


def _with_entities(xml: bytes) -> bytes:
    """A billion laughs: nine entities, each ten times the one before."""
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">' + _ENTITIES + b"]>"
    return declared + _undeclared(xml).replace(b"2023", b"&e9;", 1).replace(b"<v>0<", b"<v>&e9;<", 1)


def _undeclared(xml: bytes) -> bytes:
    return xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml


def _asking(address: str) -> Callable[[bytes], bytes]:
    """An external entity."""
    declared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{address}/entity">]>'.encode()
    return lambda xml: declared + _undeclared(xml).replace(b"2023", b"&e;", 1).replace(b"<v>0<", b"<v>&e;<", 1)


def _pdf(*objects: bytes, root: bytes = b"/Type/Catalog/Pages 2 0 R") -> bytes:
    """A PDF of numbered objects, 3 and further given."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate((b"<<%s>>" % root, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *objects), 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    count = len(places) + 1
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end % (count, len(content))


_TEXT = b"BT /F 12 Tf 72 700 Td (2023) Tj ET"
_FONT = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)


def _written(text: bytes, *, fonts: bytes = _FONT, more: bytes = b"", root: bytes = b"") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s%s>>" % (fonts, more)
    return _pdf(page, _stream(text), root=b"/Type/Catalog/Pages 2 0 R" + root)


def _scripted(address: str) -> bytes:
    action = f"/S/JavaScript/JS(app.launchURL\\('{address}/js'\\))".encode()
    link = f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({address}/link)>>>>".encode()
    return _written(_TEXT, more=b"/Annots[%s]" % link, root=b"/OpenAction<<%s>>" % action)


def _wide_picture() -> bytes:
    stream = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(stream, "PNG")
    return stream.getvalue()


# Name of the file → its bytes, given an address outside.
FILES: dict[str, Callable[[str], bytes]] = {
    "spans.html": lambda _: _page("<table>" + "<tr><td rowspan=65534 colspan=1000>1" * 2000 + "</table>"),
    "a million spans.html": lambda _: _page("<span>" * 1_000_000 + "7"),
    "tables in tables.html": lambda _: _page("<table><tr><td>" * 5000 + "7"),
    "links.html": lambda at: _page(
        f"<link rel=stylesheet href='{at}/css'><script src='{at}/js'></script><img src='{at}/img'>"
        f"<iframe src='{at}/frame'></iframe><object data='{at}/object'></object><style>@import '{at}/import';</style>"
    ),
    "entities.xhtml": lambda at: _asking(at)(b'<?xml version="1.0"?><html>' + _page("2023") + b"</html>"),
    "frames.mht": lambda _: (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        + b"--b\nContent-Type: text/html\n\n<p>7</p>\n" * 3000
    ),
    "laughs.docx": lambda _: _changed(_word(), "word/document.xml", _with_entities),
    "entity.docx": lambda at: _changed(_word(), "word/document.xml", _asking(at)),
    "bomb.docx": lambda _: _changed(_word(), "word/document.xml", lambda xml: xml + b" " * 200_000_000),
    "deep.docx": lambda _: _changed(
        _word(), "word/document.xml", lambda xml: xml.replace(b"<w:sectPr", b"<w:tbl><w:tr><w:tc>" * 9000, 1)
    ),
    "template.docx": lambda at: _changed(
        _word(),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            f'attachedTemplate" Target="{at}/template" TargetMode="External"/></Relationships>'.encode(),
        ),
    ),
    "bomb.xlsx": lambda _: _changed(_sheet(), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 200_000_000),
    "laughs.xlsx": lambda _: _changed(_sheet(), "xl/worksheets/sheet1.xml", _with_entities),
    "entity.xlsx": lambda at: _changed(_sheet(), "xl/worksheets/sheet1.xml", _asking(at)),
    "far.xlsx": lambda _: _changed(
        _sheet(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="A1"', b'r="XFD1048576"')
    ),
    "far inline.xlsx": lambda _: _changed(
        _sheet(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</row>", b'<c r="XFD1048576" t="inlineStr"><is><t>7</t></is></c></row>'),
    ),
    "script.pdf": _scripted,
    "font.pdf": lambda _: _written(
        _TEXT, fonts=b"/Resources<</Font<</F<</Type/Font/Subtype/TrueType/FontDescriptor<</FontFile2 4 0 R>>>>>>>>"
    ),
    "operators.pdf": lambda _: _written(b"q " * 100_000 + _TEXT),
    "lines.pdf": lambda _: _written(b"0 0 m 9 9 l S " * 20_000 + _TEXT),
    "loop.pdf": lambda _: _pdf(b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 99999999>>"),
    "bomb.zip": lambda _: _packed({"a.txt": b"0" * 300_000_000}),
    "wide.png": lambda _: _wide_picture(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(FILES, 2))
def test_a_hostile_file_is_read_or_refused_and_the_good_one_is_in(name: str, tmp_path: Path, outside: _Asked) -> None:
    folder, database = tmp_path / "in", str(tmp_path / "x.db")
    folder.mkdir()
    (folder / name).write_bytes(FILES[name](outside.address))
    (folder / "good.html").write_bytes(
        _page("<p>二、主动公开政府信息情况</p><p>略。</p>").replace(_AGENCY.encode(), "嘉兴市示例局".encode())
    )
    result = CliRunner().invoke(main, ["add", "--db", database, str(folder)])
    assert result.exit_code in (0, 1) and (result.exception is None or isinstance(result.exception, SystemExit))
    refusals = [line for line in result.stderr.splitlines() if name in line]
    connection = sqlite3.connect(database)
    read = connection.execute("SELECT count(*) FROM sources WHERE name LIKE '%' || ?", [name]).fetchone()[0]
    assert len(refusals) == 1 or read == 1, result.output
    agencies = {row[0] for row in connection.execute("SELECT name FROM agencies")}
    connection.close()
    assert any(agency.endswith("嘉兴市示例局") for agency in agencies)
    assert not outside, "asked for something outside"


# --- files that LibreOffice writes ------------------------------------------------------------------------------------

_ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "2", "0", "13"),
    ("行政规范性文件", "5", "", "41"),
)
_TRUE = {("regulations", "issued"): 2, ("regulations", "repealed"): 0, ("regulations", "in_force"): 13} | {
    ("normative_documents", "issued"): 5,
    ("normative_documents", "repealed"): None,
    ("normative_documents", "in_force"): 41,
}
_CELLS = """SELECT k.code, m.code, d.value FROM disclosure_items d JOIN item_kinds k ON k.id = d.item_kind_id
    JOIN measures m ON m.id = d.measure_id WHERE m.code IN ('issued', 'repealed', 'in_force')"""


def _report_in_word() -> bytes:
    word, stream = docx.Document(), io.BytesIO()
    for text in (
        f"{_AGENCY}2023年政府信息公开工作年度报告",
        _PERIOD,
        "二、主动公开政府信息情况",
    ):
        word.add_paragraph(text)
    table = word.add_table(1 + len(_ROWS), 4)
    table.cell(0, 0).merge(table.cell(0, 3)).text = "第二十条第（一）项"
    for number, row in enumerate(_ROWS, 1):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    word.add_paragraph("六、其他需要报告的事项")
    word.add_paragraph("无。")
    word.save(stream)
    return stream.getvalue()


def _report_in_a_sheet() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in ((f"{_AGENCY}2023年政府信息公开工作年度报告",), (_PERIOD,), (), ("第二十条第（一）项",), *_ROWS):
        book.active.append([int(text) if text.isdigit() else text or None for text in row])
    book.active.merge_cells("A4:D4")
    book.save(stream)
    return stream.getvalue()


needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice isn't installed")
_KINDS = {".doc": "doc", ".wps": "doc", ".rtf": "rtf", ".odt": "odt", ".xls": "xls", ".et": "xls", ".ods": "ods"}


def _saved_as(target: str) -> bytes:
    is_sheet = target in ("xls", "ods")
    convert._FILTERS.setdefault(target, target)
    return convert.converted(
        _report_in_a_sheet() if is_sheet else _report_in_word(), ".xlsx" if is_sheet else ".docx", target
    )


@needs_office
@pytest.mark.slow
def test_what_libreoffice_writes_is_read_by_add(tmp_path: Path) -> None:
    for suffix, target in _KINDS.items():
        folder, database = tmp_path / suffix, tmp_path / f"x{suffix}.db"
        folder.mkdir()
        (folder / f"a{suffix}").write_bytes(_saved_as(target))
        result = CliRunner().invoke(main, ["add", "--db", str(database), str(folder)])
        assert result.exit_code == 0, (suffix, result.output)
        connection = sqlite3.connect(database)
        assert {(kind, measure): value for kind, measure, value in connection.execute(_CELLS)} == _TRUE, suffix
        connection.close()


@pytest.mark.parametrize("suffix", [".mht", ".mhtml"])
def test_a_saved_page_is_read_by_add(suffix: str, tmp_path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in _ROWS)
    page = _page(f"<p>二、主动公开政府信息情况</p><table><tr><td colspan=4>第二十条第（一）项</td></tr>{rows}</table>")
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    coded = base64.encodebytes(page)
    (tmp_path / f"a{suffix}").write_bytes(head + b"Content-Transfer-Encoding: base64\n\n" + coded + b"--b--\n")
    database = tmp_path / "x.db"
    result = CliRunner().invoke(main, ["add", "--db", str(database), str(tmp_path / f"a{suffix}")])
    assert result.exit_code == 0, result.output
    assert {(kind, measure): value for kind, measure, value in sqlite3.connect(database).execute(_CELLS)} == _TRUE


@needs_office
@pytest.mark.slow
def test_without_libreoffice_every_such_file_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suffix in (".doc", ".wps", ".rtf", ".odt"):
        (tmp_path / f"a{suffix}").write_bytes(_saved_as(_KINDS[suffix]))
    monkeypatch.setattr(convert, "soffice", lambda: None)
    result = CliRunner().invoke(main, ["add", "--db", str(tmp_path / "x.db"), str(tmp_path)])
    assert result.exit_code == 1
    for suffix in (".doc", ".wps", ".rtf", ".odt"):
        (line,) = [line for line in result.stderr.splitlines() if f"a{suffix}" in line]
        assert "libreoffice" in line.lower()
