"""Names of organs (行政机关名称): what may be one, and what is only a place, an inner office, or a page's furniture.

A word of the page's furniture (打印, 附件1, 来源, the buttons 大 中 小) is cut off only where a separator ends it and a
whole name is left; what begins with a known place is never cut.

>>> organ("首页 衢州市示例局"), organ("附件1:衢州市示例局"), organ("大连市示例局"), organ("衢州市人民政府门户网站")
('衢州市示例局', '衢州市示例局', '大连市示例局', None)
>>> organ("办公室(政策法规处)") is None, organ("衢州市") is None, is_place("衢州市柯城区")
(True, True, True)
>>> organ("无锡市商务局"), organ("和平镇人民政府"), organ("和衢州市商务局"), organ("本局") is None
('无锡市商务局', '和平镇人民政府', None, True)
>>> organ("衢州市示例局（汇总）"), organ("衢州市示例局（不含下属单位）"), organ("衢州市示例局（本级）")
('衢州市示例局', '衢州市示例局', '衢州市示例局（本级）')
>>> is_template("XX县人民政府"), is_template("(单位名称)"), is_template("衢州市12345热线管理中心")
(True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ingest.front.page import words
from ingest.patterns import lazy
from ingest.places import is_known, known_end, read_codes
from ingest.places import is_zone as is_zone_code
from ingest.text import simplified

_LONGEST = 40
_GLUE = lazy(r"(?<=[^\x00-\x7f]) (?=\S)|(?<=\S) (?=[^\x00-\x7f])")
_NAME = lazy(r"[\u3400-\u9fff〇()·、—\-A-Za-z0-9]+")
_DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}(?:日|(?!\d))"
_DOCUMENT = r"[\u4e00-\u9fff]{2,12}[〔\[(]\d{4}[〕\])]\d{1,4}号"
_IN_DATES = lazy(_DATE)
_LAST_BRACKETS = lazy(r"\([^()]*\)$")
_TOWN = lazy(r".*[\u4e00-\u9fff](?:镇|乡|街道|苏木)")
_SHORT_TOWN = lazy(r"[\u4e00-\u9fff](?:镇|乡|街道|苏木)(?:$|政府|人民政府|办事处)")
_REGION = lazy(r"(?:[\u4e00-\u9fff]{1,14}?(?:省|自治区|自治州|地区|市|县|区|旗|盟|州|新区)){1,4}")
_ZONE = lazy(
    r".*(?:开发区|新区|园区|保税区|示范区|度假区|名胜区|风景区|试验区|实验区|管理区|高新区|经开区|合作区|产业区|旅游区|港区|景区)$"
)
# 局办公室, 委综合科: the inner office that answers the telephone, not the organ.
_OFFICE = lazy(
    r"(?:(?<=[局委厅院会心站队室联段团])|(?<=[海机]关)|(?<=[^行公]署))(?:党政)?(?:综合)?(?:办公室|办|(?:(?!局)[\u4e00-\u9fff]){2,6}科|(?![\u4e00-\u9fff]{0,5}办事处)(?:(?!局)[\u4e00-\u9fff]){2,6}处)$"
    r"|(?<=[馆台校园社处所厂协])(?:党政)?(?:综合)?办公室$"
)
# The office of a committee that has no other staff is the organ: 机构编制委员会办公室, 爱国卫生运动委员会办公室.
_OWN_OFFICE = lazy(
    r"(?:编纂|史志|绿化|禁毒|食品安全|妇女儿童工作|语言文字工作|防汛抗旱|国防教育|机构编制|网络安全和信息化|外事工作|国防动员|全面依法治[省市县区州]|财经|审计|精神文明建设(?:指导)?|爱国卫生运动|老龄工作|安全生产"
    r"|双拥工作|台湾工作|巡视工作|巡察工作|人才工作|农村工作|军民融合发展|防震减灾)(?:委员会|委|领导小组)办公室$"
)
_TOWN_OFFICE = lazy(
    r"(?:(?<=[镇乡]人民政府)|(?<=[镇乡]政府)|(?<=街道办事处)|(?<=苏木人民政府)|(?<=管委会)|(?<=管理委员会))办公室$|"
    r"(?:(?<=镇)|(?<=乡)|(?<=街道)|(?<=苏木)|(?<=人民政府)|(?<=办事处))"
    r"(?:党政(?:综合)?(?:办公室|办)|综合(?:办公室|办)|党群(?:工作)?(?:办公室|办)|(?:(?![局关])[\u4e00-\u9fff]){2,6}科)$"
)
_DIVISION = lazy(r"兵团|第[一二三四五六七八九十]{1,3}师")
_GOVERNMENTS = (
    "政府",
    "政府办公室",
    "政府办公厅",
    "政府办",
    "行政公署",
    "行政公署办公室",
    "行署",
    "行署办公室",
    "行署办",
)
_TOWN_GOVERNMENT = lazy("[镇乡]人民政府")
_OWN_PART = lazy(r"(?<=[局委厅府会院办室处署社部队校关])文件$")  # X局文件: a red head (红头)
_WHOLE_IN_BRACKETS = lazy(r"^\(([^()]+)\)$")
_ABOUT = lazy(r"^关于(?:公布|印发|发布|报送)?|(?:关于|的)$")
_SEPARATOR = lazy(r"[ \t]+")
# Words that a name may begin with before its place.
_FIRST = lazy(r"中共|共青团|国家|中国|中华|国网|政协|民[建革盟进]|[(《“\"]")
_OF_A_PARTY = lazy(r"^(?:中共|中国共产党|共青团)")
_EDGES = " 《》\"“”'.:_-—|·"
_RELATIVE_FIRST = lazy(r"[本我该各全](?=[省市县区州旗盟镇乡局委厅院街单机部级系])")
# What a template prints where a name belongs.
_BLANK = lazy(
    r"某某|某(?=[省市县区州旗镇乡街局委厅办])|[Xx×✕╳*＊○◯△□_]{2,}|[Xx×○](?=[省市县区州旗镇乡街局委厅办])|(?:单位|机关|部门|地区)(?:名称|全称)|填报?写|此处"
    r"|\[[^\]]{0,12}\]|^\((?:单位|机关|部门|地区|名称)[^()]{0,8}\)"
    # A县B局, 省（区、市）人民政府, 县（市）局: no organ's name; 综合保税区B区 may be one's
    r"|(?<![A-Za-z0-9])[A-Z](?=[省市县旗州镇乡局委厅])|^[A-Z](?=区|街道|单位|部门|机关)"
    r"|(?:^|(?<=[省市县区州旗]))[省市县区州旗]?\([省市县区州旗盟][省市县区州旗盟、/]{0,8}\)|^[省市县区州旗][、/](?:自治|直辖)?[省市县区州旗]"
)
# Years, days and the marks around them, of which no name is made: （2021年）, （二〇二一年度）.
_NAMELESS = lazy(r"[\d〇○零一二三四五六七八九十元年度月日号()\[\]〔〕\-—_·、]*")


def glue(text: str) -> str:
    """Without the spaces that stand beside Chinese characters, and without Markdown's marks."""
    bare = text.strip(" *#\t|")
    words = bare.split()
    return bare if len(words) < 2 else _GLUE.sub("", " ".join(words))


def organ(text: str | None, *, named: bool = False) -> str | None:
    """The name in a text if it can be one of an organ, cleaned of what a page puts before it, else None.

    ``named``: the text stands where a name must stand (a title's), so that what follows a known place is one.
    """
    return _organ(text, named) if text and 3 <= len(text) <= _LONGEST * 2 else None


@lru_cache(maxsize=4096)
def _organ(text: str, named: bool) -> str | None:
    if "\t" in text.strip() and not known_end(glue(text)):
        return None  # cells of a table
    name = clean(text)
    return name.replace("(", "（").replace(")", "）") if _is_name(name, named=named) else None


def organs(text: str) -> list[str]:
    """The organs that a line names: one, or several of one place with spaces between, each with that place.

    >>> organs("中共衢州市委办公室 衢州市人民政府办公室"), organs("衢州市 商务局"), organs("池州市公安局 贵池区分局")
    (['中共衢州市委办公室', '衢州市人民政府办公室'], ['衢州市商务局'], ['池州市公安局贵池区分局'])
    """
    parts = text.split()
    every = [organ(part) for part in parts] if len(parts) > 1 else []
    if every and all(every) and len({_place_of(name or "") for name in every}) == 1 and _place_of(every[0] or ""):
        return [name for name in every if name]
    name = organ(text)
    return [name] if name else []


def _place_of(name: str) -> str:
    """The known place that an organ's name begins with, behind its party's; "" where the name is no more than that."""
    own = _OF_A_PARTY.sub("", name)
    end = known_end(own)
    return own[:end] if end < len(own) else ""


def _is_name(name: str, *, named: bool) -> bool:
    if not 3 <= len(name) <= _LONGEST or not _NAME.fullmatch(name):
        return False
    plain = _LAST_BRACKETS.sub("", name) if name[-1] == ")" else name
    end = known_end(name)
    ended = plain.endswith(_endings()) or end == len(plain) or (named and 0 < end < len(plain) - 1)
    return ended and not _is_no_name(name, plain) and not _has_words(name, end)


def _is_no_name(name: str, plain: str) -> bool:
    """Is a text that ends like a name a number, a date, a template's, a place, or what any organ has?"""
    return bool(
        name[0].isdigit()
        or name[0] == "("
        or is_template(name)
        or _NAMELESS.fullmatch(plain)
        or _IN_DATES.search(name)
        or name.count("(") != name.count(")")
        or plain in _bare()
        or (_is_place(plain) and not is_division(plain))
    )


def _has_words(name: str, end: int) -> bool:
    """Does a name hold a word that shows that it is none? Not in the known place that it begins with."""
    names = words()["agency"]
    rest = name[end:]
    for kept in names["despite"]:
        rest = rest.replace(kept, "")
    return _never().search(simplified(rest)) is not None or (not end and _begins_otherwise(name, names))


def _begins_otherwise(name: str, names: dict[str, Any]) -> bool:
    """A word of the sentence before the name (由, 和, 请): told by the known place, or the whole sentence, after it."""
    if name.startswith(tuple(names["never_first"])) or _RELATIVE_FIRST.match(name):
        return True
    rest = name.lstrip("".join(names["particles"]))
    return name[0] in names["particles"] and (
        known_end(name[1:]) > 0 or known_end(rest) > 0 or name[1:3] in names["never_first"]
    )


def is_template(text: str) -> bool:
    """Does a text have a template's blank where a name belongs (XX局, [单位名称])?"""
    return _BLANK.search(text) is not None


def is_place(text: str) -> bool:
    """Is this a place and nothing else? 衢州市柯城区, but not a 镇 or 街道: there is one organ of that name."""
    return _is_place(clean(text))


def _is_place(name: str) -> bool:
    return is_known(name) or (len(name) <= _LONGEST and _REGION.fullmatch(name) is not None)


def is_division(text: str) -> bool:
    """Is this 新疆生产建设兵团 or a division of it: a place, and the organ that governs it?"""
    return _DIVISION.search(text) is not None


def is_zone(text: str) -> bool:
    """Is this a development zone without the name of its committee (管委会)? A district called 浦东新区 is none."""
    return _ZONE.match(text) is not None and not is_known(text) and not is_template(text)


def is_known_zone(text: str) -> bool:
    """Is this a zone that the table of places holds (河北雄安新区), which has a committee and no 人民政府?"""
    return any(map(is_zone_code, read_codes(text)))


def is_town(text: str) -> bool:
    """Does a name end with 镇, 乡, 街道 or 苏木: a place, and the short name of the organ that governs it?"""
    return len(text) <= _LONGEST and _TOWN.fullmatch(text) is not None and not is_template(text)


def is_short_town(text: str) -> bool:
    """Is a text a town of one character (尾镇, 湖镇)? There are few, and 2021年度尾镇 may be 度尾镇's."""
    return _SHORT_TOWN.match(text) is not None


def clean(text: str) -> str:
    """A name without what titles and pages put around it."""
    plain = text.replace("（", "(").replace("）", ")")
    name = _OWN_PART.sub("", glue(unfurnished(plain.strip(_EDGES + "*#\t"))).strip(_EDGES))
    if "(" in name:
        name = _WHOLE_IN_BRACKETS.sub(r"\1", _remark().sub("", name))
    if "汇总" in name:
        name = _bare_remark().sub("", name)
    previous = None if name[:1] == "关" or name[-1:] in ("于", "的") else name
    while name != previous:
        previous, name = name, _ABOUT.sub("", name)
    return name.strip(" -—:_")


def unfurnished(text: str) -> str:
    """A text without the page's words before it, each ended by a separator (or by its own digits)."""
    pattern, first = _furniture()
    while (text[:1] in first or "号" in text) and (lead := pattern.match(text)) and lead.end() < len(text):
        if known_end(glue(text)) > len(glue(text[: lead.end()])):
            break  # 大 连 市: letters set apart, not a button
        if lead["size"] and not _sized(text, lead):
            break
        text = text[lead.end() :]
    return _from_place(text) if " " in text or "\t" in text else text


def _from_place(text: str) -> str:
    """A text without an unknown word of a menu before the place that a separator ends: 公开目录 六安市示例局."""
    if known_end(glue(text)):
        return text
    for mark in _SEPARATOR.finditer(text, 0, _LONGEST):
        before, rest = text[: mark.start()], text[mark.end() :]
        if any(char.isdigit() for char in before) or _FIRST.search(glue(before)):
            break
        if len(before.replace(" ", "")) > 1 and known_end(glue(rest)):
            return rest
    return text


def _sized(text: str, lead: re.Match[str]) -> bool:
    """Buttons of letter size stand together (大 中 小); one alone may be a name's first character."""
    return len(lead["size"].split()) > 1 or ":" in lead[0] or known_end(glue(text[lead.end() :])) > 0


@cache
def _furniture() -> tuple[re.Pattern[str], frozenset[str]]:
    """What may stand before a name (首页, 附件1, 来源, a label with a number, a date, a document number), and its
    first characters."""
    page = words()
    every = sorted({*page["agency"]["furniture"], *_labels(page["fields"])}, key=len, reverse=True)
    furniture = "|".join(map(re.escape, every))
    sizes = "|".join(page["agency"]["sizes"])
    ends = r"(?:[\s:|,、)\]]+)"
    pattern = lazy(
        rf"(?:[(\[]?(?:{furniture})\s*\d{{0,2}}{ends}(?:(?:{_DATE}|\d+){ends})?|附件\d+:?|{_DATE}\s*|{_DOCUMENT}\s*"
        rf"|(?P<size>(?:{sizes})(?:{ends}(?:{sizes}))*){ends})"
    )
    return pattern, frozenset("0123456789([") | {word[0] for word in (*every, *page["agency"]["sizes"])}


def _labels(fields: dict[str, Any]) -> Iterator[str]:
    for name, labels in fields.items():
        if name not in ("nothing", "buttons") and isinstance(labels, list):
            yield from labels


@cache
def _remark() -> re.Pattern[str]:
    """What stands in brackets around a name and is none of it: (公章), (汇总), (送审稿), (不含下属单位)."""
    names = words()["agency"]
    whole, begins = ("|".join(map(re.escape, names[key])) for key in ("remarks", "remarks_begin"))
    of_all, number = "全[省市县区州旗盟镇乡]汇总", r"第?[\d〇一二三四五六七八九十]{1,4}[号期]"
    return re.compile(
        rf"^\((?:{whole}|{of_all})\)(?=.)|(?<=.)(?:\((?:{whole}|{of_all}|{number}|(?:{begins})[^()]*)\))+$"
    )


@cache
def _bare_remark() -> re.Pattern[str]:
    """A remark that stands before or behind a name without brackets: 示例局汇总."""
    bare = "|".join(map(re.escape, words()["agency"]["remarks_bare"]))
    return lazy(rf"^(?:{bare})(?=..)|(?<=..)(?:{bare})$")


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words()["agency"]["endings"])


@cache
def _never() -> re.Pattern[str]:
    return lazy("|".join(map(re.escape, words()["agency"]["never"])))


@cache
def _bare() -> frozenset[str]:
    """Names that any place has: 办公室, 区政府办公室, 镇人民政府."""
    names = words()["agency"]
    return frozenset(place + name for place in ["", *names["relative"]] for name in names["bare"])


def is_government(name: str) -> bool:
    """A government or its office: it owns the portal, whose banner and footer stand around others' reports."""
    return name.endswith(_GOVERNMENTS)


def is_banner(name: str) -> bool:
    """A government that owns portals: not that of a town (乡镇), which is named where it speaks for itself."""
    return is_government(name) and not _TOWN_GOVERNMENT.search(name)


def without_office(name: str) -> str:
    """The organ of an inner office: 衢州市商务局办公室 → 衢州市商务局, 示例镇人民政府党政办公室 → 示例镇人民政府."""
    found = name if _OWN_OFFICE.search(name) else _OFFICE.sub("", _TOWN_OFFICE.sub("", name))
    own = found[known_end(name) :]  # 新会区公路管理处, 示例县局前街管理处: no inner offices of a 会 or a 局
    return found if len(own) > 1 or own == "委" else name
