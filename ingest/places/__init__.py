"""Places (行政区划) and the organ's own part of its name: agency name → place, level, function.

``regions.csv`` holds GB/T 2260 codes. It is small so far: a name whose place it doesn't hold is left without a
place, never given a near one.

>>> resolve("郑州市二七区商务局").region_code, resolve("瀍河回族区商务局").function
('410103', '商务局')
>>> resolve("二七区某某镇人民政府").level
'township'
>>> resolve("某某县商务局").region_code is None
True
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from ingest.model import Agency, Level


@dataclass(frozen=True, slots=True)
class Region:
    """One row of GB/T 2260; ``full_name`` strings the parents before the name."""

    code: str
    name: str
    full_name: str
    parent_code: str | None
    level: Level
    first_year: int | None
    last_year: int | None


@cache
def regions() -> dict[str, Region]:
    """Every known region by its code, parents before children."""
    text = (files(__name__) / "regions.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: _region(row) for row in rows}


def _region(row: dict[str, str]) -> Region:
    years = [int(row[key]) if row[key] else None for key in ("first_year", "last_year")]
    level = cast(Level, row["level"])
    return Region(row["code"], row["name"], row["full_name"], row["parent_code"] or None, level, *years)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Every way a region is written (parents are optional) → the codes it may mean."""
    names: dict[str, tuple[str, ...]] = {}
    for region in regions().values():
        for written in _written(region):
            names[written] = (*names.get(written, ()), region.code)
    return names


def _written(region: Region) -> set[str]:
    written = {region.name}
    parent = regions().get(region.parent_code or "")
    while parent is not None and parent.level != "national":
        written |= {parent.name + name for name in tuple(written) if not name.startswith(parent.name)}
        parent = regions().get(parent.parent_code or "")
    return written


# A place below the county, or one that the table doesn't know: what follows is not a function of the place before.
_TOWNSHIP = re.compile(
    r"(?:镇|乡|街道)(?:人民政府|办事处|党工委|办公室|便民服务|$)|[^市县区]{1,12}(?:镇|乡|街道)(?:.{0,12})$"
)
_PLACE = re.compile(r"^[^局委厅办室中心院站所队]{1,10}?(?:省|自治区|自治州|市|县|区|旗|盟)(?=.{2,})")


def resolve(name: str) -> Agency:
    """An agency's name read as place + function; what isn't certain stays None."""
    names = _names()
    for end in range(min(len(name), 30), 1, -1):
        codes = names.get(name[:end])
        if codes:
            break
    else:
        return Agency(name, level="township" if _TOWNSHIP.search(name) else None)
    function = name[end:].lstrip("的") or None
    region = regions()[codes[0]]
    if len(codes) > 1 or (function and _PLACE.match(function) and not _TOWNSHIP.search(function)):
        return Agency(name)  # several places, or a place below that the table doesn't hold: undecided
    level: Level = "township" if function and _TOWNSHIP.search(function) else region.level
    return Agency(name, region.code, level, function)
