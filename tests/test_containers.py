"""Containers: a kind of file is one module; what it hands over is counted, cut to lines and kept within limits."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType

import pytest

from ingest import containers
from ingest.model import Cell, Document, Prose, Refused
from ingest.parse import parse
from ingest.pipeline import limits, reading
from ingest.pipeline.inputs import Input, inputs
from ingest.transcript import MOST_CELLS, Transcript, one_line

TEXT = "示例市商务局2020年政府信息公开工作年度报告\n一、总体情况\n2020年，主动公开信息12条。\n规章\t0\t0\t0\n"


def test_text_takes_what_nobody_claims() -> None:
    source = containers.source_of("报告.txt", TEXT.encode("gb18030"))
    assert (source.container, source.encoding, source.text) == ("text", "gb18030", TEXT)
    assert source.sha256 == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert source.document is not None and source.document.lines[1] == "一、总体情况"


def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of file that says 壹 for a report in two paragraphs."""

    def read(_name: str, content: bytes) -> Document:
        if content != b"toy:1":
            raise Refused("玩具文件已损坏 (a broken toy)")
        page = Transcript()
        page.part("第1页")
        page.prose("示例市商务局2020年政府信息公开工作年度报告\n一、总体情况")
        page.part("第2页")
        page.prose("统计期限自2020年1月1日起至2020年12月31日止。\n二、主动公开政府信息情况")
        return page.document()

    module = ModuleType("ingest.containers.toy")
    vars(module).update(SUFFIXES={".toy": "x/toy"}, SECONDS=9.0, read=read)
    vars(module)["claims"] = lambda _name, content: content.startswith(b"toy:")
    every = {"toy": module} | containers.containers()
    monkeypatch.setattr(containers, "containers", lambda: every)
    monkeypatch.setattr(containers, "suffixes", lambda: {".toy": "x/toy"})


def test_a_new_kind_of_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    toy(monkeypatch)
    (tmp_path / "a.toy").write_bytes(b"toy:1")
    assert [found.path for found in inputs([str(tmp_path)])] == [str(tmp_path / "a.toy")]
    source = containers.read_source(str(tmp_path / "a.toy"))
    assert (source.container, source.media_type) == ("toy", "x/toy")
    report = parse(source)
    assert (report.agency.name, report.year, report.form) == ("示例市商务局", 2020, None)
    assert source.document is not None and source.document.parts[1:3] == ("第1页", "第2页")


def test_its_refusal_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    toy(monkeypatch)
    (tmp_path / "a.toy").write_bytes(b"toy:2")
    assert reading.read(Input(str(tmp_path / "a.toy")), frozenset()).refused == "玩具文件已损坏 (a broken toy)"


def test_a_container_may_ask_for_more_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    toy(monkeypatch)
    asked: list[float | None] = []
    inner = limits.in_time

    def in_time(seconds: float | None = None) -> AbstractContextManager[None]:
        asked.append(seconds)
        return inner(seconds)

    monkeypatch.setattr(limits, "in_time", in_time)
    (tmp_path / "a.toy").write_bytes(b"toy:1")
    reading.read(Input(str(tmp_path / "a.toy")), frozenset())
    assert asked[-1] == 9.0


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("本年新\n制作数量", "本年新制作数量"),
        ("12\n3", "12 3"),
        ("规章\t甲", "规章 甲"),
        (" \u3000 ", ""),
        ("Annual\r\nreport", "Annual report"),
        ("一、\n\n本年新收", "一、本年新收"),
    ],
)
def test_a_cell_is_one_line(printed: str, line: str) -> None:
    assert one_line(printed) == line


def test_every_paragraph_and_row_has_its_line() -> None:
    page = Transcript()
    page.prose("甲\n\n乙")
    page.grid([Cell("丙", 0, 0, 0, 2), Cell("丁", 0, 0, 1), Cell("7", 0, 1, 1), Cell("8", 0, 4, 0)])
    page.pair("丙：", "丁\n戊", 4)
    made = page.document()
    assert made.lines == ("甲", "", "乙", "丙\t丁", "7", "8")
    assert [block.line for block in made.blocks if isinstance(block, Prose)] == [1, 2, 3]
    assert [(cell.text, cell.line, cell.rows) for cell in made.grids[0].cells] == [
        ("丙", 4, 2), ("丁", 4, 1), ("7", 5, 1), ("8", 6, 1)
    ]  # fmt: skip
    assert made.pairs == (("丙：", "丁戊", 4),) and made.parts == ()


def test_a_document_has_its_limits() -> None:
    page = Transcript()
    with pytest.raises(Refused, match="单元格过多"):
        page.grid(Cell("0", 0, n, 0) for n in range(MOST_CELLS + 1))
    with pytest.raises(Refused, match="个字符"):
        page.prose("〇" * 1_000_001)
    with pytest.raises(Refused, match="没有可读的文字"):
        Transcript().document()


def test_the_containers_of_the_project_are_whole() -> None:
    found = containers.containers()
    assert list(found)[-1] == "text"
    for name, container in found.items():
        assert all(suffix.startswith(".") and "/" in kind for suffix, kind in container.SUFFIXES.items()), name
        assert container.claims("x", b"") is (name == "text"), name
