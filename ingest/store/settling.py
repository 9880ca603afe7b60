"""Settling (逐一归属): the agencies whose place is open, as a list to fill in, and what a person filled in.

A line is one source of an open name: its key, the file, and what may help. ``归入`` takes an agency (id or name),
``地区`` a place (code or name); a line with neither stays as it is.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from typing import NamedTuple

from ingest.model import Refused
from ingest.places import read_codes, regions
from ingest.store.errors import StoreError
from ingest.store.identity import Identity

KEY, INTO, PLACE = "键", "归入", "地区"
HEADER = (
    KEY, INTO, PLACE, "机关", "年份", "范围", "文件", "网址", "发布机构", "落款", "地址", "电话", "同名且已知地区的机关"
)  # fmt: skip
_UNDECIDED = """
    SELECT a.key, r.agency_name, r.year, r.scope, s.name, s.url, r.publisher, r.signed_by, r.contact_address,
        r.contact_phone
    FROM agency_aliases a JOIN agencies g ON g.id = a.agency_id
    JOIN reports r ON r.agency_key = a.key JOIN sources s ON s.id = r.source_id
    WHERE g.region_code IS NULL AND instr(a.key, '#') > 0 AND a.source NOT IN ('alias', 'merge', 'split')
    ORDER BY r.agency_name, r.year, a.key
"""


_DECIDED = """
    SELECT g.name, g.name FROM agencies g WHERE g.region_code IS NOT NULL
    UNION SELECT r.agency_name, g.name FROM reports r JOIN agencies g ON g.id = r.agency_id
    WHERE g.region_code IS NOT NULL AND g.name <> r.agency_name
    ORDER BY 2
"""
_MOST = 6  # agencies to choose from; more of one name (教育局) are no help


class Settled(NamedTuple):
    """What became of a line of the list."""

    line: int
    key: str
    agency: str | None  # None where it was refused
    refused: str | None = None


def undecided(connection: sqlite3.Connection) -> str:
    """The list to fill in, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    rows = connection.execute(_UNDECIDED).fetchall()
    named = _named_so(connection, {name for _, name, *_ in rows})
    for key, name, *told in rows:
        known = named.get(name, {})
        choice = "；".join(known) if len(known) <= _MOST else f"{len(known)} 个"
        writer.writerow([key, "", "", name, *("" if cell is None else cell for cell in told), choice])
    return out.getvalue()


def _named_so(connection: sqlite3.Connection, names: set[str]) -> dict[str, dict[str, None]]:
    """The agencies of known place whose name is one of these, or ends with it behind its place."""
    found: dict[str, dict[str, None]] = {}
    for printed, agency in connection.execute(_DECIDED) if names else ():
        for start in range(len(printed) - 2):
            if printed[start:] in names:
                found.setdefault(printed[start:], {})[agency] = None
    return found


def settle(identity: Identity, text: str) -> list[Settled]:
    """Do what a filled-in list says, a line at a time; what can't be is told and the others are done."""
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    header = [cell.strip() for cell in next(rows, [])]
    if KEY not in header or not {INTO, PLACE} & set(header):
        raise Refused(f"第一行应有“{KEY}”和“{INTO}”或“{PLACE}”各栏 (the first line needs the columns of the list)")
    found = []
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        if cells.get(KEY) and (cells.get(INTO) or cells.get(PLACE)):
            found.append(_settle(identity, number, cells))
    return found


def _settle(identity: Identity, number: int, cells: dict[str, str]) -> Settled:
    key = cells[KEY]
    try:
        into = cells.get(INTO)
        agency_id = identity.find(into) if into else None
        return Settled(number, key, identity.give(key, agency_id, None if into else _place(cells[PLACE])))
    except StoreError as error:
        return Settled(number, key, None, str(error))


def _place(text: str) -> str:
    """The code of a place that a person writes: a code, a full name, or a name that is only one place's."""
    if text in regions():
        return text
    full = [code for code, region in regions().items() if region.full_name == text]
    codes = full or read_codes(text)
    if len(codes) != 1:
        which = "不是一个地区" if not codes else f"可能是{'、'.join(regions()[code].full_name for code in codes)}"
        raise StoreError(f"“{text}”{which}，请写代码或全称 (no one place: write its code or its full name)")
    return codes[0]
