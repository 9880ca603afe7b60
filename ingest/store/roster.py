"""Rosters (机关名录): who was expected to report, from a list of one's own. ``coverage`` uses it.

A list has a column for the name (机关, 名称, name), and if one likes for the place (地区, place), the first and last
year (起始年, 截止年; first_year, last_year) or both in one (年份, years: ``2019-2023``, ``2019-``, ``2020``). A title
may stand above; cells are parted by commas, semicolons or tabs. A list of names and nothing else needs no header.

>>> [entry.name for entry in read_list("光山县2025年报送名录\\n序号;报送单位\\n1;光山县财政局\\n合计;1")]
['光山县财政局']
>>> [entry.name for entry in read_list("光山县财政局\\n光山县公安局\\n")]
['光山县财政局', '光山县公安局']
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ingest.model import Agency, Refused
from ingest.patterns import lazy
from ingest.places import Signs, resolve
from ingest.store.errors import told

_COLUMNS = {
    "name": (
        "机关",
        "机关名称",
        "名称",
        "单位",
        "单位名称",
        "报送单位",
        "部门",
        "部门名称",
        "行政机关",
        "全称",
        "name",
        "agency",
    ),
    "place": ("地区", "地方", "所在地", "行政区划", "place", "region"),
    "first_year": ("起始年", "开始年", "首年", "起", "first_year", "first"),
    "last_year": ("截止年", "终止年", "结束年", "末年", "止", "last_year", "last"),
    "years": ("年份", "年度", "years", "year"),
}
_YEARS = lazy(r"(?P<first>(?:19|20)\d\d)年?(?P<to>\s*[-–—~～至到]\s*(?P<last>(?:19|20)\d\d)?年?)?")
_OF_YEARS = lazy(r"[起始止终末][^月日]{0,3}年|(?:first|last|start|end)_?year")
_ABOVE = 6  # lines in which the header is looked for
_SUM = lazy(r"\s*(?:合计|总计|小计|共计|备注|说明|注[:：])")
_ORGAN = lazy(r"(?:局|委|委员会|办|办公室|厅|政府|办事处|街道|镇|乡|中心|院|会|社|队|站|处|署|部|行)$")
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
    from ingest.store.summaries import refresh  # noqa: PLC0415

    with told(), transaction(connection):
        connection.execute("DELETE FROM roster WHERE list = ?", [list_name])
        for entry in entries:
            connection.execute(_INSERT, (*_row(entry), list_name))
        refresh(connection)
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
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text)))
    begin, at = next(
        ((n, at) for n, row in enumerate(rows[:_ABOVE], start=1) if "name" in (at := _header(row))), (0, {})
    )
    if not at and not _is_names(rows):
        raise Refused(
            "名录应有“机关”一栏，或者每行只写一个机关 (the list needs a column called name, or one name a line)"
        )
    for number, row in enumerate(rows[begin:], start=begin + 1):
        cells = {field: row[n].strip() for field, n in (at or {"name": 0}).items() if n < len(row)}
        if cells.get("name") and not _SUM.match("".join(row)) and not cells["name"].isdigit():
            yield _entry(cells, number)


def _delimiter(text: str) -> str:
    """What parts the cells of most lines."""
    return max(",;\t", key=lambda mark: sum(mark in line for line in text.splitlines()[:50]))


def _header(row: Sequence[str]) -> dict[str, int]:
    """The columns that a line names."""
    header = [re.sub(r"\s|(?<=始年|止年|束年)[份度]", "", cell).lower() for cell in row]
    found = {field: n for field, names in _COLUMNS.items() for n, cell in enumerate(header) if cell in names}
    years = [cell for n, cell in enumerate(header) if n not in found.values() and _OF_YEARS.search(cell)]
    if "name" in found and years:
        raise Refused(f"名录的“{years[0]}”一栏看不懂，年份请用“起始年”“截止年” (which years does this column say?)")
    return found


def _is_names(rows: Sequence[Sequence[str]]) -> bool:
    """Is this nothing but names of organs, one a line?"""
    printed = [[cell for cell in row if cell.strip()] for row in rows]
    alone = [row[0].strip() for row in printed if row]
    return bool(alone) and all(len(row) < 2 for row in printed) and all(_ORGAN.search(name) for name in alone)


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
