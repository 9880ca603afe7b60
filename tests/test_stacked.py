"""Headers of table 3 whose words are broken over lines side by side: read as their columns stand, or not at all."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from parts import in_parts

from ingest.containers import source_of
from ingest.forms import latest
from ingest.parse import parse

Cell = tuple[str, str]


def _broken(text: str, width: int, top: float, bottom: float, align: float) -> list[tuple[float, str]]:
    """A word's pieces with their heights, in a cell of that many characters a line."""
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    first = top + (bottom - top - len(pieces)) * align
    return [(first + at, piece) for at, piece in enumerate(pieces)]


def _printed(chance: random.Random, channels: Sequence[str], results: Sequence[str]) -> str:
    """The header's lines, from above and from the left, as words of about one height stand on one line."""
    names = {channel.code: channel for channel in latest().channels}
    labels = {result.code: result.label for result in latest().results}
    narrow, wide = chance.choice([1, 2, 2, 3]), chance.choice([4, 8, 8])
    align = chance.choice([0.0, 0.5, 0.5, 1.0])
    height = 2 + -(-4 // narrow)
    placed: list[tuple[float, float, str]] = []

    def add(text: str, width: int, middle: float, top: float, bottom: float) -> None:
        placed.extend((y, middle, piece) for y, piece in _broken(text, width, top, bottom, align))

    under = 1 + -(-8 // wide)
    for at, code in enumerate(channels):
        middle = 5 * at + 2
        top = float(under)
        if names[code].group:
            add(names[code].label, wide, middle, 1, under)
        else:
            add(names[code].label, 8, middle, 0, 1)
            top = 1
        for column, result in enumerate(results):
            add(labels[result], narrow, 5 * at + column, top, max(height, top + -(-4 // narrow)))
    grouped = [at for at, code in enumerate(channels) if names[code].group]
    add("行政诉讼", 8, sum(5 * at + 2 for at in grouped) / len(grouped), 0, 1)
    lines: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for y, x, piece in placed:
        lines[round(y * 2)].append((x, piece))
    return "\n".join(" ".join(piece for _, piece in sorted(lines[y])) for y in sorted(lines))


def _values(chance: random.Random, channels: Sequence[str], results: Sequence[str]) -> dict[Cell, int]:
    cells: dict[Cell, int] = {}
    for channel in channels:
        parts = {
            result: chance.choice([0, 0, 0, 1, 2, chance.randint(1, 30)]) for result in results if result != "total"
        }
        total = sum(parts.values()) + (chance.random() < 0.1) * chance.randint(1, 9)
        cells |= {(channel, result): parts.get(result, total) for result in results}
    return cells


def _read(text: str) -> dict[Cell, float]:
    report = parse(source_of("a.txt", text.encode()))
    return {
        (row.code, column): value.number
        for row in report.rows
        if row.table == "appeals"
        for column, value in zip(row.columns, row.values, strict=True)
        if value.number is not None
    }


def _page(seed: int) -> tuple[str, dict[Cell, int]]:
    chance = random.Random(seed)
    channels = ["reconsideration", "direct_litigation", "litigation_after_reconsideration"]
    results = [result.code for result in latest().results]
    if seed % 2:
        grouped = channels[1:]
        chance.shuffle(grouped)
        channels = [channels[0], *grouped] if chance.random() < 0.5 else [*grouped, channels[0]]
        chance.shuffle(results)
    cells = _values(chance, channels, results)
    header = _printed(chance, channels, results)
    row = " ".join(str(cells[channel, result]) for channel in channels for result in results)
    return (
        f"甲市乙局2022年政府信息公开工作年度报告\n一、总体情况\n全年公开8条。\n四、政府信息公开行政复议、行政诉讼情况\n{header}\n{row}\n"
        "五、存在的主要问题及改进情况\n无。\n",
        cells,
    )


@in_parts
def test_no_number_stands_under_another_column(part: str) -> None:
    read = 0
    for seed in range(16) if part == "sample" else range(16, 700):
        text, cells = _page(seed)
        found = _read(text)
        assert found.items() <= cells.items(), (seed, text)
        read += found.keys() == cells.keys()
    assert read >= (12 if part == "sample" else 550), read
