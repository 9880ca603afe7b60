"""``ingest show``: what was understood of one file, for eyes and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ingest.checks import checks
from ingest.checks.sums import shown
from ingest.cli.terminal import clean, pad, table, width
from ingest.forms import Form, Label, forms
from ingest.forms.statistics import statistics_forms
from ingest.located import place_of
from ingest.model import Finding, Head, Report, Row, Source, Value

_HEAD = {
    "title": "标题",
    "index_number": "索引号",
    "publisher": "发布机构",
    "document_date": "成文日期",
    "published_date": "发布日期",
    "disclosure_method": "公开方式",
    "category": "组配分类",
    "document_number": "文号",
    "period_start": "统计期限起",
    "period_end": "统计期限止",
    "contact_office": "联系部门",
    "contact_address": "联系地址",
    "contact_postcode": "邮政编码",
    "contact_phone": "联系电话",
    "contact_fax": "传真",
    "contact_email": "电子邮箱",
    "signed_by": "落款机关",
    "signed_date": "落款日期",
    "filing_date": "填报日期",
}
_VOICES = {
    "title": "标题",
    "cover": "标题上一行",
    "preamble": "前言",
    "reporting": "填报单位",
    "name": "名称栏",
    "contact": "联系方式",
    "signature": "落款",
    "field": "发布机构",
    "period": "统计期限",
    "body": "正文",
    "prose": "正文",
    "file": "文件名",
    "address": "联系地址",
    "meta": "网页代码",
    "path": "位置导航",
    "manifest": "清单",
}
_DATES = ("document_date", "published_date")
_PLACES = {
    "name": "名称",
    "credit_code": "信用代码",
    "header": "标题和文前",
    "web": "网址邮箱",
    "text": "正文地名",
    "contact": "地址电话",
}
_KINDS = {"schools_hospitals": "学校医院", "enterprises": "公共企业"}
_SCOPES = {"own": "本机关", "aggregate": "汇总"}
_COMPLETENESS = {"complete": "完整", "partial": "不完整", "narrative": "只有正文"}
_SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}


def as_text(source: Source, report: Report) -> Iterator[str]:
    """The reading as lines for a terminal; nothing of the file's text gets there unclean."""
    yield from _front(source, report)
    yield from _statistics(report)
    if report.form in forms():
        form = forms()[report.form]
        yield from _disclosure(form, report)
        yield from _counts("依申请公开", form, form.rows, form.applicants, report, "applications")
        yield from _counts("行政复议、行政诉讼", form, form.channels, form.results, report, "appeals")
    yield from _sections(report)
    yield from _findings(report)


def _statistics(report: Report) -> Iterator[str]:
    """The table of indicators that reports printed before 2019."""
    rows = {row.code: row for row in report.rows if row.table == "statistics"}
    if not rows:
        return
    form = list(statistics_forms().values())[-1]
    yield from _heading("政府信息公开情况统计表")
    for indicator in form.indicators:
        row = rows.get(indicator.code or "")
        if row is not None:
            label = form.full_label(row.code)
            yield f"{pad(label, 48)}{_shown(row.values[0]):>10} {indicator.unit}"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "─" * width(text)


def _front(source: Source, report: Report) -> Iterator[str]:
    agency = report.agency
    known = {form.id: form.authority for form in forms().values()}
    known |= {form.id: form.authority for form in statistics_forms().values()}
    form = known.get(report.form or "", "无法定表格")
    kind = source.encoding if source.container == "text" else source.container
    lines = {"文件": f"{source.name}（{kind}）", "机关": agency.name, "年度": str(report.year)}
    lines |= {"机关依据": _voices(report.head.agency_evidence), "年度依据": _voices(report.head.year_evidence)}
    lines |= {"单位性质": _KINDS.get(agency.function_class or "", ""), "行政区划": agency.region_code or ""}
    lines |= {"地区依据": "、".join(_PLACES.get(kind, kind) for kind in (agency.evidence or "").split())}
    lines |= {"地区出处": _voices(report.head.place_sources)}
    lines |= {"表式": form, "范围": _SCOPES[report.head.scope]}
    lines |= {"完整性": _COMPLETENESS[report.completeness]}
    lines |= {_HEAD[name]: _head(report.head, name) for name in _head_names()}
    for label, value in lines.items():
        if value:
            yield f"{pad(label, 12)}{clean(value)}"


def _head(head: Head, name: str) -> str:
    """A field of the head; a date with what tells it: 2022-01-12（落款第40行）."""
    value = str(getattr(head, name) or "")
    said = _voices(getattr(head, f"{name}_evidence")).replace("发布机构", "文前") if name in _DATES else ""
    return f"{value}（{said}）" if value and said else value


def _voices(evidence: str | None) -> str:
    """``title:1=区住建局 signature:40`` in words: 标题第1行（区住建局）、落款第40行."""
    return "、".join(map(_voice, (evidence or "").split()))


def _voice(said: str) -> str:
    place, _, printed = said.partition("=")
    source, _, line = place.partition(":")
    return f"{_VOICES.get(source, source)}{f'第{line}行' if line else ''}{f'（{printed}）' if printed else ''}"


def _head_names() -> list[str]:
    return [field.name for field in fields(Head) if field.name in _HEAD]


def _shown(value: Value | None) -> str:
    """A cell: its number, · for a blank, what is printed where that is no number, nothing where it isn't printed."""
    if value is None:
        return ""
    if value.number is None:
        return f"？{value.raw}" if value.note else "·"
    return f"{shown(value.number)}{value.unit or ''}"


def _where(row: Row | None, report: Report) -> str:
    """Where a row stands, for people; 缺 where it isn't printed."""
    return "缺" if row is None else place_of(report.places, row.line) or str(row.line)


def _cells(row: Row) -> dict[str, Value]:
    return dict(zip(row.columns, row.values, strict=True))


def _disclosure(form: Form, report: Report) -> Iterator[str]:
    yield from _heading("主动公开")
    for band in form.bands:
        found = [(item, report.row("disclosure_items", item.code)) for item in band.items]
        rows = [[band.caption, *(measure.label for measure in band.measures), "行"]]
        for item, row in found:
            cells = _cells(row) if row else {}
            numbers = [_shown(cells.get(measure.code)) for measure in band.measures]
            rows.append([item.label, *numbers, _where(row, report)])
        yield from table(rows)


def _counts(
    title: str, form: Form, labels: tuple[Label, ...], columns: tuple[Label, ...], report: Report, name: Any
) -> Iterator[str]:
    yield from _heading(title)
    rows = [["", *(column.label for column in columns), "行"]]
    for label in labels:
        row = report.row(name, label.code)
        cells = _cells(row) if row else {}
        numbers = [_shown(cells.get(column.code)) for column in columns]
        headed = row is None and bool(form.children(label.code))  # a heading has no cells: nothing of it is missing
        rows.append([_short(label.label), *numbers, "" if headed else _where(row, report)])
    yield from table(rows)


def _short(label: str) -> str:
    """A row's label without its explanations, so that the table fits: （二）部分公开（…） → （二）部分公开."""
    plain = label[:1] + label[1:].partition("（")[0]
    return plain if len(plain) <= 24 else plain[:23] + "…"


def _sections(report: Report) -> Iterator[str]:
    yield from _heading("正文")
    rows = [["标题", "字数", "行"]]
    for section in report.sections:
        where = place_of(report.places, section.line) or str(section.line)
        rows.append([section.heading or "（首个标题之前）", str(len(section.body)), where])
    yield from table(rows)


def _findings(report: Report) -> Iterator[str]:
    yield from _heading(f"发现 {len(report.findings)} 项")
    for finding in report.findings:
        yield _finding(finding, report.places)


def _finding(finding: Finding, places: tuple[str, ...]) -> str:
    where = place_of(places, finding.line) or (f"第 {finding.line} 行" if finding.line else "")
    line = f"（{where}）" if where and where not in finding.message else ""
    return clean(f"{_SEVERITIES[checks()[finding.check].severity]}  {finding.message}{line} [{finding.check}]")
