"""Tables (表): drawn rows → the form they follow, a column for each cell, a number for each value.

What can't be placed or read becomes a finding with its line; the cells stay empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.align import UNCERTAIN, UNKNOWN, Number, holds, place, settle, shifted, split
from ingest.forms import Band, Form, Measure, Sum, forms
from ingest.match import Drawing, Drawn, Stray
from ingest.model import BLANK, Finding, Row, Table, Value
from ingest.text import fold, label_key
from ingest.values import read_change, read_count, read_money, unit_in

_TITLES: dict[Table, str] = {
    "disclosure_items": "表一（主动公开）",
    "applications": "表二（依申请公开）",
    "appeals": "表三（复议诉讼）",
}


_ROWS_TOLD = 5  # fewer labels than this may stand in prose
_DEDUPLICATED = "文中重复的行已被删去（没有任何一行出现两次），表格数字的位置无法恢复，均未录入。"


@dataclass(frozen=True, slots=True)
class Tables:
    """The statutory tables of a report, read."""

    form: str | None
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_tables(drawing: Drawing, words: str) -> Tables:
    """Rows and findings of all that a document's tables print; ``words``: the normal form of all its text."""
    form, findings = _form(drawing, words)
    used = form or list(forms().values())[-1]
    if _deduplicated(drawing):
        return Tables(None, (), (Finding("tables.unread", _DEDUPLICATED),))
    unread = list(_unread(drawing, used, words))
    if not drawing.rows and not drawing.appeals:
        return Tables(None, (), tuple(unread))
    findings += unread
    rows: list[Row] = []
    for row, found in (*_disclosure(drawing, form), *_applications(drawing, used), *_appeals(drawing, used)):
        findings += found
        if row is not None:
            rows.append(row)
    rows, repeated = _once(rows)
    told = {finding.table for finding in unread}
    missing = [finding for finding in _missing(rows, used) if finding.table not in told]
    findings += [*repeated, *_strays(drawing.strays, used), *missing]
    return Tables(form.id if form else None, tuple(rows), tuple(findings))


# --- the form ---------------------------------------------------------------------------------------------------


def _deduplicated(drawing: Drawing) -> bool:
    """Were repeated lines dropped, so that one 0 stands for a hundred? Then no number has a certain place."""
    on_lines = sum(row.made == "lines" for row in drawing.rows)
    return drawing.no_repeats and on_lines >= _ROWS_TOLD


def _unread(drawing: Drawing, form: Form, words: str) -> Iterator[Finding]:
    """Tables whose rows are plainly named in the text although no cell of them could be read."""
    read: set[Table] = {row.table for row in drawing.rows} | ({"appeals"} if drawing.appeals else set())
    labels: dict[Table, list[str]] = {
        "disclosure_items": [item.label for band in form.bands for item in band.items],
        "applications": [outcome.name for outcome in form.rows],
        "appeals": [*(channel.label for channel in form.channels[1:]), *(result.label for result in form.results[:4])],
    }
    for table, names in labels.items():
        named = sum(label_key(fold(name)) in words for name in names)
        if table not in read and named >= min(_ROWS_TOLD, len(names)):
            yield Finding(
                "tables.unread", f"{_TITLES[table]}的行名称在文中可见，但读不出各行的数字，未录入。", None, table
            )


def _form(drawing: Drawing, words: str) -> tuple[Form | None, list[Finding]]:
    """The form told by the labels that only one of them prints; failing that, by its words anywhere in the text."""
    told = {form: sum(label_key(fold(word)) in drawing.seen for word in form.telling) for form in forms().values()}
    if not any(told.values()):
        told = {form: sum(label_key(fold(word)) in words for word in form.telling) for form in told}
    found = sorted((form for form in told if told[form]), key=lambda form: -told[form])
    if len(found) > 1:
        words = "、".join(word for form in found[1:] for word in form.telling if label_key(fold(word)) in drawing.seen)
        message = f"表中混有两种表式的栏目：以{found[0].id}年表式读取，另有“{words}”。"
        if told[found[0]] == told[found[1]]:
            message = f"表中混有两种表式的栏目，无法判断所用表式（“{words}”）。"
            return None, [Finding("form.mixed", message)]
        return found[0], [Finding("form.mixed", message)]
    return (found[0] if found else None), []


# --- table 1 ----------------------------------------------------------------------------------------------------


def _disclosure(drawing: Drawing, form: Form | None) -> Iterator[tuple[Row | None, list[Finding]]]:
    drawn = [row for row in drawing.rows if row.table == "disclosure_items"]
    in_place = _in_place([(row, len(_columns(row, form))) for row in drawn])
    for row in drawn:
        band = _band(row, form)
        if band is None or _is_part(row, band):
            yield (
                None,
                [_unmatched(Stray("disclosure_items", " ".join((row.label, *_printed(row))), row.line))],
            )
        else:
            yield _item(row, band, in_place)


def _columns(row: Drawn, form: Form | None) -> tuple[Measure, ...]:
    band = _band(row, form)
    return _measures(row, band)[0] if band else ()


def _band(row: Drawn, form: Form | None) -> Band | None:
    return next((band for band in form.bands for item in band.items if item.code == row.code), None) if form else None


def _is_part(row: Drawn, band: Band) -> bool:
    """Is this a sub-row (行政检查 beneath 其他对外管理服务事项)? Its cells are not the item's own."""
    printed = [cell for cell in row.cells if cell]
    return (
        len(printed) > len(band.measures) and read_count(printed[0]).note == "unreadable" and not printed[0].isascii()
    )


def _item(row: Drawn, band: Band, in_place: bool) -> tuple[Row, list[Finding]]:
    measures, units = _measures(row, band)
    codes = tuple(measure.code for measure in measures)
    cells = _settled(row, codes, in_place, [])
    if cells is None:
        return Row("disclosure_items", row.code, codes, (BLANK,) * len(codes), row.line), [_unplaced(row, len(codes))]
    values = tuple(_measured(cell, m, u) for cell, m, u in zip(cells, measures, units, strict=True))
    made = Row("disclosure_items", row.code, codes, values, row.line)
    return made, [
        *_cell_findings(made, row.label, {m.code: m.label for m in measures}),
        *_unstated(made, row, measures),
    ]


def _measures(row: Drawn, band: Band) -> tuple[tuple[Measure, ...], list[str | None]]:
    """The columns above a row: those printed, where every header was read; else the form's."""
    by_code = {measure.code: measure for measure in band.measures}
    printed = [code for code, _ in row.header]
    units = {code: unit_in(text) for code, text in row.header if code}
    whole = printed and all(code in by_code for code in printed) and len(set(printed)) == len(printed)
    measures = tuple(by_code[code] for code in printed if code) if whole else band.measures
    return measures, [units.get(measure.code) for measure in measures]


def _measured(cell: str, measure: Measure, unit: str | None) -> Value:
    if measure.money:
        return read_money(cell, unit)
    return read_change(cell) if measure.signed else read_count(cell)


def _unstated(row: Row, drawn: Drawn, measures: Sequence[Measure]) -> Iterator[Finding]:
    for measure, value in zip(measures, row.values, strict=True):
        if measure.money and value.number and value.unit is None:
            yield Finding(
                "unit.not_stated",
                f"“{drawn.label}”{measure.label}为{value.raw}，未标明单位，按所印数字录入。",
                row.line,
                "disclosure_items",
                row.code,
                measure.code,
                value.raw,
            )


# --- table 2 ----------------------------------------------------------------------------------------------------


def _applications(drawing: Drawing, form: Form) -> Iterator[tuple[Row | None, list[Finding]]]:
    columns = tuple(column.code for column in form.applicants)
    known = {outcome.code for outcome in form.rows}
    drawn = [row for row in drawing.rows if row.table == "applications" and not _is_head(row, form)]
    for row in drawn:
        if row.code not in known:
            yield None, [_unmatched(Stray("applications", " ".join((row.label, *_printed(row))), row.line))]
    kept = [row for row in drawn if row.code in known]
    yield from _aligned(kept, columns, form)


def _is_head(row: Drawn, form: Form) -> bool:
    """（六）其他处理 of the 2021 form heads its three rows: without a number of its own it is no row."""
    return bool(form.children(row.code)) and not any(row.cells)


def _aligned(drawn: Sequence[Drawn], columns: tuple[str, ...], form: Form) -> Iterator[tuple[Row, list[Finding]]]:
    """The rows of table 2, each cell in its column; where a layout lost the places, the form's sums decide."""
    in_place = _in_place([(row, len(columns)) for row in drawn])
    sums = [total for total in form.sums if total.table == "applications"]
    settled = {row.code: _settled(row, columns, in_place, sums) for row in drawn}
    known = {code: _numbers(cells) for code, cells in settled.items() if cells is not None}
    lost = {row.code: _numbers(_printed(row)) for row in drawn if settled[row.code] is None}
    placed = place(known, lost, columns, sums) if lost else {}
    names = {column.code: column.label for column in form.applicants}
    for row in drawn:
        cells, findings = _settled(row, columns, in_place, sums), []
        if cells is None:
            places = placed.get(row.code, (UNCERTAIN,) * len(columns))
            cells = [_printed(row)[index] if index is not None and index != UNCERTAIN else "" for index in places]
            if UNCERTAIN in places or not row.cells:
                findings.append(_unplaced(row, len(columns), form.full_label(row.code)))
        made = Row("applications", row.code, columns, tuple(read_count(cell) for cell in cells), row.line)
        if row.cut:
            findings.append(_cut(row, form.full_label(row.code)))
        yield made, [*findings, *_cell_findings(made, form.full_label(row.code), names)]


def _printed(row: Drawn) -> list[str]:
    return [cell for cell in row.cells if cell]


def _numbers(cells: Sequence[str]) -> list[Number]:
    values = [read_count(cell) for cell in cells]
    return [UNKNOWN if value.note == "unreadable" else value.number for value in values]


# --- table 3 ----------------------------------------------------------------------------------------------------


def _appeals(drawing: Drawing, form: Form) -> Iterator[tuple[Row | None, list[Finding]]]:
    rows = [row for row in drawing.appeals if any(row[2])] or drawing.appeals
    if not rows:
        return
    groups = _groups(drawing.results, form)
    width = sum(len(group) for group in groups)
    line, made, printed = rows[0]
    if made == "piped" and drawing.openings > 0 and not printed[0]:
        printed = printed[1:]
    cells = settle(printed, width, in_place=made in _PLACED) if groups else None
    if not groups:
        groups, cells = _by_the_form(printed, form)
    findings = [_unmatched(Stray("appeals", " ".join(filter(None, row[2])), row[0])) for row in rows[1:] if any(row[2])]
    names = {column.code: column.label for column in form.results}
    if cells is None:
        findings.append(_unplaced(Drawn("appeals", "", "行政复议、行政诉讼", line, made, cells=printed), width or 15))
    for channel, group in zip(form.channels, groups, strict=False):
        own = cells[: len(group)] if cells is not None else [""] * len(group)
        cells = cells[len(group) :] if cells is not None else None
        at = drawing.channels.get(channel.code, line)
        row = Row("appeals", channel.code, tuple(group), tuple(read_count(cell) for cell in own), at)
        yield row, [*findings, *_cell_findings(row, channel.label, names)]
        findings = []
    if findings:
        yield None, findings


def _groups(results: list[str], form: Form) -> list[list[str]]:
    """The printed column headers, channel by channel; none where they don't make one group a channel."""
    groups: list[list[str]] = []
    for code in results:
        if code == form.results[0].code or not groups:
            groups.append([])
        groups[-1].append(code)
    whole = len(groups) == len(form.channels) and all(len(set(group)) == len(group) for group in groups)
    return groups if whole else []


def _by_the_form(printed: list[str], form: Form) -> tuple[list[list[str]], list[str] | None]:
    """Where the header can't be read: the form's own columns, if there is a value for each and all totals agree."""
    groups = [[result.code for result in form.results] for _ in form.channels]
    cells = [cell for cell in printed if cell]
    width = len(form.results)
    [total] = [total for total in form.sums if total.table == "appeals"]
    if len(cells) != width * len(groups):
        return [], None
    rows = [dict(zip(groups[0], _numbers(cells[at : at + width]), strict=True)) for at in range(0, len(cells), width)]
    return (groups, cells) if all(holds(total, row) for row in rows) else ([], None)


# --- what all tables share --------------------------------------------------------------------------------------


_PLACED = ("tabs", "piped")  # layouts that keep a blank cell where it is


def _settled(row: Drawn, columns: Sequence[str], in_place: bool, sums: Sequence[Sum]) -> list[str] | None:
    """The cells of a row by column where their places are certain: told by position, or by how its digits split."""
    if row.made == "glued":
        return split(row.cells[0], columns, sums)
    cells = settle(row.cells, len(columns), in_place=in_place)
    return None if cells is not None and _elsewhere(row.cells, cells, columns, sums) else cells


def _elsewhere(printed: Sequence[str], cells: Sequence[str], columns: Sequence[str], sums: Sequence[Sum]) -> bool:
    """Do the sums deny the columns that position gives, and bear out others? Phantom cells may stand on either side."""
    if printed[0] or len(printed) <= len(columns) or False not in _held(cells, columns, sums):
        return False
    windows = [printed[at : at + len(columns)] for at in range(1, len(printed) - len(columns) + 1)]
    whole = [window for window in windows if sum(map(bool, window)) == sum(map(bool, printed))]
    return any(True in held and False not in held for held in (_held(window, columns, sums) for window in whole))


def _held(cells: Sequence[str], columns: Sequence[str], sums: Sequence[Sum]) -> list[bool | None]:
    row = dict(zip(columns, _numbers(cells), strict=True))
    return [holds(total, row) for total in sums if total.over == "columns"]


def _in_place(drawn: Sequence[tuple[Drawn, int]]) -> bool:
    """Does the layout of these rows, each with its number of columns, keep blank cells where they are?

    Tabs do, and pipes on lines of their own, unless merged cells push values to the right somewhere. Pipe rows squeeze
    blanks to the end, unless some row shows one between its values; lines may have dropped them, unless every row has
    a line for every column.
    """
    if not drawn or any(shifted(row.cells, columns) for row, columns in drawn):
        return False
    rows = [row for row, _ in drawn]
    if all(row.made in _PLACED for row in rows):
        return True
    if all(row.made == "lines" for row in rows):
        return all(len(row.cells) == columns for row, columns in drawn)
    return all(row.made == "pipes" for row in rows) and any(_gap(row.cells) for row in rows)


def _gap(cells: Sequence[str]) -> bool:
    marks = [bool(cell) for cell, _ in groupby(cells, key=bool)]
    return marks[:3] == [True, False, True] or marks[:4] == [False, True, False, True]


def _once(rows: list[Row]) -> tuple[list[Row], list[Finding]]:
    """Each row once: printed twice with different numbers, the cells that differ have no certain number."""
    kept: dict[tuple[Table, str], Row] = {}
    findings = []
    for row in rows:
        first = kept.get((row.table, row.code))
        if first is None:
            kept[row.table, row.code] = row
        elif first.columns != row.columns or [v.number for v in first.values] != [v.number for v in row.values]:
            values = tuple(
                v if v.number == row.number(c) else BLANK for c, v in zip(first.columns, first.values, strict=True)
            )
            kept[row.table, row.code] = replace(first, values=values)
            message = (
                f"{_TITLES[row.table]}同一行在第{first.line}行和第{row.line}行各印一次，数字不同，不同之处未录入。"
            )
            findings.append(Finding("rows.repeated", message, row.line, row.table, row.code))
    return list(kept.values()), findings


def _cell_findings(row: Row, label: str, names: dict[str, str]) -> Iterator[Finding]:
    for column, value in zip(row.columns, row.values, strict=True):
        if value.note == "unreadable":
            message = f"“{label}”{names[column]}一栏印作“{value.raw}”，不能读作一个数，未录入。"
            yield Finding("cells.unreadable", message, row.line, row.table, row.code, column, value.raw)
        elif value.note == "annotated":
            message = f"“{label}”{names[column]}一栏印作“{value.raw}”，录入{value.number}。"
            yield Finding("cells.annotated", message, row.line, row.table, row.code, column, value.raw)


def _unplaced(row: Drawn, columns: int, label: str = "") -> Finding:
    printed = _printed(row)
    stated = "、".join(printed)
    check = "rows.long" if len(printed) > columns else "rows.short"
    what = f"印有{len(printed)}个（{stated}）" if printed else "没有印出单元格"
    message = f"“{label or row.label}”一行应有{columns}栏，{what}，无法确定各属哪一栏，不能确定的未录入。"
    return Finding(check, message, row.line, row.table, row.code or None, None, stated or None)


def _cut(row: Drawn, label: str) -> Finding:
    message = f"行名称残缺：“{row.cut}”，按唯一相符的“{label}”读取。"
    return Finding("rows.cut", message, row.line, row.table, row.code, None, row.cut)


def _unmatched(stray: Stray) -> Finding:
    message = f"{_TITLES[stray.table]}中“{stray.text[:200]}”不是法定表格的行，未录入。"
    return Finding("rows.unmatched", message, stray.line, stray.table, None, None, stray.text[:200])


def _strays(strays: Sequence[Stray], form: Form) -> Iterator[Finding]:
    for stray in strays:
        if stray.cut:
            message = f"行名称残缺：“{stray.text}”只是“{form.full_label(stray.cut)}”的后半，前半和数字未见，未录入。"
            yield Finding("rows.cut", message, stray.line, stray.table, stray.cut, None, stray.text)
        else:
            yield _unmatched(stray)


def _missing(rows: Sequence[Row], form: Form) -> Iterator[Finding]:
    """The form's rows that the report doesn't print; a table that is missing whole is told once."""
    found = {(row.table, row.code) for row in rows}
    expected: dict[Table, dict[str, str]] = {
        "disclosure_items": {item.code: item.label for band in form.bands for item in band.items},
        "applications": {o.code: form.full_label(o.code) for o in form.rows if not form.children(o.code)},
        "appeals": {channel.code: channel.label for channel in form.channels},
    }
    for table, codes in expected.items():
        absent = [code for code in codes if (table, code) not in found]
        if table == "applications" and ("applications", "other_handling") in found:
            absent = [code for code in absent if code not in form.children("other_handling")]
        if len(absent) == len(codes):
            yield Finding("rows.missing", f"未见{_TITLES[table]}。", None, table)
        else:
            for code in absent:
                yield Finding("rows.missing", f"{_TITLES[table]}缺少“{codes[code]}”一行。", None, table, code)
