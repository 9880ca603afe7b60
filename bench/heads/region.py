"""Places of the region table, each with the names above it, as a page of a year may print them."""

from __future__ import annotations

import csv
import re
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


_PEOPLES = re.compile(
    r"(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    r"|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各)族|蒙古|柯尔克孜|哈萨克|塔吉克|锡伯)+(?=自治)"
)
_ENDS = re.compile(r"(?:省|特别行政区|自治区|自治州|自治县|自治旗|地区|新区|市|县|区|旗|盟)$")


def short(name: str) -> str:
    """衢州 for 衢州市, 积石山 for 积石山保安族东乡族撒拉族自治县; a name of two characters stays."""
    plain = _ENDS.sub("", _PEOPLES.sub("", name))
    return plain if len(plain) > 1 else name


@cache
def _shorts(year: int) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for place in places(year):
        found.setdefault(short(place.name), set()).add(place.code)
    return {name: frozenset(codes) for name, codes in found.items()}


def named_short(name: str, year: int) -> frozenset[str | None]:
    """The places of a year that a short name may mean: the city alone where a county of its own is called so too."""
    codes = _shorts(year)[name]
    outer = {code for place in places(year) for code in _above(place.code) if place.code in codes}
    inner = {code for code in codes if not codes.isdisjoint(_above(code))}
    return frozenset(codes - inner if outer & codes else codes)


def _above(code: str) -> set[str]:
    return {code[:2] + "0000", code[:4] + "00"} - {code}
