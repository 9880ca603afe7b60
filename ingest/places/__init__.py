"""Places (行政区划) and the organ's own part of its name: agency name → place, level, function.

A name is read by the table of its report's year, then of the year after (in which the report was written), then of
any year. A place that the name leaves open is told by what else the report says of itself (``Signs``), or it stays
open: a wrong place is worse than none.

>>> resolve("郑州市二七区商务局").region_code, resolve("瀍河回族区商务局").function
('410103', '商务局')
>>> resolve("二七区某某镇人民政府").level
'township'
>>> resolve("某某县商务局").region_code is None
True
>>> resolve("朝阳区商务局").candidates
('110105', '220104')
>>> found = resolve("区住建局", 2021, Signs(header=("郑州市二七区人民政府",)))
>>> found.region_code, found.function, found.evidence, found.name
('410103', '住建局', 'header', '郑州市二七区住建局')
>>> found.key == resolve("二七区住房和城乡建设局").key
True
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.model import Agency, Level
from ingest.places import table
from ingest.places.evidence import Signs, choose, region_digits
from ingest.places.functions import FunctionClass, abbreviates, canonical, class_of, classes, in_turn, of_the_line
from ingest.places.known import is_known, known_end
from ingest.places.reading import Reading, read
from ingest.places.table import Named, Region, alike, inward, names, outward, regions, successor, version

__all__ = [
    "FunctionClass",
    "Named",
    "Region",
    "Signs",
    "abbreviates",
    "alike",
    "canonical",
    "class_of",
    "classes",
    "in_turn",
    "inward",
    "is_known",
    "known_end",
    "names",
    "of_the_line",
    "outward",
    "read_codes",
    "regions",
    "resolve",
    "successor",
    "version",
]

NO_SIGNS = Signs()

# A place below the county tells the level only as the last part of a name: 赤土店镇人民政府, not 住房和城乡建设局.
_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff](?:(?:镇|乡|街道)(?:(?:人民)?政府(?:办公室)?|办事处|办|党工委|党委)"
    r"|(?:(?<!城)镇|(?<![城新])乡|街道)(?:党政(?:综合)?办公室|办公室|便民服务中心|为民服务中心)?)(?:（[^（）]*）)?$"
)
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")  # the organ's other name: 商务局（粮食局）
_BARE_TOWN = re.compile("镇|乡(?!镇)|街道")  # 东区街道办事处: what stands before is the town's name, no place
_BELOW = re.compile(r"[\u4e00-\u9fff](?:(?<![城村乡市])镇|(?<![城水山回])乡(?![村镇土亲情友])|街道)")
# 市 or 区 that belong to another word: 城市, 社区, 市场, 区块链. What such a word begins or ends is no place.
_SUFFIX = re.compile(
    r"(?<!城)(?<!都)(?<!社)(?<!县)(?:市(?!场|直|属|政(?:工程|设施|管理|园林|公用|建设|养护|道路)|容|域)"
    r"|县(?!域|级|直|属)|区(?!块|域|划|间|直|属)|[省州盟旗](?!直|属))"
)
# 区住建局, 全县教育系统: the place is the one that the page speaks of.
_RELATIVE = re.compile(r"^[本全我该]?([省市县区州旗])(?![场容域块划间政级际])(?=..)")
# Organs of the state's own line: their place stands after it (国家税务总局郑州市税务局), or they are the country's.
_LINE = re.compile(r"国家税务总局|国家统计局|国家能源局|国家金融监督管理总局|中国气象局|中华人民共和国(?=.{2,12}海关)")
_NATIONAL = re.compile(
    r"国务院|中华人民共和国|国家[\u4e00-\u9fff]{1,12}(?:局|委员会|委|署|总局)$|(?:外交|国防|教育|科学技术|工业和信息化|公安"
    r"|国家安全|民政|司法|财政|人力资源和社会保障|自然资源|生态环境|住房和城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游"
    r"|文化|国土资源|环境保护|退役军人事务|应急管理|铁道|卫生)部$|中国(?:人民银行|气象局|地震局|民用航空局|证券监督管理委员会)$"
)
# Names that are places in the table and words everywhere: 新区管委会, 东区街道办事处.
_ANYWHERE = frozenset({"新区", "东区", "西区", "南区", "北区", "中区", "城区", "郊区", "矿区", "市区"})
# 沙县(区教育局): the name of another year, 沙县区, goes on after the one that the table holds.
_GOES_ON = re.compile("[市县区旗](?![场容域块划间政级际直属民])")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)(?:办公[室厅])?(?:门户网站)?$")


def read_codes(place: str) -> tuple[str, ...]:
    """The codes that a text which is a place and nothing else may mean, in any year.

    >>> read_codes("瀍河区"), read_codes("洛阳市瀍河回族区")
    (('410304',), ('410304',))
    """
    found = read(place, None)
    return found.codes if found.end == len(place) else ()


class _Place(NamedTuple):
    """The places that a name may speak of, and its organ's own part."""

    codes: tuple[str, ...]
    function: str
    sure: bool = True  # False for a name that is a word everywhere


def resolve(name: str, year: int | None = None, signs: Signs = NO_SIGNS) -> Agency:
    """An agency's name read as place + function; what isn't certain stays None."""
    township = _is_township(name)
    place = _place(name, year, township=township)
    if place is None:
        return _undecided(name, name, (), signs, township=township)
    if len(place.codes) == 1 and place.sure:
        return _decided(name, name, place, place.codes[0], "name", signs, township=township)
    if place.codes:
        code, *evidence = choose(place.codes, signs)[:2]
        if code is None:
            return _undecided(name, name, place.codes, signs, township=township)
        written = _written(code) + place.function
        return _decided(name, written, place, code, " ".join(("name", *evidence[0])), signs, township=township)
    return _relative(name, place, year, signs, township=township)


@lru_cache(maxsize=4096)
def _place(name: str, year: int | None, *, township: bool) -> _Place | None:
    """The places at the head of a name; none for a name that speaks of its place as 区 or not at all; None where it
    names a place that no table holds."""
    name = _LINE.sub("", name, count=1) or name if _LINE.match(name) else name
    for of_year in _years(year):
        found = read(name, of_year)
        if found.codes:
            function = name[found.end :].lstrip("的")
            if _GOES_ON.match(function) or (township and _BARE_TOWN.match(function)):
                continue
            if not _holds_a_place(_BRACKETS.sub("", function), township=township):
                return _Place(_one_of_each(found), function, name[: found.end] not in _ANYWHERE)
    if _NATIONAL.match(name):
        return _Place((table.NATIONAL,), name)
    if _RELATIVE.match(name) or (township and not _SUFFIX.search(name)) or not _names_a_place(name):
        return _Place((), _RELATIVE.sub("", name))
    return None


def _years(year: int | None) -> tuple[int | None, ...]:
    if year is None:
        return (table.LAST, None)
    return (year, year + 1, None)


def _one_of_each(found: Reading) -> tuple[str, ...]:
    """Codes that one place bore in turn count once."""
    if len(found.codes) < 2:
        return found.codes
    latest = {successor(code): code for code in found.codes}
    return tuple(sorted(latest.values()))


def _names_a_place(name: str) -> bool:
    """Does a name that the tables don't know begin with a place all the same (某某县…)?"""
    return _holds_a_place(name, township=False)


def _holds_a_place(function: str, *, township: bool) -> bool:
    """Does an organ's own part name a place below that the table doesn't hold? Then its place is that, not this."""
    length = len(function)
    for mark in _SUFFIX.finditer(function):
        if mark.start() > 0 and mark.end() < length:
            return True
    return not township and any(mark.end() < length for mark in _BELOW.finditer(function))


def _is_township(name: str) -> bool:
    return ("镇" in name or "乡" in name or "街道" in name) and _TOWNSHIP.search(name) is not None


def _written(code: str) -> str:
    """A place as an agency's name has it: with the prefecture, or else the province, before it."""
    outer = table.parent(code)
    own = table.name(code)
    return (
        own
        if outer in (None, table.NATIONAL) or own.startswith(table.name(outer or ""))
        else table.name(outer or "") + own
    )


def _decided(
    printed: str, name: str, place: _Place, code: str, evidence: str, signs: Signs, *, township: bool
) -> Agency:
    level: Level = "township" if township else table.level(code)
    if township and table.level(code) not in ("county", "prefectural"):
        return _undecided(printed, printed, (), signs, township=True)
    key = f"{successor(code)}:{canonical(place.function, township=township)}"
    kind = class_of(place.function, township=township) if place.function else None
    return Agency(name, code, level, place.function or None, signs.credit_code, evidence, (), key, kind, printed)


def _undecided(printed: str, name: str, candidates: tuple[str, ...], signs: Signs, *, township: bool) -> Agency:
    # Organs of several places may be printed alike; with the same credit code they are one.
    shared = bool(candidates) or _RELATIVE.match(printed) or not _names_a_place(printed)
    code = f"#{signs.credit_code}" if shared and signs.credit_code else ""
    key = f"?:{canonical(printed, township=township)}{code}"
    kind = class_of(printed, township=township)
    if code:
        name = f"{name}（{signs.credit_code}）"
    level: Level | None = "township" if township else None
    return Agency(name, None, level, None, signs.credit_code, None, candidates, key, kind, printed)


def _relative(name: str, place: _Place, year: int | None, signs: Signs, *, township: bool) -> Agency:
    """A name without its place: that of the same organ written whole in the header, or of the government there."""
    found = {code: kind for kind, code in _spoken(name, place, year, signs, township=township)}
    current = {successor(code) for code in found}
    if len(current) != 1:
        return _undecided(name, name, tuple(sorted(found)), signs, township=township)
    code = next(iter(found))
    written = _written(code) + place.function
    kinds = " ".join(dict.fromkeys(kind for kind, _ in _spoken(name, place, year, signs, township=township)))
    return _decided(name, written, place, code, kinds, signs, township=township)


def _spoken(name: str, place: _Place, year: int | None, signs: Signs, *, township: bool) -> list[tuple[str, str]]:
    """(kind of evidence, code) of the places that the report speaks of as its agency's."""
    relative = _RELATIVE.match(name)
    found = []
    digits = region_digits(signs.credit_code)
    if digits in regions() and _fits(digits or "", relative, township=township):
        found.append(("credit_code", digits or ""))
    for said in signs.header:
        other = _place(said, year, township=_is_township(said)) if said != name else None
        if other is None or len(other.codes) != 1:
            continue
        same = canonical(other.function, township=township) == canonical(place.function, township=township)
        if same or (_GOVERNMENT.search(said) and _fits(other.codes[0], relative, township=township)):
            found.append(("header", other.codes[0]))
    return found


def _fits(code: str, relative: re.Match[str] | None, *, township: bool) -> bool:
    """May a place be the one that a name calls 区, or the one above a town?"""
    if relative is not None:
        return table.name(code).endswith(relative[1])
    return township and table.level(code) == "county"
