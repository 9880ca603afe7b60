"""Files that LibreOffice turns into Word: one process serves many, does nothing but convert, and is gone at the end."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import docx
import pytest

from ingest.containers import source_of
from ingest.containers.office import convert
from ingest.model import Refused

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice isn't installed")
_KINDS = {"doc": "doc", "odt": "odt", "rtf": "rtf", "fodt": "fodt"}


def word_file() -> bytes:
    word = docx.Document()
    word.add_paragraph("一、总体情况")
    made = word.add_table(2, 3)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "办理结果"
    made.cell(0, 1).text, made.cell(0, 2).text = "予以公开", "3"
    made.cell(1, 1).text = "部分公开"
    word.add_paragraph("无。")  # LibreOffice writes no .doc that ends with a table
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@needs_office
@pytest.mark.parametrize("kind", _KINDS)
def test_other_formats_give_the_cells_of_the_word_file(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(convert._FILTERS, kind, kind)
    found = source_of(f"a.{kind}", convert.converted(word_file(), ".docx", kind))
    assert found.container == "doc" and found.document is not None
    (grid,) = found.document.grids
    cells = {cell.text: (cell.row, cell.column, cell.rows) for cell in grid.cells if cell.text}
    assert cells == {"办理结果": (0, 0, 2), "予以公开": (0, 1, 1), "3": (0, 2, 1), "部分公开": (1, 1, 1)}
    assert grid.places == "exact"


@needs_office
def test_one_libreoffice_serves_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(convert._FILTERS, "doc", "doc")
    convert.converted(word_file(), ".docx", "doc")
    office = convert._office(str(convert.soffice()))
    assert office._keeper is not None
    first = office._keeper.pid
    convert.converted(word_file(), ".docx", "doc")
    assert convert._office(str(convert.soffice())) is office and office._keeper.pid == first


@needs_office
def test_it_ends_when_its_process_is_killed() -> None:
    program = textwrap.dedent("""
        import sys
        from ingest.containers.office import convert
        convert.converted(b"{\\\\rtf1 a}", ".rtf", "docx")
        print(convert._office(convert.soffice())._folder, flush=True)
        sys.stdin.read()
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder = process.stdout.readline().strip()
    assert Path(folder).is_dir()
    process.kill()
    process.wait()
    until = time.monotonic() + 30
    while time.monotonic() < until and (Path(folder).exists() or _running(folder)):
        time.sleep(0.1)
    assert not Path(folder).exists() and not _running(folder)


def _running(folder: str) -> bool:
    found = subprocess.run(["ps", "-eo", "stat,args"], capture_output=True, text=True, check=True).stdout
    return any(folder in line and not line.startswith("Z") for line in found.splitlines())


@needs_office
def test_nothing_outside_is_asked_for() -> None:
    """A picture, a template and a section behind addresses: LibreOffice asks for none of them."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                asked.append(connection.recv(1000))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        where = f"http://127.0.0.1:{server.getsockname()[1]}"
        rtf = (
            f'{{\\rtf1 {{\\*\\template {where}/t.dot}}{{\\field{{\\*\\fldinst INCLUDEPICTURE "{where}/p.png" \\\\d}}'
            f'{{\\fldrslt x}}}}{{\\field{{\\*\\fldinst INCLUDETEXT "{where}/i.rtf"}}{{\\fldrslt y}}}} text}}'
        )
        fodt = (
            '<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"'
            ' office:version="1.2" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
            ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
            ' xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>text<draw:frame>'
            f'<draw:image xlink:href="{where}/p.png" xlink:actuate="onLoad"/></draw:frame></text:p>'
            f'<text:section text:name="s"><text:section-source xlink:href="{where}/s.odt"/></text:section>'
            "</office:text></office:body></office:document>"
        )
        for name, text in (("a.rtf", rtf), ("a.fodt", fodt)):
            found = source_of(name, text.encode())
            assert "text" in found.text
        stop.set()
        thread.join()
    assert asked == []


def test_without_libreoffice_the_word_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "soffice", lambda: None)
    with pytest.raises(Refused, match="LibreOffice"):
        source_of("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_file_with_a_password_is_refused() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Refused, match="密码"):
        source_of("a.docx", content)


@needs_office
def test_what_libreoffice_cannot_open_is_refused() -> None:
    with pytest.raises(Refused):
        source_of("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
