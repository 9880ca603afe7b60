"""Verdicts beside drafts (复核意见): a CSV file in the folder, by the findings' keys; ``ingest add`` takes them along.

A finding of a draft has the key that it will have in the database, so what was said of it holds there too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ingest.model import Finding, Refused, Report
from ingest.source import decode
from ingest.store import Reviewed, Verdict, identity_of

FILE = "verdicts.csv"
_COLUMNS = ("key", "verdict", "note", "reviewed_at", *Reviewed._fields[1:])
_KNOWN = ("dismissed", "confirmed")
Entry = tuple[Reviewed, Verdict]


def folders(paths: Iterable[str]) -> list[Path]:
    """Where the verdicts on some paths stand: in a folder that is named, beside a file."""
    found = (Path(path) if Path(path).is_dir() else Path(path).parent for path in paths if path != "-")
    return list(dict.fromkeys(found))


def beside(paths: Iterable[str]) -> dict[str, Entry]:
    """The verdicts on the drafts of some paths, by key; raises ``Refused`` for a file that is none."""
    found: dict[str, Entry] = {}
    for folder in folders(path for path in paths if "://" not in path):
        found |= read(folder / FILE)
    return found


def read(path: Path) -> dict[str, Entry]:
    """The verdicts of a file; none where there is no file."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        return {}
    rows = csv.DictReader(io.StringIO(decode(content)[1].lstrip("\ufeff")))
    if set(_COLUMNS) - set(rows.fieldnames or ()):
        raise Refused(f"{path}：不是复核意见的文件 (no file of verdicts)")
    found = {}
    for row in rows:
        if row["verdict"] not in _KNOWN:
            raise Refused(f"{path}：第{rows.line_num}行的复核意见无法识别 (no verdict in line {rows.line_num})")
        blank = {name: row[name] or None for name in ("table_name", "row_code", "column_name", "stated", "expected")}
        given = {name: row[name] for name in ("key", "agency", "scope", "check_id", "message")} | blank
        verdict: Literal["dismissed", "confirmed"] = "dismissed" if row["verdict"] == "dismissed" else "confirmed"
        found[row["key"]] = (
            Reviewed(year=int(row["year"]), **given),
            Verdict(verdict, row["note"], row["reviewed_at"]),
        )
    return found


def write(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write the verdicts of a folder; Excel opens the file as it is. Raises ``Refused`` where it can't be written."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for key, (reviewed, verdict) in sorted(entries.items()):
        table.writerow((key, *verdict, *reviewed[1:]))
    try:
        path.write_bytes(("\ufeff" + out.getvalue()).encode("utf-8", "replace"))
    except OSError as error:
        raise Refused(f"{path}：无法写入 (cannot be written: {error.strerror})") from error


def reviewed(finding: Finding, key: str, report: Report) -> Reviewed:
    """A finding of a draft as it is judged."""
    _, year, scope = identity_of(report)
    return Reviewed(
        key, report.agency.name, year, scope, finding.check, finding.table, finding.row, finding.column,
        finding.stated, finding.expected, finding.message,
    )  # fmt: skip


def verdict(kind: str, note: str) -> Verdict:
    """A verdict of now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Verdict("dismissed" if kind == "dismissed" else "confirmed", note, now)
