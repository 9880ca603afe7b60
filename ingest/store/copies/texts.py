"""What of a section is compared (比较的文字), and the marks by which likely pairs are found.

Compared is what a report says of its own accord: sentences of the form and the law (``standard.toml``), captions,
digits and punctuation are left out, so that a year's new numbers in last year's sentences are still last year's.

>>> compared("根据《政府信息公开条例》第五十条编制本报告。全年培训12次，覆盖基层单位35家。")
'全年培训次覆盖基层单位家'
>>> compared("（一）主动公开\\n2021年没有收取信息处理费。")
''
"""

from __future__ import annotations

import re
import struct
import tomllib
import zlib
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import LCSseq
from rensa import RMinHash

from ingest.patterns import lazy
from ingest.text import plain

METHOD = "1 rensa-2 64/4 5"  # when any of this changes, every section is compared anew
LEAST = 80  # characters: what is shorter is alike by chance
ALIKE = 0.8  # of their characters, in their order: near-identical
_BANDS, _ROWS = 16, 4  # a pair with two thirds of its 5-grams in common is met with a probability of 0.97
_GRAM = 5
_SEED = 20190515
_SENTENCE = lazy(r"[。;；!！?？\n]")
_ELSE = lazy(r"[^A-Za-z\u3400-\u9fff]+")
_CAPTION = 8  # characters; what is no longer than a caption says nothing


def compared(body: str) -> str:
    """The characters of a section that are compared: its sentences without those that everybody has."""
    sentences = (_ELSE.sub("", sentence) for sentence in _SENTENCE.split(plain(body)))
    return "".join(one for one in sentences if len(one) > _CAPTION and not _standard().search(one))


@cache
def _standard() -> re.Pattern[str]:
    told = tomllib.loads((files(__package__) / "standard.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{pattern})" for part in told["sentence"] for pattern in part["patterns"]))


def bands(text: str) -> tuple[int, ...]:
    """Marks of a text (32 bits each): two texts with one in common are worth comparing.

    >>> text = "推进政务公开标准化规范化建设梳理公开事项目录完善公开平台"
    >>> len(bands(text)), bands(text) == bands(text)
    (16, True)
    """
    signature = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    signature.update(list({text[at : at + _GRAM] for at in range(max(len(text) - _GRAM + 1, 1))}))
    packed = struct.pack(f"<{_BANDS * _ROWS}I", *signature.digest())
    width = 4 * _ROWS
    return tuple(zlib.crc32(bytes([n]) + packed[n * width : (n + 1) * width]) for n in range(_BANDS))


def packed(marks: tuple[int, ...]) -> bytes:
    """Marks as the database keeps them beside their section."""
    return struct.pack(f"<{_BANDS}I", *marks)


def unpacked(kept: bytes) -> tuple[int, ...]:
    """Marks as ``packed`` wrote them."""
    return struct.unpack(f"<{len(kept) // 4}I", kept)


def common(one: str, other: str) -> int:
    """How many characters two texts have in common, in their order; 0 where that isn't near-identical.

    >>> common("甲乙丙丁戊", "甲乙丙丁己"), common("甲乙丙丁戊", "甲乙")
    (4, 0)
    """
    return int(LCSseq.similarity(one, other, score_cutoff=least(len(one), len(other))))


def least(one: int, other: int) -> int:
    """How many characters two texts of these lengths must have in common.

    >>> least(100, 100), least(90, 100)
    (80, 76)
    """
    return -int(-ALIKE * (one + other) // 2)
