"""Damaged files of every kind, bytes and numbers changed, parts lost: each is read or refused, in bounded time."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from fuzzing import examples
from hypothesis import given
from hypothesis import strategies as st

from ingest.containers import source_of
from ingest.model import Refused
from ingest.parse import parse
from ingest.pipeline import archives

CASES = Path(__file__).with_name("cases") / "documents"
PIECES = (
    b"0",
    b"-1",
    b"9" * 12,
    b"<",
    b">",
    b"/",
    b"\0",
    b"&#0;",
    b'"',
    b"<table><tr>",
    b"</w:p>",
    b"nan",
    b"PK\x03\x04",
)
NUMBERS = (b"", b"0", b"-1", b"1", b"4", b"16384", b"999999", b"2147483648", b"1e5", b"9" * 20)
Change = Callable[[bytes, random.Random], bytes]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, lost, doubled, put in, or taken from elsewhere in the file."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, size = chance.randrange(len(made) + 1), min(chance.choice((1, 1, 2, 8, 200, 3000)), len(made))
        other = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 20))
            case 3:
                made[at:at] = chance.choice(PIECES)
            case _:
                made[at : at + size] = made[other : other + size]
    return bytes(made)


def renumbered(content: bytes, chance: random.Random) -> bytes:
    """Some numbers (spans, places, lengths) put in another's place."""
    found = list(re.finditer(rb"\d+", content))
    for one in sorted(chance.sample(found, min(len(found), chance.randint(1, 6))), key=lambda one: -one.start()):
        content = content[: one.start()] + chance.choice(NUMBERS) + content[one.end() :]
    return content


def _either(content: bytes, chance: random.Random) -> bytes:
    return chance.choice((damaged, renumbered))(content, chance)


def _in_parts(content: bytes, chance: random.Random) -> bytes:
    """A package one or two of whose parts are damaged, or one of them lost."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in chance.sample([name for name in parts if name.endswith((".xml", ".rels"))], chance.randint(1, 2)):
        parts[name] = _either(parts[name], chance)
    if chance.random() < 0.2:
        del parts[chance.choice(list(parts))]
    return _packed(parts)


def _in_streams(content: bytes, chance: random.Random) -> bytes:
    """A PDF some of whose packed streams are damaged."""

    def changed(found: re.Match[bytes]) -> bytes:
        try:
            inside = zlib.decompress(found[1])
        except zlib.error:
            return found[0]
        return (
            b"stream\n" + zlib.compress(_either(inside, chance) if chance.random() < 0.4 else inside) + b"\nendstream"
        )

    return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", changed, content, flags=re.DOTALL)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _sheet() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    rows = (
        ("示例市示例局2023年政府信息公开工作年度报告",),
        ("信息内容", "本年制发件数", "本年废止件数"),
        ("规章", 3, 1.5),
    )
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.row_dimensions[2].hidden = True
    book.save(out)
    return out.getvalue()


KINDS: dict[str, tuple[Callable[[], bytes], Change]] = {
    ".docx": ((CASES / "struck-in-word.docx").read_bytes, _in_parts),
    ".xlsx": (_sheet, _in_parts),
    ".pdf": ((CASES / "print-of-tracked-changes.pdf").read_bytes, _in_streams),
    ".html": ((CASES / "native-spans.html").read_bytes, renumbered),
}


@pytest.mark.fuzz
@pytest.mark.parametrize("suffix", KINDS)
@given(seed=st.integers(0, 2**32))
@examples(6)
def test_a_damaged_file_is_read_or_refused(suffix: str, seed: int) -> None:
    make, change = KINDS[suffix]
    chance = random.Random(seed)
    content = (change if chance.random() < 0.7 else damaged)(make(), chance)
    began = time.process_time()
    try:
        parse(source_of(f"a{suffix}", content))
    except Refused as refused:
        assert re.search(r"[\u4e00-\u9fff].* \(.*[a-z].*\)$", str(refused), re.DOTALL)
    assert time.process_time() - began < 20  # a bound against blow-ups, no benchmark


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@examples(20)
def test_a_damaged_archive_is_read_or_refused(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = random.Random(seed)
    inner = _packed({"示例局/a.txt": b"0" * 4000})
    path = tmp_path_factory.mktemp("archive") / "a.zip"
    path.write_bytes(_either(_packed({"甲/a.docx": b"1" * 300, "b.zip": inner, "c.html": b"<p>2</p>"}), chance))
    try:
        for member in archives.members(str(path)):
            assert not isinstance(archives.read(str(path), member.inside), str)
    except Refused as refused:
        assert re.search(r"[\u4e00-\u9fff].* \(.*[a-z].*\)$", str(refused), re.DOTALL)


@pytest.mark.parametrize("change", [b'<row r="2147483648"', b'<row r="99999999"'])
def test_a_row_that_no_sheet_has_is_refused(change: bytes) -> None:
    """The library would ask for the memory of all rows up to it, and take the process with it."""
    with zipfile.ZipFile(io.BytesIO(_sheet())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    nameless = re.sub(rb'<c r="[A-Z]+3"', b"<c", sheet).replace(b'<row r="3"', change)
    for content in (nameless, sheet.replace(b'r="B3"', b'r="B2147483648"')):
        with pytest.raises(Refused):
            source_of("a.xlsx", _packed(parts | {"xl/worksheets/sheet1.xml": content}))


def test_a_title_merged_over_a_whole_sheet_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(_sheet())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"A1:C1", b"A1:XFD1")
    document = source_of("a.xlsx", _packed(parts | {"xl/worksheets/sheet1.xml": sheet})).document
    assert document is not None and document.lines[-1].startswith("规章\t3\t1.5")
