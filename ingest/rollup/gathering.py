"""Whose reports a roll-up adds up: those of the place's organs, each once; who is left out and why; who isn't in."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.checks import children
from ingest.checks.children import Below, speaks_for_its_place, why_not
from ingest.drafts import Expected, Run
from ingest.model import Agency, Finding, Refused, Report, Row
from ingest.pipeline.checking import below_held, below_of
from ingest.places import SINCE, Region, alike, of_the_line, regions, resolve, successor
from ingest.store import members, open_warnings

_MISSING = """
    SELECT DISTINCT agency FROM coverage
    WHERE year = ? AND status = 'missing' AND region_code IN (SELECT value FROM json_each(?)) ORDER BY agency
"""

_LISTED = """
    SELECT EXISTS (
        SELECT 1 FROM coverage
        WHERE year = ? AND expected_by = 'roster' AND region_code IN (SELECT value FROM json_each(?))
    )
"""


class Part(NamedTuple):
    """A report that may be added: whose, where it is, what it prints, how many errors and which warnings are open."""

    name: str
    where: str  # the draft's file, or the report's number in the database
    form: str | None
    rows: tuple[Row, ...]
    errors: int
    warnings: tuple[Finding, ...]
    below: Below
    key: str  # what tells its agency


class LeftOut(NamedTuple):
    """A report that isn't added, and the reason."""

    name: str
    where: str
    reason: str


class Gathered(NamedTuple):
    """The reports that are added up, those that aren't, and who isn't in (``listed``: is there a list to say so?)."""

    region: Region
    year: int
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[str, ...]
    listed: bool


def place_named(name: str) -> Region:
    """A place by its code or name; raises ``Refused`` where there is none or where there are several.

    >>> place_named("光山县").code, place_named("河南省信阳市光山县").code, place_named("孟津县").code
    ('411522', '411522', '410322')
    """
    found = [one for one in regions().values() if name in (one.code, one.full_name)]
    found = found or [one for one in regions().values() if one.name == name]
    now = _meant(found)
    if len({successor(one.code) for one in now}) == 1:
        return max(now, key=lambda one: one.last_year or 9999)
    which = "、".join(one.full_name for one in now[:8])
    if now:
        raise Refused(f"有几个“{name}”：{which}，请写全称 (several such places, give the full name)")
    raise Refused(f"没有名为“{name}”的地区 (no such place)")


def _meant(found: list[Region]) -> list[Region]:
    """Of places of one name those of today, else those that ended while there were reports, else all."""
    today = [one for one in found if one.last_year is None]
    return today or [one for one in found if (one.last_year or 0) >= SINCE] or found


def from_database(connection: sqlite3.Connection, places: frozenset[str], year: int) -> list[Part]:
    """The reports that a database holds of places (their codes)."""
    found = members(connection, year, places)
    open_in = open_warnings(connection, [one.id for one in found])
    return [
        Part(
            one.agency, f"#{one.id}", one.form, one.rows, one.errors, open_in.get(one.id, ()), below_held(one),
            str(one.agency_id),
        )
        for one in found
    ]  # fmt: skip


def from_drafts(run: Run, year: int) -> Iterator[Part | LeftOut]:
    """Drafts that may be added, and those that can't be: unreadable, of another year, of a place that is open."""
    for draft in run.drafts:
        report, name = draft.report, draft.agency
        if report is None:
            yield LeftOut(name or draft.path, draft.path, f"无法读取：{draft.result.refused}")
        elif report.year != year:
            yield LeftOut(name, draft.path, f"是 {report.year} 年度的报告")
        elif (below := _below(report, draft.expected)) is None:
            yield LeftOut(name, draft.path, "所在地区未定，无法判断是否属于本地区")
        else:
            # A name that several organs bear is whose the list says: two files of it are one agency's, told twice.
            by_list = report.agency.region_code is None and draft.expected is not None
            key = draft.expected.agency.key if by_list and draft.expected else report.agency.key
            warnings = tuple(told.finding for told in draft.told if told.counts and told.severity == "warning")
            yield Part(name, draft.path, report.form, report.rows, draft.counts["error"], warnings, below, key)


def _below(report: Report, expected: Expected | None) -> Below | None:
    """The draft's place; where its name leaves that open, the list's."""
    found = below_of(report)
    if found is None and expected is not None and expected.agency.region_code is not None:
        agency = expected.agency
        cells = children.numbers(report.rows)
        place = expected.agency.region_code
        return Below(place, report.head.scope, agency.function, agency.function_class, cells, expected.name)
    return found


def gathered(
    region: Region,
    places: frozenset[str],
    year: int,
    parts: Iterable[Part | LeftOut],
    missing: Sequence[str],
    *,
    listed: bool,
) -> Gathered:
    """Sort out what counts for a region: of its own codes (``alike``), or of all places in it (``inward``).

    Raises ``Refused`` where two reports are one agency's: neither may be chosen.
    """
    home = alike(region.code)
    given = list(parts)
    left = [one for one in given if isinstance(one, LeftOut)]
    found = [one for one in given if isinstance(one, Part)]
    whole = Counter(
        successor(one.below.place)
        for one in found
        if speaks_for_its_place(one.below) and one.below.place in places - home
    )
    kept: list[Part] = []
    for one in found:
        reason = why_not(one.below, home, whole) if one.below.place in places else "不属于本地区"
        if reason is None:
            kept.append(one)
        else:
            left.append(LeftOut(one.name, one.where, reason))
    _demand_each_once(kept)
    order = sorted(kept, key=lambda one: "" if one.below.place in home else one.below.place)
    names = tuple(dict.fromkeys(name for name in missing if _counts(resolve(name, year), home)))
    return Gathered(region, year, tuple(order), tuple(left), names, listed)


def missing_of(run: Run) -> list[str]:
    """Who on the list of a run hasn't handed in."""
    return [one.name for one in run.missing]


def missing_in(connection: sqlite3.Connection, region: Region, year: int) -> list[str]:
    """Who should have a report in the database, by its roster or by other years, and has none."""
    return [name for (name,) in connection.execute(_MISSING, (year, json.dumps(sorted(alike(region.code)))))]


def is_listed(connection: sqlite3.Connection, region: Region, year: int) -> bool:
    """Does the database have a list of who is expected there in that year (``ingest expect``)?"""
    (found,) = connection.execute(_LISTED, (year, json.dumps(sorted(alike(region.code))))).fetchone()
    return bool(found)


def _counts(agency: Agency, home: frozenset[str]) -> bool:
    """Would this agency's report be added? The government itself and the state's own line wouldn't."""
    if agency.function_class == "government" and agency.level != "township":
        return False
    return not of_the_line(agency.function or "") and (agency.region_code is None or agency.region_code in home)


def _demand_each_once(parts: Sequence[Part]) -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for one in parts:
        seen[one.key].append(one.where)
    twice = [f"{part.name}（{'、'.join(seen[part.key])}）" for part in parts if len(seen[part.key]) > 1]
    if twice:
        which = "；".join(dict.fromkeys(twice))
        raise Refused(f"同一机关有几份报告，不能重复相加：{which} (several reports of one agency)")
