"""Reports side by side (跨年度): what one says against the year before. A government and its organs: ``children``.

Notes, never errors: organs merge, and a correction made this year may be right. ``Facts`` is the little of a report
that these checks need, so that many reports can be compared without reading them again; the order in which they came
plays no part.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.checks.case import FORMS
from ingest.checks.sums import Number, shown
from ingest.forms import latest, serving
from ingest.model import Check, Finding, Report, Section, Table
from ingest.patterns import lazy

CHECKS = (
    Check(
        "across.carried",
        "上年结转与上一年度报告的结转下年度不一致",
        "每一栏：第二项（上年结转） ＝ 同一机关、同一范围上一年度报告的第四项（结转下年度）",
        f"{FORMS}所附表式（上年结转）",
        "note",
        "上年·结转下年度·自然人＝2；上年结转·自然人＝2",
        "上年·结转下年度·自然人＝2；上年结转·自然人＝1",
        "库中没有上一年度报告，或任一格空白、未读出时不作判断；机构合并、口径调整也会造成不一致。",
    ),
    Check(
        "across.in_force",
        "现行有效件数与上年不衔接",
        "现行有效件数 ＝ 上一年度现行有效件数 ＋ 本年制发 － 本年废止（自 2022 年度起）",
        "国办公开办函〔2021〕30号所附表式",
        "note",
        "年度＝2022；上年·规章·现行有效件数＝5；规章·本年制发件数＝2；规章·本年废止件数＝1；规章·现行有效件数＝6",
        "年度＝2022；上年·规章·现行有效件数＝5；规章·本年制发件数＝2；规章·本年废止件数＝1；规章·现行有效件数＝7",
        "两年都用 2021 年表式才比较；清理时宣布失效而未计入废止的会不衔接。",
    ),
    Check(
        "across.items",
        "上一年项目数量与上年报告不衔接",
        "2020 年度：上一年项目数量 ＝ 2019 年度的上一年项目数量 ＋ 本年增/减",
        "国办公开办函〔2019〕60号所附表式",
        "note",
        "表式＝2019；年度＝2020；上年·行政许可·上一年项目数量＝10；上年·行政许可·本年增/减＝-2；行政许可·上一年项目数量＝8",
        "表式＝2019；年度＝2020；上年·行政许可·上一年项目数量＝10；上年·行政许可·本年增/减＝-2；行政许可·上一年项目数量＝10",
        "只有 2020 年度对 2019 年度（2019 年表式只用两年）。",
    ),
    Check(
        "across.duplicate",
        "正文与上一年度报告大段相同",
        "与上一年度报告相同的句子（不计数字）不超过八成",
        "政府信息公开条例第五十条（报告应当反映当年情况）",
        "note",
        "（两年各写各的，只有条例名称、表格说明等少数句子相同）",
        "（十句以上的正文，换了年份和数字照抄上年）",
        "十二个字以上的句子少于十句时不作判断；换了说法的照抄看不出来。",
    ),
)

Cell = tuple[Table, str, str]
# The rows that the checks here need; everything else of a report stays where it is.
OUTCOMES = ("received", "carried_in", "closed", "carried_out")
MEASURES = ("issued", "repealed", "in_force", "items_previous", "items_change")
_ENDS = lazy(r"[。！？!?；;]")
_NOT_WORDS = lazy(r"[^\u4e00-\u9fff\n]+|[〇零一二三四五六七八九十百千万]+")
_SHORTEST, _FEWEST, _ALIKE = 12, 10, 0.8


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a report is set beside others: some numbers, the lines of their rows, and marks of its sentences."""

    year: int
    form: str | None
    numbers: Mapping[Cell, Number]
    lines: Mapping[tuple[Table, str], int] = field(default_factory=dict)
    marks: frozenset[int] = frozenset()


def facts(report: Report) -> Facts:
    """The facts of a report that has just been read: of its numbers those that the checks here need."""
    found = every_fact(report)
    lines = {row: line for row, line in found.lines.items() if _is_needed(*row)}
    return replace(
        found, numbers={cell: number for cell, number in found.numbers.items() if _is_used(cell)}, lines=lines
    )


def _is_needed(table: Table, row: str) -> bool:
    return row in OUTCOMES if table == "applications" else table != "appeals"


def _is_used(cell: Cell) -> bool:
    table, row, column = cell
    return _is_needed(table, row) and (table == "applications" or column in MEASURES)


def every_fact(report: Report) -> Facts:
    """The same with every number of its tables."""
    numbers: dict[Cell, Number] = {}
    lines: dict[tuple[Table, str], int] = {}
    for row in report.rows:
        lines[row.table, row.code] = row.line
        for column, value in zip(row.columns, row.values, strict=True):
            if value.number is not None:
                numbers[row.table, row.code, column] = value.number
    return Facts(report.year, report.form, numbers, lines, unpacked(marks(report.sections)))


# --- marks of sentences -----------------------------------------------------------------------------------------


def marks(sections: Iterable[Section]) -> bytes:
    """A mark of four bytes for each sentence of the prose that is long enough, whatever its numbers."""
    bodies = "\n".join([section.body for section in sections])
    sentences = _NOT_WORDS.sub("", _ENDS.sub("\n", bodies)).split("\n")
    found = {zlib.crc32(words.encode()) for words in sentences if len(words) >= _SHORTEST}
    return struct.pack(f"<{len(found)}I", *sorted(found))


def unpacked(packed: bytes) -> frozenset[int]:
    """The marks that ``marks`` packed."""
    return frozenset(struct.unpack(f"<{len(packed) // 4}I", packed))


# --- the year before --------------------------------------------------------------------------------------------


def compare(now: Facts, before: Facts) -> Iterator[Finding]:
    """What a report and that of the year before, of one agency and scope, say against each other."""
    yield from _carried(now, before)
    yield from _continued(now, before)
    yield from _copied(now, before)


def _carried(now: Facts, before: Facts) -> Iterator[Finding]:
    for column in latest().applicants:
        there = before.numbers.get(("applications", "carried_out", column.code))
        here = now.numbers.get(("applications", "carried_in", column.code))
        if here is not None and there is not None and here != there:
            message = (
                f"{column.label}一栏：上年结转 {shown(here)}，{before.year} 年度报告的结转下年度却是 {shown(there)}。"
            )
            yield _finding("across.carried", now, ("applications", "carried_in", column.code), message, there)


def _continued(now: Facts, before: Facts) -> Iterator[Finding]:
    rules: list[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = []
    if now.form == before.form == "2021":
        rules.append(("across.in_force", "in_force", ("in_force",), ("issued",), ("repealed",)))
    if now.form == before.form == "2019" and now.year == 2020:
        rules.append(("across.items", "items_previous", ("items_previous", "items_change"), (), ()))
    for check, column, old, plus, minus in rules:
        for cell in sorted(now.numbers):
            if cell[0] != "disclosure_items" or cell[2] != column:
                continue
            parts = [*_row_of(before, cell, old), *_row_of(now, cell, plus)]
            expected = _difference(parts, _row_of(now, cell, minus))
            if expected is not None and now.numbers[cell] != expected:
                yield _finding(check, now, cell, _told(now, before, cell, expected), expected)


def _row_of(facts: Facts, cell: Cell, columns: Sequence[str]) -> list[Number | None]:
    """What stands in other columns of a cell's row."""
    table, row, _ = cell
    return [facts.numbers.get((table, row, column)) for column in columns]


def _difference(parts: Sequence[Number | None], less: Sequence[Number | None]) -> Number | None:
    """A sum less another, None where a number is missing."""
    known = [part for part in parts if part is not None], [part for part in less if part is not None]
    if len(known[0]) < len(parts) or len(known[1]) < len(less):
        return None
    return sum(known[0]) - sum(known[1])


def _told(now: Facts, before: Facts, cell: Cell, expected: Number) -> str:
    form = serving(now.form)
    labels = {measure.code: measure.label for measure in form.measures}
    here = now.numbers[cell]
    name = f"“{form.full_label(cell[1])}”{labels[cell[2]]}"
    return f"{name}为 {shown(here)}，按 {before.year} 年度报告推算应为 {shown(expected)}。"


def _copied(now: Facts, before: Facts) -> Iterator[Finding]:
    if len(now.marks) < _FEWEST or len(before.marks) < _FEWEST:
        return
    same = len(now.marks & before.marks)
    if same > _ALIKE * len(now.marks):
        message = f"正文 {len(now.marks)} 句中有 {same} 句与 {before.year} 年度报告相同（不计数字）。"
        yield Finding("across.duplicate", message, stated=str(same), expected=f"<={_ALIKE * len(now.marks):.0f}")


def _finding(check: str, now: Facts, cell: Cell, message: str, expected: Number) -> Finding:
    table, row, column = cell
    line = now.lines.get((table, row))
    return Finding(check, message, line, table, row, column, shown(now.numbers[cell]), shown(expected))
