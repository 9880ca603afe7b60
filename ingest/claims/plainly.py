"""Plain counts (逐词): a clause of nothing but known words and one number counts what its words name.

Beside the patterns of ``figures``, which find a figure among any words, this reads a clause whole: in whatever order
people put the words, each must be one that is known (``words.toml``), or nothing is read.

>>> plainly("各类主体向本机关提出政府信息公开申请111次", 2025)
('dealt', 111)
>>> plainly("尚余9件未答复", 2025), plainly("全年共依法作出不予公开类答复37件", 2025)
(('carried_out', 9), ('refused', 37))
>>> plainly("各类主体提出涉及土地的政府信息公开申请111次", 2025) is None, plainly("上年申请97件", 2025) is None
(True, True)
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.claims.clauses import N
from ingest.numerals import read_number

_CASES = ("件", "份", "宗", "起", "件次")
_OF_APPLICATIONS = (*_CASES, "个", "次", "条")


def plainly(text: str, year: int) -> tuple[str, int] | None:
    """What a clause counts, and how many, where it has one number and every other word is known."""
    read = _read(text, year)
    if read is None:
        return None
    kinds, number, unit = read
    what = next((one["what"] for one in _listed()["counts"] if _fits(kinds, one)), None)
    units = _OF_APPLICATIONS if what == "dealt" else _CASES
    return (what, number) if what is not None and unit in units else None


def _fits(kinds: set[str], count: dict[str, Any]) -> bool:
    needed = "needs" not in count or not kinds.isdisjoint(count["needs"])
    return needed and count["word"] in kinds and kinds <= {"neutral", count["word"], *count["with"]}


def _read(text: str, year: int) -> tuple[set[str], int, str] | None:
    """The kinds of words that a clause is made of, its one number and its unit; None where it isn't."""
    pattern, kinds, numbers, at = _pattern(year), set(), [], 0
    while at < len(text):
        word = pattern.match(text, at)
        if word is None or not word[0]:
            return None
        if word.lastgroup == "n":
            numbers.append((read_number(word["n"]), word[0].removeprefix(word["n"])))
        else:
            kinds.add(str(word.lastgroup))
        at = word.end()
    [number, unit] = numbers[0] if len(numbers) == 1 else (None, "")
    return None if number is None else (kinds, number, unit)


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


@cache
def _pattern(year: int) -> re.Pattern[str]:
    """One word, its kind the name of its group."""
    words = _listed()["words"]
    kinds = (f"(?P<{kind}>{'|'.join(said)})".replace("{year}", str(year)) for kind, said in words.items())
    return re.compile("|".join([N, *kinds]))
