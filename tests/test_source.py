"""Files: what is read, what is refused, and never a wrong guess between the two."""

from __future__ import annotations

import io
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fuzzing import examples
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Refused
from ingest.source import LIMIT, LINE_LIMIT, read_bytes, read_source, source_of

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXT = "示例市商务局2020年政府信息公开工作年度报告\n一、总体情况\n2020年，主动公开信息12条。\n规章\t0\t0\t0\n"


def refusal(content: bytes, name: str = "a.txt") -> str:
    with pytest.raises(Refused) as refused:
        source_of(name, content)
    message = str(refused.value)
    assert "(" in message and message.endswith(")") and "\n" not in message
    return message


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
    ],
)
def test_encoding_is_found(encoding: str, codec: str) -> None:
    content = TEXT.encode(codec)
    source = source_of("报告.txt", content)
    assert (source.encoding, source.text, source.content) == (encoding, TEXT, content)


def test_utf16_with_big_endian_mark() -> None:
    assert source_of("a", b"\xfe\xff" + TEXT.encode("utf-16-be")).text == TEXT


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.name)
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_examples_read_the_same_in_every_encoding(path: Path, codec: str) -> None:
    text = path.read_text("utf-8")
    assert source_of(path.name, text.encode(codec)).text == text


def test_line_ends_become_one_and_bytes_stay() -> None:
    source = source_of("a.txt", "一\r\n二\r三\n".encode())
    assert source.text == "一\n二\n三\n"
    assert source.content == "一\r\n二\r三\n".encode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "text/plain"), ("a.MD", "text/markdown"), ("a.tsv", "text/tab-separated-values"), ("-", "text/plain")],
)
def test_media_type_is_told_by_the_suffix(name: str, kind: str) -> None:
    assert source_of(name, TEXT.encode()).media_type == kind


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", "\u3000\u200b\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_blank_file_is_refused(content: bytes) -> None:
    assert refusal(content) == "文件为空 (empty file)"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04....word/document.xml", "Word"),
        (b"PK\x03\x04....xl/workbook.xml", "Excel"),
        (b"PK\x03\x04....", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "Office"),
        (b"{\\rtf1 ...}", "RTF"),
        (b"\x89PNG\r\n", "图片"),
        (b"SQLite format 3\0...", "SQLite"),
        (b"abc\0def\0\0", "NUL"),
        ("规章\x01\t0".encode(), "U+0001"),
        (b"\x7fELF....", "U+007F"),
    ],
)
def test_binary_is_refused_by_its_name(content: bytes, word: str) -> None:
    assert word in refusal(content)


def test_random_bytes_are_refused() -> None:
    noise = random.Random(7)
    for size in (16, 300, 5_000):
        for _ in range(40):
            content = bytes(noise.randrange(128, 256) for _ in range(size)) + noise.randbytes(size)
            refusal(content)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<html><body>404 页面不存在</body></html>",
        "\n  <html lang='zh'>",
        "<center><h1>502 Bad Gateway</h1></center>",
        "HTTP/1.1 403 Forbidden\n\n<HTML><BODY>403</BODY></HTML>",
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>",
        "<!-- 模板 -->\n<div class='TRS_Editor'>报告</div>",
    ],
)
def test_web_page_is_refused(page: str) -> None:
    assert refusal(page.encode()).startswith("网页源代码，请先另存为文本")


def test_xml_is_refused() -> None:
    assert "XML" in refusal(b"<?xml version='1.0'?><w:wordDocument/>")


def test_markdown_with_a_tag_inside_is_text() -> None:
    assert source_of("a.md", f"{TEXT}规章<br>0".encode()).text.endswith("<br>0")


@pytest.mark.parametrize("codec", ["big5", "shift_jis", "utf-32"])
def test_other_encodings_are_refused(codec: str) -> None:
    text = "縣政府資訊公開工作年度報告\n一、總體情況\n主動公開".replace("縣", "県" if codec == "shift_jis" else "縣")
    refusal(text.encode(codec, "ignore"))


def test_western_text_is_refused() -> None:
    refusal("Rapport annuel sur la publicité des données à caractère général".encode("latin-1"))


def test_one_broken_byte_is_named_not_repaired() -> None:
    content = TEXT.encode() + b"\xe4\xb8" + TEXT.encode()
    assert f"第 {len(TEXT.encode()) + 1} 个字节 0xE4" in refusal(content)


def test_broken_gb18030_is_named() -> None:
    assert "GB18030 编码有误" in refusal((TEXT * 9).encode("gb18030") + b"\xff")


def test_broken_utf16_is_named() -> None:
    assert "UTF-16 编码有误" in refusal(TEXT.encode("utf-16") + b"\x00")


def test_long_line_is_refused() -> None:
    assert "一行" in refusal(b"1" * 10_000_000)
    assert source_of("a", b"1" * LINE_LIMIT)


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Refused, match=r"文件过大：50,000,000 字节，上限 20 MB"):
        read_source(str(path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert read_source("-").text == TEXT


def test_endless_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/zero").open("rb") as endless:
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": endless}))
        with pytest.raises(Refused, match=f"{LIMIT + 1:,} 字节"):
            read_source("-")


def refused_path(path: Path | str) -> str:
    with pytest.raises(Refused) as refused:
        read_source(str(path))
    return str(refused.value)


def test_path_that_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused_path(tmp_path / "pipe") == "不是普通文件 (not a plain file)"  # and doesn't wait for a writer
    assert refused_path("/dev/zero") == "不是普通文件 (not a plain file)"
    assert refused_path(tmp_path) == "是文件夹，不是文件 (a folder, not a file)"
    assert refused_path(tmp_path / "nothing.txt") == "文件不存在 (no such file)"
    assert refused_path("a\0b").startswith("无法读取")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root reads everything: put its powers aside for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    with as_nobody():
        assert refused_path(tmp_path / "a.txt") == "没有读取权限 (permission denied)"


@pytest.mark.fuzz
@examples(100)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        source = source_of("a", content)
    except Refused as refused:
        assert str(refused).endswith(")")
    else:
        assert source.content == content and "\r" not in source.text


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_a_file_that_hides_its_size_is_read_to_its_end() -> None:
    assert Path("/proc/self/status").stat().st_size == 0
    assert b"\nVmPeak:" in read_bytes("/proc/self/status")
