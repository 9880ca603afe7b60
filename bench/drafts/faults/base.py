"""Faults, one planted in a right draft, and what must be told of it: which checks may, and words that they must say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from drafts.page import Draft

Plant = Callable[[Draft, Random], str | None]  # changes the draft; words that a finding must say, None if it can't be


@dataclass(frozen=True)
class Fault:
    """A kind of fault: how it is planted, and which checks tell it."""

    name: str
    plant: Plant
    checks: tuple[str, ...]
