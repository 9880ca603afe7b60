"""Twins (同一文件): two files that are plainly one document, where the agency's name alone doesn't say so.

The same index number, the same address, or nearly the same prose, and nothing that says otherwise.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any, NamedTuple

from ingest.checks.across import unpacked
from ingest.places import OPEN
from ingest.store.rows import SOURCE_COLUMNS, Packed

_URL = SOURCE_COLUMNS.index("url")
_FEWEST, _ALIKE = 10, 0.9  # sentences that both must have; how many of all must be in both
_LONGEST_COMMON = 10  # characters: a shorter index number (2022-001) is any site's
_COLUMNS = """
    r.id, r.source_id, r.agency_id, r.agency_key, r.index_number, r.stated_credit_code, r.contact_phone, s.url, m.marks
"""
_OF = f"""
    SELECT {_COLUMNS} FROM reports r JOIN sources s ON s.id = r.source_id LEFT JOIN prose_marks m ON m.report_id = r.id
    WHERE r.year = :year AND r.scope = :scope AND s.sha256 <> :sha256 AND NOT EXISTS (
        SELECT 1 FROM agency_aliases a WHERE a.key = r.agency_key AND a.source IN ('alias', 'merge', 'split')
    )
"""
_NEAR = f"""
    {_OF} AND r.agency_name = :name
    UNION {_OF} AND r.agency_key >= :base AND r.agency_key < :base || 'g'
    ORDER BY r.id
"""


class Twin(NamedTuple):
    """A report that is the same document as another."""

    report_id: int
    source_id: int
    agency_id: int
    agency_key: str


def base_of(key: str) -> str | None:
    """What open keys of one name have in common; None for a key that is one agency's.

    >>> base_of("?:城关镇#0123456789ab"), base_of("?:某某县商务局"), base_of("410103:商务局")
    ('?:城关镇#', None, None)
    """
    start, mark, _ = key.partition(OPEN)
    return start + mark if mark and key.startswith("?:") else None


def find(connection: sqlite3.Connection, packed: Packed) -> Twin | None:
    """The report that stands for the same document under the same name; one of the two has an open name.

    None where several do: which of them is meant nobody knows.
    """
    key = packed.value("agency_key")
    base = base_of(key)
    if base is None and packed.value("place_evidence") == "name":
        return None  # its name says whose it is
    given = {"year": packed.report[0], "scope": packed.value("scope"), "sha256": packed.sha256}
    given |= {"name": packed.value("agency_name"), "base": base or key}
    found = [
        Twin(report_id, source_id, agency_id, other_key)
        for report_id, source_id, agency_id, other_key, *said in connection.execute(_NEAR, given)
        if (base or base_of(other_key or "")) and other_key != key and _is_same(packed, said)
    ]
    return found[0] if len(found) == 1 else None


def _is_same(packed: Packed, said: list[Any]) -> bool:
    index_number, code, phone, url, marks = said
    told = ((packed.value("stated_credit_code"), code), (digits(packed.value("contact_phone")), digits(phone)))
    if any(_differ(*pair) for pair in told):
        return False
    if url and url == packed.source[_URL]:
        return True
    number = packed.value("index_number")
    if number and number == index_number and len(re.sub(r"\W", "", number)) > _LONGEST_COMMON:
        return True
    return not _differ(number, index_number) and _alike(packed.marks, bytes(marks or b""))


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def digits(phone: str | None) -> str:
    """A telephone number with its area code, digits only; nothing for one without.

    >>> digits("（0931）7512345"), digits("7512345"), digits(None)
    ('09317512345', '', '')
    """
    found = re.sub(r"\D", "", phone or "")
    return found if found.startswith("0") and 10 <= len(found) <= 12 else ""


def _alike(one: bytes, other: bytes) -> bool:
    first, second = unpacked(one), unpacked(other)
    return min(len(first), len(second)) >= _FEWEST and len(first & second) >= _ALIKE * len(first | second)
