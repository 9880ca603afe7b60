"""Names that are known (已知名称): whether a text begins with a place that some year's region table holds.

It doesn't say which place: that takes the report's year and its other words (``resolve``). A text that begins with a
known place is never cut inside it, whatever word its first characters look like.

>>> known_end("大连市商务局"), known_end("中宁县"), known_end("浙江省衢州市柯城区商务局"), known_end("某某县商务局")
(3, 3, 9, 0)
>>> known_end("大 连市"), known_end("附件衢州市")
(0, 0)
"""

from __future__ import annotations

from functools import cache, lru_cache

from ingest.places import table
from ingest.places.reading import without_its_people

_ROUND = str.maketrans("（）", "()")  # 第八师（石河子市）
_MOST = 6  # places in a chain: 新疆生产建设兵团第八师石河子市


@cache
def _names() -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    full = table.every_name()
    short = {written for name in full for written in without_its_people(name)}
    names = frozenset(name.translate(_ROUND) for name in full | short)
    sizes: dict[str, set[int]] = {}
    for name in names:
        sizes.setdefault(name[:2], set()).add(len(name))
    return names, {start: tuple(sorted(of_start, reverse=True)) for start, of_start in sizes.items()}


@lru_cache(maxsize=8192)
def known_end(text: str) -> int:
    """Where the longest chain of known places ends that a text begins with; 0 where it begins with none."""
    text = text.translate(_ROUND)
    end = 0
    for _ in range(_MOST):
        size = _size(text[end:])
        if not size:
            break
        end += size
    return end


def _size(text: str) -> int:
    """How long the longest known name is that a text begins with."""
    names, sizes = _names()
    return next((size for size in sizes.get(text[:2], ()) if size <= len(text) and text[:size] in names), 0)


def is_known(text: str) -> bool:
    """Is a text a known place, or a chain of them, and nothing else?"""
    return 0 < known_end(text) == len(text)
