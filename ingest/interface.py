"""The Python interface (Python 接口): read a file, or many, as typed records.

    from ingest import read
    report = read("reports/二七区2021.docx")
    report.agency.name, report.year, report.form
    report.table("applications")["received"].number("natural_person")
    report.to_dict()                       # what `ingest show --json` prints

A number is an ``int`` or ``float``, None for a blank and for what can't be read; ``findings`` tell them apart. Money is
in 万元 where a unit is stated. ``line`` counts from 1 in the file's transcript.

Names that start here stay: ``read``, ``read_many``, ``Report`` with ``agency``, ``year``, ``head``, ``form``,
``rows``, ``sections``, ``findings``, ``table``, ``to_dict``, and ``Refused``.

>>> page = '''示例县水务局2022年政府信息公开工作年度报告
... 统计期限自2022年1月1日起至2022年12月31日止。
... 三、收到和处理政府信息公开申请情况
... |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
... | 一、本年新收政府信息公开申请数量 | 3 | 1 | 0 | 0 | 0 | 0 | 4 |
... '''
>>> report = read(page.encode(), name="a.txt")
>>> report.agency.name, report.year, report.table("applications")["received"].number("total")
('示例县水务局', 2022, 4)
>>> report.to_dict()["rows"][0]["cells"]["natural_person"]["number"]
3
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from ingest import model
from ingest.checks import checks
from ingest.containers import read_source, source_of
from ingest.model import Refused, Row, Source, Table
from ingest.parse import parse
from ingest.pipeline.inputs import inputs

__all__ = ["Refused", "Report", "read", "read_many", "to_dict"]


@dataclass(frozen=True, slots=True)
class Report(model.Report):
    """One annual report, read and checked, with the file that it was read from."""

    source: Source | None = None

    def table(self, name: Table) -> dict[str, Row]:
        """The rows of a table (``applications`` …) by their codes; ``Row.number(column)`` gives a cell."""
        return {row.code: row for row in self.rows if row.table == name}

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        assert self.source is not None  # noqa: S101 (read() gives one)
        return to_dict(self.source, self)


def read(file: str | os.PathLike[str] | bytes, *, name: str = "-") -> Report:
    """One report from a file of any kind, or from its bytes under a ``name`` whose suffix says what they are.

    Raises ``Refused`` for what is no annual report or names no agency or year, with the reason as its sentence.
    """
    source = source_of(name, file) if isinstance(file, bytes) else read_source(os.fspath(file))
    report = parse(source)
    return Report(**{field.name: getattr(report, field.name) for field in fields(report)}, source=source)


def read_many(
    paths: Iterable[str | os.PathLike[str]], *, refused: Callable[[str, str], None] | None = None
) -> Iterator[Report]:
    """The reports of files and folders, in order, each file once; archives go through `ingest add`.

    What is refused goes to ``refused`` (path, reason); without one it is a warning that names the file.
    """
    for found in inputs(os.fspath(path) for path in paths):
        reason = found.refused or ("an archive (压缩包): ingest add reads it" if found.archive else "")
        try:
            if not reason:
                yield read(found.path)
        except Refused as error:
            reason = str(error)
        if reason and refused:
            refused(found.path, reason)
        elif reason:
            warnings.warn(f"{found.path}: {reason}", stacklevel=2)


def to_dict(source: Source, report: model.Report) -> dict[str, Any]:
    """The reading of a source as plain values, for JSON."""
    data = {field.name: getattr(report, field.name) for field in fields(model.Report)}
    data |= {"agency": asdict(report.agency), "sections": [asdict(section) for section in report.sections]}
    head = asdict(report.head).items()
    data["head"] = {key: value.isoformat() if isinstance(value, date) else value for key, value in head}
    data["rows"] = [_row(row) for row in report.rows]
    data["findings"] = [asdict(finding) | {"severity": checks()[finding.check].severity} for finding in report.findings]
    kind = {"encoding": source.encoding, "container": source.container}
    return {"file": source.name, **kind, "sha256": source.sha256, **data}


def _row(row: Row) -> dict[str, Any]:
    cells = {code: asdict(value) for code, value in zip(row.columns, row.values, strict=True)}
    return {"table": row.table, "code": row.code, "line": row.line, "cells": cells}
