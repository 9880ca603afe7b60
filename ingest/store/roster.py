"""Rosters (机关名录): who was expected to report, from a list of one's own. ``coverage`` uses it.

A list has a column for the name (机关, 名称, name), and if one likes for the place (地区, place), the first and last
year (起始年, 截止年; first_year, last_year) or both in one (年份, years: ``2019-2023``, ``2019-``, ``2020``).
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from ingest.model import Agency, Refused
from ingest.patterns import lazy
from ingest.places import Signs, resolve
from ingest.store.errors import told

_COLUMNS = {
    "name": ("机关", "机关名称", "名称", "单位", "单位名称", "name", "agency"),
    "place": ("地区", "地方", "所在地", "行政区划", "place", "region"),
    "first_year": ("起始年", "首年", "起", "first_year", "first"),
    "last_year": ("截止年", "末年", "止", "last_year", "last"),
    "years": ("年份", "年度", "years", "year"),
}
_YEARS = lazy(r"(?P<first>(?:19|20)\d\d)年?(?P<to>\s*[-–—~～至到]\s*(?P<last>(?:19|20)\d\d)?年?)?")
FIRST_YEAR = 2008  # the first year that the regulations of 2007 asked for a report


class Loaded(NamedTuple):
    """What became of a list."""

    expected: int
    undecided: tuple[str, ...]  # names whose place is open


class Entry(NamedTuple):
    """Who is expected: as the list has it, as read, and from and to which year (None: still)."""

    agency: Agency
    name: str
    first: int
    last: int | None


def load(connection: sqlite3.Connection, list_name: str, text: str) -> Loaded:
    """Put a list into the roster; one of the same name gives way to it. Raises ``Refused`` for what is no list."""
    entries = list(read_list(text))
    if not entries:
        raise Refused("名录是空的 (the list is empty)")
    from ingest.store.schema import transaction  # noqa: PLC0415 (who only reads a list doesn't wait for the schema)

    with told(), transaction(connection):
        connection.execute("DELETE FROM roster WHERE list = ?", [list_name])
        for entry in entries:
            connection.execute(_INSERT, (*_row(entry), list_name))
    undecided = tuple(entry.name for entry in entries if entry.agency.region_code is None)
    return Loaded(len({(entry.agency.key, entry.first) for entry in entries}), undecided)


_INSERT = """
    INSERT INTO roster (name, key, region_code, level, function, first_year, last_year, list)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key, first_year) DO UPDATE
    SET name = excluded.name, last_year = excluded.last_year, list = excluded.list
"""


def _row(entry: Entry) -> tuple[Any, ...]:
    agency = entry.agency
    return entry.name, agency.key, agency.region_code, agency.level, agency.function, entry.first, entry.last


def read_list(text: str) -> Iterator[Entry]:
    """The entries of a list (CSV); raises ``Refused`` for what is none."""
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    header = [cell.strip().lower() for cell in next(rows, [])]
    at = {field: n for field, names in _COLUMNS.items() for n, cell in enumerate(header) if cell in names}
    if "name" not in at:
        raise Refused("名录第一行应有“机关”一栏 (the list's first line needs a column 机关 or name)")
    for number, row in enumerate(rows, start=2):
        cells = {field: row[n].strip() for field, n in at.items() if n < len(row)}
        if cells.get("name"):
            yield _entry(cells, number)


def _entry(cells: dict[str, str], number: int) -> Entry:
    first, last = _years(cells, number)
    name, place = cells["name"], cells.get("place", "")
    agency = resolve(name, last or first, Signs(header=(place,) if place else ()))
    if agency.region_code is None and place:  # 商务局, 郑州市二七区
        agency = resolve(place + name, last or first)
    return Entry(agency, agency.name if agency.region_code else name, first, last)


def _years(cells: dict[str, str], number: int) -> tuple[int, int | None]:
    text = cells.get("years") or "-".join(filter(None, (cells.get("first_year"), cells.get("last_year") or "")))
    if cells.get("first_year") and not cells.get("last_year") and not cells.get("years"):
        text += "-"
    if not text:
        return FIRST_YEAR, None
    found = _YEARS.fullmatch(text)
    if found is None or (found["last"] and found["last"] < found["first"]):
        raise Refused(f"名录第{number}行的年份无法识别：{text[:20]} (no years in line {number} of the list)")
    last = found["last"] or (None if found["to"] else found["first"])
    return int(found["first"]), int(last) if last else None
