"""Archives are folders: names in GBK and UTF-8, archives within archives, locked, broken and hostile ones."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from ingest.model import Refused
from ingest.pipeline import archives
from ingest.source import LIMIT


def made(path: Path, files: dict[str, bytes], encoding: str | None = None) -> str:
    """An archive whose names are written as such systems write them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name if encoding is None else _marked(name, encoding), content)
    if encoding is not None:
        content = path.read_bytes()
        for name in files:
            content = content.replace(_marked(name, encoding).encode(), name.encode(encoding))
        path.write_bytes(content)
    return str(path)


def _marked(name: str, encoding: str) -> str:
    """ASCII of the same length, for the true bytes to be put in its place."""
    return f"{abs(hash(name)):x}".ljust(200, "z")[: len(name.encode(encoding))]


@pytest.mark.parametrize("encoding", [None, "gbk", "utf-8"])
def test_names_are_read_as_they_were_meant(tmp_path: Path, encoding: str | None) -> None:
    path = made(tmp_path / "年报.zip", {"二七区/商务局年报.docx": b"a", "金水区/民政局年报.docx": b"b"}, encoding)
    found = list(archives.members(path))
    assert [member.name for member in found] == [f"{path}/二七区/商务局年报.docx", f"{path}/金水区/民政局年报.docx"]
    assert [archives.read(path, member.inside) for member in found] == [b"a", b"b"]


def test_an_archive_in_an_archive_is_a_folder_too(tmp_path: Path) -> None:
    inner = made(tmp_path / "内.zip", {"x.docx": b"x"})
    path = made(tmp_path / "外.zip", {"内.zip": Path(inner).read_bytes(), "y.docx": b"y"})
    found = {member.name.removeprefix(path): archives.read(path, member.inside) for member in archives.members(path)}
    assert found == {"/内.zip/x.docx": b"x", "/y.docx": b"y"}


def test_archives_have_a_depth(tmp_path: Path) -> None:
    content = b"x"
    for n in range(6):
        content = Path(made(tmp_path / f"{n}.zip", {f"{n}.zip" if n else "x.txt": content})).read_bytes()
    (member,) = archives.members(str(tmp_path / "5.zip"))
    assert member.refused is not None and "嵌套" in member.refused


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "..\\..\\x.txt", "a/../../x.txt"])
def test_no_name_leads_out_of_its_archive(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / "a.zip", {name: b"x"})
    (member,) = archives.members(path)
    assert ".." not in member.name and member.name.startswith(f"{path}/")


def test_a_bomb_is_refused_at_its_size(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", {"x.txt": bytes(LIMIT + 10)})
    (member,) = archives.members(path)
    with pytest.raises(Refused, match="过大"):
        archives.read(path, member.inside)


def test_too_many_members_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST", 3)
    found = list(archives.members(made(tmp_path / "a.zip", {f"{n}.txt": b"" for n in range(9)})))
    assert len(found) == 4 and found[-1].refused is not None


@pytest.mark.parametrize("cut", [10, 100, -20])
def test_a_broken_archive_is_one_line(tmp_path: Path, cut: int) -> None:
    path = Path(made(tmp_path / "a.zip", {f"{n}.txt": b"content" * 30 for n in range(5)}))
    path.write_bytes(path.read_bytes()[:cut])
    (member,) = archives.members(str(path))
    assert member.refused is not None and "损坏" in member.refused


def test_a_damaged_member_does_not_touch_the_others(tmp_path: Path) -> None:
    path = Path(made(tmp_path / "a.zip", {"a.txt": hashlib.sha512(b"a").digest(), "b.txt": b"good"}))
    content = bytearray(path.read_bytes())
    content[45:55] = bytes(10)
    path.write_bytes(content)
    bad, good = archives.members(str(path))
    assert archives.read(str(path), good.inside) == b"good"
    with pytest.raises(Refused):
        archives.read(str(path), bad.inside)


def test_a_locked_member_is_said(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"x")
    content = bytearray(out.getvalue())
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    (member,) = archives.members(str(path))
    with pytest.raises(Refused, match="密码"):
        archives.read(str(path), member.inside)


def test_what_is_not_there_is_one_line(tmp_path: Path) -> None:
    (member,) = archives.members(str(tmp_path / "none.zip"))
    assert member.refused is not None and "不存在" in member.refused


def test_a_member_without_a_name_is_one_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.docx", b"a")
        archive.writestr(zipfile.ZipInfo("x"), b"d")
        archive.infolist()[-1].filename = ""
    found = list(archives.members(str(path)))
    assert sorted(member.name for member in found) == [f"{path}/?", f"{path}/b.docx"]
