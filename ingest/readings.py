"""Two readings of one text (两种读法): what its grids print, and what its lines anchored on labels print.

The two ways fail differently: one places by the whole table, the other by the layouts that it knows. A cell in which
they differ has no certain number: it is NULL, and a finding quotes both. Only where the page's header says what the
lines can't know (another order, other columns) do the lines have no say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from ingest.forms import serving
from ingest.model import BLANK, STATUTORY, Finding, Row, Table, Tables, Value

_NEARLY = 0.9  # of the numbers
_LACKS = frozenset({"rows.missing", "cells.unplaced", "rows.short", "rows.unmatched", "tables.unread"})
_TOLD_BY_HEADERS = frozenset({"columns.reordered", "columns.unmatched"})
# Findings after which a row's blanks are no blanks: what it prints could not be placed or read.
_OPEN = frozenset({"cells.unplaced", "cells.unreadable", "rows.short", "rows.long", "rows.repeated", "rows.cut"})

_UNSURE = _OPEN | {"rows.unmatched", "tables.unread"}


def both(of_grids: Tables, of_lines: Tables) -> Tables:
    """The tables of a text: each as its grids have it, if its lines don't have clearly more of it; no cell in doubt."""
    if any(finding.check in _TOLD_BY_HEADERS for finding in of_grids.findings):
        return of_grids
    fuller = _filled(_fuller(of_grids, of_lines), of_lines)
    return _agreed(_agreed(fuller, _sure(of_lines)), of_grids)


def _sure(tables: Tables) -> Tables:
    """The rows of tables in which everything printed could be placed: others' may stand a row or a column off."""
    unsure = {finding.table for finding in tables.findings if finding.check in _UNSURE}
    return replace(tables, rows=tuple(row for row in tables.rows if row.table not in unsure))


def _fuller(of_grids: Tables, of_lines: Tables) -> Tables:
    ours, theirs = _numbers(of_grids), _numbers(of_lines)
    lacking = {finding.table for finding in of_grids.findings if finding.check in _LACKS}
    assumed = {finding.table for finding in of_grids.findings if finding.check == "columns.assumed"}
    lacking -= {table for table in assumed if table and ours[table]}
    theirs_by_row = {(row.table, row.code): row for row in of_lines.rows}
    agreeing = {table for table in STATUTORY if _has_all(of_grids, theirs_by_row, table)}
    # Where both have the same numbers, the lines say more of where each stands, and of blanks.
    same = {table for table in agreeing if ours[table] == theirs[table] and not _lost(of_grids, theirs_by_row, table)}
    same |= agreeing & assumed & {row.table for row in _sure(of_lines).rows}  # their header, not the form's
    kept = [t for t in STATUTORY if t not in same and (t not in lacking or ours[t] > theirs[t] * _NEARLY)]
    told = {row.table for row in of_grids.rows} & set(kept)
    return beside_each_other(of_grids, of_lines, kept) if told else of_lines


def _has_all(of_grids: Tables, theirs: dict[tuple[Table, str], Row], table: Table) -> bool:
    """Do the lines print every number that the grids print, in the same cell?"""
    rows = [row for row in of_grids.rows if row.table == table]
    return bool(rows) and all(
        value.number is None or ((table, row.code) in theirs and theirs[table, row.code].number(column) == value.number)
        for row in rows
        for column, value in zip(row.columns, row.values, strict=True)
    )


def _lost(of_grids: Tables, theirs: dict[tuple[Table, str], Row], table: Table) -> bool:
    """Is something that the grids print, and that is no number (见附件, ``*``), not printed by the lines?"""
    return any(
        value.raw and value.number is None and not _prints((table, row.code), column, theirs)
        for row in of_grids.rows
        if row.table == table
        for column, value in zip(row.columns, row.values, strict=True)
    )


def _prints(key: tuple[Table, str], column: str, rows: dict[tuple[Table, str], Row]) -> bool:
    row = rows.get(key)
    return row is not None and column in row.columns and bool(row.values[row.columns.index(column)].raw)


def _numbers(tables: Tables) -> Counter[Table]:
    return Counter(row.table for row in tables.rows for value in row.values if value.number is not None)


def beside_each_other(of_grids: Tables, of_lines: Tables, read: Collection[Table | None]) -> Tables:
    """The tables of grids, and of those that no grid prints what the lines of the same page print (Markdown)."""
    rows = [row for row in of_lines.rows if row.table not in read]
    if not rows:
        return of_grids
    found = {row.table for row in rows}
    findings = [finding for finding in of_grids.findings if finding.table not in found]
    return Tables(
        of_grids.form or of_lines.form,
        (*(row for row in of_grids.rows if row.table not in found), *rows),
        (*findings, *(finding for finding in of_lines.findings if finding.table in found)),
        of_grids.printed + len(rows),
        dict(of_lines.lines) | dict(of_grids.lines),
    )


# --- rows that only the lines tell ----------------------------------------------------------------------------------


def _filled(chosen: Tables, of_lines: Tables) -> Tables:
    """The tables with the rows that could not be placed as the lines have them, where all else of a table agrees."""
    theirs = {(row.table, row.code): row for row in of_lines.rows}
    unplaced = _open(chosen) - _open(of_lines)
    agreeing = {table for table in STATUTORY if _agree(chosen, theirs, table)}
    taken = {
        (row.table, row.code)
        for row in chosen.rows
        if row.table in agreeing and (row.table, row.code) in unplaced and _is_full(theirs.get((row.table, row.code)))
    }
    if not taken:
        return chosen
    rows = tuple(theirs[row.table, row.code] if (row.table, row.code) in taken else row for row in chosen.rows)
    findings = tuple(one for one in chosen.findings if (one.table, one.row) not in taken or one.check not in _OPEN)
    told = tuple(one for one in of_lines.findings if (one.table, one.row) in taken)
    return replace(chosen, rows=rows, findings=(*findings, *told))


def _is_full(row: Row | None) -> bool:
    return row is not None and all(value.number is not None for value in row.values)


def _open(tables: Tables) -> set[tuple[Table | None, str | None]]:
    return {(finding.table, finding.row) for finding in tables.findings if finding.check in _OPEN}


def _agree(chosen: Tables, theirs: dict[tuple[Table, str], Row], table: Table) -> bool:
    """Do two readings of a table have no two numbers for one cell, and most numbers in common?"""
    here = [row for row in chosen.rows if row.table == table and (table, row.code) in theirs]
    pairs = [
        (value.number, theirs[table, row.code].number(column))
        for row in here
        for column, value in zip(row.columns, row.values, strict=True)
        if value.number is not None
    ]
    same = sum(one == other for one, other in pairs)
    return bool(pairs) and all(other in (None, one) for one, other in pairs) and same > _NEARLY * len(pairs)


# --- cells in doubt -------------------------------------------------------------------------------------------------


def _agreed(chosen: Tables, other: Tables) -> Tables:
    """The tables without the numbers that the other reading contradicts."""
    others = {(row.table, row.code): row for row in other.rows}
    rows: list[Row] = []
    findings: list[Finding] = []
    for row in chosen.rows:
        against = others.get((row.table, row.code))
        doubtful = _doubtful(row, against) if against and against is not row else {}
        rows.append(_without(row, doubtful) if doubtful else row)
        findings += [_told(row, doubtful, chosen.form)] if doubtful else []
    return replace(chosen, rows=tuple(rows), findings=(*chosen.findings, *findings)) if findings else chosen


def _doubtful(row: Row, against: Row) -> dict[str, tuple[Value, Value]]:
    """The columns in which another reading of the row has another number."""
    theirs = dict(zip(against.columns, against.values, strict=True))
    found = {}
    for column, value in zip(row.columns, row.values, strict=True):
        other = theirs.get(column, BLANK)
        if None not in (value.number, other.number) and other.number != value.number:
            found[column] = (value, other)
    return found


def _without(row: Row, doubtful: Collection[str]) -> Row:
    pairs = zip(row.columns, row.values, strict=True)
    return replace(row, values=tuple(BLANK if column in doubtful else value for column, value in pairs))


def _told(row: Row, doubtful: dict[str, tuple[Value, Value]], form_id: str | None) -> Finding:
    form = serving(form_id)
    names = "、".join(form.column_name(row.table, column) for column in doubtful)
    stated = "、".join(dict.fromkeys(value.raw or "空白" for pair in doubtful.values() for value in pair))
    label = form.row_name(row.table, row.code)
    message = f"“{label}”一行的{names}：按两种读法读出的数字不同（{stated}），无法确定，未录入。"
    return Finding("cells.unplaced", message, row.line, row.table, row.code, None, stated)
