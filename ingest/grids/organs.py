"""Organs (机关) that a line at a table names: are its numbers another organ's than the report's, or a whole county's?

>>> names = ("示例县财政局",)
>>> [is_of_another(words, names) for words in ("示例县民政局数据", "全县汇总数据", "本局数据", "县财政局数据")]
[True, True, False, False]
>>> is_of_another("全县汇总数据", ("示例县人民政府",)), is_of_another("全市汇总数据", ("示例县人民政府",))
(False, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.grids.senses import senses
from ingest.places.functions import canonical, class_of, shortens
from ingest.places.placing import is_township, place_in

_PLACE = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{0,12}?(?:自治[州县旗]|省|市|县|区|州|旗|盟))(?P<own>[\u4e00-\u9fff()]{2,})"
)
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*年?度?\s*$")


def is_of_another(words: str, names: Sequence[str]) -> bool:
    """Do words say, and nothing else, that numbers are another organ's than this one's (all its ``names``), or of a
    larger whole than it reports for?"""
    found = _numbers().fullmatch(words.strip("的 "))
    whole = _whole().fullmatch(words) if names else None
    if whole:
        return not any(_reports_for(whole["place"], name) for name in names)
    return bool(found and is_another(found["whose"], names))


def names_another(line: str, names: Sequence[str]) -> bool:
    """Does a line over a table name another organ and say nothing else (填报单位：示例县民政局), but for a year?"""
    label = _label().match(line)
    name = _YEAR.sub("", line[label.end() :] if label else line).strip()
    if not label and ("政府" in name or _PLACE.fullmatch(name) is None):
        return False  # a site's name stands anywhere
    return is_another(name, names)


def giver(words: str, names: Sequence[str]) -> str | None:
    """The other organ from which a note says that numbers came, which doesn't say whose they are."""
    found = _given().fullmatch(words)
    name = (found["by"] or found["from"]) if found else None
    return name if name and is_another(name, names) else None


def is_another(name: str, names: Sequence[str]) -> bool:
    """Is this the name of an organ, and of none that bears any of these names?"""
    if not names or not _organ().fullmatch(name) or _own().match(name):
        return False
    placed = _PLACE.fullmatch(name) is not None
    return (placed or class_of(name) not in (None, "other")) and not any(_may_be(name, own) for own in names)


def _may_be(name: str, own: str) -> bool:
    """May two names be one organ's, or that of a part of it?"""
    if name in own or any(name.startswith(own[at:]) for at in range(len(own) - 2)):
        return True
    (here, one), (there, other) = _parted(name), _parted(own)
    if here and there and not (here.endswith(there) or there.endswith(here)):
        return False
    if canonical(one) == canonical(other) or shortens(one, other) or shortens(other, one):
        return True
    known = class_of(one)
    return one[-1] == other[-1] and known not in (None, "other") and known == class_of(other)


def _parted(name: str) -> tuple[str, str]:
    """The place of a name, and the organ's own part."""
    place = place_in(name, None, township=is_township(name))
    if place is not None and place.function and name.endswith(place.function):
        return name.removesuffix(place.function), place.function
    found = _PLACE.fullmatch(name)
    return (found["place"], found["own"]) if found else ("", name)


def _reports_for(place: str, name: str) -> bool:
    """Does an organ report for the whole of a place (县), as its government does?"""
    governing = _governing().search(name)
    if re.search(senses()["organs"]["zone"], name):
        return True
    return governing is not None and governing["place"] in (None, place)


@cache
def _organ() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fff()（）]{{1,24}}?(?:{senses()['organs']['ends']})")


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"(?:{senses()['organs']['own']})")


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(rf"(?P<whose>.{{2,24}}?){senses()['organs']['numbers']}")


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf"{senses()['organs']['whole']}(?:{senses()['organs']['numbers']}|汇总|合计|总[计数])")


@cache
def _governing() -> re.Pattern[str]:
    return re.compile(senses()["organs"]["governing"])


@cache
def _label() -> re.Pattern[str]:
    return re.compile(senses()["organs"]["label"])


@cache
def _given() -> re.Pattern[str]:
    return re.compile(senses()["organs"]["given"])
