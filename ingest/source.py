"""Files (文件): bytes → Source. How a file decodes is found out or the file is refused; it is never guessed wrong.

UTF-8 (with or without BOM), UTF-16 (with BOM, or without one where its line ends and digits give it away) and
GB18030 are read, all strictly. What follows from the charter "no number invented": a text that decodes only
with replacement characters, or that GB18030 takes for rare characters, is refused with a word saying why.

>>> source_of("a.txt", "规章\\t0".encode("gb18030")).encoding
'gb18030'
>>> source_of("a.txt", "一、概述\\r\\n正文".encode()).text
'一、概述\\n正文'
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
import zipfile
from pathlib import PurePath

from ingest import remote
from ingest.model import Refused, Source
from ingest.patterns import lazy

LIMIT = 20_000_000  # bytes; the longest report known has 300 kB of text
LINE_LIMIT = 1_000_000  # characters

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".tsv": "text/tab-separated-values",
}

_MAGIC = (
    (b"%PDF-", "PDF 文件", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文件（doc、xls、wps）", "an old Office file"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"SQLite format 3\0", "SQLite 数据库", "an SQLite database"),
    (b"\x89PNG", "图片", "an image"),
    (b"\xff\xd8\xff", "图片", "an image"),
    (b"GIF8", "图片", "an image"),
    (b"\x1f\x8b", "压缩文件", "a compressed file"),
    (b"Rar!", "压缩文件", "a compressed file"),
    (b"7z\xbc\xaf", "压缩文件", "a compressed file"),
)
_ZIPPED = ((b"word/", "Word 文件（docx）", "a Word file"), (b"xl/", "Excel 文件（xlsx）", "an Excel file"))

# Tab, line feed, Word's line break (VT), page break (FF), carriage return. Anything else below 32 isn't text.
_CONTROL = lazy(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_VISIBLE = lazy(r"[^\s\u200b\u200c\u200d\u2060\ufeff]")
_HTML = lazy(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|script|style|center|div|table|h1|p|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = lazy(r"<(?:html|head|body)[\s>]", re.IGNORECASE)
_XML = lazy(r"\s*<\?xml\b")
_COMMON = lazy(r"[\t-\r -~\u00a0\u2010-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HANZI = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff]")


def read_source(path: str) -> Source:
    """The file (``-``: standard input) as a Source; raises ``Refused`` where it can't be read as text."""
    return source_of(path, read_bytes(path))


def read_bytes(path: str) -> bytes:
    """The bytes of a plain file or a URL, never more than the limit, never waiting on a pipe or a device."""
    if path == "-":
        return _limited(sys.stdin.buffer.read(LIMIT + 1))
    if remote.is_url(path):
        return _limited(remote.read(path, LIMIT + 1))
    try:
        return _limited(_read_plain(path))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Refused(why_not(error)) from None


def _read_plain(path: str) -> bytes:
    # O_NONBLOCK: opening a named pipe would otherwise wait for a writer for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 (a descriptor)
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused("不是普通文件 (not a plain file)")
        if status.st_size > LIMIT:
            raise Refused(_too_large(status.st_size))
        content = file.read(status.st_size + 1)  # a buffer of LIMIT would be made and thrown away for every file
        return content + file.read(LIMIT) if len(content) > status.st_size else content  # it grows, or hides its size


def _limited(content: bytes) -> bytes:
    if len(content) > LIMIT:
        raise Refused(_too_large(len(content)))
    return content


def _too_large(size: int) -> str:
    mega = LIMIT // 1_000_000
    return f"文件过大：{size:,} 字节，上限 {mega} MB (too large: {size:,} bytes, limit {mega} MB)"


def why_not(error: Exception) -> str:
    """Why a file can't be read, in words for people."""
    if isinstance(error, FileNotFoundError):
        return "文件不存在 (no such file)"
    if isinstance(error, PermissionError):
        return "没有读取权限 (permission denied)"
    if isinstance(error, IsADirectoryError):
        return "是文件夹，不是文件 (a folder, not a file)"
    english = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return f"无法读取 (cannot be read: {english})"


def source_of(name: str, content: bytes) -> Source:
    """Bytes as a Source; raises ``Refused`` where they are no text that can be read with certainty."""
    _refuse_binary(name, content)
    encoding, text = decode(content)
    _refuse_unreadable(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if max(map(len, text.split("\n"))) > LINE_LIMIT:
        raise Refused(f"有一行超过 {LINE_LIMIT:,} 个字符 (a line of more than {LINE_LIMIT:,} characters)")
    media_type = MEDIA_TYPES.get(PurePath(name).suffix.lower(), "text/plain")
    return Source(name, content, hashlib.sha256(content).hexdigest(), media_type, encoding, text)


def _refuse_binary(name: str, content: bytes) -> None:
    for magic, chinese, english in _MAGIC:
        if content.startswith(magic):
            raise Refused(f"是{chinese}，不是文本，请先另存为文本 ({english}, save it as text first)")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        suffix = PurePath(name).suffix.lower()
        kinds = [
            (kind, english)
            for part, kind, english in _ZIPPED
            if part in content or (suffix and f"{suffix[1:]}）" in kind)
        ]
        chinese, english = kinds[0] if kinds else ("压缩文件（zip）", "a zip file")
        if not zipfile.is_zipfile(io.BytesIO(content)):
            raise Refused(broken_package(chinese, english))
        raise Refused(f"是{chinese}，不是文本，请先另存为文本 ({english}, save it as text first)")


def broken_package(chinese: str = "文件", english: str = "a file") -> str:
    """What is wrong with a document that is a zip cut short, and what helps."""
    return (
        f"{chinese}已损坏或不完整：请用 Word 或 WPS 打开，另存为新文件后再试；打不开的，请向填报机关重新索取"
        f" ({english} that is broken: open it in Word or WPS and save it anew, or ask for it again)"
    )


def _refuse_unreadable(text: str) -> None:
    if not _VISIBLE.search(text):
        raise Refused("文件为空 (empty file)")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        code = f"U+{ord(control[0]):04X}"
        english = f"not text: control character {code} in line {line}"
        raise Refused(f"不是文本文件：第 {line} 行有控制字符 {code} ({english})")
    if _HTML.match(text) or _HTML_INSIDE.search(text, 0, 4096):
        raise Refused("网页源代码，请先另存为文本 (HTML source, save the page as text first)")
    if _XML.match(text):
        raise Refused("XML 文件，请先另存为文本 (XML, save it as text first)")


# --- encodings ----------------------------------------------------------------------------------------------------


def decode(content: bytes) -> tuple[str, str]:
    """The encoding of a text and the text; raises ``Refused`` where that isn't certain."""
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise Refused("UTF-32 编码，请先另存为 UTF-8 (UTF-32, save it as UTF-8 first)")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", _strictly(content, "utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", _strictly(content, "utf-8-sig")
    if b"\0" in content:
        return "utf-16", _utf16_without_bom(content)
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError as error:
        return "gb18030", _gb18030(content, error)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(_broken(content, encoding, error)) from None


def _broken(content: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    name = encoding.removesuffix("-sig").upper()
    return (
        f"{name} 编码有误：第 {error.start + 1} 个字节 0x{content[error.start]:02X} "
        f"(broken {name} at byte {error.start + 1})"
    )


def _utf16_without_bom(content: bytes) -> str:
    """UTF-16 gives itself away by the NULs of its line ends and digits: one order of bytes makes sense, not both."""
    texts = [content.decode(codec, "replace") for codec in ("utf-16-le", "utf-16-be")]
    readable = [text for text in texts if "\ufffd" not in text and len(_COMMON.findall(text)) >= 0.95 * len(text)]
    if len(readable) != 1:
        raise Refused("不是文本文件：含有空字节 (not text: it has NUL bytes)")
    return readable[0]


def _gb18030(content: bytes, not_utf8: UnicodeDecodeError) -> str:
    """Running Chinese is 99 % level-1 characters of GB 2312; Big5, Latin-1 or broken UTF-8 read so are not."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Refused(_neither(content, not_utf8, error)) from None
    if is_chinese(text):
        return text
    raise Refused(_neither(content, not_utf8, None))


def is_chinese(text: str) -> bool:
    """Are nearly all Chinese characters of a text, and there are some, among the common ones of GB 2312?"""
    hanzi = _HANZI.findall(text)
    return bool(hanzi) and sum(map(_is_level_1, hanzi)) >= 0.9 * len(hanzi)


def _is_level_1(char: str) -> bool:
    try:
        encoded = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= encoded[0] <= 0xD7


def _neither(content: bytes, not_utf8: UnicodeDecodeError, not_gb: UnicodeDecodeError | None) -> str:
    """The sentence for bytes that are neither; the one that holds for longer is the one that was meant."""
    text = content.decode("utf-8", "replace")
    if text.count("\ufffd") * 10 < len(_HANZI.findall(text)):
        return _broken(content, "utf-8", not_utf8)
    if not_gb is not None and not_gb.start > 0.5 * len(content):
        return _broken(content, "gb18030", not_gb)
    return "无法确定文字编码，请另存为 UTF-8 (unknown encoding, save it as UTF-8)"
