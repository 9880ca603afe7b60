"""Tables (表): drawn rows → the form they follow, a column for each cell, a number for each value.

What can't be placed or read becomes a finding with its line; the cells stay empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.forms import Form, forms
from ingest.match import Drawing
from ingest.model import BLANK, Finding, Row, Table, Tables
from ingest.tables import appeals, applications, disclosure
from ingest.tables import findings as say
from ingest.tables.grid import habits
from ingest.tables.years import other_years
from ingest.text import fold, label_key

_ROWS_TOLD = 5  # fewer labels than this may stand in prose
_DEDUPLICATED = "文中重复的行已被删去（没有任何一行出现两次），表格数字的位置无法恢复，均未录入。"


def read_tables(drawing: Drawing, words: Callable[[], str], year: int | None = None) -> Tables:
    """Rows and findings of all that a document's tables print.

    ``words()``: the normal form of all its text; ``year``: the one that it reports on.
    """
    form, findings = _form(drawing, words)
    used = form or list(forms().values())[-1]
    if _deduplicated(drawing):
        why = Finding("tables.unread", _DEDUPLICATED)
        return Tables(form.id if form else None, (), (why,), len(drawing.rows))
    unread = list(_unread(drawing, used, words))
    if not drawing.rows and not drawing.appeals:
        return Tables(form.id if form and unread else None, (), tuple(unread))
    findings += [*unread, *other_years(drawing, year)]
    rows: list[Row] = []
    items = disclosure.headed(drawing, form)
    widths = [
        *disclosure.widths(items),
        *applications.widths(drawing, used),
    ]
    page = habits(widths, drawing.behind_total, bool(drawing.bare))
    for row, found in (
        *disclosure.read(items, page),
        *applications.read(drawing, used, page),
        *appeals.read(drawing, used, page),
    ):
        findings += found
        if row is not None:
            rows.append(row)
    rows, repeated = _once(rows)
    told = {finding.table for finding in unread}
    missing = [finding for finding in _missing(rows, used) if finding.table not in told]
    findings += [*repeated, *say.strays(drawing.strays, used), *missing]
    return Tables(form.id if form else None, tuple(rows), tuple(findings), len(rows))


def _deduplicated(drawing: Drawing) -> bool:
    """Were repeated lines dropped, so that one 0 stands for a hundred? Then no number has a certain place."""
    on_lines = [row for row in drawing.rows if row.made == "lines"]  # with cells or without: theirs may be dropped
    if any(row.made == "glued" for row in drawing.rows):
        return False  # cells that share a line aren't dropped one by one
    return drawing.no_repeats and len(on_lines) >= _ROWS_TOLD and not any(row.spaced for row in on_lines)


def _unread(drawing: Drawing, form: Form, words: Callable[[], str]) -> Iterator[Finding]:
    """Tables whose rows are plainly named in the text although no cell of them could be read."""
    read: set[Table] = {row.table for row in drawing.rows} | ({"appeals"} if drawing.appeals else set())
    labels: dict[Table, list[Sequence[str]]] = {
        "disclosure_items": [item.printed for band in form.bands for item in band.items],
        "applications": [(outcome.name,) for outcome in form.rows],
        "appeals": [label.printed for label in (*form.channels[1:], *form.results[:4])],
    }
    for table, names in labels.items():
        if table in read:
            continue
        named = sum(any(label_key(fold(way)) in words() for way in ways) for ways in names)
        if named >= min(_ROWS_TOLD, len(names)):
            yield Finding(
                "tables.unread", f"{say.TITLES[table]}的行名称在文中可见，但读不出各行的数字，未录入。", None, table
            )


def _form(drawing: Drawing, words: Callable[[], str]) -> tuple[Form | None, list[Finding]]:
    """The form told by the labels that only one of them prints; failing that, by its words anywhere in the text."""
    told = {form: sum(key in drawing.seen for key in _telling(form)) for form in forms().values()}
    if not any(told.values()):
        told = {form: sum(key in words() for key in _telling(form)) for form in told}
    found = sorted((form for form in told if told[form]), key=lambda form: -told[form])
    if len(found) > 1:
        others = "、".join(word for form in found[1:] for word in form.telling if label_key(fold(word)) in drawing.seen)
        message = f"表中混有两种表式的栏目：以{found[0].id}年表式读取，另有“{others}”。"
        if told[found[0]] == told[found[1]]:
            message = f"表中混有两种表式的栏目，无法判断所用表式（“{others}”）。"
            return None, [Finding("form.mixed", message)]
        return found[0], [Finding("form.mixed", message)]
    return (found[0] if found else None), []


@cache
def _telling(form: Form) -> tuple[str, ...]:
    return tuple(label_key(fold(word)) for word in form.telling)


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
                f"{say.TITLES[row.table]}同一行在第{first.line}行和第{row.line}行各印一次，数字不同，不同之处未录入。"
            )
            findings.append(Finding("rows.repeated", message, row.line, row.table, row.code))
    return list(kept.values()), findings


@cache
def _expected(form: Form) -> dict[Table, dict[str, str]]:
    """The rows that a form has, by table, with their labels."""
    return {
        "disclosure_items": {item.code: item.label for band in form.bands for item in band.items},
        "applications": {o.code: form.full_label(o.code) for o in form.rows if not form.children(o.code)},
        "appeals": {channel.code: channel.label for channel in form.channels},
    }


def _missing(rows: Sequence[Row], form: Form) -> Iterator[Finding]:
    """The form's rows that the report doesn't print; a table that is missing whole is told once."""
    found = {(row.table, row.code) for row in rows}
    for table, codes in _expected(form).items():
        absent = [code for code in codes if (table, code) not in found]
        parts = form.children("other_handling")  # （六） printed as one row stands for its parts, if none of them is
        if ("applications", "other_handling") in found and not {("applications", part) for part in parts} & found:
            absent = [code for code in absent if code not in parts]
        if len(absent) == len(codes):
            yield Finding("rows.missing", f"未见{say.TITLES[table]}。", None, table)
        else:
            for code in absent:
                yield Finding("rows.missing", f"{say.TITLES[table]}缺少“{codes[code]}”一行。", None, table, code)
