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
from collections.abc import Sequence
from functools import cache, lru_cache

from opencc import OpenCC

# Radicals that NFKC leaves alone, each before the character that it looks like (CJK Radicals Supplement).
_LOOK_ALIKE = (
    "⺠民⻔门⻓长⻅见⻬齐⻛风⻥鱼⻋车⻚页⻘青⻢马⻰龙⻩黄⻄西⻆角⻣骨⻤鬼⻦鸟⻨麦⻜飞"
    "⻝食⻙韦⻮齿⻳龟⺟母⻁虎⻧卤⻪黾⻲亀⻗雨⺬示⺶羊⺷羊"
)  # fmt: skip
_RADICALS = dict(zip(_LOOK_ALIKE[::2], _LOOK_ALIKE[1::2], strict=True))
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_DASHES = "‐‑‒–―−﹣"  # all but the em dash, which is also printed for 一


def _table() -> dict[int, str]:
    table = {ord(char): "" for char in _INVISIBLE}
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
MARKED_BLANK = "\u2420"  # stands for white space that a page prints to keep a blank cell in its place
GAP = "\u2421"  # stands for an empty line more than a page puts between its lines
_TRADITIONAL = "開關報請總數規訴議處務機構"  # no page of traditional characters is without these
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}\)")
_LONGEST_KEPT = 80  # characters; what is longer is no label, and not kept in memory
NOT_LABEL = re.compile(r"[^0-9A-Za-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+")


def fold(text: str) -> str:
    """The text with one width, one space and no invisible marks; line ends and tabs stay."""
    if text.isascii():
        return text
    for printed, plain in _COMMON.items():
        text = text.replace(printed, plain)
    return text.translate(_FOLD) if _OTHERS.search(text) else text


def simplified(folded: str) -> str:
    """A text of traditional characters in simplified ones, without the pinyin that some copies print behind them."""
    if not any(char in folded for char in _TRADITIONAL):
        return folded
    return str(_converter().convert(_PINYIN.sub("", folded)))


def in_simplified(characters: Sequence[str]) -> list[str]:
    """Characters, each in its simplified form.

    >>> in_simplified(["檔", "档", "後"])
    ['档', '档', '后']
    """
    return str(_converter().convert("\n".join(characters))).split("\n")


def plain(text: str) -> str:
    """A text with its radicals as the characters that they look like (see ``_RADICALS``)."""
    return text.translate(_PLAIN)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def label_key(folded: str) -> str:
    """The normal form by which a label is looked up: letters, digits and Chinese characters alone."""
    return _key(folded) if len(folded) <= _LONGEST_KEPT else NOT_LABEL.sub("", folded)


@lru_cache(maxsize=16384)  # the same labels stand in every report
def _key(folded: str) -> str:
    return NOT_LABEL.sub("", folded)
