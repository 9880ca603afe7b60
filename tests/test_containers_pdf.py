"""PDF files as Chromium prints them: ruled tables, page breaks, page numbers; what is broken or a picture."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.containers import source_of
from ingest.containers.pdfs.joining import _mended
from ingest.containers.pdfs.shapes import Place
from ingest.model import Document, Refused

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium isn't installed")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def printed(html: str, folder: Path, *, header: bool = False) -> bytes:
    """A page as Chromium prints it."""
    page, out = folder / "page.html", folder / "page.pdf"
    page.write_text(f"<meta charset=utf-8><style>td{{border:1px solid}}table{{border-collapse:collapse}}</style>{html}")
    flags = (*FLAGS, f"--user-data-dir={folder / 'profile'}", *(() if header else ("--no-pdf-header-footer",)))
    subprocess.run([str(CHROMIUM), *flags, f"--print-to-pdf={out}", page.as_uri()], check=True, capture_output=True)
    return out.read_bytes()


def read(content: bytes) -> Document:
    source = source_of("a.pdf", content)
    assert source.container == "pdf" and source.document is not None
    return source.document


def row(*cells: object, **spans: int) -> str:
    span = "".join(f" {name}={value}" for name, value in spans.items())
    return "<tr>" + "".join(f"<td{span if not n else ''}>{cell}</td>" for n, cell in enumerate(cells)) + "</tr>"


@needs_chromium
def test_cells_lie_where_the_lines_draw_them(tmp_path: Path) -> None:
    table = f"<table>{row('办理结果', '予以公开', 3, '', rowspan=2)}{row('部分公开', '', 14)}</table>"
    (grid,) = read(printed(f"<p>一、总体情况</p>{table}", tmp_path)).grids
    assert grid.places == "exact"
    assert [(cell.text, cell.row, cell.column, cell.rows) for cell in grid.cells] == [
        ("办理结果", 0, 0, 2),
        ("予以公开", 0, 1, 1),
        ("3", 0, 2, 1),
        ("", 0, 3, 1),
        ("部分公开", 1, 1, 1),
        ("", 1, 2, 1),
        ("14", 1, 3, 1),
    ]


@needs_chromium
def test_a_table_goes_on_over_the_page_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    rows = "".join(row(f"{n}.示例事项", n, 2 * n) for n in range(1, 120))
    document = read(printed(f"<table>{rows}</table><p>无。</p>", tmp_path, header=True))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells if cell.column == 1] == [str(n) for n in range(1, 120)]
    assert document.lines[-1] == "无。" and "://" not in "".join(document.lines)
    assert document.parts[0] == "第1页"


@needs_chromium
def test_paragraphs_are_whole_again(tmp_path: Path) -> None:
    text = "本年度主动公开政府信息若干条，其中网站公开若干条。" * 12
    document = read(printed(f"<p>{text}</p><p>二、主动公开情况</p><p>{text}</p>", tmp_path))
    assert document.lines == (text, "二、主动公开情况", text)


@needs_chromium
def test_a_ground_of_colour_draws_no_table(tmp_path: Path) -> None:
    lines = "".join(f"<div style='background:#eef;width:{300 + 7 * n}px'>第{n}行文字</div>" for n in range(6))
    assert read(printed(lines, tmp_path)).grids == ()


# --- what a page's end cuts -----------------------------------------------------------------------------------------


def places(*cells: tuple[str, int, float]) -> list[Place]:
    return [Place(text, row, 1, left, left + 10) for text, row, left in cells]


def test_the_end_of_a_label_goes_to_its_beginning() -> None:
    above = places(("5.要求确认或重新", 0, 0), ("7", 0, 10))
    below = places(("出具信息", 1, 0), ("", 1, 10), ("6.其他", 2, 0), ("8", 2, 10))
    assert {(place.text, place.row) for place in _mended(above, below, 1)} == {
        ("5.要求确认或重新\n出具信息", 0),
        ("7", 0),
        ("6.其他", 2),
        ("8", 2),
    }


def test_a_row_of_blanks_is_not_taken_for_the_rest_of_another() -> None:
    above = places(("2.重复申请", 0, 0), ("", 0, 10))
    below = places(("3.要求提供公开出版物", 1, 0), ("4", 1, 10))
    assert list(_mended(above, below, 1)) == [*above, *below]


# --- broken, locked, pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(3000), b"%PDF-1.4 trailer<</Root 1 0 R>>"])
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        source_of("a.pdf", content)


@needs_chromium
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_cut_off_is_refused(cut: float, tmp_path: Path) -> None:
    content = printed("<p>一、总体情况</p>" * 50, tmp_path)
    with pytest.raises(Refused):
        read(content[: int(cut * len(content))])


@needs_chromium
def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="文字"):
        read(printed("<div style='width:300px;height:300px;background:#000'></div>", tmp_path))
