"""Archives (压缩包): a ``.zip`` is read like a folder, its members under names of their own (``a.zip/二七区/x.docx``).

Nothing is unpacked to disk. An archive within an archive is a folder too, down to a depth. Names are UTF-8 where the
archive says so; else UTF-8 if they are, else GBK, which Chinese systems write.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from ingest.model import Refused
from ingest.source import LIMIT, why_not

MOST = 100_000  # members of one archive, with those of the archives in it
DEEPEST = 3  # archives within archives
_INNER = 200_000_000  # bytes of an archive within another, which is held in memory
_UTF8 = 0x800  # the flag that says that a name is UTF-8
_LOCKED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, LookupError,
    OSError,
)  # fmt: skip


class Member(NamedTuple):
    """A file in an archive, or why a part of it can't be looked into."""

    name: str  # with the archive's before it
    inside: tuple[int, ...]  # its place among the members; of each archive on the way, where they are nested
    refused: str | None = None


def is_archive(name: str) -> bool:
    """Is this to be looked into? (A Word file is a zip as well, and isn't.)"""
    return name.lower().endswith(".zip")


def members(path: str) -> Iterator[Member]:
    """Every file of an archive and of the archives in it, by name; never raises."""
    left = [MOST]
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive, path, (), left)
    except _BROKEN as error:
        yield Member(path, (), _why(error))


def read(path: str, inside: tuple[int, ...]) -> bytes:
    """A member's bytes; raises ``Refused`` for what is locked, damaged or too large."""
    try:
        with _opened(path, inside[:-1]) as archive:
            return _content(archive, archive.infolist()[inside[-1]], LIMIT)
    except _BROKEN as error:
        raise Refused(_why(error)) from None


def _members(archive: zipfile.ZipFile, name: str, inside: tuple[int, ...], left: list[int]) -> Iterator[Member]:
    named = sorted(
        (_name(info), number) for number, info in enumerate(archive.infolist()) if not info.filename.endswith("/")
    )
    for own, number in named:
        whole, place = f"{name}/{own}", (*inside, number)
        left[0] -= 1
        if left[0] < 0:
            yield Member(name, inside, f"压缩包内文件超过 {MOST:,} 个 (more than {MOST:,} files in an archive)")
            return
        if not is_archive(own):
            yield Member(whole, place)
        elif len(place) >= DEEPEST:
            yield Member(whole, place, "压缩包层层嵌套，不再展开 (archives nested too deeply)")
        else:
            yield from _nested(archive, archive.infolist()[number], whole, place, left)


def _nested(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, place: tuple[int, ...], left: list[int]
) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(_content(archive, info, _INNER))) as inner:
            yield from _members(inner, name, place, left)
    except Refused as refused:
        yield Member(name, place, str(refused))
    except _BROKEN as error:
        yield Member(name, place, _why(error))


@contextmanager
def _opened(path: str, way: tuple[int, ...]) -> Iterator[zipfile.ZipFile]:
    """The archive at the end of a way through archives."""
    file: str | IO[bytes] = path
    for number in way:
        with zipfile.ZipFile(file) as archive:
            file = io.BytesIO(_content(archive, archive.infolist()[number], _INNER))
    with zipfile.ZipFile(file) as archive:
        yield archive


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.flag_bits & _LOCKED:
        raise Refused("压缩包内的文件有密码 (a member with a password)")
    with archive.open(info) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise Refused(f"文件过大，上限 {most // 10**6} MB (too large, limit {most // 10**6} MB)")
    return content


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name as its writer meant it, with / between folders and no way out of them.

    >>> _name(zipfile.ZipInfo("..\\\\二七区/./x.docx".encode("gbk").decode("cp437")))
    '二七区/x.docx'
    """
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeEncodeError):  # zipfile took the bytes for a code page of DOS
            name = _decoded(name.encode("cp437"))
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "?"


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return why_not(error)
    if "password" in str(error) or "encrypted" in str(error):
        return "压缩包有密码 (an archive with a password)"
    return f"压缩包已损坏，无法读取 (a broken archive: {str(error)[:100]})"
