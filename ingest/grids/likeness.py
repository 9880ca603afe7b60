"""Likeness (相似): how near a wording on no list comes to the listed ones.

Half of it is the longest common sequence of characters, half the characters in any order: words change places.

>>> [round(likeness("纠正结果", (way,)), 2) for way in ("结果纠正", "结果维持")]
[0.75, 0.5]
>>> adds("上一年处理决定数量", ("处理决定数量",)), adds("本年度处理决定件数", ("本年处理决定数量",))
('上一', '')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_HARMLESS = frozenset(
    "度的数量件项个次总年本情况类和及与等了是为其他它或者者人"
)  # what adds nothing to a column's name


@lru_cache(maxsize=65536)
def likeness(key: str, ways: tuple[str, ...]) -> float:
    """How like a normal form is to the nearest of these, from 0 to 1."""
    return max((_alike(key, way) for way in ways), default=0.0)


def _alike(key: str, way: str) -> float:
    if key == way:
        return 1.0
    from rapidfuzz import fuzz  # noqa: PLC0415 (only wordings on no list wait for it)

    common = (Counter(key) & Counter(way)).total()
    return fuzz.ratio(key, way) / 200 + common / max(1, len(key) + len(way))


def adds(key: str, ways: Iterable[str]) -> str:
    """The characters that a wording has beyond the nearest of these, and that may change what it speaks of."""
    nearest = max(ways, key=lambda way: _alike(key, way), default="")
    return "".join(char for char in (Counter(key) - Counter(nearest)).elements() if char not in _HARMLESS)
