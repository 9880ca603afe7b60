"""Findings for eyes (校验结果): file by file, table by table, in the words of the form, with the line."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence

import click

from ingest.cli.chinese import spoken
from ingest.cli.terminal import clean, pad, width
from ingest.cli.terminal import table as aligned
from ingest.drafts import VERDICTS as STATES
from ingest.drafts import Draft, Run, State
from ingest.located import place_of
from ingest.model import Finding, Report
from ingest.opinions.words import MARKS, TABLES, VERDICTS, parts, place, where
from ingest.patterns import lazy
from ingest.pipeline.checking import Result, Told

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_STATE_COLOURS: dict[State, str] = {"ready": "green", "confirm": "cyan", "mend": "yellow", "unchecked": "red"}
_ALIKE = 3  # findings of one kind in one table that are told each; the others are only counted
_INDENT = 4
_WIDEST = 120
_WHOLE = lazy(r"[-+<>＝]?[A-Za-z0-9](?:[A-Za-z0-9.,:%/_-]*[A-Za-z0-9%])?|.", re.DOTALL)


def as_text(run: Run, *, every: bool, in_order: bool, columns: int | None = None) -> Iterator[str]:
    """The lines of a whole run; nothing of a file's text gets there unclean.

    ``in_order``: the summary first, then each draft's findings in reading order; else table by table.
    """
    room = min(_WIDEST, columns or shutil.get_terminal_size((100, 24)).columns)
    if in_order:
        yield from _overview(run)
        yield ""
    for draft in run.drafts:
        if draft.report is not None:
            yield from _file(draft, draft.report, room, every=every, in_order=in_order)
            yield ""
        elif in_order:
            yield from _unread(draft, room)
            yield ""
    yield _summary(run)


def _overview(run: Run) -> Iterator[str]:
    """A line a draft: who is ready, who must mend, whose file can't be read; who isn't in."""
    rows = [["机关", "结论", *MARKS.values(), "空白"]]
    for draft in run.drafts:
        counts = [str(draft.counts[severity]) for severity in MARKS] if draft.report else ["", "", ""]
        blanks = str(draft.blanks) if draft.report else ""
        rows.append([draft.agency or "（未能读出）", STATES[draft.state], *counts, blanks])
    rows += [[one.name, "未报", "", "", "", ""] for one in run.missing]
    files = ["文件", *(clean(draft.path) for draft in run.drafts), *("" for _ in run.missing)]
    colours = [None, *(_STATE_COLOURS[draft.state] for draft in run.drafts), *("magenta" for _ in run.missing)]
    lines = list(aligned(rows, labels=2))
    room = max(map(width, lines))
    for line, file, colour in zip(lines, files, colours, strict=True):
        whole = f"{pad(line, room)}  {file}".rstrip()
        yield click.style(whole, fg=colour) if colour else click.style(whole, bold=True)


def _unread(draft: Draft, room: int) -> Iterator[str]:
    """A file that can't be checked, and why."""
    yield f"{click.style(clean(draft.path), bold=True)}  {click.style(STATES[draft.state], fg='red', bold=True)}"
    for line in wrapped(clean(spoken(draft.result.refused or "")), room - _INDENT):
        yield " " * _INDENT + line


def _file(draft: Draft, report: Report, room: int, *, every: bool, in_order: bool) -> Iterator[str]:
    told = "  ".join(
        click.style(f"{mark} {count}", fg=_COLOURS[severity], bold=True) if count else f"{mark} 0"
        for (severity, mark), count in zip(MARKS.items(), draft.counts.values(), strict=True)
    )
    verdict = f"  {click.style(STATES[draft.state], bold=True)}" if in_order else ""
    yield f"{click.style(clean(draft.path), bold=True)}  {told}{verdict}"
    yield click.style(f"{clean(draft.agency)} {report.year} 年{_sums(draft.result)}", dim=True)
    if in_order:
        yield from _table(draft.told, report, room, every=every, in_order=True)
        return
    tables: dict[str | None, list[Told]] = defaultdict(list)
    for one in draft.told:
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


def _table(told: Sequence[Told], report: Report, room: int, *, every: bool, in_order: bool = False) -> Iterator[str]:
    order = {severity: 0 if in_order else at for at, severity in enumerate(MARKS)}
    seen: dict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda t: (order[t.severity], t.finding.line is None, t.finding.line or 0)):
        alike = seen[one.finding.check]
        alike.append(one)
        if every or one.severity == "error" or len(alike) <= _ALIKE:
            yield from _finding(one, report, room, with_table=in_order)
    for alike in seen.values():
        if not every and alike[0].severity != "error" and len(alike) > _ALIKE:
            words = f"同类另有 {len(alike) - _ALIKE} 处{_lines(alike[_ALIKE:], report)}（--all 逐条列出）"
            for line in wrapped(words, room - _INDENT):
                yield " " * _INDENT + click.style(line, fg=_COLOURS[alike[0].severity], dim=True)


def _lines(told: Sequence[Told], report: Report) -> str:
    """Where the others stand."""
    places = [place_of(report.places, one.finding.line) for one in told if one.finding.line]
    if any(places):
        return f"：{'、'.join(dict.fromkeys(filter(None, places)))}"
    lines = "、".join(str(one.finding.line) for one in told if one.finding.line)
    return f"：第 {lines} 行" if lines else ""


def _finding(told: Told, report: Report, room: int, *, with_table: bool) -> Iterator[str]:
    finding = told.finding
    mark = click.style(MARKS[told.severity], fg=_COLOURS[told.severity], bold=True)
    line = pad(where(finding, report), 10)
    table = TABLES[finding.table][:2] if with_table and finding.table else ""
    table = "" if table and table in line else table
    said = [f"{table} {clean(place(finding, report))}".strip(), *_stated(finding)]
    yield f"{' ' * _INDENT}{mark}  {click.style(line, bold=True)}  {'  '.join(part for part in said if part)}".rstrip()
    for words in wrapped(clean(finding.message), room - _INDENT - 4):
        yield " " * (_INDENT + 4) + words
    verdict = f"  {VERDICTS[told.verdict.verdict]}{'：' if told.verdict.note else ''}" if told.verdict else ""
    note = clean(told.verdict.note) if told.verdict else ""
    yield " " * (_INDENT + 4) + click.style(f"[{finding.check} {told.key}]", dim=True) + verdict + note


def _stated(finding: Finding) -> Iterator[str]:
    for word, value in parts(finding):
        yield f"{word} {click.style(clean(value), bold=True)}"


def wrapped(text: str, room: int) -> Iterator[str]:
    """A text cut into lines of so many columns; Chinese breaks anywhere but before a closing mark, a number or a word
    of another script nowhere.

    >>> list(wrapped("自然人一栏：第一项 12。", 12))
    ['自然人一栏：', '第一项 12。']
    >>> list(wrapped("印作1,234.5万元", 10))
    ['印作', '1,234.5万', '元']
    """
    line, taken = "", 0
    for piece in _pieces(text, room):
        size = width(piece)
        if line and taken + size > room and piece not in "，。；：、）”》":
            yield line.rstrip()
            line, taken = "", 0
            if piece == " ":
                continue
        line, taken = line + piece, taken + size
    if line:
        yield line.rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    """What isn't cut: a number with its marks, a word, a file's name; any other character by itself."""
    for found in _WHOLE.finditer(text):
        yield from found[0] if len(found[0]) > room else [found[0]]


def _summary(run: Run) -> str:
    counts = {severity: sum(draft.counts[severity] for draft in run.drafts) for severity in MARKS}
    refused = sum(draft.report is None for draft in run.drafts)
    wrong = sum(draft.counts["error"] > 0 for draft in run.drafts)
    chinese = f"共 {len(run.drafts)} 份，有错误的 {wrong} 份，无法读取的 {refused} 份"
    chinese += f"，未报 {len(run.missing)} 个机关" if run.asked.roster else ""
    chinese += f"；错误 {counts['error']}、警告 {counts['warning']}、提示 {counts['note']}"
    english = f"{len(run.drafts)} files, {wrong} with errors, {refused} refused; "
    english += f"{counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes"
    return spoken(f"{chinese} ({english})")
