"""The place that an organ's name begins with (名称中的地名), and the organ's own part of it.

A name is read by the table of its report's year, then of the year after (in which the report was written), then of
any year.

>>> place_in("郑州市二七区商务局", 2020, township=False)
Place(codes=('410103',), function='商务局', sure=True, below=False)
>>> place_in("天门市示例市镇人民政府", 2021, township=True).function
'示例市镇人民政府'
>>> place_in("衢州市示例经济开发区管理委员会", 2021, township=False)[2:]
(True, True)
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.places import table
from ingest.places.branches import LINE, named_short, place_of_branch, zone_in_short
from ingest.places.reading import Reading, read
from ingest.places.table import successor

# A place below the county tells the level only as the last part of a name: 赤土店镇人民政府, not 住房和城乡建设局.
_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff](?:(?:镇|乡|街道|苏木)(?:(?:人民)?政府(?:办公室)?|办事处|办|党工委|党委)"
    r"|(?:(?<!城)镇|(?<![城新])乡|街道|苏木)(?:党政(?:综合)?办公室|办公室|便民服务中心|为民服务中心)?)(?:（[^（）]*）)?$"
    r"|师[\u4e00-\u9fff]{0,8}?[一二三四五六七八九十百〇零\d]{1,6}团(?:场)?(?:[一二三四五六七八九十\d]{1,3}连(?:队)?)?$"
)
_TOWNSHIP_WORDS = ("镇", "乡", "街道", "苏木", "师")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")  # the organ's other name: 商务局（粮食局）
_BARE_TOWN = re.compile(
    "(?:镇|乡|街道|苏木)(?=$|[政办党综便为（]|人民政)"
)  # 东区街道办事处: what stands before is the town's name, no place
_BELOW = re.compile(r"[\u4e00-\u9fff](?:(?<![城村乡市])镇|(?<![城水山回])乡(?![村镇土亲情友])|街道|苏木)")
# 市 or 区 that belong to another word: 城市, 社区, 市场, 区块链. What such a word begins or ends is no place.
_SUFFIX = re.compile(
    r"(?<!城)(?<!都)(?<!社)(?<!县)(?:市(?!场|直|属|监[局所分]|政(?:工程|设施|管理|园林|公用|建设|养护|道路)|容|域)"
    r"|县(?!域|级|直|属)|区(?!块|域|划|间|直|属)|[省州盟旗](?!直|属))"
)
# 区住建局, 全县教育系统: the place is the one that the page speaks of.
RELATIVE = re.compile(r"^[本全我该]?([省市县区州旗])(?![场容域块划间政级际]|监[局所分])(?=..)")
_NATIONAL = re.compile(
    r"(?:国务院|中华人民共和国|国家[^局]{1,12}(?:局|委员会|委|署|总局|信息办公室)$|海关总署$|审计署$|(?:外交|国防|教育|科学技术|工业和信息化|公安"
    r"|国家安全|民政|司法|财政|人力资源和社会保障|自然资源|生态环境|住房和城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游"
    r"|文化|国土资源|环境保护|退役军人事务|应急管理|铁道|卫生)部$|中国(?:科学院|工程院|社会科学院|民航局)$|全国社会保障基金理事会$|中国(?:人民银行|气象局|地震局|民用航空局|证券监督管理委员会|银行保险监督管理委员会|证监会|银保监会)$)"
)
# Its own office: 中国气象局机关, 商务部办公厅.
# What an organ of a line is called behind its place, and doesn't tell of which line.
_SAYS_NOTHING = re.compile(
    r"(?:[省市县区]?(?:监管|监察|督察|管理|中心|专员|特派员)?(?:分局|局|办公室|办事处|办|分行|支行|分公司|公司))"
)
# What the names of the party's and the masses' own organs begin with, before their place.
_BEFORE = re.compile("中国共产党|中共|共青团|中国共产主义青年团|政协")
_OFFICE = re.compile(r"(?<=[局部署委会院行])(?:本级)?(?:机关|办公[室厅])$")
# A development zone, which has no code of its own: it lies in the place before it.
ZONE = re.compile(
    r"[\u4e00-\u9fff]{0,16}?(?:开发区|产业区|园区|新区|高新区|经开区|保税区|示范区|度假区|名胜区|风景区|景区|试验区|实验区|管理区|合作区"
    r"|旅游区|港区|集聚区|先行区|物流区|工业区|功能区|林区|垦区)"
)
_KNOWN_ZONE = re.compile(rf"(?:{ZONE.pattern}|港务区|生态区|片区)$")  # of those that the table holds
# Names that are places in the table and words everywhere: 新区管委会, 东区街道办事处.
_ANYWHERE = frozenset({"新区", "东区", "西区", "南区", "北区", "中区", "城区", "郊区", "矿区", "市区"})
# 沙县(区教育局): the name of another year, 沙县区, goes on after the one that the table holds.
_GOES_ON = re.compile("[市县区旗](?![场容域块划间政级际直属民]|监[局所分])")


_OF_ONE = re.compile("(?:^|[省市州盟区])[\u4e00-\u9fff]县$")  # 沙县, 赣县: 区 is added to such names
_TOWN_BEHIND = re.compile("[市县区旗][\u4e00-\u9fff]{1,4}?(?:镇|乡|街道|苏木)(?=$|[政办党综便为（]|人民政)")


class Place(NamedTuple):
    """The places that a name may speak of, and its organ's own part."""

    codes: tuple[str, ...]
    function: str
    sure: bool = True  # False for a name that is a word everywhere
    below: bool = False  # a development zone in that place, a level below it


_NOWHERE = Place((), "")


def is_zone(code: str) -> bool:
    """Is a place a zone, which a committee governs: no district that the region table happens not to hold (加格达奇区)?

    >>> is_zone("13Z001"), is_zone("2327Z1"), is_zone("66Z008"), is_zone("310115")
    (True, False, False, False)
    >>> is_zone("6101Z5"), is_zone("31Z001")
    (True, True)
    """
    return "Z" in code and not code.startswith("66") and _KNOWN_ZONE.search(table.name(code)) is not None


@lru_cache(maxsize=4096)
def place_in(name: str, year: int | None, *, township: bool) -> Place | None:
    """The places at the head of a name; none for a name that speaks of its place as 区 or not at all; None where it
    names a place that no table holds."""
    line, own = cut_line(name)
    place = _of_own(own, year, line, township=township)
    if place == _NOWHERE:
        return None
    place = place or _of_the_state(name, own, year, line)
    if place and line and _SAYS_NOTHING.fullmatch(place.function):  # which of the state's lines has the 监管局
        return place._replace(function=line + place.function.removeprefix("局"))
    return place or _unplaced(own, year, township=township)


def cut_line(name: str) -> tuple[str, str]:
    """What stands before an organ's place in its name, and the rest: 国家税务总局 郑州市税务局, 中共 中宁县委…"""
    found = LINE.match(name) or _BEFORE.match(name)
    return (name[: found.end()], name[found.end() :]) if found and found.end() < len(name) else ("", name)


def _of_own(own: str, year: int | None, line: str, *, township: bool) -> Place | None:
    """The place that a name, without its line's, begins with; ``_NOWHERE`` for a branch that no table knows."""
    every = [(of_year, read(own, of_year)) for of_year in years(year)]
    longest = max(found.end for _, found in every)
    for of_year, found in every:
        if found.end < longest:
            continue  # 杭州市(下城区…): the name of another year goes on
        if of_year is None and found.codes and (now := _in_short(own, years(year)[:-1], line)):
            return now  # 梅县海事局 of today's 梅县区, not of the 梅县 before it
        function = own[found.end :].lstrip("的")
        if not found.codes or (township and _BARE_TOWN.match(function)):
            continue
        place = _behind_place(own, found, function, of_year, township=township)
        if place:
            return place
    return None


def _behind_place(own: str, found: Reading, function: str, year: int | None, *, township: bool) -> Place | None:
    """A branch's place, or the one that a name begins with, if that is its organ's; None where the name may go on."""
    branch = place_of_branch(found.codes, function, year)
    if branch is not None and branch.code:
        return Place((branch.code,), branch.function)
    if _goes_on(own[: found.end], function, township=township):
        return None
    zone = ZONE.match(function)
    inside = _behind_zone(function[zone.end() :], found.codes, year) if zone else None
    if inside:
        return inside
    return _NOWHERE if branch is not None else _in_place(own, found, function, township=township)


def _behind_zone(function: str, codes: tuple[str, ...], year: int | None) -> Place | None:
    """The place that stands behind a zone of its city: 舟山群岛新区 定海区教育局."""
    found = read(function, year)
    own = tuple(code for code in found.codes if set(codes) & set(table.above(code)))
    return Place(own, function[found.end :]) if len(own) == 1 else None


def _goes_on(place: str, function: str, *, township: bool) -> bool:
    """Does a place's name go on in what stands behind it? Not where that is a town's whole name (奎文区 市桥街道)."""
    found = _GOES_ON.match(function)
    if found is None:
        return False
    is_town = township and _TOWN_BEHIND.match(function) is not None
    return not is_town or (found[0] == "区" and _OF_ONE.search(place) is not None)


def _in_place(own: str, found: Reading, function: str, *, township: bool) -> Place | None:
    """The place that a name begins with, unless another stands in its organ's own part."""
    zone = ZONE.match(function)
    in_county = all(table.level(code) == "county" for code in found.codes)
    if _holds_a_place(_BRACKETS.sub("", function[zone.end() if zone else 0 :]), township=township, county=in_county):
        return None
    sure = own[: found.end] not in _ANYWHERE
    return Place(one_of_each(found), function, sure, below=zone is not None and not township)


def _of_the_state(name: str, own: str, year: int | None, line: str) -> Place | None:
    """The place of an organ of the state's line (衢州调查队), or the country."""
    in_short = _in_short(own, years(year), line)
    if in_short:
        return in_short
    plain = _OFFICE.sub("", name)
    of_line = LINE.match(plain)
    is_arm = of_line is not None and of_line.end() < len(plain)  # 国家能源局华东监管局: not the country's organ itself
    return Place((table.NATIONAL,), name) if _NATIONAL.match(plain) and not is_arm else None


def _in_short(own: str, of_years: tuple[int | None, ...], line: str) -> Place | None:
    for of_year in of_years:
        codes, end = named_short(own, of_year, of_line=bool(line))
        if codes:
            # 榕城海关 lies in 福州, which is called so, not in 揭阳's 榕城区: a district's name needs a sign besides
            doubtful = own.endswith("海关") and any(table.name(code).endswith("区") for code in codes)
            return Place(codes, own[end:], not doubtful)
    return None


def _unplaced(name: str, of_year: int | None, *, township: bool) -> Place | None:
    """A name that leaves its place to the page; None for one that names a place that no table holds."""
    zone = ZONE.match(name) if not township else None
    if zone:
        codes, end = zone_in_short(name, of_year)
        behind = name[zone.end() :]
        inside = _behind_zone(behind, codes, of_year)
        if inside or _holds_a_place(behind, township=False):
            return inside
        return Place(codes, name[end:], sure=True, below=True) if codes else Place((), name)
    if RELATIVE.match(name) or (township and not _SUFFIX.search(name)) or not names_a_place(name):
        return Place((), RELATIVE.sub("", name))
    return None


def years(year: int | None) -> tuple[int | None, ...]:
    if year is None:
        return (table.LAST, None)
    return (year, year + 1, None)


def one_of_each(found: Reading) -> tuple[str, ...]:
    """Codes that one place bore in turn count once."""
    if len(found.codes) < 2:
        return found.codes
    latest = {successor(code): code for code in found.codes}
    return tuple(sorted(latest.values()))


def names_a_place(name: str) -> bool:
    """Does a name that the tables don't know begin with a place all the same (某某县…)?"""
    return _holds_a_place(name, township=False)


def names_its_place(name: str, *, township: bool) -> bool:
    """Does a name say where its organ is, if only in a place that no table holds?

    >>> names_its_place("某某县商务局", township=False), names_its_place("区商务局", township=False)
    (True, False)
    >>> names_its_place("某某县城关镇人民政府", township=True), names_its_place("城关镇人民政府", township=True)
    (True, False)
    >>> names_its_place("东区街道办事处", township=True), names_its_place("新区管委会", township=False)
    (False, False)
    """
    if RELATIVE.match(name):
        return False
    zone = ZONE.match(name)
    if zone and not township:  # 新区管委会, 示例开发区管委会: there may be one anywhere
        return any(mark.start() > 0 for mark in _SUFFIX.finditer(zone[0][:-1]))
    if not township:
        return names_a_place(name)
    marks = [mark for mark in _SUFFIX.finditer(name) if mark.start() > 0]
    return any(mark.end() < len(name) and not _BARE_TOWN.match(name, mark.end()) for mark in marks)


def _holds_a_place(function: str, *, township: bool, county: bool = False) -> bool:
    """Does an organ's own part name a place below that the table doesn't hold? Then its place is that, not this.
    ``county``: it stands behind a county's name, which holds none."""
    length = len(function)
    for mark in _SUFFIX.finditer(function):
        of_the_town = (
            township and (county or mark[0] != "县") and _BARE_TOWN.match(function, mark.end())
        )  # 红旗乡, 老县镇
        if mark.start() > 0 and mark.end() < length and not of_the_town:
            return True
    return not township and any(mark.end() < length for mark in _BELOW.finditer(function))


def is_township(name: str) -> bool:
    return any(word in name for word in _TOWNSHIP_WORDS) and _TOWNSHIP.search(name) is not None
