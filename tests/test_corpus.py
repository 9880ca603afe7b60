"""A sample of the corpus by other hands is read no worse than when it was last counted.

``tests/corpus`` holds files and texts that this project didn't print, with their truth, one archive for each kind of
file; ``counts.json`` says what came out. Wrong and invented numbers are counted there like right ones: they are known
faults, and may only become fewer. Where reading gets better, ``python bench/make_corpus.py --renew`` counts anew.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from corpus import items, tally

FROZEN = Path(__file__).parent / "corpus"
COUNTS: dict[str, dict[str, int]] = json.loads((FROZEN / "counts.json").read_text("utf-8"))
_MORE_IS_WORSE = (
    "refused",
    "crashed",
    "missed",
    "gone",
    "wrong",
    "invented",
    "silent",
    "unsaid",
    "head_missed",
    "head_wrong",
)
_RENEW = "python bench/make_corpus.py --renew"


def changes(then: dict[str, int], now: dict[str, int]) -> tuple[list[str], list[str]]:
    """What got worse and what got better, in words."""
    worse, better = [], []
    for name in ("right", "head_right", *_MORE_IS_WORSE):
        before, after = then.get(name, 0), now.get(name, 0)
        if before != after:
            is_worse = after > before if name in _MORE_IS_WORSE else after < before
            (worse if is_worse else better).append(f"{name} {before} → {after}")
    return worse, better


@pytest.mark.slow
@pytest.mark.parametrize("part", ["sample", pytest.param("rest", marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", ["html", "word", "excel", "pdf"])
def test_other_peoples_files_are_read_as_well_as_they_were(kind: str, part: str) -> None:
    """The files of every third writer, and those of the others."""
    frozen = list(items.thaw(FROZEN / f"{kind}.tar.xz"))
    sample = set(sorted({item.writer for item in frozen})[::3])
    counted: tally.Tally = {}
    for item in frozen:
        if (item.writer in sample) == (part == "sample"):
            tally.add(counted, item)
    assert counted
    worse, better = [], []
    for name, now in tally.plain(counted).items():
        down, up = changes(COUNTS[name], now)
        worse += [f"{name}: {', '.join(down)}"] if down else []
        better += [f"{name}: {', '.join(up)}"] if up else []
    assert not worse, "worse than counted:\n" + "\n".join(worse)
    assert not better, f"better than counted, renew with {_RENEW}:\n" + "\n".join(better)


def test_the_sample_holds_what_its_counts_name() -> None:
    frozen = {
        f"{item.writer} · {name}"
        for path in FROZEN.glob("*.tar.xz")
        for item in items.thaw(path)
        for name in (*item.texts, *([items.NATIVE] if item.original else []))
    }
    assert frozen == set(COUNTS)
    assert len({name.partition(" · ")[0] for name in frozen}) >= 40  # writers


def test_a_wrong_number_or_a_lost_one_is_worse_and_a_right_one_is_better() -> None:
    then = {"right": 10, "missed": 2}
    assert changes(then, {"right": 10, "missed": 2}) == ([], [])
    assert changes(then, {"right": 10, "missed": 1, "wrong": 1}) == (["wrong 0 → 1"], ["missed 2 → 1"])
    assert changes(then, {"right": 11, "missed": 1})[0] == []
    assert changes(then, {"right": 9, "missed": 3})[1] == []


def test_truth_is_of_both_forms_and_has_zeros_blanks_and_broken_sums() -> None:
    notes: Counter[str] = Counter()
    blank = zero = 0
    for item in items.thaw(FROZEN / "html.tar.xz"):
        notes.update(item.truth["notes"])
        blank += sum(number is None for number in item.truth["cells"].values())
        zero += sum(number == 0 for number in item.truth["cells"].values())
    assert notes["form 2019"] > 2
    assert notes["form 2021"] > 2
    assert min(blank, zero) > 100
    assert notes["cells that break sums: 1"] + notes["cells that break sums: 2"] > 2
