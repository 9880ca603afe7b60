"""How well heads are read: invented pages with their truth, and papers that are no reports.

    python bench/head_accuracy.py --n 3000                   # the table
    python bench/head_accuracy.py --n 600 --show 30          # … and what came out otherwise, with the line to look at
    python bench/head_accuracy.py --n 600 --show 30 --only contact     # … of one field
    python bench/head_accuracy.py --first 13000000 --write docs/accuracy.md   # the table into its part of that page

wrong: another value than the page prints. invented: a value where the page prints none. found: the share of what is
printed. A seed that was looked at is no evidence any more: ``FRESH`` is where unseen ones begin.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import _paths  # noqa: F401
from _parts import write_part
from heads.make import FIELDS, Page, make
from heads.others import other

from ingest.model import Refused, Report, Source
from ingest.parse import parse
from ingest.text import simplified

FRESH = 13_000_000
_COUNTS = ("pages", "refused", "others", "accepted", "agency", "year", "place", "no place")
_DASHES = re.compile("[-‐‑‒–—―─－−]+")


@dataclass(slots=True)
class Result:
    """The counts of a run, and each fault: (what, page's seed, expected, got, how the page is printed)."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, int, object, object, list[str]]] = field(default_factory=list)

    def fault(self, what: str, page: Page, expected: object, got: object) -> None:
        """One thing that came out otherwise."""
        self.counts[what] += 1
        self.faults.append((what, page.seed, expected, got, page.kinds))


def read(text: str) -> Report:
    """A text as a file would be read."""
    content = text.encode()
    return parse(Source("page.txt", content, hashlib.sha256(content).hexdigest(), "text/plain", "utf-8", text))


def run(count: int, first: int = 0) -> Result:
    """Read the pages of some seeds, and half as many papers that are no reports."""
    result = Result()
    for seed in range(first, first + count):
        judge(result, make(seed))
    for seed in range(first, first + count // 2):
        result.counts["others"] += 1
        text = other(seed)
        try:
            report = read(text)
        except Refused:
            continue
        result.counts["accepted"] += 1
        result.faults.append(("accepted", seed, text.split("\n")[0], report.agency.name, ["other"]))
    return result


def judge(result: Result, page: Page) -> None:
    """Read a page and count what comes out otherwise."""
    result.counts["pages"] += 1
    try:
        report = read(page.text)
    except Refused as refused:
        result.fault("refused", page, sorted(page.agencies)[0], str(refused))
        return
    names = {_plain(name) for name in page.agencies}
    if _plain(report.agency.name) not in names and _plain(report.agency.printed) not in names:
        result.fault("agency", page, sorted(page.agencies)[0], report.agency.name)
    if report.year != page.year:
        result.fault("year", page, page.year, report.year)
    if report.agency.region_code not in page.codes | {None}:
        result.fault("place", page, sorted(map(str, page.codes)), report.agency.region_code)
    elif report.agency.region_code not in page.codes:
        result.fault("no place", page, sorted(map(str, page.codes)), None)
    kinds = [section.kind for section in report.sections if section.heading]
    if kinds != page.sections:
        result.fault("sections", page, page.sections, kinds)
    for name in FIELDS:
        _field(result, page, name, getattr(report.head, name))


def _field(result: Result, page: Page, name: str, got: object) -> None:
    expected = page.fields[name]
    result.counts[f"{name} printed"] += expected is not None
    if expected is None:
        if got is not None:
            result.fault(f"{name} invented", page, None, got)
    elif got is None:
        result.fault(f"{name} missed", page, expected, None)
    elif _plain(str(got)) != _plain(expected):
        result.fault(f"{name} wrong", page, expected, got)


def _plain(text: str) -> str:
    """Widths, spaces, the script and the kind of dash don't count."""
    return _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", simplified(text)).split()))


def table(result: Result) -> str:
    """The counts as Markdown."""
    counts = result.counts
    read_ = max(1, counts["pages"] - counts["refused"])
    lines = [
        "| 题头 heads | 拒收 wrongly refused | 非年报 no reports | 误收 wrongly accepted | 机关错 wrong agency "
        "| 年度错 wrong year | 地区错 wrong place | 地区缺 place not told | 栏目序列对 sections right |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        "".join(f"| {counts[name]:,} " for name in _COUNTS) + f"| {100 * (read_ - counts['sections']) / read_:.1f} % |",
        "",
        "| 字段 field | 印出 printed | 读出 found | 错 wrong | 编造 invented |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in FIELDS:
        printed = counts[f"{name} printed"]
        found = printed - counts[f"{name} missed"]
        lines.append(
            f"| {name} | {printed:,} | {100 * found / max(1, printed):.1f} % "
            f"| {counts[f'{name} wrong']:,} | {counts[f'{name} invented']:,} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=3000, help="pages")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N faults")
    parser.add_argument("--only", default="", help="faults whose name holds this")
    parser.add_argument("--write", type=Path, help="the page of docs/ that has a part for it")
    parser.add_argument("--page", type=int, help="print the page of a seed and end")
    arguments = parser.parse_args()
    if arguments.page is not None:
        page = make(arguments.page)
        print(page.text, page.fields, page.agencies, page.codes, page.sections, sep="\n")
        return
    began = time.monotonic()
    result = run(arguments.n, arguments.first)
    print(table(result))
    if arguments.write:
        words = _PART.format(n=arguments.n, first=arguments.first, table=table(result))
        write_part(arguments.write, "heads", "bench/head_accuracy.py", words)
    print(f"{arguments.n} heads in {time.monotonic() - began:.1f} s", file=sys.stderr)
    for what, seed, expected, got, kinds in [f for f in result.faults if arguments.only in f[0]][: arguments.show]:
        print(f"{what}: seed {seed}: {expected!r}, got {got!r}; {'; '.join(kinds)}")


_PART = """## 题头 Heads: whose report, of which year, from where

Invented pages again, of this project (`bench/heads`): {n:,} heads, of seeds from {first:,} on, that nobody looked at
before they were counted. They walk through every county, prefecture and province of the region table and print titles,
banners, header fields, preambles, statistics periods, contact clauses, signatures and headings in the ways that pages
have; half as many papers are no reports. Three in ten are organs beside the departments (zones, customs, tax, branches,
the state's line and the country's organs, 兵团, 苏木), one page in seventeen is in traditional characters.

{table}

- 拒收 wrongly refused, 误收 wrongly accepted: a report that was not taken, a paper that is none and was. 地区缺 place
  not told: left open though the page names it beyond doubt.
- 错 wrong: another value than the page prints. 编造 invented: a value where it prints none."""


if __name__ == "__main__":
    main()
