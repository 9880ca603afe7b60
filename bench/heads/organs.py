"""Organs beside the departments of a place: zones, customs, tax, branches, the state's line, the country's, 兵团, 苏木.

Each gives the name as its pages print it, other ways that are as right, and the codes of its place that are true. What
the truth rests on is the region table alone, and how such names are made.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from heads.region import Place, alone, named_short, places, short

_ZONES = Path(__file__).parents[2] / "ingest" / "places" / "zones.csv"
_NATIONAL = "100000"
_DIVISIONS = (
    ("第一师", "阿拉尔市"),
    ("第八师", "石河子市"),
    ("第六师", "五家渠市"),
    ("第十师", "北屯市"),
    ("第十四师", "昆玉市"),
)
_OF_THE_COUNTRY = (
    "商务部", "财政部", "生态环境部", "交通运输部", "国家税务总局", "国家统计局", "中国气象局", "国家能源局",
    "国家发展和改革委员会", "国家市场监督管理总局", "海关总署", "审计署", "国家邮政局", "中国地震局", "国务院办公厅",
    "国家林业和草原局",
)  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


class Organ(NamedTuple):
    """An organ's name, other ways of writing it, and the codes of its place; None among them: it may stay open."""

    name: str
    codes: frozenset[str | None]
    also: frozenset[str] = frozenset()


@cache
def _zones() -> tuple[dict[str, str], ...]:
    with _ZONES.open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def _in(place: Place, *, sure: bool = True) -> frozenset[str | None]:
    """The place, and the zones in it that have codes of their own."""
    zones = {row["code"] for row in _zones() if row["parent_code"] == place.code}
    return frozenset({place.code, *zones} | (set() if sure else {None}))


def _told(prefix: str, place: Place) -> bool:
    return prefix != place.name or alone(place.name)


def zone(rng: random.Random, place: Place, _: int) -> Organ:
    """衢州市柯城区高新技术产业开发区管理委员会."""
    prefix = rng.choice((place.usual, place.name))
    kind = rng.choice(
        (
            "经济技术开发区",
            "高新技术产业开发区",
            "经济开发区",
            "综合保税区",
            "工业园区",
            "示例新区",
            "旅游度假区",
            "高新区",
            "物流园区",
        )
    )
    committee = rng.choice(("管理委员会", "管委会"))
    return Organ(
        f"{prefix}{kind}{committee}", _in(place, sure=_told(prefix, place)), frozenset({place.usual + kind + committee})
    )


def _of_the_line(rng: random.Random, place: Place, year: int, begins: tuple[str, ...], ends: tuple[str, ...]) -> Organ:
    """An organ called by a place's short name; its place is told where one place of that year alone bears it."""
    name = short(place.name)
    bearers = named_short(name, year)
    if ends == ("海关",) and place.name.endswith("区"):
        bearers |= {None}
    return Organ(
        rng.choice(begins) + name + rng.choice(ends), frozenset(bearers | ({None} if len(bearers) > 1 else set()))
    )


def customs(rng: random.Random, place: Place, year: int) -> Organ:
    """中华人民共和国衢州海关."""
    return _of_the_line(rng, place, year, ("中华人民共和国", ""), ("海关",))


def survey(rng: random.Random, place: Place, year: int) -> Organ:
    """国家统计局衢州调查队."""
    return _of_the_line(rng, place, year, ("国家统计局",), ("调查队",))


def maritime(rng: random.Random, place: Place, year: int) -> Organ:
    """舟山海事局, 国家金融监督管理总局衢州监管分局."""
    kinds = (
        (("", "中华人民共和国"), ("海事局",)),
        (("国家金融监督管理总局",), ("监管分局",)),
        (("中国人民银行",), ("市分行",)),
    )
    begins, ends = rng.choice(kinds[:2])
    return _of_the_line(rng, place, year, begins, ends)


def tax(rng: random.Random, place: Place, _: int) -> Organ:
    """国家税务总局衢州市税务局."""
    prefix = rng.choice((place.usual, place.name))
    begins = rng.choice(("国家税务总局", "国家税务总局", ""))
    codes: frozenset[str | None] = frozenset({place.code} if _told(prefix, place) else {place.code, None})
    return Organ(f"{begins}{prefix}税务局", codes, frozenset({f"{begins}{place.usual}税务局"}))


def branch(rng: random.Random, place: Place, year: int) -> Organ:
    """池州市公安局贵池分局."""
    if place.level != "county" or len(place.above) < 2:
        return tax(rng, place, year)
    city = place.above[-1]
    bureau = rng.choice(("公安局", "生态环境局", "自然资源局", "市场监督管理局", "自然资源和规划局"))
    where = rng.choice((short(place.name), place.name))
    name = rng.choice(
        (f"{city}{bureau}{where}分局", f"{city}{bureau}{where}分局", f"{place.above[0]}{city}{bureau}{where}分局")
    )
    return Organ(name, frozenset({place.code, None}))


def national(rng: random.Random, _: Place, __: int) -> Organ:
    """商务部, and its own office."""
    own = rng.choice(_OF_THE_COUNTRY)
    office = rng.choice(("", "", "机关", "办公厅")) if not own.endswith("厅") else ""
    return Organ(own + office, frozenset({_NATIONAL}))


def corps(rng: random.Random, _: Place, __: int) -> Organ:
    """新疆生产建设兵团第八师石河子市财政局, 第一师十团."""
    division, city = rng.choice(_DIVISIONS)
    row = next(row for row in _zones() if row["name"] == division)
    cities = {place.code for place in places(2023) if place.name == city}
    begins = rng.choice(("", "新疆生产建设兵团", "兵团"))
    whole = division + rng.choice(("", city, f"、{city}", f"（{city}）"))
    own = rng.choice(
        ("财政局", "教育局", "水利局", "", f"{rng.choice(_NUMERALS)}团", f"一四{rng.choice(_NUMERALS[:9])}团")
    )
    return Organ(begins + whole + own, frozenset({row["code"], *cities, "66Z000" if not own else row["code"]}))


def sumu(rng: random.Random, place: Place, year: int) -> Organ:
    """扎赉特旗巴彦乌兰苏木人民政府."""
    if not place.name.endswith("旗"):
        banners = [one for one in places(year) if one.name.endswith("旗")]
        place = rng.choice(banners)
    prefix = rng.choice((place.usual, place.name))
    name = rng.choice(("示例", "巴彦乌兰", "大兴", "中和", "白音", "本溪")) + "苏木"
    ends = rng.choice(("人民政府", "人民政府", ""))
    return Organ(
        prefix + name + ends, frozenset({place.code}), frozenset({place.usual + name + ends, place.usual + name})
    )


def minority(rng: random.Random, place: Place, year: int) -> Organ:
    """示例回族乡人民政府, 示例满族镇."""
    if place.level != "county":
        return tax(rng, place, year)
    prefix = rng.choice((place.usual, place.whole))
    people = rng.choice(("回族", "满族", "蒙古族", "苗族", "瑶族", "彝族"))
    name = rng.choice(("示例", "大桥", "中和", "小河", "和平")) + people + rng.choice(("乡", "镇")) + "人民政府"
    return Organ(prefix + name, frozenset({place.code}), frozenset({place.usual + name}))


def itself(rng: random.Random, place: Place, _: int) -> Organ:
    """衢州市人民政府本级机关, 衢州市商务局机关."""
    own = rng.choice(("人民政府本级机关", "人民政府机关", "商务局机关", "财政局本级"))
    return Organ(place.usual + own, frozenset({place.code, None} if not _told(place.usual, place) else {place.code}))


def administration(rng: random.Random, _: Place, year: int) -> Organ:
    """大兴安岭地区行政公署."""
    place = rng.choice([one for one in places(year) if one.name.endswith(("地区", "盟"))])
    prefix = rng.choice((place.name, place.whole))
    own = rng.choice(("行政公署", "行署", "行政公署办公室", "行署办公室", "行署商务局"))
    return Organ(prefix + own, frozenset({place.code}), frozenset({place.name + own}))


KINDS: dict[str, Callable[[random.Random, Place, int], Organ]] = {
    "zone": zone,
    "customs": customs,
    "survey": survey,
    "maritime": maritime,
    "tax": tax,
    "branch": branch,
    "national": national,
    "corps": corps,
    "sumu": sumu,
    "minority": minority,
    "itself": itself,
    "administration": administration,
}
