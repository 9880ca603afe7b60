"""Wordings (说法): many words for one sense, each read as the one that the patterns of claims know.

The list is data (``wordings.toml``); a claim's quote keeps the words of the page.

>>> canonical("收到申请98件，办毕91件，还有9件没有办完")
'收到申请98件，办结91件，还有9件未办结'
>>> canonical("2024年未办完的7件", 2025), canonical("上年度遗留6件", 2025)
('上年结转的7件', '上年结转6件')
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def canonical(text: str, year: int | None = None) -> str:
    """A text in the patterns' own wordings; ``year``: the report's, whose last one may be named."""
    if year is not None and _carried().search(text):
        text = _from_before(year).sub("上年结转", text)
    pattern, senses = _same()
    return pattern.sub(lambda found: senses[(found.lastindex or 1) - 1], text)


@cache
def spoken() -> str:
    """A pattern of every wording on the list, which tells what sentences are worth hearing."""
    return "|".join(said for one in _listed()["same"] for said in one["said"])


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "wordings.toml").read_text("utf-8"))


@cache
def _carried() -> re.Pattern[str]:
    return re.compile("|".join(_listed()["carried"]))


@cache
def _from_before(year: int) -> re.Pattern[str]:
    last = rf"(?:上一?年度?|去年度?|{year - 1}年度?)"
    return re.compile(rf"{last}(?:{_carried().pattern})(?:[、并而]*(?:结转|转)?[到至入](?:今年|本年度?))?")


@cache
def _same() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each sense, and the senses."""
    same = _listed()["same"]
    groups = "|".join(f"({'|'.join(one['said'])})" for one in same)
    return re.compile(groups), tuple(one["sense"] for one in same)
