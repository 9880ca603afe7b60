"""Organs whose place stands inside their name (分支、派出和垂直管理机构): a city's bureau in a district, the state's
own line in a city, a company in a county.

>>> place_of_branch(("341700",), "公安局贵池分局", 2021)
Branch(code='341702', function='公安局贵池分局')
>>> place_of_branch(("320500",), "昆山生态环境局", 2021), place_of_branch(("210100",), "和平生态环境分局", 2021)
(Branch(code='320583', function='生态环境局'), Branch(code='210102', function='生态环境分局'))
>>> place_of_branch(("440300",), "规划和自然资源局宝安管理局", 2021).code
'440306'
>>> place_of_branch(("210100",), "和平生态环境局", 2021).code, place_of_branch(("330800",), "公安局示例分局", 2021).code
(None, None)
>>> place_of_branch(("330800",), "公安局", 2021), place_of_branch(("330800",), "公安局交通管理局", 2021)
(None, None)
>>> named_short("衢州调查队", 2021), named_short("柯城海关", 2021), named_short("衢州商务局", 2021)
((('330800',), 2), (('330802',), 2), ((), 0))
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.places import table
from ingest.places.functions import is_field, is_ordinary, is_organ
from ingest.places.reading import without_people

# Organs of the state's own line: their place stands after it (国家税务总局郑州市税务局), or they are the country's.
LINE = re.compile(
    r"国家税务总局|国家统计局|国家能源局|国家金融监督管理总局|国家矿山安全监察局|国家外汇管理局|国家邮政局|中国气象局|中国人民银行"
    r"|国家林业和草原局|中国证券监督管理委员会|中国银行保险监督管理委员会|中国银保监会|中国证监会|中华人民共和国(?=.{2,12}(?:海关|海事局))|国网|国家电网"
)
_BRANCH = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,16}?(?:局|委员会|委|厅|公司|银行|支队|总队))[(（]?(?P<where>[\u4e00-\u9fff]{2,20}?)"
    r"(?:分局|供电公司|供电局|分公司|支行|供电所)[)）]?$"
)
_MANAGING = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,16}?(?:局|委员会|委))(?P<where>[\u4e00-\u9fff]{2,8}?)(?:监督管理|管理|监管)局$"
)
_BRANCHES = ("局", "委员会", "委", "公司", "支行", "供电所", ")", "）")  # what a branch's name may end with
_ZONE_WORD = re.compile("高新|经开|(?:经济)?开发|保税|航空港")  # of any city, whether or not the table has its zone
_KINDS = ("高新", "经开", "经济开发", "开发", "航空港", "保税", "新")  # of zones
_LONG = 4  # characters of what is more than a place's short name
_MOST = 9  # characters of a place's short name, and one more
_FIELD = re.compile(
    r"第[一二三四五六七八九十\d]|税务|监管|交通|水上|森林|铁路|机场|治安|稽查|直属|港航|公交"
)  # a branch for a field, not for a place
# What such organs are called behind a place's short name: 衢州调查队, 舟山海事局, 浙江监管局.
_ENDS = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:银保监局|证监局|监管办公室|调查(?:总)?队|海事局|海关|监管(?:分)?局|中心支行|分行|支行|管理办公室|监察局|供电公司|电力(?:有限)?公司)$"
)


class Branch(NamedTuple):
    """The place of a branch and its organ's own part; None for a place that no table knows, or that may be a word: then
    its bureau's place isn't its own."""

    code: str | None
    function: str


def place_of_branch(codes: tuple[str, ...], function: str, year: int | None) -> Branch | None:
    """Where a branch is, of a bureau of one of some places; None for what is no branch of a place."""
    within = tuple(code for code in codes if table.level(code) in ("provincial", "prefectural"))
    if not within or not function.endswith(_BRANCHES):
        return None  # a branch inside a county: the county is its place
    return _behind(within, function, year) or _managing(within, function, year) or _before(within, function, year)


def _behind(within: tuple[str, ...], function: str, year: int | None) -> Branch | None:
    """公安局贵池分局: the place stands behind the bureau."""
    found = _BRANCH.match(function)
    where = _where(found["where"]) if found else None
    return Branch(_one_below(within, where, year), function) if where is not None else None


def _managing(within: tuple[str, ...], function: str, year: int | None) -> Branch | None:
    """规划和自然资源局宝安管理局; what such a bureau manages is no place (公安局交通管理局)."""
    found = _MANAGING.match(function)
    where = found["where"] if found else ""
    if not where or is_field(where) or not is_organ(function[: found.end("organ")] if found else ""):
        return None
    code = _one_below(within, where, year)
    return Branch(code, function) if code or len(where) < _LONG else None


def _before(within: tuple[str, ...], function: str, year: int | None) -> Branch | None:
    """昆山生态环境局, 和平生态环境分局: the place stands before the bureau, and short."""
    bureau = f"{function.removesuffix('分局')}局" if function.endswith("分局") else function
    sizes = [size for size in range(2, _MOST) if is_organ(bureau[size:])]
    known = [size for size in sizes if _all_below(within, function[:size], year)]
    if bureau == function:
        return _before_organ(within, function, sizes, known, year)
    of_a_field = is_organ(bureau) or any(_FIELD.search(bureau[:size]) for size in sizes)
    possible = known or ([] if of_a_field else sizes)
    return _cut(within, function, possible[0], year) if possible else None


def _before_organ(
    within: tuple[str, ...], function: str, sizes: list[int], known: list[int], year: int | None
) -> Branch | None:
    """Without 分局 only a place that the table has is one, and where its name is a word as well nobody knows."""
    words = (function[:size] for size in sizes if size in known or _ZONE_WORD.fullmatch(function[:size]))
    if any(map(is_ordinary, words)):
        return Branch(None, function)
    return _cut(within, function, known[0], year) if known else None


def _cut(within: tuple[str, ...], function: str, size: int, year: int | None) -> Branch:
    return Branch(_one_below(within, function[:size], year), function[size:])


def _where(printed: str) -> str | None:
    """The place that a branch's name may have: 贵池, 中卫(监管); None for a field (交通管理, 第一税务)."""
    bare = printed.removesuffix("监管")
    return bare if bare and not _FIELD.search(bare) else None


def _one_below(within: tuple[str, ...], where: str, year: int | None) -> str | None:
    found = _all_below(within, where, year)
    return found[0] if len(found) == 1 else None


def _all_below(within: tuple[str, ...], where: str, year: int | None) -> tuple[str, ...]:
    """The places in some others that a branch's name may mean by the table of a year, or else of any."""
    for of_year in (year, None):
        below = {code for outer in within for code in _below(outer, where, of_year)}
        if below:
            return tuple(sorted({table.successor(code): code for code in sorted(below)}.values()))
    return ()


def _below(outer: str, where: str, year: int | None) -> tuple[str, ...]:
    """The places in another that a branch's name may mean: 贵池 or 贵池区, 高新 for the 高新区."""
    inside = table.inward(outer)
    found = [code for code in _named(year).get(where, ()) if code in inside and code != outer]
    return tuple(found or (code for code in _zones().get(where, ()) if code in inside))


@lru_cache(maxsize=4096)
def one_branch(code: str, function: str) -> str:
    """One way of writing a branch of a county: behind its bureau, under its place's short name.

    >>> one_branch("340111", "公安分局"), one_branch("340111", "公安局包河区分局"), one_branch("340111", "公安局")
    ('公安局包河分局', '公安局包河分局', '公安局')
    """
    if table.level(code) != "county" or not function.endswith("分局"):
        return function
    names = _written(code)
    bureau = function.removesuffix("分局") + "局"
    if names and is_organ(bureau):
        return f"{bureau}{names[0]}分局"
    found = _BRANCH.match(function)
    return f"{found['organ']}{names[0]}分局" if found and found["where"] in names else function


@cache
def _written(code: str) -> tuple[str, ...]:
    """The ways in which a branch's name may have a place, today's shortest first: 包河, 包河区."""
    if "Z" in code:
        zones = (where for where, codes in _zones().items() if code in codes)
        return tuple(sorted(zones, key=lambda where: (where.endswith("区"), _KINDS.index(where.removesuffix("区")))))
    own = sorted({table.name(code), *_short(table.name(code))}, key=len)
    before = {written for one in table.alike(code) for named in table.names_of(one) for written in _of(named.name)}
    return (*own, *sorted(before - set(own)))


@cache
def _named(year: int | None) -> dict[str, tuple[str, ...]]:
    """Names and short names (贵池 for 贵池区) of a year's places below the province."""
    found: dict[str, set[str]] = {}
    for code, name in table.in_force(year):
        for written in _of(name):
            found.setdefault(written, set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _of(name: str) -> set[str]:
    return {name, *_short(name)}


def _short(name: str) -> list[str]:
    plain = without_people(name) or name
    plain = plain[:-1] if name.endswith("自治州") and len(plain) > 2 else plain
    short = re.sub(r"(?:省|自治区|特别行政区|市|地区|盟|自治州|县|新区|区|旗)$", "", plain)
    return [plain, short] if len(short) > 1 else [plain]


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """高新 and 高新区 for each zone of that kind."""
    found: dict[str, set[str]] = {}
    for alias, name, code in table.aliases():
        for written in (alias, name):
            kind = re.search(rf"({'|'.join(_KINDS)})区$", written)
            for where in (kind[1], kind[0]) if kind else ():
                found.setdefault(where, set()).add(code)
    return {where: tuple(sorted(codes)) for where, codes in found.items()}


@lru_cache(maxsize=4096)
def named_short(name: str, year: int | None, *, of_line: bool = False) -> tuple[tuple[str, ...], int]:
    """The places whose short name an organ of the state's line begins with, and where it ends: 衢州调查队."""
    named = _named(year)
    for size in range(min(8, len(name) - 1 if of_line else len(name) - 2), 1, -1):
        codes = named.get(name[:size])
        if codes and ((of_line and name[size:] == "局") or _ENDS.fullmatch(name[size:])):
            return _widest(codes), size
    return (), 0


@lru_cache(maxsize=4096)
def zone_in_short(name: str, year: int | None) -> tuple[tuple[str, ...], int]:
    """The city whose short name a zone begins with, perhaps behind its province's: 大连长兴岛…区, 江苏无锡…区.

    >>> zone_in_short("大连长兴岛经济技术开发区", 2021), zone_in_short("江苏无锡经济开发区", 2021)
    ((('210200',), 2), (('320200',), 4))
    >>> zone_in_short("朝阳经济开发区", 2021), zone_in_short("新兴产业园区", 2021)    # of several places; a word
    (((), 0), ((), 0))
    """
    named = _named(year)
    outer = next((size for size in (2, 3) if _provinces(named.get(name[:size], ()))), 0)
    for start in (0, outer):
        for end in range(min(start + 8, len(name) - 3), start + 1, -1):
            codes = named.get(name[start:end], ())
            city = _widest(codes)
            inside = not start or set(_provinces(named[name[:start]])) & {
                above for code in city for above in table.above(code)
            }
            if len(city) == 1 and table.level(city[0]) == "prefectural" and inside:
                return city, end
    return (), 0


def _provinces(codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if code.endswith("0000")]


def _widest(codes: tuple[str, ...]) -> tuple[str, ...]:
    """衢州 is the city where a city and a county in it are called so; places apart stay several."""
    apart = [code for code in codes if not any(other in table.above(code) for other in codes)]
    return tuple(apart)
