"""What an organ does (职能), and one form for every way of writing its name.

>>> class_of("教育体育局"), class_of("工业园区管委会"), class_of("交通运输综合行政执法支队"), class_of("示例局")
('education', 'zone_committee', 'transport', None)
>>> class_of("人民政府国有资产监督管理委员会"), class_of("人民政府本级"), class_of("民政局")
('state_assets', 'government', 'civil_affairs')
>>> canonical("住建局") == canonical("住房和城乡建设局") == canonical("住房城乡建设局（人民防空办公室）")
True
>>> canonical("商务局机关"), canonical("商务局办公室"), canonical("教育系统"), canonical("人民政府办公室")
('商务局', '商务局', '教育系统', '人民政府办公室')
>>> canonical("商务局（粮食局）"), canonical("公安局（交通警察支队）"), canonical("市场监督管理局（高新区）")
('商务局', '公安局交通警察支队', '市场监督管理局（高新区）')
>>> canonical("示例镇人民政府", township=True) == canonical("示例镇", township=True)
True
>>> in_turn(canonical("环保局"), canonical("生态环境局")), in_turn(canonical("农业局"), canonical("林业局"))
(True, False)
>>> abbreviates("文广新局", "文化广电新闻出版局"), abbreviates("商务局", "民政局")
(True, False)
>>> canonical("公安局和平分局"), canonical("审计局、统计局")
('公安局和平分局', '审计局统计局')
>>> canonical("人民政府侨务办公室"), canonical("政府外事办公室"), canonical("政府采购中心")
('侨务办公室', '外事办公室', '政府采购中心')
>>> canonical("人民政府信访局"), canonical("人民政府国资委") == canonical("国有资产监督管理委员会")
('信访局', True)
>>> canonical("人民政府弦山街道办事处", township=True)
'弦山街道'
>>> class_of("人民政府综合执法局"), canonical("人民政府综合行政执法局"), canonical("人民政府综合办公室")
('urban_management', '综合行政执法局', '人民政府综合办公室')
>>> of_the_line("税务局"), of_the_line("市场监督管理局")
(True, False)
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Any, NamedTuple

from ingest.patterns import lazy

_BRACKETS = lazy(r"(?P<organ>.+?)[（(](?P<inside>[^（()）]*)[)）]$")
# 生态环境局（二七分局）, 公安局（交通警察支队） are organs of their own, whether in brackets or not.
_BRANCH = lazy(r"(?:分局|支队|大队|总队|中队|分队|分中心|分公司|支行|派出所|监管所|管理所|工作站|管理处|执法队)$")
_OF_POLICE = lazy(
    "交通|出入境|治安|刑事|经济犯罪|网络|禁毒|特警|巡警|森林|监管"
)  # 公安局（交通管理局）: no second name
# The organ's other name (粮食局), what it was called before, or itself (本级).
_OTHER_NAME = lazy(
    r"(?:原.+|[本全].{0,2}|.{0,2}(?:本级|机关|本部)|盖章|公章|.+(?:局|委员会|委|办公室|办|厅|馆|中心|社|会))$"
)
# 局机关 and 局办公室 are the organ and its inner office. 委员会办公室 is an organ of its own.
_INNER = lazy(r"(?<=[局厅])(?:机关|(?:党政)?(?:综合)?(?:办公室|办))$|(?<=委员会)机关$")
# The committee of a zone, whatever the zone is for: 工业园区管委会, 大学城管理委员会; no 国有资产监督管理委员会.
_ZONE = lazy(r"(?:(?<!社)(?<!城)区|园|(?<!县)(?<!都)城|新城|基地|枢纽|公园)(?:管理委员会|管委会)$")
_ENFORCING = lazy(r"(.*?)综合(?:行政)?执法[\u4e00-\u9fff]{0,4}$")
_GOVERNMENTS = frozenset({"government", "government_office"})
_OWN = lazy(r"(?<=政府)(?:本级|机关|自身)$")
_POLICE = lazy("交警(?=[支大总中]队$)")
_COMMITTEE = lazy("管委会$")
_AND = lazy(r"(?<=.)(?!(?<=局)[和与及].{1,4}分局$)[和与及、](?=.)")  # 公安局和平分局: a place's name
# What a place's name makes no organ of: 都江堰管理局, 东湖建设管理委员会.
_NO_ORGAN = lazy(r"^(?:监督|综合)?(?:管理|监管)局$|(?<!监督)管理委员会$")
_OF_A_GOVERNMENT = lazy(r"^人民政府(?=.+街道)")  # 人民政府弦山街道办事处: the legal name of a street's office
_TOWNSHIP = lazy(
    r"^(.+?(?:镇|乡|街道|苏木))(?:(?:人民)?政府(?:办公室)?|办事处|办|党工委|党委)?(?:党政(?:综合)?办公室|办公室)?$"
)


class FunctionClass(NamedTuple):
    """A field of administration."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "functions.toml").read_text("utf-8"))


@cache
def classes() -> tuple[FunctionClass, ...]:
    """Every class, townships last."""
    found = [
        FunctionClass(
            one["code"],
            one["label"],
            tuple(one.get("words", ())),
            tuple(one.get("ends", ())),
            tuple(one.get("unless", ())),
        )
        for one in _data()["class"]
    ]
    return (*found, FunctionClass(**_data()["township"]))


@lru_cache(maxsize=8192)
def class_of(function: str, *, township: bool = False) -> str | None:
    """The class of an organ's own part of its name; None for one that no class knows."""
    if township:
        return classes()[-1].code
    found = _BRACKETS.match(function)
    plain = found["organ"] if found else function
    if _ZONE.search(plain):
        return "zone_committee"
    enforcing = _ENFORCING.match(plain)
    if enforcing:  # 交通运输综合行政执法支队 belongs to transport, 人民政府综合执法局 to the city's management
        field = _by_words(enforcing[1])
        return field if field and field not in _GOVERNMENTS else "urban_management"
    return _by_words(plain)


def _by_words(function: str) -> str | None:
    plain = _OWN.sub("", function)
    body = plain.replace("人民政府", "政府")  # 民政 is no word of it
    for one in classes():
        if (plain.endswith(one.ends) and not plain.endswith(one.unless)) or any(word in body for word in one.words):
            return one.code
    return None


@lru_cache(maxsize=8192)
def canonical(function: str, *, township: bool = False) -> str:
    """One form for all the ways of writing an organ's own part of its name. It is for comparing, not for reading."""
    plain = _without_other_name(function)
    if township:
        plain = _OF_A_GOVERNMENT.sub("", plain)
        found = _TOWNSHIP.match(plain)
        return found[1] if found else plain
    plain = _POLICE.sub("交通警察", _COMMITTEE.sub("管理委员会", _INNER.sub("", plain)))
    plain = _data()["written"].get(plain, plain)
    body = _named_by_government().sub("", plain)
    return _AND.sub("", _data()["written"].get(body, body))


@cache
def _named_by_government() -> re.Pattern[str]:
    """What stands before the name of a body that is a government's own (人民政府外事办公室, 政府信访局)."""
    bodies = "|".join(_data()["of_government"]["bodies"])
    own = r"(?=.{2,}(?:局|委|委员会|办|办公室|室|中心|队)$)(?!办|党政|综合(?!(?:行政)?执法))"
    return re.compile(rf"^(?:人民政府{own}|政府(?={bodies}){own})")


def _without_other_name(function: str) -> str:
    """A name without brackets that only repeat it; a branch in brackets is part of the name, as it is without them."""
    found = _BRACKETS.fullmatch(function)
    if found is None:
        return function
    organ, inside = found["organ"], found["inside"]
    if _BRANCH.search(inside) or (organ.endswith("政府") and inside in {"办公室", "办公厅"}):
        return organ + inside
    of_police = organ.endswith("公安局") and _OF_POLICE.match(inside)
    if (_OTHER_NAME.fullmatch(inside) and not of_police) or not inside or shortens(organ, inside):
        return organ
    return f"{organ}（{inside}）"


@lru_cache(maxsize=8192)
def of_the_line(function: str) -> bool:
    """Does an organ answer to the state's own line (垂直管理), and not to the government of its place?"""
    return function.startswith(line_begins())


def line_begins() -> tuple[str, ...]:
    """What the names of such organs begin with."""
    return tuple(_data()["line"]["begins"])


@lru_cache(maxsize=8192)
def spelled(function: str) -> str:
    """One spelling for all the ways of writing an organ's own part of its name, as people write it.

    >>> spelled("住建局"), spelled("住房城乡建设局"), spelled("公安局"), spelled("教育局（教体局）")
    ('住房和城乡建设局', '住房和城乡建设局', '公安局', '教育局')
    """
    plain = canonical(function)
    return _spellings().get(plain, plain)


@cache
def _spellings() -> dict[str, str]:
    """Canonical form → the full name that the table has."""
    return {canonical(full): full for full in sorted(set(_data()["written"].values()))}


@cache
def _turns() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset(pair) for turn in _data()["turns"] for pair in combinations(set(map(canonical, turn["names"])), 2)
    )


def in_turn(one: str, other: str) -> bool:
    """Are these canonical names known as names that one organ bore in turn?"""
    return frozenset((one, other)) in _turns()


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted(_data()["words"]["whole"], key=len, reverse=True))


@cache
def _words_of_branches() -> tuple[str, ...]:
    return tuple(sorted({*_words(), *_data()["branch"]["words"]}, key=len, reverse=True))


@lru_cache(maxsize=8192)
def is_organ(name: str) -> bool:
    """Is a text a bureau's or a committee's own name, in words that are all known?

    >>> is_organ("生态环境局"), is_organ("住建局"), is_organ("国家税务局"), is_organ("管理局"), is_organ("村改造局")
    (True, True, True, False, False)
    """
    if not name.endswith(("局", "委员会", "委")) or _NO_ORGAN.search(name):
        return False
    if name in _data()["written"]:
        return True
    words = _in_words(_AND.sub("", name), _words_of_branches())
    return words is not None and len(words) > 1


def is_ordinary(place: str) -> bool:
    """Is a place's short name a word as well, or the name of other things (和平, 江南)?"""
    return place in _data()["branch"]["ordinary"]


def is_field(words: str) -> bool:
    """Do words before 管理局 say what it manages, and not where (交通, 房产)?"""
    return _in_words(words) is not None or any(field in words for field in _data()["branch"]["fields"])


def _in_words(name: str, known: tuple[str, ...] = ()) -> list[str] | None:
    """A name cut into the words that names of organs are made of; None where there is one that isn't known."""
    known = known or _words()
    found, at = [], 0
    while at < len(name):
        word = next((word for word in known if name.startswith(word, at)), None)
        if word is None:
            return None
        found.append(word)
        at += len(word)
    return found


@lru_cache(maxsize=4096)
def shortens(one: str, other: str) -> bool:
    """Is one of two canonical names the other with every word shortened, and none left out but what says nothing?

    >>> shortens("文广新局", "文化广电新闻出版局"), shortens("市场监管局", "市场监督管理局")
    (True, True)
    >>> shortens("教育局", "教育考试管理局"), shortens("农业局", "农业机械管理局"), shortens("文化局", "文化和旅游局")
    (False, False, False)
    """
    short, full = sorted((one, other), key=len)
    words = _in_words(_AND.sub("", full))
    return words is not None and len(short) > 2 and _made_of(_AND.sub("", short), tuple(words))


def _made_of(short: str, words: tuple[str, ...]) -> bool:
    """Does a text consist of the beginnings of words, in order, each of them there unless it is an empty one?"""
    if not words:
        return not short
    word, rest = words[0], words[1:]
    empty = word in _data()["words"]["empty"]
    pieces = {word[:n] for n in range(1, len(word) + 1)} | {word[0] + word[n] for n in range(2, len(word))}
    return any(short.startswith(piece) and _made_of(short[len(piece) :], rest) for piece in pieces) or (
        empty and _made_of(short, rest)
    )


def abbreviates(one: str, other: str) -> bool:
    """Is one of two canonical names short for the other: all its characters, in order, the first and last the same?"""
    short, full = sorted((one, other), key=len)
    rest = iter(full)
    return len(short) > 2 and (short[0], short[-1]) == (full[0], full[-1]) and all(char in rest for char in short)
