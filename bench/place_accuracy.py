"""How surely agencies are placed: every place of several years, written in every way, with every kind of organ.

    python bench/place_accuracy.py                           # a table
    python bench/place_accuracy.py --write docs/places.md    # … into the document

The truth is the region table itself, so this measures the reading of names, not the table. "Undecided" is right for a
name that several places share; "wrong" must be 0 everywhere.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import _paths  # noqa: F401

from ingest.places import names, resolve
from ingest.places.reading import without_people
from ingest.places.table import NATIONAL, Named, above, level, name

FOLDER = Path(__file__).parent.parent / "ingest" / "places"
YEARS = (2008, 2014, 2020, 2024)
# Organs whose names begin like a place's last character, or hold 市, 县, 区 as another word's.
ORGANS = (
    "商务局", "住房和城乡建设局", "市场监督管理局", "城市管理局", "区域合作办公室", "社区建设中心",
    "县域经济发展局", "乡村振兴局", "城镇供水处", "人民政府办公室",
)  # fmt: skip
WAYS: dict[str, Callable[[Named], str | None]] = {
    "省市县 whole": lambda it: "".join([*(name(code) for code in reversed(above(it.code))), it.name]),
    "市县 with its city": lambda it: _parent(it) + it.name,
    "省县 with its province": lambda it: name(above(it.code)[-1]) + it.name,
    "县 alone": lambda it: it.name,
    "不带民族 without its peoples": lambda it: _parent(it) + short if (short := without_people(it.name)) else None,
    "省略市字 郑州二七区": lambda it: re.sub("[市省]$", "", _parent(it)) + it.name,
}


def _in_force(it: Named, year: int) -> bool:
    return (it.first_year or 0) <= year <= (it.last_year or 9999)


def _parent(it: Named) -> str:
    return name(above(it.code)[0])


def counties(year: int) -> Iterator[Named]:
    """The counties of a year, statistical ones only."""
    return (it for it in names() if _in_force(it, year) and level(it.code) == "county" and "Z" not in it.code)


def count(year: int, way: Callable[[Named], str | None], among: Iterable[Named] | None = None) -> Counter[str]:
    """How many counties of a year, or of those ``among`` them, are placed rightly, with every one of the organs."""
    found: Counter[str] = Counter()
    for it in counties(year) if among is None else among:
        written = way(it)
        if written is not None:
            found[_outcome(it, written, year)] += 1
    return found


def _outcome(it: Named, written: str, year: int) -> str:
    """The worst of what becomes of a place with the organs."""
    said = {resolve(written + organ, year).region_code for organ in ORGANS}
    if said - {it.code, None}:
        return "wrong"
    return "undecided" if None in said else "right"


def above_counties(year: int) -> Counter[str]:
    """Prefectures and provinces."""
    found: Counter[str] = Counter()
    for it in names():
        if _in_force(it, year) and level(it.code) in ("prefectural", "provincial") and "Z" not in it.code:
            found[_outcome(it, it.name, year)] += 1
    return found


def zones() -> Counter[str]:
    """Development zones and other places without a statistical code."""
    found: Counter[str] = Counter()
    for it in names():
        if "Z" in it.code and it.code != NATIONAL:
            found[_outcome(it, it.name, it.last_year or 2024)] += 1
    return found


def speed(rounds: int = 3) -> float:
    """µs a name, without what is remembered of names met before."""
    from ingest.places.placing import place_in

    written = [_parent(it) + it.name + ORGANS[n % len(ORGANS)] for n, it in enumerate(counties(2020))]
    resolve(written[0], 2020)
    best = float("inf")
    for _ in range(rounds):
        place_in.cache_clear()
        began = time.process_time()
        for one in written:
            resolve(one, 2020)
        best = min(best, (time.process_time() - began) / len(written) * 1e6)
    return best


def table() -> str:
    """The result as Markdown."""
    lines = [
        "| 年 year | 写法 written | 地名 places | 对 right | 未定 undecided | 错 wrong |",
        "|---|---|---:|---:|---:|---:|",
    ]

    def add(year: str, way: str, found: Counter[str]) -> None:
        cells = [found.total(), found["right"], found["undecided"], found["wrong"]]
        lines.append(f"| {year} | {way} | " + " | ".join(f"{cell:,}" for cell in cells) + " |")

    for year in YEARS:
        for way, written in WAYS.items():
            add(str(year), way, count(year, written))
        add(str(year), "省、市 provinces, prefectures", above_counties(year))
    add("–", "开发区等 zones", zones())
    return "\n".join(lines)


BEGIN, END = "<!-- place_accuracy -->\n", "\n<!-- end -->"


def main() -> None:
    """Print the table, and put it where it belongs if one asks for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="a Markdown file with the marks between which the table stands")
    arguments = parser.parse_args()
    text = table()
    print(text)
    print(f"{speed():.1f} µs a name", file=sys.stderr)
    if arguments.write:
        before, _, rest = arguments.write.read_text("utf-8").partition(BEGIN)
        arguments.write.write_text(before + BEGIN + text + END + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    main()
