"""Examples of checks run: facts joined by ； (see ``ingest.model.Check``) put on a report whose every cell is 0.

KEY is a cell (``本年新收·自然人``, ``规章·现行有效件数``, ``行政复议·总计``) or 表式, 年度, 机关, 标题, 正文,
成文日期, 发布日期, 统计期限, 索引号; 上年· and 下级· before a cell speak of the report of the year before and of an
organ's below.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from ingest.checks import across, check_report, checks
from ingest.checks import children as whole_and_parts
from ingest.forms import forms
from ingest.forms.statistics import statistics_forms
from ingest.model import BLANK, Agency, Finding, Head, Report, Row, Section, Value
from ingest.places import resolve
from ingest.values import read_change, read_count, read_money

AGENCY = "郑州市二七区示例局"
_HEADS = {"成文日期": "document_date", "发布日期": "published_date", "索引号": "index_number", "标题": "title"}
_SEPARATOR = re.compile(r"；(?=[^；＝]*＝)")


def runnable(example: str) -> bool:
    """Can an example be run, or is it for readers only?"""
    return "＝" in example


def fired(example: str, *, draft: bool = False) -> set[str]:
    """The checks that speak of an example."""
    return {finding.check for finding in findings(example, draft=draft)}


def findings(example: str, *, draft: bool = False) -> list[Finding]:
    """Everything that the checks say of an example; of a ``draft`` those for drafts too."""
    given = [fact.split("＝", 1) for fact in _SEPARATOR.split(example)]
    own = {key: value for key, value in given if not key.startswith(("上年·", "下级·"))}
    report = made(own)
    found = [*check_report(report, tuple(report.sections[0].body.split("\n")), draft=draft).findings]
    before = {key.removeprefix("上年·"): value for key, value in given if key.startswith("上年·")}
    if before:
        last = {"年度": str(report.year - 1), "表式": report.form or "2021"}
        found += across.compare(across.facts(report), across.facts(made(last | before)))
    children = {key.removeprefix("下级·"): value for key, value in given if key.startswith("下级·")}
    if children:
        below = whole_and_parts.numbers(made(children).rows)
        sums = {cell: whole_and_parts.Total(number, (("", number),)) for cell, number in below.items()}
        here = across.every_fact(report)
        found += whole_and_parts.below(here.numbers, here.lines, here.form, sums)
    assert all(finding.check in checks() for finding in found)
    return found


def made(given: dict[str, str]) -> Report:
    """The report of all zeros with these facts on it."""
    report = zeros(int(given.get("年度", "2021")), given.get("表式", "2021"), resolve(given.get("机关", AGENCY)))
    head: dict[str, Any] = {}
    for key, value in given.items():
        if key in ("年度", "表式", "机关"):
            continue
        if key == "正文":
            report = replace(report, sections=(Section("overview", "一、总体情况", value, 1),))
        elif key == "统计期限":
            start, end = value.split("至")
            head |= {"period_start": date.fromisoformat(start), "period_end": date.fromisoformat(end)}
        elif key in _HEADS:
            head[_HEADS[key]] = date.fromisoformat(value) if "日期" in key else value
        else:
            report = with_cell(report, key, value)
    return replace(report, head=replace(report.head, **head))


def zeros(year: int = 2021, form_id: str = "2021", agency: Agency | None = None) -> Report:
    """A report whose every printed cell is 0."""
    zero, line = Value("0", 0), 10
    rows: list[Row] = []
    if form_id in statistics_forms():
        codes_ = statistics_forms()[form_id].labels
        rows = [Row("statistics", code, ("value",), (zero,), at) for at, code in enumerate(codes_, start=11)]
        return _report(agency, year, form_id, rows)
    form = forms()[form_id]
    for band in form.bands:
        for item in band.items:
            codes = tuple(measure.code for measure in band.measures)
            rows.append(Row("disclosure_items", item.code, codes, (zero,) * len(codes), line := line + 1))
    codes = tuple(column.code for column in form.applicants)
    for outcome in form.rows:
        blank = form.children(outcome.code)
        rows.append(Row("applications", outcome.code, codes, (BLANK if blank else zero,) * 7, line := line + 1))
    for channel in form.channels:
        codes = tuple(result.code for result in form.results)
        rows.append(Row("appeals", channel.code, codes, (zero,) * 5, line := line + 1))
    return _report(agency, year, form_id, rows)


def _report(agency: Agency | None, year: int, form_id: str, rows: list[Row]) -> Report:
    head = Head(AGENCY, year, scope="aggregate" if agency and agency.name.endswith("人民政府") else "own")
    return Report(
        agency or resolve(AGENCY), year, head, form_id, "complete", tuple(rows), (Section("overview", "一", "", 1),)
    )


def with_cell(report: Report, key: str, raw: str) -> Report:
    """The report with one cell printed otherwise."""
    assert report.form is not None
    table, row, column = _cell(report.form, key)
    assert any((r.table, r.code) == (table, row) and column in r.columns for r in report.rows), f"no such cell: {key}"
    rows = tuple(_changed(r, column, raw) if (r.table, r.code) == (table, row) else r for r in report.rows)
    return replace(report, rows=rows)


def _changed(row: Row, column: str, raw: str) -> Row:
    money, signed = column == "amount", column == "items_change"
    value = read_money(raw) if money else read_change(raw) if signed else read_count(raw)
    values = (value if code == column else old for code, old in zip(row.columns, row.values, strict=True))
    return replace(row, values=tuple(values))


def _cell(form_id: str, key: str) -> tuple[str, str, str]:
    name, label = key.split("·")
    if name == "统计":
        labels = statistics_forms()[form_id].labels
        return "statistics", next(code for code, printed in labels.items() if printed == label), "value"
    form = forms()[form_id]
    for band in form.bands:
        for item in band.items:
            for measure in band.measures:
                if (item.label, measure.label) == (name, label):
                    return "disclosure_items", item.code, measure.code
    for channel in form.channels:
        if channel.label == name:
            return "appeals", channel.code, next(result.code for result in form.results if result.label == label)
    code = next(outcome.code for outcome in form.rows if (outcome.name or outcome.label) == name)
    return "applications", code, next(column.code for column in form.applicants if column.label == label)


def blanked(report: Report) -> Report:
    """The report with every cell of its tables blank."""
    return replace(report, rows=tuple(replace(row, values=(BLANK,) * len(row.values)) for row in report.rows))
