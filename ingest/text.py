"""Characters (字符): one fold for a whole document, and the one normal form of a label.

Pages mix full-width and half-width forms, no-break and ideographic spaces, zero-width marks and the look-alike
radicals that PDF fonts leave behind (``⼀`` for 一). NFKC would mend most of that but also turn ``①12`` into
``112`` and leave seven radicals as they are, so the table is spelled out here.

>>> fold("（１２　件）：⻔⼀")
'(12 件):门一'
>>> label_key("（一）予以 公开：") == label_key("(一)予以公开")
True
>>> label_key("1.属于国家秘密")
'1属于国家秘密'
>>> simplified("三、本年度辦理結果 數(shù)據(jù)")
'三、本年度办理结果 数据'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from opencc import OpenCC

# Radicals that NFKC leaves alone, each before the character that it looks like (CJK Radicals Supplement).
_LOOK_ALIKE = (
    "⺠民⻔门⻓长⻅见⻬齐⻛风⻥鱼⻋车⻚页⻘青⻢马⻰龙⻩黄⻄西⻆角⻣骨⻤鬼⻦鸟⻨麦⻜飞"
    "⻝食⻙韦⻮齿⻳龟⺟母⻁虎⻧卤⻪黾⻲亀⻗雨⺬示⺶羊⺷羊"
)  # fmt: skip
_RADICALS = dict(zip(_LOOK_ALIKE[::2], _LOOK_ALIKE[1::2], strict=True))
_NO_SIGN = "□"  # what is shown for a character that a font hasn't
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d"
_DASHES = "‐‑‒–―−﹣"  # all but the em dash, which is also printed for 一


def _table() -> dict[int, str]:
    table = {ord(char): "" for char in _INVISIBLE}
    table[0x202E] = _NO_SIGN  # from here on characters are shown in the other order: which digits, nobody reads
    table |= {ord(char): " " for char in _SPACES}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(char): "-" for char in _DASHES}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(char): plain for char, plain in _RADICALS.items()}
    # Marks that look alike in one column and mean the same; heavy brackets become round ones.
    for variants, plain in (("【〖﹝", "("), ("】〗﹞", ")"), ("﹕︰", ":"), ("∣│┃｜", "|")):
        table |= {ord(char): plain for char in variants}
    return table


_FOLD = _table()
_PLAIN = {code: char for code, char in _FOLD.items() if 0x2E80 <= code < 0x2FE0}
# A table of translation costs a look-up for every character. Nearly all that is folded on a page are these few, which
# are faster replaced one by one (a twelfth of the time on 2,000 characters); the whole table is for pages with others.
_COMMON = {char: _FOLD[ord(char)] for char in "（），：；！？％－\u00a0\u3000"}
_OTHERS = re.compile(f"[{re.escape(''.join(char for char in map(chr, _FOLD) if char not in _COMMON))}]")
# Places that bear a character which simplified text writes otherwise; a test goes through the region table.
_ALSO_SIMPLIFIED = "昇邨氾甦龢釐谿陞"  # restored to names by 通用规范汉字表 (2013), though not in GB 2312
_VARIANTS = {"濬": "浚", "澂": "澄"}  # of places' names, which OpenCC leaves as they are
_KEPT = re.compile("(乾(?=安?[县縣]))")
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}\)")
_LONGEST_KEPT = 80  # characters; what is longer is no label, and not kept in memory
STRUCK = "~~"  # stands before and behind text that is struck through, as in Markdown: what it says no longer holds
_RAISED = str.maketrans("0123456789*＊", "⁰¹²³⁴⁵⁶⁷⁸⁹⁎⁎")
_BEGIN, _END = "\ufdd0", "\ufdd1"  # the same while a text is put together; no text has these (they are no characters)
SEAM = "\ufdd2"  # the same: where one number may end and another begin, as two sizes of digits meet
_LIFT, _FALL = "\ufdd3", "\ufdd4"  # the same, around what stands a little higher than the line
_SIGN = "\ufdd5"  # the same: a sign of a font that nobody else has
_LIFTED = re.compile(rf"(?<=\d){_LIFT}([^{_LIFT}{_FALL}]*){_FALL}")
_MEETING = re.compile(rf"(?<=\d)[{SEAM}{_LIFT}{_FALL}]+(?=\d)")
_AMONG_DIGITS = re.compile(rf"(?<=\d)[{SEAM}{_LIFT}{_FALL}]*{_SIGN}|{_SIGN}(?=[{SEAM}{_LIFT}{_FALL}]*\d)")
_ANY_MARK = re.compile(f"[{_BEGIN}{_END}{SEAM}{_LIFT}{_FALL}{_SIGN}]")
RULER = re.compile(r"[\s|:+-]*--[\s|:+-]*")  # a line that a text draws under a header or around a table
EDGES = " *#\t|\u3000\u00a0\r"  # white space, and the marks of Markdown and tables around what a line says
NOT_LABEL = re.compile(r"[^0-9A-Za-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+")


def fold(text: str) -> str:
    """The text with one width, one space and no invisible marks; line ends and tabs stay."""
    if text.isascii():
        return text
    for printed, plain in _COMMON.items():
        text = text.replace(printed, plain)
    return text.translate(_FOLD) if _OTHERS.search(text) else text


def simplified(folded: str) -> str:
    """A text of traditional characters in simplified ones, without the pinyin that some copies print behind them.

    A page is one of traditional characters if it has more of them than of simplified ones. On any other, a character
    that no simplified text has (縣) is read for its own; one that has its place in both (乾, 後) stays.

    >>> simplified("乾安縣商務局"), simplified("乾安县商务局的档案, 属于本縣"), simplified("饼乾、乾杯")
    ('乾安县商务局', '乾安县商务局的档案, 属于本县', '饼乾、乾杯')
    """
    if _has_no_other(folded) or not (scripts := _scripts()).traditional.search(folded):
        return folded
    if len(scripts.traditional.findall(folded)) <= len(scripts.simplified.findall(folded)):
        return scripts.traditional.sub(lambda found: scripts.each[found[0]], folded)
    pieces = _KEPT.split(_PINYIN.sub("", folded))
    text = "".join(piece if at % 2 else str(_converter().convert(piece)) for at, piece in enumerate(pieces))
    return scripts.traditional.sub(lambda found: scripts.each[found[0]], text)


def in_simplified(characters: Sequence[str]) -> list[str]:
    """Characters, each in its simplified form.

    >>> in_simplified(["檔", "档", "後"])
    ['档', '档', '后']
    """
    return str(_converter().convert("\n".join(characters))).split("\n")


def plain(text: str) -> str:
    """A text with its radicals as the characters that they look like (see ``_RADICALS``)."""
    return text.translate(_PLAIN)


def struck(text: str) -> str:
    """A piece of text that is struck through (删除线), for ``joined``."""
    return f"{_BEGIN}{text}{_END}" if text.strip() else text


def joined(pieces: Iterable[str]) -> str:
    """A text put together from pieces, what of it is struck through between marks.

    >>> joined(["收到", struck("1"), struck("2"), "15", struck(" "), "件"])
    '收到~~12~~15 件'
    >>> joined(["12", lifted("1")]), joined([lifted("12")]), joined(["1", SEAM, "2", SEAM, "件"])
    ('12¹', '12', '1 2件')
    >>> joined(["1", nameless()]), joined([nameless()]), joined([nameless(), "规章"])
    ('1□', '□', '规章')
    """
    text = "".join(pieces)
    if not _ANY_MARK.search(text):
        return text
    text = _LIFTED.sub(lambda found: raised(found[1]) + SEAM, text)
    text = _AMONG_DIGITS.sub(_NO_SIGN, _MEETING.sub(" ", text))
    alone = _SIGN in text and not text.strip(f"{_SIGN}{SEAM} ")
    text = text.replace(_SIGN, _NO_SIGN if alone else "")
    for mark in (SEAM, _LIFT, _FALL):
        text = text.replace(mark, "")
    return text.replace(f"{_END}{_BEGIN}", "").replace(_BEGIN, STRUCK).replace(_END, STRUCK)


def raised(text: str) -> str:
    """A piece of text that stands raised behind another (上标): digits of a note's mark are none of the number's.

    >>> "12" + raised("1"), "12" + raised("[3]"), "12" + raised("注"), "12" + raised("*")
    ('12¹', '12[³]', '12注', '12⁎')
    """
    return text.translate(_RAISED)


def lifted(text: str) -> str:
    """A piece of text that stands a little higher than its line, for ``joined``: raised if it is behind a digit."""
    return f"{_LIFT}{text}{_FALL}"


def nameless() -> str:
    """A sign that only its own font has, for ``joined``: kept where it may be a digit."""
    return _SIGN


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


class _Scripts(NamedTuple):
    """The characters that one script alone has, and what turns traditional ones into simplified ones."""

    traditional: re.Pattern[str]
    simplified: re.Pattern[str]
    each: dict[str, str]


@cache
def _scripts() -> _Scripts:
    every = [chr(code) for code in range(0x4E00, 0x9FD0)]
    changed = [(char, to) for char, to in zip(every, in_simplified(every), strict=True) if char != to]
    each = {char: to for char, to in changed if not _has(char, "gb2312") and char not in _ALSO_SIMPLIFIED} | _VARIANTS
    alone = sorted({to for to in each.values() if not _has(to, "big5") and ord(to) < 0x10000})  # fast in a pattern
    patterns = [re.compile(f"[{''.join(chars)}]") for chars in (each, alone)]
    return _Scripts(patterns[0], patterns[1], each)


def _has(char: str, encoding: str) -> bool:
    """Is a character in the set of an encoding (GB 2312: simplified, Big5: traditional)?"""
    return char.encode(encoding, "ignore") != b""


def _has_no_other(text: str) -> bool:
    """Are all characters in GB 2312? Nearly every page's are, and that is told in no time."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def label_key(folded: str) -> str:
    """The normal form by which a label is looked up: letters, digits and Chinese characters alone."""
    return _key(folded) if len(folded) <= _LONGEST_KEPT else NOT_LABEL.sub("", folded)


@lru_cache(maxsize=16384)  # the same labels stand in every report
def _key(folded: str) -> str:
    return NOT_LABEL.sub("", folded)
