"""Names of organs (行政机关名称): what may be one, and what is only a place, an inner office, or a page's furniture.

>>> organ("首页衢州市示例局"), organ("附件1:衢州市示例局"), organ("衢州市人民政府门户网站")
('衢州市示例局', '衢州市示例局', None)
>>> organ("办公室(政策法规处)") is None, organ("衢州市") is None, is_place("衢州市柯城区")
(True, True, True)
>>> agree("商务局", "衢州市商务局"), without_office("衢州市商务局办公室")
(True, '衢州市商务局')
>>> agree("衢州市住建局", "衢州市住房和城乡建设局"), agree("衢州市商务局", "衢州市柯城区商务局")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ingest.front.page import words

_LONGEST = 40
_GLUE = re.compile(r"(?<=[^\x00-\x7f]) (?=\S)|(?<=\S) (?=[^\x00-\x7f])")
_NAME = re.compile(r"[\u3400-\u9fff〇()·、\-A-Za-z0-9]+")
_DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}(?:日|(?!\d))"
_DOCUMENT = r"[\u4e00-\u9fff]{2,12}[〔\[(]\d{4}[〕\])]\d{1,4}号"
_TOWN = re.compile(r".*[\u4e00-\u9fff](?:镇|乡|街道)")
_REGION = re.compile(r"(?:[\u4e00-\u9fff]{1,14}?(?:省|自治区|自治州|地区|市|县|区|旗|盟|州|新区)){1,4}")
# 局办公室, 委综合科: the inner office that answers the telephone, not the organ.
_OFFICE = re.compile(
    r"(?<=[局委厅院会心站队室])(?:党政)?(?:综合)?(?:办公室|办|[\u4e00-\u9fff]{2,6}科|[\u4e00-\u9fff]{2,6}处)$"
)

_NO_PLACE = re.compile("城[乡市镇]|乡[镇村]|市[场政容]|社区")


def glue(text: str) -> str:
    """Without the spaces that stand beside Chinese characters, and without Markdown's marks."""
    bare = text.strip(" *#\t|")
    words = bare.split()
    return bare if len(words) < 2 else _GLUE.sub("", " ".join(words))


def organ(text: str | None) -> str | None:
    """The name in a text if it can be one of an organ, cleaned of what a page puts before it, else None."""
    return _organ(text) if text and 3 <= len(text) <= _LONGEST * 2 else None


@lru_cache(maxsize=4096)
def _organ(text: str) -> str | None:
    name = clean(text)
    if not 3 <= len(name) <= _LONGEST or not _NAME.fullmatch(name):
        return None
    names = words()["agency"]
    plain = re.sub(r"\([^()]*\)$", "", name)
    if not plain.endswith(tuple(names["endings"])) or plain in _bare() or is_place(plain):
        return None
    if name.startswith(tuple(names["never_first"])) or any(word in name for word in names["never"]):
        return None
    if name[0].isdigit() or name.count("(") != name.count(")"):
        return None
    return name.replace("(", "（").replace(")", "）")


def is_place(text: str) -> bool:
    """Is this a place and nothing else? 衢州市柯城区, but not a 镇 or 街道: there is one organ of that name."""
    name = clean(text)
    return len(name) <= _LONGEST and (_REGION.fullmatch(name) is not None)


def is_town(text: str) -> bool:
    """Does a name end with 镇, 乡 or 街道: a place, and the short name of the organ that governs it?"""
    return len(text) <= _LONGEST and _TOWN.fullmatch(text) is not None


def clean(text: str) -> str:
    """A name without what titles and pages put around it."""
    name = glue(text).strip(" 《》\"“”'.:_-—|·")
    name = re.sub(r"\((?:公章|盖章|印章)\)$", "", _furniture().sub("", name))
    previous = None
    while name != previous:
        previous, name = name, re.sub(r"^关于(?:公布|印发|发布|报送)?|(?:关于|的|本)$", "", name)
    return name.strip(" -—:_")


@cache
def _furniture() -> re.Pattern[str]:
    """What may be glued to the front of a name: 首页, 附件1, 来源, a field's label with a number, a date."""
    page = words()
    labels = [label for field, of_field in page["fields"].items() if field != "nothing" for label in of_field]
    furniture = "|".join(map(re.escape, sorted({*page["agency"]["furniture"], *labels}, key=len, reverse=True)))
    return re.compile(rf"^(?:(?:{furniture})[ :]*(?:(?:{_DATE}|\d+)[ :]*)?|{_DOCUMENT} *|{_DATE} *)+")


@cache
def _bare() -> frozenset[str]:
    """Names that any place has: 办公室, 区政府办公室, 镇人民政府."""
    names = words()["agency"]
    return frozenset(place + name for place in ["", *names["relative"]] for name in names["bare"])


def is_government(name: str) -> bool:
    """A government or its office: it owns the portal, whose banner and footer stand around others' reports."""
    return name.endswith(("人民政府", "人民政府办公室", "人民政府办公厅"))


def without_office(name: str) -> str:
    """The organ of an inner office: 衢州市商务局办公室 → 衢州市商务局."""
    return _OFFICE.sub("", name)


def agree(one: str, other: str) -> bool:
    """Do two names mean one organ? One may leave out its place or its alias in brackets, or be short (住建局)."""
    short, full = sorted((re.sub(r"（.*?）", "", name) for name in (one, other)), key=len)
    return full.endswith(short) or _shortened(short, full)


def _shortened(short: str, full: str) -> bool:
    """区住建局 for 区住房和城乡建设局: every character in its order, and no other place in between."""
    rest = iter(full)
    places = [_NO_PLACE.sub("", name) for name in (short, full)]
    same_places = all(places[0].count(char) == places[1].count(char) for char in "省市县区旗镇乡")
    return same_places and len(short) > 3 and short[-1] == full[-1] and all(char in rest for char in short)


def same_government(one: str, other: str) -> bool:
    """A government and its office: 示例市人民政府, 示例市人民政府办公室."""
    return is_government(one) and is_government(other) and (one.startswith(other) or other.startswith(one))


def agreed(names: Iterable[str]) -> str | None:
    """The name that two of several agree on, the fuller of the two; else the first."""
    every = list(names)
    for at, name in enumerate(every):
        for other in every[at + 1 :]:
            if agree(name, other):
                return max(name, other, key=len)
    return every[0] if every else None
