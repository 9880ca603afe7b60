"""How exactly the statistics tables of 2014–2018 are read: invented ones, printed in many ways, in every kind of file.

    python bench/old_forms.py --n 400                        # the table
    python bench/old_forms.py --n 200 --show 20 --only glued # … and what came out otherwise
    python bench/old_forms.py --first 3000000 --write docs/accuracy.md

wrong: another number than printed. invented: a number where none is printed. told: NULL with a finding on the
indicator or on the table; missed: NULL without one. open: the page doesn't determine which digits are the number, as
where nothing parts several columns, or a number from a name that is on no list.
A seed that was looked at is no evidence: ``FRESH`` is where unseen ones begin.
"""

from __future__ import annotations

import argparse
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import _paths  # noqa: F401
from _parts import write_part
from corpus import browser

from ingest.containers import source_of
from ingest.forms.statistics import Indicator, statistics_forms
from ingest.model import Refused, Report
from ingest.parse import parse

FRESH = 3_000_000
FORM = statistics_forms()["2014"]
BLANKS = ("", "/", "—", "——", "无", "-")
INSERTED = (  # the last is on no list: behind digits, nobody knows where its name begins
    "主动公开行政执法信息",
    "电子邮件申请数",
    "网站专栏页面访问量",
    "本级特色栏目更新数",
)
Row = list[str]


class Made:
    """An invented table: header, rows as printed, and the number of each indicator (None: none is printed)."""

    def __init__(self, seed: int) -> None:
        self.seed, self.random = seed, random.Random(seed)
        self.year = self.random.randint(2014, 2018)
        self.serial = self.random.random() < 0.3
        self.unit = self.random.random() < 0.85
        self.columns = self.random.choice((1, 1, 1, 2, 3))
        self.numbers = self.random.choice((*["form"] * 6, "none", "none", "running", "running、"))
        self.unit_behind = self.random.random() < 0.2
        self.yuan = self.random.random() < 0.15
        self.truth: dict[str, float | None] = {}
        self.before_unlisted: set[str] = set()  # indicators whose numbers stand right before a name on no list
        self.header = self._header()
        self.rows = self._rows()

    def _header(self) -> Row:
        one = self.random.choice(("统计数", "数量", "数据统计数", "统 计 数"))
        values = {
            1: [one],
            2: self.random.choice((["本年", "上年"], ["上年", "本年"], [f"{self.year - 1}年", f"{self.year}年"])),
            3: ["本级", "所属单位", "合计"],
        }[self.columns]
        if self.columns == 3:
            values = [f"{word}统计数" if word != "合计" else word for word in values]
        name = self.random.choice(("统计指标", "统 计 指 标", "指标名称"))
        unit = [self.random.choice(("单位", "计量单位"))] * self.unit
        self.values = values
        return [*["序号"] * self.serial, name, *self._in_order(unit, values)]

    def _in_order(self, unit: Row, values: Row) -> Row:
        return [*values, *unit] if self.unit_behind else [*unit, *values]

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        blank, drop = self.random.choice(BLANKS), self.random.random() < 0.3
        for indicator in FORM.rows:
            if drop and indicator.code and self.random.random() < 0.1 and indicator.code not in FORM.blocks.values():
                continue
            rows.append(self._row(indicator, blank))
            if self.random.random() < 0.03:
                label = self.random.choice(INSERTED)
                self.before_unlisted |= {indicator.code or ""} if label == INSERTED[-1] else set()
                rows.append(self._printed(label, "条", [str(self.random.randint(1, 99))] * self.columns))
        for at, row in enumerate(rows, start=1):
            row[0] = f"{at}{'、' if '、' in self.numbers else '.'}{row[0]}" if "running" in self.numbers else row[0]
            row[:0] = [str(at)] * self.serial
        return rows

    def _row(self, indicator: Indicator, blank: str) -> Row:
        label = self.random.choice(indicator.printed) if self.random.random() < 0.3 else indicator.label
        label = indicator.number + label if self.numbers == "form" else label
        if indicator.code is None:
            return self._printed(label, "——", ["——"] * self.columns)
        values, number = self._values(indicator, blank)
        self.truth[indicator.code] = number
        unit = indicator.unit or ""
        return self._printed(label, "元" if indicator.money and self._in_yuan else unit, values)

    @property
    def _in_yuan(self) -> bool:
        return self.yuan and self.unit

    def _values(self, indicator: Indicator, blank: str) -> tuple[list[str], float | None]:
        own = next(at for at, word in enumerate(self.values) if self._is_own(word))
        numbers = [self.random.choice((0, 0, 1, 7, 23, 118, 1046)) for _ in range(self.columns)]
        texts = [str(number) for number in numbers]
        number: float | None = numbers[own]
        if indicator.money and self._in_yuan:
            texts[own], number = f"{numbers[own] or ''}500", numbers[own] / 10 + 0.05
        elif indicator.money:
            texts[own], number = f"{numbers[own]}.5", numbers[own] + 0.5
        elif numbers[own] > 999 and self.random.random() < 0.5:
            texts[own] = f"{numbers[own]:,}"
        if self.random.random() < 0.12:
            texts[own], number = blank, None
        return texts, number

    def _is_own(self, word: str) -> bool:
        return self.columns == 1 or word in ("本年", "合计", f"{self.year}年")

    def _printed(self, label: str, unit: str, values: list[str]) -> Row:
        return [label, *self._in_order([unit] * self.unit, values)]

    @property
    def above(self) -> list[str]:
        """The page above its table."""
        return [
            f"常德市武陵区示例局{self.year}年政府信息公开工作年度报告",
            f"本报告所列数据的统计期限自{self.year}年1月1日起至{self.year}年12月31日止。",
            "一、概述",
            "本年度按照条例的要求推进政府信息公开工作。",
            f"政府信息公开情况统计表（{self.year}年度）",
        ]

    @property
    def lines(self) -> list[Row]:
        """Header and rows."""
        return [self.header, *self.rows]


def _text(cut: Callable[[Made], list[str]]) -> Callable[[Made], tuple[str, bytes]]:
    return lambda made: (
        "page.txt",
        "\n".join([*made.above, *cut(made), "单位负责人：张某 填报日期：2019年1月3日"]).encode(),
    )


def _html(made: Made) -> tuple[str, bytes]:
    above = "".join(f"<p>{line}</p>" for line in made.above)
    cells = [[f"<td>{cell or '&nbsp;'}</td>" for cell in row] for row in made.lines]
    rows = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return "page.html", f"<html><meta charset=utf-8><body>{above}<table>{rows}</table></body></html>".encode()


def _ruled(made: Made) -> bytes:
    """The web page with the lines of its table drawn."""
    style = b"<style>table{border-collapse:collapse}td{border:1px solid}</style><body>"
    return _html(made)[1].replace(b"<body>", style)


def _docx(made: Made) -> tuple[str, bytes]:
    from docx import Document

    document = Document()
    for line in made.above:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(made.header))
    for row in made.lines:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return "page.docx", out.getvalue()


def _xlsx(made: Made) -> tuple[str, bytes]:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(made.above):
            sheet.write(at, 0, line)
        for down, row in enumerate(made.lines, start=len(made.above)):
            for across, text in enumerate(row):
                is_number = across and re.fullmatch(r"\d+(\.\d+)?", text)
                sheet.write(down, across, float(text) if is_number else text)
    return "page.xlsx", out.getvalue()


def _lines(made: Made) -> list[str]:
    return [cell or "\xa0" for row in made.lines for cell in row]


def _lines_without_blanks(made: Made) -> list[str]:
    return [cell for row in made.lines for cell in row if cell]


WAYS: dict[str, Callable[[Made], tuple[str, bytes]]] = {
    "html": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "tabs": _text(lambda made: ["\t".join(row) for row in made.lines]),
    "pipes": _text(lambda made: [" | ".join(row) for row in made.lines]),
    "closed pipes": _text(lambda made: [f"| {' | '.join(row)} |" for row in made.lines]),
    "markdown": _text(
        lambda made: [f"| {' | '.join(row)} |" for row in (made.header, ["---"] * len(made.header), *made.rows)]
    ),
    "wide spaces": _text(lambda made: ["    ".join(filter(None, row)) for row in made.lines]),
    "one space": _text(lambda made: [" ".join(filter(None, row)) for row in made.lines]),
    "lines": _text(_lines),
    "lines, blanks lost": _text(_lines_without_blanks),
    "glued": _text(lambda made: ["".join(row) for row in made.lines]),
    "pipes between": _text(lambda made: [text for row in made.lines for text in (f"| {' | '.join(row)} |", "|")]),
    "pipe, cell": _text(lambda made: [text for row in made.lines for cell in row for text in ("|", cell)]),
    "one line, tabs": _text(lambda made: ["\t".join("\t".join(row) for row in made.lines)]),
    "one line, pipes": _text(lambda made: ["".join(f"| {' | '.join(row)} |" for row in made.lines)]),
    "one line, one space": _text(lambda made: [" ".join(" ".join(filter(None, row)) for row in made.lines)]),
    "one line, glued rows": _text(lambda made: [" ".join("".join(row) for row in made.lines)]),
    "one line, glued": _text(lambda made: ["".join("".join(row) for row in made.lines)]),
}
GLUED = ("glued", "one line, glued rows", "one line, glued")
BY_BROWSER: dict[str, Callable[[Made], tuple[str, bytes]]] = (
    {
        "pdf": lambda made: ("page.pdf", browser.pdf(_ruled(made), "utf-8")),
        "innerText": lambda made: ("page.txt", browser.inner_text(_ruled(made), "utf-8").encode()),
        "copied": lambda made: ("page.txt", browser.copied(_ruled(made), "utf-8").encode()),
    }
    if browser.program()
    else {}
)


def is_open(made: Made, way: str, code: str) -> bool:
    """Does the page leave open which digits are this indicator's number?"""
    if way not in GLUED or made.columns > 1:
        return way in GLUED
    bare = not made.serial and "running" not in made.numbers and not (made.unit and made.unit_behind)
    return way == "one line, glued" and bare and code in made.before_unlisted


def judge(made: Made, report: Report | None, counts: Counter[str], way: str = "") -> list[str]:
    """What came out otherwise."""
    rows = {row.code: row.number("value") for row in report.rows if row.table == "statistics"} if report else {}
    findings = report.findings if report else ()
    said = {finding.row for finding in findings if finding.table == "statistics"}
    faults = []
    for code in FORM.labels:
        printed, got = made.truth.get(code), rows.get(code)
        if printed is None:
            counts["invented"] += got is not None
            faults += [f"{code}: {got} invented"] if got is not None else []
            continue
        counts["printed"] += 1
        counts["open"] += is_open(made, way, code)
        counts["right"] += got is not None and abs(got - printed) < 1e-9
        if got is None:
            counts["told" if {code, None} & said or not report else "missed"] += 1
        elif abs(got - printed) > 1e-9:
            counts["wrong"] += 1
            faults.append(f"{code}: {got}, not {printed}")
    return faults


def run(count: int, first: int, only: str = "") -> tuple[dict[str, Counter[str]], list[str]]:
    """Counts by way of printing, and the faults."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults, ways = [], {**WAYS, **BY_BROWSER}
    for at in range(count):
        for way in [only] if only else ways:
            made = Made(first + at)
            name = f"{way}, several columns" if way in GLUED and made.columns > 1 else way
            try:
                report = parse(source_of(*ways[way](made)))
            except Refused:
                report = None
            faults += [f"{way} {made.seed}: {fault}" for fault in judge(made, report, counts[name], way)]
    return counts, faults


def table(counts: dict[str, Counter[str]], count: int, first: int) -> str:
    """The counts as a part of docs/accuracy.md."""
    head = (
        "| 印法 | 所印 printed | 能定 determined | 不能定 open | 读对 right | wrong | invented "
        "| NULL 且有发现 told | NULL 而无发现 missed |"
    )
    lines = [
        "## 2018 年及以前的统计表 Statistics tables of 2014–2018",
        "",
        f"{count} 张虚构的统计表（种子 {first} 起），每张以各种方式印出："
        "有无序号、单位栏，一至三栏数字，空白、增列和缺少的行。"
        f" {count} invented tables from seed {first}, by a generator of this project.",
        "",
        "不能定：几栏数字相连，或数字之后紧接未列名目的名称（其名称可能以数字开头），版面定不了哪些数字属于该栏；读对的比例按能定的计。"
        " open: several columns of digits without anything between them, or digits right before a name that is on no "
        "list; the share is of the determined.",
        "",
        head,
        "|---" * 9 + "|",
    ]
    for way, found in counts.items():
        determined = found["printed"] - found["open"]
        share = f" ({found['right'] / determined:.2%})" if determined else ""
        cells = (found["printed"], determined, found["open"], f"{found['right']}{share}")
        others = (found[kind] for kind in ("wrong", "invented", "told", "missed"))
        lines.append(f"| {way} | " + " | ".join(map(str, (*cells, *others))) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200, help="tables")
    parser.add_argument("--first", type=int, default=FRESH, help="the first seed")
    parser.add_argument("--only", default="", help="one way of printing")
    parser.add_argument("--show", type=int, default=0, help="so many faults")
    parser.add_argument("--write", type=Path, help="the page that gets the table")
    given = parser.parse_args()
    counts, faults = run(given.n, given.first, given.only)
    print(table(counts, given.n, given.first))
    print("\n".join(faults[: given.show]))
    if given.write:
        write_part(given.write, "old-forms", "bench/old_forms.py", table(counts, given.n, given.first))


if __name__ == "__main__":
    main()
