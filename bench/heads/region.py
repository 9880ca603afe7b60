"""Places of the region table, each with the names above it, as a page of a year may print them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).parents[2] / "ingest" / "places" / "regions.csv"
_NO_REPORTS = ("71", "81", "82")  # 台湾, 香港, 澳门


class Place(NamedTuple):
    """A place in force in a year: its code, its name, the names above it from the province down."""

    code: str
    name: str
    above: tuple[str, ...]

    @property
    def level(self) -> str:
        """province, prefecture or county."""
        return "province" if self.code.endswith("0000") else "prefecture" if self.code.endswith("00") else "county"

    @property
    def whole(self) -> str:
        """With all names above it."""
        return "".join((*self.above, self.name))

    @property
    def usual(self) -> str:
        """With the name right above a county: 衢州市柯城区; a prefecture or a province alone."""
        return (self.above[-1] if self.level == "county" and self.above else "") + self.name


@cache
def _rows() -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def places(year: int) -> tuple[Place, ...]:
    """Every province, prefecture and county in force at the end of a year."""
    names = {
        row["code"]: row["name"]
        for row in _rows()
        if (not row["first_year"] or int(row["first_year"]) <= year)
        and (not row["last_year"] or int(row["last_year"]) >= year)
        and not row["code"].startswith(_NO_REPORTS)
    }
    found = []
    for code, name in sorted(names.items()):
        above = [c for c in (code[:2] + "0000", code[:4] + "00") if c != code and c in names]
        found.append(Place(code, name, tuple(names[c] for c in above)))
    return tuple(found)


@cache
def _bearers() -> dict[str, set[str]]:
    bearers: dict[str, set[str]] = {}
    for row in _rows():
        bearers.setdefault(row["name"], set()).add(row["now"] or row["code"])
    return bearers


def alone(name: str) -> bool:
    """Does one place bear this name, whatever the year?"""
    return len(_bearers()[name]) == 1
