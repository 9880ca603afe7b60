"""Two ways of printing one organ's name (同一机关的不同写法), and which of them is the fuller.

A name may leave out its place or that place's parents, say 区 for it, or be short (住建局). Names of different places,
of a branch and its bureau, of a government and its office, are not one.

>>> agree("商务局", "衢州市商务局"), agree("衢州市住建局", "衢州市住房和城乡建设局")
(True, True)
>>> agree("衢州市商务局", "衢州市柯城区商务局"), agree("湖镇人民政府", "龙湖镇人民政府")
(False, False)
>>> fuller("区住建局", "二七区住房和城乡建设局"), fuller("衢州市商务局", "衢州市商务和粮食局")
('二七区住房和城乡建设局', '衢州市商务局')
>>> same_government("示例市人民政府", "示例市人民政府办公室")
True
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ingest.front.names import is_government
from ingest.patterns import lazy
from ingest.places import (
    abbreviates,
    canonical,
    class_of,
    in_turn,
    is_known,
    is_organ,
    known_end,
    read_codes,
    regions,
    resolve,
)

_BRACKETS = lazy(r"（[^（）]*）$")
_BRANCH = lazy(r"（[^（）]*(?:分局|支队|大队|总队|所|站|院|分中心|机关|本级)）$")
_ITSELF = lazy(r"（(?:机关|本级)）$")
_RELATIVE = lazy(r"[本全我该]?(?P<of>[省市县区州旗盟镇乡])(?![场容域块划间政级际]|监[局所分])(?=..)")
_UNKNOWN = lazy(r"(?:[\u4e00-\u9fff]{2,7}?(?:自治[区州县旗]|[省市县区旗盟州])(?![场容域块划间政级际直属民]))+(?=..)")
_TOWN = lazy(
    r"(?:人民政府(?=.+街道))?(?P<town>[\u4e00-\u9fff]{2,12}?(?:镇|乡|街道|苏木))(?:(?:人民)?政府|办事处|办|党工委|党委|管理委员会)?"
)
_LINE = lazy(
    r"国家税务总局(?=.{2,}税务局)|国家统计局(?=.{2,}调查(?:总)?队)"
)  # before the place, and left out in speech
_BANNER = lazy(r"[\u4e00-\u9fff]{1,3}旗(?=..)")  # 莫旗
_OF_A_BUREAU = lazy(r".+?[局委会].+分局$")
_COMMITTEE = lazy("(?<=区)(?:管委会|管理委员会)$")
_ARM = lazy(r"(?:分局|支队|大队|总队)$")
_OFFICE = lazy(r"[\u4e00-\u9fff]{0,8}(?:中心|办公室|办|科|股|室)(?<!管理中心)")
_CENTRE = lazy(r"(?:服务|信息|指挥)中心$")


class _Parts(NamedTuple):
    """A name's place as printed, and its organ's own part."""

    place: str
    own: str
    relative: str = ""  # 区, where that is all that the name says of its place


@lru_cache(maxsize=4096)
def _parts(name: str) -> _Parts:
    name = _LINE.sub("", name, count=1)
    end = known_end(name)
    unknown = _UNKNOWN.match(name) if not end else None
    if unknown:
        end = unknown.end()
    if end:
        return _Parts(name[:end], name[end:])
    relative = _RELATIVE.match(name)
    return _Parts("", name[relative.end() :], relative["of"]) if relative else _Parts("", name)


def agree(one: str, other: str) -> bool:
    """Do two names mean one organ?

    >>> agree("国家税务总局中宁县税务局", "中宁县税务局"), agree("池州市公安局贵池分局", "贵池公安分局")
    (True, True)
    >>> agree("莫力达瓦达斡尔族自治旗财政局", "莫旗财政局"), agree("敖汉旗财政局", "莫旗财政局")
    (True, False)
    >>> agree("合肥市公安局", "合肥市公安局包河分局"), agree("北京市外办", "北京市人民政府外事办公室")
    (False, True)
    """
    if _COMMITTEE.sub("", one) == _COMMITTEE.sub("", other):  # 示例开发区 and 示例开发区管委会
        return True
    if bool(_BRANCH.search(one)) != bool(_BRANCH.search(other)):
        return False
    first, second = (_parts(_BRACKETS.sub("", name)) for name in (one, other))
    if _of_one_place(first, second) and _alike(_behind(first.own), _behind(second.own)):
        return True
    if _is_arm_of(one, other, first, second) or _is_arm_of(other, one, second, first):
        return True
    return _of_one_banner(first, second) or _of_one_banner(second, first) or _of_one_key(one, other, first, second)


def _is_arm_of(whole: str, arm: str, first: _Parts, second: _Parts) -> bool:
    """Is one the other with its bureau before it: 公安局交通警察支队 and 交警支队, 公安局包河分局 and 包河分局?"""
    if not _ARM.search(arm):
        return False
    names = (arm, second.own) if _of_one_place(first, second) else (arm,)
    full, tails = canonical(whole), map(canonical, names)
    return any(len(tail) > 3 and full.endswith(tail) and full[: -len(tail)].endswith(("局", "厅")) for tail in tails)


def _behind(own: str) -> str:
    """A branch with its place behind its bureau, and short: 贵池公安分局 → 公安局贵池分局."""
    if not own.endswith("分局"):
        return own
    bureau = f"{own.removesuffix('分局')}局"
    size = next((size for size in range(2, 9) if is_organ(bureau[size:])), 0) if not is_organ(bureau) else 0
    return f"{bureau[size:]}{bureau[:size]}分局" if size else own


def _of_one_banner(whole: _Parts, other: _Parts) -> bool:
    """莫旗 is 莫力达瓦达斡尔族自治旗, where a page has both."""
    found = _BANNER.match(other.own) if whole.place.endswith("旗") and not other.place and not other.relative else None
    if found is None or not _alike(whole.own, other.own[found.end() :]):
        return False
    names = [regions()[code].name for code in read_codes(whole.place)]
    return any(name[0] == found[0][0] and _in_order(found[0], name) for name in names)


def _in_order(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def _of_one_key(one: str, other: str, first: _Parts, second: _Parts) -> bool:
    """Two ways of writing a branch or a zone's committee whose place is known: 池州市公安局贵池分局, 贵池区公安分局."""
    of_a_bureau = one.endswith("局") and other.endswith("局")
    if not (of_a_bureau or _is_of_a_zone(first, second)) or not (is_known(first.place) and is_known(second.place)):
        return False
    found, same = resolve(one), resolve(other)
    return found.region_code is not None and found.key == same.key


def _is_of_a_zone(first: _Parts, second: _Parts) -> bool:
    """Is one a place alone, and the other that of a committee: 长春新区 and 长春新区管委会?"""
    return bool(first.own) != bool(second.own) and (first.own or second.own) in ("管委会", "管理委员会")


def is_own_office(name: str, office: str) -> bool:
    """Is what a contact clause names an office inside an organ, or the organ without its place?

    >>> is_own_office("中宁县公安局", "中宁县公安局指挥中心"), is_own_office("中宁县公安局", "中宁县公安局交通警察大队")
    (True, False)
    >>> is_own_office("中宁县示例开发区管理委员会", "开发区管委会"), is_own_office("中宁县教育体育局", "中宁县教体局办")
    (True, True)
    >>> is_own_office("中宁县教育局", "中宁县水利局信息中心"), is_own_office("中宁县水利局", "县退役军人服务中心")
    (False, False)
    """
    name = _ITSELF.sub("", name)
    whole, part = _parts(name), _parts(office)
    if agree(name, office) or any(
        _OFFICE.fullmatch(office, at) and agree(name, office[:at]) for at in range(3, len(office))
    ):
        return True
    if len(office) > 3 and not part.relative and canonical(whole.own).endswith(canonical(office)):
        return True
    field = class_of(part.own) if _CENTRE.search(part.own) and _of_one_place(whole, part) else None
    return field is not None and field == class_of(whole.own)


def _of_one_place(one: _Parts, other: _Parts) -> bool:
    if one.place and other.place:
        short, full = sorted((one.place, other.place), key=len)
        return full.endswith(short) or bool(set(read_codes(short)) & set(read_codes(full)))
    if one.relative and other.relative:
        return one.relative == other.relative
    relative, place = one.relative or other.relative, one.place or other.place
    return not relative or not place or place.endswith(relative)


def _alike(one: str, other: str) -> bool:
    """Are these one organ's own name, written out or short?"""
    if one == other:
        return True
    towns = _TOWN.fullmatch(one), _TOWN.fullmatch(other)
    if towns[0] and towns[1]:
        return towns[0]["town"] == towns[1]["town"]
    first, second = canonical(one), canonical(other)
    if first == second or in_turn(first, second):
        return True
    governs = is_government(one) or is_government(other)
    return abbreviates(first, second) and not governs and not _is_below(first, second)


def _is_below(one: str, other: str) -> bool:
    """Is one the other's branch, or an organ that belongs to it: 公安局包河分局 and 公安局?"""
    short, full = sorted((one, other), key=len)
    branch = _OF_A_BUREAU.match(full)
    return full.startswith(short) or (branch is not None and not short.endswith("分局"))


def fuller(one: str, other: str) -> str:
    """The fuller of two ways of printing a name; ``one`` where neither is short for the other."""
    first, second = _parts(one), _parts(other)
    if not _longer_place(first, second):
        # 目录六安市示例局: what stands before a known place is a word of the page's
        return other if one.endswith(other) and known_end(other) and not known_end(one) else one
    if one.endswith(other):
        return one  # 国家税务总局光山县税务局
    if first.own == second.own or _is_short(first.own, second.own):
        return other
    return other if not first.place and second.place else one


def _longer_place(one: _Parts, other: _Parts) -> bool:
    """Does the other say of the place what the one says, and as much at least, in names that are known as well?"""
    return len(other.place) >= len(one.place) and (not is_known(one.place) or is_known(other.place))


def _is_short(one: str, other: str) -> bool:
    """Is a name short for another, and not an earlier or narrower one (农业局, 农业农村局)?"""
    if len(one) >= len(other) or _BRACKETS.sub("", other) == one:
        return _BRACKETS.sub("", other) == one and one != other
    towns = _TOWN.fullmatch(one), _TOWN.fullmatch(other)
    if towns[0] and towns[1]:
        return True
    first, second = canonical(one), canonical(other)
    if first == second:
        return True
    return abbreviates(first, second) and not in_turn(first, second) and not second.startswith(first[:-1])


def is_itself(one: str, other: str) -> bool:
    """Is one the other without those below it: 示例市人民政府（本级） and 示例市人民政府?"""
    return _ITSELF.sub("", one) == _ITSELF.sub("", other)


def same_government(one: str, other: str) -> bool:
    """A government and its office: 示例市人民政府, 示例市人民政府办公室, 示例市政府办."""
    if not (is_government(one) and is_government(other)):
        return False
    first, second = _parts(one), _parts(other)
    owns = canonical(first.own), canonical(second.own)
    return _of_one_place(first, second) and (owns[0].startswith(owns[1]) or owns[1].startswith(owns[0]))
