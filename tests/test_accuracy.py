"""No layout yields a number that its page doesn't print; what a page determines is read, or spoken of.

The smaller run of ``bench/accuracy.py``: some pages a layout. And pages with lines and characters deleted, doubled
and swapped: no traceback, bounded time, no number from nowhere.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from functools import cache

import accuracy
import pages
import pytest
import truth
from fuzzing import TIMES
from pages.scripts import simplified

from ingest.model import Refused
from ingest.parse import parse
from ingest.text import fold

# The pages of each layout that are read always, and those that only `make long` reads too.
PARTS = {"sample": range(8), "rest": range(8, 20)}


def known(why: str, **names: str) -> dict[str, dict[str, str]]:
    """By part, the layouts that are known to fail there."""
    return {part: dict.fromkeys(names.get(part, "").split(), why) for part in PARTS}


# Layouts with cells that only the form's sums tell and that are not read. An entry that no longer fails is an error.
UNREAD = known(
    "glued digits of rows that no sum reaches, or under headers glued to other words, stay NULL",
    sample="L7 L7x",
    rest="L7 L7x Lmix Lnasty",
)


# What these pages determine and is NULL, with a finding:
WRONG = known("")
MISSED = known(
    "cells of rows that lost a blank and kept others, beside a blank total, of labels torn in unlisted places, of"
    " headers in no order",
    sample="L1e L3p L4m L11 Lw Lnasty",
    rest="L0t L1e L2 L2c L3 L3p L4 L4m L5 L5r L6 L11 Lw Lmix Lnasty",
)
NONE = known("")


def layouts(known: dict[str, dict[str, str]]) -> pytest.MarkDecorator:
    """Every layout and part, those known to fail marked so. What asks for the same pages stays in one process."""
    return pytest.mark.parametrize(
        ("layout", "part"),
        [
            pytest.param(
                name,
                part,
                marks=[
                    pytest.mark.xdist_group(f"pages-{name}-{part}"),
                    *([pytest.mark.long] if part == "rest" else []),
                    *([pytest.mark.xfail(strict=True, reason=known[part][name])] if name in known[part] else []),
                ],
            )
            for name in pages.LAYOUTS
            for part in PARTS
        ],
    )


@cache
def read(layout: str, part: str) -> tuple[Counter[str], list[str]]:
    """The counts of a part of a layout's pages, and every failure in words."""
    results = accuracy.run(len(PARTS[part]), [layout], PARTS[part].start)[layout]
    counts = sum((result.counts for result in results), Counter[str]())
    return counts, [
        f"{f.what}: pages.make({r.page.seed}, {layout!r}) {'.'.join(f.key)} printed {f.expected!r} read {f.got}"
        for r in results
        for f in r.failures
    ]


def failures(layout: str, part: str, *kinds: str) -> list[str]:
    return [words for words in read(layout, part)[1] if words.split(":")[0] in kinds][:5]


@layouts(WRONG)
def test_no_number_is_wrong_or_invented(layout: str, part: str) -> None:
    assert failures(layout, part, "wrong", "invented") == []


@layouts(MISSED)
def test_every_cell_that_the_page_determines_is_read(layout: str, part: str) -> None:
    assert failures(layout, part, "missed") == []


@layouts(UNREAD)
def test_every_cell_that_the_sums_alone_tell_is_read(layout: str, part: str) -> None:
    assert failures(layout, part, "sums_missed") == []


@layouts(NONE)
def test_no_cell_is_missed_in_silence(layout: str, part: str) -> None:
    assert failures(layout, part, "silent") == []


def test_pages_are_the_same_in_every_run() -> None:
    texts = [pages.make(seed, layout).text for layout in pages.LAYOUTS for seed in (0, 1)]
    assert texts == [pages.make(seed, layout).text for layout in pages.LAYOUTS for seed in (0, 1)]


@pytest.mark.parametrize("layout", pages.LAYOUTS)
def test_printed_cells_stand_on_the_page(layout: str) -> None:
    for seed in range(5):
        page = pages.make(seed, layout)
        text = fold(simplified(page.text))
        for key, cell in page.cells.items():
            assert cell.state != "printed" or fold(cell.raw) in text, (seed, key)


# --- mutations --------------------------------------------------------------------------------------------------


def mutated(rng: random.Random, text: str) -> str:
    """A page with some lines and characters deleted, doubled, swapped, cut or joined."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 12)):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        what = rng.choice(("delete", "double", "swap", "cut", "join", "delete character", "double character"))
        middle = rng.randint(0, len(lines[at]))
        if what == "delete" and len(lines) > 2:
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif what == "cut":
            lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]
        elif what == "join":
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        elif what == "delete character":
            lines[at] = lines[at][:middle] + lines[at][middle + 1 :]
        else:
            lines[at] = lines[at][:middle] + lines[at][middle : middle + 1] + lines[at][middle:]
    return "\n".join(lines)


@pytest.mark.fuzz
@layouts(NONE)
def test_a_mutated_page_invents_no_number(layout: str, part: str) -> None:
    rng = random.Random(f"{layout} {part}")
    for seed in range(len(PARTS[part]) // 4 * TIMES):
        text = mutated(rng, pages.make(seed, layout).text)
        began = time.process_time()
        try:
            report = parse(truth.source(text))
        except Refused:
            continue
        assert time.process_time() - began < 5  # a bound against blow-ups, no benchmark
        folded = fold(text).replace(",", "")
        for row in report.rows:
            for value in row.values:
                if value.number is not None:
                    assert all(digits in folded for digits in re.findall(r"[\d.]+", fold(value.raw))), (seed, row)
