"""Pictures: cells by the lines that they show, numbers only where they are sure, and never a blank for a blot."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.containers import scans, source_of
from ingest.model import Document, Refused, Row, Value
from ingest.recognition import borne_out

needs_ocr = pytest.mark.skipif(not scans.is_installed(), reason="the extra ocr isn't installed")
TABLE = [["101", "12", "", "7"], ["26", "0", "415", "98"], ["3", "", "62", "5000"]]


def picture(table: list[list[str]], *, tilt: float = 0.0, blot: tuple[int, int] | None = None) -> bytes:
    """A ruled table, drawn."""
    page = Image.new("L", (1000, 500), 250)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=30)
    for row in range(len(table) + 1):
        pen.line([(100, 60 + 70 * row), (900, 60 + 70 * row)], fill=10, width=3)
    for column in range(5):
        pen.line([(100 + 200 * column, 60), (100 + 200 * column, 60 + 70 * len(table))], fill=10, width=3)
    for row, cells in enumerate(table):
        for column, text in enumerate(cells):
            pen.text((150 + 200 * column, 78 + 70 * row), text, fill=5, font=font)
    if blot is not None:
        left, top = 160 + 200 * blot[1], 80 + 70 * blot[0]
        pen.rectangle([left, top, left + 18, top + 30], fill=20)
    out = io.BytesIO()
    page.rotate(tilt, fillcolor=250, resample=Image.Resampling.BICUBIC).save(out, "PNG")
    return out.getvalue()


def read(content: bytes) -> Document:
    document = source_of("a.png", content).document
    assert document is not None and document.recognised
    return document


def cells(document: Document) -> dict[tuple[int, int], str]:
    (grid,) = document.grids
    return {(cell.row, cell.column): cell.text for cell in grid.cells}


@needs_ocr
@pytest.mark.parametrize(("shade", "tilt", "grain"), [(150, 0.08, 12), (165, 0.25, 6), (120, -0.3, 14)])
def test_thin_grey_lines_on_a_grainy_page_are_whole(shade: int, tilt: float, grain: float) -> None:
    """A scanner's lines: one point wide, grey, a little askew."""
    from ingest.containers.scans import sheet

    page = Image.new("L", (1600, 900), 255)
    pen = ImageDraw.Draw(page)
    for row in range(6):
        pen.line([(120, 100 + 130 * row), (1500, 100 + 130 * row)], fill=shade)
    for column in range(5):
        pen.line([(120 + 345 * column, 100), (120 + 345 * column, 750)], fill=shade)
    page = page.rotate(tilt, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = np.asarray(Image.blend(page, Image.effect_noise(page.size, grain), 0.08))
    dark = sheet._darkness(grey)
    dark = sheet._darkness(sheet._turned(grey, sheet._tilt(sheet._darker(dark, sheet._FAINT))))
    masks = sheet._ruling(sheet._darker(dark, sheet._FAINT))
    level, upright = (sheet._edges(mask, orientation) for mask, orientation in zip(masks, "hv", strict=True))
    assert all(1370 < edge["width"] < 1390 for edge in level) and len(level) == 6
    assert all(640 < edge["height"] < 660 for edge in upright) and len(upright) == 5


@needs_ocr
@pytest.mark.parametrize("tilt", [0.0, 1.3])
def test_a_drawn_table_is_read_cell_by_cell(tilt: float) -> None:
    """Every cell in its place and every blank blank; a digit may be mistaken (98 was read 86), as sums will tell."""
    truth = {(row, column): text for row, texts in enumerate(TABLE) for column, text in enumerate(texts)}
    found = cells(read(picture(TABLE, tilt=tilt)))
    assert found.keys() == truth.keys()
    assert {place for place, text in found.items() if not text} == {place for place, text in truth.items() if not text}
    assert sum(found[place] == text for place, text in truth.items()) >= len(truth) - 1


@needs_ocr
@pytest.mark.slow
@pytest.mark.usefixtures("recognising")
def test_a_blot_is_no_blank() -> None:
    found = cells(read(picture(TABLE, blot=(0, 2))))
    assert found[0, 2] not in ("", "0") and (not found[0, 2].isdigit() or found[0, 2] == "1")


@pytest.mark.parametrize("begin", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM"])
@needs_ocr
def test_a_broken_picture_is_refused(begin: bytes) -> None:
    with pytest.raises(Refused):
        source_of("a.png", begin + bytes(200))


@needs_ocr
def test_a_picture_of_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Refused, match="过大"):
        source_of("a.png", out.getvalue())


@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_without_the_extra_the_word_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_spec", lambda _: None)
    out = io.BytesIO()
    Image.new("L", (300, 300), 128).save(out, "PDF" if name == "a.pdf" else "PNG")
    with pytest.raises(Refused, match="pip install"):
        source_of(name, out.getvalue())


# --- what sums bear out ---------------------------------------------------------------------------------------------

APPEALS = ("upheld", "corrected", "other", "pending", "total")


def appeals(code: str, *numbers: int | None) -> Row:
    values = tuple(Value("" if n is None else str(n), n) for n in numbers)
    return Row("appeals", code, APPEALS, values, 9)


def numbers(row: Row) -> list[Any]:
    return [value.number for value in row.values]


def test_numbers_whose_sum_holds_are_kept() -> None:
    (row,), findings = borne_out([appeals("reconsideration", 3, None, 1, 0, 4)], "2021")
    assert numbers(row) == [3, None, 1, 0, 4] and findings == ()


def test_numbers_whose_sum_fails_are_quoted_and_not_stored() -> None:
    (row,), (finding,) = borne_out([appeals("reconsideration", 8, None, 1, 0, 4)], "2021")
    assert numbers(row) == [None] * 5
    assert "“8”、“1”、“0”、“4”" in finding.message and "行政复议" in finding.message
    assert (finding.table, finding.row, finding.line) == ("appeals", "reconsideration", 9)


@pytest.mark.parametrize("numbers_of", [(1, 0, 0, 0, 1), (10, 1, 0, 0, 11), (None, 6, None, None, 6)])
def test_a_sum_that_holds_whatever_the_digit_is_proves_nothing(numbers_of: tuple[int | None, ...]) -> None:
    (row,), (finding,) = borne_out([appeals("reconsideration", *numbers_of)], "2021")
    assert {number for number in numbers(row) if number} == set() and finding.check == "cells.recognised"


def test_zeros_are_proven_by_their_number() -> None:
    (row,), findings = borne_out([appeals("reconsideration", 0, 0, 0, 0, 0)], "2021")
    assert numbers(row) == [0] * 5 and findings == ()


def test_numbers_without_a_sum_are_quoted_and_not_stored() -> None:
    row = Row("disclosure_items", "regulations", ("issued", "repealed"), (Value("4", 4), Value("")), 7)
    (read_row,), (finding,) = borne_out([row], "2021")
    assert numbers(read_row) == [None, None]
    assert "规章" in finding.message and "“4”" in finding.message


def test_a_cell_that_cannot_be_read_bears_nothing_out() -> None:
    row = appeals("reconsideration", 3, 1, 0, 0, 4)
    broken = Row(row.table, row.code, row.columns, (Value("？", note="unreadable"), *row.values[1:]), row.line)
    (found,), (finding,) = borne_out([broken], "2021")
    assert numbers(found) == [None] * 5 and finding.check == "cells.recognised"


def indicators(**numbers_of: int) -> list[Row]:
    return [Row("statistics", code, ("value",), (Value(str(n), n),), 9) for code, n in numbers_of.items()]


@pytest.mark.parametrize("form", ["2014", "2019"])
def test_numbers_of_the_statistics_table_are_kept_where_its_sums_hold(form: str) -> None:
    printed = indicators(staff=5, staff_full_time=2, staff_part_time=3, lawsuits=4, complaints=7)
    rows, findings = borne_out(printed, form)
    read = {row.code: row.number("value") for row in rows}
    assert read == {"staff": 5, "staff_full_time": 2, "staff_part_time": 3, "lawsuits": None, "complaints": None}
    assert [finding.row for finding in findings] == ["lawsuits", "complaints"]
    assert "统计表“举报投诉数量”" in findings[1].message


def test_numbers_of_the_statistics_table_whose_sum_fails_are_none() -> None:
    rows, findings = borne_out(indicators(staff=8, staff_full_time=2, staff_part_time=3), "2014")
    assert {row.number("value") for row in rows} == {None} and len(findings) == len(rows)
