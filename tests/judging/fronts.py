"""Heads of reports: whose they are, of which year and place, and what the header and the contact clause say.

Only the words that are there are judged; ``null`` means that nothing may be found.

``accepted``      ``true``; ``false``: refused in words; ``"either"``: taken, or refused with a word of ``refused_with``
``agency``        the name as printed, or one of ``also_agency``, ways of writing it that are as right
``region_code``   the place by the table of the report's year; a development zone may have a code of its own below it
``sections``      kinds of the sections with a heading, in order
and columns of ``reports``, ``level`` of ``agencies``; widths, spaces and the kind of dash don't count
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from judging.pages import Stored

COLUMNS = frozenset(
    {
        "level", "scope", "year", "title", "form_id", "completeness", "index_number", "publisher", "document_date",
        "published_date", "disclosure_method", "category", "document_number", "period_start", "period_end",
        "contact_office", "contact_address", "contact_postcode", "contact_phone", "contact_fax", "contact_email",
        "signed_by", "signed_date", "filing_date",
    }
)  # fmt: skip
WORDS = COLUMNS | {"accepted", "refused_with", "agency", "also_agency", "region_code", "sections"}
_DASHES = re.compile("[-‐‑‒–—―─－−]+")
_ZONES = ("开发区", "高新区", "新区", "园区", "示范区", "保税区", "合作区")


def judge(found: Stored, expect: dict[str, Any]) -> list[str]:
    """What doesn't hold of one report's head."""
    accepted = expect.get("accepted", True)
    if found.report is None:
        return _refused(found, accepted, expect.get("refused_with", []))
    if accepted is False:
        return [f"taken as {found.report['agency']} {found.report['year']}"]
    return [
        *_agency(found.report["agency"], expect),
        *_place(found, expect),
        *_sections(found, expect),
        *_columns(found.report, expect),
    ]


def _refused(found: Stored, accepted: bool | str, words: list[str]) -> list[str]:
    right = not accepted or (accepted == "either" and any(word in found.said for word in words))
    return [] if right and found.in_words else [f"refused: {found.said!r}"]


def _agency(name: str, expect: dict[str, Any]) -> list[str]:
    names = [expect[word] for word in ("agency",) if word in expect] + expect.get("also_agency", [])
    return [] if not names or plain(name) in map(plain, names) else [f"agency is {name!r}, not one of {names}"]


def _place(found: Stored, expect: dict[str, Any]) -> list[str]:
    if "region_code" not in expect:
        return []
    code, wanted = (found.place or {}).get("region_code"), expect["region_code"]
    zone = bool(found.report and any(word in found.report["agency"] for word in _ZONES))
    below = bool(zone and code and wanted and code.startswith(wanted.removesuffix("00").removesuffix("00")))
    return [] if code == wanted or below else [f"region_code is {code!r}, not {wanted!r}"]


def _sections(found: Stored, expect: dict[str, Any]) -> list[str]:
    kinds = [section["kind"] for section in found.sections if section["heading"]]
    wrong = "sections" in expect and kinds != expect["sections"]
    return [f"sections are {kinds}, not {expect['sections']}"] if wrong else []


def _columns(report: dict[str, Any], expect: dict[str, Any]) -> list[str]:
    return [
        f"{name} is {report[name]!r}, not {expect[name]!r}"
        for name in sorted(COLUMNS & expect.keys())
        if plain(report[name]) != plain(expect[name])
    ]


def plain(value: Any) -> Any:
    """A text without what doesn't count: widths, spaces, the kind of dash. Anything else as it is."""
    if not isinstance(value, str):
        return value
    return _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", value).split()))
