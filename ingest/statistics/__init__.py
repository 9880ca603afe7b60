"""Statistics tables before 2019 (政府信息公开情况统计表): one number an indicator.

    ruled grids or lines → tables under a header → the column that counts (columns) → rows named (naming) → values

The rows tell the form, never its title or the year: the title was printed over the tables of 2019 and 2021 too. A page
that doesn't say which of several columns is the report's gives no number, and one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from ingest.forms.statistics import StatisticsForm, latest, statistics_forms
from ingest.grids.notes import Own, of_notes, sections
from ingest.grids.units import UNKNOWN
from ingest.model import BLANK, Document, Finding, Row, Tables, Value
from ingest.patterns import lazy
from ingest.statistics.captions import of_another
from ingest.statistics.cells import cells_of
from ingest.statistics.columns import chosen, kinds_of
from ingest.statistics.naming import Named, key_of, may_print, named
from ingest.statistics.printed import PrintedRow, PrintedTable
from ingest.statistics.tables import tables_of
from ingest.statistics.unbroken import laid_out
from ingest.text import fold
from ingest.values import read_count, read_money, unit_in

__all__ = ["beside", "is_cut", "read_statistics"]

TABLE = "统计表（政府信息公开情况统计表）"
_ENOUGH = 3  # rows of the form in a table; fewer may stand in a table of another kind
_QUOTED = 200
_PEOPLE = lazy(r"([\d,]+) ?(?:人次|人|名)")
_SCALED = lazy(r"[十百千万亿](?!元)")  # a unit of counts that is of many (万条)
_OF_PEOPLE = ("人", "人次", "个")
_BRACKET = lazy(r"\([^()]{4,}\)?\s*$")
_IN_FRONT = lazy(r"^[^\u4e00-\u9fff(]+")  # what may stand before a label: a bullet, a serial number, a value
_LONGEST = 80  # characters of a row
_LEADING = 4  # cells of a line among which a label stands


def read_statistics(document: Document, year: int | None, names: Sequence[str] = ()) -> Tables | None:
    """The statistics table of a document; None where none is printed. ``year``, ``names``: whose report it is."""
    if not may_print(document.folded):
        return None
    form = latest()
    own = Own(year, tuple(names))
    found = list(_read_all(tables_of(document), document, own, form))
    if not found:
        return _without_header(document, form)
    rows, twice = _once([row for one in found for row in one.rows], form)
    is_form = any(one.form for one in found)
    lines = {line: place for one in found for line, place in one.lines.items()}
    return Tables(
        form.id if is_form else None,
        tuple(rows),
        (*(finding for one in found for finding in one.findings), *twice, *_left_out(document, lines, form)),
        sum(one.printed for one in found),
        lines,
    )


def _read_all(tables: Sequence[PrintedTable], document: Document, own: Own, form: StatisticsForm) -> Iterator[Tables]:
    """Tables of the form's rows; few are enough under the header of a table of many, which goes on there."""
    known = {
        id(table): sum(name.code is not None for name in named([row.label for row in table.rows])) for table in tables
    }
    columns = {table.columns for table in tables if known[id(table)] >= _ENOUGH}
    for table in tables:
        if known[id(table)] and table.columns in columns:
            yield _read(table, document, own, form)
        elif known[id(table)] and columns:
            yield _of_other_columns(table, known[id(table)])


def _of_other_columns(table: PrintedTable, known: int) -> Tables:
    """A few indicators under a header of their own, beside the table of the form."""
    headers = "、".join(header for _, header in table.columns)
    message = f"{TABLE}之外另有{known}项指标，表头不同（{headers}），未录入。"
    finding = Finding("tables.unread", message, table.line, "statistics", stated=headers[:_QUOTED])
    return Tables(None, (), (finding,), known, dict.fromkeys((table.line, *(row.line for row in table.rows)), "统计表"))


def _without_header(document: Document, form: StatisticsForm) -> Tables | None:
    """Rows of the form under no header that anybody can read: nothing tells which number is whose."""
    found = _telling(document, form)
    named = any(kinds_of(cell) == "indicator" for line in document.folded for cell in cells_of(line)[:_LEADING])
    if len(found) < form.telling_rows - named:
        return None
    message = f"{TABLE}的指标可见，但没有可辨认的表头，读不出统计数，未录入。"
    finding = Finding("tables.unread", message, min(found.values()), "statistics")
    return Tables(form.id, (), (finding,), len(found), dict.fromkeys(found.values(), "统计表"))


def _telling(document: Document, form: StatisticsForm) -> dict[str, int]:
    """The indicators that stand in no other table, each with the last line on which one is printed as a cell."""
    telling = {key_of(fold(label)) for label in form.telling}
    lines = [(at + 1, text) for text, at in laid_out(document.folded) if len(text) <= _LONGEST]
    cells = [(line, fold(cell)) for line, text in lines for cell in cells_of(text)[:_LEADING]]
    keys = [(key_of(_IN_FRONT.sub("", cell)), line) for line, cell in cells]
    return {word: line for key, line in keys for word in telling if key.startswith(word)}


def _left_out(document: Document, lines: Mapping[int, str], form: StatisticsForm) -> Iterator[Finding]:
    """Rows of the form outside of the tables that were read: where the table goes on in a way nobody can follow."""
    found = {word: line for word, line in _telling(document, form).items() if line not in lines}
    if len(found) >= form.telling_rows:
        message = (
            f"{TABLE}自“{document.lines[min(found.values()) - 1].strip()[:_QUOTED]}”一行起还有指标，读不出，未录入。"
        )
        yield Finding("tables.unread", message, min(found.values()), "statistics")


def beside(tables: Tables, statistics: Tables | None) -> Tables:
    """A page's tables with its statistics table; what the one reads of the other's lines is taken back.

    The three tables are only missing where the page prints one of them.
    """
    if statistics is None:
        return tables
    rows = tuple(row for row in tables.rows if row.line not in statistics.lines)
    said = tuple(finding for finding in tables.findings if rows and finding.line not in statistics.lines)
    return Tables(
        tables.form if rows else statistics.form,
        (*rows, *statistics.rows),
        (*said, *statistics.findings),
        (tables.printed if rows else 0) + statistics.printed,
        dict(tables.lines if rows else {}) | dict(statistics.lines),
    )


def is_cut(tables: Tables) -> bool:
    """Does a statistics table lack indicators of its form?"""
    form = statistics_forms().get(tables.form or "")
    return form is not None and len(tables.rows) < len(form.indicators)


def _is_form(labels: Iterable[str], form: StatisticsForm) -> bool:
    """Do enough of these labels stand in no other table?"""
    telling = {key_of(fold(label)) for label in form.telling}
    return len({key_of(_BRACKET.sub("", fold(label))) for label in labels} & telling) >= form.telling_rows


def _read(table: PrintedTable, document: Document, own: Own, form: StatisticsForm) -> Tables:
    names = named([row.label for row in table.rows])
    last = max((at for at, name in enumerate(names) if name.row is not None), default=-1)
    printed = list(zip(table.rows, names, strict=True))[: last + 1]
    known = sum(name.code is not None for _, name in printed)
    lines = {row.line: f"统计表 第{at}行" for at, (row, _) in enumerate(printed, start=1)}
    lines |= {table.line: "统计表 表头"}
    column = chosen(table.columns, own.year)
    caption = _of_another(document, table, own)
    of_form = form.id if _is_form((row.label for row in table.rows), form) else None
    if column is None or caption:
        return Tables(of_form, (), (_undecided(table, caption),), known, lines)
    rows: list[Row] = []
    findings: list[Finding] = []
    for row, name in printed:
        if name.code is None:
            findings += _not_of_the_form(row, name, column)
            continue
        made, said = _row(row, name, column, form)
        rows.append(made)
        findings += said
    return Tables(of_form, tuple(rows), tuple(findings), known, lines)


def _of_another(document: Document, table: PrintedTable, own: Own) -> str:
    """The words above or below that say that a table is another year's, or that of a part or of several of them."""
    rows = {row.line for row in table.rows}
    notes = of_notes(document.folded, sections(document.folded), rows, own) if own.year else ()
    noted = next((note.text for note in notes if any(note.line < row < note.until for row in rows)), "")
    return noted or of_another(document.folded, table.line, own)


def _undecided(table: PrintedTable, caption: str) -> Finding:
    if caption:
        message = f"{TABLE}写明“{caption}”，不是本机关本年度全年的数字，未录入。"
        return Finding("tables.unread", message, table.line, "statistics", stated=caption)
    headers = "、".join(header for _, header in table.columns)
    message = f"{TABLE}有{len(table.columns)}栏数字（{headers}），没有写明哪一栏是本报告的数字，未录入。"
    return Finding("tables.unread", message, table.line, "statistics", stated=headers[:_QUOTED])


def _not_of_the_form(row: PrintedRow, name: Named, column: int) -> Iterator[Finding]:
    """A row that is no indicator: said if it prints a number; a heading's dash is none."""
    value = row.values[column] if row.values else row.text
    if any(char.isdecimal() for char in fold(value)):
        quoted = f"{row.label} {row.text}".strip()[:_QUOTED]
        what = "标题行印有数字" if name.row is not None else "不是统计表的指标"
        message = f"{TABLE}中“{quoted}”：{what}，未录入。"
        yield Finding("rows.unmatched", message, row.line, "statistics", stated=quoted)


def _row(row: PrintedRow, name: Named, column: int, form: StatisticsForm) -> tuple[Row, list[Finding]]:
    code = name.code or ""
    label, findings = form.full_label(code), []
    if not name.listed:
        message = f"{TABLE}的指标“{row.label[:_QUOTED]}”按“{label}”读取。"
        findings.append(Finding("labels.read_as", message, row.line, "statistics", code, stated=row.label[:_QUOTED]))
    value = BLANK
    if row.values is None:
        message = f"“{label}”一行印有{row.text[:_QUOTED]}，无法确定哪一个是统计数，未录入。"
        findings.append(Finding("cells.unplaced", message, row.line, "statistics", code, None, row.text[:_QUOTED]))
    else:
        value = _value(row.values[column], row, form.units[code])
        findings += _of_value(value, code, form, row)
    return Row("statistics", code, ("value",), (value,), row.line), findings


def _value(raw: str, row: PrintedRow, unit: str | None) -> Value:
    """What a cell says; money in 万元 by the unit beside it, in its label or in the cell."""
    if unit == "万元":
        return read_money(raw, _one_of({unit_in(row.unit), unit_in(row.label)} - {None}))
    if _SCALED.search(fold(row.unit)):
        return Value(raw.strip(), note="unreadable" if raw.strip() else "")
    people = _PEOPLE.fullmatch(fold(raw).strip()) if unit in _OF_PEOPLE else None
    return replace(read_count(people[1]), raw=raw) if people else read_count(raw)


def _one_of(units: Set[str | None]) -> str | None:
    """The only unit of these; one that nobody can tell where they differ."""
    return UNKNOWN if len(units) > 1 else next(iter(units), None)


def _of_value(value: Value, code: str, form: StatisticsForm, row: PrintedRow) -> Iterator[Finding]:
    said = f"“{form.full_label(code)}”统计数印作“{value.raw}”"
    for check, message in _said_of(value, said, row.unit, form.units[code]):
        yield Finding(check, message, row.line, "statistics", code, "value", value.raw)


def _said_of(value: Value, said: str, printed: str, unit: str | None) -> Iterator[tuple[str, str]]:
    """What a number leaves open, as check and message; ``printed``: the unit beside it, ``unit``: the form's."""
    if value.note == "unreadable":
        beside = f"（单位：{printed}）" if printed not in ("", unit) else ""
        yield "cells.unreadable", f"{said}{beside}，不能读作一个数，未录入。"
    elif value.note == "annotated":
        yield "cells.annotated", f"{said}，录入{value.number:g}。"
    if unit == "万元" and value.number and value.unit is None:
        yield "unit.not_stated", f"{said}，未标明单位，按所印数字录入。"


def _once(rows: Sequence[Row], form: StatisticsForm) -> tuple[list[Row], list[Finding]]:
    """Each indicator once: printed twice with different numbers it has no certain one."""
    kept: dict[str, Row] = {}
    findings = []
    for row in rows:
        first = kept.setdefault(row.code, row)
        if first.values[0].number == row.values[0].number:
            continue
        kept[row.code] = Row(row.table, row.code, row.columns, (BLANK,), first.line)
        message = f"{TABLE}“{form.full_label(row.code)}”一行印了不止一次，数字不同，未录入。"
        findings.append(Finding("rows.repeated", message, row.line, "statistics", row.code))
    return list(kept.values()), findings
