"""How exactly reports are read: invented pages in every layout, with known truth, cell by cell.

    python bench/accuracy.py                          # 2,000 pages, a table per layout
    python bench/accuracy.py --layout L3 --show 5     # the worst pages of one layout, so that one can mend
    python bench/accuracy.py --write docs/accuracy.md

What a cell's truth is, and who decides what a page determines, stands in ``tests/pages/truth.py`` and
``tests/pages/determined.py``.
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import _paths  # noqa: F401
import pages
from _parts import write_part
from pages.scripts import simplified
from truth import source

from ingest.model import STATUTORY, Finding, Refused, Report
from ingest.parse import parse

FRESH = 10_000_000  # the first seed of pages that nothing was tuned on: to be moved on once their faults are mended
HEADS = ("title", "agency", "year", "form", "index_number", "document_date")
# Findings that speak of a whole document's tables; any other finding must name its table.
_OF_TABLES = ("rows", "cells", "tables", "table", "layout", "page", "pages", "form", "values", "report")
_COLUMNS = {
    "pages": "页 pages",
    "refused": "拒收 refused",
    "perfect": "全对 perfect",
    "determined": "能定 determined",
    "right": "对 right",
    "missed": "漏 missed",
    "by_sums": "靠勾稽 by sums",
    "sums_missed": "漏 missed",
    "undetermined": "不能定 undeterm.",
    "kept_right": "读对 right",
    "wrong": "错 wrong",
    "invented": "编造 invented",
    "silent": "漏而不报 silent",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One cell that isn't as the page prints it."""

    what: str  # wrong, invented, missed, sums_missed, silent
    key: pages.Key
    expected: str
    got: str


@dataclass(slots=True)
class Result:
    """What reading one page gave."""

    page: pages.Page
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    refusal: str = ""


def measure(page: pages.Page) -> Result:
    """Read a page and compare it with its truth."""
    result = Result(page, Counter(pages=1))
    try:
        report = parse(source(page.text, f"{page.layout}-{page.seed}.txt"))
    except Refused as refused:
        result.refusal = str(refused)
        report = None
    got = _numbers(report)
    for key in {*page.cells, *got}:
        _compare(result, report, key, page.cells.get(key), got.get(key))
    if report is None:
        result.counts["refused"] = 1
    heads = dict(zip(HEADS, _heads(page, report), strict=True)) if report else dict.fromkeys(HEADS, False)
    result.counts.update({f"head {name}": int(right) for name, right in heads.items()})
    result.counts["perfect"] = int(report is not None and not result.failures and all(heads.values()))
    return result


def _numbers(report: Report | None) -> dict[pages.Key, int | float]:
    """Every number that a reading gives in the tables of which the pages know the truth, by its cell."""
    return {
        pages.Key(row.table, row.code, column): value.number
        for row in (report.rows if report else ())
        for column, value in zip(row.columns, row.values, strict=True)
        if value.number is not None and row.table in STATUTORY
    }


def _compare(
    result: Result, report: Report | None, key: pages.Key, cell: pages.Cell | None, got: int | float | None
) -> None:
    counts = result.counts
    if cell is None or cell.state != "printed":
        if got is not None:
            _fail(result, "invented", key, cell.state if cell else "no such cell", got)
        elif cell is not None and cell.state == "unreadable" and report and not _found(report, key):
            _fail(result, "silent", key, cell.raw, got)
        return
    assert cell.number is not None
    counts[cell.place] += 1
    right = got is not None and abs(got - cell.number) < 1e-9 * max(1, abs(cell.number))
    if right:
        counts[{"determined": "right", "by_sums": "sums_right"}.get(cell.place, "kept_right")] += 1
    elif got is not None:
        _fail(result, "wrong", key, cell.raw, got)
    else:
        if cell.place != "undetermined":
            _fail(result, "missed" if cell.place == "determined" else "sums_missed", key, cell.raw, got)
        if report is not None and not _found(report, key):
            _fail(result, "silent", key, cell.raw, got)


def _fail(result: Result, what: str, key: pages.Key, expected: object, got: object) -> None:
    result.counts[what] += 1
    result.failures.append(Failure(what, key, str(expected), str(got)))


def _found(report: Report, key: pages.Key) -> bool:
    """Does a finding speak of the cell, its row, its table, or of all tables?"""
    return any(_speaks(finding, key) for finding in report.findings)


def _speaks(finding: Finding, key: pages.Key) -> bool:
    if finding.table is None:
        return finding.check.split(".")[0] in _OF_TABLES
    return finding.table == key.table and finding.row in (None, key.row) and finding.column in (None, key.column)


def _heads(page: pages.Page, report: Report) -> Iterator[bool]:
    said = page.said
    yield _same(report.head.title) in {_same(title) for title in said.titles}
    yield _same(report.agency.name) in {_same(agency) for agency in said.agencies}
    yield report.year == said.year
    yield report.form == said.form
    yield _same(report.head.index_number) == _same(said.index_number)
    yield report.head.document_date in said.document_dates


def _same(text: str | None) -> str | None:
    """A text for comparing: width, spaces and script don't matter."""
    return None if text is None else simplified("".join(unicodedata.normalize("NFKC", text).split()))


# --- a run ------------------------------------------------------------------------------------------------------


def run(count: int, layouts: list[str], first: int = 0) -> dict[str, list[Result]]:
    """Pages by turns through the layouts."""
    results: dict[str, list[Result]] = {layout: [] for layout in layouts}
    for number in range(count):
        layout = layouts[number % len(layouts)]
        results[layout].append(measure(pages.make(first + number // len(layouts), layout)))
    return results


def table(results: dict[str, list[Result]], *, each: bool = True) -> str:
    """The counts per layout, or of all together alone, as Markdown."""
    lines = ["| 版式 layout | " + " | ".join(_COLUMNS.values()) + " |", "|---|" + "---:|" * len(_COLUMNS)]
    total: Counter[str] = Counter()
    for layout, of_layout in results.items():
        counts = sum((result.counts for result in of_layout), Counter[str]())
        total += counts
        lines += [_line(layout, counts)] if each else []
    return "\n".join([*lines, _line("合计 all", total)])


def _line(name: str, counts: Counter[str]) -> str:
    return f"| {name} | " + " | ".join(f"{counts[column]:,}" for column in _COLUMNS) + " |"


def heads(results: dict[str, list[Result]]) -> str:
    """The share of right heads, of the pages that weren't refused, as Markdown."""
    every = [result for of_layout in results.values() for result in of_layout if not result.refusal]
    shares = [100 * sum(r.counts[f"head {name}"] for r in every) / max(1, len(every)) for name in HEADS]
    cells = " | ".join(f"{share:.1f} %" for share in shares)
    return "\n".join(["| " + " | ".join(HEADS) + " |", "|" + "---:|" * len(HEADS), f"| {cells} |"])


def show(results: dict[str, list[Result]], most: int) -> None:
    """The worst pages: what to run, what was expected, what came, the lines around."""
    order = ("wrong", "invented", "silent", "missed", "sums_missed")
    every = [result for of_layout in results.values() for result in of_layout]
    for result in sorted(every, key=lambda r: [-r.counts[what] for what in order])[:most]:
        page = result.page
        print(f"\n=== pages.make({page.seed}, {page.layout!r})  {', '.join(page.notes)}  {result.refusal}")
        for failure in sorted(result.failures, key=lambda f: order.index(f.what))[:6]:
            print(f"  {failure.what}: {'.'.join(failure.key)}: printed {failure.expected!r}, read {failure.got}")
        _show_heads(result)
        _show_lines(result)


def _show_heads(result: Result) -> None:
    wrong = [name for name in HEADS if not result.counts[f"head {name}"]]
    if wrong and not result.refusal:
        report = parse(source(result.page.text))
        got: dict[str, Any] = {"agency": report.agency.name, "year": report.year, "form": report.form}
        for name in wrong:
            print(f"  {name}: {got.get(name, getattr(report.head, name, None))!r}, said: {result.page.said}")


def _show_lines(result: Result) -> None:
    """The lines after the label of the worst row."""
    rows = [failure.key.row for failure in result.failures[:1]]
    try:
        report = parse(source(result.page.text))
    except Refused:
        return
    at = next((row.line for row in report.rows if row.code in rows), None)
    lines = result.page.text.split("\n")
    for number in range(max(0, (at or 1) - 3), min(len(lines), (at or 1) + 14)):
        print(f"    {number + 1:4} {lines[number][:110]!r}")


def main() -> None:
    """Run, print, and write the table where one asks for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=2000, help="pages in all")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--fresh", type=int, default=0, help="pages in all of seeds that nothing was tuned on")
    parser.add_argument("--layout", action="append", help="only this layout (may be repeated)")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the N worst pages")
    parser.add_argument("--write", type=Path, help="a Markdown file for the result")
    arguments = parser.parse_args()
    began = time.monotonic()
    results = run(arguments.n, arguments.layout or list(pages.LAYOUTS), arguments.first)
    text = f"{table(results)}\n\n{heads(results)}"
    print(text)
    print(f"{arguments.n} pages in {time.monotonic() - began:.1f} s", file=sys.stderr)
    show(results, arguments.show)
    fresh = run(arguments.fresh, list(pages.LAYOUTS), FRESH)
    if arguments.fresh:
        text += f"\n\n{_FRESH.format(n=arguments.fresh, first=FRESH)}\n\n{table(fresh, each=False)}"
        print(table(fresh, each=False))
        show(fresh, arguments.show)
    if arguments.write:
        write_part(arguments.write, "pages", "bench/accuracy.py", _PART.format(n=arguments.n, table=text))


_FRESH = """## 未见过的页 Pages that nothing was tuned on

The reader was mended until the pages above were read right. Here are {n:,} more, of seeds from {first:,} on, that
nobody looked at before they were counted."""

_PART = """`make accuracy-pages` 生成（{n} 页）：按目录中的每种版式印出虚构的年度报告，逐格比对。
Written by that command: invented reports, printed in every layout of the catalogue, compared cell by cell.

{table}

- 能定 determined: the page alone tells where the number belongs. 靠勾稽 by sums: only the form's own sums tell.
  不能定 undetermined: several placements are left; an empty cell with a finding is the right answer, and a number
  counts as wrong unless it is the true one.
- 错 wrong: a number other than the page prints for that cell. 编造 invented: a number where the page prints none.
- 漏而不报 silent: an empty cell that the page prints, without a finding on its row or table.

The pages are invented; real ones may be damaged in ways that none of them is. What is known to get past the reader is
kept as strict xfails in `tests/cases/reading`, what it leaves empty although a careful reader could tell it in
`tests/test_accuracy.py`. Wrong and invented cells come from damaged pages: a row that lost a cell and gained another, a
header that lost a line. L8 and L9 have no cells to read: their form isn't told any more where all cells are blank
(`tables.unread`), nor is that of the statistics table, which the truth of these pages doesn't know.
"""


if __name__ == "__main__":
    main()
