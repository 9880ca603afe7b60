"""A report's page (年度报告): its three tables as on the printed form, findings at their cells, prose, header.

The labels and their order come from ``static/forms.json`` (made from the form definitions), the names of the
header's fields from metadata.yml, everything else from the database, in one visit to it.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path

from datasette import hookimpl
from markupsafe import Markup

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
from site_changes import corrections
from site_safety.parameters import single_key

_FORMS = Path(__file__).parent.parent / "static" / "forms.json"
_TEMPLATE = "row-reports-reports.html"
_HEADER = (
    "index_number",
    "publisher",
    "document_date",
    "published_date",
    "disclosure_method",
    "category",
    "document_number",
    "period",
    "signed_by",
    "signed_date",
    "filing_date",
    "contact_office",
    "contact_address",
    "contact_postcode",
    "contact_phone",
    "contact_fax",
    "contact_email",
)
_HEADER_NAMES = {"period": "统计期限"}  # made of two columns
_LABELS = 3  # columns that the labels of table 2 take: group, group, row
_TABLES = ("disclosure_items", "applications", "appeals", "statistics")
_SQL = {
    "report": "SELECT r.*, a.name AS agency, a.level, a.function, g.full_name AS place, g.code AS region_code,"
    " f.title AS form, f.authority, s.name AS source_name, s.sha256, s.added_at, s.size"
    " FROM reports r JOIN agencies a ON a.id = r.agency_id JOIN sources s ON s.id = r.source_id"
    " LEFT JOIN regions g ON g.code = a.region_code LEFT JOIN forms f ON f.id = r.form_id WHERE r.id = :id",
    "disclosure_items": "SELECT k.code AS row_code, m.code AS column_name, value, d.unit, raw, line"
    " FROM disclosure_items d JOIN item_kinds k ON k.id = item_kind_id JOIN measures m ON m.id = measure_id"
    " WHERE report_id = :id",
    "applications": "SELECT o.code AS row_code, t.* FROM applications t JOIN outcomes o ON o.id = outcome_id"
    " WHERE report_id = :id",
    "appeals": "SELECT c.code AS row_code, t.* FROM appeals t JOIN channels c ON c.id = channel_id"
    " WHERE report_id = :id",
    "statistics": "SELECT i.code AS row_code, i.label, i.unit, i.parent, s.value, s.unit AS stated, s.raw, s.line"
    " FROM statistics s JOIN indicators i ON i.id = s.indicator_id WHERE report_id = :id ORDER BY i.position",
    "sections": "SELECT id, heading, body, line FROM sections WHERE report_id = :id ORDER BY position",
    "findings": "SELECT f.*, c.title, c.formula, c.basis, v.verdict, v.note, v.reviewed_at FROM findings f"
    " JOIN checks c ON c.id = f.check_id LEFT JOIN reviews v ON v.key = f.key"
    " WHERE report_id = :id ORDER BY f.line IS NULL, f.line, f.check_id, f.key, f.id",
    # Others to compare with: the same function in the places beside it, the same year.
    "peers": "SELECT r.id, b.name AS agency FROM reports this JOIN agencies a ON a.id = this.agency_id"
    " JOIN regions g ON g.code = a.region_code JOIN regions n ON n.parent_code = g.parent_code"
    " JOIN agencies b ON b.region_code = n.code AND b.function = a.function AND b.id <> a.id"
    " JOIN reports r ON r.agency_id = b.id AND r.year = this.year AND r.scope = this.scope"
    " WHERE this.id = :id ORDER BY n.code LIMIT 6",
    "claims": "SELECT quote, number, line FROM prose_claims WHERE report_id = :id ORDER BY position",
    "revisions": "SELECT v.*, r.form_id FROM revisions v JOIN reports r ON r.id = v.report_id WHERE v.report_id = :id"
    " ORDER BY v.id DESC",
    "years": "SELECT r.id, r.year FROM reports r JOIN reports this ON this.id = :id"
    " WHERE r.agency_id = this.agency_id AND r.scope = this.scope ORDER BY r.year",
}

# What cells of tables 2 and 3 print that is more than their number; those of table 1 keep it beside theirs.
_PRINTED = "SELECT table_name, row_code, column_name, raw FROM printed_cells WHERE report_id = :id"
_TABLES_THERE = (
    "SELECT name FROM sqlite_master WHERE type = 'table'"  # an older database lacks some until it's written to
)
_HAS_PRINTED = "SELECT 1 FROM sqlite_master WHERE name = 'printed_cells'"


@hookimpl
def extra_template_vars(template, datasette, database, request):
    if template != _TEMPLATE:
        return {}

    async def report_page():
        def load(connection):
            given = {"id": single_key(request.url_vars["pks"])}
            connection.execute("BEGIN")  # one look: a report replaced meanwhile is the old or the new, no mixture
            try:
                there = {name for (name,) in connection.execute(_TABLES_THERE)}
                asked = {name: sql for name, sql in _SQL.items() if name != "claims" or "prose_claims" in there}
                found = {"claims": []} | {name: _dicts(connection.execute(sql, given)) for name, sql in asked.items()}
                kept = connection.execute(_HAS_PRINTED).fetchone()  # not in a database of before, until it's written to
                return found | {"printed": _dicts(connection.execute(_PRINTED, given)) if kept else []}
            finally:
                connection.rollback()

        found = await datasette.get_database(database).execute_fn(load)
        url = datasette.absolute_url(request, datasette.urls.row(database, "reports", request.url_vars["pks"]))
        return {"page": {**_page(found), "url": url}, "plain_cells": plain_cells}

    return report_page


@cache
def _forms():
    return json.loads(_FORMS.read_text("utf-8"))


def _dicts(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _page(found):
    report = found["report"][0]
    report["period"] = " 至 ".join(filter(None, (report["period_start"], report["period_end"])))
    years = found["years"]
    at = [year["id"] for year in years].index(report["id"])
    marks = _Marks(found["findings"])
    for cell in found["printed"]:
        for row in found.get(cell["table_name"], ()):
            if row["row_code"] == cell["row_code"] and cell["table_name"] != "disclosure_items":
                row.setdefault("raws", {})[cell["column_name"]] = cell["raw"]
    page = {
        "report": report,
        "header": [(_HEADER_NAMES.get(name), name, report[name]) for name in _HEADER if report[name]],
        "sections": found["sections"],
        "corrections": corrections(found["revisions"]),
        "claims": [{**claim, "number": number(claim["number"])} for claim in found["claims"]],
        "before": years[at - 1] if at else None,
        "after": years[at + 1] if at + 1 < len(years) else None,
        "years": years,
        "peers": found["peers"],
    }
    page["tables"] = _tables(report["form_id"], found, marks)
    page["statistics"] = _statistics(found["statistics"], marks)
    page["marks"] = {table: marks.table(table) for table in _TABLES}
    page["findings"] = marks.findings
    page["groups"] = grouped(marks.findings)
    page["rows_at"] = _rows_at(page["tables"]) | {row["line"]: row["id"] for row in page["statistics"] if row["line"]}
    return page


def drawn_report(found):
    """A draft as its page draws it: tables, findings and sections as of a stored report, nothing of the database."""
    report, marks = found["report"], _Marks(found["findings"])
    tables = _tables(report["form_id"], found["rows"], marks)
    sections = [{"id": n, **section} for n, section in enumerate(found["sections"], start=1)]
    drawn = {table: marks.table(table) for table in _TABLES}
    found = {"findings": marks.findings, "groups": grouped(marks.findings)}
    return {"report": report, "tables": tables, "marks": drawn, "sections": sections, **found}


_SAME = 3  # findings that say the same of so many places are one in the list
_PLACE = re.compile(r"“[^”]*”|（?第 ?\d+ ?行）?|\d+")


def grouped(findings):
    """Findings of one cause together, each group at the place of its first: ``said`` once, ``members`` to unfold.

    >>> one = {"check_id": "rows.placed", "severity": "warning", "verdict": None, "said": None}
    >>> rows = [one | {"message": f"“{row}”一行应有7栏，印有6个数。"} for row in ("甲", "乙", "丙")]
    >>> [(group["said"], len(group["members"])) for group in grouped([*rows, one | {"message": "别的"}])]
    [('一行应有7栏，印有6个数。', 3), (None, 1)]
    """
    groups = {}
    for finding in findings:
        same = finding["check_id"], finding["severity"], finding.get("verdict"), _PLACE.sub("", finding["message"])
        groups.setdefault(same, []).append(finding)
    made = []
    for members in groups.values():
        if len(members) < _SAME:
            made += [{"said": None, "members": [finding]} for finding in members]
        else:
            made.append({"said": _common(members), "members": members})
    return sorted(made, key=lambda group: group["members"][0].get("number", 0))


def _common(members):
    """What the sentences of a group have in common, without the place that each names; of numbers that differ, none."""
    texts = {re.sub(r"“[^”]*”|（第 ?\d+ ?行）", "", finding["message"]) for finding in members}
    return texts.pop() if len(texts) == 1 else members[0].get("title") or members[0]["check_id"]


def _tables(form_id, found, marks):
    """The three tables of a report on a form that is known; else None."""
    if form_id not in _forms():
        return None
    form = _forms()[form_id]
    return {
        "bands": _bands(form["disclosure_items"], found["disclosure_items"], marks),
        "applications": _outcomes(form["applications"], found["applications"], marks),
        "appeals": _appeals(form["appeals"], found["appeals"], marks),
    }


def _rows_at(tables):
    """Source line → the row of a table that is printed there, so that the text leads back to the table."""
    if tables is None:
        return {}
    rows = [row for band in tables["bands"]["bands"] for row in band["rows"]]
    rows += tables["applications"]["rows"] + tables["appeals"]["channels"]
    return {row["line"]: row["id"] for row in reversed(rows) if row["line"]}


class _Marks:
    """The findings of a report, numbered; each is shown at one place that the page draws.

    Asked for cells first, then rows, columns and tables, so that a finding whose cell isn't drawn still shows at its
    row, and one whose row isn't drawn at its table. ``where`` leads from the list beneath to the place.
    """

    def __init__(self, findings):
        self.findings = [{**finding, "number": n, "where": None} for n, finding in enumerate(findings, start=1)]

    def _take(self, where, **wanted):
        found = [f for f in self.findings if f["where"] is None and wanted.items() <= f.items()]
        for finding in found:
            finding["where"] = where
        return found

    def cell(self, table, row, column):
        return self._take(f"{table}-{row}-{column}", table_name=table, row_code=row, column_name=column)

    def row(self, table, row):
        return self._take(f"{table}-{row}", table_name=table, row_code=row)

    def column(self, table, column):
        return self._take(f"{table}--{column}", table_name=table, row_code=None, column_name=column)

    def table(self, table):
        return self._take(table, table_name=table)


def _cell(place, marks, printed):
    """A cell to draw; ``printed`` is its (value, raw), or None where the report has no such row."""
    value, raw = printed or (None, None)
    findings = marks.cell(*place)
    stated = next((finding["stated"] for finding in findings if finding["stated"]), None)
    text = number(value) if value is not None else (raw or stated or "")
    return {
        "id": "-".join(place),
        "text": text,
        "raw": raw if raw and raw != text else None,
        "unread": value is None and bool(findings),
        "absent": printed is None,
        "unsure": False,
        "findings": findings,
    }


def _stored(row, column):
    """(value, raw) of a cell of tables 2 and 3; None where the report has no such row."""
    return row and (row.get(column), row.get("raws", {}).get(column))


def number(value):
    """A number as printed: no thousands separator, no ``.0``.

    >>> number(25.1), number(3.0), number(0), number(None)
    ('25.1', '3', '0', '')
    """
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)


def plain_cells(cells, spans=None, link=None):
    """The cells of a row in which there is nothing but numbers, as the macro ``cell`` draws each; else nothing.

    That is nearly every row of nearly every report, and a macro takes twenty times as long.

    >>> plain = {"text": "3", "raw": None, "absent": False, "unread": False, "unsure": False, "findings": []}
    >>> plain_cells([plain | {"id": "a"}, plain | {"id": "b"}], [1, 2])
    Markup('<td id="a" class="number">3</td><td colspan="2" id="b" class="number">3</td>')
    >>> plain_cells([plain | {"id": "a"}], link="#L7")
    Markup('<td id="a" class="number"><a href="#L7">3</a></td>')
    >>> plain_cells([plain | {"id": "a", "raw": "三"}])
    Markup('')
    """
    if any(cell[name] for cell in cells for name in ("raw", "absent", "unread", "unsure", "findings")):
        return Markup()
    drawn = zip(cells, spans or [1] * len(cells), strict=False)
    return Markup("").join(
        (_PLAIN if span == 1 else _SPANNING).format(span=span, id=cell["id"], text=_linked(cell["text"], link))
        for cell, span in drawn
    )


def _linked(text, link):
    return _LINKED.format(link=link, text=text) if link and text else text


_LINKED = Markup('<a href="{link}">{text}</a>')
_PLAIN = Markup('<td id="{id}" class="number">{text}</td>')
_SPANNING = Markup('<td colspan="{span}" id="{id}" class="number">{text}</td>')


def _bands(bands, cells, marks):
    printed = {(cell["row_code"], cell["column_name"]): cell for cell in cells}
    width = max(len(band["columns"]) for band in bands)
    return {"width": width, "bands": [_band(band, printed, marks, width) for band in bands]}


def _band(band, printed, marks, width):
    spans = [1] * len(band["columns"])
    spans[-1] += width - len(spans)
    rows = []
    for row in band["rows"]:
        there = [printed.get((row["code"], column["code"])) for column in band["columns"]]
        line = next((cell["line"] for cell in there if cell), None)
        cells = [
            _cell(("disclosure_items", row["code"], column["code"]), marks, cell and (cell["value"], cell["raw"]))
            for column, cell in zip(band["columns"], there, strict=True)
        ]
        rows.append(_row("disclosure_items", row, line, cells, marks))
    return {"caption": band["caption"], "columns": band["columns"], "spans": spans, "rows": rows}


def _row(table, row, line, cells, marks):
    findings = marks.row(table, row["code"])
    for cell in cells:
        # Numbers were printed in this row, but their places could not be told: that is no blank.
        cell["unsure"] = bool(findings) and not cell["absent"] and cell["text"] == ""
    return {
        "id": f"{table}-{row['code']}",
        "label": row["label"],
        "line": line,
        "cells": cells,
        "findings": findings,
    }


def _outcomes(form, rows, marks):
    """Table 2: each row with the heads that begin beside it, ``（三）不予公开`` over its eight."""
    printed = {row["row_code"]: row for row in rows}
    columns = form["columns"]
    drawn = []
    for heads, row, span in _tree(form["rows"], printed, [c["code"] for c in columns]):
        stored = printed.get(row["code"])
        cells = [_cell(("applications", row["code"], c["code"]), marks, _stored(stored, c["code"])) for c in columns]
        made = _row("applications", row, stored and stored["line"], cells, marks)
        drawn.append({**made, "heads": heads, "span": span, "article": row["article"]})
    return {
        "rule": form["rule"],
        "columns": [{**column, "findings": marks.column("applications", column["code"])} for column in columns],
        "group": [column for column in columns if column["group"]],
        "rows": drawn,
    }


def _tree(rows, printed, columns):
    """(heads that begin here, row, columns that its label spans) of every row of table 2 that carries cells."""
    children = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)

    def has_cells(row):
        return row["code"] in printed and any(printed[row["code"]].get(column) is not None for column in columns)

    def under(row):
        # A 2021 report may print （六）其他处理 as one row: then its three are neither there nor missed.
        found = children.get(row["code"], [])
        return found if not has_cells(row) or any(child["code"] in printed for child in found) else []

    def height(row):
        return sum(map(height, under(row))) + (has_cells(row) or not under(row))

    def walk(row, depth, heads):
        if not under(row):
            return [(heads, row, _LABELS - depth)]
        lines = [(heads, row, _LABELS - depth)] if has_cells(row) else []
        if not lines:
            heads = [*heads, {"label": row["label"], "rowspan": height(row)}]
            depth += 1
        for child in under(row):
            lines += walk(child, depth, [] if lines else heads)
        return lines

    return [line for row in children[None] for line in walk(row, 0, [])]


def _statistics(rows, marks):
    """The table of indicators before 2019: each under its heading, and further in under the indicator it is part of."""
    depths, shown, drawn = {}, set(), []
    for row in rows:
        place = ("statistics", row["row_code"], "value")
        cell = _cell(place, marks, (row["value"], row["raw"]))
        made = _row("statistics", {"code": row["row_code"], **row}, row["line"], [cell], marks)
        parent = row["parent"]
        depths[row["label"]] = depths.get(parent, -1) + 1 if parent in depths else 0
        head = parent if parent and parent not in depths and parent not in shown else None
        shown.add(parent)
        drawn.append({**made, "unit": _unit(row), "head": head, "depth": depths[row["label"]]})
    return drawn


def _unit(row):
    """What a number counts; of an amount that states no unit nobody knows it, whatever the form asks for."""
    return "未注明" if row["unit"] == "万元" and row["value"] and not row["stated"] else row["unit"]


def _appeals(form, rows, marks):
    printed = {row["row_code"]: row for row in rows}
    channels = []
    for channel in form["channels"]:
        stored = printed.get(channel["code"])
        cells = [
            _cell(("appeals", channel["code"], c["code"]), marks, _stored(stored, c["code"])) for c in form["columns"]
        ]
        channels.append(_row("appeals", channel, stored and stored["line"], cells, marks))
    return {"columns": form["columns"], "channels": channels}
