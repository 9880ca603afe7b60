"""One draft for the site's page (网页校验): bytes on standard input → JSON on standard output, nothing kept.

    python -m ingest.opinions.page [--year 2025] [--db reports.db] < 草稿.docx

The site runs it once for each draft, in a process of its own that may take so much memory and processor time and is
gone when the draft has been answered. Shapes: ``rows`` of the tables as the database has them, findings in reading
order with the words of their checks, ``letter`` the 校验意见 (a Word document, base64).
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from contextlib import closing, nullcontext
from dataclasses import asdict
from datetime import date
from typing import Any

from ingest.checks import checks
from ingest.drafts import VERDICTS, Asked, Draft, check
from ingest.model import Report
from ingest.opinions import words
from ingest.opinions.letters import letter
from ingest.pipeline import Interrupts, limits
from ingest.pipeline.checking import Told
from ingest.pipeline.inputs import Input
from ingest.store import look

MEMORY = 1_500_000_000  # bytes of address space beyond what the process begins with


def main() -> None:
    """Read one draft, say what was found, and go."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--year", type=int)
    parser.add_argument("--db")
    given = parser.parse_args()
    limits.in_memory(MEMORY)
    with closing(look(given.db)) if given.db else nullcontext() as connection, Interrupts() as interrupts:
        run = check([Input("-")], Asked(given.year), connection, interrupts)
    json.dump(as_data(run.drafts[0]), sys.stdout, ensure_ascii=False)


def as_data(draft: Draft) -> dict[str, Any]:
    """What the page draws."""
    report = draft.report
    said = {"state": draft.state, "verdict": VERDICTS[draft.state], "letter": base64.b64encode(letter(draft)).decode()}
    if report is None:
        return {"refused": draft.result.refused, **said}
    head = {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(report.head).items()}
    form = words.form_of(report) if report.form else None
    return said | {
        "refused": None,
        "report": {
            "agency": draft.agency,
            "year": report.year,
            "title": report.head.title,
            "scope": report.head.scope,
            "completeness": report.completeness,
            "form_id": report.form,
            "form": form.title if form else None,
            "authority": form.authority if form else None,
            "head": head,
        },
        "rows": _rows(report),
        "sections": [asdict(section) for section in report.sections],
        "findings": [_finding(told, report) for told in draft.told],
        "counts": draft.counts,
        "blanks": draft.blanks,
    }


def _rows(report: Report) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"disclosure_items": [], "applications": [], "appeals": []}
    for row in report.rows:
        cells = dict(zip(row.columns, row.values, strict=True))
        if row.table == "disclosure_items":
            found[row.table] += [
                {"row_code": row.code, "column_name": column, "value": value.number, "raw": value.raw, "line": row.line}
                for column, value in cells.items()
            ]
        else:
            numbers = {column: value.number for column, value in cells.items()}
            raws = {column: value.raw for column, value in cells.items() if value.number is None and value.raw}
            found[row.table].append({"row_code": row.code, "line": row.line, "raws": raws, **numbers})
    return found


def _finding(told: Told, report: Report) -> dict[str, Any]:
    finding, declared = told.finding, checks()[told.finding.check]
    return {
        "check_id": finding.check,
        "severity": told.severity,
        "table_name": finding.table,
        "row_code": finding.row,
        "column_name": finding.column,
        "stated": finding.stated,
        "expected": finding.expected,
        "message": finding.message,
        "line": finding.line,
        "location": words.where(finding, report),
        "title": declared.title,
        "formula": declared.formula,
        "basis": declared.basis,
        "said": words.sentence(finding),
        "verdict": None,
    }


if __name__ == "__main__":
    main()
