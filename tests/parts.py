"""A sweep in two parts: a sample that always runs, and the rest, which is long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest

T = TypeVar("T")

# For a test that takes ``part`` and asks for its share with ``of``.
in_parts = pytest.mark.parametrize("part", ["sample", pytest.param("rest", marks=pytest.mark.long)])


def of(part: str, everything: Iterable[T], every: int = 4) -> list[T]:
    """Of what is swept, each so many-th, or all the others.

    >>> of("sample", "abcdefgh"), of("rest", "abcdefgh")
    (['a', 'e'], ['b', 'c', 'd', 'f', 'g', 'h'])
    """
    return [one for at, one in enumerate(everything) if (at % every == 0) == (part == "sample")]


def sampled(everything: Iterable[T], every: int = 4) -> list[object]:
    """The same for parameters (a tuple is several): each so many-th is always tried, the others are long."""
    values = [one if isinstance(one, tuple) else (one,) for one in everything]
    return [pytest.param(*one, marks=[pytest.mark.long] if at % every else []) for at, one in enumerate(values)]
