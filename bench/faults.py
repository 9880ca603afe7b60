"""How well the checks see: invented pages without a fault, with one cell changed, with one sentence that is wrong.

    python bench/faults.py                                  # 1,000 pages of each kind, by layout
    python bench/faults.py --write docs/checks-accuracy.md

Whether any sum can see a changed cell is decided here, by the printed cells alone and apart from ``ingest.checks``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import _paths  # noqa: F401
import pages
from pages import said
from pages.numbers import Numbers
from truth import source

from ingest.checks import checks
from ingest.forms import Form, forms
from ingest.model import Finding, Refused, Report
from ingest.parse import parse

LAYOUTS = [name for name in pages.LAYOUTS if name not in ("L7x", "L8", "L9", "L9d", "L10")]  # those that print cells
SUMS = ("applications.balance", "applications.closed", "applications.row_total", "appeals.total")
_PLACES = ("rows.short", "rows.long", "rows.cut", "rows.repeated", "tables.unread", "rows.missing", "cells.unplaced")


def read(page: pages.Page) -> Report | None:
    """The reading of a page, or None where it is refused."""
    try:
        return parse(source(page.text, f"{page.layout}-{page.seed}.txt"))
    except Refused:
        return None


# --- pages in order -------------------------------------------------------------------------------------------------


class Alarm(NamedTuple):
    """A finding that should not be."""

    seed: int
    layout: str
    message: str


def alarms(seed: int, layout: str) -> tuple[int, int, list[Alarm]]:
    """(pages, sentences, false alarms) of a page in order, with sentences that agree with it or say nothing of it."""
    sentences: list[said.Said] = []

    def alter(made: Numbers, year: int) -> list[str]:
        rng = random.Random(f"{seed} {layout} said")
        sentences.extend(said.agreeing(rng, made.cells, year) + said.beside(rng, year))
        sentences.extend(said.no_dispute(rng, made.cells, year))
        rng.shuffle(sentences)
        return [sentence.text for sentence in sentences]

    page = pages.make_altered(seed, layout, alter)
    report = read(page) if page else None
    if page is None or report is None:
        return 0, 0, []
    return 1, len(sentences), [Alarm(seed, layout, f.message) for f in report.findings if _is_false(f, page)]


def _is_false(finding: Finding, page: pages.Page) -> bool:
    """An error, or anything said of the prose; but a cell that the page prints unreadably is rightly told."""
    if finding.check == "cells.unreadable" and finding.table and finding.row and finding.column:
        cell = page.cells.get(pages.Key(finding.table, finding.row, finding.column))
        return cell is None or cell.state != "unreadable"
    return checks()[finding.check].severity == "error" or finding.check.startswith("prose.")


# --- one cell changed -----------------------------------------------------------------------------------------------


def changed(rng: random.Random, number: int) -> int:
    """Another number, as a slip of the hand gives it."""
    text = str(number)
    slips = [number + 1, number + rng.randint(2, 30), number * 10, int(text[::-1])]
    slips += [number - 1] if number else []
    slips += [int(text[:-1])] if len(text) > 1 else []
    return rng.choice([slip for slip in slips if slip != number] or [number + 1])


def _sums(form: Form, key: pages.Key, *, six: bool = False) -> Iterator[tuple[list[pages.Key], list[pages.Key]]]:
    """The sums in which a cell stands, as keys."""
    for total in form.sums:
        if total.table != key.table:
            continue
        sides = []
        for codes in (total.left, total.right):
            if total.over == "columns":
                sides.append([pages.Key(key.table, key.row, code) for code in codes])
            else:
                sides.append([pages.Key(key.table, code, key.column) for code in codes])
        if six:
            sides = [_merged(side, form.children("other_handling")) for side in sides]
        if key in sides[0] or key in sides[1]:
            yield sides[0], sides[1]


def impossible(left: list[int | None], right: list[int | None]) -> bool:
    """Is there no way to fill the blanks with counts so that both sides are equal?"""
    low, high = ([n for n in side if n is not None] for side in (left, right))
    at_least = (sum(low), sum(high))
    open_ended = (None in left, None in right)
    if open_ended == (False, False):
        return at_least[0] != at_least[1]
    if open_ended == (True, True):
        return False
    return at_least[0] > at_least[1] if open_ended[0] else at_least[1] > at_least[0]


def failing(
    form: Form, cells: Mapping[pages.Key, pages.Cell], key: pages.Key, *, six: bool
) -> list[tuple[list[pages.Key], list[pages.Key]]]:
    """The sums with this cell that the printed cells decide to fail. ``six``: （六） is printed as one row."""

    def number(at: pages.Key) -> int | None:
        cell = cells.get(at)
        return int(cell.number) if cell and cell.state == "printed" and cell.number is not None else None

    sums = _sums(form, key, six=six)
    return [(left, right) for left, right in sums if impossible([*map(number, left)], [*map(number, right)])]


def _merged(side: list[pages.Key], inner: tuple[str, ...]) -> list[pages.Key]:
    kept = [at for at in side if at.row not in inner]
    return [*kept, side[0]._replace(row="other_handling")] if len(kept) < len(side) else side


class Outcome(NamedTuple):
    """What became of one changed cell."""

    what: str  # hidden: no sum can see it; sums: an error points there; reading: the row has no certain places; missed
    hinted: bool
    note: str = ""


def fault(seed: int, layout: str) -> Outcome | None:
    """Change one cell of a page in order and read it."""
    rng = random.Random(f"{seed} {layout} fault")
    planted: list[pages.Key] = []
    made_cells: dict[pages.Key, pages.Cell] = {}

    def alter(made: Numbers, year: int) -> list[str]:
        keys = [
            key
            for key, cell in made.cells.items()
            if key.table != "disclosure_items" and cell.state == "printed" and isinstance(cell.number, int)
        ]
        if keys:
            key = rng.choice(keys)
            number = changed(rng, int(made.cells[key].number or 0))
            made.cells[key] = pages.Cell(str(number), number, "printed")
            planted.append(key)
            made_cells.update(made.cells)
        return []

    page = pages.make_altered(seed, layout, alter)
    report = read(page) if page and planted else None
    if page is None or report is None:
        return None
    key, form = planted[0], forms()[page.said.form or "2021"]
    six = "（六） in one row" in page.notes
    wrong = failing(form, made_cells, key, six=six)
    if not wrong:
        return Outcome("hidden", False)
    hinted = any(f.check == "sums.hint" and (f.row, f.column) == (key.row, key.column) for f in report.findings)
    if any(f.check in SUMS and points(f, key) for f in report.findings):
        return Outcome("sums", hinted)
    if _lacks_a_part(report, made_cells, wrong):
        return Outcome("reading", hinted)
    return Outcome("missed", hinted, f"{layout} {seed} {'.'.join(key)}")


def points(finding: Finding, key: pages.Key) -> bool:
    """Does a finding point at the row or the column of a cell?"""
    return finding.table == key.table and (finding.row == key.row or finding.column == key.column)


def _lacks_a_part(
    report: Report, cells: Mapping[pages.Key, pages.Cell], sums: Iterable[tuple[list[pages.Key], list[pages.Key]]]
) -> bool:
    """Has each of some sums a printed cell that could not be read, and is that told of its row or table?"""
    told = {(f.table, f.row) for f in report.findings if f.check in _PLACES}

    def lacking(at: pages.Key) -> bool:
        cell, row = cells.get(at), report.row(at.table, at.row)  # type: ignore[arg-type]
        unread = cell is not None and cell.state == "printed" and (row is None or row.number(at.column) is None)
        return unread and bool({(at.table, at.row), (at.table, None), (None, None)} & told)

    return all(any(lacking(at) for at in (*left, *right)) for left, right in sums)


# --- one sentence that is wrong -------------------------------------------------------------------------------------


def contradiction(seed: int, layout: str) -> tuple[str, bool] | None:
    """(what is said wrongly, is it told) of a page in order whose prose says one total wrongly."""
    spoken: list[said.Said] = []

    def alter(made: Numbers, year: int) -> list[str]:
        rng = random.Random(f"{seed} {layout} contradicted")
        wrong = said.contradicting(rng, made.cells, year)
        spoken.extend([wrong] if wrong else [])
        return [sentence.text for sentence in spoken]

    page = pages.make_altered(seed, layout, alter)
    report = read(page) if page and spoken else None
    if report is None or report.head.scope == "aggregate":
        return None  # a government's sentence would have to say 全市
    wanted = str(spoken[0].number)
    return spoken[0].what, any(f.check.startswith("prose.") and f.stated == wanted for f in report.findings)


# --- all together ---------------------------------------------------------------------------------------------------


class Totals(NamedTuple):
    """The sums of a run."""

    clean: Counter[str]
    alarms: list[Alarm]
    faults: dict[str, Counter[str]]  # by layout
    missed: list[str]
    said: Counter[str]
    told: Counter[str]


def run(count: int, layouts: list[str] | None = None, first: int = 0) -> Totals:
    """So many pages of each kind, the layouts by turns."""
    names = layouts or LAYOUTS
    found = Totals(Counter(), [], {name: Counter() for name in names}, [], Counter(), Counter())
    for seed in range(first, first + count):
        layout = names[seed % len(names)]
        number, sentences, false = alarms(seed, layout)
        found.clean.update(pages=number, sentences=sentences)
        found.alarms.extend(false)
        outcome = fault(seed, layout)
        if outcome:
            found.faults[layout].update([outcome.what, *(["hinted"] if outcome.hinted else [])])
            found.missed.extend([outcome.note] if outcome.note else [])
        wrong = contradiction(seed, layout)
        if wrong:
            found.said[wrong[0]] += 1
            found.told[wrong[0]] += wrong[1]
    return found


def seen(counts: Counter[str]) -> float:
    """The share of the faults that some sum can see and that are told at the right place."""
    able = counts["sums"] + counts["reading"] + counts["missed"]
    return (counts["sums"] + counts["reading"]) / able if able else 1.0


def as_text(found: Totals) -> str:
    """The tables of docs/checks-accuracy.md."""
    head = [
        "版式 layout",
        "改动 changed",
        "可见 visible",
        "勾稽报出 by sums",
        "读取报出 by reading",
        "漏 missed",
        "提示准确 hinted",
    ]
    rows = [head, ["---", *["---:"] * (len(head) - 1)]]
    everything: Counter[str] = sum(found.faults.values(), Counter())
    for name, counts in (*found.faults.items(), ("合计 all", everything)):
        able = counts["sums"] + counts["reading"] + counts["missed"]
        numbers = (able + counts["hidden"], able, counts["sums"], counts["reading"], counts["missed"], counts["hinted"])
        rows.append([name, *map(str, numbers)])
    prose = [["正文所述 said", "错句 wrong", "报出 told"], ["---", "---:", "---:"]]
    prose += [[what, str(n), str(found.told[what])] for what, n in sorted(found.said.items())]
    prose.append(["合计 all", str(found.said.total()), str(found.told.total())])
    tables = ["\n".join("| " + " | ".join(row) + " |" for row in table) for table in (rows, prose)]
    clean = f"{found.clean['pages']} 份、{found.clean['sentences']} 句，误报 {len(found.alarms)} 处"
    share = f"报出率 seen：{seen(everything):.2%}"
    return "\n\n".join((f"无误的报告 in order：{clean}（false alarms）。", tables[0], share, tables[1]))


_INTRODUCTION = """# 校验的准确度 How well the checks see

`make accuracy` 生成（每类 {n} 份，虚构）。Written by that command, from invented pages of layouts that print cells.

{text}

- 无误的报告 in order：各项勾稽成立，正文写有与表格一致的句子和与表格无关的句子；任何“误”和任何针对正文的发现都算误报。
- 改动 changed：一个数字改成另一个（多一、漏位、颠倒……）。可见 visible：仅凭所印的格，某一勾稽关系已不可能成立。
- 勾稽报出 by sums：勾稽校验指到该行或该栏。读取报出 by reading：版式丢失位置，该行或同一关系的另一行未录入，并已说明。
- 提示准确 hinted：“若…为…则全部相符”恰好指到被改的格。
- 错句 wrong：正文把一个所印的总计说成另一个数（或说没有）；报出 told：有发现引出这个数。
"""


def main() -> None:
    """Run, print, and write the page where one asks for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="pages of each kind")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--layout", action="append", help="only this layout (may be repeated)")
    parser.add_argument("--write", type=Path, help="a Markdown file for the result")
    arguments = parser.parse_args()
    found = run(arguments.n, arguments.layout, arguments.first)
    print(as_text(found))
    for line in (*found.missed[:10], *found.alarms[:20]):
        print(line, file=sys.stderr)
    if arguments.write:
        arguments.write.write_text(_INTRODUCTION.format(n=arguments.n, text=as_text(found)), "utf-8")


if __name__ == "__main__":
    main()
