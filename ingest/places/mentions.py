"""Which of a page's words say where its organ itself is (机关自身所在): its head, its imprint, where to ask.

A place that prose names is as often another's: of a company that applied, of an office that was visited, of a link. So
a line counts where it is a name and nothing else, or stands behind a label of the organ's own (``mentions.toml``); of
a sentence only what it says of where to ask, or of the report's own organ as its first subject.

>>> list(heads(("首页 > 长春市朝阳区人民政府 > 政府信息公开", "来源:长春市朝阳区水务局 日期:2022-01-05")))
['长春市朝阳区人民政府', '长春市朝阳区水务局']
>>> list(heads(("赴长春市朝阳区水务局学习。", "收到北京市某公司提交的申请3件", "友情链接:", "北京市朝阳区人民政府")))
[]
>>> list(imprints(("技术支持:北京市某公司", "地址:北京市朝阳区示例路1号", "主办:长春市朝阳区人民政府"), "朝阳区水务局"))
['长春市朝阳区人民政府']
>>> list(asked(("如有疑问,可到柯城区示例镇党政办咨询。", "可到长春市朝阳区水务局学习经验。")))
['柯城区示例镇党政办']
>>> list(subjects("2021年,长春市朝阳区水务局认真贯彻《条例》。", "朝阳区水务局"))
['长春市朝阳区水务局']
>>> list(subjects("长春市水务局认真贯彻《条例》。", "朝阳区水务局"))
[]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from ingest.places.functions import canonical
from ingest.places.known import known_end
from ingest.places.placing import RELATIVE, is_township

_LONGEST = 400  # characters of a line that are looked at
_LONG = 30  # characters; so long a line that has no end goes on below
_DOMAIN = re.compile(r"[a-z0-9-]+\.(?:gov\.cn|org\.cn|com|cn|net)(?![\w-])", re.IGNORECASE)
_URL = re.compile(r"\s*(?:https?://)?[\w.-]+\.(?:cn|com|net)(?::\d+)?(?:/\S*)?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s|>»›/\\·_—]+|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")  # parts of a path, cells of a row
_SENTENCE = re.compile(r"[,。;!?、“”《》]")
_PIECES = re.compile(r"[\s|,。;:()]+")
_INNER = re.compile(r"(?<=[局委厅院会处府])(?:办公室|党政办)$")
_ISSUED = re.compile(r"(?:20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)? ?印发$")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,12}")
_QUOTES = '“"《〈「'
_LONGEST_LABEL = 12  # characters, spaces among them
_AROUND = " |\t*#【】[]()"
_LETTER_ENDS = r"(?=[全原内如: |\t*#【】\[\]()]|$)"  # what may follow in a line that heads a letter; not 公开信息
_SEAL = re.compile(r" ?\((?:盖章|公章|印章)\)$")
_REPORT = re.compile(r"年度报告|年报|20\d\d ?年?(?:度)?$")


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads((files(__package__) / "mentions.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern below, a list of words in it for each {NAME}."""
    written = _PATTERNS.get(name, f"{{{name}}}")
    return re.compile(re.sub("{([a-z]+)}", lambda found: _any(_words()[found[1]]), written))


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


_PATTERNS = {
    "own": r"(?:(?:^|[\s|])(?:{labels} ?:|(?:{before}|©)[\s:©\d-]*)|(?<=[\s|]){addresses} ?:) ?(?P<value>[^\s|,。;]+)",
    "behind": r"(?:^|[\s|])(?P<value>[^\s|,。;:]+?) ?{behind}(?=$|[\s|])",
    "address": r"\s*{addresses} ?:\s*(?P<value>[^\s|,。;]+)",
    "inline": r"[,。;] ?{addresses} ?:\s*(?P<value>[^\s|,。;()]+)",
    "listed": r"(?:.{0,8}{lists}.{0,3}|[上下]一[篇条页].*)",
    "letter": r"(?:附.{0,4}|.{0,8}){letters}(?:全文|原文|内容|如下){0,2}:?",
    "label": r"(?:{labels}|{addresses}) ?:\s*$",
    "name": r"(?:[\u4e00-\u9fff()]{0,24}{endings})?",
    "open": r"{open}$",
    "particulars": r"\s*{particulars} ?:",
    "ask": r"{may}(?:直接)?{go}(?P<where>[^。;]{2,80}?)(?:进行)?{verbs}",
    "subject": r"(?:20\d\d ?年(?:度|以来|来)?,? ?)?(?P<who>[\u4e00-\u9fff]{4,30}?),?{doings}",
}


@cache
def _shown() -> re.Pattern[str]:
    """The words of lists and letters as one list, which is searched for by first characters alone."""
    known = _words()
    words = [re.escape(word) for word in (*known["lists"], *known["addressed"])]
    letters = [re.escape(word) + _LETTER_ENDS for word in known["letters"]]
    return re.compile("|".join([*words, *letters, "上一[篇条页]", "下一[篇条页]"]), re.MULTILINE)


def heads(lines: Iterable[str]) -> Iterator[str]:
    """The names and addresses that the lines above a report's text give as its own."""
    above, in_list = "", False
    for line, own in _lines(lines):
        yield from _labelled(own)
        begins = _pattern("lists").search(line) is not None or begins_list(line) or is_of_a_letter(line)
        in_list = begins or (in_list and not _REPORT.search(line))
        if own == line and not in_list and not _goes_on(above):
            yield from _alone(line)
        above = line


def imprints(lines: Iterable[str], name: str) -> Iterator[str]:
    """The same of the lines below a report's last heading, where only its organ's own ``name`` counts by itself."""
    above = ""
    in_list = False
    for line, own in _lines(lines):
        labelled = list(_labelled(own))
        yield from labelled
        in_list = begins_list(line) or is_of_a_letter(line) or (in_list and not labelled)
        if own == line and not in_list and not _goes_on(above):
            yield from _signed(line, name)
        above = line


def _signed(line: str, name: str) -> Iterator[str]:
    """The organ's own ``name`` with its place, where a line is that, or holds it as one of its parts and tells of
    whom to ask."""
    plain = _ISSUED.sub("", line.strip()).rstrip()
    plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    several = _PIECES.search(plain) is not None and not _SEAL.search(plain)
    if several and (not _pattern("contacts").search(plain) or _is_of_dealings(plain)):
        return
    for part in _PIECES.split(plain):
        bare = _INNER.sub("", _SEAL.sub("", part.strip()))
        if _is_whole(bare, name):
            yield bare


def _is_of_dealings(sentence: str) -> bool:
    """Does a sentence tell of dealings with somebody, or hold somebody up as an example?"""
    return any(_pattern(name).search(sentence) for name in ("dealings", "praised"))


def may_show_others(text: str) -> bool:
    """Has a text a word without which none of its lines heads a list or a letter, nor speaks as one does?"""
    return _shown().search(text) is not None


def begins_list(line: str) -> bool:
    """Does a line head a list of links?

    >>> begins_list("相关链接:"), is_of_a_letter("附来信:"), is_of_a_letter("本年收到群众来信3件。")
    (True, True, False)
    """
    return _pattern("listed").fullmatch(line.strip(_AROUND)) is not None


def is_of_a_letter(line: str) -> bool:
    """Does a line head a letter of somebody else's, or speak to this organ as one does?"""
    return (
        _pattern("letter").fullmatch(line.strip(_AROUND)) is not None or _pattern("addressed").search(line) is not None
    )


def addresses(lines: Iterable[str]) -> Iterator[str]:
    """The addresses that lines begin with, anywhere in a report, but for those of a thing that the text describes.

    >>> list(addresses(("地址:长春市朝阳区示例路1号。", "活动地址:北京市朝阳区", "到访单位 | 地址:北京市朝阳区")))
    ['长春市朝阳区示例路1号']
    >>> list(addresses(("征地项目信息:", "地址:长春市朝阳区示例路1号", "面积:10亩")))
    []
    """
    rows = [("", ""), *_lines(lines), ("", "")]
    for (above, _), (_, own), (below, _) in zip(rows, rows[1:], rows[2:], strict=False):
        found = _pattern("address").match(_tight(own))
        if found and _is_place(found["value"]) and not (_describes(above) or _describes(below)):
            yield found["value"]


def _tight(line: str) -> str:
    """A line without the spaces inside its first label: 地 址:."""
    label, colon, rest = line.partition(":")
    return "".join(label.split(" ")) + colon + rest if colon and len(label) <= _LONGEST_LABEL else line


def _describes(line: str) -> bool:
    """Does a line begin with the label of something that is none of an organ's particulars (面积:, 征地项目:)?"""
    label, colon, _ = _tight(line.strip(" |·*-")).partition(":")
    known = _words()
    return (
        bool(colon)
        and _LABEL.fullmatch(label) is not None
        and not any(
            word in label
            for word in (*known["particulars"], *known["labels"], *known["addresses"], "联系", "方式", "邮")
        )
    )


def inline_addresses(lines: Iterable[str]) -> Iterator[str]:
    """The addresses that stand behind their label inside the sentences of a head.

    >>> list(inline_addresses(("统计期限自2022年1月1日起。联系地址:柳州市城中区示例路1号。",)))
    ['柳州市城中区示例路1号']
    """
    for _, own in _lines(lines):
        found = [] if _is_of_dealings(own) else (one["value"] for one in _pattern("inline").finditer(own))
        yield from (value for value in found if _is_place(value))


def contacts(lines: Iterable[str], name: str) -> Iterator[str]:
    """The organ's own ``name`` with its place in the sentences of a head that say whom to ask.

    >>> list(contacts(("如有疑问,请与我局联系(柳州市城中区示例局办公室,0772-1)。",), "城中区示例局"))
    ['柳州市城中区示例局']
    """
    for line, own in _lines(lines):
        if own == line and _pattern("contacts").search(line):
            yield from _signed(line, name)


def asked(lines: Iterable[str]) -> Iterator[str]:
    """Where sentences say that one may ask, or find the report."""
    for sentence in (sentence for line in lines for sentence in re.split("[。;]", line[:_LONGEST])):
        if _pattern("prose").search(_pattern("ask").sub("", sentence)) or _pattern("others").search(sentence):
            continue
        wheres = (found["where"].lstrip(_QUOTES) for found in _pattern("ask").finditer(sentence))
        yield from (where for where in wheres if _is_place(where) and not _pattern("prose").search(where))


def subjects(line: str, name: str) -> Iterator[str]:
    """The organ that a text's first sentence begins with, where that is ``name`` with its place."""
    found = _pattern("subject").match(line.strip())
    praised = _pattern("praised").search(line.partition("。")[0])
    if found and not praised and _is_whole(found["who"], name):
        yield found["who"]


def is_of_others(name: str) -> bool:
    """Is this none of the report's own: a court, a company?

    >>> is_of_others("长春市朝阳区人民法院"), is_of_others("长春市朝阳区水务局办公室")
    (True, False)
    """
    return _pattern("others").search(name) is not None


def _lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each line that says anything, and what of it is the organ's own."""
    of_others = False
    for line in (line[:_LONGEST] for line in lines if line.strip(" |\t")):
        other = _pattern("others").search(_pattern("hotlines").sub("", line))
        of_others = other is not None or (of_others and _pattern("particulars").match(line) is not None)
        if other:
            at = line.index(other[0])
            yield line, line[: max(line.rfind(mark, 0, at) for mark in " |\t") + 1]
        else:
            yield line, "" if of_others else line


def _labelled(line: str) -> Iterator[str]:
    """What stands behind a label, or before 主办."""
    found = [*_pattern("own").finditer(line), *_pattern("behind").finditer(line)]
    yield from dict.fromkeys(one["value"] for one in found if _is_place(one["value"]))
    if _URL.fullmatch(line):
        yield line.strip()


def _alone(line: str) -> Iterator[str]:
    """The names of a line that is nothing but names, or a path of them; a row of numbers is none."""
    parts = [part for part in _BETWEEN.split(line) if part]
    if _SENTENCE.search(line) or any(map(str.isdigit, parts)):
        return
    for above, part in zip(("", *parts), parts, strict=False):
        end = known_end(part)
        rest = part[end:]
        if end and not _goes_on(above) and _pattern("name").fullmatch(rest) and not _pattern("prose").search(rest):
            yield part


def _goes_on(line: str) -> bool:
    """Does a line go on below: one that ends with 赴 or with another's label, or a long one without an end?"""
    if _pattern("label").search(line) or _REPORT.search(line):
        return False
    return bool(_pattern("open").search(line)) or (len(line) > _LONG and "\u4e00" <= line[-1] <= "\u9fff")


def _is_place(text: str) -> bool:
    return known_end(text) > 0 or _DOMAIN.search(text) is not None


def _is_whole(text: str, name: str) -> bool:
    """Is a text an organ's name with its place, or more of it, before it?"""
    end, township = known_end(text), is_township(name)
    place = name[: known_end(name)]
    own = RELATIVE.sub("", name[len(place) :])
    whole = end > len(place) and text[:end].endswith(place)
    return whole and canonical(text[end:], township=township) == canonical(own, township=township)
