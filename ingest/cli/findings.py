"""Findings for eyes (校验结果): file by file, table by table, in the words of the form, with the line."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence

import click

from ingest.cli.terminal import clean, pad, width
from ingest.forms import Form, forms
from ingest.located import place_of
from ingest.model import Finding, Report
from ingest.pipeline.checking import Result, Told

MARKS = {"error": "误", "warning": "疑", "note": "注"}
TABLES = {
    "disclosure_items": "表一（主动公开）",
    "applications": "表二（依申请公开）",
    "appeals": "表三（复议诉讼）",
    None: "全篇",
}
VERDICTS = {"dismissed": "已复核：不成立", "confirmed": "已复核：属实"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_ALIKE = 3  # findings of one kind in one table that are told each; the others are only counted
_INDENT = 4
_WIDEST = 120


def as_text(results: Sequence[Result], *, every: bool, columns: int | None = None) -> Iterator[str]:
    """The lines of a whole run; nothing of a file's text gets there unclean."""
    room = min(_WIDEST, columns or shutil.get_terminal_size((100, 24)).columns)
    for result in results:
        if result.report is not None:
            yield from _file(result, result.report, room, every=every)
            yield ""
    yield _summary(results)


def _file(result: Result, report: Report, room: int, *, every: bool) -> Iterator[str]:
    counts = {mark: sum(t.severity == severity and t.counts for t in result.told) for severity, mark in MARKS.items()}
    told = "  ".join(
        click.style(f"{mark} {counts[mark]}", fg=_COLOURS[severity], bold=True) if counts[mark] else f"{mark} 0"
        for severity, mark in MARKS.items()
    )
    yield f"{click.style(clean(result.path), bold=True)}  {told}"
    yield click.style(f"{clean(report.agency.name)} {report.year} 年{_sums(result)}", dim=True)
    tables: dict[str | None, list[Told]] = defaultdict(list)
    for one in result.told:
        tables[one.finding.table].append(one)
    for table, title in TABLES.items():
        if tables[table]:
            yield f"  {click.style(title, underline=True)}"
            yield from _table(tables[table], report, room, every=every)


def _sums(result: Result) -> str:
    sums = result.sums or {}
    asked = sum(sums.values())
    if not asked:
        return "，没有可验算的勾稽关系"
    parts = [f"相符 {sums['held']}", f"不符 {sums['contradicted']}"]
    parts += [f"因空白无法判断 {sums['open']}"] if sums["open"] else []
    return f"，勾稽关系 {asked} 处：{'，'.join(parts)}"


def _table(told: Sequence[Told], report: Report, room: int, *, every: bool) -> Iterator[str]:
    order = {severity: at for at, severity in enumerate(MARKS)}
    seen: dict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda t: (order[t.severity], t.finding.line is None, t.finding.line or 0)):
        alike = seen[one.finding.check]
        alike.append(one)
        if every or one.severity == "error" or len(alike) <= _ALIKE:
            yield from _finding(one, report, room)
    for alike in seen.values():
        if not every and alike[0].severity != "error" and len(alike) > _ALIKE:
            words = f"同类另有 {len(alike) - _ALIKE} 处{_lines(alike[_ALIKE:], report)}（--all 逐条列出）"
            for line in wrapped(words, room - _INDENT):
                yield " " * _INDENT + click.style(line, fg=_COLOURS[alike[0].severity], dim=True)


def _lines(told: Sequence[Told], report: Report) -> str:
    """Where the others stand."""
    places = [place_of(report.places, one.finding.line) for one in told if one.finding.line]
    if any(places):
        return f"：{'、'.join(filter(None, places))}"
    lines = "、".join(str(one.finding.line) for one in told if one.finding.line)
    return f"：第 {lines} 行" if lines else ""


def _finding(told: Told, report: Report, room: int) -> Iterator[str]:
    finding = told.finding
    mark = click.style(MARKS[told.severity], fg=_COLOURS[told.severity], bold=True)
    where = place_of(report.places, finding.line) or (f"第 {finding.line} 行" if finding.line else "")
    line = pad(where, 10)
    parts = [clean(place(finding, report)), *_stated(finding)]
    yield f"{' ' * _INDENT}{mark}  {click.style(line, bold=True)}{'  '.join(part for part in parts if part)}".rstrip()
    for words in wrapped(clean(finding.message), room - _INDENT - 4):
        yield " " * (_INDENT + 4) + words
    verdict = f"  {VERDICTS[told.verdict.verdict]}{'：' if told.verdict.note else ''}" if told.verdict else ""
    note = clean(told.verdict.note) if told.verdict else ""
    yield " " * (_INDENT + 4) + click.style(f"[{finding.check} {told.key}]", dim=True) + verdict + note


def _stated(finding: Finding) -> Iterator[str]:
    quoted = finding.stated is not None and (finding.expected is not None or width(finding.stated) <= 24)
    prose = finding.check.startswith("prose.")  # nobody can tell which of the two is wrong
    if quoted:
        yield f"{'正文' if prose else '印作'} {click.style(clean(finding.stated or ''), bold=True)}"
    if finding.expected is not None:
        yield f"{'表中' if prose and finding.table else '应为'} {click.style(clean(finding.expected), bold=True)}"


def place(finding: Finding, report: Report) -> str:
    """Where a finding stands, in the words of the form: （七）总计 · 自然人."""
    form = forms()[report.form or list(forms())[-1]]
    row, column = row_label(finding, form), column_label(finding, form)
    return " · ".join(part for part in (row, column) if part)


def row_label(finding: Finding, form: Form) -> str:
    """The label of a finding's row, without the form's explanations in brackets."""
    label = form.row_name(finding.table, finding.row) if finding.row else ""
    return short(label)


def short(label: str) -> str:
    """A row's label without its explanations: （二）部分公开（…） → （二）部分公开."""
    head, _, own = label.rpartition(" ")
    plain = own[:1] + own[1:].partition("（")[0]
    return f"{head} {plain}".strip() if width(plain) <= 40 else f"{head} {plain[:18]}…".strip()


def column_label(finding: Finding, form: Form) -> str:
    """The label of a finding's column; for a column of another form its code."""
    return form.column_name(finding.table, finding.column) if finding.column else ""


def wrapped(text: str, room: int) -> Iterator[str]:
    """A text cut into lines of so many columns; Chinese breaks anywhere but before a closing mark.

    >>> list(wrapped("自然人一栏：第一项 12。", 12))
    ['自然人一栏：', '第一项 12。']
    """
    line, taken = "", 0
    for char in text:
        size = width(char)
        if line and taken + size > room and char not in "，。；：、）”》":
            yield line.rstrip()
            line, taken = "", 0
            if char == " ":
                continue
        line, taken = line + char, taken + size
    if line:
        yield line.rstrip()


def _summary(results: Sequence[Result]) -> str:
    counts = dict.fromkeys(MARKS, 0)
    for result in results:
        for told in result.told:
            counts[told.severity] += told.counts
    refused = sum(result.refused is not None for result in results)
    wrong = sum(any(t.severity == "error" and t.counts for t in result.told) for result in results)
    chinese = f"共 {len(results)} 份，有错误的 {wrong} 份，无法读取的 {refused} 份；"
    chinese += f"错误 {counts['error']}、警告 {counts['warning']}、提示 {counts['note']}"
    english = f"{len(results)} files, {wrong} with errors, {refused} refused; "
    english += f"{counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes"
    return f"{chinese} ({english})"
