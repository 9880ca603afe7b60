"""Truth files: what a person read in a report, cell by cell, before any program did.

``tests/real`` holds facts of five real reports (the reports themselves are not here), ``tests/examples`` of the
invented ones in ``examples/``.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from ingest.model import Report, Row, Source
from ingest.parse import parse

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
REAL = HERE.parent.parent / "shared" / "reports"


def truths(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """(name, truth) of every truth file in a folder of the tests."""
    paths = sorted((HERE / folder).glob("*.json"))
    return [(path.stem, json.loads(path.read_text("utf-8"))) for path in paths]


def source(text: str, name: str = "test.txt") -> Source:
    """A source as the reader of files would hand it on."""
    content = text.encode()
    return Source(name, content, hashlib.sha256(content).hexdigest(), "text/plain", "utf-8", text)


def read(text: str) -> Report:
    """The report in a text."""
    return parse(source(text))


def head(report: Report) -> dict[str, Any]:
    """What a report says of itself, keyed as in the truth files."""
    said = {name: getattr(report.head, name) for name in report.head.__dataclass_fields__}
    said |= {name: getattr(report.agency, name) for name in ("region_code", "level", "function")}
    said |= {"agency": report.agency.name, "year": report.year, "form": report.form}
    said |= {"completeness": report.completeness}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def disclosure(report: Report) -> dict[str, Any]:
    """Table 1 as in the truth files."""
    return {
        row.code: {
            column: {"value": value.number, "unit": value.unit, "raw": value.raw, "line": row.line}
            for column, value in zip(row.columns, row.values, strict=True)
        }
        for row in _rows(report, "disclosure_items")
    }


def cells(report: Report, table: str, width: int) -> dict[str, Any]:
    """Table 2 or 3 as in the truth files; a column that isn't printed counts as blank."""
    return {
        row.code: {"cells": [v.number for v in row.values] + [None] * (width - len(row.values)), "line": row.line}
        for row in _rows(report, table)
    }


def sections(report: Report) -> list[dict[str, Any]]:
    """The headed sections as in the truth files."""
    return [{"kind": s.kind, "heading": s.heading, "line": s.line} for s in report.sections if s.heading]


def _rows(report: Report, table: str) -> list[Row]:
    return [row for row in report.rows if row.table == table]
