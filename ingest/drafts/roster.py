"""Who is expected to hand in (名录): a list of names as CSV or as a sheet, in its own order."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from ingest.drafts.model import Expected
from ingest.model import Refused
from ingest.source import decode, read_bytes
from ingest.store.roster import read_list

_SHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


def read_roster(path: str, year: int | None = None) -> tuple[Expected, ...]:
    """The names of a list that are expected in a year, each once; raises ``Refused`` for what is no list."""
    try:
        return _read(path, year)
    except Refused as error:
        raise Refused(f"{path}：{error}") from error


def _read(path: str, year: int | None) -> tuple[Expected, ...]:
    content = read_bytes(path)
    text = _of_sheet(content) if PurePath(path).suffix.lower() in _SHEETS else decode(content)[1]
    found: dict[str, Expected] = {}
    for entry in read_list(text):
        if year is None or entry.first <= year <= (entry.last or year):
            found.setdefault(entry.agency.key, Expected(entry.name, entry.agency))
    if not found:
        raise Refused("名录中没有这一年度应当报送的机关 (nobody on the list is expected in this year)")
    return tuple(found.values())


def _of_sheet(content: bytes) -> str:
    """The first sheet of a workbook as CSV; a year that the sheet keeps as a number is one without a point."""
    import python_calamine  # noqa: PLC0415 (only who has a sheet waits for it)

    try:
        rows = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except Exception as error:
        raise Refused(f"名录无法读取 (the list can't be read: {type(error).__name__})") from error
    out = io.StringIO()
    csv.writer(out).writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
