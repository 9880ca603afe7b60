"""A draft against last year's report, number by number; both with every number of theirs (``every_fact``)."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.across import Cell, Facts
from ingest.checks.drafts.blank_cells import TABLES
from ingest.checks.sums import shown
from ingest.forms import Form, serving
from ingest.model import Check, Finding

CHECKS = (
    Check(
        "draft.tables_same",
        "三张表与上年完全相同",
        "三张表的数字不会每一格都与上一年度报告相同（全是 0 的除外）",
        "政府信息公开条例第五十条（报告应当反映当年情况）",
        "note",
        "（两年各格都是 0）",
        "（本年新收、办结、许可、处罚……每一格都与上年相同）",
        "至少三十格、且不都是 0 才判断。",
    ),
    Check(
        "draft.fees_scale",
        "收费金额是上年的一万倍或万分之一",
        "行政事业性收费与上年相比不差一万倍（元与万元之别）",
        "国办公开办函〔2021〕30号所附表式（单位：万元）",
        "note",
        "（上年 12.5 万元，本年 30 万元）",
        "（上年 12.5 万元，本年 128000 万元）",
        "一万倍上下一半之内才报。",
    ),
    Check(
        "draft.prose_same",
        "正文与上年大段相同",
        "与上一年度报告相同的句子（不计数字）不超过八成",
        "政府信息公开条例第五十条（报告应当反映当年情况）",
        "note",
        "（两年各写各的）",
        "（六句较长的正文，换了年份和数字照抄上年）",
        "五至九句较长的句子时才看；十句以上由“正文与上一年度报告大段相同”报出。",
    ),
    Check(
        "draft.jump",
        "数字是上年的十倍以上或十分之一以下",
        "与上年相比不差十倍",
        "多填、少填一位的常见情形",
        "note",
        "（上年行政许可 120 件，本年 300 件；上年 2 件，本年 25 件）",
        "（上年行政许可 120 件，本年 1200 件）",
        "两年都不到 30 的不看；职能划转也会如此，只作提示。",
    ),
)
_ENOUGH = 30  # cells
_FEWEST, _OTHERS_WORK, _ALIKE = 5, 10, 0.8  # sentences; from so many on it is across.duplicate
_SMALL = 30
_TEN = 10
_FEES: Cell = ("disclosure_items", "fees", "amount")
_SCALE, _GIVE = 10_000, 2


def compare(now: Facts, before: Facts) -> Iterator[Finding]:
    """What a draft says that last year's report makes doubtful."""
    form = serving(now.form)
    yield from _copied(now, before)
    if _same(now, before):
        message = f"三张表共 {len(now.numbers)} 格，与 {before.year} 年度报告完全相同，疑沿用了上年的数字。"
        yield Finding("draft.tables_same", message)
        return
    yield from _fees(form, now, before)
    yield from _jumps(form, now, before)


def _copied(now: Facts, before: Facts) -> Iterator[Finding]:
    here, same = len(now.marks), len(now.marks & before.marks)
    if _FEWEST <= here < _OTHERS_WORK and same > _ALIKE * here:
        message = f"正文 {here} 个较长的句子中有 {same} 个与 {before.year} 年度报告相同（不计数字）。"
        yield Finding("draft.prose_same", message)


def _same(now: Facts, before: Facts) -> bool:
    here, there = now.numbers, before.numbers
    return len(here) >= _ENOUGH and any(here.values()) and dict(here) == dict(there)


def _fees(form: Form, now: Facts, before: Facts) -> Iterator[Finding]:
    here, there = now.numbers.get(_FEES), before.numbers.get(_FEES)
    if not here or not there:
        return
    times = here / there
    if _SCALE / _GIVE <= times <= _SCALE * _GIVE or 1 / (_SCALE * _GIVE) <= times <= _GIVE / _SCALE:
        message = (
            f"“{form.full_label('fees')}”为 {shown(here)} 万元，{before.year} 年度为 {shown(there)} 万元，"
            "相差约一万倍，疑元与万元填错。"
        )
        yield _finding("draft.fees_scale", now, _FEES, message)


def _jumps(form: Form, now: Facts, before: Facts) -> Iterator[Finding]:
    for cell, here in now.numbers.items():
        there = before.numbers.get(cell)
        if there is None or cell == _FEES or (cell[0] != "disclosure_items" and cell[2] != "total"):
            continue
        less, more = sorted((here, there))
        if more >= _SMALL and less * _TEN <= more:
            name = _label(form, cell)
            message = f"{name}为 {shown(here)}，{before.year} 年度为 {shown(there)}，相差十倍以上。"
            yield _finding("draft.jump", now, cell, message)


def _label(form: Form, cell: Cell) -> str:
    table, row, column = cell
    channels = {channel.code: channel.label for channel in form.channels}
    measures = {measure.code: measure.label for measure in form.measures}
    return f"{TABLES[table]}“{channels.get(row) or form.full_label(row)}”{measures.get(column, '总计')}"


def _finding(check: str, now: Facts, cell: Cell, message: str) -> Finding:
    table, row, column = cell
    return Finding(check, message, now.lines.get((table, row)), table, row, column, shown(now.numbers[cell]), None)
