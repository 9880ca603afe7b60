"""What of a PDF's page is seen: files written by hand, an instruction a line, so that one thing differs at a time."""

from __future__ import annotations

import pytest

from ingest.containers.pdfs.opening import pages
from ingest.containers.pdfs.sight import is_picture
from ingest.containers.pdfs.strokes import Strokes
from ingest.containers.pdfs.words import chars_of

SCAN = "q 200 0 0 200 0 0 cm /Im0 Do Q"
SEAL = "q 40 0 0 40 0 0 cm /Im0 Do Q"
TEXT = "BT /F0 12 Tf {} Tr 40 100 Td ({}) Tj ET"


def paper(*drawn: str, turned: int = 0) -> bytes:
    """A page of 200 points' width and height on which this is drawn."""
    content = "\n".join(drawn).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Rotate %d/Contents 4 0 R/Resources<</Font<</F0 5 0 R>>"
        b"/XObject<</Im0 6 0 R>>>>>>" % turned,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nA\n"
        b"endstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(places) + 1, table, len(places) + 1, len(out))


def read(content: bytes) -> str:
    (page,) = pages(content, 1)
    return "".join(char.text for char in sorted(chars_of(page, Strokes()), key=lambda char: char.left))


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        ((TEXT.format(0, "17"),), "17"),
        ((TEXT.format(3, "17"),), "17"),  # outlines are drawn for it, it may be
        ((SCAN, TEXT.format(3, "17")), ""),  # what a scanner recognised
        ((SCAN, TEXT.format(7, "17"), TEXT.format(0, "8")), "8"),
        ((SCAN, TEXT.format(0, "17")), "17"),
        ((SEAL, TEXT.format(3, "17")), "17"),
        (("1 g", TEXT.format(0, "17")), ""),
        (("1 1 1 rg", TEXT.format(0, "17"), "0 g", TEXT.format(0, "8")), "8"),
        (("0 0 0 0 k", TEXT.format(0, "17")), ""),
        (("1 0 0 rg", TEXT.format(0, "17")), "17"),
        ((".2 .2 .5 rg 20 80 100 60 re f 1 g", TEXT.format(0, "17")), "17"),
        (("1 g 20 80 100 60 re f", TEXT.format(0, "17")), ""),
        ((SCAN, "1 g", TEXT.format(0, "17")), "17"),
    ],
)
def test_what_nobody_sees_is_no_text(drawn: tuple[str, ...], seen: str) -> None:
    assert read(paper(*drawn)) == seen


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "0 1 -1 0 200 0", "-1 0 0 -1 200 200", "0 -1 1 0 0 200"])
def test_a_page_turned_aside_is_read_upright(matrix: str, turned: int) -> None:
    assert read(paper(f"{matrix} cm", TEXT.format(0, "1234"), turned=turned)) == "1234"


def test_a_scan_covers_its_page_and_a_seal_does_not() -> None:
    told = [is_picture(next(pages(paper(one, TEXT.format(0, "1")), 1))) for one in (SCAN, SEAL)]
    assert told == [True, False]
