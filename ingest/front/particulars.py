"""Particulars of a contact clause (地址、邮编、电话 …): one value for each label, by what the value may be.

>>> dict(particulars("地址:示例路1号,行政中心3楼;电话/传真:0570—1234567"))
{'contact_address': '示例路1号,行政中心3楼', 'contact_phone': '0570—1234567', 'contact_fax': '0570—1234567'}
>>> dict(particulars("(传真电话:0570-7654321,监督电话:12345,邮箱地址:a@example.cn)"))
{'contact_fax': '0570-7654321', 'contact_email': 'a@example.cn'}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.front.page import words
from ingest.patterns import lazy

_NUMBER = (
    r"(?:\+?86[- ])?(?:\(0\d{2,3}\) ?[-—]?|0\d{2,3} ?[-—]{0,2} ?)?"
    r"(?:\d{7,8}|\d{3,4}[- ]\d{4}|[48]00[- ]?\d{3,4}[- ]?\d{3,4}|\d{5,6})"
    r"(?: ?(?:转|分机|[-—]) ?\d{1,5}| ?\((?:转|分机) ?\d{1,5}\))?(?![\d*])"
)
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d*])"
_BETWEEN = r"\s?(?:[、,/;]|或者?|和|及)?\s?"
_PHONES = lazy(rf"(?:{_MOBILE}{_BETWEEN})*(?P<numbers>{_NUMBER}(?:{_BETWEEN}(?!{_MOBILE})(?=[\d(+ -]{{7}}){_NUMBER})*)")
_AREA = lazy(r"(?<![\d.-])\(?0\d{2,3}\)? ?[-—]{0,2} ?\d{7,8}(?!\d)")
_EMAIL = lazy(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}", re.ASCII)
_BROKEN_EMAIL = lazy(r"(?<=[\w.-])\n(?=[@.])|(?<=@)\n")
_POSTCODE = lazy(r"\d{6}(?![\d*-])")
_PLACED = lazy(r".*(?:路|街|道|巷|弄|里|村|镇|乡|号|楼|大厦|中心|广场|园区|大院).*")
_ROOM = lazy(r"[^:@]{0,20}(?:楼|层|室|号|幢|栋|座|单元|大厅|中心|大厦|院)(?<![^\d楼层号]办公室)(?:\([^()]*\))?")
_OTHERS = "(?<!传真)(?<!监督)(?<!投诉)(?<!举报)(?<!值班)(?<!应急)"
_PIECES = lazy("([,;。\n])")  # behind a line's end an address may go on, and has no comma there
_BRACKET = lazy("[()]")
_CHINESE = lazy("[\u4e00-\u9fff]")
_NO_ADDRESS = lazy("[@:]|www")
_EDGES = " 、|"
_NEED_NO_LABEL = ("contact_email", "contact_postcode", "contact_phone", "contact_address")
_LEAST_ALONE = 7  # digits of a telephone that has no label
_LONGEST = 60  # characters of an address


def particulars(passage: str, clause: bool = True) -> Iterator[tuple[str, str]]:
    """The particulars of a folded passage by their columns; with ``clause`` those in its bracket need no label."""
    passage = _BROKEN_EMAIL.sub("", passage) if "@" in passage else passage
    found = dict(_labelled(passage))
    if clause and not all(column in found for column in _NEED_NO_LABEL):
        for column, value in _unlabelled(passage):
            if value:
                found.setdefault(column, value)
    yield from ((column, found[column]) for column in words()["contact"]["labels"] if column in found)


def begins(line: str) -> bool:
    """Does a line begin with the label of a particular?"""
    return _any_label().match(line.lstrip(" |·*-")) is not None


@cache
def _any_label() -> re.Pattern[str]:
    every = [label for labels in words()["contact"]["labels"].values() for label in labels]
    spaced = (r"[ ]{0,4}".join(map(re.escape, label)) for label in sorted(every, key=len, reverse=True))
    return lazy(rf"(?:{'|'.join(spaced)})\s?(?:为|是|[/、及和(].{{0,4}})?\s?[:|]|联系人\s?:")


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    patterns = {}
    for column, labels in words()["contact"]["labels"].items():
        known = "|".join(r" {0,4}".join(map(re.escape, label)) for label in labels)
        before = _OTHERS if column == "contact_phone" else ""
        also = r"(?: ?[/、及和(兼] ?(?:传 ?真|电 ?话)\)?)?" if column in ("contact_phone", "contact_fax") else ""
        patterns[column] = lazy(rf"{before}(?:{known}){also} ?(?:为|是|位于)? ?[:|]? ?")
    return patterns


def _labelled(passage: str) -> Iterator[tuple[str, str]]:
    for column, pattern in _labels().items():
        every = ((label, _value(column, passage[label.end() :])) for label in pattern.finditer(passage))
        values = ((label, value) for label, value in every if value)
        first = next(values, None)
        if first:
            also = _below(passage, first[0], values) if column == "contact_phone" else ()
            yield column, "、".join((first[1], *also))


def _below(passage: str, first: re.Match[str], others: Iterator[tuple[re.Match[str], str]]) -> Iterator[str]:
    """The values behind the same label on the lines right below a first: 电话:1234567 / 电话:7654321."""
    line = passage.count("\n", 0, first.start())
    for label, value in others:
        line += 1
        begins_line = not passage[passage.rfind("\n", 0, label.start()) + 1 : label.start()].strip()
        if label[0] != first[0] or passage.count("\n", 0, label.start()) != line or not begins_line:
            return
        yield value


def _value(column: str, text: str) -> str | None:
    if column in ("contact_phone", "contact_fax"):
        return _phones(text)
    if column == "contact_address":
        return _address(text.lstrip(" ,"))
    found = (_EMAIL if column == "contact_email" else _POSTCODE).match(text)
    return found[0] if found else None


def _phones(text: str) -> str | None:
    """The telephone numbers at the start of a text, without those of mobiles."""
    found = _PHONES.match(text.lstrip().partition("\n")[0])
    return found["numbers"].strip() if found else None


def _address(text: str) -> str | None:
    """An address at the start of a text: its brackets balanced, with the floor or room behind a comma."""
    first, *others = _PIECES.split(_inside(text), maxsplit=4)
    address = _before_next(first)
    if address == first.strip(_EDGES):
        for mark, piece in zip(others[::2], others[1::2], strict=True):
            room = _before_next(piece)
            if not _ROOM.fullmatch(room) or room != piece.strip(_EDGES):
                break
            address += room if mark == "\n" else f",{room}"
    return (
        address
        if 2 < len(address) <= _LONGEST and _CHINESE.search(address) and not _NO_ADDRESS.search(address)
        else None
    )


def _before_next(piece: str) -> str:
    """What stands before the label of the next particular."""
    return _next().split(piece, maxsplit=1)[0].strip(_EDGES)


@cache
def _next() -> re.Pattern[str]:
    """Where the next particular begins."""
    labels = words()["contact"]["labels"]
    every = [label for column in labels if column != "contact_address" for label in labels[column]]
    return lazy(rf"(?:{'|'.join(map(re.escape, sorted(every, key=len, reverse=True)))}|网址|联系人)")


def _inside(text: str) -> str:
    """A text up to the bracket that closes what it stands in."""
    depth = 0
    for bracket in _BRACKET.finditer(text, 0, 200):
        depth += 1 if bracket[0] == "(" else -1
        if depth < 0:
            return text[: bracket.start()]
    return text[:200] if not depth else text[:200].partition("(")[0]


def _unlabelled(passage: str) -> Iterator[tuple[str, str]]:
    """What a clause's first bracket holds without a label; an e-mail or a number with its area code in its sentence."""
    email = _EMAIL.search(passage) if "@" in passage else None
    if email:
        yield "contact_email", email[0]
    inside = _inside(passage.partition("(")[2])
    pieces = [piece.strip() for piece in inside.replace(";", ",").replace("\n", ",").split(",")]
    yield from (("contact_postcode", piece) for piece in pieces if _POSTCODE.fullmatch(piece))
    yield from (("contact_phone", piece) for piece in pieces if _is_phone(piece))
    number = _AREA.search(passage.partition("。")[0]) if "0" in passage else None
    if number and not _next().search(passage):
        yield "contact_phone", _phones(passage[number.start() :]) or ""
    address = _address(inside) if _PLACED.fullmatch(pieces[0]) and not begins(inside) else None
    if address:
        yield "contact_address", address


def _is_phone(piece: str) -> bool:
    found = _PHONES.fullmatch(piece)
    return found is not None and sum(map(str.isdigit, found["numbers"])) >= _LEAST_ALONE
