"""Findings for eyes (校验结果): file by file, table by table, in the words of the form, with the line."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence

import click

from ingest.cli.terminal import clean, pad, width
from ingest.located import place_of
from ingest.model import Finding, Report
from ingest.opinions.words import MARKS, TABLES, VERDICTS, parts, place, where
from ingest.pipeline.checking import Result, Told

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
    line = pad(where(finding, report), 10)
    said = [clean(place(finding, report)), *_stated(finding)]
    yield f"{' ' * _INDENT}{mark}  {click.style(line, bold=True)}{'  '.join(part for part in said if part)}".rstrip()
    for words in wrapped(clean(finding.message), room - _INDENT - 4):
        yield " " * (_INDENT + 4) + words
    verdict = f"  {VERDICTS[told.verdict.verdict]}{'：' if told.verdict.note else ''}" if told.verdict else ""
    note = clean(told.verdict.note) if told.verdict else ""
    yield " " * (_INDENT + 4) + click.style(f"[{finding.check} {told.key}]", dim=True) + verdict + note


def _stated(finding: Finding) -> Iterator[str]:
    for word, value in parts(finding):
        yield f"{word} {click.style(clean(value), bold=True)}"


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
