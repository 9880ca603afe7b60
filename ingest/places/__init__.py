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


# A place below the county tells the level only as the last part of a name: 赤土店镇人民政府, not 住房和城乡建设局.
_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff](?:(?:镇|乡|街道)(?:(?:人民)?政府(?:办公室)?|办事处|办|党工委|党委)"
    r"|(?:(?<!城)镇|(?<![城新])乡|街道)(?:党政(?:综合)?办公室|办公室|便民服务中心|为民服务中心)?)(?:（[^（）]*）)?$"
)
_BELOW = re.compile(r"[\u4e00-\u9fff](?:(?<![城村乡市])镇|(?<![城水山回])乡(?![村镇土亲情友])|街道)")
# 市 or 区 that belong to another word: 城市, 社区, 市场, 区块链. What such a word begins or ends is no place.
_SUFFIX = re.compile(
    r"(?<!城)(?<!都)(?<!社)(?<!县)(?:市(?!场|直|属|政(?:工程|设施|管理|园林|公用|建设|养护|道路)|容|域)"
    r"|县(?!域|级|直|属)|区(?!块|域|划|间|直|属)|[省州盟旗](?!直|属))"
)
# A place whose last character begins another word ends elsewhere: 新郑(市场监督), 二七(区块链).
_ANOTHER = re.compile(
    r"市(?:场|容|域|政(?:工程|设施|管理局|园林|公用|建设|养护|道路))|区(?:块|域|划|间)|县(?:域|级)|州(?:际)"
)


def resolve(name: str) -> Agency:
    """An agency's name read as place + function; what isn't certain stays None."""
    township = _TOWNSHIP.search(name) is not None
    found = _longest(name)
    if found is None:
        return Agency(name, level="township" if township else None)
    region, function = found
    if _holds_a_place(function, township=township):
        return Agency(name, level="township" if township else None)
    if township and region.level not in ("county", "prefectural"):
        return Agency(name, level="township")
    level: Level = "township" if township else region.level
    return Agency(name, region.code, level, function or None)


def _longest(name: str) -> tuple[Region, str] | None:
    """The one region whose name begins an agency's, and the rest; None where none or several do."""
    names = _names()
    for end in range(min(len(name), 30), 1, -1):
        codes = names.get(name[:end])
        if codes:
            break
    else:
        return None
    if len(codes) > 1 or _ANOTHER.match(name, end - 1):
        return None
    return regions()[codes[0]], name[end:].lstrip("的")


def _holds_a_place(function: str, *, township: bool) -> bool:
    """Does an organ's own part name a place below that the table doesn't hold? Then its place is that, not this."""
    if any(mark.start() > 0 and mark.end() < len(function) for mark in _SUFFIX.finditer(function)):
        return True
    return not township and any(mark.end() < len(function) for mark in _BELOW.finditer(function))
